package voucher_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
)

var codeForm = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

func TestReasonsHaveCodesAndWords(t *testing.T) {
	if first := voucher.AllReasons()[0]; first != voucher.RoleNotAllowed {
		t.Errorf("the first reason is %s, want role-not-allowed\nwho may not ask is told nothing else", first)
	}
	seen := map[string]voucher.Reason{}
	words := map[string]voucher.Reason{}
	for i, r := range voucher.AllReasons() {
		if int(r) != i+1 {
			t.Fatalf("reason %d stands at place %d\nreasons are listed in order of precedence, without a gap", r, i+1)
		}
		code := r.String()
		if !codeForm.MatchString(code) {
			t.Errorf("reason %d has the code %q, want words in small letters with hyphens", r, code)
		}
		if other, ok := seen[code]; ok {
			t.Errorf("%q is the code of reasons %d and %d\na code means one thing", code, other, r)
		}
		seen[code] = r
		if got, ok := voucher.ParseReason(code); !ok || got != r {
			t.Errorf("ParseReason(%q) = %d, %v, want %d", code, got, ok, r)
		}
		text := r.Text()
		for lang, s := range map[string]string{"en": text.En, "ru": text.Ru, "kk": text.Kk} {
			if s == "" {
				t.Errorf("%s has no words in %s\nevery refusal is told in three languages", code, lang)
			}
			if other, ok := words[lang+s]; ok && s != "" {
				t.Errorf("%s and %s are told alike in %s: %q\nwords tell reasons apart", code, other, lang, s)
			}
			words[lang+s] = r
		}
		if text.Ru == text.Kk && text.Ru != "" {
			t.Errorf("%s is told alike in Russian and Kazakh: %q", code, text.Ru)
		}
	}
}

// The order is the answer where two reasons apply, so it is pinned where it
// decides: who asks, then what, then the programme, then the record.
func TestReasonsStandInOrderOfPrecedence(t *testing.T) {
	for _, chain := range [][]voucher.Reason{
		{voucher.RoleNotAllowed, voucher.KeyMissing, voucher.KeyReused, voucher.RecordUnknown, voucher.RecordNotOwn, voucher.ValueInvalid, voucher.LimitExceeded},
		{voucher.LimitExceeded, voucher.ParameterUnknown, voucher.ParameterOutOfBounds, voucher.ParameterInPast, voucher.OutsidePeriod},
		{voucher.OutsidePeriod, voucher.OutsideTerritory, voucher.ListClosed, voucher.NoGround, voucher.NotListed, voucher.NotAsked, voucher.ChannelClosed},
		{voucher.NotListed, voucher.RefusedThisMonth, voucher.WindowNotOpen, voucher.WindowClosed, voucher.ConsentMissing, voucher.AlreadyActivated},
		{voucher.AlreadyActivated, voucher.StepOutOfOrder, voucher.OfferOutdated, voucher.AccountTaken, voucher.ProviderUnavailable, voucher.AccountUnknown},
		{voucher.AccountUnknown, voucher.ListNotReceived, voucher.AlreadyCharged},
		{voucher.OutsidePeriod, voucher.StoreNotParticipating, voucher.StoreSuspended, voucher.TillNotIntegrated, voucher.StoreOutsideTerritory, voucher.CodeUnknown},
		{voucher.CodeUnknown, voucher.CodeReplaced, voucher.CodeUsed, voucher.CodeExpired, voucher.NotCredited, voucher.VoucherExpired, voucher.NotActivated},
		{voucher.NotActivated, voucher.StockExceeded, voucher.NothingEligible, voucher.BalanceSpent, voucher.FloorExceeded},
		{voucher.PurchaseReversed, voucher.StoreOfAnotherPurchase, voucher.RefundClosed, voucher.MoreThanBought},
	} {
		if !slices.IsSorted(chain) {
			t.Errorf("%v do not stand in this order\nwhere two apply, the first is the answer", chain)
		}
	}
}

func TestReasonsThatAreNone(t *testing.T) {
	beyond := voucher.Reason(len(voucher.AllReasons()) + 1)
	for _, r := range []voucher.Reason{0, beyond, 255} {
		if r.String() != "" || r.Text() != (voucher.Text{}) {
			t.Errorf("reason %d is %q, %v, want nothing", r, r, r.Text())
		}
	}
	for _, s := range []string{"", "window_closed", "Window-Closed", "window-closed ", "no-such-reason"} {
		if r, ok := voucher.ParseReason(s); ok || r != 0 {
			t.Errorf("ParseReason(%q) = %s, %v, want none", s, r, ok)
		}
	}
}

func TestRefusalsInWords(t *testing.T) {
	for _, tt := range []struct {
		r    *voucher.Refusal
		want string
	}{
		{nil, "accepted"},
		{voucher.Refuse(voucher.WindowClosed, "GAS-WINDOW-001"), "window-closed (GAS-WINDOW-001)"},
	} {
		if got := tt.r.String(); got != tt.want {
			t.Errorf("String = %q, want %q\nno refusal is an acceptance", got, tt.want)
		}
	}
	a, b := voucher.Refuse(voucher.WindowClosed, "GAS-WINDOW-001"), voucher.Refuse(voucher.WindowClosed, "GAS-WINDOW-001")
	if *a != *b {
		t.Error("two refusals of one reason and requirement differ\nthey are compared by their fields")
	}
}

func TestTextsInALanguage(t *testing.T) {
	text := voucher.Text{En: "window", Ru: "окно", Kk: "терезе"}
	for lang, want := range map[string]string{"en": "window", "ru": "окно", "kk": "терезе", "de": "window", "": "window", "RU": "window"} {
		if got := text.In(lang); got != want {
			t.Errorf("In(%q) = %q, want %q\nEnglish stands in for what is not there", lang, got, want)
		}
	}
}
