package simulator

import (
	"cmp"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// StoreKindLoad is what the stores of one kind had to do for the families of a
// territory. Stores in another town to which these families go count here.
type StoreKindLoad struct {
	Stores    int64 // that took part
	Purchases int64
	Money     int64 // tiyn that they gave for vouchers, returns taken off, as their tills were told
}

// kindNumbers is how many whole numbers a StoreKindLoad is in totals.
const kindNumbers = 3

// StoreLoad is what one store had to do.
type StoreLoad struct {
	Territory voucher.Territory // of its block
	Block     int               // ordinal there
	Store     int               // ordinal in the block
	Kind      int               // of Totals.StoreKinds
	Town      voucher.Territory // in which it stands
	Purchases int64
	Money     int64       // tiyn, see StoreKindLoad
	Day       voucher.Day // its busiest, the first of equal ones
	OnDay     int64       // purchases on it
	Minute    voucher.Instant
	InMinute  int64 // purchases in its busiest minute, the first of equal ones
}

// CentreLoad is what the service centre of one block had to do.
type CentreLoad struct {
	Territory voucher.Territory
	Block     int // ordinal there
	Counters  int64
	Visits    int64
	Day       voucher.Day // busiest for its counters, the first of equal ones
	Minutes   int64       // that its visits took
	Capacity  int64       // minutes of all counters on a day it is open
}

// busiest is how many stores and centres totals keep one by one.
const busiest = 20

// before orders stores by purchases, the busiest first.
func (l *StoreLoad) before(o *StoreLoad) bool {
	return cmp.Or(cmp.Compare(o.Purchases, l.Purchases), cmp.Compare(o.InMinute, l.InMinute), cmp.Compare(o.Money, l.Money),
		cmp.Compare(l.Territory, o.Territory), cmp.Compare(l.Block, o.Block), cmp.Compare(l.Store, o.Store)) < 0
}

// before orders centres by the share of their counters' minutes that was asked
// for on the busiest day, the greatest first.
func (l *CentreLoad) before(o *CentreLoad) bool {
	return cmp.Or(cmp.Compare(o.Minutes*l.Capacity, l.Minutes*o.Capacity), cmp.Compare(o.Visits, l.Visits),
		cmp.Compare(l.Territory, o.Territory), cmp.Compare(l.Block, o.Block)) < 0
}

// keepTop puts an entry into a list of the busiest.
func keepTop[T any](list []T, entry T, before func(a, b *T) bool) []T {
	at, _ := slices.BinarySearchFunc(list, entry, func(a, b T) int {
		if before(&a, &b) {
			return -1
		}
		return 1
	})
	if at == busiest {
		return list
	}
	if len(list) == busiest {
		list = list[:busiest-1]
	}
	return slices.Insert(list, at, entry)
}

// closeStores adds what the block's stores had to do.
func (b *block) closeStores() {
	t := b.totals
	for n := range b.stores {
		s := &b.stores[n]
		if !s.joined && s.purchases == 0 && s.money == 0 {
			continue
		}
		b.closeStoreDay(s)
		kind := t.kind(0, int(s.kind))
		kind[0]++
		kind[1] += s.purchases
		kind[2] += s.money
		t.spread[PurchasesOfStore].add(s.purchases)
		t.spread[MoneyOfStore].add(s.money)
		t.spread[MinuteOfStore].add(s.peak)
		if s.purchases == 0 {
			continue
		}
		t.topStores = keepTop(t.topStores, StoreLoad{Territory: b.place.territory, Block: b.plot.ordinal, Store: n, Kind: int(s.kind),
			Town: s.territory, Purchases: s.purchases, Money: s.money, Day: s.peakDay, OnDay: s.onPeakDay, Minute: s.peakMinute,
			InMinute: s.peak}, (*StoreLoad).before)
		peak := Peak{Territory: b.place.territory, Block: b.plot.ordinal, Store: n, Minute: s.peakMinute, Purchases: s.peak}
		if peak.Purchases > 0 && peak.before(&t.busiest) {
			t.busiest = peak
		}
	}
}

// closeStoreDay ends the last day on which a store sold anything for vouchers.
func (b *block) closeStoreDay(s *store) {
	if s.onDay == 0 {
		return
	}
	b.totals.spread[DayOfStore].add(s.onDay)
	if s.onDay > s.onPeakDay {
		s.peakDay, s.onPeakDay = s.day, s.onDay
	}
}

// closeCentre adds what the block's service centre had to do, on each day on which
// it was open while the gas programme ran.
func (b *block) closeCentre() {
	if !b.place.gas {
		return
	}
	t, h := b.totals, &b.run.steps
	load := CentreLoad{Territory: b.place.territory, Block: b.plot.ordinal, Counters: int64(b.operators)}
	for d := b.centreFrom; d <= b.centreTo; d++ {
		today := &t.daily[d-b.from]
		today[MinutesOfDay] = today[VisitsOfDay] * h.serviceMinutes
		today[CapacityOfDay] = load.Counters * h.openMinutes[monday(d)]
		load.Visits += today[VisitsOfDay]
		if today[CapacityOfDay] == 0 {
			continue
		}
		t.spread[DayOfCentre].add(today[MinutesOfDay] * 100 / today[CapacityOfDay])
		if load.Capacity == 0 || today[MinutesOfDay]*load.Capacity > load.Minutes*today[CapacityOfDay] {
			load.Day, load.Minutes, load.Capacity = d, today[MinutesOfDay], today[CapacityOfDay]
		}
	}
	if load.Visits > 0 {
		t.topCentres = keepTop(t.topCentres, load, (*CentreLoad).before)
	}
}
