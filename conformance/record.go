package conformance

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// asker gives a check worlds of the target and writes down what is answered.
type asker struct {
	world      voucher.World
	wire       *wire.Client
	production *wire.Client
	logs       []logFile
	metrics    string
	caps       voucher.Capabilities
	oracle     voucher.World // nil: none was handed in
	opts       *Options
	transcript *Transcript
	figures    Figures
	desk       *desk                                             // nil: nobody else looks at what is written down
	latest     *Told                                             // the world that was made last
	restarts   func(ctx context.Context, s voucher.System) error // nil: over HTTP the control plane
}

// restart starts the build again, of which a system is one.
func (a *asker) restart(ctx context.Context, s voucher.System) error {
	if a.restarts != nil {
		return a.restarts(ctx, s)
	}
	return wire.Restart(ctx, s)
}

// begin makes a world and returns it behind a recorder. The readings of the
// setup are those under which the check is told.
func (a *asker) begin(ctx context.Context, label string, setup *voucher.Setup) (*recorder, error) {
	r, err := a.apart(ctx, label, setup)
	if err != nil {
		return nil, err
	}
	a.transcript.Worlds = append(a.transcript.Worlds, r.told)
	return r, nil
}

// apart is begin for a world that does not come into the transcript by itself.
func (a *asker) apart(ctx context.Context, label string, setup *voucher.Setup) (*recorder, error) {
	a.figures.Worlds++
	if a.wire != nil {
		setup = a.named(setup)
	}
	var r *recorder
	err := a.desk.call(nil, voucher.Entry{}, func() (err error) {
		r, err = recordWorld(ctx, a.world, label, setup, &a.figures)
		return err
	})
	if err != nil {
		return nil, err
	}
	r.desk, a.latest = a.desk, r.told
	return r, nil
}

// recordWorld makes a world behind a recorder.
func recordWorld(ctx context.Context, w voucher.World, label string, setup *voucher.Setup, figures *Figures) (*recorder, error) {
	var s voucher.System
	err := guard(func() (err error) {
		s, err = w.New(ctx, setup)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("new world: %w", err)
	}
	return &recorder{system: s, told: &Told{Label: label, History: voucher.History{Setup: *setup}}, figures: figures, now: setup.At}, nil
}

// recorder is a system that writes down what is asked and answered. Codes are
// known above it by their slots only, in the order in which they were shown, so
// that no history holds one (BOTH-PRIVACY-001).
type recorder struct {
	system  voucher.System
	told    *Told
	figures *Figures
	now     voucher.Instant
	codes   []voucher.QR
	// seen says whether a record shows what the next query waits for, from a build
	// that works in the background; nil: nothing is looked for.
	seen func(*voucher.Record) bool
	desk *desk // nil: nobody else looks at what is written down
}

var _ voucher.System = (*recorder)(nil)

// Do gives a command. Its outcome lasts.
func (r *recorder) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	r.figures.Commands++
	kept := voucher.CloneCommand(cmd)
	sent := voucher.CloneCommand(cmd)
	if code := voucher.CodeOf(sent); code != nil {
		*code = r.shown(*code)
	}
	var o voucher.Outcome
	err := r.call(voucher.Entry{At: r.now, Command: kept}, func() error {
		got, err := r.system.Do(ctx, sent)
		if err == nil {
			o = got.Clone()
		}
		return err
	})
	if o.Result.Code != (voucher.QR{}) {
		o.Result.Code = r.slot(o.Result.Code)
	}
	if err == nil {
		if o.Refusal == nil {
			r.figures.Accepted++
		} else {
			r.figures.Refused++
		}
	}
	r.note(voucher.Entry{At: r.now, Command: kept, Outcome: o}, err)
	return o, err
}

// Advance moves the clock. The events last.
func (r *recorder) Advance(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
	r.figures.Advances++
	var events []voucher.Event
	err := r.call(voucher.Entry{At: to}, func() error {
		got, err := r.system.Advance(ctx, to)
		if err == nil {
			events = voucher.CloneEvents(got)
		}
		return err
	})
	if err == nil {
		r.now = to
	}
	r.note(voucher.Entry{At: to, Outcome: voucher.Outcome{Events: events}}, err)
	return events, err
}

// Query reads a record, which lasts.
func (r *recorder) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	r.figures.Queries++
	kept := *q
	var record voucher.Record
	wait := wire.Wait{Seen: r.seen}
	r.seen = nil
	ctx = wire.WithWait(ctx, &wait)
	err := r.call(voucher.Entry{At: r.now, Query: &kept}, func() error {
		got, err := r.system.Query(ctx, q)
		if err != nil {
			return err
		}
		record = got.Clone()
		return wire.Complete(q.Kind, &record)
	})
	r.note(voucher.Entry{At: r.now, Query: &kept, Record: record, Waited: wait.Took.Milliseconds()}, err)
	return record, err
}

// call calls the system. A panic of it is an error.
func (r *recorder) call(asked voucher.Entry, call func() error) error {
	return r.desk.call(r.told, asked, func() error { return guard(call) })
}

func (r *recorder) note(e voucher.Entry, err error) {
	if err != nil {
		e.Err, e.Broke = err.Error(), broke(err)
	}
	r.told.Entries = append(r.told.Entries, e)
}

// slot returns the slot of a code that was shown.
func (r *recorder) slot(code voucher.QR) voucher.QR {
	n := slices.Index(r.codes, code)
	if n < 0 {
		n = len(r.codes)
		r.codes = append(r.codes, code)
	}
	return voucher.Slot(uint64(n) + 1)
}

// neverShown is a code that no system gives out.
var neverShown = voucher.QR(voucher.KeyOf(0x6e65766572_00, 0x73686f776e_00))

// shown returns the code of a slot, and one that nobody ever saw for a slot that
// is none.
func (r *recorder) shown(slot voucher.QR) voucher.QR {
	n, ok := voucher.SlotOf(slot)
	if !ok || n == 0 || n > uint64(len(r.codes)) {
		return neverShown
	}
	return r.codes[n-1]
}

// broke reports whether an error says that the build broke the contract of the
// wire, rather than that it could not be reached.
func broke(err error) bool {
	var v *wire.Violation
	var c *crash
	return (errors.As(err, &v) || errors.As(err, &c)) && !errors.Is(err, wire.ErrNoTokens)
}
