package conformance_test

import (
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	faults "github.com/vouch-kz/vouch/conformance/fault"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// handMade is a life written by hand: entries, and what happened to each call.
type handMade struct{ told conformance.Told }

func handLife() *handMade {
	return &handMade{conformance.Told{History: voucher.History{Setup: *conformance.StoreSetup()}, Strikes: []conformance.Strike{}}}
}

// add adds an entry.
func (l *handMade) add(e voucher.Entry, s conformance.Strike) *handMade {
	e.At = l.told.Setup.At
	l.told.Entries, l.told.Strikes = append(l.told.Entries, e), append(l.told.Strikes, s)
	return l
}

var (
	through = conformance.Strike{Reached: true}
	dropped = conformance.Strike{Kind: faults.DropRequest}
	muted   = conformance.Strike{Kind: faults.DropAnswer, Reached: true}
	delayed = conformance.Strike{Kind: faults.Delay}
	late    = conformance.Strike{Kind: faults.Delay, Reached: true, Late: true}
)

// delivery is a command that adds ten units to a shelf.
func delivery(key uint64) *voucher.Deliver {
	return &voucher.Deliver{Header: voucher.Header{Key: voucher.KeyOf(1, key), Actor: voucher.Actor{Role: voucher.StoreTill, ID: 1}},
		Store: 1, Goods: 1, Quantity: 10 * voucher.Unit, Price: 100_00}
}

// answered, refuses and lostCall are calls of that command.
func (l *handMade) answered(key uint64, s conformance.Strike) *handMade {
	return l.add(voucher.Entry{Command: delivery(key)}, s)
}

func (l *handMade) refuses(key uint64) *handMade {
	return l.add(voucher.Entry{Command: delivery(key), Outcome: voucher.Outcome{Refusal: voucher.Refuse(voucher.RecordUnknown, "FOOD-TRACE-001")}}, through)
}

func (l *handMade) lostCall(key uint64, s conformance.Strike) *handMade {
	return l.add(voucher.Entry{Command: delivery(key), Err: "no answer came"}, s)
}

// stock reads the shelf.
func (l *handMade) stock(units int64) *handMade {
	q := &voucher.Query{Kind: voucher.AskStock, Actor: voucher.Actor{Role: voucher.StoreTill, ID: 1}, Store: 1, Goods: 1}
	on := voucher.Quantity(units) * voucher.Unit
	return l.add(voucher.Entry{Query: q, Record: voucher.Record{Stock: &voucher.Stock{Delivered: on, Left: on, Price: 100_00}}}, conformance.Strike{})
}

// TestLivesUnderFaultsAreJudged by hand-made ones: what may be and what may not, each
// one change away from another.
func TestLivesUnderFaultsAreJudged(t *testing.T) {
	calm := handLife().answered(1, through).stock(10)
	calm.told.Strikes = nil
	short := handLife().answered(1, through)
	short.told.Strikes = nil
	for _, tt := range []struct {
		name    string
		life    *handMade
		calm    *handMade
		verdict conformance.Verdict // 0: nothing is wrong
		want    string              // in what is expected
		got     string              // in what came
		why     string
	}{
		{"lost answer, sent again", handLife().lostCall(1, muted).answered(1, through).stock(10), calm, 0, "", "", "it is there once"},
		{"lost answer, done twice", handLife().lostCall(1, muted).answered(1, through).stock(20), calm, conformance.Fail, "left=10", "left=20", "the second call is a repetition"},
		{"lost request, sent again", handLife().lostCall(1, dropped).answered(1, through).stock(10), calm, 0, "", "", "the first call reached nobody"},
		{"acknowledged, and not there", handLife().lostCall(1, dropped).answered(1, through).stock(0), calm, conformance.Fail, "left=10", "ok price=", "what is acknowledged is there"},
		{"late copy, nothing changes", handLife().lostCall(1, delayed).answered(1, through).lostCall(1, late).stock(10), calm, 0, "", "", "the copy is a repetition"},
		{"late copy, done again", handLife().lostCall(1, delayed).answered(1, through).lostCall(1, late).stock(20), calm, conformance.Fail, "left=10", "left=20", "the copy is a repetition"},
		{"repeated, and refused", handLife().lostCall(1, muted).refuses(1).stock(10), calm, conformance.Fail, "ok", "refused record-unknown", "a repetition is answered as the first time"},
		{"answered in two ways", handLife().answered(1, through).refuses(1).stock(10), calm, conformance.Fail, "ok", "refused record-unknown", "one key has one answer"},
		{"never answered", handLife().lostCall(1, muted).lostCall(1, through), calm, conformance.Fail, "ok", "command-not-answered", "nothing stood in the way of the last call"},
		{"nothing to compare with", handLife().answered(1, through).stock(10), short, conformance.Blocked, "", "", "the undisturbed world was cut short"},
	} {
		f := conformance.JudgeLife(&tt.life.told, &tt.calm.told)
		if f.Verdict != tt.verdict || !strings.Contains(strings.Join(f.Expected, "; "), tt.want) || !strings.Contains(strings.Join(f.Got, "; "), tt.got) {
			t.Errorf("%s: %s, expected %q, got %q; want verdict %s, expected %q, got %q\n%s", tt.name, f.Verdict, f.Expected, f.Got, tt.verdict, tt.want, tt.got, tt.why)
		}
	}
}

// TestAFaultThatNeverHappenedShowsNothing: the check of a kind passes where that kind
// happened, and is inconclusive where only others did.
func TestAFaultThatNeverHappenedShowsNothing(t *testing.T) {
	calm := handLife().answered(1, through).stock(10)
	calm.told.Strikes = nil
	life := handLife().lostCall(1, muted).answered(1, through).stock(10)
	transcript := &conformance.Transcript{Worlds: []*conformance.Told{&life.told, &calm.told}}
	for check, want := range map[string]conformance.Verdict{
		"BOTH-RETRY-001/fault_drop_answer": conformance.Pass, "BOTH-RETRY-001/fault_delay": conformance.Blocked, "BOTH-RETRY-001/fault_restart": conformance.Blocked,
	} {
		if f := conformance.JudgeFault(check, transcript); f.Verdict != want {
			t.Errorf("%s: %s (%s), want %s; one answer was dropped and nothing else", check, f.Verdict, f.Why.En, want)
		}
	}
	if f := conformance.JudgeFault("BOTH-RETRY-001/fault_drop_answer", &conformance.Transcript{Err: "gone"}); f.Verdict != conformance.Blocked {
		t.Errorf("without a life: %s, want blocked", f.Verdict)
	}
	life.told.Strikes = life.told.Strikes[1:]
	if f := conformance.JudgeFault("BOTH-RETRY-001/fault_drop_answer", transcript); f.Verdict != conformance.HarnessError {
		t.Errorf("a record that does not say what happened to each call: %s, want a fault of ours", f.Verdict)
	}
}

// TestWhatIsOwed: each thing that has to happen by itself, shown missing and shown
// done, one change apart.
func TestWhatIsOwed(t *testing.T) {
	month := voucher.MonthOf(2026, 2)
	after := voucher.At(2026, 3, 2, 10, 0, 0)
	on := func(day int) voucher.Instant { return voucher.At(2026, 2, day, 12, 0, 0) }
	notice := voucher.Message{Programme: voucher.Gas, Kind: voucher.Notice, Month: month}
	listed := voucher.Entry{At: on(4), Command: &voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: 1}}}}
	messages := func(all ...voucher.Message) voucher.Entry {
		return voucher.Entry{At: on(8), Query: &voucher.Query{Kind: voucher.AskMessages, Person: 1}, Record: voucher.Record{Messages: all}}
	}
	list := func(day int, attempts uint32, acknowledged voucher.Instant) voucher.Entry {
		return voucher.Entry{At: on(day), Query: &voucher.Query{Kind: voucher.AskProviderList, Provider: 1, Month: month},
			Record: voucher.Record{List: &voucher.ProviderList{Month: month, Sent: on(1), Attempts: attempts, Acknowledged: acknowledged}}}
	}
	acknowledge := voucher.Entry{At: on(5), Command: &voucher.AcknowledgeList{Provider: 1, Month: month}}
	wallet := func(left, annulled voucher.Money, state voucher.VoucherState) voucher.Entry {
		return voucher.Entry{At: after, Query: &voucher.Query{Kind: voucher.AskFoodWallet, Family: 1, Month: month},
			Record: voucher.Record{Food: &voucher.FoodWallet{State: state, Credited: 1000, Spent: 300, Left: left, Annulled: annulled}}}
	}
	report := func(handed voucher.Instant, credited, annulled voucher.Money) voucher.Entry {
		return voucher.Entry{At: after, Query: &voucher.Query{Kind: voucher.AskDayReport, Day: on(6).Day()},
			Record: voucher.Record{Report: &voucher.DayReport{Handed: handed, Credited: credited, Annulled: annulled}}}
	}
	ledger := voucher.Entry{At: after, Query: &voucher.Query{Kind: voucher.AskLedger, Month: month},
		Record: voucher.Record{Ledger: &voucher.Ledger{Month: month, Credited: 1000, Spent: 300, Annulled: 700}}}
	for _, tt := range []struct {
		name    string
		entries []voucher.Entry
		want    string // kind of the clause; "": nothing is owed
		why     string
	}{
		{"asked once", []voucher.Entry{listed, messages(notice)}, "", "GAS-NOTICE-002"},
		{"never asked", []voucher.Entry{listed, messages()}, "question-owed", "GAS-NOTICE-002"},
		{"asked twice", []voucher.Entry{listed, messages(notice, notice)}, "question-owed", "GAS-NOTICE-002"},
		{"not on the list, not asked", []voucher.Entry{messages()}, "", "nobody is owed a question who is not listed"},
		{"sent again", []voucher.Entry{list(1, 1, 0), list(2, 2, 0)}, "", "GAS-DISPATCH-001"},
		{"not sent again", []voucher.Entry{list(1, 1, 0), list(2, 1, 0)}, "list-owed", "GAS-DISPATCH-001"},
		{"acknowledged, and not sent again", []voucher.Entry{list(1, 1, 0), acknowledge, list(6, 1, on(5))}, "", "it has arrived"},
		{"acknowledged, and that is forgotten", []voucher.Entry{list(1, 1, 0), acknowledge, list(6, 2, 0)}, "acknowledgement-owed", "it takes effect once"},
		{"annulled", []voucher.Entry{wallet(0, 700, voucher.Annulled)}, "", "FOOD-EXPIRY-002"},
		{"not annulled", []voucher.Entry{wallet(700, 0, voucher.Active)}, "annulment-owed", "FOOD-EXPIRY-002"},
		{"handed over, and adds up", []voucher.Entry{report(on(7), 1000, 700), ledger}, "", "FOOD-REPORT-001"},
		{"not handed over", []voucher.Entry{report(0, 1000, 700)}, "report-owed", "FOOD-REPORT-001"},
		{"a credit is missing", []voucher.Entry{report(on(7), 0, 700), ledger}, "reports-sum", "FOOD-REPORT-001"},
		{"annulled twice", []voucher.Entry{report(on(7), 1000, 1400), ledger}, "reports-sum", "FOOD-REPORT-001"},
	} {
		step, id, got := conformance.Owed(&voucher.History{Setup: *conformance.StoreSetup(), Entries: tt.entries})
		kind, _, _ := strings.Cut(strings.TrimPrefix(got, "clause "), " ")
		if kind != tt.want {
			t.Errorf("%s: owes %q, want %q\n%s", tt.name, got, tt.want, tt.why)
		}
		if tt.want != "" && (step != len(tt.entries)-1 || id == "") {
			t.Errorf("%s: owed at entry %d by %q; want the last, and a demand", tt.name, step+1, id)
		}
	}
}
