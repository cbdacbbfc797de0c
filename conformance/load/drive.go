package load

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Drive is one plan that was driven, or is. Its figures are read when it is over.
type Drive struct {
	Profile     *Profile
	Poisson     bool
	Span        time.Duration // that it really took, without what followed the plan
	Took        time.Duration // to the last answer
	Interrupted bool
	Digest      uint64 // of the intended instants; 0: there was no plan

	session   *Session
	ctx       context.Context // of its requests
	meter     *meter
	start     time.Duration // since the session was opened
	processor time.Duration // that this process took; 0: not known
	machine   Machine
	passed    uint64 // arrivals of the plan that were passed, those of other portions too
	noted     func(*Progress, *interval)
	lost      int // arrivals that were still waiting at the end
}

// Progress is how far a drive is.
type Progress struct {
	At, Span  time.Duration
	Second    *Second // that has just ended; nil between two
	Planned   int64
	Offered   int64
	Completed int64
	Skipped   int64
	InFlight  int64
	Backlog   int64
	Drift     int64 // violations of what has to be true of the money, so far
	Outcomes  []Count
}

// How often a drive is looked at, and how long what is under way has after its end
// beyond the time of one request.
const (
	watchEvery = 250 * time.Millisecond
	graceAfter = time.Second
)

// Drive drives a profile. It returns when the plan is over and what it began is
// answered, or ctx is over; both are no error. A drive that is interrupted is whole up
// to there.
func (s *Session) Drive(ctx context.Context, p *Profile, poisson bool) *Drive {
	d := s.newDrive(p, poisson)
	d.from(ctx, time.Now())
	return d
}

func (s *Session) newDrive(p *Profile, poisson bool) *Drive {
	return &Drive{Profile: p, Poisson: poisson, session: s, meter: newMeter(p.steps()), machine: thisMachine()}
}

// beforehand is how long before its beginning a drive makes itself ready.
const beforehand = 50 * time.Millisecond

// from drives with a plan that begins at an instant.
func (d *Drive) from(ctx context.Context, begin time.Time) {
	s := d.session
	d.ctx, d.start = context.WithoutCancel(ctx), begin.Sub(s.opened)
	pause(ctx, time.Until(begin)-beforehand)
	defer moreProcessors()()
	before, known := processorTime()
	s.options.Exporter.add(d)
	q := newQueue()
	var busy sync.WaitGroup
	watched := d.watch(begin)
	stopClock := s.clock.run()
	links := d.work(ctx, &busy, q, begin)
	if s.options.Closed == 0 {
		d.plan(ctx, q, begin)
	} else {
		pause(ctx, d.Profile.Span()-time.Since(begin))
		d.Span = time.Since(begin)
	}
	d.drain(ctx, q, &busy, links)
	d.Took = time.Since(begin)
	stopClock()
	watched()
	if after, ok := processorTime(); ok && known {
		d.processor = after - before
	}
	d.Interrupted = ctx.Err() != nil
}

// plan puts arrivals into the queue at their instants.
func (d *Drive) plan(ctx context.Context, q *queue, begin time.Time) {
	s := d.session
	plan := NewPlan(d.Profile, d.Poisson, s.options.Seed)
	before := s.count.Load()
	if s.portion.all() > 1 {
		plan.own = func(number uint64) bool { return s.goes(before + number) }
	}
	pace(ctx, plan, begin, func(now *due) {
		step := 0
		if d.Profile.Separate {
			step = int(now.stretch)
		}
		d.meter.fired(now.late)
		d.meter.waiting(q.put(arrival{d.start + now.at, step, before + now.number}))
	})
	if ctx.Err() == nil {
		pause(ctx, d.Profile.Span()-time.Since(begin))
	}
	s.count.Add(plan.Number())
	d.Span, d.Digest, d.passed = time.Since(begin), uint64(plan.Digest()), plan.Number()
}

// work starts the workers.
func (d *Drive) work(ctx context.Context, busy *sync.WaitGroup, q *queue, begin time.Time) (links []*link) {
	n := d.session.options.Connections
	if c := d.session.options.Closed; c > 0 {
		n = c
	}
	for range n {
		w := &worker{session: d.session, drive: d, meter: d.meter, links: [2]*link{{dialer: d.session.dialer}, {dialer: d.session.dialer}}}
		links = append(links, w.links[0], w.links[1])
		busy.Go(func() {
			defer w.links[0].close()
			defer w.links[1].close()
			if d.session.options.Closed > 0 {
				pause(ctx, time.Until(begin))
				w.closed(ctx, begin.Add(d.Profile.Span()))
				return
			}
			w.serve(q)
		})
	}
	return links
}

