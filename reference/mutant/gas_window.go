package mutant

import (
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

var gasOpening = []Mutant{
	{
		ID: "gas-voucher-waits-for-the-wallet", Requirement: "GAS-OPENING-001",
		Title: voucher.Text{En: "the voucher opens only when the person opens the wallet", Ru: "ваучер открывается, только когда человек сам откроет кошелёк", Kk: "ваучер адам әмиянды өзі ашқанда ғана ашылады"},
		build: event(waitsForWallet),
	},
	{
		ID: "gas-second-voucher-for-a-second-reason", Requirement: "GAS-OPENING-002",
		Title: voucher.Text{En: "who has two reasons gets a second voucher", Ru: "при двух основаниях выдаётся второй ваучер", Kk: "екі негіз болса, екінші ваучер беріледі"},
		build: event(secondVoucher),
	},
	{
		ID: "gas-second-activation-in-the-month", Requirement: "GAS-OPENING-002", Also: breaks("GAS-ACTIVATION-002", "GAS-DISPATCH-001"),
		Title: voucher.Text{En: "who has activated takes all steps again in the same month, for another account", Ru: "после активации в том же месяце можно пройти все шаги ещё раз, для другого счёта", Kk: "белсендіргеннен кейін сол айда барлық қадамды басқа шот үшін қайта өтуге болады"},
		build: attempts(everyStep, func(_ *gas.Terms, a *gas.Attempt) {
			if a.Voucher.State == voucher.Active {
				a.Voucher.State = voucher.Opened
			}
		}),
	},
	{
		ID: "gas-unused-voucher-never-lapses", Requirement: "GAS-EXPIRY-001",
		Title: voucher.Text{En: "a voucher not activated in time does not lapse", Ru: "не активированный вовремя ваучер не прекращается", Kk: "уақытында белсендірілмеген ваучер тоқтатылмайды"},
		build: dropped(func(e *voucher.Event) bool {
			return e.Kind == voucher.GasVoucherClosed && voucher.Cause(e.Code) == voucher.ByLapse
		}),
	},
	{
		ID: "gas-unused-voucher-carried-over", Requirement: "GAS-EXPIRY-001", Also: breaks("GAS-CONSENT-001", "GAS-ACTIVATION-001"),
		Title: voucher.Text{En: "a voucher that has lapsed opens again with the next month's question", Ru: "прекратившийся ваучер снова открывается с запросом следующего месяца", Kk: "тоқтатылған ваучер келесі айдың сұрауымен қайта ашылады"},
		build: event(lapsedOpensAgain),
	},
	{
		ID: "gas-consent-lasts-for-ever", Requirement: "GAS-EXPIRY-001", Also: breaks("GAS-CONSENT-001", "GAS-NOTICE-002"),
		Title: voucher.Text{En: "one consent opens the vouchers of all months to come", Ru: "одно согласие открывает ваучеры всех следующих месяцев", Kk: "бір келісім келесі барлық айдың ваучерін ашады"},
		build: reading(voucher.G13, voucher.Option),
	},
	{
		ID: "gas-activation-counts-for-two-months", Requirement: "GAS-EXPIRY-001", Also: breaks("GAS-ACCOUNT-001"),
		Title: voucher.Text{En: "an account stays taken in the month after", Ru: "лицевой счёт остаётся занятым и в следующем месяце", Kk: "шот келесі айда да бос емес болып қалады"},
		build: rule(takenForTwoMonths),
	},
	{
		ID: "gas-wallet-by-the-link-only", Requirement: "GAS-CHANNEL-001",
		Title: voucher.Text{En: "who has downloaded the wallet alone finds no voucher", Ru: "тот, кто сам скачал приложение, ваучера не видит", Kk: "қосымшаны өзі жүктеген адам ваучерді көрмейді"},
		build: answered(func(cmd voucher.Command, o *voucher.Outcome) bool {
			c, ok := cmd.(*voucher.OpenWallet)
			if !ok || c.Via != voucher.ByDownload || o.Result.Voucher == 0 {
				return false
			}
			o.Result.Voucher = 0
			return true
		}),
	},
	{
		ID: "gas-centre-refuses-device-owners", Requirement: "GAS-CHANNEL-002",
		Title: voucher.Text{En: "a service centre refuses who has a device", Ru: "центр обслуживания отказывает тем, у кого есть устройство", Kk: "қызмет көрсету орталығы құрылғысы бар адамнан бас тартады"},
		build: reading(voucher.G37, voucher.Option),
	},
	{
		ID: "gas-centre-skips-the-offer", Requirement: "GAS-CHANNEL-002", Also: breaks("GAS-OFFER-001", "GAS-ACTIVATION-001"),
		Title: voucher.Text{En: "at a service centre the offer need not be accepted", Ru: "в центре обслуживания оферту можно не принимать", Kk: "қызмет көрсету орталығында офертаны қабылдамауға болады"},
		build: attempts(confirmOnly, func(_ *gas.Terms, a *gas.Attempt) {
			if a.By == voucher.ByCentre && a.Claim.Step == gas.Entered {
				a.Claim.Step = gas.Continued
			}
		}),
	},
}

var gasWindow = []Mutant{
	{
		ID: "gas-window-opens-a-second-early", Requirement: "GAS-WINDOW-001", Also: breaks("BOTH-TIME-001"),
		Title: voucher.Text{En: "activation opens a second early", Ru: "активация открывается на секунду раньше", Kk: "белсендіру бір секунд ерте ашылады"},
		build: window(-voucher.Second, 0),
	},
	{
		ID: "gas-window-opens-a-second-late", Requirement: "GAS-WINDOW-001", Also: breaks("BOTH-TIME-001"),
		Title: voucher.Text{En: "activation opens a second late", Ru: "активация открывается на секунду позже", Kk: "белсендіру бір секунд кеш ашылады"},
		build: window(voucher.Second, 0),
	},
	{
		ID: "gas-window-opens-a-day-early", Requirement: "GAS-WINDOW-001",
		Title: voucher.Text{En: "activation opens on the 6th", Ru: "активация открывается 6-го числа", Kk: "белсендіру 6-сы күні ашылады"},
		build: more(voucher.GasWindowFrom, -1),
	},
	{
		ID: "gas-window-opens-a-day-late", Requirement: "GAS-WINDOW-001",
		Title: voucher.Text{En: "activation opens on the 8th", Ru: "активация открывается 8-го числа", Kk: "белсендіру 8-і күні ашылады"},
		build: more(voucher.GasWindowFrom, 1),
	},
	{
		ID: "gas-window-closes-a-second-early", Requirement: "GAS-WINDOW-001", Also: breaks("GAS-CONSENT-003", "BOTH-TIME-001"),
		Title: voucher.Text{En: "activation closes a second early", Ru: "активация закрывается на секунду раньше", Kk: "белсендіру бір секунд ерте жабылады"},
		build: window(0, -voucher.Second),
	},
	{
		ID: "gas-window-closes-a-second-late", Requirement: "GAS-WINDOW-001", Also: breaks("GAS-CONSENT-003", "BOTH-TIME-001", "BOTH-TIME-003"),
		Title: voucher.Text{En: "activation closes a second late", Ru: "активация закрывается на секунду позже", Kk: "белсендіру бір секунд кеш жабылады"},
		build: window(0, voucher.Second),
	},
	{
		ID: "gas-window-closes-a-day-early", Requirement: "GAS-WINDOW-001", Also: breaks("GAS-CONSENT-003"),
		Title: voucher.Text{En: "activation closes with the 28th", Ru: "активация закрывается с окончанием 28-го числа", Kk: "белсендіру 28-інің соңында жабылады"},
		build: more(voucher.GasWindowTo, -1),
	},
	{
		ID: "gas-window-closes-a-day-late", Requirement: "GAS-WINDOW-001", Also: breaks("GAS-CONSENT-003", "GAS-DISPATCH-001"),
		Title: voucher.Text{En: "activation closes with the 30th", Ru: "активация закрывается с окончанием 30-го числа", Kk: "белсендіру 30-ының соңында жабылады"},
		build: more(voucher.GasWindowTo, 1),
	},
	{
		ID: "gas-february-closes-a-day-early", Requirement: "GAS-WINDOW-002", Also: breaks("GAS-DISPATCH-003"),
		Title: voucher.Text{En: "in February activation closes a day before the month does", Ru: "в феврале активация закрывается за день до конца месяца", Kk: "ақпанда белсендіру ай аяқталардан бір күн бұрын жабылады"},
		build: reading(voucher.G02, voucher.Option),
	},
	{
		ID: "gas-february-runs-into-march", Requirement: "GAS-WINDOW-002", Also: breaks("GAS-DISPATCH-003"),
		Title: voucher.Text{En: "in a month without a 29th activation closes a day after the month", Ru: "в месяце без 29-го числа активация закрывается на день позже месяца", Kk: "29-ы жоқ айда белсендіру айдан бір күн кеш жабылады"},
		build: dates(func(r *reference.Rules) {
			right := r.Gas.Window
			r.Gas.Window = func(t *gas.Terms, m voucher.Month) (voucher.Instant, voucher.Instant) {
				from, to := right(t, m)
				if from < to && !m.Has(t.WindowTo) {
					to = to.Plus(day)
				}
				return from, to
			}
		}),
	},
}

// waitsForWallet keeps a voucher shut until the person opens the wallet in the
// same month.
func waitsForWallet(w *World) filter {
	var log gasLog
	waiting := map[voucher.PersonID]voucher.Event{}
	return func(e voucher.Event, pass func(voucher.Event)) {
		switch {
		case e.Kind == voucher.GasVoucherOpened && e.Voucher > log.highest:
			w.trip()
			waiting[e.Person] = e
			return
		case e.Kind == voucher.GasUnlisted:
			delete(waiting, e.Person)
		case e.Kind == voucher.Replied && e.Programme == voucher.Gas && voucher.Answer(e.Code) == voucher.No:
			delete(waiting, e.Person)
		}
		log.see(&e)
		pass(e)
		late, ok := waiting[e.Person]
		if e.Kind != voucher.WalletOpened || !ok {
			return
		}
		delete(waiting, e.Person)
		if late.Month == e.At.Month() {
			late.At, late.Voucher = 0, log.highest+1 // numbered in the order of opening
			log.see(&late)
			pass(late)
		}
	}
}

// lapsedOpensAgain opens a voucher with the question for who let the last one
// lapse.
func lapsedOpensAgain(w *World) filter {
	var log gasLog
	lapsed := map[voucher.PersonID]voucher.Month{}
	return func(e voucher.Event, pass func(voucher.Event)) {
		if e.Kind == voucher.GasVoucherClosed && voucher.Cause(e.Code) == voucher.ByLapse {
			lapsed[e.Person] = e.Month
		}
		log.see(&e)
		pass(e)
		asks := e.Kind == voucher.MessageSent && e.Programme == voucher.Gas && voucher.MessageKind(e.Code) == voucher.Notice
		if w.differs(asks && lapsed[e.Person] == e.Month-1) {
			opened := voucher.Event{Kind: voucher.GasVoucherOpened, Programme: voucher.Gas, Person: e.Person, Month: e.Month, Voucher: log.highest + 1}
			log.see(&opened)
			pass(opened)
		}
	}
}

// secondVoucher opens another voucher, once a month, for who is listed for two
// reasons and has activated the first.
func secondVoucher(w *World) filter {
	var log gasLog
	had := map[voucher.PersonID]voucher.Month{}
	return func(e voucher.Event, pass func(voucher.Event)) {
		log.see(&e)
		pass(e)
		both := log.grounds[e.Person] == voucher.SocialAssistance|voucher.HousingAssistance
		if e.Kind != voucher.GasVoucherActivated || !both || had[e.Person] == e.Month {
			return
		}
		w.trip()
		had[e.Person] = e.Month
		second := voucher.Event{Kind: voucher.GasVoucherOpened, Programme: voucher.Gas, Person: e.Person, Month: e.Month, Voucher: log.highest + 1}
		log.see(&second)
		pass(second)
	}
}

var stillTaken = voucher.Refuse(voucher.AccountTaken, "GAS-ACCOUNT-002")

// takenForTwoMonths refuses an account that carried a voucher last month.
func takenForTwoMonths(w *World, r *reference.Rules) {
	right := r.Gas.EnterAccount
	r.Gas.EnterAccount = func(t *gas.Terms, a *gas.Attempt) *voucher.Refusal {
		refusal := right(t, a)
		if w.differs(refusal == nil && a.Account.By != 0 && a.Account.Taken == t.Month-1) {
			return stillTaken
		}
		return refusal
	}
}

// window moves both ends of the window of activation.
func window(from, to int64) build {
	return dates(func(r *reference.Rules) {
		right := r.Gas.Window
		r.Gas.Window = func(t *gas.Terms, m voucher.Month) (voucher.Instant, voucher.Instant) {
			opens, closes := right(t, m)
			if opens >= closes {
				return opens, closes
			}
			return opens.Plus(from), closes.Plus(to)
		}
	})
}

// step decides one step of activation.
type step = func(t *gas.Terms, a *gas.Attempt) *voucher.Refusal

func everyStep(r *reference.GasRules) []*step {
	return []*step{&r.EnterAccount, &r.AcceptOffer, &r.Confirm}
}
func enterOnly(r *reference.GasRules) []*step   { return []*step{&r.EnterAccount} }
func acceptOnly(r *reference.GasRules) []*step  { return []*step{&r.AcceptOffer} }
func confirmOnly(r *reference.GasRules) []*step { return []*step{&r.Confirm} }

// attempts lets steps of activation be decided on changed copies of what they
// are decided on. A confirmation is let through only where there is a voucher to
// activate and an account in the registry to carry it, so that the records hold
// together.
func attempts(which func(*reference.GasRules) []*step, change func(t *gas.Terms, a *gas.Attempt)) build {
	return rule(func(w *World, r *reference.Rules) {
		for _, s := range which(&r.Gas) {
			right, confirms := *s, s == &r.Gas.Confirm
			*s = func(t *gas.Terms, a *gas.Attempt) *voucher.Refusal {
				refusal := right(t, a)
				terms, attempt, claim, v, account := *t, *a, *a.Claim, *a.Voucher, *a.Account
				attempt.Claim, attempt.Voucher, attempt.Account = &claim, &v, &account
				change(&terms, &attempt)
				wrong := right(&terms, &attempt)
				if wrong == nil && confirms && !ready(a) {
					return refusal
				}
				return w.choose(refusal, wrong)
			}
		}
	})
}

// ready reports whether a confirmation has all that it changes.
func ready(a *gas.Attempt) bool {
	return a.Claim.Voucher != 0 && a.Claim.Entry != 0 && a.Claim.Step >= gas.Entered
}
