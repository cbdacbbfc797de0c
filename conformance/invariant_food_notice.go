package conformance

import "github.com/vouch-kz/vouch/reference/voucher"

// messages holds the SMS about food to the 5th (FOOD-NOTICE-001, -002).
func (f *foodDiary) messages(w *watch, e *voucher.Entry) {
	asked, reminded := map[voucher.Month]int{}, map[voucher.Month]int{}
	for i := range e.Record.Messages {
		s := &e.Record.Messages[i]
		if s.Programme != voucher.Food {
			continue
		}
		switch s.Kind {
		case voucher.Notice:
			asked[s.Month]++
			due := s.Month.Day(noticeDay).Start()
			if s.At < due || s.At >= due.Day().End() || s.Month < foodFirst || s.Month > foodLast {
				w.broken(askedOnThe5th, foodQuestionDay.line())
			}
		case voucher.Reminder:
			reminded[s.Month]++
			if !w.is(voucher.F31) {
				w.broken(askedOnThe5th, noFoodReminder.line())
			}
		}
		if asked[s.Month] > 1 || reminded[s.Month] > 1 {
			w.broken(askedOnThe5th, oneFoodSMS.line("month", s.Month))
		}
	}
	for _, who := range f.inOrder() {
		m := who.month
		if f.wallets[who].owner == e.Query.Person && f.frozen[m] && asked[m] == 0 && w.now >= m.Day(noticeDay).End() {
			w.broken(askedOnThe5th, foodQuestionDue.line("month", m, "family", who.family))
			return
		}
	}
}
