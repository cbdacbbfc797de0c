package reports_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/vouch-kz/vouch/conformance/load"
	"github.com/vouch-kz/vouch/reports"
)

// loaded is a load whose figures are written by hand.
func loaded() *load.Result {
	histogram := func(spans ...time.Duration) *hdrhistogram.Histogram {
		h := hdrhistogram.New(1000, int64(time.Minute), 3)
		for _, d := range spans {
			_ = h.RecordValue(int64(d))
		}
		return h
	}
	p := load.Percentiles{Mean: 2 * time.Millisecond, P50: 150 * time.Microsecond, P90: 2500 * time.Microsecond, P99: 42 * time.Millisecond, P999: 800 * time.Millisecond, Max: 2 * time.Second}
	d := load.Driven{Profile: "step:2", Arrivals: "poisson", Span: 10 * time.Second, Took: 20 * time.Second, Digest: "00000000deadbeef", Planned: 1200, Offered: 1199, Completed: 1198, Skipped: 1, Requests: 2400, Errors: 12,
		InFlightMost: 9, BacklogMost: 3, Lateness: load.Percentiles{P50: 20 * time.Microsecond, P99: 90 * time.Microsecond}, Processor: 0.25,
		Timings:    []load.Timing{{Step: 0, Rate: 60, Op: load.Journey, N: 400, Response: p, Service: p}, {Step: 1, Rate: 120, Op: load.Journey, N: 798, Response: p, Service: p}},
		Outcomes:   []load.Count{{Op: load.Buy, Word: "ok", N: 1190}, {Op: load.Buy, Word: "timeout", N: 10}},
		Troubles:   []load.Told{{Trouble: load.TimedOut, First: "timeout: <i/o>"}},
		Seconds:    []load.Second{{At: 1, Span: 1, Planned: 60, Offered: 61, Completed: 60, P50: time.Millisecond, P99: 3 * time.Millisecond}},
		Histograms: []load.Histograms{{Op: load.Journey, Response: histogram(time.Millisecond, time.Second), Service: histogram(time.Millisecond)}}, LateHistory: histogram()}
	m := &load.Money{Purchases: 1190, Families: 300, Linearizable: 299, Unknown: 10, Resolved: 10, PushedBack: 3, Settled: 2, DoubleSpends: 1, Checked: true}
	for _, a := range []load.Assertion{load.WalletsEnd, load.StoresCredited, load.SumsAgree, load.OncePerKey, load.SameAnswer, load.RuleHolds, load.NeverBelowZero, load.InOneOrder} {
		one := load.Asserted{Assertion: a.String(), Requirement: a.Requirement(), Checked: 300}
		if a == load.OncePerKey {
			one.Broken, one.Samples = 1, []string{"family 7: a purchase stands 2 times in the wallet <b>"}
		}
		m.Asserted = append(m.Asserted, one)
	}
	return &load.Result{Target: "http://127.0.0.1:8080", Build: "some build 1.0", Workload: load.Food, Seed: 7, Families: 300, Stores: 4, Drives: []load.Driven{d}, Money: m,
		Objectives: []load.Objective{{Text: "p99<50ms", Met: true, Got: "42ms"}}}
}

func TestLoadIsToldInEveryLanguage(t *testing.T) {
	for _, tt := range []struct {
		l    reports.Language
		want []string
	}{
		{reports.English, []string{"1,190 purchases, 1 beyond one a key; 299 of 300 families linearizable; 10 of 10 unknown resolved; of", "3 pushed back, 2 settled when they were asked again", "THE MONEY IS WRONG", "✗ family 7", "59.9 a second", "2,400, 120.0 requests/s; errors 12 (0.5%)", "2.50 ms", "2.00 s", "✓ p99<50ms: 42ms"}},
		{reports.Russian, []string{"ДЕНЬГИ НЕ СХОДЯТСЯ", "срок наступил, но ещё не начато – не более 3,", "покупок 1 190, сверх одной на каждый ключ 1;", "120,0 запр./с; с ошибкой 12 (0,5 %)", "отложенных", "при повторе решено 2", "2,50 мс"}},
		{reports.Kazakh, []string{"АҚША ДҰРЫС ЕМЕС", "мерзімі келіп, әлі басталмағаны ең көбі 3,", "әр кілтке біреуден артығы 1;", "секундына 120,0 сұрау; қатемен 12 (0,5%)", "сұрау 3,", "шешілгені 2"}},
	} {
		var b bytes.Buffer
		if err := reports.LoadText(&b, loaded(), reports.LoadOptions{Lang: tt.l}); err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(b.String(), "\u00a0", " ")
		for _, want := range tt.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not told in\n%s", tt.l, want, text)
			}
		}
	}
}

