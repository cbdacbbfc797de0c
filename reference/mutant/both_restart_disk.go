package mutant

import (
	"io"
	"os"
	"sync"
	"time"
)

// Disk is what somebody writes to who keeps a journal: a file.
type Disk interface {
	io.ReaderAt
	io.WriterAt
	Truncate(size int64) error  // cuts it off behind so many bytes, or makes it as long
	Sync() error                // waits until all that was written is safe
	Stat() (os.FileInfo, error) // tells its size
	Close() error               // lets go of it
}

// Behind returns a disk that keeps back, in the memory of the process, what was written
// last, as a program does that answers before it writes: it says that all is safe, and
// whoever kills the process takes that along. A mutant that forgets its last command
// keeps back the last write, one that forgets its last second those of the last second,
// by now, until a later one comes. nil: the mutant keeps nothing back.
func (m *Mutant) Behind(now func() time.Time) func(Disk) Disk {
	if m.build.keepsBack == nil {
		return nil
	}
	return func(d Disk) Disk { return &behind{Disk: d, late: m.build.keepsBack, now: now} }
}

// behind is a disk of Behind.
type behind struct {
	Disk // what the process leaves
	late func(age time.Duration) bool
	now  func() time.Time

	mu   sync.Mutex
	from int64     // where what is kept back belongs
	back []byte    // what is
	at   time.Time // of its first byte
}

// WriteAt keeps a write back, and lets go of what was kept back before it.
func (b *behind) WriteAt(p []byte, at int64) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	if len(b.back) > 0 && (at != b.from+int64(len(b.back)) || !b.late(now.Sub(b.at))) {
		if err := b.letGo(at); err != nil {
			return 0, err
		}
	}
	if len(b.back) == 0 {
		b.from, b.at = at, now
	}
	b.back = append(b.back, p...)
	return len(p), nil
}

// letGo writes what was kept back, up to a place behind which something else is written.
func (b *behind) letGo(upTo int64) error {
	b.back = b.back[:max(0, min(int64(len(b.back)), upTo-b.from))]
	_, err := b.Disk.WriteAt(b.back, b.from)
	b.back = b.back[:0]
	return err
}

// Truncate drops what is behind a place, kept back or not.
func (b *behind) Truncate(size int64) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.back) > 0 && size >= b.from {
		b.back = b.back[:min(int64(len(b.back)), size-b.from)]
		return nil
	}
	b.back = b.back[:0]
	return b.Disk.Truncate(size)
}

// Sync says that all is safe.
func (b *behind) Sync() error { return nil }

// Close lets go of what was kept back: a process that ends as it should forgets nothing.
func (b *behind) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	err := b.letGo(b.from + int64(len(b.back)))
	if closed := b.Disk.Close(); err == nil {
		err = closed
	}
	return err
}

// lastWrite keeps back one write until the next comes.
func lastWrite(time.Duration) bool { return false }

// lastSecond keeps back what was written in a second.
func lastSecond(age time.Duration) bool { return age < time.Second }
