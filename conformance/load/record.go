package load

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// Op is one kind of request, or the whole of a journey. It is a word of the results.
type Op string

// The kinds. Journey is from the intended instant to the answer of what the journey is
// for: the purchase, or the confirmation of a gas voucher.
const (
	Journey   Op = "journey"
	Show      Op = "show"       // a QR code
	Buy       Op = "purchase"   // a basket under it
	Repeat    Op = "repeat"     // the same again under the same key
	Duplicate Op = "duplicate"  // the same at the same time on another connection
	OtherBody Op = "other-body" // another basket under the same key
	Reversal  Op = "reversal"   // by the key of the purchase
	Refund    Op = "refund"     // of a line
	Wallet    Op = "wallet"     // a look at the wallet
	Enter     Op = "account"    // gas: the account is entered
	Offer     Op = "offer"      // gas: the offer is accepted
	Confirm   Op = "confirm"    // gas: the voucher is activated
)

// Ops returns all kinds in the order of the results.
func Ops() []Op {
	return []Op{Journey, Show, Buy, Repeat, Duplicate, OtherBody, Reversal, Refund, Wallet, Enter, Offer, Confirm}
}

// The span of a histogram: a microsecond to ten minutes, to three digits.
const (
	shortest = int64(time.Microsecond)
	longest  = int64(10 * time.Minute)
	digits   = 3
)

func newHistogram() *hdrhistogram.Histogram { return hdrhistogram.New(shortest, longest, digits) }

// note adds a span to a histogram; one beyond its end counts as its end.
func note(h *hdrhistogram.Histogram, d time.Duration) {
	_ = h.RecordValue(min(max(int64(d), 0), longest)) // which it can hold
}

// timing is what one kind of request took in one step: from when it was due, and from
// when it was sent.
type timing struct {
	response, service *hdrhistogram.Histogram
}

// Histograms of one kind of request in one step, which merge without loss.
type Histograms struct {
	Step     int // from 0
	Op       Op
	Response *hdrhistogram.Histogram // nanoseconds from the intended instant
	Service  *hdrhistogram.Histogram // nanoseconds from sending
}

// meter is what a drive counts. It serves many goroutines.
type meter struct {
	mu       sync.Mutex
	steps    []map[Op]*timing
	lateness *hdrhistogram.Histogram
	second   *interval
	seconds  []Second
	outcomes map[Op]map[string]int64
	samples  map[Trouble]string // the first cause of each

	planned, offered, completed, skipped int64
	inFlight, inFlightMost               int64
	backlog, backlogMost                 int64
}

// interval is what one second counts.
type interval struct {
	response, service, lateness         *hdrhistogram.Histogram
	offered, completed, skipped, failed int64
}

// Second is one second of a run. Rates are of that second; spans are nanoseconds.
type Second struct {
	At        float64       `json:"at"` // seconds from the start to its end
	Span      float64       `json:"span"`
	Planned   float64       `json:"planned"` // rate of the plan in its middle; 0: there was no plan, or it was over
	Offered   int64         `json:"offered"`
	Completed int64         `json:"completed"`
	Skipped   int64         `json:"skipped"`
	Failed    int64         `json:"failed"`
	P50       time.Duration `json:"response_p50"`
	P99       time.Duration `json:"response_p99"`
	P999      time.Duration `json:"response_p999"`
	Service99 time.Duration `json:"service_p99"`
	Lateness  time.Duration `json:"lateness_p99"`
	InFlight  int64         `json:"in_flight"`
	Backlog   int64         `json:"backlog"`
}

func newMeter(steps int) *meter {
	m := &meter{lateness: newHistogram(), outcomes: map[Op]map[string]int64{}, samples: map[Trouble]string{}}
	for range steps {
		m.steps = append(m.steps, map[Op]*timing{})
	}
	m.second = newInterval()
	return m
}

