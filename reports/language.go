package reports

import (
	"embed"
	"fmt"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Language is a language in which reports are told.
type Language string

// The languages.
const (
	English Language = "en"
	Russian Language = "ru"
	Kazakh  Language = "kk"
)

// Languages returns every language, the default first.
func Languages() []Language { return []Language{English, Russian, Kazakh} }

// words/LANGUAGE.json holds every word of the reports in one language, by id, and
// words/study.LANGUAGE.json those that only a study needs. The files of the three
// languages hold the same ids.
//
//go:embed words/*.json
var wordFiles embed.FS

// speech is one language in use: its words, its numbers and its dates.
type speech struct {
	language Language
	words    *i18n.Localizer
	numbers  *message.Printer
	decimal  string // the sign between whole and fraction
}

// newSpeech makes a language ready. Only the three languages exist; another one
// is a fault of the caller.
func newSpeech(l Language) *speech {
	tag := language.MustParse(string(l))
	bundle := i18n.NewBundle(tag)
	for _, of := range []string{"", "study."} {
		if _, err := bundle.LoadMessageFileFS(wordFiles, "words/"+of+string(l)+".json"); err != nil {
			panic(fmt.Sprintf("reports: words of language %q: %v", l, err))
		}
	}
	printer := message.NewPrinter(tag)
	half := []rune(printer.Sprint(number.Decimal(5, number.Scale(1)))) // "5.0" or "5,0"
	return &speech{language: l, words: i18n.NewLocalizer(bundle, string(l)), numbers: printer, decimal: string(half[1])}
}

// say returns the words of an id, with pairs of a name and a value filled in
// where the words name them.
func (s *speech) say(id string, pairs ...string) string {
	return s.localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: fill(pairs)})
}

// sayCount is say for words that depend on a count, which they name as N.
func (s *speech) sayCount(id string, n int64, pairs ...string) string {
	data := fill(append(pairs, "N", s.count(n)))
	return s.localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: data, PluralCount: n})
}

func (s *speech) localize(c *i18n.LocalizeConfig) string {
	text, err := s.words.Localize(c)
	if err != nil {
		panic(fmt.Sprintf("reports: words in %q: %v", s.language, err))
	}
	return text
}

// or returns the words of an id where there are any, and a text otherwise.
func (s *speech) or(id, otherwise string) string {
	return s.orSay(id, otherwise)
}

// orSay is or with pairs of a name and a value filled in.
func (s *speech) orSay(id, otherwise string, pairs ...string) string {
	text, err := s.words.Localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: fill(pairs)})
	if err != nil {
		return otherwise
	}
	return text
}

// in returns the wording of a text of the vocabulary.
func (s *speech) in(t voucher.Text) string { return t.In(string(s.language)) }

// fill makes the data of a message from pairs of a name and a value.
func fill(pairs []string) map[string]string {
	data := make(map[string]string, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		data[pairs[i]] = pairs[i+1]
	}
	return data
}

// clean replaces what could break or colour a line of a terminal in a text that
// a user wrote.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == '\uFFFD' || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return '?'
		}
		return r
	}, text)
}
