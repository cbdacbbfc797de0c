package conformance_test

import (
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// call is one line of a history written by hand: who asked, from when to when, and
// what came back.
type call struct {
	client   int // 0: who leads there
	from, to int64
	cmd      voucher.Command
	query    *voucher.Query
	answer   voucher.Result
	record   voucher.Record
	no       voucher.Reason
	lost     bool // no answer came
	key      uint64
}

// round makes the record of a world. A call without a client leads there, in the
// order of the lines.
func round(families, people int, calls ...call) *conformance.Told {
	told := &conformance.Told{Label: "round 1", History: voucher.History{Setup: voucher.Setup{Families: families, People: make([]voucher.PersonSetup, people)}}}
	now := int64(0)
	for i, c := range calls {
		if c.client == 0 {
			c.from, c.to = now+1, now+2
		}
		now = max(now, c.to)
		e := voucher.Entry{Command: c.cmd, Query: c.query, Record: c.record, Outcome: voucher.Outcome{Result: c.answer}}
		if c.cmd != nil {
			key := c.key
			if key == 0 {
				key = uint64(100 + i)
			}
			*c.cmd.Head() = voucher.Header{Key: voucher.KeyOf(1, key), Actor: voucher.Actor{Role: voucher.StoreTill, ID: 1}}
		}
		if c.no != 0 {
			e.Outcome = voucher.Outcome{Refusal: &voucher.Refusal{Reason: c.no}}
		}
		if c.lost {
			e.Outcome, e.Err = voucher.Outcome{}, "no answer in 10 s"
		}
		window := 0
		if c.client != 0 && c.client < repeats {
			window = 1
		}
		told.Entries = append(told.Entries, e)
		told.Spans = append(told.Spans, conformance.Span{Client: c.client, Window: window, Call: c.from, Return: c.to})
	}
	return told
}

// repeats is the first number of a client that only repeats.
const repeats = 90

var codes = [...]voucher.QR{{}, voucher.Slot(1), voucher.Slot(2), voucher.Slot(3)}

func bought(id voucher.PurchaseID, discount, left voucher.Money) voucher.Result {
	return voucher.Result{Purchase: id, Amount: discount, Balance: left}
}

func buying(code int, units voucher.Quantity) *voucher.Purchase {
	return &voucher.Purchase{Store: 1, Code: codes[code], Lines: []voucher.PurchaseLine{{Goods: 1, Quantity: units * voucher.Unit, Price: 100_00}}}
}

func returning(of voucher.PurchaseID, units voucher.Quantity) *voucher.Refund {
	return &voucher.Refund{Store: 1, Purchase: of, Lines: []voucher.RefundLine{{Quantity: units * voucher.Unit}}}
}

// led is a family with 1,000 tenge that has bought one unit for 100 and three for 300,
// and shows a third code: 600 are left.
func led() []call {
	return []call{
		{cmd: &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{{Family: 1, Owner: 1, Members: []voucher.PersonID{1}}}}},
		{cmd: &voucher.Reply{Programme: voucher.Food, Person: 1, Text: "да"}, answer: voucher.Result{Amount: 1000_00, Balance: 1000_00}},
		{cmd: &voucher.ShowCode{Family: 1}, answer: voucher.Result{Code: codes[1]}},
		{cmd: buying(1, 1), answer: bought(1, 100_00, 900_00)},
		{cmd: &voucher.ShowCode{Family: 1}, answer: voucher.Result{Code: codes[2]}},
		{cmd: buying(2, 3), answer: bought(2, 300_00, 600_00)},
		{cmd: &voucher.ShowCode{Family: 1}, answer: voucher.Result{Code: codes[3]}},
	}
}

// wallet reads what is left of 1,000 tenge.
func wallet(left voucher.Money) call {
	return call{query: &voucher.Query{Kind: voucher.AskFoodWallet, Family: 1},
		record: voucher.Record{Food: &voucher.FoodWallet{Listed: true, Credited: 1000_00, Spent: 1000_00 - left, Left: left}}}
}

