package conformance

import (
	"cmp"
	"context"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// tally makes a report of the results: what only all of them together show. The target
// is the one that was asked, or as it was recorded.
func tally(ctx context.Context, r *Report, t *Target, o *Options) {
	twins(r)
	yeses(r)
	lacking(r)
	breaks(ctx, r, o)
	likenesses(ctx, r, o)
	known(r, o)
	tripped(r)
	inTheWay(r)
	causes(r)
	r.Profiles = profiles(r, unseen(t, &r.Target, o.Oracle != nil))
	r.Exit = exit(r, o)
}

// twins lets no refusal count whose twin was not accepted: where nothing is
// accepted, a no shows nothing. What a twin is itself left with by its own twin is
// no answer of the build and goes no further.
func twins(r *Report) {
	given := map[string]Result{}
	for i := range r.Results {
		given[r.Results[i].Check] = r.Results[i]
	}
	for i := range r.Results {
		c := &r.Results[i]
		twin, chosen := given[c.Twin]
		if c.Twin == "" || !chosen {
			continue
		}
		if c.Failure != nil {
			c.Failure.TwinVerdict = twin.Verdict
		}
		ok := twin.Verdict == Pass || twin.Verdict == PassVerdictOnly || twin.Verdict == Warn
		if (c.Verdict == Pass || c.Verdict == PassVerdictOnly) && !ok {
			c.Verdict, c.Why, c.inWay = Blocked, whyTwin(twin.Check), twinInWay
			if twin.Verdict == Unsupported {
				c.Verdict, c.lacks = Unsupported, twin.lacks
			}
		}
	}
}

// hollow is how many stories have to see a yes in the place of a no before a build
// that has refused nothing at all counts as one that accepts everything.
const hollow = 3

// yeses lets no acceptance of a story count where a build accepts everything:
// where nothing is refused, a yes shows nothing.
func yeses(r *Report) {
	missed := map[string]bool{}
	for i := range r.Results {
		switch c := &r.Results[i]; {
		case c.Suite != SuiteStories:
		case c.Failure != nil && c.accepted:
			missed[unit(c.Check)] = true
		case c.refuses && (c.Verdict == Pass || c.Verdict == PassVerdictOnly):
			return // it can say no
		}
	}
	if r.Figures.Refused > 0 || len(missed) < hollow {
		return
	}
	for i := range r.Results {
		if c := &r.Results[i]; c.Suite == SuiteStories && c.Verdict == Pass {
			c.Verdict, c.Why = Blocked, whyYes
		}
	}
}

// mostCompared is how many failures are compared with the suspects, each of which lives
// through the history of each: where more fail, those say enough.
const mostCompared = 100

// likenesses says of each failure which suspect answers it in the same way. A
// suspect that explains many failures is named before one that explains few. Where
// a right build would answer so too, it is the expectation that is in doubt, and
// nobody is named.
func likenesses(ctx context.Context, r *Report, o *Options) {
	if len(o.Suspects) == 0 {
		return
	}
	alike := map[int][]int{} // suspect: failures that it shares
	for _, i := range compared(r) {
		f := r.Results[i].Failure
		if f.Breaks == "" {
			continue
		}
		h := f.upToStep()
		for s := range o.Suspects {
			d, _, err := follow(ctx, o.Suspects[s].World, &h, r.Target.Reasons)
			if err == nil && d == nil {
				alike[s] = append(alike[s], i)
			}
		}
	}
	for range o.Suspects {
		best := -1
		for s := range o.Suspects {
			if len(alike[s]) > 0 && (best < 0 || len(alike[s]) > len(alike[best])) {
				best = s
			}
		}
		if best < 0 {
			return
		}
		explained := slices.Clone(alike[best])
		for _, i := range explained {
			f := r.Results[i].Failure
			f.Like, f.LikeTitle, f.likeBreaks = o.Suspects[best].ID, o.Suspects[best].Title, o.Suspects[best].Requirement
		}
		for s := range alike {
			alike[s] = slices.DeleteFunc(alike[s], func(i int) bool { return slices.Contains(explained, i) })
		}
	}
}

// compared lists the failures that are held against the suspects: the first of each
// fingerprint before those that look like one of them. Suspects race nobody, and lose no answer.
func compared(r *Report) []int {
	var first, further []int
	seen := map[string]bool{}
	for i := range r.Results {
		f := r.Results[i].Failure
		switch {
		case f == nil || f.Spans != nil || r.Results[i].Suite == SuiteFaults || len(f.History.Entries) == 0:
		case seen[f.Fingerprint]:
			further = append(further, i)
		default:
			seen[f.Fingerprint] = true
			first = append(first, i)
		}
	}
	all := append(first, further...)
	return all[:min(len(all), mostCompared)]
}

// causes puts the failures of one root cause together, the cause with most checks
// first.
func causes(r *Report) {
	at := map[string]int{}
	for i := range r.Results {
		c := &r.Results[i]
		if c.Failure == nil {
			continue
		}
		key := c.Failure.Fingerprint
		if c.Failure.Like != "" {
			key = "like " + c.Failure.Like
		}
		key += " (" + c.Verdict.String() + ")"
		n, seen := at[key]
		if !seen {
			n = len(r.Causes)
			at[key] = n
			r.Causes = append(r.Causes, Cause{Key: key, Verdict: c.Verdict})
		}
		r.Causes[n].Checks = append(r.Causes[n].Checks, c.Check)
	}
	for n := range r.Causes {
		slices.SortStableFunc(r.Causes[n].Checks, func(a, b string) int { return shown(r.Result(a)) - shown(r.Result(b)) })
	}
	slices.SortStableFunc(r.Causes, func(a, b Cause) int { return len(b.Checks) - len(a.Checks) })
}

// shown says how well a failure shows its cause, the lower the better: it is of the
// demand whose rule is broken, its twin was accepted, so that the
// rule is broken and not what leads there, and it takes few steps.
func shown(c *Result) int {
	const alone, elsewhere = 1 << 20, 1 << 21
	n := len(c.Failure.History.Entries)
	if v := c.Failure.TwinVerdict; v != Pass && v != PassVerdictOnly && v != Warn {
		n += alone
	}
	if breaks := cmp.Or(c.Failure.likeBreaks, c.Failure.Breaks); breaks != c.Requirement {
		n += elsewhere
	}
	return n
}

// unseen are the demands that the catalogue gives a reason for not seeing, and of which
// no check could be asked of this target, whichever were chosen: what a profile counts
// is the same in every selection.
func unseen(t *Target, caps *voucher.Capabilities, oracle bool) map[voucher.RequirementID]bool {
	seen := map[voucher.RequirementID]bool{}
	for _, c := range Checks() {
		if obstacle(&c, t, caps, oracle).Verdict != 0 {
			continue
		}
		seen[c.Requirement] = true
		for _, id := range c.Also {
			seen[id] = true
		}
	}
	hidden := map[voucher.RequirementID]bool{}
	for _, id := range voucher.RequirementIDs() {
		row, _ := scenarios.LookupRequirement(id)
		hidden[id] = row.Unobservable != (voucher.Text{}) && !seen[id]
	}
	return hidden
}

// profiles says of each profile whether the build keeps it; what cannot be seen of this
// target is no part of it.
func profiles(r *Report, unseen map[voucher.RequirementID]bool) []ProfileVerdict {
	var all []ProfileVerdict
	for _, p := range scenarios.Profiles() {
		v := ProfileVerdict{ID: p.ID, Title: p.Title, Verdict: Conformant, Unasked: r.Profile != "" && r.Profile != p.ID}
		if !concerns(&p, &r.Target) {
			v.Verdict = NotApplicable
			all = append(all, v)
			continue
		}
		for _, id := range p.Requirements {
			row, _ := scenarios.LookupRequirement(id)
			if bound(id, &r.Target) != (voucher.Text{}) || row.Level != scenarios.Must || unseen[id] {
				continue
			}
			v.Planned++
			switch standing(r, id, programmeOf(&p)) {
			case Fail:
				v.Verdict = NotConformant
				v.Failed = append(v.Failed, id)
			case Pass:
				v.Passed++
			default:
				v.Untested = append(v.Untested, id)
				if v.Verdict == Conformant {
					v.Verdict = Inconclusive
				}
			}
		}
		all = append(all, v)
	}
	return all
}

// concerns reports whether a build is bound by any demand of a profile that belongs
// to one programme: what binds both is no ground to call it a gas wallet.
func concerns(p *scenarios.Profile, c *voucher.Capabilities) bool {
	return slices.ContainsFunc(p.Requirements, func(id voucher.RequirementID) bool {
		return id.Programme() != voucher.Both && bound(id, c) == (voucher.Text{})
	})
}

// programmeOf is the programme of which a profile holds demands, Both for both.
func programmeOf(p *scenarios.Profile) voucher.Programme {
	of := voucher.Programme(0)
	for _, id := range p.Requirements {
		switch one := id.Programme(); {
		case one == voucher.Both:
		case of != 0 && of != one:
			return voucher.Both
		default:
			of = one
		}
	}
	return of
}

// standing sums up the checks of a demand: Fail, Pass, Blocked, or Unsupported
// where none was asked. What shows it beside another demand counts against it
// only.
func standing(r *Report, id voucher.RequirementID, p voucher.Programme) Verdict {
	state := Unsupported
	for i := range r.Results {
		c := &r.Results[i]
		if p != voucher.Both && c.programme != 0 && c.programme != voucher.Both && c.programme != p {
			continue // it is about the other programme
		}
		mine := c.Requirement == id
		broken := c.Failure != nil && c.Failure.Requirement == id
		switch {
		case (mine || broken) && (c.Verdict == Fail || c.Verdict == ExpectedFail || c.Verdict == Stale):
			return Fail
		case mine && (c.Verdict == Blocked || c.Verdict == HarnessError):
			state = Blocked
		case (mine || slices.Contains(c.Also, id)) && state == Unsupported && (c.Verdict == Pass || c.Verdict == PassVerdictOnly || c.Verdict == Warn):
			state = Pass
		}
	}
	return state
}

// exit is the status of a run: a violation is never hidden by the rest.
func exit(r *Report, o *Options) int {
	blocked := slices.ContainsFunc(r.Results, func(c Result) bool { return c.Verdict == Blocked && c.KnownBy == "" && c.Level == scenarios.Must })
	// A known failure was asked for and judged too: it fails in the known way.
	asked := slices.ContainsFunc(r.Results, func(c Result) bool { return judged(c.Verdict) })
	switch {
	case r.Count(Fail) > 0, r.Count(Stale) > 0, o.Certify && r.Count(ExpectedFail) > 0, staleEntries(r):
		return ExitViolation
	case r.Count(HarnessError) > 0:
		return ExitFault
	case blocked, !asked, o.Certify && slices.ContainsFunc(r.Profiles, func(p ProfileVerdict) bool { return p.Verdict == Inconclusive }):
		return ExitInconclusive
	}
	return ExitConforms
}

// staleEntries reports whether an entry of the file of known failures no longer
// says what is.
func staleEntries(r *Report) bool {
	return slices.ContainsFunc(r.Known, func(k KnownFailure) bool { return k.Problem != ProblemNotRun })
}
