package conformance_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// inProcess is the reference as a target.
var inProcess = conformance.Target{World: reference.World{}, Address: "in process"}

// window are the options of a short run: the stories of one demand.
func window() conformance.Options {
	return conformance.Options{Suites: []conformance.Suite{conformance.SuiteStories}, Select: []string{"GAS-WINDOW-001/*"}, Oracle: reference.World{}}
}

func run(t *testing.T, w voucher.World, o conformance.Options) *conformance.Report {
	t.Helper()
	report, err := conformance.Run(t.Context(), conformance.Target{World: w, Address: "in process"}, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// TestExitStatusTellsTheWorst: a violation is never hidden by the rest, and an
// empty or half-asked run is never green.
func TestExitStatusTellsTheWorst(t *testing.T) {
	errDown := errors.New("connection refused")
	for _, row := range []struct {
		name  string
		world voucher.World
		want  int
		why   string
	}{
		{"as it has to be", reference.World{}, conformance.ExitConforms, "the twin of all below"},
		{"accepts everything", changed{system: do(func(context.Context, voucher.System, voucher.Command) (voucher.Outcome, error) {
			return voucher.Outcome{}, nil
		})}, conformance.ExitViolation, "what must be refused is not"},
		{"refuses everything", changed{system: do(func(context.Context, voucher.System, voucher.Command) (voucher.Outcome, error) {
			return voucher.Outcome{Refusal: voucher.Refuse(voucher.WindowClosed, "GAS-WINDOW-001")}, nil
		})}, conformance.ExitInconclusive, "nothing leads to what is judged: blocked, not passed"},
		{"no clock", says(func(c *voucher.Capabilities) { c.Clock = false }), conformance.ExitInconclusive, "a MUST hangs on it"},
		{"another programme", says(func(c *voucher.Capabilities) { c.Programmes = voucher.Food }), conformance.ExitInconclusive, "zero checks are no green run"},
		{"another party", says(func(c *voucher.Capabilities) { c.Parties = []string{"store"} }), conformance.ExitInconclusive, "zero checks are no green run"},
		{"goes away", changed{system: do(func(context.Context, voucher.System, voucher.Command) (voucher.Outcome, error) {
			return voucher.Outcome{}, errDown
		})}, conformance.ExitInconclusive, "who does not answer breaks no rule"},
		{"claims what it has not", changed{system: do(func(context.Context, voucher.System, voucher.Command) (voucher.Outcome, error) {
			return voucher.Outcome{}, fmt.Errorf("reply: %w", errors.ErrUnsupported)
		})}, conformance.ExitViolation, "declared and not served is a failure"},
		{"panics", changed{system: do(func(context.Context, voucher.System, voucher.Command) (voucher.Outcome, error) {
			panic("nil pointer")
		})}, conformance.ExitViolation, "a build that breaks down breaks the contract"},
	} {
		t.Run(row.name, func(t *testing.T) {
			report := run(t, row.world, window())
			if report.Exit != row.want {
				t.Errorf("exit status %d, want %d: %s", report.Exit, row.want, row.why)
				for i := range report.Results {
					t.Log(report.Results[i].Text())
				}
			}
		})
	}
}

// TestReasonsAreJudged: the right no with the wrong reason is a violation, and
// one without a reason counts apart where the build gives none.
func TestReasonsAreJudged(t *testing.T) {
	reason := func(r voucher.Reason) func(voucher.System) voucher.System {
		return do(func(ctx context.Context, s voucher.System, c voucher.Command) (voucher.Outcome, error) {
			o, err := s.Do(ctx, c)
			if o.Refusal != nil {
				o.Refusal = &voucher.Refusal{Reason: r}
			}
			return o, err
		})
	}
	silent := func(c *voucher.Capabilities) { c.Reasons = false }
	for _, row := range []struct {
		name  string
		world voucher.World
		want  conformance.Verdict
		exit  int
	}{
		{"another reason", changed{system: reason(voucher.AccountTaken)}, conformance.Fail, conformance.ExitViolation},
		{"no reason, though it gives reasons", changed{system: reason(0)}, conformance.Fail, conformance.ExitViolation},
		{"no reason, as declared", changed{system: reason(0), caps: silent}, conformance.PassVerdictOnly, conformance.ExitConforms},
	} {
		t.Run(row.name, func(t *testing.T) {
			report := run(t, row.world, window())
			if report.Count(row.want) == 0 || report.Exit != row.exit {
				t.Errorf("%d checks are %s and the exit status is %d, want some and %d", report.Count(row.want), row.want, report.Exit, row.exit)
			}
		})
	}
}

// TestNothingHangs: a build that never answers ends in time, blocked.
func TestNothingHangs(t *testing.T) {
	never := changed{system: do(func(ctx context.Context, _ voucher.System, _ voucher.Command) (voucher.Outcome, error) {
		<-ctx.Done()
		return voucher.Outcome{}, ctx.Err()
	})}
	deaf := make(chan struct{}) // does not even heed the context
	defer close(deaf)
	hanging := changed{system: do(func(context.Context, voucher.System, voucher.Command) (voucher.Outcome, error) {
		<-deaf
		return voucher.Outcome{}, nil
	})}
	for name, world := range map[string]voucher.World{"heeds the context": never, "does not": hanging} {
		t.Run(name, func(t *testing.T) {
			o := window()
			o.Timeout, o.Select = 20*time.Millisecond, []string{"GAS-WINDOW-001/window_last_day"}
			report := run(t, world, o)
			if report.Exit != conformance.ExitInconclusive || report.Count(conformance.Blocked) == 0 {
				t.Errorf("exit status %d with %d blocked, want 3: nobody answered", report.Exit, report.Count(conformance.Blocked))
			}
		})
	}
}

// TestGoneBuildIsLeft: after several checks that nobody answered the rest is not
// tried, one time-out each.
func TestGoneBuildIsLeft(t *testing.T) {
	asked := 0
	gone := changed{system: do(func(context.Context, voucher.System, voucher.Command) (voucher.Outcome, error) {
		asked++
		return voucher.Outcome{}, errors.New("connection refused")
	})}
	report := run(t, gone, conformance.Options{Suites: []conformance.Suite{conformance.SuiteStories}})
	if asked > 10 || report.Count(conformance.Blocked) != len(report.Results) {
		t.Errorf("%d commands were sent to nobody and %d of %d checks are blocked; want a few, and all", asked, report.Count(conformance.Blocked), len(report.Results))
	}
}

// TestSelectionsThatMeanNothing: an empty choice is misuse, with what was meant.
func TestSelectionsThatMeanNothing(t *testing.T) {
	for _, row := range []struct {
		name string
		o    conformance.Options
		want string
	}{
		{"selector", conformance.Options{Select: []string{"GAS-WINDOW-01"}}, `selector "GAS-WINDOW-01" matches nothing; did you mean GAS-WINDOW-001?`},
		{"one of two", conformance.Options{Select: []string{"GAS-WINDOW-001", "nothing*"}}, `selector "nothing*" matches nothing`},
		{"profile", conformance.Options{Profile: "food-cor"}, `profile "food-cor" matches nothing; did you mean food-core?`},
		{"suite", conformance.Options{Suites: []conformance.Suite{"storis"}}, `suite "storis" matches nothing; did you mean stories?`},
		{"selector within a suite", conformance.Options{Suites: []conformance.Suite{conformance.SuiteStore}, Select: []string{"GAS-WINDOW-001"}}, `matches nothing that the chosen suites and profile hold; its checks are in stories properties`},
	} {
		_, err := conformance.Run(t.Context(), inProcess, row.o)
		var nothing *conformance.SelectionError
		if !errors.As(err, &nothing) || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: error %v, want a SelectionError with %q", row.name, err, row.want)
		}
	}
}

// TestWireChecksAreUnsupportedInProcess: they are listed, never passed and never
// silently missing.
func TestWireChecksAreUnsupportedInProcess(t *testing.T) {
	report := run(t, reference.World{}, conformance.Options{Suites: []conformance.Suite{conformance.SuiteWire, conformance.SuiteStore}})
	wire := 0
	for i := range report.Results {
		if r := &report.Results[i]; r.Suite == conformance.SuiteWire {
			if wire++; r.Verdict != conformance.Unsupported || r.Why.En == "" {
				t.Errorf("%s: %s, %q; want unsupported with a reason: in process there is no wire", r.Check, r.Verdict, r.Why.En)
			}
		}
	}
	if wire == 0 || report.Exit != conformance.ExitConforms {
		t.Errorf("%d checks of the wire, exit status %d; want some, and 0 of the rest", wire, report.Exit)
	}
}

// TestSameSeedSameRecord: but for times, which no record holds, two runs write the
// same bytes, whatever the number of workers.
func TestSameSeedSameRecord(t *testing.T) {
	var first []byte
	for _, workers := range []int{1, 2, 4} {
		var events bytes.Buffer
		run(t, reference.World{}, conformance.Options{Oracle: reference.World{}, Seed: 7, Cases: 20, Families: 5, Workers: workers, Events: &events})
		if first == nil {
			first = events.Bytes()
		} else if !bytes.Equal(first, events.Bytes()) {
			t.Errorf("%d workers wrote %d bytes that differ from the %d of one", workers, events.Len(), len(first))
		}
	}
}

// TestRecordsHoldNoCode: a recorded run is handed on; the codes in it are numbers.
func TestRecordsHoldNoCode(t *testing.T) {
	var codes []string
	watching := changed{system: do(func(ctx context.Context, s voucher.System, c voucher.Command) (voucher.Outcome, error) {
		o, err := s.Do(ctx, c)
		if o.Result.Code != (voucher.QR{}) {
			codes = append(codes, o.Result.Code.String())
		}
		return o, err
	})}
	var events bytes.Buffer
	run(t, watching, conformance.Options{Suites: []conformance.Suite{conformance.SuiteStories}, Select: []string{"FOOD-QR-001"}, Events: &events})
	if len(codes) == 0 {
		t.Fatal("no code was shown: nothing was looked for")
	}
	for _, code := range codes {
		if strings.Contains(events.String(), code) {
			t.Errorf("the record holds a code that was shown (BOTH-PRIVACY-001)")
		}
	}
}

// TestKnownFailures: a known failure counts as such while it fails in the known
// way, and the entry is stale when it no longer does.
func TestKnownFailures(t *testing.T) {
	broken := changed{system: do(func(ctx context.Context, s voucher.System, c voucher.Command) (voucher.Outcome, error) {
		o, err := s.Do(ctx, c)
		if o.Refusal != nil && c.Kind() == voucher.KindConfirm {
			o = voucher.Outcome{Result: o.Result}
		}
		return o, err
	})}
	o := window()
	report := run(t, broken, o)
	var known []conformance.KnownFailure
	for i := range report.Results {
		if r := &report.Results[i]; r.Verdict == conformance.Fail {
			known = append(known, conformance.KnownFailure{Check: r.Check, Reason: "fixed in 5.3", Expires: "2026-12-31", Fingerprint: r.Failure.Fingerprint})
		}
	}
	if len(known) == 0 {
		t.Fatal("nothing failed: nothing can be known")
	}
	other := slices.Clone(known)
	other[0].Fingerprint = "another"
	today := voucher.Date(2026, 12, 31)
	for _, row := range []struct {
		name    string
		world   voucher.World
		known   []conformance.KnownFailure
		today   voucher.Day
		certify bool
		want    int
		problem string
	}{
		{"fails as known, on the last day", broken, known, today, false, conformance.ExitConforms, ""},
		{"a day later", broken, known, today + 1, false, conformance.ExitViolation, conformance.ProblemExpired},
		{"fails in another way", broken, other, today, false, conformance.ExitViolation, conformance.ProblemOther},
		{"no longer fails", reference.World{}, known, today, false, conformance.ExitViolation, conformance.ProblemStale},
		{"for a certificate", broken, known, today, true, conformance.ExitViolation, ""},
		{"a check that is none", reference.World{}, []conformance.KnownFailure{{Check: "none/x", Expires: "2026-12-31"}}, today, false, conformance.ExitViolation, conformance.ProblemUnknown},
		{"a check that was not chosen", reference.World{}, []conformance.KnownFailure{{Check: "FOOD-EXPIRY-001/last_second_of_the_month", Expires: "2026-12-31"}}, today, false, -1, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			o := window()
			o.Known, o.Today, o.Certify = row.known, row.today, row.certify
			report := run(t, row.world, o)
			if row.want >= 0 && report.Exit != row.want {
				t.Errorf("exit status %d, want %d", report.Exit, row.want)
			}
			if row.problem != "" && (len(report.Known) == 0 || report.Known[0].Problem != row.problem) {
				t.Errorf("problems %+v, want %s", report.Known, row.problem)
			}
		})
	}
}

