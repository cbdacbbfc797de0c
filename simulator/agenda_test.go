package simulator

import (
	"slices"
	"testing"
)

// TestAgendaOrder holds the order: by second, at one second by arrival, with
// what was there before the day opened in front, whatever the way in.
func TestAgendaOrder(t *testing.T) {
	var a agenda
	a.reset(5, 5)
	streams := NewStreams(1)
	type entry struct {
		at  int64
		seq uint32
	}
	var want []entry
	seq := uint32(0)
	add := func(at int64) {
		seq++
		a.add(at, actWake, seq)
		want = append(want, entry{at, seq})
	}
	for i := range uint64(2000) {
		add(int64(IntN(streams.Of(ForTieBreak, 1).At(i), 3*daySeconds)))
	}
	var got []entry
	for d := range 3 {
		a.open(d)
		for i := range uint64(50) { // midnight's own
			add(int64(d)*daySeconds + int64(IntN(streams.Of(ForTieBreak, 2).At(i), daySeconds)))
		}
		for n := 0; ; n++ {
			m, ok := a.take()
			if !ok {
				break
			}
			got = append(got, entry{m.at, m.arg})
			if n%7 == 0 { // what follows on the same day goes through the queue
				add(m.at + int64(n%3))
			}
		}
	}
	slices.SortStableFunc(want, func(x, y entry) int {
		if x.at != y.at {
			return int(x.at - y.at)
		}
		return int(x.seq) - int(y.seq)
	})
	// What follows into the next day is not taken in three days, all else is.
	want = slices.DeleteFunc(want, func(e entry) bool { return e.at >= 3*daySeconds })
	if !slices.Equal(got, want) {
		t.Errorf("%d entries came out, want %d in the order of time and arrival", len(got), len(want))
	}
	if a.waiting != 0 && a.waiting != int(seq)-len(want) {
		t.Errorf("%d entries wait, want %d", a.waiting, int(seq)-len(want))
	}
}

// TestAgendaLimits holds what is left out and what is brought forward.
func TestAgendaLimits(t *testing.T) {
	for _, row := range []struct {
		name string
		at   int64
		what act
		left bool
		why  string
	}{
		{"people's last second", 2*daySeconds - 1, actShop, false, "people act to the end of their last day"},
		{"the second after", 2 * daySeconds, actShop, true, "nobody acts in the tail"},
		{"a bill in the tail", 2 * daySeconds, actCharge, false, "institutions settle"},
		{"the last second", 3*daySeconds - 1, actCharge, false, "still a day of the run"},
		{"the second after the last", 3 * daySeconds, actCharge, true, "never reached"},
	} {
		var a agenda
		a.reset(3, 2)
		a.add(row.at, row.what, 1)
		if left := a.waiting == 0; left != row.left {
			t.Errorf("%s: left out %v, want %v\n%s", row.name, left, row.left, row.why)
		}
	}
	var a agenda
	a.reset(3, 2)
	a.open(0)
	a.take()
	a.now = 100
	a.add(99, actWake, 7)
	if m, ok := a.take(); !ok || m.at != 100 {
		t.Errorf("an entry for a second gone by comes at %d, want 100: time does not go back", m.at)
	}
}

// TestAgendaKeepsItsMemory holds that a second block allocates nothing.
func TestAgendaKeepsItsMemory(t *testing.T) {
	var a agenda
	live := func() {
		a.reset(40, 40)
		for i := range 5000 {
			a.add(int64(i)*500, actShop, uint32(i))
		}
		for d := range 40 {
			a.open(d)
			for {
				m, ok := a.take()
				if !ok {
					break
				}
				if m.act == actShop {
					a.add(m.at+20, actPay, 0)
				}
			}
		}
	}
	live()
	live()
	if n := testing.AllocsPerRun(3, live); n > 0 {
		t.Errorf("%v allocations for a block like the one before, want 0", n)
	}
}
