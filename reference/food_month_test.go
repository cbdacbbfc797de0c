package reference_test

import (
	"slices"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// kinds lists what happened, in order.
func kinds(events []voucher.Event) []voucher.EventKind {
	var all []voucher.EventKind
	for i := range events {
		all = append(all, events[i].Kind)
	}
	return all
}

// beside names the second before an instant, the instant and the second after.
var beside = []struct {
	name string
	by   int64
}{{"a second before", -voucher.Second}, {"on time", 0}, {"a second after", voucher.Second}}

func TestFoodQuestionGoesOutOnThe5th(t *testing.T) {
	due := voucher.At(2026, 2, 5, 0, 0, 0)
	for i, b := range beside {
		t.Run(b.name, func(t *testing.T) {
			w := newTown(t, func(s *voucher.Setup) { s.At = voucher.At(2026, 2, 4, 0, 0, 1) })
			want := []int{0, 3, 3}[i]
			got := 0
			for _, e := range w.to(due.Plus(b.by)) {
				if e.Kind == voucher.MessageSent {
					got++
					if e.At != due || e.Code != uint8(voucher.Notice) || e.Month != voucher.MonthOf(2026, 2) {
						t.Errorf("message %s, want February's question at %s\nFOOD-NOTICE-001", e.String(), due)
					}
				}
			}
			if got != want {
				t.Errorf("%d SMS, want %d\nFOOD-NOTICE-002: one a family, to the owner, when the 5th begins", got, want)
			}
		})
	}
}

func TestFoodQuestionOnceAMonth(t *testing.T) {
	w := newTown(t)
	sent := map[voucher.Month]int{}
	for _, e := range w.to(voucher.At(2026, 7, 1, 0, 0, 0)) {
		if e.Kind == voucher.MessageSent {
			sent[e.Month]++
		}
	}
	for m := voucher.MonthOf(2025, 12); m <= voucher.MonthOf(2026, 6); m++ {
		want := 0
		if m >= voucher.MonthOf(2026, 1) && m <= voucher.MonthOf(2026, 4) {
			want = 3
		}
		if sent[m] != want {
			t.Errorf("%d SMS in %s, want %d\nFOOD-PERIOD-002: the first on 5 January, the last on 5 April, no reminder", sent[m], m, want)
		}
	}
}

func TestFoodReminderUnderF31(t *testing.T) {
	w := newTown(t, with("F31", "once"))
	w.to(voucher.At(2026, 2, 5, 9, 0, 0))
	w.must(w.reply(1, "да"))
	w.must(w.reply(5, "нет"))
	var reminded []voucher.FamilyID
	for _, e := range w.to(voucher.At(2026, 3, 1, 0, 0, 0)) {
		if e.Kind == voucher.MessageSent {
			reminded = append(reminded, e.Family)
			if e.At != voucher.At(2026, 2, 12, 0, 0, 0) || e.Code != uint8(voucher.Reminder) {
				t.Errorf("message %s, want a reminder on the 12th\nF31 once", e.String())
			}
		}
	}
	if !slices.Equal(reminded, []voucher.FamilyID{six}) {
		t.Errorf("families %v are reminded, want the third alone\nF31 once: no reminder after an answer", reminded)
	}
}

func TestFoodConsentAtTheMonthsEnd(t *testing.T) {
	end := voucher.At(2026, 3, 1, 0, 0, 0)
	for i, b := range beside {
		t.Run(b.name, func(t *testing.T) {
			w := newTown(t)
			w.to(end.Plus(b.by))
			w.refused(w.reply(1, "иә"), []string{"", "not-asked", "not-asked"}[i], "FOOD-CONSENT-002: to the month's end")
			want := []voucher.Money{1_730_000, 0, 0}[i]
			if got := w.walletOf(four, voucher.MonthOf(2026, 2)).Credited; got != want {
				t.Errorf("credited %s, want %s\nF08: the whole sum, or none", got, want)
			}
		})
	}
}

func TestFoodConsentAfterNo(t *testing.T) {
	w := newTown(t)
	w.to(voucher.At(2026, 2, 6, 0, 0, 0))
	w.must(w.reply(1, "нет"))
	if got := w.wallet(four); got.Answer != voucher.No || got.Credited != 0 {
		t.Errorf("after no: %+v, want no voucher\nFOOD-CONSENT-003", got)
	}
	o := w.must(w.reply(1, "да"))
	if want := []voucher.EventKind{voucher.Replied, voucher.FoodVoucherCredited}; !slices.Equal(kinds(o.Events), want) {
		t.Errorf("events %v, want %v\nFOOD-CONSENT-001: credited by itself", kinds(o.Events), want)
	}
	w.must(w.reply(1, "нет"))
	if got := w.wallet(four); got.Answer != voucher.Yes || got.Left != 1_730_000 || got.State != voucher.Active {
		t.Errorf("after a later no: %+v, want the voucher as it was\nFOOD-CONSENT-003", got)
	}
	w.refused(w.reply(1, "да"), "already-credited", "FOOD-CONSENT-001: once a month")
}

func TestFoodConsentFinalUnderF35(t *testing.T) {
	w := newTown(t, with("F35", "final"))
	w.to(voucher.At(2026, 2, 6, 0, 0, 0))
	w.must(w.reply(1, "нет"))
	w.refused(w.reply(1, "да"), "refused-this-month", "F35 final")
	w.to(voucher.At(2026, 3, 5, 0, 0, 0))
	w.must(w.reply(1, "да"))
}

func TestFoodConsentInTheAppUnderF36(t *testing.T) {
	w := newTown(t, with("F36", "in_the_app"))
	w.to(voucher.At(2026, 2, 6, 0, 0, 0))
	w.refused(w.reply(1, "да"), "channel-closed", "F36 in_the_app")
	w.must(w.do(voucher.Citizen, 1, &voucher.Reply{Programme: voucher.Food, Person: 1, Text: "да"}))
	w.refused(w.do(voucher.Citizen, 2, &voucher.Reply{Programme: voucher.Food, Person: 5, Text: "да"}), "record-not-own", "BOTH-ACCESS-001")
}

func TestFoodReplyOfOthers(t *testing.T) {
	w := newTown(t)
	w.to(voucher.At(2026, 2, 6, 0, 0, 0))
	w.refused(w.reply(2, "да"), "not-asked", "FOOD-NOTICE-002: the owner is asked, not the other members")
	w.refused(w.reply(12, "да"), "not-listed", "FOOD-ELIGIBILITY-001")
	w.refused(w.reply(99, "да"), "record-unknown", "no such person")
	o := w.must(w.reply(1, "кто это?"))
	if want := []voucher.EventKind{voucher.Replied}; !slices.Equal(kinds(o.Events), want) {
		t.Errorf("events %v, want %v\nFOOD-NOTICE-002: one SMS, so no help after a malformed reply", kinds(o.Events), want)
	}
}

func TestFoodMonthEnds(t *testing.T) {
	w := newTown(t)
	w.credit(voucher.At(2026, 2, 5, 9, 0, 0))
	w.must(w.buy(four, shop, line(flour, 10, 110)))
	midnight := voucher.At(2026, 3, 1, 0, 0, 0)
	w.to(midnight.Plus(-voucher.Second))
	last := w.to(midnight)
	want := []voucher.EventKind{voucher.FoodVoucherAnnulled, voucher.FoodVoucherAnnulled, voucher.FoodVoucherAnnulled, voucher.DayReported}
	if !slices.Equal(kinds(last), want) {
		t.Fatalf("at midnight %v, want %v\nBOTH-TIME-003: annul, then report", kinds(last), want)
	}
	day := voucher.Date(2026, 2, 28)
	if e := last[0]; e.Day != day || e.Amount != 1_730_000-110_000 || e.Code != uint8(voucher.LeftUnused) {
		t.Errorf("%s, want 16,200.00 unspent, booked on %s\nFOOD-EXPIRY-002", e.String(), day)
	}
	r := w.ask(voucher.Query{Kind: voucher.AskDayReport, Actor: voucher.Actor{Role: voucher.AuthorisedBody}, Day: day}).Report
	if want := voucher.Money(1_730_000 - 110_000 + 432_500 + 6*432_500); r.Annulled != want || r.Handed != midnight {
		t.Errorf("report of %s: %+v, want %s annulled, handed over at %s\nFOOD-REPORT-001", day, r, want, midnight)
	}
	if got := w.walletOf(four, voucher.MonthOf(2026, 2)); got.State != voucher.Annulled || got.Left != 0 || got.Spent != 110_000 {
		t.Errorf("wallet %+v, want annulled, nothing left, 1,100.00 spent\nFOOD-EXPIRY-002", got)
	}
}

func TestFoodPurchaseAtTheMonthsEnd(t *testing.T) {
	end := voucher.At(2026, 3, 1, 0, 0, 0)
	for i, b := range beside {
		t.Run(b.name, func(t *testing.T) {
			w := newTown(t)
			w.credit(voucher.At(2026, 2, 5, 9, 0, 0))
			w.to(end.Plus(-voucher.Minute))
			code := w.code(four)
			w.to(end.Plus(b.by))
			o := w.do(voucher.StoreTill, uint32(shop), &voucher.Purchase{Store: shop, Code: code, Lines: []voucher.PurchaseLine{line(flour, 1, 100)}})
			w.refused(o, []string{"", "voucher-expired", "voucher-expired"}[i], "FOOD-EXPIRY-001: by the server's clock, F09")
		})
	}
}

func TestFoodPilotEnds(t *testing.T) {
	w := newTown(t)
	w.credit(voucher.At(2026, 4, 5, 9, 0, 0))
	o := w.must(w.buy(four, shop, line(flour, 10, 110)))
	id := o.Result.Purchase
	back := func() voucher.Outcome {
		return w.do(voucher.StoreTill, uint32(shop), &voucher.Refund{Store: shop, Purchase: id, Lines: []voucher.RefundLine{{Line: 0, Quantity: voucher.Unit}}})
	}
	w.to(voucher.At(2026, 5, 1, 23, 59, 59))
	w.must(back())
	reports := 0
	for _, e := range w.to(voucher.At(2026, 6, 1, 0, 0, 0)) {
		if e.Kind == voucher.DayReported {
			reports++
			if e.Day != voucher.Date(2026, 5, 1) || e.At != voucher.At(2026, 5, 2, 0, 0, 0) {
				t.Errorf("%s, want the report of 1 May on 2 May\nFOOD-PERIOD-002: the last act", e.String())
			}
		}
	}
	if reports != 1 {
		t.Errorf("%d reports from 1 May 23:59:59 on, want 1\nFOOD-PERIOD-002", reports)
	}
	w.refused(back(), "outside-period", "FOOD-PERIOD-002: no returns after 1 May")
}

func TestFoodPilotEndsWithinAMonth(t *testing.T) {
	w := newTown(t, setting("food.period.to", int64(voucher.Date(2026, 3, 15))))
	w.credit(voucher.At(2026, 3, 5, 9, 0, 0))
	p := w.must(w.buy(four, shop, line(flour, 1, 100))).Result.Purchase
	w.to(voucher.At(2026, 3, 15, 23, 59, 59))
	w.must(w.buy(four, shop, line(flour, 1, 100)))
	w.to(voucher.At(2026, 3, 16, 0, 0, 0))
	w.refused(w.do(voucher.Citizen, 1, &voucher.ShowCode{Family: four}), "outside-period", "FOOD-PERIOD-002")
	w.refused(w.giveBack(shop, p, 0, voucher.Unit), "outside-period", "FOOD-PERIOD-002")
	annulled := 0
	for _, e := range w.to(voucher.At(2026, 6, 1, 0, 0, 0)) {
		if e.Kind == voucher.FoodVoucherAnnulled {
			annulled++
			if e.At != voucher.At(2026, 4, 1, 0, 0, 0) {
				t.Errorf("%s, want it when March ends\nFOOD-EXPIRY-002", e.String())
			}
		}
	}
	if annulled != 3 {
		t.Errorf("%d vouchers annulled, want 3\nFOOD-EXPIRY-002: a month that outlives the pilot ends all the same", annulled)
	}
}

func TestFoodReportsEveryDay(t *testing.T) {
	w := newTown(t)
	var days []voucher.Day
	for _, e := range w.to(voucher.At(2026, 6, 1, 0, 0, 0)) {
		if e.Kind == voucher.DayReported {
			days = append(days, e.Day)
			if e.At != e.Day.End() {
				t.Errorf("%s, want it when the day has ended\nFOOD-REPORT-001", e.String())
			}
		}
	}
	if len(days) != 117 || days[0] != voucher.Date(2026, 1, 5) || !slices.IsSorted(days) {
		t.Errorf("%d reports from %v, want 117 from 5 January on, in order\nFOOD-REPORT-001: days without operations included", len(days), days[:1])
	}
}

func TestFoodTwoStepUnderF10(t *testing.T) {
	w := newTown(t, with("F10", "two_step"))
	w.credit(voucher.At(2026, 2, 5, 9, 0, 0))
	show := func() voucher.Outcome { return w.do(voucher.Citizen, 1, &voucher.ShowCode{Family: four}) }
	w.refused(show(), "not-activated", "F10 two_step: credited is not active")
	w.refused(w.do(voucher.Citizen, 5, &voucher.Activate{Family: four}), "record-not-own", "BOTH-ACCESS-001")
	w.must(w.do(voucher.Citizen, 1, &voucher.Activate{Family: four}))
	w.refused(w.do(voucher.Citizen, 1, &voucher.Activate{Family: four}), "already-activated", "once")
	w.must(show())
	causes := map[voucher.FamilyID]voucher.Cause{}
	for _, e := range w.to(voucher.At(2026, 3, 1, 0, 0, 0)) {
		if e.Kind == voucher.FoodVoucherAnnulled {
			causes[e.Family] = voucher.Cause(e.Code)
		}
	}
	if causes[four] != voucher.LeftUnused || causes[one] != voucher.NeverUsed || causes[six] != voucher.NeverUsed {
		t.Errorf("causes %v, want the first unspent, the others never activated\nFOOD-EXPIRY-002", causes)
	}
}

func TestFoodCreditByReadingAndDate(t *testing.T) {
	rows := []struct {
		name   string
		change []func(*voucher.Setup)
		want   voucher.Money
		why    string
	}{
		{"six members", nil, 6 * 432_500, "FOOD-CREDIT-001"},
		{"four count", []func(*voucher.Setup){with("F04", "max_members")}, 4 * 432_500, "F04 max_members"},
		{"coefficient", []func(*voucher.Setup){setting("food.coefficient", 1_150_000)}, 6 * 497_375, "FOOD-CREDIT-002"},
		{"coefficient of another city", []func(*voucher.Setup){func(s *voucher.Setup) {
			s.Settings = append(s.Settings, voucher.Setting{Path: "food.coefficient", Territory: inKokshetau, Value: 1_150_000})
		}}, 6 * 432_500, "FOOD-CREDIT-002: of the family's own city"},
		{"MRP raised in the month", []func(*voucher.Setup){func(s *voucher.Setup) {
			s.Settings = append(s.Settings, voucher.Setting{Path: "food.mrp", From: voucher.Date(2026, 2, 2), Value: 500_000})
		}}, 6 * 432_500, "F05: MRP of the month's first day"},
		{"MRP raised before it", []func(*voucher.Setup){func(s *voucher.Setup) {
			s.Settings = append(s.Settings, voucher.Setting{Path: "food.mrp", From: voucher.Date(2026, 2, 1), Value: 500_000})
		}}, 6 * 500_000, "F05: MRP of the month's first day"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			w := newTown(t, row.change...)
			w.credit(voucher.At(2026, 2, 20, 9, 0, 0))
			if got := w.wallet(six).Credited; got != row.want {
				t.Errorf("credited %s, want %s\n%s", got, row.want, row.why)
			}
		})
	}
}

