package reports_test

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/vouch-kz/vouch/reports"
)

// ofPictures are what only a picture has, as captions of each language call it.
var ofPictures = map[reports.Language][]string{
	reports.English: {"thin line", "grey line", "framed cell", "The stronger the colour", "The picture adds", "behind the bars", "the bar,"},
	reports.Russian: {"онкая линия", "онкие линии", "ерая линия", "в рамке", "сильнее цвет", "На рисунке", "длиннее полоса"},
	reports.Kazakh:  {"іңішке сызық", "ұр сызық", "ақтаудағы", "қою болса", "Суретте", "Жолақ неғұрлым"},
}

// TestCaptionsStandWithPictures: a terminal, a letter and a workbook have tables alone, and speak of no line and no colour
// that nobody sees there; the page, where the pictures are, does.
func TestCaptionsStandWithPictures(t *testing.T) {
	s := studied(t)
	for _, l := range reports.Languages() {
		files := filesOf(t, s, l, ".md", ".html", ".xlsx")
		var screen bytes.Buffer
		if err := s.WriteText(&screen, l, 100); err != nil {
			t.Fatal(err)
		}
		without := map[string]string{
			"the terminal": strings.Join(strings.Fields(screen.String()), " "), "the letter": string(files["report.md"]), "the workbook": allOf(t, files["results.xlsx"]),
		}
		said := 0
		for _, words := range ofPictures[l] {
			for where, text := range without {
				if strings.Contains(text, words) {
					t.Errorf("%s: %s says %q, and has no picture", l, where, words)
				}
			}
			if strings.Contains(string(files["index.html"]), words) {
				said++
			}
		}
		if said < 4 {
			t.Errorf("%s: the page says %d of %q, which those who read its pictures need", l, said, ofPictures[l])
		}
	}
}

// TestWhatIsInventedIsNamedWhereItIsSaid: each form of a report points to where its reader finds the list. A terminal has
// no end that names anything.
func TestWhatIsInventedIsNamedWhereItIsSaid(t *testing.T) {
	s := studied(t)
	files := filesOf(t, s, reports.English, ".md", ".html")
	var screen bytes.Buffer
	if err := s.WriteText(&screen, reports.English, 200); err != nil {
		t.Fatal(err)
	}
	for where, tt := range map[string]struct{ text, want string }{
		"the terminal": {screen.String(), "The list is on the page that --out writes."},
		"the letter":   {string(files["report.md"]), "The list is on the page index.html and in results.xlsx."},
		"the page":     {string(files["index.html"]), "The list is at the end."},
	} {
		if !strings.Contains(tt.text, tt.want) || strings.Contains(tt.text, "named at the end") {
			t.Errorf("%s does not say %q", where, tt.want)
		}
	}
}

// TestTheFirstSheetHoldsNumbers: the figures that are read first are numbers that a formula can take, with their unit as a
// format, and no line stands twice.
func TestTheFirstSheetHoldsNumbers(t *testing.T) {
	r, err := small(t, "kind: Study\nid: food-two-mrp\ntitle: {en: \"What if a member gets two МРП?\"}\nhorizon: {from: 2026-01-05, to: 2026-01-31}\nscenarios: [food-two-mrp]\n", 400).Live(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(filesOf(t, reports.NewStudy(r, ""), reports.English, ".xlsx")["results.xlsx"]))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	rows, err := f.GetRows("Answer", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]int{}
	numbers := map[string]bool{}
	for i, row := range rows {
		if len(row) > 0 && row[0] != "" {
			if said[row[0]]++; said[row[0]] > 1 {
				t.Errorf("A%d says %q, which stands above already", i+1, row[0])
			}
		}
		if len(row) > 1 {
			kind, err := f.GetCellType("Answer", "B"+strconv.Itoa(i+1))
			if err != nil {
				t.Fatal(err)
			}
			_, wrong := strconv.ParseFloat(row[1], 64)
			numbers[row[0]] = wrong == nil && kind != excelize.CellTypeSharedString && kind != excelize.CellTypeInlineString
		}
	}
	for _, word := range []string{"Credited", "Vouchers that were used", "Used, of all on the list", "Credited and not spent", "Seed"} {
		if !numbers[word] {
			t.Errorf("%s is no number on the first sheet: %v", word, numbers)
		}
	}
	shown, err := f.GetRows("Answer")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range shown {
		if len(row) > 1 && row[0] == "Credited" && !strings.HasSuffix(row[1], "₸") {
			t.Errorf("what is credited is shown as %q, want tenge with their sign", row[1])
		}
	}
}

// allOf is everything that the cells of a workbook say.
func allOf(t *testing.T, content []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // it was read from memory
	var b strings.Builder
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			b.WriteString(strings.Join(row, "\n") + "\n")
		}
	}
	return b.String()
}

// TestTheWorkbookSpeaksOneLanguage: the sheet of all cells calls each figure by words, as the tables do; an official who
// reads Russian or Kazakh has no key to the names of the program.
func TestTheWorkbookSpeaksOneLanguage(t *testing.T) {
	for _, tt := range []struct {
		language              reports.Language
		sheet, metric, refuse string
	}{
		{reports.English, "All cells", "asked by SMS", "volume_charged"}, {reports.Russian, "Все ячейки", "отправлено SMS", "store_spent"}, {reports.Kazakh, "Барлық ұяшық", "SMS жіберілді", "store_spent"},
	} {
		f, err := excelize.OpenReader(bytes.NewReader(filesOf(t, studied(t), tt.language, ".xlsx")["results.xlsx"]))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := f.GetRows(tt.sheet)
		if err != nil {
			t.Fatalf("%v: there are %q", err, f.GetSheetList())
		}
		found := false
		for _, row := range rows {
			found = found || row[6] == tt.metric
			if row[6] == tt.refuse {
				t.Fatalf("%s: a figure is called %q, which is a name of the program", tt.language, row[6])
			}
		}
		if !found {
			t.Errorf("%s: no figure is called %q", tt.language, tt.metric)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestTheIndexIsExplainedOnce: a reader of another country knows no МРП; what it is stands under the table that first
// has one.
func TestTheIndexIsExplainedOnce(t *testing.T) {
	letter := string(filesOf(t, studied(t), reports.English, ".md")["report.md"])
	if n := strings.Count(letter, "the monthly calculation index"); n != 1 {
		t.Errorf("the letter explains МРП %d times, want once", n)
	}
}

// TestWhatIsInventedIsToldInTheLanguage: value, source and remark of a figure of behaviour, in words and per cent: no
// English, no parts of a million and no word of the program stands in a report for officials.
func TestWhatIsInventedIsToldInTheLanguage(t *testing.T) {
	for _, tt := range []struct {
		language reports.Language
		want     []string
	}{
		{reports.Russian, []string{"согласие на SMS о продуктах", "модель; см. DFC-2025", "от доставленных SMS; 52,2 % проактивных SMS"}},
		{reports.Kazakh, []string{"азық-түлік SMS-іне келісім", "модель; DFC-2025 қараңыз", "жеткізілген SMS-тен; 2025 жылғы проактивті"}},
	} {
		text := allOf(t, filesOf(t, studied(t), tt.language, ".xlsx")["results.xlsx"])
		for _, want := range tt.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the workbook does not say %q", tt.language, want)
			}
		}
		for _, foreign := range []string{"of the delivered SMS", "model:DFC-2025", "\nppm\n", "\n520000\n"} {
			if strings.Contains(text, foreign) {
				t.Errorf("%s: the workbook says %q", tt.language, foreign)
			}
		}
	}
}
