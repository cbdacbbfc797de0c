package fault_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/fault"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// counting is a build that counts what reaches it, in order.
type counting struct {
	voucher.System
	reached []string
	now     voucher.Instant // where its clock was moved to
	asked   int             // times that something was read
}

func (c *counting) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	c.reached = append(c.reached, fmt.Sprint(cmd.(*voucher.Rate).Score))
	return c.System.Do(ctx, cmd)
}

// Advance notes where the clock stands.
func (c *counting) Advance(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
	events, err := c.System.Advance(ctx, to)
	if err == nil {
		c.now = to
	}
	return events, err
}

// Query counts what is read.
func (c *counting) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	c.asked++
	return c.System.Query(ctx, q)
}

// oneWorld hands out one system, so that a test sees what reaches it.
type oneWorld struct{ counting *counting }

func (w oneWorld) New(ctx context.Context, s *voucher.Setup) (system voucher.System, err error) {
	w.counting.System, err = reference.World{}.New(ctx, s)
	return w.counting, err
}

func (oneWorld) Capabilities(ctx context.Context) (voucher.Capabilities, error) {
	return reference.World{}.Capabilities(ctx)
}

// rating is a command that is told from others by its score.
func rating(n uint8) voucher.Command {
	return &voucher.Rate{Header: voucher.Header{Key: voucher.KeyOf(7, uint64(n)), Actor: voucher.Actor{Role: voucher.Citizen, ID: 1}}, Person: 1, Score: n}
}

// door is a way to a build.
type door struct {
	name  string
	wired bool
	// door returns what goes over a line, and the context of its calls.
	door func(t *testing.T, l *fault.Line, c *counting) (voucher.System, context.Context)
}

// open returns what gives commands over a line.
func (d *door) open(t *testing.T, l *fault.Line, c *counting) func(voucher.Command) error {
	s, ctx := d.door(t, l, c)
	return func(cmd voucher.Command) error { _, err := s.Do(ctx, cmd); return err }
}

var doors = []door{
	{"in process", false, func(t *testing.T, l *fault.Line, c *counting) (voucher.System, context.Context) {
		inner, err := oneWorld{c}.New(t.Context(), conformance.StoreSetup())
		if err != nil {
			t.Fatal(err)
		}
		return l.System(inner), t.Context()
	}},
	{"over a socket", true, func(t *testing.T, l *fault.Line, c *counting) (voucher.System, context.Context) {
		server, err := wire.NewServer(wire.ServerOptions{World: oneWorld{c}})
		if err != nil {
			t.Fatal(err)
		}
		serving := httptest.NewServer(server)
		t.Cleanup(serving.Close)
		client, err := wire.NewClient(serving.URL, wire.Options{})
		if err != nil {
			t.Fatal(err)
		}
		s, err := client.New(t.Context(), conformance.StoreSetup())
		if err != nil {
			t.Fatal(err)
		}
		return s, wire.WithThrough(t.Context(), l.Transport)
	}},
}

// TestEachFaultDoesWhatItSays, through every door: what reaches the build and in
// which order, and to what no answer comes.
func TestEachFaultDoesWhatItSays(t *testing.T) {
	for _, tt := range []struct {
		kind    fault.Kind
		reached string // when command 1 is struck, command 2 and 3 are not, and the rest is let go
		lost    bool
		why     string
	}{
		{fault.DropRequest, "2 3", true, "a lost request reaches nobody"},
		{fault.DropAnswer, "1 2 3", true, "the build has committed"},
		{fault.Delay, "2 3 1", true, "it comes after several others"},
		{fault.Reorder, "2 1 3", true, "it comes after the next"},
		{fault.Duplicate, "1 1 2 3", false, "both copies come, and one answer"},
		{fault.Cut, "1 2 3", true, "half an answer is none"},
		{fault.BadGateway, "1 2 3", true, "502 says nothing of what was done"},
		{fault.Unavailable, "2 3", true, "503 of a gateway reaches nobody"},
	} {
		for _, d := range doors {
			if tt.kind.Wired() && !d.wired {
				continue
			}
			c := &counting{}
			l := fault.NewLine(fault.Plan{Seed: 1, Kinds: []fault.Kind{tt.kind}, Percent: 100})
			give := d.open(t, l, c)
			err := give(rating(1))
			if (err != nil) != tt.lost {
				t.Errorf("%s %s: answered with %v, want lost: %v\n%s", tt.kind, d.name, err, tt.lost, tt.why)
			}
			var broken *wire.Violation
			if errors.As(err, &broken) {
				t.Errorf("%s %s: %v; a lost answer is no breach of the contract by the build", tt.kind, d.name, err)
			}
			l.Rest(true)
			for n := uint8(2); n <= 3; n++ {
				if err := give(rating(n)); err != nil {
					t.Errorf("%s %s: command %d while faults rest: %v", tt.kind, d.name, n, err)
				}
			}
			l.Flush()
			if got := strings.Join(c.reached, " "); got != tt.reached {
				t.Errorf("%s %s: the build was given %s, want %s\n%s", tt.kind, d.name, got, tt.reached, tt.why)
			}
			reached := 0
			for _, p := range l.Log(0) {
				if p.Reached {
					reached++
				}
			}
			if twice := tt.kind == fault.Duplicate; reached != len(c.reached) && !twice {
				t.Errorf("%s %s: the log says that %d reached the build, it was %d", tt.kind, d.name, reached, len(c.reached))
			}
		}
	}
}

