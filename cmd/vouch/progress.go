package main

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// barEvery is how often a bar is drawn: smooth to the eye, nothing to a run.
const barEvery = 100 * time.Millisecond

// newDrawn makes a bar, and nil where nobody would see it: stderr is no terminal,
// or a dumb one, which cannot go back to the beginning of a line.
func newDrawn(stderr io.Writer) *progressbar.ProgressBar {
	f, ok := stderr.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || os.Getenv("TERM") == "dumb" {
		return nil
	}
	return progressbar.NewOptions64(1, progressbar.OptionSetWriter(stderr), progressbar.OptionSetPredictTime(false),
		progressbar.OptionSetElapsedTime(true), progressbar.OptionSetWidth(20), progressbar.OptionClearOnFinish())
}

// bar shows how far a run has come, at most every tenth of a second. Its zero value
// shows nothing.
type bar struct {
	drawn *progressbar.ProgressBar // nil: nobody would see it
	shown time.Time
}

// due reports whether it is time to draw.
func (b *bar) due() bool {
	now := time.Now()
	if b.drawn == nil || now.Sub(b.shown) < barEvery {
		return false
	}
	b.shown = now
	return true
}

// draw draws how much of all is done. A terminal that takes no more bytes stops no
// run.
func (b *bar) draw(done, all int64, text string) {
	if b.drawn.GetMax64() != all {
		b.drawn.ChangeMax64(all)
	}
	b.drawn.Describe(text)
	_ = b.drawn.Set64(done)
}

// clear takes the bar off the screen, before anything else is written there.
func (b *bar) clear() {
	if b.drawn != nil {
		_ = b.drawn.Clear()
	}
}

// checkBar shows how many checks are judged.
type checkBar struct {
	bar
	fails int
}

func newCheckBar(stderr io.Writer) *checkBar { return &checkBar{bar: bar{drawn: newDrawn(stderr)}} }

// judged counts a check.
func (b *checkBar) judged(done, planned int, r *conformance.Result) {
	b.count(done, planned, r.Verdict == conformance.Fail, "%d of %d checks, %d failed")
}

// proven counts a wrong build.
func (b *checkBar) proven(done, of int, k *conformance.Kill) {
	b.count(done, of, k.Fate == conformance.Survived, "%d of %d wrong builds, %d survived")
}

func (b *checkBar) count(done, of int, failed bool, text string) {
	if failed {
		b.fails++
	}
	if b.due() {
		b.draw(int64(done), int64(of), english.Sprintf(text, done, of, b.fails))
	}
}

// lifeBar shows how many days of a simulation are lived.
type lifeBar struct {
	bar
	last  voucher.Day // on which people act
	days  int64       // of one block
	lived int64       // days of all blocks, the tails apart
	began time.Time
}

func newLifeBar(stderr io.Writer, scenario *scenarios.Scenario) *lifeBar {
	return &lifeBar{bar: bar{drawn: newDrawn(stderr)}, last: scenario.To, days: int64(scenario.To-scenario.From) + 1, began: time.Now()}
}

// lives counts a day of a block.
func (b *lifeBar) lives(p simulator.Progress) {
	if p.Day <= b.last {
		b.lived++
	}
	if !b.due() {
		return
	}
	all := b.days * int64(p.Blocks)
	progressbar.OptionSetPredictTime(foreseeable(b.shown.Sub(b.began), b.lived, all))(b.drawn)
	b.draw(b.lived, all, english.Sprintf("%d of %d blocks, %d family-months", p.Done, p.Blocks, p.FamilyMonths))
}

// foreseeable reports whether enough was lived to say how long the rest will
// take: the first tenth of a second foretells minutes where there are seconds.
func foreseeable(after time.Duration, lived, all int64) bool {
	return after >= time.Second || lived*20 >= all
}
