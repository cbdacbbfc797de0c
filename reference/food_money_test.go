package reference_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// life is a town that lives at random, with everything that was ever bought.
type life struct {
	*town
	setup     *voucher.Setup
	entries   []reference.Entry
	codes     []voucher.QR
	purchases []bought
}

// bought is a purchase that was accepted.
type bought struct {
	id    voucher.PurchaseID
	key   voucher.Key
	store voucher.StoreID
	lines []voucher.LineSplit
}

// foodReadings are all readings that the food programme knows.
var foodReadings = []string{"F01", "F02", "F04", "F07", "F10", "F19", "F27", "F29", "F31", "F35", "F37"}

func newLife(t *rapid.T) *life {
	l := &life{}
	choose := func(s *voucher.Setup) {
		l.setup = s
		for _, r := range voucher.AllReadings() {
			for _, id := range foodReadings {
				if r.String() == id && rapid.IntRange(0, 3).Draw(t, id) == 0 {
					s.Readings[r] = voucher.Option
				}
			}
		}
	}
	s := townSetup()
	choose(s)
	m, err := reference.New(s)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	m.Record(func(e *reference.Entry) { l.entries = append(l.entries, e.Clone()) })
	l.town = &town{t: t, Machine: m}
	l.open()
	return l
}

func anyFamily(t *rapid.T) voucher.FamilyID {
	return voucher.FamilyID(rapid.IntRange(1, 3).Draw(t, "family"))
}

func anyStore(t *rapid.T) voucher.StoreID {
	return voucher.StoreID(rapid.SampledFrom([]int{1, 1, 1, 1, 1, 2, 2, 3}).Draw(t, "store"))
}

func anyBasket(t *rapid.T) []voucher.PurchaseLine {
	var lines []voucher.PurchaseLine
	for range rapid.IntRange(1, 4).Draw(t, "lines") {
		lines = append(lines, voucher.PurchaseLine{Goods: voucher.GoodsID(rapid.IntRange(1, 6).Draw(t, "goods")),
			Quantity: voucher.Quantity(rapid.SampledFrom([]int64{1, 999, 3_000, 60_000}).Draw(t, "quantity")),
			Price:    voucher.Money(rapid.SampledFrom([]int64{0, 1, 9_999, 11_500, 11_501, 100_000}).Draw(t, "price"))})
	}
	return lines
}

// wait moves the clock: a little, to a boundary, or just beside one.
func (l *life) wait(t *rapid.T) {
	now := l.Now()
	day, month := now.Day(), now.Month()
	at := rapid.SampledFrom([]voucher.Instant{now.Plus(voucher.Second), now.Plus(voucher.Minute), now.Plus(5 * voucher.Minute),
		day.End(), month.Last().End(), (month + 1).Day(5).Start(), month.Day(5).Start(), month.Day(15).Start()}).Draw(t, "to")
	at = at.Plus(rapid.SampledFrom([]int64{-voucher.Second, 0, voucher.Second}).Draw(t, "beside"))
	if at > now && at < voucher.At(2026, 5, 10, 0, 0, 0) {
		l.to(at)
	}
}

func (l *life) replies(t *rapid.T) {
	l.reply(familyMembers[anyFamily(t)][0], rapid.SampledFrom([]string{"да", "да", "нет", "?"}).Draw(t, "text"))
}

func (l *life) shows(t *rapid.T) {
	f := anyFamily(t)
	if o := l.do(voucher.Citizen, uint32(familyMembers[f][0]), &voucher.ShowCode{Family: f}); o.Refusal == nil {
		l.codes = append(l.codes, o.Result.Code)
	}
}

func (l *life) confirms(*rapid.T) {
	for f := range voucher.FamilyID(3) {
		owner := familyMembers[f+1][0]
		l.reply(owner, "да")
		l.do(voucher.Citizen, uint32(owner), &voucher.Activate{Family: f + 1})
	}
}

func (l *life) buys(t *rapid.T) {
	if rapid.IntRange(0, 3).Draw(t, "old code") > 0 {
		l.shows(t)
	}
	if len(l.codes) == 0 {
		return
	}
	c := &voucher.Purchase{Store: anyStore(t), Lines: anyBasket(t), Offline: rapid.IntRange(0, 9).Draw(t, "offline") == 0}
	c.Code = l.codes[rapid.IntRange(max(0, len(l.codes)-2), len(l.codes)-1).Draw(t, "code")]
	o := l.do(voucher.StoreTill, uint32(c.Store), c)
	if o.Refusal != nil {
		return
	}
	var cost, discount voucher.Money
	for _, s := range o.Result.Lines {
		cost += s.Cost
		discount += s.Discount
		if s.Discount < 0 || s.Discount > s.Cost || (!s.Eligible && s.Discount != 0) {
			t.Fatalf("line %+v\nno line gets more than its eligible cost", s)
		}
	}
	if discount != o.Result.Amount || cost != discount+o.Result.Paid || discount == 0 {
		t.Fatalf("purchase of %s: discount %s in lines, answer %+v\nFOOD-BASKET-001: exactly", cost, discount, o.Result)
	}
	again := l.doWith(c.Key, voucher.StoreTill, uint32(c.Store), c)
	if again.Result.Amount != o.Result.Amount || len(again.Result.Lines) != len(c.Lines) || len(again.Events) != 0 {
		t.Fatalf("repeated: %+v, want the same answer and no events\nBOTH-RETRY-001", again)
	}
	l.purchases = append(l.purchases, bought{o.Result.Purchase, c.Key, c.Store, append([]voucher.LineSplit(nil), o.Result.Lines...)})
}