// TestTheBookOfRaces holds the judge to histories written by hand: each that no
// order explains stands beside one, a word away, that an order explains.
func TestTheBookOfRaces(t *testing.T) {
	loan := func() []call {
		return []call{{cmd: &voucher.GrantLoan{Store: 1, Amount: 1000}, answer: voucher.Result{Loan: 1, Amount: 1000}}}
	}
	pays := func(client int, no voucher.Reason) call {
		return call{client: client, from: 10, to: 20, cmd: &voucher.DisburseLoan{Loan: 1}, no: no, answer: voucher.Result{Balance: 1000}}
	}
	repays := func(client int, left voucher.Money, no voucher.Reason) call {
		return call{client: client, from: 30, to: 40, cmd: &voucher.RepayLoan{Loan: 1, Amount: 600}, no: no, answer: voucher.Result{Balance: left}}
	}
	confirms := func(client int, no voucher.Reason) call {
		return call{client: client, from: 10, to: 20, cmd: &voucher.Confirm{Person: voucher.PersonID(client)}, no: no}
	}
	enters := func(p voucher.PersonID) call {
		return call{cmd: &voucher.EnterAccount{Person: p, Provider: 1, Account: 7}}
	}
	lists := func(client int, no voucher.Reason) call {
		return call{client: client, from: 10, to: 20, no: no, cmd: &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{
			{Family: voucher.FamilyID(client), Owner: 3, Members: []voucher.PersonID{3}}}}}
	}
	says := func(client int, no voucher.Reason) call {
		return call{client: client, from: 10, to: 20, no: no, cmd: &voucher.Reply{Programme: voucher.Food, Person: 1, Text: "да"},
			answer: voucher.Result{Amount: 1000_00, Balance: 1000_00}}
	}
	charges := func(client int, metres voucher.Volume, no voucher.Reason) call {
		return call{client: client, from: 10, to: 20, no: no, cmd: &voucher.ChargeVolume{Provider: 1, Account: 7, Month: 5, Volume: metres}}
	}
	corrects := func(client int, metres voucher.Volume) call {
		return call{client: client, from: 30, to: 40, cmd: &voucher.CorrectVolume{Provider: 1, Account: 7, Month: 5, Volume: metres}}
	}
	receipt := func(metres voucher.Volume, revision uint32) call {
		return call{query: &voucher.Query{Kind: voucher.AskReceipt, Provider: 1, Account: 7, Month: 5},
			record: voucher.Record{Receipt: &voucher.Receipt{Volume: metres, Revision: revision}}}
	}
	with := func(lead []call, more ...call) []call { return append(lead, more...) }
	first := call{client: 1, from: 20, to: 50, cmd: buying(3, 1), answer: bought(3, 100_00, 500_00)}
	second := call{client: 2, from: 21, to: 49, cmd: buying(3, 1), no: voucher.CodeUsed}
	both := call{client: 2, from: 21, to: 49, cmd: buying(3, 1), answer: bought(4, 100_00, 400_00)}
	back := call{client: 2, from: 22, to: 48, cmd: returning(2, 1), answer: voucher.Result{Amount: 100_00, Balance: 600_00}}
	lost := call{client: 1, from: 20, to: 50, cmd: buying(3, 1), lost: true, key: 7}
	again := call{client: repeats, from: 60, to: 61, cmd: buying(3, 1), answer: bought(3, 100_00, 500_00), key: 7}
	tests := []struct {
		name  string
		calls []call
		right bool // an order explains it
		why   string
	}{
		{"one of two has the code", with(led(), first, second, wallet(500_00)), true, "the second is refused in the order in which it comes second"},
		{"both have the code", with(led(), first, both, wallet(400_00)), false, "whichever comes first, the other finds it used"},
		{"nobody has the code", with(led(), second, call{client: 1, from: 20, to: 50, cmd: buying(3, 1), no: voucher.CodeUsed}), false, "who comes first has nothing in the way"},
		{"who came later is refused", with(led(), call{client: 1, from: 20, to: 30, cmd: buying(3, 1), answer: bought(3, 100_00, 500_00)},
			call{client: 2, from: 40, to: 50, cmd: buying(3, 1), no: voucher.CodeUsed}), true, "real time is an order too"},
		{"who came first is refused", with(led(), call{client: 2, from: 20, to: 30, cmd: buying(3, 1), no: voucher.CodeUsed},
			call{client: 1, from: 40, to: 50, cmd: buying(3, 1), answer: bought(3, 100_00, 500_00)}), false, "the first had returned before the second was asked"},
		{"in and out", with(led(), first, back, wallet(600_00)), true, "500 and then 600 are left"},
		{"a lost update", with(led(), first, back, wallet(500_00)), false, "the return is answered and not on the balance"},
		{"an answer of an order that is none", with(led(), first,
			call{client: 2, from: 22, to: 48, cmd: returning(2, 1), answer: voucher.Result{Amount: 100_00, Balance: 700_00}}), false, "before each other at the same time"},
		{"lost, and done", with(led(), lost, wallet(500_00)), true, "no answer came: it may have been done"},
		{"lost, and not done", with(led(), lost, wallet(600_00)), true, "or not"},
		{"lost, and done later", with(led(), lost, wallet(600_00), wallet(500_00)), true, "or later, when nobody waits any more"},
		{"lost, done and undone", with(led(), lost, wallet(500_00), wallet(600_00)), false, "but it does not come and go"},
		{"lost, and done twice", with(led(), lost, wallet(400_00)), false, "and it is done once"},
		{"lost, and told when repeated", with(led(), lost, again, wallet(500_00)), true, "the key tells what was done (BOTH-RETRY-001)"},
		{"lost, and told otherwise", with(led(), lost, again, wallet(600_00)), false, "what was told is not on the balance"},
		{"one key, one answer", with(led(), call{client: 1, from: 20, to: 50, cmd: buying(3, 1), answer: bought(3, 100_00, 500_00), key: 7},
			call{client: 2, from: 20, to: 50, cmd: buying(3, 1), answer: bought(3, 100_00, 500_00), key: 7}, wallet(500_00)), true, "answered twice, done once"},
		{"one key, two answers", with(led(), call{client: 1, from: 20, to: 50, cmd: buying(3, 1), answer: bought(3, 100_00, 500_00), key: 7},
			call{client: 2, from: 20, to: 51, cmd: buying(3, 1), answer: bought(4, 100_00, 400_00), key: 7}), false, "done twice"},
		{"one key, one body", with(led(), call{client: 1, from: 20, to: 50, cmd: returning(1, 1), answer: voucher.Result{Amount: 100_00, Balance: 700_00}, key: 7},
			call{client: 2, from: 20, to: 51, cmd: returning(2, 1), no: voucher.KeyReused, key: 7}), true, "the other body is refused"},
		{"one key, two bodies", with(led(), call{client: 1, from: 20, to: 50, cmd: returning(1, 1), answer: voucher.Result{Amount: 100_00, Balance: 700_00}, key: 7},
			call{client: 2, from: 20, to: 51, cmd: returning(2, 1), answer: voucher.Result{Amount: 100_00, Balance: 800_00}, key: 7}), false, "both are done"},
		{"returned as often as bought", with(led(), call{client: 1, from: 20, to: 50, cmd: returning(2, 1), answer: voucher.Result{Amount: 100_00, Balance: 900_00}},
			call{client: 2, from: 20, to: 51, cmd: returning(2, 2), answer: voucher.Result{Amount: 200_00, Balance: 800_00}}, wallet(900_00)), true, "three were bought, 600 and 300 are left"},
		{"returned more than bought", with(led(), call{client: 1, from: 20, to: 50, cmd: returning(2, 2), answer: voucher.Result{Amount: 200_00, Balance: 800_00}},
			call{client: 2, from: 20, to: 51, cmd: returning(2, 2), answer: voucher.Result{Amount: 200_00, Balance: 1000_00}}), false, "three were bought"},
		{"returned and refused", with(led(), call{client: 1, from: 20, to: 50, cmd: returning(2, 2), answer: voucher.Result{Amount: 200_00, Balance: 800_00}},
			call{client: 2, from: 20, to: 51, cmd: returning(2, 2), no: voucher.MoreThanBought}), true, "three were bought"},
		{"a loan paid out once", with(loan(), pays(1, 0), pays(2, voucher.LoanDisbursed)), true, "FOOD-LOAN-001"},
		{"a loan paid out twice", with(loan(), pays(1, 0), pays(2, 0)), false, "FOOD-LOAN-001"},
		{"a loan repaid", with(loan(), pays(1, 0), repays(1, 400, 0), repays(2, 0, voucher.LoanOverpaid)), true, "600 of 1,000, and not 1,200"},
		{"a loan repaid over", with(loan(), pays(1, 0), repays(1, 400, 0), repays(2, -200, 0)), false, "600 of 1,000, and not 1,200"},
		{"one has the account", with([]call{enters(1), enters(2)}, confirms(1, 0), confirms(2, voucher.AccountTaken)), true, "GAS-ACCOUNT-001"},
		{"two have the account", with([]call{enters(1), enters(2)}, confirms(1, 0), confirms(2, 0)), false, "GAS-ACCOUNT-001"},
		{"one yes is taken", with(led()[:1], says(1, 0), says(2, voucher.AlreadyCredited), wallet(1000_00)), true, "the other comes too late"},
		{"both are taken, and one credits", with(led()[:1], says(1, 0), says(2, 0), wallet(1000_00)), true, "a yes to what is credited may change nothing"},
		{"both credit", with(led()[:1], says(1, 0), says(2, 0), call{query: wallet(0).query,
			record: voucher.Record{Food: &voucher.FoodWallet{Listed: true, Credited: 2000_00, Left: 2000_00}}}), false, "FOOD-CREDIT-001"},
		{"no yes is taken", with(led()[:1], says(1, voucher.AlreadyCredited), says(2, voucher.AlreadyCredited)), false, "nothing is credited yet"},
		{"charged once", []call{charges(1, 100, 0), charges(2, 110, voucher.AlreadyCharged), receipt(100, 1)}, true, "GAS-BILL-001"},
		{"charged twice", []call{charges(1, 100, 0), charges(2, 110, 0), receipt(110, 1)}, false, "GAS-BILL-001"},
		{"corrected twice", []call{charges(0, 100, 0), corrects(1, 60), corrects(2, 70), receipt(60, 3)}, true, "the first came last"},
		{"a correction lost", []call{charges(0, 100, 0), corrects(1, 60), corrects(2, 70), receipt(60, 2)}, false, "GAS-BILL-005: each gives a new receipt"},
		{"a person in one family", []call{lists(1, 0), lists(2, voucher.PersonInTwoFamilies)}, true, "FOOD-LIST-002"},
		{"a person in two families", []call{lists(1, 0), lists(2, 0)}, false, "FOOD-LIST-002"},
	}
	for _, tt := range tests {
		transcript := &conformance.Transcript{Worlds: []*conformance.Told{round(2, 3, tt.calls...)}}
		f := conformance.JudgeRaces(transcript)
		if (f.Verdict != conformance.Fail) != tt.right {
			t.Errorf("%s: %v, expected %q got %q %s\nwant an order that explains it: %v\n%s", tt.name, f.Verdict, f.Expected, f.Got, f.Why.En, tt.right, tt.why)
		}
	}
}

