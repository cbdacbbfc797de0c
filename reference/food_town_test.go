package reference_test

import (
	"context"
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// The pilot's cities and a place outside.
const (
	inKokshetau voucher.Territory = 111010000
	inAkkol     voucher.Territory = 113220100
	inPavlodar  voucher.Territory = 551010000
	inKostanay  voucher.Territory = 391010000
	ofAkmola    voucher.Territory = 110000000
)

// Goods of the town.
const (
	flour  voucher.GoodsID = iota + 1 // SZ01, on both editions
	potato                            // SZ06
	tomato                            // SZ20, on the list of 31 only
	cherry                            // a near-miss of SZ20
	soap                              // no food
	bread                             // SZ02, which no store marks
)

// Stores of the town.
const (
	shop    voucher.StoreID = iota + 1 // Kokshetau
	market                             // Pavlodar
	foreign                            // Kostanay, outside the pilot
)

// Families of the town: people 1 to 4, 5, and 6 to 11. The first member owns
// the wallet.
const (
	four voucher.FamilyID = iota + 1 // Kokshetau
	one                              // Kokshetau
	six                              // Pavlodar
)

var familyMembers = map[voucher.FamilyID][]voucher.PersonID{four: {1, 2, 3, 4}, one: {5}, six: {6, 7, 8, 9, 10, 11}}

// town is a small world with a driver that gives every command a key of its
// own.
type town struct {
	t rapid.TB
	*reference.Machine
	keys uint64
}

// townSetup is the town before anything happened, on New Year's Day.
func townSetup() *voucher.Setup {
	return &voucher.Setup{
		At: voucher.At(2026, 1, 1, 0, 0, 0), Secret: [16]byte{1, 2, 3}, People: make([]voucher.PersonSetup, 12), Families: 3,
		Stores: []voucher.StoreSetup{{Territory: inKokshetau}, {Territory: inPavlodar}, {Territory: inKostanay}},
		Goods: []voucher.GoodsSetup{{Item: 1}, {Item: 6}, {Item: 20}, {Item: voucher.CherryTomato}, {Item: 0},
			{Item: 2}},
	}
}

// newTown opens the town under some readings: families listed, stores in with
// integrated tills, marks and stock. The clock stands at the setup's instant.
func newTown(t testing.TB, change ...func(*voucher.Setup)) *town {
	t.Helper()
	s := townSetup()
	for _, c := range change {
		c(s)
	}
	m, err := reference.New(s)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	w := &town{t: t, Machine: m}
	w.open()
	return w
}

// open lists the families, takes the stores in and fills their shelves.
func (w *town) open() {
	w.t.Helper()
	for _, f := range []voucher.FamilyID{four, one, six} {
		home := inKokshetau
		if f == six {
			home = inPavlodar
		}
		w.must(w.list(voucher.FoodListRow{Family: f, Owner: familyMembers[f][0], Members: familyMembers[f], Residence: home}))
	}
	for _, s := range []voucher.StoreID{shop, market} {
		w.must(w.do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: s}))
		w.must(w.do(voucher.StoreTill, uint32(s), &voucher.IntegrateTill{Store: s}))
		for _, g := range []voucher.GoodsID{flour, potato, tomato, cherry, soap} {
			w.must(w.do(voucher.StoreTill, uint32(s), &voucher.MarkGoods{Store: s, Goods: g}))
		}
		for _, g := range []voucher.GoodsID{flour, potato, tomato, cherry, soap, bread} {
			w.must(w.deliver(s, g, 10_000, 100))
		}
	}
}

// with chooses readings of a setup by id and word, in pairs.
func with(choices ...string) func(*voucher.Setup) {
	return func(s *voucher.Setup) {
		for i := 0; i < len(choices); i += 2 {
			if err := s.Readings.Choose(choices[i], choices[i+1]); err != nil {
				panic(err)
			}
		}
	}
}

// setting sets a parameter from the beginning.
func setting(path string, value int64) func(*voucher.Setup) {
	return func(s *voucher.Setup) { s.Settings = append(s.Settings, voucher.Setting{Path: path, Value: value}) }
}

// do gives a command with a fresh key.
func (w *town) do(role voucher.Role, id uint32, c voucher.Command) voucher.Outcome {
	w.t.Helper()
	w.keys++
	return w.doWith(voucher.KeyOf(1, w.keys), role, id, c)
}

