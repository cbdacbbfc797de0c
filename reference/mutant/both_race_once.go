package mutant

import (
	"context"
	"sync"
	"time"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// underWay looks a key up when a command comes and stores it when it is done: one
// that comes in between is carried out as well, where its body is the same or where
// it is another.
func underWay(sameBody bool) racer {
	return func(w *World, m *reference.Machine, s *voucher.Setup) voucher.System {
		r := &racing{world: w, machine: m, setup: s}
		var mu sync.Mutex
		flights, fresh := map[sender]*voucher.Digest{}, freshKeys()
		r.do = func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
			from, body := senderOf(cmd), cmd.Fingerprint()
			mu.Lock()
			first := flights[from]
			wrong := first != nil && (*first == body) == sameBody
			key := cmd.Head().Key
			switch {
			case wrong:
				key = fresh()
			case first == nil:
				flights[from] = &body
			}
			mu.Unlock()
			time.Sleep(staleFor)
			r.mu.Lock()
			o, err := under(ctx, r.machine, cmd, key)
			o = o.Clone()
			r.mu.Unlock()
			mu.Lock()
			defer mu.Unlock()
			if first == nil {
				delete(flights, from)
			}
			w.differs(wrong)
			return o, err
		}
		return r
	}
}

// creditedTwice credits a family once more for an answer that comes while another
// of the same person is under way.
func creditedTwice(w *World, m *reference.Machine, s *voucher.Setup) voucher.System {
	r := &racing{world: w, machine: m, setup: s}
	var mu sync.Mutex
	answering, twice := map[voucher.PersonID]int{}, map[voucher.PersonID]voucher.Money{}
	r.do = func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
		c, ok := cmd.(*voucher.Reply)
		if !ok || c.Programme != voucher.Food {
			return r.apply(ctx, cmd)
		}
		mu.Lock()
		meets := answering[c.Person] > 0
		answering[c.Person]++
		mu.Unlock()
		time.Sleep(staleFor)
		o, err := r.apply(ctx, cmd)
		mu.Lock()
		defer mu.Unlock()
		answering[c.Person]--
		if err == nil && o.Refusal == nil && w.differs(meets && twice[c.Person] == 0) {
			twice[c.Person] = o.Result.Amount
		}
		return o, err
	}
	r.query = func(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
		record, err := r.read(ctx, q)
		mu.Lock()
		defer mu.Unlock()
		if f := record.Food; f != nil && f.Credited > 0 {
			more := twice[voucher.PersonID(q.Actor.ID)]
			f.Credited, f.Left = f.Credited+more, f.Left+more
		}
		return record, err
	}
	return r
}

// torn reads a wallet in two halves, with time in between.
func torn(w *World, m *reference.Machine, s *voucher.Setup) voucher.System {
	r := &racing{world: w, machine: m, setup: s}
	r.query = func(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
		record, err := r.read(ctx, q)
		if err != nil || record.Food == nil {
			return record, err
		}
		time.Sleep(staleFor)
		later, err := r.read(ctx, q)
		if err == nil && later.Food != nil && w.differs(later.Food.Left != record.Food.Left) {
			record.Food.Left = later.Food.Left
		}
		return record, err
	}
	return r
}
