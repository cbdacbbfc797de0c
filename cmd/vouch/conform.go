package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/scenarios"
)

// conform is what the flags of one vouch conform say.
type conform struct {
	own        voucher.World
	aim        *aim
	options    conformance.Options
	known      string
	production string
	restart    string
	logs       []string
	metrics    string
	out        string
	format     string
	language   string
	verbose    bool
	noOracle   bool
	arguments  []string
	reach      []string
}

const conformLong = `Judge a build of the two programmes against every requirement that can be seen
from outside, and say where it breaks one: in words, with the steps that lead
there, and with the command that repeats it. Without --target, --exec or
--mutant the reference itself is judged, in process.

The suites: stories (one requirement at a time, told by hand), wire (tokens, problems,
hostile bodies; over HTTP only), store (a till's day, also on a system without
clock and worlds), properties (random lives beside the reference), life (a
simulated population beside the reference), races (many clients at the same time on
one code, balance, account, loan or key), access (every role tries every operation,
on its own record, on another's and on a guessed one; wrong tokens over HTTP),
privacy (planted IINs, phones, tokens and codes, looked for in every answer, and with
--logs and --metrics-url in the log and the metrics of the build; over HTTP only),
faults (commands that get lost, late or doubled on their way, outages, and restarts
in mid-run), hostile (requests that break the contract, or HTTP, in one place after
the other; over HTTP only).

--restart-cmd is run in the suite faults now and then, without a shell: it stops the
build and starts it again, and the run goes on when the build answers, within half a
minute. What was there has to be there. Without it the control plane is asked for the
fault restart; a build that has neither is unsupported there.

--out keeps the record of the run, for vouch judge, replay and bundle, and every
report. Its transcript holds of each check the last MiB that went over HTTP, and 32
MiB in all; what it leaves out is counted. Secrets are masked in all of it. It replaces
an earlier run, unless the build could be asked nothing.

--known names a file of failures that are known: a check, why, until when, and the
fingerprint of how it fails. Each entry names one check; there are no patterns, since
each fails in its own way. DIR/known.yaml, which --out leaves where something fails, has
an entry for each failure, ready but for the reasons.

SELECTOR is a requirement, a check, or either with * for any letters. One that
matches nothing is an error: an empty run is never green.

Exit status, and what the report says of the run as a whole:
  0    CONFORMS; or NO VIOLATION FOUND in what was chosen, which earns no
       profile; or FAILS AS KNOWN, in nothing but what --known lists, and what
       could not be judged waits for that alone
  1    DOES NOT CONFORM: a violation, or a known failure that is stale
  2    a flag or file is wrong, nothing was judged
  3    INCONCLUSIVE: not reached, a MUST that could not be judged, or nothing
       checked
  4    FAULT OF THE SUITE, or the machine's, such as a full disk
  130  interrupted, without a violation until then

` + reachHelp + peopleHelp

// newConform makes the command. own is the world judged without a target, and
// the oracle.
func newConform(own voucher.World) *cobra.Command {
	c := &conform{own: own, options: conformance.Options{Workers: runtime.GOMAXPROCS(0)}}
	cmd := &cobra.Command{
		Use:   "conform [SELECTOR…]",
		Short: "Judge a build against every requirement",
		Long:  conformLong,
		Example: `  vouch conform                                     the reference, in process
  vouch conform --target http://127.0.0.1:8080      a build over HTTP
  vouch conform --exec 'node adapter.js'            a build over standard input and output
  vouch conform 'GAS-WINDOW-*' --mutant gas-window-closes-a-day-late
  vouch conform --profile food-core --out run --lang ru --target URL
  vouch conform --suite life --families 200 --target URL
  vouch conform --suite properties --budget 5m --seed 7 --target URL
  vouch conform --suite races --rounds 200 --target URL
  vouch conform --suite faults --restart-cmd './restart.sh' --target URL
  vouch conform --suite access,privacy --logs build.log --target URL
  vouch conform --suite hostile --seed 7 --target URL`,
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var ids []string
			for _, l := range append(listRequirements("en"), listChecks("en")...) {
				ids = append(ids, cobra.CompletionWithDesc(l.id, l.what))
			}
			return ids, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			c.options.Select = args
			c.arguments, c.reach = arguments(cmd, args), reach(cmd)
			return c.run(cmd)
		},
	}
	c.aim = addAim(cmd)
	c.addFlags(cmd)
	return cmd
}

