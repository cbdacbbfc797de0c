package conformance_test

import (
	"context"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// without are builds that lack one ability each and declare it all the same.
type without struct {
	voucher.World
	setup  func(*voucher.Setup)
	system func(voucher.System) voucher.System
}

func (w without) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	own := *s
	if w.setup != nil {
		w.setup(&own)
	}
	system, err := w.World.New(ctx, &own)
	if err == nil && w.system != nil {
		system = w.system(system)
	}
	return system, err
}

// lacking is a system that does some things otherwise; what is nil it does rightly.
type lacking struct {
	voucher.System
	do      func(voucher.Command, voucher.Outcome) (voucher.Outcome, error)
	advance func(voucher.System, voucher.Instant) ([]voucher.Event, error)
	query   func(voucher.Query, voucher.Record) (voucher.Record, error)
}

func (s lacking) Do(ctx context.Context, c voucher.Command) (voucher.Outcome, error) {
	o, err := s.System.Do(ctx, c)
	if s.do == nil || err != nil {
		return o, err
	}
	return s.do(c, o)
}

func (s lacking) Advance(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
	if s.advance == nil {
		return s.System.Advance(ctx, to)
	}
	return s.advance(s.System, to)
}

func (s lacking) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	r, err := s.System.Query(ctx, q)
	if s.query == nil || err != nil {
		return r, err
	}
	return s.query(*q, r)
}

// saying gives every system of the reference in front of a lack.
func saying(l lacking) voucher.World {
	return without{World: reference.World{}, system: func(s voucher.System) voucher.System { l.System = s; return l }}
}

// runsOnly answers the commands of the other programme as a build does that has
// none of them.
func runsOnly(p voucher.Programme) voucher.World {
	return saying(lacking{do: func(c voucher.Command, o voucher.Outcome) (voucher.Outcome, error) {
		if own := c.Kind() < voucher.KindUpdateFoodList; own != (p == voucher.Gas) {
			return voucher.Outcome{}, errors.ErrUnsupported
		}
		return o, nil
	}})
}

// abilityRow is one ability: its word, a build that serves it and denies it, and
// ones that declare it and do not serve it.
type abilityRow struct {
	word  string
	deny  func(*voucher.Capabilities)
	liars map[string]voucher.World
}

// abilities are the fields of Capabilities that say what a build can do.
var abilities = map[string][]abilityRow{
	"Programmes": {
		{"gas", func(c *voucher.Capabilities) { c.Programmes = voucher.Food }, map[string]voucher.World{"food alone": runsOnly(voucher.Food)}},
		{"food", func(c *voucher.Capabilities) { c.Programmes = voucher.Gas }, map[string]voucher.World{"gas alone": runsOnly(voucher.Gas)}},
	},
	"Clock": {{"clock", func(c *voucher.Capabilities) { c.Clock = false }, map[string]voucher.World{
		"stands":  saying(lacking{advance: func(voucher.System, voucher.Instant) ([]voucher.Event, error) { return nil, nil }}),
		"is none": saying(lacking{advance: func(voucher.System, voucher.Instant) ([]voucher.Event, error) { return nil, errors.ErrUnsupported }}),
	}}},
	"Worlds":   {{"worlds", func(c *voucher.Capabilities) { c.Worlds = false }, map[string]voucher.World{"one for all": &oneForAll{}}}},
	"Settings": {{"settings", func(c *voucher.Capabilities) { c.Settings = false }, map[string]voucher.World{"ignored": without{World: reference.World{}, setup: func(s *voucher.Setup) { s.Settings = nil }}}}},
	"Answers":  {{"answers", func(c *voucher.Capabilities) { c.Answers = false }, map[string]voucher.World{"ignored": without{World: reference.World{}, setup: func(s *voucher.Setup) { s.Answers = nil }}}}},
	"Choices":  {{"choices", func(c *voucher.Capabilities) { c.Choices = false }, map[string]voucher.World{"ignored": without{World: reference.World{}, setup: func(s *voucher.Setup) { s.Readings = voucher.Readings{} }}}}},
	"Reasons": {{"reasons", func(c *voucher.Capabilities) { c.Reasons = false }, map[string]voucher.World{"a bare no": saying(lacking{do: func(_ voucher.Command, o voucher.Outcome) (voucher.Outcome, error) {
		if o.Refusal != nil {
			o.Refusal = &voucher.Refusal{}
		}
		return o, nil
	}})}}},
	"Events": {{"events", func(c *voucher.Capabilities) { c.Events = false }, map[string]voucher.World{"none told": saying(lacking{do: func(_ voucher.Command, o voucher.Outcome) (voucher.Outcome, error) {
		o.Events = nil
		return o, nil
	}})}}},
	"Digest": {{"digest", func(c *voucher.Capabilities) { c.Digest = false }, map[string]voucher.World{"not answered": saying(lacking{query: func(q voucher.Query, r voucher.Record) (voucher.Record, error) {
		if q.Kind == voucher.AskDigest {
			return voucher.Record{}, errors.ErrUnsupported
		}
		return r, nil
	}})}}},
	"Prompt": {{"prompt", func(c *voucher.Capabilities) { c.Prompt = false }, map[string]voucher.World{"a second late": saying(lacking{advance: func(s voucher.System, to voucher.Instant) ([]voucher.Event, error) {
		if to == to.Day().Start() {
			to = to.Plus(-voucher.Second)
		}
		return s.Advance(context.Background(), to)
	}})}}},
}

