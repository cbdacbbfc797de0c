package shard

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"slices"
	"strings"
)

// The form of a file: a magic word with its version, what the file is, the document, and the SHA-256 of these,
// for a file is read before it is whole; the parts in their order, each with its length before it; and the
// SHA-256 of all that. Nothing in it tells of the machine
// or of time: the same shard made by the same command has the same bytes.
const fileMagic = "vouch shard 1\n"

// Bounds of what is read; they bound memory only.
const (
	maxHead     = 1 << 20
	maxDocument = 1 << 26
	maxPart     = 1 << 30
)

// head is what the file is.
type head struct {
	Kind      string
	Version   string
	ID        string
	Shard     Share
	First     int64 // part
	Parts     int64
	Arguments []string
}

// errTorn is the error of a file that ends early or was changed.
var errTorn = errors.New("cut off or damaged")

// errUnknown is the error of a file that is of another form, or of something else.
var errUnknown = errors.New("no shard, or one in a form that this version of vouch does not know")

// opening is how the file of a shard begins.
func (o *Order) opening(s Share, parts int64) []byte {
	from, to := s.Parts(parts)
	h := head{o.Kind, o.Version, o.ID, s, from, to - from, append([]string{}, o.Arguments...)}
	text, err := json.Marshal(&h)
	if err != nil {
		panic("shard: " + err.Error()) // words and numbers always can be written
	}
	b := binary.AppendUvarint([]byte(fileMagic), uint64(len(text)))
	b = append(b, text...)
	b = binary.AppendUvarint(b, uint64(len(o.Document)))
	b = append(b, o.Document...)
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

// scanner reads a file from its beginning to its end.
type scanner struct {
	from *bufio.Reader
	sum  hash.Hash
	at   int64 // bytes read
}

func newScanner(r io.Reader) *scanner {
	return &scanner{bufio.NewReaderSize(r, 1<<16), sha256.New(), 0}
}

// bytes reads so many. A length that lies costs no memory beyond what is there.
func (s *scanner) bytes(n int64) ([]byte, error) {
	var b bytes.Buffer
	if n <= 1<<20 {
		b.Grow(int(n))
	}
	if _, err := io.CopyN(&b, s.from, n); err != nil {
		return nil, torn(err)
	}
	s.at += n
	s.sum.Write(b.Bytes())
	return b.Bytes(), nil
}

// framed reads a length and as many bytes.
func (s *scanner) framed(most int64) ([]byte, error) {
	n, err := binary.ReadUvarint(s.from)
	if err != nil || n > uint64(most) {
		return nil, torn(err)
	}
	length := binary.AppendUvarint(nil, n)
	s.at += int64(len(length))
	s.sum.Write(length)
	return s.bytes(int64(n))
}

// torn is the error of bytes that end early or make no sense; what a disk says stays.
func torn(err error) error {
	var disk *os.PathError
	if errors.As(err, &disk) {
		return err
	}
	return errTorn
}

// opening reads what the file is.
func (s *scanner) opening() (*Order, *head, error) {
	magic, err := s.bytes(int64(len(fileMagic)))
	if err != nil {
		return nil, nil, err
	}
	if string(magic) != fileMagic {
		return nil, nil, errUnknown
	}
	text, err := s.framed(maxHead)
	if err != nil {
		return nil, nil, err
	}
	h := &head{}
	if err := json.Unmarshal(text, h); err != nil {
		return nil, nil, errTorn
	}
	if h.Shard.Of < 1 || h.Shard.Of > MaxShards || h.Shard.I < 1 || h.Shard.I > h.Shard.Of || h.First < 0 || h.Parts < 0 {
		return nil, nil, errTorn
	}
	document, err := s.framed(maxDocument)
	if err != nil {
		return nil, nil, err
	}
	want := s.sum.Sum(nil)
	if got, err := s.bytes(sha256.Size); err != nil || !bytes.Equal(got, want) {
		return nil, nil, torn(err)
	}
	return &Order{Kind: h.Kind, Version: h.Version, ID: h.ID, Document: document, Arguments: h.Arguments}, h, nil
}

// file is a file that is whole.
type file struct {
	name  string // in the folder
	order *Order
	head  *head
	at    []int64 // where each part begins, and where the last one ends
}

// readFile reads a file to its end and holds it against its checksum. The error is errTorn, errUnknown or
// that of the disk.
func readFile(path, name string) (*file, error) {
	from, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer from.Close() //nolint:errcheck // only read
	s := newScanner(from)
	f := &file{name: name}
	if f.order, f.head, err = s.opening(); err != nil {
		return f, err
	}
	for range f.head.Parts {
		f.at = append(f.at, s.at)
		if _, err := s.framed(maxPart); err != nil {
			return f, err
		}
	}
	f.at = append(f.at, s.at)
	want := s.sum.Sum(nil)
	got, err := s.bytes(sha256.Size)
	if err != nil {
		return f, err
	}
	if _, err := s.from.ReadByte(); !bytes.Equal(got, want) || !errors.Is(err, io.EOF) {
		return f, errTorn
	}
	return f, nil
}

// readOpening reads what a file says it is, and nothing more.
func readOpening(path string) (*Order, *head, error) {
	from, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer from.Close() //nolint:errcheck // only read
	return newScanner(from).opening()
}

// unlike says in what a file differs from what it should be, in words that end a sentence about it; "" where
// it is of the same. How the command was written does not count.
func (o *Order) unlike(of int, other *Order, otherOf int) string {
	made := ""
	if len(other.Arguments) > 0 {
		made = fmt.Sprintf(", made by %q", Command(other.Arguments))
	}
	switch {
	case o.Kind == other.Kind && o.Version != other.Version:
		return fmt.Sprintf("of another version of vouch, %s in place of %s%s", other.Version, o.Version, made)
	case o.Kind != other.Kind || o.ID != other.ID:
		return "of another study or scenario, other families, another seed or other facts" + made
	case !bytes.Equal(o.Document, other.Document):
		return "of the same worlds, with other replications, titles or limits" + made
	case of != otherOf:
		return fmt.Sprintf("one of %d shards and not of %d", otherOf, of)
	}
	return ""
}

// Command writes the words of a command so that a shell reads them as they are.
func Command(arguments []string) string {
	words := slices.Clone(arguments)
	for i, w := range words {
		if w == "" || strings.Trim(w, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=./:,@+%") != "" {
			words[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return strings.Join(append([]string{"vouch"}, words...), " ")
}