func newInterval() *interval {
	return &interval{response: newHistogram(), service: newHistogram(), lateness: newHistogram()}
}

// timed adds one request.
func (m *meter) timed(op Op, step int, response, service time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.steps[step][op]
	if t == nil {
		t = &timing{newHistogram(), newHistogram()}
		m.steps[step][op] = t
	}
	note(t.response, response)
	note(t.service, service)
	if op == Journey {
		note(m.second.response, response)
		note(m.second.service, service)
	}
}

// result counts how a request ended, by a word. A trouble is kept with its first cause.
func (m *meter) result(op Op, word string, trouble error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	words := m.outcomes[op]
	if words == nil {
		words = map[string]int64{}
		m.outcomes[op] = words
	}
	words[word]++
	if trouble == nil {
		return
	}
	m.second.failed++
	if kind := troubleOf(trouble).kind; m.samples[kind] == "" {
		m.samples[kind] = trouble.Error()
	}
}

// fired notes that an arrival was due, and how late the pacer was.
func (m *meter) fired(late time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.planned++
	note(m.lateness, late)
	note(m.second.lateness, late)
}

// begun notes that a journey has begun, ended that it is over.
func (m *meter) begun() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.offered++
	m.second.offered++
	m.inFlight++
	m.inFlightMost = max(m.inFlightMost, m.inFlight)
}

func (m *meter) ended(whole bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.inFlight--
	if whole {
		m.completed++
		m.second.completed++
	}
}

// skip counts arrivals that were not begun.
func (m *meter) skip(n int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.skipped += n
	m.second.skipped += n
}

func (m *meter) waiting(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.backlog, m.backlogMost = int64(n), max(m.backlogMost, int64(n))
}

// tick closes an interval of a run, begins the next and returns what the closed one
// counted. Who counts at the same time waits for a swap and not for percentiles.
func (m *meter) tick(at, span time.Duration, planned float64) (Second, *interval) {
	fresh := newInterval()
	m.mu.Lock()
	i := m.second
	m.second = fresh
	s := Second{At: at.Seconds(), Span: span.Seconds(), Planned: planned, InFlight: m.inFlight, Backlog: m.backlog}
	m.mu.Unlock()
	i.fill(&s)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seconds = append(m.seconds, s)
	return s, i
}

// fill writes what an interval counted into a second.
func (i *interval) fill(s *Second) {
	s.Offered, s.Completed, s.Skipped, s.Failed = i.offered, i.completed, i.skipped, i.failed
	s.P50, s.P99, s.P999, s.Service99 = quantile(i.response, 50), quantile(i.response, 99), quantile(i.response, 99.9), quantile(i.service, 99)
	s.Lateness = quantile(i.lateness, 99)
}

func quantile(h *hdrhistogram.Histogram, percent float64) time.Duration {
	return time.Duration(h.ValueAtPercentile(percent))
}

// histograms returns what was timed, by step and kind. Nothing may be timed any more.
func (m *meter) histograms() (all []Histograms) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for step, ops := range m.steps {
		for _, op := range Ops() {
			if t := ops[op]; t != nil {
				all = append(all, Histograms{step, op, t.response, t.service})
			}
		}
	}
	return all
}

// Count is how many requests of a kind ended in a way.
type Count struct {
	Op   Op     `json:"op"`
	Word string `json:"outcome"` // "ok", a reason of the contract, or a Trouble
	N    int64  `json:"n"`
}

// counts returns how requests ended, in a fixed order.
func (m *meter) counts() (all []Count) {
	m.mu.Lock()
	defer m.mu.Unlock()
	order := Ops()
	for op, words := range m.outcomes {
		for word, n := range words {
			all = append(all, Count{op, word, n})
		}
	}
	slices.SortFunc(all, func(a, b Count) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Op), slices.Index(order, b.Op)), -cmp.Compare(a.N, b.N), cmp.Compare(a.Word, b.Word))
	})
	return all
}
