package simulator

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// The saved form of totals: a magic word with the version of the form, a print of
// the words that its figures stand for, then whole numbers, each as a zigzag varint
// and a row of zeros as one zero and its length, and the SHA-256 of all that. The
// same totals have one saved form.
const (
	savedMagic = "vouch totals 1\n"
	printSize  = 8
)

// Bounds of what is read; they bound memory only.
const (
	maxSavedTerritories = 1 << 12
	maxSavedDays        = 1 << 13
	maxSavedKinds       = 1 << 8
	maxSavedWord        = 1 << 8
	maxSavedNumbers     = 1 << 21
)

// figuresPrint tells forms apart whose figures are others, or in another order.
func figuresPrint() []byte {
	var words []string
	add := func(s fmt.Stringer) { words = append(words, s.String()) }
	for _, m := range Metrics() {
		add(m)
	}
	for _, c := range AllCounters() {
		add(c)
	}
	for _, f := range Frauds() {
		add(f)
	}
	for _, d := range all(days) {
		add(d)
	}
	for _, d := range Distributions() {
		add(d)
	}
	for _, s := range Segments() {
		add(s)
	}
	for _, k := range voucher.CommandKinds() {
		add(k)
	}
	for _, r := range voucher.AllReasons() {
		add(r)
	}
	words = append(words, fmt.Sprint(TailMax, buckets, busiest, len(new(Totals).messages[0]), len(new(Totals).stars)))
	sum := sha256.Sum256([]byte(strings.Join(words, "\n")))
	return sum[:printSize]
}

// AppendBinary appends the saved form, which ReadTotals reads. It never fails.
func (t *Totals) AppendBinary(to []byte) ([]byte, error) {
	start := len(to)
	to = append(to, savedMagic...)
	to = append(to, figuresPrint()...)
	to = binary.AppendUvarint(to, uint64(len(t.StoreKinds)))
	for _, kind := range t.StoreKinds {
		to = append(binary.AppendUvarint(to, uint64(len(kind))), kind...)
	}
	to = binary.AppendVarint(to, int64(t.From))
	to = binary.AppendVarint(to, int64(t.To))
	to = binary.AppendUvarint(to, uint64(len(t.Territories)))
	for _, where := range t.Territories {
		to = binary.AppendUvarint(to, uint64(where))
	}
	w := packer{to: to}
	for _, numbers := range t.numbers() {
		for _, n := range numbers {
			w.put(n)
		}
	}
	w.put(int64(t.TailDays))
	w.peak(&t.busiest)
	w.put(int64(len(t.topStores)))
	for i := range t.topStores {
		w.store(&t.topStores[i])
	}
	w.put(int64(len(t.topCentres)))
	for i := range t.topCentres {
		w.centre(&t.topCentres[i])
	}
	w.flush()
	sum := sha256.Sum256(w.to[start:])
	return append(w.to, sum[:]...), nil
}

// MarshalBinary returns the saved form; see AppendBinary.
func (t *Totals) MarshalBinary() ([]byte, error) { return t.AppendBinary(nil) }

// numbers returns everything that is a row of whole numbers, in the order of the
// saved form.
func (t *Totals) numbers() (rows [][]int64) {
	for i := range t.cells {
		rows = append(rows, t.cells[i][:])
	}
	for i := range t.parts {
		rows = append(rows, t.parts[i][:])
	}
	rows = append(rows, t.counts[:])
	rows = append(rows, t.refusals...)
	rows = append(rows, t.messages[0][:], t.messages[1][:])
	for i := range t.daily {
		rows = append(rows, t.daily[i][:])
	}
	for i := range t.kinds {
		rows = append(rows, t.kinds[i][:])
	}
	rows = append(rows, t.visits, t.stars[:])
	for i := range t.frauds {
		rows = append(rows, t.frauds[i][:])
	}
	for i := range t.spread {
		rows = append(rows, t.spread[i].numbers[:])
	}
	return rows
}

// packer appends numbers, rows of zeros as one.
type packer struct {
	to    []byte
	zeros uint64
}

func (w *packer) put(n int64) {
	if n == 0 {
		w.zeros++
		return
	}
	w.flush()
	w.to = binary.AppendVarint(w.to, n)
}

func (w *packer) flush() {
	if w.zeros > 0 {
		w.to = binary.AppendUvarint(append(w.to, 0), w.zeros)
		w.zeros = 0
	}
}

func (w *packer) peak(p *Peak) {
	for _, n := range [...]int64{int64(p.Territory), int64(p.Block), int64(p.Store), int64(p.Minute), p.Purchases} {
		w.put(n)
	}
}

func (w *packer) store(l *StoreLoad) {
	for _, n := range [...]int64{int64(l.Territory), int64(l.Block), int64(l.Store), int64(l.Kind), int64(l.Town), l.Purchases, l.Money,
		int64(l.Day), l.OnDay, int64(l.Minute), l.InMinute} {
		w.put(n)
	}
}

func (w *packer) centre(l *CentreLoad) {
	for _, n := range [...]int64{int64(l.Territory), int64(l.Block), l.Counters, l.Visits, int64(l.Day), l.Minutes, l.Capacity} {
		w.put(n)
	}
}

// ReadTotals reads a saved form. Bytes that are cut short, damaged, of another
// version or not as AppendBinary writes them are an error that says so, and no bytes
// are a panic. It does not check the identities; Check does.
func ReadTotals(data []byte) (*Totals, error) {
	body := len(data) - sha256.Size
	switch {
	case !bytes.HasPrefix(data, []byte(savedMagic)):
		return nil, fmt.Errorf("saved totals: they do not begin with %q; they are of another version or no saved totals", savedMagic)
	case body < len(savedMagic)+printSize:
		return nil, fmt.Errorf("saved totals: %d bytes, which is too short; they were cut off", len(data))
	}
	if sum := sha256.Sum256(data[:body]); !bytes.Equal(sum[:], data[body:]) {
		return nil, errors.New("saved totals: the checksum is of other bytes; they were cut off or damaged, make them anew")
	}
	if !bytes.Equal(data[len(savedMagic):len(savedMagic)+printSize], figuresPrint()) {
		return nil, errors.New("saved totals: they hold other figures than this version keeps; make them anew")
	}
	r := unpacker{from: data[len(savedMagic)+printSize : body]}
	t := r.totals()
	if r.err == nil && (len(r.from) > 0 || r.zeros > 0) {
		r.fail("%d bytes and %d zeros too many", len(r.from), r.zeros)
	}
	if r.err != nil {
		return nil, fmt.Errorf("saved totals, %d bytes before the end: %w", len(r.from)+sha256.Size, r.err)
	}
	if again, _ := t.AppendBinary(make([]byte, 0, len(data))); !bytes.Equal(again, data) {
		return nil, errors.New("saved totals: the same totals are written in other bytes; this version did not write them")
	}
	return t, nil
}
