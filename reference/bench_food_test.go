package reference_test

import (
	"context"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

const kokshetau voucher.Territory = 111010000

// tillLife is a town of families with a voucher, and stores with stock.
type tillLife struct {
	b        *testing.B
	m        *reference.Machine
	families int
	stores   int
	next     int
	codes    []voucher.QR
	keys     uint64
	show     voucher.ShowCode
	purchase voucher.Purchase
}

const tillGoods = 40

func newTillLife(b *testing.B, families int) *tillLife {
	s := &voucher.Setup{At: voucher.At(2026, 2, 1, 0, 0, 0), Families: families, Secret: [16]byte{1, 2, 3},
		Settings: []voucher.Setting{{Path: "food.period.to", Value: int64(voucher.Date(2200, 1, 1))}}}
	for range families {
		s.People = append(s.People, voucher.PersonSetup{Device: true})
	}
	l := &tillLife{b: b, families: families, stores: 8, codes: make([]voucher.QR, families)}
	for range l.stores {
		s.Stores = append(s.Stores, voucher.StoreSetup{Territory: kokshetau})
	}
	for i := range tillGoods {
		s.Goods = append(s.Goods, voucher.GoodsSetup{Item: voucher.Item(i%voucher.Items + 1)})
	}
	var err error
	if l.m, err = reference.New(s); err != nil {
		b.Fatal(err)
	}
	l.stock()
	list := &voucher.UpdateFoodList{}
	for i := range families {
		p := voucher.PersonID(i + 1)
		list.Rows = append(list.Rows, voucher.FoodListRow{Family: voucher.FamilyID(i + 1), Owner: p,
			Members: []voucher.PersonID{p}, Residence: kokshetau})
	}
	l.do(list, voucher.ListOwner, 0)
	l.purchase.Lines = make([]voucher.PurchaseLine, 4)
	l.month()
	return l
}

// month goes to the sixth of the next month, where every family consents and
// shows a code.
func (l *tillLife) month() {
	l.advance((l.m.Now().Month() + 1).Day(6).Start())
	for i := range l.families {
		l.do(&voucher.Reply{Programme: voucher.Food, Person: voucher.PersonID(i + 1), Text: "да"}, voucher.Gateway, 0)
	}
	l.showAll()
}

// stock registers the stores, marks all goods and delivers plenty of them.
func (l *tillLife) stock() {
	for i := range l.stores {
		store := voucher.StoreID(i + 1)
		l.do(&voucher.RegisterStore{Store: store}, voucher.LocalBody, uint32(kokshetau))
		l.do(&voucher.IntegrateTill{Store: store}, voucher.StoreTill, uint32(store))
		for g := range tillGoods {
			goods := voucher.GoodsID(g + 1)
			l.do(&voucher.MarkGoods{Store: store, Goods: goods}, voucher.StoreTill, uint32(store))
			l.do(&voucher.Deliver{Store: store, Goods: goods, Quantity: 100_000 * voucher.Unit, Price: 90}, voucher.StoreTill, uint32(store))
		}
	}
}

func (l *tillLife) advance(to voucher.Instant) {
	if _, err := l.m.Advance(context.Background(), to); err != nil {
		l.b.Fatal(err)
	}
}

func (l *tillLife) do(c voucher.Command, role voucher.Role, id uint32) voucher.Outcome {
	l.keys++
	h := c.Head()
	h.Key, h.Actor = voucher.KeyOf(9, l.keys), voucher.Actor{Role: role, ID: id}
	o, err := l.m.Do(context.Background(), c)
	if o.Refusal != nil || err != nil {
		l.b.Fatalf("%s: %v %v", c.Kind(), o.Refusal, err)
	}
	return o
}

// showAll lets every family show a fresh code.
func (l *tillLife) showAll() {
	for i := range l.families {
		l.showOne(i)
	}
	l.next = 0
}

func (l *tillLife) showOne(i int) {
	l.show.Family = voucher.FamilyID(i + 1)
	l.codes[i] = l.do(&l.show, voucher.Citizen, uint32(i+1)).Result.Code
}

// buy is the next family's purchase: four lines of listed goods.
func (l *tillLife) buy() {
	i := l.next
	l.next++
	store := voucher.StoreID(i%l.stores + 1)
	l.purchase.Store, l.purchase.Code = store, l.codes[i]
	for n := range l.purchase.Lines {
		l.purchase.Lines[n] = voucher.PurchaseLine{Goods: voucher.GoodsID((i+7*n)%tillGoods + 1), Quantity: voucher.Unit / 2, Price: 100}
	}
	l.do(&l.purchase, voucher.StoreTill, uint32(store))
}

// BenchmarkPurchase measures a purchase through Machine.Do: key, code, basket of
// four lines, event.
func BenchmarkPurchase(b *testing.B) {
	l := newTillLife(b, 4096)
	b.ReportAllocs()
	rounds := 0
	for b.Loop() {
		if l.next == l.families {
			b.StopTimer()
			if rounds++; rounds%12 == 0 {
				l.month() // twelve purchases a family and month
			} else {
				l.showAll()
			}
			b.StartTimer()
		}
		l.buy()
	}
}

// BenchmarkShowCode measures a fresh QR code.
func BenchmarkShowCode(b *testing.B) {
	l := newTillLife(b, 4096)
	b.ReportAllocs()
	rounds := 0
	for b.Loop() {
		if l.next == l.families {
			b.StopTimer()
			if l.next, rounds = 0, rounds+1; rounds%12 == 0 {
				l.month()
			}
			b.StartTimer()
		}
		l.showOne(l.next)
		l.next++
	}
}
