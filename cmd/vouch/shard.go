package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
	"github.com/vouch-kz/vouch/simulator/cluster/shard"
	"github.com/vouch-kz/vouch/simulator/study"
)

// What is made of the document of an order.
const (
	kindCompare  = "compare"
	kindSimulate = "simulate"
)

// addShard adds the flag for one share of the work.
func addShard(cmd *cobra.Command, into *shard.Share) {
	addFlag(cmd, "shard", "I/N", "", "live the Ith of N shards into --out, for vouch merge; job/N: by the index of a Kubernetes job",
		func(text string) (err error) {
			*into, err = shard.ParseShare(text, os.Getenv)
			return err
		})
	complete(cmd, "shard", []string{"1/2", "2/2", "job/16"})
}

// sharing lives one shard of a job.
type sharing struct {
	half    shard.Half
	watched *watched
	clear   func() // takes the progress off the screen
	stderr  io.Writer
}

// newSharing writes down what is asked for.
func newSharing(kind string, s *scenarios.Study, job shard.Job, arguments []string) (*sharing, error) {
	document, err := s.Document()
	if err != nil {
		return nil, fault("%w", err)
	}
	return &sharing{half: shard.Half{
		Order: &shard.Order{Kind: kind, Version: programVersion(), ID: job.ID(), Document: document, Arguments: arguments}, Job: job,
	}}, nil
}

// live lives the shard into a folder, and says what is to be done next.
func (s *sharing) live(ctx context.Context, share shard.Share, dir string) error {
	h := &s.half
	h.Share, h.Dir, h.Lock = share, dir, lockShard
	err := h.Open()
	for _, note := range h.Notes {
		fmt.Fprintln(s.stderr, "vouch: "+note)
	}
	switch {
	case errors.Is(err, syscall.ENOTDIR):
		return misuse("--out %s: %w", dir, errFileThere)
	case errors.Is(err, shard.ErrTaken), ofTheDisk(err): // which goes by: a job of Kubernetes tries again after any status but 2
		return fault("--out %s: %w", dir, err)
	case err != nil:
		return misuse("--out %s: %w", dir, err)
	}
	if h.Stands() {
		fmt.Fprintf(s.stderr, "shard %v stands in %s already, whole; nothing was lived\n", share, h.Path())
		return nil
	}
	began, missing := time.Now(), h.Missing()
	err = h.Live(ctx)
	s.clear()
	switch {
	case err == nil:
		fmt.Fprintf(s.stderr, "shard %v: %s lived in %v, written to %s\nwhen all %d are there: %s\n", share, counted(missing, "part", "parts"),
			time.Since(began).Round(time.Millisecond), h.Path(), share.Of, shard.Command([]string{"merge", dir}))
		return nil
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return &failure{exitInterrupted, fmt.Errorf("interrupted after %v: the parts of the shard %v that were lived are kept; the same command goes on from there",
			time.Since(began).Round(time.Second/10), share)}
	case ofTheDisk(err):
		return fault("--out %s: %w; the parts that were written are kept, and the same command goes on from there", dir, err)
	case s.watched.made.Load():
		return fault("shard %v: %w; the parts that were written are kept", share, err)
	}
	return &failure{exitMisuse, err}
}

// ofTheDisk reports whether an error is what a disk, or whoever serves it, says of a file.
func ofTheDisk(err error) bool {
	var path *fs.PathError
	var link *os.LinkError
	return errors.As(err, &path) || errors.As(err, &link)
}

// lockShard keeps a second process out of a shard.
func lockShard(f *os.File) error {
	if errors.Is(lock(f, false), syscall.EWOULDBLOCK) {
		return shard.ErrTaken
	}
	return nil // locked, or there are no locks here
}

// shard lives one share of the study.
func (c *compare) shard(cmd *cobra.Command, s *scenarios.Study) error {
	stderr := cmd.ErrOrStderr()
	if err := sharable(c.out); err != nil {
		return err
	}
	p := c.newPlan(s)
	p.shards = int64(c.share.Of)
	if err := p.allowed(cmd); err != nil {
		return err
	}
	ctx, stop := untilStopped(cmd.Context())
	defer stop()
	world := &watched{World: c.world}
	b := newStudyBar(stderr, s)
	run := c.newRun(s)
	run.World, run.Progress = world, b.lives
	job, err := run.Job()
	if err != nil {
		return &failure{exitMisuse, err}
	}
	sharing, err := newSharing(kindCompare, s, job, c.arguments)
	if err != nil {
		return err
	}
	if s.Stop != nil {
		fmt.Fprintf(stderr, "vouch: where the study stops, vouch merge finds out: the shards live all %d replications, of which it may need no more than %d\n",
			s.Stop.AtMost, s.Stop.AtLeast)
	}
	sharing.watched, sharing.clear, sharing.stderr = world, b.clear, stderr
	return sharing.live(ctx, c.share, c.out)
}

// newRun is the study as this program lives it.
func (c *compare) newRun(s *scenarios.Study) *study.Run {
	return &study.Run{Study: s, World: c.world, Workers: c.workers, Version: programVersion(), Rules: ruleValues,
		Targets: scenarios.BaseTargets(), Now: time.Now}
}

// shard lives one share of the scenario.
func (s *simulate) shard(cmd *cobra.Command, scenario *scenarios.Scenario) error {
	stderr := cmd.ErrOrStderr()
	if err := sharable(s.out); err != nil {
		return err
	}
	if s.aim.elsewhere() {
		return misuse("--shard lives on the rules of vouch, so that all shards have one and the same; leave --target and --exec out")
	}
	ctx, stop := untilStopped(cmd.Context())
	defer stop()
	world := &watched{World: s.world}
	b := newLifeBar(stderr, scenario)
	run := &simulator.Run{Scenario: scenario, World: world, Workers: s.workers, Version: programVersion(), Progress: b.lives}
	job, err := run.Job(ctx)
	if err != nil {
		return &failure{exitMisuse, err}
	}
	sharing, err := newSharing(kindSimulate, scenarios.StudyOf(scenario), job, s.arguments)
	if err != nil {
		return err
	}
	sharing.watched, sharing.clear, sharing.stderr = world, b.clear, stderr
	return sharing.live(ctx, s.share, s.out)
}

// sharable refuses a shard that would leave nothing behind.
func sharable(out string) error {
	if out == "" {
		return misuse("--shard writes its part into a folder, the same one for all shards; name it with --out")
	}
	return nil
}
