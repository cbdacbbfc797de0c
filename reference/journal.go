package reference

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Entry is one accepted or refused command, or one advance of the clock, with
// everything that is needed to rebuild the state without deciding anything
// again. Its slices are valid until the machine's next call.
type Entry struct {
	At          voucher.Instant
	Kind        voucher.CommandKind // zero for an advance of the clock
	Header      voucher.Header
	Fingerprint voucher.Digest
	Refusal     *voucher.Refusal
	Result      voucher.Result
	Events      []voucher.Event
}

// Clone copies an entry so that it lasts.
func (e *Entry) Clone() Entry {
	c := *e
	c.Events = voucher.CloneEvents(e.Events)
	c.Result.Lines = append([]voucher.LineSplit(nil), e.Result.Lines...)
	return c
}

// Record hands every entry from now on to f: the journal. It is append-only by
// being handed out (BOTH-JOURNAL-001). A nil f stops it.
func (m *Machine) Record(f func(*Entry)) { m.journal = f }

// record hands one entry out.
func (m *Machine) record(e Entry) {
	m.entry = e
	m.entry.At, m.entry.Events = m.state.Now, m.events
	m.journal(&m.entry)
}

// Replay rebuilds a machine from its setup and journal through evolve alone: no
// rule is asked. It is the second, independent path to a state; the clock then
// stands at the given instant.
func Replay(s *voucher.Setup, entries []Entry, at voucher.Instant) (*Machine, error) {
	m, err := New(s)
	if err != nil {
		return nil, err
	}
	advanced := at > s.At
	for i := range entries {
		e := &entries[i]
		advanced = advanced || e.Kind == 0
		if e.At < m.state.Now {
			return nil, fmt.Errorf("reference: journal entry %d at %s follows one at %s", i+1, e.At, m.state.Now)
		}
		if m.state.Now = e.At; e.At >= m.plan.change {
			m.takeTerms()
			m.makePlan(e.At)
		}
		for j := range e.Events {
			m.evolve(&e.Events[j])
		}
		if e.Kind != 0 {
			_, _, looked := m.keys.find(&e.Header, e.At)
			m.keep(&e.Header, looked, e.Fingerprint, e.Refusal, &e.Result, e.Kind == voucher.KindPurchase)
		}
	}
	m.state.Now = at
	for m.Gas.Reminders.next() <= at {
		m.Gas.Reminders.pop()
	}
	m.takeTerms()
	after := at
	if !advanced {
		after-- // the work of the world's first instant is still due
	}
	m.makePlan(after)
	return m, nil
}
