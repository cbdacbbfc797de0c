package reports

import (
	"encoding/base64"
	"math"
	"strconv"
	"strings"

	"github.com/vouch-kz/vouch/reports/chart"
	"github.com/vouch-kz/vouch/simulator/study"
)

// exhibit is one thing that a report shows: a picture, and the table behind it. The
// page, the workbook, the letter and the pictures are all made of exhibits.
type exhibit struct {
	id    string // small letters, digits and hyphens; names files and sheets
	title string // what it shows
	note  string // what has to be known to read it, table or picture; may be empty
	// caption is what has to be known to read the picture beside that. It stands where the picture does, and nowhere else.
	caption string
	draw    func(width int) *chart.Picture
	table   sheetTable
	bare    bool // a terminal needs no heads, since rows have names and one figure each
}

// sheetTable is a table whose figures are both written and known.
type sheetTable struct {
	columns []sheetColumn
	rows    [][]figureCell
	foot    []figureCell // sums below the rows, for readers; nil: none. Files do without
}

// sheetColumn is a column with what its figures are.
type sheetColumn struct {
	head string
	kind figureKind
}

// figureKind says how a figure is written into a workbook and a file.
type figureKind uint8

const (
	ofWords figureKind = iota
	ofCount
	ofTenge   // number in tenge
	ofPercent // number in per cent
	ofVolume  // number in cubic metres
	ofShare   // number in per cent, with all digits that it has
	ofSum     // number in tenge with their sign, where no head of a column says what it is
)

// figureCell is one cell: as a reader sees it, and the number where it has one.
type figureCell struct {
	text   string
	number float64
	known  bool // there is a number
	strong bool
	kind   figureKind // ofWords: that of the column
}

// pictured is what has to be known to read the picture.
func (e *exhibit) pictured() string { return strings.TrimSpace(e.note + " " + e.caption) }

func (e *exhibit) column(head string, kind figureKind) {
	e.table.columns = append(e.table.columns, sheetColumn{head, kind})
}

func (e *exhibit) row(cells ...figureCell) { e.table.rows = append(e.table.rows, cells) }

// kindOf is how figures of a unit are written.
func kindOf(unit study.Unit) figureKind {
	switch unit {
	case study.InTiyn:
		return ofTenge
	case study.InMilli:
		return ofVolume
	}
	return ofCount
}

func (s *speech) text(text string) figureCell { return figureCell{text: clean(text)} }

// counted is a whole number of things.
func (s *speech) counted(n int64) figureCell {
	return figureCell{text: s.count(n), number: float64(n), known: true, kind: ofCount}
}

// paid is a sum of money to the tiyn.
func (s *speech) paid(tiyn int64) figureCell {
	return figureCell{text: s.money(tiyn), number: float64(tiyn) / 100, known: true, kind: ofTenge}
}

func (t *studyTeller) heading(text string) figureCell {
	return figureCell{text: clean(text), strong: true}
}

// number is a count, or a mean of one.
func (t *studyTeller) number(f float64) figureCell {
	return figureCell{text: t.mean(f), number: rounded(f, 10), known: true}
}

// sum is a sum of money, in a table in whole tenge.
func (t *studyTeller) sum(tiyn float64) figureCell {
	return figureCell{text: t.count(nearest(tiyn / 100)), number: rounded(tiyn/100, 100), known: true}
}

// unit is a figure in the unit of its metric.
func (t *studyTeller) unit(unit study.Unit, f float64) figureCell {
	switch unit {
	case study.InTiyn:
		return t.sum(f)
	case study.InMilli:
		return figureCell{text: t.count(nearest(f / 1000)), number: rounded(f/1000, 1000), known: true}
	case study.InShare:
		return figureCell{text: t.share(nearest(f)), number: rounded(f/1e4, 100), known: true}
	}
	return t.number(f)
}

// plus is a difference: its sign is always written.
func (t *studyTeller) plus(unit study.Unit, f float64) figureCell {
	c := t.unit(unit, f)
	if c.number > 0 {
		c.text = "+" + c.text
	}
	return c
}

// percentOf is a change in per cent; empty where nothing can be said.
func (t *studyTeller) percentOf(percent *float64) figureCell {
	if percent == nil {
		return figureCell{text: none}
	}
	return figureCell{text: t.change(percent), number: rounded(*percent, 100), known: true}
}

// shareOf is a share of a whole in per cent.
func (s *speech) shareOf(part, whole int64) figureCell {
	if whole <= 0 {
		return figureCell{text: none}
	}
	return figureCell{text: s.percent(part, whole), number: rounded(100*float64(part)/float64(whole), 100), known: true}
}

// ends are the two ends of an interval, in cells of their own.
func (t *studyTeller) ends(unit study.Unit, e *study.Estimate, difference bool) (low, high figureCell) {
	if !e.Known {
		return figureCell{text: none}, figureCell{text: none}
	}
	if difference {
		return t.plus(unit, e.Low), t.plus(unit, e.High)
	}
	return t.unit(unit, e.Low), t.unit(unit, e.High)
}

// summed, shared and counted are figures of a workbook that no head of a column explains: a sum in tenge with their sign, a
// share in per cent, a count.
func summed(tiyn int64) figureCell {
	return figureCell{number: rounded(float64(tiyn)/100, 100), known: true, kind: ofSum}
}

func shared(part, whole int64) figureCell {
	return figureCell{number: rounded(100*float64(part)/float64(max(1, whole)), 10), known: whole > 0, kind: ofPercent}
}

func counted(n int64) figureCell { return figureCell{number: float64(n), known: true, kind: ofCount} }

// rounded keeps as many parts of a number as make sense in a file, so that no digits
// stand there which mean nothing.
func rounded(f, parts float64) float64 { return math.Round(f*parts) / parts }

// csv is the table as a file: numbers as machines read them.
func (e *exhibit) csv() string {
	var b strings.Builder
	line := func(cells []string) {
		for i, c := range cells {
			if i > 0 {
				b.WriteByte(',')
			}
			if strings.ContainsAny(c, ",\"\n") {
				c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
			}
			b.WriteString(c)
		}
		b.WriteByte('\n')
	}
	heads := make([]string, len(e.table.columns))
	for i, c := range e.table.columns {
		heads[i] = defused(c.head)
	}
	line(heads)
	for _, r := range e.table.rows {
		cells := make([]string, len(r))
		for i, c := range r {
			switch {
			case c.known:
				cells[i] = strconv.FormatFloat(c.number, 'f', -1, 64)
			case c.text != none:
				cells[i] = defused(c.text)
			}
		}
		line(cells)
	}
	return b.String()
}

// address is the table as a link that needs no network.
func (e *exhibit) address() string {
	return "data:text/csv;charset=utf-8;base64," + base64.StdEncoding.EncodeToString([]byte(mark+e.csv()))
}
