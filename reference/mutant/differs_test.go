package mutant_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reference/voucher/scripttest"
)

var update = flag.Bool("update", false, "write the first difference of every mutant; read the diff, commit only what you can explain")

// differs holds, for every mutant, the history that proves it wrong, the step
// whose answer is the first to differ, and both answers' first line that does.
const differs = "testdata/differs.txt"

// shownElsewhere are the mutants that no history in words can show.
var shownElsewhere = map[string]string{
	"food-codes-are-counted":                      "a history names codes by their number; TestCodesAreCounted",
	"both-key-header-ignored":                     "TestWireMutants",
	"both-missing-token-accepted":                 "TestWireMutants",
	"both-iin-in-an-error-body":                   "TestWireMutants",
	"both-phone-in-an-error-body":                 "TestWireMutants",
	"both-error-body-repeats-the-request":         "TestWireMutants",
	"both-phone-in-the-providers-list":            "TestWireMutants",
	"both-control-plane-in-production":            "TestWireMutants",
	"both-request-id-replaced":                    "TestWireMutants",
	"both-any-media-type-read-as-json":            "TestWireMutants",
	"both-letters-of-a-key-count":                 "TestWireMutants",
	"both-bodies-compared-by-bytes":               "TestWireMutants",
	"both-clock-said-to-go-back":                  "TestWireMutants",
	"both-refusal-names-another-demand":           "TestWireMutants",
	"both-two-tills-charge-one-balance":           "TestRacesAreLostOnlyWhereCallsOverlap",
	"both-list-written-over-answers":              "TestRacesAreLostOnlyWhereCallsOverlap",
	"both-answer-misses-a-drop":                   "TestRacesAreLostOnlyWhereCallsOverlap",
	"both-month-ends-over-a-purchase":             "TestRacesAreLostOnlyWhereCallsOverlap",
	"both-two-confirm-one-account":                "TestRacesAreLostOnlyWhereCallsOverlap",
	"both-one-return-paid-by-two-tills":           "TestRacesAreLostOnlyWhereCallsOverlap",
	"both-one-loan-paid-by-two-desks":             "TestRacesAreLostOnlyWhereCallsOverlap",
	"both-one-person-listed-by-two-updates":       "TestRacesAreLostOnlyWhereCallsOverlap",
	"both-two-desks-bill-one-account":             "TestRacesAreLostOnlyWhereCallsOverlap",
	"both-last-writer-wins":                       "TestRacesAreLostOnlyWhereCallsOverlap",
	"both-one-key-done-twice-at-once":             "TestRacesAreLostOnlyWhereCallsOverlap",
	"both-two-bodies-under-one-key-at-once":       "TestRacesAreLostOnlyWhereCallsOverlap",
	"both-one-answer-credited-twice-at-once":      "TestRacesAreLostOnlyWhereCallsOverlap",
	"both-wallet-read-in-the-middle":              "TestRacesAreLostOnlyWhereCallsOverlap",
	"both-events-declared-and-not-told":           "TestDeclaredAndNotServed",
	"both-settings-declared-and-ignored":          "TestDeclaredAndNotServed",
	"both-only-the-last-key-is-kept":              "TestFaultsAreTooMuchForTheirMutants",
	"gas-repeated-update-cancels-the-reminder":    "TestFaultsAreTooMuchForTheirMutants",
	"gas-outage-ends-the-sending":                 "TestFaultsAreTooMuchForTheirMutants",
	"both-restart-forgets-the-last-command":       "TestFaultsAreTooMuchForTheirMutants",
	"both-restart-forgets-the-last-second":        "TestFaultsAreTooMuchForTheirMutants",
	"both-restart-forgets-the-keys":               "TestFaultsAreTooMuchForTheirMutants",
	"gas-restart-forgets-the-reminders":           "TestFaultsAreTooMuchForTheirMutants",
	"food-restart-forgets-the-reports":            "TestFaultsAreTooMuchForTheirMutants",
	"gas-restart-forgets-the-unacknowledged-list": "TestFaultsAreTooMuchForTheirMutants",
	"both-repetition-answered-unavailable":        "TestWireMutants",
	"both-repetition-answered-with-an-error":      "TestWireMutants",
	"both-control-plane-without-its-token":        "TestWireMutants",
	"both-token-of-another-world-accepted":        "TestWireMutants",
	"both-ended-token-accepted":                   "TestWireMutants",
	"both-iin-in-the-day-report":                  "TestWireMutants",
	"both-iin-in-the-log":                         "TestWireMutants",
	"both-iin-in-the-metrics":                     "TestWireMutants",
	"both-name-on-the-slip-of-a-return":           "TestWireMutants",
	"both-deep-nesting-is-a-fault":                "TestWireMutants",
	"both-put-off-and-not-told-until-when":        "TestWireMutants",
	"both-stack-in-an-error-body":                 "TestWireMutants",
	"both-second-of-two-names-counts":             "TestWireMutants",
	"both-huge-number-wrapped":                    "TestWireMutants",
	"both-sign-of-a-number-dropped":               "TestWireMutants",
	"both-null-taken-for-none":                    "TestWireMutants",
	"both-refused-body-is-carried-out":            "TestWireMutants",
	"both-bad-body-without-a-reason":              "TestWireMutants",
	"both-zero-character-closes-the-line":         "TestWireMutantsOfTheLine",
	"both-slow-body-holds-up-all":                 "TestWireMutantsOfTheLine",
}

