package mutant

import (
	"context"
	"slices"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

var foodPeriod = []Mutant{
	{
		ID: "food-pilot-opens-a-day-early", Requirement: "FOOD-PERIOD-001", Also: breaks("FOOD-PERIOD-002", "FOOD-REPORT-001"),
		Title: voucher.Text{En: "the food pilot begins on 4 January", Ru: "продовольственный пилот начинается 4 января", Kk: "азық-түлік пилоты 4 қаңтарда басталады"},
		build: more(voucher.FoodPeriodFrom, -1),
	},
	{
		ID: "food-pilot-opens-a-day-late", Requirement: "FOOD-PERIOD-001", Also: breaks("FOOD-PERIOD-002", "FOOD-NOTICE-001", "FOOD-REPORT-001"),
		Title: voucher.Text{En: "the food pilot begins on 6 January", Ru: "продовольственный пилот начинается 6 января", Kk: "азық-түлік пилоты 6 қаңтарда басталады"},
		build: more(voucher.FoodPeriodFrom, 1),
	},
	{
		ID: "food-pilot-closes-a-day-late", Requirement: "FOOD-PERIOD-001", Also: breaks("FOOD-PERIOD-002", "FOOD-REPORT-001"),
		Title: voucher.Text{En: "the food pilot ends on 2 May", Ru: "продовольственный пилот завершается 2 мая", Kk: "азық-түлік пилоты 2 мамырда аяқталады"},
		build: more(voucher.FoodPeriodTo, 1),
	},
	{
		ID: "food-pilot-closes-a-day-early", Requirement: "FOOD-PERIOD-002", Also: breaks("FOOD-PERIOD-001", "FOOD-REPORT-001"),
		Title: voucher.Text{En: "the food pilot ends on 30 April", Ru: "продовольственный пилот завершается 30 апреля", Kk: "азық-түлік пилоты 30 сәуірде аяқталады"},
		build: more(voucher.FoodPeriodTo, -1),
	},
	{
		ID: "food-pilot-runs-through-may", Requirement: "FOOD-PERIOD-002", Also: breaks("FOOD-PERIOD-001", "FOOD-REPORT-001"),
		Title: voucher.Text{En: "the question is sent in May as well", Ru: "запрос отправляется и в мае", Kk: "сұрау мамырда да жіберіледі"},
		build: more(voucher.FoodPeriodTo, 30),
	},
	{
		ID: "food-no-returns-on-the-last-day", Requirement: "FOOD-PERIOD-002", Also: breaks("FOOD-REFUND-001"),
		Title: voucher.Text{En: "no returns are taken on 1 May", Ru: "1 мая возвраты не принимаются", Kk: "1 мамырда тауар қайтарылмайды"},
		build: returnsDecided(func(t *food.Terms, _ *food.Sold, _ *food.Wallet, now voucher.Instant, late bool, r *voucher.Refusal) (bool, *voucher.Refusal) {
			if r == nil && now >= t.Closes.Plus(-day) {
				return false, foodOver
			}
			return late, r
		}),
	},
}

var foodOver = voucher.Refuse(voucher.OutsidePeriod, "FOOD-PERIOD-002")

var foodList = []Mutant{
	{
		ID: "food-akkol-left-out", Requirement: "FOOD-TERRITORY-001", Also: breaks("FOOD-PURCHASE-003"),
		Title: voucher.Text{En: "Akkol does not take part", Ru: "Акколь не участвует", Kk: "Ақкөл қатыспайды"},
		build: value(voucher.FoodTerritory, akkol, 0),
	},
	{
		ID: "food-whole-region-takes-part", Requirement: "FOOD-TERRITORY-001", Also: breaks("FOOD-PURCHASE-003"),
		Title: voucher.Text{En: "the whole region of Akmola takes part, not its two cities", Ru: "участвует вся Акмолинская область, а не два её города", Kk: "екі қала емес, бүкіл Ақмола облысы қатысады"},
		build: value(voucher.FoodTerritory, akmola, 1),
	},
	{
		ID: "food-residence-unchecked", Requirement: "FOOD-ELIGIBILITY-001", Also: breaks("FOOD-TERRITORY-001"),
		Title: voucher.Text{En: "a family of any territory is listed", Ru: "в список попадает семья из любой территории", Kk: "тізімге кез келген аумақтың отбасы енеді"},
		build: families(func(t *food.Terms, _ *food.Row) { t.Pilot = true }),
	},
	{
		ID: "food-no-member-needed", Requirement: "FOOD-ELIGIBILITY-001",
		Title: voucher.Text{En: "a family in which nobody receives ASP is listed", Ru: "в список попадает семья, где никто не получает АСП", Kk: "тізімге АӘК алушысы жоқ отбасы енеді"},
		build: families(func(_ *food.Terms, row *food.Row) {
			if row.Members == 0 {
				row.Members, row.Owner = 1, true
			}
		}),
	},
	{
		ID: "food-offer-only-on-application", Requirement: "FOOD-ELIGIBILITY-002", Also: breaks("FOOD-NOTICE-001"),
		Title: voucher.Text{En: "only an owner who has opened the wallet before is asked", Ru: "запрос получает только владелец, раньше сам открывший кошелёк", Kk: "сұрауды тек әмиянды бұрын өзі ашқан иесі алады"},
		build: event(onApplication(voucher.Food)),
	},
	{
		ID: "food-list-of-the-months-beginning", Requirement: "FOOD-LIST-001",
		Title: voucher.Text{En: "the list as it stood when the month began decides", Ru: "берётся список на начало месяца, а не на 5-е число", Kk: "5-індегі емес, ай басындағы тізім алынады"},
		build: reading(voucher.F07, voucher.Option),
	},
	{
		ID: "food-members-counted-at-consent", Requirement: "FOOD-LIST-001", Also: breaks("FOOD-CREDIT-001"),
		Title: voucher.Text{En: "the members on the list when the answer comes are counted", Ru: "считаются члены семьи на день ответа, а не на 5-е число", Kk: "5-індегі емес, жауап күнгі отбасы мүшелері есептеледі"},
		build: event(membersNow),
	},
	{
		ID: "food-wallet-shows-todays-members", Requirement: "FOOD-LIST-001",
		Title: voucher.Text{En: "the wallet counts the members that the list has today, not those of the 5th", Ru: "кошелёк показывает членов семьи по сегодняшнему списку, а не по списку на 5-е", Kk: "әмиян отбасы мүшелерін 5-індегі емес, бүгінгі тізім бойынша көрсетеді"},
		build: watched(membersToday),
	},
	{
		ID: "food-drop-of-an-unlisted-family", Requirement: "FOOD-LIST-001",
		Title: voucher.Text{En: "a family that does not stand on the list is dropped from it", Ru: "из списка исключается семья, которой в нём нет", Kk: "тізімде жоқ отбасы тізімнен шығарылады"},
		build: families(func(_ *food.Terms, row *food.Row) { row.Listed = true }),
	},
	{
		ID: "food-update-names-a-family-twice", Requirement: "FOOD-LIST-001",
		Title: voucher.Text{En: "one update enters a family and drops it", Ru: "одно обновление вносит семью и исключает её", Kk: "бір жаңарту отбасын енгізеді әрі шығарады"},
		build: families(func(_ *food.Terms, row *food.Row) {
			if row.Again {
				row.Again, row.Listed = false, true
			}
		}),
	},
	{
		ID: "food-unknown-rows-left-out", Requirement: "FOOD-LIST-001", Also: breaks("BOTH-ACCESS-001"),
		Title: voucher.Text{En: "an update with a family or a person that nobody knows is taken without that row", Ru: "обновление с неизвестной семьёй или человеком принимается без этой строки", Kk: "белгісіз отбасы не адам бар жаңарту сол жолсыз қабылданады"},
		build: commanded(unknownLeftOut),
	},
	{
		ID: "food-person-in-two-families", Requirement: "FOOD-LIST-002",
		Title: voucher.Text{En: "a person counts in two families", Ru: "человек учитывается в двух семьях", Kk: "адам екі отбасында есептеледі"},
		build: families(func(_ *food.Terms, row *food.Row) { row.Counted = false }),
	},
	{
		ID: "food-question-a-day-early", Requirement: "FOOD-NOTICE-001",
		Title: voucher.Text{En: "the food SMS goes out on the 4th", Ru: "продовольственное SMS уходит 4-го числа", Kk: "азық-түлік SMS-і 4-і күні жіберіледі"},
		build: more(voucher.FoodNoticeDay, -1),
	},
	{
		ID: "food-question-a-day-late", Requirement: "FOOD-NOTICE-001", Also: breaks("BOTH-TIME-002"),
		Title: voucher.Text{En: "the food SMS goes out on the 6th", Ru: "продовольственное SMS уходит 6-го числа", Kk: "азық-түлік SMS-і 6-сы күні жіберіледі"},
		build: more(voucher.FoodNoticeDay, 1),
	},
	{
		ID: "food-question-twice", Requirement: "FOOD-NOTICE-002", Also: breaks("FOOD-CONSENT-001"),
		Title: voucher.Text{En: "the food SMS is sent again on the day after", Ru: "на следующий день продовольственное SMS отправляется снова", Kk: "азық-түлік SMS-і келесі күні қайта жіберіледі"},
		build: dates(func(r *reference.Rules) {
			dueAt, asks := r.Food.DueAt, r.Food.Asks
			r.Food.DueAt = func(t *food.Terms, day voucher.Day) food.Due {
				due := dueAt(t, day)
				if day == day.Month().Day(t.NoticeDay)+1 && t.Running(day.Start()) == nil {
					due.Notice = day.Month()
				}
				return due
			}
			r.Food.Asks = func(t *food.Terms, l *food.Listing, _, m voucher.Month) bool { return asks(t, l, 0, m) }
		}),
	},
	{
		ID: "food-reminder-sent", Requirement: "FOOD-NOTICE-002",
		Title: voucher.Text{En: "a family that has not answered is reminded", Ru: "не ответившей семье приходит напоминание", Kk: "жауап бермеген отбасына еске салынады"},
		build: reading(voucher.F31, voucher.Option),
	},
	{
		ID: "food-question-to-another-member", Requirement: "FOOD-NOTICE-002", Also: breaks("FOOD-NOTICE-001"),
		Title: voucher.Text{En: "the food SMS goes to the member named last, not to the wallet's owner", Ru: "продовольственное SMS уходит последнему члену семьи, а не владельцу кошелька", Kk: "азық-түлік SMS-і әмиян иесіне емес, отбасының соңғы мүшесіне жіберіледі"},
		build: event(lastMemberAsked),
	},
}

// families lets a row of the food list be checked as if it were another.
func families(change func(t *food.Terms, row *food.Row)) build {
	return rule(func(w *World, r *reference.Rules) {
		right := r.Food.CheckRow
		r.Food.CheckRow = func(t *food.Terms, row *food.Row) *voucher.Refusal {
			terms, other := *t, *row
			change(&terms, &other)
			return w.choose(right(t, row), right(&terms, &other))
		}
	})
}

// membersNow credits by the members that the list has now.
func membersNow(w *World) filter {
	now := map[voucher.FamilyID]uint32{}
	return func(e voucher.Event, pass func(voucher.Event)) {
		switch e.Kind {
		case voucher.FoodListed:
			now[e.Family] = e.Count
		case voucher.FoodUnlisted:
			now[e.Family] = 0
		case voucher.FoodVoucherCredited:
			if n := now[e.Family]; w.differs(n != e.Count && n != 0) {
				e.Amount = e.Amount.ShareHalfUp(int64(n), int64(e.Count))
				e.Count = n
			}
		}
		pass(e)
	}
}

// membersToday shows a wallet with the members that the list has when it is read.
func membersToday(*World, voucher.System, *voucher.Setup) watcher {
	today := map[voucher.FamilyID]uint32{}
	return watcher{
		saw: func(e *voucher.Event) {
			if e.Kind == voucher.FoodListed {
				today[e.Family] = e.Count
			}
		},
		read: func(_ context.Context, q *voucher.Query, r *voucher.Record) bool {
			n := today[q.Family]
			if r.Food == nil || r.Food.Members == 0 || n == 0 || n == r.Food.Members {
				return false
			}
			changed := *r.Food
			changed.Members = n
			r.Food = &changed
			return true
		},
	}
}

// unknownLeftOut takes an update of the list without the rows that name a family
// or a person that does not exist.
func unknownLeftOut(_ *World, inner voucher.System) func(context.Context, voucher.Command) (voucher.Outcome, taken, error) {
	fresh := freshKeys()
	return func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, taken, error) {
		o, err := inner.Do(ctx, cmd)
		all, ok := cmd.(*voucher.UpdateFoodList)
		if !ok {
			return o, false, err
		}
		rest := *all
		rest.Rows = slices.Clone(all.Rows)
		for err == nil && o.Refusal != nil && o.Refusal.Reason == voucher.RecordUnknown {
			rest.Rows = slices.Delete(rest.Rows, o.Result.Row-1, o.Result.Row)
			if len(rest.Rows) == 0 {
				return voucher.Outcome{}, true, nil
			}
			o, err = under(ctx, inner, &rest, fresh())
		}
		return o, len(rest.Rows) != len(all.Rows), err
	}
}

// lastMemberAsked sends the question to the member named last.
func lastMemberAsked(w *World) filter {
	last := map[voucher.FamilyID]voucher.PersonID{}
	return func(e voucher.Event, pass func(voucher.Event)) {
		if e.Kind == voucher.MemberListed {
			last[e.Family] = e.Person
		}
		asks := e.Kind == voucher.MessageSent && e.Programme == voucher.Food && voucher.MessageKind(e.Code) == voucher.Notice
		if w.differs(asks && last[e.Family] != 0 && last[e.Family] != e.Person) {
			e.Person = last[e.Family]
		}
		pass(e)
	}
}

// sameLines compares the discounts of two baskets.
func sameLines(a, b []food.Line) bool {
	return slices.EqualFunc(a, b, func(x, y food.Line) bool {
		return x.Discount == y.Discount && x.Eligible == y.Eligible && x.Overpriced == y.Overpriced && x.Ceiling == y.Ceiling
	})
}
