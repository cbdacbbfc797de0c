package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Scenario is a world to simulate: who lives in it, when, under which rules and
// readings, and how people behave. It is what a File says with everything
// filled in that the file leaves out.
type Scenario struct {
	ID    string
	Title voucher.Text // whole in all three languages

	Seed uint64 // never 0

	// From is the first day of the world, To the last on which people act.
	From, To voucher.Day

	// Families in all territories together; 0: as many as the facts give for
	// the real pilots. Any other number is a synthetic country, and a report
	// has to say so.
	Families int64
	Note     voucher.Text // on the number of families; may be zero

	Programmes voucher.Programme // Gas, Food or Both

	// Territories to which a programme is narrowed, ascending; nil: all in
	// which the rules let it run.
	GasTerritories, FoodTerritories []voucher.Territory

	Readings voucher.Readings

	// Settings on top of the rules' own values, in an order in which
	// voucher.NewSchedule lets a territory's value win over the country's.
	Settings []voucher.Setting

	// Assumptions with those of the file in their places.
	Assumptions *Assumptions

	// Stores that join and leave, and Events that happen for a while, in the order of
	// the files.
	Stores []StoreChange
	Events []Event

	values []Value
}

// The bounds of what flags replace too: a seed fits into every JSON reader and
// spreadsheet unrounded; the country has about 20 million people.
const (
	MaxSeed     = 1<<53 - 1
	MaxFamilies = 50_000_000
)

// The bounds of a scenario's own numbers.
const (
	maxDays     = 3_660 // ten years
	maxIDLength = 64
)

// pilotSeed is the seed of policy/pilots.yaml, and so of every scenario that
// names none: what a scenario leaves out is as in the pilots, so that two runs
// differ by nothing but what the file says.
const pilotSeed = 20250828

// scenarioOpening begins a scenario.
const scenarioOpening = "kind: Scenario"

// Runs reports whether the programme is simulated.
func (s *Scenario) Runs(p voucher.Programme) bool { return s.Programmes&p == p && p != 0 }

// Read reads a scenario strictly, with all that it extends: what it does not know
// is an error, never passed over. The name stands for the file in messages, and
// files that it extends are looked for beside it. An error is always Problems, with
// all that could be found at once.
func Read(name string, data []byte) (*Scenario, error) {
	load := &loader{layers: map[string]*layer{}}
	l := load.layer(name, data)
	if l == nil {
		return nil, load.err()
	}
	s := l.build()
	if err := load.err(); err != nil {
		return nil, err
	}
	return s, nil
}

// Load reads the scenario of a file, or one of the embedded library by its id:
// a word without dot and slash. The error is Problems where the file was read
// and is wrong.
func Load(path string) (*Scenario, error) {
	if !strings.ContainsAny(path, `./\`) {
		return fromLibrary(path)
	}
	data, err := readFile(path)
	if err != nil {
		return nil, fmt.Errorf("scenario: %w", err)
	}
	return Read(path, data)
}

// SetSeed replaces the seed, as a flag does. The error says which seeds there are.
func (s *Scenario) SetSeed(seed uint64) error {
	if seed == 0 || seed > MaxSeed {
		return say("seed %d is none; give one from 1 to %d", seed, uint64(MaxSeed))
	}
	s.Seed = seed
	return nil
}

// SetFamilies replaces the number of families; 0 is as many as the facts give.
// The error says which numbers there are.
func (s *Scenario) SetFamilies(n int64) error {
	if n < 0 || n > MaxFamilies {
		return say("%d families are not possible; give 1 to %d, or 0 for as many as in the real pilots", n, MaxFamilies)
	}
	s.Families = n
	return nil
}

// SetHorizon replaces the first day and the last one on which people act. The
// error says which days there are.
func (s *Scenario) SetHorizon(from, to voucher.Day) error {
	first, last := s.pilots()
	switch {
	case from < first || to > last || from > last || to < first: // first: turned round, such a day stays outside
		return say("%v to %v is not inside the pilots, which run from %v to %v", from, to, first, last)
	case from > to:
		return say("from %v is after to %v; swap them", from, to)
	case to-from >= maxDays:
		return say("%v to %v are %d days, at most %d are simulated", from, to, to-from+1, maxDays)
	}
	s.From, s.To = from, to
	return nil
}

// pilot is the time of a programme, by the published texts, and the parameters
// that move it.
type pilot struct {
	programme           voucher.Programme
	first, last         voucher.Day
	fromPath, untilPath string
}

// The pilots (GAS-PERIOD-001, FOOD-PERIOD-002).
var pilots = []pilot{
	{
		voucher.Gas, voucher.Date(2025, 8, 28), voucher.Date(2026, 6, 30),
		voucher.GasPeriodFrom.String(), voucher.GasPeriodTo.String(),
	},
	{
		voucher.Food, voucher.Date(2026, 1, 5), voucher.Date(2026, 5, 1),
		voucher.FoodPeriodFrom.String(), voucher.FoodPeriodTo.String(),
	},
}

// pilots returns the first and the last day of the scenario's programmes, with
// what its settings move.
func (s *Scenario) pilots() (first, last voucher.Day) {
	var firsts, lasts []voucher.Day
	for _, p := range pilots {
		if !s.Runs(p.programme) {
			continue
		}
		firsts = append(firsts, slices.Min(s.moved(p.fromPath, p.first)))
		lasts = append(lasts, slices.Max(s.moved(p.untilPath, p.last)))
	}
	return slices.Min(firsts), slices.Max(lasts)
}

// moved returns the days to which a parameter is set, or the day of the rules.
// A day set from some day on comes beside that of the rules.
func (s *Scenario) moved(path string, rules voucher.Day) []voucher.Day {
	days := []voucher.Day{rules}
	for _, set := range s.Settings {
		if set.Path != path {
			continue
		}
		if set.From == 0 {
			days = days[:0]
		}
		days = append(days, voucher.Day(set.Value))
	}
	return days
}
