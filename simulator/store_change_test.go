package simulator_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// watched is the reference, which keeps what its systems tell.
type watched struct {
	reference.World
	towns []*town // in the order of the blocks, with one worker
}

// town is what one block's system told.
type town struct {
	voucher.System
	where  voucher.Territory // of its first store
	events []voucher.Event   // without their lines
	seen   map[voucher.CommandKind]int
}

// New makes a system that is watched.
func (w *watched) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	system, err := w.World.New(ctx, s)
	t := &town{System: system, seen: map[voucher.CommandKind]int{}}
	if len(s.Stores) > 0 {
		t.where = s.Stores[0].Territory
	}
	w.towns = append(w.towns, t)
	return t, err
}

// Do keeps the events of a command.
func (t *town) Do(ctx context.Context, c voucher.Command) (voucher.Outcome, error) {
	out, err := t.System.Do(ctx, c)
	t.seen[c.Kind()]++
	t.keep(out.Events)
	return out, err
}

// Advance keeps what falls due.
func (t *town) Advance(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
	events, err := t.System.Advance(ctx, to)
	t.keep(events)
	return events, err
}

func (t *town) keep(events []voucher.Event) {
	for i := range events {
		e := events[i]
		e.Lines = nil
		t.events = append(t.events, e)
	}
}

// of returns the events of some kinds, in order.
func (t *town) of(kinds ...voucher.EventKind) (list []voucher.Event) {
	for _, e := range t.events {
		if slices.Contains(kinds, e.Kind) {
			list = append(list, e)
		}
	}
	return list
}

// stores lists the stores that joined, with the day, in the place itself: the one
// in another town and the one outside all towns do not count.
func (t *town) stores() map[voucher.StoreID]voucher.Day {
	all := map[voucher.StoreID]voucher.Day{}
	for _, e := range t.of(voucher.StoreRegistered) {
		if e.Territory == t.where {
			all[e.Store] = e.At.Day()
		}
	}
	return all
}

// watch lives a scenario, block by block.
func watch(t *testing.T, body string) (map[voucher.Territory]*town, *simulator.Totals) {
	t.Helper()
	w := &watched{}
	run := simulator.Run{Scenario: world(t, body), World: w, Workers: 1}
	result, err := run.Simulate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := result.Totals.Check(); err != nil {
		t.Error(err)
	}
	towns := map[voucher.Territory]*town{}
	for _, one := range w.towns {
		towns[one.where] = one
	}
	return towns, result.Totals
}

// pair is the food pilot in two towns as large as they are: 15 stores in Pavlodar, 6
// in Kokshetau.
const pair = `
horizon: {from: 2026-01-05, to: 2026-02-28}
programmes: [food]
territories: {food: [111010000, 551010000]}
`

// TestStoresAreCountedByPlace: as many come and go as a scenario says, where it says
// so, and by shares as near as whole stores come.
func TestStoresAreCountedByPlace(t *testing.T) {
	base, _ := watch(t, pair)
	full := len(base[pavlodar].stores())
	for _, row := range []struct {
		name, change string
		pavlodar     int
		kokshetau    int // against the pilots
		why          string
	}{
		{"three leave one town", "remove: [{territory: 551010000, count: 3}]", full - 3, 0, "a count is of its town alone"},
		{"three join it", "add: [{territory: 551010000, count: 3, kind: small}]", full + 3, 0, "the same the other way"},
		{"more leave than there are", "remove: [{territory: 551010000, count: 999}]", 0, 0, "then all leave"},
		{"one comes and one goes", "add: [{territory: 551010000, count: 1}], remove: [{territory: 551010000, count: 1}]", full, 0, "the two are apart"},
		{"no share", "remove: [{share: 0}], add: [{share: 0, kind: small}]", full, 0, "nothing is said"},
		{"all everywhere", "remove: [{share: 1}]", 0, -len(base[kokshetau].stores()), "without a territory each town is meant"},
	} {
		towns, _ := watch(t, pair+"change: {stores: {"+row.change+"}}")
		if got := len(towns[pavlodar].stores()); got != row.pavlodar {
			t.Errorf("%s: %d stores in Pavlodar, want %d: %s", row.name, got, row.pavlodar, row.why)
		}
		if got, want := len(towns[kokshetau].stores()), len(base[kokshetau].stores())+row.kokshetau; got != want {
			t.Errorf("%s: %d stores in Kokshetau, want %d: %s", row.name, got, want, row.why)
		}
	}
}

// TestALargerShareHoldsASmallerOne: which stores leave, and which are of a chain,
// hangs on each alone.
func TestALargerShareHoldsASmallerOne(t *testing.T) {
	some, _ := watch(t, pair+"change: {stores: {remove: [{share: 0.3}]}}")
	more, _ := watch(t, pair+"change: {stores: {remove: [{share: 0.6}]}}")
	there, left := some[pavlodar].stores(), more[pavlodar].stores()
	for s := range left {
		if there[s] == 0 {
			t.Errorf("store %d leaves with 30 %% and stays with 60 %%", s)
		}
	}
	if len(left) >= len(there) {
		t.Errorf("%d stores stay where 60 %% leave, %d where 30 %% do; want fewer", len(left), len(there))
	}
}

