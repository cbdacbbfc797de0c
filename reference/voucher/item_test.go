package voucher_test

import (
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestItems(t *testing.T) {
	for _, tt := range []struct {
		item   voucher.Item
		text   string
		beside voucher.Item
		why    string
	}{
		{0, "other", 0, "everything else"},
		{1, "SZ01", 0, "the first listed item"},
		{19, "SZ19", 0, "the last of the shorter list"},
		{voucher.Items, "SZ31", 0, "the last of the longer list"},
		{voucher.CherryTomato, "SZ20-cherry", 20, "tomatoes are listed, cherry tomatoes are not"},
		{voucher.Gherkin, "SZ21-gherkin", 21, "cucumbers are, gherkins are not"},
		{voucher.LactoseFreeMilk, "SZ14-lactose_free", 14, "milk is, lactose-free milk is not"},
		{voucher.LactoseFreeKefir, "SZ15-lactose_free", 15, "kefir likewise"},
		{voucher.LactoseFreeSourCream, "SZ29-lactose_free", 29, "sour cream likewise"},
		{voucher.ExtraSalt, "SZ19-extra", 19, "table salt is, the grade Extra is not"},
		{voucher.FlavouredMilk, "SZ14-flavoured", 14, "milk is, flavoured milk is not"},
	} {
		if got := tt.item.String(); got != tt.text {
			t.Errorf("item %d is written %q, want %q\n%s", tt.item, got, tt.text, tt.why)
		}
		if got, err := voucher.ParseItem(tt.text); err != nil || got != tt.item {
			t.Errorf("ParseItem(%q) = %d, %v, want %d\n%s", tt.text, got, err, tt.item, tt.why)
		}
		if beside, ok := tt.item.NearMiss(); beside != tt.beside || ok != (tt.beside != 0) {
			t.Errorf("%s stands beside %d, %v, want %d\n%s", tt.text, beside, ok, tt.beside, tt.why)
		}
	}
	for _, item := range []voucher.Item{voucher.Items + 1, voucher.CherryTomato - 1, voucher.FlavouredMilk + 1, 255} {
		if _, ok := item.NearMiss(); ok || item.String() != "other" {
			t.Errorf("item %d is %s, a near-miss: %v, want other\nnumbers between and behind the named ones mean nothing", item, item, ok)
		}
	}
	for _, text := range []string{"", "SZ00", "SZ32", "SZ1", "sz01", "SZ20-", "SZ20-extra", "Other", "bread"} {
		if got, err := voucher.ParseItem(text); err == nil || !strings.Contains(err.Error(), "SZ20-cherry") {
			t.Errorf("ParseItem(%q) = %d, %v, want an error with an example", text, got, err)
		}
	}
}

func TestEveryItemIsReadBackAsWritten(t *testing.T) {
	seen := map[string]bool{}
	for item := voucher.Item(0); item <= voucher.FlavouredMilk; item++ {
		text := item.String()
		if text == "other" {
			continue
		}
		if seen[text] {
			t.Errorf("%s stands for two items", text)
		}
		seen[text] = true
		if got, err := voucher.ParseItem(text); err != nil || got != item {
			t.Errorf("ParseItem(%q) = %d, %v, want %d", text, got, err, item)
		}
	}
	if want := voucher.Items + 7; len(seen) != want {
		t.Errorf("%d items have words of their own, want %d: 31 listed and 7 near-misses", len(seen), want)
	}
}
