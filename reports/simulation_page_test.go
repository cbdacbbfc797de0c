package reports_test

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/simulator"
)

// simulated is a small country that lived through both pilots.
func simulated(t *testing.T) *reports.Simulation {
	t.Helper()
	scenario, result := simulate(t, reference.World{})
	return reports.NewSimulation(scenario, result, "vouch simulate pilots --families=500")
}

// TestASimulationIsFiledInTheSameBytes, lived anew: two people can compare what they have.
func TestASimulationIsFiledInTheSameBytes(t *testing.T) {
	one, two := filesOf(t, simulated(t), reports.Kazakh), filesOf(t, simulated(t), reports.Kazakh)
	for _, name := range []string{"index.html", "results.xlsx", "report.json", "report.txt", "tables/refusals.csv"} {
		if len(one[name]) == 0 {
			t.Errorf("%s is not there", name)
		}
	}
	for name, content := range one {
		if !bytes.Equal(content, two[name]) {
			t.Errorf("%s differs between two runs of one seed", name)
		}
	}
}

// TestThePageOfASimulationTellsTheRun: what it was, what came out, what was refused, by
// which hash it is known, and that behaviour is not fitted, with the command that fits it.
func TestThePageOfASimulationTellsTheRun(t *testing.T) {
	scenario, result := simulate(t, reference.World{})
	page := string(filesOf(t, reports.NewSimulation(scenario, result, "vouch simulate pilots --families=500"), reports.Russian, "index.html")["index.html"])
	refused := voucher.AccountUnknown.Text()
	for _, want := range []string{
		`<html lang="ru"`, result.Hash, "vouch simulate pilots --families=500", "vouch calibrate --out rates.yaml",
		scenario.Title.En, scenario.Title.Ru, scenario.Title.Kk, refused.En, refused.Ru, refused.Kk,
		"not fitted to anything that was observed", "не подогнаны под наблюдения", "бақылауларға сай таңдалмаған",
		"Reminder", "Напоминание", "Astana", `<th scope="row" class="foot">Total</th>`, scenario.Readings.Choice(voucher.G10),
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if found := regexp.MustCompile(`(src|href)="(https?:)?//[^"]*"`).FindString(page); found != "" {
		t.Errorf("the page asks the network: %s", found)
	}
	for _, l := range reports.Languages() {
		if !strings.Contains(page, `<article class="voice" lang="`+string(l)+`">`) {
			t.Errorf("the page has no part in %s", l)
		}
	}
}

// TestTheWorkbookOfASimulationHoldsNumbers: what a spreadsheet adds up is what the run
// came to, to the tiyn.
func TestTheWorkbookOfASimulationHoldsNumbers(t *testing.T) {
	scenario, result := simulate(t, reference.World{})
	f, err := excelize.OpenReader(bytes.NewReader(filesOf(t, reports.NewSimulation(scenario, result, ""), reports.English, ".xlsx")["results.xlsx"]))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // nothing was opened on disk
	for _, tt := range []struct {
		sheet, head string
		want        int64 // in hundredths
	}{
		{"Months – Food", "Credited, ₸", result.Totals.Sum(voucher.Food, simulator.Credited)},
		{"Months – Gas", "Discount, ₸", result.Totals.Sum(voucher.Gas, simulator.Discount)},
		{"Refusals", "Refused", 100 * refusedIn(result.Totals)},
		{"Gas accounts", "Receipts", 100 * result.Totals.Sum(voucher.Gas, simulator.Receipts)},
	} {
		if got := columnSum(t, f, tt.sheet, tt.head); got != tt.want || got == 0 {
			t.Errorf("%s, %s: the column adds up to %d hundredths, want %d", tt.sheet, tt.head, got, tt.want)
		}
	}
}

func refusedIn(totals *simulator.Totals) (n int64) {
	for _, k := range voucher.CommandKinds() {
		for _, r := range voucher.AllReasons() {
			n += totals.Answers(k, r)
		}
	}
	return n
}

// columnSum adds up a column of a sheet, in hundredths.
func columnSum(t *testing.T, f *excelize.File, sheet, head string) (sum int64) {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil || len(rows) < 2 {
		t.Fatalf("%s: %d rows, %v; sheets are %q", sheet, len(rows), err, f.GetSheetList())
	}
	for i, name := range rows[0] {
		if name != head {
			continue
		}
		for _, row := range rows[1:] {
			v, err := strconv.ParseFloat(row[i], 64)
			if err != nil {
				t.Errorf("%s, %s: %q is no number", sheet, head, row[i])
			}
			sum += int64(v*100 + 0.5)
		}
		return sum
	}
	t.Errorf("%s has no column %q, but %q", sheet, head, rows[0])
	return 0
}
