package reports

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// Column is one column of a table.
type Column struct {
	Title string // in words, with its unit; "" for none
	Right bool   // numbers stand to the right
}

// Table is a table in words, ready to be laid out. Every row has as many cells
// as there are columns; a table without columns is its title and its note.
type Table struct {
	Title   string
	Columns []Column
	Rows    [][]string
	Footer  []string // sums of the columns; nil for none
	Note    string   // what a reader must know to read it; "" for none
}

// columnGap is how many blanks part two columns.
const columnGap = 2

// Write lays the table out within a width, in characters, and writes it. Where
// it is too wide, titles are broken at blanks, then cells; where that is not
// enough, each row becomes a list of its own. A word or a number is never
// broken, so only one that is longer than the width may stand out.
func (t *Table) Write(w io.Writer, width int) error {
	for i, row := range append(t.Rows[:len(t.Rows):len(t.Rows)], t.Footer) {
		if len(row) != len(t.Columns) && row != nil {
			panic(fmt.Sprintf("reports: row %d of %q has %d cells for %d columns", i+1, t.Title, len(row), len(t.Columns)))
		}
	}
	var out bytes.Buffer
	out.WriteString(Paragraph("── "+t.Title, width) + "\n\n")
	widths := t.widths(width)
	switch {
	case len(t.Columns) == 0:
	case total(widths) > width:
		out.WriteString(t.stacked(width))
	default:
		if err := t.render(&out, widths); err != nil {
			return fmt.Errorf("table %q: %w", t.Title, err)
		}
	}
	if t.Note != "" && len(t.Columns) > 0 {
		out.WriteString("\n")
	}
	if t.Note != "" {
		out.WriteString(Paragraph(t.Note, width) + "\n")
	}
	_, err := w.Write(trimLines(out.Bytes()))
	return err
}

// render draws header, rows and footer.
func (t *Table) render(out io.Writer, widths []int) error {
	header, rows, footer := t.broken(widths)
	align := make([]tw.Align, len(t.Columns))
	gaps := make([]tw.Padding, len(t.Columns))
	for i, c := range t.Columns {
		align[i], gaps[i] = tw.AlignLeft, tw.Padding{Right: strings.Repeat(" ", columnGap), Overwrite: true}
		if c.Right {
			align[i] = tw.AlignRight
		}
	}
	gaps[len(gaps)-1].Right = ""
	columns := tw.CellAlignment{PerColumn: align}
	line := func(shown bool) tw.State {
		if shown {
			return tw.On
		}
		return tw.Off
	}
	drawn := tablewriter.NewTable(
		out,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders: tw.Border{Left: tw.Off, Right: tw.Off, Top: tw.Off, Bottom: tw.Off},
			Symbols: tw.NewSymbols(tw.StyleLight),
			Settings: tw.Settings{
				Separators: tw.Separators{BetweenColumns: tw.Off, BetweenRows: tw.Off},
				Lines:      tw.Lines{ShowHeaderLine: line(header != nil), ShowFooterLine: line(footer != nil)},
			},
		})),
		// Left to itself, the library shouts titles, cuts blanks that align, and
		// counts lines as two characters wide under some locales.
		tablewriter.WithHeaderAutoFormat(tw.Off), tablewriter.WithFooterAutoFormat(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone), tablewriter.WithRowAutoWrap(tw.WrapNone), tablewriter.WithFooterAutoWrap(tw.WrapNone),
		tablewriter.WithTrimSpace(tw.Off), tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithHeaderPaddingPerColumn(gaps), tablewriter.WithRowPaddingPerColumn(gaps), tablewriter.WithFooterPaddingPerColumn(gaps),
		tablewriter.WithHeaderAlignmentConfig(columns), tablewriter.WithRowAlignmentConfig(columns), tablewriter.WithFooterAlignmentConfig(columns),
	)
	if header != nil {
		drawn.Header(header)
	}
	if err := drawn.Bulk(rows); err != nil {
		return err
	}
	if footer != nil {
		drawn.Footer(footer)
	}
	return drawn.Render()
}

