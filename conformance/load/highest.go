package load

import (
	"context"
	"fmt"
	"time"
)

// Highest is the highest rate that kept the objectives.
type Highest struct {
	Rate   float64 `json:"rate"`   // 0: not even the lowest tried
	Missed float64 `json:"missed"` // the lowest that did not keep them; 0: all did
	Why    string  `json:"why"`    // what it missed; "": nothing, it was too much for this machine
	Beyond *Doubt  `json:"beyond,omitempty"`
	Tried  int     `json:"tried"`
}

// How the highest rate is looked for.
const (
	closeEnough = 1.05 // between the highest kept and the lowest missed
	growth      = 2.0
	trialsMost  = 24
)

// FindHighest drives at one rate after the other, each for a span, until the highest
// that keeps the objectives is known within a twentieth: twice the rate until one is
// missed, then the middle. A trial that was too much for this machine, or that missed an
// objective while the generator was late itself, counts as missed: the rate is then its
// limit, and Beyond says so. It ends early with ctx.
func (s *Session) FindHighest(ctx context.Context, from float64, span time.Duration, poisson bool, want []Objective) (h *Highest, drives []Driven, err error) {
	h = new(Highest)
	rate := from
	for h.Tried < trialsMost && ctx.Err() == nil {
		p, err := ParseProfile("constant", rate, span)
		if err != nil {
			return h, drives, err
		}
		h.Tried++
		s.say("trial %d: %.0f/s", h.Tried, rate)
		f := s.Drive(ctx, p, poisson).Figures()
		f.Profile = fmt.Sprintf("trial %d: %.0f/s", h.Tried, rate)
		drives = append(drives, f)
		if ctx.Err() != nil {
			break
		}
		if why, beyond := missed(&f, want, s.target.Own); why == "" && beyond == nil {
			h.Rate = rate
		} else {
			h.Missed, h.Why, h.Beyond = rate, why, beyond
		}
		switch {
		case h.Missed == 0:
			rate *= growth
		case h.Rate == 0:
			rate /= growth
		case h.Missed/h.Rate <= closeEnough:
			return h, drives, nil
		default:
			rate = (h.Rate + h.Missed) / 2
		}
		if rate < 1 || rate > rateMost {
			break
		}
	}
	return h, drives, nil
}

// missed says which objective a trial misses, or why it was too much for this machine;
// neither: none. An objective that is missed while the generator was late itself says
// nothing of the build.
func missed(f *Driven, want []Objective, own bool) (objective string, beyond *Doubt) {
	for _, o := range want {
		if o = o.Against(f); !o.Met {
			if late := f.late(); late != nil {
				return "", late
			}
			return o.Text + ": " + o.Got, nil
		}
	}
	if why := f.beyond(own); len(why) > 0 {
		return "", &why[0]
	}
	return "", nil
}
