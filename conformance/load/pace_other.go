//go:build !linux

package load

import "time"

// Precise reports whether the pacer of this system keeps its plan to a quarter of a
// millisecond. Where it does not, arrivals are as late as the Go runtime's timers,
// about a millisecond, and a run says so.
const Precise = false

type waiter struct{}

func (waiter) begin() {}

func (waiter) wait(d time.Duration) { time.Sleep(d) }

func (waiter) end() {}

// across lets a pacer fire what is due itself.
func across(keep func(tell func([]due)), fire func(*due)) {
	keep(func(all []due) {
		for i := range all {
			fire(&all[i])
		}
	})
}

func moreProcessors() func() { return func() {} }

func processorTime() (d time.Duration, known bool) { return 0, false }
