package reports_test

import (
	"bytes"
	"image/png"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/simulator/study"
)

// filesOf are the files of a report by name, those that have one of some endings.
func filesOf(t *testing.T, s interface {
	Files(l reports.Language) []reports.File
}, l reports.Language, endings ...string,
) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, f := range s.Files(l) {
		if len(endings) > 0 && !slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(f.Name, e) }) {
			continue
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		if all[f.Name] != nil {
			t.Errorf("%s is there twice", f.Name)
		}
		all[f.Name] = b.Bytes()
	}
	return all
}

// TestAReportIsTheSameBytes: the same study gives the same files, workbook and
// Parquet too, so that two people can compare what they have.
func TestAReportIsTheSameBytes(t *testing.T) {
	one, two := filesOf(t, studied(t), reports.Kazakh), filesOf(t, studied(t), reports.Kazakh)
	for name, content := range one {
		if len(content) == 0 {
			t.Errorf("%s is empty", name)
		}
		if !bytes.Equal(content, two[name]) {
			t.Errorf("%s differs from time to time", name)
		}
	}
	for _, name := range []string{"index.html", "report.md", "results.xlsx", "csv/cells.csv", "facts/cells.parquet", "charts/funnel-food.png"} {
		if one[name] == nil {
			t.Errorf("%s is missing", name)
		}
	}
}

// line is what a test looks at in the long file.
type cell struct {
	World     string   `parquet:"world"`
	Programme string   `parquet:"programme"`
	Territory string   `parquet:"territory"`
	Month     string   `parquet:"month"`
	Axis      string   `parquet:"segment_axis"`
	Metric    string   `parquet:"metric"`
	Mean      float64  `parquet:"mean"`
	Delta     float64  `parquet:"delta"`
	Low       *float64 `parquet:"delta_low,optional"`
}

// TestParquetAndCSVHoldEveryCell: both files have every cell of the study, with the
// same figures; the sum over territories is the country.
func TestParquetAndCSVHoldEveryCell(t *testing.T) {
	files := filesOf(t, studied(t), reports.English, "/cells.parquet", "/cells.csv")
	rows, err := parquet.Read[cell](bytes.NewReader(files["facts/cells.parquet"]), int64(len(files["facts/cells.parquet"])))
	if err != nil {
		t.Fatal(err)
	}
	lines, err := inCSV(files["csv/cells.csv"])
	if err != nil {
		t.Fatal(err)
	}
	cells := slices.Collect(results(t).Cells())
	if len(rows) != len(cells) || len(lines) != len(cells)+1 {
		t.Fatalf("%d rows of Parquet, %d lines of CSV, want %d cells and a header", len(rows), len(lines), len(cells))
	}
	mean, delta := slices.Index(lines[0], "mean"), slices.Index(lines[0], "delta_low")
	var country, territories float64
	for i, c := range cells {
		if got := strconv.FormatFloat(rows[i].Mean, 'f', -1, 64); rows[i].Mean != wholeTiyn(c.Unit, c.Level.Mean) || lines[i+1][mean] != got {
			t.Fatalf("cell %d: mean %v in Parquet and %s in CSV, want %v", i, rows[i].Mean, lines[i+1][mean], wholeTiyn(c.Unit, c.Level.Mean))
		}
		if known := rows[i].Low != nil; known != c.Delta.Known || known == (lines[i+1][delta] == "") {
			t.Fatalf("cell %d: an end of an interval is known: %t in Parquet, %q in CSV; want %t", i, known, lines[i+1][delta], c.Delta.Known)
		}
		if r := rows[i]; r.World == "food-two-mrp" && r.Programme == "food" && r.Metric == "credited" && r.Month == "" && r.Axis == "" {
			if r.Territory == "kz" {
				country += r.Mean
			} else {
				territories += r.Mean
			}
		}
	}
	if country == 0 || math.Abs(country-territories) > 10 { // each is rounded by itself
		t.Errorf("territories are credited %.0f tiyn and the country %.0f, want the same", territories, country)
	}
}

