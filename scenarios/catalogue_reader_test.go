package scenarios_test

import (
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/scenarios"
)

// goodRow is a row without a fault; each bad one below is one change away.
const goodRow = `- id: GAS-BILL-003
  programme: gas
  chapter: bill
  party: provider
  level: must
  provenance: [derived, ours]
  source:
    - {document: gas-2025-08, paragraphs: [21, 22]}
  readings: [G27]
  statement: {en: a, ru: b, kk: c}
  should: {en: d, ru: e, kk: f}
`

func TestReadCatalogueTakesAGoodRow(t *testing.T) {
	got, err := scenarios.ReadCatalogue([]byte(goodRow))
	if err != nil || len(got) != 1 || got[0].ID != "GAS-BILL-003" || got[0].Should.Kk != "f" {
		t.Errorf("readCatalogue(good row) = %+v, %v, want the row\nit has no fault", got, err)
	}
}

func TestReadCatalogueRefuses(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"unknown key", "level:", "levle:", `unknown field "levle"`},
		{"repeated key", "  level: must\n", "  level: must\n  level: must\n", "level"},
		{"unknown id", "GAS-BILL-003", "GAS-BILL-000", "GAS-BILL-000: id: not an id"},
		{"wrong programme", "programme: gas", "programme: food", `GAS-BILL-003: programme: "food" is not the id's; write gas`},
		{"no such programme", "programme: gas", "programme: coal", `GAS-BILL-003: programme: "" is not the id's; write gas`},
		{"wrong chapter", "chapter: bill", "chapter: Bill", `GAS-BILL-003: chapter: "Bill" is not the id's; write bill`},
		{"no such party", "party: provider", "party: shop", `GAS-BILL-003: party: "shop" is none; choose one of list, portal,`},
		{"no party", "  party: provider\n", "", `GAS-BILL-003: party: "" is none`},
		{"no such level", "level: must", "level: MUST", `GAS-BILL-003: level: "MUST" is none; choose one of must, should`},
		{"note on a should", "level: must", "level: should", "GAS-BILL-003: should: the whole row is a should already"},
		{"no such provenance", "[derived, ours]", "[derived, guessed]", `GAS-BILL-003: provenance: "guessed" is none`},
		{"no provenance", "[derived, ours]", "[]", "GAS-BILL-003: provenance: missing"},
		{"provenance twice", "[derived, ours]", "[ours, ours]", "GAS-BILL-003: provenance: ours stands twice"},
		{"no such document", "gas-2025-08", "gas-2025-09", `GAS-BILL-003: source: document "gas-2025-09" is none`},
		{"document of the other programme", "gas-2025-08, paragraphs: [21, 22]", "food-2026-01, paragraphs: [1]", "source: food-2026-01 is not about gas"},
		{"paragraph before the first", "[21, 22]", "[0, 22]", "GAS-BILL-003: source: gas-2025-08 has no paragraph 0; it has 1 to 23"},
		{"paragraph after the last", "[21, 22]", "[21, 24]", "GAS-BILL-003: source: gas-2025-08 has no paragraph 24; it has 1 to 23"},
		{"paragraphs out of order", "[21, 22]", "[22, 21]", "GAS-BILL-003: source: gas-2025-08 paragraph 21 after 22"},
		{"no paragraph", "[21, 22]", "[]", "GAS-BILL-003: source: gas-2025-08 without paragraphs"},
		{"reading before the first", "[G27]", "[G00]", `GAS-BILL-003: readings: "G00" is no open question`},
		{"reading after the last", "[G27]", "[S08]", `GAS-BILL-003: readings: "S08" is no open question`},
		{"reading of no letter", "[G27]", "[X01]", `GAS-BILL-003: readings: "X01" is no open question`},
		{"reading in another dress", "[G27]", "[G+1]", `GAS-BILL-003: readings: "G+1" is no open question`},
		{"reading twice", "[G27]", "[G27, G27]", "GAS-BILL-003: readings: G27 stands twice"},
		{"no statement", "  statement: {en: a, ru: b, kk: c}\n", "", "GAS-BILL-003: statement: en is missing"},
		{"a language missing", "kk: c", `kk: ""`, "GAS-BILL-003: statement: kk is missing"},
		{"a language missing in a note", ", kk: f", "", "GAS-BILL-003: should: kk is missing"},
		{"the same row again", goodRow, goodRow + goodRow, "GAS-BILL-003: id: stands twice"},
		{"a second document", goodRow, goodRow + "---\n" + goodRow, "a second document follows"},
		{"no list", goodRow, "rows: 1\n", "requirements.yaml: "},
		{"nothing", goodRow, "", "requirements.yaml: "},
	} {
		if n := strings.Count(goodRow, tt.old); n != 1 {
			t.Fatalf("%s: %q stands %d times in the good row, want once", tt.name, tt.old, n)
		}
		got, err := scenarios.ReadCatalogue([]byte(strings.Replace(goodRow, tt.old, tt.new, 1)))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("readCatalogue(%s) = %v, %v, want an error with %q\nthe message says id and field", tt.name, got, err, tt.want)
		}
	}
}

// A reader of the message mends all rows at once.
func TestReadCatalogueNamesEveryFault(t *testing.T) {
	bad := strings.NewReplacer("party: provider", "party: shop", "level: must", "level: may").Replace(goodRow)
	_, err := scenarios.ReadCatalogue([]byte(bad))
	for _, want := range []string{"GAS-BILL-003: party:", "GAS-BILL-003: level:"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("readCatalogue(two faults) = %v, want %q in it\nall faults are named at once", err, want)
		}
	}
}
