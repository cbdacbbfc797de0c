package reports

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// pageRow is one check in the list of all.
type pageRow struct {
	Anchor      string
	Check       string
	Verdict     string
	State       string
	Word        spoken
	Title       spoken
	Why         spoken
	Requirement pageLink
	Suite       string
	Programme   string
	Twin        pageLink
	Failure     string // where its failure is told; "" for nowhere
	Transcript  []pageExchange
}

// overview fills in profiles, verdicts and what the list can be narrowed to.
func (p *page) overview(m *pageModel) {
	profiles := askedFirst(p.report)
	for i := range profiles {
		v := &profiles[i]
		shown := pageProfile{
			ID: v.ID, Mark: profileMark(v.Verdict), Title: p.text(v.Title), Outcome: p.each(func(s *speech) string { return s.profileOutcome(v) }),
			Passed: v.Passed, Planned: v.Planned, State: "open",
		}
		switch {
		case v.Unasked:
			shown.State = "quiet"
		case v.Verdict == conformance.Conformant:
			shown.State = "good"
		case v.Verdict == conformance.NotConformant:
			shown.State = "bad"
		}
		if v.Planned > 0 {
			shown.Bar = 1000 * v.Passed / v.Planned
		}
		shown.Failed, shown.Untested = demandLinks(v.Failed), demandLinks(v.Untested)
		m.Profiles = append(m.Profiles, shown)
	}
	for _, v := range conformance.Verdicts() {
		if n := p.report.Count(v); n > 0 {
			m.Tiles = append(m.Tiles, pageTile{
				Verdict: v.String(), State: verdictState(v), Word: p.each(func(s *speech) string { return s.verdict(v) }), N: p.number(n),
			})
		}
	}
	for _, suite := range conformance.Suites() {
		for i := range p.report.Results {
			if p.report.Results[i].Suite == suite {
				m.Suites = append(m.Suites, pageChoice{Value: string(suite), Word: p.each(func(s *speech) string { return s.say("suite." + string(suite)) })})
				break
			}
		}
	}
	for _, kind := range []voucher.Programme{voucher.Gas, voucher.Food, voucher.Both} {
		m.Kinds = append(m.Kinds, pageChoice{Value: kind.String(), Word: p.each(func(s *speech) string { return s.say("programme." + kind.String()) })})
	}
}

// demandLinks lead to demands.
func demandLinks(all []voucher.RequirementID) (links []pageLink) {
	for _, id := range all {
		links = append(links, pageLink{"#" + anchor("demand", string(id)), string(id)})
	}
	return links
}

// groups tells what was not judged, grouped by why.
func (p *page) groups(groups []reasonGroup) (all []pageGroup) {
	for i := range groups {
		g := &groups[i]
		group := pageGroup{N: len(g.checks), Why: p.each(func(s *speech) string { return s.groupWhy(g) })}
		for _, id := range g.checks {
			group.Checks = append(group.Checks, checkLink(id))
		}
		all = append(all, group)
	}
	return all
}

// known tells of known failures and of entries that no longer say what is.
func (p *page) known() (all []pageKnown) {
	for _, c := range causesOf(p.report, conformance.ExpectedFail) {
		for _, r := range c.results {
			all = append(all, pageKnown{Check: checkLink(r.Check), Why: p.told(r.Why), State: "quiet"})
		}
	}
	for i := range p.report.Known {
		k := &p.report.Known[i]
		state := "bad"
		if k.Problem == conformance.ProblemNotRun {
			state = "quiet"
		}
		link := checkLink(k.Check)
		if p.report.Result(k.Check) == nil {
			link.Href = "" // it is not on the page
		}
		all = append(all, pageKnown{
			Check: link, Why: p.text(voucher.Text{En: k.Reason, Ru: k.Reason, Kk: k.Reason}), State: state,
			Problem: p.each(func(s *speech) string { return s.problem(k) }),
		})
	}
	return all
}

// rows lists every check. Those whose failure is told above lead there.
func (p *page) rows(told ...[]*pageFailure) []pageRow {
	at := map[string]string{}
	for _, failures := range told {
		for _, f := range failures {
			for _, id := range f.All {
				at[id] = f.Anchor
			}
		}
	}
	all := make([]pageRow, len(p.report.Results))
	for i := range p.report.Results {
		r := &p.report.Results[i]
		all[i] = pageRow{
			Anchor: anchor("check", r.Check), Check: clean(r.Check), Verdict: r.Verdict.String(), State: verdictState(r.Verdict),
			Word: p.each(func(s *speech) string { return s.verdict(r.Verdict) }), Title: p.text(r.Title), Why: p.told(r.Why),
			Requirement: pageLink{"#" + anchor("demand", string(r.Requirement)), string(r.Requirement)}, Suite: string(r.Suite),
			Programme: r.Requirement.Programme().String(), Failure: at[r.Check],
		}
		if r.Twin != "" {
			all[i].Twin = checkLink(r.Twin)
		}
		if all[i].Failure == "" && verdictState(r.Verdict) != "good" {
			all[i].Transcript = p.transcript(r.Check)
		}
	}
	return all
}