// byAgents is a load that two agents drove, one of which was lost.
func byAgents() *load.Result {
	r := loaded()
	one := r.Drives[0]
	one.Planned, one.Completed, one.Lateness.P99 = 600, 599, 3*time.Millisecond
	r.Agents = []load.AgentResult{
		{Ended: load.Ended{Name: "till-<1>", Uncertain: 90 * time.Microsecond, Drift: -20 * time.Microsecond}, Families: 150, Driven: &one},
		{Ended: load.Ended{Name: "till-2", Lost: "it does not answer"}, Families: 150},
	}
	r.StartSpread, r.Money.Unbooked = 150*time.Microsecond, 150
	return r
}

func TestAgentsAreToldOneByOne(t *testing.T) {
	for _, tt := range []struct {
		l    reports.Language
		want []string
	}{
		{reports.English, []string{"The agents, each by itself", "✓ till-<1> 150 600 599 1.00 ms", "3.00 ms 0.25 110 µs", "✗ till-2 150 lost", "at most 150 µs apart", "an agent was lost: 150"}},
		{reports.Russian, []string{"Агенты по отдельности", "потерян", "расхождение не более 150 мкс", "без записей осталось: 150"}},
		{reports.Kazakh, []string{"Агенттер жеке-жеке", "жоғалды", "айырма ең көбі 150 мкс", "жазбасыз қалғаны: 150"}},
	} {
		var b bytes.Buffer
		if err := reports.LoadText(&b, byAgents(), reports.LoadOptions{Lang: tt.l, Width: 160}); err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(strings.ReplaceAll(b.String(), "\u00a0", " ")), " ")
		for _, want := range tt.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not told in\n%s", tt.l, want, b.String())
			}
		}
		b.Reset()
		if err := reports.LoadPage(&b, byAgents(), tt.l); err != nil {
			t.Fatal(err)
		}
		if page := b.String(); !strings.Contains(page, tt.want[0]) || strings.Contains(page, "till-<1>") || !strings.Contains(page, "till-&lt;1&gt;") {
			t.Errorf("%s: the page does not tell of agents, or as they call themselves, unescaped", tt.l)
		}
	}
}

func TestVerdictOfALoadIsTold(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*load.Result)
		want   string
	}{
		{"right", func(*load.Result) {}, "the money is right, and the run is to be trusted"},
		{"missed", func(r *load.Result) { r.Objectives[0].Met = false }, "an objective was missed; the money is right"},
		{"late", func(r *load.Result) {
			r.Because = []load.Doubt{{Kind: load.TooLate, Figures: map[string]string{"Late": "3ms", "Limit": "250µs"}}}
			r.Objectives[0].Met = false
		}, "not to be trusted, because: the generator was late: by 3ms at p99, which is more than 250µs"},
		{"cut short", func(r *load.Result) { r.Interrupted = true; r.Because = []load.Doubt{{Kind: load.TooLate}} }, "interrupted: right as far as it went"},
		{"highest", func(r *load.Result) { r.Highest = &load.Highest{Rate: 400, Missed: 420, Why: "p99<1s: 2s", Tried: 6} }, "Highest rate that keeps the objectives: 400 a second; 420 a second misses p99<1s: 2s (trials: 6)"},
		{"beyond this machine", func(r *load.Result) {
			r.Highest = &load.Highest{Rate: 400, Missed: 420, Tried: 6, Beyond: &load.Doubt{Kind: load.TooLate, Figures: map[string]string{"Late": "3ms", "Limit": "250µs"}}}
		}, "400 a second; 420 a second is too much for this machine: the generator was late: by 3ms at p99"},
		{"waiting", func(*load.Result) {}, "at most 9 under way and 3 due and not yet begun; 0 of those at the end"},
	} {
		r := loaded()
		r.Money.Asserted[3].Broken = 0
		tt.change(r)
		var b bytes.Buffer
		if err := reports.LoadText(&b, r, reports.LoadOptions{Width: 200}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), tt.want) || strings.Contains(b.String(), "WRONG") {
			t.Errorf("%s: %q is not told, or the money is called wrong\n%s", tt.name, tt.want, b.String())
		}
	}
}

