package conformance

import (
	"github.com/vouch-kz/vouch/reference/voucher"
)

// What is raced for. Each round is led there step by step, meets in windows, and
// is read out at its end: a lost update shows where the sums are told.

// raceCase is one thing that many want at the same time.
type raceCase struct {
	name      string
	programme voucher.Programme
	also      []voucher.RequirementID
	title     voucher.Text
	setup     func() *voucher.Setup
	run       func(r *racer)
}

// raceWindow is when food is raced for: the vouchers of the month were asked for
// the day before. raceGas is a day in the window of a gas month.
var (
	raceWindow = voucher.At(2026, 2, 6, 10, 0, 0)
	raceGas    = voucher.At(2026, 2, 8, 10, 0, 0)
	raceMonth  = voucher.MonthOf(2026, 2)
)

// Baskets, small beside a voucher, so that a round never spends it.
const racePriceOfUnit = 300 * voucher.Tenge

func raceBasket(units int64) []voucher.PurchaseLine {
	return []voucher.PurchaseLine{{Goods: listedGoods, Quantity: voucher.Quantity(units) * voucher.Unit, Price: racePriceOfUnit}}
}

// raceTown is a world with so many families of one person each, and stores.
func raceTown(families, stores int) func() *voucher.Setup {
	return func() *voucher.Setup {
		s := StoreSetup()
		s.Families = families
		s.People = make([]voucher.PersonSetup, families)
		for i := range s.People {
			s.People[i].Device = true
		}
		s.Stores = make([]voucher.StoreSetup, stores)
		for i := range s.Stores {
			s.Stores[i] = StoreSetup().Stores[0]
		}
		return s
	}
}

// gasTown is a world with a gas account and so many people who want it.
func gasTown(people int) func() *voucher.Setup {
	return func() *voucher.Setup {
		s := doctorSetup(StoreSetup().At)
		s.People = make([]voucher.PersonSetup, people)
		for i := range s.People {
			s.People[i].Device = true
		}
		return s
	}
}

// openStores lets every store take part, with goods on its shelves.
func (r *racer) openStores(units int64) {
	for i := range r.system.told.Setup.Stores {
		store := voucher.StoreID(i + 1)
		r.do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: store})
		r.do(voucher.StoreTill, uint32(store), &voucher.IntegrateTill{Store: store})
		r.do(voucher.StoreTill, uint32(store), &voucher.MarkGoods{Store: store, Goods: listedGoods})
		r.do(voucher.StoreTill, uint32(store), &voucher.Deliver{Store: store, Goods: listedGoods, Quantity: voucher.Quantity(units) * voucher.Unit, Price: racePriceOfUnit})
	}
}

// listFamilies puts every family on the list; person n owns the wallet of family
// n. Then it is the day on which they may answer.
func (r *racer) listFamilies() {
	s := &r.system.told.Setup
	var rows []voucher.FoodListRow
	for f := range s.Families {
		p := voucher.PersonID(f + 1)
		rows = append(rows, voucher.FoodListRow{Family: voucher.FamilyID(p), Owner: p, Members: []voucher.PersonID{p}, Residence: s.Stores[0].Territory})
	}
	r.do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: rows})
	r.advance(raceWindow)
}

// says answers yes for a family.
func (r *racer) says(f voucher.FamilyID) {
	r.do(voucher.Gateway, 0, yesTo(voucher.Food, voucher.PersonID(f)))
}

func yesTo(p voucher.Programme, who voucher.PersonID) *voucher.Reply {
	return &voucher.Reply{Programme: p, Person: who, Text: "да"}
}

// shop leads to a town in which every family has a voucher.
func (r *racer) shop(units int64) {
	r.openStores(units)
	r.listFamilies()
	for f := range r.system.told.Setup.Families {
		r.says(voucher.FamilyID(f + 1))
		r.wallet(voucher.FamilyID(f + 1))
	}
}

func (r *racer) wallet(f voucher.FamilyID) { r.ask(voucher.Citizen, uint32(f), askWallet(f)) }

func askWallet(f voucher.FamilyID) *voucher.Query {
	return &voucher.Query{Kind: voucher.AskFoodWallet, Family: f}
}

// looks is a move that reads a family's wallet.
func looks(f voucher.FamilyID) move {
	return move{role: voucher.Citizen, id: uint32(f), query: askWallet(f)}
}

// ledger reads the sums of the month.
func (r *racer) ledger() {
	r.ask(voucher.AuthorisedBody, 0, &voucher.Query{Kind: voucher.AskLedger, Month: raceMonth})
}

// show asks for a code.
func (r *racer) show(f voucher.FamilyID) voucher.QR {
	return r.do(voucher.Citizen, uint32(f), &voucher.ShowCode{Family: f}).Result.Code
}

// buys is a move that pays a basket.
func buys(store voucher.StoreID, code voucher.QR, units int64) move {
	return move{role: voucher.StoreTill, id: uint32(store), cmd: &voucher.Purchase{Store: store, Code: code, Lines: raceBasket(units)}}
}

// buy pays a basket alone, and returns the purchase and its key.
func (r *racer) buy(f voucher.FamilyID, units int64) (voucher.PurchaseID, voucher.Key) {
	m := buys(storeTill, r.show(f), units)
	o := r.doAs(0, &m)
	return o.Result.Purchase, m.cmd.Head().Key
}

// brings is a move that returns units of a purchase.
func brings(p voucher.PurchaseID, units int64) move {
	return move{role: voucher.StoreTill, id: uint32(storeTill), cmd: &voucher.Refund{Store: storeTill, Purchase: p,
		Lines: []voucher.RefundLine{{Quantity: voucher.Quantity(units) * voucher.Unit}}}}
}

// takesBack is a move that reverses the purchase of a key.
func takesBack(key voucher.Key) move {
	return move{role: voucher.StoreTill, id: uint32(storeTill), cmd: &voucher.Reverse{Store: storeTill, Of: key}}
}

// sharing gives moves one key.
func sharing(key uint64, moves ...move) []move {
	for i := range moves {
		moves[i].key = key
	}
	return moves
}
