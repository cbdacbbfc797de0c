package load

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// Team is several agents that drive a plan together in the place of this process.
type Team struct {
	Agents int
	// Drive gives every agent its order, lets all begin at one instant, hands heard each
	// message of theirs, and nil from one that is lost, by one goroutine at a time, and returns what became of each, in
	// the order of the orders. When ctx ends it stops them, and still brings home what
	// they have; so it does with the others when one is lost. The error says why nothing
	// was driven.
	Drive func(ctx context.Context, orders [][]byte, heard func(agent int, sealed []byte) error) ([]Ended, error)
}

// Ended is what became of an agent, and how its clock stands to that of the asking side.
type Ended struct {
	Name string `json:"name"` // of its machine and process
	Host string `json:"host"` // agents of one share its processors
	// Offset is by how much its clock was ahead when the run began, give or take
	// Uncertain: half of the shortest round trip. Drift is by how much that was another
	// at the end.
	Offset    time.Duration `json:"clock_offset"`
	Uncertain time.Duration `json:"clock_uncertain"`
	Drift     time.Duration `json:"clock_drift"`
	Lost      string        `json:"lost"` // why nothing came home from it; "": it did
}

// AgentResult is what one of several agents found.
type AgentResult struct {
	Ended
	Families int     `json:"families"` // its own: no other agent asks about them
	Driven   *Driven `json:"driven"`   // nil: it was lost
}

// spreadMost is by how much agents may begin apart. What a request takes is counted by
// one clock and does not suffer from it; but what was meant to come at once does not.
const spreadMost = 10 * time.Millisecond

// teamwork is a drive of several agents, as the asking side sees it.
type teamwork struct {
	drive   *Drive // of all together
	agents  []*member
	told    int  // seconds that were told
	stopped bool // one is lost, so that the others were stopped
}

// member is one of the agents.
type member struct {
	part    portion
	seconds []*counted // by their numbers; nil: that one has not come
	figures *figures   // nil: they have not come
	meter   *meter
	books   int // that came
	over    bool
}

// driveTeam lets agents drive a course, and puts together what they found. The error
// says why nothing was driven.
func (s *Session) driveTeam(ctx context.Context, c *Course, r *Result) error {
	orders, err := s.orders(c.Profile, c.Poisson, c.Team.Agents)
	if err != nil {
		return err
	}
	w := s.newTeamwork(c, len(orders))
	s.options.Exporter.add(w.drive)
	stop := s.clock.run()
	ended, err := c.Team.Drive(ctx, orders, w.heard)
	stop()
	if err != nil {
		return err
	}
	w.tell(true)
	var why []Doubt
	for i := range w.agents {
		why = append(why, w.home(ctx, c, r, i, &ended[i])...)
	}
	d := w.together(ctx)
	d.Because = slices.Concat(why, d.Because, w.apart(r))
	r.Drives, r.Because = []Driven{d}, d.Because
	return nil
}

// home puts what an agent found into the result, and says what is against it.
func (w *teamwork) home(ctx context.Context, c *Course, r *Result, i int, e *Ended) (why []Doubt) {
	name := fmt.Sprintf("%d (%s)", i+1, e.Name)
	m, s := w.agents[i], w.drive.session
	if e.Lost == "" && (m.figures == nil || m.books < m.figures.Books) {
		e.Lost = "its figures and books did not all come"
	}
	a := AgentResult{Ended: *e, Families: m.part.count(s.options.Families)}
	if e.Lost != "" {
		s.lost = append(s.lost, m.part)
		why = append(why, doubt(AgentLost, "Cause", e.Lost, "Families", a.Families).of(name))
	}
	if m.figures != nil {
		d := m.driven(s, c)
		a.Driven = &d
		for _, one := range d.Because {
			why = append(why, one.of(name))
		}
		if d.Interrupted && !w.stopped && ctx.Err() == nil {
			why = append(why, doubt(AgentStopped).of(name))
		}
	}
	r.Agents = append(r.Agents, a)
	return why
}

func (s *Session) newTeamwork(c *Course, agents int) *teamwork {
	w := &teamwork{drive: s.newDrive(c.Profile, c.Poisson)}
	for index := range agents {
		w.agents = append(w.agents, &member{part: portion{index, agents}})
	}
	return w
}

// heard takes in one message of an agent.
func (w *teamwork) heard(agent int, sealed []byte) error {
	m, s := w.agents[agent], w.drive.session
	if sealed == nil {
		m.over, w.stopped = true, true
		w.tell(false)
		return nil
	}
	l, body, err := unseal(sealed)
	if err != nil {
		return err
	}
	switch l {
	case secondLetter:
		c, err := readSecond(body)
		if err != nil {
			return err
		}
		if err := m.place(c, w.secondsMost()); err != nil {
			return err
		}
	case figuresLetter:
		if m.figures != nil {
			return errors.New("figures that came already")
		}
		if m.figures, m.meter, err = readFigures(body, w.drive.Profile.steps()); err != nil {
			return err
		}
		s.ledger.add(m.figures)
		m.over = true
	case bookLetter:
		if err := s.readBooks(body, m.part); err != nil {
			return err
		}
		m.books++
	default:
		return fmt.Errorf("a message of kind %q, which no agent sends", l)
	}
	w.tell(false)
	return nil
}

