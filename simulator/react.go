package simulator

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// react counts events and lets people and institutions answer them. Nothing is
// sent from here: an answer goes on the agenda, so that the events stay valid.
func (b *block) react(events []voucher.Event) {
	b.totals.counts[Events] += int64(len(events))
	for i := range events {
		e := &events[i]
		b.digest = b.digest.Word(uint64(e.Digest(voucher.NewDigest())))
		switch e.Programme {
		case voucher.Gas:
			b.onGas(e)
		case voucher.Food:
			b.onFood(e)
		}
	}
}

func (b *block) onGas(e *voucher.Event) {
	switch e.Kind {
	case voucher.MessageSent:
		b.onMessage(e)
	case voucher.DeliveryReported:
		b.onDelivered(e)
	case voucher.Replied:
		b.onReplied(e)
	case voucher.GasListed, voucher.GasUnlisted:
		b.onListed(e)
	case voucher.GasVoucherOpened:
		b.onOpened(e)
	case voucher.GasVoucherClosed:
		b.onClosed(e)
	case voucher.GasVoucherActivated:
		b.onActivated(e)
	case voucher.ListSent:
		b.onListSent(e)
	case voucher.ListAcknowledged:
		b.totals.counts[ListsTaken]++
	case voucher.ReceiptIssued:
		b.onReceipt(e)
	}
}

func (b *block) onFood(e *voucher.Event) {
	switch e.Kind {
	case voucher.Purchased:
		b.onPurchased(e)
	case voucher.MessageSent:
		b.onMessage(e)
	case voucher.DeliveryReported:
		b.onDelivered(e)
	case voucher.Replied:
		b.onReplied(e)
	case voucher.FoodListed, voucher.FoodUnlisted:
		b.onListed(e)
	case voucher.FoodVoucherCredited:
		b.onCredited(e)
	case voucher.FoodVoucherActivated:
		b.activated(int(e.Family - 1))
	case voucher.FoodVoucherAnnulled:
		b.onAnnulled(e)
	case voucher.ReversalBooked, voucher.Refunded:
		b.onReturned(e)
	default:
		b.onShop(e)
	}
}

// onShop takes what happens on the stores' side.
func (b *block) onShop(e *voucher.Event) {
	switch e.Kind {
	case voucher.StoreRegistered, voucher.StoreLeft, voucher.StoreStopped, voucher.StoreResumed,
		voucher.TillIntegrated, voucher.TillBroken:
		b.onStore(e)
	case voucher.LoanGranted, voucher.LoanPaidOut, voucher.LoanRepaid:
		b.onLoan(e)
	case voucher.MarkupExceeded:
		b.totals.counts[OverpricedLines]++
	case voucher.StockOverdrawn:
		b.totals.counts[StockOverdrawn]++
	case voucher.Rated:
		b.totals.stars[e.Code%uint8(len(b.totals.stars))]++
	case voucher.AppealFiled:
		b.totals.counts[AppealsFiled]++
	case voucher.AppealAnswered:
		b.totals.counts[AppealsAnswered]++
	}
}

// close ends the block: what is left on wallets and owed by stores is counted,
// and the state's digest joins that of the life, where the system tells it.
func (b *block) close() {
	for i := range b.families {
		f := &b.families[i]
		b.count(voucher.Food, b.totals.First+voucher.Month(f.food.month)-1, Left, int64(f.left))
	}
	t := &b.totals.counts
	for i := range b.stores {
		t[Outstanding] += int64(b.stores[i].owed)
	}
	t[Blocks]++
	t[Families] += int64(len(b.families))
	t[Persons] += int64(b.persons)
	t[Counters] += int64(b.operators)
	t[Draws] += b.draws
	t[TailCommands] += t[Commands] - b.tail[0]
	t[TailEvents] += t[Events] - b.tail[1]
	if !b.run.digest || b.err != nil {
		return
	}
	record, err := b.system.Query(b.ctx, &voucher.Query{Kind: voucher.AskDigest, Actor: authorisedBody})
	switch {
	case err != nil:
		b.fail(fmt.Errorf("query %s: %w", voucher.AskDigest, err))
	case record.Digest != nil:
		b.digest = b.digest.Word(uint64(*record.Digest))
	}
}
