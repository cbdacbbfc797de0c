package simulator

import (
	"fmt"
	"io/fs"
	"strconv"
	"time"
)

// Level says what kind of territory a row of facts is about.
type Level uint8

// The levels: a region (oblast), a city that is a region of its own, and a town
// within a region.
const (
	Region Level = iota
	City
	Town
)

// Heating is the class of winter that a home is heated through.
type Heating uint8

// The two classes: a long season (about 15 October to 15 April) and a short
// one (about 1 November to 31 March).
const (
	North Heating = iota
	South
)

// TerritoryFacts is what is known about one territory, apart from what the
// programmes set (norms, prices, coefficients): those are parameters.
type TerritoryFacts struct {
	KATO               uint32 // nine-digit КАТО code
	Parent             uint32 // code of the region a town lies in; 0 otherwise
	ISO                string // ISO 3166-2 code of a region; empty for a town
	Level              Level
	NameEN             string
	NameRU             string
	NameKK             string
	Population         int64 // people on 1 January 2026
	FamiliesASP2025    int64 // families that got ASP at any time in 2025
	FamiliesASPFeb2026 int64 // families that got ASP from 1 January to 1 February 2026
	GasPilot           bool
	FoodPilot          bool
	GasifiedPPM        uint32 // share of people with network gas at home
	UrbanPPM           uint32
	PriceIndexPPM      uint32 // food prices against the country's, 1,000,000 = the same
	GasPriceCluster    string // "west" (cheap gas), "other", or "none"
	Heating            Heating
	Source             Source
}

var territoryColumns = []string{
	"kato", "parent", "iso", "level", "name_en", "name_ru", "name_kk", "population", "asp_families_2025",
	"asp_families_feb2026", "gas_pilot", "food_pilot", "gasified_ppm", "urban_ppm", "price_index_ppm",
	"gas_price_cluster", "heating", "source",
}

// readTerritories reads data/territories.csv. A town stands below its region.
func readTerritories(fsys fs.FS, sources sourceKeys) ([]TerritoryFacts, map[uint32]int, error) {
	s := openSheet(fsys, "data/territories.csv", sources, territoryColumns...)
	var list []TerritoryFacts
	index := map[uint32]int{}
	for s.next() {
		t := TerritoryFacts{
			KATO:               s.kato("kato"),
			Parent:             uint32(s.whole("parent", 0, maxKATO)),
			ISO:                s.cell("iso"),
			Level:              Level(s.oneOf("level", "region", "city", "town")),
			NameEN:             s.text("name_en"),
			NameRU:             s.text("name_ru"),
			NameKK:             s.text("name_kk"),
			Population:         s.whole("population", 1, 100_000_000),
			FamiliesASP2025:    s.whole("asp_families_2025", 0, 10_000_000),
			FamiliesASPFeb2026: s.whole("asp_families_feb2026", 0, 10_000_000),
			GasPilot:           s.flag("gas_pilot"),
			FoodPilot:          s.flag("food_pilot"),
			GasifiedPPM:        s.share("gasified_ppm"),
			UrbanPPM:           s.share("urban_ppm"),
			PriceIndexPPM:      uint32(s.whole("price_index_ppm", Million/2, 2*Million)),
			Heating:            Heating(s.oneOf("heating", "north", "south")),
			Source:             s.source(),
		}
		clusters := []string{"west", "other", "none"}
		t.GasPriceCluster = clusters[s.oneOf("gas_price_cluster", clusters...)]
		s.once("kato", strconv.Itoa(int(t.KATO)))
		s.checkPlace(&t, list, index)
		index[t.KATO] = len(list)
		list = append(list, t)
	}
	return list, index, s.err
}

// checkPlace holds a territory's level, parent and ISO code together.
func (s *sheet) checkPlace(t *TerritoryFacts, list []TerritoryFacts, index map[uint32]int) {
	if t.Level != Town {
		if t.Parent != 0 {
			s.fail("parent", "%d stands at a region; write 0", t.Parent)
		}
		if len(t.ISO) != len("KZ-11") || t.ISO[:3] != "KZ-" {
			s.fail("iso", "%q is not a code of Kazakhstan; write such as KZ-11", t.ISO)
		}
		return
	}
	if i, ok := index[t.Parent]; !ok || list[i].Level == Town {
		s.fail("parent", "%d is not a region above this line; write the region's code", t.Parent)
	}
	if t.ISO != "" {
		s.fail("iso", "%q stands at a town; leave it empty", t.ISO)
	}
}

const maxKATO = 999_999_999

// kato reads a nine-digit КАТО code.
func (s *sheet) kato(column string) uint32 {
	return uint32(s.whole(column, 100_000_000, maxKATO))
}

// HousingAssistance is the estimate of the families that get housing
// assistance in a territory in the course of a year.
type HousingAssistance struct {
	KATO       uint32
	Families   int64
	AlsoASPPPM uint32 // share of them that get ASP too
	Source     Source
}

// readHousing reads data/housing_assistance.csv.
func readHousing(fsys fs.FS, sources sourceKeys, territories map[uint32]int) (map[uint32]HousingAssistance, error) {
	s := openSheet(fsys, "data/housing_assistance.csv", sources, "kato", "families", "also_asp_ppm", "source", "note")
	all := map[uint32]HousingAssistance{}
	for s.next() {
		h := HousingAssistance{
			KATO:       s.kato("kato"),
			Families:   s.whole("families", 0, 10_000_000),
			AlsoASPPPM: s.share("also_asp_ppm"),
			Source:     s.source(),
		}
		if _, ok := territories[h.KATO]; !ok {
			s.fail("kato", "%d is not in data/territories.csv; write one that is", h.KATO)
		}
		s.once("kato", strconv.Itoa(int(h.KATO)))
		all[h.KATO] = h
	}
	return all, s.err
}

// ASPCount is how many families and persons of the country got ASP from 1
// January of a year to a day; 1 January stands for the whole year before.
type ASPCount struct {
	Year, Month, Day  int
	Families, Persons int64
	Source            Source
}

// readASPSeries reads data/asp_series.csv, which rises by day.
func readASPSeries(fsys fs.FS, sources sourceKeys) ([]ASPCount, error) {
	s := openSheet(fsys, "data/asp_series.csv", sources, "as_of", "families", "persons", "source", "note")
	var list []ASPCount
	var last time.Time
	for s.next() {
		day, err := time.Parse(time.DateOnly, s.cell("as_of"))
		if err != nil {
			s.fail("as_of", "%q is not a day; write such as 2026-02-01", s.cell("as_of"))
		}
		if !day.After(last) {
			s.fail("as_of", "%q does not come after the day above; sort the rows", s.cell("as_of"))
		}
		last = day
		c := ASPCount{
			Year: day.Year(), Month: int(day.Month()), Day: day.Day(),
			Families: s.whole("families", 1, 10_000_000), Persons: s.whole("persons", 1, 100_000_000),
			Source: s.source(),
		}
		if c.Persons < c.Families {
			s.fail("persons", "%d persons in %d families; every family has at least one", c.Persons, c.Families)
		}
		list = append(list, c)
	}
	if len(list) == 0 {
		s.failWhole("has no row; write at least one day")
	}
	return list, s.err
}

// String returns the word that the facts use.
func (l Level) String() string { return pick(l, "region", "city", "town") }

// String returns the word that the facts use.
func (h Heating) String() string { return pick(h, "north", "south") }

// pick returns the word of a small number, or the number.
func pick[T ~uint8](n T, words ...string) string {
	if int(n) < len(words) {
		return words[n]
	}
	return fmt.Sprint(uint8(n))
}
