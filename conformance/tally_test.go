package conformance_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestACauseIsShownByItsTwin: of failures of one cause the one whose twin was accepted
// shows it, although another takes fewer steps; of two such, the shorter.
func TestACauseIsShownByItsTwin(t *testing.T) {
	failed := func(steps int, twin conformance.Verdict) *conformance.Result {
		return &conformance.Result{Failure: &conformance.Failure{History: voucher.History{Entries: make([]voucher.Entry, steps)}, TwinVerdict: twin}}
	}
	twin, longer, alone, lost := failed(9, conformance.Pass), failed(12, conformance.Pass), failed(3, 0), failed(3, conformance.Fail)
	for _, tt := range []struct {
		name         string
		better, than *conformance.Result
		why          string
	}{
		{"an accepted twin before a short life", twin, alone, "the twin shows that the rule is broken and not what leads there"},
		{"an accepted twin before one that failed too", twin, lost, "a twin that was refused shows nothing"},
		{"the shorter of two", twin, longer, "it is read faster"},
	} {
		if got, than := conformance.Shown(tt.better), conformance.Shown(tt.than); got >= than {
			t.Errorf("%s: %d, want less than %d\n%s", tt.name, got, than, tt.why)
		}
	}
}

// TestFingerprintsHoldNoSentence: the kind, the reason and the field of a failure make
// its fingerprint, the same in every run and language.
func TestFingerprintsHoldNoSentence(t *testing.T) {
	asked := voucher.History{Entries: []voucher.Entry{{Command: &voucher.Confirm{Person: 7}}}}
	for _, tt := range []struct {
		name          string
		expected, got []string
		want          string
	}{
		{"a reason and who holds the account", []string{"refused account-taken", "clause account-held-by person=3"}, []string{"ok voucher=4"}, "confirm: want refused account-taken, got ok"},
		{"a no without a reason", []string{"refused", "clause code-of-another"}, []string{"ok"}, "confirm: want refused code-of-another, got ok"},
		{"a kind alone", []string{"clause one-reminder month=2026-02"}, []string{"ok", "  id=1"}, "confirm: want one-reminder, got ok"},
		{"a field", []string{"ok balance=1.00", "  balance: want 1.00, got 2.00"}, []string{"ok balance=2.00"}, "confirm: another balance"},
		{"a status of the wire", []string{"clause answer-has status=401"}, []string{"clause answer-was status=200 type=application/json"}, "confirm: want answer-has 401, got answer-was 200"},
	} {
		if got := conformance.Fingerprint(&conformance.Failure{History: asked, Expected: tt.expected, Got: tt.got}); got != tt.want {
			t.Errorf("%s: %q, want %q: no sum, id or prose", tt.name, got, tt.want)
		}
	}
}

// TestOnlyABreachIsABreach: that a build could not be reached is no violation, in
// whatever words that is told; a crash or an answer outside the contract is one.
func TestOnlyABreachIsABreach(t *testing.T) {
	for _, tt := range []struct {
		name  string
		fails func() error
		want  conformance.Verdict
	}{
		{"the line went down, in the words of a breach", func() error { return errors.New("contract broken: by nobody") }, conformance.Blocked},
		{"the build panicked", func() error { panic("no database") }, conformance.Fail},
	} {
		build := changed{system: do(func(ctx context.Context, s voucher.System, c voucher.Command) (voucher.Outcome, error) {
			if c.Kind() == voucher.KindReply {
				return voucher.Outcome{}, tt.fails()
			}
			return s.Do(ctx, c)
		})}
		var record bytes.Buffer
		report := run(t, build, conformance.Options{Suites: []conformance.Suite{conformance.SuiteLife}, Select: []string{"GAS-*"}, Oracle: reference.World{}, Events: &record})
		again, err := conformance.Judge(t.Context(), &record, conformance.JudgeOptions{Oracle: reference.World{}})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range []*conformance.Result{&report.Results[0], &again.Results[0]} {
			if r.Verdict != tt.want {
				t.Errorf("%s: %s, %s; want %s", tt.name, r.Verdict, r.Why.En, tt.want)
			}
		}
	}
}

// TestProfilesNameWhatIsBroken: a profile that a build does not keep names the demands that it breaks, and those that the
// run was not asked about say so: their sums are of a part of their checks.
func TestProfilesNameWhatIsBroken(t *testing.T) {
	m, _ := mutant.Lookup("gas-window-closes-a-day-late")
	report := run(t, m.World(), conformance.Options{Suites: []conformance.Suite{conformance.SuiteStories}, Profile: "gas-core"})
	for _, p := range report.Profiles {
		if asked := p.ID == "gas-core"; p.Unasked == asked {
			t.Errorf("%s: not asked about: %t, of a run limited to gas-core", p.ID, p.Unasked)
		}
		if p.ID == "gas-core" && (p.Verdict != conformance.NotConformant || !slices.Contains(p.Failed, "GAS-WINDOW-001")) {
			t.Errorf("%s is %s for %v, want not conformant, for GAS-WINDOW-001 too", p.ID, p.Verdict, p.Failed)
		}
		if n := p.Passed + len(p.Failed) + len(p.Untested); n != p.Planned {
			t.Errorf("%s: %d kept, %d broken and %d not shown are %d, want the %d that are counted", p.ID, p.Passed, len(p.Failed), len(p.Untested), n, p.Planned)
		}
	}
}

// TestAProfileCountsTheSameInEverySelection: what was not asked about is not shown, and is
// no less a part of the profile: 3 of 11 and 0 of 10 could not be compared. What no check
// can ask of the target at all is left out, always.
func TestAProfileCountsTheSameInEverySelection(t *testing.T) {
	full := map[string]int{}
	for _, target := range []struct {
		name string
		of   conformance.Target
	}{
		{"in process", conformance.Target{World: reference.World{}, Address: "in process"}},
		{"over HTTP", overHTTP(t, reference.World{}, nil)},
	} {
		counted := map[string]int{}
		for _, chosen := range []string{"GAS-WINDOW-001/window_last_day", "FOOD-QR-001/qr_newer_ends_the_older", "FOOD-FORM-001/form_return_is_not_cash", "BOTH-INPUT-001/hostile_confirm"} {
			report, err := conformance.Run(t.Context(), target.of, conformance.Options{Select: []string{chosen}, Oracle: reference.World{}})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range report.Profiles {
				if before, seen := counted[p.ID]; seen && p.Planned != before {
					t.Errorf("%s: %s counts %d where %s was chosen, and %d before, want the same", target.name, p.ID, p.Planned, chosen, before)
				}
				counted[p.ID] = p.Planned
				if n := p.Passed + len(p.Failed) + len(p.Untested); n != p.Planned {
					t.Errorf("%s: %s counts %d, and tells of %d", target.name, p.ID, p.Planned, n)
				}
			}
		}
		full[target.name] = counted["full"]
	}
	if full["over HTTP"] != full["in process"]+1 {
		t.Errorf("full counts %v, want one more over HTTP: nobody can send what is no request to a build in process (BOTH-INPUT-001)", full)
	}
}
