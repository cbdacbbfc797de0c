package scenarios_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// goodStory has every key of the format; rows of the tests change one thing of it.
const goodStory = `kind: Story
requirement: GAS-WINDOW-001
also: [BOTH-TIME-001]
title:
  en: A
  ru: B
  kk: C
readings: {G04: start_of_day_8}
needs: [settings]
setup: |
  # a comment
  at 2025-10-06
  people 2
  provider 750000000

  account provider=1 number=0012345 class=boiler people=4 owner=1
  setting gas.window.to_day kz always 29
steps:
  - do: update_gas_list rows=[1 social 750000000]
  - at: 2025-10-08 10:00
    do: reply programme=gas person=1 text=да
  - ask: messages person=1
    as: sms
    expect: [ok, kind=notice at=2025-10-07 link=true]
  - do: report_delivery message=$sms delivered=true
  - at: 2025-10-09
  - name: last
    at: 2025-10-29 23:59:59
    do: confirm person=1 key=k1
    as: v
    expect: ok
  - name: wallet
    ask: gas_wallet person=1 by=citizen:1
    expect: state=active account.number=0012345 voucher=$v
cases:
  - name: a_second_earlier
    why:
      en: both sides
      ru: обе стороны
      kk: екі жағы да
    setup: |
      people 1
    readings: {G10: until_start_of_29}
    change:
      last: {at: 2025-10-29 23:59:58}
      wallet: drop
`

func TestReadStory(t *testing.T) {
	got, err := scenarios.ReadStory("story/gas/window_last.yaml", []byte(goodStory))
	if err != nil {
		t.Fatal(err)
	}
	readings := func(chosen ...string) (r voucher.Readings) {
		for i := 0; i < len(chosen); i += 2 {
			if err := r.Choose(chosen[i], chosen[i+1]); err != nil {
				t.Fatal(err)
			}
		}
		return r
	}
	setup := func(people int, r voucher.Readings) voucher.Setup {
		return voucher.Setup{
			At: voucher.At(2025, 10, 6, 0, 0, 0), People: make([]voucher.PersonSetup, people), Readings: r,
			Providers: []voucher.ProviderSetup{{Territory: 750000000}},
			Accounts:  []voucher.AccountSetup{{Provider: 1, Number: accountNumber(t, "0012345"), Class: voucher.Boiler, People: 4, Owner: 1}},
			Settings:  []voucher.Setting{{Path: "gas.window.to_day", Value: 29}},
		}
	}
	fields := func(pairs ...string) (all []scenarios.Field) {
		for i := 0; i < len(pairs); i += 2 {
			all = append(all, scenarios.Field{Name: pairs[i], Value: pairs[i+1]})
		}
		return all
	}
	ok := &scenarios.Expectation{Text: []string{"ok"}}
	steps := []scenarios.StoryStep{
		{Line: 19, Text: "update_gas_list rows=[1 social 750000000]"},
		{Line: 20, At: voucher.At(2025, 10, 8, 10, 0, 0), Text: "reply programme=gas person=1 text=да"},
		{Line: 22, Text: "messages person=1", Ask: true, As: "sms", Judged: true, Expect: &scenarios.Expectation{
			Items: [][]scenarios.Field{fields("kind", "notice", "at", "2025-10-07", "link", "true")},
			Text:  []string{"ok", "kind=notice at=2025-10-07 link=true"},
		}},
		{Line: 25, Text: "report_delivery message=$sms delivered=true"},
		{Line: 26, At: voucher.At(2025, 10, 9, 0, 0, 0)},
		{Line: 27, Name: "last", As: "v", At: voucher.At(2025, 10, 29, 23, 59, 59), Text: "confirm person=1 key=k1", Keyed: true, Judged: true, Expect: ok},
		{Line: 32, Name: "wallet", Text: "gas_wallet person=1 by=citizen:1", Ask: true, Judged: true, Expect: &scenarios.Expectation{
			Fields: fields("state", "active", "account.number", "0012345", "voucher", "$v"),
			Text:   []string{"state=active account.number=0012345 voucher=$v"},
		}},
	}
	earlier := append([]scenarios.StoryStep(nil), steps[:6]...)
	earlier[5].At, earlier[5].Line = voucher.At(2025, 10, 29, 23, 59, 58), 45
	one, both := readings("G04", "start_of_day_8"), readings("G04", "start_of_day_8", "G10", "until_start_of_29")
	want := &scenarios.Story{
		Name: "gas/window_last", Requirement: "GAS-WINDOW-001", Also: []voucher.RequirementID{"BOTH-TIME-001"},
		Title: voucher.Text{En: "A", Ru: "B", Kk: "C"}, Needs: []string{"settings"},
		Tellings: []scenarios.Telling{
			{ID: "GAS-WINDOW-001/window_last", Setup: setup(2, one), Readings: one, Steps: steps},
			{
				ID: "GAS-WINDOW-001/window_last/a_second_earlier", Case: "a_second_earlier", Why: voucher.Text{En: "both sides", Ru: "обе стороны", Kk: "екі жағы да"},
				Setup: setup(3, both), Readings: both, Steps: earlier,
			},
		},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(scenarios.StoryStep{}), cmpopts.IgnoreFields(voucher.Setup{}, "Secret")); diff != "" {
		t.Errorf("ReadStory (-want +got):\n%s", diff)
	}
	for i := range got.Tellings {
		if got.Tellings[i].Setup.Secret == [16]byte{} {
			t.Error("a world without a secret could seal no code")
		}
	}
	made := []string{"", "voucher", "message", "", "", "voucher", "voucher"}
	for i := range steps {
		if s := &got.Tellings[0].Steps[i]; s.Makes() != made[i] {
			t.Errorf("%q makes %q, want %q", s.Text, s.Makes(), made[i])
		}
	}
}

