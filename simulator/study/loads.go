package study

import (
	"cmp"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// loadKinds are the daily figures of loads, and which of them is the capacity for one.
var loadKinds = []struct {
	name     string
	what     simulator.Daily
	capacity simulator.Daily
	limited  bool
}{
	{name: "purchases", what: simulator.PurchasesOfDay},
	{name: "messages", what: simulator.MessagesOfDay},
	{name: "centre_visits", what: simulator.VisitsOfDay},
	{name: "counter_minutes", what: simulator.MinutesOfDay, capacity: simulator.CapacityOfDay, limited: true},
}

// dayLoad is what is kept of one figure of a territory's day over all runs.
type dayLoad struct{ sum, most, capacity, over int64 }

// loads are the daily figures of a world over all runs: by territory, the country first, day and kind.
type loads struct {
	territories []voucher.Territory
	from        voucher.Day
	days        int
	all         []dayLoad
}

func newLoads(l *layout, worlds []*scenarios.Scenario) *loads {
	from, to := worlds[0].From, worlds[0].To
	for _, s := range worlds {
		from, to = min(from, s.From), max(to, s.To)
	}
	n := &loads{territories: l.territories, from: from, days: int(to-from) + 1 + simulator.TailMax}
	n.all = make([]dayLoad, len(l.territories)*n.days*len(loadKinds))
	return n
}

// at is a figure of a territory's day.
func (l *loads) at(place, day, kind int) *dayLoad {
	return &l.all[(place*l.days+day)*len(loadKinds)+kind]
}

// add adds a run.
func (l *loads) add(t *simulator.Totals) {
	for day := range l.days {
		for kind, k := range loadKinds {
			var all, most int64
			for place, where := range l.territories {
				if place == 0 {
					continue
				}
				n, limit := t.OnDayIn(where, l.from+voucher.Day(day), k.what), int64(0)
				if k.limited {
					limit = t.OnDayIn(where, l.from+voucher.Day(day), k.capacity)
				}
				l.at(place, day, kind).add(n, limit)
				all += n
				most += limit
			}
			l.at(0, day, kind).add(all, most)
		}
	}
}

// add adds a day of a run.
func (d *dayLoad) add(n, capacity int64) {
	d.sum += n
	d.most = max(d.most, n)
	d.capacity = max(d.capacity, capacity)
	if capacity > 0 && n > capacity {
		d.over++
	}
}

// told lists what was not idle.
func (l *loads) told(world int, runs int64) (all []Load) {
	for kind, k := range loadKinds {
		for place, where := range l.territories {
			for day := range l.days {
				if d := l.at(place, day, kind); d.most > 0 {
					all = append(all, Load{World: world, What: k.name, Territory: where, Day: l.from + voucher.Day(day),
						Mean: float64(d.sum) / float64(runs), Most: d.most, Capacity: d.capacity, Over: d.over})
				}
			}
		}
	}
	return all
}

// busyStores are the busiest stores of a world: those of its first run, followed through all others,
// so that no run makes the list longer.
type busyStores struct {
	first []simulator.StoreLoad
	all   []Store
	sums  [][2]int64 // purchases and tiyn
	runs  []int64    // in which the store was among the busiest
	kinds []string
}

// add adds a run.
func (b *busyStores) add(t *simulator.Totals) {
	if b.kinds == nil {
		b.kinds = t.StoreKinds
		for _, s := range t.BusiestStores() {
			b.first = append(b.first, s)
			b.all = append(b.all, Store{Territory: s.Territory, Block: s.Block, Store: s.Store, Town: s.Town, Kind: t.StoreKinds[s.Kind]})
		}
		b.sums, b.runs = make([][2]int64, len(b.all)), make([]int64, len(b.all))
	}
	for _, s := range t.BusiestStores() {
		i := slices.IndexFunc(b.first, func(f simulator.StoreLoad) bool {
			return f.Territory == s.Territory && f.Block == s.Block && f.Store == s.Store
		})
		if i < 0 {
			continue
		}
		b.sums[i][0] += s.Purchases
		b.sums[i][1] += s.Money
		b.runs[i]++
		if s.InMinute > b.all[i].Minute {
			b.all[i].Minute, b.all[i].At = s.InMinute, s.Minute
		}
	}
}

// told lists them, the busiest first.
func (b *busyStores) told(world int) []Store {
	for i := range b.all {
		s := &b.all[i]
		s.World, s.Runs = world, b.runs[i]
		s.Purchases, s.Tiyn = float64(b.sums[i][0])/float64(s.Runs), float64(b.sums[i][1])/float64(s.Runs)
	}
	slices.SortStableFunc(b.all, func(x, y Store) int { return cmp.Compare(y.Purchases, x.Purchases) })
	return b.all
}
