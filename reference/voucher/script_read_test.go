package voucher_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// sample uses every line that a setup can have, and every kind of step.
const sample = `# GAS-WINDOW-001: a sample
# of two lines.

setup
at 2025-10-06 09:00
people 2
people 1
device 1 3
operators 2
families 4
provider 750000000
account provider=1 number=0012345 class=boiler people=4 owner=1
store 111010000
goods SZ01
goods other
setting gas.window.to_day kz 2025-09-01 28
setting food.mrp kz always 4500.00
reading G10 until_start_of_29
# a comment among the lines
hide list_sent day_reported

update_gas_list rows=[1 social 750000000]
grant_loan store=1 amount=100.00 purpose=stock
----
ok
  gas_listed person=1
refused outside-period (FOOD-LOAN-001)

# said before the step
advance 2025-10-07 00:00:01
----
ok

ask gas_wallet person=1
----
`

func TestReadScriptReadsAllOfIt(t *testing.T) {
	s, err := voucher.ReadScript("sample.txt", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	var readings voucher.Readings
	readings[voucher.G10] = voucher.Option
	number, _ := voucher.ParseAccountNumber("0012345")
	want := voucher.Setup{
		At: voucher.At(2025, 10, 6, 9, 0, 0), Secret: s.Setup.Secret,
		People: []voucher.PersonSetup{{Device: true}, {}, {Device: true}}, Families: 4, Operators: 2,
		Providers: []voucher.ProviderSetup{{Territory: 750_000_000}},
		Accounts:  []voucher.AccountSetup{{Provider: 1, Number: number, Class: voucher.Boiler, People: 4, Owner: 1}},
		Stores:    []voucher.StoreSetup{{Territory: 111_010_000}}, Goods: []voucher.GoodsSetup{{Item: 1}, {}},
		Settings: []voucher.Setting{{Path: "gas.window.to_day", From: voucher.Date(2025, 9, 1), Value: 28}, {Path: "food.mrp", Value: 4500_00}},
		Readings: readings,
	}
	if diff := cmp.Diff(want, s.Setup); diff != "" {
		t.Errorf("the setup differs (- want, + got):\n%s", diff)
	}
	if want := "GAS-WINDOW-001: a sample of two lines."; s.About != want {
		t.Errorf("About = %q, want %q", s.About, want)
	}
	if len(s.Hide) != 2 || s.Hide[0] != voucher.ListSent {
		t.Errorf("Hide = %v, want list_sent and day_reported", s.Hide)
	}
	if len(s.Steps) != 4 {
		t.Fatalf("%d steps, want 4", len(s.Steps))
	}
	grant := s.Steps[1].Command.Head()
	if want := (voucher.Header{Key: voucher.KeyOf(0, 2), Actor: voucher.Actor{Role: voucher.LocalBody, ID: 110_000_000}}); *grant != want {
		t.Errorf("the second command has head %v, want %v: numbered key, local body of the store's region", *grant, want)
	}
	if diff := cmp.Diff([]string{"ok", "  gas_listed person=1"}, s.Steps[0].Expect); diff != "" {
		t.Errorf("first answer differs:\n%s", diff)
	}
	if s.Steps[2].To != voucher.At(2025, 10, 7, 0, 0, 1) || s.Steps[2].Line != 30 {
		t.Errorf("third step moves to %s on line %d, want 2025-10-07T00:00:01 on line 30", s.Steps[2].To, s.Steps[2].Line)
	}
	if s.Steps[3].Query == nil || s.Steps[3].Expect != nil {
		t.Errorf("fourth step = %+v, want a query whose answer is not written yet", s.Steps[3])
	}
}

func TestRewriteChangesAnswersOnly(t *testing.T) {
	s, err := voucher.ReadScript("sample.txt", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	answers := make([][]string, len(s.Steps))
	for i := range s.Steps {
		answers[i] = s.Steps[i].Expect
	}
	if got := string(s.Rewrite(answers)); got != sample {
		t.Errorf("with its own answers the script changes:\n%s", cmp.Diff(sample, got))
	}
	answers[3] = []string{"ok new", "  line"}
	answers[1] = []string{"ok other"}
	want := strings.Replace(sample, "refused outside-period (FOOD-LOAN-001)", "ok other", 1) + "ok new\n  line\n"
	if got := string(s.Rewrite(answers)); got != want {
		t.Errorf("new answers stand in the wrong place:\n%s", cmp.Diff(want, got))
	}
}

func TestReadScriptSaysFileAndLine(t *testing.T) {
	change := func(from, to string) string {
		if !strings.Contains(sample, from) {
			t.Fatalf("the sample has no %q", from)
		}
		return strings.Replace(sample, from, to, 1)
	}
	rows := []struct{ name, text, want string }{
		{"empty", " \n", "f.txt: empty; begin with a comment"},
		{"not UTF-8", "# \xff\n", "f.txt: not UTF-8"},
		{"too long", "#" + strings.Repeat("x", 1<<20), "bytes; a script has at most 1048576"},
		{"no comment", "setup\nat 2025-10-06\n", "f.txt:1: no comment; say in words what the script shows"},
		{"no setup", change("setup\n", ""), "f.txt:4: no setup"},
		{"nothing after the comment", "# a\n", "f.txt:1: no setup"},
		{"no instant", change("at 2025-10-06 09:00\n", ""), "no instant in the setup; write at 2025-10-07"},
		{"an instant that is none", change("at 2025-10-06 09:00", "at 2025-10-32"), "f.txt:5: instant"},
		{"no steps", "# a\nsetup\nat 2025-10-06\n", "f.txt:3: no steps"},
		{"an unknown line of the setup", change("operators 2", "operator 2"), `f.txt:9: column 1: "operator" is unknown in a setup; did you mean operators?`},
		{"a count that is none", change("families 4", "families -4"), `f.txt:10: "-4" is not a number from 0 to 10000`},
		{"too many people", change("people 2", "people 10001"), "f.txt:6:"},
		{"too many people in two lines", change("people 2", "people 10000"), "f.txt:7: more than 10000 people"},
		{"a device of nobody", change("device 1 3", "device 4"), "f.txt:8: person 4 does not exist"},
		{"an item", change("goods SZ01", "goods SZ99"), "f.txt:14: item"},
		{"a territory", change("store 111010000", "store 11101"), "f.txt:13: territory"},
		{"two values", change("store 111010000", "store 111010000 111010000"), "f.txt:13: store has one value"},
		{"a setting without a value", change(" 28", ""), "f.txt:16: a setting has a path, a territory, a day and a value"},
		{"a setting out of bounds", change("2025-09-01 28", "2025-09-01 32"), "f.txt:16: setting"},
		{"a reading", change("G10 until_start_of_29", "G10 until_29"), "f.txt:18: reading G10 has no choice"},
		{"an event to hide", change("hide list_sent", "hide lists_sent"), "did you mean list_sent?"},
		{"a field of an account", change("number=", "nummer="), "f.txt:12: column 20: field"},
		{"an unknown step", change("advance 2025-10-07 00:00:01", "advanse 2025-10-07"), "f.txt:30: column 1: command \"advanse\" is unknown; did you mean advance?"},
		{"a query's column", change("ask gas_wallet person=1", "ask gas_wallet persn=1"), "f.txt:34: column 16: field"},
		{"a loan of no known store", change("grant_loan store=1", "grant_loan store=2"), "write by=local_body:110000000"},
		{"no end of the steps", strings.TrimSuffix(sample, "----\n"), "f.txt:34: no ----"},
		{"---- twice", change("----\nok\n\nask", "----\n\n----\nok\n\nask"), "---- without a step"},
		{"too many answers", change("ok\n\nask", "ok\nok\n\nask"), "more answers than the 1 steps"},
		{"too few answers", change("refused outside-period (FOOD-LOAN-001)\n", ""), "1 answers to 2 steps"},
		{"an answer with a blank before it", change("ok\n  gas_listed", " ok\n  gas_listed"), "an answer begins with ok or refused"},
		{"a comment among the answers", change("refused", "# why\nrefused"), "a comment among the answers"},
	}
	for _, tt := range rows {
		_, err := voucher.ReadScript("f.txt", []byte(tt.text))
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: ReadScript = %v, want one line with %q", tt.name, err, tt.want)
		}
	}
}
