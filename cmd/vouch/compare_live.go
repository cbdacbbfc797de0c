package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator/study"
)

// partsOf is where the parts of a study are kept until its folder is whole. They stand beside it, so
// that nobody ever sees half a result.
func partsOf(out *folder) string { return out.path + ".parts" }

// openParts makes the folder of parts ready, and keeps others out of it until it is released. Parts
// that are there are taken up only where that was asked for: nobody wants the work of hours thrown
// away, or that of another day.
func (c *compare) openParts(run *study.Run, out *folder, stderr io.Writer) (release func(), err error) {
	if out == nil {
		return func() {}, nil
	}
	run.Folder = partsOf(out)
	if release, err = c.claimParts(run.Folder); err != nil {
		return nil, err
	}
	if err := c.takeUp(run, stderr); err != nil {
		release()
		return nil, err
	}
	return release, nil
}

// claimParts makes the folder of parts and locks it: of two studies at once, the first to end would
// take the parts of the other away. Where there are no locks of folders, nobody is kept out.
func (c *compare) claimParts(path string) (release func(), err error) {
	if err := os.MkdirAll(path, 0o777); err != nil {
		return nil, misuse("--out %s: %w", c.out, err)
	}
	parts, err := os.Open(path)
	if err != nil {
		return nil, misuse("--out %s: %w", c.out, err)
	}
	if errors.Is(lock(parts, false), syscall.EWOULDBLOCK) {
		_ = parts.Close()
		return nil, misuse("%s: another vouch compare is at work there; wait until it has ended, or name another folder", path)
	}
	return func() { _ = parts.Close() }, nil
}

// takeUp looks at the parts that are there, and says what becomes of them.
func (c *compare) takeUp(run *study.Run, stderr io.Writer) error {
	found, err := run.Inspect()
	if err == nil {
		err = found.Err()
	}
	if err != nil {
		return misuse("parts in %s: %w", run.Folder, err)
	}
	if n := len(found.Whole) + len(found.Torn); n > 0 && !c.resume {
		return misuse("%s holds %s that an interrupted life of this study left; go on from them with --resume, or delete the folder",
			run.Folder, counted(n, "part", "parts"))
	}
	for _, name := range found.Torn {
		fmt.Fprintf(stderr, "vouch: %s was cut off or damaged; its part is lived again\n", filepath.Join(run.Folder, name))
	}
	if len(found.Whole) > 0 {
		fmt.Fprintf(stderr, "vouch: going on from %s, %d missing\n", counted(len(found.Whole), "part", "parts"), found.Missing)
	}
	return nil
}

// live lives the study, and says on the way how far it is and how long it still takes.
func (c *compare) live(ctx context.Context, run *study.Run, stderr io.Writer) (*study.Results, error) {
	world := &watched{World: c.world}
	run.World = world
	b := newStudyBar(stderr, run.Study)
	run.Progress = b.lives
	results, err := run.Live(ctx)
	b.clear()
	switch {
	case err == nil:
		return results, nil
	case ctx.Err() != nil && errors.Is(err, ctx.Err()) && run.Folder != "":
		return nil, &failure{exitInterrupted, fmt.Errorf("interrupted after %v: %s; the same command goes on from there with --resume", time.Since(b.began).Round(time.Second/10), b.far())}
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return nil, &failure{exitInterrupted, fmt.Errorf("interrupted after %v: %s; nothing was kept, since no --out was given", time.Since(b.began).Round(time.Second/10), b.far())}
	case world.made.Load():
		return nil, fault("study: %w", err)
	}
	return nil, &failure{exitMisuse, err}
}

// tellEvery is how often a study says in a log how far it is.
const tellEvery = 30 * time.Second

// studyBar shows how many blocks of a study are lived; in a log, a line from time to time.
type studyBar struct {
	bar
	stderr io.Writer
	began  time.Time
	told   time.Time
	all    int64 // replications
	last   study.Progress
}

func newStudyBar(stderr io.Writer, s *scenarios.Study) *studyBar {
	return &studyBar{bar: bar{drawn: newDrawn(stderr)}, stderr: stderr, began: time.Now(), told: time.Now(), all: s.Replications}
}

// lives counts a block.
func (b *studyBar) lives(p study.Progress) {
	b.last = p
	if b.due() {
		progressbar.OptionSetPredictTime(false)(b.drawn)
		b.draw(p.Done, p.Blocks, b.far()+b.left())
	}
	if b.drawn == nil && time.Since(b.told) >= tellEvery {
		b.told = time.Now()
		fmt.Fprintln(b.stderr, "vouch: "+b.far()+b.left())
	}
}

// far says how far the study is.
func (b *studyBar) far() string {
	return english.Sprintf("replication %d of %d, %d of %d blocks done", min(b.last.Replications+1, b.all), b.all, b.last.Done, b.last.Blocks)
}

// left says how long the rest takes, once enough was lived to tell. What came from files took no time.
func (b *studyBar) left() string {
	since, lived := time.Since(b.began), b.last.Done-b.last.Resumed
	if lived == 0 || since < time.Second {
		return ""
	}
	return remaining(time.Duration(float64(since) / float64(lived) * float64(b.last.Blocks-b.last.Done)))
}

// remaining says how long something still takes, for the end of a line.
func remaining(rest time.Duration) string {
	unit := time.Second
	if rest > 10*time.Minute {
		unit = time.Minute
	}
	return ", about " + strings.TrimSuffix(rest.Round(unit).String(), "m0s") + " left"
}
