package load

import (
	"context"
	"errors"
	"strings"
	"time"
)

// Course is what a run drives and what it has to reach.
type Course struct {
	Profile    *Profile
	Poisson    bool
	Objectives []Objective
	// FindFrom looks for the highest rate that keeps the objectives, beginning at this
	// one; 0: the profile is driven. Each trial takes the span of the profile.
	FindFrom float64
	// Team drives the profile in the place of this process; nil: this process does. It
	// does not look for the highest rate.
	Team *Team
}

// Verdict is how a run ended, the worst first.
type Verdict string

// The verdicts.
const (
	MoneyWrong      Verdict = "money-wrong"      // whatever the speed
	CutShort        Verdict = "interrupted"      // right as far as it went
	NotTrusted      Verdict = "not-trusted"      // the run says more about itself than about the build
	ObjectiveMissed Verdict = "objective-missed" // and the money is right
	Reached         Verdict = "reached"
)

// Verdict returns how the run ended.
func (r *Result) Verdict() Verdict {
	switch {
	case r.Money != nil && !r.Money.Right():
		return MoneyWrong
	case r.Interrupted:
		return CutShort
	case len(r.Because) > 0:
		return NotTrusted
	}
	for i := range r.Objectives {
		if !r.Objectives[i].Met {
			return ObjectiveMissed
		}
	}
	return Reached
}

// checkMost bounds the reading of the end.
const checkMost = 10 * time.Minute

// Run sets a town up, drives it, and checks the money. The error is that of Open. When
// ctx ends while it drives, the result is whole up to there, its money checked too.
func Run(ctx context.Context, t Target, o Options, c *Course) (*Result, error) {
	began := time.Now()
	can, err := t.Client.Capabilities(ctx)
	if err != nil {
		return nil, err
	}
	s, err := Open(ctx, t, o)
	if err != nil {
		return nil, err
	}
	lasting, cancel := context.WithTimeout(context.WithoutCancel(ctx), checkMost)
	defer cancel()
	defer func() { _ = s.Close(lasting) }() // a world that stays makes room by itself
	o = s.options
	r := &Result{Target: t.URL, Build: strings.TrimSpace(can.Name + " " + can.Version), Own: t.Own, Workload: o.Workload, Seed: o.Seed, Families: o.Families, Stores: o.Stores,
		Hot: o.Hot, Shares: o.Shares, Connections: o.Connections, Closed: o.Closed, Began: began}
	if c.FindFrom > 0 {
		r.Highest, r.Drives, err = s.FindHighest(ctx, c.FindFrom, c.Profile.Span(), c.Poisson, c.Objectives)
		if err != nil {
			return nil, err
		}
	} else if err := s.driveOnce(ctx, c, r); err != nil {
		return nil, err
	}
	r.Interrupted = ctx.Err() != nil
	r.Money = s.Check(lasting)
	r.Because = append(r.Because, s.uncertain(r)...)
	return r, nil
}

// driveOnce drives the profile, here or by a team, and holds it against the objectives.
func (s *Session) driveOnce(ctx context.Context, c *Course, r *Result) error {
	if c.Team != nil {
		if err := s.driveTeam(ctx, c, r); err != nil {
			return err
		}
	} else {
		f := s.Drive(ctx, c.Profile, c.Poisson).Figures()
		r.Drives, r.Because = []Driven{f}, f.Because
	}
	for _, one := range c.Objectives {
		r.Objectives = append(r.Objectives, one.Against(&r.Drives[0]))
	}
	return nil
}

// uncertain says what is not known after a run.
func (s *Session) uncertain(r *Result) (why []Doubt) {
	m := r.Money
	switch {
	case m.Unread != "":
		why = append(why, doubt(Unread, "Cause", m.Unread))
	case m.Unknown != m.Resolved:
		why = append(why, doubt(Unanswered, "N", m.Unknown-m.Resolved))
	case m.PushedBack != m.Settled:
		why = append(why, doubt(StillPushed, "N", m.PushedBack-m.Settled))
	case m.Undecided > 0:
		why = append(why, doubt(Unordered, "N", m.Undecided))
	}
	if err := s.clock.failed(); err != nil && !errors.Is(err, context.Canceled) {
		why = append(why, doubt(ClockStands, "Cause", err))
	}
	if h := r.Highest; h != nil && h.Rate == 0 && !r.Interrupted {
		why = append(why, doubt(NoRate, "Cause", h.Why))
		if h.Beyond != nil {
			why = append(why, *h.Beyond)
		}
	}
	return why
}
