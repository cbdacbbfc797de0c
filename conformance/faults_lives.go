package conformance

import (
	"github.com/vouch-kz/vouch/reference/voucher"
)

// The lives: whole months, in which each kind of command is given that has an effect,
// and at whose end everything is read out.

// The instants of a gas month that has a 30th.
var (
	faultGasBegin  = october6
	faultGasAsked  = voucher.At(2025, 10, 8, 10, 0, 0)
	faultGasMonth  = voucher.MonthOf(2025, 10)
	faultGasAfter  = voucher.At(2025, 10, 16, 10, 0, 0) // the reminder has gone
	faultGasList   = voucher.At(2025, 10, 30, 12, 0, 0)
	faultFoodAfter = voucher.At(2026, 3, 2, 10, 0, 0) // February is over, and its last report is handed over
)

// Accounts of the provider, one for each who activates.
var faultAccounts = []voucher.AccountNumber{doctorAccount, doctorAccount + 1, doctorAccount + 2}

// faultGasTown is a world of five people and the accounts.
func faultGasTown() *voucher.Setup {
	s := gasTown(5)()
	s.At = faultGasBegin
	s.Accounts = nil
	for _, n := range faultAccounts {
		s.Accounts = append(s.Accounts, voucher.AccountSetup{Provider: 1, Number: n, Class: voucher.Boiler, People: 4})
	}
	return s
}

var (
	faultGasLife  = faultLife{voucher.Gas, faultGasTown, liveGasMonth}
	faultFoodLife = faultLife{voucher.Food, raceTown(3, 2), liveFoodMonth}
)

// gasList puts everybody on the list, and waits for the question.
func (f *faulter) gasList() {
	var rows []voucher.GasListRow
	for i := range f.system.told.Setup.People {
		rows = append(rows, voucher.GasListRow{Person: voucher.PersonID(i + 1), Reasons: voucher.SocialAssistance, Residence: f.system.told.Setup.Providers[0].Territory})
	}
	f.do(voucher.ListOwner, 0, &voucher.UpdateGasList{Rows: rows})
	f.advance(faultGasAsked)
}

// replies hands a text on.
func (f *faulter) replies(p voucher.Programme, who voucher.PersonID, text string) {
	f.do(voucher.Gateway, 0, &voucher.Reply{Programme: p, Person: who, Text: text})
}

// enters takes a person to the last step of activation.
func (f *faulter) enters(p voucher.PersonID) {
	f.do(voucher.Citizen, uint32(p), &voucher.OpenWallet{Person: p, Via: voucher.ByLink})
	f.do(voucher.Citizen, uint32(p), &voucher.EnterAccount{Person: p, Provider: 1, Account: faultAccounts[p-1]})
	f.do(voucher.Citizen, uint32(p), &voucher.AcceptOffer{Person: p, Edition: 1})
}

// activates takes all steps of activation.
func (f *faulter) activates(p voucher.PersonID) {
	f.enters(p)
	f.do(voucher.Citizen, uint32(p), &voucher.Confirm{Person: p})
}

// toList goes on until the list of the month has gone out: a build that is not prompt has
// the whole of the 30th for it.
func (f *faulter) toList() {
	to := faultGasList
	if f.quiet {
		to = to.Plus(24 * voucher.Hour)
	}
	f.advance(to)
}

// readMessages reads what a person was sent.
func (f *faulter) readMessages(p voucher.PersonID) {
	if !f.quiet {
		f.ask(voucher.Citizen, uint32(p), &voucher.Query{Kind: voucher.AskMessages, Person: p})
	}
}

// readGas reads what everybody has, and what they were sent.
func (f *faulter) readGas() {
	for i := range f.system.told.Setup.People {
		p := voucher.PersonID(i + 1)
		f.ask(voucher.Citizen, uint32(p), &voucher.Query{Kind: voucher.AskGasWallet, Person: p, Month: faultGasMonth})
		f.readMessages(p)
	}
}

