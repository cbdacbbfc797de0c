package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/conformance/load"
	"github.com/vouch-kz/vouch/conformance/load/agents"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// drive is what the flags of one vouch load say.
type drive struct {
	own      voucher.World
	aim      *aim
	options  load.Options
	rate     float64
	rated    bool // it was given
	span     time.Duration
	shape    string
	arrivals string
	require  string
	workload string
	find     bool
	metrics  string
	crew     crew
	out      string
	format   string
	language string

	course    load.Course
	arguments []string
}

const loadLong = `Drive purchases against a build as a country's tills would, and ask afterwards
whether the money is right. Without --target or --mutant the reference is loaded, over
HTTP on the loopback: it shares the machine with the generator then.

A town is set up in a world of the build over the control plane, on a date inside the
pilot, and its clock runs with ours: families are listed, asked by SMS, say yes and are
credited. Then, at the instants of a seeded plan, somebody shows a QR code and a till
buys under it; some purchases are repeated, doubled, taken back or returned, as --share
says. With --workload gas it is the evening of the 29th: account, offer, confirmation.

The plan is kept whatever the build does: a purchase counts from the instant at which it
was due, so that whoever waits is in the percentiles; what it took from sending stands
beside it. What finds no free connection waits, and the wait counts. --closed 64 drives
so many clients instead, each of which waits for its answer: it hides what a build that
stalls does to others, and the report says so.

Shapes: constant; ramp or ramp:200, from a tenth of the rate or from 200 a second;
spike or spike:8, five times or eight times the rate in the middle tenth; step or
step:10, to the rate in five or ten steps, with percentiles of each; month, the arrivals
of a month compressed into --for. --find-max looks for the highest rate that keeps
--require, in trials of --for each.

Objectives: --require 'p99<150ms,errors<0.1%,rate>=2000'. Percentiles are of the whole
from the due instant to the purchase, or of one request, as in purchase.p99<20ms; with
service in front, from sending. Once it is over every wallet, store and sum is read and
held against what was acknowledged; requests without an answer are asked again under
their keys; and for each family an order is looked for that explains all its answers.
That says that what was acknowledged is there, once for each key; it is no judgement of
the rules, such as that a code is used once, which vouch conform asks for.

With --agents 3 --nats URL three workers drive, each on a machine of its own where vouch
worker --for load runs; with --nats embedded they are processes of this machine. Each has
its own families and its portion of the plan, which together is that of one process with
the same seed; --connections are those of each. All begin at one instant, by their clocks
as NATS tells them. Their histograms are added up without loss, and the money is checked
over the books of all. An agent that dies ends the run: exit 3, with who it was and what
could still be checked. --find-max is for one process.

With --out DIR: report.html with pictures, report.txt, load.json, seconds.csv,
timings.csv and an HdrHistogram log of each drive. --metrics 127.0.0.1:9091 is scraped by Prometheus, as native histograms
and classic ones; conformance/load/grafana.json is a dashboard for it.

Exit status: 0 done; 1 the money is wrong, whatever the speed; 2 a flag is wrong; 3 the
run is not to be trusted, or the build cannot be loaded; 4 a fault of vouch; 5 an
objective is missed and the money is right; 130 interrupted, with the partial report.`

// newLoad makes the command.
func newLoad(own voucher.World) *cobra.Command {
	d := &drive{own: own, aim: &aim{header: http.Header{}, timeout: 10 * time.Second}, rate: 200, span: 10 * time.Second,
		options: load.Options{Shares: load.UsualShares(), Hot: 0.8}}
	cmd := &cobra.Command{
		Use:   "load",
		Short: "Drive purchases at a rate, and check the money afterwards",
		Long:  loadLong + loadWords,
		Example: `  vouch load                                           the reference, 200 a second
  vouch load --target http://127.0.0.1:8080 --rate 2000/s --for 60s
  vouch load --target URL --rate 500/s --shape spike:8 --require 'p99<150ms,errors<0.1%'
  vouch load --target URL --find-max --require 'p99<50ms' --for 10s
  vouch load --workload gas --rate 300/s --out evening
  vouch load --target URL --rate 6000/s --agents 3 --nats nats://10.0.0.5:4222`,
		Args: noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			d.arguments = arguments(cmd, nil)
			return d.run(cmd)
		},
	}
	d.aim.addPlaces(cmd)
	addText(cmd, "mutant", "ID", "load a build that is wrong on purpose; vouch list mutants shows them", &d.aim.mutant)
	complete(cmd, "mutant", mutantIDs())
	d.addFlags(cmd)
	d.crew.addFlags(cmd)
	d.aim.addHeaders(cmd)
	d.aim.addTimes(cmd)
	return cmd
}

