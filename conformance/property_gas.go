package conformance

import (
	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// gasActions are what people and offices do in the gas programme.
func (l *country) gasActions() map[string]func() {
	all := map[string]func(){
		"update gas list": l.updateGasList, "answer gas": l.answerGas, "report delivery": l.reportDelivery, "open wallet": l.openWallet,
		"enter account": l.enterAccount, "accept offer": l.acceptOffer, "confirm": l.confirm, "activate whole": l.activateWhole, "meet on an account": l.meet,
		"drop the consented": l.dropConsented, "change of mind": l.changeOfMind, "cancel": l.cancel, "register account": l.registerAccount,
		"outage": l.outage, "acknowledge list": l.acknowledge, "remind": l.waitForReminder,
		"activate late": l.activateLate, "activate late again": l.activateLate, "answer late": l.answerLate, "update late": l.updateLate, "an unknown account": l.unknownAccount, "relist": l.relist, "change the account": l.changeAccount,
	}
	if l.plays(scenarios.PartyProvider) {
		all["charge"], all["correct"], all["bill whole"] = l.charge, l.correct, l.billWhole
	}
	return all
}

// pick draws one of a few values.
func pick[V any](l *country, name string, values ...V) V {
	return rapid.SampledFrom(values).Draw(l.t, name)
}

// chance draws a yes once in n times; it shrinks to no.
func (l *country) chance(name string, n int) bool {
	return rapid.IntRange(0, n-1).Draw(l.t, name) == n-1
}

// person draws a person, one in sixteen of whom does not exist.
func (l *country) person() voucher.PersonID {
	if l.chance("dangling", 16) {
		return pick(l, "nobody", voucher.PersonID(0), people+1)
	}
	return voucher.PersonID(rapid.IntRange(1, people).Draw(l.t, "person"))
}

// speaker draws who acts for a person: mostly the citizen, the centre's operator
// now and then, a stranger rarely.
func (l *country) speaker(p voucher.PersonID) (voucher.Role, uint32) {
	switch rapid.IntRange(0, 15).Draw(l.t, "speaker") {
	case 13, 14:
		return voucher.Operator, 1
	case 15:
		return voucher.Citizen, uint32(p) + 1
	}
	return voucher.Citizen, uint32(p)
}

// role draws who asks: mostly the one whose matter it is, rarely another.
func (l *country) role(r voucher.Role) voucher.Role {
	if l.chance("another role", 24) {
		return voucher.Role(rapid.IntRange(1, int(voucher.AuthorisedBody)).Draw(l.t, "role"))
	}
	return r
}

// account draws an account: of the registry, another provider's, or one that
// nobody knows.
func (l *country) account() (voucher.ProviderID, voucher.AccountNumber) {
	n := len(l.setup.Accounts)
	i := rapid.IntRange(0, n+1).Draw(l.t, "account")
	if i < n {
		return l.setup.Accounts[i].Provider, l.setup.Accounts[i].Number
	}
	return 1, voucher.MakeAccountNumber(uint64(i), 9)
}

// text draws a reply as people type it.
func (l *country) text() string {
	return pick(l, "text", "да", "нет", "ИӘ.", "жоқ", "1", "2", "что это?", "")
}

// month draws a month about now.
func (l *country) month() voucher.Month {
	return l.now().Month() - voucher.Month(rapid.IntRange(0, 2).Draw(l.t, "months ago"))
}

func (l *country) updateGasList() {
	c := &voucher.UpdateGasList{}
	for range rapid.IntRange(1, 3).Draw(l.t, "rows") {
		c.Rows = append(c.Rows, voucher.GasListRow{Person: l.person(), Drop: l.chance("drop", 4),
			Reasons:   pick(l, "grounds", voucher.SocialAssistance, 2, 3, 1, 2, 3, 0, 4),
			Residence: l.residence()})
	}
	l.do(l.role(voucher.ListOwner), 0, c)
}

// residence draws where somebody lives, mostly in the pilot.
func (l *country) residence() voucher.Territory {
	if l.chance("outside", 6) {
		return pick(l, "region", outsideGas...)
	}
	return pick(l, "region", gasTerritories...)
}

func (l *country) answerGas() {
	p := l.person()
	role, id := voucher.Gateway, uint32(0)
	switch {
	case l.chance("at the centre", 10):
		role, id = voucher.Operator, 1
	case l.chance("by", 8):
		role, id = l.speaker(p)
	}
	l.do(role, id, &voucher.Reply{Programme: voucher.Gas, Person: p, Text: l.text()})
}

// changeOfMind lets a person answer several times, somebody with an open voucher
// as often as not, and go on as if the last answer were a yes.
func (l *country) changeOfMind() {
	p := voucher.PersonID(rapid.IntRange(1, people).Draw(l.t, "person"))
	if rapid.Bool().Draw(l.t, "consented") {
		p = l.openOne(p)
	}
	for range rapid.IntRange(1, 2).Draw(l.t, "replies") {
		l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: p, Text: pick(l, "text", "нет", "да", "что это?")})
	}
	l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: p, Text: "да"})
	a := &l.setup.Accounts[0]
	l.do(voucher.Citizen, uint32(p), &voucher.EnterAccount{Person: p, Provider: a.Provider, Account: a.Number})
}