func accountNumber(t *testing.T, digits string) voucher.AccountNumber {
	t.Helper()
	n, err := voucher.ParseAccountNumber(digits)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestStoryOfTheSofterHalf: some rows are a must with a half that is only ours.
func TestStoryOfTheSofterHalf(t *testing.T) {
	src := strings.Replace(goodStory, "GAS-WINDOW-001\nalso: [BOTH-TIME-001]", "GAS-BILL-003\nlevel: should", 1)
	story, err := scenarios.ReadStory("x.yaml", []byte(src))
	if err != nil || !story.Soft {
		t.Errorf("ReadStory = %+v, %v, want a soft story", story, err)
	}
}

// TestStoryStepsParse: what a step does comes with who naturally does it, and
// with what stands for its names.
func TestStoryStepsParse(t *testing.T) {
	const src = `kind: Story
requirement: FOOD-LOAN-001
title: {en: A, ru: B, kk: C}
setup: |
  at 2026-02-01
  people 1
  families 1
  store 111010000
steps:
  - do: grant_loan store=1 amount=100.00 purpose=stock
    as: lent
  - do: disburse_loan loan=$lent by=local_body:110000000
  - do: show_code family=1 by=citizen:1
    as: shown
  - do: purchase store=1 code=$shown lines=[1:1.000@5.00]
  - ask: loan loan=$lent
    expect: outstanding=100.00
  - at: 2026-02-02
`
	story, err := scenarios.ReadStory("x.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	steps := story.Tellings[0].Steps
	names := scenarios.Names{"lent": "7", "shown": "$3"}
	c, err := steps[0].Command(names.Resolve)
	if err != nil || c.Head().Actor != (voucher.Actor{Role: voucher.LocalBody, ID: 110000000}) {
		t.Errorf("grant_loan = %+v, %v, want the body of the store's region: the setup tells it", c, err)
	}
	c, err = steps[1].Command(names.Resolve)
	if d, ok := c.(*voucher.DisburseLoan); err != nil || !ok || d.Loan != 7 {
		t.Errorf("disburse_loan = %+v, %v, want loan 7", c, err)
	}
	c, err = steps[3].Command(names.Resolve)
	p, ok := c.(*voucher.Purchase)
	if err != nil || !ok || p.Code != voucher.Slot(3) || p.Actor != (voucher.Actor{Role: voucher.StoreTill, ID: 1}) {
		t.Errorf("purchase = %+v, %v, want the third code shown, by the store", c, err)
	}
	q, err := steps[4].Query(names.Resolve)
	if err != nil || q.Loan != 7 || q.Actor.Role != voucher.AuthorisedBody {
		t.Errorf("loan = %+v, %v, want loan 7, asked by the authorised body", q, err)
	}
	if c, err := steps[5].Command(names.Resolve); c != nil || err != nil {
		t.Errorf("a clock step does %v, %v, want nothing", c, err)
	}
	if q, err := steps[0].Query(names.Resolve); q != nil || err != nil {
		t.Errorf("a command asks %v, %v, want nothing", q, err)
	}
	for i := range steps[:5] {
		_, doing := steps[i].Command(scenarios.Names{}.Resolve)
		_, asking := steps[i].Query(scenarios.Names{}.Resolve)
		uses := strings.Contains(steps[i].Text, "$")
		if (doing != nil || asking != nil) != uses {
			t.Errorf("%q without what was made: %v, %v, want an error only where it names something", steps[i].Text, doing, asking)
		}
	}
}

// TestNamesAreBound: what was made is found under its name, and what was not
// made is not.
func TestNamesAreBound(t *testing.T) {
	story, err := scenarios.ReadStory("x.yaml", []byte(`kind: Story
requirement: FOOD-LOAN-001
title: {en: A, ru: B, kk: C}
setup: |
  at 2026-02-01
  people 1
  store 111010000
steps:
  - {do: 'show_code family=1 by=citizen:1', as: a}
  - {do: purchase store=1 code=$a, as: b}
  - {do: grant_loan store=1, as: c}
  - {do: file_appeal person=1, as: d}
  - {do: charge_volume provider=1, as: e}
  - {do: confirm person=1, as: f}
  - {ask: messages person=1, as: g}
  - {ask: gas_wallet person=1, as: h}
  - {ask: food_wallet family=1 by=citizen:1, as: i}
  - {ask: receipt provider=1, as: j, expect: ok}
  - {do: confirm person=1}
`))
	if err != nil {
		t.Fatal(err)
	}
	steps := story.Tellings[0].Steps
	all := voucher.Outcome{Result: voucher.Result{Voucher: 1, Purchase: 2, Receipt: 3, Loan: 4, Appeal: 5, Code: voucher.Slot(6)}}
	records := []voucher.Record{
		{Messages: []voucher.Message{{ID: 7}, {ID: 8}}}, {Gas: &voucher.GasWallet{Voucher: 9}},
		{Food: &voucher.FoodWallet{Voucher: 10}}, {Receipt: &voucher.Receipt{ID: 11}},
	}
	got := scenarios.Names{}
	for i := range steps {
		if s := &steps[i]; s.Ask {
			got.BindRecord(s, &records[i-6])
		} else {
			got.Bind(s, &all)
		}
	}
	want := scenarios.Names{"a": "$6", "b": "2", "c": "4", "d": "5", "e": "3", "f": "1", "g": "8", "h": "9", "i": "10", "j": "11"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	none := scenarios.Names{}
	refused := voucher.Outcome{Refusal: &voucher.Refusal{Reason: voucher.CodeUsed}, Result: all.Result}
	for i := range steps {
		if s := &steps[i]; s.Ask {
			none.BindRecord(s, &voucher.Record{})
			none.BindRecord(s, &voucher.Record{Gas: &voucher.GasWallet{}, Receipt: &voucher.Receipt{}})
		} else {
			none.Bind(s, &refused)
			none.Bind(s, &voucher.Outcome{})
		}
	}
	if len(none) != 0 {
		t.Errorf("a refusal and an empty answer made %v, want nothing", none)
	}
}

// TestStories holds what every story of ours keeps beside the format.
func TestStories(t *testing.T) {
	all := scenarios.Stories()
	seen := map[string]string{}
	last := ""
	for i := range all {
		s := &all[i]
		folder, file, _ := strings.Cut(s.Name, "/")
		if want := s.Requirement.Programme().String(); folder != want && folder != "both" {
			t.Errorf("%s: %s belongs into story/%s", s.Name, s.Requirement, want)
		}
		if shows := append([]voucher.RequirementID{s.Requirement}, s.Also...); !slices.ContainsFunc(shows, func(id voucher.RequirementID) bool {
			return strings.HasPrefix(file, id.Chapter()+"_")
		}) {
			t.Errorf("%s: the name begins with the chapter of none of %v, so it stands apart from the rule's other stories", s.Name, shows)
		}
		if s.Name <= last {
			t.Errorf("%s comes after %s, want them sorted", s.Name, last)
		}
		last = s.Name
		if s.Title.En == s.Title.Ru || s.Title.Ru == s.Title.Kk {
			t.Errorf("%s: title %+v, want its own words in each language", s.Name, s.Title)
		}
		for j := range s.Tellings {
			why := s.Tellings[j].Why
			words := foreignWord.FindString(storyCode.ReplaceAllString(why.Ru+why.Kk, ""))
			if why != (voucher.Text{}) && (why.Ru == "" || why.Kk == "" || words != "") {
				t.Errorf("%s: why %+v holds %q, want words of each language", s.Tellings[j].ID, why, words)
			}
		}
		for j := range s.Tellings {
			id := s.Tellings[j].ID
			if other, twice := seen[id]; twice {
				t.Errorf("%s and %s both tell %s", s.Name, other, id)
			}
			seen[id] = s.Name
		}
	}
}

// foreignWord is a Latin word, and storyCode what is the same in every language: ids
// of demands and readings.
var (
	foreignWord = regexp.MustCompile(`[A-Za-z]+`)
	storyCode   = regexp.MustCompile(`\b((GAS|FOOD|BOTH)-[A-Z]+-[0-9]{3}|[GFS][0-9]{2}|SMS)\b`)
)

// TestStoriesOfGas: every demand of the gas programme is told, under every
// reading, and nothing that it refuses is left out.
func TestStoriesOfGas(t *testing.T) {
	told, choices, refused := map[voucher.RequirementID]bool{}, map[string]bool{}, map[voucher.Reason]bool{}
	for _, s := range scenarios.Stories() {
		if s.Requirement.Programme() == voucher.Food {
			continue
		}
		told[s.Requirement] = true
		for i := range s.Tellings {
			for _, r := range voucher.AllReadings() {
				choices[fmt.Sprint(r, " ", s.Tellings[i].Readings.Choice(r))] = true
			}
			for _, step := range s.Tellings[i].Steps {
				if step.Expect != nil {
					refused[step.Expect.Refused] = true
				}
			}
		}
	}
	for _, id := range voucher.RequirementIDs() {
		if id.Programme() == voucher.Gas && !told[id] {
			t.Errorf("no story tells %s", id)
		}
	}
	for _, r := range voucher.AllReadings() {
		for _, choice := range r.Choices() {
			if strings.HasPrefix(r.String(), "G") && !choices[fmt.Sprint(r, " ", choice)] {
				t.Errorf("no story is told under reading %s %s", r, choice)
			}
		}
	}
	for _, r := range voucher.AllReasons() {
		if r >= voucher.OutsidePeriod && r < voucher.StoreNotParticipating &&
			r != voucher.OwnerNotMember && r != voucher.PersonInTwoFamilies && !refused[r] {
			t.Errorf("no story has something refused for %s", r)
		}
	}
}
