package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator/study"
)

// calibrate is what the flags of one vouch calibrate say.
type calibrate struct {
	world    voucher.World
	targets  *scenarios.Targets
	base     string // scenario
	scenario *scenarios.Scenario
	families int64 // below 0: as the scenario says
	workers  int
	out      string
	format   string
	language string
}

// newCalibrate makes the command. Worlds are lived on systems of the world.
func newCalibrate(world voucher.World) *cobra.Command {
	c := &calibrate{world: world, families: -1, workers: runtime.GOMAXPROCS(0)}
	cmd := &cobra.Command{
		Use:   "calibrate [TARGETS.yaml]",
		Short: "Fit rates of behaviour to figures that are known, and say how near they come",
		Long: `Fit rates of behaviour to known figures, and say how near the world then comes to
each of them: those that were fitted to, and those that were held out.

Targets are a file of known figures, each with its value, tolerance and source, and
with the assumption that is fitted to it, or hold_out: true. Without one, they are
those that come with vouch; none of these is of the two programmes themselves.

A rate is halved until its figure is there, under the same draws at every try, one
rate after the other until none has to be moved any more. A target that no rate
reaches is named, with the bound at which the search ended. A world is called
calibrated only where every target is met, also those that were held out.

With --out, the rates are written into FILE, a scenario of assumptions alone, which
any other can extend: extends: [FILE]. The file says what it was fitted to and how
well. It is not written where a fitted target is missed. A rate that is fitted to an
invented figure stays marked as model.

Exit status: 0 every target that was fitted to is met, 1 one of them is missed and
nothing was written, 2 a flag or a file is wrong and nothing ran, 4 a fault of vouch
or of the machine it runs on, 130 interrupted.`,
		Example: `  vouch calibrate --families 20000            the targets that come with vouch, quickly
  vouch calibrate my-targets.yaml --scenario my.yaml --out fitted.yaml
                                              figures of one's own, and a file of rates
  vouch calibrate --format json               for programs`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return misuse("vouch calibrate takes one file of targets, and %d words were given; the world is named with --scenario", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := c.load(args); err != nil {
				return err
			}
			return c.run(cmd)
		},
	}
	c.addFlags(cmd)
	return cmd
}

// addFlags declares the flags.
func (c *calibrate) addFlags(cmd *cobra.Command) {
	var ids []string
	for _, p := range scenarios.Library() {
		ids = append(ids, p.ID)
	}
	c.base = "pilots"
	addFlag(cmd, "scenario", "SCENARIO", c.base, "world whose rates are fitted", func(text string) error {
		c.base = text
		return nil
	})
	complete(cmd, "scenario", ids)
	addFlag(cmd, "families", "NUMBER", "", "so many families; 0: as in the real pilots", func(text string) (err error) {
		if c.families, err = strconv.ParseInt(text, 10, 64); err != nil || c.families < 0 || c.families > scenarios.MaxFamilies {
			return fmt.Errorf("%q is not possible; give a whole number from 0 to %d", text, scenarios.MaxFamilies)
		}
		return nil
	})
	addFlag(cmd, "workers", "NUMBER", "", "blocks simulated at a time (default: processors)", func(text string) (err error) {
		if c.workers, err = strconv.Atoi(text); err != nil || c.workers < 1 {
			return fmt.Errorf("%q is not possible; give 1 or more", text)
		}
		return nil
	})
	addFlag(cmd, "out", "FILE", "", "also write the rates into this file, a scenario of assumptions", func(text string) error {
		c.out = text
		if ext := filepath.Ext(text); ext != ".yaml" && ext != ".yml" {
			return fmt.Errorf("%q would not be read as a scenario; name a file that ends in .yaml", text)
		}
		return nil
	})
	addChoice(cmd, &c.format, "format", "how results are printed", "text", "json")
	addLanguage(cmd, &c.language)
}

