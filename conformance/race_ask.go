package conformance

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// racer asks for one round of a race: what leads there step by step, then moves of
// many clients at once. It sticks at its first error.
type racer struct {
	ctx     context.Context
	system  *recorder
	begun   time.Time
	keys    voucher.Digest
	count   uint64 // of fresh keys
	window  int
	clients int   // numbers given to who repeats
	usual   int64 // nanoseconds that the last step took
	err     error
}

// move is what one client does in a race.
type move struct {
	role  voucher.Role
	id    uint32
	cmd   voucher.Command
	query *voucher.Query  // where there is no command
	to    voucher.Instant // to which the clock is moved, where there is neither
	key   uint64          // that several moves share; 0: a fresh one
}

// roundsKept bounds how many rounds one check is asked, so that hours of racing
// fit into memory: each is kept whole for its judge.
const roundsKept = 2000

// roundsMore is how many times as many rounds are run where calls hardly meet: a
// build in process answers within microseconds, and few of its calls overlap.
const roundsMore = 4

// askRaces runs the rounds that the options ask for, each in a world of its own, and
// more of them until as many pairs of calls have overlapped as rounds were asked for.
func askRaces(ctx context.Context, a *asker, c *raceCase) error {
	begun, budget := time.Now(), a.opts.Budget/time.Duration(len(raceCases))
	rounds, most := a.opts.Rounds, roundsMore*a.opts.Rounds
	if rounds == 0 {
		rounds, most = roundsKept, roundsKept
	}
	met := int64(0)
	for n := range min(most, roundsKept) {
		if n > 0 && ((budget > 0 && time.Since(begun) > budget) || (n >= rounds && met >= int64(rounds))) {
			break
		}
		if err := a.round(ctx, c, n); err != nil {
			return fmt.Errorf("round %d: %w", n+1, err)
		}
		met += overlapsIn(a.transcript.Worlds[n])
	}
	return nil
}

// round runs one round.
func (a *asker) round(ctx context.Context, c *raceCase, n int) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // the world may go
	setup := c.setup()
	if !a.caps.Choices {
		setup.Readings = a.caps.Readings
	}
	system, err := a.begin(ctx, roundLabel(n), setup)
	if err != nil {
		return err
	}
	r := &racer{ctx: ctx, system: system, begun: time.Now(), keys: voucher.NewDigest().Text(c.name).Two(a.opts.Seed, uint64(n))}
	r.advance(setup.At)
	c.run(r)
	return r.err
}

// roundLabel names a world by its round.
func roundLabel(n int) string { return fmt.Sprintf("round %d", n+1) }

// roundOf is the round that the label of a world names, from 1; 0: none.
func roundOf(told *Told) (n int) {
	if _, err := fmt.Sscanf(told.Label, "round %d", &n); err != nil {
		return 0
	}
	return n
}

// clock is the time since the world was made. It never goes back.
func (r *racer) clock() int64 { return int64(time.Since(r.begun)) }

// sign fills in a command's header.
func (r *racer) sign(m *move) {
	r.count++
	const shared = 1 << 32 // above all fresh ones
	key := r.count
	if m.key != 0 {
		key = shared + m.key
	}
	*m.cmd.Head() = voucher.Header{Key: voucher.KeyOf(uint64(r.keys), key), Actor: voucher.Actor{Role: m.role, ID: m.id}}
}

// tries is how often a command is sent whose answer does not come: what is still
// unknown then is judged as such.
const tries = 4

// lost reports whether no answer came, so that the effect is unknown.
func (r *racer) lost(err error) bool {
	return err != nil && !broke(err) && !errors.Is(err, errors.ErrUnsupported) && r.ctx.Err() == nil
}

// do gives one command, alone.
func (r *racer) do(role voucher.Role, id uint32, cmd voucher.Command) voucher.Outcome {
	return r.doAs(0, &move{role: role, id: id, cmd: cmd})
}

// doAs gives a command as a client, again under the same key as long as no answer
// comes.
func (r *racer) doAs(client int, m *move) (o voucher.Outcome) {
	if r.err != nil {
		return o
	}
	if m.cmd.Head().Key == (voucher.Key{}) {
		r.sign(m)
	}
	for range tries {
		call := r.clock()
		o, r.err = r.system.Do(r.ctx, m.cmd)
		r.span(Span{Client: client, Call: call, Return: r.clock()})
		if !r.lost(r.err) {
			break
		}
	}
	return o
}

// ask reads a record, alone.
func (r *racer) ask(role voucher.Role, id uint32, q *voucher.Query) {
	if r.err != nil {
		return
	}
	q.Actor = voucher.Actor{Role: role, ID: id}
	for range tries {
		call := r.clock()
		_, r.err = r.system.Query(r.ctx, q)
		r.span(Span{Call: call, Return: r.clock()})
		if !r.lost(r.err) {
			return
		}
	}
}

// advance moves the clock.
func (r *racer) advance(to voucher.Instant) {
	if r.err != nil {
		return
	}
	call := r.clock()
	_, r.err = r.system.Advance(r.ctx, to)
	r.span(Span{Call: call, Return: r.clock()})
}

