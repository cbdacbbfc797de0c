package journal

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// A journal begins with eight bytes that say what it is, the version of the
// format and the length of what follows, four bytes each: JSON that says which
// journal and which world it is, and a checksum.
const (
	magic         = "vouchjnl"
	formatVersion = 1 // of records alone
	formatCompact = 2 // of a state, and records behind it
	placeVersion  = len(magic)
	placeSize     = placeVersion + 4
	placeHeader   = placeSize + 4
	headerSumSize = 4
	headerMax     = 64 << 20
)

// identity tells one journal from every other.
type identity [16]byte

// seed is what the checksums of a journal begin with.
func (id identity) seed() uint32 { return crc32.Checksum(id[:], castagnoli) }

// String writes the identity as it stands in files.
func (id identity) String() string { return hex.EncodeToString(id[:]) }

// header is what a journal says of itself.
type header struct {
	ID    string         `json:"id"`
	Setup jsontext.Value `json:"setup"` // with neither the secret nor anything that names a person
	State *folded        `json:"state,omitzero"`
}

// Foreign is the error of a file that is no journal, or that of another world.
// Nothing of the file was changed.
type Foreign struct {
	Path string
	Why  string
}

// Error says which file, and why it is not taken.
func (f *Foreign) Error() string { return "journal " + f.Path + ": " + f.Why }

// notWhole is said of a file that ends inside of its header: it may have been cut
// off, or a loss of power has come before its first record.
const notWhole = "its header is not whole; give back a copy of the file, or delete it and its key if nothing was ever done"

// What else is said of a file that cannot be gone on with.
const (
	headerDamaged = "its header is damaged; give back a copy of the file"
	stateDamaged  = "the state that stands for its earlier records is damaged; give back a copy of the file"
)

// worldOf writes a setup as the journal keeps it. IINs and phones are not kept:
// no rule decides on them (BOTH-PRIVACY-001).
func worldOf(s *voucher.Setup) ([]byte, error) {
	plain := *s
	plain.People = make([]voucher.PersonSetup, len(s.People))
	for i := range s.People {
		plain.People[i] = voucher.PersonSetup{Device: s.People[i].Device}
	}
	return json.Marshal(&plain, json.Deterministic(true))
}

func newHeader(s *voucher.Setup) (identity, []byte, error) {
	var id identity
	_, _ = rand.Read(id[:]) // never fails, says its documentation
	world, err := worldOf(s)
	if err == nil {
		err = json.Unmarshal(world, &voucher.Setup{}, json.RejectUnknownMembers(true))
	}
	if err != nil {
		return id, nil, fmt.Errorf("a setup that could not be read again at the next start: %w", err)
	}
	head, err := headerOf(id, s, nil)
	return id, head, err
}

// headerOf writes the header of a journal; f is nil where no state stands behind it.
func headerOf(id identity, s *voucher.Setup, f *folded) ([]byte, error) {
	world, err := worldOf(s)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(&header{id.String(), world, f})
	if err != nil {
		return nil, err
	}
	version := uint32(formatVersion)
	if f != nil {
		version = formatCompact
	}
	b := append([]byte(magic), make([]byte, placeHeader-placeVersion)...)
	order.PutUint32(b[placeVersion:], version)
	order.PutUint32(b[placeSize:], uint32(len(text)))
	b = append(b, text...)
	return order.AppendUint32(b, crc32.Checksum(b, castagnoli)), nil
}

// opening is what a file says of itself before its records.
type opening struct {
	id    identity
	world []byte  // as it is kept
	state *folded // nil: the records begin with the first
	ends  int64   // where the header does, and the state begins
}

// records is where they begin.
func (o *opening) records() int64 {
	if o.state == nil {
		return o.ends
	}
	return o.ends + o.state.Bytes
}

// readHeader reads the header of a file.
func readHeader(path string, file io.ReaderAt, size int64) (*opening, error) {
	foreign := func(why string) error { return &Foreign{path, why} }
	front := make([]byte, min(size, int64(placeHeader)))
	if _, err := file.ReadAt(front, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("journal %s: read the header: %w", path, err)
	}
	if known := min(len(front), len(magic)); string(front[:known]) != magic[:known] {
		return nil, foreign("it is no journal of vouch, and was left alone; name another file")
	}
	if len(front) < placeHeader {
		return nil, foreign(notWhole)
	}
	version := order.Uint32(front[placeVersion:])
	if version < formatVersion || version > formatCompact {
		return nil, foreign(fmt.Sprintf("it has format %d, and this program reads formats %d to %d; use the program that wrote it", version, formatVersion, formatCompact))
	}
	length := int64(order.Uint32(front[placeSize:]))
	ends := int64(placeHeader) + length + headerSumSize
	switch {
	case length > headerMax:
		return nil, foreign(headerDamaged)
	case ends > size:
		return nil, foreign(notWhole)
	}
	all := make([]byte, ends)
	if _, err := file.ReadAt(all, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("journal %s: read the header: %w", path, err)
	}
	text := all[placeHeader : ends-headerSumSize]
	var h header
	if crc32.Checksum(all[:ends-headerSumSize], castagnoli) != order.Uint32(all[ends-headerSumSize:]) || json.Unmarshal(text, &h) != nil || (version == formatCompact) != (h.State != nil) {
		return nil, foreign(headerDamaged)
	}
	if h.State != nil && (h.State.Bytes < 0 || h.State.Bytes > size-ends) {
		return nil, foreign(stateDamaged)
	}
	o := &opening{world: h.Setup, state: h.State, ends: ends}
	if n, err := hex.Decode(o.id[:], []byte(h.ID)[:min(len(h.ID), 2*len(o.id))]); err != nil || n != len(o.id) {
		return nil, foreign("its header names no journal; give back a copy of the file")
	}
	return o, nil
}

// setupOf is the world of a journal: its own, which has to be the one that is
// wanted, if one is.
func setupOf(path string, world []byte, wanted *voucher.Setup) (*voucher.Setup, error) {
	if wanted == nil {
		s := &voucher.Setup{}
		if err := json.Unmarshal(world, s, json.RejectUnknownMembers(true)); err != nil {
			return nil, &Foreign{path, "its world is not one that this program knows; use the program that wrote it"}
		}
		return s, nil
	}
	text, err := worldOf(wanted)
	if err != nil {
		return nil, fmt.Errorf("journal %s: encode the setup: %w", path, err)
	}
	if !bytes.Equal(text, world) {
		return nil, &Foreign{path, "it is of another world than the setup (people, families, stores, goods, accounts, settings, readings, first instant); " +
			"give the setup that it was begun with, or none, or name another file"}
	}
	s := *wanted
	return &s, nil
}
