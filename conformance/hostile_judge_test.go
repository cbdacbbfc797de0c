package conformance_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// answeredWith is a transcript in which one hostile request had one answer.
func answeredWith(a conformance.RawAnswer) *conformance.Transcript {
	a.What = conformance.SampleBlow()
	return &conformance.Transcript{Check: "BOTH-INPUT-001/hostile_rate", Worlds: []*conformance.Told{{}},
		Counts: map[string]int64{"inputs": 1}, Raw: []conformance.RawAnswer{a}}
}

// TestHostileAnswersAreJudged by hand-made ones: what may come of a request that breaks
// the contract, of one that may be taken, of broken HTTP and of a good one beside them.
func TestHostileAnswersAreJudged(t *testing.T) {
	const problem = wire.ProblemType
	for _, tt := range []struct {
		name   string
		answer conformance.RawAnswer
		plain  bool   // the build gives no reasons
		want   string // id of the clause that says what had to come; "": that was right
	}{
		{"refused with a reason", conformance.RawAnswer{Class: "refuse", Status: 400, Type: problem, Reason: "malformed"}, false, ""},
		{"no reason", conformance.RawAnswer{Class: "refuse", Status: 400, Type: problem}, false, "hostile-refused-with-a-reason"},
		{"no reason, and none was promised", conformance.RawAnswer{Class: "refuse", Status: 400, Type: problem}, true, ""},
		{"no problem", conformance.RawAnswer{Class: "refuse", Status: 400, Type: "text/html", Reason: "malformed"}, false, "hostile-refused-with-a-reason"},
		{"carried out", conformance.RawAnswer{Class: "refuse", Status: 200, Type: "application/json"}, false, "hostile-refused-with-a-reason"},
		{"sent elsewhere", conformance.RawAnswer{Class: "refuse", Status: 301}, false, "hostile-refused-with-a-reason"},
		{"a fault", conformance.RawAnswer{Class: "refuse", Status: 500, Type: problem, Reason: "internal"}, false, "hostile-no-fault-of-the-build"},
		{"a bad gateway", conformance.RawAnswer{Class: "any", Status: 502}, false, "hostile-no-fault-of-the-build"},
		{"busy, and says so", conformance.RawAnswer{Class: "refuse", Status: 503, Type: problem, Reason: "busy"}, false, ""},
		{"busy without a word", conformance.RawAnswer{Class: "refuse", Status: 503}, false, "hostile-no-fault-of-the-build"},
		{"busy, and not when to come again", conformance.RawAnswer{Class: "refuse", Status: 503, Type: problem, Reason: "busy", NoWait: true}, false, "hostile-told-when-to-come-again"},
		{"broken HTTP put off by what stands in front", conformance.RawAnswer{Class: "broken", Status: 503, Type: problem, Reason: "busy", NoWait: true}, false, ""},
		{"hangs", conformance.RawAnswer{Class: "refuse", Err: "no whole answer in time"}, false, "hostile-answered-in-time"},
		{"hangs on broken HTTP", conformance.RawAnswer{Class: "broken", Err: "no whole answer in time"}, false, "hostile-answered-in-time"},
		{"closes the connection", conformance.RawAnswer{Class: "refuse", Err: "the connection was closed without an answer"}, false, "hostile-answered-in-time"},
		{"closes it on what it may take", conformance.RawAnswer{Class: "any", Err: "the connection was closed without an answer"}, false, "hostile-answered-in-time"},
		{"closes it on broken HTTP", conformance.RawAnswer{Class: "broken", Err: "the connection was closed without an answer"}, false, ""},
		{"closes it on odd HTTP", conformance.RawAnswer{Class: "odd", Err: "the connection was closed without an answer"}, false, ""},
		{"shows its inside", conformance.RawAnswer{Class: "refuse", Status: 400, Type: problem, Reason: "malformed", Leaks: []string{"inside"}}, false, "hostile-inside-kept"},
		{"takes what it may", conformance.RawAnswer{Class: "any", Status: 200, Type: "application/json"}, false, ""},
		{"refuses what it may take, without a problem", conformance.RawAnswer{Class: "any", Status: 400}, false, "hostile-refused-with-a-reason"},
		{"broken HTTP taken", conformance.RawAnswer{Class: "broken", Status: 200}, false, "hostile-refused-with-a-reason"},
		{"broken HTTP refused by what stands in front", conformance.RawAnswer{Class: "broken", Status: 400}, false, ""},
		{"broken HTTP is not implemented", conformance.RawAnswer{Class: "broken", Status: 501}, false, ""},
		{"a version that is not spoken, of a plain request", conformance.RawAnswer{Class: "refuse", Status: 505}, false, "hostile-no-fault-of-the-build"},
		{"odd HTTP taken", conformance.RawAnswer{Class: "odd", Status: 200}, false, ""},
		{"a good one accepted", conformance.RawAnswer{Class: "good", Status: 200}, false, ""},
		{"a good one refused", conformance.RawAnswer{Class: "good", Status: 400, Type: problem, Reason: "malformed"}, false, "hostile-accepted"},
		{"a good one unanswered", conformance.RawAnswer{Class: "good", Err: "no whole answer in time"}, false, "hostile-answered-in-time"},
		{"a good one held up beside a slow body", conformance.RawAnswer{Class: "beside", Err: "no whole answer in time"}, false, "hostile-answered-in-time"},
		{"a good one beside it on a closed connection", conformance.RawAnswer{Class: "beside", Err: "the connection was closed without an answer"}, false, "hostile-answered-in-time"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := conformance.JudgeHostile(answeredWith(tt.answer), !tt.plain)
			switch {
			case tt.want == "" && f.Verdict != conformance.Pass:
				t.Errorf("%s, want %q, got %q; want it to pass", f.Verdict, f.Expected, f.Got)
			case tt.answer.NoWait && tt.want != "" && f.Verdict != conformance.Warn:
				t.Errorf("%s, want a warning: the contract has Retry-After and does not require it", f.Verdict)
			case tt.want != "" && (f.Verdict != conformance.Fail && !tt.answer.NoWait || !strings.HasPrefix(f.Expected[0], "clause "+tt.want) || len(f.Got) == 0):
				t.Errorf("%s, expected %q, got %q; want a failure that expects %s", f.Verdict, f.Expected, f.Got, tt.want)
			case tt.want != "" && !slices.Contains(f.Expected, conformance.SampleBlow()):
				t.Errorf("expected %q, want it told what was sent", f.Expected)
			}
		})
	}
}

