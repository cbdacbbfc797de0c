package load

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// counted is one second of an agent as the asking side hears of it.
type counted struct {
	N                             int // from 1
	At, Span                      float64
	Planned                       float64
	Offered, Completed            int64 // of the second
	Skipped, Failed               int64
	InFlight, Backlog, Drift      int64
	PlannedAll, OfferedAll        int64 // since the beginning
	CompletedAll, SkippedAll      int64
	Outcomes                      []Count
	Response, Service, Lateness   []byte
	response, service, latenesses *hdrhistogram.Histogram
}

// sealSecond writes a second.
func sealSecond(n int, p *Progress, i *interval) []byte {
	s := p.Second
	body, err := json.Marshal(&counted{N: n, At: s.At, Span: s.Span, Planned: s.Planned, Offered: s.Offered, Completed: s.Completed, Skipped: s.Skipped, Failed: s.Failed,
		InFlight: s.InFlight, Backlog: s.Backlog, Drift: p.Drift, PlannedAll: p.Planned, OfferedAll: p.Offered, CompletedAll: p.Completed, SkippedAll: p.Skipped, Outcomes: p.Outcomes,
		Response: penned(i.response), Service: penned(i.service), Lateness: penned(i.lateness)})
	if err != nil {
		panic("load: a second that cannot be written: " + err.Error()) // numbers and texts only
	}
	return seal(secondLetter, body)
}

func penned(h *hdrhistogram.Histogram) []byte {
	var p pen
	p.histogram(h)
	return p.b
}

// eyed reads histograms that were penned.
func eyed(what string, all ...[]byte) (read []*hdrhistogram.Histogram, err error) {
	for _, b := range all {
		e := &eye{b: b}
		h := e.histogram()
		if err := e.end(); err != nil {
			return nil, fmt.Errorf("a histogram of %s: %w", what, err)
		}
		read = append(read, h)
	}
	return read, nil
}

// readSecond reads a second.
func readSecond(body []byte) (*counted, error) {
	c := new(counted)
	if err := json.Unmarshal(body, c); err != nil {
		return nil, fmt.Errorf("a second that cannot be read: %w", err)
	}
	if c.N < 1 || min(c.Offered, c.Completed, c.Skipped, c.Failed) < 0 {
		return nil, fmt.Errorf("a second with the number %d and %d journeys", c.N, c.Offered)
	}
	all, err := eyed("a second", c.Response, c.Service, c.Lateness)
	if err != nil {
		return nil, err
	}
	c.response, c.service, c.latenesses = all[0], all[1], all[2]
	return c, nil
}

// figures are all that a drive counted, without the books.
type figures struct {
	Span, Took, Processor                time.Duration
	Machine                              Machine
	Left                                 int // arrivals that were still waiting at the end
	Digest, Passed                       uint64
	Interrupted                          bool
	Planned, Offered, Completed, Skipped int64
	InFlightMost, BacklogMost            int64
	Timed                                []timed
	Lateness                             []byte
	Outcomes                             []Count
	Seconds                              []Second
	Samples                              map[Trouble]string
	Checked, Broken                      [assertions]int64
	Told                                 [assertions][]string
	Books                                int // messages that follow
}

// timed is one kind of request in one step.
type timed struct {
	Step              int
	Op                Op
	Response, Service []byte
}

// bookBytes is how long a message of books gets, about.
const bookBytes = 256 << 10

// Bring returns what the agent found as messages for the asking side, the first of which
// says how many follow. Drive has to have returned.
func (a *Agent) Bring() [][]byte {
	d, s := a.drive, a.session
	m, l := d.meter, s.ledger
	books := s.sealBooks()
	f := &figures{Span: d.Span, Took: d.Took, Processor: d.processor, Machine: d.machine, Left: d.lost, Digest: d.Digest, Passed: d.passed, Interrupted: d.Interrupted,
		Planned: m.planned, Offered: m.offered, Completed: m.completed, Skipped: m.skipped, InFlightMost: m.inFlightMost, BacklogMost: m.backlogMost,
		Lateness: penned(m.lateness), Outcomes: m.counts(), Seconds: m.seconds, Samples: m.samples, Checked: l.checked, Broken: l.broken, Told: l.samples, Books: len(books)}
	for _, h := range m.histograms() {
		f.Timed = append(f.Timed, timed{h.Step, h.Op, penned(h.Response), penned(h.Service)})
	}
	body, err := json.Marshal(f)
	if err != nil {
		panic("load: figures that cannot be written: " + err.Error()) // numbers and texts only
	}
	return append([][]byte{seal(figuresLetter, body)}, books...)
}

