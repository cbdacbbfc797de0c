package wire_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// background is a reference that shows the effects of a reply only when a wallet
// has been looked at a few times.
type background struct{ reference.World }

func (w background) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	system, err := w.World.New(ctx, s)
	return &later{System: system}, err
}

type later struct {
	voucher.System
	before voucher.GasWallet // as it stood before the reply
	looks  int               // that still show it
}

// slowly is how many looks show the wallet as it was.
const slowly = 3

func (l *later) Do(ctx context.Context, c voucher.Command) (voucher.Outcome, error) {
	if c.Kind() == voucher.KindReply {
		r, err := l.System.Query(ctx, wallet)
		if err != nil {
			return voucher.Outcome{}, err
		}
		l.before, l.looks = *r.Gas, slowly
	}
	return l.System.Do(ctx, c)
}

func (l *later) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	r, err := l.System.Query(ctx, q)
	if q.Kind == voucher.AskGasWallet && l.looks > 0 {
		l.looks--
		r.Gas = &l.before
	}
	return r, err
}

// TestABuildWithoutASettleCall works in the background and cannot be asked whether
// it is done: it is given its time, and a query is asked again until it sees what
// it waits for.
func TestABuildWithoutASettleCall(t *testing.T) {
	ctx := t.Context()
	server, err := wire.NewServer(wire.ServerOptions{World: background{}})
	if err != nil {
		t.Fatal(err)
	}
	var looks atomic.Int64
	url := newListener(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/settle"):
			http.NotFound(w, r)
			return
		case strings.HasSuffix(r.URL.Path, "/gas_wallet"):
			looks.Add(1)
		}
		server.ServeHTTP(w, r)
	})
	// replied opens a voucher in the background, and returns when that was.
	replied := func(settle time.Duration) (*wire.System, time.Time) {
		t.Helper()
		client, err := wire.NewClient(url, wire.Options{Settle: settle})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = client.Close(context.Background()) })
		system, err := client.Open(ctx, town())
		if err != nil {
			t.Fatal(err)
		}
		do := func(by voucher.Role, key uint64, c voucher.Command) {
			*c.Head() = voucher.Header{Key: voucher.KeyOf(9, key), Actor: voucher.Actor{Role: by}}
			if o, err := system.Do(ctx, c); err != nil || o.Refusal != nil {
				t.Fatalf("%s: %v, %v", c.Kind(), o.Refusal, err)
			}
		}
		do(voucher.ListOwner, 1, &voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: 1, Reasons: voucher.SocialAssistance, Residence: 750000000}}})
		if _, err := system.Advance(ctx, voucher.At(2026, 2, 8, 0, 0, 0)); err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		do(voucher.Gateway, 2, &voucher.Reply{Programme: voucher.Gas, Person: 1, Text: "да"})
		looks.Store(0)
		return system, begun
	}
	opened := func(r *voucher.Record) bool { return r.Gas != nil && r.Gas.State == voucher.Opened }

	const short = 50 * time.Millisecond
	system, _ := replied(60 * short)
	wait := wire.Wait{Seen: opened}
	if r, err := system.Query(wire.WithWait(ctx, &wait), wallet); err != nil || !opened(&r) {
		t.Errorf("the wallet is %+v, %v, want it opened: it was waited for", r.Gas, err)
	}
	if looks.Load() != slowly+1 || wait.Took == 0 {
		t.Errorf("%d looks in %s, want %d: the first that shows the voucher is the last", looks.Load(), wait.Took, slowly+1)
	}

	system, begun := replied(short)
	if _, err := system.Query(ctx, wallet); err != nil {
		t.Fatal(err)
	}
	if got := time.Since(begun); got < short || looks.Load() != 1 {
		t.Errorf("%d looks after %s, want one after %s: nothing says what is waited for", looks.Load(), got, short)
	}

	system, begun = replied(short)
	if _, err := system.Do(ctx, opening); err != nil {
		t.Fatal(err)
	}
	if got := time.Since(begun); got < short {
		t.Errorf("the next command was given after %s, want %s: it may stand on what is on its way", got, short)
	}

	system, _ = replied(short)
	wait = wire.Wait{Seen: func(*voucher.Record) bool { return false }}
	if _, err := system.Query(wire.WithWait(ctx, &wait), wallet); err != nil {
		t.Fatal(err)
	}
	if wait.Took < short { // that it ends at all shows that the wait is bounded
		t.Errorf("waited %s for what never comes, want at least %s", wait.Took, short)
	}
}
