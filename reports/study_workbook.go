package reports

import "io"

// WriteWorkbook writes the report as a workbook for Excel: the answer, a sheet for
// each table that is ready for a pivot table (one header, frozen, with filters; sums
// as numbers in tenge), every cell of the study in one long sheet, and notes on
// sources and limits. Words are of the language. The same study gives the same bytes.
func (s *Study) WriteWorkbook(w io.Writer, l Language) error {
	t := s.in(l)
	return writeBook(w, t.speech, clean(t.in(s.r.Manifest.Title)), func(b *workbook) error { return (&studyBook{t, b}).fill() })
}

// studyBook is the workbook of a study being filled.
type studyBook struct {
	*studyTeller
	*workbook
}

func (b *studyBook) fill() error {
	if err := b.cover(b.front()); err != nil {
		return err
	}
	if err := b.sheets(b.exhibits()); err != nil {
		return err
	}
	if err := b.cells(mostSheetRows - 1); err != nil {
		return err
	}
	return b.notes()
}
