package mutant_test

import (
	"context"
	"errors"
	"testing"

	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestNoMutantPanics lives random lives on every mutant and impostor: whatever
// is wrong, the records hold together. The tag long lives more of them.
func TestNoMutantPanics(t *testing.T) { manyLives(t, 2) }

func manyLives(t *testing.T, lives uint64) {
	t.Helper()
	for _, m := range everything() {
		for seed := range lives {
			life(t, &m, seed)
		}
	}
}

// dice are splitmix64: the same seed throws the same.
type dice uint64

func (d *dice) next() uint64 {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// under throws 0 to n - 1.
func (d *dice) under(n int) int { return int(d.next() % uint64(n)) }

// pick throws one of some.
func pick[T any](d *dice, of ...T) T { return of[d.under(len(of))] }

// town is where the lives are lived: six people in three families, two gas
// providers, four stores of which one lies outside, goods of all sorts.
func town(at voucher.Instant) *voucher.Setup {
	s := &voucher.Setup{
		At: at, Secret: [16]byte{1}, People: make([]voucher.PersonSetup, 6), Families: 3, Operators: 1,
		Providers: []voucher.ProviderSetup{{Territory: 750000000}, {Territory: 111010000}},
		Stores:    []voucher.StoreSetup{{Territory: 111010000}, {Territory: 551010000}, {Territory: 710000000}, {Territory: 113220100}},
		Goods:     []voucher.GoodsSetup{{Item: 1}, {Item: 25}, {Item: voucher.CherryTomato}, {Item: 0}},
	}
	for i := range 4 {
		s.Accounts = append(s.Accounts, voucher.AccountSetup{Provider: voucher.ProviderID(i%2 + 1), Number: voucher.MakeAccountNumber(uint64(i/2+1), 7),
			Class: pickClass(i), People: 3, Owner: voucher.PersonID(i + 1)})
	}
	return s
}

func pickClass(i int) voucher.ApplianceClass {
	if i == 2 {
		return voucher.Stove
	}
	return voucher.Boiler
}

// living is one life.
type living struct {
	t      *testing.T
	m      *mutant.Mutant
	world  *mutant.World // nil: it is started again by nobody
	system voucher.System
	now    voucher.Instant
	dice   dice
	keys   uint64
	codes  []voucher.QR
	sales  []voucher.Key
	bought voucher.PurchaseID
	words  string // of the step under way
	seen   *voucher.FoodWallet
}

func life(t *testing.T, m *mutant.Mutant, seed uint64) {
	t.Helper()
	l := &living{t: t, m: m, dice: dice(seed*1_000_003 + 7)}
	l.now = pick(&l.dice, voucher.At(2025, 8, 26, 0, 0, 0), voucher.At(2026, 1, 3, 0, 0, 0), voucher.At(2026, 2, 3, 0, 0, 0), voucher.At(2026, 4, 3, 0, 0, 0))
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("%s: life %d: %s at %s: panic: %v\na mutant is wrong, its records hold together all the same", m.ID, seed, l.words, l.now, r)
		}
	}()
	var err error
	if l.system, err = m.World().New(context.Background(), town(l.now)); err != nil {
		t.Errorf("%s: life %d: %v", m.ID, seed, err)
		return
	}
	l.begin()
	for range 250 {
		l.step()
	}
	l.to(l.now.Plus(40 * voucher.DayLength))
}

