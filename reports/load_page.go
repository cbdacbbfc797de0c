package reports

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"math"
	"time"

	"github.com/vouch-kz/vouch/conformance/load"
)

// LoadPage writes a load as one HTML file that needs nothing beside it and has no
// script: latency by percentile and over time as pictures, then what LoadText tells.
func LoadPage(w io.Writer, r *load.Result, l Language) error {
	t := &loadTold{speech: newSpeech(l), result: r, width: loadWidth}
	parsed, err := template.ParseFS(pageFiles, "page/load.html")
	if err != nil {
		return fmt.Errorf("load page: %w", err)
	}
	model := loadModel{Lang: string(l), Title: t.say("load.title", "Build", r.Build), Good: r.Verdict() == load.Reached}
	for i := range r.Drives {
		d := &r.Drives[i]
		model.Drives = append(model.Drives, loadDrive{Name: d.Profile, Charts: []loadChart{
			{t.say("load.page.percentiles"), t.byPercentile(d)},
			{t.say("load.page.time"), t.overTime(d)},
		}, Tables: []*Table{t.timings(d), t.outcomes(d)}, Causes: t.causes(d)})
	}
	model.Agents = t.agents()
	t.out.Reset()
	t.verdict()
	model.Verdict = t.out.String()
	if r.Money != nil {
		model.Line, model.Money = t.moneyLine(), t.moneyTable()
		for i := range r.Money.Asserted {
			model.Samples = append(model.Samples, r.Money.Asserted[i].Samples...)
		}
	}
	t.out.Reset()
	t.facts()
	model.Heading = t.out.String()
	var b bytes.Buffer
	if err := parsed.ExecuteTemplate(&b, "load", model); err != nil {
		return fmt.Errorf("load page: %w", err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

// loadModel is what the page's template shows.
type loadModel struct {
	Lang, Title, Heading, Verdict, Line string
	Good                                bool
	Drives                              []loadDrive
	Agents, Money                       *Table
	Samples                             []string // what contradicts the money, in words
}

type loadDrive struct {
	Name   string
	Charts []loadChart
	Tables []*Table
	Causes []string // of troubles
}

type loadChart struct {
	Title   string
	Picture template.HTML
}

// The picture of a chart, in its own units.
const (
	chartWidth, chartHeight     = 760.0, 260.0
	chartLeft, chartBottom      = 70.0, 30.0
	chartRight, chartTop        = 32.0, 22.0
	nines                       = 5 // to 99.999 %
	shortestShown, longestShown = 1e-5 /* s */, 600.0
)

// series is one line of a chart: y of each x, both from 0 to 1.
type series struct {
	name, colour string
	x, y         []float64
}

// onLog is where a span stands between two others, by its logarithm.
func onLog(d time.Duration, low, high float64) float64 {
	v := math.Min(math.Max(d.Seconds(), low), high)
	return math.Log(v/low) / math.Log(high/low)
}

// bounds are powers of ten around what a chart shows.
func bounds(spans []time.Duration) (low, high float64) {
	low, high = math.Inf(1), 0
	for _, d := range spans {
		if v := d.Seconds(); v > 0 {
			low, high = math.Min(low, v), math.Max(high, v)
		}
	}
	if high == 0 {
		return 1e-4, 1e-1
	}
	low = math.Max(math.Pow(10, math.Floor(math.Log10(low))), shortestShown)
	high = math.Min(math.Pow(10, math.Ceil(math.Log10(high))), longestShown)
	return low, math.Max(high, 10*low)
}

// byPercentile draws the whole of a journey by percentile, from the due instant and
// from sending: the distance between both is who waited.
func (t *loadTold) byPercentile(d *load.Driven) template.HTML {
	response, service := d.Curve(load.Journey, nines)
	low, high := bounds(append(append([]time.Duration{}, response...), service...))
	line := func(name, colour string, spans []time.Duration) series {
		s := series{name: name, colour: colour}
		for i, d := range spans {
			s.x = append(s.x, float64(i)/float64(len(spans)-1))
			s.y = append(s.y, onLog(d, low, high))
		}
		return s
	}
	ticks := make([]string, nines+1)
	for i := range ticks {
		ticks[i] = t.number(100*(1-math.Pow(10, -float64(i))), max(0, i-2)) + "%"
	}
	return t.picture([]series{line(t.say("load.page.due"), "#b3261e", response), line(t.say("load.page.sending"), "#1e66b3", service)}, ticks, low, high)
}

// overTime draws each second.
func (t *loadTold) overTime(d *load.Driven) template.HTML {
	var all []time.Duration
	most, last := 1.0, 1.0
	for _, s := range d.Seconds {
		all = append(all, s.P50, s.P99)
		if s.Span > 0 {
			most = math.Max(most, float64(s.Completed)/s.Span)
		}
		last = math.Max(last, s.At)
	}
	low, high := bounds(all)
	p50, p99, rate := series{name: "p50", colour: "#1e8e3e"}, series{name: "p99", colour: "#b3261e"}, series{colour: "#888888"}
	for _, s := range d.Seconds {
		if s.Span <= 0 {
			continue
		}
		x := s.At / last
		if s.Completed > 0 {
			p50.x, p50.y = append(p50.x, x), append(p50.y, onLog(s.P50, low, high))
			p99.x, p99.y = append(p99.x, x), append(p99.y, onLog(s.P99, low, high))
		}
		rate.x, rate.y = append(rate.x, x), append(rate.y, float64(s.Completed)/s.Span/most)
	}
	rate.name = "≤ " + t.number(most, 0) + "/s"
	ticks := make([]string, nines+1)
	for i := range ticks {
		ticks[i] = t.number(last*float64(i)/nines, 0) + " s"
	}
	return t.picture([]series{rate, p50, p99}, ticks, low, high)
}

// picture draws lines over a logarithmic scale of spans.
func (t *loadTold) picture(lines []series, ticks []string, low, high float64) template.HTML {
	var b bytes.Buffer
	width, height := chartWidth-chartLeft-chartRight, chartHeight-chartTop-chartBottom
	fmt.Fprintf(&b, `<svg viewBox="0 0 %g %g" role="img">`, chartWidth, chartHeight)
	for v := low; v <= high*1.001; v *= 10 {
		y := chartTop + height*(1-math.Log(v/low)/math.Log(high/low))
		fmt.Fprintf(&b, `<line class="grid" x1="%g" x2="%g" y1="%.1f" y2="%.1f"/><text class="y" x="%g" y="%.1f">%s</text>`,
			chartLeft, chartWidth-chartRight, y, y, chartLeft-6, y+4, template.HTMLEscapeString(t.lasted(time.Duration(v*float64(time.Second)))))
	}
	for i, text := range ticks {
		x := chartLeft + width*float64(i)/float64(len(ticks)-1)
		fmt.Fprintf(&b, `<text class="x" x="%.1f" y="%g">%s</text>`, x, chartHeight-8, template.HTMLEscapeString(text))
	}
	at := chartLeft
	for _, s := range lines {
		fmt.Fprintf(&b, `<polyline fill="none" stroke="%s" stroke-width="1.6" points="`, s.colour)
		for i := range s.x {
			fmt.Fprintf(&b, "%.1f,%.1f ", chartLeft+width*s.x[i], chartTop+height*(1-s.y[i]))
		}
		b.WriteString(`"/>`)
		if s.name != "" {
			fmt.Fprintf(&b, `<text x="%g" y="14" fill="%s">%s</text>`, at, s.colour, template.HTMLEscapeString(s.name))
			at += 220
		}
	}
	b.WriteString("</svg>")
	return template.HTML(b.String()) //nolint:gosec // every text is escaped on the spot
}
