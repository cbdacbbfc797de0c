// Package journal keeps what a machine was told on disk, so that its state
// outlives the process: every command that changes something is written, under a
// checksum, before its answer leaves, and the state is rebuilt by giving the same
// commands to a fresh machine at the same instants.
//
// It knows files, checksums, when a write is safe, and what to do with a file
// that ends in the middle or is damaged. It must not know what a command means.
// It reads the wall clock only to say how long a write took.
package journal

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Options say how a journal is kept.
type Options struct {
	// Setup is the world of a journal that is begun anew; where the journal is
	// there already, it must be the same world, and nil takes the journal's own.
	// The secret of a new world is drawn where it is zero.
	Setup *voucher.Setup
	Sync  Policy // zero: Always
	// Grain is how far, in nanoseconds, the clock may move with nothing due
	// before that alone is written; zero writes every move. A clock that runs
	// would else write a record for every question.
	Grain int64
	// Flushed is told of every wait for the disk; nil: nobody is.
	Flushed func(Flush)
	// Rebuilt is told of the events of each record that is read when a journal is
	// opened, or of the text of a note, in their order; they are valid until it
	// returns. A journal of which events are told is not made compact: a state holds
	// none. nil: nobody is.
	Rebuilt func(events []voucher.Event, note []byte)
	// Behind is put before the file of a journal, for builds that are wrong on purpose;
	// nil: nothing is.
	Behind func(Disk) Disk

	machine   *reference.Machine              // at the first instant of Setup; nil: it is made
	together  bool                            // Folder waits for the disk, under Interval
	open      func(path string) (Disk, error) // for tests: a disk that is full or broken
	compactAt int64                           // for tests: instead of compactFrom
	step      func(name string)               // for tests: what stands on the disk now is what a kill would leave
}

// Journal is a reference.Machine whose state outlives the process: a
// voucher.System for any number of goroutines, where an outcome's slices are
// valid until anybody's next call. An answer may leave once Durable has returned
// nil. An error that is voucher.ErrUnavailable says that nothing was done.
type Journal struct {
	options Options
	path    string
	file    Disk
	setup   *voucher.Setup
	id      identity

	mu      sync.Mutex // held by who asks the machine
	machine *reference.Machine
	end     int64           // bytes of whole records
	seq     uint64          // of the last record
	chain   voucher.Digest  // of all answers so far
	clock   voucher.Instant // of the last record
	at      voucher.Instant // of the record that is being written
	changed bool            // by the present call
	frame   []byte
	closed  bool

	bytes   atomic.Int64
	kept    atomic.Uint64 // records that are written
	synced  atomic.Uint64 // records that are safe
	syncing sync.Mutex    // held by who waits for the disk
	broken  atomic.Pointer[error]
	stop    chan struct{}
	stopped chan struct{}
}

var _ voucher.System = (*Journal)(nil)

// Do writes a command and then carries it out. What changes nothing, such as the
// repeat of a command under its key, leaves no record. Where it cannot be
// written, the error is voucher.ErrUnavailable and nothing was done.
func (j *Journal) Do(ctx context.Context, cmd voucher.Command) (o voucher.Outcome, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if cmd == nil || cmd.Head() == nil {
		return j.machine.Do(ctx, cmd) // which says what is wrong
	}
	if j.frame, err = commandFrame(j.frame[:0], cmd); err == nil {
		written := open(j.frame, j.end)
		_, err = written.command() // what could not be read again would stop every start to come
	}
	if err != nil {
		return voucher.Outcome{}, fmt.Errorf("journal: %s cannot be written: %w", cmd.Kind(), err)
	}
	if err := j.write(j.machine.Now()); err != nil {
		return voucher.Outcome{}, err
	}
	defer j.orBroken()()
	o, err = j.machine.Do(ctx, cmd)
	if err == nil && j.changed {
		j.keep()
	} else {
		j.takeBack()
	}
	return o, err
}

// Advance moves the clock. A move on which something falls due is written before
// it is made, any other as Options.Grain says: without a record it is made all
// the same, and the next record tells its instant.
func (j *Journal) Advance(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	now := j.machine.Now()
	due, some := j.machine.NextDue()
	falls := some && due <= to
	if to < now || !falls && (to == j.clock || int64(to-j.clock) < j.options.Grain) {
		if err := j.Err(); err != nil {
			return nil, err
		}
		return j.machine.Advance(ctx, to)
	}
	j.frame = clockFrame(j.frame[:0])
	if err := j.write(to); err != nil {
		if falls || j.Err() != nil {
			return nil, err
		}
		return j.machine.Advance(ctx, to) // a full disk still lets everybody read
	}
	defer j.orBroken()()
	events, err := j.machine.Advance(ctx, to)
	if err == nil {
		j.keep()
	} else {
		j.takeBack()
	}
	return events, err
}

