package voucher

import "encoding/binary"

// Fingerprint covers every row and every member, in order.
func (c *UpdateFoodList) Fingerprint() Digest {
	d := body(KindUpdateFoodList, &c.Header).Word(uint64(len(c.Rows)))
	for i := range c.Rows {
		r := &c.Rows[i]
		d = d.Pair(uint32(r.Family), uint32(r.Owner)).Pair(uint32(r.Residence), uint32(len(r.Members))<<1|uint32(flag(r.Drop)))
		for _, m := range r.Members {
			d = d.Word(uint64(m))
		}
	}
	return d
}

// Fingerprint covers the family.
func (c *Activate) Fingerprint() Digest { return body(KindActivate, &c.Header).Word(uint64(c.Family)) }

// Fingerprint covers family and store.
func (c *ShowCode) Fingerprint() Digest {
	return body(KindShowCode, &c.Header).Pair(uint32(c.Family), uint32(c.Store))
}

// Fingerprint covers the family and the code.
func (c *ScanCode) Fingerprint() Digest {
	return body(KindScanCode, &c.Header).Word(uint64(c.Family)).code(&c.Code)
}

// Fingerprint covers store, code and every line, in order.
func (c *Purchase) Fingerprint() Digest {
	d := body(KindPurchase, &c.Header).Word(uint64(c.Store)<<1 | flag(c.Offline)).code(&c.Code)
	return d.lines(c.Lines)
}

// Fingerprint covers the store and the purchase's key.
func (c *Reverse) Fingerprint() Digest {
	return body(KindReverse, &c.Header).Word(uint64(c.Store)).Bytes(c.Of[:])
}

// Fingerprint covers purchase and every line, in order.
func (c *Refund) Fingerprint() Digest {
	d := body(KindRefund, &c.Header).Pair(uint32(c.Store), uint32(c.Purchase)).Word(uint64(len(c.Lines)))
	for _, l := range c.Lines {
		d = d.Word(uint64(l.Line)).Word(uint64(l.Quantity))
	}
	return d
}

// Fingerprint covers the store and its state.
func (c *RegisterStore) Fingerprint() Digest {
	return body(KindRegisterStore, &c.Header).Word(uint64(c.Store)<<1 | flag(c.Closed))
}

// Fingerprint covers the store and its state.
func (c *SuspendStore) Fingerprint() Digest {
	return body(KindSuspendStore, &c.Header).Word(uint64(c.Store)<<1 | flag(c.Lifted))
}

// Fingerprint covers the store and its state.
func (c *IntegrateTill) Fingerprint() Digest {
	return body(KindIntegrateTill, &c.Header).Word(uint64(c.Store)<<1 | flag(c.Broken))
}

// Fingerprint covers store, goods and mark.
func (c *MarkGoods) Fingerprint() Digest {
	return body(KindMarkGoods, &c.Header).Pair(uint32(c.Store), uint32(c.Goods)).Word(flag(c.Unmarked))
}

// Fingerprint covers the delivery.
func (c *Deliver) Fingerprint() Digest {
	return body(KindDeliver, &c.Header).Pair(uint32(c.Store), uint32(c.Goods)).Word(uint64(c.Quantity)).Word(uint64(c.Price))
}

// Fingerprint covers the store and every line, in order.
func (c *SellOutside) Fingerprint() Digest {
	return body(KindSellOutside, &c.Header).Word(uint64(c.Store)).lines(c.Lines)
}

// Fingerprint covers store, amount and purpose.
func (c *GrantLoan) Fingerprint() Digest {
	return body(KindGrantLoan, &c.Header).Pair(uint32(c.Store), uint32(c.Purpose)).Word(uint64(c.Amount))
}

// Fingerprint covers the loan.
func (c *DisburseLoan) Fingerprint() Digest {
	return body(KindDisburseLoan, &c.Header).Word(uint64(c.Loan))
}

// Fingerprint covers the loan and the amount.
func (c *RepayLoan) Fingerprint() Digest {
	return body(KindRepayLoan, &c.Header).Word(uint64(c.Loan)).Word(uint64(c.Amount))
}

// Fingerprint covers the person and the score.
func (c *Rate) Fingerprint() Digest {
	return body(KindRate, &c.Header).Pair(uint32(c.Person), uint32(c.Score))
}

// Fingerprint covers the person.
func (c *FileAppeal) Fingerprint() Digest {
	return body(KindFileAppeal, &c.Header).Word(uint64(c.Person))
}

// Fingerprint covers the appeal.
func (c *AnswerAppeal) Fingerprint() Digest {
	return body(KindAnswerAppeal, &c.Header).Word(uint64(c.Appeal))
}

// Fingerprint covers the setting.
func (c *ChangeParameter) Fingerprint() Digest {
	s := &c.Setting
	return body(KindChangeParameter, &c.Header).Text(s.Path).Pair(uint32(s.Territory), uint32(s.From)).Word(uint64(s.Value))
}

func (d Digest) code(q *QR) Digest {
	return d.Two(binary.LittleEndian.Uint64(q[:8]), binary.LittleEndian.Uint64(q[8:]))
}

func (d Digest) lines(lines []PurchaseLine) Digest {
	d = d.Word(uint64(len(lines)))
	for i := range lines {
		l := &lines[i]
		d = d.Two(uint64(l.Goods), uint64(l.Quantity)).Word(uint64(l.Price))
	}
	return d
}
