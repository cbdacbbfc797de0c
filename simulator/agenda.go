package simulator

import "fmt"

const daySeconds = 24 * 60 * 60

// act is one kind of thing that happens in a block; the acts stand in engine.go.
type act uint16

// moment is one entry of the agenda: what happens, when, and to whom.
type moment struct {
	at  int64 // second of the run
	act act
	arg uint32
}

// agenda holds what will happen in a block, in the order of time; at one
// second, first come first served. What lies on a later day waits unsorted in
// that day's bucket and is sorted once, after midnight: some 10 ns an entry, where a heap of a block's hundred thousand waiting entries takes ten
// times that. Only what the open day adds to itself goes through the Queue,
// which so stays short. Memory is kept from day to day and from block to block.
type agenda struct {
	days    [][]uint64 // packed entries, by day of the run
	spare   [][]uint64 // buckets of days gone by
	today   []uint64   // the open day, sorted
	scratch []uint64
	next    int  // in today
	day     int  // open day, -1 before the first
	sorted  bool // today is; until the first take it takes what midnight brings
	now     int64
	until   int64 // people act before it
	waiting int   // entries on the agenda
	soon    Queue
}

// reset empties the agenda for a block that lives the given number of days, in
// the first of which people act.
func (a *agenda) reset(days, people int) {
	for i := range a.days {
		a.recycle(i)
	}
	for len(a.days) < days {
		a.days = append(a.days, nil)
	}
	a.days = a.days[:days]
	a.soon.Reset()
	*a = agenda{days: a.days, spare: a.spare, today: a.today[:0], scratch: a.scratch, day: -1, soon: a.soon,
		until: int64(people) * daySeconds}
}

// recycle takes a day's bucket back.
func (a *agenda) recycle(day int) {
	if cap(a.days[day]) > 0 {
		a.spare = append(a.spare, a.days[day][:0])
		a.days[day] = nil
	}
}

// add puts an entry on the agenda. A second gone by becomes now; one beyond the
// last day, and for an act of people beyond theirs, is never reached and is
// left out.
func (a *agenda) add(at int64, what act, arg uint32) {
	if at < a.now {
		at = a.now
	}
	day := int(at / daySeconds)
	switch {
	case day >= len(a.days) || (what < institutions && at >= a.until):
		return
	case day == a.day && a.sorted:
		a.soon.Push(at, uint16(what), arg)
	case day == a.day:
		a.today = append(a.today, pack(at, what, arg))
	default:
		bucket := a.days[day]
		if bucket == nil && len(a.spare) > 0 {
			bucket = a.spare[len(a.spare)-1]
			a.spare = a.spare[:len(a.spare)-1]
		}
		a.days[day] = append(bucket, pack(at, what, arg))
	}
	a.waiting++
}

const secondShift = 47 // 17 bits of second, 15 of act, 32 of argument

// pack puts an entry of a day into one word.
func pack(at int64, what act, arg uint32) uint64 {
	return uint64(at%daySeconds)<<secondShift | uint64(what)<<32 | uint64(arg)
}

// open makes a day the open one. The day before must be empty.
func (a *agenda) open(day int) {
	if day != a.day+1 || a.next < len(a.today) || a.soon.Len() > 0 {
		panic(fmt.Sprintf("simulator: day %d opened after day %d, which was not over", day, a.day))
	}
	a.day, a.now, a.next, a.sorted = day, int64(day)*daySeconds, 0, false
	a.today = append(a.today[:0], a.days[day]...)
	a.recycle(day)
}

// take takes the open day's next entry out and makes its second the present
// one; false when the day is over.
func (a *agenda) take() (moment, bool) {
	if !a.sorted {
		a.sort()
	}
	at, queued := a.soon.Peek()
	if a.next < len(a.today) {
		e := a.today[a.next]
		when := int64(a.day)*daySeconds + int64(e>>secondShift)
		// What was on the agenda before the day opened came first.
		if !queued || when <= at {
			a.next++
			a.waiting--
			a.now = when
			return moment{at: when, act: act(e >> 32 & (1<<15 - 1)), arg: uint32(e)}, true
		}
	}
	item, ok := a.soon.Pop()
	if !ok {
		return moment{}, false
	}
	a.waiting--
	a.now = item.At
	return moment{at: item.At, act: act(item.Kind), arg: item.Arg}, true
}

// sort sorts the open day by second, leaving the order of arrival at one
// second: a radix sort in two passes, or by insertion where there is little.
func (a *agenda) sort() {
	const few = 48
	a.sorted = true
	if len(a.today) <= few {
		insertionSort(a.today)
		return
	}
	if cap(a.scratch) < len(a.today) {
		a.scratch = make([]uint64, len(a.today)+len(a.today)/2)
	}
	other := a.scratch[:len(a.today)]
	radixPass(other, a.today, secondShift)
	radixPass(a.today, other, secondShift+9)
}

// radixPass deals the entries of from out to to, by nine bits, in their order.
func radixPass(to, from []uint64, shift uint) {
	var start [512]uint32
	for _, e := range from {
		start[e>>shift&511]++
	}
	sum := uint32(0)
	for i, n := range start {
		start[i] = sum
		sum += n
	}
	for _, e := range from {
		digit := e >> shift & 511
		to[start[digit]] = e
		start[digit]++
	}
}

func insertionSort(entries []uint64) {
	for i := 1; i < len(entries); i++ {
		e := entries[i]
		j := i
		for j > 0 && entries[j-1]>>secondShift > e>>secondShift {
			entries[j] = entries[j-1]
			j--
		}
		entries[j] = e
	}
}
