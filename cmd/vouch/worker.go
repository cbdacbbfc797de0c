package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/conformance/load/agents"
)

// worker is what the flags of one vouch worker say.
type worker struct {
	hall  *hall
	work  string
	child bool
}

const workerLong = `Work for others over NATS: drive portions of a load that vouch load --agents has asked
for, on this machine. It serves whoever asks, one after the other, until a signal stops
it; then it ends what it drives, hands over what it has found, and leaves.

Both sides have to be the same vouch: a worker of another version is refused, and both
say so. An order to a worker holds tokens of the build's test world: between machines let
the NATS server speak TLS and ask who comes.`

// workForLoad is the work of an agent of a load.
const workForLoad = "load"

// workerWait is how long the NATS server may take to come: in a cluster all start at once.
const workerWait = time.Minute

// newWorker makes the command.
func newWorker() *cobra.Command {
	w := new(worker)
	cmd := &cobra.Command{
		Use:   "worker",
		Short: "Work for others over NATS: drive a portion of a load",
		Long:  workerLong,
		Example: `  vouch worker --for load --nats nats://10.0.0.5:4222
  vouch worker --for load --nats tls://nats.example:4222 --nats-creds worker.creds`,
		Args: noWords,
		RunE: func(cmd *cobra.Command, _ []string) error { return w.run(cmd) },
	}
	cmd.Flags().SortFlags = false
	addChoice(cmd, &w.work, "for", "what it works for", workForLoad)
	w.hall = addNATS(cmd, "the NATS server at which work is asked for", false)
	addSwitch(cmd, childFlag, "end when the standard input does, and say nothing but what is wrong", &w.child)
	if err := cmd.Flags().MarkHidden(childFlag); err != nil {
		panic("vouch: " + err.Error())
	}
	return cmd
}

// run serves until it is stopped.
func (w *worker) run(cmd *cobra.Command) error {
	given, err := w.hall.given(cmd)
	switch {
	case err != nil:
		return err
	case !given:
		return misuse("a worker is asked over NATS; add --nats nats://HOST:4222, the server that vouch load --agents is given")
	}
	ctx, stop := untilStopped(cmd.Context())
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	m, err := w.hall.open(ctx, agents.Name(), "", workerWait, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer m.close()
	agent := agents.Agent{Name: agents.Name(), Version: thisBuild().exact()}
	if !w.child {
		agent.Say = func(text string) { fmt.Fprintln(cmd.ErrOrStderr(), text) }
		agent.Say(agent.Name + " is free for " + w.work)
	}
	served := make(chan error, 1)
	go func() { served <- agent.Serve(ctx, m.Conn) }()
	select {
	case err = <-served:
	case <-w.orphaned(cmd.InOrStdin()):
		return nil // nobody is there who could take what was found
	}
	if err != nil {
		return fault("%w", err)
	}
	return nil
}

// orphaned is closed when who started a child is gone: the pipe to it ends.
func (w *worker) orphaned(stdin io.Reader) <-chan struct{} {
	gone := make(chan struct{})
	if w.child {
		go func() {
			defer close(gone)
			_, _ = io.Copy(io.Discard, stdin) // either way it is over
		}()
	}
	return gone
}
