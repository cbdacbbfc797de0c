package simulator

import "github.com/vouch-kz/vouch/reference/voucher"

// changes is what a scenario's own stores and events do in a block.
type changes struct {
	added    int       // the first store that the scenario adds; those behind it too
	weights  [2]int64  // of the block's own stores, and of those that were added and have come
	closures []trouble // of service centres
	outages  []trouble // of the SMS gateway
}

// changeStores adds the scenario's stores behind all others, so that no other one
// gets another number, and plans who comes and who goes.
func (b *block) changeStores() {
	b.added = len(b.stores)
	for _, life := range b.run.rosters.lives[b.id] {
		n := life.own
		if n < 0 {
			n = len(b.stores)
			b.enlist(store{id: life.id, territory: b.place.territory, kind: life.kind, joins: life.joins})
			if b.stores[n].gone = life.joins > b.from; b.stores[n].gone {
				b.agenda.add(b.dayStart(life.joins), actStoreComes, uint32(n))
			} else {
				b.weights[1] += b.sizeOf(n)
			}
		}
		b.planLeaving(n, life.leaves)
	}
	if b.away >= 0 {
		b.planLeaving(b.away, b.run.rosters.emptied[b.stores[b.away].territory])
	}
}

// planLeaving plans the day on which a store leaves; 0: never.
func (b *block) planLeaving(n int, leaves voucher.Day) {
	switch {
	case leaves == 0:
	case leaves <= b.from:
		b.drop(n)
	default:
		b.agenda.add(b.dayStart(leaves), actStoreGoes, uint32(n))
	}
}

// comes lets a store that the scenario adds be one to which people go. It joins in
// the office hours of the day.
func (b *block) comes(n int) {
	b.stores[n].gone = false
	b.weights[1] += b.sizeOf(n)
	b.settleHomes()
}

// drop makes a store one to which nobody goes any more.
func (b *block) drop(n int) {
	s := &b.stores[n]
	if n >= b.added && !s.gone {
		b.weights[1] -= b.sizeOf(n)
	}
	s.gone = true
}

// goes lets a store leave the programme.
func (b *block) goes(n int) {
	b.drop(n)
	b.settleHomes()
	s := &b.stores[n]
	if !s.member {
		return
	}
	c := &b.commands.register
	c.Store, c.Closed = voucher.StoreID(n)+1, true
	b.ask(c, localBody(s))
}

// homeTries is how often a family looks for a usual store that is there.
const homeTries = 64

// settleHomes gives each family the store that it goes to by habit: the one it
// draws, or, where that is gone, the next one.
func (b *block) settleHomes() {
	for i := range b.families {
		f := &b.families[i]
		for n := range uint64(homeTries) {
			if f.home = uint16(b.pickStore(ForHomeStore, f, n)); !b.stores[f.home].gone {
				break
			}
		}
	}
}

// pickStore draws one of the block's stores by their size. Those that a scenario
// adds take their part of the draws, and leave the others as they are, so that
// whoever does not go to a new store goes where they would have gone.
func (b *block) pickStore(p Purpose, f *family, n uint64) int {
	chosen := b.choose(b.storeChoice, p, f.id, n)
	if b.weights[1] == 0 {
		return chosen
	}
	x := int64(b.below(ForStoreAdded, f.id, uint64(p)<<48|n, uint64(b.weights[0]+b.weights[1])))
	for s := b.added; s < len(b.stores); s++ {
		if b.stores[s].gone {
			continue
		}
		if x -= b.sizeOf(s); x < 0 {
			return s
		}
	}
	return chosen
}
