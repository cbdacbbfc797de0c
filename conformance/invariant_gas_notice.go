package conformance

import (
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// messages holds the SMS to a person to their days (GAS-NOTICE-001, -002,
// GAS-REMINDER-001).
func (g *gasDiary) messages(w *watch, e *voucher.Entry) {
	p := e.Query.Person
	asked, reminded := map[voucher.Month]voucher.Instant{}, map[voucher.Month]voucher.Instant{}
	for i := range e.Record.Messages {
		s := &e.Record.Messages[i]
		if s.Programme != voucher.Gas || s.Kind == voucher.Help {
			continue
		}
		from, to := w.gasWindow(s.Month)
		if from == 0 || s.At < from || s.At >= to || s.At.Month() != s.Month {
			w.broken(askedOnce, smsInWindow.line("month", s.Month))
		}
		if l := g.list[p]; l == nil {
			w.broken(groundsOnly, smsToListed.line())
		}
		switch {
		case s.Kind == voucher.Notice && asked[s.Month] != 0:
			w.broken(askedOnce, oneQuestion.line("month", s.Month))
		case s.Kind == voucher.Notice:
			asked[s.Month] = s.At
			if s.Month != gasFirst && s.At.Day().OfMonth() > 14 {
				w.broken(askedOnce, noLateQuestion.line("month", s.Month))
			}
		case reminded[s.Month] != 0:
			w.broken(oneReminder, oneReminderOf.line("month", s.Month))
		default:
			reminded[s.Month] = s.At
			g.reminder(w, p, s, asked[s.Month])
		}
	}
	g.silent(w, p, asked, reminded)
}

// reminder holds a reminder to the question and the answers before it.
func (g *gasDiary) reminder(w *watch, p voucher.PersonID, s *voucher.Message, asked voucher.Instant) {
	m := g.month(p, s.Month)
	due := w.reminderDue(asked)
	switch {
	case asked == 0:
		w.broken(oneReminder, noReminderAfter.line())
	case s.At < due || s.At >= due.Day().End():
		w.broken(oneReminder, reminderOnDay.line("day", due.Day()))
	case m.answered != 0 && m.answered < s.At:
		w.broken(oneReminder, noReminderAnswered.line("at", m.answered))
	}
}

// reminderDue is when the repeat of a question is due, by the three ways to
// read it.
func (w *watch) reminderDue(asked voucher.Instant) voucher.Instant {
	switch w.readings[voucher.G04] {
	case voucher.Option:
		return (asked.Day() + 8).Start()
	case voucher.Option2:
		return (asked.Day() + 7).Start()
	}
	return asked.Plus(7 * voucher.DayLength)
}

// silent looks for what should have been sent by now and was not.
func (g *gasDiary) silent(w *watch, p voucher.PersonID, asked, reminded map[voucher.Month]voucher.Instant) {
	l := g.list[p]
	month := w.now.Month()
	from, to := w.gasWindow(month)
	if l == nil || !l.on || from == 0 {
		return
	}
	due := max(from, l.since)
	tooLate := l.since >= from && due.Day().OfMonth() > 14 && month != gasFirst // put on the list when nobody is asked any more
	if asked[month] == 0 && from >= w.h.Setup.At && w.now >= due.Day().End() && w.now < to && !w.is(voucher.G13) && !tooLate {
		w.broken(askedOnce, questionDue.line("month", month, "day", due.Day()))
	}
	remind := w.reminderDue(asked[month])
	m := g.month(p, month)
	if w.is(voucher.G10) {
		to = to.Plus(-voucher.DayLength) // no answer is taken after that
	}
	if asked[month] == 0 || reminded[month] != 0 || month == gasFirst || remind >= to || w.now < remind.Day().End() || m.answered != 0 {
		return
	}
	if l.since <= asked[month] && !slices.ContainsFunc(l.dropped, func(at voucher.Instant) bool { return at >= asked[month] }) {
		w.broken(oneReminder, reminderDueOn.line("day", remind.Day()))
	}
}
