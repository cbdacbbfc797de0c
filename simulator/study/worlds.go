package study

import (
	"fmt"

	"github.com/vouch-kz/vouch/scenarios"
)

// policies returns the worlds of a study as scenarios, and how each is told: the baseline, then every
// scenario at every point of policy; where none is named, the baseline is what policy is varied in.
func policies(s *scenarios.Study) ([]*scenarios.Scenario, []World, error) {
	worlds := []*scenarios.Scenario{s.Baseline}
	told := []World{{ID: s.Baseline.ID, Scenario: s.Baseline.ID, Title: s.Baseline.Title}}
	points := newGrid(s, true)
	varied := s.Scenarios
	if len(varied) == 0 && len(points.sweeps) > 0 {
		varied = []*scenarios.Scenario{s.Baseline}
	}
	for _, scenario := range varied {
		for p := range points.size {
			at := points.at(p)
			world, err := under(scenario, at)
			if err != nil {
				return nil, nil, err
			}
			w := World{ID: scenario.ID, Scenario: scenario.ID, Title: scenario.Title, Point: settings(at)}
			if len(at) > 0 {
				w.ID = fmt.Sprintf("%s#%d", scenario.ID, p+1)
			}
			worlds, told = append(worlds, world), append(told, w)
		}
	}
	return worlds, told, nil
}

// settings tells the values of a point.
func settings(point []valueAt) (all []Setting) {
	for _, v := range point {
		lever, _, _ := scenarios.FindLever(v.path)
		all = append(all, Setting{v.path, lever.Label, lever.Write(v.value), v.value})
	}
	return all
}
