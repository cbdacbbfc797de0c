package simulator

import (
	"cmp"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// storeLife is when a store of a territory joins the programme and leaves it.
type storeLife struct {
	id     uint64
	kind   uint8
	block  int         // ordinal in its place
	own    int         // number among the block's own stores; -1: the scenario adds it
	joins  voucher.Day // 0: with the programme
	leaves voucher.Day // 0: never
	rank   uint64      // those with low ranks leave first
}

// fromTheBeginning is a day before every run.
const fromTheBeginning voucher.Day = 1

// roster is all stores of one territory, over its blocks.
type roster struct {
	run    *behaviour
	place  *place
	blocks int
	lives  []storeLife
	added  map[string]uint64 // so far, by kind
}

// rosters are the stores that join and leave by a scenario's changes.
type rosters struct {
	lives   map[uint64][]storeLife            // by the id of the block
	emptied map[voucher.Territory]voucher.Day // territories that no store is left in, from which day
}

// newRosters works out which stores of which block join and leave. Counts and
// shares are of a territory, however many blocks it is cut into.
func newRosters(run *behaviour, c *country, changes []scenarios.StoreChange) (all rosters) {
	if len(changes) == 0 {
		return all
	}
	changes = slices.Clone(changes)
	slices.SortStableFunc(changes, func(a, b scenarios.StoreChange) int {
		// On one day some leave before others join: none does both.
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(flag(a.Add), flag(b.Add)))
	})
	all = rosters{map[uint64][]storeLife{}, map[voucher.Territory]voucher.Day{}}
	for i := range c.places {
		p := &c.places[i]
		if !p.food {
			continue
		}
		r := &roster{run: run, place: p, added: map[string]uint64{}}
		for _, plot := range c.blocks {
			if plot.place == p {
				r.take(&plot)
			}
		}
		for i := range changes {
			if at := changes[i].Territory; at == voucher.Country || at == p.territory {
				r.change(&changes[i])
			}
		}
		r.into(&all)
	}
	return all
}

// into puts what a scenario changes into the rosters.
func (r *roster) into(all *rosters) {
	last, left := fromTheBeginning, false
	for _, life := range r.lives {
		left = left || life.leaves == 0
		last = max(last, life.leaves)
		if life.own < 0 || life.leaves != 0 {
			block := EntityID(r.place.id, KindBlock, uint64(life.block))
			all.lives[block] = append(all.lives[block], life)
		}
	}
	if !left {
		all.emptied[r.place.territory] = last
	}
}

// storesOf is how many stores of its own a block has.
func (h *shopHabits) storesOf(families int) int { return max(2, families/int(h.families)) }

// take puts the stores of a block on the roster.
func (r *roster) take(p *plot) {
	block := EntityID(r.place.id, KindBlock, uint64(p.ordinal))
	for n := range r.run.shops.storesOf(p.families) {
		r.enrol(storeLife{id: EntityID(block, KindStore, uint64(n)), block: p.ordinal, own: n}, "")
	}
	r.blocks++
}

// enrol puts a store on the roster, of a kind or, where none is given, of one that is
// drawn as in a block.
func (r *roster) enrol(life storeLife, kind string) {
	h := &r.run.shops
	life.kind = uint8(h.kind.Pick(r.run.streams.Of(ForStoreKind, life.id).At(0)))
	if i := slices.IndexFunc(h.kinds, func(k StoreKind) bool { return k.Kind == kind }); i >= 0 {
		life.kind = uint8(i)
	}
	life.rank = r.run.streams.Of(ForStoreLeaving, life.id).At(0)
	r.lives = append(r.lives, life)
}

// size is the capacity of a store.
func (r *roster) size(n int) int64 { return r.run.shops.kinds[r.lives[n].kind].SizeWeight }

// change lets stores join or leave.
func (r *roster) change(c *scenarios.StoreChange) {
	var there []int // stores of the kind that take part
	var capacity int64
	for n := range r.lives {
		if r.lives[n].leaves == 0 && (c.Kind == "" || r.run.shops.kinds[r.lives[n].kind].Kind == c.Kind) {
			there = append(there, n)
			capacity += r.size(n)
		}
	}
	goal := target{count: c.Count, capacity: 2 * capacity * c.Share / Million}
	if c.Add {
		for !goal.reached(r.next(c)) {
			goal.taken += r.size(len(r.lives) - 1)
		}
		r.lives = r.lives[:len(r.lives)-1] // the one that was too many
		r.added[c.Kind]--
		return
	}
	slices.SortFunc(there, func(a, b int) int {
		return cmp.Or(cmp.Compare(r.lives[a].rank, r.lives[b].rank), cmp.Compare(r.lives[a].id, r.lives[b].id))
	})
	for _, n := range there {
		if goal.reached(r.size(n)) {
			return
		}
		goal.taken += r.size(n)
		r.lives[n].leaves = max(fromTheBeginning, c.From)
	}
}

// next adds a store to the roster and returns its capacity. Its id is that of its
// territory, its kind and its number among those of the kind that are added, and
// they take the blocks in turn.
func (r *roster) next(c *scenarios.StoreChange) int64 {
	nth, h := r.added[c.Kind], &r.run.shops
	kind := slices.IndexFunc(h.kinds, func(k StoreKind) bool { return k.Kind == c.Kind }) + 1
	r.enrol(storeLife{id: EntityID(r.place.id, KindStore, uint64(kind)<<32|nth), block: int(nth) % r.blocks, own: -1, joins: c.From}, c.Kind)
	r.added[c.Kind]++
	return r.size(len(r.lives) - 1)
}

// target is how many stores, or which capacity, a change is about.
type target struct {
	count    int64 // left to be taken; 0: capacity says it
	capacity int64 // twice what is meant, so that half a store is a whole number
	taken    int64
	counted  int64
}

// reached reports whether a store more would be one too many: of a capacity, where
// the goal is nearer without it.
func (t *target) reached(size int64) bool {
	if t.count > 0 {
		t.counted++
		return t.counted > t.count
	}
	return 2*t.taken+size >= t.capacity
}
