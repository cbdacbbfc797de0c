package study

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// work deals the blocks of some parts of a study out to workers. The unit of work is a block at one
// point under the draws of one replication, lived in all worlds at once, so that families can be
// compared. Parts are begun in their order, and none too far before those that are not taken yet:
// memory is bounded by the workers, not by the study.
type work struct {
	run    *Run
	design *design
	folder *folder // where parts may be already, and are kept; nil: nowhere
	beat   func()  // after every simulated day of every block; nil: nobody listens
	// taken takes each part in its turn, in its saved form too where it was lived, and says whether no
	// more are needed. One worker calls it at a time.
	taken func(n int64, p *part, saved []byte) (enough bool, err error)

	mu      sync.Mutex
	room    sync.Cond // a part was folded, or the work is over
	over    bool
	first   int64 // part
	limit   int64 // part that is not lived any more
	next    int64 // part to be begun
	begun   int   // parts that are being begun: their blocks are still to come
	tasks   []*task
	waiting map[int64]finished // and not yet their turn to be taken
	taking  bool
	turn    int64 // part to be taken

	done    int64 // blocks
	resumed int64 // of them: from files
	months  int64
}

// task is a part at work.
type task struct {
	number int64
	plans  []*simulator.Plan
	alike  [][]int
	next   int // block to be dealt out, of the design
	last   int // the first one that is not of this part

	mu      sync.Mutex
	pending int // blocks not lived yet
	part    *part
}

// finished is a part that is done.
type finished struct {
	part  *part
	saved []byte // nil where it was read from a file
}

// live lives the parts from one to before another.
func (w *work) live(ctx context.Context, from, to int64) error {
	w.first, w.next, w.turn, w.limit, w.waiting = from, from, from, to, map[int64]finished{}
	w.room.L = &w.mu
	group, groupCtx := errgroup.WithContext(ctx)
	stop := context.AfterFunc(groupCtx, w.end) // who waits for room waits no longer
	defer stop()
	for range max(1, w.run.Workers) {
		group.Go(func() error { return w.work(groupCtx) })
	}
	err := group.Wait()
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("study called off: %w", ctx.Err())
	}
	return err
}

// end lets those who wait for room go.
func (w *work) end() {
	w.mu.Lock()
	w.over = true
	w.mu.Unlock()
	w.room.Broadcast()
}

// work lives blocks until none is left.
func (w *work) work(ctx context.Context) error {
	l := &liver{work: w, Worker: simulator.Worker{World: w.run.World}}
	l.Observe = l.observe
	if w.beat != nil {
		l.Daily = func(voucher.Day, int64) { w.beat() }
	}
	for {
		t, block, err := w.take()
		if err != nil || t == nil {
			return err
		}
		if err := l.live(ctx, t, block); err != nil {
			return err
		}
	}
}

// take deals out a block; no task where none is left.
func (w *work) take() (*task, int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for {
		if len(w.tasks) > 0 {
			t := w.tasks[0]
			block := t.next
			if t.next++; t.next == t.last {
				w.tasks = w.tasks[1:]
			}
			return t, block, nil
		}
		switch {
		case w.over || w.next >= w.limit && w.begun == 0:
			return nil, 0, nil
		case w.next >= w.limit || w.next >= w.turn+int64(max(1, w.run.Workers))+2:
			w.room.Wait()
			continue
		}
		n := w.next
		w.next++
		w.begun++
		w.mu.Unlock()
		t, err := w.begin(n)
		w.mu.Lock()
		w.begun--
		if t != nil {
			w.tasks = append(w.tasks, t)
		}
		w.room.Broadcast()
		if err != nil {
			return nil, 0, err
		}
	}
}

// begin begins a part; no task where a file holds it.
func (w *work) begin(n int64) (*task, error) {
	name := w.design.partAt(n)
	from, to := w.design.span(name.Chunk)
	kept, err := w.folder.load(name)
	if err != nil {
		return nil, err
	}
	if kept != nil {
		w.progress(int64(to-from), 0, true)
		return nil, w.deliver(n, finished{part: kept})
	}
	plan, err := w.design.planAt(name.Point)
	if err != nil {
		return nil, err
	}
	t := &task{number: n, next: from, last: to, pending: to - from, alike: plan.alike, plans: plan.seeded(seedOf(w.design.study.Seed, name.Replication)),
		part: &part{partName: name}}
	for _, p := range plan.plans {
		t.part.totals, t.part.movers = append(t.part.totals, p.Totals()), append(t.part.movers, new(movers))
	}
	return t, nil
}

