package mutant

import (
	"context"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

var gasDispatch = []Mutant{
	{
		ID: "gas-list-misses-an-entry", Requirement: "GAS-DISPATCH-001",
		Title: voucher.Text{En: "the list to the provider misses its first entry", Ru: "в списке поставщику нет первой записи", Kk: "жеткізушіге берілетін тізімде бірінші жазба жоқ"},
		build: lists(func(l *voucher.ProviderList) bool {
			if len(l.Rows) == 0 {
				return false
			}
			l.Rows = l.Rows[1:]
			return true
		}),
	},
	{
		ID: "gas-list-holds-an-entry-too-many", Requirement: "GAS-DISPATCH-001",
		Title: voucher.Text{En: "the list to the provider holds an account that was entered and not confirmed", Ru: "в списке поставщику есть счёт, введённый, но не подтверждённый", Kk: "жеткізушіге берілетін тізімде енгізілген, бірақ расталмаған шот бар"},
		build: watched(enteredIsEnough),
	},
	{
		ID: "gas-list-holds-an-entry-twice", Requirement: "GAS-DISPATCH-001",
		Title: voucher.Text{En: "the list to the provider holds its first entry twice", Ru: "первая запись стоит в списке поставщику дважды", Kk: "жеткізушіге берілетін тізімде бірінші жазба екі рет тұр"},
		build: lists(func(l *voucher.ProviderList) bool {
			if len(l.Rows) == 0 {
				return false
			}
			l.Rows = append(l.Rows, l.Rows[0])
			return true
		}),
	},
	{
		ID: "gas-list-holds-last-month", Requirement: "GAS-DISPATCH-001", Also: breaks("GAS-EXPIRY-001"),
		Title: voucher.Text{En: "the list to the provider holds the entries of the month before as well", Ru: "в списке поставщику остались записи прошлого месяца", Kk: "жеткізушіге берілетін тізімде өткен айдың жазбалары да бар"},
		build: watched(lastMonthToo),
	},
	{
		ID: "gas-list-holds-other-providers", Requirement: "GAS-DISPATCH-001", Also: breaks("BOTH-ACCESS-001"),
		Title: voucher.Text{En: "every provider gets the entries of all of them", Ru: "каждый поставщик получает записи всех поставщиков", Kk: "әр жеткізуші барлық жеткізушінің жазбаларын алады"},
		build: watched(everybodysRows),
	},
	{
		ID: "gas-list-a-day-early", Requirement: "GAS-DISPATCH-001", Also: breaks("BOTH-TIME-002"),
		Title: voucher.Text{En: "the list goes to the provider on the 29th", Ru: "список уходит поставщику 29-го числа", Kk: "тізім жеткізушіге 29-ы күні жіберіледі"},
		build: dispatched(func(_ *gas.Terms, _ voucher.Month, due voucher.Instant) voucher.Instant { return due.Plus(-day) }),
	},
	{
		ID: "gas-list-a-day-late", Requirement: "GAS-DISPATCH-001", Also: breaks("BOTH-TIME-002"),
		Title: voucher.Text{En: "the list goes to the provider on the 31st", Ru: "список уходит поставщику 31-го числа", Kk: "тізім жеткізушіге 31-і күні жіберіледі"},
		build: dispatched(func(_ *gas.Terms, _ voucher.Month, due voucher.Instant) voucher.Instant { return due.Plus(day) }),
	},
	{
		ID: "gas-empty-list-not-sent", Requirement: "GAS-DISPATCH-001",
		Title: voucher.Text{En: "a list without entries is not sent", Ru: "пустой список не отправляется", Kk: "бос тізім жіберілмейді"},
		build: dropped(func(e *voucher.Event) bool { return e.Kind == voucher.ListSent && e.Count == 0 && e.Ref == 1 }),
	},
	{
		ID: "gas-list-never-repeated", Requirement: "GAS-DISPATCH-001",
		Title: voucher.Text{En: "a list that nobody acknowledged is not sent again", Ru: "неподтверждённый список повторно не отправляется", Kk: "расталмаған тізім қайта жіберілмейді"},
		build: changed(func(e *voucher.Event) bool {
			if e.Kind != voucher.ListSent {
				return false
			}
			e.Until = e.At.Plus(farOff)
			return true
		}),
	},
	{
		ID: "gas-list-changes-when-repeated", Requirement: "GAS-DISPATCH-001",
		Title: voucher.Text{En: "a list that is sent again has lost an entry", Ru: "в повторно отправленном списке не хватает записи", Kk: "қайта жіберілген тізімде бір жазба жетіспейді"},
		build: lists(func(l *voucher.ProviderList) bool {
			if l.Attempts < 2 || len(l.Rows) == 0 {
				return false
			}
			l.Rows = l.Rows[:len(l.Rows)-1]
			return true
		}),
	},
	{
		ID: "gas-acknowledgement-forgotten", Requirement: "GAS-DISPATCH-001", Also: breaks("GAS-BILL-001"),
		Title: voucher.Text{En: "an acknowledged list is sent again and again", Ru: "подтверждённый список отправляется снова и снова", Kk: "расталған тізім қайта-қайта жіберіле береді"},
		build: dropped(func(e *voucher.Event) bool { return e.Kind == voucher.ListAcknowledged }),
	},
	{
		ID: "gas-row-without-its-instant", Requirement: "GAS-DISPATCH-002",
		Title: voucher.Text{En: "an entry of the list does not say when it was activated", Ru: "в записи списка не указано время активации", Kk: "тізім жазбасында белсендіру уақыты көрсетілмеген"},
		build: lists(func(l *voucher.ProviderList) bool {
			for i := range l.Rows {
				l.Rows[i].Activated = 0
			}
			return len(l.Rows) > 0
		}),
	},
	{
		ID: "gas-row-of-the-next-month", Requirement: "GAS-DISPATCH-002",
		Title: voucher.Text{En: "an entry of the list names the month after", Ru: "в записи списка указан следующий месяц", Kk: "тізім жазбасында келесі ай көрсетілген"},
		build: lists(func(l *voucher.ProviderList) bool {
			for i := range l.Rows {
				l.Rows[i].Month++
			}
			return len(l.Rows) > 0
		}),
	},
	{
		ID: "gas-february-list-before-the-window-closes", Requirement: "GAS-DISPATCH-003", Also: breaks("GAS-DISPATCH-001"),
		Title: voucher.Text{En: "the list of February goes on its last day, before activation has closed", Ru: "список февраля уходит в его последний день, до закрытия активации", Kk: "ақпан тізімі айдың соңғы күні, белсендіру жабылмай тұрып жіберіледі"},
		build: dispatched(func(t *gas.Terms, m voucher.Month, due voucher.Instant) voucher.Instant {
			if m.Has(t.DispatchDay) {
				return due
			}
			return m.Last().Start()
		}),
	},
	{
		ID: "gas-february-list-stamped-march", Requirement: "GAS-DISPATCH-003",
		Title: voucher.Text{En: "the list of February is stamped March", Ru: "список февраля помечен мартом", Kk: "ақпан тізіміне наурыз деп көрсетілген"},
		build: changed(func(e *voucher.Event) bool {
			if e.Kind != voucher.ListSent || e.Ref != 1 || e.At.Month() == e.Month {
				return false
			}
			e.Month = e.At.Month()
			return true
		}),
	},
}

// farOff is later than any life, and still a year that can be written.
const farOff = 100 * 365 * day

// lists changes the lists that were sent.
func lists(change func(l *voucher.ProviderList) bool) build {
	return read(func(_ *voucher.Query, r *voucher.Record) bool { return r.List != nil && change(r.List) })
}

// dispatched moves the day of the lists.
func dispatched(move func(t *gas.Terms, m voucher.Month, due voucher.Instant) voucher.Instant) build {
	return dates(func(r *reference.Rules) {
		right := r.Gas.DispatchDue
		r.Gas.DispatchDue = func(t *gas.Terms, m voucher.Month) voucher.Instant { return move(t, m, right(t, m)) }
	})
}

// enteredIsEnough lists the accounts that were entered and not activated.
func enteredIsEnough(*World, voucher.System, *voucher.Setup) watcher {
	type entry struct {
		month    voucher.Month
		provider voucher.ProviderID
		row      voucher.ProviderRow
	}
	entered := map[voucher.PersonID]entry{}
	var order []voucher.PersonID
	return watcher{
		saw: func(e *voucher.Event) {
			switch e.Kind {
			case voucher.AccountEntered:
				if _, known := entered[e.Person]; !known {
					order = append(order, e.Person)
				}
				entered[e.Person] = entry{e.Month, e.Provider, voucher.ProviderRow{Month: e.Month, Account: e.Account, Activated: e.At}}
			case voucher.GasVoucherActivated:
				entered[e.Person] = entry{}
			}
		},
		read: func(_ context.Context, q *voucher.Query, r *voucher.Record) (changed bool) {
			if r.List == nil || r.List.Sent == 0 {
				return false
			}
			for _, p := range order {
				if e := entered[p]; e.month == q.Month && e.provider == q.Provider {
					r.List.Rows, changed = append(r.List.Rows, e.row), true
				}
			}
			return changed
		},
	}
}

// lastMonthToo adds the rows of the month before.
func lastMonthToo(_ *World, inner voucher.System, _ *voucher.Setup) watcher {
	return watcher{read: func(ctx context.Context, q *voucher.Query, r *voucher.Record) bool {
		if r.List == nil || r.List.Sent == 0 {
			return false
		}
		before := *q
		before.Month--
		old, err := inner.Query(ctx, &before)
		if err != nil || old.List == nil || len(old.List.Rows) == 0 {
			return false
		}
		r.List.Rows = append(r.List.Rows, old.List.Rows...)
		return true
	}}
}

// everybodysRows adds the rows of the other providers.
func everybodysRows(_ *World, inner voucher.System, s *voucher.Setup) watcher {
	return watcher{read: func(ctx context.Context, q *voucher.Query, r *voucher.Record) (changed bool) {
		if r.List == nil || r.List.Sent == 0 {
			return false
		}
		for p := range s.Providers {
			other := *q
			other.Provider = voucher.ProviderID(p + 1)
			other.Actor = voucher.Actor{Role: voucher.GasProvider, ID: uint32(other.Provider)}
			more, err := inner.Query(ctx, &other)
			if err == nil && other.Provider != q.Provider && more.List != nil && len(more.List.Rows) > 0 {
				r.List.Rows, changed = append(r.List.Rows, more.List.Rows...), true
			}
		}
		return changed
	}}
}
