package mutant

import (
	"context"
	"slices"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

var bothTime = []Mutant{
	{
		ID: "both-days-in-utc", Requirement: "BOTH-TIME-001", Also: breaks("GAS-WINDOW-001", "FOOD-EXPIRY-001", "FOOD-REPORT-001"),
		Title: voucher.Text{En: "days begin at midnight UTC, five hours late", Ru: "сутки начинаются в полночь по UTC, на пять часов позже", Kk: "тәулік UTC бойынша түн ортасында, бес сағат кеш басталады"},
		build: wrapper(shifted(-5 * voucher.Hour)),
	},
	{
		ID: "both-days-in-the-old-zone", Requirement: "BOTH-TIME-001", Also: breaks("GAS-WINDOW-001", "FOOD-EXPIRY-001", "FOOD-REPORT-001"),
		Title: voucher.Text{En: "days begin by UTC+6, the zone that half the country had before, an hour early", Ru: "сутки начинаются по UTC+6, прежнему поясу половины страны, на час раньше", Kk: "тәулік ел жартысының бұрынғы белдеуі UTC+6 бойынша, бір сағат ерте басталады"},
		build: wrapper(shifted(voucher.Hour)),
	},
	{
		ID: "both-reminder-an-hour-early", Requirement: "BOTH-TIME-002", Also: breaks("GAS-REMINDER-001"),
		Title: voucher.Text{En: "a reminder goes out an hour before it is due", Ru: "напоминание уходит за час до срока", Kk: "еске салу мерзімінен бір сағат бұрын жіберіледі"},
		build: reminded(-voucher.Hour),
	},
	{
		ID: "both-reminder-on-the-day-after", Requirement: "BOTH-TIME-002", Also: breaks("GAS-REMINDER-001"),
		Title: voucher.Text{En: "a reminder goes out after the day on which it is due", Ru: "напоминание уходит уже после своего дня", Kk: "еске салу өз күнінен кейін жіберіледі"},
		build: dates(func(r *reference.Rules) {
			right := r.Gas.ReminderDue
			r.Gas.ReminderDue = func(t *gas.Terms, sent voucher.Instant) voucher.Instant { return right(t, sent).Day().End() }
		}),
	},
	{
		ID: "both-list-an-hour-early", Requirement: "BOTH-TIME-002", Also: breaks("GAS-DISPATCH-001", "BOTH-TIME-003"),
		Title: voucher.Text{En: "the list goes to the provider an hour before its day begins", Ru: "список уходит поставщику за час до начала своего дня", Kk: "тізім жеткізушіге өз күні басталардан бір сағат бұрын жіберіледі"},
		build: dispatched(func(_ *gas.Terms, _ voucher.Month, due voucher.Instant) voucher.Instant {
			return due.Plus(-voucher.Hour)
		}),
	},
	{
		ID: "both-report-before-the-annulment", Requirement: "BOTH-TIME-003", Also: breaks("FOOD-REPORT-001"),
		Title: voucher.Text{En: "the report of the month's last day is made before what is left is annulled", Ru: "отчёт за последний день месяца составляется до аннулирования остатков", Kk: "айдың соңғы күнінің есебі қалдықтардың күші жойылмай тұрып жасалады"},
		build: build{way: Event, inside: reportFirst},
	},
	{
		ID: "both-list-before-the-closing", Requirement: "BOTH-TIME-003",
		Title: voucher.Text{En: "the lists are sent before the vouchers not activated lapse", Ru: "списки отправляются до прекращения неактивированных ваучеров", Kk: "тізімдер белсендірілмеген ваучерлер тоқтатылмай тұрып жіберіледі"},
		build: build{way: Event, inside: listFirst},
	},
}

var bothMoney = []Mutant{
	{
		ID: "both-ledger-forgets-what-was-annulled", Requirement: "BOTH-MONEY-001",
		Title: voucher.Text{En: "the ledger does not hold what was annulled", Ru: "в сводке не учтены аннулированные суммы", Kk: "жиынтықта күші жойылған сомалар есепке алынбаған"},
		build: ledgers(func(l *voucher.Ledger) bool {
			annulled := l.Annulled
			l.Annulled = 0
			return annulled != 0
		}),
	},
	{
		ID: "both-ledger-counts-late-returns-as-unspent", Requirement: "BOTH-MONEY-001",
		Title: voucher.Text{En: "a return after the month lowers what was spent", Ru: "возврат после месяца уменьшает израсходованное", Kk: "айдан кейінгі қайтару жұмсалған соманы азайтады"},
		build: ledgers(func(l *voucher.Ledger) bool {
			l.Spent -= l.Recovered
			return l.Recovered != 0
		}),
	},
	{
		ID: "both-store-day-nets-the-returns", Requirement: "BOTH-MONEY-001",
		Title: voucher.Text{En: "a store's discounts of a day are shown less the returns, which are shown as well", Ru: "скидки магазина за день показаны за вычетом возвратов, которые показаны и отдельно", Kk: "дүкеннің күндік жеңілдіктері қайтарулар шегеріліп көрсетілген, қайтарулар бөлек те көрсетілген"},
		build: read(func(_ *voucher.Query, r *voucher.Record) bool {
			if r.StoreDay == nil || r.StoreDay.Returned == 0 {
				return false
			}
			r.StoreDay.Discounts -= r.StoreDay.Returned
			return true
		}),
	},
	{
		ID: "both-balance-in-whole-tenge", Requirement: "BOTH-MONEY-002",
		Title: voucher.Text{En: "balances are shown in whole tenge", Ru: "остатки показываются в целых тенге", Kk: "қалдықтар бүтін теңгемен көрсетіледі"},
		build: wallets(func(f *voucher.FoodWallet) bool {
			tiyn := f.Left % voucher.Tenge
			f.Left -= tiyn
			return tiyn != 0
		}),
	},
	{
		ID: "both-balance-below-zero", Requirement: "BOTH-MONEY-002", Also: breaks("FOOD-PURCHASE-002"),
		Title: voucher.Text{En: "a basket above the balance is paid for whole, and the balance goes below zero", Ru: "корзина дороже остатка оплачивается целиком, и остаток уходит в минус", Kk: "қалдықтан қымбат себет толық төленіп, қалдық нөлден төмен түседі"},
		build: wrapper(overdrawn),
	},
}

// ledgers changes the ledgers that are read.
func ledgers(change func(l *voucher.Ledger) bool) build {
	return read(func(_ *voucher.Query, r *voucher.Record) bool { return r.Ledger != nil && change(r.Ledger) })
}

// overdrawn takes the whole eligible part of a basket off a balance that covers a
// part of it. What was credited is still what was spent, left and annulled: the
// debt counts as spent. It is kept beside the machine, whose wallets add up.
func overdrawn(w *World, inner voucher.System, _ *voucher.Setup) voucher.System {
	type wallet struct {
		family voucher.FamilyID
		month  voucher.Month
	}
	debts, over := map[wallet]voucher.Money{}, map[voucher.PurchaseID]voucher.Money{}
	return &around{
		inner: inner,
		do: func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
			o, err := inner.Do(ctx, cmd)
			covered := o.Result.Amount
			if err != nil || !wholeBasket(cmd, &o) {
				return o, err
			}
			w.trip()
			debt := o.Result.Amount - covered
			o.Result.Balance = -debt
			o.Events = slices.Clone(o.Events)
			for i := range o.Events { // none where the answer is a repeated one
				if e := &o.Events[i]; e.Kind == voucher.Purchased {
					e.Amount, e.Balance = e.Amount+debt, -debt
					debts[wallet{e.Family, e.Month}] += debt
					over[o.Result.Purchase] = debt
				}
			}
			return o, nil
		},
		query: func(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
			r, err := inner.Query(ctx, q)
			f := r.Food
			if err != nil || f == nil || f.Voucher == 0 || len(f.Operations) == 0 {
				return r, err
			}
			debt := debts[wallet{q.Family, f.Operations[0].At.Month()}]
			if w.differs(debt > 0) {
				changed := *f
				changed.Spent, changed.Left, changed.Operations = f.Spent+debt, f.Left-debt, slices.Clone(f.Operations)
				for i := range changed.Operations {
					if op := &changed.Operations[i]; op.Kind == voucher.Purchased && over[op.Purchase] > 0 {
						op.Amount, op.Balance = op.Amount+over[op.Purchase], -over[op.Purchase]
					}
				}
				r.Food = &changed
			}
			return r, nil
		},
	}
}

