package scenarios_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/scenarios"
)

func TestProblemsOfBytes(t *testing.T) {
	const more = "; a scenario says what differs, it does not list runs"
	for _, row := range []struct{ name, bad, want string }{
		{"empty", "", "1:1: the file is empty; begin with a line such as kind: Scenario"},
		{"blank", " \n\n", "1:1: the file is empty; begin with a line such as kind: Scenario"},
		{"only comments", "# one\n# two\n", "1:1: nothing but comments; begin with a line such as kind: Scenario"},
		{"only a mark", "---\n", "1:1: nothing but comments; begin with a line such as kind: Scenario"},
		{"a list", "- 1\n", "1:1: write keys with values, such as key: value, not a list"},
		{"a word", "pilots\n", `1:1: write keys with values, such as key: value, not "pilots"`},
		{"not UTF-8", head + "# \xd0\xcf\n", "4:3: the byte 0xd0 is not UTF-8; save the file as UTF-8"},
		{"UTF-16", "\xff\xfek\x00", "1:1: the byte 0xff is not UTF-8; save the file as UTF-8"},
		{"byte order mark", "\ufeff" + head, "1:1: a byte order mark; save the file as UTF-8 without one"},
		{"control character", head + "# \x1b[31m\n", "4:3: the control character U+001B; delete it"},
		{"line separator", head + "# \u2028\n", "4:3: the control character U+2028; delete it"},
		{"tab", "set:\n\tfood.mrp: 1\n", "2:1: a tab in the indentation; use spaces"},
		{"tabs on two lines", "set:\n  \tfood.mrp: 1\n\tgas.price: 1\n", "2:3: a tab in the indentation; use spaces\nx.yaml:3:1: a tab in the indentation; use spaces"},
		{"second document", head + "---\n" + head, "4:1: a second document begins; keep one, and put the other into a file of its own"},
		{
			"unclosed bracket", head + "programmes: [gas\n",
			"4:13: this is not YAML: sequence end token ']' not found; look for a bracket, a quote, a colon or an indentation that is wrong here or just above",
		},
		{"anchor", head + "seed: &s 1\n", "4:7: an anchor (&) is not read here; write out what is meant"},
		{"tag", head + "seed: !!int 1\n", "4:7: a tag (!) is not read here; write out what is meant"},
		{"question mark", head + "? seed\n: 1\n", "4:1: a key with a question mark (?) is not read here; write out what is meant"},
		{
			"alias bomb", head + "seed: &a [1, 1]\nset: &b [*a, *a]\nreadings: [*b, *b]\n",
			"4:7: an anchor (&) is not read here; write out what is meant\n" +
				"x.yaml:5:6: an anchor (&) is not read here; write out what is meant\n" +
				"x.yaml:6:11: readings: write keys with values, such as key: value, not a list\n" +
				"x.yaml:6:12: an alias (*) is not read here; write out what is meant\n" +
				"x.yaml:6:16: an alias (*) is not read here; write out what is meant",
		},
		{"merge key", head + "<<: {seed: 1}\n", "4:1: a merge key (<<) is not read here; write out what is meant"},
		{"nested flow", head + "set: " + strings.Repeat("[", 21), "4:26: nested more than 20 deep; nothing here needs that"},
		{"nested dashes", head + "set:\n  " + strings.Repeat("- ", 21) + "1\n", "5:43: nested more than 20 deep; nothing here needs that"},
		{
			"a thousand and one territories", head + "territories: {gas: [" + strings.Repeat("1,", 1001) + "]}\n",
			"4:20: 1001 entries, at most 1000 are read",
		},
		{
			"a sweep of ten thousand runs", head + "sweep: [" + strings.Repeat("1,", 10_000) + "]\n",
			"4:19997: more than 20000 words and signs" + more,
		},
		{
			"a sweep of a million runs", head + "sweep: [" + strings.Repeat("1,", 1_000_000) + "]\n",
			"1:1: more than 64 KiB, which is all that is read" + more,
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := scenarios.Read("x.yaml", []byte(row.bad))
			inThreeLanguages(t, err)
			if err == nil || err.Error() != "x.yaml:"+row.want {
				t.Errorf("got  %v\nwant x.yaml:%s", err, row.want)
			}
		})
	}
}

// TestProblemsComeTogether: whoever mends a file should not have to run it once
// for each fault.
func TestProblemsComeTogether(t *testing.T) {
	_, err := scenarios.Read("mine.yaml", []byte("kind: Scenario\r\nid: a\r\ntitle: Қала\r\nseed: 0\r\nset:\r\n"+
		"  # комментарий\r\n  gas.price: {Алматы: 60, 750000000: -1}\r\nhorizon: {to: 2027-01-01}\r\n"))
	want := `mine.yaml:4:7: seed: 0 is below 1; write a whole number from 1 to 9007199254740991
mine.yaml:7:15: gas.price: unknown territory "Алматы", did you mean 750000000 (Almaty city)? write a КАТО code; vouch list territories shows them
mine.yaml:7:38: gas.price.750000000: -1 is below 0.00; write a sum in tenge from 0.00 to 1000.00 (GAS-BILL-002)
mine.yaml:8:15: horizon.to: 2027-01-01 is outside the pilots, which run from 2025-08-28 to 2026-06-30; write a day inside them, or move them with gas.period and food.period under set`
	inThreeLanguages(t, err)
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

// TestProblemsAreBounded: a file of nonsense must not fill a terminal.
func TestProblemsAreBounded(t *testing.T) {
	for _, n := range []int{50, 51, 400} {
		var b strings.Builder
		b.WriteString(head)
		for i := range n {
			fmt.Fprintf(&b, "k%d: 1\n", i)
		}
		_, err := scenarios.Read("x.yaml", []byte(b.String()))
		var all scenarios.Problems
		if !errors.As(err, &all) || len(all) != min(n, 51) {
			t.Fatalf("%d faults gave %d problems, want %d", n, len(all), min(n, 51))
		}
		if got, want := all[len(all)-1].Message.En, fmt.Sprintf("%d more problems from here on; mend those above first", n-50); n > 50 && got != want {
			t.Errorf("the last of %d faults says %q, want %q", n, got, want)
		}
	}
}

// TestProblemIsOneLine: the name of a file and what it holds may be anything.
func TestProblemIsOneLine(t *testing.T) {
	_, err := scenarios.Read("a\nb\x1b.yaml", []byte(head+"\"s\\nee\\u202ed\\e\": 1\n"))
	want := `a?b?.yaml:4:1: unknown key "s\nee\u202ed\x1b"; write one of ` + keys
	if err == nil || err.Error() != want {
		t.Errorf("got  %q\nwant %q", err, want)
	}
}
