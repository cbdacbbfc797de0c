package gas_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestTheProviderIsAsked(t *testing.T) {
	for _, tt := range []struct {
		name, choice string
		account      gas.Account
		down         bool
		want         voucher.Reason
		why          string
	}{
		{"known", "", gas.Account{Known: true, Owner: 1}, false, 0, "GAS-ACCOUNT-003"},
		{"unknown", "", gas.Account{}, false, voucher.AccountUnknown, "GAS-ACCOUNT-003"},
		{"closed", "", gas.Account{Class: voucher.Stove, Owner: 1}, false, voucher.AccountUnknown, "a closed account is unknown from then on"},
		{"no answer, known", "", gas.Account{Known: true, Owner: 1}, true, voucher.ProviderUnavailable, "neither a yes"},
		{"no answer, unknown", "", gas.Account{}, true, voucher.ProviderUnavailable, "nor a no"},
		{"of another person", "", gas.Account{Known: true, Owner: 2}, false, 0, "G20 any_account"},
		{"of nobody known", "", gas.Account{Known: true}, false, 0, "G20 any_account"},
		{"G20: own", "G20=require_owner_match", gas.Account{Known: true, Owner: 1}, false, 0, "the account is the recipient's"},
		{"G20: of another person", "G20=require_owner_match", gas.Account{Known: true, Owner: 2}, false, voucher.AccountOfAnother, "it is not"},
		{"G20: of nobody known", "G20=require_owner_match", gas.Account{Known: true}, false, voucher.AccountOfAnother, "nobody can tell that it is"},
		{"G20: unknown", "G20=require_owner_match", gas.Account{Owner: 2}, false, voucher.AccountUnknown, "the first reason is the answer"},
		{"G20: no answer", "G20=require_owner_match", gas.Account{Known: true, Owner: 2}, true, voucher.ProviderUnavailable, "the first reason is the answer"},
	} {
		terms := termsOn(t, at(t, "2025-10-20"), read(t, tt.choice))
		if got := reason(terms.CheckAccount(&tt.account, tt.down, 1)); got != tt.want {
			t.Errorf("%s: CheckAccount = %q, want %q\n%s", tt.name, got, tt.want, tt.why)
		}
	}
}

func TestTheDataOfAnAccount(t *testing.T) {
	key := gas.AccountKey{Provider: 2, Number: voucher.MakeAccountNumber(7, 6)}
	a := gas.Account{Key: key, Class: voucher.Stove, People: 3, Known: true, Owner: 9, Taken: voucher.MonthOf(2025, 10), By: 4, Receipt: 5}
	want := voucher.AccountData{Provider: 2, Number: key.Number, Class: voucher.Stove, People: 3}
	if got := a.Data(); got != want {
		t.Errorf("Data = %+v, want %+v\nGAS-ACCOUNT-004, without the owner (BOTH-PRIVACY-001)", got, want)
	}
}
