package reports

import (
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports/chart"
	"github.com/vouch-kz/vouch/simulator/study"
)

// unused tells what becomes of what was given: how much is spent, and why the rest
// is not. Of gas, which is no money, it tells of vouchers.
func (t *studyTeller) unused(p voucher.Programme) *exhibit {
	e := &exhibit{id: "unused-" + p.String(), title: t.say("study.unused." + p.String()), note: t.say("study.unused.note." + p.String())}
	if p == voucher.Food {
		e.caption = t.say("study.caption.unused.food")
	}
	parts := t.partsOf(p)
	stack := &chart.Stack{Parts: t.stackParts(parts)}
	for _, w := range t.shown() {
		row := chart.StackRow{Label: t.worldName(w)}
		whole := int64(0)
		for _, m := range parts {
			v := max(0, t.figureOf(w, study.Key{Programme: p, Metric: m}))
			row.Values, whole = append(row.Values, v), whole+v
		}
		for _, v := range row.Values {
			row.Texts = append(row.Texts, t.percent(v, whole))
		}
		row.Total = t.ofUnit(t.cell(w, study.Key{Programme: p, Metric: parts[0]}).Unit, float64(whole))
		stack.Rows = append(stack.Rows, row)
	}
	e.draw = func(width int) *chart.Picture { return stack.Draw(width, true) }
	e.column(t.say("study.use"), ofWords)
	e.column(t.say("study.world"), ofWords)
	t.compareColumns(e, t.cell(0, study.Key{Programme: p, Metric: parts[0]}).Unit)
	for _, m := range parts {
		for w := range t.r.Worlds {
			e.row(append([]figureCell{t.text(t.partName(m)), t.text(t.worldName(w))}, t.compared(w, study.Key{Programme: p, Metric: m})...)...)
		}
	}
	return e
}

// stackParts are the parts of what was given, what is used first.
func (s *speech) stackParts(metrics []string) (parts []chart.StackPart) {
	for i, m := range metrics {
		part := chart.StackPart{Name: s.partName(m), Ink: chart.First, Cover: 100}
		if i > 0 {
			part.Ink, part.Cover = restInks[(i-1)%len(restInks)], 100-45*((i-1)/len(restInks))
		}
		parts = append(parts, part)
	}
	return parts
}

// restInks are the inks of what is not used; where they run out they begin again,
// paler.
var restInks = []chart.Ink{chart.Second, chart.Third, chart.Fifth, chart.Fourth, chart.Base}

// unusedPrefix begins the names of metrics that part unused money by its reason.
const unusedPrefix = "unused_"

// partsOf are the metrics that together are all that was given, what is used first.
func (t *studyTeller) partsOf(p voucher.Programme) []string {
	if p == voucher.Gas {
		return []string{"used", "lapsed", "withdrawn"}
	}
	parts := []string{"spent"}
	for _, m := range study.Metrics() {
		if strings.HasPrefix(m.Name, unusedPrefix) && m.Programmes&p != 0 && slices.ContainsFunc(t.shown(), func(w int) bool {
			return t.figureOf(w, study.Key{Programme: p, Metric: m.Name}) != 0
		}) {
			parts = append(parts, m.Name)
		}
	}
	if len(parts) == 1 {
		parts = append(parts, "unused")
	}
	return parts
}

// partName is how a part is called.
func (s *speech) partName(metric string) string { return s.say("study.part." + metric) }