// begin lists everybody and opens the stores.
func (l *living) begin() {
	gas := &voucher.UpdateGasList{}
	for p := voucher.PersonID(1); p <= 6; p++ {
		gas.Rows = append(gas.Rows, voucher.GasListRow{Person: p, Reasons: voucher.Reasons(p%3 + 1), Residence: 750000000})
	}
	l.do(voucher.ListOwner, 0, gas)
	food := &voucher.UpdateFoodList{}
	for f, city := range [...]voucher.Territory{111010000, 551010000, 113220100} {
		first := voucher.PersonID(2*f + 1)
		food.Rows = append(food.Rows, voucher.FoodListRow{Family: voucher.FamilyID(f + 1), Owner: first, Members: []voucher.PersonID{first, first + 1}, Residence: city})
	}
	l.do(voucher.ListOwner, 0, food)
	for s := voucher.StoreID(1); s <= 4; s++ {
		l.do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: s})
		l.do(voucher.StoreTill, uint32(s), &voucher.IntegrateTill{Store: s})
		for g := voucher.GoodsID(1); g <= 4; g++ {
			l.do(voucher.StoreTill, uint32(s), &voucher.MarkGoods{Store: s, Goods: g})
			l.do(voucher.StoreTill, uint32(s), &voucher.Deliver{Store: s, Goods: g, Quantity: 20 * voucher.Unit, Price: 400_00})
		}
	}
	l.to(l.now.Month().Day(7).Start())
}

// step does one thing.
func (l *living) step() {
	d := &l.dice
	p, store := voucher.PersonID(d.under(6)+1), voucher.StoreID(d.under(4)+1)
	switch d.under(12) {
	case 0:
		l.to(l.now.Plus(pick(d, voucher.Second, voucher.Minute, 5*voucher.Hour, voucher.DayLength, 3*voucher.DayLength, 9*voucher.DayLength)))
	case 1, 2:
		text := pick(d, "да", "да", "да", "нет", "?")
		l.do(voucher.Gateway, 0, &voucher.Reply{Programme: pick(d, voucher.Gas, voucher.Food), Person: p, Text: text})
	case 3, 4:
		l.activation(p)
	case 5, 6, 7:
		l.purchase(store)
	case 8:
		l.comeBack(store)
	case 9:
		l.provide()
	case 10:
		l.change(p, store)
	case 11:
		l.ask(p, store)
	}
}

// activation takes one step, or all of them.
func (l *living) activation(p voucher.PersonID) {
	d := &l.dice
	role, id := voucher.Citizen, uint32(p)
	if d.under(5) == 0 {
		role, id = voucher.Operator, 1
	}
	steps := []voucher.Command{
		&voucher.EnterAccount{Person: p, Provider: voucher.ProviderID(d.under(2) + 1), Account: voucher.MakeAccountNumber(uint64(d.under(3)+1), 7)},
		&voucher.AcceptOffer{Person: p, Edition: pick(d, uint32(1), 1, 1, 2)}, &voucher.Confirm{Person: p},
	}
	if d.under(2) == 0 {
		steps = steps[d.under(3):][:1]
	}
	for _, c := range steps {
		l.do(role, id, c)
	}
	switch d.under(6) {
	case 0:
		l.do(voucher.Citizen, uint32(p), &voucher.CancelActivation{Person: p})
	case 1:
		l.do(voucher.Citizen, uint32(p), &voucher.OpenWallet{Person: p, Via: pick(d, voucher.ByLink, voucher.ByDownload)})
	}
}

// purchase shows a code and pays with it, or with one that was shown before.
func (l *living) purchase(store voucher.StoreID) {
	d := &l.dice
	f := d.under(3)
	if len(l.codes) == 0 || d.under(4) > 0 {
		o := l.do(voucher.Citizen, uint32(2*f+1), &voucher.ShowCode{Family: voucher.FamilyID(f + 1)})
		if o.Result.Code != (voucher.QR{}) {
			l.codes = append(l.codes, o.Result.Code)
		}
	}
	if len(l.codes) == 0 {
		return
	}
	buy := &voucher.Purchase{Store: store, Code: l.codes[max(0, len(l.codes)-1-d.under(2))], Offline: d.under(9) == 0}
	for range d.under(3) + 1 {
		buy.Lines = append(buy.Lines, voucher.PurchaseLine{Goods: voucher.GoodsID(d.under(4) + 1),
			Quantity: pick(d, voucher.Unit, 333, 2_500, 30_000), Price: pick(d, voucher.Money(450_00), 460_01, 1, 99_99)})
	}
	o := l.do(voucher.StoreTill, uint32(store), buy)
	if o.Refusal == nil {
		l.sales = append(l.sales, buy.Key)
		l.bought = max(l.bought, o.Result.Purchase)
	}
	if d.under(6) == 0 {
		l.again(buy)
	}
}

