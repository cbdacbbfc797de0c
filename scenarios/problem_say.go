package scenarios

import (
	"fmt"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// saying is something that is said of a file, in each language: its words in English, by which sayings has the others,
// and what stands in their gaps. A gap may hold a saying or a voucher.Text again, which come in the language of the
// whole. As an error it speaks English.
type saying struct {
	words string
	gaps  []any
}

// say makes a saying.
func say(words string, gaps ...any) saying { return saying{words, gaps} }

// Error is the saying in English.
func (s saying) Error() string { return s.whole("en") }

// In is the saying in lang, or in English where a part of it has no words in that language: nothing is said half in
// one and half in another.
func (s saying) In(lang string) string { return inOrEnglish(s.told(), lang) }

// told is the saying in every language in which it is whole.
func (s saying) told() voucher.Text {
	return voucher.Text{En: s.whole("en"), Ru: s.whole("ru"), Kk: s.whole("kk")}
}

// whole puts the saying together in one language; "" where a part of it has no words there. What the machine or a
// library says is known in English alone.
func (s saying) whole(lang string) string {
	words := wordsIn(s.words, lang)
	if words == "" || len(s.gaps) == 0 {
		return words
	}
	gaps := make([]any, len(s.gaps))
	for i, gap := range s.gaps {
		var said string
		switch gap := gap.(type) {
		case saying:
			said = gap.whole(lang)
			if gap.words == "" {
				gaps[i] = ""
				continue
			}
		case voucher.Text:
			said = gap.In(lang)
		case error:
			if lang == "en" {
				said = gap.Error()
			}
		default:
			gaps[i] = gap
			continue
		}
		if said == "" {
			return ""
		}
		gaps[i] = said
	}
	return fmt.Sprintf(words, gaps...)
}

// wordsIn returns the words of a saying in lang; "" where they are unknown. Those that join others say nothing
// themselves, and are alike in all languages.
func wordsIn(english, lang string) string {
	if lang == "en" || !speaks(english) {
		return english
	}
	for _, part := range sayings {
		if t, ok := part[english]; ok {
			if lang == "ru" {
				return t.ru
			}
			return t.kk
		}
	}
	return ""
}

// speaks tells whether words say something besides what stands in their gaps.
func speaks(words string) bool {
	return strings.ContainsFunc(verbs.Replace(words), func(c rune) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' })
}

// verbs are the marks of gaps.
var verbs = strings.NewReplacer("%s", "", "%d", "", "%v", "")

// inOrEnglish is a text in lang, or in English where it has none.
func inOrEnglish(t voucher.Text, lang string) string {
	if s := t.In(lang); s != "" {
		return s
	}
	return t.En
}
