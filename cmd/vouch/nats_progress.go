package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/vouch-kz/vouch/simulator/cluster"
)

// partBar shows how many parts of a job have come, from how many workers; in a log, a line from time to time.
type partBar struct {
	bar
	gathered
	stderr io.Writer
	began  time.Time
	said   time.Time
	mu     sync.Mutex
}

func newPartBar(stderr io.Writer) *partBar {
	return &partBar{bar: bar{drawn: newDrawn(stderr)}, stderr: stderr, began: time.Now(), said: time.Now()}
}

// lives notes how far the job is.
func (b *partBar) lives(p cluster.Progress) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.Progress, b.elapsed = p, time.Since(b.began)
	b.workers, b.slots = max(b.workers, p.Workers), max(b.slots, p.Slots)
	if b.due() {
		progressbar.OptionSetPredictTime(false)(b.drawn)
		b.draw(p.Done, p.Parts, b.far()+b.left())
	}
	if b.drawn == nil && time.Since(b.said) >= tellEvery {
		b.said = time.Now()
		fmt.Fprintln(b.stderr, "vouch: "+b.far()+b.left())
	}
}

// tell says something that people may want to know, on a line of its own.
func (b *partBar) tell(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bar.clear()
	for line := range strings.Lines(text) {
		fmt.Fprintln(b.stderr, "vouch: "+strings.TrimSuffix(line, "\n"))
	}
}

// clear takes the bar off the screen. Workers of this machine and those elsewhere may be told of until the job is closed,
// so that others may be at the screen.
func (b *partBar) clear() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.bar.clear()
}

// far says how far the job is, and who is there.
func (b *partBar) far() string {
	return english.Sprintf("%d of %d parts done, %s", b.Done, b.Parts, counted(b.Workers, "worker", "workers"))
}

// left says how long the rest takes, once enough was lived to tell. What was found took no time.
func (b *partBar) left() string {
	since, lived := time.Since(b.began), b.Done-b.Found
	if lived <= 0 || since < time.Second {
		return ""
	}
	return remaining(time.Duration(float64(since) / float64(lived) * float64(b.Parts-b.Done)))
}