// finish keeps a part whose last block was lived, and has it folded.
func (w *work) finish(t *task) error {
	saved := t.part.save(w.design.id)
	if err := w.folder.keep(t.part.partName, saved); err != nil {
		return err
	}
	return w.deliver(t.number, finished{t.part, saved})
}

// deliver has a part taken and those that waited for it, each in its turn. Only one worker does that;
// the others go on.
func (w *work) deliver(n int64, f finished) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.waiting[n] = f
	if w.taking {
		return nil
	}
	w.taking = true
	defer func() { w.taking = false }()
	for w.turn < w.limit && w.waiting[w.turn].part != nil {
		next := w.waiting[w.turn]
		delete(w.waiting, w.turn)
		w.mu.Unlock()
		enough, err := w.taken(w.turn, next.part, next.saved)
		w.mu.Lock()
		if err != nil {
			return err
		}
		if w.turn++; enough {
			w.limit = w.turn
		}
		w.room.Broadcast()
	}
	return nil
}

// progress tells of blocks that are done.
func (w *work) progress(blocks, months int64, resumed bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done += blocks
	w.months += months
	if resumed {
		w.resumed += blocks
	}
	if w.run.Progress != nil {
		w.run.Progress(Progress{Done: w.done, Blocks: w.design.blocksBefore(w.limit) - w.design.blocksBefore(w.first), Resumed: w.resumed,
			Replications: w.turn / (w.design.chunks * w.design.behaviour.size), FamilyMonths: w.months})
	}
}

// liver is a worker and what it remembers of the block at work.
type liver struct {
	simulator.Worker
	work  *work
	base  []simulator.Life // of the baseline
	world []simulator.Life // of the world lived last
}

// observe keeps the lives of the block.
func (l *liver) observe(_ simulator.Block, lives []simulator.Life) {
	l.world = append(l.world[:0], lives...)
}

// live lives a block of a task in every world, and adds up what came of it.
func (l *liver) live(ctx context.Context, t *task, block int) error {
	in := l.work.design.blocks[block].in
	l.base = l.base[:0]
	var months, lived, taken int64
	for w, n := range in {
		switch {
		case n < 0 && w == 0:
		case n < 0:
			t.part.compare(&t.mu, w, l.base, nil)
		case w > 0 && t.alike[w][n] >= 0 && !l.work.run.LiveAll:
			taken++
		default:
			totals, _, err := l.Live(ctx, t.plans[w], n)
			if err != nil {
				return fmt.Errorf("%s: %w", l.work.design.told[w].ID, err)
			}
			lived++
			months += totals.Count(simulator.FamilyMonths)
			if err := t.add(w, n, in, totals, l.work.run.LiveAll); err != nil {
				return err
			}
			if w == 0 {
				l.base = append(l.base, l.world...)
			} else {
				t.part.compare(&t.mu, w, l.base, l.world)
			}
		}
	}
	for w, n := range in {
		if w > 0 && n >= 0 && t.alike[w][n] >= 0 && !l.work.run.LiveAll {
			t.part.compare(&t.mu, w, l.base, l.base)
		}
	}
	t.mu.Lock()
	t.part.lived += lived
	t.part.taken += taken
	t.pending--
	last := t.pending == 0
	t.mu.Unlock()
	l.work.progress(1, months, false)
	if last {
		return l.work.finish(t)
	}
	return nil
}

// add adds the totals of a block to a world, and those of the baseline to every world that lives the
// block alike.
func (t *task) add(world, n int, in []int, totals *simulator.Totals, liveAll bool) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.part.totals[world].Add(totals); err != nil {
		return err
	}
	for w := 1; w < len(in) && world == 0 && !liveAll; w++ {
		if in[w] >= 0 && t.alike[w][in[w]] == n {
			if err := t.part.totals[w].Add(totals); err != nil {
				return err
			}
		}
	}
	return nil
}

// compare counts the families of a block whom a world leaves better or worse off.
func (p *part) compare(mu *sync.Mutex, world int, base, lives []simulator.Life) {
	mu.Lock()
	defer mu.Unlock()
	p.movers[world].compare(base, lives)
}