// widths returns how wide each column is, so that the table is no wider than
// asked, or cannot be narrower.
func (t *Table) widths(width int) []int {
	widths := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		widths[i] = max(t.cellWidth(i, utf8.RuneCountInString), utf8.RuneCountInString(c.Title))
	}
	if total(widths) <= width {
		return widths
	}
	least := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		widths[i] = max(t.cellWidth(i, utf8.RuneCountInString), longestWord(c.Title))
		least[i] = max(t.cellWidth(i, longestWord), longestWord(c.Title))
	}
	for over := total(widths) - width; over > 0; over-- {
		widest := -1
		for i := range widths {
			if widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
	}
	return widths
}

// broken breaks titles and cells to the widths of their columns. The header is
// nil where no column has a title.
func (t *Table) broken(widths []int) (header []string, rows [][]string, footer []string) {
	breakAll := func(cells []string) []string {
		lines := make([]string, len(cells))
		for i, cell := range cells {
			lines[i] = strings.Join(wrap(cell, widths[i]), "\n")
		}
		return lines
	}
	for _, row := range t.Rows {
		rows = append(rows, breakAll(row))
	}
	if t.Footer != nil {
		footer = breakAll(t.Footer)
	}
	titles, titled := make([]string, len(t.Columns)), false
	for i, c := range t.Columns {
		titles[i], titled = c.Title, titled || c.Title != ""
	}
	if titled {
		header = breakAll(titles)
	}
	return header, rows, footer
}

// stacked writes each row as its first cell with the others below it, a line for
// each, for a terminal in which no two columns find room.
func (t *Table) stacked(width int) string {
	const indent = "  "
	var b strings.Builder
	for _, row := range append(t.Rows[:len(t.Rows):len(t.Rows)], t.Footer) {
		for i, cell := range row {
			if i == 0 {
				b.WriteString(Paragraph(cell, width) + "\n")
				continue
			}
			lines := wrap(strings.TrimSpace(t.Columns[i].Title+" "+cell), width-2*len(indent))
			b.WriteString(indent + strings.Join(lines, "\n"+indent+indent) + "\n")
		}
	}
	return b.String()
}

// cellWidth is the greatest measure of a cell of a column, its title apart.
func (t *Table) cellWidth(column int, measure func(string) int) (widest int) {
	for _, row := range append(t.Rows[:len(t.Rows):len(t.Rows)], t.Footer) {
		if row != nil {
			widest = max(widest, measure(row[column]))
		}
	}
	return widest
}

func total(widths []int) (sum int) {
	for _, w := range widths {
		sum += w + columnGap
	}
	return sum - columnGap
}

func longestWord(text string) (longest int) {
	for _, word := range strings.Split(text, " ") {
		longest = max(longest, utf8.RuneCountInString(word))
	}
	return longest
}

// wrap breaks a text at blanks into lines of at most the given width; a longer
// word is broken after a hyphen, or keeps a line to itself. No-break spaces
// hold.
func wrap(text string, width int) (lines []string) {
	line, gap := "", " "
	words := strings.Split(text, " ")
	for i := 0; i < len(words); i++ {
		word, next := words[i], " "
		if head, tail, hyphened := strings.Cut(word, "-"); hyphened && tail != "" && utf8.RuneCountInString(word) > width {
			word, words[i], next = head+"-", tail, ""
			i-- // the tail comes next, without a blank
		}
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+len(gap)+utf8.RuneCountInString(word) <= width:
			line += gap + word
		default:
			lines, line = append(lines, line), word
		}
		gap = next
	}
	return append(lines, line)
}

// Paragraph breaks running text at blanks into lines of at most the given width, and
// keeps its own line breaks; a longer word is broken after a hyphen, or keeps a line to
// itself.
func Paragraph(text string, width int) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, wrap(line, width)...)
	}
	return strings.Join(lines, "\n")
}

// trimLines takes the blanks off the ends of lines, which some cells leave.
func trimLines(text []byte) []byte {
	lines := bytes.Split(text, []byte("\n"))
	for i := range lines {
		lines[i] = bytes.TrimRight(lines[i], " ")
	}
	return bytes.Join(lines, []byte("\n"))
}

// longestLine is the width of the widest line.
func longestLine(lines []string) (longest int) {
	for _, line := range lines {
		longest = max(longest, utf8.RuneCountInString(line))
	}
	return longest
}
