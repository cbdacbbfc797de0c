package mutant

import (
	"context"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

var gasAccount = []Mutant{
	{
		ID: "gas-two-vouchers-on-one-account", Requirement: "GAS-ACCOUNT-001", Also: breaks("GAS-ACCOUNT-002", "GAS-ACTIVATION-001"),
		Title: voucher.Text{En: "an account carries any number of vouchers", Ru: "на одном лицевом счёте может быть сколько угодно ваучеров", Kk: "бір шотта кез келген саны ваучер бола алады"},
		build: attempts(everyStep, free),
	},
	{
		ID: "gas-account-number-without-its-provider", Requirement: "GAS-ACCOUNT-001",
		Title: voucher.Text{En: "the same number of another provider counts as taken", Ru: "тот же номер счёта у другого поставщика считается занятым", Kk: "басқа жеткізушідегі дәл сондай нөмір бос емес деп саналады"},
		build: rule(numberAlone),
	},
	{
		ID: "gas-taken-account-found-at-confirm-only", Requirement: "GAS-ACCOUNT-002",
		Title: voucher.Text{En: "a taken account is not noticed when it is entered", Ru: "занятый лицевой счёт не замечается при вводе", Kk: "бос емес шот енгізілгенде байқалмайды"},
		build: attempts(enterOnly, free),
	},
	{
		ID: "gas-unknown-account-accepted", Requirement: "GAS-ACCOUNT-003",
		Title: voucher.Text{En: "an account that its provider does not know is accepted", Ru: "принимается лицевой счёт, неизвестный поставщику", Kk: "жеткізуші білмейтін шот қабылданады"},
		build: build{way: Rule, inside: unknownAccepted},
	},
	{
		ID: "gas-outage-counts-as-unknown", Requirement: "GAS-ACCOUNT-003",
		Title: voucher.Text{En: "a provider that does not answer counts as a no", Ru: "молчание поставщика считается отказом", Kk: "жеткізушінің жауап бермеуі бас тарту деп саналады"},
		build: attempts(acceptOnly, func(_ *gas.Terms, a *gas.Attempt) {
			if a.Down {
				a.Down, a.Account.Known = false, false
			}
		}),
	},
	{
		ID: "gas-outage-counts-as-known", Requirement: "GAS-ACCOUNT-003",
		Title: voucher.Text{En: "a provider that does not answer counts as a yes", Ru: "молчание поставщика считается согласием", Kk: "жеткізушінің жауап бермеуі келісім деп саналады"},
		build: attempts(acceptOnly, func(_ *gas.Terms, a *gas.Attempt) { a.Down = false }),
	},
	{
		ID: "gas-outage-is-remembered", Requirement: "GAS-ACCOUNT-003",
		Title: voucher.Text{En: "a command that met an outage cannot be tried again under its key", Ru: "команду, попавшую на сбой поставщика, нельзя повторить с тем же ключом", Kk: "жеткізуші істемей тұрғандағы команданы сол кілтпен қайталауға болмайды"},
		build: commanded(outageRemembered),
	},
	{
		ID: "gas-another-persons-account-refused", Requirement: "GAS-ACCOUNT-003",
		Title: voucher.Text{En: "an account of another person is refused", Ru: "лицевой счёт другого человека отклоняется", Kk: "басқа адамның шоты қабылданбайды"},
		build: reading(voucher.G20, voucher.Option),
	},
	{
		ID: "gas-account-data-not-shown", Requirement: "GAS-ACCOUNT-004",
		Title: voucher.Text{En: "the account's data are not shown before activation", Ru: "данные счёта не показываются перед активацией", Kk: "белсендіру алдында шот деректері көрсетілмейді"},
		build: answered(func(cmd voucher.Command, o *voucher.Outcome) bool {
			if cmd.Kind() != voucher.KindAcceptOffer || o.Result.Account == (voucher.AccountData{}) {
				return false
			}
			o.Result.Account = voucher.AccountData{}
			return true
		}),
	},
	{
		ID: "gas-offer-not-shown", Requirement: "GAS-OFFER-001",
		Title: voucher.Text{En: "no offer is shown when an account is entered", Ru: "после ввода счёта оферта не показывается", Kk: "шот енгізілген соң оферта көрсетілмейді"},
		build: answered(func(cmd voucher.Command, o *voucher.Outcome) bool {
			if cmd.Kind() != voucher.KindEnterAccount || o.Result.Edition == 0 {
				return false
			}
			o.Result.Edition = 0
			return true
		}),
	},
	{
		ID: "gas-outdated-offer-accepted", Requirement: "GAS-OFFER-001",
		Title: voucher.Text{En: "an offer that is no longer in force is accepted", Ru: "принимается уже не действующая оферта", Kk: "күшінде жоқ оферта қабылданады"},
		build: attempts(acceptOnly, func(t *gas.Terms, a *gas.Attempt) { a.Edition = t.OfferEdition }),
	},
	{
		ID: "gas-offer-skipped", Requirement: "GAS-OFFER-001", Also: breaks("GAS-ACTIVATION-001"),
		Title: voucher.Text{En: "a voucher is activated without the offer being accepted", Ru: "ваучер активируется без принятия оферты", Kk: "ваучер офертаны қабылдамай-ақ белсендіріледі"},
		build: attempts(confirmOnly, func(_ *gas.Terms, a *gas.Attempt) {
			if a.Claim.Step == gas.Entered {
				a.Claim.Step = gas.Continued
			}
		}),
	},
}

var gasActivation = []Mutant{
	{
		ID: "gas-confirm-without-duplicate-check", Requirement: "GAS-ACTIVATION-001", Also: breaks("GAS-ACCOUNT-001"),
		Title: voucher.Text{En: "at the confirmation the account is not checked again", Ru: "при подтверждении счёт повторно не проверяется", Kk: "растау кезінде шот қайта тексерілмейді"},
		build: attempts(confirmOnly, free),
	},
	{
		ID: "gas-confirm-without-window-check", Requirement: "GAS-ACTIVATION-001", Also: breaks("GAS-WINDOW-001", "GAS-EXPIRY-001"),
		Title: voucher.Text{En: "a confirmation is taken after the window has closed", Ru: "подтверждение принимается после закрытия периода активации", Kk: "растау белсендіру кезеңі жабылған соң да қабылданады"},
		build: attempts(confirmOnly, func(t *gas.Terms, a *gas.Attempt) {
			t.Opens, t.Closes = 0, never
			if a.Voucher.Cause == voucher.ByLapse {
				a.Voucher.State = voucher.Opened
			}
		}),
	},
	{
		ID: "gas-confirm-without-consent-check", Requirement: "GAS-ACTIVATION-001", Also: breaks("GAS-CONSENT-002"),
		Title: voucher.Text{En: "a confirmation is taken after a refusal", Ru: "подтверждение принимается после отказа", Kk: "растау бас тартқаннан кейін де қабылданады"},
		build: attempts(confirmOnly, func(_ *gas.Terms, a *gas.Attempt) {
			a.Claim.Answer = voucher.Yes
			if a.Voucher.Cause == voucher.ByRefusal {
				a.Voucher.State = voucher.Opened
			}
		}),
	},
	{
		ID: "gas-confirm-of-the-dropped", Requirement: "GAS-ACTIVATION-001", Also: breaks("GAS-LIST-003"),
		Title: voucher.Text{En: "a confirmation is taken from who was dropped from the list", Ru: "подтверждение принимается от исключённого из списка", Kk: "растау тізімнен шығарылған адамнан қабылданады"},
		build: attempts(confirmOnly, func(_ *gas.Terms, a *gas.Attempt) {
			a.Claim.Listed = true
			if a.Voucher.Cause == voucher.ByDrop {
				a.Voucher.State = voucher.Opened
			}
		}),
	},
	{
		ID: "gas-offer-activates", Requirement: "GAS-ACTIVATION-001",
		Title: voucher.Text{En: "accepting the offer activates the voucher at once", Ru: "принятие оферты сразу активирует ваучер", Kk: "офертаны қабылдау ваучерді бірден белсендіреді"},
		build: event(offerActivates),
	},
	{
		ID: "gas-no-notice-of-success", Requirement: "GAS-ACTIVATION-001",
		Title: voucher.Text{En: "a confirmation is answered with nothing", Ru: "подтверждение остаётся без уведомления об успехе", Kk: "растаудан кейін сәттілік туралы хабарлама келмейді"},
		build: answered(func(cmd voucher.Command, o *voucher.Outcome) bool {
			if cmd.Kind() != voucher.KindConfirm || o.Refusal != nil {
				return false
			}
			o.Result = voucher.Result{}
			return true
		}),
	},
	{
		ID: "gas-account-fixed-when-entered", Requirement: "GAS-ACTIVATION-002",
		Title: voucher.Text{En: "no other account can be entered before the confirmation", Ru: "до подтверждения нельзя ввести другой счёт", Kk: "растауға дейін басқа шот енгізуге болмайды"},
		build: rule(accountFixed),
	},
	{
		ID: "gas-new-account-keeps-the-old-offer", Requirement: "GAS-ACTIVATION-002", Also: breaks("GAS-OFFER-001", "GAS-ACTIVATION-001"),
		Title: voucher.Text{En: "another account needs no offer and no check of its own", Ru: "для другого счёта оферта и проверка не повторяются", Kk: "басқа шот үшін оферта мен тексеру қайталанбайды"},
		build: rule(offerKept),
	},
	{
		ID: "gas-confirmation-can-be-cancelled", Requirement: "GAS-ACTIVATION-002",
		Title: voucher.Text{En: "a confirmation can be undone", Ru: "подтверждение можно отменить", Kk: "растауды болдырмауға болады"},
		build: reading(voucher.G22, voucher.Option),
	},
}

// free forgets that an account carries a voucher.
func free(_ *gas.Terms, a *gas.Attempt) { a.Account.By = 0 }

// numberAlone takes accounts for the same whose numbers are.
func numberAlone(w *World, r *reference.Rules) {
	carries := map[voucher.AccountNumber]gas.AccountKey{}
	months := map[voucher.AccountNumber]voucher.Month{}
	for _, s := range []*step{&r.Gas.EnterAccount, &r.Gas.Confirm} {
		right, confirms := *s, s == &r.Gas.Confirm
		*s = func(t *gas.Terms, a *gas.Attempt) *voucher.Refusal {
			refusal := right(t, a)
			key := a.Account.Key
			other := months[key.Number] == t.Month && carries[key.Number] != key
			if w.differs(refusal == nil && other) {
				return stillTaken
			}
			if refusal == nil && confirms {
				carries[key.Number], months[key.Number] = key, t.Month
			}
			return refusal
		}
	}
}

// unknownAccepted accepts an account that no registry knows, and enters it there
// by itself, as a build does that keeps accounts of its own.
func unknownAccepted(w *World, r *reference.Rules, _ *voucher.Setup) filter {
	unknown := false
	right := r.Gas.AcceptOffer
	r.Gas.AcceptOffer = func(t *gas.Terms, a *gas.Attempt) *voucher.Refusal {
		refusal := right(t, a)
		unknown = w.differs(refusal != nil && refusal.Reason == voucher.AccountUnknown)
		if unknown {
			return nil
		}
		return refusal
	}
	return func(e voucher.Event, pass func(voucher.Event)) {
		if e.Kind == voucher.OfferAccepted && unknown {
			unknown = false
			pass(voucher.Event{Kind: voucher.AccountRegistered, Programme: voucher.Gas, Provider: e.Provider, Account: e.Account,
				Code: uint8(voucher.Stove), Count: 1})
		}
		pass(e)
	}
}

// outageRemembered answers a command that met an outage as it did then, under
// the same key.
func outageRemembered(_ *World, inner voucher.System) func(context.Context, voucher.Command) (voucher.Outcome, taken, error) {
	met := map[sender]*voucher.Refusal{}
	return func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, taken, error) {
		who := senderOf(cmd)
		if r := met[who]; r != nil {
			return voucher.Outcome{Refusal: r}, true, nil
		}
		o, err := inner.Do(ctx, cmd)
		if err == nil && o.Refusal != nil && o.Refusal.Reason == voucher.ProviderUnavailable {
			met[who] = o.Refusal
		}
		return o, false, err
	}
}

