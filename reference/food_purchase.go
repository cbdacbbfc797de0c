package reference

import (
	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// showCode makes a fresh QR code, on the wallet or, under reading F33
// store_presents, at a till.
func (m *Machine) showCode(c *voucher.ShowCode) *voucher.Refusal {
	if r := m.Food.terms.Side(c.Actor.Role == voucher.StoreTill); r != nil {
		return r
	}
	if c.Actor.Role == voucher.StoreTill {
		return m.showAtTill(c)
	}
	if r := m.family(c.Actor, c.Family); r != nil {
		return r
	}
	w := m.Food.newest(c.Family)
	if r := m.rules.Food.Show(&m.Food.terms, w, m.state.Now); r != nil {
		return r
	}
	m.emitCode(&voucher.Event{Family: c.Family, Voucher: w.Voucher})
	return nil
}

// showAtTill makes a code for a till.
func (m *Machine) showAtTill(c *voucher.ShowCode) *voucher.Refusal {
	if r := m.till(c.Actor, c.Store); r != nil {
		return r
	}
	s := &m.Food.Stores[c.Store-1]
	if r := m.rules.Food.ShowAtTill(m.atStore(c.Store), s, m.openCodes(s), m.state.Now); r != nil {
		return r
	}
	m.emitCode(&voucher.Event{Store: c.Store})
	return nil
}

// openCodes counts a store's codes that can still be used. Codes are looked at
// from the newest on, as long as they are not out of date.
func (m *Machine) openCodes(s *food.Store) int {
	n := 0
	for sequence := s.Newest; sequence != 0 && n < food.OpenCodesMax; {
		c := m.Food.Codes.at(sequence - 1)
		if c.Until <= m.state.Now {
			break
		}
		if !c.Used {
			n++
		}
		sequence = c.Previous
	}
	return n
}

// emitCode lets a code be shown; it is the answer.
func (m *Machine) emitCode(e *voucher.Event) {
	e.Kind, e.Programme, e.Ref = voucher.CodeShown, voucher.Food, m.Food.Codes.Count+1
	e.Until = m.rules.Food.Until(&m.Food.terms, m.state.Now)
	m.emit(e)
	m.result = voucher.Result{Code: m.Food.seal(e.Ref), Expires: e.Until, Voucher: e.Voucher}
}

// scanCode binds a till's code to the buyer's wallet.
func (m *Machine) scanCode(c *voucher.ScanCode) *voucher.Refusal {
	f := &m.Food
	if r := f.terms.Side(true); r != nil {
		return r
	}
	if r := m.family(c.Actor, c.Family); r != nil {
		return r
	}
	w := f.newest(c.Family)
	sequence, code := f.open(&c.Code)
	if r := m.rules.Food.Scan(&f.terms, code, w, m.state.Now); r != nil {
		return r
	}
	m.emit(&voucher.Event{Kind: voucher.CodeScanned, Programme: voucher.Food, Family: c.Family, Store: code.Store,
		Voucher: w.Voucher, Ref: sequence})
	m.result = voucher.Result{Voucher: w.Voucher, Balance: w.Balance, Expires: code.Until}
	return nil
}

// purchase decides a basket at a till. Its answer is the discount by line.
func (m *Machine) purchase(c *voucher.Purchase) *voucher.Refusal {
	if r := m.basket(c.Actor, c.Store, c.Lines); r != nil {
		return r
	}
	f := &m.Food
	s := &f.scratch.sale
	s.Now, s.Store, s.State, s.Offline = m.state.Now, c.Store, &f.Stores[c.Store-1], c.Offline
	s.Lines, s.Wallet = f.scratch.lines, nil
	if s.Sequence, s.Code = f.open(&c.Code); s.Code != nil {
		s.Wallet = f.wallet(s.Code.Wallet)
	}
	terms := m.atStore(c.Store)
	bill, r := m.rules.Food.Purchase(terms, s)
	if r != nil {
		return r
	}
	w := s.Wallet
	id := f.Purchases.Count + 1
	lines := m.splits(true)
	m.emit(&voucher.Event{Kind: voucher.Purchased, Programme: voucher.Food, Family: w.Family, Store: c.Store, Month: w.Month,
		Voucher: w.Voucher, Ref: id, Amount: bill.Discount, Paid: bill.Paid, Balance: bill.Balance, Count: s.Sequence,
		Lines: lines, Code: truth(c.Offline)})
	m.reportLines(c.Store)
	m.result = voucher.Result{Voucher: w.Voucher, Purchase: voucher.PurchaseID(id), Amount: bill.Discount, Paid: bill.Paid,
		Balance: bill.Balance, Lines: lines}
	return nil
}

// basket checks a basket and lays its lines out for the rules.
func (m *Machine) basket(a voucher.Actor, store voucher.StoreID, lines []voucher.PurchaseLine) *voucher.Refusal {
	for i := range lines {
		if m.goods(lines[i].Goods) != nil {
			return recordUnknown
		}
	}
	if r := m.till(a, store); r != nil {
		return r
	}
	if r := food.CheckLines(lines); r != nil {
		return r
	}
	f := &m.Food
	laid := f.scratch.lines[:len(lines)]
	shelves := f.Shelves[(int(store)-1)*len(m.Setup.Goods):]
	for i := range lines {
		l, from := &laid[i], &lines[i]
		l.Goods, l.Quantity, l.Price = from.Goods, from.Quantity, from.Price
		l.Item, l.Shelf = m.Setup.Goods[from.Goods-1].Item, shelves[from.Goods-1]
	}
	f.scratch.lines = laid
	return nil
}

// reportLines reports what traceability finds in a basket that was sold: prices
// above the ceiling (FOOD-TRACE-002) and goods beyond the traced stock
// (FOOD-TRACE-001). The lines hold the stock as it was before the sale.
func (m *Machine) reportLines(store voucher.StoreID) {
	lines := m.Food.scratch.lines
	for i := range lines {
		l := &lines[i]
		if l.Overpriced {
			m.emit(&voucher.Event{Kind: voucher.MarkupExceeded, Programme: voucher.Food, Store: store, Goods: l.Goods,
				Amount: l.Price, Balance: l.Ceiling})
		}
		if missing := food.Missing(lines, i); missing > 0 {
			m.emit(&voucher.Event{Kind: voucher.StockOverdrawn, Programme: voucher.Food, Store: store, Goods: l.Goods,
				Quantity: int64(missing)})
		}
	}
}

// sellOutside books a sale outside the programme: it is never refused for the
// stock, it is reported (FOOD-TRACE-001).
func (m *Machine) sellOutside(c *voucher.SellOutside) *voucher.Refusal {
	if r := m.basket(c.Actor, c.Store, c.Lines); r != nil {
		return r
	}
	m.atStore(c.Store).Weigh(m.Food.scratch.lines)
	m.emit(&voucher.Event{Kind: voucher.SoldOutside, Programme: voucher.Food, Store: c.Store, Lines: m.splits(false)})
	m.reportLines(c.Store)
	return nil
}

var noSuchPurchase = voucher.Refuse(voucher.RecordUnknown, "FOOD-REVERSAL-001")

// reverse takes a purchase back by the key that the same store sent it under. A
// key that never came, that was refused or that is no purchase's has nothing to
// reverse.
func (m *Machine) reverse(c *voucher.Reverse) *voucher.Refusal {
	if r := m.till(c.Actor, c.Store); r != nil {
		return r
	}
	id := m.purchaseUnder(&voucher.Header{Key: c.Of, Actor: c.Actor})
	if id == 0 {
		return noSuchPurchase
	}
	p := m.Food.Purchases.at(uint32(id) - 1)
	w := m.Food.wallet(p.Wallet)
	late, r := m.rules.Food.Reverse(m.atStore(c.Store), p, w, m.state.Now)
	if r != nil {
		return r
	}
	discount, paid := m.rules.Food.Rest(m.soldLines(p))
	m.emitReturn(&voucher.Event{Kind: voucher.ReversalBooked, Ref: uint32(id), Amount: discount, Paid: paid}, p, w, late)
	m.result = voucher.Result{Voucher: w.Voucher, Amount: discount, Paid: paid, Balance: w.Balance}
	return nil
}

// purchaseUnder returns the purchase that was made under a header's key, zero
// for none.
func (m *Machine) purchaseUnder(h *voucher.Header) voucher.PurchaseID {
	month, stored, _ := m.keys.find(h, m.state.Now)
	if stored == nil {
		return 0
	}
	r, sale := unpackResult(month.words.run(stored.result, uint32(stored.words)))
	if !sale {
		return 0
	}
	return r.Purchase
}

// refund returns goods of a purchase.
func (m *Machine) refund(c *voucher.Refund) *voucher.Refusal {
	f := &m.Food
	if c.Purchase == 0 || uint32(c.Purchase) > f.Purchases.Count {
		return recordUnknown
	}
	if r := m.till(c.Actor, c.Store); r != nil {
		return r
	}
	p := f.Purchases.at(uint32(c.Purchase) - 1)
	if r := food.CheckReturn(c.Lines, int(p.Lines)); r != nil {
		return r
	}
	w := f.wallet(p.Wallet)
	late, r := m.rules.Food.Refund(m.atStore(c.Store), p, w, c.Store, m.state.Now)
	if r != nil {
		return r
	}
	back := f.scratch.splits[:p.Lines]
	discount, paid, r := m.rules.Food.Return(m.soldLines(p), c.Lines, back)
	if r != nil {
		return r
	}
	m.emitReturn(&voucher.Event{Kind: voucher.Refunded, Ref: uint32(c.Purchase), Amount: discount, Paid: paid, Lines: back}, p, w, late)
	m.result = voucher.Result{Voucher: w.Voucher, Amount: discount, Paid: paid, Balance: w.Balance}
	return nil
}

// emitReturn lets a reversal or a refund happen.
func (m *Machine) emitReturn(e *voucher.Event, p *food.Sold, w *food.Wallet, late bool) {
	e.Programme, e.Family, e.Store, e.Month, e.Voucher = voucher.Food, w.Family, p.Store, w.Month, w.Voucher
	e.Code, e.Balance = truth(late), w.Balance
	if !late {
		e.Balance += e.Amount
	}
	m.emit(e)
}