// doWith gives a command under a key.
func (w *town) doWith(k voucher.Key, role voucher.Role, id uint32, c voucher.Command) voucher.Outcome {
	w.t.Helper()
	*c.Head() = voucher.Header{Key: k, Actor: voucher.Actor{Role: role, ID: id}}
	o, err := w.Do(context.Background(), c)
	if err != nil {
		w.t.Fatalf("%s: %v", c.Kind(), err)
	}
	return o
}

// must fails the test where a command was refused.
func (w *town) must(o voucher.Outcome) voucher.Outcome {
	w.t.Helper()
	if o.Refusal != nil {
		w.t.Fatalf("at %s: %s, want accepted", w.Now(), o.Refusal)
	}
	return o
}

// to moves the clock and returns what fell due, copied.
func (w *town) to(at voucher.Instant) []voucher.Event {
	w.t.Helper()
	events, err := w.Advance(context.Background(), at)
	if err != nil {
		w.t.Fatalf("Advance: %v", err)
	}
	return voucher.CloneEvents(events)
}

// ask reads a record that must be there.
func (w *town) ask(q voucher.Query) voucher.Record {
	w.t.Helper()
	r, err := w.Query(context.Background(), &q)
	if err != nil || r.Refusal != nil {
		w.t.Fatalf("%s: %v, %v", q.Kind, err, r.Refusal)
	}
	return r
}

func (w *town) list(rows ...voucher.FoodListRow) voucher.Outcome {
	w.t.Helper()
	return w.do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: rows})
}

func (w *town) deliver(s voucher.StoreID, g voucher.GoodsID, units, tenge int64) voucher.Outcome {
	w.t.Helper()
	return w.do(voucher.StoreTill, uint32(s), &voucher.Deliver{Store: s, Goods: g,
		Quantity: voucher.Quantity(units) * voucher.Unit, Price: voucher.Money(tenge) * voucher.Tenge})
}

func (w *town) reply(p voucher.PersonID, text string) voucher.Outcome {
	w.t.Helper()
	return w.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Food, Person: p, Text: text})
}

// credit brings the clock to an instant after the month's question and lets
// every family confirm.
func (w *town) credit(at voucher.Instant) {
	w.t.Helper()
	w.to(at)
	for _, f := range []voucher.FamilyID{four, one, six} {
		w.must(w.reply(familyMembers[f][0], "да"))
	}
}

// code shows a fresh code of a family's wallet.
func (w *town) code(f voucher.FamilyID) voucher.QR {
	w.t.Helper()
	return w.must(w.do(voucher.Citizen, uint32(familyMembers[f][0]), &voucher.ShowCode{Family: f})).Result.Code
}

// line is a line of a basket, in whole units and tenge.
func line(g voucher.GoodsID, units, tenge int64) voucher.PurchaseLine {
	return voucher.PurchaseLine{Goods: g, Quantity: voucher.Quantity(units) * voucher.Unit, Price: voucher.Money(tenge) * voucher.Tenge}
}

// buy shows a code and buys a basket with it.
func (w *town) buy(f voucher.FamilyID, s voucher.StoreID, lines ...voucher.PurchaseLine) voucher.Outcome {
	w.t.Helper()
	return w.do(voucher.StoreTill, uint32(s), &voucher.Purchase{Store: s, Code: w.code(f), Lines: lines})
}

// wallet reads a family's wallet of the present month.
func (w *town) wallet(f voucher.FamilyID) *voucher.FoodWallet {
	w.t.Helper()
	return w.walletOf(f, w.Now().Month())
}

// walletOf reads a family's wallet of a month.
func (w *town) walletOf(f voucher.FamilyID, m voucher.Month) *voucher.FoodWallet {
	w.t.Helper()
	owner := voucher.Actor{Role: voucher.Citizen, ID: uint32(familyMembers[f][0])}
	return w.ask(voucher.Query{Kind: voucher.AskFoodWallet, Actor: owner, Family: f, Month: m}).Food
}

// refused checks an answer's reason, "" for accepted.
func (w *town) refused(o voucher.Outcome, want string, why string) {
	w.t.Helper()
	got := ""
	if o.Refusal != nil {
		got = o.Refusal.Reason.String()
	}
	if got != want {
		w.t.Errorf("at %s: answer %q, want %q\n%s", w.Now(), got, want, why)
	}
}
