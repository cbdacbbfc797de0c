package main

import (
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
)

// TestSuitesWithoutStepsAreExplained: every check of access, privacy and hostile input is
// explained in each language: what is tried, what is expected, why, how it is counted.
func TestSuitesWithoutStepsAreExplained(t *testing.T) {
	heads := map[string][]string{
		"en": {"Tried:", "Expected:", "Why:", "Counted:"},
		"ru": {"Что пробуют:", "Что ожидается:", "Почему:", "Что считают:"},
		"kk": {"Не тексеріледі:", "Не күтіледі:", "Неге:", "Не саналады:"},
	}
	told := map[conformance.Suite]int{}
	for _, c := range conformance.Checks() {
		if c.Suite != conformance.SuiteAccess && c.Suite != conformance.SuitePrivacy && c.Suite != conformance.SuiteHostile {
			continue
		}
		told[c.Suite]++
		for lang, want := range heads {
			e := &explainer{lang: lang}
			if !e.explain(c.ID) {
				t.Fatalf("%s is no id", c.ID)
			}
			for _, head := range want {
				if strings.Count(e.text.String(), head) != 1 {
					t.Errorf("vouch explain %s --lang %s says %q %d times, want once:\n%s", c.ID, lang, head, strings.Count(e.text.String(), head), e.text.String())
				}
			}
			for line := range strings.Lines(e.text.String()) {
				if strings.Contains(line, "Tried:") && lang != "en" {
					t.Errorf("%s in %s is told in English: %s", c.ID, lang, line)
				}
			}
		}
	}
	if len(told) != 3 {
		t.Errorf("checks of %v, want those of three suites", told)
	}
}
