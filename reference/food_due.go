package reference

import "github.com/vouch-kz/vouch/reference/voucher"

// nextFoodDue returns the first midnight after an instant at which anything of
// the food programme can fall due: the pilot's first, then every midnight to
// the one that ends it, and the end of a month that outlives it.
func (m *Machine) nextFoodDue(after voucher.Instant) voucher.Instant {
	f := &m.Food
	next := (after.Day() + 1).Start()
	switch {
	case next < f.terms.Opens:
		return f.terms.Opens
	case next <= f.terms.Closes:
		return next
	}
	if w := f.wallet(f.Wallets.Count); w != nil && w.Until > after {
		return w.Until
	}
	return never
}

// endFoodDay does what closes with the day that has ended: vouchers of a month
// that is over are annulled, then the day is reported (BOTH-TIME-003).
func (m *Machine) endFoodDay() {
	due := m.rules.Food.DueAt(&m.Food.terms, m.state.Now.Day())
	if due.Annul != 0 {
		m.annul(due.Annul)
	}
	if due.Report != 0 {
		figures := m.Food.figures(due.Report)
		m.emit(&voucher.Event{Kind: voucher.DayReported, Programme: voucher.Food, Day: due.Report, Count: figures.Purchases,
			Amount: figures.Discounts, Paid: figures.Paid})
	}
}

// annul ends every voucher of a month (FOOD-EXPIRY-002), booked on its last
// day.
func (m *Machine) annul(month voucher.Month) {
	last := month.Last()
	for i := m.Food.firstOf(month); i < m.Food.Wallets.Count; i++ {
		w := m.Food.Wallets.at(i)
		if amount, why, ok := m.rules.Food.Ends(w); ok {
			m.emit(&voucher.Event{Kind: voucher.FoodVoucherAnnulled, Programme: voucher.Food, Family: w.Family, Month: month,
				Voucher: w.Voucher, Amount: amount, Day: last, Code: uint8(why)})
		}
	}
}

// firstOf returns how many wallets are of the months before one: Wallets stand
// in order of months.
func (f *foodState) firstOf(month voucher.Month) uint32 {
	i := f.Wallets.Count
	for i > 0 && f.Wallets.at(i-1).Month >= month {
		i--
	}
	return i
}

// askFood sends the month's question to every family on the list
// (FOOD-NOTICE-001), and under reading F31 once the reminder.
func (m *Machine) askFood() {
	f := &m.Food
	day := m.state.Now.Day()
	due := m.rules.Food.DueAt(&f.terms, day)
	if due.Notice != 0 || (f.taken == day && f.terms.Missed(f.before, day)) {
		m.notice(day.Month())
	}
	if due.Remind == 0 {
		return
	}
	for i := f.firstOf(due.Remind); i < f.Wallets.Count; i++ {
		if w := f.Wallets.at(i); m.rules.Food.Reminds(w) {
			m.send(&voucher.Event{Programme: voucher.Food, Person: w.Owner, Family: w.Family, Month: w.Month, Code: uint8(voucher.Reminder)})
		}
	}
}

// notice asks the families of a month, one SMS each, in order of families.
func (m *Machine) notice(month voucher.Month) {
	f := &m.Food
	l := &f.scratch.listing
	for i := range f.Families {
		family := &f.Families[i]
		*l = f.terms.Frozen(family, month)
		if !l.Listed {
			continue
		}
		var asked voucher.Month
		if w := f.wallet(family.Wallet); w != nil {
			asked = w.Month
		}
		if m.rules.Food.Asks(m.termsIn(l.Residence), l, asked, month) {
			m.send(&voucher.Event{Programme: voucher.Food, Person: l.Owner, Family: voucher.FamilyID(i + 1), Month: month, Code: uint8(voucher.Notice)})
		}
	}
}