// TestMutantsDiffer proves every mutant wrong: in a history whose answers were
// written by hand it answers otherwise, at the step and with the words that
// testdata/differs.txt holds, and it has counted a trip by then.
func TestMutantsDiffer(t *testing.T) {
	want, all := readDifferences(t), histories(t)
	var got []difference
	for _, m := range mutant.All() {
		if why := shownElsewhere[m.ID]; why != "" {
			continue
		}
		d, ok := want[m.ID]
		if *update {
			d, ok = mostTelling(t, &m, all, d)
		}
		if !ok {
			t.Errorf("%s: no history shows that it is wrong; write one under testdata whose name begins with %s_", m.ID, m.Requirement)
			continue
		}
		h := all[d.history]
		if h == nil {
			t.Errorf("%s: history %s does not exist", m.ID, d.history)
			continue
		}
		found, trips, ok := firstDifference(t, &m, h)
		if !ok {
			t.Errorf("%s answers %s as the reference does\n%s", m.ID, d.history, m.Title.En)
			continue
		}
		if trips == 0 {
			t.Errorf("%s: differs in %s and has counted no trip", m.ID, d.history)
		}
		id, _, _ := strings.Cut(d.history, "_")
		if r := voucher.RequirementID(id); r != m.Requirement && !slices.Contains(m.Also, r) {
			t.Errorf("%s: shown by %s, which is not of a requirement that it breaks", m.ID, d.history)
		}
		got = append(got, found)
	}
	if *update {
		writeDifferences(t, got)
		return
	}
	for _, d := range got {
		if diff := cmp.Diff(want[d.mutant], d, cmp.AllowUnexported(difference{})); diff != "" {
			t.Errorf("%s: first difference (- expected, + got):\n%s", d.mutant, diff)
		}
		delete(want, d.mutant)
	}
	for id := range want {
		t.Errorf("%s holds a difference of %s, which is no mutant or none of this test", differs, id)
	}
}

// TestAWorldWithoutAMutantIsTheReference: what the mutants are built on answers
// every history as it is written, and counts nothing.
func TestAWorldWithoutAMutantIsTheReference(t *testing.T) {
	for name, h := range histories(t) {
		var none mutant.Mutant
		if d, trips, ok := firstDifference(t, &none, h); ok || trips != 0 {
			t.Errorf("%s: without a mutant %q is answered %q, want %q; %d trips, want none", name, d.step, d.got, d.want, trips)
		}
	}
}

// difference is where a mutant answers otherwise for the first time.
type difference struct {
	mutant, history, step, want, got string
}

// histories are the reference's histories and our own, by name.
func histories(t *testing.T) map[string]*voucher.Script {
	t.Helper()
	all := map[string]*voucher.Script{}
	for _, dir := range [...]string{filepath.Join("..", "testdata"), "testdata"} {
		for _, h := range scripttest.Read(t, dir) {
			all[h.Name] = h
		}
	}
	return all
}

// firstDifference plays a history on a mutant to its first answer that differs.
func firstDifference(t *testing.T, m *mutant.Mutant, h *voucher.Script) (d difference, trips int64, ok bool) {
	t.Helper()
	w := m.World()
	system, err := w.New(context.Background(), &h.Setup)
	if err != nil {
		t.Fatalf("%s: %s: %v", m.ID, h.Name, err)
	}
	scribe := voucher.Scribe{Hide: h.Hide}
	for i := range h.Steps {
		step := &h.Steps[i]
		answer, err := scribe.Play(context.Background(), system, step)
		if err != nil {
			answer = []string{"error: " + err.Error()}
		}
		if want, got, same := apart(step.Expect, answer); !same {
			return difference{m.ID, h.Name, step.Text, want, got}, w.Trips(), true
		}
	}
	return difference{}, w.Trips(), false
}

