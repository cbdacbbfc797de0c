package food

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Wallet is a family's voucher of one month: what was frozen when the question
// went out, the answer, and the money. Face = Balance + Spent + Annulled at
// every instant (BOTH-MONEY-001).
type Wallet struct {
	Month     voucher.Month
	Family    voucher.FamilyID
	Owner     voucher.PersonID // who was asked, and who shows the code
	Residence voucher.Territory
	First     uint32 // place of the frozen members, see Members
	Members   uint32 // how many receive ASP (FOOD-LIST-001)
	Voucher   voucher.VoucherID
	Code      uint32 // sequence of the newest QR code, 0: none
	Asked     voucher.Instant
	Until     voucher.Instant // the month's end: the voucher is valid before it
	Face      voucher.Money   // credited
	Balance   voucher.Money   // left
	Spent     voucher.Money   // net of returns in the month
	Annulled  voucher.Money
	Recovered voucher.Money // returned after the month, never above Spent
	State     voucher.VoucherState
	Answer    voucher.Answer
	Reminded  bool
	Previous  uint32 // place of the family's wallet before this one, 0: none
	Newest    uint32 // place of the newest operation, 0: none
}

// Credit puts the voucher on the wallet, active at once or not yet.
func (w *Wallet) Credit(id voucher.VoucherID, amount voucher.Money, active bool) {
	w.Voucher, w.Face, w.Balance, w.State = id, amount, amount, voucher.Credited
	if active {
		w.State = voucher.Active
	}
	w.check()
}

// Spend takes a discount off the balance.
func (w *Wallet) Spend(amount voucher.Money) {
	w.Balance -= amount
	w.Spent += amount
	w.check()
}

// Restore puts a discount back in the month of the purchase.
func (w *Wallet) Restore(amount voucher.Money) {
	w.Balance += amount
	w.Spent -= amount
	w.check()
}

// Recover books a discount that goes back to the programme after the month: it
// leaves the wallet's own sums as they are.
func (w *Wallet) Recover(amount voucher.Money) {
	w.Recovered += amount
	w.check()
}

// Annul ends the month: what is left is annulled.
func (w *Wallet) Annul() {
	w.Annulled += w.Balance
	w.Balance, w.State = 0, voucher.Annulled
	w.check()
}

// check holds every change of a wallet to its invariants: a wallet that breaks
// one is a fault of this program (BOTH-MONEY-001, BOTH-MONEY-002).
func (w *Wallet) check() {
	if w.Balance < 0 || w.Spent < 0 || w.Recovered < 0 || w.Recovered > w.Spent || w.Face != w.Balance+w.Spent+w.Annulled {
		panic(fmt.Sprintf("food: wallet of family %d in %s does not add up: %+v", w.Family, w.Month, *w))
	}
}
