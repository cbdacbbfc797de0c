package study

import (
	"cmp"
	"slices"
	"sync"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// Engine is the version of what draws, counts and adds up. It changes where the same study would have
// other figures, or its parts another form.
const Engine = "vouch study 1"

// design is a study made ready: its worlds, points and blocks, and how the work is parted.
type design struct {
	study     *scenarios.Study
	targets   *scenarios.Targets // nil: none
	facts     *simulator.Facts
	worlds    []*scenarios.Scenario
	told      []World
	behaviour *grid
	most      int64 // replications at most
	blocks    []place
	chunks    int64 // parts of a run
	layout    *layout
	id        string

	// first is the plan of each world at the first point.
	first *pointPlan

	mu    sync.Mutex
	plans map[int64]*pointPlan // of points of behaviour, where they are few
}

// fewPoints is up to how many points of behaviour plans are kept: they are some hundred kilobytes
// each, and take hundredths of a second to make.
const fewPoints = 64

// place is a block and where it stands in each world; -1: that world does not have it.
type place struct {
	simulator.Block
	in []int
}

// chunkBlocks is how many blocks a part has at most: a quarter of a million families, so that a
// country of any size is saved every few minutes.
const chunkBlocks = 64

// newDesign makes a study ready.
func newDesign(r *Run) (*design, error) {
	d := &design{study: r.Study, targets: r.Targets, facts: r.Facts, behaviour: newGrid(r.Study, false), most: r.Study.Replications}
	if d.facts == nil {
		d.facts = simulator.DefaultFacts()
	}
	var err error
	if d.worlds, d.told, err = policies(r.Study); err != nil {
		return nil, err
	}
	if d.first, err = d.plan(0); err != nil {
		return nil, err
	}
	d.plans = map[int64]*pointPlan{0: d.first}
	d.locate()
	d.chunks = int64(len(d.blocks)+chunkBlocks-1) / chunkBlocks
	from, to := d.study.Baseline.From, d.study.Baseline.To
	for w, p := range d.first.plans {
		d.told[w].Families, d.told[w].Real = p.Families()
		d.told[w].Provisions = d.provisions(w, r.Rules)
		from, to = min(from, d.worlds[w].From), max(to, d.worlds[w].To)
	}
	d.layout = newLayout(d.territories(), from, to)
	d.id = d.identify(r.Version)
	return d, nil
}

// pointPlan is every world at one point of behaviour, under the study's own seed.
type pointPlan struct {
	plans []*simulator.Plan
	alike [][]int // by world and place in the plan: where the baseline has a block that lives the same, else -1
}

// plan makes every world ready at a point of behaviour. All have the scale of the baseline.
func (d *design) plan(point int64) (*pointPlan, error) {
	p := &pointPlan{}
	at := d.behaviour.at(point)
	for w, world := range d.worlds {
		s, err := under(world, at)
		if err != nil {
			return nil, err
		}
		lived := *s
		lived.Seed = d.study.Seed
		var plan *simulator.Plan
		if w == 0 {
			plan, err = simulator.NewPlan(&lived, d.facts)
		} else {
			plan, err = simulator.NewPlanBeside(&lived, d.facts, p.plans[0])
		}
		if err != nil {
			return nil, err
		}
		p.plans = append(p.plans, plan)
		p.alike = append(p.alike, plan.Alike(p.plans[0]))
	}
	return p, nil
}

// planAt returns the plans of a point of behaviour.
func (d *design) planAt(point int64) (*pointPlan, error) {
	d.mu.Lock()
	p := d.plans[point]
	d.mu.Unlock()
	if p != nil {
		return p, nil
	}
	p, err := d.plan(point)
	if err == nil && d.behaviour.size <= fewPoints {
		d.mu.Lock()
		d.plans[point] = p
		d.mu.Unlock()
	}
	return p, err
}

// seeded returns the plans under the seed of a replication.
func (p *pointPlan) seeded(seed uint64) []*simulator.Plan {
	all := make([]*simulator.Plan, len(p.plans))
	for w := range all {
		all[w] = p.plans[w].WithSeed(seed)
	}
	return all
}

// locate lists the blocks of all worlds, in the order of the facts and then by ordinal.
func (d *design) locate() {
	at := map[uint64]int{}
	for w, p := range d.first.plans {
		for n, b := range p.Blocks() {
			i, ok := at[b.ID]
			if !ok {
				i = len(d.blocks)
				at[b.ID] = i
				in := make([]int, len(d.worlds))
				for j := range in {
					in[j] = -1
				}
				d.blocks = append(d.blocks, place{b, in})
			}
			d.blocks[i].in[w] = n
		}
	}
	order := map[voucher.Territory]int{}
	for i := range d.facts.Territories {
		order[voucher.Territory(d.facts.Territories[i].KATO)] = i
	}
	slices.SortFunc(d.blocks, func(a, b place) int {
		return cmp.Or(cmp.Compare(order[a.Territory], order[b.Territory]), cmp.Compare(a.Ordinal, b.Ordinal))
	})
}

// territories lists those of all worlds, in the order of the blocks.
func (d *design) territories() (all []voucher.Territory) {
	for i := range d.blocks {
		if t := d.blocks[i].Territory; len(all) == 0 || all[len(all)-1] != t {
			all = append(all, t)
		}
	}
	return all
}

// parts is how many parts the whole study has.
func (d *design) parts() int64 { return d.most * d.behaviour.size * d.chunks }

// partAt names the n-th part: parts of one run follow each other, then those of the next point, then
// those of the next replication.
func (d *design) partAt(n int64) partName {
	return partName{Replication: n / (d.chunks * d.behaviour.size), Point: n / d.chunks % d.behaviour.size, Chunk: n % d.chunks}
}

// blocksBefore is how many blocks all parts before one have.
func (d *design) blocksBefore(n int64) int64 {
	return n/d.chunks*int64(len(d.blocks)) + min(n%d.chunks*chunkBlocks, int64(len(d.blocks)))
}

// span returns the places of the blocks of a chunk.
func (d *design) span(chunk int64) (from, to int) {
	return int(chunk * chunkBlocks), min(int(chunk+1)*chunkBlocks, len(d.blocks))
}
