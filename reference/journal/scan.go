package journal

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// Damaged is the error of a journal in whose middle something is no record any
// more, while whole records follow. Nothing of the file was changed.
type Damaged struct {
	Path   string
	Offset int64 // where the last record ends that could be read
	Next   int64 // where a whole record begins again
}

// Error says where, and what can be done.
func (d *Damaged) Error() string {
	return fmt.Sprintf("journal %s: damaged at byte %d, and whole records follow from byte %d on; give back a copy of the file, "+
		"or cut it there (truncate -s %d), which forgets all that was done from then on", d.Path, d.Offset, d.Next, d.Offset)
}

// scanner reads records one after the other.
type scanner struct {
	file   io.ReaderAt
	in     *bufio.Reader
	size   int64
	offset int64  // where the next record begins
	seq    uint64 // of the last record
	seed   uint32
	frame  []byte
}

// readAhead is how much of the file is read at once.
const readAhead = 1 << 20

func newScanner(file io.ReaderAt, from, size int64, seed uint32) *scanner {
	return &scanner{file: file, in: bufio.NewReaderSize(io.NewSectionReader(file, from, size-from), int(min(size, readAhead))),
		size: size, offset: from, seed: seed}
}

// errTorn says that what follows is no whole record.
var errTorn = errors.New("no whole record")

// next reads a record: io.EOF at the end of the file, errTorn where what follows
// is no record.
func (s *scanner) next() (record, error) {
	left := s.size - s.offset
	if left == 0 {
		return record{}, io.EOF
	}
	head, err := s.in.Peek(placeAt)
	if errors.Is(err, io.EOF) {
		return record{}, errTorn
	}
	if err != nil {
		return record{}, fmt.Errorf("read at byte %d: %w", s.offset, err)
	}
	length := int64(order.Uint32(head[placeLength:]))
	if !plausible(length, left) || order.Uint64(head[placeSeq:]) != s.seq+1 {
		return record{}, errTorn
	}
	s.frame = sized(s.frame, int(length))
	if _, err := io.ReadFull(s.in, s.frame); err != nil {
		return record{}, fmt.Errorf("read at byte %d: %w", s.offset, err)
	}
	if sumOf(s.frame, s.seed) != order.Uint32(s.frame[placeSum:]) {
		return record{}, errTorn
	}
	r := open(s.frame, s.offset)
	s.offset += length
	s.seq++
	return r, nil
}

// plausible reports whether a record may be so long.
func plausible(length, left int64) bool {
	return length >= headLength && length <= recordMax && length <= left
}

// sized returns a slice of a length, the old one where it is large enough.
func sized(b []byte, n int) []byte {
	if cap(b) < n {
		return make([]byte, n)
	}
	return b[:n]
}

// following looks for a whole record behind the place where reading stopped, and
// returns where it begins: then it is not the end of the file that is torn, but
// its middle that is damaged. It returns 0 for none.
func (s *scanner) following() (int64, error) {
	window := make([]byte, min(s.size, readAhead))
	for from := s.offset + 1; from+headLength <= s.size; from += int64(max(len(window)-headLength, 1)) {
		n, err := s.file.ReadAt(window, from)
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, fmt.Errorf("read at byte %d: %w", from, err)
		}
		for i := 0; i+headLength <= n; i++ {
			found, err := s.isRecord(window[i:i+headLength], from+int64(i))
			if found || err != nil {
				return from + int64(i), err
			}
		}
	}
	return 0, nil
}

// isRecord reports whether a record that follows the last one begins at a place.
// Its number is looked at first: hardly any other bytes have one that fits.
func (s *scanner) isRecord(head []byte, at int64) (bool, error) {
	left := s.size - at
	length, seq := int64(order.Uint32(head[placeLength:])), order.Uint64(head[placeSeq:])
	if seq <= s.seq || seq-s.seq > uint64(s.size/headLength+1) || !plausible(length, left) {
		return false, nil
	}
	frame := make([]byte, length)
	if _, err := s.file.ReadAt(frame, at); err != nil && !errors.Is(err, io.EOF) {
		return false, fmt.Errorf("read at byte %d: %w", at, err)
	}
	return sumOf(frame, s.seed) == order.Uint32(frame[placeSum:]), nil
}
