package load

import (
	"context"
	"sync"
	"time"
)

// clock lets the time of the town run while it is driven: the control plane moves it
// by a second every second, so that codes grow old as at a till.
type clock struct {
	session *Session
	mu      sync.Mutex
	err     error // of the last move
	moved   time.Duration
}

func newClock(s *Session) *clock { return &clock{session: s} }

// run moves the clock until the returned function is called. Without a clock somebody
// else moves that of the world.
func (c *clock) run() func() {
	if c == nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan struct{})
	begin, moved := time.Now(), c.moved
	go func() {
		defer close(over)
		for pause(ctx, time.Second) {
			c.to(ctx, moved+time.Since(begin).Truncate(time.Second))
		}
	}()
	return func() {
		cancel()
		<-over
	}
}

// to moves the clock so far beyond its beginning.
func (c *clock) to(ctx context.Context, d time.Duration) {
	_, err := c.session.town.system.Advance(ctx, c.session.began.Plus(int64(d)))
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err = err; err == nil {
		c.moved = d
	}
}

// reached is how far the clock may have come.
func (c *clock) reached() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.moved + 2*time.Second
}

// failed is why the clock did not move the last time.
func (c *clock) failed() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}
