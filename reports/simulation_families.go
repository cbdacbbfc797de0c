package reports

import (
	"strconv"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports/chart"
	"github.com/vouch-kz/vouch/simulator"
	"github.com/vouch-kz/vouch/simulator/study"
)

// group is a part of the families by one of their traits, as a study names it.
type group struct {
	study.Segment
	holds func(simulator.Segment) bool
}

// traits are the parts of the families, trait by trait.
func traits() (all []group) {
	for n := 1; n <= simulator.LargestFamily; n++ {
		size := strconv.Itoa(n)
		if n == simulator.LargestFamily {
			size += "+"
		}
		all = append(all, group{study.Segment{Axis: "family_size", Value: size}, func(s simulator.Segment) bool { return s.Members() == n }})
	}
	return append(
		all,
		group{study.Segment{Axis: "settlement", Value: "town"}, func(s simulator.Segment) bool { return !s.Village() }},
		group{study.Segment{Axis: "settlement", Value: "village"}, simulator.Segment.Village},
		group{study.Segment{Axis: "device", Value: "yes"}, simulator.Segment.Device},
		group{study.Segment{Axis: "device", Value: "no"}, func(s simulator.Segment) bool { return !s.Device() }},
	)
}

// inGroup is one figure of a programme for a part of the families over the whole run.
func (s *Simulation) inGroup(p voucher.Programme, g *group, m simulator.Metric) (sum int64) {
	for _, segment := range simulator.Segments() {
		if !g.holds(segment) {
			continue
		}
		for _, where := range s.totals.Territories {
			sum += s.totals.Part(p, where, segment, m)
		}
	}
	return sum
}

// groups tells who stands on the lists, and how many of each kind use a voucher.
func (t *teller) groups() *exhibit {
	e := &exhibit{id: "families", title: t.say("simulation.groups"), note: t.say("simulation.groups.note"), caption: t.say("simulation.groups.caption")}
	bars := &chart.Bars{Begin: 1}
	e.column(t.say("study.segment"), ofWords)
	for _, p := range t.programmes() {
		name := t.say("programme." + p.String())
		bars.Worlds = append(bars.Worlds, name)
		e.column(name+": "+t.say("stage.listed"), ofCount)
		e.column(t.say("table.share"), ofPercent)
		e.column(name+": "+t.say("stage.used"), ofCount)
		e.column(t.say("simulation.of_listed"), ofPercent)
	}
	for _, g := range traits() {
		name := t.segment(g.Segment)
		row, bar := []figureCell{t.text(name)}, chart.BarGroup{Label: name}
		for _, p := range t.programmes() {
			listed, used, all := t.inGroup(p, &g, simulator.Listed), t.inGroup(p, &g, simulator.Used), t.totals.Sum(p, simulator.Listed)
			row = append(row, t.counted(listed), t.shareOf(listed, all), t.counted(used), t.shareOf(used, listed))
			bar.Bars = append(bar.Bars, t.shareBar(p, listed, all))
		}
		e.row(row...)
		bars.Groups = append(bars.Groups, bar)
	}
	e.draw = bars.Draw
	return e
}

// shareBar is a share as a bar.
func (t *teller) shareBar(p voucher.Programme, part, whole int64) chart.Bar {
	v := int64(0)
	if whole > 0 {
		v = nearest(1e6 * float64(part) / float64(whole))
	}
	text := t.percent(part, whole)
	return chart.Bar{Value: v, Low: v, High: v, Text: text, Tip: t.say("programme."+p.String()) + ": " + t.count(part) + " (" + text + ")"}
}

// storeKinds tells what the stores of each kind had to do.
func (t *teller) storeKinds() *exhibit {
	e := &exhibit{id: "kinds", title: t.say("simulation.kinds")}
	e.column(t.say("simulation.kind"), ofWords)
	e.column(t.say("study.purchases"), ofCount)
	e.column(t.say("study.turnover")+", ₸", ofTenge)
	for kind := range t.totals.StoreKinds {
		var all simulator.StoreKindLoad
		for _, where := range t.totals.Territories {
			l := t.totals.Load(where, kind)
			all.Purchases, all.Money = all.Purchases+l.Purchases, all.Money+l.Money
		}
		e.row(t.text(t.kindOfStore(kind)), t.counted(all.Purchases), t.paid(all.Money))
	}
	return e
}

// kindOfStore names a kind of store by its place among those of the totals.
func (t *teller) kindOfStore(kind int) string {
	for _, k := range simulator.DefaultFacts().StoreKinds {
		if k.Kind == t.totals.StoreKinds[kind] {
			return t.in(voucher.Text{En: k.NameEN, Ru: k.NameRU, Kk: k.NameKK})
		}
	}
	return t.totals.StoreKinds[kind]
}

// busiestStores are the stores with the most purchases.
func (t *teller) busiestStores() *exhibit {
	e := &exhibit{id: "busiest", title: t.say("simulation.busiest"), note: t.say("simulation.busiest.note")}
	e.column(t.say("study.store"), ofWords)
	e.column(t.say("simulation.kind"), ofWords)
	e.column(t.say("study.purchases"), ofCount)
	e.column(t.say("study.turnover")+", ₸", ofTenge)
	e.column(t.say("study.minute"), ofCount)
	e.column(t.say("study.minute.at"), ofWords)
	for _, l := range t.totals.BusiestStores() {
		e.row(t.text(t.storeName(l.Territory, l.Town, l.Block, l.Store)), t.text(t.kindOfStore(l.Kind)), t.counted(l.Purchases), t.paid(l.Money),
			t.counted(l.InMinute), t.text(t.minute(l.Minute)))
	}
	return e
}

// assumed are the figures of behaviour by which the run was lived, with the source of
// each.
func (t *teller) assumed() *exhibit {
	e := &exhibit{id: "assumed", title: t.say("simulation.assumed"), note: t.say("study.assumed.note")}
	for _, id := range []string{"study.assumption", "study.value", "study.source", "simulation.by_scenario", "study.remark"} {
		e.column(t.say(id), ofWords)
	}
	for _, f := range t.scenario.Assumptions.All() {
		label := t.in(f.Label)
		if label == "" {
			label = f.Path
		}
		set := t.say("study.no")
		if f.Changed {
			set = t.say("study.yes")
		}
		e.row(t.text(label), t.valued(f.Path, t.scenario.Assumptions.Written(f.Path)), t.text(t.sourced(f.Source)), t.text(set), t.text(t.in(f.Note)))
	}
	return e
}