// apart returns the first lines that differ; "nothing" where one answer ends.
func apart(want, got []string) (w, g string, same bool) {
	for i := range max(len(want), len(got)) {
		w, g = "nothing", "nothing"
		if i < len(want) {
			w = strings.TrimSpace(want[i])
		}
		if i < len(got) {
			g = strings.TrimSpace(got[i])
		}
		if w != g {
			return w, g, false
		}
	}
	return "", "", true
}

// mostTelling chooses the history for a mutant: the one that was chosen before,
// or the first of its own requirement, or of one that it breaks as well.
func mostTelling(t *testing.T, m *mutant.Mutant, all map[string]*voucher.Script, before difference) (difference, bool) {
	t.Helper()
	if h := all[before.history]; h != nil {
		if d, _, ok := firstDifference(t, m, h); ok {
			return d, true
		}
	}
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { // under the defaults rather than under another reading
		x, y := strings.Contains(a, "_reading_"), strings.Contains(b, "_reading_")
		switch {
		case x && !y:
			return 1
		case y && !x:
			return -1
		}
		return strings.Compare(a, b)
	})
	for _, id := range append([]voucher.RequirementID{m.Requirement}, m.Also...) {
		for _, name := range names {
			if !strings.HasPrefix(name, string(id)+"_") {
				continue
			}
			if d, _, ok := firstDifference(t, m, all[name]); ok {
				return d, true
			}
		}
	}
	return difference{}, false
}

// readDifferences reads the file: four lines a mutant, then an empty one.
func readDifferences(t *testing.T) map[string]difference {
	t.Helper()
	data, err := os.ReadFile(differs)
	if err != nil {
		if *update {
			return nil
		}
		t.Fatal(err)
	}
	all := map[string]difference{}
	for block := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n\n") {
		lines := strings.Split(block, "\n")
		if len(lines) != 4 {
			t.Fatalf("%s: %q has %d lines; a difference has four: mutant and history, step, - expected, + got", differs, lines[0], len(lines))
		}
		id, history, _ := strings.Cut(lines[0], " ")
		all[id] = difference{id, history, strings.TrimSpace(lines[1]), strings.TrimPrefix(lines[2], "- "), strings.TrimPrefix(lines[3], "+ ")}
	}
	return all
}

func writeDifferences(t *testing.T, all []difference) {
	t.Helper()
	var b strings.Builder
	for _, d := range all {
		fmt.Fprintf(&b, "%s %s\n  %s\n- %s\n+ %s\n\n", d.mutant, d.history, d.step, d.want, d.got)
	}
	if err := os.WriteFile(differs, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestCodesAreCounted: a code that tells the next one is unlike the reference's,
// and pays.
func TestCodesAreCounted(t *testing.T) {
	h := histories(t)["FOOD-QR-001_a_newer_code_ends_the_older.txt"]
	m, ok := mutant.Lookup("food-codes-are-counted")
	if h == nil || !ok {
		t.Fatal("the history or the mutant is missing")
	}
	right, wrong := codesOf(t, reference.World{}, h), codesOf(t, m.World(), h)
	if len(right) < 2 || len(right) != len(wrong) {
		t.Fatalf("%d and %d codes were shown, want the same and two at least", len(right), len(wrong))
	}
	if next := wrong[0]; wrong[1][15] != next[15]+1 || wrong[1] == right[1] {
		t.Errorf("codes %s and %s, the reference shows %s; want two that count up\nFOOD-QR-001: unguessable", wrong[0], wrong[1], right[1])
	}
}

// codesOf plays a history and returns the codes that were shown.
func codesOf(t *testing.T, w voucher.World, h *voucher.Script) (codes []voucher.QR) {
	t.Helper()
	system, err := w.New(context.Background(), &h.Setup)
	if err != nil {
		t.Fatal(err)
	}
	listener := &listening{System: system}
	scribe := voucher.Scribe{Hide: h.Hide}
	for i := range h.Steps {
		if _, err := scribe.Play(context.Background(), listener, &h.Steps[i]); err != nil {
			t.Fatal(err)
		}
	}
	return listener.codes
}

// listening notes the codes that a system shows.
type listening struct {
	voucher.System
	codes []voucher.QR
}

func (l *listening) Do(ctx context.Context, c voucher.Command) (voucher.Outcome, error) {
	o, err := l.System.Do(ctx, c)
	if o.Result.Code != (voucher.QR{}) {
		l.codes = append(l.codes, o.Result.Code)
	}
	return o, err
}
