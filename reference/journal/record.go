package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"

	"github.com/go-json-experiment/json"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// A record is its length and its checksum, four bytes each, and then, all
// little-endian: its number, the instant, the digest of all answers before it,
// and what it is. Behind that stands, for a command, who gave it under which key,
// the digest of its body and the body as JSON; for a note, its text; for the end of a
// process, the state's digest.
const (
	placeLength = 0
	placeSum    = 4
	placeSeq    = 8
	placeAt     = 16
	placeChain  = 24
	placeKind   = 32
	headLength  = 33

	placeRole        = headLength
	placeActor       = placeRole + 1
	placeKey         = placeActor + 4
	placeFingerprint = placeKey + 16
	placeBody        = placeFingerprint + 8
)

// What a record is, beside the kinds of commands.
const (
	kindClock = 0
	kindNote  = 254
	kindEnd   = 255
)

// recordMax bounds a record: the longest list that the wire takes has 16 MiB.
const recordMax = 64 << 20

var order = binary.LittleEndian

// castagnoli is the polynomial that processors compute.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// commandFrame appends a record of a command that is not sealed yet.
func commandFrame(frame []byte, cmd voucher.Command) ([]byte, error) {
	h := cmd.Head()
	body, err := json.Marshal(cmd)
	switch {
	case err != nil:
		return frame, err
	case placeBody+len(body) > recordMax:
		return frame, fmt.Errorf("%d bytes, and a record has at most %d", placeBody+len(body), recordMax)
	}
	frame = append(frame, make([]byte, headLength)...)
	frame[placeKind] = byte(cmd.Kind())
	frame = append(frame, byte(h.Actor.Role))
	frame = order.AppendUint32(frame, h.Actor.ID)
	frame = append(frame, h.Key[:]...)
	frame = order.AppendUint64(frame, uint64(cmd.Fingerprint()))
	return append(frame, body...), nil
}

// clockFrame appends a record of the clock alone.
func clockFrame(frame []byte) []byte {
	frame = append(frame, make([]byte, headLength)...)
	frame[placeKind] = kindClock
	return frame
}

// noteFrame appends a record of a note.
func noteFrame(frame, text []byte) []byte {
	frame = append(frame, make([]byte, headLength)...)
	frame[placeKind] = kindNote
	return append(frame, text...)
}

// endFrame appends the record of a process that ends as it should.
func endFrame(frame []byte, state voucher.Digest) []byte {
	frame = append(frame, make([]byte, headLength)...)
	frame[placeKind] = kindEnd
	return order.AppendUint64(frame, uint64(state))
}

// seal fills in what is known when a record is written, and its checksum. Sums
// begin with the journal's own seed, so that a record of another journal is none.
func seal(frame []byte, seq uint64, at voucher.Instant, chain voucher.Digest, seed uint32) {
	order.PutUint32(frame[placeLength:], uint32(len(frame)))
	order.PutUint64(frame[placeSeq:], seq)
	order.PutUint64(frame[placeAt:], uint64(at))
	order.PutUint64(frame[placeChain:], uint64(chain))
	order.PutUint32(frame[placeSum:], sumOf(frame, seed))
}

// sumOf is the checksum of a record: of all but itself.
func sumOf(frame []byte, seed uint32) uint32 {
	sum := crc32.Update(seed, castagnoli, frame[:placeSum])
	return crc32.Update(sum, castagnoli, frame[placeSeq:])
}

// record is one record that was read. It is valid until the next is read.
type record struct {
	offset int64
	seq    uint64
	at     voucher.Instant
	chain  voucher.Digest
	kind   byte
	rest   []byte // behind the head
}

// open reads the head of a record whose checksum is right.
func open(frame []byte, offset int64) record {
	return record{offset: offset, seq: order.Uint64(frame[placeSeq:]), at: voucher.Instant(order.Uint64(frame[placeAt:])),
		chain: voucher.Digest(order.Uint64(frame[placeChain:])), kind: frame[placeKind], rest: frame[headLength:]}
}

var errBody = errors.New("its body is not one that this program reads")

// command reads the command of a record.
func (r *record) command() (voucher.Command, error) {
	cmd := voucher.NewCommand(voucher.CommandKind(r.kind))
	const body = placeBody - headLength
	if cmd == nil || len(r.rest) < body {
		return nil, errBody
	}
	if err := json.Unmarshal(r.rest[body:], cmd, json.RejectUnknownMembers(true)); err != nil {
		return nil, errBody // the library's words may hold what was bought, and by whom
	}
	h := cmd.Head()
	h.Actor = voucher.Actor{Role: voucher.Role(r.rest[placeRole-headLength]), ID: order.Uint32(r.rest[placeActor-headLength:])}
	copy(h.Key[:], r.rest[placeKey-headLength:])
	if uint64(cmd.Fingerprint()) != order.Uint64(r.rest[placeFingerprint-headLength:]) {
		return nil, errBody
	}
	return cmd, nil
}

// end reads the state's digest from the record of a process's end.
func (r *record) end() (voucher.Digest, error) {
	if len(r.rest) != 8 {
		return 0, errBody
	}
	return voucher.Digest(order.Uint64(r.rest)), nil
}

// answerDigest adds an answer to the digest of all. The code of an answer is left
// out: it follows from the secret, which no digest holds.
func answerDigest(d voucher.Digest, e *reference.Entry) voucher.Digest {
	reason := voucher.Reason(0)
	if e.Refusal != nil {
		reason = e.Refusal.Reason
		d = d.Text(string(e.Refusal.Requirement))
	}
	r := &e.Result
	d = d.Two(uint64(e.At), uint64(e.Kind)|uint64(reason)<<8).Two(uint64(r.Voucher), uint64(r.Purchase))
	d = d.Two(uint64(r.Receipt)|uint64(r.Loan)<<32, uint64(r.Appeal)|uint64(r.Edition)<<32)
	d = d.Two(uint64(r.Row), uint64(r.Account.Number)).Two(uint64(r.Amount), uint64(r.Paid)).Two(uint64(r.Balance), uint64(r.Expires))
	d = d.Two(uint64(r.Account.Provider)|uint64(r.Account.Class)<<32|uint64(r.Account.People)<<40, uint64(len(r.Lines)))
	for i := range r.Lines {
		l := &r.Lines[i]
		d = d.Two(uint64(l.Goods), uint64(l.Quantity)).Two(uint64(l.Price), uint64(l.Cost)).Word(uint64(l.Discount))
	}
	for i := range e.Events {
		d = e.Events[i].Digest(d)
	}
	return d
}
