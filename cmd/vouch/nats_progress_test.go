package main

import (
	"testing"

	"github.com/schollz/progressbar/v3"

	"github.com/vouch-kz/vouch/simulator/cluster"
)

// screen is one on which a bar is drawn, and that is nobody's while it is.
type screen struct {
	t       *testing.T
	of      *partBar
	written int
}

func (s *screen) Write(p []byte) (int, error) {
	s.written++
	if s.of.mu.TryLock() {
		s.of.mu.Unlock()
		s.t.Errorf("%q is written while others may write, want that they wait", p)
	}
	return len(p), nil
}

// Workers are told of by other goroutines while the job ends: whoever draws the bar or takes it away keeps them out.
func TestTheBarOfAJobIsOnesAtATime(t *testing.T) {
	b := &partBar{}
	s := &screen{t: t, of: b}
	b.stderr, b.drawn = s, progressbar.NewOptions64(1, progressbar.OptionSetWriter(s))
	for _, step := range []struct {
		name string
		do   func()
	}{
		{"a part comes", func() { b.lives(cluster.Progress{Parts: 4, Done: 1}) }},
		{"somebody is told", func() { b.tell("a worker has ended") }},
		{"the job ends", b.clear},
	} {
		before := s.written
		if step.do(); s.written == before {
			t.Errorf("%s: nothing is written, want the screen changed", step.name)
		}
	}
}
