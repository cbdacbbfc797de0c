package reports

import (
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports/chart"
	"github.com/vouch-kz/vouch/simulator/study"
)

// months compares what a programme costs month by month.
func (t *studyTeller) months(p voucher.Programme) *exhibit {
	e := &exhibit{
		id: "months-" + p.String(), title: t.say("study.months." + p.String()), note: t.say("study.interval.note"), caption: t.say("study.caption.lines"),
		draw: func(width int) *chart.Picture { return t.monthColumns(p).Draw(width) },
	}
	e.column(t.say("money.month"), ofWords)
	e.column(t.say("study.world"), ofWords)
	t.compareColumns(e, study.InTiyn)
	for _, m := range t.monthsOf(p) {
		for w := range t.r.Worlds {
			e.row(append([]figureCell{t.text(t.month(m)), t.text(t.worldName(w))}, t.compared(w, study.Key{Programme: p, Month: m, Metric: costOf(p)})...)...)
		}
	}
	return e
}

// monthsOf are the months in which a programme costs anything in any world.
func (t *studyTeller) monthsOf(p voucher.Programme) []voucher.Month {
	var all []voucher.Month
	for _, m := range t.r.Months() {
		for w := range t.r.Worlds {
			if t.figureOf(w, study.Key{Programme: p, Month: m, Metric: costOf(p)}) != 0 {
				all = append(all, m)
				break
			}
		}
	}
	return all
}

func (t *studyTeller) monthColumns(p voucher.Programme) *chart.Series {
	series := &chart.Series{Tell: t.compact, Columns: true}
	months := t.monthsOf(p)
	for _, m := range months {
		series.Marks = append(series.Marks, t.month(m))
	}
	for _, w := range t.shown() {
		line := chart.SeriesLine{Name: t.worldName(w), Ink: chart.Of(w)}
		for _, m := range months {
			c := t.cell(w, study.Key{Programme: p, Month: m, Metric: costOf(p)})
			v := nearest(c.Level.Mean)
			low, high := v, v
			if c.Level.Known {
				low, high = max(0, nearest(c.Level.Low)), nearest(c.Level.High)
			}
			line.Values, line.Low, line.High = append(line.Values, v), append(line.Low, low), append(line.High, high)
			line.Tips = append(line.Tips, t.worldName(w)+", "+t.month(m)+": "+t.compact(v))
		}
		series.Lines = append(series.Lines, line)
	}
	return series
}

// places tells what a world changes territory by territory and month by month.
func (t *studyTeller) places(p voucher.Programme, w int) *exhibit {
	e := &exhibit{
		id: exhibitID("territories", p, w), title: t.say("study.places."+p.String(), "World", t.worldName(w)), note: t.say("study.places.note"),
		caption: t.say("study.caption.places"),
		draw:    func(width int) *chart.Picture { return t.heat(p, w, width < narrowBelow).Draw(width) },
	}
	months := t.monthsOf(p)
	e.column(t.say("territories.territory"), ofWords)
	for _, m := range months {
		e.column(t.month(m)+", ₸", ofTenge)
	}
	e.column(t.say("table.total")+", ₸", ofTenge)
	for _, where := range append(t.placesOf(p, w), voucher.Country) {
		row := []figureCell{t.text(t.named(where, t.speech))}
		for _, m := range append(months, 0) {
			row = append(row, t.plus(study.InTiyn, t.moved(w, study.Key{Programme: p, Territory: where, Month: m, Metric: costOf(p)})))
		}
		e.row(row...)
	}
	return e
}

// narrowBelow is the width from which on pictures have room for every figure.
const narrowBelow = 560

// moved is what a world changes in a figure; of the baseline the figure itself.
func (t *studyTeller) moved(w int, k study.Key) float64 {
	if c := t.cell(w, k); w > 0 {
		return c.Delta.Mean
	}
	return t.cell(w, k).Level.Mean
}

