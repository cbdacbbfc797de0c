package load

import (
	"errors"
	"fmt"
	"time"
)

// secondsMost is how many seconds of one agent a drive can have at the most: the plan,
// what follows it, and a minute in which a machine stood still.
func (w *teamwork) secondsMost() int {
	return int((w.drive.Profile.Span() + 2*(w.drive.session.options.Timeout+graceAfter) + time.Minute) / time.Second)
}

// place puts a second of the agent where its number says. Those before it may be lost:
// they are told once, and not asked for again.
func (m *member) place(c *counted, most int) error {
	switch {
	case c.N > most:
		return fmt.Errorf("second %d of a drive of %d at most", c.N, most)
	case c.N <= len(m.seconds) && m.seconds[c.N-1] != nil:
		return errors.New("a second that came already")
	}
	for len(m.seconds) < c.N {
		m.seconds = append(m.seconds, nil)
	}
	m.seconds[c.N-1] = c
	return nil
}

// upTo returns the last second of the agent up to one of the run, from 0; nil: none came.
func (m *member) upTo(n int) *counted {
	for n = min(n, len(m.seconds)-1); n >= 0; n-- {
		if m.seconds[n] != nil {
			return m.seconds[n]
		}
	}
	return nil
}

// notTold adds to seconds of all agents those of this one that did not come when they
// were told: its figures have them too. They have no histograms; what all agents took
// together lies below the highest of each.
func (m *member) notTold(all []Second) []Second {
	for n, s := range m.figures.Seconds {
		if n < len(m.seconds) && m.seconds[n] != nil {
			continue
		}
		if n >= len(all) {
			all = append(all, Second{})
		}
		to := &all[n]
		to.At, to.Span, to.Planned = max(to.At, s.At), max(to.Span, s.Span), to.Planned+s.Planned
		to.Offered, to.Completed, to.Skipped, to.Failed = to.Offered+s.Offered, to.Completed+s.Completed, to.Skipped+s.Skipped, to.Failed+s.Failed
		to.P50, to.P99, to.P999, to.Service99 = max(to.P50, s.P50), max(to.P99, s.P99), max(to.P999, s.P999), max(to.Service99, s.Service99)
		to.Lateness, to.InFlight, to.Backlog = max(to.Lateness, s.Lateness), to.InFlight+s.InFlight, to.Backlog+s.Backlog
	}
	return all
}

// tell tells who watches of every second that all agents have told of, or at the end of
// what is left.
func (w *teamwork) tell(last bool) {
	for {
		n, some := w.told, false
		for _, m := range w.agents {
			switch {
			case len(m.seconds) > n:
				some = true
			case !last && !m.over:
				return
			}
		}
		if !some {
			return
		}
		w.told++
		w.second(n)
	}
}

// second tells of one second of all agents.
func (w *teamwork) second(n int) {
	d := w.drive
	p := Progress{Span: d.Profile.Span()}
	s := Second{}
	i := newInterval()
	outcomes := map[Op]map[string]int64{}
	for _, m := range w.agents {
		c := m.upTo(n)
		if c == nil {
			continue
		}
		p.Planned, p.Offered, p.Completed, p.Skipped = p.Planned+c.PlannedAll, p.Offered+c.OfferedAll, p.Completed+c.CompletedAll, p.Skipped+c.SkippedAll
		if !m.over {
			p.Drift += c.Drift
		}
		addCounts(outcomes, c.Outcomes)
		if c.N != n+1 {
			continue // it is over, or what it told was lost
		}
		i.add(c)
		s.At, s.Span, s.Planned = max(s.At, c.At), max(s.Span, c.Span), s.Planned+c.Planned
		s.InFlight, s.Backlog = s.InFlight+c.InFlight, s.Backlog+c.Backlog
		c.response, c.service, c.latenesses = nil, nil, nil
	}
	i.fill(&s)
	p.At, p.Second, p.InFlight, p.Backlog = time.Duration(s.At*float64(time.Second)), &s, s.InFlight, s.Backlog
	p.Drift += d.session.ledger.drift()
	live := d.meter
	live.mu.Lock()
	live.planned, live.offered, live.completed, live.skipped, live.inFlight, live.backlog = p.Planned, p.Offered, p.Completed, p.Skipped, p.InFlight, p.Backlog
	live.outcomes, live.seconds = outcomes, append(live.seconds, s)
	live.add(0, Journey, i.response, i.service)
	live.lateness.Merge(i.lateness)
	live.mu.Unlock()
	p.Outcomes = live.counts()
	d.session.options.Watch(p)
}

// add takes in what one agent counted.
func (i *interval) add(c *counted) {
	i.response.Merge(c.response)
	i.service.Merge(c.service)
	i.lateness.Merge(c.latenesses)
	i.offered, i.completed, i.skipped, i.failed = i.offered+c.Offered, i.completed+c.Completed, i.skipped+c.Skipped, i.failed+c.Failed
}
