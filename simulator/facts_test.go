package simulator_test

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vouch-kz/vouch/simulator"
)

func ExampleFacts_Territory() {
	facts := simulator.DefaultFacts()
	t, ok := facts.Territory(113220100)
	fmt.Println(t.NameEN, t.Level, t.Population, t.Source.Of("population"), ok)
	fmt.Println(t.FamiliesASPFeb2026, t.Source.Of("asp_families_feb2026"))
	// Output:
	// Akkol town 13500 own true
	// 17 model:ALAU-FEB+POP26
}

// TestFactsAgreeWithPublishedTotals: what was split over the territories adds
// up to what was published for the country.
func TestFactsAgreeWithPublishedTotals(t *testing.T) {
	facts := simulator.DefaultFacts()
	var population, urban, families2025, familiesFeb, gas, food, regions int64
	for _, f := range facts.Territories {
		if f.FoodPilot {
			food++
		}
		if f.GasPilot {
			gas++
		}
		if f.Level == simulator.Town {
			continue
		}
		regions++
		population += f.Population
		urban += f.Population * int64(f.UrbanPPM) / simulator.Million
		families2025 += f.FamiliesASP2025
		familiesFeb += f.FamiliesASPFeb2026
	}
	var goods19, goods31, near int64
	for _, g := range facts.Goods {
		switch g.ListedFrom {
		case 19:
			goods19++
		case 31:
			goods31++
		}
		if g.NearMissOf != "" {
			near++
		}
	}
	tests := []struct {
		name                 string
		got, want, tolerance int64
		why                  string
	}{
		{"regions", regions, 20, 0, "17 regions and three cities"},
		{"gas territories", gas, 17, 0, "GAS-TERRITORY-001"},
		{"food territories", food, 3, 0, "FOOD-TERRITORY-001"},
		{"population", population, 20_495_975, 5_000, "POP26; ten of the twenty are rounded"},
		{"townspeople", urban, 13_029_803, 200_000, "POP26; shares from memory within 1.5 %"},
		{"ASP families of 2025", families2025, 54_400, 50, "ALAU-CREDIT; each region is rounded to ten"},
		{"ASP families by February 2026", familiesFeb, 25_800, 50, "ALAU-FEB"},
		{"first edition of the list", goods19, 19, 0, "SPK-ULYTAU"},
		{"added by the second", goods31, 12, 0, "FORBES"},
		{"near-misses", near, 8, 0, "the named exceptions of the list"},
	}
	for _, tt := range tests {
		if diff := tt.got - tt.want; diff > tt.tolerance || diff < -tt.tolerance {
			t.Errorf("%s: %d, want %d ± %d\n%s", tt.name, tt.got, tt.want, tt.tolerance, tt.why)
		}
	}
	var members, share int64
	for _, f := range facts.FamilySizes {
		members += int64(f.Members) * int64(f.SharePPM)
		share += int64(f.SharePPM)
	}
	if mean := members * 100 / share; mean != 534 {
		t.Errorf("mean family of %d hundredths, want 534\nfamilies of 2025 and 2026 had 5.35 to 5.38 members", mean)
	}
}

func TestFactsLookups(t *testing.T) {
	facts := simulator.DefaultFacts()
	if _, ok := facts.Territory(111111111); ok {
		t.Error("Territory(111111111) is known, want not")
	}
	if h, ok := facts.HousingAssistance(390000000); !ok || h.Families != 820 {
		t.Errorf("HousingAssistance(390000000) = %+v, %v, want 820 families of Kostanay region", h, ok)
	}
	if _, ok := facts.HousingAssistance(113220100); ok {
		t.Error("HousingAssistance of Akkol is known, want none: towns have no estimate of their own")
	}
	for _, e := range []simulator.Equipment{simulator.Boiler, simulator.Stove} {
		for _, h := range []simulator.Heating{simulator.North, simulator.South} {
			use := facts.GasUseOf(e, h)
			if use.ByPerson != (e == simulator.Stove) || use.MonthsPPM[0] == 0 {
				t.Errorf("gas use of %v %v = %+v", e, h, use)
			}
			if _, err := simulator.LogNormal(use.MedianYear, use.SigmaMilli); err != nil {
				t.Errorf("gas use of %v %v: %v", e, h, err)
			}
		}
	}
}

