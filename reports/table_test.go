package reports_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/vouch-kz/vouch/reports"
)

func towns() *reports.Table {
	return &reports.Table{
		Title:   "Towns",
		Columns: []reports.Column{{Title: "Town"}, {Title: "Families listed", Right: true}, {Title: "Sum, ₸", Right: true}},
		Rows:    [][]string{{"Көкшетау қаласы", "1", "1\u00a0234,50"}, {"Батыс Қазақстан облысы", "12\u00a0345", "0,00"}},
		Footer:  []string{"Барлығы", "12\u00a0346", "1\u00a0234,50"},
		Note:    "Sums are exact.",
	}
}

func TestTablesAlign(t *testing.T) {
	for _, tt := range []struct {
		name  string
		width int
		want  string
		why   string
	}{
		{
			"room enough", 100, `
── Towns

Town                    Families listed    Sum, ₸
─────────────────────────────────────────────────
Көкшетау қаласы                       1  1 234,50
Батыс Қазақстан облысы           12 345      0,00
─────────────────────────────────────────────────
Барлығы                          12 346  1 234,50

Sums are exact.
`, "words stand left, numbers right; the rules are as wide as the table",
		},
		{
			"titles first", 42, `
── Towns

Town                    Families    Sum, ₸
                          listed
──────────────────────────────────────────
Көкшетау қаласы                1  1 234,50
Батыс Қазақстан облысы    12 345      0,00
──────────────────────────────────────────
Барлығы                   12 346  1 234,50

Sums are exact.
`, "a title is broken before a name is",
		},
		{
			"names then", 36, `
── Towns

Town             Families    Sum, ₸
                   listed
───────────────────────────────────
Көкшетау қаласы         1  1 234,50
Батыс Қазақстан    12 345      0,00
облысы
───────────────────────────────────
Барлығы            12 346  1 234,50

Sums are exact.
`, "a name is broken at a blank, a number never",
		},
	} {
		var b strings.Builder
		if err := towns().Write(&b, tt.width); err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		got := strings.ReplaceAll(b.String(), "\u00a0", " ")
		if got != tt.want[1:] {
			t.Errorf("%s, width %d:\n%s\nwant\n%s\n%s", tt.name, tt.width, got, tt.want[1:], tt.why)
		}
	}
}

func TestTablesWithoutTitlesAreLists(t *testing.T) {
	table := &reports.Table{Title: "Loans", Columns: []reports.Column{{}, {Right: true}}, Rows: [][]string{{"Granted", "3"}, {"Paid out", "12"}}}
	var b strings.Builder
	if err := table.Write(&b, 80); err != nil {
		t.Fatal(err)
	}
	if want := "── Loans\n\nGranted    3\nPaid out  12\n"; b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestTableThatDoesNotFitKeepsItsNumbers(t *testing.T) {
	var b strings.Builder
	if err := towns().Write(&b, 5); err != nil {
		t.Fatal(err)
	}
	for _, number := range []string{"12\u00a0345", "12\u00a0346", "1\u00a0234,50"} {
		if !strings.Contains(b.String(), number) {
			t.Errorf("%s is broken in\n%s", number, b.String())
		}
	}
}

func TestLinesHaveNoBlanksAtTheirEnds(t *testing.T) {
	for width := 1; width < 60; width++ {
		var b strings.Builder
		if err := towns().Write(&b, width); err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(b.String(), "\n") {
			if strings.HasSuffix(line, " ") || !utf8.ValidString(line) {
				t.Errorf("width %d: line %q", width, line)
			}
		}
	}
}

func TestRowOfAnotherLengthIsAFault(t *testing.T) {
	table := towns()
	table.Rows[1] = table.Rows[1][:2]
	defer func() {
		if got, want := recover(), `reports: row 2 of "Towns" has 2 cells for 3 columns`; got != want {
			t.Errorf("panic %v, want %s: the drawing library would add a column in silence", got, want)
		}
	}()
	_ = table.Write(new(strings.Builder), 80)
}

func TestTableWithoutRoomIsAListForEachRow(t *testing.T) {
	var b strings.Builder
	if err := towns().Write(&b, 26); err != nil {
		t.Fatal(err)
	}
	const want = `── Towns

Көкшетау қаласы
  Families listed 1
  Sum, ₸ 1 234,50
Батыс Қазақстан облысы
  Families listed 12 345
  Sum, ₸ 0,00
Барлығы
  Families listed 12 346
  Sum, ₸ 1 234,50

Sums are exact.
`
	if got := strings.ReplaceAll(b.String(), "\u00a0", " "); got != want {
		t.Errorf("width 26:\n%s\nwant\n%s\nthree columns have no room; a terminal would break them anywhere", got, want)
	}
}
