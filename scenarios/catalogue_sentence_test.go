package scenarios_test

import (
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// TestSentencesSayWhoseTheyAre: a demand of several sentences and several provenances
// says of each where it comes from, and loses no word; what is ours alone beside a text
// that is a MUST binds less.
func TestSentencesSayWhoseTheyAre(t *testing.T) {
	rows, err := scenarios.Requirements()
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		row := &rows[i]
		all := row.Sentences()
		if several := strings.Count(row.Statement.En, ". ") > 0 && len(row.Provenance) > 1; several != (len(all) > 1) {
			t.Errorf("%s is told in %d parts; want one for each of %q, which come from %v", row.ID, len(all), row.Statement.En, row.Provenance)
		}
		for _, lang := range []string{"en", "ru", "kk"} {
			var whole []string
			for _, s := range all {
				whole = append(whole, s.Text.In(lang))
			}
			if got := strings.Join(whole, " "); got != strings.TrimSpace(row.Statement.In(lang)) {
				t.Errorf("%s, %s: the sentences are %q, the statement %q", row.ID, lang, got, row.Statement.In(lang))
			}
		}
	}
	row, _ := scenarios.LookupRequirement(voucher.RequirementID("FOOD-QR-001"))
	if s := row.Sentences(); s[0].Level != scenarios.Must || s[1].Level != scenarios.Should {
		t.Errorf("FOOD-QR-001 binds as %s and %s; want must, and should for the life of a code, which is ours", s[0].Level, s[1].Level)
	}
}
