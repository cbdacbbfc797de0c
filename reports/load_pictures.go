package reports

import (
	"math"
	"strconv"
	"time"

	"github.com/vouch-kz/vouch/conformance/load"
	"github.com/vouch-kz/vouch/reports/chart"
)

const (
	nines    = 5   // of percentiles: to 99.999 %
	mostDots = 360 // of a line over time: more are not told apart in a picture
)

// Spans are drawn on a scale on which ten times as long is as far everywhere: as
// thousandths of their logarithm in nanoseconds. From a microsecond to a thousand
// seconds everything has its place.
const (
	decade            = 1000
	shortest, longest = 3 * decade, 12 * decade
)

func onLog(d time.Duration) int64 {
	if d <= 0 {
		return shortest
	}
	return min(max(nearest(decade*math.Log10(float64(d))), shortest), longest)
}

// logarithmic sets the axis of a picture to the powers of ten around its lines.
func (t *loadTold) logarithmic(s *chart.Series) {
	low, high := int64(longest), int64(shortest)
	for _, l := range s.Lines {
		for _, v := range l.Values {
			if v != chart.Nothing {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	low = low / decade * decade
	for v := low; v < max(high, low+1)+decade; v += decade {
		s.Axis = append(s.Axis, v)
	}
	s.Tell = func(v int64) string { return t.lasted(time.Duration(math.Round(math.Pow(10, float64(v)/decade)))) }
}

// byPercentile draws the whole of a journey by percentile, from the due instant and
// from sending: the distance between both is who waited. It is nil where no journey
// was answered.
func (t *loadTold) byPercentile(d *load.Driven) *chart.Series {
	if _, _, n := d.Whole(load.Journey); n == 0 {
		return nil
	}
	response, service := d.Curve(load.Journey, nines)
	due, sent := chart.SeriesLine{Name: t.say("load.page.due"), Ink: chart.Second}, chart.SeriesLine{Name: t.say("load.page.sending"), Ink: chart.Fourth}
	s := &chart.Series{Marks: make([]string, len(response))}
	for i := range response {
		due.Values, sent.Values = append(due.Values, onLog(response[i])), append(sent.Values, onLog(service[i]))
	}
	for i := range nines + 1 {
		s.Marks[i*(len(response)-1)/nines] = t.number(100*(1-math.Pow(10, -float64(i))), max(0, i-2)) + "\u00a0%"
	}
	s.Lines = []chart.SeriesLine{due, sent}
	t.logarithmic(s)
	return s
}

// slot is how many seconds one point of a line over time stands for.
func slot(d *load.Driven) int { return max(1, (len(d.Seconds)+mostDots-1)/mostDots) }

// slotNote says so where a point stands for several.
func (t *loadTold) slotNote(d *load.Driven) string {
	if n := slot(d); n > 1 {
		return t.say("load.page.slot", "N", strconv.Itoa(n))
	}
	return ""
}

// overTime draws the worst of each slot. It is nil where no second was measured.
func (t *loadTold) overTime(d *load.Driven) *chart.Series {
	p50, p99 := chart.SeriesLine{Name: "p50", Ink: chart.First}, chart.SeriesLine{Name: "p99", Ink: chart.Second}
	s, known := &chart.Series{Marks: t.moments(d)}, false
	for from := 0; from < len(d.Seconds); from += slot(d) {
		half, most := int64(chart.Nothing), int64(chart.Nothing)
		for _, one := range d.Seconds[from:min(from+slot(d), len(d.Seconds))] {
			if one.Completed > 0 {
				half, most, known = max(half, onLog(one.P50)), max(most, onLog(one.P99)), true
			}
		}
		p50.Values, p99.Values = append(p50.Values, half), append(p99.Values, most)
	}
	if !known {
		return nil
	}
	s.Lines = []chart.SeriesLine{p50, p99}
	t.logarithmic(s)
	return s
}

// rateOverTime draws how many journeys were answered a second. It is nil where no
// second was measured.
func (t *loadTold) rateOverTime(d *load.Driven) *chart.Series {
	line := chart.SeriesLine{Name: t.say("load.page.rate"), Ink: chart.First}
	for from := 0; from < len(d.Seconds); from += slot(d) {
		done, span := int64(0), 0.0
		for _, one := range d.Seconds[from:min(from+slot(d), len(d.Seconds))] {
			done, span = done+one.Completed, span+one.Span
		}
		rate := int64(chart.Nothing)
		if span > 0 {
			rate = nearest(float64(done) / span)
		}
		line.Values = append(line.Values, rate)
	}
	if len(line.Values) == 0 {
		return nil
	}
	return &chart.Series{Marks: t.moments(d), Lines: []chart.SeriesLine{line}, Tell: t.count}
}

// moments are the marks of the slots of a drive.
func (t *loadTold) moments(d *load.Driven) (marks []string) {
	for from := 0; from < len(d.Seconds); from += slot(d) {
		marks = append(marks, t.number(d.Seconds[from].At, 0)+"\u00a0"+t.say("load.unit.s"))
	}
	return marks
}
