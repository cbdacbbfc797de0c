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
	if err := b.answer(); err != nil {
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

// answer is the first sheet: what somebody reads who reads nothing else.
func (b *studyBook) answer() error {
	name, err := b.sheet(b.say("study.chapter.answer"))
	if err != nil {
		return err
	}
	rows := [][]any{{clean(b.in(b.r.Manifest.Title))}, nil}
	strong := []int{1}
	for _, a := range b.answers() {
		strong = append(strong, len(rows)+1)
		rows = append(rows, []any{a.question}, []any{a.sentence})
	}
	rows = append(rows, nil, []any{b.caution()}, nil)
	for _, alert := range b.alerts() {
		rows = append(rows, []any{alert})
	}
	for _, x := range b.tiles(b.first()) {
		rows = append(rows, []any{x.word, x.value, x.below})
	}
	rows = append(rows, nil)
	for _, pair := range append(b.identity(), b.manifest()...) {
		rows = append(rows, []any{pair[0], pair[1]})
	}
	rows = append(rows, []any{b.say("study.chapter.reproduce"), b.command})
	return b.texts(name, rows, strong, 70, 40)
}
