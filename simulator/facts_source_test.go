package simulator_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/simulator"
)

func TestSourceOf(t *testing.T) {
	source := simulator.Source("model; population=found:POP26; urban_ppm=model:POP26")
	tests := []struct {
		column, want string
	}{
		{"population", "found:POP26"},
		{"urban_ppm", "model:POP26"},
		{"asp_families_2025", "model"},
	}
	for _, tt := range tests {
		if got := source.Of(tt.column); got != tt.want {
			t.Errorf("%s comes from %q, want %q", tt.column, got, tt.want)
		}
	}
}

// TestAssumptionsAreFlatAndSourced holds the behaviour figures to their layout
// (one line an entry), their units and the keys of data/sources.csv.
func TestAssumptionsAreFlatAndSourced(t *testing.T) {
	const file = "../scenarios/policy/assumptions.yaml"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	entry := regexp.MustCompile(`^  ([a-z_]+): \{value: ([0-9]+|\[[0-9, ]+\]), unit: ([a-z]+), source: "?([A-Za-z0-9:+-]+)"?(?:, note: \{en: "[^"]+", ru: "[^"]+", kk: "[^"]+"\})?, label: \{en: "[^"]+", ru: "[^"]+", kk: "[^"]+"\}\}$`)
	provenance := regexp.MustCompile(`^(model|own|seed-gas|seed-food|(found|derived|model):[A-Z0-9+-]+)$`)
	units := []string{"ppm", "count", "milli", "days", "hours", "minutes", "seconds", "tiyn", "weights"}
	lengths := map[string]int{"weekday": 7, "hour": 24, "centre_hour": 24, "update_day": 14, "day_after_credit": 31}
	known := map[string]bool{}
	for _, r := range simulator.DefaultFacts().References {
		known[r.Key] = true
	}
	for i, line := range strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n") {
		if line == "" || line[0] != ' ' {
			continue // comments, groups
		}
		m := entry.FindStringSubmatch(line)
		if m == nil {
			t.Errorf("%s:%d: %q is not an entry", file, i+1, line)
			continue
		}
		name, values, unit, source := m[1], strings.Split(strings.Trim(m[2], "[]"), ", "), m[3], m[4]
		if !slices.Contains(units, unit) {
			t.Errorf("%s:%d: unit %q, want one of %v", file, i+1, unit, units)
		}
		if want := lengths[name]; want != 0 && len(values) != want {
			t.Errorf("%s:%d: %d weights, want %d", file, i+1, len(values), want)
		}
		for _, v := range values {
			if unit == "ppm" && len(v) > 6 && v != "1000000" {
				t.Errorf("%s:%d: %s ppm, want at most the whole", file, i+1, v)
			}
		}
		if !provenance.MatchString(source) {
			t.Errorf("%s:%d: source %q is not a provenance", file, i+1, source)
		}
		if _, keys, ok := strings.Cut(source, ":"); ok {
			for _, key := range strings.Split(keys, "+") {
				if !known[key] {
					t.Errorf("%s:%d: source %q is not in data/sources.csv", file, i+1, key)
				}
			}
		}
	}
}

// TestEverySourceIsUsed keeps the list of references from gathering dust.
func TestEverySourceIsUsed(t *testing.T) {
	var all strings.Builder
	for name, file := range factFiles(t) {
		if name != "data/sources.csv" {
			all.Write(file.Data)
		}
	}
	for _, file := range []string{"assumptions.yaml", "targets.yaml"} {
		figures, err := os.ReadFile("../scenarios/policy/" + file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(figures)
	}
	for _, r := range simulator.DefaultFacts().References {
		if !regexp.MustCompile(`[:+]` + regexp.QuoteMeta(r.Key) + `\b`).MatchString(all.String()) {
			t.Errorf("nothing comes from %s; strike it from data/sources.csv", r.Key)
		}
	}
}
