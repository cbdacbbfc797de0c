package main

import (
	"context"
	"fmt"
	"net/http"
	"os/exec"
	"time"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// How long a command that starts a build again may take, how long the build has then
// until it answers, and how often it is asked.
const (
	restartsWithin = time.Minute
	answersWithin  = 30 * time.Second
	restartPause   = 50 * time.Millisecond
)

// restarts lets a build over HTTP be started again by the command that a flag names.
// One check is asked at a time then: a restart would take the answers of the others.
func (c *conform) restarts(t *conformance.Target) error {
	if c.restart == "" {
		return nil
	}
	if t.Wire == nil {
		return misuse("--restart-cmd goes with --target, which was not given")
	}
	words, err := wire.SplitCommand(c.restart)
	if err != nil {
		return misuse("--restart-cmd: %w", err)
	}
	if _, err := exec.LookPath(words[0]); err != nil {
		return misuse("--restart-cmd: no program %s is found; write the path of one", words[0])
	}
	c.options.Workers = 1
	client := t.Wire
	t.Restart = func(ctx context.Context, _ voucher.System) error {
		if err := started(ctx, words); err != nil {
			return err
		}
		return answers(ctx, client)
	}
	return nil
}

// started runs a command to its end. What it starts in the background goes on.
func started(ctx context.Context, words []string) error {
	ctx, cancel := context.WithTimeout(ctx, restartsWithin)
	defer cancel()
	if err := exec.CommandContext(ctx, words[0], words[1:]...).Run(); err != nil { //nolint:gosec // the operator's own command
		return fmt.Errorf("%s: %w", words[0], err)
	}
	return nil
}

// answers waits until a build answers.
func answers(ctx context.Context, client *wire.Client) error {
	ctx, cancel := context.WithTimeout(ctx, answersWithin)
	defer cancel()
	tick := time.NewTicker(restartPause)
	defer tick.Stop()
	for {
		e, err := client.RawControl(ctx, http.MethodGet, "/capabilities", nil)
		if err == nil && e.Status == http.StatusOK {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("the build does not answer within %s of its restart", answersWithin)
		}
	}
}
