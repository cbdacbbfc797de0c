package main

import (
	"cmp"
	"net/http"
	"slices"
	"sync"

	"github.com/vouch-kz/vouch/conformance/wire"
)

// What is kept of the transcript of a run, whatever a build answers: of each check
// the last megabyte, which leads to its end, and of all no more than 32.
const (
	transcriptBytes = 32 << 20
	checkBytes      = 1 << 20
)

// transcripts keeps what went over the wire, masked, for the page and the HAR file.
// It serves many goroutines; nil keeps nothing.
type transcripts struct {
	mu      sync.Mutex
	checks  map[string]*checkTranscript
	bytes   int // of all
	number  int // of the exchange that came last
	leftOut int // exchanges that are not kept
}

// checkTranscript is what is kept of one check.
type checkTranscript struct {
	rows  []numbered // the oldest first
	bytes int
}

// numbered is an exchange with its place in the run.
type numbered struct {
	*wire.Exchange
	number, bytes int
}

// add keeps an exchange. What is too much goes: the oldest of the same check, and
// where there is none the exchange itself.
func (t *transcripts) add(e *wire.Exchange) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.checks == nil {
		t.checks = map[string]*checkTranscript{}
	}
	c := t.checks[e.Check]
	if c == nil {
		c = &checkTranscript{}
		t.checks[e.Check] = c
	}
	t.number++
	row := numbered{e, t.number, sizeOf(e)}
	for len(c.rows) > 0 && (c.bytes+row.bytes > checkBytes || t.bytes+row.bytes > transcriptBytes) {
		t.bytes -= c.rows[0].bytes
		c.bytes -= c.rows[0].bytes
		c.rows[0] = numbered{} // the slice must not hold what was let go
		c.rows = c.rows[1:]
		t.leftOut++
	}
	if c.bytes+row.bytes > checkBytes || t.bytes+row.bytes > transcriptBytes {
		t.leftOut++
		return
	}
	c.rows = append(c.rows, row)
	c.bytes += row.bytes
	t.bytes += row.bytes
}

// sizeOf is how many bytes an exchange holds, near enough to bound them.
func sizeOf(e *wire.Exchange) int {
	const fixed = 512
	n := fixed + len(e.URL) + len(e.RequestBody) + len(e.ResponseBody)
	for _, h := range []http.Header{e.RequestHeader, e.ResponseHeader} {
		for name, values := range h {
			n += len(name)
			for _, value := range values {
				n += len(value)
			}
		}
	}
	return n
}

// all returns what is kept, in the order in which it came, and how many exchanges
// are not.
func (t *transcripts) all() (kept []*wire.Exchange, leftOut int) {
	if t == nil {
		return nil, 0
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	var rows []numbered
	for _, c := range t.checks {
		rows = append(rows, c.rows...)
	}
	slices.SortFunc(rows, func(a, b numbered) int { return cmp.Compare(a.number, b.number) })
	for _, row := range rows {
		kept = append(kept, row.Exchange)
	}
	return kept, t.leftOut
}