// readList reads the list of the month.
func (f *faulter) readList() {
	if f.quiet {
		return // it tells when it was sent, and how often
	}
	f.ask(voucher.GasProvider, 1, &voucher.Query{Kind: voucher.AskProviderList, Provider: 1, Month: faultGasMonth})
}

// liveGasMonth: one activates early, one later, one after the reminder; one says no,
// one nothing.
func liveGasMonth(f *faulter) {
	f.gasList()
	f.replies(voucher.Gas, 1, "да")
	f.replies(voucher.Gas, 4, "нет")
	f.activates(1)
	f.replies(voucher.Gas, 2, "да")
	f.calm()
	f.readGas()
	f.advance(voucher.At(2025, 10, 9, 10, 0, 0))
	f.activates(2)
	f.calm()
	f.advance(faultGasAfter)
	f.replies(voucher.Gas, 3, "да")
	f.activates(3)
	f.calm()
	f.readGas()
	f.toList()
	f.readList()
	f.do(voucher.GasProvider, 1, &voucher.AcknowledgeList{Provider: 1, Month: faultGasMonth})
	f.readList()
	f.calm()
	f.advance(voucher.At(2025, 11, 2, 10, 0, 0))
	const charged, corrected = 120 * voucher.CubicMetre, 90 * voucher.CubicMetre
	f.do(voucher.GasProvider, 1, &voucher.ChargeVolume{Provider: 1, Account: faultAccounts[0], Month: faultGasMonth, Volume: charged})
	f.do(voucher.GasProvider, 1, &voucher.ChargeVolume{Provider: 1, Account: faultAccounts[1], Month: faultGasMonth, Volume: charged})
	f.do(voucher.GasProvider, 1, &voucher.CorrectVolume{Provider: 1, Account: faultAccounts[0], Month: faultGasMonth, Volume: corrected})
	f.calm()
	for _, n := range faultAccounts[:2] {
		f.ask(voucher.GasProvider, 1, &voucher.Query{Kind: voucher.AskReceipt, Provider: 1, Account: n, Month: faultGasMonth})
	}
	f.advance(voucher.At(2025, 11, 8, 10, 0, 0)) // the next month has asked
	f.readGas()
	f.readList()
}

// opensStores lets every store take part, with goods on its shelves.
func (f *faulter) opensStores() {
	for i := range f.system.told.Setup.Stores {
		s := voucher.StoreID(i + 1)
		f.do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: s})
		f.do(voucher.StoreTill, uint32(s), &voucher.IntegrateTill{Store: s})
		f.do(voucher.StoreTill, uint32(s), &voucher.MarkGoods{Store: s, Goods: listedGoods})
		f.do(voucher.StoreTill, uint32(s), &voucher.Deliver{Store: s, Goods: listedGoods, Quantity: 100 * voucher.Unit, Price: racePriceOfUnit})
	}
}

// foodList puts every family on the list, and waits for the question.
func (f *faulter) foodList() {
	s := &f.system.told.Setup
	var rows []voucher.FoodListRow
	for n := range s.Families {
		p := voucher.PersonID(n + 1)
		rows = append(rows, voucher.FoodListRow{Family: voucher.FamilyID(p), Owner: p, Members: []voucher.PersonID{p}, Residence: s.Stores[0].Territory})
	}
	f.do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: rows})
	f.advance(raceWindow)
}

// buys pays a basket, and returns the purchase and its key.
func (f *faulter) buys(family voucher.FamilyID, store voucher.StoreID, units int64) (voucher.PurchaseID, voucher.Key) {
	code := f.do(voucher.Citizen, uint32(family), &voucher.ShowCode{Family: family}).Result.Code
	cmd := &voucher.Purchase{Store: store, Code: code, Lines: raceBasket(units)}
	bought := f.do(voucher.StoreTill, uint32(store), cmd).Result.Purchase
	return bought, cmd.Head().Key
}