// TestFactsErrors plants one fault a row in otherwise good facts.
func TestFactsErrors(t *testing.T) {
	tests := []struct {
		name, file, old, new string
		want                 string
	}{
		{"not a number", "territories", "1596331,4515", "1x,4515", `data/territories.csv:5: column "population": "1x" is not a whole number; write digits only`},
		{"negative", "territories", ",595676,", ",-5,", `data/territories.csv:2: column "population": "-5" is not a whole number; write digits only`},
		{"empty number", "territories", ",595676,", ",,", `data/territories.csv:2: column "population": "" is not a whole number; write digits only`},
		{"greater than an int64", "territories", ",595676,", ",99999999999999999999,", `data/territories.csv:2: column "population": 99999999999999999999 is out of range; write 1 to 100000000`},
		{"share above the whole", "territories", "990000,550000", "1000001,550000", `data/territories.csv:6: column "gasified_ppm": 1000001 is out of range; write 0 to 1000000`},
		{"unknown word", "territories", ",none,north", ",none,east", `data/territories.csv:2: column "heating": "east" is not known; write one of north, south`},
		{"code twice", "territories", "110000000,0", "100000000,0", `data/territories.csv:3: column "kato": 100000000 stands already on line 2; keep one`},
		{"parent of a region", "territories", "110000000,0,", "110000000,100000000,", `data/territories.csv:3: column "parent": 100000000 stands at a region; write 0`},
		{"parent unknown", "territories", "551010000,550000000", "551010000,120000000", `data/territories.csv:24: column "parent": 120000000 is not a region above this line; write the region's code`},
		{"iso of a region", "territories", "KZ-10", "RU-10", `data/territories.csv:2: column "iso": "RU-10" is not a code of Kazakhstan; write such as KZ-11`},
		{"unknown key", "territories", "found:POP26", "found:POP62", `data/territories.csv:2: column "source": "POP62" is not a key of data/sources.csv; write one of POP26, PROSUD-URBAN`},
		{"unknown kind", "territories", "found:POP26", "hearsay", `data/territories.csv:2: column "source": "hearsay" is not a provenance; write found:KEY, derived:KEY, model:KEY, model, own, seed-gas or seed-food`},
		{"unknown column", "territories", "population=found", "people=found", `data/territories.csv:2: column "source": "people=found:POP26" is not COLUMN=PROVENANCE of a column here; write such as population=model`},
		{"header", "stores", "kind,", "kinds,", `data/stores.csv:1: the columns are "kinds,share_ppm`},
		{"cell missing", "stores", "small,", "", `data/stores.csv:2: has 10 cells; want 11, one for each column`},
		{"quote", "stores", "small", `sma"ll`, `data/stores.csv:2: bare " in non-quoted-field; mend the quotes`},
		{"not UTF-8", "stores", "minimarket", "\xff", `data/stores.csv:3: is not UTF-8; save the file as UTF-8`},
		{"shares", "stores", "450000", "450001", `data/stores.csv: the shares of share_ppm add up to 1000001; make it 1000000`},
		{"control character", "stores", "corner shop", "corner\x00shop", `data/stores.csv:2: column "name_en": "corner\x00shop" has a control character; take it out`},
		{"empty text", "stores", ",corner shop,", ",,", `data/stores.csv:2: column "name_en": is empty; write something`},
		{"space around text", "stores", ",corner shop,", ", corner shop,", `data/stores.csv:2: column "name_en": " corner shop" begins or ends with a space; take it out`},
		{"long text", "stores", ",corner shop,", "," + strings.Repeat("s", 501) + ",", `data/stores.csv:2: column "name_en": has 501 bytes; write at most 500`},
		{"weight of 0", "goods", "400:5 800:3", "400:0 800:3", `data/goods.csv:4: column "quantities_milli": 0 is out of range; write 1 to 1000000`},
		{"no quantity", "goods", "400:5 800:3 1000:2", "", `data/goods.csv:4: column "quantities_milli": is empty; write such as 500:2 1000:5`},
		{"iso of a town", "territories", "551010000,550000000,,", "551010000,550000000,KZ-55,", `data/territories.csv:24: column "iso": "KZ-55" stands at a town; leave it empty`},
		{"column with two sources", "territories", "urban_ppm=own", "population=own", `data/territories.csv:2: column "source": "population" has two sources; keep one`},
		{"persons short", "asp_series", "259700", "48299", `data/asp_series.csv:2: column "persons": 48299 persons in 48300 families; every family has at least one`},
		{"key with a joint", "sources", "ALAU-CREDIT,", "ALAU+CREDIT,", `data/sources.csv:3: column "key": "ALAU+CREDIT" has a sign that joins keys; write letters, digits and hyphens`},
		{"near-miss of nothing", "goods", "0,SZ20", "0,SZ99", `data/goods.csv:33: column "near_miss_of": "SZ99" is not listed above, or this row is listed itself; only goods off the list miss it`},
		{"quantity without weight", "goods", "400:5 800:3 1000:2", "400:5 800", `data/goods.csv:4: column "quantities_milli": "800" is not QUANTITY:WEIGHT; write such as 500:2`},
		{"housing elsewhere", "housing_assistance", "100000000", "101000000", `data/housing_assistance.csv:2: column "kato": 101000000 is not in data/territories.csv; write one that is`},
		{"not a day", "asp_series", "2025-09-01", "2025-09-31", `data/asp_series.csv:3: column "as_of": "2025-09-31" is not a day; write such as 2026-02-01`},
		{"days unsorted", "asp_series", "2025-09-01", "2025-07-01", `data/asp_series.csv:3: column "as_of": "2025-07-01" does not come after the day above; sort the rows`},
		{"month short", "consumption_months", "boiler,north,1,180000", "boiler,north,1,170000", `data/consumption_months.csv: the shares of share_ppm for boiler north add up to 990000; make it 1000000`},
		{"class twice", "consumption_classes", "stove,north", "boiler,north", `data/consumption_classes.csv:3: column "equipment": boiler north stands already on line 2; keep one`},
		{"language without names", "names", "store,ru", "store,kk", `data/names.csv: has no store in ru; write at least one`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := simulator.ReadFacts(planted(t, tt.file, func(text string) string {
				if !strings.Contains(text, tt.old) {
					t.Fatalf("%s.csv does not hold %q: the fault cannot be planted", tt.file, tt.old)
				}
				n := 1
				if tt.file == "names" {
					n = -1
				}
				return strings.Replace(text, tt.old, tt.new, n)
			}))
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
	t.Run("file missing", func(t *testing.T) {
		files := factFiles(t)
		delete(files, "data/goods.csv")
		if _, err := simulator.ReadFacts(files); err == nil || !strings.Contains(err.Error(), "data/goods.csv") {
			t.Errorf("got %v, want an error that names data/goods.csv", err)
		}
	})
	t.Run("file empty", func(t *testing.T) {
		_, err := simulator.ReadFacts(planted(t, "goods", func(string) string { return " \n" }))
		if want := "data/goods.csv: is empty; the first line names the columns"; err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	})
	t.Run("nothing wrong", func(t *testing.T) {
		if _, err := simulator.ReadFacts(factFiles(t)); err != nil {
			t.Errorf("got %v, want none\nthe twin of all rows above", err)
		}
	})
}

// FuzzFacts: whatever stands in one file, reading answers with facts or with an
// error that names the file.
func FuzzFacts(f *testing.F) {
	files := factFiles(f)
	names, err := fs.Glob(files, "data/*.csv")
	if err != nil {
		f.Fatal(err)
	}
	for i, name := range names {
		f.Add(uint8(i), files[name].Data)
		header, _, _ := strings.Cut(string(files[name].Data), "\n")
		f.Add(uint8(i), []byte(header))
		f.Add(uint8(i), []byte(header+"\n\"\n"))
		f.Add(uint8(i), []byte(header+"\n"+strings.Repeat("9,", strings.Count(header, ","))+"9\n"))
	}
	f.Add(uint8(0), []byte("\xef\xbb\xbfkato"))
	f.Add(uint8(0), []byte{0xff, 0, '\n'})
	f.Fuzz(func(t *testing.T, i uint8, data []byte) {
		name := names[int(i)%len(names)]
		changed := fstest.MapFS{}
		for n, file := range files {
			changed[n] = file
		}
		changed[name] = &fstest.MapFile{Data: data}
		facts, err := simulator.ReadFacts(changed)
		if err == nil && len(facts.Territories) > 0 {
			facts.Territory(facts.Territories[0].KATO)
			return
		}
		// Another file may be to blame: whose key or code is gone.
		if err != nil && !strings.Contains(err.Error(), "data/") {
			t.Errorf("error %q names no file", err)
		}
	})
}

// factFiles returns the facts of this package as files that can be changed.
func factFiles(t testing.TB) fstest.MapFS {
	t.Helper()
	names, err := fs.Glob(os.DirFS("."), "data/*.csv")
	if err != nil || len(names) != 10 {
		t.Fatalf("%d files of facts, want 10 (%v)", len(names), err)
	}
	files := fstest.MapFS{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	return files
}

// planted returns the facts with one file changed.
func planted(t testing.TB, file string, change func(string) string) fs.FS {
	t.Helper()
	files := factFiles(t)
	name := "data/" + file + ".csv"
	files[name] = &fstest.MapFile{Data: []byte(change(string(files[name].Data)))}
	return files
}
