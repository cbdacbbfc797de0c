package scenarios

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"github.com/vouch-kz/vouch/reference/voucher"
)

type storyReader struct {
	*reader
	source []string // the lines of the file, for places inside a block
	needs  []string

	told     map[ast.Node]bool // at which the story as it stands has a fault, so that no case repeats it
	badWorld bool              // the story's world is wrong, so no case looks at what it adds up to
}

// storySecret is the secret of every story's world: what it hides is made up.
var storySecret = [16]byte([]byte("vouch story key."))

// phrase is one text of the file with its place.
type phrase struct {
	node ast.Node
	text string
}

// draft is a step as the file has it, before it is told.
type draft struct {
	name, as     string
	at, line     phrase // zero: absent
	ask          bool
	expect       []phrase // nil: absent
	node, asNode ast.Node
	broken       bool     // what it does cannot be told
	from         ast.Node // a case's change of the step, or nil
	number       int      // in the file, from 0
}

// story reads the whole file.
func (r *storyReader) story(body ast.Node) *Story {
	s := &Story{Name: storyName(r.name)}
	fields, ok := r.fields(body, "", keysOf[StoryFile]())
	if !ok {
		return s
	}
	r.kind(body, fields, "Story")
	for _, key := range []string{"requirement", "title", "setup", "steps"} {
		if _, ok := fields[key]; !ok {
			r.fault(body, "", "%s is missing; a story has kind, requirement, title, setup and steps", key)
		}
	}
	if e, ok := fields["requirement"]; ok {
		s.Requirement = r.requirement(e.value, "requirement")
	}
	if e, ok := fields["also"]; ok {
		s.Also = r.also(e.value, s.Requirement)
	}
	if e, ok := fields["level"]; ok {
		s.Soft = r.level(e.value, s.Requirement)
	}
	if e, ok := fields["title"]; ok {
		s.Title = r.title(e.value, "title")
	}
	if e, ok := fields["needs"]; ok {
		r.needs = r.wordList(e.value, "needs", StoryNeeds())
		s.Needs = r.needs
	}
	base := Telling{ID: string(s.Requirement) + "/" + s.Name[strings.LastIndexByte(s.Name, '/')+1:]}
	base.Setup.Secret = storySecret
	if e, ok := fields["readings"]; ok {
		r.readings(e.value, &base.Readings)
	}
	if e, ok := fields["setup"]; ok {
		before := len(r.problems)
		r.setup(e.value, "setup", &base.Setup)
		if len(r.problems) == before && base.Setup.At == 0 {
			r.fault(e.value, "setup", "no instant; write a line such as at 2025-10-06")
		}
	}
	base.Setup.Readings = base.Readings
	e, ok := fields["steps"]
	if !ok {
		return s
	}
	drafts := r.steps(e.value)
	r.tell(&base, drafts, e.value, "")
	s.Tellings = []Telling{base}
	if e, ok := fields["cases"]; ok {
		s.Tellings = append(s.Tellings, r.cases(e.value, &base, drafts)...)
	}
	return s
}

// also reads the further demands, none of which is the story's own.
func (r *storyReader) also(n ast.Node, own voucher.RequirementID) []voucher.RequirementID {
	items, _ := r.list(n, "also", say("requirements"))
	var all []voucher.RequirementID
	for _, item := range items {
		id := r.requirement(item, "also")
		if id == own || slices.Contains(all, id) {
			r.fault(item, "also", "%s stands twice; keep one", quote(string(id)))
			continue
		}
		all = append(all, id)
	}
	return all
}

// level reads that a story shows the softer half of a demand, which has to have
// one.
func (r *storyReader) level(n ast.Node, id voucher.RequirementID) (soft bool) {
	v, ok := r.scalar(n, "level", say("%s", Should))
	switch row, known := LookupRequirement(id); {
	case !ok:
	case v.text != string(Should):
		r.fault(n, "level", "%s is not read here; write should, or delete the key", quote(v.text))
	case known && row.Should == (voucher.Text{}):
		r.fault(n, "level", "all of %s has one level; delete the key", id)
	default:
		return true
	}
	return false
}

// wordList reads a list of known words, each once.
func (r *storyReader) wordList(n ast.Node, at string, known []string) []string {
	items, _ := r.list(n, at, say("words (%s)", words(known)))
	var all []string
	for _, item := range items {
		v, ok := r.scalar(item, at, say("one of %s", words(known)))
		switch {
		case !ok:
		case !slices.Contains(known, v.text):
			r.fault(item, at, "unknown word %s%s", quote(v.text), instead(v.text, known, say("write one of %s", words(known))))
		case slices.Contains(all, v.text):
			r.fault(item, at, "%s stands twice; keep one", v.text)
		default:
			all = append(all, v.text)
		}
	}
	return all
}

// setup reads the lines of a world and adds them. They stand in a block, so
// that each has a line of the file.
func (r *storyReader) setup(n ast.Node, at string, into *voucher.Setup) {
	block, ok := n.(*ast.LiteralNode)
	if !ok || !strings.HasPrefix(block.Start.Value, "|") {
		r.fault(n, at, "write a block: %s: | and the lines below it, each indented", at)
		return
	}
	first, _ := placeOf(n)
	for i, line := range strings.Split(strings.TrimRight(block.Value.Value, "\n"), "\n") {
		if text := strings.TrimSpace(line); text == "" || text[0] == '#' {
			continue
		}
		if err := r.setupLine(line, into); err != nil {
			r.reportLine(first+1+i, line, at, err)
			r.badWorld = true
		}
	}
	if r.badWorld {
		return // what follows from a line that is wrong is not told
	}
	before := len(r.problems)
	for i, a := range into.Accounts {
		switch {
		case a.Provider == 0 || int(a.Provider) > len(into.Providers):
			r.fault(n, at, "account %d is of provider %d, and there are %d; write a line provider TERRITORY for each", i+1, a.Provider, len(into.Providers))
		case a.Number == 0:
			r.fault(n, at, "account %d has no number; write number=0012345", i+1)
		case int(a.Owner) > len(into.People):
			r.fault(n, at, "account %d is of person %d, and there are %d; write a line people N", i+1, a.Owner, len(into.People))
		}
	}
	r.badWorld = len(r.problems) > before
}

