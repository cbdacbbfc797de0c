package study

import (
	"context"
	"slices"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// Run is a study to be lived through. The same study, facts and world give the same results and hash,
// whatever the number of workers and however often it was interrupted.
type Run struct {
	Study   *scenarios.Study
	Facts   *simulator.Facts // nil: simulator.DefaultFacts
	World   voucher.World    // makes one system a block; must serve Workers goroutines
	Workers int              // below 1 counts as 1
	// Now tells the time for the manifest and for what is left; nil: neither is known.
	Now func() time.Time
	// Progress is called when a part is done, by one goroutine at a time; it must be quick. It may be nil.
	Progress func(Progress)
}

// Progress says how far a study has come.
type Progress struct {
	Done, Parts  int64 // blocks lived in every world, of all planned as far as is known
	Replications int64 // done
	FamilyMonths int64 // so far
}

// Live lives the study through. An error says what is wrong with the study or with the world; a
// context that is called off ends it with the context's error.
func (r *Run) Live(ctx context.Context) (*Results, error) {
	worlds, told, err := policies(r.Study)
	if err != nil {
		return nil, err
	}
	behaviour := newGrid(r.Study, false)
	out := &Results{Worlds: told}
	m := &out.Manifest
	m.Study, m.Title, m.Seed, m.Points = r.Study.ID, r.Study.Title, r.Study.Seed, behaviour.size
	m.From, m.To = r.Study.Baseline.From, r.Study.Baseline.To
	for n := range r.Study.Replications {
		for p := range behaviour.size {
			if err := r.live(ctx, out, worlds, n, behaviour.at(p), behaviour.size); err != nil {
				return nil, err
			}
		}
		out.sums.turn()
	}
	m.Replications = r.Study.Replications
	m.Runs = m.Replications * m.Points * int64(len(worlds))
	return out, nil
}

// live lives every world once, under the same draws.
func (r *Run) live(ctx context.Context, out *Results, worlds []*scenarios.Scenario, replication int64, point []valueAt, points int64) error {
	var all []*simulator.Totals
	for w, s := range worlds {
		s, err := under(s, point)
		if err != nil {
			return err
		}
		lived := *s
		lived.Seed = seedOf(r.Study.Seed, replication)
		result, err := (&simulator.Run{Scenario: &lived, Facts: r.Facts, World: r.World, Workers: r.Workers}).Simulate(ctx)
		if err != nil {
			return err
		}
		out.Worlds[w].Families, out.Worlds[w].Real = result.Families, result.Real
		out.Manifest.FamilyMonths += result.Totals.Count(simulator.FamilyMonths)
		all = append(all, result.Totals)
	}
	if out.sums == nil {
		var places []voucher.Territory
		for _, f := range simulator.DefaultFacts().Territories {
			for _, t := range all {
				if slices.Contains(t.Territories, voucher.Territory(f.KATO)) {
					places = append(places, voucher.Territory(f.KATO))
					break
				}
			}
		}
		out.sums = newSums(newLayout(places, r.Study.Baseline.From, r.Study.Baseline.To), len(worlds), points)
	}
	rows := make([][]int64, len(worlds))
	for w, t := range all {
		rows[w] = make([]int64, out.sums.layout.size())
		out.sums.layout.fill(rows[w], t)
	}
	out.sums.add(rows)
	return nil
}
