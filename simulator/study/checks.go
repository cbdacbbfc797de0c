package study

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// The identities, in the order in which they are told.
const (
	totalsAddUp   = "totals"         // what simulator.Totals.Check holds, run by run
	foodMoney     = "food_money"     // credited = spent + left + annulled (BOTH-MONEY-001)
	gasMoney      = "gas_money"      // payable = charged - discount
	unusedReasons = "unused_reasons" // the reasons of what is unused add up to it
	segmentsAddUp = "segments"       // families of all segments are all families
	familiesAddUp = "families"       // what families gain less what they lose is what the world pays more
)

// checks counts how often something that must add up was looked at, and how often it did not.
type checks struct{ all []Identity }

func newChecks() *checks {
	c := new(checks)
	for _, id := range []string{totalsAddUp, foodMoney, gasMoney, unusedReasons, segmentsAddUp, familiesAddUp} {
		c.all = append(c.all, Identity{ID: id})
	}
	return c
}

// hold counts a look; where something does not add up, what says how.
func (c *checks) hold(id string, holds bool, what func() string) {
	for i := range c.all {
		if c.all[i].ID != id {
			continue
		}
		c.all[i].Checked++
		if !holds {
			if c.all[i].Broken++; c.all[i].Broken == 1 {
				c.all[i].First = what()
			}
		}
	}
}

// run looks at one world of a run.
func (c *checks) run(d *design, p *part, world int, t *simulator.Totals, row []int64) {
	l := d.layout
	at := func(k Key) int64 {
		i, ok := l.index(k)
		if !ok {
			panic(fmt.Sprintf("study: no figure %+v", k))
		}
		return row[i]
	}
	where := fmt.Sprintf("%s, run %s: ", d.told[world].ID, p.partName)
	err := t.Check()
	c.hold(totalsAddUp, err == nil, func() string { return where + err.Error() })
	for place, territory := range l.territories {
		food := func(m fmt.Stringer) int64 {
			return at(Key{Programme: voucher.Food, Territory: territory, Metric: m.String()})
		}
		gas := func(m fmt.Stringer) int64 {
			return at(Key{Programme: voucher.Gas, Territory: territory, Metric: m.String()})
		}
		credited, used := food(simulator.Credited), food(simulator.Spent)+food(simulator.Left)+food(simulator.Annulled)
		c.hold(foodMoney, credited == used, func() string {
			return fmt.Sprintf("%s%s: %d tiyn credited, %d spent, left and annulled", where, territory, credited, used)
		})
		payable, charge := gas(simulator.Payable), gas(simulator.Charged)-gas(simulator.Discount)
		c.hold(gasMoney, payable == charge, func() string {
			return fmt.Sprintf("%s%s: %d tiyn payable, %d charged less the discount", where, territory, payable, charge)
		})
		var reasons int64
		for _, m := range simulator.UnusedReasons() {
			reasons += food(m)
		}
		left := at(Key{Programme: voucher.Food, Territory: territory, Metric: unused})
		c.hold(unusedReasons, reasons == left, func() string {
			return fmt.Sprintf("%s%s: %d tiyn unused, reasons of %d", where, territory, left, reasons)
		})
		if place == 0 {
			c.segments(l, row, where)
		}
	}
}

// segments looks whether the families of every axis are all families.
func (c *checks) segments(l *layout, row []int64, where string) {
	n := len(l.metrics)
	for p := range programmesInRow {
		country := row[p*len(l.territories)*l.months*n:][:n]
		first := 0
		for _, a := range axes {
			for i := range country {
				var sum int64
				for v := range a.values {
					sum += row[l.places()+(p*len(l.segments)+first+v)*n+i]
				}
				c.hold(segmentsAddUp, sum == country[i], func() string {
					return fmt.Sprintf("%s%s %s: %d by %s, %d in all", where, programmesInRow[p], l.metrics[i].Name, sum, a.name, country[i])
				})
			}
			first += len(a.values)
		}
	}
}

// pair looks whether the families that gain and lose explain what a world pays more than the baseline.
func (c *checks) pair(d *design, p *part, world int, base, row []int64) {
	for i, programme := range programmesInRow {
		var net int64
		for s := range p.movers[world][i] {
			net += p.movers[world][i][s][gained] - p.movers[world][i][s][lost]
		}
		at, _ := d.layout.index(Key{Programme: programme, Metric: benefit(programme).String()})
		c.hold(familiesAddUp, net == row[at]-base[at], func() string {
			return fmt.Sprintf("%s, run %s: %s families gain %d tiyn net, the world pays %d more", d.told[world].ID, p.partName, programme, net, row[at]-base[at])
		})
	}
}
