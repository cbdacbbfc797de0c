package simulator

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// BlockFamilies is the most families of a block. A larger territory is cut into
// blocks, which share nothing: each has its own stores, accounts and counters.
const BlockFamilies = 4096

// country is who is simulated, where: the plan of a run.
type country struct {
	places   []place // in the order of the facts
	blocks   []plot
	outside  voucher.Territory // one in which no food voucher is taken; 0: none
	families int64
	real     int64 // as many as the facts give for the same programmes and territories
}

// place is a territory in which at least one programme runs.
type place struct {
	TerritoryFacts
	territory voucher.Territory
	id        uint64
	gas, food bool
	gasFrom   voucher.Day // first day on which the programme runs here
	foodFrom  voucher.Day
	families  int64   // that are simulated
	estimate  int64   // that the facts give
	grounds   *Choice // ASP alone, housing assistance alone, both
	listed    uint32  // share on the list when the run begins, ppm
}

// plot is one block before it is lived.
type plot struct {
	place    *place
	ordinal  int // in its place
	families int
}

// id returns the stable id of the block.
func (p *plot) id() uint64 { return EntityID(p.place.id, KindBlock, uint64(p.ordinal)) }

// newCountry plans the population of a scenario: in each territory the families
// that the facts estimate, or as many in proportion as the scenario asks for.
//
// Whoever gets ASP or housing assistance in a gas territory may be listed for
// gas, one adult a family; families with ASP in a food territory may be listed
// for food; where both programmes run, families with ASP are in both. The food
// towns' families also count in their region's estimate for gas: the two
// programmes then see them as different families, which matters to neither.
//
// Beside another country, the scale is that one's.
func newCountry(s *scenarios.Scenario, f *Facts, beside *country) (*country, error) {
	c := &country{}
	for i := range f.Territories {
		p := place{TerritoryFacts: f.Territories[i], territory: voucher.Territory(f.Territories[i].KATO)}
		p.gasFrom, p.gas = runsFrom(s, voucher.Gas, &p)
		p.foodFrom, p.food = runsFrom(s, voucher.Food, &p)
		if _, takes := pilotFrom(s, voucher.Food, &p); !takes && c.outside == 0 {
			c.outside = p.territory
		}
		if !p.gas && !p.food {
			continue
		}
		p.id = EntityID(0, KindTerritory, uint64(p.KATO))
		p.listed = listedAtFirst(f)
		if err := p.count(f); err != nil {
			return nil, err
		}
		p.estimate = p.families
		c.real += p.families
		c.places = append(c.places, p)
	}
	if err := c.checkNamed(s); err != nil {
		return nil, err
	}
	if c.real == 0 {
		return nil, fmt.Errorf("scenario %s: no territory in which a programme runs has a family; widen its territories", s.ID)
	}
	c.families = c.real
	switch {
	case beside != nil:
		c.scaleLike(beside)
	case s.Families > 0:
		c.scale(s.Families)
	}
	c.cut()
	return c, nil
}

// checkNamed refuses a territory that the scenario names for a programme whose
// pilot does not run there: it would stay empty without a word.
func (c *country) checkNamed(s *scenarios.Scenario) error {
	for _, named := range [...]struct {
		programme   voucher.Programme
		territories []voucher.Territory
		on          voucher.Parameter
	}{{voucher.Gas, s.GasTerritories, voucher.GasTerritory}, {voucher.Food, s.FoodTerritories, voucher.FoodTerritory}} {
		for _, t := range named.territories {
			runs := slices.ContainsFunc(c.places, func(p place) bool {
				return p.territory == t && ((named.programme == voucher.Gas && p.gas) || (named.programme == voucher.Food && p.food))
			})
			if !runs && timely(s, named.programme) {
				return fmt.Errorf("scenario %s: the %s pilot does not run in territory %s; write under set: %s: {%s: true}",
					s.ID, named.programme, t, named.on, t)
			}
		}
	}
	return nil
}

