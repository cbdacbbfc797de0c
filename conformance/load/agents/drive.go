package agents

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/vouch-kz/vouch/conformance/load"
)

// Team is the crew as package load lets it drive.
func (c *Crew) Team() *load.Team { return &load.Team{Agents: len(c.hands), Drive: c.drive} }

// ahead is how far in the future the instant lies at which all begin, at least.
const ahead = 500 * time.Millisecond

// drive is Drive of a load.Team.
func (c *Crew) drive(ctx context.Context, orders [][]byte, heard func(agent int, sealed []byte) error) ([]load.Ended, error) {
	for i, h := range c.hands {
		if err := c.order(ctx, i, h, orders[i]); err != nil {
			return nil, c.notBegun(ctx, i, "does not take its order", err)
		}
	}
	seconds := make(chan *nats.Msg, 16*len(c.hands))
	listens, err := c.conn.ChanSubscribe(secondsOf(c.run), seconds)
	if err != nil {
		return nil, fmt.Errorf("agents: %w", err)
	}
	defer func() { _ = listens.Unsubscribe() }() // of a closed connection there is nothing to take back
	base := time.Now()
	if err := c.beginTogether(ctx, base); err != nil {
		return nil, err
	}
	w := &watcher{Crew: c, heard: heard}
	w.until(ctx, seconds)
	var ended []load.Ended
	for _, h := range c.hands {
		if h.lost == "" {
			if offset, uncertain, err := c.clockOf(context.WithoutCancel(ctx), h, base); err == nil {
				h.drift, h.uncertain = offset-h.offset, max(h.uncertain, uncertain)
			}
		}
		ended = append(ended, load.Ended{Name: h.name, Host: h.host, Offset: h.offset, Uncertain: h.uncertain, Drift: h.drift, Lost: h.lost})
	}
	return ended, nil
}

// breathe lets agents know that the asking side is there. The returned function ends it.
func (c *Crew) breathe() (end func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var over sync.WaitGroup
	over.Go(func() {
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			for _, h := range c.taken() {
				_ = c.conn.PublishMsg(asked(h.name, c.run, still, nil)) // the next one comes anyway
			}
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	})
	return func() {
		cancel()
		over.Wait()
	}
}

// taken are those of the crew so far.
func (c *Crew) taken() []*hand {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.hands)
}

// order sends an agent its order.
func (c *Crew) order(ctx context.Context, i int, h *hand, sealed []byte) error {
	for n, p := range pieces(sealed) {
		headers := []string{headerPiece, strconv.Itoa(n)}
		if p.last {
			headers = append(headers, headerWhole, "yes", headerAgent, strconv.Itoa(i))
		}
		if _, err := c.ask(ctx, h, order, p.data, headers...); err != nil {
			return err
		}
	}
	return nil
}

// notBegun is the error of a run that an agent kept from beginning.
func (c *Crew) notBegun(ctx context.Context, i int, what string, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return missing("agent %d (%s) %s: %s", i+1, c.hands[i].name, what, reason(err))
}

// beginTogether finds how the clocks stand to ours and lets all begin at one instant.
func (c *Crew) beginTogether(ctx context.Context, base time.Time) (err error) {
	longest := time.Duration(0)
	for i, h := range c.hands {
		if h.offset, h.uncertain, err = c.clockOf(ctx, h, base); err != nil {
			return c.notBegun(ctx, i, "does not tell its time", err)
		}
		longest = max(longest, h.uncertain)
	}
	at := time.Since(base) + ahead + 8*longest*time.Duration(len(c.hands))
	errs := make([]error, len(c.hands))
	var all sync.WaitGroup
	for i, h := range c.hands {
		all.Go(func() {
			_, errs[i] = c.ask(ctx, h, begin, strconv.AppendInt(nil, int64(at+h.offset), 10))
		})
	}
	all.Wait()
	for i, err := range errs {
		if err != nil {
			return c.notBegun(ctx, i, "does not begin", err)
		}
	}
	if late := time.Since(base) - at; late > 0 {
		return missing("it took %v too long to tell all agents when to begin", late.Round(time.Millisecond))
	}
	return nil
}

