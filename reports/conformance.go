package reports

import (
	"slices"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// ConformanceOptions say how a conformance run is told on a terminal. The zero
// value is English, Width characters wide, without colours, in short.
type ConformanceOptions struct {
	Lang    Language // "": English
	Width   int      // no line is wider; below 40 counts as 40, zero as Width
	Colour  bool     // ANSI colours, where the caller knows that they are wanted
	Verbose bool     // every step of a timeline, a screen for each warning too
	// Screens leaves out what a run as a whole says: its plan, its profiles and what
	// was not judged. A failure that is asked again is one screen.
	Screens bool
}

// leastWidth is the narrowest terminal that a timeline is laid out for.
const leastWidth = 40

// withDefaults fills in what is zero.
func (o ConformanceOptions) withDefaults() ConformanceOptions {
	if o.Lang == "" {
		o.Lang = English
	}
	if o.Width == 0 {
		o.Width = Width
	}
	o.Width = max(o.Width, leastWidth)
	return o
}

// cause is a root cause with its results, the one to show first.
type cause struct {
	verdict conformance.Verdict
	results []*conformance.Result
}

// causesOf returns the root causes of a verdict, those with most checks first as
// the report has them. A result that no cause names is one of its own, so that
// nothing is left untold.
func causesOf(r *conformance.Report, v conformance.Verdict) (all []cause) {
	named := map[string]bool{}
	for _, c := range r.Causes {
		if c.Verdict != v {
			continue
		}
		told := cause{verdict: v}
		for _, id := range c.Checks {
			if result := r.Result(id); result != nil && !named[id] {
				told.results, named[id] = append(told.results, result), true
			}
		}
		if told.results != nil {
			all = append(all, told)
		}
	}
	for i := range r.Results {
		if c := &r.Results[i]; c.Verdict == v && !named[c.Check] {
			all = append(all, cause{verdict: v, results: []*conformance.Result{c}})
		}
	}
	return all
}

// label names a cause in short: by the wrong build that it is like, or by the check
// that shows it.
func (c *cause) label() string {
	if f := c.results[0].Failure; f != nil && f.Like != "" {
		return f.Like
	}
	return c.results[0].Check
}

// countChecks returns how many checks the causes have together.
func countChecks(causes []cause) (n int64) {
	for _, c := range causes {
		n += int64(len(c.results))
	}
	return n
}

// unjudgedKind is a ground on which checks were not judged: a verdict, and of those that
// are blocked whether known failures alone keep them from it.
type unjudgedKind struct {
	verdict conformance.Verdict
	known   bool
}

// The kinds, in the order in which a terminal tells them.
var (
	unsupported   = unjudgedKind{verdict: conformance.Unsupported}
	blocked       = unjudgedKind{verdict: conformance.Blocked}
	blockedKnown  = unjudgedKind{verdict: conformance.Blocked, known: true}
	harnessErrors = unjudgedKind{verdict: conformance.HarnessError}
)

// unjudgedTitle heads what was not judged, with how many checks that is.
func (s *speech) unjudgedTitle(k unjudgedKind, groups []reasonGroup) string {
	n := 0
	for i := range groups {
		n += len(groups[i].checks)
	}
	id := "unjudged." + k.verdict.String()
	if k.known {
		id = "unjudged.known"
	}
	return s.say(id, "N", s.count(int64(n)))
}

// reasonGroup is a reason why checks have a verdict, with how many share it.
type reasonGroup struct {
	why    voucher.Text
	by     string // the known failure that is the reason; "" for another one
	checks []string
}

// groupWhy tells the reason of a group.
func (s *speech) groupWhy(g *reasonGroup) string {
	switch {
	case g.by != "":
		return s.say("unjudged.known_by", "Check", g.by)
	case g.why == (voucher.Text{}):
		return s.say("conformance.no_reason")
	}
	return s.told(g.why)
}

// knownBlocked is how many checks known failures alone keep from being judged.
func knownBlocked(r *conformance.Report) (n int64) {
	for i := range r.Results {
		if r.Results[i].KnownBy != "" {
			n++
		}
	}
	return n
}

// groupsOf groups what was not judged by why, the reason that most share first.
func groupsOf(r *conformance.Report, k unjudgedKind) (all []reasonGroup) {
	for i := range r.Results {
		c := &r.Results[i]
		if c.Verdict != k.verdict || (c.KnownBy != "") != k.known {
			continue
		}
		of := reasonGroup{why: c.Why, by: c.KnownBy}
		if k.known {
			of.why = voucher.Text{}
		}
		n := slices.IndexFunc(all, func(g reasonGroup) bool { return g.why == of.why && g.by == of.by })
		if n < 0 {
			n = len(all)
			all = append(all, of)
		}
		all[n].checks = append(all[n].checks, c.Check)
	}
	slices.SortStableFunc(all, func(a, b reasonGroup) int { return len(b.checks) - len(a.checks) })
	return all
}

// chosen names the open questions that a build does not read as by default.
func (s *speech) chosen(readings *voucher.Readings) (all []string) {
	for _, r := range voucher.AllReadings() {
		if int(readings[r]) < len(r.Choices()) && !readings.Is(r, voucher.Default) {
			all = append(all, r.String()+" = "+readings.Choice(r)+" ("+s.in(r.Question())+")")
		}
	}
	return all
}

func (s *speech) verdict(v conformance.Verdict) string { return s.say("verdict." + v.String()) }

// outcome is what a run as a whole says of the build.
func (s *speech) outcome(r *conformance.Report) string {
	return s.say("outcome." + string(outcomeOf(r)))
}

// outcomeOf is what a run as a whole says of the build, by its exit status. That it
// conforms is said only of a build that earned a profile, and the one that was asked for
// where one was, and fails nothing, known or not: the rest of what ends with 0 is no
// certificate, and does not read like one.
func outcomeOf(r *conformance.Report) ReportOutcome {
	switch r.Exit {
	case conformance.ExitConforms:
	case conformance.ExitViolation:
		return outcomeViolation
	case conformance.ExitFault:
		return outcomeFault
	default:
		return outcomeInconclusive
	}
	switch earned := func(p conformance.ProfileVerdict) bool {
		return p.Verdict == conformance.Conformant && (r.Profile == "" || r.Profile == p.ID)
	}; {
	case r.Count(conformance.ExpectedFail) > 0:
		return outcomeKnown
	case !slices.ContainsFunc(r.Profiles, earned):
		return outcomeNoViolation
	}
	return outcomeConforms
}

// profileOutcome is what a run says of a profile. One that was not asked about was put
// to the test only where it shares demands with the one that was.
func (s *speech) profileOutcome(p *conformance.ProfileVerdict) string {
	outcome := s.say("profile." + string(p.Verdict))
	switch {
	case !p.Unasked || p.Verdict == conformance.NotApplicable:
		return outcome
	case p.Verdict == conformance.Inconclusive:
		return s.say("profile.unasked")
	}
	return outcome + " (" + s.say("profile.unasked") + ")"
}

// askedFirst are the profiles of a run, those that it was not asked about last.
func askedFirst(r *conformance.Report) []conformance.ProfileVerdict {
	all := slices.Clone(r.Profiles)
	slices.SortStableFunc(all, func(a, b conformance.ProfileVerdict) int {
		switch {
		case a.Unasked == b.Unasked:
			return 0
		case b.Unasked:
			return -1
		}
		return 1
	})
	return all
}

// idsOf are requirements as words.
func idsOf(all []voucher.RequirementID) []string {
	words := make([]string, len(all))
	for i, id := range all {
		words[i] = string(id)
	}
	return words
}
