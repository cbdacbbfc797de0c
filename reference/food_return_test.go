package reference_test

import (
	"slices"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// giveBack returns goods of one line.
func (w *town) giveBack(s voucher.StoreID, p voucher.PurchaseID, index int, q voucher.Quantity) voucher.Outcome {
	w.t.Helper()
	return w.do(voucher.StoreTill, uint32(s), &voucher.Refund{Store: s, Purchase: p, Lines: []voucher.RefundLine{{Line: index, Quantity: q}}})
}

func TestFoodRefundByTime(t *testing.T) {
	monthEnd, closed := voucher.At(2026, 3, 1, 0, 0, 0), voucher.At(2026, 3, 15, 0, 0, 0)
	for i, b := range beside {
		t.Run("month "+b.name, func(t *testing.T) {
			w := newTown(t)
			w.credit(noon)
			p := w.must(w.buy(four, shop, line(flour, 10, 100))).Result.Purchase
			w.to(monthEnd.Plus(b.by))
			o := w.must(w.giveBack(shop, p, 0, 3*voucher.Unit))
			got := w.walletOf(four, february)
			spent, recovered := []voucher.Money{70_000, 100_000, 100_000}[i], []voucher.Money{0, 30_000, 30_000}[i]
			if got.Spent != spent || got.Recovered != recovered || o.Result.Amount != 30_000 {
				t.Errorf("spent %s, recovered %s, gave back %s, want %s, %s, 300.00\nFOOD-REFUND-001", got.Spent, got.Recovered, o.Result.Amount, spent, recovered)
			}
			if late := i > 0; late && (o.Result.Balance != 0 || o.Events[0].Code != 1) {
				t.Errorf("balance %s, event %s, want nothing on the voucher\nF21: after the month nothing comes back to it", o.Result.Balance, o.Events[0].String())
			}
		})
		t.Run("closing "+b.name, func(t *testing.T) {
			w := newTown(t)
			w.credit(noon)
			p := w.must(w.buy(four, shop, line(flour, 10, 100))).Result.Purchase
			w.to(closed.Plus(b.by))
			w.refused(w.giveBack(shop, p, 0, voucher.Unit), []string{"", "refund-closed", "refund-closed"}[i], "returns end 14 days after the month")
		})
	}
}

func TestFoodRefundInParts(t *testing.T) {
	w := newTown(t)
	w.credit(noon)
	w.must(w.buy(one, shop, line(flour, 40, 100))) // leaves 325.00
	o := w.must(w.buy(one, shop, line(flour, 3, 100), line(potato, 1, 50), line(soap, 1, 70)))
	p, taken, paid := o.Result.Purchase, o.Result.Amount, o.Result.Paid
	if taken != 32_500 || paid != 9_500 {
		t.Fatalf("answer %+v, want 325.00 and 95.00", o.Result)
	}
	var discount, money voucher.Money
	for _, part := range []struct {
		index int
		q     voucher.Quantity
	}{{0, 333}, {1, voucher.Unit}, {0, 1_667}, {2, voucher.Unit}, {0, voucher.Unit}} {
		r := w.must(w.giveBack(shop, p, part.index, part.q)).Result
		discount += r.Amount
		money += r.Paid
	}
	if discount != taken || money != paid || w.wallet(one).Left != 32_500 {
		t.Errorf("came back %s and %s, %s left, want %s, %s, 325.00\nFOOD-REFUND-001: everything, exactly", discount, money, w.wallet(one).Left, taken, paid)
	}
	w.refused(w.giveBack(shop, p, 0, 1), "more-than-bought", "FOOD-REFUND-001: never more than was taken")
	w.must(w.buy(one, shop, line(flour, 1, 100)))
}

func TestFoodRefundRefusals(t *testing.T) {
	w := newTown(t)
	w.credit(noon)
	p := w.must(w.buy(four, shop, line(flour, 10, 100))).Result.Purchase
	w.refused(w.giveBack(market, p, 0, voucher.Unit), "store-of-another-purchase", "F22")
	w.refused(w.giveBack(shop, p+1, 0, voucher.Unit), "record-unknown", "no such purchase")
	w.refused(w.giveBack(shop, 0, 0, voucher.Unit), "record-unknown", "no such purchase")
	w.refused(w.giveBack(shop, p, 1, voucher.Unit), "value-invalid", "no such line")
	w.must(w.do(voucher.AuthorisedBody, 0, &voucher.SuspendStore{Store: shop}))
	w.refused(w.giveBack(shop, p, 0, voucher.Unit), "", "F26: refunds are still allowed")
}

func TestFoodReversal(t *testing.T) {
	w := newTown(t)
	w.credit(noon)
	key := voucher.KeyOf(9, 9)
	cmd := &voucher.Purchase{Store: shop, Code: w.code(four), Lines: []voucher.PurchaseLine{line(flour, 10, 100), line(soap, 1, 30)}}
	reverse := func(s voucher.StoreID, of voucher.Key) voucher.Outcome {
		return w.do(voucher.StoreTill, uint32(s), &voucher.Reverse{Store: s, Of: of})
	}
	w.refused(reverse(shop, key), "record-unknown", "FOOD-REVERSAL-001: it never came")
	first := w.must(w.doWith(key, voucher.StoreTill, uint32(shop), cmd)).Clone()
	again := w.must(w.doWith(key, voucher.StoreTill, uint32(shop), cmd))
	if again.Result.Amount != first.Result.Amount || !slices.Equal(again.Result.Lines, first.Result.Lines) || len(again.Events) != 0 {
		t.Errorf("repeated: %+v, want %+v and no event\nFOOD-REVERSAL-001: repeated by its key", again, first.Result)
	}
	w.must(w.giveBack(shop, first.Result.Purchase, 0, 4*voucher.Unit))
	w.refused(reverse(market, key), "record-unknown", "BOTH-RETRY-001: keys are of who sends them")
	o := w.must(reverse(shop, key))
	if o.Result.Amount != 60_000 || o.Result.Paid != 3_000 || w.wallet(four).Left != 1_730_000 {
		t.Errorf("answer %+v, want the 600.00 and 30.00 that had not come back\nFOOD-REVERSAL-001: the effect happens once", o.Result)
	}
	w.refused(reverse(shop, key), "purchase-reversed", "FOOD-REVERSAL-001: once")
	w.refused(w.giveBack(shop, first.Result.Purchase, 0, voucher.Unit), "purchase-reversed", "FOOD-REVERSAL-001")
	w.refused(w.buyWith(cmd.Code, shop, line(flour, 1, 100)), "code-used", "FOOD-QR-001: a reversal gives no code back")

	refusedKey := voucher.KeyOf(9, 10)
	w.refused(w.doWith(refusedKey, voucher.StoreTill, uint32(shop), &voucher.Purchase{Store: shop, Code: cmd.Code, Lines: cmd.Lines}), "code-used", "FOOD-QR-001")
	w.refused(reverse(shop, refusedKey), "record-unknown", "FOOD-REVERSAL-001: what was refused has no effect")
	refundKey := voucher.KeyOf(9, 11)
	p := w.must(w.buy(four, shop, line(flour, 2, 100))).Result.Purchase
	w.must(w.doWith(refundKey, voucher.StoreTill, uint32(shop), &voucher.Refund{Store: shop, Purchase: p, Lines: []voucher.RefundLine{{Line: 0, Quantity: 1}}}))
	w.refused(reverse(shop, refundKey), "record-unknown", "FOOD-REVERSAL-001: a refund is no purchase")
}

func TestFoodReversalAfterTheMonth(t *testing.T) {
	w := newTown(t)
	w.credit(noon)
	key := voucher.KeyOf(9, 9)
	w.must(w.doWith(key, voucher.StoreTill, uint32(shop), &voucher.Purchase{Store: shop, Code: w.code(four), Lines: []voucher.PurchaseLine{line(flour, 10, 100)}}))
	w.to(voucher.At(2026, 3, 14, 23, 59, 59))
	w.must(w.do(voucher.StoreTill, uint32(shop), &voucher.Reverse{Store: shop, Of: key}))
	if got := w.walletOf(four, february); got.Spent != 100_000 || got.Recovered != 100_000 {
		t.Errorf("wallet %+v, want 1,000.00 spent and recovered\nBOTH-MONEY-001: booked as recovered", got)
	}
}

func TestFoodWalletHistory(t *testing.T) {
	w := newTown(t, with("F10", "two_step"))
	w.credit(noon)
	w.must(w.do(voucher.Citizen, 1, &voucher.Activate{Family: four}))
	p := w.must(w.buy(four, shop, line(flour, 10, 100))).Result.Purchase
	w.must(w.giveBack(shop, p, 0, voucher.Unit))
	w.must(w.buy(w.active(six), shop, line(flour, 1, 100)))
	w.to(voucher.At(2026, 3, 2, 0, 0, 0))
	w.must(w.giveBack(shop, p, 0, voucher.Unit))
	var got []voucher.EventKind
	var balances []voucher.Money
	for _, o := range w.walletOf(four, february).Operations {
		got = append(got, o.Kind)
		balances = append(balances, o.Balance)
	}
	want := []voucher.EventKind{voucher.FoodVoucherCredited, voucher.FoodVoucherActivated, voucher.Purchased, voucher.Refunded,
		voucher.FoodVoucherAnnulled, voucher.Refunded}
	if !slices.Equal(got, want) || !slices.Equal(balances, []voucher.Money{1_730_000, 1_730_000, 1_630_000, 1_640_000, 0, 0}) {
		t.Errorf("operations %v, balances %v, want %v\nFOOD-JOURNAL-001: every operation, in order", got, balances, want)
	}
}

// active takes the second step for a family and returns the family.
func (w *town) active(f voucher.FamilyID) voucher.FamilyID {
	w.must(w.do(voucher.Citizen, uint32(familyMembers[f][0]), &voucher.Activate{Family: f}))
	return f
}

// TestFoodManyPurchases goes through several ends of the chunks in which the
// machine keeps purchases, lines and operations.
func TestFoodManyPurchases(t *testing.T) {
	const n = 3_000
	w := newTown(t)
	w.credit(noon)
	var made []voucher.PurchaseID
	for range n {
		made = append(made, w.must(w.buy(four, shop, line(flour, 1, 1), line(soap, 1, 2), line(potato, 1, 3))).Result.Purchase)
	}
	for _, p := range made {
		if r := w.must(w.giveBack(shop, p, 2, voucher.Unit)).Result; r.Amount != 300 || r.Paid != 0 {
			t.Fatalf("purchase %d: %s and %s come back, want 3.00 and nothing\nFOOD-REFUND-001", p, r.Amount, r.Paid)
		}
	}
	got := w.wallet(four)
	if got.Spent != n*100 || len(got.Operations) != 1+2*n {
		t.Errorf("%s spent in %d operations, want 3,000.00 in %d\nFOOD-JOURNAL-001: every operation", got.Spent, len(got.Operations), 1+2*n)
	}
	if o := got.Operations[n]; o.Kind != voucher.Purchased || o.Purchase != made[n-1] {
		t.Errorf("operation %d is %s of purchase %d, want purchase %d\nFOOD-JOURNAL-001", n, o.Kind, o.Purchase, made[n-1])
	}
}
