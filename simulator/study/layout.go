package study

import (
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// layout is where each figure of a run stands in a row of numbers: for each programme the country and
// its territories, for each of these all months and every month, for each of these every metric; then
// for each programme and segment every metric.
type layout struct {
	territories []voucher.Territory // the country first
	first       voucher.Month
	months      int // those of the horizon, and one for all together
	segments    []Segment
	metrics     []Metric
}

// programmesInRow are the programmes in the order of a row.
var programmesInRow = []voucher.Programme{voucher.Gas, voucher.Food}

// newLayout makes the layout of a study over some territories.
func newLayout(territories []voucher.Territory, from, to voucher.Day) *layout {
	return &layout{territories: append([]voucher.Territory{voucher.Country}, territories...), first: from.Month(),
		months: int(to.Month()-from.Month()) + 2, segments: segments(), metrics: Metrics()}
}

// places is how many figures stand before those of segments.
func (l *layout) places() int {
	return len(programmesInRow) * len(l.territories) * l.months * len(l.metrics)
}

// size is how many figures a row has.
func (l *layout) size() int {
	return l.places() + len(programmesInRow)*len(l.segments)*len(l.metrics)
}

// index is where a figure stands; false for one that the study does not have.
func (l *layout) index(k Key) (int, bool) {
	programme := slices.Index(programmesInRow, k.Programme)
	metric := slices.IndexFunc(l.metrics, func(m Metric) bool { return m.Name == k.Metric })
	if programme < 0 || metric < 0 {
		return 0, false
	}
	if k.Segment != (Segment{}) {
		segment := slices.Index(l.segments, k.Segment)
		ok := segment >= 0 && k.Territory == voucher.Country && k.Month == 0
		return l.places() + (programme*len(l.segments)+segment)*len(l.metrics) + metric, ok
	}
	territory, month := slices.Index(l.territories, k.Territory), 0
	if k.Month != 0 {
		month = int(k.Month-l.first) + 1
	}
	if territory < 0 || month < 0 || month >= l.months {
		return 0, false
	}
	return ((programme*len(l.territories)+territory)*l.months+month)*len(l.metrics) + metric, true
}

// key is what stands at an index.
func (l *layout) key(i int) Key {
	k := Key{Metric: l.metric(i).Name}
	if at := i - l.places(); at >= 0 {
		at /= len(l.metrics)
		k.Segment, k.Programme = l.segments[at%len(l.segments)], programmesInRow[at/len(l.segments)]
		return k
	}
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
	for p, programme := range programmesInRow {
		for place := 1; place < len(l.territories); place++ {
			if slices.Contains(t.Territories, l.territories[place]) {
				l.fillPlace(row, t, p, programme, place)
				l.fillSegments(row, t, p, programme, l.territories[place])
			}
		}
	}
}

// fillPlace writes the months of a territory, and adds them up.
func (l *layout) fillPlace(row []int64, t *simulator.Totals, p int, programme voucher.Programme, place int) {
	n := len(l.metrics)
	country := p * len(l.territories) * l.months * n
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

// fillSegments adds the families of a territory to their segments.
func (l *layout) fillSegments(row []int64, t *simulator.Totals, p int, programme voucher.Programme, where voucher.Territory) {
	n := len(l.metrics)
	cell := make([]int64, n)
	for _, s := range simulator.Segments() {
		for i, m := range simulator.Metrics() {
			cell[i] = t.Part(programme, where, s, m)
		}
		derive(cell, programme)
		first := 0
		for _, a := range axes {
			at := l.places() + (p*len(l.segments)+first+a.of(s))*n
			for i, v := range cell {
				row[at+i] += v
			}
			first += len(a.values)
		}
	}
}

// derive works out the figures that follow from others.
func derive(cell []int64, p voucher.Programme) {
	if p == voucher.Food {
		cell[len(simulator.Metrics())] = cell[simulator.Credited] - cell[simulator.Spent]
	}
}

// unused is the metric of food money that was credited and not spent.
const unused = "unused"

// Metrics returns every metric of cells, in order.
func Metrics() []Metric {
	var all []Metric
	for _, m := range simulator.Metrics() {
		all = append(all, Metric{m.String(), unitOf(m), programmesOf(m)})
	}
	return append(all, Metric{unused, InTiyn, voucher.Food})
}

// unitOf is what a metric counts.
func unitOf(m simulator.Metric) Unit {
	switch {
	case m.InTiyn():
		return InTiyn
	case m == simulator.VolumeCharged:
		return InMilli
	}
	return InCount
}

// programmesOf says in which programmes a metric means something.
func programmesOf(m simulator.Metric) voucher.Programme {
	switch {
	case m >= simulator.Charged && m <= simulator.VolumeCharged, m == simulator.ByCentre, m == simulator.Withdrawn, m == simulator.Dropped:
		return voucher.Gas
	case m >= simulator.Credited:
		return voucher.Food
	}
	return voucher.Both
}