// TestSingleRunsAreStreamed: where a study keeps its parts, the figures of its runs are
// a file, and their mean is what the report tells; where it keeps none, there is no
// such file.
func TestSingleRunsAreStreamed(t *testing.T) {
	if filesOf(t, studied(t), reports.English, "/runs.parquet")["facts/runs.parquet"] != nil {
		t.Error("a study that keeps no parts has a file of its runs")
	}
	run := small(t, "kind: Study\nid: kept\ntitle: Kept\nhorizon: {from: 2026-01-05, to: 2026-01-31}\nscenarios: [food-two-mrp]\nreplications: 2\n", 400)
	run.Folder = t.TempDir()
	r, err := run.Live(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	content := filesOf(t, reports.NewStudy(r, ""), reports.English, "/runs.parquet")["facts/runs.parquet"]
	rows, err := parquet.Read[struct {
		World       string `parquet:"world"`
		Replication int64  `parquet:"replication"`
		Programme   string `parquet:"programme"`
		Territory   string `parquet:"territory"`
		Month       string `parquet:"month"`
		Axis        string `parquet:"segment_axis"`
		Metric      string `parquet:"metric"`
		Value       int64  `parquet:"value"`
	}](bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var sum int64
	runs := map[int64]bool{}
	for _, f := range rows {
		runs[f.Replication] = true
		if f.World == "food-two-mrp" && f.Programme == "food" && f.Territory == "kz" && f.Month == "" && f.Axis == "" && f.Metric == "credited" {
			sum += f.Value
		}
	}
	c, _ := r.At(1, study.Key{Programme: voucher.Food, Metric: "credited"})
	if len(runs) != 2 || sum == 0 || math.Abs(float64(sum)/2-c.Level.Mean) > 0.5 {
		t.Errorf("%d runs credit %d tiyn together, want 2 with a mean of %.1f", len(runs), sum, c.Level.Mean)
	}
}

// TestTheWorkbookIsReadyForAPivotTable: each sheet of figures has one header, frozen,
// in a table with filters; figures are numbers, sums in tenge.
func TestTheWorkbookIsReadyForAPivotTable(t *testing.T) {
	for _, l := range reports.Languages() {
		f, err := excelize.OpenReader(bytes.NewReader(filesOf(t, studied(t), l, ".xlsx")["results.xlsx"]))
		if err != nil {
			t.Fatal(err)
		}
		sheets := f.GetSheetList()
		for i, name := range sheets {
			rows, err := f.GetRows(name)
			if err != nil {
				t.Fatal(err)
			}
			if i == 0 || i == len(sheets)-1 {
				if len(rows) < 5 {
					t.Errorf("%s: %s has %d lines, want the answer or the notes", l, name, len(rows))
				}
				continue
			}
			tables, err := f.GetTables(name)
			panes, paneErr := f.GetPanes(name)
			if err != nil || paneErr != nil || len(tables) != 1 || !panes.Freeze || panes.YSplit != 1 {
				t.Errorf("%s: %s has %d tables and panes %+v, want one table under a frozen line", l, name, len(tables), panes)
			}
			for j, head := range rows[0] {
				if head == "" || slices.Contains(rows[0][:j], head) {
					t.Errorf("%s: %s: header %q is empty or there twice: a pivot table cannot take it", l, name, head)
				}
			}
		}
		if cut := f.Close(); cut != nil {
			t.Error(cut)
		}
	}
}

// TestTheWorkbookHoldsTenge: a sum is a number, and the one of the study.
func TestTheWorkbookHoldsTenge(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(filesOf(t, studied(t), reports.English, ".xlsx")["results.xlsx"]))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	c, _ := results(t).At(1, study.Key{Programme: voucher.Food, Metric: "credited"})
	rows, err := f.GetRows("All cells", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r[0] == "What if a member gets two МРП?" && r[1] == "Food" && r[3] == "kz" && r[4] == "" && r[5] == "" && r[6] == "credited" {
			if got, err := strconv.ParseFloat(r[9], 64); err != nil || math.Abs(got-c.Level.Mean/100) > 0.01 {
				t.Errorf("credited is %q in the workbook, want the number %.2f", r[9], c.Level.Mean/100)
			}
			return
		}
	}
	t.Error("the sheet of all cells has no line for what the country is credited")
}

// TestTheAnswerHasANumberAndAnInterval, in the manner of each language.
func TestTheAnswerHasANumberAndAnInterval(t *testing.T) {
	c, _ := results(t).At(1, study.Key{Programme: voucher.Food, Metric: "credited"})
	for _, tt := range []struct {
		language  reports.Language
		say, hint string
	}{
		{reports.English, "The food programme credits ", "With 95\u00a0% confidence the difference is "},
		{reports.Russian, "По продовольственной программе зачисляется на ", "С вероятностью 95\u00a0% разница составляет от "},
		{reports.Kazakh, "Азық-түлік бағдарламасы бойынша ", "95\u00a0% сенімділікпен айырмасы: "},
	} {
		letter := string(filesOf(t, studied(t), tt.language, ".md")["report.md"])
		sum := reports.Compact(tt.language, int64(math.Round(c.Delta.Mean)))
		for _, want := range []string{tt.say, sum, tt.hint, reports.Change(tt.language, *c.Percent)} {
			if !strings.Contains(letter, want) {
				t.Errorf("the letter in %s does not say %q", tt.language, want)
			}
		}
		if head, _, _ := strings.Cut(letter, "## "); !strings.Contains(head, tt.say) {
			t.Errorf("in %s the answer does not come first", tt.language)
		}
	}
}

// TestNothingChangesIsSaid: a world that is the baseline under another name differs by
// exactly nothing, and a report says just that.
func TestNothingChangesIsSaid(t *testing.T) {
	r, err := small(t, "kind: Study\nid: none\ntitle: Nothing\nhorizon: {from: 2026-01-05, to: 2026-01-31}\nsweep: [{mode: grid, over: {food.mrp_per_member: [1, 2]}}]\n", 400).Live(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	letter := string(filesOf(t, reports.NewStudy(r, ""), reports.English, ".md")["report.md"])
	if !strings.Contains(letter, "What the food programme credits stays exactly the same.") {
		t.Error("one МРП in place of one МРП: the report does not say that nothing changes")
	}
	if !strings.Contains(letter, "credits ") || !strings.Contains(letter, " more (+") {
		t.Error("two МРП in place of one: the report does not say that more is credited")
	}
	if !strings.Contains(letter, "over the values of the rules that are varied") {
		t.Error("a sweep of the rules has no table of its values")
	}
}

func TestPicturesOpen(t *testing.T) {
	n := 0
	for name, content := range filesOf(t, studied(t), reports.Russian, ".png") {
		if !strings.HasSuffix(name, ".png") {
			continue
		}
		n++
		if img, err := png.Decode(bytes.NewReader(content)); err != nil || img.Bounds().Dx() < 1000 {
			t.Errorf("%s does not open as a large picture: %v", name, err)
		}
	}
	if n < 8 {
		t.Errorf("%d pictures, want those of money, use, people and confidence", n)
	}
}

// TestSumsAreWrittenCompactly, rounded half-up, with three or four digits.
func TestSumsAreWrittenCompactly(t *testing.T) {
	for _, tt := range []struct {
		tiyn int64
		want string
	}{
		{0, "0\u00a0₸"}, {99_949, "999\u00a0₸"}, {99_950, "1,00\u00a0тыс.\u00a0₸"}, {123_456_00, "123\u00a0тыс.\u00a0₸"}, {1_234_567_00, "1,23\u00a0млн\u00a0₸"},
		{-103_449_999_00, "−103\u00a0млн\u00a0₸"}, {12_345_678_901_00, "12,3\u00a0млрд\u00a0₸"}, {999_999_999_00, "1,00\u00a0млрд\u00a0₸"},
		{math.MinInt64, "−92\u00a0233\u00a0720\u00a0млрд\u00a0₸"},
	} {
		if got := reports.Compact(reports.Russian, tt.tiyn); got != tt.want {
			t.Errorf("%d tiyn: %q, want %q", tt.tiyn, got, tt.want)
		}
	}
}

// TestFilesComeOneAfterTheOther: a writer that fails ends a file with its error.
func TestAFullDiskIsTold(t *testing.T) {
	for _, f := range studied(t).Files(reports.English) {
		if err := f.Write(full{}); err == nil {
			t.Errorf("%s: no error though nothing could be written", f.Name)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

// TestStoresAreToldApart: stores of two territories that stand in one town have the
// same numbers; each keeps its own figure.
func TestStoresAreToldApart(t *testing.T) {
	r, err := small(t, "kind: Study\nid: stores\ntitle: Stores\nhorizon: {from: 2026-01-05, to: 2026-01-31}\nscenarios: [food-two-mrp]\n", 400).Live(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	town, elsewhere := voucher.Territory(111010000), voucher.Territory(113220100)
	r.Stores = []study.Store{{Territory: town, Town: town, Minute: 7}, {Territory: elsewhere, Town: town, Minute: 3}}
	letter := string(filesOf(t, reports.NewStudy(r, ""), reports.English, ".md")["report.md"])
	for _, want := range []string{"| Kokshetau, block 1, store 1 |", "| Akkol, block 1, store 1 (Kokshetau) |"} {
		if !strings.Contains(letter, want) {
			t.Errorf("the letter does not tell of %q", want)
		}
	}
}
