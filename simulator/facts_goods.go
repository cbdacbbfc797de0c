package simulator

import (
	"fmt"
	"io/fs"
	"strings"
)

// Goods is one kind of goods that stores sell: on the list of socially
// significant goods, so near to it that it is taken for one, or neither.
type Goods struct {
	Code         string
	NameEN       string
	NameRU       string
	NameKK       string
	Unit         string // "kg", "l", "piece" or "10 pieces"
	Price        int64  // usual shelf price of a unit, in tiyn
	Quantities   []QuantityWeight
	BasketWeight int64  // how often it is bought, relative to the others
	ListedFrom   int    // first edition of the list it is on: 19 or 31 items; 0 if on none
	NearMissOf   string // code of the listed goods it is taken for, or empty
	Source       Source
}

// QuantityWeight is a quantity that people buy at once, and how often they do,
// relative to the other quantities.
type QuantityWeight struct {
	Quantity int64 // thousandths of the unit
	Weight   int64
}

// readGoods reads data/goods.csv. Listed goods stand above their near-misses.
func readGoods(fsys fs.FS, sources sourceKeys) ([]Goods, error) {
	s := openSheet(fsys, "data/goods.csv", sources, "code", "name_en", "name_ru", "name_kk", "unit", "price_tiyn",
		"quantities_milli", "basket_weight", "listed_from", "near_miss_of", "source")
	var list []Goods
	listed := map[string]bool{}
	units := []string{"kg", "l", "piece", "10 pieces"}
	editions := []int{0, 19, 31}
	for s.next() {
		g := Goods{
			Code:         s.text("code"),
			NameEN:       s.text("name_en"),
			NameRU:       s.text("name_ru"),
			NameKK:       s.text("name_kk"),
			Unit:         units[s.oneOf("unit", units...)],
			Price:        s.whole("price_tiyn", 1, 100_000_000),
			Quantities:   s.quantities("quantities_milli"),
			BasketWeight: s.whole("basket_weight", 0, 1_000_000),
			ListedFrom:   editions[s.oneOf("listed_from", "0", "19", "31")],
			NearMissOf:   s.cell("near_miss_of"),
			Source:       s.source(),
		}
		s.once("code", g.Code)
		if g.NearMissOf != "" && (g.ListedFrom != 0 || !listed[g.NearMissOf]) {
			s.fail("near_miss_of", "%q is not listed above, or this row is listed itself; only goods off the list miss it", g.NearMissOf)
		}
		listed[g.Code] = g.ListedFrom != 0
		list = append(list, g)
	}
	if len(list) == 0 {
		s.failWhole("has no row; write the goods that stores sell")
	}
	return list, s.err
}

// quantities reads "500:2 1000:5": thousandths of the unit and their weights.
func (s *sheet) quantities(column string) []QuantityWeight {
	var list []QuantityWeight
	for pair := range strings.FieldsSeq(s.cell(column)) {
		quantity, weight, ok := strings.Cut(pair, ":")
		q, err := parseWhole(quantity, 1, 1_000_000)
		if !ok {
			err = fmt.Errorf("%q is not QUANTITY:WEIGHT; write such as 500:2", pair)
		}
		if err != nil {
			s.fail(column, "%w", err)
			return nil
		}
		w, err := parseWhole(weight, 1, 1_000_000)
		if err != nil {
			s.fail(column, "%w", err)
			return nil
		}
		list = append(list, QuantityWeight{Quantity: q, Weight: w})
	}
	if len(list) == 0 {
		s.fail(column, "is empty; write such as 500:2 1000:5")
	}
	return list
}

// StoreKind is a kind of store: how common, how large and how honest.
type StoreKind struct {
	Kind             string // "small", "convenience" or "supermarket"
	SharePPM         uint32 // of all stores
	SizeWeight       int64  // customers, relative to the other kinds
	MarkupMedianPPM  uint32 // shelf price above purchase price
	MarkupSigmaMilli int64  // spread of the log-normal, see LogNormal
	MarkedPPM        uint32 // share of listed goods that a store has marked
	FraudPPM         uint32 // share of stores that try what is forbidden
	NameEN           string
	NameRU           string
	NameKK           string
	Source           Source
}

// readStoreKinds reads data/stores.csv; the shares add up to the whole.
func readStoreKinds(fsys fs.FS, sources sourceKeys) ([]StoreKind, error) {
	s := openSheet(fsys, "data/stores.csv", sources, "kind", "share_ppm", "size_weight", "markup_median_ppm",
		"markup_sigma_milli", "marked_ppm", "fraud_ppm", "name_en", "name_ru", "name_kk", "source")
	var list []StoreKind
	var total int64
	kinds := []string{"small", "convenience", "supermarket"}
	for s.next() {
		k := StoreKind{
			Kind:             kinds[s.oneOf("kind", kinds...)],
			SharePPM:         s.share("share_ppm"),
			SizeWeight:       s.whole("size_weight", 1, 1_000_000),
			MarkupMedianPPM:  uint32(s.whole("markup_median_ppm", 1, Million)),
			MarkupSigmaMilli: s.whole("markup_sigma_milli", 0, 3000),
			MarkedPPM:        s.share("marked_ppm"),
			FraudPPM:         s.share("fraud_ppm"),
			NameEN:           s.text("name_en"),
			NameRU:           s.text("name_ru"),
			NameKK:           s.text("name_kk"),
			Source:           s.source(),
		}
		s.once("kind", k.Kind)
		total += int64(k.SharePPM)
		list = append(list, k)
	}
	s.checkWhole("share_ppm", total)
	return list, s.err
}
