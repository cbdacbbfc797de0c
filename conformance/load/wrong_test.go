package load_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/load"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// wrong is a build that is the reference, except for what a function does with one
// call in so many.
type wrong struct {
	reference.World
	every int
	do    func(context.Context, *wrongSystem, voucher.Command) (voucher.Outcome, error)
	show  func(*wrongSystem, *voucher.Query, *voucher.Record)
}

// wrongSystem is one world of it.
type wrongSystem struct {
	voucher.System
	wrong *wrong

	mu   sync.Mutex
	n    int
	own  uint64
	last map[voucher.FamilyID]voucher.FoodWallet
}

func (w wrong) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	system, err := w.World.New(ctx, s)
	if err != nil {
		return nil, err
	}
	return &wrongSystem{System: system, wrong: &w, last: map[voucher.FamilyID]voucher.FoodWallet{}}, nil
}

// turn reports whether a call is one that goes wrong.
func (s *wrongSystem) turn() bool {
	s.n++
	return s.n%s.wrong.every == 0
}

func (s *wrongSystem) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wrong.do == nil {
		return s.System.Do(ctx, cmd)
	}
	return s.wrong.do(ctx, s, cmd)
}

func (s *wrongSystem) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.System.Query(ctx, q)
	if err == nil && s.wrong.show != nil {
		r = r.Clone()
		s.wrong.show(s, q, &r)
	}
	return r, err
}

// secretly gives a command of the build's own.
func (s *wrongSystem) secretly(ctx context.Context, a voucher.Actor, cmd voucher.Command) voucher.Outcome {
	s.own++
	*cmd.Head() = voucher.Header{Key: voucher.KeyOf(1<<63, s.own), Actor: a}
	o, err := s.System.Do(ctx, cmd)
	if err != nil {
		panic(err)
	}
	return o.Clone()
}

// doubles applies a purchase a second time, under a key that nobody sent.
func doubles(ctx context.Context, s *wrongSystem, cmd voucher.Command) (voucher.Outcome, error) {
	o, err := s.System.Do(ctx, cmd)
	p, ok := cmd.(*voucher.Purchase)
	if !ok || err != nil || o.Refusal != nil || len(o.Events) == 0 || !s.turn() {
		return o, err
	}
	o = o.Clone()
	var family voucher.FamilyID
	for _, e := range o.Events {
		if e.Kind == voucher.Purchased {
			family = e.Family
		}
	}
	owner := voucher.Actor{Role: voucher.Citizen, ID: s.ownerOf(ctx, family)}
	shown := s.secretly(ctx, owner, &voucher.ShowCode{Family: family})
	s.secretly(ctx, p.Actor, &voucher.Purchase{Store: p.Store, Code: shown.Result.Code, Lines: slices.Clone(p.Lines)})
	return o, nil
}

// ownerOf finds who may show a family's code: whoever is not refused.
func (s *wrongSystem) ownerOf(ctx context.Context, family voucher.FamilyID) uint32 {
	for id := uint32(1); ; id++ {
		r, err := s.System.Query(ctx, &voucher.Query{Kind: voucher.AskFoodWallet, Actor: voucher.Actor{Role: voucher.Citizen, ID: id}, Family: family, Month: voucher.MonthOf(2026, 2)})
		if err != nil {
			panic(err)
		}
		if r.Refusal == nil {
			return id
		}
	}
}

// loses acknowledges a purchase and forgets it.
func loses(ctx context.Context, s *wrongSystem, cmd voucher.Command) (voucher.Outcome, error) {
	o, err := s.System.Do(ctx, cmd)
	p, ok := cmd.(*voucher.Purchase)
	if !ok || err != nil || o.Refusal != nil || len(o.Events) == 0 || !s.turn() {
		return o, err
	}
	o = o.Clone()
	s.secretly(ctx, p.Actor, &voucher.Reverse{Store: p.Store, Of: p.Key})
	return o, nil
}

// rounds gives a tiyn less than the rule.
func rounds(ctx context.Context, s *wrongSystem, cmd voucher.Command) (voucher.Outcome, error) {
	o, err := s.System.Do(ctx, cmd)
	if _, ok := cmd.(*voucher.Purchase); !ok || err != nil || o.Refusal != nil || !s.turn() {
		return o, err
	}
	o = o.Clone()
	o.Result.Amount--
	o.Result.Paid++
	return o, nil
}

// ignores takes a purchase without looking at its key.
func ignores(ctx context.Context, s *wrongSystem, cmd voucher.Command) (voucher.Outcome, error) {
	if p, ok := cmd.(*voucher.Purchase); ok && s.turn() {
		s.own++
		p.Key = voucher.KeyOf(1<<62, s.own)
	}
	return s.System.Do(ctx, cmd)
}