// TestAKnownFailureAloneIsJudged: a run in which nothing but a known failure was
// asked has judged something. It ends as any run with a known failure does, and
// not as one in which nothing was looked at.
func TestAKnownFailureAloneIsJudged(t *testing.T) {
	open := changed{system: do(func(ctx context.Context, s voucher.System, c voucher.Command) (voucher.Outcome, error) {
		o, err := s.Do(ctx, c)
		if o.Refusal != nil && c.Kind() == voucher.KindEnterAccount {
			o = voucher.Outcome{Result: o.Result}
		}
		return o, err
	})}
	var known conformance.KnownFailure
	found := run(t, open, window())
	for i := range found.Results {
		if r := &found.Results[i]; r.Verdict == conformance.Fail {
			known = conformance.KnownFailure{Check: r.Check, Reason: "fixed in 5.3", Expires: "2026-12-31", Fingerprint: r.Failure.Fingerprint}
		}
	}
	for _, row := range []struct {
		name    string
		today   voucher.Day
		certify bool
		want    int
	}{
		{"on the last day", voucher.Date(2026, 12, 31), false, conformance.ExitConforms},
		{"a day later", voucher.Date(2027, 1, 1), false, conformance.ExitViolation},
		{"for a certificate", voucher.Date(2026, 12, 31), true, conformance.ExitViolation},
	} {
		report := run(t, open, conformance.Options{Suites: []conformance.Suite{conformance.SuiteStories}, Select: []string{known.Check},
			Known: []conformance.KnownFailure{known}, Today: row.today, Certify: row.certify})
		if report.Exit != row.want {
			t.Errorf("%s: exit status %d of %d checks, want %d", row.name, report.Exit, len(report.Results), row.want)
		}
	}
}

