package study

import (
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// layout is where each figure of a run stands in a row of numbers: for each programme the country and
// its territories, for each of these all months and every month, for each of these every metric.
type layout struct {
	territories []voucher.Territory // the country first
	first       voucher.Month
	months      int // those of the horizon, and one for all together
	metrics     []Metric
}

// programmesInRow are the programmes in the order of a row.
var programmesInRow = []voucher.Programme{voucher.Gas, voucher.Food}

// newLayout makes the layout of a study over some territories.
func newLayout(territories []voucher.Territory, from, to voucher.Day) *layout {
	return &layout{territories: append([]voucher.Territory{voucher.Country}, territories...), first: from.Month(),
		months: int(to.Month()-from.Month()) + 2, metrics: Metrics()}
}

// size is how many figures a row has.
func (l *layout) size() int {
	return len(programmesInRow) * len(l.territories) * l.months * len(l.metrics)
}

// index is where a figure stands; false for one that the study does not have.
func (l *layout) index(k Key) (int, bool) {
	programme := slices.Index(programmesInRow, k.Programme)
	territory := slices.Index(l.territories, k.Territory)
	metric := slices.IndexFunc(l.metrics, func(m Metric) bool { return m.Name == k.Metric })
	month := 0
	if k.Month != 0 {
		month = int(k.Month-l.first) + 1
	}
	if programme < 0 || territory < 0 || metric < 0 || month < 0 || month >= l.months || k.Segment != (Segment{}) {
		return 0, false
	}
	return ((programme*len(l.territories)+territory)*l.months+month)*len(l.metrics) + metric, true
}

// key is what stands at an index.
func (l *layout) key(i int) Key {
	k := Key{Metric: l.metrics[i%len(l.metrics)].Name}
	i /= len(l.metrics)
	if month := i % l.months; month > 0 {
		k.Month = l.first + voucher.Month(month-1)
	}
	i /= l.months
	k.Territory = l.territories[i%len(l.territories)]
	k.Programme = programmesInRow[i/len(l.territories)]
	return k
}

// metric is what stands at an index.
func (l *layout) metric(i int) *Metric { return &l.metrics[i%len(l.metrics)] }

// fill writes the figures of a run into a row.
func (l *layout) fill(row []int64, t *simulator.Totals) {
	clear(row)
	n := len(l.metrics)
	for p, programme := range programmesInRow {
		country := p * len(l.territories) * l.months * n
		for place := 1; place < len(l.territories); place++ {
			at := country + place*l.months*n
			for month := 1; month < l.months; month++ {
				cell := row[at+month*n : at+(month+1)*n]
				for i, m := range simulator.Metrics() {
					cell[i] = t.At(programme, l.territories[place], l.first+voucher.Month(month-1), m)
				}
				derive(cell, programme)
				for i, v := range cell {
					row[at+i] += v              // all months of the territory
					row[country+month*n+i] += v // the month in the country
					row[country+i] += v         // all together
				}
			}
		}
	}
}

// derive works out the figures that follow from others.
func derive(cell []int64, p voucher.Programme) {
	if p == voucher.Food {
		cell[len(simulator.Metrics())] = cell[simulator.Credited] - cell[simulator.Spent]
	}
}

// Metrics returns every metric of cells, in order.
func Metrics() []Metric {
	var all []Metric
	for _, m := range simulator.Metrics() {
		all = append(all, Metric{m.String(), unitOf(m), programmesOf(m), m <= simulator.Used})
	}
	return append(all, Metric{"unused", InTiyn, voucher.Food, false})
}

// unitOf is what a metric counts.
func unitOf(m simulator.Metric) Unit {
	switch m {
	case simulator.Charged, simulator.Discount, simulator.Payable, simulator.Credited, simulator.Spent, simulator.StoreSpent,
		simulator.Left, simulator.Annulled, simulator.Recovered, simulator.BuyersPaid:
		return InTiyn
	case simulator.VolumeCharged:
		return InMilli
	}
	return InCount
}

// programmesOf says in which programmes a metric means something.
func programmesOf(m simulator.Metric) voucher.Programme {
	switch {
	case m >= simulator.Credited:
		return voucher.Food
	case m >= simulator.Withdrawn, m == simulator.ByCentre:
		return voucher.Gas
	}
	return voucher.Both
}