// runsFrom says whether a programme is simulated in a place, and from which
// day: where its pilot runs, narrowed to the scenario's territories.
func runsFrom(s *scenarios.Scenario, p voucher.Programme, where *place) (voucher.Day, bool) {
	only := s.GasTerritories
	if p == voucher.Food {
		only = s.FoodTerritories
	}
	if !timely(s, p) || (only != nil && !slices.Contains(only, where.territory)) {
		return 0, false
	}
	return pilotFrom(s, p, where)
}

// timely says whether a programme is simulated at all: the scenario runs it, and
// its pilot meets the horizon.
func timely(s *scenarios.Scenario, p voucher.Programme) bool {
	first, last := s.Pilot(p)
	return s.Runs(p) && first <= s.To && last >= s.From
}

// pilotFrom says whether a pilot runs in a place during the horizon, and from
// which day: what the facts say, changed by the scenario's settings.
func pilotFrom(s *scenarios.Scenario, p voucher.Programme, where *place) (voucher.Day, bool) {
	parameter, runs := voucher.GasTerritory, where.GasPilot
	if p == voucher.Food {
		parameter, runs = voucher.FoodTerritory, where.FoodPilot
	}
	from := s.From
	for i := range s.Settings {
		set := &s.Settings[i]
		if set.Path != parameter.String() || (set.Territory != voucher.Country && set.Territory != where.territory) || set.From > s.To {
			continue
		}
		switch on := set.Value == 1; {
		case on && !runs:
			from, runs = max(s.From, set.From), true
		case !on && set.From <= s.From:
			runs = false
		}
	}
	return from, runs
}

// listedAtFirst returns the share of the families of a year that stand on the
// list at a time: the first count of the ASP series against its greatest.
func listedAtFirst(f *Facts) uint32 {
	most := slices.MaxFunc(f.ASPSeries, func(a, b ASPCount) int { return cmp.Compare(a.Families, b.Families) })
	return uint32(f.ASPSeries[0].Families * Million / most.Families)
}

// count estimates a place's families and on which grounds they are listed.
func (p *place) count(f *Facts) error {
	asp, housing, both := p.FamiliesASP2025, int64(0), int64(0)
	if h, ok := f.HousingAssistance(p.KATO); ok && p.gas {
		both = min(asp, h.Families*int64(h.AlsoASPPPM)/Million)
		housing = h.Families - both
	}
	p.families = asp + housing
	if p.families == 0 {
		return nil
	}
	grounds, err := NewChoice([]int64{asp - both, housing, both})
	if err != nil {
		return fmt.Errorf("territory %s: %w", p.territory, err)
	}
	p.grounds = grounds
	return nil
}

// scale makes the country as large as asked for, every place in proportion:
// shares are rounded down, and what is left goes to the largest remainders, of
// equal ones to the place that stands first.
func (c *country) scale(families int64) {
	type rest struct {
		place     int
		remainder uint64
	}
	rests := make([]rest, len(c.places))
	left := families
	for i := range c.places {
		high, low := bits.Mul64(uint64(families), uint64(c.places[i].families))
		share, remainder := bits.Div64(high, low, uint64(c.real))
		c.places[i].families = int64(share)
		left -= int64(share)
		rests[i] = rest{i, remainder}
	}
	slices.SortStableFunc(rests, func(a, b rest) int { return cmp.Compare(b.remainder, a.remainder) })
	for i := range left {
		c.places[rests[i].place].families++
	}
	c.families = families
}

// cut divides the places into blocks.
func (c *country) cut() {
	for i := range c.places {
		left := c.places[i].families
		for ordinal := 0; left > 0; ordinal++ {
			n := min(left, BlockFamilies)
			c.blocks = append(c.blocks, plot{place: &c.places[i], ordinal: ordinal, families: int(n)})
			left -= n
		}
	}
}

// territories lists the places of the country, in order.
func (c *country) territories() []voucher.Territory {
	list := make([]voucher.Territory, len(c.places))
	for i := range c.places {
		list[i] = c.places[i].territory
	}
	return list
}

// size says how the simulated country compares with the real one.
func (c *country) size() string {
	if c.families == c.real {
		return fmt.Sprintf("%d families, as many as the real pilots may reach", c.families)
	}
	return fmt.Sprintf("a synthetic country of %d families in place of the %d that the real pilots may reach", c.families, c.real)
}
