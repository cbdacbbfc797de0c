package conformance

import (
	"maps"
	"slices"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// nearBy are the offsets at which an instant is looked at. The instant itself
// comes first, so that what is simplest lies on the boundary.
var nearBy = []int64{0, voucher.Second, -voucher.Second}

// horizon is the last instant of a life: past both programmes and their returns.
var horizon = voucher.At(2026, 7, 20, 0, 0, 0)

// live begins with something to act on, lets anything happen, and ends when all
// that was begun has fallen due.
func (l *country) live() {
	l.to(l.setup.At) // what falls due at the first instant
	l.settle()
	l.prime()
	names, actions := l.actions()
	steps := rapid.IntRange(0, 120).Draw(l.t, "steps")
	if l.chance("a long life", 8) {
		steps += 250
	}
	for range steps {
		name := names[rapid.IntRange(0, len(names)-1).Draw(l.t, "action")]
		if l.idle[name] && (l.now() < foodOpens || l.now() >= foodCloses) && !l.chance("out of season", 5) {
			continue // nothing but one refusal would come of it
		}
		actions[name]()
	}
	if l.food && l.chance("the last day", 2) {
		l.returnLast() // to which few lives come by themselves
	}
}

// settle opens the stores.
func (l *country) settle() {
	if !l.food || l.chance("unsettled", 12) {
		return
	}
	if l.chance("the third store", 4) {
		l.do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: 3})
		l.do(voucher.StoreTill, 3, &voucher.MarkGoods{Store: 3, Goods: 1})
	}
	for s := voucher.StoreID(1); s <= 2; s++ {
		l.do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: s})
		l.do(voucher.StoreTill, uint32(s), &voucher.IntegrateTill{Store: s})
		for g := range len(l.setup.Goods) {
			goods := voucher.GoodsID(g + 1)
			l.do(voucher.StoreTill, uint32(s), &voucher.MarkGoods{Store: s, Goods: goods})
			if s == 1 || goods == 1 {
				l.do(voucher.StoreTill, uint32(s), &voucher.Deliver{Store: s, Goods: goods, Quantity: 90 * voucher.Unit, Price: 100_00})
			}
		}
	}
}

// prime walks the ordinary way for a while: lists, then consents, then
// activations and purchases, then the list and the bill.
func (l *country) prime() {
	far := pick(l, "primed", 3, 2, 3, 4, 1, 0, 3, 2)
	if far == 0 {
		return
	}
	l.primeLists()
	if far == 1 {
		return
	}
	l.primeConsents()
	if far == 2 {
		return
	}
	if l.gas {
		for i := range 3 {
			l.activates(voucher.PersonID(i+1), i)
		}
	}
	if l.food {
		for f := range kin {
			if l.shows(voucher.FamilyID(f+1), 1) {
				l.buys(1, &voucher.Purchase{Code: l.codes[len(l.codes)-1].code, Lines: []voucher.PurchaseLine{{Goods: 1, Quantity: voucher.Unit, Price: 110_00}}})
			}
		}
	}
	if l.food && l.chance("sold out", 4) {
		l.sellOut() // while there is something left to spend: few lives come to it later
	}
	if far == 3 || !l.gas {
		return
	}
	month := l.now().Month()
	l.to(max(l.now(), min(horizon, (month+1).First().Start())))
	for p := voucher.ProviderID(1); p <= 2; p++ {
		l.do(voucher.GasProvider, uint32(p), &voucher.AcknowledgeList{Provider: p, Month: month})
	}
}

func (l *country) primeLists() {
	if l.gas {
		rows := make([]voucher.GasListRow, people)
		for i := range rows {
			rows[i] = voucher.GasListRow{Person: voucher.PersonID(i + 1), Reasons: voucher.Reasons(1 + i%3), Residence: inAlmaty}
		}
		l.do(voucher.ListOwner, 0, &voucher.UpdateGasList{Rows: rows})
	}
	if l.food {
		families := make([]voucher.FoodListRow, len(kin))
		for i := range families {
			families[i] = voucher.FoodListRow{Family: voucher.FamilyID(i + 1), Owner: kin[i][0], Members: slices.Clone(kin[i]), Residence: inKokshetau}
		}
		l.do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: families})
	}
}

