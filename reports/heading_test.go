package reports_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// headed returns the heading of a report, its lines joined: where a line ends
// is another test's matter.
func headed(t *testing.T, scenario *scenarios.Scenario, result *simulator.Result, l reports.Language) string {
	t.Helper()
	return strings.Join(strings.Fields(reports.Heading(reports.NewSimulation(scenario, result, ""), l, reports.Width)), " ")
}

func TestHeadingCountsTerritoriesNotTheListed(t *testing.T) {
	const akmola, pavlodar = 110000000, 550000000
	day := voucher.Date
	for _, tt := range []struct {
		name   string
		change func(*scenarios.Scenario)
		want   []string
		why    string
	}{
		{"both pilots", func(*scenarios.Scenario) {}, []string{"Gas 17 territories", "Food 3 territories"}, "as many as the facts name"},
		{
			"before the first food list", func(s *scenarios.Scenario) { s.From, s.To = day(2026, 1, 5), day(2026, 1, 5) },
			[]string{"Gas 17 territories", "Food 3 territories"}, "it runs, whether or not anybody is listed yet",
		},
		{
			"the day before food begins", func(s *scenarios.Scenario) { s.From, s.To = day(2026, 1, 3), day(2026, 1, 4) },
			[]string{"Gas 17 territories", "Food outside this period"}, "no number of territories says that it does not run",
		},
		{
			"narrowed", func(s *scenarios.Scenario) { s.GasTerritories = []voucher.Territory{akmola} },
			[]string{"Gas 1 territory", "Food 3 territories"}, "a scenario's own list",
		},
		{
			"taken out", func(s *scenarios.Scenario) {
				s.Settings = []voucher.Setting{{Path: "gas.territory", Territory: akmola, Value: 0}}
			},
			[]string{"Gas 16 territories"}, "a setting takes a territory out",
		},
		{
			"taken out later", func(s *scenarios.Scenario) {
				s.Settings = []voucher.Setting{{Path: "gas.territory", Territory: akmola, From: day(2026, 2, 1), Value: 0}}
			},
			[]string{"Gas 17 territories"}, "it has taken part until then",
		},
		{
			"brought in", func(s *scenarios.Scenario) {
				s.Settings = []voucher.Setting{{Path: "food.territory", Territory: pavlodar, Value: 1}}
			},
			[]string{"Food 4 territories"}, "a setting brings a territory in",
		},
	} {
		scenario := scenarios.Baseline()
		if err := scenario.SetFamilies(300); err != nil {
			t.Fatal(err)
		}
		tt.change(scenario)
		result, err := (&simulator.Run{Scenario: scenario, World: reference.World{}, Workers: 2}).Simulate(t.Context())
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		head := headed(t, scenario, result, reports.English)
		for _, want := range tt.want {
			if !strings.Contains(head, want) {
				t.Errorf("%s: no %q in %q\n%s", tt.name, want, head, tt.why)
			}
		}
	}
}

// A reading that the simulated people never put to the test is named as such in
// every language, and one that they do is not.
func TestHeadingSaysWhichReadingsDoNothing(t *testing.T) {
	scenario, result := simulate(t, reference.World{})
	idle := map[reports.Language]string{reports.English: "no effect here: ", reports.Russian: "здесь ни на что не влияет: ", reports.Kazakh: "мұнда әсері жоқ: "}
	for _, r := range voucher.AllReadings() {
		for _, capped := range []bool{false, true} {
			changed := *scenario
			changed.Readings[r] = voucher.Option
			if capped {
				changed.Readings[voucher.F01] = voucher.Option
			}
			want := false
			switch r {
			case voucher.G22, voucher.G36, voucher.F19, voucher.F29:
				want = true
			case voucher.F02:
				want = !capped
			}
			for l, words := range idle {
				if got := strings.Contains(headed(t, &changed, result, l), words); got != want {
					t.Errorf("%s chosen, F01 capped %v: %q in the %s heading is %v, want %v", r, capped, words, l, got, want)
				}
			}
		}
	}
}

