package voucher

import "fmt"

// Item is an entry of the classification of foods: one of the 31 socially
// significant goods, one of the goods that look like one and are not, or zero
// for everything else. Which entries are on the list on a day is a dated
// parameter of package food.
type Item uint8

// Items is how many socially significant goods the classification knows.
const Items = 31

// The goods that look like a listed one: the lists name them as exceptions.
const (
	CherryTomato         Item = iota + 101 // beside SZ20
	Gherkin                                // beside SZ21
	LactoseFreeMilk                        // beside SZ14
	LactoseFreeKefir                       // beside SZ15
	LactoseFreeSourCream                   // beside SZ29
	ExtraSalt                              // beside SZ19
	FlavouredMilk                          // beside SZ14
	lastNearMiss         = FlavouredMilk
)

// nearMiss gives the listed item that a near-miss is mistaken for, and the word
// that tells them apart.
var nearMiss = [...]struct {
	beside Item
	word   string
}{
	CherryTomato - 101: {20, "cherry"}, Gherkin - 101: {21, "gherkin"},
	LactoseFreeMilk - 101: {14, "lactose_free"}, LactoseFreeKefir - 101: {15, "lactose_free"},
	LactoseFreeSourCream - 101: {29, "lactose_free"}, ExtraSalt - 101: {19, "extra"},
	FlavouredMilk - 101: {14, "flavoured"},
}

// NearMiss reports whether the item is a named near-miss, and of which listed
// item.
func (i Item) NearMiss() (beside Item, ok bool) {
	if i < CherryTomato || i > lastNearMiss {
		return 0, false
	}
	return nearMiss[i-CherryTomato].beside, true
}

// String writes "SZ06" for a listed item, "SZ20-cherry" for a near-miss and
// "other" for everything else.
func (i Item) String() string {
	if beside, ok := i.NearMiss(); ok {
		return fmt.Sprintf("SZ%02d-%s", uint8(beside), nearMiss[i-CherryTomato].word)
	}
	if i >= 1 && i <= Items {
		return fmt.Sprintf("SZ%02d", uint8(i))
	}
	return "other"
}

// ParseItem reads what String writes.
func ParseItem(s string) (Item, error) {
	if s == "other" {
		return 0, nil
	}
	for i := Item(1); i <= lastNearMiss; i++ {
		if i.String() == s {
			return i, nil
		}
	}
	return 0, fmt.Errorf("item %q is unknown; write SZ01 to SZ%d, a near-miss such as SZ20-cherry, or other", s, Items)
}
