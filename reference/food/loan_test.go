package food_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestGrant(t *testing.T) {
	in := food.Store{Territory: kokshetau, In: true}
	out := food.Store{Territory: kokshetau}
	rows := []struct {
		name   string
		body   voucher.Territory
		store  food.Store
		amount voucher.Money
		why    voucher.Purpose
		want   string
		demand string
	}{
		{"by the city", kokshetau, in, 1, voucher.ForStock, "", "FOOD-LOAN-001"},
		{"by the region", akmola, in, 1, voucher.ForStock, "", "FOOD-LOAN-001"},
		{"by another city", akkol, in, 1, voucher.ForStock, "record-not-own", "BOTH-ACCESS-001"},
		{"nothing", kokshetau, in, 0, voucher.ForStock, "value-invalid", "FOOD-LOAN-001"},
		{"the most", kokshetau, in, food.LoanMax, voucher.ForStock, "", "a limit of ours"},
		{"more than the most", kokshetau, in, food.LoanMax + 1, voucher.ForStock, "value-invalid", "a limit of ours"},
		{"to a store that is not in", kokshetau, out, 1, voucher.ForStock, "store-not-participating", "FOOD-LOAN-002"},
		{"for anything else", kokshetau, in, 1, voucher.ForOtherNeeds, "loan-not-for-stock", "FOOD-LOAN-002"},
		{"for nothing named", kokshetau, in, 1, 0, "loan-not-for-stock", "FOOD-LOAN-002"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := reason(food.Grant(row.body, &row.store, row.amount, row.why)); got != row.want {
				t.Errorf("Grant = %q, want %q\n%s", got, row.want, row.demand)
			}
		})
	}
}

func TestDisburse(t *testing.T) {
	granted := food.Loan{Lender: kokshetau, Granted: 100}
	paid := food.Loan{Lender: kokshetau, Granted: 100, Disbursed: 100}
	in, out := food.Store{In: true}, food.Store{}
	for _, row := range []struct {
		name  string
		loan  food.Loan
		body  voucher.Territory
		store food.Store
		want  string
	}{
		{"granted", granted, kokshetau, in, ""},
		{"by another body", granted, akmola, in, "record-not-own"},
		{"the store has left", granted, kokshetau, out, "store-not-participating"},
		{"twice", paid, kokshetau, in, "loan-disbursed"},
	} {
		if got := reason(food.Disburse(&row.loan, row.body, &row.store)); got != row.want {
			t.Errorf("%s: Disburse = %q, want %q\nFOOD-LOAN-001", row.name, got, row.want)
		}
	}
}

func TestRepay(t *testing.T) {
	granted := food.Loan{Granted: 100}
	paid := food.Loan{Granted: 100, Disbursed: 100, Repaid: 40}
	for _, row := range []struct {
		name   string
		loan   food.Loan
		amount voucher.Money
		want   string
	}{
		{"a part", paid, 1, ""},
		{"to zero", paid, 60, ""},
		{"over", paid, 61, "loan-overpaid"},
		{"nothing", paid, 0, "value-invalid"},
		{"less than nothing", paid, -1, "value-invalid"},
		{"before it was paid out", granted, 1, "loan-not-disbursed"},
	} {
		if got := reason(food.Repay(&row.loan, row.amount)); got != row.want {
			t.Errorf("%s: Repay = %q, want %q\nFOOD-LOAN-001", row.name, got, row.want)
		}
	}
}

func TestFeedback(t *testing.T) {
	for _, row := range []struct {
		name      string
		recipient bool
		score     uint8
		want      string
	}{
		{"the lowest", true, 1, ""},
		{"the highest", true, 5, ""},
		{"below the scale", true, 0, "value-invalid"},
		{"above the scale", true, 6, "value-invalid"},
		{"a stranger", false, 5, "not-recipient"},
	} {
		if got := reason(food.Rate(row.recipient, row.score)); got != row.want {
			t.Errorf("%s: Rate = %q, want %q\nFOOD-FEEDBACK-001", row.name, got, row.want)
		}
	}
	if got := reason(food.File(true)); got != "" {
		t.Errorf("File = %q, want accepted\nFOOD-FEEDBACK-002", got)
	}
	if got := reason(food.File(false)); got != "not-recipient" {
		t.Errorf("File by a stranger = %q, want not-recipient\nFOOD-FEEDBACK-002", got)
	}
	if got := reason(food.Close(&food.Appeal{})); got != "" {
		t.Errorf("Close = %q, want accepted\nFOOD-FEEDBACK-002", got)
	}
	if got := reason(food.Close(&food.Appeal{Answered: 1})); got != "appeal-closed" {
		t.Errorf("Close twice = %q, want appeal-closed\nFOOD-FEEDBACK-002", got)
	}
}