// load reads targets and scenario, and looks whether the file can be written: nobody wants to learn
// that after all the work.
func (c *calibrate) load(args []string) (err error) {
	c.targets = scenarios.BaseTargets()
	if len(args) > 0 {
		if c.targets, err = scenarios.LoadTargets(args[0]); err != nil {
			return &failure{exitMisuse, err}
		}
	}
	if c.scenario, err = openScenario(c.base); err != nil {
		return err
	}
	if c.families >= 0 {
		if err := c.scenario.SetFamilies(c.families); err != nil {
			return &failure{exitMisuse, err}
		}
	}
	if c.out == "" {
		return nil
	}
	at, err := os.Stat(c.out)
	switch {
	case err == nil && !at.Mode().IsRegular():
		return misuse("--out %s: this is no file; name one such as fitted.yaml", c.out)
	case err == nil && !isCalibrated(c.out):
		return misuse("--out %s: a file stands there that vouch calibrate did not write, and it is left alone; choose another name", c.out)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return misuse("--out %s: %w", c.out, err)
	}
	// Tried before the long work, and not only found out after it.
	tried, err := os.CreateTemp(filepath.Dir(c.out), ".vouch-*")
	if err == nil {
		err = errors.Join(tried.Close(), os.Remove(tried.Name()))
	}
	if err != nil {
		return unwritten("--out", c.out, filepath.Dir(c.out), err)
	}
	return nil
}

// run fits, prints and writes.
func (c *calibrate) run(cmd *cobra.Command) error {
	ctx, stop := untilStopped(cmd.Context())
	defer stop()
	world := &watched{World: c.world}
	stderr := cmd.ErrOrStderr()
	shown := &bar{drawn: newDrawn(stderr)}
	fit := &study.Calibration{Scenario: c.scenario, Targets: c.targets, World: world, Workers: c.workers, Progress: func(t study.Tried) {
		if shown.due() {
			shown.draw(int64(t.Lives), -1, english.Sprintf("pass %d, %s", t.Pass, t.Target))
		}
	}}
	found, err := fit.Fit(ctx)
	shown.clear()
	if err != nil {
		return c.unfitted(ctx, world, err)
	}
	for _, id := range found.Missing {
		fmt.Fprintf(stderr, "vouch: target %s is not held against anything: scenario %s has nothing of it\n", id, c.scenario.ID)
	}
	var missed error
	if !found.Fitted() {
		missed = &failure{exitBroken, errors.New(c.missed(found))}
	}
	if missed == nil && c.out != "" {
		text := c.file(found)
		if _, err := scenarios.Read(c.out, text); err != nil {
			panic("vouch: the file of rates cannot be read: " + err.Error())
		}
		if err := writeWhole(c.out, text); err != nil {
			return fault("--out %s: %w", c.out, err)
		}
	}
	if err := c.print(cmd.OutOrStdout(), found); err != nil {
		return unprinted(exitStatus(missed), err)
	}
	if missed == nil && c.out != "" {
		fmt.Fprintln(stderr, "written to "+c.out)
	}
	return missed
}

// unfitted is the error of a calibration that came to no end.
func (c *calibrate) unfitted(ctx context.Context, world *watched, err error) error {
	switch {
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return &failure{exitInterrupted, errors.New("interrupted; nothing was written")}
	case errors.Is(err, study.ErrNothingToFit) || !world.made.Load():
		return misuse("scenario %s, targets %s: %w", c.scenario.ID, c.targets.ID, err)
	}
	return fault("calibration: %w", err)
}

// missed names the fitted targets that are missed, and the bounds that are in the way.
func (c *calibrate) missed(found *study.Calibrated) string {
	lines := []string{"not calibrated, and nothing was written:"}
	for _, f := range found.Fits {
		if f.HeldOut || f.Within {
			continue
		}
		line := "target " + f.ID + " is missed by more than its tolerance; a larger one, or more families, may help"
		for _, r := range found.Rates {
			switch {
			case r.Target != f.ID:
			case r.Bound == study.AtMost:
				line = english.Sprintf("target %s cannot be reached: %s ends at %d ppm, the most that is possible beside the other assumptions", f.ID, r.Path, r.Most)
			case r.Bound == study.AtLeast:
				line = english.Sprintf("target %s cannot be reached: %s ends at %d ppm, the least that is possible", f.ID, r.Path, r.Least)
			}
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
