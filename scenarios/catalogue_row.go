package scenarios

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Party is who must keep a demand. A build declares which parties it plays, and
// a demand on the others does not bind it.
type Party string

// The parties, in the order in which a voucher meets them.
const (
	PartyList         Party = "list"         // owner of the list: who, where and when
	PartyPortal       Party = "portal"       // asks for consent and takes the answer
	PartyWallet       Party = "wallet"       // opens, activates, credits, redeems and reports
	PartyProvider     Party = "provider"     // gas provider: knows accounts, makes bills
	PartyStore        Party = "store"        // participating store with its tills
	PartyLocalBody    Party = "local_body"   // local executive body: lends for stock
	PartyTraceability Party = "traceability" // system that follows goods from delivery to sale
	PartyAny          Party = "any"          // every party alike
)

// Parties returns every party, in order.
func Parties() []Party {
	return []Party{
		PartyList, PartyPortal, PartyWallet, PartyProvider, PartyStore, PartyLocalBody, PartyTraceability, PartyAny,
	}
}

// partyTexts name the parties.
var partyTexts = map[Party]voucher.Text{
	PartyList:         {En: "list owner", Ru: "владелец списка", Kk: "тізім иесі"},
	PartyPortal:       {En: "portal", Ru: "портал", Kk: "портал"},
	PartyWallet:       {En: "wallet", Ru: "кошелёк", Kk: "әмиян"},
	PartyProvider:     {En: "gas provider", Ru: "поставщик газа", Kk: "газ жеткізушісі"},
	PartyStore:        {En: "store", Ru: "магазин", Kk: "дүкен"},
	PartyLocalBody:    {En: "local executive body", Ru: "местный исполнительный орган", Kk: "жергілікті атқарушы орган"},
	PartyTraceability: {En: "traceability system", Ru: "система прослеживаемости", Kk: "қадағалау жүйесі"},
	PartyAny:          {En: "every party", Ru: "каждая сторона", Kk: "әр тарап"},
}

// Text names a party in the three languages; a party that is none has no text.
func (p Party) Text() voucher.Text { return partyTexts[p] }

// Level is how firmly a demand binds.
type Level string

// The levels.
const (
	Must   Level = "must"   // breaking it is a violation
	Should Level = "should" // breaking it is a warning
)

// Levels returns every level, the firmer first.
func Levels() []Level { return []Level{Must, Should} }

// Provenance is where a demand comes from.
type Provenance string

// The kinds of provenance, from the text outwards.
const (
	Stated  Provenance = "stated"  // the published text says so
	Derived Provenance = "derived" // it follows from the text
	Ours    Provenance = "ours"    // good engineering that the text leaves open
	Found   Provenance = "found"   // a published page besides the two texts says so
)

// Provenances returns every kind of provenance, in order.
func Provenances() []Provenance { return []Provenance{Stated, Derived, Ours, Found} }

// Document names one of the two published texts.
type Document string

// The published texts.
const (
	GasText  Document = "gas-2025-08"  // on the gas voucher, August 2025
	FoodText Document = "food-2026-01" // on the food voucher, January 2026
)

// documents returns both texts, gas first.
func documents() []Document { return []Document{GasText, FoodText} }

// Paragraphs returns how many non-empty paragraphs the text has, 0 for a text
// that is neither.
func (d Document) Paragraphs() int {
	switch d {
	case GasText:
		return 23
	case FoodText:
		return 17
	}
	return 0
}

// programme is the one that the text is about.
func (d Document) programme() voucher.Programme {
	if d == FoodText {
		return voucher.Food
	}
	return voucher.Gas
}

// Citation names paragraphs of a published text. They are numbered from 1, empty
// ones not counted, and ascend.
type Citation struct {
	Document   Document `yaml:"document"`
	Paragraphs []int    `yaml:"paragraphs"`
}