// TestNoOverlapShowsNothing: calls that came one after the other raced for nothing,
// whatever was answered to them.
func TestNoOverlapShowsNothing(t *testing.T) {
	apart := append(led(), call{client: 1, from: 20, to: 30, cmd: buying(3, 1), answer: bought(3, 100_00, 500_00)},
		call{client: 2, from: 40, to: 50, cmd: buying(3, 1), no: voucher.CodeUsed})
	together := append(led(), call{client: 1, from: 20, to: 40, cmd: buying(3, 1), answer: bought(3, 100_00, 500_00)},
		call{client: 2, from: 40, to: 50, cmd: buying(3, 1), no: voucher.CodeUsed})
	for _, tt := range []struct {
		name  string
		calls []call
		pairs int64
		want  conformance.Verdict
		why   string
	}{
		{"apart", apart, 0, conformance.Blocked, "nothing raced: a run without a race is inconclusive, never green"},
		{"together", together, 1, conformance.Pass, "one was asked at the instant at which the other was answered: either may be first"},
		{"alone", led(), 0, conformance.Blocked, "there was no race at all"},
	} {
		transcript := &conformance.Transcript{Worlds: []*conformance.Told{round(1, 1, tt.calls...)}}
		if f, races := conformance.JudgeRaces(transcript), conformance.RacesIn(transcript); f.Verdict != tt.want || races.Overlap != tt.pairs {
			t.Errorf("%s: %v with %d pairs, want %v with %d\n%s", tt.name, f.Verdict, races.Overlap, tt.want, tt.pairs, tt.why)
		}
	}
	if f := conformance.JudgeRaces(&conformance.Transcript{Err: "no answer within 1m0s"}); f.Verdict != conformance.Blocked {
		t.Errorf("nothing asked: %v, want blocked", f.Verdict)
	}
}

