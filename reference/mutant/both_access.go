package mutant

import (
	"context"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

var bothAccess = []Mutant{
	{
		ID: "both-anybody-corrects-the-rules", Requirement: "BOTH-ACCESS-001", Also: breaks("FOOD-ADJUSTMENT-001"),
		Title: voucher.Text{En: "anybody may change a parameter of the rules", Ru: "изменить параметр правил может кто угодно", Kk: "ереже параметрін кез келген қатысушы өзгерте алады"},
		build: commanded(instead(voucher.RoleNotAllowed, func(cmd voucher.Command) (voucher.Actor, bool) {
			return voucher.Actor{Role: voucher.AuthorisedBody}, cmd.Kind() == voucher.KindChangeParameter
		})),
	},
	{
		ID: "both-store-registers-itself", Requirement: "BOTH-ACCESS-001", Also: breaks("FOOD-PURCHASE-001"),
		Title: voucher.Text{En: "a store takes itself into the programme", Ru: "магазин сам включает себя в программу", Kk: "дүкен бағдарламаға өзін өзі енгізеді"},
		build: commanded(instead(voucher.RoleNotAllowed, func(cmd voucher.Command) (voucher.Actor, bool) {
			own := cmd.Kind() == voucher.KindRegisterStore && cmd.Head().Actor.Role == voucher.StoreTill
			return voucher.Actor{Role: voucher.AuthorisedBody}, own
		})),
	},
	{
		ID: "both-citizen-acts-for-another", Requirement: "BOTH-ACCESS-001",
		Title: voucher.Text{En: "a citizen takes the steps of activation for another person", Ru: "гражданин проходит шаги активации за другого человека", Kk: "азамат белсендіру қадамдарын басқа адам үшін жасайды"},
		build: commanded(instead(voucher.RecordNotOwn, func(cmd voucher.Command) (voucher.Actor, bool) {
			switch c := cmd.(type) {
			case *voucher.EnterAccount:
				return citizen(c.Person), true
			case *voucher.AcceptOffer:
				return citizen(c.Person), true
			case *voucher.Confirm:
				return citizen(c.Person), true
			}
			return voucher.Actor{}, false
		})),
	},
	{
		ID: "both-provider-writes-in-another-registry", Requirement: "BOTH-ACCESS-001",
		Title: voucher.Text{En: "a provider charges the accounts of another", Ru: "поставщик начисляет по счетам другого поставщика", Kk: "жеткізуші басқа жеткізушінің шоттары бойынша есептейді"},
		build: commanded(instead(voucher.RecordNotOwn, func(cmd voucher.Command) (voucher.Actor, bool) {
			c, ok := cmd.(*voucher.ChargeVolume)
			if !ok {
				return voucher.Actor{}, false
			}
			return voucher.Actor{Role: voucher.GasProvider, ID: uint32(c.Provider)}, true
		})),
	},
	{
		ID: "both-lender-of-another-region-pays-out", Requirement: "BOTH-ACCESS-001", Also: breaks("FOOD-LOAN-001"),
		Title: voucher.Text{En: "a loan is paid out by a body that did not grant it", Ru: "заём выдаёт орган, который его не предоставлял", Kk: "қарызды оны бермеген орган төлейді"},
		build: rule(func(w *World, r *reference.Rules) {
			right := r.Food.Disburse
			r.Food.Disburse = func(l *food.Loan, body voucher.Territory, s *food.Store) *voucher.Refusal {
				return w.choose(right(l, body, s), right(l, l.Lender, s))
			}
		}),
	},
	{
		ID: "both-another-citizens-gas-wallet-readable", Requirement: "BOTH-ACCESS-001",
		Title: voucher.Text{En: "a citizen reads the gas wallet of another", Ru: "гражданин читает газовый кошелёк другого", Kk: "азамат басқаның газ әмиянын оқиды"},
		build: watched(readableAs(voucher.AskGasWallet, voucher.RecordNotOwn, func(q *voucher.Query) voucher.Actor { return citizen(q.Person) })),
	},
	{
		ID: "both-another-citizens-messages-readable", Requirement: "BOTH-ACCESS-001",
		Title: voucher.Text{En: "a citizen reads the SMS of another", Ru: "гражданин читает SMS другого", Kk: "азамат басқаның SMS-ін оқиды"},
		build: watched(readableAs(voucher.AskMessages, voucher.RecordNotOwn, func(q *voucher.Query) voucher.Actor { return citizen(q.Person) })),
	},
	{
		ID: "both-another-familys-wallet-readable", Requirement: "BOTH-ACCESS-001",
		Title: voucher.Text{En: "a citizen reads the food wallet of another family", Ru: "гражданин читает продовольственный кошелёк чужой семьи", Kk: "азамат басқа отбасының азық-түлік әмиянын оқиды"},
		build: watched(familyReadable),
	},
	{
		ID: "both-another-providers-list-readable", Requirement: "BOTH-ACCESS-001",
		Title: voucher.Text{En: "a provider reads the list of another", Ru: "поставщик читает список другого поставщика", Kk: "жеткізуші басқа жеткізушінің тізімін оқиды"},
		build: watched(readableAs(voucher.AskProviderList, voucher.RecordNotOwn, func(q *voucher.Query) voucher.Actor {
			return voucher.Actor{Role: voucher.GasProvider, ID: uint32(q.Provider)}
		})),
	},
	{
		ID: "both-another-stores-day-readable", Requirement: "BOTH-ACCESS-001",
		Title: voucher.Text{En: "a store reads the day of another", Ru: "магазин читает дневные данные другого магазина", Kk: "дүкен басқа дүкеннің күндік деректерін оқиды"},
		build: watched(readableAs(voucher.AskStoreDay, voucher.RecordNotOwn, func(q *voucher.Query) voucher.Actor {
			return voucher.Actor{Role: voucher.StoreTill, ID: uint32(q.Store)}
		})),
	},
	{
		ID: "both-another-accounts-receipt-readable", Requirement: "BOTH-ACCESS-001",
		Title: voucher.Text{En: "a citizen reads the receipt of another's account", Ru: "гражданин читает квитанцию по чужому лицевому счёту", Kk: "азамат бөтен дербес шоттың түбіртегін оқиды"},
		build: watched(readableAs(voucher.AskReceipt, voucher.RecordNotOwn, func(q *voucher.Query) voucher.Actor {
			return voucher.Actor{Role: voucher.GasProvider, ID: uint32(q.Provider)}
		})),
	},
	{
		ID: "both-any-role-reads-a-stores-day", Requirement: "BOTH-ACCESS-001",
		Title: voucher.Text{En: "the day of a store is read by any role", Ru: "дневные данные магазина читает любая роль", Kk: "дүкеннің күндік деректерін кез келген рөл оқиды"},
		build: watched(readableAs(voucher.AskStoreDay, voucher.RoleNotAllowed, func(q *voucher.Query) voucher.Actor {
			return voucher.Actor{Role: voucher.StoreTill, ID: uint32(q.Store)}
		})),
	},
	{
		ID: "both-any-role-delivers-goods", Requirement: "BOTH-ACCESS-001",
		Title: voucher.Text{En: "a delivery to a store is booked by any role", Ru: "поставку в магазин проводит любая роль", Kk: "дүкенге тауар жеткізілімін кез келген рөл тіркейді"},
		build: commanded(instead(voucher.RoleNotAllowed, func(cmd voucher.Command) (voucher.Actor, bool) {
			c, ok := cmd.(*voucher.Deliver)
			if !ok {
				return voucher.Actor{}, false
			}
			return voucher.Actor{Role: voucher.StoreTill, ID: uint32(c.Store)}, true
		})),
	},
}

func citizen(p voucher.PersonID) voucher.Actor {
	return voucher.Actor{Role: voucher.Citizen, ID: uint32(p)}
}

// instead carries a command that was refused for a reason out in somebody else's
// name. What is refused in that name too is answered as before.
func instead(reason voucher.Reason, name func(cmd voucher.Command) (voucher.Actor, bool)) func(*World, voucher.System) func(context.Context, voucher.Command) (voucher.Outcome, taken, error) {
	return func(_ *World, inner voucher.System) func(context.Context, voucher.Command) (voucher.Outcome, taken, error) {
		fresh, keys := freshKeys(), map[sender]voucher.Key{}
		return func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, taken, error) {
			o, err := inner.Do(ctx, cmd)
			other, ok := name(cmd)
			if err != nil || o.Refusal == nil || o.Refusal.Reason != reason || !ok {
				return o, false, err
			}
			who := senderOf(cmd)
			key, again := keys[who]
			if !again {
				key = fresh()
				keys[who] = key
			}
			h := cmd.Head()
			h.Actor = other
			defer func() { h.Actor = who.actor }()
			o, err = under(ctx, inner, cmd, key)
			return o, true, err
		}
	}
}

