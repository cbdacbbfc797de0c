package simulator

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// behaviour is how people, stores and providers act in a run: the assumptions
// as thresholds and tables, made once and read by all blocks.
type behaviour struct {
	streams   *Streams
	readings  voucher.Readings
	homes     homes
	lists     listHabits
	messages  messageHabits
	consent   [2]consentHabits // by programme
	steps     activationHabits
	providers providerHabits
	shopping  shoppingHabits
	after     afterHabits
	tills     tillHabits
	shops     shopHabits
	loans     loanHabits
	cheats    cheatHabits

	// Taken from the facts, not from the scenario, so that a territory more
	// changes no life in the others.
	residences []voucher.Territory // to which people move
	foodTowns  []voucher.Territory // of the real pilot, in which people shop on the way

	outside voucher.Territory // where no food voucher is taken; 0: nowhere

	rosters rosters           // of the scenario
	events  []scenarios.Event // of the scenario
}

// newBehaviour compiles the assumptions of a scenario. The error names every
// figure that is missing, unknown or out of range.
func newBehaviour(s *scenarios.Scenario, facts *Facts, c *country) (*behaviour, error) {
	f := &figures{from: s.Assumptions}
	b := &behaviour{
		streams: NewStreams(s.Seed), readings: s.Readings,
		homes: f.homes(facts), lists: f.lists(), messages: f.messages(), consent: f.consent(), steps: f.steps(),
		providers: f.providers(), shopping: f.shopping(facts), after: f.after(), tills: f.tills(),
		shops: f.shops(facts), loans: f.loans(), cheats: f.cheats(),
		outside: c.outside, events: s.Events,
	}
	for i := range facts.Territories {
		where := voucher.Territory(facts.Territories[i].KATO)
		if facts.Territories[i].FoodPilot {
			b.foodTowns = append(b.foodTowns, where)
		} else if facts.Territories[i].Level == Town {
			continue // its people are those of its region
		}
		b.residences = append(b.residences, where)
	}
	if err := f.err(); err != nil {
		return nil, fmt.Errorf("scenario %s: %w", s.ID, err)
	}
	b.rosters = newRosters(b, c, s.Stores)
	return b, nil
}
