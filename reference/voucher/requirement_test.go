package voucher_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Ids that do not exist are written in two pieces, so that no search for ids
// takes them for citations.
func TestRequirementIDParts(t *testing.T) {
	for _, tt := range []struct {
		id        voucher.RequirementID
		programme voucher.Programme
		chapter   string
		valid     bool
		why       string
	}{
		{"GAS-WINDOW-001", voucher.Gas, "window", true, "a gas id: programme, chapter, number"},
		{"FOOD-EXPIRY-002", voucher.Food, "expiry", true, "a food id"},
		{"FOOD-QR-001", voucher.Food, "qr", true, "the shortest chapter word"},
		{"BOTH-MONEY-001", voucher.Both, "money", true, "a demand on both programmes"},
		{"GAS-PERIOD-001", voucher.Gas, "period", true, "the first of the list"},
		{"BOTH-INPUT-001", voucher.Both, "input", true, "the last of the list"},
		{"GAS-WINDOW-" + "003", voucher.Gas, "window", false, "one above the chapter's last number"},
		{"GAS-WINDOW-000", voucher.Gas, "window", false, "one below the chapter's first number"},
		{"GAS-QR-" + "001", voucher.Gas, "qr", false, "a chapter of the other programme"},
		{"gas-window-001", 0, "window", false, "lower case is another text"},
		{"GAS-WINDOW-001 ", voucher.Gas, "window", false, "a blank at the end is another text"},
		{"COAL-WINDOW-001", 0, "window", false, "no such programme"},
		{"GAS-WINDOW", voucher.Gas, "", false, "no number"},
		{"GAS-WINDOW-001-A", voucher.Gas, "", false, "a part too many"},
		{"GAS", voucher.Gas, "", false, "a programme alone"},
		{"", 0, "", false, "nothing"},
	} {
		if got := tt.id.Programme(); got != tt.programme {
			t.Errorf("RequirementID(%q).Programme() = %v, want %v\n%s", tt.id, got, tt.programme, tt.why)
		}
		if got := tt.id.Chapter(); got != tt.chapter {
			t.Errorf("RequirementID(%q).Chapter() = %q, want %q\n%s", tt.id, got, tt.chapter, tt.why)
		}
		if got := tt.id.Valid(); got != tt.valid {
			t.Errorf("RequirementID(%q).Valid() = %v, want %v\n%s", tt.id, got, tt.valid, tt.why)
		}
	}
}

// The ids are permanent, so their number in each programme may only grow, and
// by hand.
func TestRequirementIDCounts(t *testing.T) {
	got := map[voucher.Programme]int{}
	for _, id := range voucher.RequirementIDs() {
		got[id.Programme()]++
	}
	for programme, want := range map[voucher.Programme]int{voucher.Gas: 41, voucher.Food: 36, voucher.Both: 13} {
		if got[programme] != want {
			t.Errorf("%d ids of %v, want %d\nan id is never dropped, and a new one is counted here", got[programme], programme, want)
		}
	}
}

func TestRequirementIDsAreWellFormed(t *testing.T) {
	form := regexp.MustCompile(`^(GAS|FOOD|BOTH)-[A-Z]+-[0-9]{3}$`)
	seen := map[voucher.RequirementID]bool{}
	for _, id := range voucher.RequirementIDs() {
		if !form.MatchString(string(id)) {
			t.Errorf("%q is not PROGRAMME-CHAPTER-NNN\nthe parts name files and folders", id)
		}
		if seen[id] {
			t.Errorf("%s stands twice\nan id means one demand", id)
		}
		seen[id] = true
		if !id.Valid() {
			t.Errorf("%s.Valid() = false, want true\nit is in the list", id)
		}
	}
}

func TestRequirementIDsAreGrouped(t *testing.T) {
	ids := voucher.RequirementIDs()
	var chapters []string
	for _, id := range ids {
		chapter := strings.TrimSuffix(string(id), string(id[len(id)-4:]))
		if len(chapters) == 0 || chapters[len(chapters)-1] != chapter {
			chapters = append(chapters, chapter)
		}
	}
	slices.Sort(chapters)
	for i := 1; i < len(chapters); i++ {
		if chapters[i] == chapters[i-1] {
			t.Errorf("chapter %s stands in two places\na chapter is read in one go", chapters[i])
		}
	}
	if !slices.IsSortedFunc(ids, func(a, b voucher.RequirementID) int { return int(a.Programme()) - int(b.Programme()) }) {
		t.Errorf("programmes are mixed\ngas comes before food before both")
	}
}

func TestRequirementIDsIsACopy(t *testing.T) {
	ids := voucher.RequirementIDs()
	ids[0] = "CHANGED"
	if got := voucher.RequirementIDs()[0]; got != "GAS-PERIOD-001" {
		t.Errorf("RequirementIDs()[0] = %q after a caller changed its copy, want GAS-PERIOD-001\nthe list is nobody's to change", got)
	}
}