func TestHeadingWritesOutFewValues(t *testing.T) {
	base, result := simulate(t, reference.World{})
	rates := func(n int) func(*scenarios.Scenario) {
		return func(s *scenarios.Scenario) {
			for i := range n {
				s.Settings = append(s.Settings, voucher.Setting{Path: "gas.discount.rate", From: voucher.Date(2026, 1, 1+i), Value: 200_000 + int64(i)*50_000})
			}
		}
	}
	assume := func(line string) func(*scenarios.Scenario) {
		return func(s *scenarios.Scenario) {
			read, err := scenarios.Read("x.yaml", []byte("kind: Scenario\nid: x\ntitle: X\nassumptions: {"+line+"}\n"))
			if err != nil {
				t.Fatal(err)
			}
			s.Assumptions = read.Assumptions
		}
	}
	for _, tt := range []struct {
		name   string
		change func(*scenarios.Scenario)
		want   map[reports.Language]string
		why    string
	}{
		{"four", rates(4), map[reports.Language]string{
			reports.English: "gas.discount.rate = 0.2 from 1 Jan 2026 | 0.25 from 2 Jan 2026 | 0.3 from 3 Jan 2026 | 0.35 from 4 Jan 2026",
			reports.Russian: "gas.discount.rate = 0,2 с 01.01.2026 | 0,25 с 02.01.2026 | 0,3 с 03.01.2026 | 0,35 с 04.01.2026",
		}, "four are read at a glance, each with the sign of the language"},
		{"five", rates(5), map[reports.Language]string{
			reports.English: "gas.discount.rate (5 values)", reports.Russian: "gas.discount.rate (5 значений)", reports.Kazakh: "gas.discount.rate (5 мән)",
		}, "more are counted"},
		{"money", func(s *scenarios.Scenario) { s.Settings = []voucher.Setting{{Path: "food.mrp", Value: 4325_50}} }, map[reports.Language]string{
			reports.English: "food.mrp = 4325.50", reports.Kazakh: "food.mrp = 4325,50",
		}, "a sum has decimals too"},
		{"a day", func(s *scenarios.Scenario) {
			s.Settings = []voucher.Setting{{Path: "food.period.to", Value: int64(voucher.Date(2026, 5, 31))}}
		}, map[reports.Language]string{reports.Russian: "food.period.to = 2026-05-31"}, "a day is written as in the file"},
		{"a long list", assume("food_after.rating_stars: [1, 1, 1, 1, 1]"), map[reports.Language]string{
			reports.English: "food_after.rating_stars (5 values)",
		}, "lists are told like values"},
		{"two things", func(s *scenarios.Scenario) {
			s.Settings = []voucher.Setting{{Path: "food.mrp", Value: 1_00}, {Path: "gas.discount.rate", Value: 250_000}}
		}, map[reports.Language]string{reports.Russian: "food.mrp = 1,00; gas.discount.rate = 0,25"}, "parted by no comma, which is a decimal sign"},
	} {
		scenario := *base
		tt.change(&scenario)
		for l, want := range tt.want {
			if got := headed(t, &scenario, result, l); !strings.Contains(got, want) {
				t.Errorf("%s in %s: no %q in %q\n%s", tt.name, l, want, got, tt.why)
			}
		}
	}
}

// "from 69 (…)" was read as an hour; a number now has its noun beside it, and an
// hour both its ends.
func TestBusiestHourIsNoNumber(t *testing.T) {
	scenario, result := simulate(t, reference.World{})
	s := reports.NewSimulation(scenario, result, "")
	for l, want := range map[reports.Language]string{
		reports.English: `Busiest hour +\d+ visits? \(\d+ \w+ 2026, (\d\d):00–(\d\d):00\)`,
		reports.Russian: `Самый загруженный час +\d+ посещени[еяй] \([\d.]+, (\d\d):00–(\d\d):00\)`,
		reports.Kazakh:  `Ең қарбалас сағат +\d+ рет келу \([\d.]+, (\d\d):00–(\d\d):00\)`,
	} {
		if got := text(t, s, l, reports.Width); !matches(want, got) {
			_, got, _ = strings.Cut(got, "── "+reports.Say(l, "centres.title"))
			t.Errorf("%s: nothing matches %s in\n%.600s", l, want, got)
		}
	}
}

func matches(pattern, text string) bool { return regexp.MustCompile(pattern).MatchString(text) }
