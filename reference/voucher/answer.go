package voucher

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Answer is what a reply to the question of a programme means.
type Answer uint8

// The answers.
const (
	NoAnswer  Answer = iota // none yet
	Yes                     // consent
	No                      // refusal
	Malformed               // neither: it counts as no answer (reading G14)
)

var answerNames = [...]string{NoAnswer: "none", Yes: "yes", No: "no", Malformed: "malformed"}

// String returns "none", "yes", "no" or "malformed".
func (a Answer) String() string { return name(answerNames[:], a) }

// The words that count, folded to lower case: the published pages show no
// keyword, so the set is ours (reading G14).
var (
	yesWords = [...]string{"1", "иә", "ия", "да", "yes", "ok", "r1"}
	noWords  = [...]string{"2", "0", "жоқ", "нет", "no", "r2"}
)

// longestReply is the longest text that can be an answer; an SMS part holds no
// more than 160 characters.
const longestReply = 160

// ParseAnswer says what a reply means: one of the words for yes or no in
// Kazakh, Russian or English, or the digits 1 and 2 of the question's menu,
// without regard to case, surrounding blanks, or full stops and exclamation marks
// at the end. Anything else is Malformed.
func ParseAnswer(text string) Answer {
	if a := exactAnswer(text); a != Malformed {
		return a // as most people type it
	}
	if utf8.RuneCountInString(text) > longestReply {
		return Malformed
	}
	word := strings.TrimRight(strings.TrimSpace(text), ".!")
	for i, list := range [...][]string{yesWords[:], noWords[:]} {
		for _, w := range list {
			if strings.EqualFold(w, word) {
				return Yes + Answer(i)
			}
		}
	}
	return Malformed
}

// exactAnswer knows the words as they stand in the lists.
func exactAnswer(text string) Answer {
	switch {
	case slices.Contains(yesWords[:], text):
		return Yes
	case slices.Contains(noWords[:], text):
		return No
	}
	return Malformed
}
