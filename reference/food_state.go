package reference

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"fmt"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// foodState is the food programme's records. Places in its lists count from 1
// where zero stands for none. What is exported is the state; the rest follows
// from it and from the setup.
type foodState struct {
	Families   []food.Family      // by family
	Members    []voucher.PersonID // ranges of members, which never change
	People     []foodPerson       // by person
	Wallets    slab[food.Wallet]  // by place, in order of months
	Vouchers   uint32             // how many were credited
	Codes      slab[food.Code]    // by sequence
	Stores     []food.Store       // by store
	Shelves    []food.Shelf       // by store, then goods
	Purchases  slab[food.Sold]    // by purchase
	Lines      slab[keptLine]
	Operations slab[operation]   // in order of time
	Loans      []food.Loan       // by loan
	Appeals    []food.Appeal     // by appeal
	Day        voucher.DayReport // figures of the day that runs
	Reports    []voucher.DayReport

	cipher  cipher.Block
	terms   food.Terms    // in force now, for the country
	cities  []cityTerms   // in force now, for every territory asked about
	credit  []cityTerms   // in force when the present month began
	month   voucher.Month // that credit is of
	byStore []uint32      // place in cities, by store
	taken   voucher.Day   // that terms were taken on
	before  int           // notice day of the terms before these, zero for none
	scratch foodScratch
}

// foodPerson is what the food programme knows of one person.
type foodPerson struct {
	Family    voucher.FamilyID // that counts the person now, 0: none
	Wallet    uint32           // place of the newest wallet the person owns, 0: none
	Recipient bool             // is or was on the list
}

// operation is one line of the journal of wallets and stores
// (FOOD-JOURNAL-001).
type operation struct {
	At       voucher.Instant
	Amount   voucher.Money
	Balance  voucher.Money
	Store    voucher.StoreID
	Purchase voucher.PurchaseID
	Previous uint32 // place of the wallet's operation before this one
	Kind     voucher.EventKind
}

// cityTerms are the terms of one territory.
type cityTerms struct {
	territory voucher.Territory
	terms     food.Terms
}

// foodScratch holds the values that rules are asked about, so that asking does
// not allocate.
type foodScratch struct {
	sale    food.Sale
	lines   []food.Line
	splits  []voucher.LineSplit
	sold    []food.SoldLine
	row     food.Row
	listing food.Listing
	code    voucher.QR
	terms   food.Terms
	update  updateScratch
}

// setUpFood takes families, people, stores and goods over.
func (m *Machine) setUpFood(s *voucher.Setup) error {
	if s.Families < 0 {
		return fmt.Errorf("%d families; write 0 or more", s.Families)
	}
	for i := range s.Goods {
		if _, err := voucher.ParseItem(s.Goods[i].Item.String()); err != nil {
			return fmt.Errorf("goods %d: %w", i+1, err)
		}
	}
	block, err := aes.NewCipher(s.Secret[:])
	if err != nil {
		return fmt.Errorf("secret: %w", err)
	}
	f := &m.Food
	f.cipher = block
	f.Families = make([]food.Family, s.Families)
	f.People = make([]foodPerson, len(s.People))
	f.Stores = make([]food.Store, len(s.Stores))
	f.Shelves = make([]food.Shelf, len(s.Stores)*len(s.Goods))
	for i := range s.Stores {
		f.Stores[i].Territory = s.Stores[i].Territory
	}
	f.scratch.lines = make([]food.Line, 0, food.BasketLinesMax)
	f.scratch.splits = make([]voucher.LineSplit, 0, food.BasketLinesMax)
	return nil
}

// takeFoodTerms reads the parameters in force on a day.
func (m *Machine) takeFoodTerms(day voucher.Day) {
	f := &m.Food
	f.taken, f.before = day, f.terms.NoticeDay
	f.terms = food.TermsAt(m.Schedule, m.readings, voucher.Country, day)
	f.cities, f.credit, f.month = f.cities[:0], f.credit[:0], 0
	f.byStore = f.byStore[:0]
	for i := range f.Stores {
		f.byStore = append(f.byStore, m.city(&f.cities, f.Stores[i].Territory, day))
	}
}

// city returns the place of a territory's terms in a list of terms of one day,
// and adds them where they are missing.
func (m *Machine) city(list *[]cityTerms, t voucher.Territory, day voucher.Day) uint32 {
	for i := range *list {
		if (*list)[i].territory == t {
			return uint32(i)
		}
	}
	*list = append(*list, cityTerms{t, food.TermsAt(m.Schedule, m.readings, t, day)})
	return uint32(len(*list) - 1)
}

// termsIn returns the terms of a territory, now. They are valid until the next
// call. A territory outside the pilot is not kept: there is no end of them.
func (m *Machine) termsIn(t voucher.Territory) *food.Terms {
	f := &m.Food
	for i := range f.cities {
		if f.cities[i].territory == t {
			return &f.cities[i].terms
		}
	}
	f.scratch.terms = food.TermsAt(m.Schedule, m.readings, t, m.state.Now.Day())
	if f.scratch.terms.Pilot {
		f.cities = append(f.cities, cityTerms{t, f.scratch.terms})
	}
	return &f.scratch.terms
}

// creditTerms returns the terms of a territory on the first day of a month
// (reading F05).
func (m *Machine) creditTerms(t voucher.Territory, month voucher.Month) *food.Terms {
	f := &m.Food
	if f.month != month {
		f.credit, f.month = f.credit[:0], month
	}
	return &f.credit[m.city(&f.credit, t, month.First())].terms
}

// refundDays returns how long after a month its purchases can be returned.
func (m *Machine) refundDays() voucher.Day { return m.Food.terms.RefundDays }

// wallet returns the wallet at a place, nil for none.
func (f *foodState) wallet(place uint32) *food.Wallet {
	if place == 0 {
		return nil
	}
	return f.Wallets.at(place - 1)
}

// newest returns a family's newest wallet, nil for none.
func (f *foodState) newest(id voucher.FamilyID) *food.Wallet {
	return f.wallet(f.Families[id-1].Wallet)
}

// members returns the people of a range.
func (f *foodState) members(first, n uint32) []voucher.PersonID { return f.Members[first : first+n] }

// shelf returns what is known of goods in a store.
func (m *Machine) shelf(s voucher.StoreID, g voucher.GoodsID) *food.Shelf {
	return &m.Food.Shelves[(int(s)-1)*len(m.Setup.Goods)+int(g)-1]
}

// seal returns the QR code of a sequence number: its encryption under the
// world's secret, which nobody outside can guess or read (FOOD-QR-001).
func (f *foodState) seal(sequence uint32) voucher.QR {
	f.scratch.code = voucher.QR{}
	binary.BigEndian.PutUint32(f.scratch.code[:], sequence)
	f.cipher.Encrypt(f.scratch.code[:], f.scratch.code[:])
	return f.scratch.code
}

// open returns the sequence number and the record of a QR code, zero and nil
// where it is none of ours. No code is compared with another: it is decrypted, and
// whether what comes out is a sequence number tells nothing of a code that is near, since
// one bit of it changes every bit of that.
func (f *foodState) open(q *voucher.QR) (sequence uint32, c *food.Code) {
	b := f.scratch.code[:]
	f.cipher.Decrypt(b, q[:])
	sequence = binary.BigEndian.Uint32(b)
	if sequence == 0 || sequence > f.Codes.Count || binary.BigEndian.Uint32(b[4:]) != 0 || binary.BigEndian.Uint64(b[8:]) != 0 {
		return 0, nil
	}
	return sequence, f.Codes.at(sequence - 1)
}
