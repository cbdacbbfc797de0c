package reports

import (
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports/chart"
	"github.com/vouch-kz/vouch/simulator"
	"github.com/vouch-kz/vouch/simulator/study"
)

// funnel compares how many vouchers come how far, world by world.
func (t *studyTeller) funnel(p voucher.Programme) *exhibit {
	e := &exhibit{id: "funnel-" + p.String(), title: t.say("study.funnel", "Programme", t.say("programme."+p.String())), note: t.say("study.funnel.note"), caption: t.say("study.caption.funnel")}
	var stages []study.Key
	for _, m := range simulator.FunnelStages() {
		k := study.Key{Programme: p, Metric: m.String()}
		for w := range t.r.Worlds {
			if t.cell(w, k).Level.Mean != 0 {
				stages = append(stages, k)
				break
			}
		}
	}
	e.draw = func(width int) *chart.Picture { return t.funnelBars(stages).Draw(width) }
	e.column(t.say("study.stage"), ofWords)
	e.column(t.say("study.world"), ofWords)
	t.compareColumns(e, study.InCount)
	for _, k := range stages {
		for w := range t.r.Worlds {
			e.row(append([]figureCell{t.text(t.say("study.stage." + k.Metric + "." + k.Programme.String())), t.text(t.worldName(w))}, t.compared(w, k)...)...)
		}
	}
	return e
}

func (t *studyTeller) funnelBars(stages []study.Key) *chart.Bars {
	bars := &chart.Bars{}
	for _, w := range t.shown() {
		bars.Worlds = append(bars.Worlds, t.worldName(w))
	}
	for _, k := range stages {
		g := chart.BarGroup{Label: t.say("study.stage." + k.Metric + "." + k.Programme.String())}
		for _, w := range t.shown() {
			g.Bars = append(g.Bars, t.chartBar(w, k))
		}
		bars.Groups = append(bars.Groups, g)
	}
	return bars
}

// chartBar is one figure of one world as a bar.
func (t *studyTeller) chartBar(w int, k study.Key) chart.Bar {
	c := t.cell(w, k)
	b := chart.Bar{Value: max(0, nearest(c.Level.Mean)), Text: t.ofUnit(c.Unit, c.Level.Mean)}
	b.Low, b.High = b.Value, b.Value
	if c.Level.Known {
		b.Low, b.High = max(0, nearest(c.Level.Low)), max(0, nearest(c.Level.High))
	}
	b.Tip = t.worldName(w) + ": " + b.Text
	switch {
	case w == 0:
	case c.Flag == study.Same:
		b.Text += " (=)"
	case c.Percent != nil:
		b.Text += " (" + t.change(c.Percent) + ")"
	}
	return b
}

// compareColumns are the columns of every table that compares worlds.
func (t *studyTeller) compareColumns(e *exhibit, unit study.Unit) {
	kind := kindOf(unit)
	tenge := ""
	if unit == study.InTiyn {
		tenge = ", ₸"
	}
	e.column(t.say("study.mean")+tenge, kind)
	e.column(t.say("study.delta")+tenge, kind)
	e.column(t.say("study.delta.percent"), ofPercent)
	e.column(t.say("study.low")+tenge, kind)
	e.column(t.say("study.high")+tenge, kind)
	e.column(t.say("study.verdict"), ofWords)
}

// compared are the cells of these columns.
func (t *studyTeller) compared(w int, k study.Key) []figureCell {
	c := t.cell(w, k)
	if w == 0 {
		low, high := t.ends(c.Unit, &c.Level, false)
		return []figureCell{t.unit(c.Unit, c.Level.Mean), t.text(none), t.text(none), low, high, t.text(t.say("study.baseline"))}
	}
	low, high := t.ends(c.Unit, &c.Delta, true)
	return []figureCell{t.unit(c.Unit, c.Level.Mean), t.plus(c.Unit, c.Delta.Mean), t.percentOf(c.Percent), low, high, t.text(t.flag(c.Flag))}
}

// flag puts into words what an interval allows to say.
func (t *studyTeller) flag(f study.Flag) string { return t.say("study.flag." + string(f)) }
