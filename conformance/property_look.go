package conformance

import (
	"maps"
	"slices"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// look reads a record or two on the way, now and then somebody else's, or one
// that does not exist.
func (l *country) look() {
	for range rapid.IntRange(1, 2).Draw(l.t, "records") {
		q := l.drawQuery()
		if l.chance("another role", 16) {
			q.Actor.Role = voucher.Role(rapid.IntRange(1, int(voucher.AuthorisedBody)).Draw(l.t, "role"))
		}
		if l.chance("another's", 6) {
			q.Actor.ID++
		}
		l.ask(&q)
	}
}

// drawQuery draws a question that its actor may ask.
func (l *country) drawQuery() voucher.Query {
	p := l.person()
	citizen := voucher.Actor{Role: voucher.Citizen, ID: uint32(p)}
	if l.gas && (!l.food || rapid.Bool().Draw(l.t, "gas")) {
		provider, number := l.account()
		supplier := voucher.Actor{Role: voucher.GasProvider, ID: uint32(provider)}
		switch rapid.IntRange(0, 3).Draw(l.t, "record") {
		case 0:
			return voucher.Query{Kind: voucher.AskGasWallet, Actor: citizen, Person: p, Month: l.month()}
		case 1:
			return voucher.Query{Kind: voucher.AskMessages, Actor: citizen, Person: p}
		case 2:
			return voucher.Query{Kind: voucher.AskProviderList, Actor: supplier, Provider: provider, Month: l.month()}
		}
		return voucher.Query{Kind: voucher.AskReceipt, Actor: supplier, Provider: provider, Account: number, Month: l.month()}
	}
	if !l.food {
		return voucher.Query{Kind: voucher.AskMessages, Actor: citizen, Person: p}
	}
	f, owner := l.family()
	s := l.store()
	body := voucher.Actor{Role: voucher.AuthorisedBody}
	till := voucher.Actor{Role: voucher.StoreTill, ID: uint32(s)}
	switch rapid.IntRange(0, 7).Draw(l.t, "record") {
	case 0:
		return voucher.Query{Kind: voucher.AskFoodWallet, Actor: voucher.Actor{Role: voucher.Citizen, ID: uint32(owner)}, Family: f, Month: l.month()}
	case 1:
		return voucher.Query{Kind: voucher.AskStoreDay, Actor: till, Store: s}
	case 2:
		return voucher.Query{Kind: voucher.AskStock, Actor: till, Store: s, Goods: l.goods()}
	case 3:
		return voucher.Query{Kind: voucher.AskDayReport, Actor: body, Day: l.now().Day() - voucher.Day(rapid.IntRange(0, 2).Draw(l.t, "days ago"))}
	case 4:
		return voucher.Query{Kind: voucher.AskLedger, Actor: body, Month: l.month()}
	case 5:
		return voucher.Query{Kind: voucher.AskLoan, Actor: body, Loan: l.loan()}
	case 6:
		id := voucher.AppealID(dangling)
		if n := len(l.appeals); n > 0 {
			id = l.appeals[n-1]
		}
		return voucher.Query{Kind: voucher.AskAppeal, Actor: body, Appeal: id}
	}
	return voucher.Query{Kind: voucher.AskMessages, Actor: citizen, Person: p}
}

// readOut goes on past all that was begun and reads everything: what was taken
// wrongly shows there, also where the answers before said nothing.
func (l *country) readOut() {
	first := max(l.setup.At.Month(), l.now().Month()-1)
	l.readWallets(l.now().Month())
	for _, at := range []voucher.Instant{l.now().Month().Last().End(), (l.now().Month() + 1).Day(keptTo + 1).Start()} {
		if at <= horizon {
			l.to(max(l.now(), at))
		}
	}
	last := l.now().Month()
	for m := first; m <= last; m++ {
		l.readWallets(m)
	}
	if l.gas {
		l.readGas(first, last)
	}
	if l.food {
		l.readFood(max(first, foodFirst), min(last, foodLast))
	}
	for p := voucher.PersonID(1); p <= people; p++ {
		l.ask(&voucher.Query{Kind: voucher.AskMessages, Actor: voucher.Actor{Role: voucher.Citizen, ID: uint32(p)}, Person: p})
	}
}

// readWallets reads every wallet of a month.
func (l *country) readWallets(m voucher.Month) {
	if l.gas {
		for p := voucher.PersonID(1); p <= people; p++ {
			l.ask(&voucher.Query{Kind: voucher.AskGasWallet, Actor: voucher.Actor{Role: voucher.Citizen, ID: uint32(p)}, Person: p, Month: m})
		}
	}
	if l.food && m >= foodFirst && m <= foodLast {
		for f := range kin {
			l.ask(&voucher.Query{Kind: voucher.AskFoodWallet, Actor: voucher.Actor{Role: voucher.Citizen, ID: uint32(kin[f][0])}, Family: voucher.FamilyID(f + 1), Month: m})
		}
	}
}

func (l *country) readGas(first, last voucher.Month) {
	for m := first; m <= last; m++ {
		for p := voucher.ProviderID(1); int(p) <= len(l.setup.Providers); p++ {
			l.ask(&voucher.Query{Kind: voucher.AskProviderList, Actor: voucher.Actor{Role: voucher.GasProvider, ID: uint32(p)}, Provider: p, Month: m})
		}
		for i := range l.setup.Accounts {
			l.receipt(l.setup.Accounts[i].Provider, l.setup.Accounts[i].Number, m)
		}
	}
}

func (l *country) readFood(first, last voucher.Month) {
	body := voucher.Actor{Role: voucher.AuthorisedBody}
	for m := first; m <= last; m++ {
		l.ask(&voucher.Query{Kind: voucher.AskLedger, Actor: body, Month: m})
		l.days[m.Last()] = true
	}
	for _, day := range slices.Sorted(maps.Keys(l.days)) {
		if day > l.now().Day() {
			continue
		}
		l.ask(&voucher.Query{Kind: voucher.AskDayReport, Actor: body, Day: day})
		for s := voucher.StoreID(1); s <= 2; s++ {
			l.ask(&voucher.Query{Kind: voucher.AskStoreDay, Actor: voucher.Actor{Role: voucher.StoreTill, ID: uint32(s)}, Store: s, Day: day})
		}
	}
	for s := voucher.StoreID(1); s <= 2; s++ {
		for g := range l.setup.Goods {
			l.ask(&voucher.Query{Kind: voucher.AskStock, Actor: body, Store: s, Goods: voucher.GoodsID(g + 1)})
		}
	}
	for _, id := range l.loans {
		l.ask(&voucher.Query{Kind: voucher.AskLoan, Actor: body, Loan: id})
	}
	for _, id := range l.appeals {
		l.ask(&voucher.Query{Kind: voucher.AskAppeal, Actor: body, Appeal: id})
	}
}
