package reference

import (
	"fmt"
	"slices"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// decideFood asks the food rules.
func (m *Machine) decideFood(cmd voucher.Command) *voucher.Refusal {
	switch c := cmd.(type) {
	case *voucher.Purchase:
		return m.purchase(c)
	case *voucher.ShowCode:
		return m.showCode(c)
	case *voucher.ScanCode:
		return m.scanCode(c)
	case *voucher.Reverse:
		return m.reverse(c)
	case *voucher.Refund:
		return m.refund(c)
	case *voucher.UpdateFoodList:
		return m.updateFoodList(c)
	case *voucher.Activate:
		return m.activate(c)
	case *voucher.GrantLoan:
		return m.grantLoan(c)
	case *voucher.DisburseLoan:
		return m.disburseLoan(c)
	case *voucher.RepayLoan:
		return m.repayLoan(c)
	case *voucher.FileAppeal:
		return m.fileAppeal(c)
	}
	return m.decideFoodPlain(cmd)
}

// decideFoodPlain takes the commands whose answer is a yes or no.
func (m *Machine) decideFoodPlain(cmd voucher.Command) *voucher.Refusal {
	switch c := cmd.(type) {
	case *voucher.RegisterStore:
		return m.registerStore(c)
	case *voucher.SuspendStore:
		return m.suspendStore(c)
	case *voucher.IntegrateTill:
		return m.integrateTill(c)
	case *voucher.MarkGoods:
		return m.markGoods(c)
	case *voucher.Deliver:
		return m.deliver(c)
	case *voucher.SellOutside:
		return m.sellOutside(c)
	case *voucher.Rate:
		return m.rate(c)
	case *voucher.AnswerAppeal:
		return m.answerAppeal(c)
	}
	panic(fmt.Sprintf("reference: no rule for command %T", cmd))
}

// updateScratch is the list as an update under way would leave it: what earlier
// rows of the same update changed goes before the state. Stamps tell whether an
// entry is of this update, so that nothing is cleared.
type updateScratch struct {
	stamp    uint32
	families []uint32 // stamp of the update that named the family
	people   []personScratch
}

// personScratch is one person in an update under way.
type personScratch struct {
	update uint32           // stamp of the update that moved the person
	row    uint32           // stamp of the row that named the person last
	family voucher.FamilyID // that counts the person after the rows so far
}

// updateFoodList takes an update whole or refuses it whole (FOOD-LIST-001).
func (m *Machine) updateFoodList(c *voucher.UpdateFoodList) *voucher.Refusal {
	if r := food.CheckUpdate(len(c.Rows)); r != nil {
		return r
	}
	u := &m.Food.scratch.update
	if u.families == nil {
		u.families = make([]uint32, len(m.Food.Families))
		u.people = make([]personScratch, len(m.Food.People))
	}
	u.stamp++
	update := u.stamp
	for i := range c.Rows {
		if r := m.checkRow(&c.Rows[i], update); r != nil {
			m.result = voucher.Result{Row: i + 1}
			return r
		}
	}
	for i := range c.Rows {
		row := &c.Rows[i]
		if row.Drop {
			m.emit(&voucher.Event{Kind: voucher.FoodUnlisted, Programme: voucher.Food, Family: row.Family})
			continue
		}
		m.emit(&voucher.Event{Kind: voucher.FoodListed, Programme: voucher.Food, Family: row.Family, Person: row.Owner,
			Territory: row.Residence, Count: uint32(len(row.Members))})
		for _, p := range row.Members {
			m.emit(&voucher.Event{Kind: voucher.MemberListed, Programme: voucher.Food, Family: row.Family, Person: p})
		}
	}
	return nil
}

// checkRow checks one row of an update after the rows before it, and notes what
// it would change.
func (m *Machine) checkRow(row *voucher.FoodListRow, update uint32) *voucher.Refusal {
	f := &m.Food
	u := &f.scratch.update
	if row.Family == 0 || int(row.Family) > len(f.Families) {
		return recordUnknown
	}
	if !row.Drop && !f.known(row.Owner) {
		return recordUnknown
	}
	for _, p := range row.Members {
		if !row.Drop && !f.known(p) {
			return recordUnknown
		}
	}
	listing := &f.Families[row.Family-1].Now
	r := &f.scratch.row
	*r = food.Row{Drop: row.Drop, Listed: listing.Listed, Again: u.families[row.Family-1] == update, Members: len(row.Members)}
	u.families[row.Family-1] = update
	u.stamp++
	for _, p := range row.Members {
		if row.Drop {
			break
		}
		person := &u.people[p-1]
		r.Twice = r.Twice || person.row == u.stamp
		r.Owner = r.Owner || p == row.Owner
		person.row = u.stamp
		counted := m.counted(p, update)
		r.Counted = r.Counted || (counted != 0 && counted != row.Family)
	}
	if refusal := m.rules.Food.CheckRow(m.termsIn(row.Residence), r); refusal != nil {
		return refusal
	}
	for _, p := range f.members(listing.First, listing.Members) {
		if m.counted(p, update) == row.Family {
			u.people[p-1].update, u.people[p-1].family = update, 0
		}
	}
	for _, p := range row.Members {
		if !row.Drop {
			u.people[p-1].update, u.people[p-1].family = update, row.Family
		}
	}
	return nil
}

// known reports whether a person exists.
func (f *foodState) known(p voucher.PersonID) bool { return p != 0 && int(p) <= len(f.People) }

// counted returns the family that counts a person after the rows of an update
// so far.
func (m *Machine) counted(p voucher.PersonID, update uint32) voucher.FamilyID {
	if s := &m.Food.scratch.update.people[p-1]; s.update == update {
		return s.family
	}
	return m.Food.People[p-1].Family
}

// replyFood takes the answer to the food question; a confirmation credits the
// voucher by itself (FOOD-CONSENT-001).
func (m *Machine) replyFood(c *voucher.Reply) *voucher.Refusal {
	f := &m.Food
	person := &f.People[c.Person-1]
	w := f.wallet(person.Wallet)
	a, by := voucher.ParseAnswer(c.Text), channel(c.Actor.Role)
	credit, r := m.rules.Food.Reply(&f.terms, w, person.Family != 0, a, by, m.state.Now)
	if r != nil {
		return r
	}
	m.emit(&voucher.Event{Kind: voucher.Replied, Programme: voucher.Food, Person: c.Person, Family: w.Family, Month: w.Month,
		Code: uint8(a), Channel: by})
	if credit {
		face := m.rules.Food.Face(m.creditTerms(w.Residence, w.Month), w.Members)
		m.emit(&voucher.Event{Kind: voucher.FoodVoucherCredited, Programme: voucher.Food, Person: c.Person, Family: w.Family,
			Month: w.Month, Voucher: voucher.VoucherID(f.Vouchers + 1), Amount: face, Count: w.Members, Territory: w.Residence,
			Code: truth(f.terms.ActiveAtOnce())})
	}
	m.result = voucher.Result{Voucher: w.Voucher, Amount: w.Face, Balance: w.Balance}
	return nil
}

// activate is the second step of reading F10 two_step.
func (m *Machine) activate(c *voucher.Activate) *voucher.Refusal {
	if r := m.family(c.Actor, c.Family); r != nil {
		return r
	}
	w := m.Food.newest(c.Family)
	if r := m.rules.Food.Activate(&m.Food.terms, w, m.state.Now); r != nil {
		return r
	}
	m.emit(&voucher.Event{Kind: voucher.FoodVoucherActivated, Programme: voucher.Food, Family: c.Family, Month: w.Month,
		Voucher: w.Voucher})
	m.result = voucher.Result{Voucher: w.Voucher, Balance: w.Balance}
	return nil
}

// family checks that a family exists and that the citizen owns its wallet: as
// frozen with the newest question, or as on the list before any. Under reading
// F29 delegated_members every counted member will do.
func (m *Machine) family(a voucher.Actor, id voucher.FamilyID) *voucher.Refusal {
	if id == 0 || int(id) > len(m.Food.Families) {
		return recordUnknown
	}
	return m.holds(a, id, m.Food.newest(id))
}

// holds is family for one of the family's wallets, nil for none.
func (m *Machine) holds(a voucher.Actor, id voucher.FamilyID, w *food.Wallet) *voucher.Refusal {
	f := &m.Food
	l := &f.Families[id-1].Now
	owner, first, n := l.Owner, l.First, l.Members
	if w != nil {
		owner, first, n = w.Owner, w.First, w.Members
	}
	who := voucher.PersonID(a.ID)
	if who == owner || (f.terms.Delegated() && slices.Contains(f.members(first, n), who)) {
		return nil
	}
	return recordNotOwn
}