func (l *life) refunds(t *rapid.T) {
	if len(l.purchases) == 0 {
		return
	}
	p := l.purchases[rapid.IntRange(0, len(l.purchases)-1).Draw(t, "purchase")]
	i := rapid.IntRange(0, len(p.lines)-1).Draw(t, "line")
	q := rapid.Int64Range(1, int64(p.lines[i].Quantity)+1).Draw(t, "quantity")
	l.do(voucher.StoreTill, uint32(p.store), &voucher.Refund{Store: p.store, Purchase: p.id,
		Lines: []voucher.RefundLine{{Line: i, Quantity: voucher.Quantity(q)}}})
}

func (l *life) reverses(t *rapid.T) {
	if len(l.purchases) == 0 {
		return
	}
	p := l.purchases[rapid.IntRange(0, len(l.purchases)-1).Draw(t, "purchase")]
	l.do(voucher.StoreTill, uint32(p.store), &voucher.Reverse{Store: p.store, Of: p.key})
}

func (l *life) changesTheList(t *rapid.T) {
	f := anyFamily(t)
	all := familyMembers[f]
	row := voucher.FoodListRow{Family: f, Owner: all[0], Members: all[:rapid.IntRange(1, len(all)).Draw(t, "members")],
		Residence: rapid.SampledFrom([]voucher.Territory{inKokshetau, inPavlodar, inKostanay}).Draw(t, "residence"),
		Drop:      rapid.IntRange(0, 4).Draw(t, "drop") == 0}
	if rapid.IntRange(0, 4).Draw(t, "stranger") == 0 {
		row.Members = append([]voucher.PersonID{5}, row.Members...)
	}
	l.list(row)
}

func (l *life) movesGoods(t *rapid.T) {
	s := anyStore(t)
	switch rapid.IntRange(0, 4).Draw(t, "move") {
	case 0:
		l.deliver(s, voucher.GoodsID(rapid.IntRange(1, 6).Draw(t, "goods")), 10, rapid.Int64Range(1, 200).Draw(t, "price"))
	case 1:
		l.do(voucher.StoreTill, uint32(s), &voucher.SellOutside{Store: s, Lines: anyBasket(t)})
	case 2:
		l.do(voucher.AuthorisedBody, 0, &voucher.SuspendStore{Store: s, Lifted: rapid.Bool().Draw(t, "lifted")})
	case 3:
		l.do(voucher.Citizen, 1, &voucher.Rate{Person: 1, Score: 5})
		l.do(voucher.Citizen, 2, &voucher.FileAppeal{Person: 2})
		l.do(voucher.AuthorisedBody, 0, &voucher.AnswerAppeal{Appeal: 1})
	case 4:
		l.do(voucher.LocalBody, uint32(inKokshetau), &voucher.GrantLoan{Store: s, Amount: 1_000, Purpose: voucher.ForStock})
		l.do(voucher.LocalBody, uint32(inKokshetau), &voucher.DisburseLoan{Loan: 1})
		l.do(voucher.StoreTill, uint32(s), &voucher.RepayLoan{Loan: 1, Amount: 300})
	}
}

// sums are the money of the programme, seen from one side.
type sums struct{ credited, spent, annulled, recovered voucher.Money }

