package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/conformance/load"
	"github.com/vouch-kz/vouch/conformance/load/agents"
)

// crew is what the flags of a load say of agents that drive it together.
type crew struct {
	hall *hall
	n    int
	wait time.Duration
}

func (c *crew) addFlags(cmd *cobra.Command) {
	addCount(cmd, "agents", "this many workers drive together over --nats, each its own families", 0, &c.n)
	c.hall = addNATS(cmd, "NATS server at which agents are: vouch worker --for load", true)
	c.wait = 30 * time.Second
	addDuration(cmd, "agents-wait", "for so many agents to come", &c.wait)
}

// prepare holds the flags against each other and those of the load.
func (c *crew) prepare(cmd *cobra.Command, d *drive) error {
	given, err := c.hall.given(cmd)
	embedded := c.hall.address == embeddedNATS
	switch {
	case err != nil:
		return err
	case c.n == 0 && cmd.Flags().Changed("nats") && os.Getenv(environmentName("nats")) == "":
		return misuse("--nats is where agents drive; say how many, as in --agents 3")
	case c.n == 0:
		return nil
	case !given:
		return misuse("agents drive over a NATS server; add --nats embedded for processes on this machine, or --nats nats://HOST:4222 where vouch worker --for load runs on others")
	case d.find:
		return misuse("--find-max drives one plan after the other, from this process; leave out --agents, or give a --shape step")
	case c.n > load.AgentsMost:
		return misuse("--agents: at most %d", load.AgentsMost)
	case d.aim.url == "" && !embedded:
		return misuse("agents on other machines cannot reach a build on the loopback of this one; add --target URL, or take --nats embedded")
	case d.options.Families < c.n:
		return misuse("%d families cannot be parted over %d agents", d.options.Families, c.n)
	case d.options.Closed > 0 && d.options.Closed < c.n:
		return misuse("--closed %d clients cannot be parted over %d agents", d.options.Closed, c.n)
	}
	return nil
}

// gather takes the agents. end lets them go, and ends what was begun for them.
func (c *crew) gather(ctx context.Context, say func(string), stderr io.Writer) (team *load.Team, end func(), err error) {
	end = func() {}
	if c.n == 0 {
		return nil, end, nil
	}
	var ends []func()
	end = func() {
		for i := len(ends) - 1; i >= 0; i-- {
			ends[i]()
		}
	}
	embedded, kept := c.hall.address == embeddedNATS, ""
	if embedded {
		if kept, err = os.MkdirTemp("", "vouch-nats-"); err != nil {
			return nil, end, fault("--nats: %w", err)
		}
		ends = append(ends, func() { _ = os.RemoveAll(kept) })
	}
	m, err := c.hall.open(ctx, agents.Name(), kept, 0, stderr)
	if err != nil {
		return nil, end, err
	}
	ends = append(ends, m.close)
	if embedded {
		own, err := startChildren(c.n, m, stderr, "--for", workForLoad)
		if err != nil {
			return nil, end, fault("%w", err)
		}
		ends = append(ends, own.end)
	}
	asking := agents.Asking{Name: agents.Name(), Version: thisBuild().exact(), Agents: c.n, Wait: c.wait, Say: say}
	gathered, err := asking.Gather(ctx, m.Conn)
	if err != nil {
		return nil, end, noAgents(ctx, err)
	}
	ends = append(ends, gathered.Release)
	return gathered.Team(), end, nil
}

// noAgents gives the exit status of a run that found too few.
func noAgents(ctx context.Context, err error) error {
	var missing *agents.Missing
	switch {
	case ctx.Err() != nil:
		return &failure{exitInterrupted, errors.New("interrupted while agents were waited for: nothing was driven")}
	case errors.As(err, &missing):
		return &failure{exitInconclusive, fmt.Errorf("%w\nnothing was driven", err)}
	}
	return fault("%w", err)
}
