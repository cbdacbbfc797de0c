package reports

import (
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports/chart"
	"github.com/vouch-kz/vouch/simulator/study"
)

// movers tells who gets more and who gets less in a world than in the baseline,
// family by family. It is nil where the study does not know it.
func (t *studyTeller) movers(p voucher.Programme, w int) *exhibit {
	title := t.say("study.movers", "Programme", t.say("programme."+p.String()), "World", t.worldName(w))
	e := &exhibit{id: exhibitID("movers", p, w), title: title, note: t.say("study.movers.note"), caption: t.say("study.caption.movers")}
	stack := &chart.Stack{Parts: []chart.StackPart{
		{Name: t.say("study.gain"), Ink: chart.Gain, Cover: 100}, {Name: t.say("study.same"), Ink: chart.Base, Cover: 35}, {Name: t.say("study.lose"), Ink: chart.Loss, Cover: 100},
	}}
	e.column(t.say("study.segment"), ofWords)
	for _, id := range []string{"study.families", "study.gain", "study.same", "study.lose", "study.come", "study.go"} {
		e.column(t.say(id), ofCount)
	}
	e.column(t.say("study.gained"), ofTenge)
	e.column(t.say("study.lost"), ofTenge)
	for i := range t.r.Movers {
		m := &t.r.Movers[i]
		if m.World != w || m.Programme != p || m.Families == 0 || m.Runs == 0 {
			continue
		}
		label, runs := t.segment(m.Segment), float64(m.Runs)
		stack.Rows = append(stack.Rows, chart.StackRow{
			Label: label, Values: []int64{m.Gain, m.Same, m.Lose}, Total: t.mean(float64(m.Families) / runs),
			Texts: []string{t.percent(m.Gain, m.Families), t.percent(m.Same, m.Families), t.percent(m.Lose, m.Families)},
		})
		row := []figureCell{t.text(label)}
		for _, n := range []int64{m.Families, m.Gain, m.Same, m.Lose, m.Come, m.Go} {
			row = append(row, t.number(float64(n)/runs))
		}
		e.row(append(row, t.mover(m.Gained, m.Gain), t.mover(m.Lost, m.Lose))...)
	}
	if len(stack.Rows) == 0 {
		return nil
	}
	e.draw = func(width int) *chart.Picture { return stack.Draw(width, true) }
	return e
}

// mover is how much a family that moves gains or loses.
func (t *studyTeller) mover(tiyn, families int64) figureCell {
	if families == 0 {
		return t.text(none)
	}
	return t.sum(float64(tiyn) / float64(families))
}

// segment names a group of families.
func (s *speech) segment(of study.Segment) string {
	switch of.Axis {
	case "":
		return s.say("study.everybody")
	case "family_size":
		if n, more := strings.CutSuffix(of.Value, "+"); more {
			return s.say("study.size.more", "N", n)
		}
		return s.say("study.size", "N", of.Value)
	}
	return s.say("study." + of.Axis + "." + of.Value)
}
