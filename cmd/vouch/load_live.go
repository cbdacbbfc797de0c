package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"github.com/vouch-kz/vouch/conformance/load"
)

// liveLoad tells how a load goes: on a terminal a few lines that are drawn again four
// times a second, elsewhere a line a second.
type liveLoad struct {
	mu     sync.Mutex
	out    io.Writer
	drawn  int // lines that stand on the terminal now
	redraw bool
	colour bool
	last   load.Second
	rates  []float64
}

// sparks is how many seconds the small picture of the rate holds.
const sparks = 60

// What a terminal is told so that it cuts long lines off, and that it no longer does.
const noWrap, wrap = "\x1b[?7l", "\x1b[?7h"

func newLiveLoad(stderr io.Writer) *liveLoad {
	f, ok := stderr.(*os.File)
	return &liveLoad{out: stderr, redraw: ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb", colour: coloured(stderr)}
}

// say tells what the setup and the end do.
func (l *liveLoad) say(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wipe()
	fmt.Fprintln(l.out, text)
}

// watch is told of a drive.
func (l *liveLoad) watch(p load.Progress) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if p.Second != nil {
		l.last = *p.Second
		if l.last.Span > 0 {
			l.rates = append(l.rates, float64(l.last.Completed)/l.last.Span)
		}
		l.rates = l.rates[max(0, len(l.rates)-sparks):]
	}
	switch {
	case l.redraw:
		l.wipe()
		text := l.picture(&p)
		l.drawn = strings.Count(text, "\n")
		_, _ = io.WriteString(l.out, noWrap+text+wrap) // a line too long would count as two
	case p.Second != nil:
		fmt.Fprintln(l.out, l.line(&p))
	}
}

// line is a second in one line.
func (l *liveLoad) line(p *load.Progress) string {
	s := &l.last
	return english.Sprintf("%4.0f s: %sbegun %d, answered %d, p50 %v, p99 %v, service p99 %v, under way %d, waiting %d, skipped %d, failed %d, late p99 %v, money drift %d",
		s.At, planned(s.Planned, "planned %.0f/s, "), s.Offered, s.Completed, rounded(s.P50), rounded(s.P99), rounded(s.Service99), s.InFlight, s.Backlog, p.Skipped, s.Failed, rounded(s.Lateness), p.Drift)
}

// planned tells the rate of the plan, where there is one: clients who wait for their
// answers have none, and no plan goes on after its end.
func planned(rate float64, words string) string {
	if rate == 0 {
		return ""
	}
	return english.Sprintf(words, rate)
}

// picture is what stands on a terminal.
func (l *liveLoad) picture(p *load.Progress) string {
	s := &l.last
	lamp := l.paint("32", "●")
	if s.Lateness > time.Millisecond {
		lamp = l.paint("31", "✗")
	}
	drift := fmt.Sprintf("money drift %d", p.Drift)
	if p.Drift > 0 {
		drift = l.paint("31", drift)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%v of %v  %s\n", p.At.Round(time.Second/4), p.Span, spark(l.rates))
	b.WriteString(english.Sprintf("rate       %sbegun %d  answered %d\n", planned(s.Planned, "planned %.0f/s  "), s.Offered, s.Completed))
	fmt.Fprintf(&b, "response   p50 %v  p99 %v  p99.9 %v   service p99 %v\n", rounded(s.P50), rounded(s.P99), rounded(s.P999), rounded(s.Service99))
	b.WriteString(english.Sprintf("under way  %d  waiting %d  skipped %d   %s late p99 %v   %s\n", p.InFlight, p.Backlog, p.Skipped, lamp, rounded(s.Lateness), drift))
	fmt.Fprintf(&b, "outcomes   %s\n", outcomesLine(p.Outcomes))
	return b.String()
}

// paint gives a text a colour, where colours are wanted.
func (l *liveLoad) paint(colour, text string) string {
	if !l.colour {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

// outcomesMost is how many outcomes fit into a line.
const outcomesMost = 6

// outcomesLine sums up how purchases and confirmations ended.
func outcomesLine(all []load.Count) string {
	var words []string
	for _, c := range all {
		if (c.Op == load.Buy || c.Op == load.Confirm) && len(words) < outcomesMost {
			words = append(words, english.Sprintf("%s %d", c.Word, c.N))
		}
	}
	return strings.Join(words, "  ")
}

// spark draws numbers as small columns.
func spark(all []float64) string {
	columns := []rune("▁▂▃▄▅▆▇█")
	top := 1.0
	for _, v := range all {
		top = max(top, v)
	}
	var b strings.Builder
	for _, v := range all {
		b.WriteRune(columns[min(int(v/top*float64(len(columns))), len(columns)-1)])
	}
	return b.String()
}

// rounded leaves three digits or so.
func rounded(d time.Duration) time.Duration {
	switch {
	case d > time.Second:
		return d.Round(10 * time.Millisecond)
	case d > time.Millisecond:
		return d.Round(10 * time.Microsecond)
	}
	return d.Round(time.Microsecond)
}

// wipe takes off the terminal what stands there.
func (l *liveLoad) wipe() {
	if l.drawn > 0 {
		fmt.Fprintf(l.out, "\x1b[%dA\x1b[J", l.drawn)
		l.drawn = 0
	}
}

// clear is wipe for who is done.
func (l *liveLoad) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wipe()
}