// addsUp checks the money of every voucher, family, store, month and day
// (BOTH-MONEY-001, BOTH-MONEY-002).
func (l *life) addsUp(t *rapid.T) {
	var families, ledgers, days sums
	body := voucher.Actor{Role: voucher.AuthorisedBody}
	for month := voucher.MonthOf(2026, 1); month <= voucher.MonthOf(2026, 5); month++ {
		var left voucher.Money
		for f := range familyMembers {
			w := l.walletOf(f, month)
			if w.Credited != w.Spent+w.Left+w.Annulled || w.Left < 0 || w.Spent < 0 || w.Recovered < 0 || w.Recovered > w.Spent {
				t.Fatalf("wallet of family %d in %s: %+v\nBOTH-MONEY-001: credited = spent + left + annulled", f, month, w)
			}
			if month < l.Now().Month() && w.Left != 0 {
				t.Fatalf("%s left in %s of family %d\nFOOD-EXPIRY-002: nothing is left of a month that is over", w.Left, month, f)
			}
			families.add(sums{w.Credited, w.Spent, w.Annulled, w.Recovered})
			left += w.Left
		}
		g := l.ask(voucher.Query{Kind: voucher.AskLedger, Actor: body, Month: month}).Ledger
		if g.Credited != g.Spent+g.Left+g.Annulled || g.Left != left {
			t.Fatalf("ledger of %s: %+v, %s left on wallets\nBOTH-MONEY-001", month, g, left)
		}
		ledgers.add(sums{g.Credited, g.Spent, g.Annulled, g.Recovered})
	}
	var given, returned voucher.Money
	for d := voucher.Date(2026, 1, 5); d <= min(l.Now().Day(), voucher.Date(2026, 5, 1)); d++ {
		r := l.ask(voucher.Query{Kind: voucher.AskDayReport, Actor: body, Day: d}).Report
		if handed := r.Handed != 0; handed != (d < l.Now().Day()) || (handed && r.Handed != d.End()) {
			t.Fatalf("report of %s handed over %s, now it is %s\nFOOD-REPORT-001", d, r.Handed, l.Now())
		}
		days.add(sums{r.Credited, r.Discounts - r.Reversed - r.Restored, r.Annulled, r.Recovered})
		for s := shop; s <= foreign; s++ {
			o := l.ask(voucher.Query{Kind: voucher.AskStoreDay, Actor: voucher.Actor{Role: voucher.StoreTill, ID: uint32(s)}, Store: s, Day: d}).StoreDay
			given += o.Discounts
			returned += o.Returned
		}
	}
	if families != ledgers || families != days {
		t.Fatalf("families %+v\nledgers  %+v\nreports  %+v\nBOTH-MONEY-001, FOOD-REPORT-001: the same sums from every side", families, ledgers, days)
	}
	if given-returned != families.spent-families.recovered {
		t.Fatalf("stores gave %s and took back %s, families spent %s of which %s recovered\nBOTH-MONEY-001: all stores together = all families together",
			given, returned, families.spent, families.recovered)
	}
}

func (s *sums) add(o sums) {
	s.credited += o.credited
	s.spent += o.spent
	s.annulled += o.annulled
	s.recovered += o.recovered
}

// sameByAllWays checks that the journal alone, and a snapshot, give the same
// state (BOTH-JOURNAL-001).
func (l *life) sameByAllWays(t *rapid.T) {
	replayed, err := reference.Replay(l.setup, l.entries, l.Now())
	if err != nil {
		t.Fatalf("Replay: %v", err)
	}
	restored, err := reference.Restore(l.setup, l.Snapshot())
	if err != nil {
		t.Fatalf("Restore: %v", err)
	}
	for name, other := range map[string]*reference.Machine{"replayed": replayed, "restored": restored} {
		if got, want := other.StateDigest(), l.StateDigest(); got != want {
			t.Fatalf("%s state %x, want %x\nBOTH-JOURNAL-001", name, got, want)
		}
	}
}

func TestFoodMoneyAddsUpAtEveryStep(t *testing.T) {
	var seen [256]int // events, by kind
	rapid.Check(t, func(t *rapid.T) {
		l := newLife(t)
		l.to(voucher.At(2026, rapid.IntRange(1, 4).Draw(t, "month"), 5, 0, 0, 0))
		l.confirms(t)
		t.Repeat(map[string]func(*rapid.T){
			"wait": l.wait, "reply": l.replies, "show": l.shows, "confirm": l.confirms, "buy": l.buys, "buy again": l.buys, "buy more": l.buys,
			"refund": l.refunds, "refund again": l.refunds, "reverse": l.reverses, "list": l.changesTheList, "goods": l.movesGoods, "": l.addsUp,
		})
		l.sameByAllWays(t)
		for i := range l.entries {
			for j := range l.entries[i].Events {
				seen[l.entries[i].Events[j].Kind]++
			}
		}
	})
	for _, k := range []voucher.EventKind{voucher.Purchased, voucher.Refunded, voucher.ReversalBooked, voucher.FoodVoucherAnnulled,
		voucher.MarkupExceeded} {
		if seen[k] == 0 {
			t.Errorf("no %s in any life\nwhat never happened was not checked", k)
		}
	}
}

func TestFoodSnapshotOfAnotherSetup(t *testing.T) {
	w := newTown(t)
	w.credit(noon)
	w.must(w.buy(four, shop, line(flour, 1, 100)))
	if _, err := reference.Restore(townSetup(), w.Snapshot()); err != nil {
		t.Errorf("Restore: %v, want none\nBOTH-JOURNAL-001", err)
	}
	for name, change := range map[string]func(*voucher.Setup){
		"a store more":  func(s *voucher.Setup) { s.Stores = append(s.Stores, voucher.StoreSetup{Territory: inAkkol}) },
		"a family more": func(s *voucher.Setup) { s.Families++ },
		"goods less":    func(s *voucher.Setup) { s.Goods = s.Goods[:5] },
	} {
		other := townSetup()
		change(other)
		if _, err := reference.Restore(other, w.Snapshot()); err == nil {
			t.Errorf("%s: Restore accepts it, want an error\na snapshot belongs to its setup", name)
		}
	}
}