func (d *drive) addFlags(cmd *cobra.Command) {
	o := &d.options
	addFlag(cmd, "rate", "RATE", "200/s", "purchases that are due, as 2000/s or 90/m", func(text string) (err error) {
		d.rated = true
		d.rate, err = load.ParseRate(text)
		return err
	})
	addDuration(cmd, "for", "how long", &d.span)
	addFlag(cmd, "shape", "NAME", "constant", "of the rate: "+strings.Join(load.Profiles(), ", ")+", some with a number: spike:8", func(text string) error {
		_, err := load.ParseProfile(text, 1, time.Second)
		d.shape = text
		return err
	})
	complete(cmd, "shape", load.Profiles())
	addChoice(cmd, &d.arrivals, "arrivals", "as independent customers come, or evenly spaced", "poisson", "even")
	addCount(cmd, "closed", "this many clients one after the other, instead of a plan", 0, &o.Closed)
	addText(cmd, "require", "OBJECTIVES", "such as 'p99<150ms,errors<0.1%,rate>=2000'; missed: exit 5", &d.require)
	addSwitch(cmd, "find-max", "look for the highest rate that keeps --require, from --rate on", &d.find)
	addChoice(cmd, &d.workload, "workload", "what people do", string(load.Food), string(load.Gas))
	addCount(cmd, "families", "families, or recipients of gas vouchers (default: as many as the plan needs)", 0, &o.Families)
	addCount(cmd, "stores", "stores", 20, &o.Stores)
	addFlag(cmd, "hot", "NUMBER", "0.8", "how unequal families and stores are: exponent of Zipf's law, 0 for all alike", func(text string) (err error) {
		if o.Hot, err = strconv.ParseFloat(text, 64); err != nil || !(o.Hot >= 0) || o.Hot > 3 {
			return fmt.Errorf("%q is not possible; give a number from 0 to 3", text)
		}
		return nil
	})
	addFlag(cmd, "share", "WHAT=PERCENT", "", "how often a purchase is followed by reversal, refund, repeat, duplicate, other-body, wallet; repeatable", func(text string) error {
		return readShare(&o.Shares, text)
	}).repeats = true
	addCount(cmd, "connections", "journeys under way at a time, at most", 64, &o.Connections)
	addDuration(cmd, "late-limit", "skip and count what has waited so long (default: nothing is skipped)", &o.LateLimit)
	addSeed(cmd, &o.Seed)
	addFlag(cmd, "metrics", "ADDRESS", "", "/metrics for Prometheus while it runs and for some seconds after", addressFlag(&d.metrics))
	addText(cmd, "out", "DIR", "keep figures and histograms in this folder", &d.out)
	addChoice(cmd, &d.format, "format", "of the results", "text", "json")
	addLanguage(cmd, &d.language)
}

// readShare reads one share.
func readShare(s *load.Shares, text string) error {
	name, number, _ := strings.Cut(text, "=")
	into := map[string]*uint32{"reversal": &s.Reversal, "refund": &s.Refund, "repeat": &s.Repeat, "duplicate": &s.Duplicate, "other-body": &s.OtherBody, "wallet": &s.Wallet}
	to, ok := into[name]
	if !ok {
		return fmt.Errorf("%q is unknown; choose one of reversal, refund, repeat, duplicate, other-body, wallet", name)
	}
	percent, err := strconv.ParseFloat(strings.TrimSuffix(number, "%"), 64)
	if err != nil || !(percent >= 0) || percent > 100 {
		return fmt.Errorf("%q is no share; write it as %s=2.5%%", text, name)
	}
	*to = uint32(math.Round(percent * 10_000))
	return nil
}