// add takes in what an agent held its answers against.
func (l *ledger) add(f *figures) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for a := range assertions {
		l.checked[a] += f.Checked[a]
		l.broken[a] += f.Broken[a]
		for _, one := range f.Told[a] {
			if len(l.samples[a]) < samplesKept {
				l.samples[a] = append(l.samples[a], one)
			}
		}
	}
}

func addCounts(to map[Op]map[string]int64, all []Count) {
	for _, c := range all {
		if to[c.Op] == nil {
			to[c.Op] = map[string]int64{}
		}
		to[c.Op][c.Word] += c.N
	}
}

// add takes in what a kind of request took. The caller holds the lock.
func (m *meter) add(step int, op Op, response, service *hdrhistogram.Histogram) {
	t := m.steps[step][op]
	if t == nil {
		t = &timing{newHistogram(), newHistogram()}
		m.steps[step][op] = t
	}
	t.response.Merge(response)
	t.service.Merge(service)
}

// driven are the figures of one agent.
func (m *member) driven(s *Session, c *Course) Driven {
	f := m.figures
	own := &Session{options: s.options, town: s.town, portion: m.part, ledger: s.ledger} // a target in this process is not in the agent's
	own.weigh()
	d := &Drive{Profile: c.Profile, Poisson: c.Poisson, Span: f.Span, Took: f.Took, Interrupted: f.Interrupted, Digest: f.Digest, session: own, meter: m.meter,
		processor: f.Processor, machine: f.Machine, lost: f.Left}
	return d.Figures()
}

// together are the figures of all agents: histograms are added up without loss.
func (w *teamwork) together(ctx context.Context) Driven {
	d := w.drive
	m := newMeter(d.Profile.steps())
	m.seconds = slices.Clone(d.meter.seconds) // who watched may have them still
	d.Interrupted = ctx.Err() != nil || len(d.session.lost) > 0
	digests := map[string]bool{}
	for _, one := range w.agents {
		f := one.figures
		if f == nil {
			continue
		}
		d.Span, d.Took, d.processor, d.lost = max(d.Span, f.Span), max(d.Took, f.Took), d.processor+f.Processor, d.lost+f.Left
		d.Interrupted = d.Interrupted || f.Interrupted
		d.Digest, d.passed, d.machine.Coarse = f.Digest, max(d.passed, f.Passed), d.machine.Coarse || f.Machine.Coarse
		digests[fmt.Sprint(f.Digest, f.Passed)] = true
		m.planned, m.offered, m.completed, m.skipped = m.planned+f.Planned, m.offered+f.Offered, m.completed+f.Completed, m.skipped+f.Skipped
		m.inFlightMost, m.backlogMost = m.inFlightMost+f.InFlightMost, m.backlogMost+f.BacklogMost
		for step, ops := range one.meter.steps {
			for op, t := range ops {
				m.add(step, op, t.response, t.service)
			}
		}
		m.seconds = one.notTold(m.seconds)
		m.lateness.Merge(one.meter.lateness)
		addCounts(m.outcomes, f.Outcomes)
		for trouble, first := range f.Samples {
			m.samples[trouble] = cmp.Or(m.samples[trouble], first)
		}
	}
	d.machine.Processors = 0 // several machines have no number
	d.replace(m)
	f := d.Figures()
	f.Because = f.beyond(d.session.target.Own) // each agent says itself that it was late
	whole := !d.Interrupted && d.session.options.Closed == 0
	switch {
	case whole && len(digests) > 1:
		f.Because = append(f.Because, doubt(PlansDiffer))
	case whole && uint64(m.planned) != d.passed:
		f.Because = append(f.Because, doubt(PortionMissing, "Came", m.planned, "Planned", d.passed))
	}
	return f
}

// replace puts figures in the place of those that were told while it went on.
func (d *Drive) replace(m *meter) {
	d.meter.mu.Lock()
	defer d.meter.mu.Unlock()
	d.meter.steps, d.meter.lateness, d.meter.outcomes, d.meter.samples, d.meter.seconds = m.steps, m.lateness, m.outcomes, m.samples, m.seconds
	d.meter.planned, d.meter.offered, d.meter.completed, d.meter.skipped = m.planned, m.offered, m.completed, m.skipped
	d.meter.inFlight, d.meter.inFlightMost, d.meter.backlog, d.meter.backlogMost = 0, m.inFlightMost, 0, m.backlogMost
}

// apart says what is against the agents having been one: they began apart, or took more
// of a machine than it has when they are added up.
func (w *teamwork) apart(r *Result) (why []Doubt) {
	var off []time.Duration
	taken, has := map[string]float64{}, map[string]int{}
	for _, a := range r.Agents {
		off = append(off, a.Uncertain+a.Drift.Abs())
		if a.Driven != nil {
			taken[a.Host] += a.Driven.Processor
			has[a.Host] = a.Driven.Machine.Processors
		}
	}
	slices.SortFunc(off, func(a, b time.Duration) int { return cmp.Compare(b, a) })
	if len(off) > 1 {
		r.StartSpread = off[0] + off[1]
	}
	if r.StartSpread > spreadMost {
		why = append(why, doubt(BegunApart, "Spread", r.StartSpread.Round(time.Microsecond), "Limit", spreadMost))
	}
	for _, host := range slices.Sorted(maps.Keys(taken)) {
		if taken[host] > ownMost*float64(has[host]) {
			why = append(why, doubt(HostBusy, "Host", host, "Taken", tenths(taken[host]), "Processors", has[host]))
		}
	}
	return why
}