// primeConsents goes on to the questions and lets most say yes.
func (l *country) primeConsents() {
	for _, day := range []int{noticeDay, 7} {
		if due := l.soon(day); due <= horizon {
			l.to(max(l.now(), due))
		}
	}
	for p := voucher.PersonID(1); p <= people-3 && l.gas; p++ { // some have not answered
		l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: p, Text: "да"})
	}
	if !l.food {
		return
	}
	for f, members := range kin {
		role, id := voucher.Gateway, uint32(0)
		if l.is(voucher.F36) {
			role, id = voucher.Citizen, uint32(members[0])
		}
		l.do(role, id, &voucher.Reply{Programme: voucher.Food, Person: members[0], Text: "иә"})
		if l.is(voucher.F10) {
			l.do(voucher.Citizen, uint32(members[0]), &voucher.Activate{Family: voucher.FamilyID(f + 1)})
		}
	}
}

// soon is the next n-th of a month, or the gas pilot's first day where that is
// sooner.
func (l *country) soon(n int) voucher.Instant {
	now := l.now()
	if first := voucher.At(2025, 8, 28, 0, 0, 0); now <= first {
		return first
	}
	day := now.Month().Day(n).Start()
	if day < now {
		day = (now.Month() + 1).Day(n).Start()
	}
	return day
}

// actions are everything that can happen, less what this life leaves out: none
// in most, most in some, so that one thing is not always undone by another. The
// clock is never left out.
func (l *country) actions() (names []string, all map[string]func()) {
	all = map[string]func(){"repeat a command": l.repeat, "forget a key": l.forgetKey, "change a parameter": l.changeParameter, "look": l.look, "trespass": l.trespass}
	if l.gas {
		maps.Copy(all, l.gasActions())
	}
	if l.food {
		food := l.foodActions()
		l.idle = map[string]bool{}
		for name := range food {
			l.idle[name] = true
		}
		maps.Copy(all, food)
	}
	p := rapid.IntRange(0, 6).Draw(l.t, "left out, in tenths")
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if p > 0 && rapid.IntRange(0, 9).Draw(l.t, "leave out") >= 10-p {
			continue
		}
		names = append(names, name)
	}
	for _, name := range []string{"wait", "wait again", "wait on"} {
		all[name] = l.wait
		names = append(names, name)
	}
	return names, all
}

// wait goes on to a boundary, or to a second beside it.
func (l *country) wait() {
	now := l.now()
	m := now.Month()
	w := watch{readings: &l.setup.Readings}
	from, to := w.gasWindow(m)
	next, _ := w.gasWindow(m + 1)
	near := []voucher.Instant{now.Plus(voucher.Second), now.Day().End(), now.Plus(5 * voucher.Minute), m.Last().End(),
		now.Plus(rapid.Int64Range(0, 3*24*60*60).Draw(l.t, "any time") * voucher.Second)}
	if n := len(l.codes); n > 0 {
		near = append(near, l.codes[n-1].until)
	}
	far := []voucher.Instant{to, from, next, m.Day(noticeDay).Start(), (m + 1).Day(noticeDay).Start(), m.Day(15).Start(),
		(m + 1).Day(keptTo).Start(), m.Day(6).Start(), now.Plus(7 * voucher.DayLength), foodCloses}
	at := near
	if l.chance("far", 4) {
		at = far
	}
	i := rapid.IntRange(0, len(at)-1).Draw(l.t, "boundary")
	l.about(at[i])
}

// repeat gives an earlier command again, as a caller does who never got the
// answer, or another body under its key.
func (l *country) repeat() {
	if len(l.given) == 0 {
		return
	}
	cmd := l.given[len(l.given)-1-rapid.IntRange(0, min(20, len(l.given)-1)).Draw(l.t, "commands ago")]
	if l.chance("another body", 3) {
		cmd = l.another(cmd)
	}
	l.give(cmd)
}

// forgetKey gives an earlier command once more, without a key.
func (l *country) forgetKey() {
	if len(l.given) == 0 {
		return
	}
	cmd := voucher.CloneCommand(l.given[len(l.given)-1-rapid.IntRange(0, min(20, len(l.given)-1)).Draw(l.t, "commands ago")])
	cmd.Head().Key = voucher.Key{} // in a copy: the one that was given is written down
	l.give(cmd)
}