// addFlags adds the flags that say what is checked and how it is told.
func (c *conform) addFlags(cmd *cobra.Command) {
	o := &c.options
	addFlag(cmd, "suite", "NAME", "", "only these suites; repeatable, or parted by commas", c.readSuites).repeats = true
	var suites, profiles []string
	for _, s := range conformance.Suites() {
		suites = append(suites, string(s))
	}
	complete(cmd, "suite", suites)
	addText(cmd, "profile", "ID", "only the requirements of a profile; vouch list profiles", &o.Profile)
	for _, p := range scenarios.Profiles() {
		profiles = append(profiles, p.ID)
	}
	complete(cmd, "profile", profiles)
	addCount(cmd, "cases", "random lives that properties draw, and random hostile requests beside the planned ones", conformance.DefaultCases, &o.Cases)
	addCount(cmd, "families", "families of the life suite", conformance.DefaultFamilies, &o.Families)
	addCount(cmd, "rounds", "how often each thing is raced for; a fifth as often a month is lived under each fault", conformance.DefaultRounds, &o.Rounds)
	addDuration(cmd, "budget", "draw, race and attack until so much time has gone by", &o.Budget)
	addSeed(cmd, &o.Seed)
	addCount(cmd, "workers", "checks asked at a time (default: processors)", 0, &o.Workers)
	addURL(cmd, "production", "the same build in production mode, which must have no control plane", &c.production)
	addText(cmd, "restart-cmd", "COMMAND", "stops the build and starts it again, for the suite faults", &c.restart)
	addFlag(cmd, "logs", "FILE", "", "the build's log, looked through for secrets; repeatable", func(text string) error {
		if strings.TrimSpace(text) == "" {
			return errors.New("nothing given")
		}
		c.logs = append(c.logs, text)
		return nil
	}).repeats = true
	addURL(cmd, "metrics-url", "the build's metrics, looked through for secrets", &c.metrics)
	addText(cmd, "known", "FILE", "failures that are known, in YAML: one check an entry, no patterns", &c.known)
	addSwitch(cmd, "certify", "no selection and no known failures: what a certificate needs", &o.Certify)
	addSwitch(cmd, "strict", "a broken SHOULD is a violation too", &o.Strict)
	addSwitch(cmd, "no-oracle", "leave out what compares with the reference", &c.noOracle)
	addText(cmd, "out", "DIR", "write the record of the run and every report into this folder", &c.out)
	addChoice(cmd, &c.format, "format", "what is printed", "text", "json", "junit", "summary")
	addLanguage(cmd, &c.language)
	addSwitch(cmd, "verbose", "every step of a failure, and a screen for each warning", &c.verbose)
}

// addCount adds a flag for a whole number above zero.
func addCount(cmd *cobra.Command, name, usage string, usual int, into *int) {
	text := ""
	if usual != 0 {
		text = strconv.Itoa(usual)
	}
	addFlag(cmd, name, "NUMBER", text, usage, func(text string) error {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 10_000_000 {
			return fmt.Errorf("%q is not possible; give a whole number from 1 to 10000000", text)
		}
		*into = n
		return nil
	})
}

// addSwitch adds a flag that is there or not.
func addSwitch(cmd *cobra.Command, name, usage string, into *bool) {
	cmd.Flags().BoolVar(into, name, false, usage)
}

func (c *conform) readSuites(text string) error {
	var known []string
	for _, s := range conformance.Suites() {
		known = append(known, string(s))
	}
	for word := range strings.SplitSeq(text, ",") {
		word = strings.TrimSpace(word)
		found := false
		for _, s := range conformance.Suites() {
			if string(s) == word {
				c.options.Suites, found = append(c.options.Suites, s), true
			}
		}
		if !found {
			return fmt.Errorf("%q is no suite%s", word, instead(word, known))
		}
	}
	return nil
}