// readFigures reads figures of a drive of so many steps.
func readFigures(body []byte, steps int) (*figures, *meter, error) {
	f, m := new(figures), newMeter(steps)
	if err := json.Unmarshal(body, f); err != nil {
		return nil, nil, fmt.Errorf("figures that cannot be read: %w", err)
	}
	if f.Span < 0 || f.Took < 0 || f.Left < 0 || f.Books < 0 || min(f.Planned, f.Offered, f.Completed, f.Skipped, f.InFlightMost, f.BacklogMost) < 0 {
		return nil, nil, errors.New("figures below zero")
	}
	for _, one := range f.Timed {
		if one.Step < 0 || one.Step >= steps || !slices.Contains(Ops(), one.Op) || m.steps[one.Step][one.Op] != nil {
			return nil, nil, fmt.Errorf("figures of %q in step %d of %d", one.Op, one.Step+1, steps)
		}
		both, err := eyed(string(one.Op), one.Response, one.Service)
		if err != nil {
			return nil, nil, err
		}
		m.steps[one.Step][one.Op] = &timing{both[0], both[1]}
	}
	late, err := eyed("lateness", f.Lateness)
	if err != nil {
		return nil, nil, err
	}
	m.lateness, m.seconds, m.samples = late[0], f.Seconds, f.Samples
	for _, c := range f.Outcomes {
		if m.outcomes[c.Op] == nil {
			m.outcomes[c.Op] = map[string]int64{}
		}
		m.outcomes[c.Op][c.Word] += c.N
	}
	m.planned, m.offered, m.completed, m.skipped, m.inFlightMost, m.backlogMost = f.Planned, f.Offered, f.Completed, f.Skipped, f.InFlightMost, f.BacklogMost
	return f, m, nil
}

// sealBooks writes the books of all of the agent's own people.
func (s *Session) sealBooks() (all [][]byte) {
	var p pen
	put := func(last bool) {
		if len(p.b) >= bookBytes || last && len(p.b) > 0 {
			all, p.b = append(all, seal(bookLetter, p.b)), nil
		}
	}
	for i, f := range s.town.families {
		if f != nil && len(f.book.entries) > 0 {
			p.numbers(int64(i), int64(len(f.book.entries)))
			for n := range f.book.entries {
				p.entry(&f.book.entries[n])
			}
			put(false)
		}
	}
	if s.town.gas != nil {
		for i, one := range s.town.gas.people {
			if one != nil && (one.asked || one.fate != refused) {
				p.numbers(int64(i), int64(one.fate))
				p.text(string(one.request))
				put(false)
			}
		}
	}
	put(true)
	return all
}

func (p *pen) entry(e *entry) {
	p.numbers(int64(e.deed), int64(e.fate), int64(e.call), int64(e.back), int64(e.key), int64(e.of), int64(e.store))
	p.numbers(int64(e.most), int64(e.cost), int64(e.amount), int64(e.paid), int64(e.balance))
	p.text(e.reason)
	p.text(e.id)
	p.text(string(e.request))
}

func (e *eye) entry(stores int) (one entry) {
	one.deed, one.fate = deed(e.within(int64(looked)+1, "a deed")), fate(e.within(int64(pushed)+1, "a fate"))
	one.call, one.back, one.key = time.Duration(e.number()), time.Duration(e.number()), uint64(e.number())
	one.of, one.store = int32(e.number()), int32(e.within(int64(stores), "a store"))
	for _, to := range []*voucher.Money{&one.most, &one.cost, &one.amount, &one.paid, &one.balance} {
		*to = voucher.Money(e.number())
	}
	one.reason, one.id = e.text(), e.text()
	if request := e.text(); request != "" {
		one.request = []byte(request)
	}
	if e.err == nil && one.fate.open() && one.request == nil {
		e.fail("a request without an answer that cannot be repeated")
	}
	return one
}

// readBooks writes what an agent brought into the books of the session. The families
// have to be the agent's own, and each comes once.
func (s *Session) readBooks(body []byte, part portion) error {
	e := &eye{b: body}
	for len(e.b) > 0 {
		i := int(e.within(int64(s.options.Families), "a family"))
		if e.err == nil && !part.has(i) {
			e.fail("the book of family %d comes from agent %d of %d", i+1, part.index+1, part.of)
		}
		if e.err != nil {
			break
		}
		if s.town.gas != nil {
			e.recipient(s.town.gas.people[i])
			continue
		}
		book := &s.town.families[i].book
		if len(book.entries) > 0 {
			e.fail("the book of family %d comes twice", i+1)
		}
		for n := e.within(int64(len(e.b)), "the number of entries"); n > 0 && e.err == nil; n-- {
			one := e.entry(len(s.town.stores))
			book.entries = append(book.entries, one)
		}
	}
	if err := e.end(); err != nil {
		return fmt.Errorf("books that cannot be read: %w", err)
	}
	return nil
}

func (e *eye) recipient(one *recipient) {
	if one.asked {
		e.fail("a recipient comes twice")
		return
	}
	one.asked, one.fate = true, fate(e.within(int64(pushed)+1, "a fate"))
	one.request = []byte(e.text())
	if e.err == nil && one.fate.open() && len(one.request) == 0 {
		e.fail("a confirmation without an answer that cannot be repeated")
	}
}