// placesOf are the territories in which a programme costs anything in a world or in
// the baseline.
func (t *studyTeller) placesOf(p voucher.Programme, w int) []voucher.Territory {
	var all []voucher.Territory
	for _, where := range t.r.Territories() {
		k := study.Key{Programme: p, Territory: where, Metric: costOf(p)}
		if t.figureOf(0, k) != 0 || t.figureOf(w, k) != 0 {
			all = append(all, where)
		}
	}
	return all
}

// heat is the picture of places: narrow, it has the sum of each territory beside its
// months without figures.
func (t *studyTeller) heat(p voucher.Programme, w int, narrow bool) *chart.Heat {
	months := t.monthsOf(p)
	h := &chart.Heat{Corner: t.say("territories.territory")}
	for _, m := range months {
		h.Columns = append(h.Columns, t.month(m))
	}
	for _, where := range t.placesOf(p, w) {
		row := chart.HeatRow{Label: t.named(where, t.speech)}
		for _, m := range months {
			v := nearest(t.moved(w, study.Key{Programme: p, Territory: where, Month: m, Metric: costOf(p)}))
			text := t.compact(v)
			if w > 0 {
				text = signed(v, text)
			}
			cell := chart.HeatCell{Value: v, Text: text, Tip: row.Label + ", " + t.month(m) + ": " + text}
			if narrow {
				cell.Text = ""
			}
			row.Cells = append(row.Cells, cell)
		}
		h.Rows = append(h.Rows, row)
	}
	return h
}

// drivers leads from what a programme costs in the baseline to what it costs in a
// world: by territories that are new or gone, by how many vouchers the others give
// and by how much a voucher is.
func (t *studyTeller) drivers(p voucher.Programme, w int) *exhibit {
	d := t.drive(p, w)
	e := &exhibit{id: exhibitID("drivers", p, w), title: t.say("study.drivers", "World", t.worldName(w)), note: t.say("study.drivers.note")}
	wf := &chart.Waterfall{}
	e.column(t.say("study.driver"), ofWords)
	e.column("₸", ofTenge)
	for i, step := range d {
		label, text := t.say(step.id), signed(step.tiyn, t.compact(step.tiyn))
		total := i == 0 || i == len(d)-1
		cell := t.plus(study.InTiyn, float64(step.tiyn))
		ink := chart.Base
		if total {
			cell, text = t.sum(float64(step.tiyn)), t.compact(step.tiyn)
		}
		if i > 0 {
			ink = chart.Of(w)
		}
		wf.Steps = append(wf.Steps, chart.Step{Label: label, Value: step.tiyn, Total: total, Text: text, Tip: label + ": " + text, Ink: ink})
		e.row(t.text(label), cell)
	}
	if _, cut := wf.Draw(narrowBelow); cut {
		e.caption = t.say("study.drivers.cut")
	}
	e.draw = func(width int) *chart.Picture {
		picture, _ := wf.Draw(width)
		return picture
	}
	return e
}

// driver is one step of the way from a total to another.
type driver struct {
	id   string
	tiyn int64
}

// drive parts a difference. Of territories that both worlds have, vouchers × what a
// voucher is: first the vouchers are changed, at the baseline's voucher, then what a
// voucher is. The steps make the whole difference, to the tiyn.
func (t *studyTeller) drive(p voucher.Programme, w int) []driver {
	count := "used"
	if p == voucher.Food {
		count = "opened"
	}
	var base, world, places, number int64
	for _, where := range t.r.Territories() {
		cost := study.Key{Programme: p, Territory: where, Metric: costOf(p)}
		vouchers := study.Key{Programme: p, Territory: where, Metric: count}
		was, is := t.figureOf(0, cost), t.figureOf(w, cost)
		base, world = base+was, world+is
		n0, n1 := t.cell(0, vouchers).Level.Mean, t.cell(w, vouchers).Level.Mean
		switch {
		case was == 0 || is == 0:
			places += is - was
		case n0 > 0:
			number += nearest(float64(was) * (n1 - n0) / n0)
		}
	}
	return []driver{
		{"study.baseline", base}, {"study.driver.places", places}, {"study.driver.vouchers", number},
		{"study.driver.amount", world - base - places - number}, {"study.driver.result", world},
	}
}
