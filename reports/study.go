package reports

import (
	"io"
	"math"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator/study"
)

// Study is what a study found, ready to be told: as a page, a workbook, files for
// machines, a letter and pictures.
type Study struct {
	r       *study.Results
	command string
}

// NewStudy takes what came out of a study and the command by which a reader comes
// to the same. Neither may change afterwards.
func NewStudy(r *study.Results, command string) *Study { return &Study{r, command} }

// File is one file of a report. Write may be called more than once, and writes the
// same bytes each time.
type File struct {
	Name  string // with folders, parted by /
	Write func(w io.Writer) error
}

// Files are all files of the report, in the order of their names. Those who open them
// want index.html first; l is the language that everything begins with. The figures of
// single runs are among them where the study keeps its parts, and are read from these
// while the file is written.
func (s *Study) Files(l Language) []File {
	files := []File{
		{"index.html", func(w io.Writer) error { return s.WritePage(w, l) }},
		{"report.md", func(w io.Writer) error { return s.WriteMarkdown(w, l) }},
		{"results.xlsx", func(w io.Writer) error { return s.WriteWorkbook(w, l) }},
	}
	files = append(files, s.dataFiles(l)...)
	files = append(files, s.Pictures(l)...)
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files
}

// studyTeller tells a study in one language.
type studyTeller struct {
	*Study
	*speech
}

func (s *Study) in(l Language) *studyTeller { return &studyTeller{s, newSpeech(l)} }

// mostShown is how many worlds beside the baseline a chart can tell apart. Tables
// and files have all.
const mostShown = 5

// shown are the worlds that charts show, the baseline first.
func (s *Study) shown() []int {
	var all []int
	for w := range min(len(s.r.Worlds), mostShown+1) {
		all = append(all, w)
	}
	return all
}

// programmes are those that any world changes, or all that are simulated where none
// is changed.
func (s *Study) programmes() []voucher.Programme {
	var simulated, changed []voucher.Programme
	for _, k := range s.r.LeadingKeys() {
		if !slices.Contains(simulated, k.Programme) {
			simulated = append(simulated, k.Programme)
		}
		for w := range s.r.Worlds {
			if c, ok := s.r.At(w, k); ok && c.Flag != study.Same && !slices.Contains(changed, k.Programme) {
				changed = append(changed, k.Programme)
			}
		}
	}
	if len(changed) == 0 {
		return simulated
	}
	return changed
}

// untouched are the programmes that are simulated and that no world changes at all,
// beside others that one does.
func (s *Study) untouched() []voucher.Programme {
	told := s.programmes()
	var all []voucher.Programme
	for _, k := range s.r.LeadingKeys() {
		if !slices.Contains(told, k.Programme) && !slices.Contains(all, k.Programme) {
			all = append(all, k.Programme)
		}
	}
	return all
}

// costOf is the metric that says what a programme costs.
func costOf(p voucher.Programme) string {
	if p == voucher.Gas {
		return "discount"
	}
	return "credited"
}

// cost is the cell that says what a programme costs in a world, in all.
func (s *Study) cost(w int, p voucher.Programme) study.Cell {
	return s.cell(w, study.Key{Programme: p, Metric: costOf(p)})
}

// cell is one cell; one that the study does not have is 0 in every run.
func (s *Study) cell(w int, k study.Key) study.Cell {
	c, ok := s.r.At(w, k)
	if !ok {
		return study.Cell{World: w, Key: k, Flag: study.Same}
	}
	return c
}

// figureOf is the mean of a figure, rounded to a whole number.
func (s *Study) figureOf(w int, k study.Key) int64 { return nearest(s.cell(w, k).Level.Mean) }

// nearest is the whole number nearest to a mean. One that no whole number holds is
// the greatest there is.
func nearest(f float64) int64 {
	switch r := math.Round(f); {
	case r >= math.MaxInt64:
		return math.MaxInt64
	case r <= math.MinInt64:
		return math.MinInt64
	default:
		return int64(r)
	}
}

// named are the territories of the study as cells are about them.
func (s *Study) named(where voucher.Territory, sp *speech) string {
	if where == voucher.Country {
		return sp.say("study.country")
	}
	return nameOf(where, sp.language)
}

// worldName is how a world is called: by its title and, where policy is swept, by
// the values of its point.
func (t *studyTeller) worldName(w int) string {
	world := &t.r.Worlds[w]
	name, sep := t.in(world.Title), " — "
	if len(world.Point) > 0 && world.Scenario == t.r.Worlds[0].Scenario {
		name, sep = "", "" // it is the baseline but for these values
	}
	for _, p := range world.Point {
		name += sep + t.in(p.Label) + " = " + t.valued(p.Path, p.Text).text
		sep = ", "
	}
	return clean(name)
}

// in hides Study.in: words of the vocabulary are told in the teller's language.
func (t *studyTeller) in(text voucher.Text) string { return t.speech.in(text) }
