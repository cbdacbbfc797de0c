package mutant

import (
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

const day = voucher.DayLength

var gasPeriod = []Mutant{
	{
		ID: "gas-pilot-opens-a-day-early", Requirement: "GAS-PERIOD-001", Also: breaks("GAS-PERIOD-002"),
		Title: voucher.Text{En: "the gas pilot begins a day early", Ru: "газовый пилот начинается на день раньше", Kk: "газ пилоты бір күн ерте басталады"},
		build: more(voucher.GasPeriodFrom, -1),
	},
	{
		ID: "gas-pilot-closes-a-day-early", Requirement: "GAS-PERIOD-001",
		Title: voucher.Text{En: "the gas pilot ends a day early", Ru: "газовый пилот завершается на день раньше", Kk: "газ пилоты бір күн ерте аяқталады"},
		build: more(voucher.GasPeriodTo, -1),
	},
	{
		ID: "gas-pilot-closes-a-day-late", Requirement: "GAS-PERIOD-001",
		Title: voucher.Text{En: "the gas pilot ends a day late", Ru: "газовый пилот завершается на день позже", Kk: "газ пилоты бір күн кеш аяқталады"},
		build: more(voucher.GasPeriodTo, 1),
	},
	{
		ID: "gas-opening-month-skipped", Requirement: "GAS-PERIOD-002",
		Title: voucher.Text{En: "August 2025 is skipped", Ru: "август 2025 года пропущен", Kk: "2025 жылғы тамыз өткізіп жіберілген"},
		build: reading(voucher.G29, voucher.Option),
	},
	{
		ID: "gas-opening-list-closes-on-the-14th", Requirement: "GAS-PERIOD-002",
		Title: voucher.Text{En: "the opening list of August is refused after the 14th", Ru: "начальный список августа не принимается после 14-го числа", Kk: "тамыздың бастапқы тізімі 14-інен кейін қабылданбайды"},
		build: rule(openingListCloses),
	},
	{
		ID: "gas-june-bill-refused-in-july", Requirement: "GAS-PERIOD-003",
		Title: voucher.Text{En: "the bill of June is refused when the pilot is over", Ru: "начисление за июнь не принимается после завершения пилота", Kk: "пилот аяқталған соң маусым есептеуі қабылданбайды"},
		build: rule(lastBillRefused),
	},
}

var gasTerritory = []Mutant{
	{
		ID: "gas-a-territory-left-out", Requirement: "GAS-TERRITORY-001",
		Title: voucher.Text{En: "the region of Ulytau does not take part", Ru: "область Улытау не участвует", Kk: "Ұлытау облысы қатыспайды"},
		build: value(voucher.GasTerritory, ulytau, 0),
	},
	{
		ID: "gas-a-territory-too-many", Requirement: "GAS-TERRITORY-001",
		Title: voucher.Text{En: "the region of Abai takes part", Ru: "область Абай участвует", Kk: "Абай облысы қатысады"},
		build: value(voucher.GasTerritory, abai, 1),
	},
	{
		ID: "gas-residence-unchecked", Requirement: "GAS-TERRITORY-002", Also: breaks("GAS-TERRITORY-001"),
		Title: voucher.Text{En: "a resident of any territory is listed", Ru: "в список попадает житель любой территории", Kk: "тізімге кез келген аумақтың тұрғыны енеді"},
		build: rows(func(row *voucher.GasListRow, inPilot *bool) { *inPilot = true }),
	},
	{
		ID: "gas-provider-territory-unchecked", Requirement: "GAS-TERRITORY-002",
		Title: voucher.Text{En: "an account of a provider outside the pilot is taken", Ru: "принимается лицевой счёт поставщика вне пилота", Kk: "пилоттан тыс жеткізушінің шоты қабылданады"},
		build: attempts(everyStep, func(_ *gas.Terms, a *gas.Attempt) { a.InPilot = true }),
	},
	{
		ID: "gas-provider-must-be-of-the-residence", Requirement: "GAS-TERRITORY-002",
		Title: voucher.Text{En: "an account outside the recipient's own territory is refused", Ru: "лицевой счёт вне территории проживания получателя отклоняется", Kk: "алушының тұратын аумағынан тыс шот қабылданбайды"},
		build: build{way: Rule, inside: providerOfResidence},
	},
	{
		ID: "gas-housing-assistance-is-no-ground", Requirement: "GAS-ELIGIBILITY-001",
		Title: voucher.Text{En: "who receives housing assistance alone is not listed", Ru: "получатель одной только жилищной помощи не попадает в список", Kk: "тек тұрғын үй көмегін алушы тізімге енбейді"},
		build: rows(func(row *voucher.GasListRow, _ *bool) { row.Reasons &^= voucher.HousingAssistance }),
	},
	{
		ID: "gas-no-ground-needed", Requirement: "GAS-ELIGIBILITY-001",
		Title: voucher.Text{En: "a person is listed without a ground", Ru: "человек попадает в список без основания", Kk: "адам негізсіз тізімге енеді"},
		build: rows(func(row *voucher.GasListRow, _ *bool) {
			if row.Reasons == 0 {
				row.Reasons = voucher.SocialAssistance
			}
		}),
	},
	{
		ID: "gas-anybody-may-consent", Requirement: "GAS-ELIGIBILITY-001",
		Title: voucher.Text{En: "a voucher opens for a person who was never listed", Ru: "ваучер открывается человеку, которого нет в списке", Kk: "ваучер тізімде жоқ адамға ашылады"},
		build: replies(func(q *question) {
			if !q.claim.Listed {
				q.claim.Listed, q.claim.Asked = true, q.now
			}
		}),
	},
	{
		ID: "gas-offer-only-on-application", Requirement: "GAS-ELIGIBILITY-002", Also: breaks("GAS-NOTICE-001", "GAS-NOTICE-002"),
		Title: voucher.Text{En: "only who has opened the wallet before is asked", Ru: "запрос получает только тот, кто раньше сам открыл кошелёк", Kk: "сұрауды тек әмиянды бұрын өзі ашқан адам алады"},
		build: event(onApplication(voucher.Gas)),
	},
}

var gasList = []Mutant{
	{
		ID: "gas-list-closes-a-day-early", Requirement: "GAS-LIST-001",
		Title: voucher.Text{En: "the list closes with the 13th", Ru: "список закрывается с окончанием 13-го числа", Kk: "тізім 13-і күннің соңында жабылады"},
		build: more(voucher.GasListLastDay, -1),
	},
	{
		ID: "gas-list-closes-a-second-early", Requirement: "GAS-LIST-001", Also: breaks("BOTH-TIME-001"),
		Title: voucher.Text{En: "the list closes a second early", Ru: "список закрывается на секунду раньше", Kk: "тізім бір секунд ерте жабылады"},
		build: rule(listCloses(voucher.Second)),
	},
	{
		ID: "gas-list-closes-a-day-late", Requirement: "GAS-LIST-002",
		Title: voucher.Text{En: "the list closes with the 15th", Ru: "список закрывается с окончанием 15-го числа", Kk: "тізім 15-і күннің соңында жабылады"},
		build: more(voucher.GasListLastDay, 1),
	},
	{
		ID: "gas-list-closes-a-second-late", Requirement: "GAS-LIST-002", Also: breaks("BOTH-TIME-001"),
		Title: voucher.Text{En: "the list closes a second late", Ru: "список закрывается на секунду позже", Kk: "тізім бір секунд кеш жабылады"},
		build: rule(listCloses(-voucher.Second)),
	},
	{
		ID: "gas-late-update-is-kept", Requirement: "GAS-LIST-002",
		Title: voucher.Text{En: "a late update is kept for the next month", Ru: "опоздавшее обновление откладывается на следующий месяц", Kk: "кешіккен жаңарту келесі айға қалдырылады"},
		build: reading(voucher.G06, voucher.Option),
	},
	{
		ID: "gas-drop-leaves-the-voucher", Requirement: "GAS-LIST-003",
		Title: voucher.Text{En: "who is dropped keeps a voucher not yet activated", Ru: "исключённый из списка сохраняет неактивированный ваучер", Kk: "тізімнен шығарылған адамда белсендірілмеген ваучер қалады"},
		build: rule(drops(func(gas.Voucher) bool { return false })),
	},
	{
		ID: "gas-drop-takes-an-activated-voucher", Requirement: "GAS-LIST-003", Also: breaks("GAS-DISPATCH-001"),
		Title: voucher.Text{En: "who is dropped loses an activated voucher", Ru: "исключённый из списка теряет активированный ваучер", Kk: "тізімнен шығарылған адам белсендірілген ваучерден айырылады"},
		build: rule(drops(func(v gas.Voucher) bool { return v.State == voucher.Opened || v.State == voucher.Active })),
	},
}

// Territories of which the catalogue speaks by name.
const (
	abai   voucher.Territory = 100000000
	akmola voucher.Territory = 110000000
	akkol  voucher.Territory = 113220100
	ulytau voucher.Territory = 620000000
)

var (
	listClosed  = voucher.Refuse(voucher.ListClosed, "GAS-LIST-002")
	afterTheEnd = voucher.Refuse(voucher.OutsidePeriod, "GAS-BILL-001")
	notHere     = voucher.Refuse(voucher.OutsideTerritory, "GAS-TERRITORY-002")
)

// openingListCloses closes the first month's list on the day of every month.
func openingListCloses(w *World, r *reference.Rules) {
	right := r.Gas.Update
	r.Gas.Update = func(t *gas.Terms, now voucher.Instant) (bool, *voucher.Refusal) {
		deferred, refusal := right(t, now)
		month := t.From.Month()
		if w.differs(refusal == nil && !deferred && now.Month() == month && now >= month.Day(t.ListLastDay).End()) {
			return false, listClosed
		}
		return deferred, refusal
	}
}

// lastBillRefused refuses a bill of the pilot's last month when that is over.
func lastBillRefused(w *World, r *reference.Rules) {
	right := r.Gas.MayCharge
	r.Gas.MayCharge = func(t *gas.Terms, a *gas.Account, l *gas.List, m voucher.Month, v voucher.Volume, listed, charged bool) *voucher.Refusal {
		refusal := right(t, a, l, m, v, listed, charged)
		if w.differs(refusal == nil && t.Month > t.To.Month()) {
			return afterTheEnd
		}
		return refusal
	}
}

// rows lets a row of a list be checked as if it were another.
func rows(change func(row *voucher.GasListRow, inPilot *bool)) build {
	return rule(func(w *World, r *reference.Rules) {
		right := r.Gas.CheckRow
		r.Gas.CheckRow = func(row *voucher.GasListRow, inPilot bool) *voucher.Refusal {
			other, in := *row, inPilot
			change(&other, &in)
			return w.choose(right(row, inPilot), right(&other, in))
		}
	})
}

// providerOfResidence wants the provider in the region of the residence.
func providerOfResidence(w *World, r *reference.Rules, s *voucher.Setup) filter {
	right := r.Gas.EnterAccount
	r.Gas.EnterAccount = func(t *gas.Terms, a *gas.Attempt) *voucher.Refusal {
		refusal := right(t, a)
		elsewhere := s.Providers[a.Account.Key.Provider-1].Territory.Region() != a.Claim.Residence.Region()
		if w.differs(refusal == nil && elsewhere) {
			return notHere
		}
		return refusal
	}
	return nil
}

// onApplication asks nobody who has not opened the wallet first.
func onApplication(p voucher.Programme) func(w *World) filter {
	return func(w *World) filter {
		applied := map[voucher.PersonID]bool{}
		return func(e voucher.Event, pass func(voucher.Event)) {
			if e.Kind == voucher.WalletOpened {
				applied[e.Person] = true
			}
			asks := e.Kind == voucher.MessageSent && e.Programme == p && voucher.MessageKind(e.Code) == voucher.Notice
			if !w.differs(asks && !applied[e.Person]) {
				pass(e)
			}
		}
	}
}

// listCloses looks at the list's last instant from a little later, or earlier.
func listCloses(later int64) func(*World, *reference.Rules) {
	return func(w *World, r *reference.Rules) {
		right := r.Gas.Update
		r.Gas.Update = func(t *gas.Terms, now voucher.Instant) (bool, *voucher.Refusal) {
			deferred, refusal := right(t, now)
			otherDeferred, other := right(t, now.Plus(later))
			if sameRefusal(refusal, other) && deferred == otherDeferred || !t.Running(now) {
				return deferred, refusal
			}
			w.trip()
			return otherDeferred, other
		}
	}
}

// drops decides otherwise whether a drop ends a voucher.
func drops(wrong func(gas.Voucher) bool) func(*World, *reference.Rules) {
	return func(w *World, r *reference.Rules) {
		right := r.Gas.Drops
		r.Gas.Drops = func(v gas.Voucher) bool {
			w.differs(right(v) != wrong(v))
			return wrong(v)
		}
	}
}
