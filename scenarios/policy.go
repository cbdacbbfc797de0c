package scenarios

import (
	"embed"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

//go:embed policy/*.yaml
var policies embed.FS

// Policy is one scenario of the embedded library. Its id is the name of its
// file, and Load takes it.
type Policy struct {
	ID    string
	Title voucher.Text
}

// Library lists the embedded scenarios by id.
func Library() []Policy {
	var all []Policy
	for _, id := range libraryIDs() {
		s := embeddedScenario(id)
		all = append(all, Policy{s.ID, s.Title})
	}
	return all
}

// Baseline returns both pilots as they are, the world that every other scenario
// is compared with. Each call returns a new one.
func Baseline() *Scenario { return embeddedScenario("pilots") }

// BaselineOf returns the pilots with the seed, the families, the programmes and the
// days of a scenario, as far as the pilots run on them: beside those it tells what
// the scenario changes, and not that it looks at a shorter time.
func BaselineOf(s *Scenario) *Scenario {
	b := Baseline()
	b.Seed, b.Families, b.Programmes = s.Seed, s.Families, s.Programmes
	first, last := b.pilots()
	if from, to := max(s.From, first), min(s.To, last); from <= to {
		b.From, b.To = from, to
	}
	return b
}

// libraryIDs lists the files of the library, sorted; assumptions and targets are no scenarios.
func libraryIDs() []string {
	var ids []string
	for _, f := range must(policies.ReadDir("policy")) {
		if id := strings.TrimSuffix(f.Name(), ".yaml"); id != "assumptions" && id != "targets" {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// fromLibrary returns the embedded scenario with an id.
func fromLibrary(id string) (*Scenario, error) {
	ids := libraryIDs()
	if !slices.Contains(ids, id) {
		return nil, say("scenario: no %s in the library%s", quote(id),
			instead(id, ids, say("vouch scenarios list names all; for a file, give its path with .yaml")))
	}
	return embeddedScenario(id), nil
}

// embeddedScenario reads a file of the library, which has to be right.
func embeddedScenario(id string) *Scenario {
	name := "policy/" + id + ".yaml"
	return must(Read(name, must(policies.ReadFile(name))))
}

// must unwraps what was read from a file that is part of the program.
func must[T any](v T, err error) T {
	if err != nil {
		panic("scenarios: " + err.Error())
	}
	return v
}
