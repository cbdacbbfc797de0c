package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
)

const doctorLong = `Look at a build, or at the adapter in front of it, before the suite does: is it
reached, does it accept and refuse, do reasons come through, are worlds apart, does
the clock run what is due, do the sums add up, is the idempotency key honoured, is
the control plane absent in production. Whatever is not well, or not there yet, comes
with what to do. Of a build that makes no worlds (--people) records are only read.

With --wait the build may still be starting: it is asked what it can do until it
says so, or the time is over, and the probes come then.

Exit status: 0 all is well, 1 something is not, 2 a flag is wrong, 3 nobody answers.

` + reachHelp + peopleHelp

// newDoctor makes the command that looks at an adapter.
func newDoctor(own voucher.World) *cobra.Command {
	d := &doctor{own: own}
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look at a build before the suite does: eight quick probes",
		Long:  doctorLong,
		Example: `  vouch doctor --target http://127.0.0.1:8080
  vouch doctor --target URL --wait 30s              in CI, right after the build was started
  vouch doctor --target URL --ca-file ca.pem --header 'X-Tenant: pilot' --reasons codes.yaml
  vouch doctor --target URL --production https://wallet.example
  vouch doctor --target URL --people people.yaml    a staging system, which is only read`,
		Args: noWords,
		RunE: func(cmd *cobra.Command, _ []string) error { return d.run(cmd) },
	}
	d.aim = addAim(cmd)
	addURL(cmd, "production", "a build in production mode, which must have no control plane", &d.production)
	addDuration(cmd, "wait", "how long a build that is starting has until it is reached (default: not at all)", &d.wait)
	addLanguage(cmd, &d.language)
	return cmd
}

// doctor is what the flags of one vouch doctor say.
type doctor struct {
	own        voucher.World
	aim        *aim
	production string
	wait       time.Duration
	language   string
}

// run looks, and tells what it saw.
func (d *doctor) run(cmd *cobra.Command) error {
	if d.wait != 0 && d.aim.url == "" {
		return misuse("--wait goes with --target, which was not given")
	}
	return d.aim.asked(cmd, d.own, func(ctx context.Context, target conformance.Target) (err error) {
		if target.Production, err = d.aim.production(d.production, nil); err != nil {
			return err
		}
		if d.wait != 0 {
			d.await(ctx, target.Wire, cmd.ErrOrStderr())
		}
		probes := conformance.Doctor(ctx, target)
		if ctx.Err() != nil {
			return &failure{exitInterrupted, errors.New("interrupted")}
		}
		found := diagnosis(probes)
		if err := reports.DoctorText(cmd.OutOrStdout(), probes, reports.Language(d.language), terminalWidth(cmd.OutOrStdout())); err != nil {
			return unprinted(exitStatus(found), err)
		}
		return found
	})
}

// diagnosis gives the exit status of a visit.
func diagnosis(probes []conformance.Probe) error {
	sick, well := 0, 0
	for _, p := range probes {
		switch p.State {
		case conformance.Sick:
			sick++
		case conformance.Healthy:
			well++
		}
	}
	switch {
	case probes[0].State == conformance.Sick:
		return &failure{exitInconclusive, errSaid}
	case sick > 0, well < 2: // that it is reached is not much
		return &failure{exitBroken, errSaid}
	}
	return nil
}

// askAgain is how long a build that is starting is left alone between two questions.
const askAgain = 250 * time.Millisecond

// await asks until the build says what it can do, or the time is over. A build that
// answers otherwise than one that is starting is not waited for: no time mends a
// wrong token.
func (d *doctor) await(ctx context.Context, build *wire.Client, talk io.Writer) {
	fmt.Fprintf(talk, "waiting up to %s for %s to say what it can do\n", d.wait, d.aim.url)
	ctx, cancel := context.WithTimeout(ctx, d.wait)
	defer cancel()
	begun := time.Now()
	pause := time.NewTicker(askAgain)
	defer pause.Stop()
	for {
		_, err := build.Capabilities(ctx)
		switch {
		case err == nil:
			fmt.Fprintf(talk, "reached after %s\n", time.Since(begun).Round(100*time.Millisecond))
			return
		case !starting(err):
			return // the probe says what it is
		}
		select {
		case <-ctx.Done():
			fmt.Fprintf(talk, "not reached within %s\n", d.wait)
			return
		case <-pause.C:
		}
	}
}

// starting reports whether an error may be that of a build that is starting: nobody
// answers, or whoever stands before it does, or its routes are not there yet.
func starting(err error) bool {
	if _, ok := errors.AsType[*wire.Unreachable](err); ok {
		return true
	}
	broken, ok := errors.AsType[*wire.Violation](err)
	return ok && (broken.Status == http.StatusNotFound || broken.Status >= http.StatusInternalServerError)
}
