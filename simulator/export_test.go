package simulator

import (
	"crypto/sha256"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Sealed puts the checksum that its bytes ask for behind a body of saved totals,
// after the head that every saved form has.
func Sealed(body []byte) []byte {
	data := append(append([]byte(savedMagic), figuresPrint()...), body...)
	sum := sha256.Sum256(data)
	return append(data, sum[:]...)
}

// Unsealed returns the body of saved totals.
func Unsealed(data []byte) []byte {
	return data[len(savedMagic)+printSize : len(data)-sha256.Size]
}

// Tamper adds to one number of the totals and nothing else, where where is a row
// of Territories: to a metric of a month, of a segment, a day, an hour, a message, a store,
// a counter or a histogram.
type Tamper struct{ *Totals }

func (t Tamper) Month(p voucher.Programme, what Metric, n int64) { t.cell(p, 0, t.First)[what] += n }

func (t Tamper) Segment(p voucher.Programme, what Metric, n int64) { t.part(p, 0, 3)[what] += n }

func (t Tamper) Day(what Daily, n int64) { t.daily[0][what] += n }

func (t Tamper) Hour(n int64) { t.visits[0] += n }

func (t Tamper) Message(n int64) { t.messages[1][voucher.Notice] += n }

func (t Tamper) Store(what int, n int64) { t.kind(0, 0)[what] += n }

func (t Tamper) Counter(c Counter, n int64) { t.counts[c] += n }

func (t Tamper) Fraud(n int64) { t.frauds[0][0] += n }

func (t Tamper) Spread(d Distribution, v int64) { t.spread[d].add(v) }

// HistogramOf counts numbers.
func HistogramOf(numbers ...int64) *Histogram {
	h := new(Histogram)
	for _, v := range numbers {
		h.add(v)
	}
	return h
}

// What facts and people are made of, for tests that look at each alone.
var (
	Between    = between
	LogNormal  = logNormal
	Poisson    = poisson
	BIN        = bin
	CheckDigit = checkDigit
)

// Len is how many outcomes there are.
func (c *Choice) Len() int { return len(c.slots) }
