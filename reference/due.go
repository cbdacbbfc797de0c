package reference

import (
	"math"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// never is later than any due instant.
const never = voucher.Instant(math.MaxInt64)

// plan says when the next work of each sort falls due.
type plan struct {
	next     voucher.Instant // the earliest of all
	closing  voucher.Instant // gas window
	dispatch voucher.Instant // first sending of a month's lists
	repeat   voucher.Instant // lists that nobody acknowledged
	change   voucher.Instant // new parameters, or a new month
	deferred voucher.Instant // list rows kept for the next month
	notice   voucher.Instant // gas SMS to the standing list
	remind   voucher.Instant // gas reminders
	food     voucher.Instant // anything of the food programme
}

// NextDue returns when the next work falls due, and false when none ever will.
func (m *Machine) NextDue() (voucher.Instant, bool) { return m.plan.next, m.plan.next != never }

// makePlan looks for the first work of each sort after an instant.
func (m *Machine) makePlan(after voucher.Instant) {
	p := plan{closing: never, dispatch: never, notice: never, change: never, deferred: never}
	month := after.Month()
	for n := month - 1; n <= month+1 || (p.closing == never && n <= m.terms.To.Month()); n++ {
		from, to := m.rules.Gas.Window(&m.terms, n)
		if from >= to {
			continue
		}
		p.closing = earliest(p.closing, to, after)
		p.dispatch = earliest(p.dispatch, m.rules.Gas.DispatchDue(&m.terms, n), after)
		p.notice = earliest(p.notice, m.rules.Gas.NoticeDue(&m.terms, n), after)
	}
	today := m.state.Now.Day()
	p.change = (today.Month() + 1).First().Start()
	if day, ok := m.Schedule.NextChange(today); ok {
		p.change = min(p.change, day.Start())
	}
	if len(m.Gas.Deferred) > 0 {
		p.deferred = (month + 1).First().Start()
	}
	p.repeat = m.nextRepeat()
	p.remind = m.Gas.Reminders.next()
	p.food = m.nextFoodDue(after)
	m.plan = p
	m.plan.sum()
}

// replan looks for due work anew after a command has changed what is due. What
// is due at this very instant stays so: that is the work of the world's first
// instant, which its first Advance does.
func (m *Machine) replan() {
	after := m.state.Now
	if m.plan.next <= after {
		after--
	}
	m.makePlan(after)
}

// noticeBy returns the instant at which new parameters are taken where the
// month's question is due by them, and never where it is not: the day may have
// moved to today, away from it, or into the past. Who was asked already is not
// asked again.
func (m *Machine) noticeBy(t voucher.Instant) voucher.Instant {
	due := m.rules.Gas.NoticeDue(&m.terms, m.terms.Month)
	if m.terms.Opens < m.terms.Closes && due <= t && t < m.terms.Closes {
		return t
	}
	return never
}

// sum finds the earliest.
func (p *plan) sum() {
	p.next = min(p.closing, p.dispatch, p.repeat, p.change, p.deferred, p.notice, p.remind, p.food)
}

// earliest returns the smaller of two instants, the second only if it lies
// after a third.
func earliest(best, t, after voucher.Instant) voucher.Instant {
	if t > after && t < best {
		return t
	}
	return best
}

// runDue does all that falls due at one instant, in the order of BOTH-TIME-003:
// close windows, annul, report, send lists, take new parameters, ask and remind.
func (m *Machine) runDue(t voucher.Instant) {
	m.state.Now = t
	p := m.plan
	if p.closing == t {
		m.closeGasWindow()
	}
	if p.food == t {
		m.endFoodDay()
	}
	if p.dispatch == t {
		m.sendLists()
	}
	if p.repeat == t {
		m.repeatLists()
	}
	if p.change == t {
		m.takeTerms()
		if m.terms.Closes <= t {
			m.closeGasWindow() // a correction has put the window's end into the past
		}
		p.notice = m.noticeBy(t)
	}
	if p.deferred == t {
		m.takeDeferred()
	}
	if p.notice == t {
		m.askGas()
	}
	if p.food == t {
		m.askFood()
	}
	if p.remind == t {
		m.remindGas()
	}
	m.makePlan(t)
}