// build names the build of a run.
func (s *speech) build(r *conformance.Report) string {
	if name := strings.TrimSpace(r.Target.Name + " " + r.Target.Version); name != "" {
		return masked(name)
	}
	return s.say("conformance.unnamed")
}

// asked tells how much was asked.
func (s *speech) asked(f *conformance.Figures) string {
	return s.say("speed.asked",
		"Worlds", s.count(f.Worlds), "Commands", s.count(f.Commands), "Accepted", s.count(f.Accepted), "Refused", s.count(f.Refused),
		"Queries", s.count(f.Queries), "Advances", s.count(f.Advances))
}

// raced tells how much was raced, "" where nothing was.
func (s *speech) raced(r *conformance.Report) string {
	all := r.Races()
	if all == (conformance.Races{}) {
		return ""
	}
	return s.say("speed.races", "Tried", s.count(all.Tried), "Rounds", s.count(all.Rounds), "Calls", s.count(all.Calls),
		"Overlap", s.count(all.Overlap), "Lost", s.count(all.Lost), "Open", s.count(all.Open), "By", s.byRace(r))
}

// byRace tells of each race that was run how many of its pairs overlapped.
func (s *speech) byRace(r *conformance.Report) string {
	var all []string
	for i := range r.Results {
		if one := &r.Results[i]; one.Races != nil {
			_, name, _ := strings.Cut(one.Check, "/race_")
			all = append(all, name+" "+s.count(one.Races.Overlap))
		}
	}
	return strings.Join(all, ", ")
}

// tried tells how much of the matrix of roles and operations was tried, and names what
// was not; "" where nothing was.
func (s *speech) tried(r *conformance.Report) string {
	all := r.Cells()
	if all.Tried+all.Guesses == 0 && all.Untried == nil {
		return ""
	}
	untried := s.count(int64(len(all.Untried)))
	if len(all.Untried) > 0 {
		untried += " (" + strings.Join(all.Untried, ", ") + ")"
	}
	return s.say("speed.access", "Tried", s.count(all.Tried), "Let", s.count(all.Let), "Turned", s.count(all.Turned), "Guesses", s.count(all.Guesses), "Untried", untried)
}

// faulted tells what went wrong on the way and what was come through, "" where nothing
// did.
func (s *speech) faulted(r *conformance.Report) string {
	all := r.Faults()
	if all.Rounds == 0 {
		return ""
	}
	var kinds []string
	for _, kind := range slices.Sorted(maps.Keys(all.Injected)) {
		kinds = append(kinds, kind+" "+s.count(all.Injected[kind]))
	}
	return s.say("speed.faults", "Total", s.count(all.Total()), "Rounds", s.count(all.Rounds), "Kinds", strings.Join(kinds, ", "),
		"Survived", s.count(all.Survived), "Commands", s.count(all.Commands), "Retries", s.count(all.Retries), "Late", s.count(all.Late), "Restarts", s.count(all.Restarts),
		"Reads", s.count(all.Reads), "Moves", s.count(all.Moves))
}

// assailed tells how much hostile input was sent, "" where none was.
func (s *speech) assailed(r *conformance.Report) string {
	all := r.Inputs()
	if all == (conformance.Inputs{}) {
		return ""
	}
	return s.say("speed.inputs", "Sent", s.count(all.Sent), "Refused", s.count(all.Refused), "Accepted", s.count(all.Accepted),
		"Unanswered", s.count(all.Unanswered), "Compared", s.count(all.Compared))
}

// tooShort is how long a run takes at most whose seconds would be told as 0.0: a rate
// over so short a time says nothing of a build.
const tooShort = 50 * time.Millisecond

// rate tells how long it took and how fast it was asked, "" where no time was taken.
func (s *speech) rate(r *conformance.Report) string {
	switch {
	case r.Figures.Elapsed <= 0:
		return ""
	case r.Figures.Elapsed < tooShort:
		return s.count(max(1, milliseconds(r.Figures.Elapsed))) + " " + s.say("page.milliseconds")
	}
	return s.say("speed.rate", "Seconds", s.seconds(r.Figures.Elapsed),
		"Checks", s.count(perSecond(int64(len(r.Results)), r.Figures.Elapsed)), "Commands", s.count(perSecond(r.Figures.Commands, r.Figures.Elapsed)))
}
