package scenarios

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// cases reads what is told again with a change.
func (r *storyReader) cases(n ast.Node, base *Telling, drafts []draft) []Telling {
	items, _ := r.list(n, "cases", say("cases"))
	var all []Telling
	for i, item := range items {
		at := "case " + decimalText(i+1)
		fields, ok := r.fields(item, at, keysOf[CaseFile]())
		if !ok {
			continue
		}
		t := Telling{ID: base.ID, Setup: cloneSetup(&base.Setup), Readings: base.Readings}
		e, ok := fields["name"]
		if !ok {
			r.fault(item, at, "name is missing; write one such as first_instant_after")
			continue
		}
		v, ok := r.scalar(e.value, at+".name", say("a name such as first_instant_after"))
		if !ok {
			continue
		}
		t.Case, t.ID = v.text, base.ID+"/"+v.text
		at = "case " + oneLine(v.text)
		switch {
		case !caseForm.MatchString(v.text) || len(v.text) > 2*maxName:
			r.fault(e.value, "case", "%s is no name here; write small letters a to z, digits and underscores, %d at most", quote(v.text), 2*maxName)
			continue
		case slices.ContainsFunc(all, func(other Telling) bool { return other.Case == t.Case }):
			r.fault(e.value, at, "another case has this name; choose one for each")
		}
		if e, ok := fields["why"]; ok {
			t.Why = r.title(e.value, at+".why")
		}
		r.tellCase(&t, item, fields, drafts, at)
		all = append(all, t)
	}
	return all
}

// tellCase applies what a case changes and tells it.
func (r *storyReader) tellCase(t *Telling, item ast.Node, fields map[string]entry, drafts []draft, at string) {
	if e, ok := fields["setup"]; ok {
		r.setup(e.value, "setup", &t.Setup)
	}
	if e, ok := fields["readings"]; ok {
		r.readings(e.value, &t.Readings)
	}
	t.Setup.Readings = t.Readings
	_, hasSetup := fields["setup"]
	_, hasReadings := fields["readings"]
	e, ok := fields["change"]
	if !ok && !hasSetup && !hasReadings {
		r.fault(item, at, "nothing is changed; write change: {STEP: {expect: …}}, or setup or readings")
	}
	drafts = slices.Clone(drafts)
	if ok {
		drafts = r.change(e.value, drafts, at)
	}
	r.tell(t, drafts, item, at)
}

// change applies the changes of a case to the steps that they name.
func (r *storyReader) change(n ast.Node, drafts []draft, at string) []draft {
	entries, _ := r.mapping(n, at+".change")
	var known []string
	for i := range drafts {
		if drafts[i].name != "" {
			known = append(known, drafts[i].name)
		}
	}
	var dropped []string
	for _, e := range entries {
		i := slices.IndexFunc(drafts, func(d draft) bool { return d.name != "" && d.name == e.key })
		if i < 0 {
			rest := "give a step of the story a name"
			if len(known) > 0 {
				rest = "the named steps are " + words(known)
			}
			r.fault(e.named, at, "no step is named %s%s", quote(e.key), instead(e.key, known, say("%s", rest)))
			continue
		}
		if v, ok := scalarOf(e.value); ok && v.text == "drop" {
			dropped = append(dropped, e.key)
			continue
		}
		path := at + ", step " + e.key
		fields, ok := r.fields(e.value, path, keysOf[ChangeFile]())
		if !ok {
			continue
		}
		if m, ok := e.value.(*ast.MappingNode); ok && len(m.Values) == 0 {
			r.fault(e.value, path, "nothing is changed; write at, do, ask or expect, or drop in place of the braces")
		}
		d := &drafts[i]
		d.from = e.named
		r.parts(d, fields, path)
	}
	return slices.DeleteFunc(drafts, func(d draft) bool { return slices.Contains(dropped, d.name) && d.name != "" })
}

// cloneSetup copies a setup so that a case can add to it.
func cloneSetup(s *voucher.Setup) voucher.Setup {
	c := *s
	c.People, c.Providers, c.Accounts = slices.Clone(s.People), slices.Clone(s.Providers), slices.Clone(s.Accounts)
	c.Stores, c.Goods, c.Settings = slices.Clone(s.Stores), slices.Clone(s.Goods), slices.Clone(s.Settings)
	return c
}

// tell turns drafts into the steps of a telling and checks that each can follow
// from those before it. of names the case, "" for the story as it stands.
func (r *storyReader) tell(t *Telling, drafts []draft, whole ast.Node, of string) {
	if of == "" {
		r.told = map[ast.Node]bool{}
	}
	setup := cloneSetup(&t.Setup)
	w := &teller{storyReader: r, of: of, setup: &setup, now: t.Setup.At, bound: map[string]string{}}
	judged := false
	for i := range drafts {
		s := w.step(&drafts[i], i)
		judged = judged || s.Judged
		t.Steps = append(t.Steps, s)
	}
	if !judged && len(drafts) > 0 {
		r.fault(whole, strings.TrimSuffix(of, ", "), "no step has an expect of its own, so nothing is shown; write one")
	}
}
