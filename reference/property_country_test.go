package reference_test

import (
	"context"
	"reflect"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// court is what a violation is brought before: a test, or a collector that
// shows that a property bites.
type court interface {
	Helper()
	Fatalf(format string, args ...any)
	Logf(format string, args ...any)
}

// quiet is a court that does not say what happens, for lives that are written
// down in a test.
type quiet struct{ court }

func (quiet) Logf(string, ...any) {}

// The places of a small country. Codes with a word in front lie in the gas
// pilot, cities of the food pilot stand in food_town_test.go.
const (
	inAlmaty     voucher.Territory = 750000000
	pavlodarside voucher.Territory = 550000000 // in neither pilot
)

// Its providers.
const (
	almatyGas voucher.ProviderID = iota + 1
	akmolaGas
	pavlodarGas // outside the gas pilot
)

// Its families: people 1 to 3 and 4 to 5; person 6 has none.
var kin = map[voucher.FamilyID][]voucher.PersonID{1: {1, 2, 3}, 2: {4, 5}}

// country is a small world in which both programmes live, with everything that
// happened in it.
type country struct {
	court
	machine *reference.Machine
	setup   *voucher.Setup
	diary   *diary
	entries []reference.Entry // the journal
	steps   []step            // commands given, in order
	space   uint64            // of its keys, apart from those of other countries
	keys    uint64
	codes   []voucher.QR
	sales   []sale
	// mirror is a second machine that is told everything too, and has to answer
	// alike; nil for none.
	mirror *reference.Machine
}

// step is a command that was given and its answer.
type step struct {
	at  voucher.Instant
	cmd voucher.Command
	out voucher.Outcome
}

// sale is a purchase that was accepted.
type sale struct {
	id    voucher.PurchaseID
	key   voucher.Key
	store voucher.StoreID
	lines []voucher.PurchaseLine
}

// countrySetup is the country before anything happened.
func countrySetup(at voucher.Instant) *voucher.Setup {
	account := func(p voucher.ProviderID, n uint64, class voucher.ApplianceClass, people uint8, owner voucher.PersonID) voucher.AccountSetup {
		return voucher.AccountSetup{Provider: p, Number: voucher.MakeAccountNumber(n, 8), Class: class, People: people, Owner: owner}
	}
	return &voucher.Setup{
		At: at, Secret: [16]byte{4, 8, 15, 16, 23, 42}, Families: len(kin), Operators: 1,
		People: []voucher.PersonSetup{{Device: true}, {}, {Device: true}, {Device: true}, {}, {}},
		Providers: []voucher.ProviderSetup{
			almatyGas - 1: {Territory: inAlmaty}, akmolaGas - 1: {Territory: ofAkmola}, pavlodarGas - 1: {Territory: pavlodarside},
		},
		Accounts: []voucher.AccountSetup{
			account(almatyGas, 1, voucher.Boiler, 4, 1), account(almatyGas, 2, voucher.Stove, 2, 2),
			account(akmolaGas, 1, voucher.Boiler, 3, 3), account(pavlodarGas, 1, voucher.Stove, 1, 4),
		},
		Stores: []voucher.StoreSetup{{Territory: inKokshetau}, {Territory: inPavlodar}, {Territory: inKostanay}},
		Goods:  []voucher.GoodsSetup{{Item: 1}, {Item: 6}, {Item: 20}, {Item: voucher.CherryTomato}, {}},
		// Lists that nobody acknowledges would fill a life every hour.
		Settings: []voucher.Setting{{Path: "gas.dispatch.retry_hours", Value: retryHours}},
	}
}

// starts are instants at which a life begins: days before each programme, and
// the eve of what closes or opens.
var starts = []voucher.Instant{
	voucher.At(2025, 10, 6, 23, 0, 0), voucher.At(2025, 8, 27, 12, 0, 0), voucher.At(2026, 1, 4, 20, 0, 0),
	voucher.At(2026, 2, 3, 9, 0, 0), voucher.At(2026, 4, 4, 23, 59, 59), voucher.At(2026, 6, 6, 0, 0, 0), voucher.At(2025, 12, 28, 0, 0, 0),
}

// newCountry draws a country: when its life begins and how the open questions
// are read.
func newCountry(t *rapid.T, c court, rules reference.Rules) *country {
	setup := countrySetup(rapid.SampledFrom(starts).Draw(t, "start"))
	for _, r := range voucher.AllReadings() {
		choices := len(r.Choices())
		if rapid.IntRange(0, 5).Draw(t, r.String()) == 5 {
			setup.Readings[r] = uint8(rapid.IntRange(1, choices-1).Draw(t, r.String()+" choice"))
		}
	}
	return settle(c, setup, rules)
}

// settle makes the country of a setup and opens its stores.
func settle(c court, setup *voucher.Setup, rules reference.Rules) *country {
	return settleApart(c, setup, rules, 11)
}

// settleApart is settle with a space of keys of its own.
func settleApart(c court, setup *voucher.Setup, rules reference.Rules, space uint64) *country {
	m, err := reference.NewWith(setup, rules)
	if err != nil {
		c.Fatalf("NewWith: %v", err)
	}
	l := &country{court: c, space: space, machine: m, setup: setup, diary: newDiary(c, setup)}
	m.Record(func(e *reference.Entry) { l.entries = append(l.entries, e.Clone()) })
	l.to(setup.At)
	for i := range setup.Stores {
		s := voucher.StoreID(i + 1)
		l.do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: s})
		l.do(voucher.StoreTill, uint32(s), &voucher.IntegrateTill{Store: s})
		for g := range setup.Goods {
			goods := voucher.GoodsID(g + 1)
			l.do(voucher.StoreTill, uint32(s), &voucher.MarkGoods{Store: s, Goods: goods})
			l.do(voucher.StoreTill, uint32(s), &voucher.Deliver{Store: s, Goods: goods, Quantity: 200 * voucher.Unit, Price: 100_00})
		}
	}
	return l
}

