package mutant

import (
	"context"
	"sync"
	"time"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

var bothRace = []Mutant{
	{
		ID: "both-two-tills-charge-one-balance", Requirement: "BOTH-RACE-001", Also: breaks("FOOD-QR-001", "FOOD-PURCHASE-002", "BOTH-MONEY-001"), Concurrent: true,
		Title: voucher.Text{En: "of two purchases at the same time both are answered with a discount and one is charged", Ru: "из двух одновременных покупок скидку получают обе, а списывается одна", Kk: "бір мезгілдегі екі сатып алудың екеуіне де жеңілдік беріліп, біреуі ғана есептен шығарылады"},
		build: build{way: Wrapper, racing: stale(voucher.KindPurchase)},
	},
	{
		ID: "both-two-confirm-one-account", Requirement: "BOTH-RACE-001", Also: breaks("GAS-ACCOUNT-001", "GAS-ACTIVATION-001"), Concurrent: true,
		Title: voucher.Text{En: "of two confirmations of one account at the same time both succeed", Ru: "из двух одновременных подтверждений одного счёта успешны оба", Kk: "бір шотты бір мезгілде растаудың екеуі де сәтті өтеді"},
		build: build{way: Wrapper, racing: stale(voucher.KindConfirm)},
	},
	{
		ID: "both-one-return-paid-by-two-tills", Requirement: "BOTH-RACE-001", Also: breaks("FOOD-REFUND-001", "FOOD-REVERSAL-001", "BOTH-MONEY-001"), Concurrent: true,
		Title: voucher.Text{En: "of two returns of the same goods at the same time both are paid", Ru: "из двух одновременных возвратов одного товара оплачиваются оба", Kk: "бір тауарды бір мезгілде екі рет қайтарғанда екеуі де төленеді"},
		build: build{way: Wrapper, racing: stale(voucher.KindRefund, voucher.KindReverse)},
	},
}

// staleFor is how long a decision waits until it is carried out: longer than a
// call takes that comes over the wire.
const staleFor = 300 * time.Microsecond

// stale answers some commands by a copy that was made when they came, and carries
// them out a little later: what another caller has changed meanwhile is not
// looked at. With one caller at a time the two are the same.
func stale(kinds ...voucher.CommandKind) func(w *World, m *reference.Machine, s *voucher.Setup) voucher.System {
	return func(w *World, m *reference.Machine, s *voucher.Setup) voucher.System {
		r := &racing{world: w, machine: m, setup: s, kinds: map[voucher.CommandKind]bool{}}
		for _, k := range kinds {
			r.kinds[k] = true
		}
		return r
	}
}

// racing serves many callers at a time. Its answers are copies and last.
type racing struct {
	world   *World
	mu      sync.Mutex
	machine *reference.Machine
	setup   *voucher.Setup
	kinds   map[voucher.CommandKind]bool
}

func (r *racing) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	if cmd == nil || cmd.Head() == nil || !r.kinds[cmd.Kind()] {
		return r.apply(ctx, cmd)
	}
	was, err := r.copied()
	if err != nil {
		return voucher.Outcome{}, err
	}
	decided, err := was.Do(ctx, cmd)
	if err != nil {
		return voucher.Outcome{}, err
	}
	time.Sleep(staleFor)
	done, err := r.apply(ctx, cmd)
	r.world.differs(err == nil && !sameOutcome(&decided, &done))
	return decided, err
}

// apply carries a command out.
func (r *racing) apply(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	o, err := r.machine.Do(ctx, cmd)
	return o.Clone(), err
}

// copied returns a machine in the present state.
func (r *racing) copied() (*reference.Machine, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return reference.Restore(r.setup, r.machine.Snapshot())
}

func (r *racing) Advance(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	events, err := r.machine.Advance(ctx, to)
	return voucher.CloneEvents(events), err
}

func (r *racing) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	record, err := r.machine.Query(ctx, q)
	return record.Clone(), err
}
