package load

import (
	"math"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// The decisions that a run draws. They stand above those of the simulator, so that a
// town here shares no luck with one there.
const (
	forArrival simulator.Purpose = 600 + iota
	forJourney
	forTown
)

// Plan is the row of intended instants of a run. The same profile and seed give the
// same row, on one kind of processor. It serves one goroutine.
type Plan struct {
	profile *Profile
	poisson bool
	stream  simulator.Stream
	own     func(number uint64) bool // nil: all are

	drawn   uint64
	stretch int
	passed  float64 // arrivals of the stretch that are planned
	begin   time.Duration
	number  uint64
	digest  voucher.Digest
}

// NewPlan begins a plan. Arrivals are evenly spaced, or as independent customers come:
// a Poisson process.
func NewPlan(p *Profile, poisson bool, seed uint64) *Plan {
	return &Plan{profile: p, poisson: poisson, stream: simulator.NewStream(seed, forArrival, 0), digest: voucher.NewDigest()}
}

// Next returns the next intended instant, from the start of the run, and the stretch
// that it lies in; ok is false when the plan is over.
func (p *Plan) Next() (at time.Duration, stretch int, ok bool) {
	for at, stretch, ok = p.next(); ok && p.own != nil && !p.own(p.number); at, stretch, ok = p.next() {
		continue // somebody else's
	}
	return at, stretch, ok
}

// next is Next over the whole plan, whoever's the arrivals are.
func (p *Plan) next() (at time.Duration, stretch int, ok bool) {
	step := 1.0
	if p.poisson {
		// A number of 53 bits above zero, so that its logarithm is one.
		u := (float64(p.stream.At(p.drawn)>>11) + 1) / (1 << 53)
		step = -math.Log(u)
	}
	p.drawn++
	for p.stretch < len(p.profile.Stretch) {
		s := &p.profile.Stretch[p.stretch]
		if all := s.arrivals(); p.passed+step > all+1e-9 {
			step -= all - p.passed
			p.passed, p.begin, p.stretch = 0, p.begin+s.For, p.stretch+1
			continue
		}
		p.passed += step
		at = p.begin + time.Duration(s.after(p.passed)*float64(time.Second))
		p.digest = p.digest.Word(uint64(at))
		p.number++
		return at, p.stretch, true
	}
	return 0, 0, false
}

// Number is that of the instant which Next has returned last, among all of the plan,
// from 1.
func (p *Plan) Number() uint64 { return p.number }

// Digest is of all instants that were passed so far, those of a portion as those of others.
func (p *Plan) Digest() voucher.Digest { return p.digest }
