package reports

import (
	"fmt"
	"time"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// documentOf makes the JSON document of a run.
func documentOf(r *conformance.Report) *ConformanceDocument {
	d := &ConformanceDocument{
		SchemaVersion: ConformanceVersion, Kind: "conformance", Suite: r.Suite, Address: masked(r.Address), Target: targetOf(&r.Target),
		Seed: r.Seed, Options: r.Options, PlanHash: r.PlanHash, Interrupted: r.Interrupted, Exit: r.Exit, Outcome: outcomeOf(r),
		Counts: map[string]int{},
		Figures: ReportFigures{
			Worlds: r.Figures.Worlds, Commands: r.Figures.Commands, Accepted: r.Figures.Accepted, Refused: r.Figures.Refused,
			Queries: r.Figures.Queries, Advances: r.Figures.Advances, Elapsed: milliseconds(r.Figures.Elapsed),
		},
		Profiles: []ReportProfile{}, Causes: []ReportCause{}, Known: []ReportKnown{}, Results: []ReportResult{},
	}
	races := r.Races()
	d.Races = racesOf(&races)
	cells := r.Cells()
	d.Cells = cellsOf(&cells)
	faults := r.Faults()
	d.Faults = faultsOf(&faults)
	inputs := r.Inputs()
	d.Inputs = inputsOf(&inputs)
	for _, v := range conformance.Verdicts() {
		d.Counts[v.String()] = r.Count(v)
	}
	if r.Unasked != nil {
		d.Target.Readings = map[string]string{} // nobody has said how it reads anything
		d.Unasked = &ReportHindrance{*maybe(toldIn(r.Unasked.Why)), *maybe(r.Unasked.Fix)}
	}
	for i := range r.Profiles {
		p := &r.Profiles[i]
		d.Profiles = append(d.Profiles, ReportProfile{
			ID: p.ID, Title: ReportWording(p.Title), Verdict: p.Verdict, Passed: p.Passed, Planned: p.Planned, Failed: orEmpty(p.Failed), Untested: orEmpty(p.Untested), Unasked: p.Unasked,
		})
	}
	for _, c := range r.Causes {
		cause := ReportCause{Key: masked(c.Key), Verdict: c.Verdict, Checks: orEmpty(c.Checks), Fingerprints: []string{}}
		for _, id := range c.Checks {
			fingerprint := ""
			if one := r.Result(id); one != nil && one.Failure != nil {
				fingerprint = masked(one.Failure.Fingerprint)
			}
			cause.Fingerprints = append(cause.Fingerprints, fingerprint)
		}
		d.Causes = append(d.Causes, cause)
	}
	for i := range r.Known {
		k := &r.Known[i]
		d.Known = append(d.Known, ReportKnown{Check: k.Check, Reason: masked(k.Reason), Expires: fmt.Sprint(k.Expires), Problem: k.Problem})
	}
	for i := range r.Results {
		d.Results = append(d.Results, resultOf(&r.Results[i]))
	}
	return d
}

func targetOf(c *voucher.Capabilities) ReportTarget {
	o := ReportTarget{
		Name: c.Name, Version: c.Version, Programmes: c.Programmes.String(), Parties: orEmpty(c.Parties), Abilities: []string{},
		Readings: map[string]string{},
	}
	for _, a := range []struct {
		has  bool
		word conformance.Ability
	}{
		{c.Clock, conformance.NeedsClock},
		{c.Worlds, conformance.NeedsWorlds},
		{c.Settings, conformance.NeedsSettings},
		{c.Choices, conformance.NeedsChoices},
		{c.Reasons, conformance.NeedsReasons},
		{c.Events, conformance.NeedsEvents},
		{c.Digest, conformance.NeedsDigest},
		{c.Prompt, conformance.NeedsPrompt},
		{c.Answers, conformance.NeedsAnswers},
		{c.Concurrent, conformance.NeedsConcurrent},
		{c.Expiry, conformance.NeedsExpiry},
	} {
		if a.has {
			o.Abilities = append(o.Abilities, string(a.word))
		}
	}
	for _, r := range voucher.AllReadings() {
		if int(c.Readings[r]) < len(r.Choices()) {
			o.Readings[r.String()] = c.Readings.Choice(r)
		}
	}
	return o
}

func resultOf(r *conformance.Result) ReportResult {
	o := ReportResult{
		Check: r.Check, Suite: r.Suite, Requirement: r.Requirement, Also: r.Also, Level: r.Level, Title: ReportWording(r.Title), Twin: r.Twin,
		Verdict: r.Verdict, Why: maybe(toldIn(r.Why)), BlockedBy: r.KnownBy, Elapsed: milliseconds(r.Elapsed), Races: racesOf(r.Races), Cells: cellsOf(r.Cells), Faults: faultsOf(r.Faults), Inputs: inputsOf(r.Inputs),
	}
	f := r.Failure
	if f == nil {
		return o
	}
	o.Failure = &ReportFailure{
		Requirement: f.Requirement, Expected: maskedLines(f.Expected), Got: maskedLines(f.Got), Because: maybe(toldIn(f.Because)), Step: f.Step, Shrunk: f.Shrunk,
		Twin: f.TwinVerdict.String(), Money: moneyWord(f.Money), Like: f.Like, LikeTitle: maybe(f.LikeTitle), Fingerprint: masked(f.Fingerprint),
		File: f.File, Picture: f.Picture, Timeline: []ReportStep{},
	}
	if f.Again != nil {
		again := ReportAgain(*f.Again)
		o.Failure.Again, o.Failure.Flaky = &again, f.Again.Flaky()
	}
	for i := range f.History.Entries {
		e := &f.History.Entries[i]
		step := ReportStep{At: e.At, Asked: entryLine(e), Answer: answerLines(e)}
		if f.Spans != nil {
			span := ReportSpan(f.Spans[i])
			step.Span = &span
		}
		o.Failure.Timeline = append(o.Failure.Timeline, step)
	}
	return o
}

// inputsOf are the figures of hostile input, nil where none was sent.
func inputsOf(r *conformance.Inputs) *ReportInputs {
	if r == nil || *r == (conformance.Inputs{}) {
		return nil
	}
	o := ReportInputs(*r)
	return &o
}

// racesOf are the figures of races, nil where nothing was raced.
func racesOf(r *conformance.Races) *ReportRaces {
	if r == nil || *r == (conformance.Races{}) {
		return nil
	}
	o := ReportRaces(*r)
	return &o
}

// cellsOf are the figures of access, nil where no role tried anything.
func cellsOf(c *conformance.Cells) *ReportCells {
	if c == nil || c.Tried == 0 && c.Untried == nil {
		return nil
	}
	o := ReportCells(*c)
	return &o
}

// faultsOf are the figures of faults, nil where nothing went wrong.
func faultsOf(f *conformance.Faults) *ReportFaults {
	if f == nil || f.Rounds == 0 {
		return nil
	}
	o := ReportFaults(*f)
	return &o
}

// moneyWord is the state of the sums.
func moneyWord(m conformance.Money) string {
	switch m {
	case conformance.MoneyAddsUp:
		return "adds_up"
	case conformance.MoneyBroken:
		return "broken"
	}
	return "unknown"
}

// maybe is a text, and nothing where there is none.
func maybe(t voucher.Text) *ReportWording {
	if t == (voucher.Text{}) {
		return nil
	}
	w := ReportWording{masked(t.En), masked(t.Ru), masked(t.Kk)}
	return &w
}

// maskedLines masks each line; it is never nil.
func maskedLines(lines []string) []string {
	all := make([]string, len(lines))
	for i, line := range lines {
		all[i] = masked(line)
	}
	return all
}

// orEmpty stands in for nil, so that a list is always a list.
func orEmpty[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}

// milliseconds are whole, rounded down.
func milliseconds(d time.Duration) int64 { return int64(d / time.Millisecond) }
