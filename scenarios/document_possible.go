package scenarios

import (
	"fmt"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// possible returns why the study is none that a file could have asked for, or nil. It looks at what
// whoever lives the study relies on; what the rules make of values is their matter.
func (s *Study) possible() error {
	switch {
	case !isID(s.ID):
		return fmt.Errorf("%s is no id of a study", quote(s.ID))
	case s.Replications < 1 || s.Replications > MaxReplications:
		return fmt.Errorf("%d replications are not possible", s.Replications)
	case s.Seed == 0 || s.Seed > MaxSeed:
		return fmt.Errorf("seed %d is none", s.Seed)
	}
	ids := map[string]bool{}
	for _, world := range s.Worlds() {
		if ids[world.ID] {
			return fmt.Errorf("two worlds have the id %s", quote(world.ID))
		}
		ids[world.ID] = true
		if err := world.possible(); err != nil {
			return fmt.Errorf("scenario %s: %w", quote(world.ID), err)
		}
	}
	for i := range s.Sweeps {
		if err := s.Sweeps[i].possible(); err != nil {
			return fmt.Errorf("sweep %d: %w", i+1, err)
		}
	}
	if stop := s.Stop; stop != nil {
		if !slices.Contains(StopMetrics, stop.Metric) || stop.RelativePPM < minRelative || stop.RelativePPM > maxRelative ||
			stop.AtLeast < 2 || stop.AtLeast > stop.AtMost || stop.AtMost != s.Replications {
			return fmt.Errorf("no study stops by %+v", *stop)
		}
	}
	if runs := s.Runs(); runs > maxRuns {
		return fmt.Errorf("%d runs are not possible", runs)
	}
	return nil
}

func isID(id string) bool { return idForm.MatchString(id) && len(id) <= maxIDLength }

// possible returns why the scenario is none that a file could describe, or nil.
func (s *Scenario) possible() error {
	switch {
	case !isID(s.ID):
		return fmt.Errorf("%s is no id", quote(s.ID))
	case s.Seed == 0 || s.Seed > MaxSeed:
		return fmt.Errorf("seed %d is none", s.Seed)
	case s.Families < 0 || s.Families > MaxFamilies:
		return fmt.Errorf("%d families are not possible", s.Families)
	case s.Programmes < voucher.Gas || s.Programmes > voucher.Both:
		return fmt.Errorf("programmes %d are unknown", s.Programmes)
	}
	for i := range s.Settings {
		if refusal := s.Settings[i].Check(); refusal != nil {
			return fmt.Errorf("setting of %s: %s", quote(s.Settings[i].Path), refusal.Reason)
		}
	}
	if err := (&Scenario{Programmes: s.Programmes, Settings: s.Settings}).SetHorizon(s.From, s.To); err != nil {
		return err
	}
	for _, e := range s.Events {
		if e.Kind < CentresClosed || e.Kind > StoresSuspended || !knownKind(e.StoreKind) || e.From > e.To {
			return fmt.Errorf("event %s is not possible", quote(e.Name))
		}
	}
	for _, c := range s.Stores {
		if !knownKind(c.Kind) || c.Count < 0 {
			return fmt.Errorf("a change of %d stores of kind %s is not possible", c.Count, quote(c.Kind))
		}
	}
	return nil
}

func knownKind(kind string) bool {
	return slices.ContainsFunc(storeKinds, func(k StoreKind) bool { return k.Kind == kind })
}

// possible returns why nothing can be varied so, or nil.
func (s *Sweep) possible() error {
	points := int64(1)
	for _, over := range s.Over {
		lever, _, known := FindLever(over.Path)
		switch {
		case !known || lever.Policy != s.Policy || lever.Places > 0:
			return fmt.Errorf("%s cannot be varied", quote(over.Path))
		case s.Mode == "lhs" && (len(over.Values) != 2 || over.Values[0] >= over.Values[1]):
			return fmt.Errorf("%s has no span", quote(over.Path))
		}
		for _, v := range over.Values {
			if v < lever.Min || v > lever.Max {
				return fmt.Errorf("%s cannot be %d", quote(over.Path), v)
			}
		}
		switch s.Mode {
		case "grid":
			points = times(points, int64(len(over.Values)))
		case "zip":
			points = int64(len(over.Values))
		}
	}
	switch {
	case len(s.Over) == 0 || !slices.Contains(sweepModes, s.Mode):
		return fmt.Errorf("mode %s varies nothing", quote(s.Mode))
	case s.Mode == "lhs" && (s.Points < 2 || s.Points > maxDraws), s.Mode != "lhs" && s.Points != points, s.Points < 1:
		return fmt.Errorf("%d points are not possible", s.Points)
	case s.Mode == "zip" && slices.ContainsFunc(s.Over, func(o Swept) bool { return int64(len(o.Values)) != points }):
		return fmt.Errorf("lists have different lengths")
	}
	return nil
}
