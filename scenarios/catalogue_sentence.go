package scenarios

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Sentence is a part of a demand that comes from one place and binds with one level.
type Sentence struct {
	Text       voucher.Text
	Level      Level
	Provenance []Provenance
}

// Sentences tells the statement apart by where it comes from: the published text, what
// follows from it, this project. A row of one provenance, or whose single sentence mixes
// several, is one. What is ours alone in a MUST that has a softer half is a SHOULD;
// where the half is less than a sentence, Should names it.
func (r *Requirement) Sentences() []Sentence {
	if len(r.By) == 0 {
		return []Sentence{{r.Statement, r.Level, r.Provenance}}
	}
	en, ru, kk := sentencesIn(r.Statement.En), sentencesIn(r.Statement.Ru), sentencesIn(r.Statement.Kk)
	var all []Sentence
	for i, from := range r.By {
		s := Sentence{voucher.Text{En: en[i], Ru: ru[i], Kk: kk[i]}, r.Level, from}
		if slices.Equal(from, []Provenance{Ours}) && r.Should != (voucher.Text{}) {
			s.Level = Should
		}
		all = append(all, s)
	}
	return all
}

// sentenceFaults holds the provenance of sentences to the statement in each language and
// to that of the row.
func (r *Requirement) sentenceFaults() (faults []error) {
	if len(r.By) == 0 {
		return nil
	}
	for _, text := range []string{r.Statement.En, r.Statement.Ru, r.Statement.Kk} {
		if n := len(sentencesIn(text)); n != len(r.By) {
			faults = append(faults, fmt.Errorf("sentences: %d for %d of the statement %q; write the provenance of each", len(r.By), n, text))
		}
	}
	var named []Provenance
	for _, from := range r.By {
		named = append(named, from...)
	}
	for _, p := range r.Provenance {
		if !slices.Contains(named, p) {
			faults = append(faults, fmt.Errorf("sentences: none is %s, which provenance names; write whose it is", p))
		}
	}
	for _, p := range named {
		if !slices.Contains(r.Provenance, p) {
			faults = append(faults, fmt.Errorf("sentences: %s is not in provenance; name it in both", p))
		}
	}
	return faults
}

// sentencesIn parts a text at full stops before a capital letter or a quotation.
func sentencesIn(text string) (all []string) {
	text = strings.TrimSpace(text)
	for begin, i := 0, 0; ; {
		n := strings.Index(text[i:], ". ")
		if n < 0 {
			return append(all, text[begin:])
		}
		i += n + 2
		next, _ := utf8.DecodeRuneInString(text[i:])
		if unicode.IsUpper(next) || strings.ContainsRune("«“\"", next) {
			all, begin = append(all, text[begin:i-1]), i
		}
	}
}
