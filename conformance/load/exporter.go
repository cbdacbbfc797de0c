package load

import (
	"math"
	"sync"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
	"github.com/prometheus/client_golang/prometheus"
)

// Exporter tells Prometheus of the drives of a session. Its histograms are made of the
// run's own when somebody asks, so that a request costs nothing more: native ones for
// who scrapes with the protocol of Prometheus, and classic ones beside them for text.
// Labels are kinds of request and outcomes, and nothing that names a person. The zero
// value is ready; it may be registered before anything is driven. grafana.json beside
// this file is a dashboard of it.
type Exporter struct {
	mu     sync.Mutex
	drives []*Drive
}

// The metrics. Spans are seconds.
var (
	planDesc     = prometheus.NewDesc("vouch_load_arrivals_total", "Journeys: planned, begun, answered, skipped.", []string{"state"}, nil)
	outcomeDesc  = prometheus.NewDesc("vouch_load_requests_total", "Requests by kind and outcome: ok, a reason of the contract, or a trouble.", []string{"request", "outcome"}, nil)
	flightDesc   = prometheus.NewDesc("vouch_load_in_flight", "Journeys that are under way.", nil, nil)
	backlogDesc  = prometheus.NewDesc("vouch_load_backlog", "Arrivals that are due and not yet begun.", nil, nil)
	driftDesc    = prometheus.NewDesc("vouch_load_money_violations_total", "Answers that contradict the rules of money.", nil, nil)
	rateDesc     = prometheus.NewDesc("vouch_load_planned_rate", "Arrivals a second that the plan has now.", nil, nil)
	responseDesc = prometheus.NewDesc("vouch_load_response_seconds", "From the instant at which a request was due to its answer.", []string{"request"}, nil)
	serviceDesc  = prometheus.NewDesc("vouch_load_service_seconds", "From sending a request to its answer.", []string{"request"}, nil)
	lateDesc     = prometheus.NewDesc("vouch_load_lateness_seconds", "How late the generator was.", nil, nil)
	classicDesc  = prometheus.NewDesc("vouch_load_response_classic_seconds", "The same as response, in fixed buckets.", []string{"request"}, nil)
)

// classicBuckets are 20 upper bounds from 50 µs to 30 s, in seconds.
var classicBuckets = prometheus.ExponentialBucketsRange(50e-6, 30, 20)

// nativeSchema is the resolution of native histograms: 32 buckets to a doubling.
const nativeSchema = 5

// add takes a drive in that begins.
func (x *Exporter) add(d *Drive) {
	if x == nil {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.drives = append(x.drives, d)
}

// Describe implements prometheus.Collector.
func (x *Exporter) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{planDesc, outcomeDesc, flightDesc, backlogDesc, driftDesc, rateDesc, responseDesc, serviceDesc, lateDesc, classicDesc} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (x *Exporter) Collect(to chan<- prometheus.Metric) {
	x.mu.Lock()
	defer x.mu.Unlock()
	t := gathered{timings: map[Op]*timing{}, outcomes: map[Count]int64{}, lateness: newHistogram()}
	for _, d := range x.drives {
		t.add(d)
	}
	for state, n := range map[string]int64{"planned": t.planned, "begun": t.offered, "answered": t.completed, "skipped": t.skipped} {
		to <- prometheus.MustNewConstMetric(planDesc, prometheus.CounterValue, float64(n), state)
	}
	for c, n := range t.outcomes {
		to <- prometheus.MustNewConstMetric(outcomeDesc, prometheus.CounterValue, float64(n), string(c.Op), c.Word)
	}
	to <- prometheus.MustNewConstMetric(flightDesc, prometheus.GaugeValue, float64(t.inFlight))
	to <- prometheus.MustNewConstMetric(backlogDesc, prometheus.GaugeValue, float64(t.backlog))
	to <- prometheus.MustNewConstMetric(driftDesc, prometheus.CounterValue, float64(t.drift))
	to <- prometheus.MustNewConstMetric(rateDesc, prometheus.GaugeValue, t.rate)
	to <- native(lateDesc, t.lateness)
	for op, one := range t.timings {
		to <- native(responseDesc, one.response, string(op))
		to <- native(serviceDesc, one.service, string(op))
		to <- classic(classicDesc, one.response, string(op))
	}
}

// gathered are the sums over all drives.
type gathered struct {
	timings                              map[Op]*timing
	outcomes                             map[Count]int64
	lateness                             *hdrhistogram.Histogram
	planned, offered, completed, skipped int64
	inFlight, backlog, drift             int64
	rate                                 float64
}

func (g *gathered) add(d *Drive) {
	m := d.meter
	m.mu.Lock()
	defer m.mu.Unlock()
	g.planned, g.offered, g.completed, g.skipped = g.planned+m.planned, g.offered+m.offered, g.completed+m.completed, g.skipped+m.skipped
	g.inFlight, g.backlog, g.drift = m.inFlight, m.backlog, d.session.ledger.drift()
	g.rate = d.rateAt(time.Since(d.session.opened) - d.start)
	g.lateness.Merge(m.lateness)
	for op, words := range m.outcomes {
		for word, n := range words {
			g.outcomes[Count{Op: op, Word: word}] += n
		}
	}
	for _, ops := range m.steps {
		for op, one := range ops {
			if g.timings[op] == nil {
				g.timings[op] = &timing{newHistogram(), newHistogram()}
			}
			g.timings[op].response.Merge(one.response)
			g.timings[op].service.Merge(one.service)
		}
	}
}

// native makes a native histogram of one of ours. Each of our buckets counts where its
// middle lies: they are finer by far.
func native(desc *prometheus.Desc, h *hdrhistogram.Histogram, labels ...string) prometheus.Metric {
	buckets, zero, sum := map[int]int64{}, uint64(0), 0.0
	for _, bar := range h.Distribution() {
		if bar.Count == 0 {
			continue
		}
		middle := float64(bar.From+bar.To) / 2 / float64(time.Second)
		sum += middle * float64(bar.Count)
		if middle <= 0 {
			zero += uint64(bar.Count)
			continue
		}
		buckets[int(math.Ceil(math.Log2(middle)*(1<<nativeSchema)))] += bar.Count
	}
	return prometheus.MustNewConstNativeHistogram(desc, uint64(h.TotalCount()), sum, buckets, nil, zero, nativeSchema, 1e-9, time.Time{}, labels...)
}

// classic makes a histogram of fixed buckets of one of ours.
func classic(desc *prometheus.Desc, h *hdrhistogram.Histogram, labels ...string) prometheus.Metric {
	counts, sum := map[float64]uint64{}, 0.0
	for _, upper := range classicBuckets {
		counts[upper] = 0
	}
	for _, bar := range h.Distribution() {
		middle := float64(bar.From+bar.To) / 2 / float64(time.Second)
		sum += middle * float64(bar.Count)
		for _, upper := range classicBuckets {
			if middle <= upper {
				counts[upper] += uint64(bar.Count)
			}
		}
	}
	return prometheus.MustNewConstHistogram(desc, uint64(h.TotalCount()), sum, counts, labels...)
}
