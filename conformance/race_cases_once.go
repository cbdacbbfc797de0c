package conformance

import (
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// What may happen once: a loan is paid out, a key is carried out, an account and a
// person are activated.

var raceOnceCases = []raceCase{
	{
		name: "one_loan_at_once", programme: voucher.Food, also: []voucher.RequirementID{"FOOD-LOAN-001"}, title: voucher.Text{
			En: "A loan is paid out once and never repaid over, by many at once", Ru: "Заём выдаётся один раз и не погашается сверх долга, даже если многие действуют одновременно",
			Kk: "Көпшілік бір мезгілде әрекет етсе де, қарыз бір рет беріледі және артық өтелмейді",
		},
		setup: raceTown(1, 1), run: raceLoans,
	},
	{
		name: "one_key_sent_at_once", programme: voucher.Food, also: []voucher.RequirementID{"BOTH-RETRY-001", "FOOD-REVERSAL-001"}, title: voucher.Text{
			En: "One command sent many times at once under its key is carried out once", Ru: "Команда, посланная много раз одновременно под одним ключом, выполняется один раз",
			Kk: "Бір кілтпен бір мезгілде бірнеше рет жіберілген команда бір рет орындалады",
		},
		setup: raceTown(1, 1), run: func(r *racer) {
			r.shop(100)
			bought, _ := r.buy(1, 3)
			r.buy(1, 1)
			code := r.show(1)
			r.meet(sharing(1, buys(1, code, 1), buys(1, code, 1), buys(1, code, 1), buys(1, code, 1))...)
			r.wallet(1)
			r.meet(sharing(2, brings(bought, 1), brings(bought, 1), brings(bought, 1))...)
			r.wallet(1)
			r.ledger()
		},
	},
	{
		name: "one_key_for_two_bodies", programme: voucher.Food, also: []voucher.RequirementID{"BOTH-RETRY-001"}, title: voucher.Text{
			En: "Of two commands at once under one key one is carried out", Ru: "Из двух команд, посланных одновременно под одним ключом, выполняется одна",
			Kk: "Бір кілтпен бір мезгілде жіберілген екі команданың біреуі ғана орындалады",
		},
		setup: raceTown(1, 1), run: func(r *racer) {
			r.shop(100)
			first, _ := r.buy(1, 3)
			second, _ := r.buy(1, 3)
			r.meet(sharing(1, brings(first, 1), brings(second, 2), brings(first, 1), brings(second, 2))...)
			r.wallet(1)
			r.meet(sharing(2, brings(first, 2), brings(second, 1))...)
			r.wallet(1)
			r.ledger()
		},
	},
	{
		name: "one_account_for_many_people", programme: voucher.Gas, also: []voucher.RequirementID{"GAS-ACCOUNT-001"}, title: voucher.Text{
			En: "Of many people who confirm one account at once one has a voucher on it", Ru: "Из многих, кто одновременно подтверждает один счёт, ваучер на нём получает один",
			Kk: "Бір шотты бір мезгілде растаған көп адамның біреуі ғана оған ваучер алады",
		},
		setup: gasTown(4), run: func(r *racer) {
			people := r.enter(doctorAccount, doctorAccount, doctorAccount, doctorAccount)
			var moves []move
			for _, p := range people {
				moves = append(moves, confirms(p))
			}
			r.meet(moves...)
			r.gasWallets(people)
		},
	},
	{
		name: "one_voucher_confirmed_at_once", programme: voucher.Gas, also: []voucher.RequirementID{"GAS-ACTIVATION-001", "GAS-OPENING-002"}, title: voucher.Text{
			En: "One voucher confirmed many times at once is activated once", Ru: "Ваучер, подтверждённый много раз одновременно, активируется один раз",
			Kk: "Бір мезгілде бірнеше рет расталған ваучер бір рет белсендіріледі",
		},
		setup: gasTown(1), run: func(r *racer) {
			people := r.enter(doctorAccount)
			r.meet(confirms(1), confirms(1), confirms(1), confirms(1))
			r.gasWallets(people)
		},
	},
	{
		name: "one_account_charged_at_once", programme: voucher.Gas, also: []voucher.RequirementID{"GAS-BILL-001", "GAS-BILL-005"}, title: voucher.Text{
			En: "One account charged and corrected by many at once is charged once and corrected each time",
			Ru: "Счёт, по которому многие одновременно начисляют и исправляют, начислен один раз, и ни одно исправление не потеряно",
			Kk: "Көпшілік бір мезгілде есептеп, түзеткен шот бір рет есептеледі, бірде-бір түзету жоғалмайды",
		},
		setup: gasTown(1), run: raceBills,
	},
}

// raceBills charges one account by several desks at once, and corrects it likewise.
func raceBills(r *racer) {
	r.enter(doctorAccount)
	r.do(voucher.Citizen, 1, &voucher.Confirm{Person: 1})
	r.advance(voucher.At(2026, 3, 2, 0, 0, 0))
	r.do(voucher.GasProvider, 1, &voucher.AcknowledgeList{Provider: 1, Month: raceMonth})
	desk := func(cmd voucher.Command) move { return move{role: voucher.GasProvider, id: 1, cmd: cmd} }
	charges := func(metres voucher.Volume) move {
		return desk(&voucher.ChargeVolume{Provider: 1, Account: doctorAccount, Month: raceMonth, Volume: metres * voucher.CubicMetre})
	}
	corrects := func(metres voucher.Volume) move {
		return desk(&voucher.CorrectVolume{Provider: 1, Account: doctorAccount, Month: raceMonth, Volume: metres * voucher.CubicMetre})
	}
	receipt := func() *voucher.Query {
		return &voucher.Query{Kind: voucher.AskReceipt, Provider: 1, Account: doctorAccount, Month: raceMonth}
	}
	r.meet(charges(100), charges(110), charges(120), charges(130))
	r.ask(voucher.GasProvider, 1, receipt())
	r.meet(corrects(60), corrects(70), corrects(80), move{role: voucher.GasProvider, id: 1, query: receipt()})
	r.ask(voucher.GasProvider, 1, receipt())
}

// raceCases are all of them, in the order in which they are asked.
var raceCases = slices.Concat(raceFoodCases, raceOnceCases, raceListCases)

// raceLoans pays out and repays. Two of four repayments fit.
func raceLoans(r *racer) {
	const granted = 1000 * voucher.Tenge
	where := uint32(r.system.told.Setup.Stores[0].Territory)
	r.openStores(1)
	loan := r.do(voucher.LocalBody, where, &voucher.GrantLoan{Store: storeTill, Amount: granted, Purpose: voucher.ForStock}).Result.Loan
	shows := func() { r.ask(voucher.LocalBody, where, &voucher.Query{Kind: voucher.AskLoan, Loan: loan}) }
	pays := func() move { return move{role: voucher.LocalBody, id: where, cmd: &voucher.DisburseLoan{Loan: loan}} }
	repays := func() move {
		return move{role: voucher.StoreTill, id: uint32(storeTill), cmd: &voucher.RepayLoan{Loan: loan, Amount: 2 * granted / 5}}
	}
	r.meet(pays(), pays(), pays(), pays())
	shows()
	r.meet(repays(), repays(), repays(), repays())
	shows()
}

// enter takes people to the last step of activation, each on an account, and
// returns them.
func (r *racer) enter(accounts ...voucher.AccountNumber) (people []voucher.PersonID) {
	var rows []voucher.GasListRow
	for i := range accounts {
		people = append(people, voucher.PersonID(i+1))
		rows = append(rows, voucher.GasListRow{Person: people[i], Reasons: voucher.SocialAssistance, Residence: r.system.told.Setup.Providers[0].Territory})
	}
	r.do(voucher.ListOwner, 0, &voucher.UpdateGasList{Rows: rows})
	r.advance(raceGas)
	for i, p := range people {
		r.do(voucher.Gateway, 0, yesTo(voucher.Gas, p))
		r.do(voucher.Citizen, uint32(p), &voucher.EnterAccount{Person: p, Provider: 1, Account: accounts[i]})
		r.do(voucher.Citizen, uint32(p), &voucher.AcceptOffer{Person: p, Edition: 1})
	}
	return people
}

// confirms is a move that takes the last step.
func confirms(p voucher.PersonID) move {
	return move{role: voucher.Citizen, id: uint32(p), cmd: &voucher.Confirm{Person: p}}
}

// gasWallets reads everybody's voucher.
func (r *racer) gasWallets(people []voucher.PersonID) {
	for _, p := range people {
		r.ask(voucher.Citizen, uint32(p), &voucher.Query{Kind: voucher.AskGasWallet, Person: p})
	}
}
