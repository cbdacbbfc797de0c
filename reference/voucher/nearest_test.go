package voucher_test

import (
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestNearest(t *testing.T) {
	known := []string{"kind", "id", "title", "seed", "horizon", "gas.window.to_day", "gas.window.from_day", "G29", "қала"}
	for _, row := range []struct{ word, want, why string }{
		{"sed", "seed", "a letter dropped"},
		{"seeed", "seed", "a letter too many"},
		{"sEEd", "seed", "case does not count"},
		{"titel", "title", "two neighbours swapped"},
		{"weed", "seed", "a letter replaced"},
		{"wed", "", "two of three letters"},
		{"horzn", "", "two of five letters"},
		{"hhrizzn", "horizon", "two of seven letters"},
		{"g92", "G29", "swapped, in small letters"},
		{"gas.window.day", "gas.window.to_day", "the nearer of two"},
		{"window.from", "gas.window.from_day", "a part of one"},
		{"ii", "id", "one letter of two"},
		{"xx", "", "both letters"},
		{"da", "", "too short to be a part"},
		{"кала", "қала", "letters, not bytes"},
		{"", "", "nothing"},
		{strings.Repeat("seed", 30), "", "too long to be any of them"},
	} {
		if got := voucher.Nearest(row.word, known); got != row.want {
			t.Errorf("nearest to %q is %q, want %q: %s", row.word, got, row.want, row.why)
		}
	}
}
