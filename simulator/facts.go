package simulator

import (
	"embed"
	"fmt"
	"io/fs"
	"sync"
)

// Facts is what the world is like before anybody acts: territories, families,
// homes, goods and stores, each figure with its source. It is read only.
type Facts struct {
	References  []Reference
	Territories []TerritoryFacts // regions and cities in the order of their codes, then towns
	ASPSeries   []ASPCount       // the country's recipients through the months
	FamilySizes []FamilySize
	GasUse      []GasUse
	Goods       []Goods
	StoreKinds  []StoreKind

	byKATO  map[uint32]int
	housing map[uint32]HousingAssistance
	names   nameLists
}

//go:embed data/*.csv
var embedded embed.FS

// DefaultFacts returns the facts that come with the package. They are shared:
// change nothing in them.
var DefaultFacts = sync.OnceValue(func() *Facts {
	facts, err := ReadFacts(embedded)
	if err != nil {
		panic(fmt.Sprintf("simulator: embedded facts: %v", err))
	}
	return facts
})

// ReadFacts reads the ten files data/*.csv of a file system. Whatever their
// bytes, it answers with facts or with an error that names the file, the line and the column and how
// to mend it.
func ReadFacts(fsys fs.FS) (*Facts, error) {
	var f Facts
	references, sources, err := readSources(fsys)
	if err != nil {
		return nil, err
	}
	f.References = references
	for _, read := range []func() error{
		func() (err error) { f.Territories, f.byKATO, err = readTerritories(fsys, sources); return },
		func() (err error) { f.housing, err = readHousing(fsys, sources, f.byKATO); return },
		func() (err error) { f.ASPSeries, err = readASPSeries(fsys, sources); return },
		func() (err error) { f.FamilySizes, err = readFamilySizes(fsys, sources); return },
		func() (err error) { f.GasUse, err = readGasUse(fsys, sources); return },
		func() (err error) { f.Goods, err = readGoods(fsys, sources); return },
		func() (err error) { f.StoreKinds, err = readStoreKinds(fsys, sources); return },
		func() (err error) { f.names, err = readNames(fsys, sources); return },
	} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return &f, nil
}

// Territory returns what is known of the territory with a КАТО code, and false
// for a code that is not among the facts.
func (f *Facts) Territory(kato uint32) (TerritoryFacts, bool) {
	i, ok := f.byKATO[kato]
	if !ok {
		return TerritoryFacts{}, false
	}
	return f.Territories[i], true
}

// HousingAssistance returns the estimate for the territory with a КАТО code,
// and false where there is none (towns, unknown codes).
func (f *Facts) HousingAssistance(kato uint32) (HousingAssistance, bool) {
	h, ok := f.housing[kato]
	return h, ok
}

// GasUseOf returns how homes with an equipment use gas through a class of
// winter. Facts that were read have all four combinations.
func (f *Facts) GasUseOf(equipment Equipment, heating Heating) GasUse {
	for _, u := range f.GasUse {
		if u.Equipment == equipment && u.Heating == heating {
			return u
		}
	}
	panic(fmt.Sprintf("simulator: no gas use of %v %v", equipment, heating))
}