// faults names each field of the row that cannot be, and how to mend it.
func (r *Requirement) faults() []error {
	if !r.ID.Valid() {
		return []error{errors.New("id: not an id of voucher.RequirementIDs; mend the id or add it there")}
	}
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if r.Programme != r.ID.Programme() {
		fault("programme: %q is not the id's; write %v", r.Programme.String(), r.ID.Programme())
	}
	if r.Chapter != r.ID.Chapter() {
		fault("chapter: %q is not the id's; write %s", r.Chapter, r.ID.Chapter())
	}
	if !slices.Contains(Parties(), r.Party) {
		fault("party: %q is none; choose one of %s", r.Party, words(Parties()))
	}
	if !slices.Contains(Levels(), r.Level) {
		fault("level: %q is none; choose one of %s", r.Level, words(Levels()))
	}
	if len(r.Provenance) == 0 {
		fault("provenance: missing; name one or more of %s", words(Provenances()))
	}
	for i, p := range r.Provenance {
		if !slices.Contains(Provenances(), p) {
			fault("provenance: %q is none; choose from %s", p, words(Provenances()))
		} else if slices.Contains(r.Provenance[:i], p) {
			fault("provenance: %s stands twice; keep one", p)
		}
	}
	for _, c := range r.Source {
		faults = append(faults, c.faults(r.Programme)...)
	}
	faults = append(faults, r.sentenceFaults()...)
	faults = append(faults, readingFaults(r.Readings)...)
	return append(faults, r.textFaults()...)
}

// faults names what is wrong with a citation in a row of the given programme.
func (c Citation) faults(of voucher.Programme) []error {
	if !slices.Contains(documents(), c.Document) {
		return []error{fmt.Errorf("source: document %q is none; choose one of %s", c.Document, words(documents()))}
	}
	var faults []error
	if of != voucher.Both && of != c.Document.programme() {
		faults = append(faults, fmt.Errorf("source: %s is not about %v; cite the text of the row's programme", c.Document, of))
	}
	if len(c.Paragraphs) == 0 {
		faults = append(faults, fmt.Errorf("source: %s without paragraphs; name them or drop the source", c.Document))
	}
	last := 0
	for _, n := range c.Paragraphs {
		if n < 1 || n > c.Document.Paragraphs() {
			faults = append(faults, fmt.Errorf("source: %s has no paragraph %d; it has 1 to %d", c.Document, n, c.Document.Paragraphs()))
		} else if n <= last {
			faults = append(faults, fmt.Errorf("source: %s paragraph %d after %d; let them ascend", c.Document, n, last))
		}
		last = n
	}
	return faults
}

// questions is how many open questions each letter numbers, from 01 up: gas,
// food, and those that both share.
var questions = map[byte]uint64{'G': 37, 'F': 37, 'S': 7}

// readingFaults names each reading that is not the id of an open question, or
// stands twice.
func readingFaults(readings []string) []error {
	var faults []error
	for i, id := range readings {
		if !isQuestion(id) {
			faults = append(faults, fmt.Errorf("readings: %q is no open question; write G01 to G%d, F01 to F%d or S01 to S%02d",
				id, questions['G'], questions['F'], questions['S']))
		} else if slices.Contains(readings[:i], id) {
			faults = append(faults, fmt.Errorf("readings: %s stands twice; keep one", id))
		}
	}
	return faults
}

// isQuestion reports whether id is a letter of questions and two digits in its
// range.
func isQuestion(id string) bool {
	if len(id) != len("G01") {
		return false
	}
	n, err := strconv.ParseUint(id[1:], 10, 8)
	return err == nil && n >= 1 && n <= questions[id[0]]
}

// textFaults names each wording that lacks a language. Only the statement has
// to be there.
func (r *Requirement) textFaults() []error {
	var faults []error
	for _, field := range []struct {
		name string
		text voucher.Text
		need bool
	}{
		{"statement", r.Statement, true},
		{"should", r.Should, false},
		{"unobservable", r.Unobservable, false},
	} {
		if !field.need && field.text == (voucher.Text{}) {
			continue
		}
		for _, lang := range []struct{ key, text string }{{"en", field.text.En}, {"ru", field.text.Ru}, {"kk", field.text.Kk}} {
			if strings.TrimSpace(lang.text) == "" {
				faults = append(faults, fmt.Errorf("%s: %s is missing; write it in en, ru and kk", field.name, lang.key))
			}
		}
	}
	if r.Level == Should && r.Should != (voucher.Text{}) {
		faults = append(faults, errors.New("should: the whole row is a should already; drop the note"))
	}
	return faults
}

// words joins the words of an enumeration for a message.
func words[T ~string](all []T) string {
	var b strings.Builder
	for i, w := range all {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(w))
	}
	return b.String()
}
