package simulator

import (
	"iter"
	"math/bits"
)

// Distribution is a quantity of which totals keep how often each size came.
type Distribution uint8

// The distributions.
const (
	UnusedOfVoucher  Distribution = iota // food: tiyn of a month's voucher that were not spent
	ShareOfVoucher                       // food: percent of a month's voucher that was spent
	ReplyToGas                           // hours from the month's question to the first answer
	ReplyToFood                          // the same
	PurchasesOfStore                     // over the run, of each store that took part
	MoneyOfStore                         // tiyn that each of them gave for vouchers, returns taken off
	MinuteOfStore                        // purchases in its busiest minute
	DayOfStore                           // purchases of a store on a day that had any
	DayOfCentre                          // percent of its counters' minutes that a service centre was asked for on a day it was open

	distributions
)

var distributionNames = [distributions]string{
	UnusedOfVoucher: "unused_of_voucher", ShareOfVoucher: "share_of_voucher", ReplyToGas: "reply_to_gas",
	ReplyToFood: "reply_to_food", PurchasesOfStore: "purchases_of_store", MoneyOfStore: "money_of_store",
	MinuteOfStore: "minute_of_store", DayOfStore: "day_of_store", DayOfCentre: "day_of_centre",
}

// String returns the word of the distribution, such as "day_of_store".
func (d Distribution) String() string { return word(distributionNames[:], d) }

// Distributions returns every distribution, in order.
func Distributions() []Distribution { return all(distributions) }

// The buckets of a histogram: one each for the numbers below exact, and from
// there on that many halves to each doubling, so that a bucket is never wider than
// a thirty-second of what it holds. What is greater than the last falls into it.
const (
	exactBits = 6
	exact     = 1 << exactBits
	steps     = exact / 2
	topBits   = 40 // 2^40 tiyn are eleven thousand million tenge
	buckets   = exact + (topBits-exactBits)*steps
)

// Histogram counts whole numbers in fixed buckets, the same for every histogram,
// so that two of them add up exactly in any order. The zero value is empty.
type Histogram struct {
	numbers [buckets + 1]int64 // how many in each bucket, and the sum of all
}

// add counts a number; negative ones count as 0.
func (h *Histogram) add(v int64) {
	h.numbers[bucketOf(v)]++
	h.numbers[buckets] += v
}

// Merge adds another histogram.
func (h *Histogram) Merge(o *Histogram) {
	addTo(h.numbers[:], o.numbers[:])
}

// Count returns how many numbers were counted.
func (h *Histogram) Count() (n int64) {
	for _, c := range h.numbers[:buckets] {
		n += c
	}
	return n
}

// Sum returns the exact sum of the numbers.
func (h *Histogram) Sum() int64 { return h.numbers[buckets] }

// Bucket is one span of numbers and how many of them were counted.
type Bucket struct {
	From, To int64 // both included
	Count    int64
}

// All yields the buckets in which anything was counted, from the lowest.
func (h *Histogram) All() iter.Seq[Bucket] {
	return func(yield func(Bucket) bool) {
		for i, n := range h.numbers[:buckets] {
			if n == 0 {
				continue
			}
			from, to := spanOf(i)
			if !yield(Bucket{from, to, n}) {
				return
			}
		}
	}
}

// Quantile returns the last number of the bucket up to which at least ppm parts
// per million of the numbers lie: exact below 64, and at most a thirty-second too
// great above. It is 0 where nothing was counted.
func (h *Histogram) Quantile(ppm uint32) int64 {
	all := h.Count()
	high, low := bits.Mul64(uint64(all), uint64(min(ppm, Million)))
	want, rest := bits.Div64(high, low, Million)
	if rest > 0 {
		want++
	}
	var last int64
	for b := range h.All() {
		last = b.To
		if want <= uint64(b.Count) {
			break
		}
		want -= uint64(b.Count)
	}
	return last
}

// bucketOf returns the bucket of a number.
func bucketOf(v int64) int {
	switch {
	case v < 0:
		return 0
	case v < exact:
		return int(v)
	case v >= 1<<topBits:
		return buckets - 1
	}
	doublings := bits.Len64(uint64(v)) - exactBits
	return exact + (doublings-1)*steps + int(v>>doublings) - steps
}

// spanOf returns the first and the last number of a bucket.
func spanOf(i int) (from, to int64) {
	if i < exact {
		return int64(i), int64(i)
	}
	doublings := (i-exact)/steps + 1
	from = int64((i-exact)%steps+steps) << doublings
	return from, from + 1<<doublings - 1
}
