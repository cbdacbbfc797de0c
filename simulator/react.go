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
		b.digest = e.Digest(b.digest)
		if !b.knows(e) {
			b.fail(fmt.Errorf("event %s of person %d, family %d, store %d, code %d: the setup has none such", e.Kind, e.Person, e.Family, e.Store, e.Code))
			return
		}
		if b.tracer != nil {
			b.tracer.happened(b, e)
		}
		switch e.Programme {
		case voucher.Gas:
			b.onGas(e)
		case voucher.Food:
			b.onFood(e)
		}
	}
}

// What an event has to name, so that somebody can react to it.
const (
	somebody uint8 = 1 << iota // a person or a family
	aFamily
	aStore
)

// mustName says what each kind of event that is reacted to has to name.
var mustName = [256]uint8{
	voucher.MessageSent: somebody, voucher.DeliveryReported: somebody, voucher.Replied: somebody,
	voucher.GasListed: somebody, voucher.GasUnlisted: somebody, voucher.GasVoucherOpened: somebody,
	voucher.GasVoucherClosed: somebody, voucher.GasVoucherActivated: somebody,
	voucher.FoodListed: aFamily, voucher.FoodUnlisted: aFamily, voucher.FoodVoucherCredited: aFamily,
	voucher.FoodVoucherActivated: aFamily, voucher.FoodVoucherAnnulled: aFamily,
	voucher.Purchased: aFamily | aStore, voucher.ReversalBooked: aFamily | aStore, voucher.Refunded: aFamily | aStore,
	voucher.StoreRegistered: aStore, voucher.StoreLeft: aStore, voucher.StoreStopped: aStore, voucher.StoreResumed: aStore,
	voucher.TillIntegrated: aStore, voucher.TillBroken: aStore,
	voucher.LoanGranted: aStore, voucher.LoanPaidOut: aStore, voucher.LoanRepaid: aStore,
}

// knows reports whether the block has everybody that an event names: a system
// under test may say anything.
func (b *block) knows(e *voucher.Event) bool {
	if int(e.Person) > b.persons || int(e.Family) > len(b.families) || int(e.Store) > len(b.stores) {
		return false
	}
	must := mustName[e.Kind]
	switch {
	case must&somebody != 0 && e.Person == 0 && e.Family == 0,
		must&aFamily != 0 && e.Family == 0,
		must&aStore != 0 && e.Store == 0,
		e.Kind == voucher.MessageSent && e.Code > uint8(voucher.Help):
		return false
	}
	return true
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
		b.leave(i, b.totals.First+voucher.Month(f.food.month)-1, int64(f.left))
	}
	b.closeStores()
	b.closeCentre()
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
	if !b.tellsDigest || b.err != nil {
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
