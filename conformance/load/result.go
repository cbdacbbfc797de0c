package load

import (
	"fmt"
	"math"
	"runtime"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// Result is what a run found, as it goes into files: durations are nanoseconds, sums
// tiyn.
type Result struct {
	Target      string    `json:"target"`
	Build       string    `json:"build"`
	Own         bool      `json:"own"` // it ran in this process
	Workload    Workload  `json:"workload"`
	Seed        uint64    `json:"seed"`
	Families    int       `json:"families"`
	Stores      int       `json:"stores"`
	Hot         float64   `json:"hot"`
	Shares      Shares    `json:"shares"`
	Connections int       `json:"connections"`
	Closed      int       `json:"closed"`
	Began       time.Time `json:"began"`
	Drives      []Driven  `json:"drives"`
	// Agents are those that drove together, where several did; their figures are put
	// together in the drive. StartSpread is by how much they may have begun apart.
	Agents      []AgentResult `json:"agents,omitempty"`
	StartSpread time.Duration `json:"start_spread,omitempty"`
	Money       *Money        `json:"money"`
	Objectives  []Objective   `json:"objectives"`
	Highest     *Highest      `json:"highest,omitempty"` // where it was looked for
	Interrupted bool          `json:"interrupted"`
	Because     []Doubt       `json:"not_trusted_because"` // empty: trusted
}

// Driven are the figures of one drive.
type Driven struct {
	Profile      string        `json:"profile"`  // its word, or "closed:64" where so many clients drove without one
	Arrivals     string        `json:"arrivals"` // "poisson", "even" or "closed"
	Span         time.Duration `json:"span"`     // of the plan
	Took         time.Duration `json:"took"`     // to the last answer
	Digest       string        `json:"plan_digest"`
	Expected     float64       `json:"expected"` // arrivals that the profile means
	Planned      int64         `json:"planned"`
	Offered      int64         `json:"offered"`
	Completed    int64         `json:"completed"`
	Skipped      int64         `json:"skipped"`
	Errors       int64         `json:"errors"`   // requests that ended in trouble or in a no that is a fault
	Requests     int64         `json:"requests"` // all of them
	InFlightMost int64         `json:"in_flight_most"`
	BacklogMost  int64         `json:"backlog_most"`
	BacklogEnd   int           `json:"backlog_end"`
	Lateness     Percentiles   `json:"lateness"`
	Processor    float64       `json:"own_processors"` // how many this process took on the average; 0: not known
	Machine      Machine       `json:"machine"`
	Timings      []Timing      `json:"timings"`
	Outcomes     []Count       `json:"outcomes"`
	Troubles     []Told        `json:"troubles"`
	Seconds      []Second      `json:"seconds"`
	Interrupted  bool          `json:"interrupted"`
	Because      []Doubt       `json:"not_trusted_because"`

	Histograms  []Histograms            `json:"-"`
	LateHistory *hdrhistogram.Histogram `json:"-"`

	portion bool // of a plan that several agents drive
}

// Machine is where a generator ran.
type Machine struct {
	Processors int  `json:"processors"` // 0: several machines
	Coarse     bool `json:"coarse"`     // its pacer is as late as the timers of the Go runtime
}

func thisMachine() Machine { return Machine{runtime.NumCPU(), !Precise} }

// Told is the first cause of a trouble, in words.
type Told struct {
	Trouble Trouble `json:"trouble"`
	First   string  `json:"first"`
}

// Timing is how long one kind of request took in one step.
type Timing struct {
	Step     int         `json:"step"`
	Rate     float64     `json:"rate"` // planned in the step, on the average; 0: there was no plan
	Op       Op          `json:"op"`
	N        int64       `json:"n"`
	Response Percentiles `json:"response"` // from the intended instant
	Service  Percentiles `json:"service"`  // from sending
}

// Percentiles are those of a histogram.
type Percentiles struct {
	Mean time.Duration `json:"mean"`
	P50  time.Duration `json:"p50"`
	P90  time.Duration `json:"p90"`
	P99  time.Duration `json:"p99"`
	P999 time.Duration `json:"p999"`
	Max  time.Duration `json:"max"`
}

func percentiles(h *hdrhistogram.Histogram) Percentiles {
	if h.TotalCount() == 0 {
		return Percentiles{}
	}
	return Percentiles{time.Duration(h.Mean()), quantile(h, 50), quantile(h, 90), quantile(h, 99), quantile(h, 99.9), time.Duration(h.Max())}
}

// Rate is completed journeys a second, over all the time that they took: a build that
// is still answering when the plan is over is not as fast as the plan.
func (d *Driven) Rate() float64 {
	if d.Took <= 0 {
		return 0
	}
	return float64(d.Completed) / d.Took.Seconds()
}

// RequestRate is requests a second over the same time, however they ended: a journey is
// of two and more.
func (d *Driven) RequestRate() float64 {
	if d.Took <= 0 {
		return 0
	}
	return float64(d.Requests) / d.Took.Seconds()
}

// Whole returns the percentiles of a kind of request over all steps; n is 0 where
// there was none.
func (d *Driven) Whole(op Op) (response, service Percentiles, n int64) {
	r, s := newHistogram(), newHistogram()
	for _, h := range d.Histograms {
		if h.Op == op {
			r.Merge(h.Response)
			s.Merge(h.Service)
		}
	}
	return percentiles(r), percentiles(s), r.TotalCount()
}

// curveSteps is how many points a curve has for each nine.
const curveSteps = 24

// Curve returns a kind of request by percentile, from the least to so many nines, evenly
// on the scale on which each nine is as far as the one before: 0, 90, 99, 99.9 %.
func (d *Driven) Curve(op Op, nines int) (response, service []time.Duration) {
	r, s := newHistogram(), newHistogram()
	for _, h := range d.Histograms {
		if h.Op == op {
			r.Merge(h.Response)
			s.Merge(h.Service)
		}
	}
	for i := range nines*curveSteps + 1 {
		percent := 100 * (1 - math.Pow(10, -float64(i)/curveSteps))
		response, service = append(response, quantile(r, percent)), append(service, quantile(s, percent))
	}
	return response, service
}

// Figures are what a drive found. It has to be over.
func (d *Drive) Figures() Driven {
	m := d.meter
	f := Driven{Profile: d.name(), Arrivals: "even", Span: d.Span, Took: d.Took, Digest: fmt.Sprintf("%016x", d.Digest), Expected: d.Profile.Expected() * d.session.weight, Planned: m.planned,
		Offered: m.offered, Completed: m.completed, Skipped: m.skipped, InFlightMost: m.inFlightMost, BacklogMost: m.backlogMost, BacklogEnd: d.lost,
		Lateness: percentiles(m.lateness), Outcomes: m.counts(), Seconds: m.seconds, Histograms: m.histograms(), LateHistory: m.lateness, Interrupted: d.Interrupted, Machine: d.machine,
		portion: d.session.portion.all() > 1}
	switch {
	case d.session.options.Closed > 0:
		f.Arrivals, f.Expected, f.Digest = "closed", 0, ""
	case d.Poisson:
		f.Arrivals = "poisson"
	}
	if d.processor > 0 && d.Took > 0 {
		f.Processor = d.processor.Seconds() / d.Took.Seconds()
	}
	for _, h := range f.Histograms {
		f.Timings = append(f.Timings, Timing{h.Step, d.rateOf(h.Step), h.Op, h.Response.TotalCount(), percentiles(h.Response), percentiles(h.Service)})
	}
	for _, c := range f.Outcomes {
		f.Requests += c.N
		if !expected(c.Op, c.Word) {
			f.Errors += c.N
		}
	}
	for _, kind := range troubles {
		if first := m.samples[kind]; first != "" {
			f.Troubles = append(f.Troubles, Told{kind, first})
		}
	}
	f.Because = f.distrust(d.session.target.Own)
	return f
}

// rateOf is how many arrivals a second were planned in a step, on the average.
func (d *Drive) rateOf(step int) float64 {
	p := d.Profile
	switch {
	case d.session.options.Closed > 0:
		return 0
	case p.Separate:
		return p.Stretch[step].To * d.session.weight
	}
	return p.Expected() / p.Span().Seconds() * d.session.weight
}

// troubles are all, in the order of the results.
var troubles = []Trouble{Unreachable, NoDescriptors, NoPorts, TLSFailed, TimedOut, Dropped, NoHTTP, WrongType, NotOurs, PushedBack, BusyAnswer, ServerError, Interrupted}

// When a drive is not to be trusted.
const (
	lateMost    = 250 * time.Microsecond
	lateCoarse  = 2 * time.Millisecond // where the pacer is coarse
	lateShare   = 0.1                  // of the response at the same percentile: it changes the figure by no more
	ownMost     = 0.85                 // of all processors, taken by the generator itself
	offeredLess = 0.99                 // of what was planned has to be offered
)

// distrust says why the figures of a drive say more about this machine than about the
// build. A slow build is no reason: what waits for it is its response.
func (d *Driven) distrust(own bool) (why []Doubt) {
	if late := d.late(); late != nil {
		why = append(why, *late)
	}
	return append(why, d.beyond(own)...)
}

// late says that the generator began arrivals so late that it changes the figures; nil:
// it did not.
func (d *Driven) late() *Doubt {
	if d.Arrivals == "closed" {
		return nil // nothing is due at an instant
	}
	limit := lateMost
	if d.Machine.Coarse {
		limit = lateCoarse
	}
	response, _, _ := d.Whole(Journey)
	if d.Lateness.P99 <= limit || float64(d.Lateness.P99) <= lateShare*float64(response.P99) {
		return nil
	}
	why := doubt(TooLate, "Late", d.Lateness.P99.Round(time.Microsecond), "Limit", limit)
	return &why
}

// beyond says why a drive was too much for this machine, or reached nobody. Lateness is
// not among it: it is part of the response, so that an objective that was kept in spite
// of it is kept.
func (d *Driven) beyond(own bool) (why []Doubt) {
	if processors := float64(d.Machine.Processors); !own && processors > 0 && d.Processor > ownMost*processors {
		why = append(why, doubt(TooBusy, "Taken", tenths(d.Processor), "Processors", processors))
	}
	if float64(d.Planned) < offeredLess*d.Expected && !d.Interrupted {
		// Independent arrivals differ from their mean by some roots of it.
		if missing := d.Expected - float64(d.Planned); missing*missing > 25*d.Expected {
			why = append(why, doubt(TooFew, "Came", d.Planned, "Planned", int64(d.Expected)))
		}
	}
	for _, t := range d.Troubles {
		if t.Trouble == NoDescriptors || t.Trouble == NoPorts {
			why = append(why, doubt(NoConnections, "Cause", t.First))
		}
	}
	if _, _, n := d.Whole(Journey); n == 0 && !d.portion { // few arrivals may leave an agent without any
		why = append(why, doubt(NothingCame, "Cause", d.firstTrouble()))
	}
	return why
}

func (d *Driven) firstTrouble() string {
	if len(d.Troubles) == 0 {
		return ""
	}
	return d.Troubles[0].First
}

// tenths is how many processors, as people say it.
func tenths(processors float64) string { return fmt.Sprintf("%.1f", processors) }
