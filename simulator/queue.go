package simulator

import (
	"math"
	"math/bits"
)

// Item is one thing that will happen in a run: when, what, and to whom. Kind
// and Arg mean what the engine wants (a reply, a purchase; the number of a
// family in its block). It takes 24 bytes.
type Item struct {
	At   int64  // instant, in the unit of the caller
	Seq  uint32 // order of arrival, given by the queue
	Arg  uint32
	Kind uint16
}

// before says whether x comes out before y: earlier, or at the same time and
// arrived first.
func (x *Item) before(y *Item) bool { return x.earlier(y) == 1 }

// earlier is before as a number, 1 or 0: the borrow of a 128-bit subtraction,
// time above arrival. In a heap such comparisons go either way with equal
// chances, and a mispredicted branch costs more than all the rest.
func (x *Item) earlier(y *Item) uint64 {
	const sign = 1 << 63 // makes the order of signed times that of unsigned ones
	_, borrow := bits.Sub64(uint64(x.Seq), uint64(y.Seq), 0)
	_, borrow = bits.Sub64(uint64(x.At)^sign, uint64(y.At)^sign, borrow)
	return borrow
}

// Queue hands out items in the order of their time; at one instant, first come
// first served, so that a run does not depend on how a heap happens to lie. The
// zero value is an empty queue. It allocates only while it grows beyond its
// greatest length so far, and serves one goroutine.
type Queue struct {
	items []Item // a heap in which the parent of i is (i-1)/4
	next  uint32
}

// Len returns the number of items that wait.
func (q *Queue) Len() int { return len(q.items) }

// Reset empties the queue for another block and keeps its memory.
func (q *Queue) Reset() {
	q.items = q.items[:0]
	q.next = 0
}

// Push adds an item. A queue takes 2^32-1 items between two Resets, a thousand
// times what a block lives through; one more panics.
func (q *Queue) Push(at int64, kind uint16, arg uint32) {
	if q.next == math.MaxUint32 {
		panic("simulator: a queue took 2^32-1 items without Reset")
	}
	q.next++
	item := Item{At: at, Seq: q.next, Arg: arg, Kind: kind}
	heap := append(q.items, item)
	i := len(heap) - 1
	for i > 0 {
		parent := (i - 1) >> 2
		if !item.before(&heap[parent]) {
			break
		}
		heap[i] = heap[parent]
		i = parent
	}
	heap[i] = item
	q.items = heap
}

// Peek returns the time of the next item, and false when none waits.
func (q *Queue) Peek() (at int64, ok bool) {
	if len(q.items) == 0 {
		return 0, false
	}
	return q.items[0].At, true
}

// Pop takes the next item out, and says false when none waits.
func (q *Queue) Pop() (Item, bool) {
	if len(q.items) == 0 {
		return Item{}, false
	}
	heap := q.items
	top := heap[0]
	last := len(heap) - 1
	item := heap[last]
	heap = heap[:last]
	q.items = heap
	if last > 0 {
		sift(heap, item)
	}
	return top, true
}

// sift puts an item into the hole at the top: the hole moves down, the
// earliest child coming up, until the item fits.
func sift(heap []Item, item Item) {
	hole := 0
	for {
		child := hole<<2 + 1
		if child+4 > len(heap) {
			break
		}
		// The four by a small tournament without branches. The masks change
		// nothing; they tell the compiler that the index is in bounds.
		four := heap[child : child+4 : child+4]
		first := four[1].earlier(&four[0])
		second := 2 + four[3].earlier(&four[2])
		if four[second&3].earlier(&four[first&3]) == 1 {
			first = second
		}
		if !four[first&3].before(&item) {
			heap[hole] = item
			return
		}
		heap[hole] = four[first&3]
		hole = child + int(first)
	}

	// Only the last parent has fewer than four children, and they have none.
	first := hole<<2 + 1
	for c := first + 1; c < len(heap); c++ {
		if heap[c].before(&heap[first]) {
			first = c
		}
	}
	if first < len(heap) && heap[first].before(&item) {
		heap[hole] = heap[first]
		hole = first
	}
	heap[hole] = item
}
