package reports

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// mostSheetRows is how many rows a sheet of a workbook has at most, the header
// included: the format has no more.
const mostSheetRows = 1_048_576

// writeBook writes a workbook for Excel that is filled in one language, with the name
// that its properties tell. What is filled alike gives the same bytes.
func writeBook(w io.Writer, words *speech, title string, fill func(*workbook) error) error {
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // nothing was opened on disk
	b := &workbook{words: words, f: f, styles: map[string]int{}}
	err := b.makeStyles()
	if err == nil {
		err = fill(b)
	}
	if err == nil {
		err = b.wrong
	}
	if err == nil {
		// The first sheet is the open one from the beginning. To say so once more would read every sheet into memory.
		err = f.SetDocProps(&excelize.DocProperties{
			Title: title, Creator: "vouch", LastModifiedBy: "vouch", Created: "2026-01-01T00:00:00Z", Modified: "2026-01-01T00:00:00Z",
			Language: string(words.language),
		})
	}
	var packed bytes.Buffer
	if err == nil {
		err = f.Write(&packed)
	}
	if err == nil {
		err = repacked(w, packed.Bytes())
	}
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	return nil
}

// workbook is a workbook being filled.
type workbook struct {
	words  *speech
	f      *excelize.File
	head   int            // style of headers
	title  int            // style of the answer
	plain  int            // style of text that is broken into lines
	styles map[string]int // of figures, by format
	wrong  error          // of the first style that could not be made
	names  []string       // of sheets, so far
	cut    int            // rows that did not fit
}

// figureFormats are the formats of figures by kind: the digits before the decimal sign, how many are behind it, and
// what follows. The comma is the mark that Excel puts in the manner of its user. Where the fewest and the most decimals
// differ, a figure has as many as it needs: room for more would leave a whole number with a bare decimal sign.
var figureFormats = [...]struct {
	digits      string
	least, most int
	tail        string
}{
	ofWords: {"General", 0, 0, ""}, ofCount: {"#,##0", 0, 2, ""}, ofTenge: {"#,##0", 2, 2, ""}, ofPercent: {"0", 1, 1, `" %"`},
	ofVolume: {"#,##0", 0, 3, ""}, ofShare: {"0", 0, 4, `" %"`}, ofSum: {"#,##0", 2, 2, `" ₸"`},
}

// styled is a number in the format of its kind.
func (b *workbook) styled(kind figureKind, number float64) any {
	f := figureFormats[kind]
	_, decimals, _ := strings.Cut(strconv.FormatFloat(number, 'f', -1, 64), ".")
	format := f.digits + f.tail
	if n := min(f.most, max(f.least, len(decimals))); n > 0 {
		format = f.digits + "." + strings.Repeat("0", n) + f.tail
	}
	style, ok := b.styles[format]
	if !ok && b.wrong == nil {
		style, b.wrong = b.f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		b.styles[format] = style
	}
	return excelize.Cell{Value: number, StyleID: style}
}

func (b *workbook) makeStyles() (err error) {
	if b.head, err = b.f.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"0B6E79"}},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"},
	}); err != nil {
		return err
	}
	if b.title, err = b.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}); err != nil {
		return err
	}
	if b.plain, err = b.f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}); err != nil {
		return err
	}
	return nil
}

// sheet begins a sheet. A name has 31 letters at most, and is there once.
func (b *workbook) sheet(name string) (string, error) {
	name = strings.NewReplacer("[", "(", "]", ")", ":", " ", "*", " ", "?", " ", "/", "-", "\\", "-", "'", "’").Replace(name)
	for n, whole := 1, name; ; n++ {
		suffix := ""
		if n > 1 {
			suffix = fmt.Sprintf(" %d", n)
		}
		for utf8.RuneCountInString(whole+suffix) > 31 {
			_, size := utf8.DecodeLastRuneInString(whole)
			whole = strings.TrimRight(whole[:len(whole)-size], " ")
		}
		if name = whole + suffix; !slices.Contains(b.names, name) {
			break
		}
	}
	b.names = append(b.names, name)
	if len(b.names) == 1 {
		return name, b.f.SetSheetName("Sheet1", name)
	}
	_, err := b.f.NewSheet(name)
	return name, err
}

// cover is the first sheet: what somebody reads who reads nothing else.
func (b *workbook) cover(m *voiceModel) error {
	name, err := b.sheet(b.words.say("study.chapter.answer"))
	if err != nil {
		return err
	}
	rows := [][]any{{m.Name}, nil}
	strong := []int{1}
	for _, a := range append([]voiceAnswer{{m.Question, m.Sentence, m.State}}, m.Answers...) {
		if a.Question != m.Name { // said above
			strong = append(strong, len(rows)+1)
			rows = append(rows, []any{a.Question})
		}
		rows = append(rows, []any{a.Sentence})
	}
	rows = append(rows, nil, []any{m.Caution}, nil)
	for _, alert := range m.Alerts {
		rows = append(rows, []any{alert})
	}
	for _, x := range m.Tiles {
		value := any(x.Value)
		if x.figure.known {
			value = b.styled(x.figure.kind, x.figure.number)
		}
		rows = append(rows, []any{x.Word, value, x.Below})
	}
	rows = append(rows, nil)
	for _, pair := range append(m.Facts, m.Manifest...) {
		value := any(pair[1])
		if n, err := strconv.ParseInt(pair[1], 10, 64); err == nil { // a seed
			value = n
		}
		rows = append(rows, []any{pair[0], value})
	}
	rows = append(rows, []any{b.words.say("study.chapter.reproduce"), m.Command})
	return b.texts(name, rows, strong, 70, 40)
}

