package load

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// Workload is what the people of a run do.
type Workload string

// The workloads.
const (
	Food Workload = "food" // a QR code, a basket, sometimes a return or a second attempt
	Gas  Workload = "gas"  // the evening of the 29th: account, offer, confirmation
)

// Shares are how often something follows a purchase, each in parts of a million. Gas
// knows Repeat and Wallet only. At most one of Reversal and Refund follows.
type Shares struct {
	Reversal  uint32 `json:"reversal"`
	Refund    uint32 `json:"refund"`
	Repeat    uint32 `json:"repeat"`
	Duplicate uint32 `json:"duplicate"`
	OtherBody uint32 `json:"other_body"`
	Wallet    uint32 `json:"wallet"`
}

// UsualShares are those of a run that was told none.
func UsualShares() Shares {
	return Shares{Reversal: 10_000, Refund: 20_000, Repeat: 20_000, Duplicate: 10_000, OtherBody: 5_000, Wallet: 50_000}
}

// Target is the build that is loaded.
type Target struct {
	Client *wire.Client // sets the town up, moves its clock and reads what stands there afterwards
	URL    string       // where tills and wallets ask
	Header http.Header  // of every request beside those of the contract
	Secure *tls.Config  // for https; nil: what the system trusts
	Trust  []byte       // certificates in PEM, where Secure trusts some beside the system's: agents elsewhere are given them
	Own    bool         // it runs in this process, which then counts for both
}

// Options say what is driven. Zero fields have the values named.
type Options struct {
	Workload    Workload
	Families    int     // families, or recipients of the gas programme; 2,000
	Stores      int     // 20
	Hot         float64 // exponent of Zipf's law for families and stores; 0: all alike
	Shares      Shares
	Seed        uint64
	Connections int           // at a time, at most; 64
	Timeout     time.Duration // of one request; 10 s
	// LateLimit skips an arrival that has waited for so long, and counts it; 0: none is
	// skipped while the run goes on.
	LateLimit time.Duration
	// Closed drives so many clients one after the other instead of a plan: each asks
	// again when it has its answer. 0: the plan is kept.
	Closed int
	// Say is told what the setup and the end do; nil: nobody.
	Say func(string)
	// Watch is told of every second, and of every quarter of it; nil: nobody.
	Watch func(Progress)
	// Exporter tells Prometheus of every drive; nil: nobody is told.
	Exporter *Exporter
}

// PeopleMost is how many families or recipients a run may have: their tokens and books
// are kept in memory.
const PeopleMost = 100_000

// Untrusted is the error of a run that cannot say anything about the build.
type Untrusted struct{ Why string }

// Error says why.
func (u *Untrusted) Error() string { return u.Why }

// Session is a town in a world of a build, and the book of what was asked there. Drives
// follow one another; Check is the end.
type Session struct {
	target  Target
	options Options
	town    *town
	dialer  *dialer
	path    string // in front of that of the contract
	host    string
	extra   string // headers of every request
	portion portion
	weight  float64   // of the portion among all journeys
	lost    []portion // of agents that did not come back
	stream  simulator.Stream
	keys    atomic.Uint64
	count   atomic.Uint64 // journeys
	began   voucher.Instant
	opened  time.Time
	ledger  *ledger
	clock   *clock
	pushing atomic.Bool // the build pushes back whatever it is asked
}

// Open sets a town up. The error is *Untrusted where the build cannot be loaded at all,
// and wire's own where it could not be asked.
func Open(ctx context.Context, t Target, o Options) (*Session, error) {
	o.fill()
	s := &Session{target: t, options: o, town: new(town), stream: simulator.NewStream(o.Seed, forJourney, 0), ledger: newLedger()}
	if err := s.reach(); err != nil {
		return nil, err
	}
	can, err := t.Client.Capabilities(ctx)
	if err != nil {
		return nil, err
	}
	want := map[Workload]voucher.Programme{Food: voucher.Food, Gas: voucher.Gas}[o.Workload]
	switch {
	case !can.Worlds:
		return nil, &Untrusted{"the build makes no worlds: its state is somebody's, and a load would spend it; give the address of a test build, with the control plane"}
	case !can.Clock:
		return nil, &Untrusted{"the clock of the build cannot be moved, and its date may lie outside the pilot; start it with a control plane that moves it"}
	case can.Programmes != want && can.Programmes != voucher.Both:
		return nil, &Untrusted{fmt.Sprintf("the build does not run the %s programme", o.Workload)}
	}
	settle := s.newTown
	if o.Workload == Gas {
		settle = s.newGasTown
	}
	if err := settle(ctx); err != nil {
		return nil, err
	}
	s.weigh()
	s.opened = time.Now()
	s.clock = newClock(s)
	return s, nil
}

