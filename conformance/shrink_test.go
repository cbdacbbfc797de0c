package conformance_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// longAgo is a history of a gas month in which a great deal happens that does
// not matter, and one thing that does: the wrong build takes a confirmation
// without the offer.
func longAgo() *voucher.History {
	number := voucher.MakeAccountNumber(1, 8)
	h := &voucher.History{Setup: voucher.Setup{
		At: voucher.At(2025, 10, 6, 0, 0, 0), People: make([]voucher.PersonSetup, 9), Operators: 1, Families: 3,
		Providers: []voucher.ProviderSetup{{Territory: 750000000}, {Territory: 110000000}},
		Accounts:  []voucher.AccountSetup{{Provider: 1, Number: voucher.MakeAccountNumber(9, 8), Class: voucher.Stove, People: 1}, {Provider: 2, Number: number, Class: voucher.Stove, People: 2}},
		Stores:    []voucher.StoreSetup{{Territory: 111010000}}, Goods: []voucher.GoodsSetup{{Item: 6}},
	}}
	h.Setup.Readings[voucher.G22] = voucher.Option
	key := uint64(0)
	do := func(role voucher.Role, id uint32, c voucher.Command) {
		key++
		*c.Head() = voucher.Header{Key: voucher.KeyOf(77, key), Actor: voucher.Actor{Role: role, ID: id}}
		h.Entries = append(h.Entries, voucher.Entry{Command: c})
	}
	to := func(at voucher.Instant) { h.Entries = append(h.Entries, voucher.Entry{At: at}) }
	to(h.Setup.At)
	rows := []voucher.GasListRow{}
	for p := voucher.PersonID(1); p <= 9; p++ {
		rows = append(rows, voucher.GasListRow{Person: p, Reasons: voucher.SocialAssistance, Residence: 750000000})
	}
	do(voucher.ListOwner, 0, &voucher.UpdateGasList{Rows: rows})
	do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: 1})
	do(voucher.StoreTill, 1, &voucher.Deliver{Store: 1, Goods: 1, Quantity: 500, Price: 1})
	to(voucher.At(2025, 10, 7, 13, 7, 11))
	for p := voucher.PersonID(1); p <= 9; p++ {
		do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: p, Text: "да"})
		do(voucher.Citizen, uint32(p), &voucher.OpenWallet{Person: p, Via: voucher.ByLink})
	}
	to(voucher.At(2025, 10, 9, 8, 30, 0))
	do(voucher.Operator, 1, &voucher.EnterAccount{Person: 7, Provider: 2, Account: number})
	do(voucher.Operator, 1, &voucher.Confirm{Person: 7})
	for p := voucher.PersonID(1); p <= 9; p++ {
		h.Entries = append(h.Entries, voucher.Entry{Query: &voucher.Query{Kind: voucher.AskGasWallet, Actor: voucher.Actor{Role: voucher.Citizen, ID: uint32(p)}, Person: p}})
	}
	return recorded(h)
}

// recorded answers the entries of a history by the reference, so that it holds
// what a build that is right said.
func recorded(h *voucher.History) *voucher.History {
	setup := h.Setup
	s, err := reference.World{}.New(context.Background(), &setup)
	if err != nil {
		panic(err)
	}
	for i := range h.Entries {
		e := &h.Entries[i]
		switch {
		case e.Command != nil:
			o, err := s.Do(context.Background(), e.Command)
			if err != nil {
				panic(err)
			}
			e.Outcome = o.Clone()
		case e.Query != nil:
			r, err := s.Query(context.Background(), e.Query)
			if err != nil {
				panic(err)
			}
			e.Record = r.Clone()
		default:
			if _, err := s.Advance(context.Background(), e.At); err != nil {
				panic(err)
			}
		}
	}
	return h
}

// TestShrink: what matters stays, in the simplest form; the people, the store
// and the readings that do not are gone.
func TestShrink(t *testing.T) {
	h := longAgo()
	got, err := conformance.Shrink(t.Context(), worldOf(t, "gas-offer-skipped"), reference.World{}, h, conformance.ShrinkOptions{})
	if err != nil {
		t.Fatal(err)
	}
	want := []voucher.CommandKind{voucher.KindUpdateGasList, 0, voucher.KindReply, voucher.KindEnterAccount, voucher.KindConfirm}
	if len(got.History.Entries) != len(want) || got.Step != len(want)-1 {
		t.Fatalf("%d entries, wrong at %d, want %d: list, 7 October, consent, account, confirm", len(got.History.Entries), got.Step, len(want))
	}
	for i := range want {
		if c := got.History.Entries[i].Command; (c == nil) != (want[i] == 0) || (c != nil && c.Kind() != want[i]) {
			t.Errorf("entry %d is %v, want %s", i+1, c, want[i])
		}
	}
	if at := got.History.Entries[1].At; at != voucher.At(2025, 10, 7, 0, 0, 0) {
		t.Errorf("the clock goes to %s, want where its day begins", at)
	}
	if a := got.History.Entries[4].Command.Head().Actor; a != (voucher.Actor{Role: voucher.Citizen, ID: 1}) {
		t.Errorf("%s %d confirms, want citizen 1: who asks is the simplest, and people are numbered anew", a.Role, a.ID)
	}
	if s := got.History.Setup; len(s.People) != 1 || len(s.Stores) != 0 || len(s.Accounts) != 1 || len(s.Providers) != 1 || s.Readings != (voucher.Readings{}) {
		t.Errorf("the world has %d people, %d stores, %d accounts, %d providers and readings %v, want one person with one account and defaults", len(s.People), len(s.Stores), len(s.Accounts), len(s.Providers), s.Readings)
	}
	if got.From != len(h.Entries) || got.Reproduced != 3 {
		t.Errorf("from %d steps, reproduced %d times, want %d and 3", got.From, got.Reproduced, len(h.Entries))
	}
	t.Logf("%d executions", got.Executions)
}

