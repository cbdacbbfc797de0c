package reports_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reports"
)

// TestAMatrixSaysWhatItDoesNotLookAt: of which suites nobody counts whether each
// check kills something stands under a full matrix, and in its JSON.
func TestAMatrixSaysWhatItDoesNotLookAt(t *testing.T) {
	for _, full := range []bool{true, false} {
		m := &conformance.Matrix{Full: full}
		for l, want := range map[reports.Language]string{reports.English: "it is not counted whether each check kills something: wire, store",
			reports.Russian: "не учитывается, выявляет ли что-нибудь каждая проверка: wire, store", reports.Kazakh: "бірдеңе анықтай ма, есепке алынбайды: wire, store"} {
			var text strings.Builder
			if err := reports.MatrixText(&text, m, l, 400); err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(text.String(), want); got != full {
				t.Errorf("full %v, in %s: it says %q: %v, want %v", full, l, want, got, full)
			}
		}
		var out strings.Builder
		if err := reports.MatrixJSON(&out, m); err != nil {
			t.Fatal(err)
		}
		var document struct {
			Unproven []string `json:"unproven"`
		}
		if err := json.Unmarshal([]byte(out.String()), &document); err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(document.Unproven, "life"); !slices.Contains(document.Unproven, "store") || got == full {
			t.Errorf("full %v: unproven %q; want the store in any case, and life where not all was asked", full, document.Unproven)
		}
	}
}
