package simulator

import "github.com/vouch-kz/vouch/reference/voucher"

// cheatHabits are the figures of what people try and every build must refuse.
// What takes intent is tried by dishonest families alone, so often that the
// share of all purchases is that of the figures.
type cheatHabits struct {
	expired, unmarked, offList, suspended uint32 // by anybody
	intended                              [frauds]uint32
}

func (f *figures) cheats() cheatHabits {
	h := cheatHabits{
		expired: f.share("fraud.expired_qr"), unmarked: f.share("fraud.unmarked_goods"),
		offList: f.share("fraud.off_list_goods"), suspended: f.share("fraud.suspended_store"),
	}
	dishonest := uint64(f.share("fraud.dishonest_family"))
	for kind, name := range [frauds]string{
		ReusedCode: "fraud.reused_qr", ForeignStore: "fraud.foreign_store", ForeignReturn: "fraud.foreign_return",
		OverStock: "fraud.over_stock", ForeignAccount: "fraud.foreign_account", NotOwner: "fraud.not_owner",
	} {
		if name == "" {
			continue
		}
		if share := uint64(f.share(name)); dishonest > 0 {
			h.intended[kind] = uint32(min(Million, share*Million/dishonest))
		}
	}
	return h
}

// cheats draws whether a dishonest family tries something.
func (b *block) cheats(f *family, p Purpose, n uint64, kind Fraud) bool {
	return f.is(isDishonest) && b.chance(p, f.id, n, b.run.cheats.intended[kind])
}

// temptation draws what a family tries in a purchase: mostly nothing.
func (b *block) temptation(f *family, n uint64) Fraud {
	h := &b.run.cheats
	switch {
	case b.cheats(f, ForFraudForeignStore, n, ForeignStore):
		return ForeignStore
	case b.cheats(f, ForFraudNotOwner, n, NotOwner) && len(b.families) > 1:
		return NotOwner
	case b.cheats(f, ForFraudOverStock, n, OverStock) && b.run.readings.Is(voucher.F37, voucher.Default):
		return OverStock
	case b.cheats(f, ForFraudReusedQR, n, ReusedCode):
		return ReusedCode
	case b.chance(ForFraudExpiredQR, f.id, n, h.expired):
		return ExpiredCode
	case b.chance(ForFraudUnmarked, f.id, n, h.unmarked):
		return UnmarkedGoods
	case b.chance(ForFraudOffList, f.id, n, h.offList):
		return OffListGoods
	}
	return honest
}

// attempted counts an attempt. An error of the system counts neither way.
func (b *block) attempted(kind Fraud, taken bool) {
	if b.err != nil {
		return
	}
	b.totals.frauds[kind][0]++
	if !taken {
		b.totals.frauds[kind][1]++
	}
}

// reuse shows the code of a purchase a second time.
func (b *block) reuse(slot uint32) {
	s := *b.sales.at(slot)
	b.sales.give(slot)
	p := &b.commands.purchase
	p.Store, p.Code, p.Lines = voucher.StoreID(s.store)+1, s.code, s.bought(b.basket[:])
	b.attempted(ReusedCode, b.ask(p, till(int(s.store))))
}