// TestACertificateLeavesNothingOut: a build conforms to what a run of a till's day
// asked, and a certificate needs all that binds it.
func TestACertificateLeavesNothingOut(t *testing.T) {
	till := []conformance.Suite{conformance.SuiteStore}
	for _, row := range []struct {
		name    string
		suites  []conformance.Suite
		certify bool
		want    int
	}{
		{"whole, for a certificate", nil, true, conformance.ExitConforms},
		{"a till's day", till, false, conformance.ExitConforms},
		{"a till's day, for a certificate", till, true, conformance.ExitInconclusive},
	} {
		t.Run(row.name, func(t *testing.T) {
			report := run(t, reference.World{}, conformance.Options{Suites: row.suites, Certify: row.certify, Oracle: reference.World{}, Workers: 2})
			if report.Exit != row.want {
				t.Errorf("exit status %d, want %d: %+v", report.Exit, row.want, report.Profiles)
			}
		})
	}
}

// TestSettingsAndChoicesAreTwoAbilities: what a story sets and under which readings
// it is told are asked of a build apart, since a build may take figures and read
// every question in one way.
func TestSettingsAndChoicesAreTwoAbilities(t *testing.T) {
	const set, read, plain = "GAS-BILL-002/bill_household_price", "FOOD-EXPIRY-002/expiry_reading_two_steps", "FOOD-EXPIRY-002/expiry_annulled_with_the_month"
	for _, tt := range []struct {
		name             string
		caps             func(*voucher.Capabilities)
		set, read, plain conformance.Verdict
	}{
		{"takes both", func(*voucher.Capabilities) {}, conformance.Pass, conformance.Pass, conformance.Pass},
		{"settings alone", func(c *voucher.Capabilities) { c.Choices = false }, conformance.Pass, conformance.Unsupported, conformance.Pass},
		{"choices alone", func(c *voucher.Capabilities) { c.Settings = false }, conformance.Blocked, conformance.Pass, conformance.Pass},
		{"reads so itself", func(c *voucher.Capabilities) { c.Choices = false; c.Readings[voucher.F10] = voucher.Option }, conformance.Pass, conformance.Pass, conformance.Unsupported},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := map[string]conformance.Verdict{}
			report := run(t, says(tt.caps), conformance.Options{Suites: []conformance.Suite{conformance.SuiteStories}, Select: []string{set, read, plain}, Oracle: reference.World{}})
			for i := range report.Results {
				got[report.Results[i].Check] = report.Results[i].Verdict
			}
			for check, want := range map[string]conformance.Verdict{set: tt.set, read: tt.read, plain: tt.plain} {
				if got[check] != want {
					t.Errorf("%s: %s, want %s\na build is held to what it declares, setting by setting and reading by reading; nothing else here shows the household price (GAS-BILL-002, a MUST)", check, got[check], want)
				}
			}
		})
	}
}

// TestAFaultOfOursIsALine: a panic of this suite is told with its place, in one
// line: a whole stack would bury the verdicts.
func TestAFaultOfOursIsALine(t *testing.T) {
	err := conformance.GuardOurs(func() error {
		none := map[bool]*voucher.Setup{}
		return fmt.Errorf("at %s", none[true].At)
	})
	place := regexp.MustCompile(`nil pointer dereference, at conformance_test\.\S+ \(run_test\.go:\d+\)( < \S+ \(\w+\.go:\d+\)){1,3}$`)
	if err == nil || !place.MatchString(err.Error()) {
		t.Errorf("a panic is told as %q, want what panicked, its place and up to three callers", err)
	}
}
