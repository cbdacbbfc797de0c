package reference_test

import (
	"github.com/vouch-kz/vouch/reference/voucher"
)

// foodDiary holds the food programme to its demands, as diary does for gas,
// with dates and sums written out.
type foodDiary struct {
	asked, reminded map[familyMonth]voucher.Instant
	owners          map[familyMonth]voucher.PersonID // who was asked
	yes             map[familyMonth]bool             // the owner confirmed
	face            map[familyMonth]voucher.Money
	homes           map[familyMonth]voucher.Territory
	codes           map[uint32]shown
	newest          map[voucher.FamilyID]uint32
}

type familyMonth struct {
	family voucher.FamilyID
	month  voucher.Month
}

// shown is a QR code that was shown.
type shown struct {
	family voucher.FamilyID
	store  voucher.StoreID
	until  voucher.Instant
	used   bool
}

func newFoodDiary() foodDiary {
	return foodDiary{owners: map[familyMonth]voucher.PersonID{}, asked: map[familyMonth]voucher.Instant{}, reminded: map[familyMonth]voucher.Instant{}, yes: map[familyMonth]bool{},
		face: map[familyMonth]voucher.Money{}, homes: map[familyMonth]voucher.Territory{}, codes: map[uint32]shown{}, newest: map[voucher.FamilyID]uint32{}}
}

// reply notes an accepted answer to the food question.
func (f *foodDiary) reply(at voucher.Instant, r *voucher.Reply) {
	for who, owner := range f.owners {
		if owner == r.Person && who.month == at.Month() && voucher.ParseAnswer(r.Text) == voucher.Yes {
			f.yes[who] = true
		}
	}
}

// event notes an event of the food programme and holds it to its demands.
func (f *foodDiary) event(d *diary, e *voucher.Event) {
	d.Helper()
	who := familyMonth{e.Family, e.Month}
	switch e.Kind {
	case voucher.MessageSent:
		d.sent[voucher.MessageID(e.Ref)] = *e
		f.message(d, e)
	case voucher.FoodVoucherCredited:
		members := int64(e.Count)
		if d.is(voucher.F04) {
			members = min(members, 4)
		}
		want := voucher.Money(4_325_00).Times(members)
		if !f.yes[who] || f.face[who] != 0 || e.Amount != want || e.At.Month() != e.Month || e.At < voucher.At(2026, 1, 5, 0, 0, 0) {
			d.Fatalf("family %d is credited %s for %s at %s: confirmed %v, credited before %s, want %s once\nFOOD-CONSENT-001, FOOD-CREDIT-001",
				e.Family, e.Amount, e.Month, e.At, f.yes[who], f.face[who], want)
		}
		f.face[who], f.homes[who] = e.Amount, e.Territory
	case voucher.FoodVoucherAnnulled:
		if end := e.Month.Last().End(); e.At != end || e.Day != e.Month.Last() {
			d.Fatalf("the voucher of family %d for %s is annulled at %s, booked on %s\nFOOD-EXPIRY-002: when the month ends, booked on its last day", e.Family, e.Month, e.At, e.Day)
		}
	case voucher.CodeShown:
		f.codes[e.Ref] = shown{family: e.Family, store: e.Store, until: e.Until}
		if e.Family != 0 {
			f.newest[e.Family] = e.Ref
		}
	case voucher.CodeScanned:
		c := f.codes[e.Ref]
		c.family = e.Family
		f.codes[e.Ref], f.newest[e.Family] = c, e.Ref
	case voucher.Purchased:
		f.purchased(d, e)
	case voucher.ReversalBooked, voucher.Refunded:
		if late := e.At.Month() != e.Month; late != (e.Code == 1) || e.At >= (e.Month+1).Day(15).Start() || e.At >= voucher.At(2026, 5, 2, 0, 0, 0) {
			d.Fatalf("%s of %s at %s, booked as after the month: %v\nFOOD-REFUND-001: to the balance in the month, to the programme after it, then no more", e.Kind, e.Month, e.At, e.Code == 1)
		}
	}
}

// message holds an SMS to its day.
func (f *foodDiary) message(d *diary, e *voucher.Event) {
	d.Helper()
	who := familyMonth{e.Family, e.Month}
	due := voucher.At(int(e.Month)/12, int(e.Month)%12+1, 5, 0, 0, 0)
	switch voucher.MessageKind(e.Code) {
	case voucher.Notice:
		if f.asked[who] != 0 || e.At != due || e.Month < voucher.MonthOf(2026, 1) || e.Month > voucher.MonthOf(2026, 4) {
			d.Fatalf("family %d is asked about %s at %s, before that at %s\nFOOD-NOTICE-001, -002: once, on the 5th", e.Family, e.Month, e.At, f.asked[who])
		}
		f.asked[who], f.owners[who] = e.At, e.Person
	case voucher.Reminder:
		if !d.is(voucher.F31) || f.asked[who] == 0 || f.reminded[who] != 0 || f.yes[who] {
			d.Fatalf("family %d is reminded of %s at %s\nFOOD-NOTICE-002: no reminder; one under F31 once", e.Family, e.Month, e.At)
		}
		f.reminded[who] = e.At
	}
}

// purchased holds a purchase to its month, store and code.
func (f *foodDiary) purchased(d *diary, e *voucher.Event) {
	d.Helper()
	c := f.codes[e.Count]
	offline := e.Code == 1
	if e.At.Month() != e.Month || e.At < voucher.At(2026, 1, 5, 0, 0, 0) || e.At >= voucher.At(2026, 5, 1, 0, 0, 0) || f.face[familyMonth{e.Family, e.Month}] == 0 {
		d.Fatalf("family %d buys at %s with a voucher of %s\nFOOD-EXPIRY-001, FOOD-PERIOD-002: in its month, once it is credited", e.Family, e.At, e.Month)
	}
	city := d.setup.Stores[e.Store-1].Territory
	if home := f.homes[familyMonth{e.Family, e.Month}]; city == inKostanay || (d.is(voucher.F27) && city != home) {
		d.Fatalf("family %d of %s buys in %s\nFOOD-PURCHASE-003: in any pilot city, under F27 own_city_only in its own", e.Family, home, city)
	}
	if c.used || c.family != e.Family || f.newest[e.Family] != e.Count || (c.store != 0 && c.store != e.Store) || (e.At >= c.until && !offline) || (offline && !d.is(voucher.F19)) {
		d.Fatalf("family %d buys at %s with code %d, %+v, newest %d\nFOOD-QR-001: its own, newest, used once, before it is out of date", e.Family, e.At, e.Count, c, f.newest[e.Family])
	}
	c.used = true
	f.codes[e.Count] = c
	var discount voucher.Money
	for i := range e.Lines {
		discount += e.Lines[i].Discount
	}
	if discount != e.Amount || e.Amount <= 0 || e.Balance < 0 {
		d.Fatalf("a purchase takes %s off %s in lines, %s left\nFOOD-BASKET-001, BOTH-MONEY-002", e.Amount, discount, e.Balance)
	}
}
