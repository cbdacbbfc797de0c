package simulator

import "github.com/vouch-kz/vouch/reference/voucher"

// draw returns the n-th random number of an entity for a purpose.
func (b *block) draw(p Purpose, entity, n uint64) uint64 {
	b.draws++
	return b.run.streams.Of(p, entity).At(n)
}

// chance draws a yes with a share of ppm parts per million.
func (b *block) chance(p Purpose, entity, n uint64, ppm uint32) bool {
	u := b.draw(p, entity, n)
	yes := Chance(u, ppm)
	if b.tracer != nil {
		b.tracer.drew(b, entity, Draw{Purpose: p, Counter: n, Kind: DrawChance, Bound: int64(ppm), Outcome: int64(flag(yes))}, u)
	}
	return yes
}

// choose draws one of the outcomes of a choice.
func (b *block) choose(c *Choice, p Purpose, entity, n uint64) int {
	u := b.draw(p, entity, n)
	outcome := c.Pick(u)
	if b.tracer != nil {
		b.tracer.drew(b, entity, Draw{Purpose: p, Counter: n, Kind: DrawChoice, Bound: int64(len(c.slots)), Outcome: int64(outcome)}, u)
	}
	return outcome
}

// amount draws a quantity.
func (b *block) amount(q *Quantiles, p Purpose, entity, n uint64) int64 {
	u := b.draw(p, entity, n)
	outcome := q.At(u)
	if b.tracer != nil {
		b.tracer.drew(b, entity, Draw{Purpose: p, Counter: n, Kind: DrawAmount, Outcome: outcome}, u)
	}
	return outcome
}

// below draws a whole number below a limit, each as likely as another.
func (b *block) below(p Purpose, entity, n, limit uint64) uint64 {
	u := b.draw(p, entity, n)
	outcome := IntN(u, limit)
	if b.tracer != nil {
		b.tracer.drew(b, entity, Draw{Purpose: p, Counter: n, Kind: DrawNumber, Bound: int64(limit), Outcome: int64(outcome)}, u)
	}
	return outcome
}

// decide turns a random number into an answer; the lowest numbers say yes, so
// that a greater share only adds people.
func (b *block) decide(p Purpose, f *family, n, u uint64, accept, refuse uint32) voucher.Answer {
	a := voucher.NoAnswer
	switch v := uint32(IntN(u, Million)); {
	case v < accept:
		a = voucher.Yes
	case v >= Million-refuse:
		a = voucher.No
	}
	if b.tracer != nil {
		b.tracer.drew(b, f.id, Draw{Purpose: p, Counter: n, Kind: DrawAnswer, Bound: int64(accept), Outcome: int64(a)}, u)
	}
	return a
}

// even draws one of two, each as likely as the other.
func (b *block) even(p Purpose, entity, n uint64) bool {
	u := b.draw(p, entity, n)
	yes := u&1 == 0
	if b.tracer != nil {
		b.tracer.drew(b, entity, Draw{Purpose: p, Counter: n, Kind: DrawNumber, Bound: 2, Outcome: int64(u & 1)}, u)
	}
	return yes
}
