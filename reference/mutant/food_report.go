package mutant

import (
	"context"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

var foodReport = []Mutant{
	{
		ID: "food-no-report-of-the-first-day", Requirement: "FOOD-REPORT-001",
		Title: voucher.Text{En: "the pilot's first day has no report", Ru: "о первом дне пилота нет отчёта", Kk: "пилоттың бірінші күні туралы есеп жоқ"},
		build: reported(func(t *food.Terms, d voucher.Day) bool { return d != t.Opens.Day() }),
	},
	{
		ID: "food-no-report-of-the-last-day", Requirement: "FOOD-REPORT-001", Also: breaks("FOOD-PERIOD-002"),
		Title: voucher.Text{En: "the pilot's last day has no report", Ru: "о последнем дне пилота нет отчёта", Kk: "пилоттың соңғы күні туралы есеп жоқ"},
		build: reported(func(t *food.Terms, d voucher.Day) bool { return d.End() != t.Closes }),
	},
	{
		ID: "food-no-report-of-an-idle-day", Requirement: "FOOD-REPORT-001",
		Title: voucher.Text{En: "a day without purchases has no report", Ru: "о дне без покупок нет отчёта", Kk: "сатып алу болмаған күн туралы есеп жоқ"},
		build: dropped(func(e *voucher.Event) bool { return e.Kind == voucher.DayReported && e.Count == 0 }),
	},
	{
		ID: "food-report-misses-the-last-minute", Requirement: "FOOD-REPORT-001", Also: breaks("BOTH-TIME-001"),
		Title: voucher.Text{En: "the report misses the purchases of the day's last minute", Ru: "в отчёте нет покупок последней минуты дня", Kk: "есепте күннің соңғы минутындағы сатып алулар жоқ"},
		build: watched(lastMinuteMissing),
	},
	{
		ID: "food-report-nets-the-returns", Requirement: "FOOD-REPORT-001",
		Title: voucher.Text{En: "returns are taken off the purchases in the report", Ru: "возвраты в отчёте вычтены из покупок", Kk: "есепте қайтарулар сатып алулардан шегерілген"},
		build: read(func(_ *voucher.Query, r *voucher.Record) bool {
			if r.Report == nil || r.Report.Reversed+r.Report.Restored == 0 {
				return false
			}
			r.Report.Discounts -= r.Report.Reversed + r.Report.Restored
			return true
		}),
	},
}

var foodAdjustment = []Mutant{
	{
		ID: "food-change-in-the-past-accepted", Requirement: "FOOD-ADJUSTMENT-001",
		Title: voucher.Text{En: "a change of a rule from a day that has begun is accepted", Ru: "принимается изменение правила с уже начавшегося дня", Kk: "ереженің басталып кеткен күннен өзгерісі қабылданады"},
		build: rule(func(w *World, r *reference.Rules) {
			right := r.Adjust
			r.Adjust = func(s *voucher.Setting, today voucher.Day) *voucher.Refusal {
				return w.choose(right(s, today), right(s, min(today, s.From-1)))
			}
		}),
	},
	{
		ID: "food-change-alters-the-past", Requirement: "FOOD-ADJUSTMENT-001",
		Title: voucher.Text{En: "a change of a rule for a day to come holds for the month before as well", Ru: "изменение правила на будущее действует и за прошлый месяц", Kk: "болашаққа арналған өзгеріс өткен айға да қолданылады"},
		build: event(func(w *World) filter {
			return func(e voucher.Event, pass func(voucher.Event)) {
				if w.differs(e.Kind == voucher.ParameterChanged) {
					before := e
					before.Day = (e.At.Month() - 1).First()
					pass(before)
				}
				pass(e)
			}
		}),
	},
	{
		ID: "food-change-a-day-late", Requirement: "FOOD-ADJUSTMENT-001", Also: breaks("BOTH-TIME-003"),
		Title: voucher.Text{En: "a change of a rule holds a day later than set", Ru: "изменение правила действует на день позже назначенного", Kk: "ереже өзгерісі белгіленгеннен бір күн кеш күшіне енеді"},
		build: changed(func(e *voucher.Event) bool {
			if e.Kind != voucher.ParameterChanged {
				return false
			}
			e.Day++
			return true
		}),
	},
}

// reported leaves days without a report.
func reported(keeps func(t *food.Terms, d voucher.Day) bool) build {
	return rule(func(w *World, r *reference.Rules) {
		right := r.Food.DueAt
		r.Food.DueAt = func(t *food.Terms, d voucher.Day) food.Due {
			due := right(t, d)
			if w.differs(due.Report != 0 && !keeps(t, due.Report)) {
				due.Report = 0
			}
			return due
		}
	})
}

// lastMinuteMissing takes the purchases of a day's last minute off its report.
func lastMinuteMissing(*World, voucher.System, *voucher.Setup) watcher {
	type sums struct {
		purchases       uint32
		discounts, paid voucher.Money
	}
	late := map[voucher.Day]sums{}
	return watcher{
		saw: func(e *voucher.Event) {
			if e.Kind == voucher.Purchased && e.At.SinceMidnight() >= voucher.DayLength-voucher.Minute {
				s := late[e.At.Day()]
				late[e.At.Day()] = sums{s.purchases + 1, s.discounts + e.Amount, s.paid + e.Paid}
			}
		},
		told: func(events []voucher.Event) (changed bool) {
			for i := range events {
				e := &events[i]
				if s := late[e.Day]; e.Kind == voucher.DayReported && s.purchases > 0 {
					e.Count, e.Amount, e.Paid, changed = e.Count-s.purchases, e.Amount-s.discounts, e.Paid-s.paid, true
				}
			}
			return changed
		},
		read: func(_ context.Context, _ *voucher.Query, r *voucher.Record) bool {
			if r.Report == nil || r.Report.Handed == 0 || late[r.Report.Day].purchases == 0 {
				return false
			}
			s := late[r.Report.Day]
			r.Report.Purchases -= s.purchases
			r.Report.Discounts -= s.discounts
			r.Report.Paid -= s.paid
			return true
		},
	}
}