func TestFoodParameterChange(t *testing.T) {
	w := newTown(t)
	w.credit(voucher.At(2026, 2, 10, 9, 0, 0))
	change := func(from voucher.Day) voucher.Outcome {
		return w.do(voucher.AuthorisedBody, 0, &voucher.ChangeParameter{Setting: voucher.Setting{Path: "food.mrp", From: from, Value: 500_000}})
	}
	w.refused(change(voucher.Date(2026, 2, 10)), "parameter-in-past", "FOOD-ADJUSTMENT-001: today has begun")
	w.must(change(voucher.Date(2026, 2, 11)))
	w.to(voucher.At(2026, 3, 5, 9, 0, 0))
	w.must(w.reply(5, "да"))
	if old, now := w.walletOf(one, voucher.MonthOf(2026, 2)).Credited, w.wallet(one).Credited; old != 432_500 || now != 500_000 {
		t.Errorf("February %s and March %s, want 4,325.00 and 5,000.00\nFOOD-ADJUSTMENT-001: a change never alters the past", old, now)
	}
}

func TestFoodQuestionIsMovedOnceAndOnTime(t *testing.T) {
	rows := []struct {
		name  string
		moves [][2]int // in force from this day of March, to this day of the month
		want  []int    // days of March on which families are asked
		why   string
	}{
		{"to a later day", [][2]int{{3, 9}}, []int{9}, "FOOD-ADJUSTMENT-001"},
		{"to a later day, too late", [][2]int{{6, 9}}, []int{5}, "FOOD-NOTICE-002: never twice"},
		{"to the day itself", [][2]int{{3, 3}}, []int{3}, "FOOD-ADJUSTMENT-001"},
		{"into the past", [][2]int{{4, 2}}, []int{4}, "FOOD-ADJUSTMENT-001: at once, not never"},
		{"on the day, into the past", [][2]int{{5, 2}}, []int{5}, "FOOD-ADJUSTMENT-001: at once, not never"},
		{"after the day, into the past", [][2]int{{6, 2}}, []int{5}, "FOOD-NOTICE-002: never twice"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			w := newTown(t)
			w.to(voucher.At(2026, 2, 20, 0, 0, 0))
			for _, move := range row.moves {
				w.must(w.do(voucher.AuthorisedBody, 0, &voucher.ChangeParameter{Setting: voucher.Setting{Path: "food.notice.day",
					From: voucher.Date(2026, 3, move[0]), Value: int64(move[1])}}))
			}
			var got []int
			for _, e := range w.to(voucher.At(2026, 4, 1, 0, 0, 0)) {
				if e.Kind == voucher.MessageSent && e.Family == four {
					got = append(got, e.At.Day().OfMonth())
				}
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("asked on days %v of March, want %v\n%s", got, row.want, row.why)
			}
		})
	}
}