// setupLine reads one line of a world.
func (r *storyReader) setupLine(line string, into *voucher.Setup) error {
	word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch {
	case word == "reading":
		return errors.New("readings stand under their own key; write readings: {G10: until_start_of_29}")
	case word == "hide":
		return errors.New("a story shows no events, so none are hidden; delete the line")
	case word == "setting" && !slices.Contains(r.needs, "settings"):
		return errors.New("not every target takes settings; write needs: [settings] too")
	}
	return into.ReadLine(line)
}

// reportLine keeps a problem of a line of a block, at its column where the
// error names one.
func (r *storyReader) reportLine(line int, text, at string, err error) {
	column := 1
	if line <= len(r.source) {
		whole := strings.TrimSuffix(r.source[line-1], "\r")
		if i := strings.Index(whole, text); i >= 0 {
			column += utf8.RuneCountInString(whole[:i])
		}
	}
	blanks := utf8.RuneCountInString(text) - utf8.RuneCountInString(strings.TrimLeft(text, " "))
	var where *voucher.LineError
	if errors.As(err, &where) {
		blanks, err = where.Column-1, errors.New(where.Text)
	}
	r.report(line, column+blanks, "%s: %v", at, err)
}

// steps reads the drafts of all steps.
func (r *storyReader) steps(n ast.Node) []draft {
	items, _ := r.list(n, "steps", say("steps"))
	var all []draft
	for i, item := range items {
		d := draft{node: item, number: i}
		at := stepPath(i, "")
		fields, ok := r.fields(item, at, keysOf[StepFile]())
		if !ok {
			continue
		}
		if e, ok := fields["name"]; ok {
			d.name = r.stepName(e.value, at+".name")
			if slices.ContainsFunc(all, func(other draft) bool { return d.name != "" && other.name == d.name }) {
				r.fault(e.value, at+".name", "another step has the name %s; choose one for each", d.name)
			}
		}
		if e, ok := fields["as"]; ok {
			d.as, d.asNode = r.stepName(e.value, at+".as"), e.value
		}
		r.parts(&d, fields, at)
		all = append(all, d)
	}
	return all
}

// stepPath is how messages name a step.
func stepPath(i int, of string) string {
	if of != "" {
		of += ", "
	}
	return of + "step " + decimalText(i+1)
}

var caseForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_]*$`)

func (r *storyReader) stepName(n ast.Node, at string) string {
	v, ok := r.scalar(n, at, say("a name such as last"))
	if !ok {
		return ""
	}
	if !nameForm.MatchString(v.text) || len(v.text) > maxName {
		r.fault(n, at, "%s is no name here; write small letters a to z, digits and underscores, %d at most", quote(v.text), maxName)
		return ""
	}
	return v.text
}

const maxName = 32

// parts reads what a step and a change of it have alike: at, do or ask, expect.
func (r *storyReader) parts(d *draft, fields map[string]entry, at string) {
	if e, ok := fields["at"]; ok {
		d.at, _ = r.phrase(e.value, at+".at", "an instant such as 2025-10-29 23:59:59")
	}
	do, hasDo := fields["do"]
	ask, hasAsk := fields["ask"]
	switch {
	case hasDo && hasAsk:
		r.fault(ask.named, at, "do and ask in one step; make two steps of it")
		d.broken = true
	case hasDo:
		d.ask = false
		d.line, d.broken = r.deed(do.value, at+".do", "a command such as confirm person=1")
	case hasAsk:
		d.ask = true
		d.line, d.broken = r.deed(ask.value, at+".ask", "a query such as gas_wallet person=1")
	}
	if e, ok := fields["expect"]; ok {
		d.expect = r.expectPhrases(e.value, at+".expect")
	}
}

// deed reads what a step does or asks, and reports whether it is broken.
func (r *storyReader) deed(n ast.Node, at, want string) (p phrase, broken bool) {
	p, ok := r.phrase(n, at, want)
	return p, !ok
}

// expectPhrases reads one text, or a list of them.
func (r *storyReader) expectPhrases(n ast.Node, at string) []phrase {
	const want = "ok or refused REASON, with the fields that matter"
	if _, ok := n.(*ast.SequenceNode); !ok {
		if p, ok := r.phrase(n, at, want); ok {
			return []phrase{p}
		}
		return nil
	}
	items, _ := r.list(n, at, say("texts"))
	var all []phrase
	for _, item := range items {
		if p, ok := r.phrase(item, at, want); ok {
			all = append(all, p)
		}
	}
	return all
}

// phrase reads a printable text of one line.
func (r *storyReader) phrase(n ast.Node, at, want string) (phrase, bool) {
	v, ok := r.scalar(n, at, say("%s", want))
	text := strings.TrimSpace(v.text)
	switch {
	case !ok:
		return phrase{}, false
	case text == "":
		r.fault(n, at, "the text is empty; write %s", want)
	case strings.ContainsFunc(text, func(c rune) bool { return !unicode.IsPrint(c) }):
		r.fault(n, at, "the text has a line break or a character that does not print; write one line")
	default:
		return phrase{n, text}, true
	}
	return phrase{}, false
}
