package journal_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/vouch-kz/vouch/reference/journal"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reference/voucher/scripttest"
)

const kokshetau voucher.Territory = 111010000

// town is a world of some families, who are one person each, with a store.
func town(families int) *voucher.Setup {
	return &voucher.Setup{At: voucher.At(2026, 2, 4, 12, 0, 0), People: make([]voucher.PersonSetup, families), Families: families,
		Stores: []voucher.StoreSetup{{Territory: kokshetau}}, Goods: []voucher.GoodsSetup{{Item: 1}, {Item: 6}}}
}

// life asks a system as a town does.
type life struct {
	tb     testing.TB
	system voucher.System
	keys   uint64
}

// do gives a command under the next key.
func (l *life) do(cmd voucher.Command, role voucher.Role, id uint32) (voucher.Outcome, error) {
	l.keys++
	h := cmd.Head()
	h.Key, h.Actor = voucher.KeyOf(7, l.keys), voucher.Actor{Role: role, ID: id}
	return l.system.Do(l.tb.Context(), cmd)
}

// must gives a command that has to be accepted.
func (l *life) must(cmd voucher.Command, role voucher.Role, id uint32) voucher.Result {
	l.tb.Helper()
	o, err := l.do(cmd, role, id)
	if err != nil || o.Refusal != nil {
		l.tb.Fatalf("%s: %v, %v, want it accepted", cmd.Kind(), o.Refusal, err)
	}
	return o.Clone().Result
}

func (l *life) advance(to voucher.Instant) {
	l.tb.Helper()
	if _, err := l.system.Advance(l.tb.Context(), to); err != nil {
		l.tb.Fatal(err)
	}
}

// open lists all families and opens the store, and goes on to the sixth, where
// every family says yes.
func (l *life) open(families int) {
	l.tb.Helper()
	l.must(&voucher.RegisterStore{Store: 1}, voucher.LocalBody, uint32(kokshetau))
	l.must(&voucher.IntegrateTill{Store: 1}, voucher.StoreTill, 1)
	for goods := voucher.GoodsID(1); goods <= 2; goods++ {
		l.must(&voucher.MarkGoods{Store: 1, Goods: goods}, voucher.StoreTill, 1)
		l.must(&voucher.Deliver{Store: 1, Goods: goods, Quantity: 100_000 * voucher.Unit, Price: 90}, voucher.StoreTill, 1)
	}
	list := &voucher.UpdateFoodList{}
	for i := range families {
		p := voucher.PersonID(i + 1)
		list.Rows = append(list.Rows, voucher.FoodListRow{Family: voucher.FamilyID(p), Owner: p, Members: []voucher.PersonID{p}, Residence: kokshetau})
	}
	l.must(list, voucher.ListOwner, 0)
	l.advance(voucher.At(2026, 2, 6, 12, 0, 0))
	for i := range families {
		l.must(&voucher.Reply{Programme: voucher.Food, Person: voucher.PersonID(i + 1), Text: "да"}, voucher.Gateway, 0)
	}
}

// buy is one purchase of a family.
func (l *life) buy(family voucher.FamilyID) voucher.Result {
	l.tb.Helper()
	code := l.must(&voucher.ShowCode{Family: family}, voucher.Citizen, uint32(family)).Code
	return l.must(&voucher.Purchase{Store: 1, Code: code, Lines: []voucher.PurchaseLine{
		{Goods: 1, Quantity: voucher.Unit, Price: 100}, {Goods: 2, Quantity: voucher.Unit / 2, Price: 300}}}, voucher.StoreTill, 1)
}

// digest is the hash of a system's state.
func digest(tb testing.TB, s voucher.System) voucher.Digest {
	tb.Helper()
	r, err := s.Query(tb.Context(), &voucher.Query{Kind: voucher.AskDigest, Actor: voucher.Actor{Role: voucher.AuthorisedBody}})
	if err != nil || r.Digest == nil {
		tb.Fatalf("the state's hash: %v, %v", r.Refusal, err)
	}
	return *r.Digest
}

func mustOpen(tb testing.TB, path string, o journal.Options) (*journal.Journal, journal.Recovery) {
	tb.Helper()
	j, r, err := journal.Open(tb.Context(), path, o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = j.Close() })
	return j, r
}

// lived is a journal of a short life, whole, and where its records end.
func lived(tb testing.TB) (path string, whole []byte, ends []int, hashes []voucher.Digest) {
	tb.Helper()
	path = filepath.Join(tb.TempDir(), "journal")
	disk := &journal.TestDisk{}
	j, _ := mustOpen(tb, path, journal.On(disk, journal.Options{Setup: town(1)}))
	l := &life{tb: tb, system: &noting{System: j, after: func() {
		if n := len(disk.Bytes); len(ends) == 0 || ends[len(ends)-1] != n {
			ends, hashes = append(ends, n), append(hashes, digest(tb, j))
		}
	}}}
	ends, hashes = append(ends, len(disk.Bytes)), append(hashes, digest(tb, j))
	l.open(1)
	l.buy(1)
	if _, err := l.do(&voucher.Activate{Family: 1}, voucher.Citizen, 1); err != nil { // is refused, and the answer kept
		tb.Fatal(err)
	}
	l.advance(voucher.At(2026, 3, 1, 0, 0, 0))
	if err := j.Close(); err != nil {
		tb.Fatal(err)
	}
	ends, hashes = append(ends, len(disk.Bytes)), append(hashes, hashes[len(hashes)-1])
	return path, disk.Bytes, ends, hashes
}

// noting is a system that notes what happened, and tells when it was asked.
type noting struct {
	voucher.System
	after  func() // nil: nobody is told
	events []voucher.Event
}

func (n *noting) happened(events []voucher.Event) {
	n.events = append(n.events, events...)
	if n.after != nil {
		n.after()
	}
}

func (n *noting) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	o, err := n.System.Do(ctx, cmd)
	o = o.Clone()
	n.happened(o.Events)
	return o, err
}

func (n *noting) Advance(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
	events, err := n.System.Advance(ctx, to)
	events = voucher.CloneEvents(events)
	n.happened(events)
	return events, err
}

// histories reads the histories of the reference.
func histories(t *testing.T) []*voucher.Script { return scripttest.Read(t, "../testdata") }