// reminded moves the instant of the reminder.
func reminded(later int64) build {
	return dates(func(r *reference.Rules) {
		right := r.Gas.ReminderDue
		r.Gas.ReminderDue = func(t *gas.Terms, sent voucher.Instant) voucher.Instant { return right(t, sent).Plus(later) }
	})
}

// reportFirst holds annulments back until the day's report is made, where there
// is one.
func reportFirst(w *World, r *reference.Rules, _ *voucher.Setup) filter {
	reports := false
	right := r.Food.DueAt
	r.Food.DueAt = func(t *food.Terms, d voucher.Day) food.Due {
		due := right(t, d)
		reports = due.Report != 0
		return due
	}
	return heldUntil(w, voucher.DayReported, func(e *voucher.Event) bool { return reports && e.Kind == voucher.FoodVoucherAnnulled })
}

// listFirst holds lapses back until the lists are sent, where they are sent at
// the same instant.
func listFirst(w *World, r *reference.Rules, s *voucher.Setup) filter {
	sent := map[voucher.Month]voucher.Instant{}
	right := r.Gas.DispatchDue
	r.Gas.DispatchDue = func(t *gas.Terms, m voucher.Month) voucher.Instant {
		sent[m] = right(t, m)
		return sent[m]
	}
	return heldUntil(w, voucher.ListSent, func(e *voucher.Event) bool {
		lapses := e.Kind == voucher.GasVoucherClosed && voucher.Cause(e.Code) == voucher.ByLapse
		return lapses && sent[e.Month] == e.At && len(s.Providers) > 0
	})
}