// reportDelivery tells the fate of an SMS that somebody has read of.
func (l *country) reportDelivery() {
	p := voucher.PersonID(rapid.IntRange(1, people).Draw(l.t, "person"))
	r := l.ask(&voucher.Query{Kind: voucher.AskMessages, Actor: voucher.Actor{Role: voucher.Gateway}, Person: p})
	id := voucher.MessageID(0)
	if n := len(r.Messages); n > 0 {
		id = r.Messages[n-1-rapid.IntRange(0, min(2, n-1)).Draw(l.t, "messages ago")].ID
	}
	l.do(l.role(voucher.Gateway), 0, &voucher.ReportDelivery{Message: id, Delivered: rapid.Bool().Draw(l.t, "delivered")})
}

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

// about goes on to an instant, or to a second beside it. It mostly stays where
// the instant lies days ahead, or a life would run through its months with
// little in them; whether it went is returned.
func (l *country) about(at voucher.Instant) bool {
	if at > l.now().Plus(2*voucher.DayLength) && !l.chance("far", 3) {
		return false
	}
	l.to(max(l.now(), min(horizon, at.Plus(pick(l, "beside", nearBy...)))))
	return true
}

// answerLate answers about when answers close.
func (l *country) answerLate() {
	w := watch{readings: &l.setup.Readings}
	_, to := w.gasWindow(l.now().Month())
	if l.is(voucher.G10) {
		to = to.Plus(-voucher.DayLength)
	}
	if !l.about(to) {
		return
	}
	p := voucher.PersonID(rapid.IntRange(1, people).Draw(l.t, "person"))
	l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: p, Text: pick(l, "text", "да", "нет")})
}