// watcher is the asking side while agents drive.
type watcher struct {
	*Crew
	heard   func(int, []byte) error
	stopped bool
}

// until hears agents until each is home or lost. When ctx ends, or one is lost, it stops
// the others.
func (w *watcher) until(ctx context.Context, seconds <-chan *nats.Msg) {
	look := time.NewTicker(gatherEvery)
	defer look.Stop()
	again := time.NewTicker(answerWithin)
	defer again.Stop()
	ending := ctx.Done()
	ctx = context.WithoutCancel(ctx) // what was found comes home all the same
	for !w.all() {
		select {
		case <-ending:
			ending = nil
			w.stop()
		case m := <-seconds:
			w.second(m)
		case <-again.C:
			if w.stopped {
				w.stop() // whoever has not heard it
			}
		case <-look.C:
			for i, h := range w.hands {
				w.look(ctx, i, h, seconds)
			}
		}
	}
}

// all reports whether nobody is out any more.
func (w *watcher) all() bool {
	for _, h := range w.hands {
		if !h.home && h.lost == "" {
			return false
		}
	}
	return true
}

func (w *watcher) second(m *nats.Msg) {
	i, err := strconv.Atoi(m.Header.Get(headerAgent))
	if err != nil || i < 0 || i >= len(w.hands) || w.hands[i].home || w.hands[i].lost != "" {
		return // nobody of ours sent it
	}
	if err := w.heard(i, m.Data); err != nil {
		w.lose(i, "it sent "+err.Error())
	}
}

// look sees after one agent.
func (w *watcher) look(ctx context.Context, i int, h *hand, seconds <-chan *nats.Msg) {
	w.mu.Lock()
	state, silent, bye := h.state, time.Since(h.heard), h.bye
	w.mu.Unlock()
	switch {
	case h.home || h.lost != "":
	case state == done:
		for len(seconds) > 0 { // what it told comes before what it found
			w.second(<-seconds)
		}
		if err := w.bringHome(ctx, i, h); err != nil {
			w.lose(i, reason(err))
		}
	case bye:
		w.lose(i, "it has left")
	case silent > gone:
		w.lose(i, fmt.Sprintf("nothing was heard of it for %v", gone))
	case silent > unanswered:
		if _, err := w.ask(ctx, h, still, nil); err != nil {
			w.lose(i, reason(err))
		}
	}
}

// bringHome asks for all that an agent found.
func (w *watcher) bringHome(ctx context.Context, i int, h *hand) error {
	var message []byte
	for n, of := 0, 1; n < of; n++ {
		r, err := w.ask(ctx, h, bring, nil, headerPiece, strconv.Itoa(n))
		if err != nil {
			return err
		}
		if of, err = strconv.Atoi(r.Header.Get(headerPieces)); err != nil {
			return errors.New("it does not say how much it found")
		}
		message = append(message, r.Data...)
		if r.Header.Get(headerWhole) == "" {
			continue
		}
		if err := w.heard(i, message); err != nil {
			return fmt.Errorf("it brought %w", err)
		}
		message = nil
	}
	h.home = true
	return nil
}

// lose gives an agent up, and stops the others: the plan is no longer whole.
func (w *watcher) lose(i int, why string) {
	h := w.hands[i]
	h.lost = why
	w.say(fmt.Sprintf("agent %d (%s) is lost: %s; the others are stopped", i+1, h.name, why))
	_ = w.heard(i, nil) // which takes it in always
	w.stop()
}

// stop ends the drives of all that are out.
func (w *watcher) stop() {
	for _, h := range w.hands {
		if !h.home {
			_ = w.conn.PublishMsg(asked(h.name, w.run, stop, nil)) // it is said again
		}
	}
	w.stopped = true
}
