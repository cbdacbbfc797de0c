package simulator

import (
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// trouble is a span of a block's life in which something does not work.
type trouble struct {
	from, until int64  // seconds of the run; until is the first one after it
	lost        uint32 // of messages
	delay       int64  // of messages that are not lost
}

// at returns the one of a list in which a second lies, or nil.
func during(list []trouble, at int64) *trouble {
	for i := range list {
		if t := &list[i]; t.from <= at && at < t.until {
			return t
		}
	}
	return nil
}

// meetEvents notes which of the scenario's events strike the block, and plans what
// they do to its stores.
func (b *block) meetEvents() {
	b.closures, b.outages = b.closures[:0], b.outages[:0]
	for i := range b.run.events {
		e := &b.run.events[i]
		t := trouble{from: b.dayStart(e.From), until: b.dayStart(e.To + 1), lost: uint32(e.Share), delay: e.DelayHours * hour}
		switch {
		case t.until <= 0: // over before the run begins
		case e.Kind == scenarios.StoresSuspended:
			b.planChain(e, &t)
		case !e.In(b.place.territory):
		case e.Kind == scenarios.CentresClosed:
			b.closures = append(b.closures, t)
		case e.Kind == scenarios.SMSOutage:
			b.outages = append(b.outages, t)
		}
	}
}

// planChain plans that the stores of a chain stop and go on. Which ones are of it
// hangs on each alone, so that a larger share holds a smaller one.
func (b *block) planChain(e *scenarios.Event, t *trouble) {
	for n := range b.stores {
		s := &b.stores[n]
		if n == b.foreign || !e.In(s.territory) || (e.StoreKind != "" && b.run.shops.kinds[s.kind].Kind != e.StoreKind) {
			continue
		}
		if b.chance(ForStoreChain, s.id, 0, uint32(e.Share)) {
			b.agenda.add(max(0, t.from), actChainStops, uint32(n))
			b.agenda.add(t.until, actChainGoesOn, uint32(n))
		}
	}
}

// chainStops suspends a store of a chain, or lifts it when the last event that
// stops it is over and no stop of its own holds.
func (b *block) chainStops(n int, stops bool) {
	s := &b.stores[n]
	if stops {
		if s.chains++; s.chains == 1 {
			b.stopForChain(n)
		}
		return
	}
	if s.chains--; s.chains == 0 && s.suspended && !s.stopped {
		b.tellSuspension(n, true)
	}
}

// stopForChain suspends a store that takes part and is not suspended yet.
func (b *block) stopForChain(n int) {
	if s := &b.stores[n]; s.chains > 0 && s.member && !s.suspended {
		b.tellSuspension(n, false)
	}
}

// reopened returns the second at which a service centre that is closed at a second
// opens again; ok is false where it is open.
func (b *block) reopened(at int64) (opens int64, ok bool) {
	if t := during(b.closures, at); t != nil {
		return t.until, true
	}
	return 0, false
}

// struck says what an outage does to a message or a reply of a family that is sent
// at a second: it is lost, or comes so much later. n tells it from the family's
// others.
func (b *block) struck(i, p int, sent int64, n uint64) (lost bool, delay int64) {
	t := during(b.outages, sent)
	if t == nil {
		return false, 0
	}
	if b.chance(ForMessageOutage, b.families[i].id, n<<1|uint64(p), t.lost) {
		return true, 0
	}
	return false, t.delay
}

// bySMS reports whether people answer a programme's question by SMS.
func (b *block) bySMS(p int) bool { return p == 0 || !b.run.readings.Is(voucher.F36, voucher.Option) }