// TestStepsAreAColumnWhereThereAreSeveral: a load of one step has its rate in the files
// for programs, and people read it in the plan.
func TestStepsAreAColumnWhereThereAreSeveral(t *testing.T) {
	for n, want := range map[int]bool{1: false, 2: true} {
		r := loaded()
		r.Drives[0].Timings = r.Drives[0].Timings[:n]
		var b bytes.Buffer
		if err := reports.LoadText(&b, r, reports.LoadOptions{}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(b.String(), "60/s"); got != want {
			t.Errorf("%d steps: told by rates: %v, want %v\n%s", n, got, want, b.String())
		}
	}
}

func TestLoadPageNeedsNothingBesideIt(t *testing.T) {
	var b bytes.Buffer
	if err := reports.LoadPage(&b, loaded(), reports.Kazakh); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	if found := regexp.MustCompile(`(?i)\ssrc=|href="[^#d]|url\(|@import|default-src '[^n]`).FindString(page); found != "" {
		t.Errorf("the page holds %q, want nothing that is fetched", found)
	}
	if strings.Contains(page, "wallet <b>") || strings.Contains(page, "<i/o>") || !strings.Contains(page, "&lt;b&gt;") {
		t.Error("what a build said stands in the page as it is, want it escaped")
	}
	if strings.Contains(page, "NaN") || !strings.Contains(page, `<html lang="kk"`) {
		t.Error("the page is not in Kazakh, or a figure is none")
	}
	for _, tt := range []struct {
		want string
		n    int
		why  string
	}{
		{`<svg class="chart"`, 3 * 2 * 3, "three pictures, for a screen and a phone, in three languages"},
		{`<h1 `, 3, "one answer in each language"},
		{`АҚША ДҰРЫС ЕМЕС`, 1, "the verdict in Kazakh"},
		{`✗ each acknowledged key stands once`, 1, "the mark stands before its words, under a head that names them"},
		{`<th scope="col"></th>`, 0, "a head without words names nothing"},
	} {
		if got := strings.Count(page, tt.want); got != tt.n {
			t.Errorf("%s: %d times in the page, want %d\n%s", tt.want, got, tt.n, tt.why)
		}
	}
}

// A line of a soak of hours has as many points as can be told apart, and shows the
// worst second of each.
func TestALongLoadIsDrawnByItsWorstSeconds(t *testing.T) {
	r := loaded()
	seconds := make([]load.Second, 3601)
	for i := range seconds {
		seconds[i] = load.Second{At: float64(i + 1), Span: 1, Completed: 60, P50: time.Millisecond, P99: 3 * time.Millisecond}
	}
	r.Drives[0].Seconds = seconds
	page := func() string {
		var b bytes.Buffer
		if err := reports.LoadPage(&b, r, reports.English); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	calm := page()
	if !strings.Contains(calm, "Each point is the worst of 11 s.") {
		t.Error("the page does not say for how many seconds a point stands, want 11 of an hour and a second")
	}
	if len(calm) > 300_000 {
		t.Errorf("an hour takes %d bytes, want no more than a picture can show", len(calm))
	}
	seconds[1800].P99 = 30 * time.Second
	if page() == calm {
		t.Error("a second of 30 s at p99 in the middle of an hour is not seen")
	}
}

func TestLoadForPrograms(t *testing.T) {
	var b bytes.Buffer
	if err := reports.LoadJSON(&b, loaded()); err != nil {
		t.Fatal(err)
	}
	var told struct {
		Verdict string
		Drives  []struct {
			Timings []struct{ Response struct{ P99 int64 } }
		}
		Money struct {
			Assertions []struct{ Broken int }
		}
	}
	if err := json.Unmarshal(b.Bytes(), &told); err != nil || told.Verdict != "money-wrong" || told.Drives[0].Timings[1].Response.P99 != 42_000_000 || told.Money.Assertions[3].Broken != 1 {
		t.Errorf("JSON tells %+v, %v, want wrong money, a p99 of 42 ms in nanoseconds and one broken assertion", told, err)
	}
	for name, tt := range map[string]struct {
		write func(*bytes.Buffer) error
		rows  int
		want  string
	}{
		"seconds": {func(b *bytes.Buffer) error { return reports.LoadSeconds(b, loaded()) }, 2, "3000"},
		"timings": {func(b *bytes.Buffer) error { return reports.LoadTimings(b, loaded()) }, 3, "42000"},
	} {
		b.Reset()
		if err := tt.write(&b); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil || len(rows) != tt.rows || !strings.Contains(text, ","+tt.want+",") {
			t.Errorf("%s: %d rows, %v, want %d and %s µs\n%s", name, len(rows), err, tt.rows, tt.want, text)
		}
	}
}

// TestAClosedLoadHasNoPlannedRate: its fields stay empty, so that nobody reads them as a
// plan of nothing.
func TestAClosedLoadHasNoPlannedRate(t *testing.T) {
	for _, tt := range []struct {
		arrivals         string
		seconds, timings string
	}{
		{"poisson", "60.0", "60.0"},
		{"closed", "", ""},
	} {
		r := loaded()
		r.Drives[0].Arrivals = tt.arrivals
		var seconds, timings bytes.Buffer
		if err := errors.Join(reports.LoadSeconds(&seconds, r), reports.LoadTimings(&timings, r)); err != nil {
			t.Fatal(err)
		}
		a, err := csv.NewReader(&seconds).ReadAll()
		b, err2 := csv.NewReader(&timings).ReadAll()
		if err != nil || err2 != nil || a[1][2] != tt.seconds || b[1][3] != tt.timings {
			t.Errorf("%s: %q and %q planned, %v, %v, want %q and %q", tt.arrivals, a[1][2], b[1][3], err, err2, tt.seconds, tt.timings)
		}
	}
}

// TestEveryDoubtIsTold: each reason not to trust a run has words in each language, its figures
// and what a system said stand in them, and whose figures they are.
func TestEveryDoubtIsTold(t *testing.T) {
	figures := map[string]string{
		"Late": "3ms", "Limit": "250µs", "Taken": "1.9", "Processors": "8", "Came": "70", "Planned": "900", "Cause": "‹no route›",
		"N": "17", "Families": "30", "Spread": "12ms", "Host": "north",
	}
	for _, l := range reports.Languages() {
		for _, kind := range load.DoubtKinds() {
			told := reports.TellDoubt(load.Doubt{Kind: kind, Agent: "2 (till)", Figures: figures}, l)
			if !strings.Contains(told, "2 (till)") || strings.Contains(told, "<no value>") || strings.Contains(told, "{{") {
				t.Errorf("%s in %s: %q, want whose figures they are, and no gap", kind, l, told)
			}
			if bare := reports.TellDoubt(load.Doubt{Kind: kind, Figures: map[string]string{}}, l); bare == "" || strings.Contains(bare, "2 (till)") {
				t.Errorf("%s in %s without an agent: %q", kind, l, bare)
			}
		}
	}
	late := load.Doubt{Kind: load.TooLate, Figures: figures}
	if ru := reports.TellDoubt(late, reports.Russian); !strings.Contains(ru, "3ms") || !strings.Contains(ru, "опаздывал") {
		t.Errorf("in Russian: %q", ru)
	}
}

// TestASpentTownIsTold: where more than a twentieth of the purchases find an empty balance, refusals are measured.
func TestASpentTownIsTold(t *testing.T) {
	for spent, want := range map[int64]bool{5: false, 6: true} {
		r := loaded()
		r.Drives[0].Outcomes = []load.Count{{Op: load.Buy, Word: "ok", N: 100 - spent}, {Op: load.Buy, Word: "balance-spent", N: spent}, {Op: load.Show, Word: "balance-spent", N: 900}}
		var b bytes.Buffer
		if err := reports.LoadText(&b, r, reports.LoadOptions{Width: 100}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(b.String(), "--families"); got != want {
			t.Errorf("%d of 100 purchases found an empty balance: told %t, want %t\n%s", spent, got, want, b.String())
		}
	}
}
