package reference_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
)

func row(f voucher.FamilyID, members ...voucher.PersonID) voucher.FoodListRow {
	r := voucher.FoodListRow{Family: f, Members: members, Residence: inKokshetau}
	if len(members) > 0 {
		r.Owner = members[0]
	}
	return r
}

func TestFoodListRefusals(t *testing.T) {
	elsewhere := row(four, 1)
	elsewhere.Residence = inKostanay
	stranger := row(four, 1, 2)
	stranger.Owner = 12
	nobody, unowned, empty := row(four, 1, 2), row(four, 1, 2), row(four)
	nobody.Owner, unowned.Owner, empty.Owner = 13, 0, 1
	rows := []struct {
		name string
		rows []voucher.FoodListRow
		want string
		at   int
		why  string
	}{
		{"fewer members", []voucher.FoodListRow{row(four, 1, 2)}, "", 0, "FOOD-LIST-001"},
		{"a new member", []voucher.FoodListRow{row(four, 1, 12)}, "", 0, "FOOD-LIST-001"},
		{"no such family", []voucher.FoodListRow{row(4, 12)}, "record-unknown", 1, "families come from the setup"},
		{"no such person", []voucher.FoodListRow{row(four, 1), row(one, 5, 13)}, "record-unknown", 2, "people come from the setup"},
		{"no such owner", []voucher.FoodListRow{nobody}, "record-unknown", 1, "people come from the setup; it goes before owner-not-member"},
		{"no owner", []voucher.FoodListRow{unowned}, "record-unknown", 1, "an id that is absent is nobody's, as everywhere"},
		{"no member", []voucher.FoodListRow{empty}, "no-ground", 1, "FOOD-ELIGIBILITY-001"},
		{"a member twice", []voucher.FoodListRow{row(four, 1, 2, 1)}, "value-invalid", 1, "FOOD-LIST-002"},
		{"a family twice", []voucher.FoodListRow{row(four, 1), row(four, 1, 2)}, "value-invalid", 2, "one row a family"},
		{"a stranger owns", []voucher.FoodListRow{stranger}, "owner-not-member", 1, "FOOD-NOTICE-002"},
		{"outside the pilot", []voucher.FoodListRow{elsewhere}, "outside-territory", 1, "FOOD-TERRITORY-001"},
		{"a member of another family", []voucher.FoodListRow{row(four, 1, 5)}, "person-in-two-families", 1, "FOOD-LIST-002"},
		{"one member in two rows", []voucher.FoodListRow{row(four, 1, 12), row(one, 5, 12)}, "person-in-two-families", 2, "F32: the first row keeps the person"},
		{"a member who is let go first", []voucher.FoodListRow{row(four, 1), row(one, 5, 2)}, "", 0, "F32: in the order of the list"},
		{"a member who is let go later", []voucher.FoodListRow{row(one, 5, 2), row(four, 1)}, "person-in-two-families", 1, "F32: in the order of the list"},
		{"a member of a family that is dropped", []voucher.FoodListRow{{Family: four, Drop: true}, row(one, 5, 2)}, "", 0, "F32: in the order of the list"},
		{"drop who is not listed", []voucher.FoodListRow{{Family: four, Drop: true}, {Family: four, Drop: true}}, "value-invalid", 2, "one row a family"},
	}
	for _, tt := range rows {
		t.Run(tt.name, func(t *testing.T) {
			w := newTown(t)
			o := w.list(tt.rows...)
			w.refused(o, tt.want, tt.why)
			if o.Result.Row != tt.at || (tt.want != "" && len(o.Events) != 0) {
				t.Errorf("row %d and %d events, want row %d\ntaken whole or refused whole\n%s", o.Result.Row, len(o.Events), tt.at, tt.why)
			}
		})
	}
}

func TestFoodListAgainAndAgain(t *testing.T) {
	w := newTown(t)
	w.must(w.list(voucher.FoodListRow{Family: four, Drop: true}))
	w.refused(w.list(voucher.FoodListRow{Family: four, Drop: true}), "not-listed", "dropped already")
	w.must(w.list(row(one, 5, 1)))
	w.refused(w.list(row(four, 1, 2)), "person-in-two-families", "FOOD-LIST-002: the person moved")
	w.must(w.list(row(four, 2)))
}

func TestFoodListIsFrozenOnThe5th(t *testing.T) {
	due := voucher.At(2026, 2, 5, 0, 0, 0)
	for i, b := range beside {
		t.Run(b.name, func(t *testing.T) {
			w := newTown(t)
			w.to(due.Plus(b.by))
			w.must(w.list(row(four, 1, 2, 3, 4, 12)))
			w.to(due.Plus(voucher.Hour))
			w.must(w.reply(1, "да"))
			want := []voucher.Money{5 * 432_500, 4 * 432_500, 4 * 432_500}[i]
			if got := w.wallet(four).Credited; got != want {
				t.Errorf("credited %s, want %s\nFOOD-LIST-001: as it stands when the 5th begins", got, want)
			}
		})
	}
}

func TestFoodListOfTheMonthBeforeUnderF07(t *testing.T) {
	first := voucher.At(2026, 2, 1, 0, 0, 0)
	for i, b := range beside {
		t.Run(b.name, func(t *testing.T) {
			w := newTown(t, with("F07", "last_day_of_previous_month"))
			w.to(first.Plus(b.by))
			w.must(w.list(row(four, 1, 2, 3, 4, 12)))
			w.credit(voucher.At(2026, 2, 5, 9, 0, 0))
			want := []voucher.Money{5 * 432_500, 4 * 432_500, 4 * 432_500}[i]
			if got := w.wallet(four).Credited; got != want {
				t.Errorf("credited %s, want %s\nF07 last_day_of_previous_month", got, want)
			}
		})
	}
}

func TestFoodDroppedFamilyKeepsTheMonth(t *testing.T) {
	w := newTown(t)
	w.to(voucher.At(2026, 2, 6, 0, 0, 0))
	w.must(w.list(voucher.FoodListRow{Family: four, Drop: true}))
	w.must(w.reply(1, "да"))
	w.must(w.buy(four, shop, line(flour, 1, 100)))
	if got := w.wallet(four); got.Listed || got.Members != 4 || got.Spent != 10_000 {
		t.Errorf("wallet %+v, want dropped, with four members and 100.00 spent\nFOOD-LIST-001: changes count from the next month", got)
	}
	w.to(voucher.At(2026, 3, 6, 0, 0, 0))
	w.refused(w.reply(1, "да"), "not-listed", "FOOD-LIST-001: in the next month it counts")
	if got := w.wallet(four); got.Asked != 0 || got.State != voucher.NoVoucher {
		t.Errorf("wallet of March %+v, want none\nFOOD-ELIGIBILITY-001", got)
	}
}