// comeBack returns goods, or reverses a purchase.
func (l *living) comeBack(store voucher.StoreID) {
	d := &l.dice
	for s := store; s > 0; s-- {
		if d.under(3) == 0 && len(l.sales) > 0 {
			l.do(voucher.StoreTill, uint32(s), &voucher.Reverse{Store: s, Of: l.sales[d.under(len(l.sales))]})
			continue
		}
		lines := []voucher.RefundLine{{Line: d.under(2), Quantity: pick(d, voucher.Unit, 1, 500)}}
		l.do(voucher.StoreTill, uint32(s), &voucher.Refund{Store: s, Purchase: voucher.PurchaseID(d.under(int(l.bought)+1) + 1), Lines: lines})
	}
}

// provide does what gas providers do.
func (l *living) provide() {
	d := &l.dice
	p := voucher.ProviderID(d.under(2) + 1)
	account, month := voucher.MakeAccountNumber(uint64(d.under(3)+1), 7), l.now.Month()-voucher.Month(d.under(2))
	volume := pick(d, voucher.Volume(0), 500, 10_000, 900_000, -5_000)
	l.do(voucher.GasProvider, uint32(p), pick[voucher.Command](d,
		&voucher.AcknowledgeList{Provider: p, Month: month}, &voucher.ReportOutage{Provider: p, Down: d.under(3) == 0},
		&voucher.ChargeVolume{Provider: p, Account: account, Month: month, Volume: volume},
		&voucher.CorrectVolume{Provider: p, Account: account, Month: month, Volume: volume},
		&voucher.RegisterAccount{Provider: p, Account: account, Closed: d.under(3) == 0, Class: voucher.Stove, People: 2}))
}

// change does what changes the standing of people, stores and rules.
func (l *living) change(p voucher.PersonID, store voucher.StoreID) {
	d := &l.dice
	f := voucher.FamilyID(d.under(3) + 1)
	today := l.now.Day()
	switch d.under(9) {
	case 0:
		l.do(voucher.ListOwner, 0, &voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: p, Drop: d.under(2) == 0, Reasons: voucher.Reasons(d.under(4)), Residence: pick[voucher.Territory](d, 750000000, 550000000)}}})
	case 1:
		l.do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{{Family: f, Drop: d.under(2) == 0, Owner: p, Members: []voucher.PersonID{p}[:d.under(2)], Residence: pick[voucher.Territory](d, 111010000, 110000000)}}})
	case 2:
		l.do(voucher.AuthorisedBody, 0, &voucher.SuspendStore{Store: store, Lifted: d.under(2) == 0})
		l.do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: store, Closed: d.under(4) == 0})
	case 3:
		l.do(voucher.StoreTill, uint32(store), &voucher.Deliver{Store: store, Goods: 1, Quantity: 5 * voucher.Unit, Price: pick(d, voucher.Money(300_00), 500_00)})
		l.do(voucher.StoreTill, uint32(store), &voucher.MarkGoods{Store: store, Goods: 2, Unmarked: d.under(2) == 0})
	case 4:
		body := uint32(110000000)
		l.do(voucher.LocalBody, body, &voucher.GrantLoan{Store: 1, Amount: pick(d, voucher.Money(100_00), 0), Purpose: voucher.Purpose(d.under(2) + 1)})
		l.do(voucher.LocalBody, body, &voucher.DisburseLoan{Loan: 1})
		l.do(voucher.StoreTill, 1, &voucher.RepayLoan{Loan: 1, Amount: pick(d, voucher.Money(60_00), 100_00)})
	case 5:
		l.do(voucher.Citizen, uint32(p), &voucher.Rate{Person: p, Score: uint8(d.under(7))})
		l.do(voucher.Citizen, uint32(p), &voucher.FileAppeal{Person: p})
		l.do(voucher.AuthorisedBody, 0, &voucher.AnswerAppeal{Appeal: 1})
	case 6:
		l.do(voucher.StoreTill, uint32(store), &voucher.SellOutside{Store: store, Lines: []voucher.PurchaseLine{{Goods: 1, Quantity: 25 * voucher.Unit, Price: 500_00}}})
	case 7:
		path := pick(d, "food.coefficient", "food.mrp", "gas.price", "food.code.lifetime_seconds", "gas.window.to_day", "food.notice.day", "gas.offer.edition")
		l.do(pick(d, voucher.AuthorisedBody, voucher.Citizen), 1, &voucher.ChangeParameter{Setting: voucher.Setting{Path: path,
			From: today + voucher.Day(d.under(4)-1), Value: pick(d, int64(20), 1_000_000, 1_200_000, 2)}})
	case 8:
		l.do(voucher.Gateway, 0, &voucher.ReportDelivery{Message: voucher.MessageID(d.under(6) + 1), Delivered: d.under(2) == 0})
	}
}

