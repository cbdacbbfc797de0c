package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/conformance/load/agents"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
	"github.com/vouch-kz/vouch/simulator/cluster"
)

// worker is what the flags of one vouch worker say.
type worker struct {
	world voucher.World
	hall  *hall
	work  string
	slots int
	child bool
}

const workerLong = `Work for others over NATS, on this machine: live parts of studies and simulations that
vouch compare or vouch simulate with --nats shares out, or, with --for load, drive
portions of a load that vouch load --agents has asked for. It serves whoever asks, one
after the other, until a signal stops it. Then it finishes the parts at work, or ends
what it drives and hands over what it has found, and leaves; a second signal ends it at
once, and its parts are lived elsewhere.

Both sides have to be the same vouch: a worker of another version is refused, and both
say so. An order to a worker for loads holds tokens of the build's test world: between
machines let the NATS server speak TLS and ask who comes.

Exit status: 0 stopped, 2 a flag is wrong or the server cannot be used, 4 it cannot take
part, or a fault of vouch or of the machine it runs on.`

// workForStudies is the work of whoever lives parts.
const workForStudies = "studies"

// workForLoad is the work of an agent of a load.
const workForLoad = "load"

// workerWait is how long the NATS server may take to come: in a cluster all start at once.
const workerWait = time.Minute

// newWorker makes the command.
func newWorker(world voucher.World) *cobra.Command {
	w := &worker{world: world, slots: runtime.GOMAXPROCS(0)}
	cmd := &cobra.Command{
		Use:   "worker",
		Short: "Work for others over NATS: live parts of studies, or drive a load",
		Long:  workerLong,
		Example: `  vouch worker --nats nats://10.0.0.5:4222    parts of studies, as many at a time as processors
  vouch worker --for load --nats nats://10.0.0.5:4222
  vouch worker --for load --nats tls://nats.example:4222 --nats-creds worker.creds`,
		Args: noWords,
		RunE: func(cmd *cobra.Command, _ []string) error { return w.run(cmd) },
	}
	cmd.Flags().SortFlags = false
	addChoice(cmd, &w.work, "for", "what it works for", workForStudies, workForLoad)
	addNumber(cmd, "workers", "parts lived at a time (default: processors)", 1, 1024, &w.slots)
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
		return misuse("a worker is asked over NATS; add --nats nats://HOST:4222, the server that the asking side is given")
	}
	ctx, stop := untilStopped(cmd.Context())
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	m, err := w.hall.open(ctx, agents.Name(), "", workerWait, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer m.close()
	if w.work == workForStudies {
		return w.live(ctx, m, cmd)
	}
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

// live lives parts until it is stopped.
func (w *worker) live(ctx context.Context, m *meeting, cmd *cobra.Command) error {
	stderr := cmd.ErrOrStderr()
	serving := &cluster.Worker{Conn: m.Conn, Name: agents.Name(), Version: thisBuild().exact(), Slots: w.slots, Open: w.job}
	if !w.child {
		serving.Told = func(text string) { fmt.Fprintln(stderr, "vouch: "+text) }
		serving.Told("worker " + serving.Name + " is free for parts of studies")
	}
	type served struct {
		cluster.Lived
		err error
	}
	done := make(chan served, 1)
	go func() {
		lived, err := serving.Serve(ctx)
		done <- served{lived, err}
	}()
	select {
	case s := <-done:
		if s.err != nil {
			return fault("%w", s.err)
		}
		if !w.child {
			serving.Told(english.Sprintf("%s lived", counted(s.Parts, "part", "parts")))
		}
	case <-w.orphaned(cmd.InOrStdin()): // nobody is there who could take what was lived
	}
	return nil
}

// job makes a job of what is asked for. Each part is lived on one processor: as many as there are are lived at a time.
func (w *worker) job(kind string, document []byte) (cluster.Job, error) {
	s, err := scenarios.ReadDocument(document)
	if err != nil {
		return nil, err
	}
	switch kind {
	case kindCompare:
		return (&compare{world: w.world, workers: 1}).newRun(s).Job()
	case kindSimulate:
		return (&simulator.Run{Scenario: s.Baseline, World: w.world, Workers: 1, Version: programVersion()}).Job(context.Background())
	}
	return nil, fmt.Errorf("nothing is known of the kind %q", kind)
}