// noAbility are the fields of Capabilities that say something else, with the reason
// why nobody can try them.
var noAbility = map[string]string{
	"Name":       "what a build calls itself",
	"Version":    "what a build calls itself",
	"Parties":    "whose demands bind it: a promise, not something that it can do",
	"Expiry":     "a token is the wire's, and no world has one: TestTokensThatEndAreDeclaredTruly tries it over HTTP",
	"Concurrent": "how many callers at a time a build in Go is safe with: the suite races tries it, and nobody else may",
	"Readings":   "how it reads, not whether it can: stories and lives are told under them",
}

// oneForAll gives the first world again to everybody.
type oneForAll struct {
	reference.World
	first voucher.System
}

func (w *oneForAll) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	if w.first != nil {
		return w.first, nil
	}
	var err error
	w.first, err = w.World.New(ctx, s)
	return w.first, err
}

const (
	servesCheck   = "BOTH-CONTRACT-001/serves_what_it_declares"
	declaresCheck = "BOTH-CONTRACT-001/declares_what_it_serves"
)

// declared asks both checks of a target.
func declared(t *testing.T, target conformance.Target) (serves, declares *conformance.Result) {
	t.Helper()
	report, err := conformance.Run(t.Context(), target, conformance.Options{Select: []string{"BOTH-CONTRACT-001"}})
	if err != nil {
		t.Fatal(err)
	}
	return report.Result(servesCheck), report.Result(declaresCheck)
}

