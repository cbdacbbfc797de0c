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

// relist drops a person and puts them back.
func (l *country) relist() {
	p := voucher.PersonID(rapid.IntRange(1, people).Draw(l.t, "person"))
	for _, drop := range []bool{true, false} {
		l.do(voucher.ListOwner, 0, &voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: p, Drop: drop, Reasons: voucher.HousingAssistance, Residence: inAkmola}}})
	}
}
