package load

import (
	"runtime"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Precise reports whether the pacer of this system keeps its plan to a quarter of a
// millisecond. Where it does not, arrivals are as late as the Go runtime's timers,
// about a millisecond, and a run says so.
const Precise = true

// rawBelow is the longest wait that holds on to its processor: the collector of
// garbage, which needs all of them to stop, is delayed by no more.
const rawBelow = 200 * time.Microsecond

// pacerNice is the priority of the pacer's thread.
const pacerNice = -15

// waiter waits on the kernel's own timer: that of the Go runtime rounds what is below
// a millisecond up to one.
type waiter struct{}

func newWaiter() waiter {
	// Of this thread alone; an error leaves 50 µs of slack, which the lateness shows.
	_ = unix.Prctl(unix.PR_SET_TIMERSLACK, 1, 0, 0, 0)
	// Where that is allowed the plan goes before what else runs: it takes a seventh of
	// a processor at 20,000 arrivals a second.
	_ = unix.Setpriority(unix.PRIO_PROCESS, 0, pacerNice)
	return waiter{}
}

func (waiter) wait(d time.Duration) {
	if d <= 0 {
		return
	}
	t := unix.NsecToTimespec(int64(d))
	if d >= rawBelow {
		_ = unix.ClockNanosleep(unix.CLOCK_MONOTONIC, 0, &t, nil) // an early wake is met by waiting again
		return
	}
	_, _, _ = unix.RawSyscall6(unix.SYS_CLOCK_NANOSLEEP, unix.CLOCK_MONOTONIC, 0, uintptr(unsafe.Pointer(&t)), 0, 0, 0)
}

// moreProcessors gives the runtime one processor more while a pacer sits on one, and
// returns what takes it back.
func moreProcessors() func() {
	before := runtime.GOMAXPROCS(0)
	runtime.GOMAXPROCS(before + 1)
	return func() { runtime.GOMAXPROCS(before) }
}

// processorTime is what this process has taken of the processors so far.
func processorTime() (d time.Duration, known bool) {
	var u unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &u) != nil {
		return 0, false
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), true
}
