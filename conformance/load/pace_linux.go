package load

import (
	"errors"
	"os"
	"runtime"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Precise reports whether the pacer of this system keeps its plan to a quarter of a
// millisecond. Where it does not, arrivals are as late as the Go runtime's timers,
// about a millisecond, and a run says so.
const Precise = true

// How the pacer's thread stands among others: it is to be let in at once when its time
// has come, and takes a seventh of a processor at 20,000 arrivals a second.
const (
	pacerNice  = -15                    // where that is allowed
	pacerSlice = 100 * time.Microsecond // who asks for little at a time is let in before others
)

// waiter waits on the kernel's own timer: that of the Go runtime rounds what is below
// a millisecond up to one. It holds on to its processor of the runtime meanwhile; the
// collector of garbage wakes it by a signal.
type waiter struct{}

// begin puts the thread before others, by the first way that is allowed; what is not
// allowed shows as lateness. Threads that are made out of it are as all are. Why not
// before everything, as a thread of real time: the runtime waits in loops for what a
// thread behind it holds, and would wait for good on a machine of one processor.
func (waiter) begin() {
	_ = unix.Prctl(unix.PR_SET_TIMERSLACK, 1, 0, 0, 0)
	for _, a := range []unix.SchedAttr{
		{Policy: unix.SCHED_NORMAL, Nice: pacerNice, Runtime: uint64(pacerSlice)},
		{Policy: unix.SCHED_NORMAL, Runtime: uint64(pacerSlice)},
	} {
		a.Size, a.Flags = unix.SizeofSchedAttr, unix.SCHED_FLAG_RESET_ON_FORK
		if unix.SchedSetAttr(0, &a, 0) == nil {
			return
		}
	}
}

func (waiter) wait(d time.Duration) {
	if d > 0 {
		t := unix.NsecToTimespec(int64(d))
		_, _, _ = unix.RawSyscall6(unix.SYS_CLOCK_NANOSLEEP, unix.CLOCK_MONOTONIC, 0, uintptr(unsafe.Pointer(&t)), 0, 0, 0) // an early wake is met by waiting again
	}
}

// across runs a pacer on one side of a pipe and fire on the other. Between them stands
// neither a lock that workers hold too, nor a goroutine that the pacer makes ready and
// that would wait for the processor that the pacer holds on to: whoever polls the
// network sees what comes.
func across(keep func(tell func([]due)), fire func(*due)) {
	var ends [2]int
	if err := unix.Pipe2(ends[:], unix.O_CLOEXEC|unix.O_NONBLOCK); err != nil { // no descriptor is left
		<-onThread(func() { keep(func(all []due) { fireAll(all, fire) }) })
		return
	}
	_, _ = unix.FcntlInt(uintptr(ends[1]), unix.F_SETPIPE_SZ, pipeSize) // else it holds less, and the pacer waits
	r := os.NewFile(uintptr(ends[0]), "due")
	defer func() { _ = r.Close() }()
	done := onThread(func() {
		defer func() { _ = unix.Close(ends[1]) }()
		keep(func(all []due) { post(ends[1], all) })
	})
	defer func() { <-done }() // what the pacer leaves elsewhere does not come through the pipe
	all := make([]due, 4*dueMost)
	const size = int(unsafe.Sizeof(due{}))
	for have := 0; ; {
		n, err := r.Read(bytesOf(all)[have:])
		have += n
		fireAll(all[:have/size], fire)
		have = copy(bytesOf(all), bytesOf(all)[have/size*size:have]) // the rest of the last one is on its way
		if err != nil {
			return
		}
	}
}

const pipeSize = 1 << 20

// onThread does something on a thread of its own, and closes what it returns then.
func onThread(do func()) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never let go: what is set for the thread ends with it
		do()
	}()
	return done
}

func fireAll(all []due, fire func(*due)) {
	for i := range all {
		fire(&all[i])
	}
}

// bytesOf is a list as it goes through a pipe of this process.
func bytesOf(all []due) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(all))), len(all)*int(unsafe.Sizeof(due{})))
}

// post writes into a pipe; where it is full it waits until there is room.
func post(to int, all []due) {
	for b := bytesOf(all); len(b) > 0; {
		n, err := rawWrite(to, b)
		switch {
		case errors.Is(err, unix.EAGAIN):
			t := unix.NsecToTimespec(int64(fineGrid))
			_ = unix.Nanosleep(&t, nil)
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return // nobody reads any more
		default:
			b = b[n:]
		}
	}
}

func rawWrite(to int, b []byte) (int, error) {
	n, _, errno := unix.RawSyscall(unix.SYS_WRITE, uintptr(to), uintptr(unsafe.Pointer(unsafe.SliceData(b))), uintptr(len(b)))
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
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