// TestReadsAndMovesOfTheClockAreStruckToo, through every door: what comes of a call that
// each fault happens to, and what the build has been asked.
func TestReadsAndMovesOfTheClockAreStruckToo(t *testing.T) {
	later := conformance.StoreSetup().At.Plus(voucher.Hour)
	for _, tt := range []struct {
		kind  fault.Kind
		lost  bool
		moved bool // at once
		asked int  // in the end
		why   string
	}{
		{fault.None, false, true, 1, "nothing happens"},
		{fault.DropRequest, true, false, 0, "a lost request reaches nobody"},
		{fault.DropAnswer, true, true, 1, "the clock has moved"},
		{fault.Delay, true, false, 1, "it comes when nobody waits"},
		{fault.Duplicate, false, true, 2, "both copies come"},
		{fault.Cut, true, true, 1, "half an answer is none"},
		{fault.BadGateway, true, true, 1, "502 says nothing of what was done"},
		{fault.Unavailable, true, false, 0, "503 of a gateway reaches nobody"},
	} {
		for _, d := range doors {
			if tt.kind.Wired() && !d.wired {
				continue
			}
			l, c := fault.NewLine(fault.Plan{Seed: 1, Kinds: []fault.Kind{tt.kind}, Percent: 100}), &counting{}
			s, ctx := d.door(t, l, c)
			_, err := s.Advance(ctx, later)
			if moved := c.now == later; (err != nil) != tt.lost || moved != tt.moved {
				t.Errorf("%s %s: a move of the clock: %v, moved at once: %t; want lost %t, moved %t\n%s", tt.kind, d.name, err, moved, tt.lost, tt.moved, tt.why)
			}
			_, err = s.Query(ctx, &voucher.Query{Kind: voucher.AskLedger, Month: later.Month(), Actor: voucher.Actor{Role: voucher.AuthorisedBody}})
			l.Flush()
			if (err != nil) != tt.lost || c.asked != tt.asked {
				t.Errorf("%s %s: a read: %v, asked %d times; want lost %t, asked %d times\n%s", tt.kind, d.name, err, c.asked, tt.lost, tt.asked, tt.why)
			}
			var broken *wire.Violation
			if errors.As(err, &broken) {
				t.Errorf("%s %s: %v; a lost answer is no breach of the contract by the build", tt.kind, d.name, err)
			}
		}
	}
}

// TestWithoutAWireNothingIsCut: a door does not do what it cannot.
func TestWithoutAWireNothingIsCut(t *testing.T) {
	l := fault.NewLine(fault.Plan{Seed: 1, Kinds: []fault.Kind{fault.Cut, fault.BadGateway, fault.Unavailable}, Percent: 100})
	give := doors[0].open(t, l, &counting{})
	if err := give(rating(1)); err != nil || l.Log(0)[0].Kind != fault.None {
		t.Errorf("%v, %+v; want an answer and no fault, for nothing is on a wire", err, l.Log(0))
	}
}

// logOf is the log of some commands on a line, as text.
func logOf(t *testing.T, d *door, seed uint64) string {
	t.Helper()
	var kinds []fault.Kind
	for _, k := range fault.Kinds() {
		if !k.Wired() {
			kinds = append(kinds, k)
		}
	}
	l := fault.NewLine(fault.Plan{Seed: seed, Kinds: kinds, Percent: 40})
	give := d.open(t, l, &counting{})
	for n := range uint8(60) {
		_ = give(rating(1 + n%5)) // whether it is answered, the log tells
	}
	l.Flush()
	var b strings.Builder
	for _, p := range l.Log(0) {
		fmt.Fprintf(&b, "%+v\n", p)
	}
	return b.String()
}

// TestTheSameSeedMeetsTheSameFaults, byte by byte and through every door; another seed
// meets others.
func TestTheSameSeedMeetsTheSameFaults(t *testing.T) {
	first := logOf(t, &doors[0], 7)
	for i := range doors {
		if again := logOf(t, &doors[i], 7); again != first {
			t.Errorf("%s: the same seed, another log:\n%s\nwant\n%s", doors[i].name, again, first)
		}
	}
	if other := logOf(t, &doors[0], 8); other == first {
		t.Error("another seed, the same faults")
	}
	for _, k := range fault.Kinds() {
		if !k.Wired() && !strings.Contains(first, k.String()) {
			t.Errorf("%s never happened among 60 commands of which 40 %% are struck", k)
		}
	}
}

// TestKindsAreReadAsTheyAreWritten, and a word that is none is refused.
func TestKindsAreReadAsTheyAreWritten(t *testing.T) {
	for _, k := range append(fault.Kinds(), fault.None) {
		text, err := k.MarshalText()
		var back fault.Kind
		if err != nil || back.UnmarshalText(text) != nil || back != k {
			t.Errorf("%s is written %q and read as %s, %v", k, text, back, err)
		}
	}
	var k fault.Kind
	if err := k.UnmarshalText([]byte("flood")); err == nil {
		t.Error("flood was read as a fault")
	}
	if slices.Contains(fault.Kinds(), fault.None) {
		t.Error("none is listed as a fault")
	}
}
