package reports_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/simulator/study"
)

// inCSV reads a CSV file of a result folder, which has to begin with a byte order mark.
func inCSV(content []byte) ([][]string, error) {
	text, marked := bytes.CutPrefix(content, []byte("\uFEFF"))
	if !marked {
		return nil, errors.New("no byte order mark: Excel would take names of places for gibberish")
	}
	return csv.NewReader(bytes.NewReader(text)).ReadAll()
}

// wholeTiyn is a mean as tables for machines have it, by the rule of the README.
func wholeTiyn(unit study.Unit, f float64) float64 {
	if unit == study.InTiyn {
		return math.Round(f)
	}
	return f
}

// TestMoneyIsWholeTiynInEveryTable: whatever table holds a sum, it is a whole number of tiyn; what is a share of it, or
// counts something, may have a fraction.
func TestMoneyIsWholeTiynInEveryTable(t *testing.T) {
	sums := map[string]int{}
	for name, content := range filesOf(t, studied(t), reports.English, ".csv") {
		rows, err := inCSV(content)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		unit := slices.Index(rows[0], "unit")
		for n, row := range rows[1:] {
			for i, head := range rows[0] {
				ofMoney := strings.HasSuffix(head, "_tiyn") || unit >= 0 && row[unit] == "tiyn" && i > unit && !strings.Contains(head, "percent")
				f, err := strconv.ParseFloat(row[i], 64)
				if !ofMoney || err != nil {
					continue
				}
				sums[name]++
				if f != math.Trunc(f) {
					t.Fatalf("%s, line %d: %s is %s tiyn, want a whole number as in every table", name, n+2, head, row[i])
				}
			}
		}
	}
	for _, name := range []string{"csv/cells.csv", "csv/convergence.csv", "csv/movers.csv", "csv/stores.csv", "csv/tornado.csv"} {
		if sums[name] == 0 {
			t.Errorf("%s holds no sum at all, and this test has nothing to look at", name)
		}
	}
}

// TestMoversAreMeansOfARun, as every other table has them: a sum over all runs beside means was read as ten times as much.
func TestMoversAreMeansOfARun(t *testing.T) {
	rows, err := inCSV(filesOf(t, studied(t), reports.English, "/movers.csv")["csv/movers.csv"])
	if err != nil {
		t.Fatal(err)
	}
	families, gained := slices.Index(rows[0], "families"), slices.Index(rows[0], "gained_tiyn")
	for i, m := range results(t).Movers {
		row, runs := rows[i+1], float64(m.Runs)
		if got, _ := strconv.ParseFloat(row[families], 64); got != float64(m.Families)/runs {
			t.Fatalf("line %d: %s families, want %v of %d runs", i+2, row[families], float64(m.Families)/runs, m.Runs)
		}
		if got, want := row[gained], strconv.FormatFloat(math.Round(float64(m.Gained)/runs), 'f', 0, 64); got != want {
			t.Fatalf("line %d: %s tiyn gained, want %s in a run", i+2, got, want)
		}
	}
}

// TestATableOfNothingIsLeftOut: a study that varies no assumption has no tornado, and no empty file to wonder at; one that
// varies some has it.
func TestATableOfNothingIsLeftOut(t *testing.T) {
	r, err := small(t, "kind: Study\nid: still\ntitle: Still\nhorizon: {from: 2026-01-05, to: 2026-01-31}\nscenarios: [food-two-mrp]\n", 400).Live(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		study *reports.Study
		want  bool
		why   string
	}{
		{reports.NewStudy(r, ""), false, "it varies nothing"},
		{studied(t), true, "it varies an assumption"},
	} {
		files := filesOf(t, tt.study, reports.English, ".csv", ".parquet")
		for _, name := range []string{"csv/tornado.csv", "facts/tornado.parquet"} {
			if _, got := files[name]; got != tt.want {
				t.Errorf("%s is there: %t, want %t: %s", name, got, tt.want, tt.why)
			}
		}
		if files["csv/cells.csv"] == nil {
			t.Error("csv/cells.csv is missing, which every study has")
		}
	}
}

// TestTerritoriesHaveOneNameInAReport: tables for machines call them as the pages and the workbook of the same report do.
func TestTerritoriesHaveOneNameInAReport(t *testing.T) {
	for language, want := range map[reports.Language][2]string{
		reports.English: {"Kazakhstan", "Kokshetau"}, reports.Russian: {"Казахстан", "Кокшетау"}, reports.Kazakh: {"Қазақстан", "Көкшетау"},
	} {
		rows, err := inCSV(filesOf(t, studied(t), language, "/cells.csv")["csv/cells.csv"])
		if err != nil {
			t.Fatal(err)
		}
		code, name := slices.Index(rows[0], "territory"), slices.Index(rows[0], "territory_name")
		for _, row := range rows[1:] {
			if row[code] == "kz" && row[name] != want[0] || row[code] == "111010000" && !strings.Contains(row[name], want[1]) {
				t.Fatalf("in %s, %s is called %q in csv/cells.csv, want %q", language, row[code], row[name], want)
			}
		}
	}
}
