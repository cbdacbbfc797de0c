// Package reference is the machine that answers: both programmes, in memory,
// on a clock that only its driver moves.
//
// It knows the records, the order in which due work is done, and which rule
// decides what. It must not know the numbers of a rule (packages gas and food),
// a real clock, randomness, files, goroutines or the wire. It is deterministic:
// the same setup and the same calls give the same answers, events and state.
package reference

import (
	"context"
	"fmt"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Machine is one world of the reference. It serves one goroutine; put
// voucher.Serial in front of it for more.
type Machine struct {
	state
	rules    Rules
	readings voucher.Readings
	terms    gas.Terms // in force now
	pilot    pilot     // where the gas pilot runs now
	plan     plan
	// refundsClose is when the present month is closed for refunds.
	refundsClose voucher.Instant
	keys         keyTable
	refusals     refusalTable
	events       []voucher.Event // of the present call
	result       voucher.Result  // of the present command: handlers fill it in
	journal      func(*Entry)
	filter       filter
	entry        Entry
	scratch      scratch
}

var _ voucher.System = (*Machine)(nil)

// state is all that events change. Everything else in a Machine follows from
// it, from the setup and from the calls.
type state struct {
	Now      voucher.Instant
	Schedule *voucher.Schedule
	Setup    *voucher.Setup
	Messages slab[message]
	Gas      gasState
	Food     foodState
}

// message is one SMS.
type message struct {
	At        voucher.Instant
	Person    voucher.PersonID
	Month     voucher.Month
	Programme voucher.Programme
	Kind      voucher.MessageKind
	Delivery  voucher.Delivery
}

// scratch holds the values that rules are asked about, so that asking does not
// allocate.
type scratch struct {
	claim   gas.Claim
	voucher gas.Voucher
	account gas.Account
	attempt gas.Attempt
	packed  []uint64
	tariff  gas.Tariff
}

// New makes a machine with the rules of the two programmes. The setup must not
// be changed afterwards. Work that falls due at Setup.At itself is done by the
// first Advance.
func New(s *voucher.Setup) (*Machine, error) { return NewWith(s, StandardRules()) }

// NewWith makes a machine that decides by other rules, for worlds that are
// wrong on purpose.
func NewWith(s *voucher.Setup, r Rules) (*Machine, error) {
	schedule, err := voucher.NewSchedule(append(gas.Parameters(), food.Parameters()...), s.Settings)
	if err != nil {
		return nil, fmt.Errorf("reference: %w", err)
	}
	m := &Machine{rules: r, readings: s.Readings}
	m.state = state{Now: s.At, Schedule: schedule, Setup: s}
	if err := m.setUpGas(s); err != nil {
		return nil, fmt.Errorf("reference: %w", err)
	}
	if err := m.setUpFood(s); err != nil {
		return nil, fmt.Errorf("reference: %w", err)
	}
	m.keys.expect(len(s.People))
	m.takeTerms()
	m.makePlan(s.At - 1)
	return m, nil
}

// Now returns the present instant.
func (m *Machine) Now() voucher.Instant { return m.state.Now }

// Do carries out a command at the present instant; ctx is not looked at. The
// error is non-nil only for a command that is none.
func (m *Machine) Do(_ context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	if cmd == nil || cmd.Head() == nil {
		return voucher.Outcome{}, fmt.Errorf("reference: no command")
	}
	m.events = m.events[:0]
	h := cmd.Head()
	if !mayDo(cmd.Kind(), h.Actor.Role) {
		return voucher.Outcome{Refusal: roleNotAllowed}, nil
	}
	if h.Key == (voucher.Key{}) {
		return voucher.Outcome{Refusal: keyMissing}, nil
	}
	fingerprint := cmd.Fingerprint()
	g, k, looked := m.keys.find(h, m.state.Now)
	if k != nil {
		if k.fingerprint != fingerprint {
			return voucher.Outcome{Refusal: keyReused}, nil
		}
		return voucher.Outcome{Refusal: m.refusals.at(k.refusal), Result: m.stored(g, k)}, nil
	}
	m.result = voucher.Result{}
	refusal := m.decide(cmd)
	m.keep(h, looked, fingerprint, refusal, &m.result, cmd.Kind() == voucher.KindPurchase)
	if m.journal != nil {
		m.record(Entry{Kind: cmd.Kind(), Header: *h, Fingerprint: fingerprint, Refusal: refusal, Result: m.result})
	}
	return voucher.Outcome{Refusal: refusal, Result: m.result, Events: m.events}, nil
}

// Advance moves the clock to an instant and does what falls due on the way, in
// order of time (BOTH-TIME-002). Going back is an error and changes nothing.
func (m *Machine) Advance(_ context.Context, to voucher.Instant) ([]voucher.Event, error) {
	if to < m.state.Now {
		return nil, fmt.Errorf("reference: the clock stands at %s and cannot go back to %s", m.state.Now, to)
	}
	m.events = m.events[:0]
	for m.plan.next <= to {
		m.runDue(m.plan.next)
	}
	m.state.Now = to
	if m.journal != nil && len(m.events) > 0 {
		m.record(Entry{})
	}
	return m.events, nil
}

// emit makes an event of the present instant happen: the state evolves by it,
// and it is part of the call's answer.
func (m *Machine) emit(e *voucher.Event) {
	m.events = append(m.events, *e)
	p := &m.events[len(m.events)-1]
	if p.At == 0 {
		p.At = m.state.Now
	}
	if m.filter != nil {
		m.pass(*p)
		return
	}
	m.evolve(p)
}

// keep stores an answer under its key, unless it is no answer: an outage is
// neither a yes nor a no (GAS-ACCOUNT-003), so the same command may be tried
// again. sale says that it is a purchase's.
func (m *Machine) keep(h *voucher.Header, looked probe, fingerprint voucher.Digest, r *voucher.Refusal, result *voucher.Result, sale bool) {
	if r != nil && r.Reason == voucher.ProviderUnavailable {
		return
	}
	m.scratch.packed = packResult(m.scratch.packed[:0], result, sale && r == nil)
	k := keyed{fingerprint: fingerprint, refusal: m.refusals.index(r)}
	m.keys.store(h, looked, m.terms.Month, m.refundsClose, k, m.scratch.packed)
}

// stored returns the result kept for a key.
func (m *Machine) stored(g *keyMonth, k *keyed) voucher.Result {
	r, sale := unpackResult(g.words.run(k.result, uint32(k.words)))
	if sale {
		r.Lines = m.linesOf(r.Purchase)
	}
	return r
}

// takeTerms reads the parameters in force today. It runs when a parameter
// changes and when a month begins.
func (m *Machine) takeTerms() {
	day := m.state.Now.Day()
	m.terms = gas.TermsAt(m.Schedule, m.readings, day)
	m.terms.Opens, m.terms.Closes = m.rules.Gas.Window(&m.terms, m.terms.Month)
	m.pilot = m.gasPilot(day)
	m.takeFoodTerms(day)
	m.refundsClose = ((m.terms.Month + 1).First() + m.refundDays()).Start()
}
