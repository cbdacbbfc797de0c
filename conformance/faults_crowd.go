package conformance

import (
	"sync"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Several clients at a time, each on a line of its own: what goes wrong for one is drawn
// from its own calls, so that it is the same whoever comes first. What they do does not
// touch each other's records, so that the same, one client after the other and without
// faults, has to be answered alike.

// crowd lets clients do their steps, all at the same time where a build takes several
// callers, else in turns that are drawn. What is written down has one client after the
// other.
func (f *faulter) crowd(scripts ...[]func(c *faulter)) {
	if f.err != nil {
		return
	}
	clients := make([]*faulter, len(scripts))
	for n := range scripts {
		clients[n] = f.client(uint64(n) + 1)
	}
	if f.several {
		var group sync.WaitGroup
		for n, steps := range scripts {
			group.Go(func() {
				for _, step := range steps {
					step(clients[n])
				}
			})
		}
		group.Wait()
	} else {
		f.turns(clients, scripts)
	}
	for _, c := range clients {
		c.calm()
		f.joins(c)
	}
}

// turns lets clients do one step each, in an order that is drawn.
func (f *faulter) turns(clients []*faulter, scripts [][]func(c *faulter)) {
	left := 0
	next := make([]int, len(scripts))
	for _, steps := range scripts {
		left += len(steps)
	}
	for turn := uint64(0); left > 0; turn++ {
		n := int(uint64(f.keys.Two(turnDraw, turn)) % uint64(len(scripts)))
		if next[n] < len(scripts[n]) {
			scripts[n][next[n]](clients[n])
			next[n]++
			left--
		}
	}
}

// turnDraw and clientDraw part draws from others.
const (
	turnDraw   = 0x7475726e
	clientDraw = 0x636c69656e74
)

// codesApart is how many codes a client may see: the slots of each are its own.
const codesApart = 1 << 10

// client is one of several, on a line of its own before the same build.
func (f *faulter) client(n uint64) *faulter {
	main := f.system
	c := &faulter{ctx: f.ctx, build: f.build, wired: f.wired, quiet: f.quiet, plan: f.plan, keys: f.keys.Two(clientDraw, n), entries: map[uint64]int{},
		system: &recorder{system: f.build, told: &Told{Strikes: []Strike{}, History: voucher.History{Setup: main.told.Setup}}, figures: &Figures{},
			now: main.now, codes: make([]voucher.QR, n*codesApart), desk: main.desk}}
	c.plan.Seed = uint64(c.keys)
	c.open()
	return c
}

// joins writes down what a client has done.
func (f *faulter) joins(c *faulter) {
	told, of := f.system.told, c.system.told
	for _, step := range of.Steps {
		told.Steps = append(told.Steps, len(told.Entries)+step)
	}
	told.Entries, told.Strikes = append(told.Entries, of.Entries...), append(told.Strikes, of.Strikes...)
	f.system.figures.add(c.system.figures)
	if f.err == nil {
		f.err = c.err
	}
}

// liveGasCrowd: three activate at the same time, and take it back when it is too late.
func liveGasCrowd(f *faulter) {
	f.gasList()
	var all [][]func(*faulter)
	for p := voucher.PersonID(1); p <= 3; p++ {
		reads := func(c *faulter) {
			c.ask(voucher.Citizen, uint32(p), &voucher.Query{Kind: voucher.AskGasWallet, Person: p, Month: faultGasMonth})
		}
		all = append(all, []func(*faulter){
			func(c *faulter) { c.replies(voucher.Gas, p, "да") }, reads,
			func(c *faulter) { c.enters(p) }, reads,
			func(c *faulter) { c.do(voucher.Citizen, uint32(p), &voucher.Confirm{Person: p}) }, reads,
			func(c *faulter) {
				c.try(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: p, Text: "нет"})
			}, reads,
		})
	}
	f.crowd(all...)
	f.advance(faultGasAfter)
	f.readGas()
}

// liveFoodCrowd: three families, each at a store of its own.
func liveFoodCrowd(f *faulter) {
	f.opensStores()
	f.foodList()
	f.calm()
	var all [][]func(*faulter)
	for n := uint32(1); n <= 3; n++ {
		family, store := voucher.FamilyID(n), voucher.StoreID(n)
		var first voucher.PurchaseID
		var second voucher.Key
		all = append(all, []func(*faulter){
			func(c *faulter) { c.replies(voucher.Food, voucher.PersonID(n), "да") },
			func(c *faulter) { first, _ = c.buys(family, store, 3) },
			func(c *faulter) { _, second = c.buys(family, store, 1) },
			func(c *faulter) {
				c.do(voucher.StoreTill, n, &voucher.Refund{Store: store, Purchase: first, Lines: []voucher.RefundLine{{Quantity: voucher.Unit}}})
			},
			func(c *faulter) {
				c.ask(voucher.Citizen, n, &voucher.Query{Kind: voucher.AskFoodWallet, Family: family, Month: raceMonth})
			},
			func(c *faulter) { c.do(voucher.StoreTill, n, &voucher.Reverse{Store: store, Of: second}) },
			func(c *faulter) {
				c.ask(voucher.StoreTill, n, &voucher.Query{Kind: voucher.AskStock, Store: store, Goods: listedGoods})
			},
		})
	}
	f.crowd(all...)
	f.readFood()
	f.readStores(raceWindow.Day())
	f.foodMonthEnds()
}
