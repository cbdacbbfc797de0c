package conformance

import (
	"context"
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// country is a small place in which both programmes live at random: eight people,
// two families, three providers, three stores. What happens in it is drawn from
// what the oracle says of it, so that most of it means something.
type country struct {
	ctx   context.Context
	t     *rapid.T
	caps  *voucher.Capabilities
	build *recorder // the build: what is asked of it is written down
	// model is the oracle, which is told the same; nil once the two have parted:
	// then the life is only read out.
	model  *follower
	setup  *voucher.Setup
	gas    bool
	food   bool
	faults []fault
	counts map[string]int64

	space, keys uint64
	codes       []shownCode
	sales       []sale
	loans       []voucher.LoanID
	appeals     []voucher.AppealID
	given       []voucher.Command
	days        map[voucher.Day]bool // on which something of the food programme happened
	idle        map[string]bool      // actions that mean nothing outside of the food pilot
}

// shownCode is a code that was shown, by its slot.
type shownCode struct {
	code  voucher.QR
	until voucher.Instant
}

// sale is a purchase that was accepted.
type sale struct {
	id    voucher.PurchaseID
	key   voucher.Key
	store voucher.StoreID
	month voucher.Month
	lines []voucher.PurchaseLine
	cmd   *voucher.Purchase
}

// The places of the country.
const (
	inAlmaty    voucher.Territory = 750000000
	inAkmola    voucher.Territory = 110000000
	inPavlodarR voucher.Territory = 550000000 // the region: in neither pilot
	inKokshetau voucher.Territory = 111010000
	inPavlodar  voucher.Territory = 551010000
	inKostanay  voucher.Territory = 391010000 // a town outside the food pilot
)

// kin are the families: people 1 to 5 and 6 to 7; person 8 has none.
var kin = [][]voucher.PersonID{{1, 2, 3, 4, 5}, {6, 7}}

// people is how many live in the country.
const people = 8

// begins are instants at which a life begins: days before each programme, and
// the eve of what opens or closes.
var begins = []voucher.Instant{
	voucher.At(2026, 1, 4, 20, 0, 0), voucher.At(2026, 2, 3, 9, 0, 0), voucher.At(2026, 3, 4, 18, 0, 0), voucher.At(2025, 10, 6, 23, 0, 0),
	voucher.At(2026, 4, 4, 23, 59, 59), voucher.At(2026, 1, 4, 23, 59, 59), voucher.At(2025, 8, 27, 12, 0, 0), voucher.At(2026, 2, 5, 0, 0, 0),
	voucher.At(2026, 6, 6, 0, 0, 0), voucher.At(2026, 4, 4, 20, 0, 0), voucher.At(2025, 12, 28, 0, 0, 0),
}

// drawSetup draws a country before anything happened: when its life begins, and,
// where the build takes them, how the open questions are read and which figures
// differ.
func drawSetup(t *rapid.T, caps *voucher.Capabilities) *voucher.Setup {
	s := &voucher.Setup{At: rapid.SampledFrom(begins).Draw(t, "begin"), Secret: [16]byte{4, 8, 15, 16, 23, 42}, Operators: 1, Readings: caps.Readings}
	for p := range people {
		// Synthetic: the seventh digit is of a century in which nobody alive was born.
		s.People = append(s.People, voucher.PersonSetup{Device: p != 1 && p != 4, IIN: iins[p], Phone: fmt.Sprintf("+7700000%04d", p+1)})
	}
	if caps.Programmes != voucher.Food {
		settleGas(s, rapid.SampledFrom(gasTerritories).Draw(t, "second territory"), rapid.SampledFrom(outsideGas).Draw(t, "third territory"))
	}
	if caps.Programmes != voucher.Gas {
		settleFood(s)
	}
	for _, r := range voucher.AllReadings() {
		if caps.Choices && rapid.IntRange(0, 7).Draw(t, r.String()) == 7 {
			s.Readings[r] = uint8(rapid.IntRange(1, len(r.Choices())-1).Draw(t, r.String()+" choice"))
		}
	}
	if !caps.Settings {
		return s
	}
	// A list that nobody acknowledges would fill a life every hour.
	s.Settings = []voucher.Setting{{Path: "gas.dispatch.retry_hours", Value: 101}}
	for range rapid.IntRange(0, 2).Draw(t, "figures") {
		s.Settings = append(s.Settings, rapid.SampledFrom(figures).Draw(t, "figure")...)
	}
	s.Settings = ownSettings(s.Settings, caps)
	return s
}

// iins are numbers with a right check digit and a seventh digit of the
// nineteenth century.
var iins = [people]string{"850101100012", "120730100010", "000101200012", "850101100304", "120730100107", "850101100200", "120730100209", "850101100409"}

// figures are settings that move no date; some make a point together only.
var figures = [][]voucher.Setting{
	{{Path: "food.mrp", Value: 4_325_01}}, {{Path: "food.mrp", Value: 1}}, {{Path: "food.coefficient", Territory: inKokshetau, Value: 1_150_000}},
	{{Path: "food.coefficient", Value: 850_001}}, {{Path: "food.markup", Value: 100_000}, {Path: "food.coefficient", Value: 1_150_000}}, {{Path: "food.markup", Value: 0}},
	{{Path: "food.code.lifetime_seconds", Value: 10}}, {{Path: "food.code.lifetime_seconds", Value: 86_400}}, {{Path: "food.list.edition", Value: 19}},
	{{Path: "gas.discount.rate", Value: 240_000}}, {{Path: "gas.discount.rate", Value: 1_000_000}}, {{Path: "gas.discount.cap", Value: 100_000}},
	{{Path: "gas.price", Value: 55_01}}, {{Path: "gas.norm.heating", Value: 1}}, {{Path: "food.offline.floor", Value: 100_00}},
}

// outsideGas are the regions in which the gas pilot does not run.
var outsideGas = []voucher.Territory{inPavlodarR, 100000000, 590000000}

func settleGas(s *voucher.Setup, second, third voucher.Territory) {
	account := func(p voucher.ProviderID, n uint64, class voucher.ApplianceClass, people uint8, owner voucher.PersonID) voucher.AccountSetup {
		return voucher.AccountSetup{Provider: p, Number: voucher.MakeAccountNumber(n, 8), Class: class, People: people, Owner: owner}
	}
	s.Providers = []voucher.ProviderSetup{{Territory: inAlmaty}, {Territory: second}, {Territory: third}}
	s.Accounts = []voucher.AccountSetup{account(1, 1, voucher.Boiler, 4, 1), account(1, 2, voucher.Stove, 2, 2),
		account(2, 1, voucher.Boiler, 3, 3), account(3, 1, voucher.Stove, 1, 4), account(1, 3, voucher.Boiler, 1, 5)}
}

func settleFood(s *voucher.Setup) {
	s.Families = len(kin)
	s.Stores = []voucher.StoreSetup{{Territory: inKokshetau}, {Territory: inPavlodar}, {Territory: inKostanay}}
	s.Goods = []voucher.GoodsSetup{{Item: 6}, {Item: 20}, {Item: voucher.CherryTomato}, {}}
}

// plays reports whether the build plays a party.
func (l *country) plays(p scenarios.Party) bool { return slices.Contains(l.caps.Parties, string(p)) }

// parted ends a life in which the build and the oracle answer differently.
type parted struct{}

// unasked ends a life in which somebody could not be asked.
type unasked struct{ err error }

// newCountry makes the world of a setup at the build and at the oracle.
func newCountry(ctx context.Context, t *rapid.T, a *asker, build *recorder, setup *voucher.Setup, space uint64) *country {
	l := &country{ctx: ctx, t: t, caps: &a.caps, build: build, setup: setup, space: space, counts: map[string]int64{}, days: map[voucher.Day]bool{},
		gas: len(setup.Providers) > 0, food: setup.Families > 0}
	model, err := newFollower(ctx, a.oracle, setup, a.caps.Reasons)
	if err != nil {
		panic(unasked{&ownFault{"the oracle: " + err.Error()}})
	}
	l.model = model
	return l
}

// do gives a command under a fresh key. The answer lasts.
func (l *country) do(role voucher.Role, id uint32, cmd voucher.Command) voucher.Outcome {
	l.keys++
	*cmd.Head() = voucher.Header{Key: voucher.KeyOf(l.space, l.keys), Actor: called(role, id)}
	l.given = append(l.given, cmd)
	return l.give(cmd)
}

// called is a role under a number. A local executive body is called by its
// territory, so one whose role was drawn gets a territory instead of the number.
func called(role voucher.Role, id uint32) voucher.Actor {
	const firstTerritory = 100_000_000
	if role == voucher.LocalBody && id < firstTerritory {
		id = uint32(inAkmola)
	}
	return voucher.Actor{Role: role, ID: id}
}

// give gives a command as it stands.
func (l *country) give(cmd voucher.Command) voucher.Outcome {
	o, err := l.build.Do(l.ctx, cmd)
	l.compare(cmd.Kind().String(), err)
	return o
}

// ask reads a record.
func (l *country) ask(q *voucher.Query) voucher.Record {
	q.Actor = called(q.Actor.Role, q.Actor.ID)
	r, err := l.build.Query(l.ctx, q)
	l.compare("ask "+q.Kind.String(), err)
	return r
}

// to moves the clock.
func (l *country) to(at voucher.Instant) {
	_, err := l.build.Advance(l.ctx, at)
	l.compare("", err)
}

// compare holds the last answer to the oracle's. A breach of the contract is an
// answer too, and the last one of a life.
func (l *country) compare(what string, err error) {
	if err != nil && !broke(err) {
		panic(unasked{err})
	}
	if l.model == nil {
		if err != nil {
			panic(parted{})
		}
		return
	}
	h := &l.build.told.History
	last := len(h.Entries) - 1
	f, failed := oracleFault(l.ctx, h, last, l.model)
	if failed != nil {
		panic(unasked{&ownFault{"the oracle: " + failed.Error()}})
	}
	if what != "" {
		l.model.met(l.counts, what, &h.Entries[last])
	}
	if f == nil {
		return
	}
	if !slices.ContainsFunc(l.faults, func(g fault) bool { return g.check == f.check }) {
		l.faults = append(l.faults, *f)
	}
	if f.verdict == Fail {
		l.model = nil
		panic(parted{})
	}
}

// peek reads a record of the oracle, for drawing only: it is no step of the
// life.
func (l *country) peek(q voucher.Query) voucher.Record {
	if l.model == nil {
		return voucher.Record{}
	}
	l.model.names.about(&voucher.Entry{Query: &q})
	renamed, _ := l.model.names.query(&q)
	r, err := l.model.system.Query(l.ctx, renamed)
	if err != nil {
		panic(unasked{&ownFault{"the oracle: " + err.Error()}})
	}
	return r
}

// now is the present instant.
func (l *country) now() voucher.Instant { return l.build.now }

// is reports whether a reading has its first option in this life.
func (l *country) is(r voucher.Reading) bool { return l.setup.Readings[r] == voucher.Option }
