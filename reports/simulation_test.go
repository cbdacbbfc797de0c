package reports_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// simulate lives a small country through the pilots in a world.
func simulate(t *testing.T, world voucher.World) (*scenarios.Scenario, *simulator.Result) {
	t.Helper()
	scenario := scenarios.Baseline()
	if err := scenario.SetFamilies(500); err != nil {
		t.Fatal(err)
	}
	result, err := (&simulator.Run{Scenario: scenario, World: world, Workers: 2}).Simulate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return scenario, result
}

func text(t *testing.T, s *reports.Simulation, l reports.Language, width int) string {
	t.Helper()
	var b strings.Builder
	if err := s.WriteText(&b, l, width); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTextFitsAndEndsWithTheHash(t *testing.T) {
	scenario, result := simulate(t, reference.World{})
	// The totals of a country 2¹² times as large, to see that large numbers fit too.
	_, large := simulate(t, reference.World{})
	for range 12 {
		if err := large.Totals.Add(large.Totals); err != nil {
			t.Fatal(err)
		}
	}
	for name, r := range map[string]*simulator.Result{"small": result, "large": large} {
		s := reports.NewSimulation(scenario, r, "")
		for _, l := range reports.Languages() {
			got := text(t, s, l, reports.Width)
			if want := "\nreplay hash: " + r.Hash + "\n"; !strings.HasSuffix(got, want) {
				t.Errorf("%s, %s: the last line is %q, want %q", name, l, got[strings.LastIndex(got[:len(got)-1], "\n"):], want)
			}
			for line := range strings.SplitSeq(got, "\n") {
				if n := utf8.RuneCountInString(line); n > reports.Width {
					t.Errorf("%s, %s: %d characters, want at most %d: %s", name, l, n, reports.Width, line)
				}
			}
			if strings.Contains(got, "{{") || strings.Contains(got, "\x1b") || strings.Contains(got, "<no value>") {
				t.Errorf("%s, %s: the text has a gap that was not filled, or a control character", name, l)
			}
			if again := text(t, s, l, reports.Width); again != got {
				t.Errorf("%s, %s: told twice, the bytes differ", name, l)
			}
		}
	}
}

func TestTextSaysWhatIsNotAsUsual(t *testing.T) {
	scenario, result := simulate(t, reference.World{})
	for name, tt := range map[string]struct {
		change func(*scenarios.Scenario)
		want   map[reports.Language]string
	}{
		"nothing": {
			func(*scenarios.Scenario) {},
			map[reports.Language]string{reports.English: "all by default", reports.Russian: "все по умолчанию", reports.Kazakh: "барлығы әдепкі бойынша"},
		},
		"a reading": {
			func(s *scenarios.Scenario) { s.Readings[voucher.F01] = voucher.Option },
			map[reports.Language]string{
				reports.English: "F01 = capped_discount (what the voucher is)",
				reports.Russian: "F01 = capped_discount (что такое ваучер)",
				reports.Kazakh:  "F01 = capped_discount (ваучер деген не)",
			},
		},
		"a rule": {
			func(s *scenarios.Scenario) {
				s.Settings = []voucher.Setting{{Path: "gas.discount.rate", Territory: 110000000, From: voucher.Date(2026, 1, 1), Value: 240_000}}
			},
			map[reports.Language]string{
				reports.English: "gas.discount.rate = 0.24 (Akmola region) from 1 Jan 2026",
				reports.Russian: "gas.discount.rate = 0,24 (Акмолинская область) с 01.01.2026",
				reports.Kazakh:  "gas.discount.rate = 0,24 (Ақмола облысы) 01.01.2026 бастап",
			},
		},
		"an event": {
			func(s *scenarios.Scenario) {
				s.Events = []scenarios.Event{{Name: "a", Kind: scenarios.SMSOutage, From: voucher.Date(2026, 2, 5), To: voucher.Date(2026, 2, 6),
					Territories: []voucher.Territory{551010000}, Share: 250_000, DelayHours: 6}}
			},
			map[reports.Language]string{
				reports.English: "the SMS gateway fails (first day: 5 Feb 2026, last day: 6 Feb 2026, territories: Pavlodar, share that is lost: 0.25,",
				reports.Russian: "сбой SMS-шлюза (первый день: 05.02.2026, последний день: 06.02.2026, территории: город Павлодар, доля потерянных: 0,25,",
				reports.Kazakh:  "SMS-шлюз істен шыққан (бірінші күн: 05.02.2026, соңғы күн: 06.02.2026, аумақтар: Павлодар қаласы, жоғалғандардың үлесі: 0,25,",
			},
		},
		"stores that leave": {
			func(s *scenarios.Scenario) {
				s.Stores = []scenarios.StoreChange{{Territory: 551010000, Kind: "small", Count: 3, From: voucher.Date(2026, 2, 1)}}
			},
			map[reports.Language]string{
				reports.English: "stores that leave (territory: Pavlodar, kind of store: corner shop, how many: 3, from: 1 Feb 2026)",
				reports.Russian: "магазины, которые уходят (территория: город Павлодар, вид магазина: магазин у дома, сколько: 3, начиная с: 01.02.2026)",
				reports.Kazakh:  "кететін дүкендер (аумақ: Павлодар қаласы, дүкен түрі: үй жанындағы дүкен, саны: 3, басталатын күні: 01.02.2026)",
			},
		},
	} {
		changed := *scenario
		tt.change(&changed)
		s := reports.NewSimulation(&changed, result, "")
		for l, want := range tt.want {
			if got := text(t, s, l, 200); !strings.Contains(got, want) {
				t.Errorf("%s in %s: no %q in\n%.900s", name, l, want, got)
			}
		}
	}
}

func TestTitleCannotColourATerminal(t *testing.T) {
	scenario, result := simulate(t, reference.World{})
	scenario.Title = voucher.Text{En: "red \x1b[31m\nalert"}
	if got := text(t, reports.NewSimulation(scenario, result, ""), reports.English, reports.Width); !strings.HasPrefix(got, "red ?[31m?alert (pilots)\n") {
		t.Errorf("the report begins with %.40q", got)
	}
}

func TestJSONIsWholeNumbersUnderStableNames(t *testing.T) {
	scenario, result := simulate(t, reference.World{})
	var b bytes.Buffer
	if err := reports.NewSimulation(scenario, result, "").WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(&b)
	decoder.UseNumber()
	var doc map[string]any
	if err := decoder.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		t.Errorf("after the document: %v, want its end: one document", err)
	}
	wholeNumbers(t, "", doc)
	for path, want := range map[string]string{
		"schema_version": "1", "kind": "simulation", "synthetic": "true", "replay_hash": result.Hash,
		"scenario.id": "pilots", "scenario.seed": "20250828", "scenario.families": "500", "scenario.scaled": "true",
		"scenario.readings.F01": "purse", "identities.hold": "true",
		"totals.commands":       fmt.Sprint(result.Totals.Count(simulator.Commands)),
		"totals.disbursed_tiyn": fmt.Sprint(result.Totals.Count(simulator.Disbursed)),
	} {
		var at any = doc
		for name := range strings.SplitSeq(path, ".") {
			m, _ := at.(map[string]any)
			at = m[name]
		}
		if got := fmt.Sprint(at); got != want {
			t.Errorf("%s = %s, want %s", path, got, want)
		}
	}
	if got, want := sumOf(t, doc["food_money"], "credited_tiyn"), result.Totals.Sum(voucher.Food, simulator.Credited); got != want || want == 0 {
		t.Errorf("credited_tiyn over territories and months = %d, want %d", got, want)
	}
}