// TestShrinkOfWhatIsRight: a history that a build answers as it should is none
// to be cut down, and says so.
func TestShrinkOfWhatIsRight(t *testing.T) {
	_, err := conformance.Shrink(t.Context(), reference.World{}, reference.World{}, longAgo(), conformance.ShrinkOptions{})
	if !errors.Is(err, conformance.ErrNotReproduced) {
		t.Errorf("error %v, want ErrNotReproduced", err)
	}
}

// TestShrinkIsBounded: it stops where it is told to, with the best so far.
func TestShrinkIsBounded(t *testing.T) {
	got, err := conformance.Shrink(t.Context(), worldOf(t, "gas-offer-skipped"), reference.World{}, longAgo(), conformance.ShrinkOptions{Executions: 5})
	if err != nil {
		t.Fatal(err)
	}
	if got.Executions > 5+3 || len(got.History.Entries) == 0 {
		t.Errorf("%d executions and %d entries, want at most 5 and the last three to reproduce", got.Executions, len(got.History.Entries))
	}
}

// TestAFlakyBuild: a history that fails in every other world is cut down all the
// same, and it is counted how often the result failed again.
func TestAFlakyBuild(t *testing.T) {
	flaky := nowAndThen{reference.World{}, worldOf(t, "gas-offer-skipped"), 2, new(int)}
	got, err := conformance.Shrink(t.Context(), flaky, reference.World{}, longAgo(), conformance.ShrinkOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Reproduced < 1 || got.Reproduced > 2 || len(got.History.Entries) >= len(longAgo().Entries) {
		t.Errorf("reproduced %d of 3 times in %d steps, want once or twice and fewer steps: every other world is right", got.Reproduced, len(got.History.Entries))
	}
}

// TestAFlakyFindingIsAViolation: what fails now and then fails, and is called flaky
// with how often it failed when it was asked again, now and when it is judged later.
func TestAFlakyFindingIsAViolation(t *testing.T) {
	for _, row := range []struct {
		name   string
		every  int
		suite  conformance.Suite
		mutant string
		cut    bool // it failed again, and was cut down
	}{
		{"every other life", 2, conformance.SuiteProperties, "gas-window-closes-a-day-late", true},
		{"every other block", 2, conformance.SuiteLife, "gas-list-a-day-late", true},
		{"the first life alone", 1000, conformance.SuiteProperties, "gas-window-closes-a-day-late", false},
		{"always", 1, conformance.SuiteProperties, "gas-window-closes-a-day-late", true},
	} {
		build := worldOf(t, row.mutant)
		wrong := voucher.World(nowAndThen{reference.World{}, build, row.every, new(int)})
		if row.every == 1 {
			wrong = build
		}
		var record bytes.Buffer
		report := run(t, wrong, conformance.Options{Suites: []conformance.Suite{row.suite}, Oracle: reference.World{}, Cases: 40, Events: &record})
		again, err := conformance.Judge(t.Context(), &record, conformance.JudgeOptions{Oracle: reference.World{}})
		if err != nil {
			t.Fatal(err)
		}
		failed := 0
		for _, r := range slices.Concat(report.Results, again.Results) {
			if r.Verdict != conformance.Fail {
				continue
			}
			failed++
			f := r.Failure
			if flaky := row.every > 1; f.Again.Flaky() != flaky || f.Again.Times != 3 || (f.Again.Failed > 0) != row.cut || (f.Shrunk > 0) != row.cut {
				t.Errorf("%s: %s: %+v, cut down from %d; want flaky %v, cut down %v", row.name, r.Check, f.Again, f.Shrunk, flaky, row.cut)
			}
		}
		if failed < 2 || report.Exit != conformance.ExitViolation || again.Exit != conformance.ExitViolation {
			t.Errorf("%s: %d failures, exit status %d, judged later %d; want some, and 1", row.name, failed, report.Exit, again.Exit)
		}
	}
}

// TestShrinkersCompared prints what it takes to cut failing lives down: here,
// and by rapid's shrinker of random bits.
func TestShrinkersCompared(t *testing.T) {
	for _, name := range []string{"gas-window-opens-a-second-late", "food-one-member-uncounted", "gas-list-a-day-late", "food-loan-paid-out-twice"} {
		own, byRapid, found, err := conformance.ShrinkTwice(t.Context(), worldOf(t, name), reference.World{}, 2*time.Second)
		if err != nil || !found {
			t.Fatalf("%s: found %v, %v", name, found, err)
		}
		t.Logf("%s: %d steps in %d executions, %v; rapid %d steps in %d executions, %v", name, own.Steps, own.Executions, own.Took.Round(time.Millisecond),
			byRapid.Steps, byRapid.Executions, byRapid.Took.Round(time.Millisecond))
		if own.Executions > conformance.DefaultExecutions+3 || own.Steps > mostSteps {
			t.Errorf("%s: %d steps in %d executions, want at most %d in %d", name, own.Steps, own.Executions, mostSteps, conformance.DefaultExecutions)
		}
	}
}
