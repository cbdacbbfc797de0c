package conformance

import (
	"context"
	"errors"
	"fmt"
	"time"

	faults "github.com/vouch-kz/vouch/conformance/fault"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// faulter lives one life on a line on which commands go wrong. It sticks at its first
// error.
type faulter struct {
	ctx      context.Context // of calls that go over the line
	build    voucher.System  // behind the line
	several  bool            // it takes several callers at a time
	wired    bool            // the line is on a wire
	quiet    bool            // due work may come late within its day, and is not looked at before
	system   *recorder
	plan     faults.Plan
	line     *faults.Line
	keys     voucher.Digest
	count    uint64
	seen     int            // passages of the line that are written down
	entries  map[uint64]int // of a passage's ordinal: the entry of its call
	restart  func() error   // nil: the build is not started again in this life
	restarts uint64         // drawn so far
	err      error
}

// errUnanswered ends a life in which the build answers a command with an error for
// good, although nothing stands in the way any more: the judge says what that is.
var errUnanswered = errors.New("a command is not answered, however often it is sent")

// Shares of a hundred: of commands that something happens to, and of those after
// which the build is started again where it can be.
const (
	struckPercent  = 35
	restartPercent = 12
)

// faultsPerRace is how many rounds of races one round of faults stands for: a whole
// month is lived in each.
const faultsPerRace = 5

// askFaults lives the lives that the options ask for, each on a line of its own.
func askFaults(ctx context.Context, a *asker, c *faultCase) error {
	begun, budget := time.Now(), a.opts.Budget/time.Duration(len(faultCases))
	rounds := roundsKept
	if a.opts.Rounds > 0 {
		rounds = min(rounds, max(1, a.opts.Rounds/faultsPerRace))
	}
	for n := range rounds {
		if budget > 0 && time.Since(begun) > budget && n > 0 {
			break
		}
		for i := range c.lives {
			if l := &c.lives[i]; a.caps.Programmes&l.programme != 0 {
				if err := a.struck(ctx, c, l, n); err != nil {
					return fmt.Errorf("round %d: %w", n+1, err)
				}
			}
		}
		if a.transcript.Counts[countNoRestart] > 0 {
			return nil
		}
	}
	return nil
}

// swarm draws which kinds may happen in one life: that of its case, and of the others
// about every second.
func swarm(c *faultCase, seed voucher.Digest, wired bool) (kinds []faults.Kind) {
	for _, k := range faults.Kinds() {
		if k.Wired() && !wired {
			continue
		}
		if k == c.kind || uint64(seed.Word(uint64(k)))%2 == 0 {
			kinds = append(kinds, k)
		}
	}
	if len(kinds) == 0 {
		kinds = []faults.Kind{faults.DropAnswer}
	}
	return kinds
}

// struck lives one life under faults, and the same again without them.
func (a *asker) struck(ctx context.Context, c *faultCase, l *faultLife, n int) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // the worlds may go
	setup := l.setup()
	if !a.caps.Choices {
		setup.Readings = a.caps.Readings
	}
	seed := voucher.NewDigest().Text(c.name).Two(a.opts.Seed, uint64(n))
	plan := faults.Plan{Seed: uint64(seed), Kinds: swarm(c, seed, a.wire != nil), Percent: struckPercent}
	system, err := a.begin(ctx, struckLabel(n, l.programme, &plan), setup)
	if err != nil {
		return err
	}
	told := system.told
	told.Strikes = []Strike{}
	f := &faulter{ctx: ctx, build: system.system, several: a.caps.Concurrent || a.wire != nil, wired: a.wire != nil, quiet: !a.caps.Prompt,
		system: system, plan: plan, keys: seed, entries: map[uint64]int{}}
	if c.restarts {
		f.restart = func() error { return a.restart(ctx, f.build) }
	}
	f.open()
	f.advance(setup.At)
	l.run(f)
	f.calm()
	switch {
	case errors.Is(f.err, errNoRestart):
		a.transcript.Counts[countNoRestart]++
		return nil
	case f.err != nil && !errors.Is(f.err, errUnanswered):
		return f.err
	}
	return a.undisturbed(ctx, told)
}

// open puts the faulter's line before the build.
func (f *faulter) open() {
	f.line = faults.NewLine(f.plan)
	if f.wired {
		f.ctx = wire.WithThrough(f.ctx, f.line.Transport)
		return
	}
	f.system.system = f.line.System(f.build)
}

// errNoRestart says that the build cannot be started again after all.
var errNoRestart = errors.New("the build cannot be started again")

// undisturbed gives the commands of a life to a world in which nothing goes wrong,
// each once, in the order in which they first reached the build.
func (a *asker) undisturbed(ctx context.Context, told *Told) error {
	h, _ := once(told)
	system, err := a.begin(ctx, told.Label+undisturbedLabel, &told.Setup)
	if err != nil {
		return err
	}
	names := newRenaming()
	for i := range h.Entries {
		e := &h.Entries[i]
		err := names.again(ctx, system, e)
		if err != nil {
			return fmt.Errorf("undisturbed, entry %d: %w", i+1, err)
		}
	}
	return nil
}

