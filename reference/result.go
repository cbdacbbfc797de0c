package reference

import "github.com/vouch-kz/vouch/reference/voucher"

// Results are kept as words: a mask of the fields that are not zero, then those
// fields, then the lines. Most results have two or three fields. The lines of a
// purchase stand with the purchase and are not kept a second time.
const (
	lineWords    = 5
	linesAtSale  = 1 << 31
	linesCounted = 32 // the mask's upper half counts the lines
)

// packResult appends a result to words; sale says that it is a purchase's.
func packResult(words []uint64, r *voucher.Result, sale bool) []uint64 {
	mask, at := uint64(len(r.Lines))<<linesCounted, len(words)
	if sale {
		mask = linesAtSale
	}
	words = append(words, 0)
	put := func(bit int, v uint64) {
		if v != 0 {
			mask |= 1 << bit
			words = append(words, v)
		}
	}
	put(0, uint64(r.Voucher)|uint64(r.Edition)<<32)
	put(1, uint64(r.Purchase))
	put(2, uint64(r.Receipt)|uint64(r.Loan)<<32)
	put(3, uint64(r.Appeal)|uint64(r.Row)<<32)
	put(4, uint64(r.Account.Provider)|uint64(r.Account.Class)<<32|uint64(r.Account.People)<<40)
	put(5, uint64(r.Account.Number))
	put(6, uint64(r.Amount))
	put(7, uint64(r.Paid))
	put(8, uint64(r.Balance))
	code := keyWords((*voucher.Key)(&r.Code))
	put(9, code[0])
	put(10, code[1])
	put(11, uint64(r.Expires))
	words[at] = mask
	for i := 0; i < len(r.Lines) && !sale; i++ {
		l := &r.Lines[i]
		words = append(words, uint64(l.Goods)|uint64(truth(l.Eligible))<<32, uint64(l.Quantity), uint64(l.Price),
			uint64(l.Cost), uint64(l.Discount))
	}
	return words
}

// unpackResult reads a packed result; sale says that it is a purchase's, whose
// lines are not in it.
func unpackResult(words []uint64) (r voucher.Result, sale bool) {
	mask := words[0]
	words = words[1:]
	take := func(bit int) (v uint64) {
		if mask&(1<<bit) != 0 {
			v, words = words[0], words[1:]
		}
		return v
	}
	low := func(v uint64) uint32 { return uint32(v) }
	v := take(0)
	r.Voucher, r.Edition = voucher.VoucherID(low(v)), low(v>>32)
	r.Purchase = voucher.PurchaseID(take(1))
	v = take(2)
	r.Receipt, r.Loan = voucher.ReceiptID(low(v)), voucher.LoanID(v>>32)
	v = take(3)
	r.Appeal, r.Row = voucher.AppealID(low(v)), int(v>>32)
	v = take(4)
	r.Account = voucher.AccountData{Provider: voucher.ProviderID(low(v)), Class: voucher.ApplianceClass(v >> 32),
		People: uint8(v >> 40), Number: voucher.AccountNumber(take(5))}
	r.Amount, r.Paid, r.Balance = voucher.Money(take(6)), voucher.Money(take(7)), voucher.Money(take(8))
	r.Code = voucher.QR(voucher.KeyOf(take(9), take(10)))
	r.Expires = voucher.Instant(take(11))
	for n := mask >> linesCounted; n > 0; n-- {
		r.Lines = append(r.Lines, voucher.LineSplit{Goods: voucher.GoodsID(words[0]), Eligible: words[0]>>32 == 1,
			Quantity: voucher.Quantity(words[1]), Price: voucher.Money(words[2]), Cost: voucher.Money(words[3]),
			Discount: voucher.Money(words[4])})
		words = words[lineWords:]
	}
	return r, mask&linesAtSale != 0
}