// Query reads a record.
func (j *Journal) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.Err(); err != nil {
		return voucher.Record{}, err
	}
	return j.machine.Query(ctx, q)
}

// Note writes a text that Options.Rebuilt is told when the journal is opened again:
// what somebody knows of the world that its commands do not tell. Where it cannot be
// written, the error is voucher.ErrUnavailable.
func (j *Journal) Note(text []byte) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if headLength+len(text) > recordMax {
		return fmt.Errorf("journal: a note of %d bytes, and a record has at most %d", len(text), recordMax)
	}
	j.frame = noteFrame(j.frame[:0], text)
	if err := j.write(j.machine.Now()); err != nil {
		return err
	}
	j.keep()
	return nil
}

// Restart forgets the state and rebuilds it from the file, as a start of the process
// would: nothing that was not written is left of it. After an error nobody is answered
// any more. It is not begun where ctx is over, and goes to its end where it was begun:
// half a state answers nobody.
func (j *Journal) Restart(ctx context.Context) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.Err(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	told := j.options.Rebuilt
	if told != nil {
		j.options.Rebuilt = func([]voucher.Event, []byte) {} // they were told when they happened
	}
	defer func() { j.options.Rebuilt = told }()
	j.seq, j.chain = 0, voucher.NewDigest()
	if _, err := j.begin(context.WithoutCancel(ctx)); err != nil {
		j.fail(err)
		return err
	}
	return nil
}

// Setup returns the world of the journal, its secret included. It must not be
// changed.
func (j *Journal) Setup() *voucher.Setup { return j.setup }

// Now returns the instant at which the machine stands.
func (j *Journal) Now() voucher.Instant {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.machine.Now()
}

// Written returns how many records were written since the journal was opened,
// and how many bytes the file has.
func (j *Journal) Written() (records uint64, bytes int64) { return j.kept.Load(), j.bytes.Load() }

// Err returns why the journal can be kept no longer, nil while it can. Then
// memory may be ahead of the disk: end the program and open the journal again.
func (j *Journal) Err() error {
	if p := j.broken.Load(); p != nil {
		return fmt.Errorf("journal %s: it cannot be kept any longer; start again: %w: %w", j.path, voucher.ErrUnavailable, *p)
	}
	return nil
}

// Close writes the state's hash behind the last record, waits for the disk and
// lets go of the file. It may be called twice.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return nil
	}
	j.closed = true
	if j.stop != nil {
		close(j.stop)
		<-j.stopped
	}
	err := j.Err()
	if err == nil {
		j.frame = endFrame(j.frame[:0], j.machine.StateDigest())
		if err = j.write(j.machine.Now()); err == nil {
			j.keep()
			j.syncing.Lock()
			err = j.flush()
			j.syncing.Unlock()
		}
	}
	j.fail(errClosed)
	return errors.Join(err, j.file.Close())
}

var errClosed = errors.New("it is closed")

// fail makes the journal refuse everything from now on. The first reason stays.
func (j *Journal) fail(err error) { j.broken.CompareAndSwap(nil, &err) }

// orBroken returns what has to run when the machine was asked: a fault of the
// machine leaves its state half changed, so the record is taken back and nobody
// is answered any more. The next start rebuilds the state without that command.
func (j *Journal) orBroken() func() {
	j.changed = false
	return func() {
		if fault := recover(); fault != nil {
			j.takeBack()
			j.fail(fmt.Errorf("a fault of the machine: %v", fault))
			panic(fault)
		}
	}
}

// write puts the frame that stands in j.frame behind the last record, at an
// instant. It is a record once keep was called.
func (j *Journal) write(at voucher.Instant) error {
	if err := j.Err(); err != nil {
		return err
	}
	seal(j.frame, j.seq+1, at, j.chain, j.id.seed())
	if _, err := j.file.WriteAt(j.frame, j.end); err != nil {
		j.takeBack()
		return fmt.Errorf("journal %s: write a record: %w: %w", j.path, voucher.ErrUnavailable, err)
	}
	j.at = at
	return nil
}

// keep makes what write has written a record.
func (j *Journal) keep() {
	j.end += int64(len(j.frame))
	j.seq++
	j.clock = j.at
	j.bytes.Store(j.end)
	j.kept.Add(1)
}

// takeBack drops what was written behind the last record. If that cannot be
// dropped, nothing may be written behind it.
func (j *Journal) takeBack() {
	if err := j.file.Truncate(j.end); err != nil {
		j.fail(fmt.Errorf("take a record back: %w", err))
	}
}

// answered takes the machine's word that something has changed.
func (j *Journal) answered(e *reference.Entry) {
	j.changed = true
	j.chain = answerDigest(j.chain, e)
}