// another is a different command of the same actor under the same key, of a
// programme that lives here; where the actor has none it is the command itself.
func (l *country) another(cmd voucher.Command) voucher.Command {
	var c voucher.Command
	switch h := cmd.Head(); h.Actor.Role {
	case voucher.Citizen:
		if l.gas && l.chance("another actor", 3) { // whose keys are his own; opening a wallet is of the gas programme
			other := h.Actor.ID%people + 1
			c = &voucher.OpenWallet{Person: voucher.PersonID(other), Via: voucher.ByLink}
			*c.Head() = voucher.Header{Key: h.Key, Actor: voucher.Actor{Role: voucher.Citizen, ID: other}}
			return c
		}
		c = &voucher.OpenWallet{Person: voucher.PersonID(h.Actor.ID), Via: voucher.Via(1 + len(l.given)%2)}
		if l.food {
			c = &voucher.Rate{Person: voucher.PersonID(h.Actor.ID), Score: uint8(1 + len(l.given)%5)}
		}
	case voucher.StoreTill:
		if !l.food {
			return cmd
		}
		c = &voucher.MarkGoods{Store: voucher.StoreID(h.Actor.ID), Goods: voucher.GoodsID(1 + len(l.given)%2)}
	case voucher.GasProvider:
		if !l.gas {
			return cmd
		}
		c = &voucher.ReportOutage{Provider: voucher.ProviderID(h.Actor.ID), Down: len(l.given)%2 == 1}
	default:
		return cmd
	}
	*c.Head() = *cmd.Head()
	return c
}

// changeParameter corrects something that moves no date.
func (l *country) changeParameter() {
	s := rapid.SampledFrom(changes).Draw(l.t, "setting")
	if p, ok := voucher.ParseParameter(s.Path); ok {
		if d := p.Declaration(); (d.Programme == voucher.Gas && !l.gas) || (d.Programme == voucher.Food && !l.food) {
			return
		}
	}
	s.From = l.now().Day() + voucher.Day(rapid.IntRange(0, 2).Draw(l.t, "days ahead"))
	read := func(day voucher.Day) {
		if _, ok := voucher.ParseParameter(s.Path); ok {
			l.ask(&voucher.Query{Kind: voucher.AskParameter, Actor: voucher.Actor{Role: voucher.AuthorisedBody}, Parameter: s.Path, Territory: s.Territory, Day: day})
		}
	}
	read(s.From - 1) // before and after, so that it shows whether it stays
	l.do(l.role(voucher.AuthorisedBody), 0, &voucher.ChangeParameter{Setting: s})
	read(s.From - 1)
	read(s.From)
}

// trespass does what is another role's matter, in a way that the role whose
// matter it is might.
func (l *country) trespass() {
	set := voucher.Setting{Path: "gas.price", Value: 55_00}
	who := []voucher.Actor{{Role: voucher.Citizen, ID: 1}, {Role: voucher.Operator, ID: 1}, {Role: voucher.ListOwner}, {Role: voucher.Gateway}}
	if l.gas {
		who = append(who, voucher.Actor{Role: voucher.GasProvider, ID: 1})
	}
	if l.food {
		s := l.store()
		if l.chance("a store registers itself", 2) {
			l.do(voucher.StoreTill, uint32(s), &voucher.RegisterStore{Store: s})
			return
		}
		who = append(who, voucher.Actor{Role: voucher.StoreTill, ID: 1})
		set = voucher.Setting{Path: "food.markup", Value: 100_000}
	}
	set.From = l.now().Day() + 1
	by := pick(l, "actor", who...)
	l.do(by.Role, by.ID, &voucher.ChangeParameter{Setting: set})
}

// changes are corrections that move no date.
var changes = []voucher.Setting{
	{Path: "gas.price", Value: 55_00}, {Path: "gas.price", Territory: inAlmaty, Value: 0}, {Path: "gas.discount.rate", Value: 300_000},
	{Path: "food.markup", Value: 100_000}, {Path: "food.list.edition", Value: 19}, {Path: "food.code.lifetime_seconds", Value: 10},
	{Path: "food.mrp", Value: 4_000_00}, {Path: "food.coefficient", Territory: inKokshetau, Value: 900_000}, {Path: "gas.price", Value: -1},
	{Path: "food.coefficient", Value: 849_999}, {Path: "gas.prize"},
}
