package reports

import (
	"github.com/vouch-kz/vouch/reports/chart"
	"github.com/vouch-kz/vouch/simulator/study"
)

// mostConfident is how many worlds the picture of confidence has.
const mostConfident = 16

// confidence shows for the leading figures of every world how surely they differ
// from the baseline, in per cent of it.
func (t *studyTeller) confidence() *exhibit {
	e := &exhibit{id: "confidence", title: t.say("study.confidence"), note: t.say("study.confidence.note"), caption: t.say("study.caption.confidence")}
	forest := &chart.Forest{Zero: t.say("study.no_change")}
	e.column(t.say("study.figure"), ofWords)
	e.column(t.say("study.world"), ofWords)
	e.column(t.say("study.delta.percent"), ofPercent)
	e.column(t.say("study.low")+", %", ofPercent)
	e.column(t.say("study.high")+", %", ofPercent)
	e.column(t.say("study.chance"), ofPercent)
	e.column(t.say("study.parameters"), ofPercent)
	e.column(t.say("study.verdict"), ofWords)
	for w := 1; w < len(t.r.Worlds); w++ {
		for _, k := range t.r.LeadingKeys() {
			c := t.cell(w, k)
			e.row(append([]figureCell{t.text(t.figure(k)), t.text(t.worldName(w))}, t.certain(&c)...)...)
			if c.Percent == nil || w > mostConfident || c.Flag == study.Same {
				continue
			}
			row := chart.Known{Label: t.figure(k), Mid: nearest(*c.Percent * 100), Text: t.change(c.Percent), Pale: c.Flag != study.Clear}
			if len(t.r.Worlds) > 2 {
				if k.Metric != costOf(k.Programme) {
					continue // of many worlds the picture has what each costs
				}
				if row.Label = t.worldName(w); len(t.programmes()) > 1 {
					row.Label = t.say("programme."+k.Programme.String()) + ": " + row.Label
				}
			}
			row.Low, row.High = row.Mid, row.Mid
			if c.PercentLow != nil {
				row.Low, row.High = nearest(100**c.PercentLow), nearest(100**c.PercentHigh)
			}
			forest.Rows = append(forest.Rows, row)
		}
	}
	if len(forest.Rows) > 0 {
		e.draw = forest.Draw
	}
	return e
}

// certain are the cells that say how surely a figure differs.
func (t *studyTeller) certain(c *study.Cell) []figureCell {
	low, high := t.text(none), t.text(none)
	if c.PercentLow != nil {
		low, high = t.percentOf(c.PercentLow), t.percentOf(c.PercentHigh)
	}
	chance, parameters := t.text(none), t.text(none)
	if c.MonteCarloPPM+c.ParameterPPM > 0 {
		chance, parameters = t.shareOf(c.MonteCarloPPM, 1_000_000), t.shareOf(c.ParameterPPM, 1_000_000)
	}
	return []figureCell{t.percentOf(c.Percent), low, high, chance, parameters, t.text(t.flag(c.Flag))}
}

// convergence shows how a leading figure of a world settles as replications come. It
// is nil where there is but one.
func (t *studyTeller) convergence(w int, k study.Key) *exhibit {
	e := &exhibit{id: exhibitID("convergence", k.Programme, w), title: t.say("study.convergence", "Figure", t.figure(k), "World", t.worldName(w)), note: t.say("study.convergence.note")}
	unit := t.cell(w, k).Unit
	line := chart.SeriesLine{Name: t.worldName(w), Ink: chart.Of(w)}
	series := &chart.Series{Tell: func(v int64) string { return t.ofUnit(unit, float64(v)) }}
	e.column(t.say("study.replications"), ofCount)
	e.column(t.say("study.mean"), kindOf(unit))
	e.column(t.say("study.half"), kindOf(unit))
	for _, c := range t.r.Convergence {
		if c.World != w || c.Key != k {
			continue
		}
		series.Marks = append(series.Marks, t.count(c.Replications))
		line.Values = append(line.Values, nearest(c.Mean))
		line.Low, line.High = append(line.Low, nearest(c.Mean-c.HalfWidth)), append(line.High, nearest(c.Mean+c.HalfWidth))
		e.row(t.number(float64(c.Replications)), t.unit(unit, c.Mean), t.unit(unit, c.HalfWidth))
	}
	if len(line.Values) < 2 {
		return nil
	}
	series.Lines = []chart.SeriesLine{line}
	e.draw = series.Draw
	return e
}

// fits holds the baseline against what is known. It is nil where nothing was held
// against it.
func (t *studyTeller) fits() *exhibit {
	if len(t.r.Fits) == 0 {
		return nil
	}
	e := &exhibit{id: "calibration", title: t.say("study.fits"), note: t.say("study.fits.note")}
	for _, id := range []string{"study.target", "study.source"} {
		e.column(t.say(id), ofWords)
	}
	for _, id := range []string{"study.target.value", "study.simulated", "study.tolerance"} {
		e.column(t.say(id), ofCount)
	}
	e.column(t.say("study.fit"), ofWords)
	for _, f := range t.r.Fits {
		fit := t.say("study.fit.out")
		if f.Within {
			fit = t.say("study.fit.in")
		}
		if f.HeldOut {
			fit += " · " + t.say("study.fit.held_out")
		}
		name := t.in(f.Title)
		if name == "" {
			name = f.ID
		}
		e.row(t.text(name), t.text(f.Source), t.unit(f.Unit, float64(f.Target)), t.unit(f.Unit, f.Simulated), t.unit(f.Unit, float64(f.Tolerance)), t.text(fit))
	}
	return e
}

// assumed names the figures of behaviour that were invented for want of a source.
func (t *studyTeller) assumed() *exhibit {
	if len(t.r.Assumed) == 0 {
		return nil
	}
	e := &exhibit{id: "assumed", title: t.say("study.assumed"), note: t.say("study.assumed.note")}
	for _, id := range []string{"study.assumption", "study.value", "study.source", "study.swept", "study.remark"} {
		e.column(t.say(id), ofWords)
	}
	for _, a := range t.r.Assumed {
		label := t.in(a.Label)
		if label == "" {
			label = a.Path
		}
		swept := t.say("study.no")
		if a.Swept {
			swept = t.say("study.yes")
		}
		value := t.valued(a.Path, a.Text)
		e.row(t.text(label), value, t.text(t.sourced(a.Source)), t.text(swept), t.text(t.in(a.Note)))
	}
	return e
}

// identities tells what must add up, and whether it did.
func (t *studyTeller) identities() *exhibit {
	if len(t.r.Identities) == 0 {
		return nil
	}
	e := &exhibit{id: "identities", title: t.say("study.identities")}
	e.column(t.say("study.identity"), ofWords)
	e.column(t.say("study.checked"), ofCount)
	e.column(t.say("study.broken"), ofCount)
	e.column(t.say("study.first"), ofWords)
	for _, i := range t.r.Identities {
		first := i.First
		if first == "" {
			first = none
		}
		e.row(t.text(t.or("study.identity."+i.ID, i.ID)), t.number(float64(i.Checked)), t.number(float64(i.Broken)), t.text(first))
	}
	return e
}

// limits says what the study cannot say.
func (t *studyTeller) limits() []string {
	var all []string
	for _, l := range t.r.Limits {
		all = append(all, t.or("study.limit."+string(l), string(l)))
	}
	return all
}
