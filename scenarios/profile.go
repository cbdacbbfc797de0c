package scenarios

import (
	_ "embed"
	"slices"
	"sync"

	"github.com/goccy/go-yaml/ast"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Profile is a list of demands that a build can be held to as a whole.
type Profile struct {
	ID    string // "gas-core": small letters, digits and single hyphens
	Title voucher.Text
	// Requirements in the order of voucher.RequirementIDs, each once and never
	// empty.
	Requirements []voucher.RequirementID
}

type profileFile struct {
	ID           string `yaml:"id"`
	Title        string `yaml:"title"`
	Requirements string `yaml:"requirements"`
}

// allWord in the place of a list means every requirement.
const allWord = "all"

//go:embed profiles.yaml
var profilesYAML []byte

var profileRows = sync.OnceValue(func() []Profile { return must(ReadProfiles("profiles.yaml", profilesYAML)) })

// Profiles returns the embedded profiles in the order of their file. The slice
// is the caller's; the lists inside are shared and must not be changed.
func Profiles() []Profile { return slices.Clone(profileRows()) }

// ReadProfiles reads a file of profiles strictly. The name stands for the file
// in messages. An error is always Problems.
func ReadProfiles(name string, data []byte) ([]Profile, error) {
	r := &reader{name: name, opening: "- id: gas-core"}
	body := r.parse(data)
	if body == nil {
		return nil, r.err()
	}
	var all []Profile
	items, _ := r.list(body, "", say("profiles"))
	for _, item := range items {
		p := r.profile(item)
		if slices.ContainsFunc(all, func(other Profile) bool { return other.ID == p.ID && p.ID != "" }) {
			r.fault(item, p.ID, "another profile has this id; choose one for each")
		}
		all = append(all, p)
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	return all, nil
}

// profile reads one profile.
func (r *reader) profile(n ast.Node) (p Profile) {
	fields, ok := r.fields(n, "profile", keysOf[profileFile]())
	if !ok {
		return p
	}
	p.ID = r.id(n, fields)
	at := p.ID
	if e, ok := fields["title"]; ok {
		p.Title = r.title(e.value, at+".title")
	} else {
		r.fault(n, at, "title is missing; say in en, ru and kk what is promised")
	}
	if e, ok := fields["requirements"]; ok {
		p.Requirements = r.requirements(e.value, at+".requirements")
	} else {
		r.fault(n, at, "requirements is missing; list ids such as GAS-WINDOW-001, or write all")
	}
	return p
}

// requirements reads the word all, or a list of ids in the order of the
// catalogue, so that nothing is missed when it is read beside it.
func (r *reader) requirements(n ast.Node, at string) []voucher.RequirementID {
	known := voucher.RequirementIDs()
	if v, ok := scalarOf(n); ok && v.text == allWord {
		return known
	}
	items, _ := r.list(n, at, say("ids"))
	var all []voucher.RequirementID
	last := -1
	for _, item := range items {
		id := r.requirement(item, at)
		i := slices.Index(known, id)
		switch {
		case i < 0: // told
		case slices.Contains(all, id):
			r.fault(item, at, "%s stands twice; keep one", id)
		case i < last:
			r.fault(item, at, "%s comes before %s in requirements.yaml; keep its order", id, known[last])
		}
		last = max(last, i)
		all = append(all, id)
	}
	return all
}

// requirement reads the id of a demand.
func (r *reader) requirement(n ast.Node, at string) voucher.RequirementID {
	v, ok := r.scalar(n, at, say("an id such as GAS-WINDOW-001"))
	id := voucher.RequirementID(v.text)
	if ok && !id.Valid() {
		var known []string
		for _, k := range voucher.RequirementIDs() {
			known = append(known, string(k))
		}
		r.fault(n, at, "unknown requirement %s%s", quote(v.text), instead(v.text, known, say("requirements.yaml lists them")))
	}
	return id
}

// title reads one sentence for each language, which every reader gets in their
// own.
func (r *reader) title(n ast.Node, at string) voucher.Text {
	m, ok := n.(*ast.MappingNode)
	switch {
	case !ok:
		r.unexpected(n, at, say("one sentence each for en, ru and kk"))
		return voucher.Text{}
	case len(m.Values) < len(keysOf[StoryTitle]()):
		r.fault(n, at, "a language is missing; write one sentence each for en, ru and kk")
	}
	return r.wording(n, at)
}
