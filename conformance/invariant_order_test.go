package conformance_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// crowd is how many fit what a finding names, so that an order of chance would show.
const crowd = 8

// crowded is a history of a build that keeps nothing apart: everybody activates on one
// account, one owner has every family, each larger than the one before, and all is
// accepted.
func crowded() *voucher.History {
	number := voucher.MakeAccountNumber(12345, 7)
	h := &voucher.History{Setup: voucher.Setup{
		At: voucher.At(2026, 2, 4, 9, 0, 0), People: make([]voucher.PersonSetup, crowd), Families: crowd,
		Providers: []voucher.ProviderSetup{{Territory: 750000000}}, Accounts: []voucher.AccountSetup{{Provider: 1, Number: number, Class: voucher.Boiler, People: 4}},
	}}
	add := func(at voucher.Instant, c voucher.Command, by voucher.Actor, answer voucher.Result) {
		*c.Head() = voucher.Header{Actor: by, Key: voucher.KeyOf(1, uint64(len(h.Entries)+1))}
		h.Entries = append(h.Entries, voucher.Entry{At: at, Command: c, Outcome: voucher.Outcome{Result: answer}})
	}
	families, people := &voucher.UpdateFoodList{}, &voucher.UpdateGasList{}
	var members []voucher.PersonID
	for n := range crowd {
		p := voucher.PersonID(n + 1)
		members = append(members[:n:n], p) // one more in each family
		families.Rows = append(families.Rows, voucher.FoodListRow{Family: voucher.FamilyID(n + 1), Owner: 1, Members: members, Residence: 111010000})
		people.Rows = append(people.Rows, voucher.GasListRow{Person: p, Reasons: voucher.SocialAssistance, Residence: 750000000})
	}
	owner := voucher.Actor{Role: voucher.ListOwner}
	add(h.Setup.At, families, owner, voucher.Result{})
	add(h.Setup.At, people, owner, voucher.Result{})
	at := voucher.At(2026, 2, 8, 10, 0, 0)
	h.Entries = append(h.Entries, voucher.Entry{At: at})
	add(at, &voucher.Reply{Programme: voucher.Food, Person: 1, Text: "да"}, voucher.Actor{Role: voucher.Gateway}, voucher.Result{Amount: 1})
	for n := range crowd {
		p := voucher.PersonID(n + 1)
		citizen := voucher.Actor{Role: voucher.Citizen, ID: uint32(p)}
		add(at, &voucher.EnterAccount{Person: p, Provider: 1, Account: number}, citizen, voucher.Result{Edition: 1})
		add(at, &voucher.AcceptOffer{Person: p, Edition: 1}, citizen, voucher.Result{})
	}
	for n := range crowd { // from the last to the first: who comes first by number came last
		p := voucher.PersonID(crowd - n)
		add(at, &voucher.Confirm{Person: p}, voucher.Actor{Role: voucher.Citizen, ID: uint32(p)}, voucher.Result{Voucher: voucher.VoucherID(n + 1)})
		if n == crowd-2 { // who asks again is told of one of many
			add(at, &voucher.EnterAccount{Person: 1, Provider: 1, Account: number}, voucher.Actor{Role: voucher.Citizen, ID: 1}, voucher.Result{Edition: 1})
		}
	}
	return h
}

// TestFindingsNameTheSameInEveryRun: where a build breaks what makes somebody the only
// one, a finding names the first by number, whatever order a map has.
func TestFindingsNameTheSameInEveryRun(t *testing.T) {
	first := conformance.Broken(crowded())
	for _, check := range []string{"FOOD-CREDIT-001/one_index_for_each_member", "GAS-ACCOUNT-002/a_taken_account_is_refused_at_entry"} {
		if first[check] == nil {
			t.Errorf("nothing is found of %s, want the order of its names put to the test: %v", check, first)
		}
	}
	for range 40 {
		if again := conformance.Broken(crowded()); !cmp.Equal(first, again) {
			t.Fatalf("the same history, other findings (-first +again):\n%s", cmp.Diff(first, again))
		}
	}
}
