package conformance

import (
	"fmt"
	"slices"
)

// Verdict is what a check says of a build.
type Verdict uint8

// The verdicts.
const (
	// Pass: the demand was asked for and kept.
	Pass Verdict = iota + 1
	// PassVerdictOnly: kept, but the build gives no reason codes, so that only
	// the no could be judged and not why. It is counted apart.
	PassVerdictOnly
	// Warn: a SHOULD is broken, or a no came with another reason that may apply.
	Warn
	// Fail: a MUST is broken.
	Fail
	// Unsupported: the build does not declare what the check needs, and no MUST
	// of a declared party hangs on it.
	Unsupported
	// Blocked: it could not be judged although the build is bound by it. A run
	// with a blocked MUST is inconclusive, never green.
	Blocked
	// HarnessError: a fault of this suite, not of the build.
	HarnessError
	// ExpectedFail: it fails as the file of known failures says.
	ExpectedFail
	// Stale: the file of known failures names it, and it no longer fails so.
	Stale

	verdicts = Stale + 1
)

var verdictWords = [verdicts]string{Pass: "pass", PassVerdictOnly: "pass-verdict-only", Warn: "warn", Fail: "fail",
	Unsupported: "unsupported", Blocked: "blocked", HarnessError: "harness-error", ExpectedFail: "expected-fail", Stale: "stale"}

// Verdicts returns all verdicts, in order.
func Verdicts() []Verdict {
	return []Verdict{Pass, PassVerdictOnly, Warn, Fail, Unsupported, Blocked, HarnessError, ExpectedFail, Stale}
}

// String returns the verdict's word, such as "expected-fail".
func (v Verdict) String() string {
	if v >= verdicts {
		return ""
	}
	return verdictWords[v]
}

// MarshalText writes the verdict's word.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads the verdict's word.
func (v *Verdict) UnmarshalText(text []byte) error {
	i := slices.Index(verdictWords[:], string(text))
	if i < 1 {
		return fmt.Errorf("verdict %q is unknown", text)
	}
	*v = Verdict(i)
	return nil
}

// The exit statuses of a judged run. A violation is never hidden by the rest:
// 1 goes before 4, that before 3, that before 0.
const (
	ExitConforms     = 0 // every check of a declared party passed
	ExitViolation    = 1 // a violation, or a known failure that is stale
	ExitMisuse       = 2 // nothing was judged: an unknown selector, a bad file
	ExitInconclusive = 3 // unreachable, a blocked MUST, nothing checked
	ExitFault        = 4 // our own fault
)
