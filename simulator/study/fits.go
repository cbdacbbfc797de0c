package study

import (
	"github.com/vouch-kz/vouch/scenarios"
)

// fits holds the baseline against what is known, as the mean of all runs.
func (f *fold) fits() []Fit {
	d := f.design
	if d.targets == nil {
		return nil
	}
	found, _ := fitAll(d.targets.All, d.layout, func(i int) float64 { return f.sums.levels[0][i].mean(f.sums) }, d.told[0].Families, d.told[0].Real)
	return found
}

// fitAll holds figures against targets, and names the targets of which the world has nothing. What
// stands at an index of the layout is told by a function. Levels are put into the scale of a country
// of as many families as there really are.
func fitAll(targets []scenarios.Target, l *layout, at func(i int) float64, families, inFacts int64) (all []Fit, none []string) {
	for i := range targets {
		t := &targets[i]
		f := Fit{ID: t.ID, Title: t.Title, Programme: t.Programme, Territory: t.Territory, From: t.From, To: t.To, Metric: t.Metric, Per: t.Per,
			Target: t.Value, Tolerance: t.Tolerance, Weight: t.Weight, Source: t.Source, HeldOut: t.HeldOut()}
		amount, ok := figureOf(t, t.Metric, l, at)
		switch {
		case t.Per != "":
			f.Unit = InShare
			whole, _ := figureOf(t, t.Per, l, at)
			if ok = ok && whole > 0; ok {
				f.Simulated = amount / whole * 1_000_000
			}
		case t.Money():
			f.Unit, f.Simulated = InTiyn, amount*float64(inFacts)/float64(families)
		default:
			f.Unit, f.Simulated = InCount, amount*float64(inFacts)/float64(families)
		}
		if !ok {
			none = append(none, t.ID)
			continue
		}
		f.Within = within(f.Simulated, float64(t.Value), float64(t.Tolerance))
		all = append(all, f)
	}
	return all, none
}

// within reports whether a figure is as near as asked for, the tolerance itself inside.
func within(simulated, target, tolerance float64) bool {
	return simulated >= target-tolerance && simulated <= target+tolerance
}

// figureOf adds up a figure over the months of a target; false where the world does not have its
// programme, its territory or one of its months.
func figureOf(t *scenarios.Target, metric string, l *layout, at func(i int) float64) (sum float64, ok bool) {
	for m := t.From; m <= t.To; m++ {
		i, known := l.index(Key{Programme: t.Programme, Territory: t.Territory, Month: m, Metric: metric})
		if !known {
			return 0, false
		}
		sum += at(i)
	}
	listed, known := l.index(Key{Programme: t.Programme, Territory: t.Territory, Metric: "listed"})
	return sum, known && at(listed) > 0
}
