package food_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestCheckRow(t *testing.T) {
	good := food.Row{Members: 4, Owner: true}
	rows := []struct {
		name   string
		in     voucher.Territory
		change func(*food.Row)
		want   string
		why    string
	}{
		{"new family", kokshetau, func(*food.Row) {}, "", "FOOD-ELIGIBILITY-001"},
		{"changed entry", kokshetau, func(r *food.Row) { r.Listed = true }, "", "FOOD-LIST-001"},
		{"twice in the update", kokshetau, func(r *food.Row) { r.Again = true }, "value-invalid", "one row a family"},
		{"a member twice", kokshetau, func(r *food.Row) { r.Twice = true }, "value-invalid", "FOOD-LIST-002"},
		{"the largest family", kokshetau, func(r *food.Row) { r.Members = food.MembersMax }, "", "a limit of ours"},
		{"one member too many", kokshetau, func(r *food.Row) { r.Members = food.MembersMax + 1 }, "limit-exceeded", "a limit of ours"},
		{"outside the pilot", kostanay, func(*food.Row) {}, "outside-territory", "FOOD-TERRITORY-001"},
		{"nobody receives ASP", kokshetau, func(r *food.Row) { r.Members, r.Owner = 0, false }, "no-ground", "FOOD-ELIGIBILITY-001"},
		{"a stranger owns", kokshetau, func(r *food.Row) { r.Owner = false }, "owner-not-member", "FOOD-NOTICE-002"},
		{"a member counts elsewhere", kokshetau, func(r *food.Row) { r.Counted = true }, "person-in-two-families", "F32"},
		{"drop", kokshetau, func(r *food.Row) { *r = food.Row{Drop: true, Listed: true} }, "", "FOOD-LIST-001"},
		{"drop from outside the pilot", kostanay, func(r *food.Row) { *r = food.Row{Drop: true, Listed: true} }, "", "leaving is always possible"},
		{"drop who is not listed", kokshetau, func(r *food.Row) { *r = food.Row{Drop: true} }, "not-listed", "nothing to drop"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			r := good
			row.change(&r)
			if got := reason(termsIn(t, row.in, february).CheckRow(&r)); got != row.want {
				t.Errorf("CheckRow(%+v) = %q, want %q\n%s", r, got, row.want, row.why)
			}
		})
	}
}

func TestCheckUpdate(t *testing.T) {
	if got := reason(food.CheckUpdate(food.ListRowsMax)); got != "" {
		t.Errorf("CheckUpdate(%d) = %q, want accepted\na limit of ours", food.ListRowsMax, got)
	}
	if got := reason(food.CheckUpdate(food.ListRowsMax + 1)); got != "limit-exceeded" {
		t.Errorf("CheckUpdate(%d) = %q, want limit-exceeded\na limit of ours", food.ListRowsMax+1, got)
	}
}

func TestFrozen(t *testing.T) {
	january, february := voucher.MonthOf(2026, 1), voucher.MonthOf(2026, 2)
	var f food.Family
	f.Change(food.Listing{Members: 3, Listed: true}, january)
	f.Change(food.Listing{Members: 4, Listed: true}, january)
	f.Change(food.Listing{Members: 5, Listed: true}, february)
	f.Change(food.Listing{Members: 6, Listed: true}, february)
	if got := termsAt(t, voucher.Date(2026, 2, 5)).Frozen(&f, february).Members; got != 6 {
		t.Errorf("%d members, want 6\nF07: as it stands on the 5th", got)
	}
	last := termsAt(t, voucher.Date(2026, 2, 5), "F07", "last_day_of_previous_month")
	if got := last.Frozen(&f, february).Members; got != 4 {
		t.Errorf("%d members, want 4\nF07 last_day_of_previous_month: changes of February do not count", got)
	}
	if got := last.Frozen(&f, february+1).Members; got != 6 {
		t.Errorf("%d members, want 6\nF07 last_day_of_previous_month: in March they do", got)
	}
}
