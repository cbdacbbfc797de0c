package load

import (
	"context"
	"crypto/tls"
	"fmt"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
	"github.com/go-json-experiment/json"

	"github.com/vouch-kz/vouch/simulator"
)

// Link is the client that is timed, for tests of what it reads.
type Link struct{ link *link }

// Asked is an answer, or why there is none.
type Asked struct {
	Status  int
	Body    []byte
	Trouble Trouble
}

// NewLink makes a link to host and port.
func NewLink(address string, secure *tls.Config, timeout time.Duration) *Link {
	return &Link{&link{dialer: &dialer{address, secure, timeout}}}
}

// Ask sends a request as it is.
func (l *Link) Ask(t *testing.T, request string) Asked {
	t.Helper()
	a, err := l.link.ask(t.Context(), []byte(request))
	if err != nil {
		return Asked{Trouble: troubleOf(err).kind}
	}
	return Asked{a.status, a.body, ""}
}

// ReadTwice reads a body as the run does, where it can without the library, and by the
// library. It returns what both read, for a comparison, and the library's error.
func ReadTwice(body []byte) (quickly, slowly string, quick bool, err error) {
	var a, b reply
	quick = readQuick(body, &a)
	err = json.Unmarshal(body, &b)
	return fmt.Sprintf("%+v", a), fmt.Sprintf("%+v", b), quick, err
}

// Late paces a rate for a span with nothing else to do, and returns how late it was at
// two percentiles, and how many of the arrivals came due within the span.
func Late(rate float64, span time.Duration) (p50, p99 time.Duration, inTime float64) {
	profile := &Profile{Stretch: []Stretch{{span, rate, rate}}}
	late, n := newHistogram(), 0
	begin := time.Now()
	defer moreProcessors()()
	pace(context.Background(), NewPlan(profile, true, 1), begin, func(now *due) {
		note(late, now.late)
		if now.at+now.late <= span {
			n++
		}
	})
	return quantile(late, 50), quantile(late, 99), float64(n) / float64(late.TotalCount())
}

// Going is one journey of a portion of a plan, and who is drawn for it.
type Going struct {
	Number uint64
	At     time.Duration
	Family int
}

// Portion walks the part of a plan that one of several agents drives.
func Portion(o Options, p *Profile, index, of int) (all []Going, digest uint64) {
	o.fill()
	s := &Session{options: o, town: new(town), portion: portion{index, of}, stream: simulator.NewStream(o.Seed, forJourney, 0)}
	who := s.drawn
	if o.Workload == Gas {
		s.town.gas = new(gasTown)
		who = func(number uint64) int { return int(number - 1) }
	} else {
		s.town.hotHomes = zipf(o.Families, o.Hot)
	}
	plan := NewPlan(p, true, o.Seed)
	plan.own = s.goes
	for at, _, ok := plan.Next(); ok; at, _, ok = plan.Next() {
		all = append(all, Going{plan.Number(), at, who(plan.Number())})
	}
	return all, uint64(plan.Digest())
}

// Nearest is whom the portion sends on a journey when only some families have money.
func Nearest(families, index, of int, number uint64, rich ...int) int {
	s := &Session{town: &town{hotHomes: zipf(families, 0)}, portion: portion{index, of}, stream: simulator.NewStream(1, forJourney, 0)}
	for range families {
		s.town.families = append(s.town.families, new(family))
	}
	for _, i := range rich {
		s.town.families[i].left.Store(1_000_00)
	}
	return s.next(number)
}

// Missed is what FindHighest says of a trial by a build outside this process.
func Missed(f *Driven, want []Objective) (objective string, beyond *Doubt) {
	return missed(f, want, false)
}

// Heard lets the asking side hear messages of one of several agents.
func Heard(t *testing.T, o Options, c *Course, agents, agent int, sealed ...[]byte) error {
	t.Helper()
	o.fill()
	s := &Session{options: o, town: &town{stores: make([]string, o.Stores)}, ledger: newLedger(), opened: time.Now()}
	for range o.Families {
		s.town.families = append(s.town.families, new(family))
	}
	w := s.newTeamwork(c, agents)
	for _, one := range sealed {
		if err := w.heard(agent, one); err != nil {
			return err
		}
	}
	return nil
}

// Noted is a histogram of spans.
func Noted(spans []time.Duration) *hdrhistogram.Histogram {
	h := newHistogram()
	for _, d := range spans {
		note(h, d)
	}
	return h
}

// SentAndRead is a histogram as it comes over the wire.
func SentAndRead(h *hdrhistogram.Histogram) (*hdrhistogram.Histogram, error) {
	all, err := eyed("a test", penned(h))
	if err != nil {
		return nil, err
	}
	return all[0], nil
}