// overdraws answers that less than nothing is left.
func overdraws(ctx context.Context, s *wrongSystem, cmd voucher.Command) (voucher.Outcome, error) {
	o, err := s.System.Do(ctx, cmd)
	if _, ok := cmd.(*voucher.Purchase); ok && err == nil && o.Refusal == nil && s.turn() {
		o = o.Clone()
		o.Result.Balance = -1
	}
	return o, err
}

// forgetsStore leaves a discount out of a store's day.
func forgetsStore(_ *wrongSystem, q *voucher.Query, r *voucher.Record) {
	if q.Kind == voucher.AskStoreDay && r.StoreDay != nil && r.StoreDay.Discounts > 0 {
		r.StoreDay.Discounts--
	}
}

// forgetsSum leaves a tiyn out of the sums.
func forgetsSum(_ *wrongSystem, q *voucher.Query, r *voucher.Record) {
	if q.Kind == voucher.AskLedger && r.Ledger != nil {
		r.Ledger.Spent--
	}
}

// showsOld shows what a wallet showed before.
func showsOld(s *wrongSystem, q *voucher.Query, r *voucher.Record) {
	if q.Kind != voucher.AskFoodWallet || r.Food == nil {
		return
	}
	before, seen := s.last[q.Family]
	s.last[q.Family] = *r.Food
	if seen {
		*r.Food = before
	}
}

// TestEachAssertionCanFail: builds that are wrong once in so many calls, and each
// assertion is broken by at least the one that is wrong there.
func TestEachAssertionCanFail(t *testing.T) {
	for _, tt := range []struct {
		name  string
		world wrong
		want  load.Assertion
		why   string
	}{
		{"double apply", wrong{every: 20, do: doubles}, load.OncePerKey, "a purchase stands twice in the wallet"},
		{"double apply, wallets", wrong{every: 20, do: doubles}, load.WalletsEnd, "the wallet has less than was acknowledged"},
		{"lost", wrong{every: 20, do: loses}, load.WalletsEnd, "the wallet has more than was acknowledged"},
		{"lost, in no order", wrong{every: 20, do: loses}, load.InOneOrder, "the next answer has a balance that no order explains"},
		{"rounding", wrong{every: 20, do: rounds}, load.RuleHolds, "the discount is a tiyn less than the rule"},
		{"key ignored", wrong{every: 3, do: ignores}, load.SameAnswer, "the repeated purchase is answered anew"},
		{"overdrawn", wrong{every: 20, do: overdraws}, load.NeverBelowZero, "an answer leaves less than nothing"},
		{"store", wrong{every: 1, show: forgetsStore}, load.StoresCredited, "the store's day lacks a tiyn"},
		{"sums", wrong{every: 1, show: forgetsSum}, load.SumsAgree, "the sums lack a tiyn"},
		{"stale", wrong{every: 1, show: showsOld}, load.InOneOrder, "a wallet is shown as it was before an acknowledged purchase"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := load.Options{Families: 20, Stores: 2, Hot: 0.5, Shares: often(), Seed: 3, Connections: 8}
			_, m := driven(t, served(t, tt.world), o, "constant", 300, 700*time.Millisecond)
			if got := broken(m); !slices.Contains(got, tt.want.String()) {
				t.Errorf("assertions %v do not hold, want %s among them\n%s", got, tt.want, tt.why)
			}
			if m.Right() {
				t.Error("the money is said to be right, want wrong")
			}
			if tt.name == "double apply" && m.DoubleSpends == 0 {
				t.Error("no double spend is counted, want some")
			}
		})
	}
}

// TestALoadJudgesNoRules: what README.md says that a load does not find. Each code is shown to one till, so that a build
// in which a code is used twice keeps every assertion; where this fails, a load finds more, and README.md may say so.
func TestALoadJudgesNoRules(t *testing.T) {
	const blind = "food-code-used-twice"
	m, ok := mutant.Lookup(blind)
	if !ok {
		t.Fatal("there is no such mutant")
	}
	_, money := driven(t, served(t, m.World()), load.Options{Families: 20, Stores: 2, Hot: 0.5, Shares: often(), Seed: 3, Connections: 8}, "constant", 300, 700*time.Millisecond)
	if got := broken(money); len(got) > 0 || money.Purchases == 0 {
		t.Errorf("%d purchases, and assertions %v do not hold; want purchases, and all to hold", money.Purchases, got)
	}
	for _, file := range []string{"../../README.md", "../../reports/README.ru.md", "../../reports/README.kk.md"} {
		if text, err := os.ReadFile(file); err != nil || !strings.Contains(string(text), blind) {
			t.Errorf("%s does not say that a load passes %s: %v", file, blind, err)
		}
	}
}