// sign fills in a command's header, under a fresh key.
func (f *faulter) sign(role voucher.Role, id uint32, cmd voucher.Command) {
	f.count++
	*cmd.Head() = voucher.Header{Key: voucher.KeyOf(uint64(f.keys), f.count), Actor: voucher.Actor{Role: role, ID: id}}
}

// do gives a command that has to be accepted, until it is answered.
func (f *faulter) do(role voucher.Role, id uint32, cmd voucher.Command) voucher.Outcome {
	if f.err != nil {
		return voucher.Outcome{}
	}
	f.system.told.Steps = append(f.system.told.Steps, len(f.system.told.Entries))
	return f.try(role, id, cmd)
}

// try gives a command that may be refused, until it is answered.
func (f *faulter) try(role voucher.Role, id uint32, cmd voucher.Command) voucher.Outcome {
	f.sign(role, id, cmd)
	return f.insist(cmd)
}

// cast gives a command that is signed, once; whether it was answered is left open.
func (f *faulter) cast(cmd voucher.Command) (o voucher.Outcome, answered bool) {
	if f.err != nil {
		return o, false
	}
	place := len(f.system.told.Entries)
	o, err := f.system.Do(f.ctx, cmd)
	f.written(place)
	if err != nil && !f.lost(err) {
		f.err = err
	}
	return o, err == nil
}

// insist gives a command that is signed, again under the same key until it is
// answered. The last time nothing happens to it.
func (f *faulter) insist(cmd voucher.Command) voucher.Outcome {
	for n := range tries + 1 {
		f.line.Rest(n == tries)
		o, answered := f.cast(cmd)
		f.line.Rest(false)
		f.mayRestart()
		if answered || f.err != nil {
			return o
		}
	}
	f.err = errUnanswered
	return voucher.Outcome{}
}

// lost reports whether no answer came, so that the effect is unknown.
func (f *faulter) lost(err error) bool {
	return !broke(err) && !errors.Is(err, errors.ErrUnsupported) && f.ctx.Err() == nil
}

// written notes what happened to the call of an entry, and adds what was held back
// and came with it.
func (f *faulter) written(place int) {
	told := f.system.told
	for len(told.Strikes) < len(told.Entries) {
		told.Strikes = append(told.Strikes, Strike{})
	}
	for _, p := range f.line.Log(f.seen) {
		f.seen++
		if !p.Late {
			told.Strikes[place] = Strike{Kind: p.Kind, Reached: p.Reached}
			f.entries[p.Ordinal] = place
			continue
		}
		of := told.Entries[f.entries[p.Ordinal]]
		copied := voucher.Entry{At: f.system.now, Query: of.Query, Err: "a copy that was held back; nobody waits for its answer"}
		switch {
		case of.Command != nil:
			copied.Command = voucher.CloneCommand(of.Command)
		case of.Query == nil:
			copied.At = of.At // where the clock was to be moved to then
		}
		told.Entries = append(told.Entries, copied)
		told.Strikes = append(told.Strikes, Strike{Kind: p.Kind, Reached: true, Late: true})
	}
}

// calm lets all go that is still on its way, before something that must not be
// overtaken.
func (f *faulter) calm() {
	f.line.Flush()
	f.written(len(f.system.told.Entries) - 1)
}

// advance moves the clock, again until that is answered.
func (f *faulter) advance(to voucher.Instant) {
	f.persist(func() error {
		_, err := f.system.Advance(f.ctx, to)
		return err
	})
}

// persist makes a call that changes nothing when it is made again, until it is answered.
// The last time nothing happens to it.
func (f *faulter) persist(call func() error) {
	for n := range tries + 1 {
		if f.err != nil {
			return
		}
		place := len(f.system.told.Entries)
		f.line.Rest(n == tries)
		err := call()
		f.line.Rest(false)
		f.written(place)
		f.system.told.Strikes[place].Retry = n > 0
		switch {
		case err == nil:
			return
		case !f.lost(err):
			f.err = err
		}
	}
	f.err = errUnanswered
}

// mayRestart starts the build again, now and then.
func (f *faulter) mayRestart() {
	f.restarts++
	if uint64(f.keys.Two(restartDraw, f.restarts))%100 < restartPercent {
		f.again()
	}
}

// again starts the build again, in a life in which that is done.
func (f *faulter) again() {
	if f.restart == nil || f.err != nil {
		return
	}
	switch err := f.restart(); {
	case errors.Is(err, errors.ErrUnsupported):
		f.err = errNoRestart
		return
	case err != nil:
		f.err = fmt.Errorf("start the build again: %w", err)
		return
	}
	place := len(f.system.told.Entries)
	f.advance(f.system.now)
	if len(f.system.told.Strikes) > place {
		f.system.told.Strikes[place].Restart = true
	}
}

// restartDraw parts the draws of restarts from others.
const restartDraw = 0x72_6573_7461_7274

// ask reads a record, again until it is answered.
func (f *faulter) ask(role voucher.Role, id uint32, q *voucher.Query) (r voucher.Record) {
	q.Actor = voucher.Actor{Role: role, ID: id}
	f.persist(func() (err error) {
		r, err = f.system.Query(f.ctx, q)
		return err
	})
	return r
}
