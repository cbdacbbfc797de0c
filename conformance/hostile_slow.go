package conformance

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
)

// How much is asked for beside bodies that take their time.
const (
	slowBodies = 4
	besides    = 20
	heldUp     = 4 * time.Second // who is answered that late has waited for the bodies, which are given up then
)

// askSlowBodies sends bodies that stop in their middle, one that comes slowly, and
// good requests beside and after them.
func askSlowBodies(ctx context.Context, a *asker) error {
	_, operations := theContract()
	h, err := enterHostile(ctx, a, &operations[slices.IndexFunc(operations, func(o endpoint) bool { return o.id == "reply" })])
	if err != nil {
		return err
	}
	defer h.close()
	late, call := context.WithCancel(ctx)
	defer call()
	var under, over sync.WaitGroup
	var left atomic.Int64
	left.Store(slowBodies)
	for range slowBodies {
		slow, err := a.wire.Bare(false)
		if err != nil {
			return err
		}
		under.Add(1)
		halfway := sync.OnceFunc(under.Done)
		slow.Halfway = halfway
		endless := wire.Rough{Method: http.MethodPost, Target: h.op.path, Way: wire.Endless, Body: h.op.example.pieces()}
		over.Go(func() {
			defer slow.Close()
			defer halfway()
			_, _ = h.world.Send(late, slow, actorFor(h.op), "", &endless) // whatever comes of it
			left.Add(-1)
		})
	}
	under.Wait()
	for n := range besides {
		if left.Load() == 0 {
			break // the build let them go by itself
		}
		d, begun := h.goodRequest(goodBeside.line()), time.Now()
		e, err := h.world.Send(ctx, h.good, actorFor(d.op), fmt.Sprintf("beside-%x-%d", uint64(h.seed), n), h.filled(&d.rough))
		answer := RawAnswer{What: d.line, Err: noneInTime}
		if err == nil && time.Since(begun) < heldUp {
			answer = h.r.answer(d.line, e)
		}
		answer.Class, answer.Leaks, answer.Sent, answer.By = classBeside, nil, &d.rough, actorFor(d.op)
		if !plainHostile(&answer) {
			a.transcript.Raw = append(a.transcript.Raw, answer)
			break
		}
	}
	call()
	over.Wait()
	a.transcript.Counts[countInputs] += slowBodies + 1
	a.transcript.Counts[countUnanswered] += slowBodies
	d := h.goodRequest(goodAfterwards.line())
	d.rough.Way = wire.Slow
	h.ask(h.good, d)
	return h.err
}
