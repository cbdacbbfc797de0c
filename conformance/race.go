package conformance

import (
	"context"
	"slices"
	"sync"

	"github.com/anishathalye/porcupine"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Races: many clients at the same time on the same code, balance, account, loan
// or key. What was answered has to be explained by some order in which one command
// was done after the other (BOTH-RACE-001). The suite keeps a book of its own, so
// that nothing is compared with an oracle, whose order would be another.

// raceChecks are a check for each thing that is raced for.
var raceChecks = sync.OnceValue(func() []Check {
	const id voucher.RequirementID = "BOTH-RACE-001"
	var all []Check
	for i := range raceCases {
		c := &raceCases[i]
		all = append(all, Check{ID: string(id) + "/race_" + c.name, Suite: SuiteRaces, Requirement: id, Also: c.also, Level: level(id, false),
			Title: c.title, Needs: []Ability{NeedsClock, NeedsWorlds, NeedsConcurrent}, Programmes: c.programme, Readings: &voucher.Readings{},
			ask:   func(ctx context.Context, a *asker) error { return askRaces(ctx, a, c) },
			judge: func(t *Transcript, _ *bench) Finding { return judgeRaces(t) }})
	}
	return all
})

// Races say how much was raced, and how much of it really met.
type Races struct {
	Rounds  int64 `json:"rounds"`  // worlds in which clients raced
	Tried   int64 `json:"tried"`   // windows in which clients began at once
	Calls   int64 `json:"calls"`   // commands and queries in them
	Overlap int64 `json:"overlap"` // pairs of calls of one window that overlapped in time
	// Lost are calls that no answer came to, and Open those of which it is still not known
	// whether they were carried out, the command having been repeated.
	Lost int64 `json:"lost"`
	Open int64 `json:"open"`
}

// add sums races up.
func (r *Races) add(o *Races) {
	r.Rounds += o.Rounds
	r.Tried += o.Tried
	r.Calls += o.Calls
	r.Overlap += o.Overlap
	r.Lost += o.Lost
	r.Open += o.Open
}

// racesIn counts what a transcript holds.
func racesIn(t *Transcript) (all Races) {
	for _, told := range t.Worlds {
		if len(told.Spans) != len(told.Entries) {
			continue
		}
		all.Rounds++
		windows := map[int]bool{}
		for i := range told.Spans {
			s := &told.Spans[i]
			if told.Entries[i].Err != "" && told.Entries[i].Command != nil {
				all.Lost++
				if !answeredLater(told, i) {
					all.Open++
				}
			}
			if s.Window == 0 {
				continue
			}
			windows[s.Window] = true
			all.Calls++
		}
		all.Tried += int64(len(windows))
		all.Overlap += overlapsIn(told)
	}
	return all
}

// answeredLater reports whether a command that no answer came to was answered when
// it was repeated.
func answeredLater(told *Told, i int) bool {
	head := *told.Entries[i].Command.Head()
	return slices.ContainsFunc(told.Entries[i+1:], func(e voucher.Entry) bool {
		return e.Command != nil && e.Err == "" && *e.Command.Head() == head
	})
}

// overlapsIn counts the pairs of calls of a world that overlapped.
func overlapsIn(told *Told) (pairs int64) {
	for i := range told.Spans {
		for k := range told.Spans[:i] {
			if overlap(&told.Spans[k], &told.Spans[i]) {
				pairs++
			}
		}
	}
	return pairs
}

// overlap reports whether two calls of one window were under way at the same time.
func overlap(a, b *Span) bool {
	return a.Window == b.Window && a.Window != 0 && a.Client != b.Client && a.Call <= b.Return && b.Call <= a.Return
}

// judgeRaces gives the finding on the rounds of a race.
func judgeRaces(t *Transcript) Finding {
	if len(t.Worlds) == 0 {
		return Finding{Verdict: Blocked, Why: whyUnasked(t.Err)}
	}
	unsure := Finding{}
	for w, told := range t.Worlds {
		if len(told.Spans) != len(told.Entries) {
			return Finding{Verdict: HarnessError, Why: whyMissing}
		}
		within := searchFor
		if unsure.Verdict != 0 { // a violation is looked for all the same
			within = searchBriefly
		}
		found := order(told, within)
		switch {
		case found.result == porcupine.Illegal:
			return raceFinding(w, told, &found)
		case unsure.Verdict != 0:
		case found.result == porcupine.Unknown:
			unsure = Finding{Verdict: Blocked, Why: whySearch(w+1, len(told.Entries)), World: w}
		default:
			unsure = leadingRefused(w, told)
		}
	}
	switch {
	case unsure.Verdict != 0:
		return unsure
	case racesIn(t).Overlap == 0:
		return Finding{Verdict: Blocked, Why: whyNoOverlap}
	}
	return pass
}

// leadingRefused finds a step that was to lead to a race and was refused.
func leadingRefused(w int, told *Told) Finding {
	for i := range told.Entries {
		e := &told.Entries[i]
		if told.Spans[i].Client == 0 && e.Err == "" && e.Outcome.Refusal != nil {
			return ledAstray(i+1, e, w, i)
		}
	}
	return Finding{}
}