// readableAs answers a query that was refused for a reason as its owner would be
// answered.
func readableAs(k voucher.QueryKind, reason voucher.Reason, owner func(q *voucher.Query) voucher.Actor) func(*World, voucher.System, *voucher.Setup) watcher {
	return func(_ *World, inner voucher.System, _ *voucher.Setup) watcher {
		return watcher{read: func(ctx context.Context, q *voucher.Query, r *voucher.Record) bool {
			if q.Kind != k || r.Refusal == nil || r.Refusal.Reason != reason {
				return false
			}
			return readAs(ctx, inner, q, owner(q), r)
		}}
	}
}

// readAs reads a record in somebody else's name, where that is answered.
func readAs(ctx context.Context, inner voucher.System, q *voucher.Query, who voucher.Actor, r *voucher.Record) bool {
	theirs := *q
	theirs.Actor = who
	other, err := inner.Query(ctx, &theirs)
	if err != nil || other.Refusal != nil {
		return false
	}
	*r = other
	return true
}

// familyReadable lets everybody read a food wallet, as the owner on the list.
func familyReadable(_ *World, inner voucher.System, _ *voucher.Setup) watcher {
	owners := map[voucher.FamilyID]voucher.PersonID{}
	return watcher{
		saw: func(e *voucher.Event) {
			if e.Kind == voucher.FoodListed {
				owners[e.Family] = e.Person
			}
		},
		read: func(ctx context.Context, q *voucher.Query, r *voucher.Record) bool {
			owner := owners[q.Family]
			if q.Kind != voucher.AskFoodWallet || owner == 0 || r.Refusal == nil || r.Refusal.Reason != voucher.RecordNotOwn {
				return false
			}
			return readAs(ctx, inner, q, citizen(owner), r)
		},
	}
}