// sheets are the tables of exhibits, those apart that have no row.
func (b *workbook) sheets(all []*exhibit) error {
	for _, e := range all {
		if len(e.table.rows) == 0 {
			continue
		}
		if err := b.exhibit(e); err != nil {
			return err
		}
	}
	return nil
}

// texts fills a sheet with lines of words, and of figures beside them.
func (b *workbook) texts(name string, rows [][]any, strong []int, widths ...float64) error {
	for i, w := range widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := b.f.SetColWidth(name, column, column, w); err != nil {
			return err
		}
	}
	for i, row := range rows {
		style := b.plain
		if slices.Contains(strong, i+1) {
			style = b.title
		}
		if err := b.f.SetRowStyle(name, i+1, i+1, style); err != nil {
			return err
		}
		for j, value := range row {
			if err := b.put(name, j+1, i+1, value, style); err != nil {
				return err
			}
		}
	}
	return nil
}

// put fills one cell of a sheet: a figure in its format, all else in a style.
func (b *workbook) put(name string, column, row int, value any, style int) error {
	at, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return err
	}
	if figure, ok := value.(excelize.Cell); ok {
		value, style = figure.Value, figure.StyleID
	}
	if err := b.f.SetCellValue(name, at, value); err != nil {
		return err
	}
	return b.f.SetCellStyle(name, at, at, style)
}

// exhibit is the table of an exhibit as a sheet.
func (b *workbook) exhibit(e *exhibit) error {
	name, err := b.sheet(b.sheetName(e))
	if err != nil {
		return err
	}
	heads := make([]string, len(e.table.columns))
	kinds := make([]figureKind, len(e.table.columns))
	for i, c := range e.table.columns {
		heads[i], kinds[i] = c.head, c.kind
	}
	return b.table(name, heads, kinds, func(yield func([]any) bool) {
		for _, r := range e.table.rows {
			row := make([]any, len(r))
			for i, c := range r {
				switch {
				case c.known:
					kind := kinds[i]
					if c.kind != ofWords {
						kind = c.kind
					}
					row[i] = b.styled(kind, c.number)
				case c.text != none:
					row[i] = c.text
				}
			}
			if !yield(row) {
				return
			}
		}
	})
}

// sheetName is a short name for what an exhibit shows.
func (b *workbook) sheetName(e *exhibit) string {
	kind, rest, _ := strings.Cut(e.id, "-")
	id := "study.sheet." + kind
	if programme, _, _ := strings.Cut(rest, "-"); programme == "gas" || programme == "food" {
		return b.words.say(id) + " – " + b.words.say("programme."+programme)
	}
	return b.words.or(id+"."+rest, b.words.or(id, e.title))
}

// table streams rows into a sheet as a table: with a frozen header and filters.
func (b *workbook) table(name string, heads []string, kinds []figureKind, rows func(yield func([]any) bool)) error {
	out, err := b.f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i := range heads {
		width := 15.0
		if kinds[i] == ofWords {
			width = 24
		}
		if err := out.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	header := make([]any, len(heads))
	for i, h := range unique(heads) {
		header[i] = excelize.Cell{Value: h, StyleID: b.head}
	}
	if err := out.SetRow("A1", header); err != nil {
		return err
	}
	n := 1
	rows(func(row []any) bool {
		n++
		var at string
		if at, err = excelize.CoordinatesToCellName(1, n); err == nil {
			err = out.SetRow(at, row)
		}
		return err == nil
	})
	if err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(heads), max(n, 2))
	if err != nil {
		return err
	}
	if err := out.AddTable(&excelize.Table{Range: "A1:" + last, Name: fmt.Sprintf("t%d", len(b.names)), StyleName: "TableStyleLight1"}); err != nil {
		return err
	}
	return out.Flush()
}

// unique makes headers of a table differ, as the format asks.
func unique(heads []string) []string {
	all := make([]string, len(heads))
	for i, h := range heads {
		name := h
		for n := 2; slices.Contains(all[:i], name); n++ {
			name = fmt.Sprintf("%s (%d)", h, n)
		}
		all[i] = name
	}
	return all
}

// repacked writes a package with its parts sorted and without times, so that the
// same parts give the same bytes.
func repacked(w io.Writer, packed []byte) error {
	in, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, part := range in.File {
		r, err := part.Open()
		if err != nil {
			return err
		}
		content, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		if part.Name == "[Content_Types].xml" {
			content = sortedTypes(content)
		}
		to, err := out.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := to.Write(content); err != nil {
			return err
		}
	}
	return out.Close()
}

// sortedTypes sorts the entries of the list of parts, whose order means nothing and
// differs from run to run.
func sortedTypes(content []byte) []byte {
	begin, end := bytes.Index(content, []byte("<Default")), bytes.LastIndex(content, []byte("</Types>"))
	if o := bytes.Index(content, []byte("<Override")); o >= 0 && (begin < 0 || o < begin) {
		begin = o
	}
	if begin < 0 || end < begin {
		return content
	}
	entries := strings.SplitAfter(string(content[begin:end]), "/>")
	if strings.Contains(string(content[begin:end]), "></Override>") {
		entries = strings.SplitAfter(strings.ReplaceAll(strings.ReplaceAll(string(content[begin:end]), "></Override>", "/>"), "></Default>", "/>"), "/>")
	}
	slices.Sort(entries)
	return slices.Concat(content[:begin], []byte(strings.Join(entries, "")), content[end:])
}
