package conformance

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

func (l *country) updateFoodList() {
	f := rapid.IntRange(1, len(kin)+1).Draw(l.t, "family")
	row := voucher.FoodListRow{Family: voucher.FamilyID(f), Drop: l.chance("drop", 4), Residence: pick(l, "residence", inKokshetau, inPavlodar, inKostanay, inAkmola)}
	if f <= len(kin) {
		row.Owner = kin[f-1][0]
		row.Members = append(row.Members, kin[f-1][:rapid.IntRange(0, len(kin[f-1])).Draw(l.t, "members")]...)
	}
	switch {
	case l.chance("stranger", 6):
		row.Members = append([]voucher.PersonID{l.person()}, row.Members...)
	case l.chance("of another family", 6):
		row.Members = append(row.Members, kin[f%len(kin)][0])
	}
	l.do(l.role(voucher.ListOwner), 0, &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{row}})
}

// answerer is who hands a food answer on, by how F36 is read.
func (l *country) answerer(p voucher.PersonID) (voucher.Role, uint32) {
	app := l.is(voucher.F36)
	if l.chance("other channel", 12) {
		app = !app
	}
	if app {
		return voucher.Citizen, uint32(p)
	}
	return voucher.Gateway, 0
}

func (l *country) answerFood() {
	p := l.person()
	if l.chance("an owner", 2) {
		_, p = l.family()
	}
	role, id := l.answerer(p)
	l.do(role, id, &voucher.Reply{Programme: voucher.Food, Person: p, Text: l.text()})
}

func (l *country) activateFood() {
	f, owner := l.family()
	l.do(voucher.Citizen, uint32(owner), &voucher.Activate{Family: f})
}

// answerFoodLate answers about when the month ends.
func (l *country) answerFoodLate() {
	if l.about(l.now().Month().Last().End()) {
		l.answerAsAsked()
	}
}

// changeCredit changes what a voucher is worth from tomorrow, and lets an owner
// confirm tomorrow.
func (l *country) changeCredit() {
	s := pick(l, "setting", voucher.Setting{Path: "food.mrp", Value: 5_000_00}, voucher.Setting{Path: "food.coefficient", Value: 1_100_000}, voucher.Setting{Path: "food.markup", Value: 50_000})
	s.From = l.now().Day() + 1
	l.do(voucher.AuthorisedBody, 0, &voucher.ChangeParameter{Setting: s})
	if l.about(s.From.Start()) {
		l.answerAsAsked()
	}
}

// listLate changes the list about when it is frozen, and lets the family answer
// whose members are others before than after.
func (l *country) listLate() {
	frozen := l.now().Month().Day(noticeDay).Start()
	if !l.about(frozen) {
		return
	}
	if !l.chance("members", 2) {
		l.updateFoodList()
		return
	}
	f, owner := l.family()
	some := kin[f-1][:rapid.IntRange(1, len(kin[f-1])).Draw(l.t, "members")]
	l.do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{{Family: f, Owner: owner, Members: slices.Clone(some), Residence: inKokshetau}}})
	l.to(max(l.now(), frozen))
	role, id := l.answerer(owner)
	l.do(role, id, &voucher.Reply{Programme: voucher.Food, Person: owner, Text: "иә"})
	l.ask(&voucher.Query{Kind: voucher.AskFoodWallet, Actor: voucher.Actor{Role: voucher.Citizen, ID: uint32(owner)}, Family: f})
}

// relistFamily drops a family and puts it back, a step too often now and then.
func (l *country) relistFamily() {
	f, owner := l.family()
	enter := voucher.FoodListRow{Family: f, Owner: owner, Members: slices.Clone(kin[f-1]), Residence: inKokshetau}
	drop := voucher.FoodListRow{Family: f, Drop: true}
	for _, rows := range [][]voucher.FoodListRow{{drop}, {drop}, {enter, drop}, {enter}} {
		if len(rows) == 1 || l.chance("in one update", 2) {
			l.do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: rows})
		}
	}
}

// answerAsAsked lets an owner answer on a day on which the question is open.
func (l *country) answerAsAsked() {
	_, owner := l.family()
	role, id := l.answerer(owner)
	for range rapid.IntRange(1, 2).Draw(l.t, "replies") {
		l.do(role, id, &voucher.Reply{Programme: voucher.Food, Person: owner, Text: pick(l, "text", "иә", "нет", "что это?")})
	}
}
