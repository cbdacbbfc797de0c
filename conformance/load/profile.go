package load

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Profile is how many arrivals a second are intended over time: stretches in which
// the rate stays or changes evenly, one after the other.
type Profile struct {
	Name     string // as it was asked for
	Stretch  []Stretch
	Separate bool // each stretch is a step with percentiles of its own
}

// Stretch is a part of a profile. A rate is arrivals a second.
type Stretch struct {
	For      time.Duration
	From, To float64
}

// The measures of the standard profiles.
const (
	rampFrom    = 0.1 // of the rate, where a ramp begins
	spikeFactor = 5   // times the rate, at the height of a spike
	spikeParts  = 10  // a spike takes one part of so many, in the middle
	stepsUsual  = 5
	stepsMost   = 100
	rateMost    = 1e6
)

// Profiles returns the words that ParseProfile knows, the default first.
func Profiles() []string { return []string{"constant", "ramp", "spike", "step", "month"} }

// ParseRate reads arrivals a second: "2000/s", "120/m", or a number alone.
func ParseRate(text string) (float64, error) {
	number, unit, _ := strings.Cut(text, "/")
	per := 1.0
	switch unit {
	case "", "s":
	case "m", "min":
		per = 60
	case "h":
		per = 3600
	default:
		return 0, fmt.Errorf("%q is no rate; write it as 2000/s, 120/m or 50/h", text)
	}
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || !(v > 0) || v/per > rateMost {
		return 0, fmt.Errorf("%q is no rate; write it as 2000/s, 120/m or 50/h, and at most %d/s", text, int(rateMost))
	}
	return v / per, nil
}

// ParseProfile makes a profile of a word, a rate and a span of time. The word may
// carry one number behind a colon: ramp:200 begins at 200 a second, spike:8 goes to
// eight times the rate, step:10 climbs to the rate in ten steps. The rate is that of
// constant, the highest of ramp and step, the usual one of spike and the mean of month,
// which is the arrivals of a month of the food programme compressed into the span.
func ParseProfile(word string, rate float64, span time.Duration) (*Profile, error) {
	name, argument, given := strings.Cut(word, ":")
	number := 0.0
	if given {
		var err error
		if number, err = strconv.ParseFloat(argument, 64); err != nil || !(number > 0) || number > rateMost {
			return nil, fmt.Errorf("%q: %q is no number above zero; write ramp:200, spike:8 or step:10", word, argument)
		}
	}
	if rate <= 0 || span <= 0 {
		return nil, fmt.Errorf("a profile needs a rate and a span of time above zero")
	}
	p := &Profile{Name: word}
	switch name {
	case "constant", "month":
		if given {
			return nil, fmt.Errorf("%q: %s takes no number", word, name)
		}
		p.Stretch = []Stretch{{span, rate, rate}}
		if name == "month" {
			p.Stretch = monthOf(rate, span)
		}
	case "ramp":
		p.Stretch = []Stretch{{span, or(number, rampFrom*rate), rate}}
	case "spike":
		high := or(number, spikeFactor) * rate
		short := span / spikeParts
		before := (span - short) / 2
		p.Stretch = []Stretch{{before, rate, rate}, {short, high, high}, {span - short - before, rate, rate}}
	case "step":
		return steps(p, int(or(number, stepsUsual)), number, rate, span)
	default:
		return nil, fmt.Errorf("%q is no shape; choose one of %s", name, strings.Join(Profiles(), ", "))
	}
	return p, nil
}

// steps climbs to a rate.
func steps(p *Profile, n int, asked, rate float64, span time.Duration) (*Profile, error) {
	if n < 1 || n > stepsMost || (asked != 0 && asked != math.Trunc(asked)) {
		return nil, fmt.Errorf("%q: steps are a whole number from 1 to %d", p.Name, stepsMost)
	}
	p.Separate = true
	for i := range n {
		r := rate * float64(i+1) / float64(n)
		p.Stretch = append(p.Stretch, Stretch{span / time.Duration(n), r, r})
	}
	return p, nil
}

// or returns a number, or another where it is zero.
func or(v, otherwise float64) float64 {
	if v == 0 {
		return otherwise
	}
	return v
}

// Span returns how long the profile takes.
func (p *Profile) Span() (d time.Duration) {
	for _, s := range p.Stretch {
		d += s.For
	}
	return d
}

// Expected returns how many arrivals the profile means.
func (p *Profile) Expected() (n float64) {
	for _, s := range p.Stretch {
		n += s.arrivals()
	}
	return n
}

// steps is how many parts of the profile have percentiles of their own.
func (p *Profile) steps() int {
	if p.Separate {
		return len(p.Stretch)
	}
	return 1
}

func (s *Stretch) arrivals() float64 { return (s.From + s.To) / 2 * s.For.Seconds() }

// after returns how many seconds of the stretch pass until so many arrivals are due.
func (s *Stretch) after(arrivals float64) float64 {
	slope := (s.To - s.From) / s.For.Seconds()
	if math.Abs(slope) < 1e-9 {
		return arrivals / s.From
	}
	// The root that is right also where the slope is small: 2c/(b+√(b²+4ac)).
	return 2 * arrivals / (s.From + math.Sqrt(math.Max(0, s.From*s.From+2*slope*arrivals)))
}
