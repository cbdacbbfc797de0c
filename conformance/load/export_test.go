package load

import (
	"context"
	"crypto/tls"
	"testing"
	"time"
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

// Late paces a rate for a span with nothing else to do, and returns how late it was at
// two percentiles, and how many of the arrivals came due within the span.
func Late(rate float64, span time.Duration) (p50, p99 time.Duration, due float64) {
	profile := &Profile{Stretch: []Stretch{{span, rate, rate}}}
	late, n := newHistogram(), 0
	begin := time.Now()
	defer moreProcessors()()
	pace(context.Background(), NewPlan(profile, true, 1), begin, func(at time.Duration, _ int, by time.Duration) {
		note(late, by)
		if at+by <= span {
			n++
		}
	})
	return quantile(late, 50), quantile(late, 99), float64(n) / float64(late.TotalCount())
}
