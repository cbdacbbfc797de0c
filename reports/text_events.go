package reports

import (
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// Parts tells the fields of an event, or of stores that come and go, in a language:
// what each is called and what it is.
func Parts(parts []scenarios.Part, l Language) string { return newSpeech(l).parts(parts) }

// parts is Parts in a language that is ready.
func (s *speech) parts(parts []scenarios.Part) string {
	var all []string
	for i := range parts {
		all = append(all, s.in(parts[i].Label)+": "+s.part(&parts[i]))
	}
	return strings.Join(all, ", ")
}

// part tells the value of a field.
func (s *speech) part(p *scenarios.Part) string {
	switch p.Unit {
	case "date":
		if d, err := voucher.ParseDay(p.Text); err == nil {
			return s.day(d)
		}
	case "territory", "territories":
		var names []string
		for code := range strings.SplitSeq(strings.Trim(p.Text, "[]"), ", ") {
			if t, err := voucher.ParseTerritory(code); err == nil {
				names = append(names, nameOf(t, s.language))
			}
		}
		return strings.Join(names, " + ")
	case "store_kind":
		for _, k := range scenarios.StoreKinds() {
			if k.Word == p.Text {
				return s.in(k.Name)
			}
		}
	case "ppm":
		return s.decimals(p.Text)
	}
	return p.Text
}

// storesChanged names the stores that come and go by the scenario.
func (t *teller) storesChanged() (changed []string) {
	for i := range t.scenario.Stores {
		changed = append(changed, t.compound(t.scenario.Stores[i].Parts()))
	}
	return changed
}

// events names what happens in the scenario.
func (t *teller) events() (all []string) {
	for i := range t.scenario.Events {
		all = append(all, t.compound(t.scenario.Events[i].Parts()))
	}
	return all
}

// compound tells what takes several fields.
func (t *teller) compound(path string, parts []scenarios.Part) string {
	c, _ := scenarios.FindCompound(path)
	return t.in(c.Label) + " (" + t.parts(parts) + ")"
}
