package simulator

import "github.com/vouch-kz/vouch/reference/voucher"

// draw returns the n-th random number of an entity for a purpose.
func (b *block) draw(p Purpose, entity, n uint64) uint64 {
	b.draws++
	return b.run.streams.Of(p, entity).At(n)
}

// The next four are spelt out, not made of draw: one call a draw is what a hot
// loop can afford.

// chance draws a yes with a share of ppm parts per million.
func (b *block) chance(p Purpose, entity, n uint64, ppm uint32) bool {
	b.draws++
	u := b.run.streams.Of(p, entity).At(n)
	yes := Chance(u, ppm)
	if b.tracer != nil {
		b.drew(p, entity, n, u, DrawChance, int64(ppm), int64(flag(yes)))
	}
	return yes
}

// choose draws one of the outcomes of a choice.
func (b *block) choose(c *Choice, p Purpose, entity, n uint64) int {
	b.draws++
	u := b.run.streams.Of(p, entity).At(n)
	outcome := c.Pick(u)
	if b.tracer != nil {
		b.drew(p, entity, n, u, DrawChoice, int64(len(c.slots)), int64(outcome))
	}
	return outcome
}

// amount draws a quantity.
func (b *block) amount(q *Quantiles, p Purpose, entity, n uint64) int64 {
	b.draws++
	u := b.run.streams.Of(p, entity).At(n)
	outcome := q.At(u)
	if b.tracer != nil {
		b.drew(p, entity, n, u, DrawAmount, 0, outcome)
	}
	return outcome
}

// below draws a whole number below a limit, each as likely as another.
func (b *block) below(p Purpose, entity, n, limit uint64) uint64 {
	b.draws++
	u := b.run.streams.Of(p, entity).At(n)
	outcome := IntN(u, limit)
	if b.tracer != nil {
		b.drew(p, entity, n, u, DrawNumber, int64(limit), int64(outcome))
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
		b.drew(p, f.id, n, u, DrawAnswer, int64(accept), int64(a))
	}
	return a
}

// even draws one of two, each as likely as the other.
func (b *block) even(p Purpose, entity, n uint64) bool {
	b.draws++
	u := b.run.streams.Of(p, entity).At(n)
	yes := u&1 == 0
	if b.tracer != nil {
		b.drew(p, entity, n, u, DrawNumber, 2, int64(u&1))
	}
	return yes
}