// run judges the build, prints the verdict and keeps the record of it. Whatever
// goes wrong after the judging takes no verdict away.
func (c *conform) run(cmd *cobra.Command) error {
	ctx, stop := untilStopped(cmd.Context())
	defer stop()
	if err := c.prepare(); err != nil {
		return err
	}
	out, err := c.claimRecord(cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	defer out.abandon()
	report, err := c.judged(ctx, cmd, out)
	if err != nil {
		return err
	}
	if out != nil {
		namePictures(c.out, report)
	}
	unsaid := c.print(cmd.OutOrStdout(), report)
	if unsaid != nil {
		unsaid = fmt.Errorf("results: %w", unsaid)
	}
	if out != nil && !out.keepsEarlier(report, cmd.ErrOrStderr()) { // after the verdict is said, which a full disk must not take away
		if err := c.file(out, report); err != nil {
			if errors.Is(unsaid, syscall.EPIPE) { // nobody wants to read it
				unsaid = nil
			}
			unsaid = errors.Join(unsaid, fmt.Errorf("--out %s: %w", c.out, err))
		} else {
			out.tell(cmd.ErrOrStderr())
		}
	}
	if unsaid != nil {
		return undone(report.Exit, unsaid)
	}
	return verdict(report)
}

// judged asks the build and judges what it answers. out, where it is not nil, keeps
// what went over the wire.
func (c *conform) judged(ctx context.Context, cmd *cobra.Command, out *record) (*conformance.Report, error) {
	target, end, err := c.aim.target(ctx, c.own, out.keep())
	if err != nil {
		return nil, err
	}
	defer end()
	if target.Production, err = c.aim.production(c.production, out.keep()); err != nil {
		return nil, err
	}
	if err := c.restarts(&target); err != nil {
		return nil, err
	}
	if (len(c.logs) > 0 || c.metrics != "") && target.Wire == nil {
		return nil, misuse("--logs and --metrics-url go with --target, which was not given")
	}
	for _, name := range c.logs {
		if _, err := os.Stat(name); err != nil {
			return nil, misuse("--logs: %w", err)
		}
	}
	target.Logs, target.Metrics = c.logs, withScheme(c.metrics)
	bar := newCheckBar(cmd.ErrOrStderr())
	c.options.Progress = bar.judged
	begun := time.Now()
	report, err := conformance.Run(ctx, target, c.options)
	bar.clear()
	if report == nil {
		return nil, unjudged(err)
	}
	report.Reach = c.reach
	if out != nil {
		out.elapsed = time.Since(begun)
	}
	if report.Interrupted && report.Exit != conformance.ExitViolation {
		report.Exit = exitInterrupted
	}
	return report, nil
}

// prepare reads what flags only name.
func (c *conform) prepare() error {
	o := &c.options
	o.Today = voucher.Instant(time.Now().UnixNano()).Day()
	o.Timeout = max(conformance.DefaultTimeout, 6*c.aim.timeout)
	if !c.noOracle {
		o.Oracle = c.own
	}
	o.Suspects = suspects()
	if o.Certify {
		switch {
		case len(o.Select) > 0 || len(o.Suites) > 0 || o.Profile != "":
			return misuse("--certify checks everything; take selectors, --suite and --profile away")
		case c.known != "":
			return misuse("--certify knows no known failures; take --known away")
		case c.noOracle:
			return misuse("--certify compares with the reference too; take --no-oracle away")
		}
	}
	if c.known == "" {
		return nil
	}
	data, err := readNamed("--known", c.known)
	if err != nil {
		return err
	}
	if o.Known, err = conformance.ReadKnown(c.known, data); err != nil {
		return misuse("--known %w", err)
	}
	return nil
}

// withScheme completes an address as one over TLS, where it has no scheme.
func withScheme(address string) string {
	if address == "" || strings.Contains(address, "://") {
		return address
	}
	return "https://" + address
}

// unjudged gives the exit status of a run in which nothing was judged.
func unjudged(err error) error {
	var nobody *conformance.UnaskedError
	var nothing *conformance.SelectionError
	switch {
	case errors.As(err, &nobody):
		return unasked("nothing was judged", nobody.Address, nobody.Err)
	case errors.As(err, &nothing):
		return &failure{exitMisuse, err}
	}
	return fault("%w", err)
}

// verdict gives the exit status of a run.
func verdict(r *conformance.Report) error {
	switch {
	case r.Unasked != nil && !r.Interrupted:
		return hindered("nothing was judged", r.Address, r.Unasked)
	case r.Interrupted && r.Exit == conformance.ExitViolation:
		return &failure{r.Exit, errors.New("interrupted, and a violation was found before: what was not reached is blocked")}
	case r.Interrupted:
		return &failure{exitInterrupted, errors.New("interrupted: what was not reached is blocked")}
	case r.Exit == conformance.ExitConforms:
		return nil
	}
	return &failure{r.Exit, errSaid} // the report has said it
}

// errSaid is the error of what has been said already.
var errSaid = errors.New("")

// print writes the report in the chosen format.
func (c *conform) print(stdout io.Writer, r *conformance.Report) error {
	language := reports.Language(c.language)
	switch c.format {
	case "json":
		return reports.ConformanceJSON(stdout, r)
	case "junit":
		return reports.ConformanceJUnit(stdout, r)
	case "summary":
		return reports.ConformanceSummary(stdout, r, language)
	}
	if r.Unasked != nil { // which stderr tells people
		return nil
	}
	return reports.ConformanceText(stdout, r, reports.ConformanceOptions{Lang: language, Width: widthOf(stdout),
		Colour: coloured(stdout), Verbose: c.verbose})
}

// coloured reports whether colours are wanted: on a terminal, unless its user
// said no.
func coloured(w io.Writer) bool {
	if o, ok := w.(*output); ok {
		w = o.Writer
	}
	f, ok := w.(*os.File)
	return ok && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(f.Fd()))
}