// run does what the flags say.
func (d *drive) run(cmd *cobra.Command) error {
	if err := d.prepare(); err != nil {
		return err
	}
	if err := d.crew.prepare(cmd, d); err != nil {
		return err
	}
	ctx, stop := untilStopped(cmd.Context())
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	out, err := claimFolder(d.out, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	if out != nil {
		defer out.abandon()
	}
	live := newLiveLoad(cmd.ErrOrStderr())
	team, leave, err := d.crew.gather(ctx, live.say, cmd.ErrOrStderr())
	defer leave()
	if err != nil {
		return err
	}
	d.course.Team = team
	target, end, err := d.target(ctx)
	if err != nil {
		return err
	}
	defer end()
	shut, err := d.openMetrics(ctx, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer shut()
	d.options.Say, d.options.Watch = live.say, live.watch
	result, err := load.Run(ctx, target, d.options, &d.course)
	live.clear()
	if err != nil {
		return unloaded(ctx, err)
	}
	status := loadStatus(result)
	if out != nil {
		if err := d.file(out, result); err != nil {
			return undone(status, fmt.Errorf("--out %s: %w", d.out, err))
		}
	}
	if err := d.print(cmd.OutOrStdout(), result); err != nil {
		return unprinted(status, err)
	}
	if status == exitOK {
		return nil
	}
	return &failure{status, errSaid}
}

// prepare holds flags against each other and makes the course of them.
func (d *drive) prepare() (err error) {
	o := &d.options
	o.Workload = load.Workload(d.workload)
	o.Seed = cmp.Or(o.Seed, 1)
	o.Timeout = d.aim.timeout
	d.shape = cmp.Or(d.shape, load.Profiles()[0])
	if d.course.Profile, err = load.ParseProfile(d.shape, d.rate, d.span); err != nil {
		return misuse("--shape: %w", err)
	}
	d.course.Poisson = d.arrivals == "poisson"
	if d.require != "" {
		if d.course.Objectives, err = load.ParseObjectives(d.require); err != nil {
			return misuse("--require: %w", err)
		}
	}
	switch {
	case d.find && d.require == "":
		return misuse("--find-max needs to know what a rate has to keep; add --require, such as --require 'p99<50ms'")
	case d.find && (o.Closed > 0 || d.shape != load.Profiles()[0] || o.Workload == load.Gas):
		return misuse("--find-max drives constant rates of purchases; leave out --closed, --shape and --workload gas")
	case o.Closed > 0 && d.rated:
		return misuse("--closed drives as fast as its clients are answered, and --rate by a plan; keep one")
	case d.aim.url != "" && d.aim.mutant != "":
		return misuse("--target and --mutant name one build each; keep one")
	}
	if d.find {
		d.course.FindFrom = d.rate
	}
	return d.people()
}

// People that a run needs where nobody says how many: a family's money lasts for some
// baskets, and a gas voucher is activated once. Where many find an empty balance, refusals
// are measured, which are quicker.
const (
	basketsOfFamily = 5
	familiesFewest  = 1_000  // so that few show a code while another of theirs is being paid
	familiesMost    = 40_000 // that nobody asked for
	closedRate      = 10_000 // purchases a second that a closed model may come to
	trialsExpected  = 10     // at the rate that --find-max begins with, as they double
)

// people sizes the town.
func (d *drive) people() error {
	o, expected := &d.options, d.course.Profile.Expected()
	gas := o.Workload == load.Gas
	switch {
	case d.find:
		expected *= trialsExpected
	case o.Closed > 0:
		expected = closedRate * d.span.Seconds()
	}
	most := expected + 5*math.Sqrt(expected) + 100
	switch {
	case o.Families > load.PeopleMost:
		return misuse("--families: at most %d are held in memory", load.PeopleMost)
	case gas && o.Families == 0 && most > load.PeopleMost:
		return misuse("the plan has some %.0f activations, and a run holds %d recipients, each of whom activates once; ask for less", expected, load.PeopleMost)
	case o.Families > 0:
	case gas:
		o.Families = int(most)
	default:
		o.Families = min(max(int(expected/basketsOfFamily), familiesFewest), familiesMost)
	}
	return nil
}

// target makes what is loaded. end ends what was begun.
func (d *drive) target(ctx context.Context) (t load.Target, end func(), err error) {
	end = func() {}
	if d.aim.url != "" {
		asked, ended, err := d.aim.overHTTP(ctx, nil)
		if err != nil {
			return t, ended, err
		}
		t = load.Target{Client: asked.Wire, URL: withScheme(d.aim.url), Header: d.aim.header}
		if d.aim.caFile == "" {
			return t, ended, nil
		}
		if t.Trust, err = readNamed("--ca-file", d.aim.caFile); err != nil {
			return t, ended, err
		}
		if t.Secure, err = wire.TrustingPEM(t.Trust); err != nil {
			return t, ended, misuse("--ca-file: %w", err)
		}
		return t, ended, nil
	}
	m, world, options := mutant.Mutant{}, (*mutant.World)(nil), wire.ServerOptions{World: d.own}
	if d.aim.mutant != "" {
		var ok bool
		if m, ok = mutant.Lookup(d.aim.mutant); !ok {
			return t, end, misuse("--mutant: %q is unknown%s", d.aim.mutant, nearOnly(d.aim.mutant, mutantIDs(), "vouch list mutants shows them"))
		}
		world = m.World()
		options = wire.ServerOptions{World: world, RolesOpen: true}
	}
	address, ended, err := listening(ctx, &m, world, options)
	if err != nil {
		return t, end, fault("%w", err)
	}
	client, err := wire.NewClient(address, wire.Options{Timeout: d.aim.timeout, ControlTimeout: clockMoves * d.aim.timeout, Settle: d.aim.settle})
	return load.Target{Client: client, URL: address, Own: true}, ended, err
}

// unloaded gives the exit status of a run that never began.
func unloaded(ctx context.Context, err error) error {
	var missing *agents.Missing
	if errors.As(err, &missing) {
		return noAgents(ctx, err)
	}
	var untrusted *load.Untrusted
	var unreachable *wire.Unreachable
	var violation *wire.Violation
	switch {
	case ctx.Err() != nil:
		return &failure{exitInterrupted, errors.New("interrupted while the town was set up: nothing was driven")}
	case errors.As(err, &unreachable), errors.As(err, &violation):
		return unasked("nothing was driven", "", err)
	case errors.As(err, &untrusted), errors.Is(err, errors.ErrUnsupported):
		return &failure{exitInconclusive, fmt.Errorf("%w\nnothing was driven; vouch doctor says what the build lacks", err)}
	}
	return fault("%w", err)
}

// loadStatus is the exit status of a run.
func loadStatus(r *load.Result) int {
	switch r.Verdict() {
	case load.MoneyWrong:
		return exitBroken
	case load.CutShort:
		return exitInterrupted
	case load.NotTrusted:
		return exitInconclusive
	case load.ObjectiveMissed:
		return exitMissed
	}
	return exitOK
}
