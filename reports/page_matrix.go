package reports

import (
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// pageChapter is a chapter of the catalogue with its demands.
type pageChapter struct {
	Programme string
	Name      spoken
	Demands   []pageDemand
}

// pageDemand is one demand with what was found of it.
type pageDemand struct {
	Anchor, ID   string
	Short        string // the id without its programme
	Words        spoken
	Level        spoken
	Party        spoken
	State        string
	Word         spoken
	Counts       []pageTile
	Checks       []pageLink
	Unobservable spoken // why it cannot be shown whole from outside
	Hidden       bool   // there is such a reason
}

// chapters is the matrix of requirements: every demand of the catalogue with its
// checks, those that no check can show with the reason.
func (p *page) chapters() (all []pageChapter, err error) {
	rows, err := scenarios.Requirements()
	if err != nil {
		return nil, err
	}
	shown := map[voucher.RequirementID][]*conformance.Result{}
	for i := range p.report.Results {
		r := &p.report.Results[i]
		ids := append([]voucher.RequirementID{r.Requirement}, r.Also...)
		if r.Failure != nil && r.Failure.Requirement != "" {
			ids = append(ids, r.Failure.Requirement)
		}
		slices.Sort(ids)
		for _, id := range slices.Compact(ids) {
			shown[id] = append(shown[id], r)
		}
	}
	for i := range rows {
		programme := rows[i].Programme
		if n := len(all); n == 0 || all[n-1].Programme != programme.String() {
			all = append(all, pageChapter{
				Programme: programme.String(), Name: p.each(func(s *speech) string { return s.say("programme." + programme.String()) }),
			})
		}
		c := &all[len(all)-1]
		c.Demands = append(c.Demands, p.demand(&rows[i], shown[rows[i].ID]))
	}
	return all, nil
}

// demand tells what was found of one demand.
func (p *page) demand(row *scenarios.Requirement, checks []*conformance.Result) pageDemand {
	d := pageDemand{
		Anchor: anchor("demand", string(row.ID)), ID: string(row.ID), Words: p.text(row.Statement),
		Short:        strings.TrimPrefix(string(row.ID), strings.ToUpper(row.Programme.String())+"-"),
		Level:        p.each(func(s *speech) string { return s.level(row.Level) }),
		Party:        p.text(row.Party.Text()),
		Unobservable: p.text(row.Unobservable), Hidden: row.Unobservable != (voucher.Text{}), State: "none",
		Word: p.each(func(s *speech) string { return s.say("page.no_check") }),
	}
	if len(checks) == 0 && d.Hidden {
		d.Word = p.each(func(s *speech) string { return s.say("page.unobservable") })
	}
	standing := conformance.Verdict(0)
	for _, v := range gravest {
		n := 0
		for _, r := range checks {
			if r.Verdict == v {
				n++
			}
		}
		if n == 0 {
			continue
		}
		if standing == 0 {
			standing = v
		}
		d.Counts = append(d.Counts, pageTile{
			Verdict: v.String(), State: verdictState(v), Word: p.each(func(s *speech) string { return s.verdict(v) }), N: p.number(n),
		})
	}
	if standing != 0 {
		d.State, d.Word = verdictState(standing), p.each(func(s *speech) string { return s.verdict(standing) })
	}
	for _, r := range checks {
		d.Checks = append(d.Checks, checkLink(r.Check))
	}
	return d
}

// gravest orders the verdicts by what they say of a demand: the first that any of
// its checks has stands for all.
var gravest = []conformance.Verdict{
	conformance.Fail, conformance.Stale, conformance.HarnessError, conformance.ExpectedFail, conformance.Blocked, conformance.Warn,
	conformance.Pass, conformance.PassVerdictOnly, conformance.Unsupported,
}
