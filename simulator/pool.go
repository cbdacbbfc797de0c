package simulator

// pool keeps records that wait for something on the agenda, which holds their
// slot. Slots are used again, so that a pool is as large as the most that ever
// waited at a time.
type pool[T any] struct {
	slots []T
	free  []uint32
}

// take returns an empty slot.
func (p *pool[T]) take() uint32 {
	var zero T
	if n := len(p.free); n > 0 {
		slot := p.free[n-1]
		p.free = p.free[:n-1]
		p.slots[slot] = zero
		return slot
	}
	p.slots = append(p.slots, zero)
	return uint32(len(p.slots) - 1)
}

// at returns a slot's record, until the next take.
func (p *pool[T]) at(slot uint32) *T { return &p.slots[slot] }

// give takes a slot back.
func (p *pool[T]) give(slot uint32) { p.free = append(p.free, slot) }

// reset empties the pool and keeps its memory.
func (p *pool[T]) reset() { p.slots, p.free = p.slots[:0], p.free[:0] }
