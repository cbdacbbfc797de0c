package conformance

import (
	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

func (l *country) openWallet() {
	p := l.person()
	if rapid.Bool().Draw(l.t, "consented") {
		p = l.openOne(voucher.PersonID(rapid.IntRange(1, people).Draw(l.t, "person")))
	}
	l.do(voucher.Citizen, uint32(p), &voucher.OpenWallet{Person: p, Via: voucher.Via(rapid.IntRange(1, 3).Draw(l.t, "via"))})
}

func (l *country) enterAccount() {
	p := l.person()
	role, id := l.speaker(p)
	provider, number := l.account()
	l.do(role, id, &voucher.EnterAccount{Person: p, Provider: provider, Account: number})
}

func (l *country) acceptOffer() {
	p := l.person()
	role, id := l.speaker(p)
	l.do(role, id, &voucher.AcceptOffer{Person: p, Edition: pick(l, "edition", uint32(1), 1, 1, 2, 0)})
}

func (l *country) confirm() {
	p := l.person()
	role, id := l.speaker(p)
	l.do(role, id, &voucher.Confirm{Person: p})
}

// activateWhole takes a person from the answer to the confirmation, for one of
// two accounts, so that recipients meet on them.
func (l *country) activateWhole() {
	l.activates(voucher.PersonID(rapid.IntRange(1, people).Draw(l.t, "person")), rapid.IntRange(0, 1).Draw(l.t, "account"))
}

// activates walks the whole way with the account at a place of the setup.
func (l *country) activates(p voucher.PersonID, account int) {
	a := l.setup.Accounts[account]
	l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: p, Text: "да"})
	l.do(voucher.Citizen, uint32(p), &voucher.EnterAccount{Person: p, Provider: a.Provider, Account: a.Number})
	if l.chance("an old offer", 10) {
		l.do(voucher.Citizen, uint32(p), &voucher.AcceptOffer{Person: p, Edition: 2})
	}
	l.do(voucher.Citizen, uint32(p), &voucher.AcceptOffer{Person: p, Edition: 1})
	l.do(voucher.Citizen, uint32(p), &voucher.Confirm{Person: p})
}

// meet lets two people come to one account before either confirms.
func (l *country) meet() {
	first := rapid.IntRange(1, people).Draw(l.t, "first")
	second := (first+rapid.IntRange(0, people-2).Draw(l.t, "second"))%people + 1
	who := []voucher.PersonID{voucher.PersonID(first), voucher.PersonID(second)}
	if p := l.openOne(who[0]); p != who[1] {
		who[0] = p
	}
	if p := l.openOne(who[0]%people + 1); p != who[0] {
		who[1] = p
	}
	a := l.setup.Accounts[pick(l, "account", len(l.setup.Accounts)-1, 0, 1, 2)] // the last is the one that is free longest
	for _, p := range who {
		if l.gasWallet(p).State == voucher.NoVoucher {
			l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: p, Text: "да"})
		}
		l.do(voucher.Citizen, uint32(p), &voucher.EnterAccount{Person: p, Provider: a.Provider, Account: a.Number})
		l.do(voucher.Citizen, uint32(p), &voucher.AcceptOffer{Person: p, Edition: 1})
	}
	for _, p := range who {
		l.do(voucher.Citizen, uint32(p), &voucher.Confirm{Person: p})
	}
}

// gasWallet is a person's wallet as the oracle has it; the zero wallet where it
// refuses.
func (l *country) gasWallet(p voucher.PersonID) voucher.GasWallet {
	r := l.peek(voucher.Query{Kind: voucher.AskGasWallet, Actor: voucher.Actor{Role: voucher.Citizen, ID: uint32(p)}, Person: p})
	if r.Gas == nil {
		return voucher.GasWallet{}
	}
	return *r.Gas
}

func (l *country) cancel() {
	p := l.person()
	l.do(voucher.Citizen, uint32(p), &voucher.CancelActivation{Person: p})
}

// activateLate goes on to about the end of the window and takes a step there.
func (l *country) activateLate() {
	w := watch{readings: &l.setup.Readings}
	from, to := w.gasWindow(l.now().Month())
	at := to
	if l.now() < from {
		at = from
	}
	p := voucher.PersonID(rapid.IntRange(1, people).Draw(l.t, "person"))
	if rapid.Bool().Draw(l.t, "consented") {
		p = l.openOne(p)
		l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: p, Text: "да"})
	}
	if !l.about(at) {
		return
	}
	l.activates(p, rapid.IntRange(0, 2).Draw(l.t, "account"))
}

// openOne is a person with an open voucher, or the given one where nobody has.
func (l *country) openOne(p voucher.PersonID) voucher.PersonID {
	for range people {
		if l.gasWallet(p).State == voucher.Opened {
			return p
		}
		p = p%people + 1
	}
	return p
}

// unknownAccount walks the way with an account that the provider does not know,
// or while it does not answer.
func (l *country) unknownAccount() {
	p := voucher.PersonID(rapid.IntRange(1, people).Draw(l.t, "person"))
	a := l.setup.Accounts[0]
	down := rapid.Bool().Draw(l.t, "down")
	if down {
		l.do(voucher.GasProvider, uint32(a.Provider), &voucher.ReportOutage{Provider: a.Provider, Down: true})
	} else {
		a.Number = voucher.MakeAccountNumber(77, 9)
	}
	l.do(voucher.Citizen, uint32(p), &voucher.EnterAccount{Person: p, Provider: a.Provider, Account: a.Number})
	l.do(voucher.Citizen, uint32(p), &voucher.AcceptOffer{Person: p, Edition: 1})
	if down {
		l.do(voucher.GasProvider, uint32(a.Provider), &voucher.ReportOutage{Provider: a.Provider})
		l.do(voucher.Citizen, uint32(p), &voucher.AcceptOffer{Person: p, Edition: 1})
	}
	l.do(voucher.Citizen, uint32(p), &voucher.Confirm{Person: p})
}

// changeAccount enters another account after the offer, and confirms.
func (l *country) changeAccount() {
	p := l.openOne(voucher.PersonID(rapid.IntRange(1, people).Draw(l.t, "person")))
	first, second := &l.setup.Accounts[rapid.IntRange(0, 2).Draw(l.t, "first")], &l.setup.Accounts[rapid.IntRange(0, 2).Draw(l.t, "second")]
	l.do(voucher.Citizen, uint32(p), &voucher.EnterAccount{Person: p, Provider: first.Provider, Account: first.Number})
	l.do(voucher.Citizen, uint32(p), &voucher.AcceptOffer{Person: p, Edition: 1})
	l.do(voucher.Citizen, uint32(p), &voucher.EnterAccount{Person: p, Provider: second.Provider, Account: second.Number})
	l.do(voucher.Citizen, uint32(p), &voucher.Confirm{Person: p})
}
