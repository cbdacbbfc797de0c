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
	for _, body := range []string{
		"extends: [pilots, stress]\nseed: 7", "extends: [any.yaml]", "extends: [stress]\nterritories: {gas: [110000000]}", "set: {food.mrp@2026-03: 4500, food.mrp: [{value: 1}]}",
		"change: {food: {add: [350000000, {id: 710000000, from: 2026-03-01}], remove: [551010000]}}",
		"events: {a: {kind: sms_outage, from: 2026-02-05, to: 2026-02-05, lost: 0.5}, b: none, c: {kind: stores_suspended, from: 2026-02-05, to: 2026-03-05, stores: small}}",
		"change: {stores: {remove: [{share: 0.5}, {territory: 551010000, kind: small, count: 3, from: 2026-02-01}], add: [{share: 1}]}}",
		"extends: [stress]\nchange: {gas: {remove: [110000000]}}", "set: {food.mrp_per_member: {tenge: 6500}, gas.price: {110000000: {mrp: 0.02}}}",
	} {
		f.Add([]byte(head + body + "\n"))
	}
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
		for _, v := range s.Values() {
			if v.Line < 1 || v.File == "" || v.Text == "" || v.Key() == "" {
				t.Errorf("Read took a value that stands nowhere: %+v", v)
			}
		}
		for _, e := range s.Events {
			if e.From > e.To || e.Share < 0 || e.Share > 1_000_000 || e.Kind.String() == "no event" {
				t.Errorf("Read took an event that cannot be: %+v", e)
			}
		}
		for _, c := range s.Stores {
			if c.Count < 0 || c.Share > 1_000_000 || (c.Count != 0 && c.Share != 0) {
				t.Errorf("Read took a change of stores that cannot be: %+v", c)
			}
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

// FuzzReadEither gives the reader of studies any bytes, as FuzzRead does.
func FuzzReadEither(f *testing.F) {
	for _, body := range []string{
		"scenarios: [stress]\nreplications: 5\nseed: 3\nhorizon: {from: 2026-01-05, to: 2026-03-31}\nlimits: {runs: 400}",
		"sweep: [{mode: grid, over: {food.mrp_per_member: [1, 1.25]}}, {mode: lhs, draws: 8, over: {lists.join: {from: 1, to: 2}}}]",
		"sweep: [{mode: zip, over: {gas.reminder.after_days: [3, 5], food.mrp: [1, 2]}}]\nbaseline: stress",
	} {
		f.Add([]byte("kind: Study\nid: s\ntitle: S\n" + body + "\n"))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := scenarios.ReadEither("any.yaml", data)
		if err != nil {
			checkProblems(t, err, data)
			return
		}
		if (d.Scenario == nil) == (d.Study == nil) {
			t.Fatalf("ReadEither took a file that is not one of the two: %+v", d)
		}
		if d.Study != nil && (d.Study.Runs() < 1 || d.Study.Seed == 0 || d.Study.Limits.Runs < 1) {
			t.Errorf("ReadEither took a study without runs, seed or limits: %+v", d.Study)
		}
	})
}
