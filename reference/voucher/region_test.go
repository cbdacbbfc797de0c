package voucher_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestTerritories(t *testing.T) {
	for _, tt := range []struct {
		text   string
		code   voucher.Territory
		region string
		why    string
	}{
		{"110000000", 110000000, "110000000", "a region is its own"},
		{"111010000", 111010000, "110000000", "Kokshetau lies in Akmola"},
		{"113220100", 113220100, "110000000", "Akkol lies in Akmola"},
		{"551010000", 551010000, "550000000", "Pavlodar lies in Pavlodar region"},
		{"750000000", 750000000, "750000000", "a city of republican significance is its own"},
		{"100000000", 100000000, "100000000", "the lowest code: Abai"},
		{"999999999", 999999999, "990000000", "the highest nine digits"},
	} {
		got, err := voucher.ParseTerritory(tt.text)
		if err != nil || got != tt.code || got.String() != tt.text {
			t.Errorf("ParseTerritory(%q) = %d, %v, written %q, want %d\n%s", tt.text, got, err, got, tt.code, tt.why)
		}
		if got := tt.code.Region().String(); got != tt.region {
			t.Errorf("%s lies in %s, want %s\n%s", tt.text, got, tt.region, tt.why)
		}
	}
	if got, err := voucher.ParseTerritory("kz"); err != nil || got != voucher.Country || got.String() != "kz" {
		t.Errorf("ParseTerritory(kz) = %d, %v, want the whole country", got, err)
	}
	for _, tt := range []struct{ text, why string }{
		{"", "nothing"},
		{"11101000", "a digit too few"},
		{"1110100000", "a digit too many"},
		{"099999999", "no code begins with a zero"},
		{"000000000", "no code begins with a zero"},
		{"11101000x", "not a digit"},
		{"KZ", "the word is written small"},
		{"KZ-11", "another classification"},
	} {
		if got, err := voucher.ParseTerritory(tt.text); err == nil {
			t.Errorf("ParseTerritory(%q) = %s, want an error\n%s", tt.text, got, tt.why)
		}
	}
}

func TestTerritoriesAreReadBackAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := voucher.Territory(rapid.Uint32Range(100_000_000, 999_999_999).Draw(t, "code"))
		if got, err := voucher.ParseTerritory(code.String()); err != nil || got != code {
			t.Fatalf("ParseTerritory(%q) = %s, %v", code, got, err)
		}
		if r := code.Region(); r.Region() != r || r > code {
			t.Fatalf("%s lies in %s, which lies in %s", code, r, r.Region())
		}
	})
}
