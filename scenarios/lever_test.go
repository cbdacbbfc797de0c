package scenarios_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// leverFile is the table of all that a scenario can change, for people who write
// one.
const leverFile = "levers.md"

// TestLeverTableIsCurrent: the table says what the reader takes.
func TestLeverTableIsCurrent(t *testing.T) {
	var b strings.Builder
	b.WriteString("# All that a scenario can change\n\nMade from `voucher/parameter.go` and `policy/assumptions.yaml`; `vouch scenarios explain PATH` says more.\n")
	for _, policy := range []bool{true, false} {
		heading := "Behaviour, under `assumptions`"
		if policy {
			heading = "Policy, under `set`"
		}
		fmt.Fprintf(&b, "\n## %s\n\n| path | unit | from | to | source | en | ru | kk |\n|---|---|---|---|---|---|---|---|\n", heading)
		for _, l := range scenarios.Levers() {
			if l.Policy == policy {
				fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s | %s |\n", l.Path, l.Unit, l.Write(l.Min), l.Write(l.Max), l.Source, l.Label.En, l.Label.Ru, l.Label.Kk)
			}
		}
	}
	compoundTable(&b)
	checkCurrent(t, leverFile, []byte(b.String()))
}

// compoundTable tells what takes several fields.
func compoundTable(b *strings.Builder) {
	for _, part := range []struct{ heading, of string }{{"Events, under `events`", "events."}, {"Stores, under `change`", "change."}} {
		fmt.Fprintf(b, "\n## %s\n", part.heading)
		for _, c := range scenarios.Compounds() {
			if !strings.HasPrefix(c.Path, part.of) {
				continue
			}
			fmt.Fprintf(b, "\n### `%s`\n\n%s · %s · %s (%s)\n\n- %s\n- %s\n- %s\n\n", c.Path, c.Label.En, c.Label.Ru, c.Label.Kk, c.Source, c.Note.En, c.Note.Ru, c.Note.Kk)
			b.WriteString("| field | unit | from | to | default | en | ru | kk |\n|---|---|---|---|---|---|---|---|\n")
			for _, f := range c.Fields {
				least, most, usual := "", "", f.Default
				if f.Max > 0 {
					least, most = f.Write(f.Min), f.Write(f.Max)
				}
				if f.Must {
					usual = "must be written"
				}
				fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s | %s | %s | %s |\n", f.Name, f.Unit, least, most, usual, f.Label.En, f.Label.Ru, f.Label.Kk)
			}
		}
	}
}

// TestCompoundsAreWhole: each has a source, a name and a note in every language,
// and so have its fields; it is found by its path.
func TestCompoundsAreWhole(t *testing.T) {
	whole := func(w voucher.Text) bool {
		return w.En != "" && w.Ru != "" && w.Kk != "" && w.Ru != w.Kk && w.En != w.Ru
	}
	for _, c := range scenarios.Compounds() {
		if c.Source == "" || c.Programmes == 0 || !whole(c.Label) || !whole(c.Note) {
			t.Errorf("%+v, want source, programmes, and name and note in each language's own words", c)
		}
		if got, ok := scenarios.FindCompound(c.Path); !ok || got.Path != c.Path {
			t.Errorf("FindCompound(%s) = %+v, %v", c.Path, got, ok)
		}
		for _, f := range c.Fields {
			if f.Unit == "" || f.Label.En == "" || f.Label.Ru == "" || f.Label.Kk == "" {
				t.Errorf("%s.%s: %+v, want a unit and a name in each language", c.Path, f.Name, f)
			}
		}
	}
	if _, ok := scenarios.FindCompound("events.flood"); ok {
		t.Error("FindCompound(events.flood) finds something; there is no such kind")
	}
}

// TestLeversAreWhole: each has a unit, bounds, a source and a name in every
// language, and is found by its path.
func TestLeversAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range scenarios.Levers() {
		if l.Unit == "" || l.Min >= l.Max || l.Source == "" || l.Label.En == "" || l.Label.Ru == "" || l.Label.Kk == "" || seen[l.Path] {
			t.Errorf("%+v, want unit, bounds, source, three names and a path of its own", l)
		}
		seen[l.Path] = true
		if got, _, ok := scenarios.FindLever(l.Path); !ok || got.Path != l.Path {
			t.Errorf("FindLever(%s) = %+v, %v", l.Path, got, ok)
		}
	}
	if _, near, ok := scenarios.FindLever("food.mpr"); ok || near != "food.mrp" {
		t.Errorf("FindLever(food.mpr) = %q, %v, want to be told of food.mrp", near, ok)
	}
}

// TestEveryNoteSpeaksThreeLanguages: what a figure of behaviour is a share of, and why it is what it is, stands in reports
// for officials; none of it is English alone.
func TestEveryNoteSpeaksThreeLanguages(t *testing.T) {
	told := 0
	for _, l := range scenarios.Levers() {
		n := l.Note
		if n == (voucher.Text{}) {
			continue
		}
		told++
		if n.En == "" || n.Ru == "" || n.Kk == "" || n.Ru == n.En || n.Kk == n.En || n.Kk == n.Ru && !strings.Contains(n.Ru, "eGov") {
			t.Errorf("%s has the note %+v, want its own words in each language", l.Path, n)
		}
	}
	if told < 100 {
		t.Errorf("%d figures have a note, want the hundred that are shares of something", told)
	}
}
