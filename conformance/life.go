package conformance

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// Life: a simulated population lives for months through the build and the oracle
// at once. The first difference is the finding, cut down to the family and the
// steps that matter.

// population is where and when a population of the life suite lives.
type population struct {
	id        string
	programme voucher.Programme
	from, to  voucher.Day
	gas, food []voucher.Territory
	title     voucher.Text
	demand    voucher.RequirementID
}

// The places of the life suite: a gas territory over the turn of the year, its
// short February included; a pilot town of food; and one city with both, where
// the rules let food run too.
const (
	shymkent  voucher.Territory = 790000000
	kokshetau voucher.Territory = 111010000
)

var populations = []population{
	{
		id: "GAS-ACTIVATION-001/life_of_a_gas_territory", demand: "GAS-ACTIVATION-001", programme: voucher.Gas,
		from: voucher.Date(2025, 11, 1), to: voucher.Date(2026, 3, 31), gas: []voucher.Territory{shymkent},
		title: voucher.Text{
			En: "months in a gas territory: every answer as the oracle's", Ru: "месяцы газовой территории: все ответы как у эталона",
			Kk: "газ аумағындағы айлар: барлық жауап эталондағыдай",
		},
	},
	{
		id: "FOOD-PURCHASE-002/life_of_a_food_town", demand: "FOOD-PURCHASE-002", programme: voucher.Food,
		from: voucher.Date(2026, 1, 5), to: voucher.Date(2026, 5, 1), food: []voucher.Territory{kokshetau},
		title: voucher.Text{
			En: "months in a food town: every answer as the oracle's", Ru: "месяцы продовольственного города: все ответы как у эталона",
			Kk: "азық-түлік қаласындағы айлар: барлық жауап эталондағыдай",
		},
	},
	{
		id: "BOTH-MONEY-001/life_of_a_city_with_both", demand: "BOTH-MONEY-001", programme: voucher.Both,
		from: voucher.Date(2026, 2, 1), to: voucher.Date(2026, 3, 31), gas: []voucher.Territory{shymkent}, food: []voucher.Territory{shymkent, kokshetau},
		title: voucher.Text{
			En: "a city with both programmes: every answer as the oracle's", Ru: "город с обеими программами: все ответы как у эталона",
			Kk: "екі бағдарлама да жүретін қала: барлық жауап эталондағыдай",
		},
	},
}

// lifeChecks are the simulated populations.
var lifeChecks = sync.OnceValue(func() []Check {
	var all []Check
	for i := range populations {
		p := &populations[i]
		c := Check{ID: p.id, Suite: SuiteLife, Requirement: p.demand, Level: level(p.demand, false), Title: p.title,
			Needs: []Ability{NeedsClock, NeedsWorlds, NeedsPrompt, NeedsOracle}}
		// A setting says that food runs in a gas city too, and that a pilot ends with a life that ends before it. The food
		// town lives to the pilot's last day, so that a build without settings has a life to be judged on.
		if p.programme != voucher.Food {
			c.Needs = append(c.Needs, NeedsSettings)
		}
		c.ask = func(ctx context.Context, a *asker) error { return askLife(ctx, a, p) }
		c.judge = func(t *Transcript, b *bench) Finding { return judgeLife(&c, t, b) }
		all = append(all, c)
	}
	return all
})

// lifeCountry is where all populations live: as in the pilots, but every store borrows
// for its stock, or a town of few stores might never see a loan.
const lifeCountry = `kind: Scenario
id: life
title: {en: Life of a population, ru: Жизнь населения, kk: Халық өмірі}
assumptions: {loans.stores: 1000000}
`

// scenario is the world in which a population lives, under a build's readings.
func (p *population) scenario(o *Options, caps *voucher.Capabilities) (*scenarios.Scenario, error) {
	s, err := scenarios.Read("life", []byte(lifeCountry))
	if err != nil {
		return nil, err
	}
	s.Programmes, s.GasTerritories, s.FoodTerritories, s.Readings = p.programme, p.gas, p.food, caps.Readings
	if slices.Contains(p.food, shymkent) {
		s.Settings = append(s.Settings, voucher.Setting{Path: voucher.FoodTerritory.String(), Territory: shymkent, Value: 1})
	}
	return s, errors.Join(s.SetSeed(min(o.Seed, scenarios.MaxSeed)), s.SetFamilies(int64(o.Families)), s.SetHorizon(p.from, p.to))
}

// askLife lets a population live.
func askLife(ctx context.Context, a *asker, p *population) error {
	if p.programme == voucher.Both && a.caps.Programmes != voucher.Both {
		return nil // the judge says so
	}
	s, err := p.scenario(a.opts, &a.caps)
	if err != nil {
		return &ownFault{err.Error()}
	}
	if err := a.lifeCanary(ctx, s); err != nil {
		return err
	}
	w := &shadowWorld{asker: a, seed: s.Seed}
	run := simulator.Run{Scenario: s, World: w, Workers: 1}
	_, err = run.Simulate(ctx)
	for _, block := range w.blocks {
		a.transcript.Counts[countCases]++
		if block.fault != nil {
			a.transcript.Counts[countFailing]++
		}
		for _, what := range slices.Sorted(maps.Keys(block.counts)) {
			a.transcript.Counts[what] += block.counts[what]
		}
		a.transcript.Counts[countVerdictsOnly] += int64(block.model.verdictsOnly)
		a.keepLife(ctx, block)
	}
	if errors.Is(err, errParted) {
		return nil
	}
	return err
}

