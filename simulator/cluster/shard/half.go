package shard

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrTaken is what Half.Lock returns where another process has the lock, and what Half.Open returns then: the same
// command may do later.
var ErrTaken = errors.New("another process holds the lock")

// takenError is ErrTaken in the words of whoever wanted the shard.
type takenError struct{ path string }

func (e *takenError) Error() string {
	return e.path + ": another vouch makes this shard now; wait until it has ended, or make another one"
}

func (e *takenError) Unwrap() error { return ErrTaken }

// Half is the file of a shard in the making. It grows part by part, and is given its name when it is
// whole: whoever is killed leaves a file that the same command goes on from.
//
// Where locks do not reach, as on some network disks, two processes may make the same shard at once. They
// write the same bytes to the same places, and either may be the first to end.
type Half struct {
	Order *Order
	Job   Job
	Share Share
	Dir   string // is made where it is not there
	// Lock keeps others from the file while it is open; ErrTaken says that one has it. nil: nobody is kept away.
	Lock func(*os.File) error

	Found int64 // parts that were there already
	Notes []string

	file   *os.File
	sum    hash.Hash
	at     int64 // where the next part goes
	next   int64 // part
	to     int64
	stands bool // the shard is whole already
}

// Path is where the shard stands when it is whole.
func (h *Half) Path() string { return filepath.Join(h.Dir, h.Share.FileName()) }

func (h *Half) half() string { return h.Path() + halfEnding }

// Open makes ready to live the shard. An error says what in the folder is in the way; nothing was lived and
// nothing changed then. Notes say what a reader may want to know of what stood there.
func (h *Half) Open() error {
	if err := os.MkdirAll(h.Dir, 0o777); err != nil {
		return err
	}
	if err := h.beside(); err != nil {
		return err
	}
	h.next, h.to = h.Share.Parts(h.Job.Parts())
	f, err := readFile(h.Path(), h.Share.FileName())
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case errors.Is(err, errTorn), errors.Is(err, errUnknown):
		h.note("%s is %v; it is made anew", h.Path(), err)
	case err != nil:
		return err
	case f.head.Shard != h.Share:
		return fmt.Errorf("%s holds the shard %v; take it out, or give it its name %s", h.Path(), f.head.Shard, f.head.Shard.FileName())
	default:
		h.stands, h.Found = true, h.to-h.next
		return nil
	}
	return h.begin()
}

func (h *Half) note(format string, args ...any) {
	h.Notes = append(h.Notes, fmt.Sprintf(format, args...))
}

// beside looks at what else stands in the folder: two jobs in one would be found out by whoever merges them,
// after all was lived.
func (h *Half) beside() error {
	entries, err := os.ReadDir(h.Dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := e.Name()
		if !e.Type().IsRegular() || filepath.Ext(strings.TrimSuffix(name, halfEnding)) != partEnding {
			continue
		}
		order, head, err := readOpening(filepath.Join(h.Dir, name))
		if err != nil {
			continue // torn, or none of ours, or gone since: no word of another job
		}
		if unlike := h.Order.unlike(h.Share.Of, order, head.Shard.Of); unlike != "" {
			return fmt.Errorf("%s in %s is %s; name another folder, or take it out", name, h.Dir, unlike)
		}
	}
	return nil
}

// begin opens the half file and goes to where it ends.
func (h *Half) begin() (err error) {
	for range 2 { // the second time where somebody has just given the file its name
		if h.file, err = os.OpenFile(h.half(), os.O_RDWR|os.O_CREATE, 0o666); err != nil { //nolint:gosec // results are for whom the user's mask lets read them
			return err
		}
		if h.Lock != nil && errors.Is(h.Lock(h.file), ErrTaken) {
			_ = h.file.Close() // nothing was written
			return &takenError{h.half()}
		}
		there, err := os.Stat(h.half())
		if err == nil {
			if mine, err := h.file.Stat(); err == nil && os.SameFile(mine, there) {
				break
			}
		}
		_ = h.file.Close() // nothing was written
	}
	if err := h.goOn(); err != nil {
		_ = h.file.Close() // it is as it was
		return err
	}
	return nil
}

// goOn reads what a process that was killed has left, as far as it is whole.
func (h *Half) goOn() error {
	opening := h.Order.opening(h.Share, h.Job.Parts())
	left := make([]byte, len(opening))
	n, err := io.ReadFull(h.file, left)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	h.sum = sha256.New()
	if !bytes.Equal(left[:n], opening) {
		if n > 0 {
			h.note("%s was begun by another command or cut off at its beginning; it is begun anew", h.half())
		}
		if err := h.file.Truncate(0); err != nil {
			return err
		}
		return h.write(opening)
	}
	s := newScanner(h.file)
	s.sum = h.sum
	s.sum.Write(opening)
	h.at = int64(len(opening))
	for ; h.next < h.to; h.next++ {
		part, err := s.peek()
		if err != nil || h.Job.Check(h.next, part) != nil {
			break // cut off here, and lived again from here on
		}
		h.add(part)
		h.Found++
	}
	if h.Found > 0 {
		h.note("going on from %s: %d of %d parts are there", h.half(), h.Found, h.Found+h.to-h.next)
	}
	return nil
}

// peek reads a part without adding it to the checksum.
func (s *scanner) peek() ([]byte, error) {
	aside := &scanner{s.from, sha256.New(), 0}
	return aside.framed(maxPart)
}

// add counts a part that stands in the file.
func (h *Half) add(part []byte) {
	length := binary.AppendUvarint(nil, uint64(len(part)))
	h.sum.Write(length)
	h.sum.Write(part)
	h.at += int64(len(length) + len(part))
}

// write writes at the end of what is whole.
func (h *Half) write(b []byte) error {
	if _, err := h.file.WriteAt(b, h.at); err != nil {
		return err
	}
	h.sum.Write(b)
	h.at += int64(len(b))
	return nil
}

// Live lives what is missing of the shard and gives the file its name. A shard that is whole already is left as
// it is. An error is that of the job, of the context or of the disk; the same command then goes on from what is
// there.
func (h *Half) Live(ctx context.Context) error {
	if h.stands {
		return nil
	}
	defer h.file.Close() //nolint:errcheck // the second time it is closed already
	err := h.Job.LiveSpan(ctx, h.next, h.to, func(_ int64, saved []byte) error {
		return h.write(append(binary.AppendUvarint(nil, uint64(len(saved))), saved...))
	})
	if err != nil {
		return err
	}
	end := h.at
	if err := h.write(h.sum.Sum(nil)); err != nil {
		return err
	}
	if err := h.file.Truncate(end + sha256.Size); err != nil { // what was cut off may have been longer
		return err
	}
	if err := h.file.Sync(); err != nil {
		return err
	}
	return h.place()
}

// place gives the file its name.
func (h *Half) place() error {
	err := os.Rename(h.half(), h.Path())
	if err == nil {
		return h.file.Close()
	}
	// Some systems move no file that is open; and where locks do not reach, another process may have moved it.
	if err := h.file.Close(); err != nil {
		return err
	}
	if err := os.Rename(h.half(), h.Path()); err != nil {
		if _, whole := readFile(h.Path(), ""); whole != nil {
			return err
		}
	}
	return nil
}

// Close lets go of a shard that is not to be lived. What is there stays.
func (h *Half) Close() {
	if h.file != nil {
		_ = h.file.Close() // nothing is waiting to be written
	}
}

// Stands reports whether the shard was whole before.
func (h *Half) Stands() bool { return h.stands }

// Missing is how many parts are to be lived.
func (h *Half) Missing() int64 {
	if h.stands {
		return 0
	}
	return h.to - h.next
}