// wholeNumbers reports every number of a document that is not whole.
func wholeNumbers(t *testing.T, path string, at any) {
	switch at := at.(type) {
	case map[string]any:
		for name, value := range at {
			wholeNumbers(t, path+"."+name, value)
		}
	case []any:
		for _, value := range at {
			wholeNumbers(t, path+"[]", value)
		}
	case json.Number:
		if _, err := strconv.ParseInt(at.String(), 10, 64); err != nil {
			t.Errorf("%s is %s, want a whole number: readers must not round", path, at)
		}
	}
}

// sumOf adds one field of a list of objects.
func sumOf(t *testing.T, list any, field string) (sum int64) {
	t.Helper()
	rows, _ := list.([]any)
	for _, row := range rows {
		m, _ := row.(map[string]any)
		n, _ := m[field].(json.Number)
		v, err := n.Int64()
		if err != nil {
			t.Fatalf("%s: %v", field, err)
		}
		sum += v
	}
	return sum
}

func TestCSVAddsUp(t *testing.T) {
	scenario, result := simulate(t, reference.World{})
	s := reports.NewSimulation(scenario, result, "")
	var b bytes.Buffer
	if err := s.WriteCSV(&b, reports.Russian); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"table", "programme", "territory", "territory_name", "month", "item", "metric", "unit", "value"}
	if !slices.Equal(rows[0], want) {
		t.Errorf("columns %q, want %q", rows[0], want)
	}
	sums := map[string]int64{}
	for i, row := range rows[1:] {
		n, err := strconv.ParseInt(row[8], 10, 64)
		if err != nil {
			t.Errorf("line %d: value %q is no whole number", i+2, row[8])
		}
		if (row[2] == "551010000") != (row[3] == "город Павлодар") {
			t.Errorf("line %d: territory %s is called %q", i+2, row[2], row[3])
		}
		sums[row[0]+" "+row[1]+" "+row[6]+" "+row[7]] += n
	}
	for key, want := range map[string]int64{
		"funnel gas listed count":         result.Totals.Sum(voucher.Gas, simulator.Listed),
		"funnel food used count":          result.Totals.Sum(voucher.Food, simulator.Used),
		"gas_money gas discount tiyn":     result.Totals.Sum(voucher.Gas, simulator.Discount),
		"food_money food annulled tiyn":   result.Totals.Sum(voucher.Food, simulator.Annulled),
		"totals  commands count":          result.Totals.Count(simulator.Commands),
		"days  commands count":            result.Totals.Count(simulator.Commands),
		"messages gas sent count":         result.Totals.Messages(voucher.Gas, voucher.Notice) + result.Totals.Messages(voucher.Gas, voucher.Reminder) + result.Totals.Messages(voucher.Gas, voucher.Help),
		"food_money food purchases count": result.Totals.Sum(voucher.Food, simulator.Purchases),
	} {
		if sums[key] != want || want == 0 {
			t.Errorf("%s: CSV adds up to %d, want %d", key, sums[key], want)
		}
	}
	if accepted, refused := sums["commands  accepted count"], sums["commands  refused count"]; accepted+refused != result.Totals.Count(simulator.Commands) {
		t.Errorf("%d accepted and %d refused, want %d commands together", accepted, refused, result.Totals.Count(simulator.Commands))
	}
	if got, want := sums["refusals  refused count"], sums["commands  refused count"]; got != want {
		t.Errorf("%d refusals by reason, want %d as by command", got, want)
	}
}