// TestLostCallsAreCounted: what no answer came to is counted, and whether its key
// told later what became of it.
func TestLostCallsAreCounted(t *testing.T) {
	lost := func(key uint64) call {
		return call{client: int(key), from: 20, to: 50, cmd: buying(3, 1), lost: true, key: key}
	}
	told := round(1, 1, append(led(), lost(1), lost(2), call{client: repeats, from: 60, to: 61, cmd: buying(3, 1), answer: bought(3, 100_00, 500_00), key: 1})...)
	got := conformance.RacesIn(&conformance.Transcript{Worlds: []*conformance.Told{told}})
	if want := (conformance.Races{Rounds: 1, Tried: 1, Calls: 2, Overlap: 1, Lost: 2, Open: 1}); got != want {
		t.Errorf("%+v, want %+v: the first was told when it was repeated, the second never was", got, want)
	}
}

// TestAnOrderThatIsNotFoundInTimeIsUnknown: many returns at once that commute, and a
// balance that none of their orders leaves, take longer than a moment to search.
func TestAnOrderThatIsNotFoundInTimeIsUnknown(t *testing.T) {
	var calls []call
	calls = append(calls, led()[:2]...)
	left := voucher.Money(1000_00)
	for i := range 18 {
		code := voucher.Slot(uint64(i) + 10)
		c := buying(1, 1)
		c.Code = code
		left -= 10_00
		calls = append(calls, call{cmd: &voucher.ShowCode{Family: 1}, answer: voucher.Result{Code: code}},
			call{cmd: c, answer: bought(voucher.PurchaseID(i+1), 10_00, left)})
	}
	for i := range 18 {
		calls = append(calls, call{client: i + 1, from: 1000, to: 2000, cmd: returning(voucher.PurchaseID(i+1), 1), lost: true})
	}
	calls = append(calls, wallet(1))
	told := round(1, 1, calls...)
	if got := conformance.OrderOf(told, 20*time.Millisecond); got != "Unknown" {
		t.Errorf("a search of 20 ms says %s, want Unknown: what is not known is no pass and no failure", got)
	}
}
