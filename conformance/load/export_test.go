package load

import (
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