func TestCSVFilesAreTheWhole(t *testing.T) {
	scenario, result := simulate(t, reference.World{})
	s := reports.NewSimulation(scenario, result, "")
	var whole bytes.Buffer
	if err := s.WriteCSV(&whole, reports.English); err != nil {
		t.Fatal(err)
	}
	header, rest, _ := strings.Cut(whole.String(), "\n")
	want := slices.Sorted(strings.Lines(rest))
	var got []string
	for name, content := range filesOf(t, s, reports.English, ".csv") {
		head, rows, _ := strings.Cut(string(content), "\n")
		if head != "\uFEFF"+header {
			t.Errorf("%s begins with %q, want a byte order mark for Excel and %q as the whole", name, head, header)
		}
		got = slices.AppendSeq(got, strings.Lines(rows))
	}
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("the files hold %d lines together, want the %d of the whole", len(got), len(want))
	}
}

// crooked is a world whose systems credit one tiyn more than they say later.
type crooked struct{ voucher.World }

func (c crooked) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	system, err := c.World.New(ctx, s)
	return crookedSystem{system}, err
}

type crookedSystem struct{ voucher.System }

func (c crookedSystem) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	outcome, err := c.System.Do(ctx, cmd)
	for i := range outcome.Events {
		if outcome.Events[i].Kind == voucher.FoodVoucherCredited {
			outcome.Events[i].Amount++
		}
	}
	return outcome, err
}

func TestBrokenIdentitiesAreToldAndNamed(t *testing.T) {
	scenario, result := simulate(t, crooked{reference.World{}})
	s := reports.NewSimulation(scenario, result, "")
	if len(s.Faults()) == 0 {
		t.Fatal("no fault found in totals that credit more than they spend and annul")
	}
	got := text(t, s, reports.English, reports.Width)
	if strings.Contains(got, "All of it holds.") || !strings.Contains(got, "do NOT add up:\nfood ") {
		_, checked, _ := strings.Cut(got, "── Checked")
		t.Errorf("the report does not name what is broken:\n%s", checked)
	}
	honest, _ := simulate(t, reference.World{})
	_, result = simulate(t, reference.World{})
	if faults := reports.NewSimulation(honest, result, "").Faults(); len(faults) > 0 {
		t.Errorf("an honest world has the faults %q, want none", faults)
	}
}

// A narrow terminal breaks what is too long for it in the middle of a word. Only
// a word that is longer than the terminal is wide is left to it.
func TestNarrowTextBreaksNoWord(t *testing.T) {
	scenario, result := simulate(t, reference.World{})
	scenario.Readings[voucher.G22] = voucher.Option
	s := reports.NewSimulation(scenario, result, "")
	for _, l := range reports.Languages() {
		for _, width := range []int{20, 30, 40, 50, 59} {
			for line := range strings.SplitSeq(text(t, s, l, width), "\n") {
				word := strings.TrimSpace(strings.TrimPrefix(line, "── "))
				if utf8.RuneCountInString(line) > width && strings.Contains(word, " ") && !strings.HasPrefix(line, "replay hash: ") {
					t.Errorf("%s, width %d: %d characters, which could be broken at a blank: %s", l, width, utf8.RuneCountInString(line), line)
				}
			}
		}
	}
}
