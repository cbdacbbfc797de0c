package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/load"
)

// progress is a drive that is under way.
func progress(second *load.Second, drift int64) load.Progress {
	return load.Progress{At: time.Second, Span: time.Minute, Second: second, Completed: 10, Drift: drift, Outcomes: []load.Count{{Op: load.Buy, Word: "ok", N: 10}, {Op: load.Show, Word: "ok", N: 12}}}
}

func TestLiveViewIsDrawnOverItself(t *testing.T) {
	var b bytes.Buffer
	l := &liveLoad{out: &b, redraw: true, colour: true}
	l.watch(progress(&load.Second{At: 1, Span: 1, Planned: 20, Completed: 10, P99: 3 * time.Millisecond}, 0))
	lines := strings.Count(b.String(), "\n")
	first := b.Len()
	l.watch(progress(nil, 2))
	second := b.String()[first:]
	if want := "\x1b[5A\x1b[J"; lines != 5 || !strings.HasPrefix(second, want) {
		t.Errorf("%d lines, then %q, want five lines that the second picture takes off the terminal with %q", lines, second, want)
	}
	if !strings.Contains(second, "\x1b[31mmoney drift 2\x1b[0m") || !strings.Contains(second, "p99 3ms") || !strings.Contains(second, "outcomes   ok 10\n") {
		t.Errorf("%q does not show the drift in red, the last p99 and what became of purchases", second)
	}
	b.Reset()
	l.clear()
	if b.String() != "\x1b[5A\x1b[J" || l.drawn != 0 {
		t.Errorf("%q clears the terminal, want the five lines taken off", b.String())
	}
}

func TestLiveViewSaysWithoutColoursWhatIsWrong(t *testing.T) {
	var b bytes.Buffer
	l := &liveLoad{out: &b, redraw: true}
	l.watch(progress(&load.Second{At: 1, Span: 1, Lateness: 2 * time.Millisecond}, 2))
	if text := b.String(); strings.Contains(text, "m●") || strings.Contains(text, "\x1b[3") || !strings.Contains(text, "✗ late p99 2ms   money drift 2") {
		t.Errorf("%q, want no colour (NO_COLOR), and a mark that tells of a late generator without one", text)
	}
}

func TestPlainLinesWhereThereIsNoTerminal(t *testing.T) {
	var b bytes.Buffer
	l := newLiveLoad(&b)
	l.watch(progress(nil, 0))
	if b.Len() != 0 {
		t.Errorf("%q is told between two seconds, want nothing", b.String())
	}
	l.watch(progress(&load.Second{At: 2, Span: 1, Planned: 20, Offered: 21, Completed: 19, Backlog: 3}, 0))
	line := b.String()
	if strings.Count(line, "\n") != 1 || strings.Contains(line, "\x1b") || !strings.Contains(line, "planned 20/s, begun 21, answered 19") || !strings.Contains(line, "waiting 3") {
		t.Errorf("a second is told as %q, want one plain line of its figures", line)
	}
}

// TestWhatIsNotPlannedIsNotTold: a closed load has no rate of a plan.
func TestWhatIsNotPlannedIsNotTold(t *testing.T) {
	for _, redraw := range []bool{false, true} {
		var b bytes.Buffer
		l := &liveLoad{out: &b, redraw: redraw}
		l.watch(progress(&load.Second{At: 2, Span: 1, Offered: 21, Completed: 19}, 0))
		if text := b.String(); strings.Contains(text, "planned") || !strings.Contains(text, "begun 21") {
			t.Errorf("a second without a plan is told as %q, want what was begun and nothing planned", text)
		}
	}
}

func TestSharesAreReadAsPercent(t *testing.T) {
	var s load.Shares
	for _, text := range []string{"refund=2.5%", "repeat=10", "duplicate=0.001%", "wallet=100%"} {
		if err := readShare(&s, text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	if want := (load.Shares{Refund: 25_000, Repeat: 100_000, Duplicate: 10, Wallet: 1_000_000}); s != want {
		t.Errorf("shares %+v, want %+v: parts of a million", s, want)
	}
	for _, text := range []string{"refund", "refund=", "refund=-1", "refund=101%", "refund=NaN", "theft=1"} {
		if err := readShare(&s, text); err == nil {
			t.Errorf("%q is taken as a share", text)
		}
	}
}