// lifeCanary lets the population live on a system that is wrong on purpose, until
// that is noticed: one that does not notice shows nothing.
func (a *asker) lifeCanary(ctx context.Context, s *scenarios.Scenario) error {
	wrong := &asker{world: canaryWorld{a.oracle}, caps: a.caps, oracle: a.oracle, opts: a.opts, transcript: &Transcript{}}
	run := simulator.Run{Scenario: s, World: &shadowWorld{asker: wrong, seed: s.Seed}, Workers: 1}
	switch _, err := run.Simulate(ctx); {
	case err == nil:
		a.transcript.Counts[countCanary]++
	case !errors.Is(err, errParted):
		return fmt.Errorf("canary: %w", err)
	}
	return nil
}

// keptLife is how much a transcript keeps of a life in which nothing is wrong:
// its beginning shows what was asked, the rest is counted.
const keptLife = 500

// keepLife keeps a life that ended with a difference, and what it is cut down to.
func (a *asker) keepLife(ctx context.Context, s *shadow) {
	told := s.build.told
	if s.fault == nil && len(s.warning) == 0 {
		told.Entries = told.Entries[:min(keptLife, len(told.Entries))]
	}
	a.transcript.Worlds = append(a.transcript.Worlds, told)
	if s.fault == nil || a.opts.unread {
		return
	}
	a.cutDown(ctx, told, s.fault)
}

// shadowWorld makes a build and an oracle for every block of a simulation.
type shadowWorld struct {
	*asker
	seed   uint64
	blocks []*shadow
}

// ownSettings leaves out what is nothing to a build that does not run the other
// programme: its parameters.
func ownSettings(all []voucher.Setting, caps *voucher.Capabilities) []voucher.Setting {
	return slices.DeleteFunc(all, func(set voucher.Setting) bool {
		p, ok := voucher.ParseParameter(set.Path)
		return ok && p.Declaration().Programme&caps.Programmes == 0
	})
}

// New makes a block's systems.
func (w *shadowWorld) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	s.Settings = ownSettings(s.Settings, &w.caps)
	build, err := w.apart(ctx, fmt.Sprintf("block %d", len(w.blocks)+1), s)
	if err != nil {
		return nil, err
	}
	model, err := newFollower(ctx, w.oracle, s, w.caps.Reasons)
	if err != nil {
		return nil, &ownFault{"the oracle: " + err.Error()}
	}
	w.blocks = append(w.blocks, newShadow(build, model, w.seed))
	return w.blocks[len(w.blocks)-1], nil
}

// Capabilities are all that the simulation asks for: the oracle tells the events.
func (w *shadowWorld) Capabilities(context.Context) (voucher.Capabilities, error) {
	caps := w.caps
	caps.Events, caps.Digest = true, false
	return caps, nil
}

// judgeLife gives the finding on the life of a population: the shortest history
// that shows a difference, whichever demand it breaks.
func judgeLife(c *Check, t *Transcript, b *bench) Finding {
	switch {
	case c.Requirement.Programme() == voucher.Both && b.caps.Programmes != voucher.Both:
		return Finding{Verdict: Unsupported, Why: whyProgramme(voucher.Gas + voucher.Food - b.caps.Programmes)}
	case b.oracle == nil:
		return Finding{Verdict: Blocked, Why: whyNeeds(NeedsOracle)}
	}
	j := &livesJudged{}
	for w, told := range t.Worlds {
		all, verdictsOnly, err := oracleFaults(context.Background(), b.oracle, &told.History, b.caps.Reasons)
		if err != nil {
			return Finding{Verdict: HarnessError, Why: whyUnasked(err.Error())}
		}
		j.verdictsOnly += verdictsOnly
		for i := range all {
			j.found = append(j.found, found{w, all[i]})
		}
	}
	var worst *found
	for i := range j.found {
		if f := &j.found[i]; worst == nil || shorter(t, f, worst) {
			worst = f
		}
	}
	switch missing := neverMet(c, t); {
	case worst != nil:
		return findingOf(c, t, worst)
	case t.Err == "" && t.Counts[countCases] == 0:
		return Finding{Verdict: HarnessError, Why: whyNoCase}
	case len(missing) > 0:
		return Finding{Verdict: Blocked, Why: whyFewLived(missing, b.options.Families)}
	case t.Counts[countCanary] > 0:
		return Finding{Verdict: HarnessError, Why: whyCanary}
	case j.verdictsOnly > 0 || t.Counts[countVerdictsOnly] > 0:
		return Finding{Verdict: PassVerdictOnly, Why: whyVerdictOnly}
	}
	return pass
}
