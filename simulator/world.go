package simulator

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/jonboulle/clockwork"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// settleIn makes the block's people and stores and a system that knows them.
func (b *block) settleIn(p plot, s *scenarios.Scenario, w voucher.World) error {
	b.plot, b.place = p, p.place
	b.id = p.id()
	b.from, b.to = s.From, s.To
	first, last := s.Pilot(voucher.Gas)
	b.centreFrom, b.centreTo = max(s.From, p.place.gasFrom, first), min(s.To, last)
	b.err, b.digest, b.number, b.draws, b.clockAt = nil, voucher.NewDigest(), 0, 0, -eve
	b.asked, b.down, b.foodOpened, b.charged = [2]voucher.Month{}, 0, false, 0
	b.gasRows, b.foodRows = b.gasRows[:0], b.foodRows[:0]
	b.carts.reset()
	b.sales.reset()
	b.corrections.reset()
	b.repeats.reset()
	people := int(b.to-b.from) + 1
	b.agenda.reset(people+TailMax, people)
	b.peopleEnd = b.dayStart(b.to + 1)
	b.clearTotals()
	b.outsideLines = make([]voucher.PurchaseLine, 0, min(100, len(b.run.shopping.articles)))

	b.settle()
	b.beginLives()
	b.operators = max(1, len(b.families)/int(b.run.steps.perCounter))
	b.joinShare = b.shareOfJoiners()
	b.furnish()
	b.meetEvents()
	for len(b.everybody) < b.persons {
		b.everybody = append(b.everybody, voucher.PersonID(len(b.everybody)+1))
	}
	system, err := w.New(b.ctx, b.setup(s))
	if err != nil {
		return fmt.Errorf("territory %s, block %d: new system: %w", b.place.territory, p.ordinal, err)
	}
	b.system = system
	b.clock = clockwork.NewFakeClockAt(b.instant(-eve).Time())
	if b.markup = 0; b.place.food {
		b.markup, _ = b.parameter(voucher.FoodMarkup, b.from)
	}
	b.stockShelves()
	return b.err
}

// shareOfJoiners turns the monthly growth of the list into the share of those
// not on it who join.
func (b *block) shareOfJoiners() uint32 {
	listed := uint64(b.place.listed)
	if listed >= Million {
		return 0
	}
	return uint32(min(Million, uint64(b.run.lists.join)*listed/(Million-listed)))
}

// withinHorizon returns the scenario's settings, and the ends of pilots that the
// horizon cuts short: after the last day on which people act no programme asks
// anybody anything, it only settles what it owes.
func withinHorizon(s *scenarios.Scenario) []voucher.Setting {
	settings := slices.Clone(s.Settings)
	for _, pilot := range [...]struct {
		programme voucher.Programme
		end       voucher.Parameter
	}{{voucher.Gas, voucher.GasPeriodTo}, {voucher.Food, voucher.FoodPeriodTo}} {
		if _, last := s.Pilot(pilot.programme); s.To < last {
			settings = append(settings, voucher.Setting{Path: pilot.end.String(), Value: int64(s.To)})
		}
	}
	return settings
}

// setup tells who and what exists in the block.
func (b *block) setup(s *scenarios.Scenario) *voucher.Setup {
	w := &voucher.Setup{At: b.instant(-eve), People: make([]voucher.PersonSetup, b.persons), Operators: b.operators,
		Settings: withinHorizon(s), Readings: s.Readings}
	secret := b.run.streams.Of(ForWorldSecret, b.id)
	binary.BigEndian.PutUint64(w.Secret[:8], secret.At(0))
	binary.BigEndian.PutUint64(w.Secret[8:], secret.At(1))
	for i := range b.families {
		w.People[b.families[i].person-1].Device = b.families[i].is(hasDevice)
	}
	if b.place.food {
		w.Families = len(b.families)
		for g := range b.run.shopping.articles {
			w.Goods = append(w.Goods, voucher.GoodsSetup{Item: b.run.shopping.wares[g].item})
		}
		for i := range b.stores {
			w.Stores = append(w.Stores, voucher.StoreSetup{Territory: b.stores[i].territory})
		}
	}
	if b.place.gas {
		w.Providers = []voucher.ProviderSetup{{Territory: b.place.territory}}
		w.Accounts = b.accounts()
	}
	return w
}

// accounts lists the gas accounts of the block's homes, second ones included.
func (b *block) accounts() []voucher.AccountSetup {
	list := make([]voucher.AccountSetup, 0, len(b.families))
	for i := range b.families {
		f := &b.families[i]
		a := voucher.AccountSetup{Provider: 1, Number: f.account, Class: voucher.Stove, People: f.members, Owner: f.person}
		if f.is(hasBoiler) {
			a.Class = voucher.Boiler
		}
		if f.account != 0 && !f.is(sharesAccount) {
			list = append(list, a)
		}
		if f.account != 0 && f.is(hasSecond) {
			a.Number = b.accountNumber(2*i + 1)
			list = append(list, a)
		}
	}
	return list
}

// clearTotals empties the block's totals, and makes new ones where the horizon is
// another.
func (b *block) clearTotals() {
	if b.totals == nil || b.totals.From != b.from || b.totals.To != b.to || !slices.Equal(b.totals.StoreKinds, b.run.shops.names) {
		b.totals = newTotals(make([]voucher.Territory, 1), b.run.shops.names, b.from, b.to)
	}
	b.totals.clear()
	b.totals.Territories[0] = b.place.territory
}
