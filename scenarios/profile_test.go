package scenarios_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

func TestProfiles(t *testing.T) {
	all := scenarios.Profiles()
	var ids []string
	for _, p := range all {
		ids = append(ids, p.ID)
		if p.Title.En == p.Title.Ru || p.Title.Ru == p.Title.Kk || p.Title.En == "" {
			t.Errorf("%s: title %+v, want its own words in each language", p.ID, p.Title)
		}
	}
	if want := []string{"gas-core", "food-core", "pos", "full"}; !slices.Equal(ids, want) {
		t.Fatalf("profiles %v, want %v: they stand in certificates", ids, want)
	}
	if got := all[3].Requirements; !slices.Equal(got, voucher.RequirementIDs()) {
		t.Errorf("full holds %d demands, want every one", len(got))
	}
	binding := []scenarios.Party{scenarios.PartyWallet, scenarios.PartyAny}
	for _, tt := range []struct {
		profile scenarios.Profile
		of      voucher.Programme
		money   bool
	}{{all[0], voucher.Gas, false}, {all[1], voucher.Food, true}} {
		rows, err := scenarios.Requirements()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			has := slices.Contains(tt.profile.Requirements, row.ID)
			if other := row.Programme == voucher.Gas || row.Programme == voucher.Food; other && row.Programme != tt.of && has {
				t.Errorf("%s holds %s of the other programme", tt.profile.ID, row.ID)
			}
			needs := row.Programme&tt.of != 0 && slices.Contains(binding, row.Party) && row.Level == scenarios.Must
			if isMoney := row.Chapter == "money"; needs && !has && (!isMoney || tt.money) {
				t.Errorf("%s lacks %s, which binds a wallet team of its programme", tt.profile.ID, row.ID)
			}
		}
	}
	for _, id := range all[2].Requirements {
		if chapters := []string{"qr", "purchase", "basket", "refund", "reversal", "store", "money", "retry"}; !slices.Contains(chapters, id.Chapter()) {
			t.Errorf("pos holds %s, which is not a matter of the store side", id)
		}
	}
}

func TestProblemsOfProfiles(t *testing.T) {
	const good = "- id: a\n  title: {en: A, ru: B, kk: C}\n  requirements: [GAS-LIST-001, GAS-LIST-002]\n"
	if got, err := scenarios.ReadProfiles("p.yaml", []byte(good)); err != nil || len(got) != 1 || len(got[0].Requirements) != 2 {
		t.Fatalf("the good file = %+v, %v", got, err)
	}
	for _, tt := range []struct{ name, old, new, want string }{
		{"empty", good, "", "1:1: the file is empty; begin with a line such as - id: gas-core"},
		{"no list", good, "id: a\n", "1:1: write a list of profiles, not keys with values"},
		{
			"unknown key", "title:", "titel:", "1:3: a: title is missing; say in en, ru and kk what is promised\n" +
				`p.yaml:2:3: profile: unknown key "titel", did you mean title? write one of id, title, requirements`,
		},
		{"id that is none", "id: a", "id: A b", `1:7: id: "A b" is none; write small letters a to z, digits and single hyphens, 64 at most, such as food-two-towns`},
		{"a language missing", ", kk: C", "", "2:10: a.title: a language is missing; write one sentence each for en, ru and kk"},
		{"unknown demand", "GAS-LIST-002", "GAS-LIST-0002", `3:32: a.requirements: unknown requirement "GAS-LIST-0002", did you mean GAS-LIST-002? requirements.yaml lists them`},
		{"twice", "GAS-LIST-002", "GAS-LIST-001", "3:32: a.requirements: GAS-LIST-001 stands twice; keep one"},
		{"out of order", "GAS-LIST-002", "GAS-PERIOD-001", "3:32: a.requirements: GAS-PERIOD-001 comes before GAS-LIST-001 in requirements.yaml; keep its order"},
		{"no demand", "[GAS-LIST-001, GAS-LIST-002]", "[]", "3:17: a.requirements: the list is empty; name ids in it, or delete the key"},
		{"no list of demands", "[GAS-LIST-001, GAS-LIST-002]", "some", `3:17: a.requirements: write a list of ids, not "some"`},
		{"the same profile again", good, good + good, "4:3: a: another profile has this id; choose one for each"},
	} {
		if n := strings.Count(good, tt.old); n != 1 {
			t.Fatalf("%s: %q stands %d times in the good file, want once", tt.name, tt.old, n)
		}
		_, err := scenarios.ReadProfiles("p.yaml", []byte(strings.Replace(good, tt.old, tt.new, 1)))
		got := ""
		if err != nil {
			got = err.Error()
		}
		want := "p.yaml:" + tt.want
		if got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.name, got, want)
		}
	}
}