// offerActivates lets the voucher be activated as soon as the offer is accepted.
func offerActivates(w *World) filter {
	var log gasLog
	return func(e voucher.Event, pass func(voucher.Event)) {
		log.see(&e)
		pass(e)
		if v := log.of[e.Person]; e.Kind == voucher.OfferAccepted && v.month == e.Month {
			w.trip()
			active := voucher.Event{Kind: voucher.GasVoucherActivated, Programme: voucher.Gas, Person: e.Person, Month: e.Month,
				Voucher: v.id, Provider: e.Provider, Account: e.Account, Channel: e.Channel}
			log.see(&active)
			pass(active)
		}
	}
}

var stepsBegun = voucher.Refuse(voucher.StepOutOfOrder, "GAS-ACTIVATION-001")

// accountFixed refuses another account than the one entered first.
func accountFixed(w *World, r *reference.Rules) {
	right := r.Gas.EnterAccount
	r.Gas.EnterAccount = func(t *gas.Terms, a *gas.Attempt) *voucher.Refusal {
		refusal := right(t, a)
		if w.differs(refusal == nil && a.Claim.Step >= gas.Entered && a.Claim.Account != a.Account.Key) {
			return stepsBegun
		}
		return refusal
	}
}

// offerKept lets who has accepted the offer once this month confirm any account
// entered since.
func offerKept(w *World, r *reference.Rules) {
	accepted := map[voucher.PersonID]voucher.Month{}
	accept, confirm := r.Gas.AcceptOffer, r.Gas.Confirm
	r.Gas.AcceptOffer = func(t *gas.Terms, a *gas.Attempt) *voucher.Refusal {
		refusal := accept(t, a)
		if refusal == nil {
			accepted[a.Person] = t.Month
		}
		return refusal
	}
	r.Gas.Confirm = func(t *gas.Terms, a *gas.Attempt) *voucher.Refusal {
		refusal := confirm(t, a)
		if a.Claim.Step != gas.Entered || accepted[a.Person] != t.Month || !ready(a) {
			return refusal
		}
		attempt, claim := *a, *a.Claim
		attempt.Claim, claim.Step = &claim, gas.Continued
		return w.choose(refusal, confirm(t, &attempt))
	}
}