// updateLate changes the list about when it closes, or when the questions of
// the month begin.
func (l *country) updateLate() {
	if l.about(l.now().Month().Day(pick(l, "day", 15, 7)).Start()) {
		l.updateGasList()
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

// dropConsented drops people from the list, whoever has an open voucher first.
func (l *country) dropConsented() {
	c := &voucher.UpdateGasList{}
	for p := voucher.PersonID(1); p <= people; p++ {
		if s := l.gasWallet(p).State; (s == voucher.Opened || s == voucher.Active) && rapid.Bool().Draw(l.t, "drop") {
			c.Rows = append(c.Rows, voucher.GasListRow{Person: p, Drop: true})
		}
	}
	if len(c.Rows) > 0 {
		l.do(voucher.ListOwner, 0, c)
	}
}

// waitForReminder goes on to where somebody's reminder is due, or beside it.
func (l *country) waitForReminder() {
	for p := voucher.PersonID(1); p <= people; p++ {
		w := l.gasWallet(p)
		if due := w.Asked.Plus(7 * voucher.DayLength); w.Asked != 0 && w.Answer == voucher.NoAnswer && due > l.now() {
			if !l.about(due) {
				return
			}
			l.ask(&voucher.Query{Kind: voucher.AskMessages, Actor: voucher.Actor{Role: voucher.Citizen, ID: uint32(p)}, Person: p})
			return
		}
	}
}

func (l *country) cancel() {
	p := l.person()
	l.do(voucher.Citizen, uint32(p), &voucher.CancelActivation{Person: p})
}

func (l *country) registerAccount() {
	provider, number := l.account()
	as := uint32(provider)
	if l.chance("another's registry", 8) {
		as = as%3 + 1
	}
	l.do(l.role(voucher.GasProvider), as, &voucher.RegisterAccount{Provider: provider, Account: number, Closed: l.chance("closed", 3),
		Class: voucher.ApplianceClass(rapid.IntRange(1, 3).Draw(l.t, "class")), People: pick(l, "people", uint8(1), 4, 100, 101), Owner: l.person()})
}

func (l *country) outage() {
	p := pick(l, "provider", voucher.ProviderID(1), 2)
	l.do(voucher.GasProvider, uint32(p), &voucher.ReportOutage{Provider: p, Down: rapid.Bool().Draw(l.t, "down")})
}

func (l *country) acknowledge() {
	p := voucher.ProviderID(rapid.IntRange(1, 3).Draw(l.t, "provider"))
	l.do(l.role(voucher.GasProvider), uint32(p), &voucher.AcknowledgeList{Provider: p, Month: l.month()})
}

// volume draws a month's gas, about the norms as often as not.
func (l *country) volume() voucher.Volume {
	return pick(l, "volume", voucher.Volume(300_000), 0, 1, -1, -5_000, 631_000, 631_001, 833_000, 70_000, 70_001, 30_000, 100_000_000, 100_000_001, 100_001)
}

func (l *country) charge() {
	provider, number := l.account()
	month := l.month()
	if rapid.Bool().Draw(l.t, "list received") {
		l.do(voucher.GasProvider, uint32(provider), &voucher.AcknowledgeList{Provider: provider, Month: month})
	}
	l.do(l.role(voucher.GasProvider), uint32(provider), &voucher.ChargeVolume{Provider: provider, Account: number, Month: month, Volume: l.volume()})
	l.receipt(provider, number, month)
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

// relist drops a person and puts them back.
func (l *country) relist() {
	p := voucher.PersonID(rapid.IntRange(1, people).Draw(l.t, "person"))
	for _, drop := range []bool{true, false} {
		l.do(voucher.ListOwner, 0, &voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: p, Drop: drop, Reasons: voucher.HousingAssistance, Residence: inAkmola}}})
	}
}

// billWhole goes on to the next month, takes the lists and bills every account.
func (l *country) billWhole() {
	month := l.now().Month()
	if rapid.Bool().Draw(l.t, "the month before") {
		month--
	} else if !l.about((month + 1).First().Start()) {
		return
	}
	for p := voucher.ProviderID(1); p <= 2; p++ {
		l.do(voucher.GasProvider, uint32(p), &voucher.AcknowledgeList{Provider: p, Month: month})
	}
	for i := range l.setup.Accounts[:3] {
		a := &l.setup.Accounts[i]
		l.do(voucher.GasProvider, uint32(a.Provider), &voucher.ChargeVolume{Provider: a.Provider, Account: a.Number, Month: month, Volume: l.volume()})
		l.receipt(a.Provider, a.Number, month)
	}
}

func (l *country) correct() {
	provider, number := l.account()
	month := l.month()
	l.do(voucher.GasProvider, uint32(provider), &voucher.CorrectVolume{Provider: provider, Account: number, Month: month, Volume: l.volume()})
	l.receipt(provider, number, month)
}

// receipt reads an account's newest receipt of a month.
func (l *country) receipt(p voucher.ProviderID, a voucher.AccountNumber, m voucher.Month) {
	l.ask(&voucher.Query{Kind: voucher.AskReceipt, Actor: voucher.Actor{Role: voucher.GasProvider, ID: uint32(p)}, Provider: p, Account: a, Month: m})
}
