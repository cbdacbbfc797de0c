package voucher_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestWhatCountsAsAnAnswer of a provider: right, and slow up to the deadline; nothing
// else (GAS-ACCOUNT-003).
func TestWhatCountsAsAnAnswer(t *testing.T) {
	for _, tt := range []struct {
		answer voucher.ProviderAnswer
		want   bool
		why    string
	}{
		{voucher.ProviderAnswer{}, true, "a provider of which nothing is said answers"},
		{voucher.ProviderAnswer{Mode: voucher.AnswersNothing}, false, "nothing came"},
		{voucher.ProviderAnswer{Mode: voucher.AnswersGarbage}, false, "nobody can read it"},
		{voucher.ProviderAnswer{Mode: voucher.AnswersLate, Milliseconds: 1999}, true, "a moment before the deadline"},
		{voucher.ProviderAnswer{Mode: voucher.AnswersLate, Milliseconds: 2000}, true, "at the deadline"},
		{voucher.ProviderAnswer{Mode: voucher.AnswersLate, Milliseconds: 2001}, false, "a moment after it"},
	} {
		if got := tt.answer.Usable(); got != tt.want {
			t.Errorf("%s after %d ms: usable %t, want %t\n%s", tt.answer.Mode, tt.answer.Milliseconds, got, tt.want, tt.why)
		}
	}
}

// TestAnswersHoldUntilTheNext of the same provider.
func TestAnswersHoldUntilTheNext(t *testing.T) {
	at := voucher.At(2026, 2, 8, 10, 0, 0)
	s := voucher.Setup{Answers: []voucher.ProviderAnswer{
		{Provider: 1, From: at.Plus(voucher.Second), Mode: voucher.AnswersRight}, // the order of the list is no order of time
		{Provider: 1, From: at, Mode: voucher.AnswersGarbage},
		{Provider: 2, From: at, Mode: voucher.AnswersNothing},
	}}
	for _, tt := range []struct {
		name     string
		provider voucher.ProviderID
		at       voucher.Instant
		want     voucher.AnswerMode
	}{
		{"before the first", 1, at.Plus(-voucher.Second), voucher.AnswersRight},
		{"from its instant on", 1, at, voucher.AnswersGarbage},
		{"until the next", 1, at.Plus(voucher.Second), voucher.AnswersRight},
		{"another provider", 2, at.Plus(voucher.Hour), voucher.AnswersNothing},
	} {
		if got := s.AnswerOf(tt.provider, tt.at).Mode; got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}
