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
	formatVersion = 1
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
	if err != nil {
		return id, nil, err
	}
	text, err := json.Marshal(&header{id.String(), world})
	if err != nil {
		return id, nil, err
	}
	b := append([]byte(magic), make([]byte, placeHeader-placeVersion)...)
	order.PutUint32(b[placeVersion:], formatVersion)
	order.PutUint32(b[placeSize:], uint32(len(text)))
	b = append(b, text...)
	return id, order.AppendUint32(b, crc32.Checksum(b, castagnoli)), nil
}

// readHeader reads the header of a file, and returns the world as it is kept and
// where the records begin.
func readHeader(path string, file io.ReaderAt, size int64) (id identity, world []byte, records int64, err error) {
	foreign := func(why string) error { return &Foreign{path, why} }
	front := make([]byte, min(size, int64(placeHeader)))
	if _, err := file.ReadAt(front, 0); err != nil && !errors.Is(err, io.EOF) {
		return id, nil, 0, fmt.Errorf("journal %s: read the header: %w", path, err)
	}
	if known := min(len(front), len(magic)); string(front[:known]) != magic[:known] {
		return id, nil, 0, foreign("it is no journal of vouch, and was left alone; name another file")
	}
	if len(front) < placeHeader {
		return id, nil, 0, foreign(notWhole)
	}
	if v := order.Uint32(front[placeVersion:]); v != formatVersion {
		return id, nil, 0, foreign(fmt.Sprintf("it has format %d, and this program reads format %d; use the program that wrote it", v, formatVersion))
	}
	length := int64(order.Uint32(front[placeSize:]))
	records = int64(placeHeader) + length + headerSumSize
	switch {
	case length > headerMax:
		return id, nil, 0, foreign("its header is damaged; give back a copy of the file")
	case records > size:
		return id, nil, 0, foreign(notWhole)
	}
	all := make([]byte, records)
	if _, err := file.ReadAt(all, 0); err != nil && !errors.Is(err, io.EOF) {
		return id, nil, 0, fmt.Errorf("journal %s: read the header: %w", path, err)
	}
	text := all[placeHeader : records-headerSumSize]
	var h header
	if crc32.Checksum(all[:records-headerSumSize], castagnoli) != order.Uint32(all[records-headerSumSize:]) || json.Unmarshal(text, &h) != nil {
		return id, nil, 0, foreign("its header is damaged; give back a copy of the file")
	}
	if n, err := hex.Decode(id[:], []byte(h.ID)[:min(len(h.ID), 2*len(id))]); err != nil || n != len(id) {
		return id, nil, 0, foreign("its header names no journal; give back a copy of the file")
	}
	return id, h.Setup, records, nil
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
