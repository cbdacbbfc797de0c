package reports

import (
	"cmp"
	"math"
	"slices"

	"github.com/vouch-kz/vouch/reports/chart"
	"github.com/vouch-kz/vouch/simulator/study"
)

// tornado tells which assumptions move a leading figure of a world most. It is nil
// where the study varies none.
func (t *studyTeller) tornado(w int, k study.Key) *exhibit {
	var all []study.Swing
	for _, s := range t.r.Swings {
		if s.World == w && s.Key == k {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b study.Swing) int {
		return cmp.Compare(math.Abs(b.AtMost-b.AtLeast), math.Abs(a.AtMost-a.AtLeast))
	})
	c := t.cell(w, k)
	base := c.Delta.Mean
	if w == 0 {
		base = c.Level.Mean
	}
	e := &exhibit{
		id: exhibitID("tornado", k.Programme, w), title: t.say("study.tornado", "Figure", t.figure(k), "World", t.worldName(w)), note: t.say("study.tornado.note"),
		caption: t.say("study.caption.tornado"),
	}
	picture := &chart.Tornado{Base: nearest(base), BaseText: t.ofUnit(c.Unit, base), Low: t.say("study.least"), High: t.say("study.greatest")}
	e.column(t.say("study.assumption"), ofWords)
	e.column(t.say("study.source"), ofWords)
	for _, id := range []string{"study.least", "study.at_least", "study.greatest", "study.at_most"} {
		kind := ofWords
		if id == "study.at_least" || id == "study.at_most" {
			kind = kindOf(c.Unit)
		}
		e.column(t.say(id), kind)
	}
	const most = 12
	for i, s := range all {
		label := t.in(s.Label)
		if label == "" {
			label = s.Path
		}
		if i < most {
			picture.Rows = append(picture.Rows, chart.Swing{
				Label: label, Low: nearest(s.AtLeast), High: nearest(s.AtMost), LowText: t.ofUnit(c.Unit, s.AtLeast), HighText: t.ofUnit(c.Unit, s.AtMost),
			})
		}
		e.row(t.text(label), t.text(t.sourced(s.Source)), t.valued(s.Path, s.Least), t.unit(c.Unit, s.AtLeast), t.valued(s.Path, s.Most), t.unit(c.Unit, s.AtMost))
	}
	e.draw = func(width int) *chart.Picture { return picture.Draw(width) }
	return e
}

// figure is how a leading figure is called.
func (t *studyTeller) figure(k study.Key) string {
	return t.say("programme."+k.Programme.String()) + ": " + t.say("study.metric."+k.Metric)
}

// sweep shows what a leading figure becomes over the points of policy: of two paths
// as a heat map, of one as bars. It is nil where policy is not swept over one or two.
func (t *studyTeller) sweep(k study.Key) *exhibit {
	var points []int
	paths := 0
	for w := range t.r.Worlds {
		if n := len(t.r.Worlds[w].Point); n > 0 {
			points, paths = append(points, w), n
		}
	}
	if paths != 1 && paths != 2 {
		return nil
	}
	first := t.r.Worlds[points[0]].Point
	e := &exhibit{id: "sweep-" + k.Programme.String() + "-" + k.Metric, title: t.say("study.sweep", "Figure", t.figure(k)), note: t.say("study.sweep.note")}
	for _, s := range first {
		e.column(t.in(s.Label), ofWords)
	}
	e.column(t.say("study.world"), ofWords)
	unit := t.cell(0, k).Unit
	t.compareColumns(e, unit)
	for _, w := range append([]int{0}, points...) {
		var row []figureCell
		for i := range first {
			value := t.text(none)
			if w > 0 {
				value = t.valued(t.r.Worlds[w].Point[i].Path, t.r.Worlds[w].Point[i].Text)
			}
			row = append(row, value)
		}
		e.row(append(append(row, t.text(t.in(t.r.Worlds[w].Title))), t.compared(w, k)...)...)
	}
	if paths == 2 {
		e.caption = "↓ " + t.in(first[0].Label) + ", → " + t.in(first[1].Label) + ". " + t.say("study.caption.sweep")
		heat := t.sweepHeat(k, points)
		e.draw = heat.Draw
	} else {
		e.draw = t.sweepBars(k, points).Draw
	}
	return e
}

func (t *studyTeller) sweepBars(k study.Key, points []int) *chart.Bars {
	bars := &chart.Bars{Worlds: []string{""}}
	for _, w := range append([]int{0}, points...) {
		label := t.say("study.baseline")
		if w > 0 {
			label = t.in(t.r.Worlds[w].Title) + ": " + t.valued(t.r.Worlds[w].Point[0].Path, t.r.Worlds[w].Point[0].Text).text
		}
		bars.Groups = append(bars.Groups, chart.BarGroup{Label: label, Bars: []chart.Bar{t.chartBar(w, k)}})
	}
	return bars
}

// sweepHeat is the map over two paths of the first scenario that is swept.
func (t *studyTeller) sweepHeat(k study.Key, points []int) *chart.Heat {
	var rows, columns []int64
	texts := map[[2]int64]string{}
	first := &t.r.Worlds[points[0]]
	for _, w := range points {
		p := t.r.Worlds[w].Point
		if !slices.Contains(rows, p[0].Value) {
			rows = append(rows, p[0].Value)
		}
		if !slices.Contains(columns, p[1].Value) {
			columns = append(columns, p[1].Value)
		}
		texts[[2]int64{0, p[0].Value}], texts[[2]int64{1, p[1].Value}] = t.valued(p[0].Path, p[0].Text).text, t.valued(p[1].Path, p[1].Text).text
	}
	slices.Sort(rows)
	slices.Sort(columns)
	h := &chart.Heat{Corner: "↓ →"}
	for _, v := range columns {
		h.Columns = append(h.Columns, texts[[2]int64{1, v}])
	}
	for _, r := range rows {
		row := chart.HeatRow{Label: texts[[2]int64{0, r}], Cells: make([]chart.HeatCell, len(columns))}
		for _, w := range points {
			p := t.r.Worlds[w].Point
			if t.r.Worlds[w].Scenario == first.Scenario && p[0].Value == r {
				c := t.cell(w, k)
				row.Cells[slices.Index(columns, p[1].Value)] = chart.HeatCell{
					Value: nearest(c.Delta.Mean), Text: t.difference(&c), Tip: t.worldName(w) + ": " + t.difference(&c), Framed: c.Flag == study.WithinNoise,
				}
			}
		}
		h.Rows = append(h.Rows, row)
	}
	return h
}
