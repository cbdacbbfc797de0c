package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// exhibitsOnScreen are how the names of those exhibits begin that a terminal has room for; the page
// has all.
var exhibitsOnScreen = []string{"provisions", "funnel", "months", "unused", "movers", "confidence"}

// mostOnScreen is how many rows a table on a terminal has at most.
const mostOnScreen = 60

// WriteText writes the study for a terminal of a width in characters, without
// colours: the answer first, then what is changed, the funnel, money, what is unused, who
// gains, and how sure that is. The last line is "study hash: " and the hash, in every
// language alike, for programs to read.
func (s *Study) WriteText(w io.Writer, l Language, width int) error {
	t := s.in(l)
	var head strings.Builder
	title := wrap(clean(t.in(s.r.Manifest.Title)), width)
	head.WriteString(strings.Join(title, "\n") + "\n" + strings.Repeat("═", min(width, longestLine(title))) + "\n\n")
	for _, a := range t.answers() {
		text := a.sentence
		if len(s.r.Worlds) > 2 {
			text = sentenced(a.question) + " " + text
		}
		head.WriteString(Paragraph(text, width) + "\n\n")
	}
	var rows [][]string
	for _, pair := range t.identity() {
		rows = append(rows, pair[:])
	}
	head.WriteString(aligned(rows, width) + "\n")
	head.WriteString(aligned(t.key(), width) + "\n")
	if caution := t.caution("screen"); caution != "" {
		head.WriteString(Paragraph(caution, width) + "\n\n")
	}
	for _, alert := range t.alerts() {
		head.WriteString(Paragraph("! "+alert, width) + "\n\n")
	}
	if _, err := io.WriteString(w, head.String()); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	if err := t.writeTables(w, width); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	if _, err := io.WriteString(w, "study hash: "+s.r.Manifest.Hash+"\n"); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// sentenced ends a text as a sentence is ended, where it does not end as one.
func sentenced(text string) string {
	if strings.HasSuffix(text, "?") || strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") {
		return text
	}
	return text + "."
}

// writeTables writes the tables of the chapters that a terminal has room for.
func (t *studyTeller) writeTables(w io.Writer, width int) error {
	for _, e := range t.exhibits() {
		shown := slices.ContainsFunc(exhibitsOnScreen, func(kind string) bool { return strings.HasPrefix(e.id, kind) })
		if !shown || len(e.table.rows) == 0 || len(e.table.rows) > mostOnScreen {
			continue
		}
		if err := e.onScreen(t.shortNames()).Write(w, width); err != nil {
			return err
		}
		if _, err := io.WriteString(w, "\n"); err != nil {
			return err
		}
	}
	return nil
}

// key says which world each id stands for in the tables of a terminal, where a title
// in every row would leave no room for figures.
func (t *studyTeller) key() (rows [][]string) {
	for w := range t.r.Worlds {
		rows = append(rows, []string{clean(t.r.Worlds[w].ID), t.worldName(w)})
	}
	return rows
}

// shortNames maps the names of worlds, and of scenarios that are lived at several points, to their ids.
func (t *studyTeller) shortNames() map[string]string {
	short := map[string]string{}
	for w := range t.r.Worlds {
		short[t.scenarioName(w)] = clean(t.r.Worlds[w].Scenario)
	}
	for _, row := range t.key() {
		short[row[1]] = row[0]
	}
	return short
}

// onScreen is the table behind an exhibit, for a terminal, with short names of worlds.
func (e *exhibit) onScreen(short map[string]string) *Table {
	table := &Table{Title: e.title, Note: e.note}
	for _, c := range e.table.columns {
		head := c.head
		if e.bare {
			head = ""
		}
		table.Columns = append(table.Columns, Column{Title: head, Right: c.kind != ofWords})
	}
	for _, row := range e.table.rows {
		table.Rows = append(table.Rows, written(row, short))
	}
	if e.table.foot != nil {
		table.Footer = written(e.table.foot, nil)
	}
	return table
}

// written are cells as a reader sees them, with short names of worlds.
func written(row []figureCell, short map[string]string) []string {
	cells := make([]string, len(row))
	for i := range row {
		cells[i] = row[i].text
		if id, ok := short[row[i].text]; ok {
			cells[i] = id
		}
	}
	return cells
}

// WriteCells writes every figure of every world as CSV, as csv/cells.csv has them but for its byte order
// mark. Names of territories are of the language.
func (s *Study) WriteCells(w io.Writer, l Language) error {
	return rowsOf[cellRow]{"cells", s.in(l).cellRows}.writeCSV(w)
}
