package conformance

import (
	"context"
	"fmt"
	"io"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// JudgeOptions are what a recorded run is judged with besides itself.
type JudgeOptions struct {
	// Oracle is needed where the run compared with one.
	Oracle voucher.World
	// Suspects name what failures are like; nil: nobody.
	Suspects []Suspect
}

// Judge gives the verdicts on a recorded run, without the build: the same as the
// run itself gave. The error names the line of a record that is broken.
func Judge(ctx context.Context, r io.Reader, with JudgeOptions) (*Report, error) {
	rec, err := readEvents(r)
	if err != nil {
		return nil, err
	}
	h := &rec.head
	o := Options{Oracle: with.Oracle, Suspects: with.Suspects, Suites: h.Chosen.Suites, Select: h.Chosen.Select, Profile: h.Chosen.Profile,
		Seed: h.Seed, Cases: h.Chosen.Cases, Families: h.Chosen.Families, Rounds: h.Chosen.Rounds, Strict: h.Chosen.Strict, Certify: h.Chosen.Certify,
		Known: h.Chosen.Known, Today: h.Chosen.Today}.withDefaults()
	if !h.Chosen.Oracle {
		o.Oracle = nil // the run knew nobody who is right, and has to be judged as it was
	}
	checks, err := plan(&o)
	if err != nil {
		return nil, err
	}
	if got := planHash(checks); got != h.Plan {
		return nil, fmt.Errorf("it was made by a suite with other checks: plan %s there, %s here; use the version of vouch that made it", h.Plan, got)
	}
	report := &Report{Suite: Version, Address: h.Address, Target: h.Target, Seed: h.Seed, Options: h.Options, Profile: h.Chosen.Profile, PlanHash: h.Plan, rounds: h.Chosen.Rounds}
	target := Target{Address: h.Address, wired: h.Chosen.Wire, produced: h.Chosen.Production, restarted: h.Chosen.Restarted, guarded: h.Chosen.Guarded, named: h.Chosen.Named,
		logged: h.Chosen.Logs, measured: h.Chosen.Metrics}
	b := newBench(&o, h.Target)
	for i := range checks {
		c := &checks[i]
		f := Finding{Verdict: Blocked, Why: whyMissing}
		t := rec.transcripts[c.asked()]
		hindered := obstacle(c, &target, &h.Target, h.Chosen.Oracle)
		switch {
		case t != nil && (c.source == "" || hindered.Verdict == 0):
			f = b.judge(ctx, c, t)
		case hindered.Verdict != 0:
			f = hindered
		}
		report.Results = append(report.Results, resultOf(c, t, &f, o.Strict))
	}
	report.Interrupted = rec.foot == nil || rec.foot.Interrupted
	if rec.foot != nil {
		report.Figures = rec.foot.Figures
	}
	tally(ctx, report, &target, &o)
	return report, nil
}