// TestUntouchedStoresKeepTheirLife: neither what leaves nor what joins changes when
// another store joins, works, is stopped or borrows.
func TestUntouchedStoresKeepTheirLife(t *testing.T) {
	base, _ := watch(t, pair)
	for _, change := range []string{"remove: [{share: 0.4}]", "add: [{territory: 551010000, kind: supermarket, count: 2}]"} {
		towns, _ := watch(t, pair+"change: {stores: {"+change+"}}")
		was, is := base[pavlodar], towns[pavlodar]
		there := is.stores()
		both := func(s voucher.StoreID) bool { _, ok := there[s]; return ok && was.stores()[s] != 0 }
		life := func(w *town) (list []voucher.Event) {
			for _, e := range w.of(voucher.StoreRegistered, voucher.TillIntegrated, voucher.StoreStopped, voucher.StoreResumed, voucher.LoanGranted, voucher.LoanPaidOut) {
				if e.Ref = 0; both(e.Store) { // loans are numbered in the order of all
					list = append(list, e)
				}
			}
			return list
		}
		if a, b := life(was), life(is); len(a) == 0 || len(a) != len(b) || !slices.EqualFunc(a, b, sameLife) {
			t.Errorf("%s: the stores that stay live otherwise:\n%v\n%v", change, a, b)
		}
	}
}

// TestFamiliesKeepTheirStores: whoever goes first in a month to a store that stays,
// goes there at the same second, if no till and no shelf bears on it.
func TestFamiliesKeepTheirStores(t *testing.T) {
	const open = pair + "assumptions: {stores.integrated_at_start: 1000000, stores.suspended: 0, stores.delivery_margin: 1000000}\n"
	base, _ := watch(t, open)
	for _, change := range []string{"remove: [{share: 0.4}]", "add: [{territory: 551010000, kind: supermarket, count: 2}]"} {
		towns, _ := watch(t, open+"change: {stores: {"+change+"}}")
		was, is := base[pavlodar], towns[pavlodar]
		there := is.stores()
		both := func(s voucher.StoreID) bool { _, ok := there[s]; return ok && was.stores()[s] != 0 }
		first, again := firstPurchases(was), firstPurchases(is)
		kept := 0
		for of, e := range first {
			if e.At.Day() == voucher.Date(2026, 1, 5) {
				continue // on which the stores join, one after the other
			}
			if both(e.Store) && both(again[of].Store) {
				if kept++; again[of].At != e.At || again[of].Store != e.Store {
					t.Errorf("%s: family %d, %v: first bought in store %d at %v, was in store %d at %v", change, of.family, of.month,
						again[of].Store, again[of].At, e.Store, e.At)
				}
			}
		}
		if kept < len(first)/4 {
			t.Errorf("%s: %d of %d families went to stores that stay; the test tests little", change, kept, len(first))
		}
	}
}

func sameLife(a, b voucher.Event) bool {
	return a.At == b.At && a.Kind == b.Kind && a.Store == b.Store && a.Amount == b.Amount
}

// familyMonth is a family in a month.
type familyMonth struct {
	family voucher.FamilyID
	month  voucher.Month
}

// firstPurchases are those on which no other family's purchase of goods bears.
func firstPurchases(w *town) map[familyMonth]voucher.Event {
	all := map[familyMonth]voucher.Event{}
	for _, e := range w.of(voucher.Purchased) {
		if at := (familyMonth{e.Family, e.Month}); all[at].At == 0 {
			all[at] = e
		}
	}
	return all
}

// TestStoresComeAndGoOnTheirDay: before it a store is as it was, and from it on
// nobody buys in one that left; a new one is bought in.
func TestStoresComeAndGoOnTheirDay(t *testing.T) {
	on := voucher.Date(2026, 2, 10)
	base, _ := watch(t, pair)
	towns, totals := watch(t, pair+"change: {stores: {remove: [{territory: 551010000, share: 0.5, from: 2026-02-10}], add: [{territory: 551010000, kind: supermarket, count: 1, from: 2026-02-10}]}}")
	w, gone := towns[pavlodar], map[voucher.StoreID]bool{}
	for _, e := range w.of(voucher.StoreLeft) {
		gone[e.Store] = true
		if e.At.Day() != on {
			t.Errorf("store %d leaves on %v, want %v", e.Store, e.At.Day(), on)
		}
	}
	var added voucher.StoreID
	for s, joined := range w.stores() {
		if joined == on {
			added = s
		}
	}
	inNew := 0
	for _, e := range w.of(voucher.Purchased) {
		if gone[e.Store] && e.At.Day() >= on {
			t.Errorf("a purchase in store %d on %v, which left on %v", e.Store, e.At.Day(), on)
		}
		if e.Store == added && e.At.Day() >= on {
			inNew++
		}
	}
	if len(gone) == 0 || added == 0 || inNew == 0 {
		t.Errorf("%d stores left, store %d is new and %d buy in it; want some of each", len(gone), added, inNew)
	}
	before := func(w *town) (n int) {
		for _, e := range w.events {
			if e.At.Day() < on {
				n++
			}
		}
		return n
	}
	if got, want := before(w), before(base[pavlodar]); got != want {
		t.Errorf("%d events before the day, want the %d of the pilots", got, want)
	}
	if got, want := totals.Sum(voucher.Food, simulator.Credited), mustLive(t, pair).Sum(voucher.Food, simulator.Credited); got != want {
		t.Errorf("%d tiyn credited, want %d: what is credited does not hang on stores", got, want)
	}
}

// mustLive returns the totals of a scenario.
func mustLive(t *testing.T, body string) *simulator.Totals {
	t.Helper()
	return live(t, world(t, body), 2).Totals
}

// TestNobodyBuysWhereNoStoreIsLeft: neither in the town nor in the one nearby.
func TestNobodyBuysWhereNoStoreIsLeft(t *testing.T) {
	all := strings.Replace(pair, "food: [111010000", "food: [113220100, 111010000", 1) // the towns nearby too
	totals := mustLive(t, all+"change: {stores: {remove: [{share: 1}]}}")
	if n := totals.Sum(voucher.Food, simulator.Purchases); n != 0 || totals.Sum(voucher.Food, simulator.Credited) == 0 {
		t.Errorf("%d purchases, want none, and vouchers all the same", n)
	}
}
