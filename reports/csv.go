package reports

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// csvColumns are the columns of every CSV file: one line for each figure. Item
// holds what a figure is about beside programme, territory and month, parted by
// blanks: a day, or a command and a reason.
var csvColumns = []string{"table", "programme", "territory", "territory_name", "month", "item", "metric", "unit", "value"}

// mark is the byte order mark by which Excel takes a file for UTF-8, and names of places for words.
const mark = "\uFEFF"

// csvFile is a CSV file of a result folder: all begin with the mark. Readers of CSV, DuckDB among them, pass over it. What
// is printed does without, since it may go to a program that knows lines alone.
func csvFile(name string, write func(w io.Writer) error) File {
	return File{name, func(w io.Writer) error {
		if _, err := io.WriteString(w, mark); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return write(w)
	}}
}

// WriteCSV writes every figure of the run as CSV in UTF-8 without a byte order
// mark, lines ended by a line feed, whole numbers only. Only the names of
// territories are words of the language.
func (s *Simulation) WriteCSV(w io.Writer, l Language) error {
	return writeCSV(w, l, s.facts())
}

func writeCSV(w io.Writer, l Language, tables []facts) error {
	out := csv.NewWriter(w)
	if err := out.Write(csvColumns); err != nil {
		return fmt.Errorf("csv: %w", err)
	}
	for _, f := range tables {
		for _, r := range f.records {
			programme, territory, month, item := f.about(r)
			for i, figure := range f.figures {
				line := []string{f.name, programme, territory, territoryName(territory, l), month, item, figure.name, string(figure.unit)}
				for j := range line {
					line[j] = defused(line[j])
				}
				if err := out.Write(append(line, strconv.FormatInt(r.values[i], 10))); err != nil {
					return fmt.Errorf("csv: %w", err)
				}
			}
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("csv: %w", err)
	}
	return nil
}

// about sorts the keys of a record into the columns that CSV has for them.
func (f *facts) about(r record) (programme, territory, month, item string) {
	var rest []string
	for i, key := range r.keys {
		switch f.keys[i] {
		case keyProgramme:
			programme = key
		case keyTerritory:
			territory = key
		case keyMonth:
			month = key
		default:
			if key != "" {
				rest = append(rest, key)
			}
		}
	}
	return programme, territory, month, strings.Join(rest, " ")
}

// territoryName names a territory by its code as String writes it; "" for none
// and for the whole country.
func territoryName(code string, l Language) string {
	where, err := voucher.ParseTerritory(code)
	if err != nil || where == voucher.Country {
		return ""
	}
	return nameOf(where, l)
}

// nameOf names a territory, by its code where the facts do not know it.
func nameOf(where voucher.Territory, l Language) string {
	t, ok := simulator.DefaultFacts().Territory(uint32(where))
	if !ok {
		return where.String()
	}
	return voucher.Text{En: t.NameEN, Ru: t.NameRU, Kk: t.NameKK}.In(string(l))
}

// defused makes sure that no spreadsheet takes a text for a formula.
func defused(text string) string {
	if text != "" && slices.Contains([]byte("=+-@\t\r"), text[0]) {
		return "'" + text
	}
	return text
}
