package voucher_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// FuzzReadScript reads any bytes: nothing panics, an error is one line that
// begins with the file, and what was read can be written and read again.
func FuzzReadScript(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("# a\nsetup\nat 2025-10-06\n\nconfirm person=1\n----\n"))
	f.Add([]byte("# a\r\nsetup\r\nat 2025-10-06\r\n\r\nscan_code family=1 code=$1 by=citizen:1 key=#9\r\n----\r\nok\r\n"))
	f.Add([]byte("# a\nsetup\nat 2000-01-01\n\nupdate_food_list rows=[1 owner=1 members=[1 2] 111010000; 2 drop]\n----\nrefused x\n  y"))
	f.Add([]byte("# a\nsetup\nat 2026-01-01\n\nreply programme=food person=1 text=\"\\\"\\xff [\" by=nobody\nask ledger month=2026-02\n----\n"))
	histories, err := filepath.Glob("../testdata/*.txt")
	if err != nil || len(histories) == 0 {
		f.Fatalf("%d histories to begin with, %v", len(histories), err)
	}
	for _, name := range histories {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := voucher.ReadScript("fuzz", data)
		if err != nil {
			if text := err.Error(); strings.ContainsAny(text, "\n\r") || !strings.HasPrefix(text, "fuzz:") {
				t.Fatalf("error %q, want one line that begins with the file", text)
			}
			return
		}
		var answers [][]string
		for i := range s.Steps {
			answers = append(answers, s.Steps[i].Expect)
			if s.Steps[i].Command != nil {
				roundTrip(t, s.Steps[i].Command)
			}
		}
		again, err := voucher.ReadScript("fuzz", s.Rewrite(answers))
		if err != nil {
			t.Fatalf("rewritten with its own answers it is unreadable: %v\n%s", err, s.Rewrite(answers))
		}
		for i := range s.Steps {
			if !reflect.DeepEqual(again.Steps[i].Expect, s.Steps[i].Expect) || again.Steps[i].Text != s.Steps[i].Text {
				t.Fatalf("step %d is %+v after rewriting, was %+v", i+1, again.Steps[i], s.Steps[i])
			}
		}
	})
}

// fataler is what testing and rapid have in common.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// roundTrip demands that a command survives being written and read.
func roundTrip(t fataler, want voucher.Command) {
	t.Helper()
	text := voucher.FormatCommand(want)
	got, err := voucher.ParseCommand(text)
	if err != nil {
		t.Fatalf("FormatCommand wrote %q, which ParseCommand does not read: %v", text, err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%q reads as %+v, was written from %+v", text, got, want)
	}
}