// readFood reads what everybody has in a month.
func (f *faulter) readFood() {
	for n := range f.system.told.Setup.Families {
		id := uint32(n + 1)
		f.ask(voucher.Citizen, id, &voucher.Query{Kind: voucher.AskFoodWallet, Family: voucher.FamilyID(id), Month: raceMonth})
		f.readMessages(voucher.PersonID(id))
	}
	f.ask(voucher.AuthorisedBody, 0, &voucher.Query{Kind: voucher.AskLedger, Month: raceMonth})
}

// readStores reads what was sold, and the stock.
func (f *faulter) readStores(day voucher.Day) {
	for i := range f.system.told.Setup.Stores {
		s := voucher.StoreID(i + 1)
		f.ask(voucher.StoreTill, uint32(s), &voucher.Query{Kind: voucher.AskStoreDay, Store: s, Day: day})
		f.ask(voucher.StoreTill, uint32(s), &voucher.Query{Kind: voucher.AskStock, Store: s, Goods: listedGoods})
	}
}

// liveFoodMonth: purchases, returns, a loan, an appeal; one family says no first.
func liveFoodMonth(f *faulter) {
	where := uint32(f.system.told.Setup.Stores[0].Territory)
	f.opensStores()
	f.foodList()
	f.replies(voucher.Food, 1, "да")
	f.replies(voucher.Food, 3, "нет")
	f.replies(voucher.Food, 2, "да")
	f.calm()
	first, _ := f.buys(1, 1, 3)
	f.buys(2, 2, 2)
	_, key := f.buys(1, 2, 1)
	f.do(voucher.StoreTill, 1, &voucher.Refund{Store: 1, Purchase: first, Lines: []voucher.RefundLine{{Quantity: voucher.Unit}}})
	f.do(voucher.StoreTill, 2, &voucher.Reverse{Store: 2, Of: key})
	const granted = 1000 * voucher.Tenge
	loan := f.do(voucher.LocalBody, where, &voucher.GrantLoan{Store: 1, Amount: granted, Purpose: voucher.ForStock}).Result.Loan
	f.do(voucher.LocalBody, where, &voucher.DisburseLoan{Loan: loan})
	f.do(voucher.StoreTill, 1, &voucher.RepayLoan{Loan: loan, Amount: granted / 4})
	appeal := f.do(voucher.Citizen, 1, &voucher.FileAppeal{Person: 1}).Result.Appeal
	f.do(voucher.Citizen, 2, &voucher.Rate{Person: 2, Score: 5})
	f.calm()
	f.again()
	f.readFood()
	f.readStores(raceWindow.Day())
	f.advance(raceWindow.Plus(24 * voucher.Hour))
	f.again()
	f.do(voucher.AuthorisedBody, 0, &voucher.AnswerAppeal{Appeal: appeal})
	f.replies(voucher.Food, 3, "да")
	f.buys(3, 1, 2)
	f.do(voucher.StoreTill, 1, &voucher.RepayLoan{Loan: loan, Amount: granted / 2})
	f.do(voucher.StoreTill, 1, &voucher.SellOutside{Store: 1, Lines: raceBasket(1)})
	f.calm()
	f.ask(voucher.AuthorisedBody, 0, &voucher.Query{Kind: voucher.AskLoan, Loan: loan})
	f.ask(voucher.AuthorisedBody, 0, &voucher.Query{Kind: voucher.AskAppeal, Appeal: appeal})
	f.readStores(raceWindow.Day() + 1)
	f.again()
	f.foodMonthEnds()
}

// foodMonthEnds lets the month go by, and reads what is left of it.
func (f *faulter) foodMonthEnds() {
	f.advance(faultFoodAfter)
	for day := february4.Day(); !f.quiet && day.Month() == raceMonth; day++ {
		f.ask(voucher.AuthorisedBody, 0, &voucher.Query{Kind: voucher.AskDayReport, Day: day})
	}
	f.readFood()
}