// TestChangedBalancesAreFound: what reads otherwise behind a lot of refused requests is
// found, the narrowest lot first; what could not be read, and equal records, are no
// finding; a transcript in which nothing was sent is none that passes.
func TestChangedBalancesAreFound(t *testing.T) {
	q := &voucher.Query{Kind: voucher.AskStock, Store: 1, Goods: 1}
	shelf := func(units int64) voucher.Entry {
		return voucher.Entry{Query: q, Record: voucher.Record{Stock: &voucher.Stock{Left: voucher.Quantity(units) * voucher.Unit}}}
	}
	lost := shelf(3)
	lost.Err = "no answer came"
	history := func(entries ...voucher.Entry) *conformance.Transcript {
		return &conformance.Transcript{Worlds: []*conformance.Told{{History: voucher.History{Entries: entries}}}, Counts: map[string]int64{"inputs": 24}}
	}
	lot := func(before, after, reads, sent int) conformance.RawAnswer {
		return conformance.RawAnswer{What: conformance.SampleBlow(), Window: &conformance.HostileWindow{Before: before, After: after, Reads: reads, Sent: sent}}
	}
	for _, tt := range []struct {
		name string
		t    *conformance.Transcript
		raw  []conformance.RawAnswer
		want string // how many were sent in the lot that is told; "": it passes
	}{
		{"equal", history(shelf(9), shelf(9)), []conformance.RawAnswer{lot(0, 1, 1, 24)}, ""},
		{"another balance", history(shelf(9), shelf(8)), []conformance.RawAnswer{lot(0, 1, 1, 24)}, "n=24"},
		{"the narrowest of two", history(shelf(9), shelf(8), shelf(7)), []conformance.RawAnswer{lot(0, 1, 1, 24), lot(1, 2, 1, 1)}, "n=1"},
		{"not read again", history(shelf(9), lost), []conformance.RawAnswer{lot(0, 1, 1, 24)}, ""},
		{"entries that there are not", history(shelf(9), shelf(8)), []conformance.RawAnswer{lot(0, 1, 2, 24)}, ""},
		{"more reads than entries, by a number that wraps", history(shelf(9), shelf(9)), []conformance.RawAnswer{lot(1, 1, math.MaxInt, 24)}, ""},
		{"entries before the first", history(shelf(9), shelf(8)), []conformance.RawAnswer{lot(-1, 1, 1, 24)}, ""},
	} {
		tt.t.Raw = tt.raw
		f := conformance.JudgeHostile(tt.t, true)
		if tt.want == "" {
			if f.Verdict != conformance.Pass {
				t.Errorf("%s: %s, %q; want it to pass", tt.name, f.Verdict, f.Got)
			}
			continue
		}
		if f.Verdict != conformance.Fail || !strings.HasSuffix(f.Expected[0], " "+tt.want) || !strings.HasPrefix(f.Got[0], "clause hostile-records-differ") {
			t.Errorf("%s: %s, expected %q, got %q; want what was changed by %s", tt.name, f.Verdict, f.Expected, f.Got, tt.want)
		}
	}
	if f := conformance.JudgeHostile(&conformance.Transcript{Counts: map[string]int64{}}, true); f.Verdict != conformance.Blocked {
		t.Errorf("nothing was sent: %s, want that it is not judged", f.Verdict)
	}
}

// TestInsidesAreKnown: what tells what a build is made of, and what only looks so.
func TestInsidesAreKnown(t *testing.T) {
	for body, want := range map[string]bool{
		`{"detail":"goroutine 12 [running]"}`:                                true,
		`Traceback (most recent call last):`:                                 true,
		`{"stack":"Error\n    at handle (node:internal/x)"}`:                 true,
		"Exception in thread \"main\"\n\tat kz.build.Wallet(Wallet.java:12)": true,
		`SQLSTATE[42000]`: true,
		`{"reason":"malformed","detail":"this is not JSON from byte 12 on"}`: false,
		`{"detail":"write a date such as 2026-02-06"}`:                       false,
	} {
		if got := conformance.InsideOf(body); got != want {
			t.Errorf("%q shows the inside: %t, want %t", body, got, want)
		}
	}
}