// ask reads every kind of record.
func (l *living) ask(p voucher.PersonID, store voucher.StoreID) {
	month := l.now.Month() - voucher.Month(l.dice.under(2))
	body := voucher.Actor{Role: voucher.AuthorisedBody}
	till := voucher.Actor{Role: voucher.StoreTill, ID: uint32(store)}
	self := voucher.Actor{Role: voucher.Citizen, ID: uint32(p)}
	for _, q := range []voucher.Query{
		{Kind: voucher.AskGasWallet, Actor: self, Person: p, Month: month},
		{Kind: voucher.AskFoodWallet, Actor: self, Family: voucher.FamilyID(p+1) / 2, Month: month},
		{Kind: voucher.AskMessages, Actor: self, Person: p},
		{Kind: voucher.AskProviderList, Actor: voucher.Actor{Role: voucher.GasProvider, ID: 1}, Provider: 1, Month: month},
		{Kind: voucher.AskReceipt, Actor: voucher.Actor{Role: voucher.GasProvider, ID: 1}, Provider: 1, Account: voucher.MakeAccountNumber(1, 7), Month: month},
		{Kind: voucher.AskStoreDay, Actor: till, Store: store}, {Kind: voucher.AskStock, Actor: till, Store: store, Goods: 1},
		{Kind: voucher.AskLoan, Actor: body, Loan: 1}, {Kind: voucher.AskAppeal, Actor: body, Appeal: 1},
		{Kind: voucher.AskDayReport, Actor: body, Day: l.now.Day() - 1}, {Kind: voucher.AskLedger, Actor: body, Month: month},
		{Kind: voucher.AskParameter, Actor: body, Parameter: "food.mrp", Day: l.now.Day()}, {Kind: voucher.AskDigest, Actor: body},
	} {
		l.words = "ask " + q.Kind.String()
		_, err := l.system.Query(context.Background(), &q)
		l.told(err)
	}
}

func (l *living) do(role voucher.Role, id uint32, c voucher.Command) voucher.Outcome {
	l.keys++
	*c.Head() = voucher.Header{Key: voucher.KeyOf(1, l.keys), Actor: voucher.Actor{Role: role, ID: id}}
	return l.again(c)
}

func (l *living) again(c voucher.Command) voucher.Outcome {
	l.words = c.Kind().String()
	head := *c.Head()
	o, err := l.system.Do(context.Background(), c)
	l.told(err)
	if *c.Head() != head {
		l.t.Errorf("%s: %s came back with the header %+v, was %+v\na command is the caller's again", l.m.ID, l.words, *c.Head(), head)
	}
	return o.Clone()
}

// to moves the clock.
func (l *living) to(at voucher.Instant) {
	l.now, l.words = max(at, l.now), "advance"
	_, err := l.system.Advance(context.Background(), l.now)
	l.told(err)
}

// told takes errors of those alone that are made of them.
func (l *living) told(err error) {
	if err == nil || errors.Is(err, errors.ErrUnsupported) || l.m.Impostor || l.m.ID == "food-lost-answer-cannot-be-repeated" {
		return
	}
	l.t.Errorf("%s: %s at %s: %v\na wrong answer is an answer", l.m.ID, l.words, l.now, err)
}
