package simulator

import (
	"math/bits"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// NewPlanBeside makes a scenario ready to be compared with another plan: it has the
// other's scale, whatever the scenario says of its families. A territory that is in
// both has the same families in both, so that one more changes none of the others. Errors
// are those of NewPlan.
func NewPlanBeside(s *scenarios.Scenario, facts *Facts, base *Plan) (*Plan, error) {
	return newPlan(s, facts, base)
}

// WithSeed returns the plan under another seed: the same blocks, and other draws.
func (p *Plan) WithSeed(seed uint64) *Plan {
	other, s, life := *p, *p.scenario, *p.life
	s.Seed, life.streams = seed, NewStreams(seed)
	other.scenario, other.life = &s, &life
	return &other
}

// Alike returns, for each block of p, the place in o of the same block where nothing
// in which the two plans differ reaches it, and -1 elsewhere: lived in either, such
// a block has the same totals and lives. Both have to be of the same facts.
func (p *Plan) Alike(o *Plan) []int {
	var reached [voucher.Both + 1]bool
	for programmes := range voucher.Both + 1 {
		reached[programmes] = !p.scenario.SameFor(o.scenario, programmes)
	}
	theirs := make(map[uint64]int, len(o.blocks))
	for i := range o.blocks {
		theirs[o.blocks[i].ID] = i
	}
	alike := make([]int, len(p.blocks))
	for i := range p.blocks {
		alike[i] = -1
		j, ok := theirs[p.blocks[i].ID]
		if !ok || p.blocks[i].Families != o.blocks[j].Families {
			continue
		}
		place := p.where.blocks[i].place
		// The plots of a block differ in who is asked from when; the rest is facts.
		if place.asked() == o.where.blocks[j].place.asked() && (!place.food || p.where.outside == o.where.outside) && !reached[place.programmes()] {
			alike[i] = j
		}
	}
	return alike
}

// asked is which programmes ask people here, and from when.
func (p *place) asked() [4]int64 {
	return [4]int64{int64(flag(p.gas)), int64(flag(p.food)), int64(p.gasFrom), int64(p.foodFrom)}
}

// programmes are those that run here.
func (p *place) programmes() (run voucher.Programme) {
	if p.gas {
		run |= voucher.Gas
	}
	if p.food {
		run |= voucher.Food
	}
	return run
}

// scaleLike gives every place as many families as another country has there; one
// that it does not have, or not for the same programmes, in proportion, rounded
// half-up.
func (c *country) scaleLike(o *country) {
	c.families = 0
	for i := range c.places {
		p := &c.places[i]
		j := slices.IndexFunc(o.places, func(q place) bool { return q.territory == p.territory })
		if j >= 0 && o.places[j].estimate == p.estimate {
			p.families = o.places[j].families
		} else {
			high, low := bits.Mul64(uint64(p.estimate), uint64(o.families))
			low, carry := bits.Add64(low, uint64(o.real)/2, 0)
			share, _ := bits.Div64(high+carry, low, uint64(o.real))
			p.families = int64(share)
		}
		c.families += p.families
	}
}