// serve takes arrivals until the queue ends.
func (w *worker) serve(q *queue) {
	for {
		a, left, ok := q.take()
		if !ok {
			return
		}
		w.meter.waiting(left)
		if limit := w.session.options.LateLimit; limit > 0 && w.now()-a.at > limit {
			w.meter.skip(1)
			continue
		}
		w.step = a.step
		w.journey(a.at, a.number)
	}
}

// closed asks again and again, without a plan: what is due is always now, so that a
// build that stalls is asked less. That is what a closed model hides.
func (w *worker) closed(ctx context.Context, until time.Time) {
	for ctx.Err() == nil && time.Now().Before(until) {
		w.meter.fired(0)
		w.journey(w.now(), w.session.unplanned())
	}
}

// journey is one of the workload.
func (w *worker) journey(due time.Duration, number uint64) {
	w.meter.begun()
	if w.session.town.gas != nil {
		w.meter.ended(w.activate(due, number))
		return
	}
	w.meter.ended(w.shop(due, number))
}

// drain lets what waits and what is under way end, within the time of a request; what
// is left then is counted as skipped, and what is not answered stays unknown.
func (d *Drive) drain(ctx context.Context, q *queue, busy *sync.WaitGroup, links []*link) {
	done := make(chan struct{})
	limit := time.NewTimer(d.session.options.Timeout + graceAfter)
	defer limit.Stop()
	look := time.NewTicker(watchEvery / 10)
	defer look.Stop()
	for waits := true; waits && q.waiting() > 0; {
		select {
		case <-look.C:
		case <-ctx.Done():
			waits = false
		case <-limit.C:
			waits = false
		}
	}
	d.lost = q.close()
	d.meter.skip(int64(d.lost))
	go func() {
		busy.Wait()
		close(done)
	}()
	late := time.NewTimer(d.session.options.Timeout + graceAfter)
	defer late.Stop()
	select {
	case <-done:
		return
	case <-late.C:
	case <-ctx.Done():
		soon := time.NewTimer(graceAfter)
		defer soon.Stop()
		select {
		case <-done:
			return
		case <-soon.C:
		}
	}
	for _, l := range links {
		l.interrupt()
	}
	<-done
}

// watch notes every second and tells who watches. The returned function ends it.
func (d *Drive) watch(begin time.Time) func() {
	stop, over := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		tick := time.NewTicker(watchEvery)
		defer tick.Stop()
		last, n := time.Duration(0), 0
		for {
			select {
			case <-stop:
				if at := time.Since(begin); at-last > watchEvery/2 || n == 0 {
					d.second(at, at-last)
				}
				return
			case <-tick.C:
			}
			n++
			if at := time.Since(begin); n%int(time.Second/watchEvery) == 0 {
				d.second(at, at-last)
				last = at
				continue
			}
			d.tell(nil, nil)
		}
	}()
	return func() {
		close(stop)
		<-over
	}
}

// second closes a second and tells of it.
func (d *Drive) second(at, span time.Duration) {
	s, counted := d.meter.tick(at, span, d.rateAt(at-span/2)) // the end lies after the plan in the last second
	d.tell(&s, counted)
}

// rateAt is the rate that this drive plans at an instant, 0 where it plans nothing.
func (d *Drive) rateAt(at time.Duration) float64 {
	if d.session.options.Closed > 0 {
		return 0
	}
	return d.Profile.rateAt(at) * d.session.weight
}

// name is what is driven, as results call it.
func (d *Drive) name() string {
	if c := d.session.options.Closed; c > 0 {
		return fmt.Sprintf("closed:%d", c)
	}
	return d.Profile.Name
}

// rateAt is the rate that is planned at an instant, 0 after the end.
func (p *Profile) rateAt(at time.Duration) float64 {
	for _, s := range p.Stretch {
		if at <= s.For {
			return s.From + (s.To-s.From)*at.Seconds()/s.For.Seconds()
		}
		at -= s.For
	}
	return 0
}

// tell tells who watches how far the drive is, and of a second that has just ended.
func (d *Drive) tell(second *Second, counted *interval) {
	m := d.meter
	counts := m.counts()
	m.mu.Lock()
	p := Progress{At: time.Since(d.session.opened) - d.start, Span: d.Profile.Span(), Second: second, Planned: m.planned, Offered: m.offered,
		Completed: m.completed, Skipped: m.skipped, InFlight: m.inFlight, Backlog: m.backlog, Outcomes: counts}
	m.mu.Unlock()
	p.Drift = d.session.ledger.drift()
	d.session.options.Watch(p)
	if d.noted != nil && counted != nil {
		d.noted(&p, counted)
	}
}
