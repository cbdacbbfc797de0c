package scenarios_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// FuzzRead gives the reader any bytes. It may refuse them, with one printable
// line for each problem; what it takes must be a world that can be made.
func FuzzRead(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := scenarios.Read("any.yaml", data)
		if err != nil {
			checkProblems(t, err, data)
			return
		}
		if s.Seed == 0 || s.From > s.To || s.Title.En == "" || s.Title.Ru == "" || s.Title.Kk == "" {
			t.Errorf("Read took a scenario without seed, title or days: %+v", s)
		}
		if _, err := voucher.NewSchedule(nil, s.Settings); err != nil {
			t.Errorf("the settings that Read took make no schedule: %v", err)
		}
		if err := s.SetHorizon(s.From, s.To); err != nil {
			t.Errorf("Read took a horizon that SetHorizon refuses: %v", err)
		}
	})
}

// checkProblems holds an error of Read against what a terminal needs: one line a
// problem, each with its place inside the file, nothing that does not print.
func checkProblems(t *testing.T, err error, data []byte) {
	t.Helper()
	var all scenarios.Problems
	if !errors.As(err, &all) || len(all) == 0 {
		t.Fatalf("Read gave the error %T %v, want Problems: a caller tells a bad file by the type", err, err)
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != len(all) {
		t.Errorf("%d lines for %d problems, want one each:\n%q", len(lines), len(all), err)
	}
	last := strings.Count(string(data), "\n") + strings.Count(string(data), "\r") + 1
	for i, p := range all {
		if p.Line < 1 || p.Line > last || p.Column < 1 {
			t.Errorf("problem at %d:%d of %d lines: %v", p.Line, p.Column, last, p)
		}
		if i < len(lines) && (!strings.HasPrefix(lines[i], "any.yaml:") || !utf8.ValidString(lines[i]) || strings.ContainsFunc(lines[i], unicode.IsControl)) {
			t.Errorf("line %q is not printable text that begins with the file", lines[i])
		}
	}
}
