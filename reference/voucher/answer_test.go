package voucher_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestAnswers(t *testing.T) {
	for _, tt := range []struct {
		text string
		want voucher.Answer
		why  string
	}{
		{"да", voucher.Yes, "Russian"},
		{"Да", voucher.Yes, "as a phone writes a first word"},
		{"ДА", voucher.Yes, "in capitals"},
		{"иә", voucher.Yes, "Kazakh"},
		{"ИӘ", voucher.Yes, "in capitals, letters of Kazakh alone among them"},
		{"ия", voucher.Yes, "Kazakh without the letter that old keyboards lack"},
		{"yes", voucher.Yes, "English"},
		{"OK", voucher.Yes, "English, short"},
		{"1", voucher.Yes, "the menu's first choice"},
		{"R1", voucher.Yes, "the menu's first choice, as some gateways hand it on"},
		{"нет", voucher.No, "Russian"},
		{"НЕТ", voucher.No, "in capitals"},
		{"жоқ", voucher.No, "Kazakh"},
		{"ЖОҚ", voucher.No, "in capitals, letters of Kazakh alone among them"},
		{"no", voucher.No, "English"},
		{"2", voucher.No, "the menu's second choice"},
		{"0", voucher.No, "a zero"},
		{"r2", voucher.No, "the menu's second choice, as some gateways hand it on"},
		{" да ", voucher.Yes, "blanks around"},
		{"\r\nда\t\n", voucher.Yes, "line ends around"},
		{"\u00a0да\u00a0", voucher.Yes, "blanks that do not break"},
		{"да.", voucher.Yes, "a full stop behind"},
		{"Да!", voucher.Yes, "an exclamation mark behind"},
		{"нет...", voucher.No, "several"},
		{"", voucher.Malformed, "nothing"},
		{"   ", voucher.Malformed, "blanks alone"},
		{".", voucher.Malformed, "a full stop alone"},
		{"да нет", voucher.Malformed, "both: neither"},
		{"да, согласна", voucher.Malformed, "a sentence is not read (reading G14)"},
		{".да", voucher.Malformed, "a full stop before"},
		{"да?", voucher.Malformed, "a question is no consent"},
		{"дa", voucher.Malformed, "a Latin letter that looks like the Cyrillic one"},
		{"11", voucher.Malformed, "a digit too many"},
		{"3", voucher.Malformed, "no such choice"},
		{"-1", voucher.Malformed, "no such choice"},
		{"не", voucher.Malformed, "part of a word"},
		{"СТОП", voucher.Malformed, "a word that is none of ours"},
		{"да\x00", voucher.Malformed, "a character that no phone writes"},
		{"\xff\xfe", voucher.Malformed, "not UTF-8"},
		{strings.Repeat(" ", 158) + "да", voucher.Yes, "160 characters: an SMS part of blanks and an answer"},
		{strings.Repeat(" ", 159) + "да", voucher.Malformed, "161 characters: more than an SMS part holds"},
		{strings.Repeat("да ", 100), voucher.Malformed, "far more than can be an answer"},
	} {
		if got := voucher.ParseAnswer(tt.text); got != tt.want {
			t.Errorf("ParseAnswer(%q) = %s, want %s\n%s", tt.text, got, tt.want, tt.why)
		}
	}
}

// TestAReplyIsYesNoOrMalformed: whatever is typed has a meaning, and never
// that of no reply at all.
func TestAReplyIsYesNoOrMalformed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ .]{0,3}(да|НЕТ|иә|1|2|ok)[ .!]{0,3}`)).Draw(t, "text")
		got := voucher.ParseAnswer(text)
		if got != voucher.Yes && got != voucher.No && got != voucher.Malformed {
			t.Fatalf("ParseAnswer(%q) = %s", text, got)
		}
		if upper := voucher.ParseAnswer(strings.ToUpper(text)); got != voucher.Malformed && upper != got {
			t.Fatalf("ParseAnswer(%q) = %s, in capitals %s", text, got, upper)
		}
	})
}