func (o *Options) fill() {
	fill := func(v *int, usual int) {
		if *v == 0 {
			*v = usual
		}
	}
	fill(&o.Families, 2000)
	fill(&o.Stores, 20)
	fill(&o.Connections, 64)
	o.Families = min(o.Families, PeopleMost)
	if o.Workload == "" {
		o.Workload = Food
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	if o.Say == nil {
		o.Say = func(string) {}
	}
	if o.Watch == nil {
		o.Watch = func(Progress) {}
	}
}

// reach takes the address apart.
func (s *Session) reach() error {
	u, err := url.Parse(s.target.URL)
	if err != nil || u.Host == "" {
		return fmt.Errorf("load: %q is no address; write it as http://127.0.0.1:8080", s.target.URL)
	}
	s.host, s.path = u.Host, strings.TrimSuffix(u.EscapedPath(), "/")
	s.dialer = &dialer{address: u.Host, timeout: s.options.Timeout}
	port := "80"
	if u.Scheme == "https" {
		port = "443"
		s.dialer.secure = s.target.Secure.Clone()
		if s.dialer.secure == nil {
			s.dialer.secure = &tls.Config{MinVersion: tls.VersionTLS12}
		}
		s.dialer.secure.ServerName = u.Hostname()
		s.dialer.secure.NextProtos = []string{"http/1.1"}
	}
	if u.Port() == "" {
		s.dialer.address = net.JoinHostPort(u.Hostname(), port)
	}
	s.extra = headerLines(s.target.Header)
	return nil
}

// Close lets the world go.
func (s *Session) Close(ctx context.Context) error { return s.town.system.Close(ctx) }

func (s *Session) say(format string, args ...any) { s.options.Say(fmt.Sprintf(format, args...)) }

// headers are the lines with which an actor asks.
func (s *Session) headers(ctx context.Context, a voucher.Actor) (string, error) {
	h, err := s.town.system.Header(ctx, a)
	if err != nil {
		return "", s.unopened(err)
	}
	return headerLines(h), nil
}

// headerLines writes headers as they go over the wire, in a fixed order.
func headerLines(h http.Header) string {
	var b strings.Builder
	var names []string
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range h[name] {
			b.WriteString(name + ": " + value + "\r\n")
		}
	}
	return b.String()
}

const commonHeaders = "Accept: application/json, application/problem+json\r\nUser-Agent: vouch\r\n"

// keyPrefix begins the keys of a run: a world has no others.
const keyPrefix = "load-"

// post writes a command.
func (s *Session) post(to []byte, actor, word string, key uint64, body []byte) []byte {
	to = append(to, "POST "...)
	to = append(append(append(to, s.path...), wire.CommandPath...), word...)
	to = append(append(append(to, " HTTP/1.1\r\nHost: "...), s.host...), "\r\n"...)
	to = append(append(append(to, actor...), s.extra...), commonHeaders...)
	to = append(to, "Content-Type: application/json\r\n"+wire.KeyHeader+": "+keyPrefix...)
	to = strconv.AppendUint(to, key, 10)
	to = append(to, "\r\nContent-Length: "...)
	to = strconv.AppendInt(to, int64(len(body)), 10)
	return append(append(to, "\r\n\r\n"...), body...)
}

// get writes a question for a record.
func (s *Session) get(to []byte, actor, record, query string) []byte {
	to = append(to, "GET "...)
	to = append(append(append(append(append(to, s.path...), wire.RecordPath...), record...), '?'), query...)
	to = append(append(append(to, " HTTP/1.1\r\nHost: "...), s.host...), "\r\n"...)
	return append(append(append(append(to, actor...), s.extra...), commonHeaders...), "\r\n"...)
}

// errInterrupted is the cause of a context that a caller ended.
var errInterrupted = errors.New("interrupted")