// TestEveryAbilityIsTried: whatever field capabilities have, a build that declares it
// and does not serve it breaks its word, and one that serves it and does not declare
// it is warned. A field without a row here is forgotten.
func TestEveryAbilityIsTried(t *testing.T) {
	for _, field := range reflect.VisibleFields(reflect.TypeFor[voucher.Capabilities]()) {
		rows := abilities[field.Name]
		if (len(rows) == 0) != (noAbility[field.Name] != "") {
			t.Errorf("%s: %d rows and the reason %q; want builds that lie about it, or why nobody can try it", field.Name, len(rows), noAbility[field.Name])
		}
		for _, row := range rows {
			for name, liar := range row.liars {
				serves, _ := declared(t, conformance.Target{World: liar, Address: "in process"})
				if serves.Verdict != conformance.Fail || !slices.Contains(strings.FieldsFunc(serves.Why.En, func(r rune) bool { return strings.ContainsRune(" ,()", r) }), row.word) {
					t.Errorf("%s declared, %s: %s, %q; want fail, for %s", field.Name, name, serves.Verdict, serves.Why.En, row.word)
				}
			}
			modest := narrow{reference.World{}, row.deny}
			for door, target := range map[string]conformance.Target{
				"in process": {World: modest, Address: "in process"}, "over HTTP": overHTTP(t, modest, nil), "over lines": overLines(t, modest),
			} {
				serves, declares := declared(t, target)
				if serves.Verdict != conformance.Pass {
					t.Errorf("%s not declared, %s: %s, %q; want pass of what is declared", field.Name, door, serves.Verdict, serves.Why.En)
				}
				if declares.Verdict != conformance.Warn || !strings.Contains(declares.Why.En, "serves and does not declare: ") || !strings.Contains(declares.Why.En, "("+row.word+")") {
					t.Errorf("%s not declared, %s: %s, %q; want warn, for %s", field.Name, door, declares.Verdict, declares.Why.En, row.word)
				}
			}
		}
	}
}

// overLines puts a world behind lines of JSON until the test ends.
func overLines(t *testing.T, w voucher.World) conformance.Target {
	t.Helper()
	asked, asks := io.Pipe()
	answers, answered := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- errors.Join(wire.ServeLines(context.WithoutCancel(t.Context()), w, asked, answered), answered.Close())
	}()
	lines := wire.NewLines(answers, asks, wire.LineOptions{})
	t.Cleanup(func() {
		if err := errors.Join(lines.Close(), <-ended); err != nil {
			t.Log(err)
		}
	})
	return conformance.Target{World: lines, Address: "lines"}
}

// TestDeclaredAndServedAreOne: the twin of all that lie, through every door; and who
// declares nothing else than what a food build has is asked nothing else.
func TestDeclaredAndServedAreOne(t *testing.T) {
	foodAlone := narrow{runsOnly(voucher.Food), func(c *voucher.Capabilities) { c.Programmes = voucher.Food }}
	for name, target := range map[string]conformance.Target{
		"in process": inProcess, "over HTTP": overHTTP(t, reference.World{}, nil), "over lines": overLines(t, reference.World{}),
		"food alone": {World: foodAlone, Address: "in process"}, "food alone, over HTTP": overHTTP(t, foodAlone, nil),
	} {
		for _, r := range [...]func() *conformance.Result{
			func() *conformance.Result { s, _ := declared(t, target); return s },
			func() *conformance.Result { _, d := declared(t, target); return d },
		} {
			if r := r(); r.Verdict != conformance.Pass {
				t.Errorf("%s: %s", name, r.Text())
			}
		}
	}
}

// TestNothingIsTriedOnWhatStandsThere: a system without worlds, such as a store's
// staging, is not written to in order to see what it could do.
func TestNothingIsTriedOnWhatStandsThere(t *testing.T) {
	setup := conformance.StoreSetup()
	system, err := reference.World{}.New(t.Context(), setup)
	if err != nil {
		t.Fatal(err)
	}
	ready(t, system, setup)
	written := 0
	watched := answering{System: system, do: func(ctx context.Context, s voucher.System, c voucher.Command) (voucher.Outcome, error) {
		written++
		return s.Do(ctx, c)
	}}
	build := narrow{staged{reference.World{}, watched, 3}, func(c *voucher.Capabilities) {
		c.Programmes, c.Clock, c.Worlds = voucher.Food, false, false
	}}
	serves, declares := declared(t, conformance.Target{World: build, Address: "staging"})
	if written > 0 || serves.Verdict != conformance.Unsupported || declares.Verdict != conformance.Unsupported {
		t.Errorf("%d commands were given, %s and %s; want none, and unsupported", written, serves.Verdict, declares.Verdict)
	}
}
