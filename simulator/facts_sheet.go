package simulator

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a file of facts. The greatest of ours has some 20 KiB; what is
// far beyond is not such a file.
const (
	maxSheetBytes = 4 << 20
	maxCellBytes  = 500
)

// sheet is one CSV file read strictly, row by row. Cells are asked for by the
// name of their column; the first fault is kept in err and ends the reading, so
// that a reader of rows checks once, at its end.
type sheet struct {
	name    string
	columns []string
	records [][]string
	lines   []int // line of each record
	at      int   // index of the current record
	seen    map[string]int
	sources sourceKeys
	err     error
}

// openSheet reads a file and checks its form: UTF-8, a first line with exactly
// these columns, as many cells in every other.
func openSheet(fsys fs.FS, name string, sources sourceKeys, columns ...string) *sheet {
	s := &sheet{name: name, columns: columns, at: -1, seen: map[string]int{}, sources: sources}
	data, err := fs.ReadFile(fsys, name)
	switch {
	case err != nil:
		s.err = fmt.Errorf("read facts: %w", err)
	case len(data) > maxSheetBytes:
		s.err = fmt.Errorf("%s: has %d bytes; at most %d are read", name, len(data), maxSheetBytes)
	case len(bytes.TrimSpace(data)) == 0:
		s.err = fmt.Errorf("%s: is empty; the first line names the columns", name)
	default:
		s.err = s.parse(data)
	}
	return s
}

// parse cuts the file into records.
func (s *sheet) parse(data []byte) error {
	for i, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) {
			return fmt.Errorf("%s:%d: is not UTF-8; save the file as UTF-8", s.name, i+1)
		}
	}
	reader := csv.NewReader(bytes.NewReader(data))
	reader.FieldsPerRecord = -1 // counted here, to say what is missing
	for {
		record, err := reader.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &broken):
			return fmt.Errorf("%s:%d: %w; mend the quotes", s.name, broken.Line, broken.Err)
		case err != nil:
			return fmt.Errorf("%s: %w", s.name, err)
		}
		line, _ := reader.FieldPos(0)
		if err := s.add(line, record); err != nil {
			return err
		}
	}
}

// add takes one more record; the first is the header and is only compared.
func (s *sheet) add(line int, record []string) error {
	if len(s.lines) == 0 && s.records == nil {
		s.records = [][]string{}
		if !slices.Equal(record, s.columns) {
			return fmt.Errorf("%s:%d: the columns are %q; want %q", s.name, line, strings.Join(record, ","), strings.Join(s.columns, ","))
		}
		return nil
	}
	if len(record) != len(s.columns) {
		return fmt.Errorf("%s:%d: has %d cells; want %d, one for each column", s.name, line, len(record), len(s.columns))
	}
	s.records = append(s.records, record)
	s.lines = append(s.lines, line)
	return nil
}

// next goes to the next row; it says false at the end and after a fault.
func (s *sheet) next() bool {
	s.at++
	return s.err == nil && s.at < len(s.records)
}

// cell returns a cell of the current row.
func (s *sheet) cell(column string) string {
	i := slices.Index(s.columns, column)
	if i < 0 {
		panic(fmt.Sprintf("simulator: %s is read with the column %q, which it does not have", s.name, column))
	}
	return s.records[s.at][i]
}

// fail keeps the first fault, with its place.
func (s *sheet) fail(column, format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf("%s:%d: column %q: %w", s.name, s.lines[s.at], column, fmt.Errorf(format, args...))
	}
}

// failWhole keeps a fault of the whole file, such as shares that do not add up.
func (s *sheet) failWhole(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf("%s: %w", s.name, fmt.Errorf(format, args...))
	}
}

// whole reads a whole number from least to most.
func (s *sheet) whole(column string, least, most int64) int64 {
	n, err := parseWhole(s.cell(column), least, most)
	if err != nil {
		s.fail(column, "%w", err)
	}
	return n
}

// parseWhole reads digits and nothing else.
func parseWhole(text string, least, most int64) (int64, error) {
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0, fmt.Errorf("%q is not a whole number; write digits only", text)
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < least || n > most {
		return 0, fmt.Errorf("%s is out of range; write %d to %d", text, least, most)
	}
	return n, nil
}

// share reads parts per million, 0 to the whole.
func (s *sheet) share(column string) uint32 { return uint32(s.whole(column, 0, Million)) }

// flag reads 0 or 1.
func (s *sheet) flag(column string) bool { return s.whole(column, 0, 1) == 1 }

// text reads words for people: not empty, not long, without control characters.
func (s *sheet) text(column string) string {
	text := s.cell(column)
	switch {
	case strings.TrimSpace(text) == "":
		s.fail(column, "is empty; write something")
	case len(text) > maxCellBytes:
		s.fail(column, "has %d bytes; write at most %d", len(text), maxCellBytes)
	case strings.ContainsFunc(text, unicode.IsControl):
		s.fail(column, "%q has a control character; take it out", text)
	case strings.TrimSpace(text) != text:
		s.fail(column, "%q begins or ends with a space; take it out", text)
	}
	return text
}

// oneOf reads one of the given words and returns its place among them.
func (s *sheet) oneOf(column string, words ...string) int {
	i := slices.Index(words, s.cell(column))
	if i < 0 {
		s.fail(column, "%q is not known; write one of %s", s.cell(column), strings.Join(words, ", "))
		return 0
	}
	return i
}

// once refuses a second row of the same key. The column is the one to blame.
func (s *sheet) once(column, key string) {
	if s.err != nil {
		return
	}
	if line, ok := s.seen[key]; ok {
		s.fail(column, "%s stands already on line %d; keep one", key, line)
		return
	}
	s.seen[key] = s.lines[s.at]
}

// source reads where the figures of the row come from.
func (s *sheet) source() Source {
	source, err := s.sources.parse(s.cell("source"), s.columns)
	if err != nil {
		s.fail("source", "%w", err)
	}
	return source
}