// span notes when the entry added last was asked.
func (r *racer) span(s Span) {
	r.usual = s.Return - s.Call
	r.system.told.Spans = append(r.system.told.Spans, s)
}

// met is what came of a move.
type met struct {
	move  *move
	sent  voucher.Command
	entry voucher.Entry
	span  Span
	err   error
}

// meet lets every move be done by a client of its own, all at the same time. What
// no answer came to is repeated afterwards, by a client that is new. It returns
// which moves were accepted.
func (r *racer) meet(moves ...move) (accepted []bool) {
	accepted = make([]bool, len(moves))
	if r.err != nil {
		return accepted
	}
	r.window++
	all := make([]met, len(moves))
	lags := r.lags(len(moves))
	var arrived atomic.Int64
	var done sync.WaitGroup
	for i := range moves {
		m := &all[i]
		m.prepare(r, &moves[i], i+1)
		done.Go(func() {
			arrived.Add(1)
			for arrived.Load() < int64(len(moves)) { // awake, so that all start within a microsecond
				runtime.Gosched()
			}
			wait(lags[i])
			m.span.Call = r.clock()
			m.err = guard(func() error { return m.give(r.ctx, r.system.system) })
			m.span.Return = r.clock()
		})
	}
	done.Wait()
	slices.SortFunc(all, func(a, b met) int {
		return cmp.Or(cmp.Compare(a.span.Call, b.span.Call), cmp.Compare(a.span.Client, b.span.Client))
	})
	r.clients = max(r.clients, len(moves))
	for i := range all {
		r.take(&all[i])
		accepted[all[i].span.Client-1] = all[i].err == nil && all[i].entry.Outcome.Refusal == nil
	}
	for i := range all {
		m := &all[i]
		switch {
		case !r.lost(m.err):
		case m.move.to != 0:
			r.advance(m.move.to)
		case m.move.cmd != nil:
			r.clients++
			r.doAs(r.clients, m.move)
		}
		if r.lost(r.err) {
			r.err = nil // it stays unknown, and is judged so
		}
	}
	return accepted
}

// prepare makes everything ready that a client only has to send.
func (m *met) prepare(r *racer, from *move, client int) {
	m.move, m.span = from, Span{Client: client, Window: r.window}
	m.entry.At = r.system.now
	if from.to != 0 {
		m.entry.At = from.to
		r.system.figures.Advances++
		return
	}
	if from.cmd == nil {
		q := *from.query
		q.Actor = voucher.Actor{Role: from.role, ID: from.id}
		m.entry.Query = &q
		r.system.figures.Queries++
		return
	}
	r.sign(from)
	r.system.figures.Commands++
	m.entry.Command, m.sent = voucher.CloneCommand(from.cmd), voucher.CloneCommand(from.cmd)
	if code := voucher.CodeOf(m.sent); code != nil {
		*code = r.system.shown(*code)
	}
}

// give asks, and copies what is answered.
func (m *met) give(ctx context.Context, s voucher.System) error {
	if m.move.to != 0 {
		events, err := s.Advance(ctx, m.move.to)
		if err == nil {
			m.entry.Outcome.Events = voucher.CloneEvents(events)
		}
		return err
	}
	if m.sent == nil {
		q := *m.entry.Query
		record, err := s.Query(ctx, &q)
		if err == nil {
			m.entry.Record = record.Clone()
		}
		return err
	}
	o, err := s.Do(ctx, m.sent)
	if err == nil {
		m.entry.Outcome = o.Clone()
	}
	return err
}

// take writes down what came of a move. The first breach of the contract ends the
// round.
func (r *racer) take(m *met) {
	if code := &m.entry.Outcome.Result.Code; *code != (voucher.QR{}) {
		*code = r.system.slot(*code)
	}
	if m.sent != nil && m.err == nil {
		if m.entry.Outcome.Refusal == nil {
			r.system.figures.Accepted++
		} else {
			r.system.figures.Refused++
		}
	}
	if m.move.to != 0 && m.err == nil {
		r.system.now = m.move.to
	}
	r.system.note(m.entry, m.err)
	r.span(m.span)
	if m.err != nil && !r.lost(m.err) && r.err == nil {
		r.err = m.err
	}
}

// lags are how long clients hold back: some windows begin all at once, others are
// spread over as long as a step takes, so that also a gap in the middle of one is
// met.
func (r *racer) lags(n int) []time.Duration {
	all := make([]time.Duration, n)
	draw := r.keys.Word(uint64(r.window))
	spread := [...]int64{0, 0, r.usual / 2, r.usual}[draw%4]
	for i := range all {
		if spread > 0 {
			all[i] = time.Duration(uint64(draw.Word(uint64(i))) % uint64(spread))
		}
	}
	return all
}

// wait holds back. What is shorter than a timer can tell is waited for awake.
func wait(d time.Duration) {
	const timed = 200 * time.Microsecond
	if d > timed {
		late := time.NewTimer(d)
		defer late.Stop()
		<-late.C
		return
	}
	for begun := time.Now(); time.Since(begun) < d; {
		runtime.Gosched()
	}
}
