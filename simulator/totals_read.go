package simulator

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// unpacker reads what a packer wrote. After the first fault it reads zeros.
type unpacker struct {
	from  []byte
	zeros uint64 // still to come
	err   error
}

func (r *unpacker) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
}

// size reads a plain number of things.
func (r *unpacker) size(what string, most uint64) int {
	v, n := binary.Uvarint(r.from)
	if n <= 0 || v > most {
		r.fail("no number of %s, or more than %d", what, most)
		return 0
	}
	r.from = r.from[n:]
	return int(v)
}

// whole reads a plain signed number.
func (r *unpacker) whole(what string, least, most int64) int64 {
	v, n := binary.Varint(r.from)
	if n <= 0 || v < least || v > most {
		r.fail("no %s, or not one from %d to %d", what, least, most)
		return 0
	}
	r.from = r.from[n:]
	return v
}

// next reads one number of the rows.
func (r *unpacker) next() int64 {
	if r.zeros > 0 {
		r.zeros--
		return 0
	}
	v, n := binary.Varint(r.from)
	if n <= 0 {
		r.fail("a number is cut off or too great")
		return 0
	}
	r.from = r.from[n:]
	if v != 0 {
		return v
	}
	run, n := binary.Uvarint(r.from)
	if n <= 0 || run == 0 || run > maxSavedNumbers {
		r.fail("a row of zeros has no length")
		return 0
	}
	r.from = r.from[n:]
	r.zeros = run - 1
	return 0
}

// within reads one number of the rows within bounds.
func (r *unpacker) within(what string, least, most int64) int64 {
	v := r.next()
	if v < least || v > most {
		r.fail("%s is %d; it is from %d to %d", what, v, least, most)
		return 0
	}
	return v
}

// totals reads everything.
func (r *unpacker) totals() *Totals {
	kinds := make([]string, 0, 8)
	for range r.size("kinds of stores", maxSavedKinds) {
		n := min(r.size("letters of a kind", maxSavedWord), len(r.from))
		kinds = append(kinds, string(r.from[:n]))
		r.from = r.from[n:]
	}
	from := r.whole("first day", 0, math.MaxInt32-maxSavedDays)
	to := r.whole("last day", from, from+maxSavedDays)
	territories := make([]voucher.Territory, 0, 32)
	seen := map[voucher.Territory]bool{}
	for range r.size("territories", maxSavedTerritories) {
		where := voucher.Territory(r.size("territory", math.MaxUint32))
		if seen[where] {
			r.fail("territory %s stands twice", where)
		}
		seen[where] = true
		territories = append(territories, where)
	}
	days, months := to-from+1+TailMax, int64(voucher.Day(to).Month()-voucher.Day(from).Month())+1
	rows := int64(len(territories))
	if all := rows * (2*int64(metrics)*(months+segments) + days*int64(len(dailyNames)) + int64(len(kinds))*kindNumbers); all > maxSavedNumbers {
		r.fail("%d territories over %d days are %d numbers; at most %d are read", rows, days, all, maxSavedNumbers)
	}
	if r.err != nil {
		return nil
	}
	t := newTotals(territories, kinds, voucher.Day(from), voucher.Day(to))
	r.fill(t)
	return t
}

// fill reads the rows and what stands behind them.
func (r *unpacker) fill(t *Totals) {
	for _, row := range t.numbers() {
		for i := range row {
			row[i] = r.next()
		}
	}
	t.TailDays = int(r.within("tail", 0, TailMax))
	t.busiest = Peak{Territory: r.territory(), Block: r.ordinal(), Store: r.ordinal(), Minute: voucher.Instant(r.next()), Purchases: r.next()}
	for range r.within("number of busiest stores", 0, busiest) {
		t.topStores = append(t.topStores, StoreLoad{Territory: r.territory(), Block: r.ordinal(), Store: r.ordinal(),
			Kind: int(r.within("kind", 0, int64(len(t.StoreKinds))-1)), Town: r.territory(), Purchases: r.next(), Money: r.next(),
			Day: r.day(), OnDay: r.next(), Minute: voucher.Instant(r.next()), InMinute: r.next()})
	}
	for range r.within("number of busiest centres", 0, busiest) {
		t.topCentres = append(t.topCentres, CentreLoad{Territory: r.territory(), Block: r.ordinal(), Counters: r.next(), Visits: r.next(),
			Day: r.day(), Minutes: r.next(), Capacity: r.next()})
	}
}

func (r *unpacker) territory() voucher.Territory {
	return voucher.Territory(r.within("territory", 0, math.MaxUint32))
}

func (r *unpacker) ordinal() int { return int(r.within("ordinal", 0, math.MaxInt32)) }

func (r *unpacker) day() voucher.Day { return voucher.Day(r.within("day", 0, math.MaxInt32)) }
