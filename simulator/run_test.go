package simulator_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// The territories that the tests look at.
const (
	shymkent  voucher.Territory = 790000000
	almaty    voucher.Territory = 750000000
	kokshetau voucher.Territory = 111010000
	pavlodar  voucher.Territory = 551010000
)

// world reads a scenario from its body; kind, id and title are added.
func world(t testing.TB, body string) *scenarios.Scenario {
	t.Helper()
	s, err := scenarios.Read("test.yaml", []byte("kind: Scenario\nid: test\ntitle: test\n"+body))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// winter is a small world with both programmes over the turn of the year:
// reminders, bills, a February without a 30th, returns, loans.
const winter = `
horizon: {from: 2025-12-01, to: 2026-03-31}
population: {families: 1500}
territories: {gas: [790000000], food: [111010000, 551010000]}
`

// together is a world in which families of one city are in both programmes.
const together = `
horizon: {from: 2025-12-01, to: 2026-03-31}
population: {families: 900}
territories: {gas: [790000000], food: [790000000, 111010000]}
set: {food.territory: {790000000: true}}
`

// live simulates a scenario through the reference.
func live(t testing.TB, s *scenarios.Scenario, workers int) *simulator.Result {
	t.Helper()
	r := simulator.Run{Scenario: s, World: reference.World{}, Workers: workers}
	result, err := r.Simulate(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestWorkersDoNotMatter(t *testing.T) {
	s := world(t, winter+"seed: 7")
	want := live(t, s, 1)
	if len(want.Hash) != 64 {
		t.Fatalf("hash %q, want 64 hexadecimal digits", want.Hash)
	}
	for _, workers := range []int{2, 3, 0} {
		if got := live(t, s, workers); got.Hash != want.Hash || fmt.Sprint(got.Totals) != fmt.Sprint(want.Totals) {
			t.Errorf("%d workers: hash %s, want %s: a block is lived the same by anybody", workers, got.Hash, want.Hash)
		}
	}
}

func TestSeedMatters(t *testing.T) {
	one, two := live(t, world(t, winter+"seed: 1"), 2), live(t, world(t, winter+"seed: 2"), 2)
	if one.Hash == two.Hash {
		t.Error("seeds 1 and 2 give the same hash; every draw hangs on the seed")
	}
}

// TestAnotherTerritoryChangesNobody adds a territory and looks at the others:
// nothing couples two blocks, and no draw is a position.
func TestAnotherTerritoryChangesNobody(t *testing.T) {
	const before = `
horizon: {from: 2025-12-01, to: 2026-03-31}
territories: {gas: [620000000], food: [111010000, 551010000]}
`
	after := strings.Replace(before, "620000000", "620000000, 230000000", 1)
	one, two := live(t, world(t, before), 2), live(t, world(t, after), 2)
	if two.Families <= one.Families {
		t.Fatalf("%d families with one territory more, %d without; the test tests nothing", two.Families, one.Families)
	}
	for _, where := range one.Totals.Territories {
		for p := voucher.Gas; p <= voucher.Food; p++ {
			for _, what := range simulator.Metrics() {
				if got, want := two.Totals.In(p, where, what), one.Totals.In(p, where, what); got != want {
					t.Errorf("%s %s %s: %d with another territory, %d without", p, where, what, got, want)
				}
			}
		}
	}
}

// TestIdentities holds the books of a run, and that a whole life happened.
func TestIdentities(t *testing.T) {
	for _, body := range []string{winter, together} {
		result := live(t, world(t, body), 2)
		if err := result.Totals.Check(); err != nil {
			t.Error(err)
		}
		for _, c := range []simulator.Counter{simulator.FamilyMonths, simulator.Stores, simulator.LoansGranted, simulator.Repaid,
			simulator.ListsTaken, simulator.Outages, simulator.OverpricedLines, simulator.TailCommands} {
			if result.Totals.Count(c) == 0 {
				t.Errorf("%s is 0; a winter with both programmes has some", c)
			}
		}
		if left := result.Totals.Sum(voucher.Food, simulator.Left); left != 0 {
			t.Errorf("%d tiyn are left on wallets at the end; vouchers die with their month (FOOD-EXPIRY-002)", left)
		}
		if owed := result.Totals.Count(simulator.Outstanding); owed != 0 {
			t.Errorf("stores owe %d tiyn at the end; loans are repaid to zero (FOOD-LOAN-001)", owed)
		}
		if days := result.Totals.TailDays; days < 3 || days > simulator.TailMax {
			t.Errorf("a tail of %d days, want 3 to %d: the bills of March come in April", days, simulator.TailMax)
		}
	}
}

// TestTailEnds ends runs in the middle of things.
func TestTailEnds(t *testing.T) {
	for _, to := range []string{"2025-12-06", "2025-12-07", "2026-01-05", "2026-02-28", "2026-03-15"} {
		s := world(t, fmt.Sprintf("horizon: {from: 2025-12-01, to: %s}\npopulation: {families: 300}\n"+
			"territories: {gas: [790000000], food: [111010000]}", to))
		totals := live(t, s, 1).Totals
		if err := totals.Check(); err != nil {
			t.Errorf("to %s: %v", to, err)
		}
		if totals.TailDays > simulator.TailMax {
			t.Errorf("to %s: a tail of %d days, want %d at most", to, totals.TailDays, simulator.TailMax)
		}
		if n := totals.Sum(voucher.Gas, simulator.Activated); n > 0 && totals.Sum(voucher.Gas, simulator.Used) == 0 {
			t.Errorf("to %s: %d vouchers were activated and none has a receipt with a discount; the tail is for the bills", to, n)
		}
	}
}

// TestEveryReading lives through each single alternative: behaviour asks
// nothing of the default, and the books hold under all of them.
func TestEveryReading(t *testing.T) {
	for _, reading := range voucher.AllReadings() {
		for _, choice := range reading.Choices()[1:] {
			t.Run(reading.String()+" "+choice, func(t *testing.T) {
				t.Parallel()
				s := world(t, strings.Replace(together, "families: 900", "families: 400", 1)+
					fmt.Sprintf("readings: {%s: %s}", reading, choice))
				totals := live(t, s, 1).Totals
				if err := totals.Check(); err != nil {
					t.Error(err)
				}
				if totals.Sum(voucher.Gas, simulator.Activated) == 0 || totals.Sum(voucher.Food, simulator.Purchases) == 0 {
					t.Error("nobody activates or buys; the reading leaves both possible")
				}
			})
		}
	}
}

// fake accepts everything and lets nothing happen, until its patience ends.
type fake struct{ patience int }

var errTired = errors.New("tired")

func (f *fake) Do(context.Context, voucher.Command) (voucher.Outcome, error) {
	if f.patience--; f.patience < 0 {
		return voucher.Outcome{}, errTired
	}
	return voucher.Outcome{}, nil
}

func (*fake) Advance(context.Context, voucher.Instant) ([]voucher.Event, error) { return nil, nil }

func (*fake) Query(context.Context, *voucher.Query) (voucher.Record, error) {
	return voucher.Record{}, errors.ErrUnsupported
}

// fakes is a world of them.
type fakes int

func (p fakes) New(context.Context, *voucher.Setup) (voucher.System, error) {
	return &fake{patience: int(p)}, nil
}

func (fakes) Capabilities(context.Context) (voucher.Capabilities, error) {
	return voucher.Capabilities{}, nil
}

func TestErrorOfTheSystem(t *testing.T) {
	r := simulator.Run{Scenario: world(t, winter), World: fakes(0), Workers: 1}
	result, err := r.Simulate(context.Background())
	if !errors.Is(err, errTired) || result != nil {
		t.Fatalf("result %v, error %v, want the system's error and no result", result, err)
	}
	for _, part := range []string{"territory 790000000", "block 0", "2025-12-01T", "+05:00", "update_gas_list"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not say %q: which block, when, which command", err, part)
		}
	}
}

// TestQuietSystem runs against a system at which nothing ever happens and that
// tells nothing of its rules: the run ends, with nobody reached.
func TestQuietSystem(t *testing.T) {
	r := simulator.Run{Scenario: world(t, winter), World: fakes(1 << 30), Workers: 2}
	result, err := r.Simulate(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if n := result.Totals.Count(simulator.FamilyMonths); n != 0 {
		t.Errorf("%d family-months at a system without events, want 0: only events tell that a list was taken", n)
	}
	if err := result.Totals.Check(); err != nil {
		t.Error(err)
	}
}

func TestCalledOff(t *testing.T) {
	s := world(t, winter)
	ctx, cancel := context.WithCancel(context.Background())
	var calls atomic.Int64
	r := simulator.Run{Scenario: s, World: reference.World{}, Workers: 2, Progress: func(p simulator.Progress) {
		calls.Add(1)
		if p.Done == 1 {
			cancel()
		}
	}}
	result, err := r.Simulate(ctx)
	if !errors.Is(err, context.Canceled) || result == nil {
		t.Fatalf("result %v, error %v, want part of the totals and the context's error", result, err)
	}
	if result.Done == 0 || result.Done >= result.Blocks || result.Hash != "" {
		t.Errorf("%d of %d blocks, hash %q, want some of them and no hash", result.Done, result.Blocks, result.Hash)
	}
	if n := result.Totals.Count(simulator.Blocks); n != int64(result.Done) {
		t.Errorf("totals of %d blocks, want %d: a block counts when it was lived to the end", n, result.Done)
	}
	if err := result.Totals.Check(); err != nil {
		t.Error(err)
	}
	if calls.Load() == 0 {
		t.Error("progress was never told")
	}
}

func TestProgressCountsUp(t *testing.T) {
	var last simulator.Progress
	s := world(t, winter)
	r := simulator.Run{Scenario: s, World: reference.World{}, Workers: 2, Progress: func(p simulator.Progress) {
		if p.Done < last.Done || p.FamilyMonths < last.FamilyMonths || p.Day < s.From {
			t.Errorf("progress %+v after %+v; it only grows", p, last)
		}
		last = p
	}}
	result, err := r.Simulate(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if last.FamilyMonths != result.Totals.Count(simulator.FamilyMonths) {
		t.Errorf("progress ends at %d family-months, want %d", last.FamilyMonths, result.Totals.Count(simulator.FamilyMonths))
	}
}

func TestAssumptionsAreHeld(t *testing.T) {
	file := "g: {value: {value: 1, unit: count, source: model}}\n"
	a, err := scenarios.ReadAssumptions("a.yaml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	s := world(t, winter)
	s.Assumptions = a
	_, err = (&simulator.Run{Scenario: s, World: fakes(1)}).Simulate(context.Background())
	if err == nil {
		t.Fatal("no error for assumptions that say nothing about anybody")
	}
	for _, part := range []string{"assumption g.value is unknown", "assumption gas_consent.accept_first is missing", "assumption lists.update_day is missing"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error does not say %q:\n%v", part, err)
		}
	}
}

// panicking is a world whose systems break down.
type panicking struct{ reference.World }

func (panicking) New(context.Context, *voucher.Setup) (voucher.System, error) { panic("broken") }

func TestAFaultOfAProgramIsAnError(t *testing.T) {
	s := world(t, "population: {families: 10}")
	_, err := (&simulator.Run{Scenario: s, World: panicking{}}).Simulate(context.Background())
	if err == nil || !strings.Contains(err.Error(), "a fault of this program: broken") {
		t.Errorf("error %v, want the fault: one broken block must not end the process", err)
	}
}

func TestSharesOfOneWhole(t *testing.T) {
	s := world(t, "population: {families: 10}\nassumptions: {gas_consent.accept_first: 800000, gas_consent.refuse_first: 200001}")
	_, err := (&simulator.Run{Scenario: s, World: fakes(1)}).Simulate(context.Background())
	if err == nil || !strings.Contains(err.Error(), "gas_consent.accept_first and gas_consent.refuse_first are 1000001 together") {
		t.Errorf("error %v, want one that names both shares", err)
	}
	s = world(t, "population: {families: 10}\nassumptions: {gas_consent.accept_first: 800000, gas_consent.refuse_first: 200000}")
	if _, err := (&simulator.Run{Scenario: s, World: reference.World{}}).Simulate(context.Background()); err != nil {
		t.Errorf("error %v, want none: the whole is reached and not exceeded", err)
	}
}

func TestNobodyToSimulate(t *testing.T) {
	s := world(t, "programmes: [gas]\nterritories: {gas: [550000000]}\nhorizon: {from: 2025-12-01, to: 2025-12-31}")
	_, err := (&simulator.Run{Scenario: s, World: fakes(1)}).Simulate(context.Background())
	if want := "the gas pilot does not run in territory 550000000; write under set: gas.territory: {550000000: true}"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want %q", err, want)
	}
}

// TestAHorizonThatEndsEarlyEndsThePilots: nobody is asked anything in the tail,
// and what is told of the messages is told of the listed too.
func TestAHorizonThatEndsEarlyEndsThePilots(t *testing.T) {
	for _, tt := range []struct{ name, horizon, why string }{
		{"one day before the 7th", "{from: 2025-09-01, to: 2025-09-01}", "the SMS of September is not sent"},
		{"February", "{from: 2026-02-01, to: 2026-02-28}", "those of March are not"},
		{"the food pilot", "{from: 2026-01-05, to: 2026-05-01}", "the gas SMS of May is not"},
	} {
		s := world(t, "population: {families: 400}\nhorizon: "+tt.horizon)
		result, err := (&simulator.Run{Scenario: s, World: reference.World{}}).Simulate(context.Background())
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		for _, p := range []voucher.Programme{voucher.Gas, voucher.Food} {
			listed, sent := result.Totals.Sum(p, simulator.Listed), result.Totals.Messages(p, voucher.Notice)
			if sent != listed {
				t.Errorf("%s, %s: %d questions sent to %d listed\n%s", tt.name, p, sent, listed, tt.why)
			}
		}
	}
}

// liar answers the first advance with one event.
type liar struct {
	fake
	event voucher.Event
}

func (l *liar) Advance(context.Context, voucher.Instant) ([]voucher.Event, error) {
	return []voucher.Event{l.event}, nil
}

// liars is a world of them.
type liars struct {
	fakes
	event voucher.Event
}

func (l liars) New(context.Context, *voucher.Setup) (voucher.System, error) {
	return &liar{fake{1 << 30}, l.event}, nil
}

// TestEventsOfNobody holds that a system that speaks of what the setup does not
// have is an error, and that nothing it may say is a panic.
func TestEventsOfNobody(t *testing.T) {
	tell := func(e voucher.Event) error {
		s := world(t, "horizon: {from: 2026-01-06, to: 2026-01-06}\npopulation: {families: 2}\n"+
			"territories: {food: [551010000], gas: [790000000]}")
		_, err := (&simulator.Run{Scenario: s, World: liars{fakes(1 << 30), e}, Workers: 1}).Simulate(context.Background())
		return err
	}
	for _, kind := range voucher.EventKinds() {
		p := voucher.Gas
		if kind >= voucher.FoodListed {
			p = voucher.Food
		}
		whole := voucher.Event{Kind: kind, Programme: p, Person: 1, Family: 1, Store: 1, Code: 200, Month: 3, At: 1, Until: -1, Count: 1 << 30}
		for _, e := range []voucher.Event{{Kind: kind, Programme: p}, whole} {
			if err := tell(e); err != nil && !strings.Contains(err.Error(), "has none such") {
				t.Errorf("event %+v: %v", e, err)
			}
		}
	}
	for _, e := range []voucher.Event{
		{Kind: voucher.GasListed, Programme: voucher.Gas, Person: 1 << 30},
		{Kind: voucher.FoodListed, Programme: voucher.Food, Family: 1 << 30},
		{Kind: voucher.StoreStopped, Programme: voucher.Food, Store: 1 << 30},
		{Kind: voucher.StoreStopped, Programme: voucher.Food},
		{Kind: voucher.MessageSent, Programme: voucher.Gas, Person: 1, Code: 200},
	} {
		if err := tell(e); err == nil || !strings.Contains(err.Error(), e.Kind.String()) {
			t.Errorf("error %v for %+v, want one that names the event", err, e)
		}
	}
}
