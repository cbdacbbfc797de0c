package food_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestFace(t *testing.T) {
	rows := []struct {
		name        string
		day         voucher.Day
		members     uint32
		coefficient int64
		choices     []string
		want        voucher.Money
		why         string
	}{
		{"one member", february, 1, 1_000_000, nil, 432_500, "FOOD-CREDIT-001: 1 MRP"},
		{"four members", february, 4, 1_000_000, nil, 1_730_000, "FOOD-CREDIT-001: 17,300"},
		{"ten members", february, 10, 1_000_000, nil, 4_325_000, "F04: all count"},
		{"ten members, four count", february, 10, 1_000_000, []string{"F04", "max_members"}, 1_730_000, "F04 max_members"},
		{"three members, four count", february, 3, 1_000_000, []string{"F04", "max_members"}, 1_297_500, "F04 max_members: fewer than the most"},
		{"December 2025", voucher.Date(2025, 12, 1), 1, 1_000_000, nil, 393_200, "F05: MRP of the month's first day"},
		{"dear region", february, 1, 1_150_000, nil, 497_375, "FOOD-CREDIT-002: 1.15"},
		{"cheap region", february, 1, 850_000, nil, 367_625, "FOOD-CREDIT-002: 0.85"},
		{"below a half", february, 1, 1_000_001, nil, 432_500, "432,500.4325 tiyn, half-up"},
		{"a half and above", february, 1, 1_000_002, nil, 432_501, "432,500.8650 tiyn, half-up"},
		{"once a family", february, 3, 1_000_001, nil, 1_297_501, "1,297,501.2975: rounded once, not a member"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			terms := termsAt(t, row.day, row.choices...)
			terms.Coefficient = row.coefficient
			if got := terms.Face(row.members); got != row.want {
				t.Errorf("Face(%d) = %d tiyn, want %d\n%s", row.members, got, row.want, row.why)
			}
		})
	}
}

func TestFaceIsBoundByTheMarkup(t *testing.T) {
	terms := *termsAt(t, february)
	terms.Coefficient, terms.Markup = 1_150_000, 100_000
	if got := terms.Face(1); got != 475_750 {
		t.Errorf("Face(1) = %d tiyn, want 475,750\nFOOD-CREDIT-002: at most 1 + the set maximum markup, here 10 %%", got)
	}
}

func TestFaceIsTheNearestTiyn(t *testing.T) {
	terms := *termsAt(t, february)
	rapid.Check(t, func(t *rapid.T) {
		terms.MRP = voucher.Money(rapid.Int64Range(0, 1_000_000).Draw(t, "mrp"))
		terms.Coefficient = rapid.Int64Range(850_000, 1_150_000).Draw(t, "coefficient")
		members := rapid.Uint32Range(1, food.MembersMax).Draw(t, "members")
		exact := int64(terms.MRP) * int64(members) * terms.Coefficient // in millionths of a tiyn
		if off := int64(terms.Face(members))*1_000_000 - exact; off > 500_000 || off <= -500_000 {
			t.Fatalf("Face is off by %d millionths of a tiyn, want at most half a tiyn, halves up\nFOOD-CREDIT-002", off)
		}
	})
}