// do gives a command under a fresh key and returns its answer, which lasts.
func (l *country) do(role voucher.Role, id uint32, cmd voucher.Command) voucher.Outcome {
	l.Helper()
	l.keys++
	*cmd.Head() = voucher.Header{Key: voucher.KeyOf(l.space, l.keys), Actor: voucher.Actor{Role: role, ID: id}}
	return l.keep(cmd)
}

// keep gives a command under the key that it carries.
func (l *country) keep(cmd voucher.Command) voucher.Outcome {
	l.Helper()
	o := l.give(cmd)
	l.steps = append(l.steps, step{l.machine.Now(), cmd, o})
	l.diary.command(l.machine.Now(), cmd, &o)
	return o
}

// give hands a command to the machine, and to its mirror where there is one.
func (l *country) give(cmd voucher.Command) voucher.Outcome {
	l.Helper()
	got, err := l.machine.Do(context.Background(), cmd)
	if err != nil {
		l.Fatalf("Do(%s): %v", cmd.Kind(), err)
	}
	o := got.Clone()
	l.Logf("%s %s: %s", l.machine.Now(), voucher.FormatCommand(cmd), o.Refusal)
	if l.mirror != nil {
		other, err := l.mirror.Do(context.Background(), cmd)
		if err != nil || !same(o, other) {
			l.Fatalf("%s: the machine answers %+v, its mirror %+v, %v\nequal states answer alike", cmd.Kind(), o, other, err)
		}
	}
	return o
}

// to moves the clock and returns what fell due.
func (l *country) to(at voucher.Instant) []voucher.Event {
	l.Helper()
	events, err := l.machine.Advance(context.Background(), at)
	if err != nil {
		l.Fatalf("Advance(%s): %v", at, err)
	}
	all := voucher.CloneEvents(events)
	l.Logf("%s: %d events fell due", at, len(all))
	if l.mirror != nil {
		other, err := l.mirror.Advance(context.Background(), at)
		if err != nil || !same(voucher.Outcome{Events: all}, voucher.Outcome{Events: other}) {
			l.Fatalf("on the way to %s the machine does %+v, its mirror %+v, %v\nequal states go on alike", at, all, other, err)
		}
	}
	l.diary.advanced(at, all)
	return all
}

// ask reads a record.
func (l *country) ask(q voucher.Query) voucher.Record {
	l.Helper()
	r, err := l.machine.Query(context.Background(), &q)
	if err != nil {
		l.Fatalf("Query(%s): %v", q.Kind, err)
	}
	return r
}

// same reports whether two answers are equal in every field.
func same(a, b voucher.Outcome) bool {
	for _, o := range []*voucher.Outcome{&a, &b} {
		if len(o.Events) == 0 {
			o.Events = nil
		}
		if len(o.Result.Lines) == 0 {
			o.Result.Lines = nil
		}
	}
	return reflect.DeepEqual(a, b)
}
