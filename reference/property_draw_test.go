package reference_test

import (
	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// nearBy are the offsets at which a boundary is looked at. The boundary itself
// comes first, so that shrinking lands on it.
var nearBy = []int64{0, voucher.Second, -voucher.Second, -1}

// horizon is the last instant of a life: past both programmes and their returns.
var horizon = voucher.At(2026, 7, 20, 0, 0, 0)

// drawInstant draws an instant to go on to: a boundary of this country, or a
// second, a nanosecond beside it.
func (l *country) drawInstant(t *rapid.T) voucher.Instant {
	now := l.machine.Now()
	m := now.Month()
	from, to := l.diary.window(m)
	next, _ := l.diary.window(m + 1)
	due, _ := l.machine.NextDue()
	at := []voucher.Instant{due, now.Plus(voucher.Second), to, from, now.Day().End(), m.Last().End(), next, m.Day(5).Start(),
		(m + 1).Day(5).Start(), m.Day(15).Start(), (m + 1).Day(15).Start(), now.Plus(5 * voucher.Minute), now.Plus(7 * voucher.DayLength),
		now.Plus(rapid.Int64Range(0, 3*voucher.DayLength).Draw(t, "any time"))}
	i := rapid.IntRange(0, len(at)-1).Draw(t, "boundary")
	return max(now, min(at[i].Plus(rapid.SampledFrom(nearBy).Draw(t, "beside")), horizon))
}

// drawPerson draws a person, one in sixteen of whom does not exist.
func drawPerson(t *rapid.T) voucher.PersonID {
	if rapid.IntRange(0, 15).Draw(t, "dangling") == 15 {
		return voucher.PersonID(rapid.SampledFrom([]int{0, 7}).Draw(t, "nobody"))
	}
	return voucher.PersonID(rapid.IntRange(1, 6).Draw(t, "person"))
}

// drawOwner draws who owns a wallet, and the family.
func drawOwner(t *rapid.T) (voucher.FamilyID, voucher.PersonID) {
	f := voucher.FamilyID(rapid.IntRange(1, len(kin)).Draw(t, "kin"))
	return f, kin[f][0]
}

// drawSpeaker draws who acts for a person: mostly the citizen, the centre's
// operator now and then, a stranger rarely.
func drawSpeaker(t *rapid.T, p voucher.PersonID) (voucher.Role, uint32) {
	switch rapid.IntRange(0, 15).Draw(t, "speaker") {
	case 13, 14:
		return voucher.Operator, 1
	case 15:
		return voucher.Citizen, uint32(p) + 1
	}
	return voucher.Citizen, uint32(p)
}

// drawAccount draws an account: of the registry, of another provider, or one
// that nobody knows.
func (l *country) drawAccount(t *rapid.T) (voucher.ProviderID, voucher.AccountNumber) {
	i := rapid.IntRange(0, len(l.setup.Accounts)+1).Draw(t, "account")
	if i < len(l.setup.Accounts) {
		return l.setup.Accounts[i].Provider, l.setup.Accounts[i].Number
	}
	return almatyGas, voucher.MakeAccountNumber(uint64(i), 9)
}

// drawText draws a reply as people type it.
func drawText(t *rapid.T) string {
	return rapid.SampledFrom([]string{"да", "нет", "ИӘ.", "жоқ", "1", "2", "что это?", ""}).Draw(t, "text")
}

// drawVolume draws a month's gas, about the norm as often as not.
func drawVolume(t *rapid.T) voucher.Volume {
	return voucher.Volume(rapid.SampledFrom([]int64{300_000, 0, 1, -1, -5_000, 631_000, 631_001, 833_000, 70_000, 70_001, 30_000, 100_000_000, 100_000_001}).Draw(t, "volume"))
}

// drawMonth draws a month about now.
func (l *country) drawMonth(t *rapid.T) voucher.Month {
	return l.machine.Now().Month() - voucher.Month(rapid.IntRange(0, 2).Draw(t, "months ago"))
}

// drawMessage draws one of the SMS that were sent, the newest first.
func (l *country) drawMessage(t *rapid.T) voucher.MessageID {
	n := len(l.diary.sent)
	return voucher.MessageID(max(0, n-rapid.IntRange(0, 3).Draw(t, "messages ago")))
}

// drawStore draws a store; the first is the one that sells most.
func (l *country) drawStore(t *rapid.T) voucher.StoreID {
	return voucher.StoreID(rapid.SampledFrom([]int{1, 1, 1, 2, 2, 3, 3, 4}).Draw(t, "store"))
}

// drawBasket draws lines, or one that costs about what the family has left.
func (l *country) drawBasket(t *rapid.T, f voucher.FamilyID) []voucher.PurchaseLine {
	left := int64(0)
	if r := l.ask(voucher.Query{Kind: voucher.AskFoodWallet, Actor: voucher.Actor{Role: voucher.Citizen, ID: uint32(kin[f][0])}, Family: f}); r.Food != nil {
		left = int64(r.Food.Left)
	}
	if left > 0 && rapid.IntRange(0, 3).Draw(t, "all that is left") == 3 {
		// At the highest price that a discount is computed on.
		about := rapid.SampledFrom([]int64{0, 1, -1, 9}).Draw(t, "about")
		return []voucher.PurchaseLine{{Goods: 1, Quantity: voucher.Quantity(max(1, left*1000/115_00+about)), Price: 115_00}}
	}
	lines := make([]voucher.PurchaseLine, 0, 4)
	for range rapid.IntRange(1, 4).Draw(t, "lines") {
		lines = append(lines, voucher.PurchaseLine{
			Goods:    voucher.GoodsID(rapid.SampledFrom([]int{1, 2, 3, 4, 5, 6}).Draw(t, "goods")),
			Quantity: voucher.Quantity(rapid.SampledFrom([]int64{1_000, 1, 333, 2_500, 0, 60_000, 200_001}).Draw(t, "quantity")),
			Price:    voucher.Money(rapid.SampledFrom([]int64{100_00, 115_00, 115_01, 1, 0, 9_999}).Draw(t, "price")),
		})
	}
	return lines
}

// drawMask draws which actions are left out of a life: none in most, most in
// some, so that one action is not always undone by another. It shrinks to none.
func drawMask(t *rapid.T, names []string) map[string]bool {
	off := map[string]bool{}
	p := rapid.IntRange(0, 6).Draw(t, "left out, in tenths")
	for _, name := range names {
		off[name] = rapid.IntRange(0, 9).Draw(t, "leave out "+name) >= 10-p
	}
	return off
}
