package load

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// What an asking side and its agents send each other: a magic word with the version of
// the form, a letter for what follows, the thing itself, and the SHA-256 of all that.
const sealMagic = "vouch load 1\n"

// letter says what a message is.
type letter byte

const (
	orderLetter   letter = 'o' // what an agent has to drive
	secondLetter  letter = 's' // what one second of it counted
	figuresLetter letter = 'f' // what all of it counted
	bookLetter    letter = 'b' // the books of some families
)

// seal makes a message.
func seal(l letter, body []byte) []byte {
	sealed := append(append([]byte(sealMagic), byte(l)), body...)
	sum := sha256.Sum256(sealed)
	return append(sealed, sum[:]...)
}

// unseal reads a message. The body is part of it.
func unseal(sealed []byte) (letter, []byte, error) {
	word, _, _ := bytes.Cut(sealed, []byte("\n"))
	switch {
	case len(sealed) < len(sealMagic)+1+sha256.Size || !bytes.HasPrefix(sealed, []byte("vouch load ")):
		return 0, nil, errors.New("no message of a load")
	case !bytes.HasPrefix(sealed, []byte(sealMagic)):
		return 0, nil, fmt.Errorf("a message of another version, %q; the asking side and its agents have to be one version of vouch", clip(word))
	}
	end := len(sealed) - sha256.Size
	if sum := sha256.Sum256(sealed[:end]); !bytes.Equal(sum[:], sealed[end:]) {
		return 0, nil, errors.New("a message that is torn: its SHA-256 is another; send it again")
	}
	return letter(sealed[len(sealMagic)]), sealed[len(sealMagic)+1 : end], nil
}

// pen writes numbers and texts: a zigzag varint each, a text behind its length.
type pen struct{ b []byte }

func (p *pen) number(v int64) { p.b = binary.AppendVarint(p.b, v) }
func (p *pen) numbers(v ...int64) {
	for _, one := range v {
		p.number(one)
	}
}

func (p *pen) text(s string) {
	p.number(int64(len(s)))
	p.b = append(p.b, s...)
}

// histogram writes the counts of a histogram, none of which is lost: for each that is
// not zero how many zeros stand before it, and the count.
func (p *pen) histogram(h *hdrhistogram.Histogram) {
	counts := h.Export().Counts
	n := int64(0)
	for _, c := range counts {
		if c != 0 {
			n++
		}
	}
	p.number(n)
	zeros := int64(0)
	for _, c := range counts {
		if c == 0 {
			zeros++
			continue
		}
		p.numbers(zeros, c)
		zeros = 0
	}
}

// eye reads what a pen wrote. After the first thing that is wrong it reads zeros.
type eye struct {
	b   []byte
	err error
}

func (e *eye) fail(format string, args ...any) {
	if e.err == nil {
		e.err = fmt.Errorf(format, args...)
	}
	e.b = nil
}

func (e *eye) number() int64 {
	v, n := binary.Varint(e.b)
	if n <= 0 {
		e.fail("it ends too early")
		return 0
	}
	e.b = e.b[n:]
	return v
}

// within reads a number from 0 to below a limit.
func (e *eye) within(limit int64, what string) int64 {
	v := e.number()
	if e.err == nil && (v < 0 || v >= limit) {
		e.fail("%s is %d, and has to be from 0 to %d", what, v, limit-1)
		return 0
	}
	return v
}

func (e *eye) text() string {
	n := e.within(int64(len(e.b))+1, "the length of a text")
	if e.err != nil {
		return ""
	}
	s := string(e.b[:n])
	e.b = e.b[n:]
	return s
}

// end reports the first thing that was wrong, or that something follows the end.
func (e *eye) end() error {
	if e.err == nil && len(e.b) > 0 {
		e.fail("%d bytes follow its end", len(e.b))
	}
	return e.err
}

// histogram reads a histogram of this package's span and precision.
func (e *eye) histogram() *hdrhistogram.Histogram {
	h := newHistogram()
	counts := h.Export().Counts
	at, total := int64(-1), int64(0)
	for n := e.within(int64(len(counts))+1, "the number of counts"); n > 0 && e.err == nil; n-- {
		at += 1 + e.within(int64(len(counts))-at-1, "a row of zeros")
		c := e.number()
		if c <= 0 || c > math.MaxInt64-total {
			e.fail("a count is %d", c)
			break
		}
		total += c
		counts[at] = c
	}
	if e.err != nil {
		return h
	}
	return hdrhistogram.Import(&hdrhistogram.Snapshot{LowestTrackableValue: shortest, HighestTrackableValue: longest, SignificantFigures: digits, Counts: counts})
}
