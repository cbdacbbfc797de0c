package vouch_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// catalogue is where every requirement of the programmes is listed.
const catalogue = "scenarios/requirements.yaml"

var (
	cited  = regexp.MustCompile(`\b(?:GAS|FOOD|BOTH)-[A-Z]+-[0-9]{3}\b`)
	listed = regexp.MustCompile(`(?m)^[ \t{-]*id:[ \t]*["']?((?:GAS|FOOD|BOTH)-[A-Z]+-[0-9]{3})\b`)
	// nobody is the number for a test that needs an id which does not exist: ids count from 001.
	nobody = regexp.MustCompile(`-000$`)
)

// checkRequirements wants every requirement id that a Go file writes, in code, comment or test, to be in the catalogue.
func checkRequirements(t *tree) []string {
	content, err := os.ReadFile(filepath.Join(t.root, filepath.FromSlash(catalogue)))
	if err != nil {
		return []string{fmt.Sprintf("read the catalogue of requirements: %v", err)}
	}
	known := map[string]bool{}
	for _, entry := range listed.FindAllSubmatch(content, -1) {
		known[string(entry[1])] = true
	}
	if len(known) == 0 {
		return []string{catalogue + ": no line of the form \"- id: CHAPTER\" found"}
	}
	var bad []string
	for _, f := range t.files {
		start := t.fset.File(f.syntax.Pos())
		for _, span := range cited.FindAllIndex(f.src, -1) {
			if id := string(f.src[span[0]:span[1]]); !known[id] && !nobody.MatchString(id) {
				bad = append(bad, fmt.Sprintf("%s: %s is not in %s", t.at(f, start.Pos(span[0])), id, catalogue))
			}
		}
	}
	return bad
}

func TestRequirementsBite(t *testing.T) {
	const stranger = "GAS-" + "WINDOW-900" // in two pieces, so that this file does not cite it
	ground := map[string]string{catalogue: "requirements:\n  - id: GAS-WINDOW-001\n"}
	prove(t, checkRequirements, ground, []planted{
		{
			"a citation in a comment", "reference/gas/window.go",
			"package gas\n\n// " + stranger + "\n", "package gas\n\n// GAS-WINDOW-001\n", "window.go:3: " + stranger,
		},
		{
			"a citation in a test", "reference/gas/window_test.go",
			"package gas\n\nconst id = \"" + stranger + "\"\n", "package gas\n\nconst id = \"GAS-WINDOW-000\"\n", "window_test.go:3: " + stranger,
		},
		{
			"a citation in words is none", "reference/gas/window.go",
			"package gas\n\n// " + stranger + "\n", "package gas\n\n// " + stranger + "0\n", stranger,
		},
		{"an empty catalogue", catalogue, "requirements: []\n", "- {id: 'GAS-WINDOW-001'}\n", "no line of the form"},
	})
}

func TestRequirementsNeedTheCatalogue(t *testing.T) {
	if got := checkRequirements(plant(t, nil, "reference/gas/window.go", "package gas\n")); len(got) != 1 {
		t.Errorf("violations %q without a catalogue, want one that says so", got)
	}
}
