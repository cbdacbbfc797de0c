package reference

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// walker visits every field of the state in one fixed order. One walk serves
// the digest, the snapshot and its restoring, so that the three cannot differ.
type walker struct {
	mode   walkMode
	digest voucher.Digest
	buf    []byte
	err    error
}

type walkMode uint8

const (
	digesting walkMode = iota
	writing
	reading
)

var errTorn = errors.New("the snapshot ends too early")

// whole is anything that is kept as a whole number.
type whole interface {
	~int | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32 | ~uint64
}

// word visits a whole number.
func word[T whole](w *walker, v *T) {
	switch w.mode {
	case digesting:
		w.digest = w.digest.Word(uint64(*v))
	case writing:
		w.buf = binary.LittleEndian.AppendUint64(w.buf, uint64(*v))
	case reading:
		if len(w.buf) < 8 {
			w.err = errTorn
			return
		}
		*v = T(binary.LittleEndian.Uint64(w.buf))
		w.buf = w.buf[8:]
	}
}

// bit visits a truth.
func bit(w *walker, v *bool) {
	n := truth(*v)
	word(w, &n)
	*v = n == 1
}

// each visits a slice: its length, then every element.
func each[T any](w *walker, s *[]T, visit func(*walker, *T)) {
	n := len(*s)
	word(w, &n)
	if w.mode == reading {
		if n < 0 || n > len(w.buf) { // an element takes at least one byte
			w.err = errTorn
		}
		if w.err != nil {
			return
		}
		*s = make([]T, n)
	}
	for i := range *s {
		if w.err != nil {
			return
		}
		visit(w, &(*s)[i])
	}
}

// StateDigest returns the digest of every record: equal states have equal
// digests, whichever way they came about.
func (m *Machine) StateDigest() voucher.Digest {
	w := walker{mode: digesting, digest: voucher.NewDigest()}
	m.walk(&w)
	return w.digest
}

// Snapshot returns the state as bytes for Restore. It holds no secret: the QR
// key stays in the setup.
func (m *Machine) Snapshot() []byte {
	w := walker{mode: writing}
	m.walk(&w)
	due := m.plan.next <= m.state.Now
	bit(&w, &due)
	return w.buf
}

// Restore makes a machine from its setup and a snapshot. Bytes that are no
// snapshot of such a setup are an error.
func Restore(s *voucher.Setup, snapshot []byte) (*Machine, error) {
	m, err := New(s)
	if err != nil {
		return nil, err
	}
	w := walker{mode: reading, buf: snapshot}
	m.walk(&w)
	due := false
	bit(&w, &due)
	switch {
	case w.err != nil:
		return nil, fmt.Errorf("reference: restore: %w", w.err)
	case len(w.buf) != 0:
		return nil, fmt.Errorf("reference: restore: %d bytes too many", len(w.buf))
	case len(m.Gas.Claims) != len(s.People) || len(m.Gas.Down) != len(s.Providers):
		return nil, errors.New("reference: restore: the snapshot is of another setup")
	}
	m.Gas.index()
	m.takeTerms()
	after := m.state.Now
	if due {
		after-- // the work of the world's first instant, before its first Advance
	}
	m.makePlan(after)
	return m, nil
}

// walk visits the whole state.
func (m *Machine) walk(w *walker) {
	word(w, &m.state.Now)
	m.walkSchedule(w)
	walkSlab(w, &m.Messages, walkMessage)
	m.Gas.walk(w, m.state.Now)
	m.Food.walk(w)
	m.keys.walk(w, &m.refusals)
}

// walkSchedule visits the parameters' values; a restored machine takes them
// from the snapshot, changes by command included.
func (m *Machine) walkSchedule(w *walker) {
	for _, p := range voucher.AllParameters() {
		rows := m.Schedule.Rows(p)
		each(w, &rows, func(w *walker, d *voucher.Dated) {
			d.Parameter = p
			word(w, &d.Territory)
			word(w, &d.From)
			word(w, &d.Value)
			bit(w, &d.Ended)
		})
		if w.mode == reading {
			m.Schedule.Replace(p, rows)
		}
	}
}

func walkMessage(w *walker, s *message) {
	word(w, &s.At)
	word(w, &s.Person)
	word(w, &s.Month)
	word(w, &s.Programme)
	word(w, &s.Kind)
	word(w, &s.Delivery)
}

// walk visits the keys of both months, the present one first, and each refusal
// by its parts: numbers in the table of refusals depend on the order of calls.
func (t *keyTable) walk(w *walker, table *refusalTable) {
	for _, which := range [...]int{t.now, 1 - t.now} {
		g := &t.months[which]
		word(w, &g.month)
		word(w, &g.closes)
		walkSlab(w, &g.keys, func(w *walker, k *keyed) {
			word(w, &k.key[0])
			word(w, &k.key[1])
			word(w, &k.scope)
			word(w, &k.fingerprint)
			word(w, &k.result)
			word(w, &k.words)
			r := table.at(k.refusal)
			walkRefusal(w, &r)
			k.refusal = table.index(r)
		})
		walkSlab(w, &g.words, word[uint64])
	}
	if w.mode == reading && w.err == nil {
		t.reindex()
	}
}

// walkRefusal visits a refusal, which may be nil.
func walkRefusal(w *walker, r **voucher.Refusal) {
	var reason voucher.Reason
	var id []byte
	if *r != nil {
		reason, id = (*r).Reason, []byte((*r).Requirement)
	}
	word(w, &reason)
	each(w, &id, word[byte])
	if w.mode == reading && reason != 0 {
		*r = voucher.Refuse(reason, voucher.RequirementID(id))
	}
}

// index rebuilds what follows from the records.
func (g *gasState) index() {
	clear(g.accounts)
	g.last = gas.AccountKey{}
	for i := range g.Accounts {
		g.accounts[g.Accounts[i].Key] = uint32(i + 1)
	}
}

// walkKey visits an account's key.
func walkKey(w *walker, k *gas.AccountKey) {
	word(w, &k.Provider)
	word(w, &k.Number)
}