// heldUntil holds events back until an event of some kind has passed.
func heldUntil(w *World, first voucher.EventKind, holds func(e *voucher.Event) bool) filter {
	var held []voucher.Event
	return func(e voucher.Event, pass func(voucher.Event)) {
		if w.differs(holds(&e)) {
			held = append(held, e)
			return
		}
		before := e.Kind == first
		if before {
			pass(e)
		}
		for _, late := range held {
			pass(late)
		}
		held = held[:0]
		if !before {
			pass(e)
		}
	}
}

// shifted gives the machine a clock that runs by another zone: it is told an
// instant that is some time later, and what it tells is put back by as much.
func shifted(by int64) func(w *World, right voucher.System, s *voucher.Setup) voucher.System {
	return func(w *World, right voucher.System, s *voucher.Setup) voucher.System {
		other := *s
		other.At = s.At.Plus(by)
		m, err := w.machine(&other)
		if err != nil {
			panic("mutant: a setup is good at one instant and not at another: " + err.Error())
		}
		c := &clock{by: by}
		a := &around{inner: m}
		a.do = func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
			o, err := m.Do(ctx, cmd)
			c.outcome(&o)
			return o, err
		}
		a.advance = func(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
			events, err := m.Advance(ctx, to.Plus(by))
			return c.events(events), err
		}
		a.query = func(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
			r, err := m.Query(ctx, q)
			c.record(&r)
			return r, err
		}
		return &twin{world: w, wrong: a, right: right}
	}
}

// clock puts instants back to the caller's.
type clock struct{ by int64 }

func (c *clock) back(at *voucher.Instant) {
	if *at != 0 && *at != never {
		*at = at.Plus(-c.by)
	}
}

func (c *clock) outcome(o *voucher.Outcome) {
	c.back(&o.Result.Expires)
	o.Events = c.events(o.Events)
}

func (c *clock) events(events []voucher.Event) []voucher.Event {
	events = slices.Clone(events)
	for i := range events {
		c.back(&events[i].At)
		c.back(&events[i].Until)
	}
	return events
}

func (c *clock) record(r *voucher.Record) {
	*r = r.Clone()
	if r.Gas != nil {
		c.back(&r.Gas.Asked)
		c.back(&r.Gas.Activated)
	}
	if r.Food != nil {
		c.back(&r.Food.Asked)
		for i := range r.Food.Operations {
			c.back(&r.Food.Operations[i].At)
		}
	}
	for i := range r.Messages {
		c.back(&r.Messages[i].At)
	}
	if r.List != nil {
		c.back(&r.List.Sent)
		c.back(&r.List.Acknowledged)
		for i := range r.List.Rows {
			c.back(&r.List.Rows[i].Activated)
		}
	}
	if r.Receipt != nil {
		c.back(&r.Receipt.At)
	}
	if r.Appeal != nil {
		c.back(&r.Appeal.Filed)
		c.back(&r.Appeal.Answered)
	}
	if r.Report != nil {
		c.back(&r.Report.Handed)
	}
}
