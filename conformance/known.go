package conformance

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// KnownFailure is one entry of the file of known failures: a failure that is
// known, why, how it shows, and until when that is good enough. The check still
// runs and has to fail in this way; anything else is told.
type KnownFailure struct {
	Check       string `yaml:"check"`       // id
	Reason      string `yaml:"reason"`      // why it is known, in the team's own words
	Expires     string `yaml:"expires"`     // last day on which it counts: 2026-12-31
	Fingerprint string `yaml:"fingerprint"` // of the failure; another failure of the same check is new
	// Problem is what a run found wrong with the entry, one of the Problem words.
	Problem string `yaml:"-" json:"-"`
}

// What a run can find wrong with an entry.
const (
	ProblemStale   = "stale"         // the check no longer fails
	ProblemOther   = "other-failure" // it fails in another way
	ProblemExpired = "expired"
	ProblemNotRun  = "not-run" // the check was not chosen; no fault of the entry
	ProblemUnknown = "unknown-check"
)

// KnownError says what is wrong with a file of known failures. Nothing was judged.
type KnownError struct {
	Name string
	Err  error
}

// Error names the file.
func (e *KnownError) Error() string { return e.Name + ": " + e.Err.Error() }

// Unwrap returns what is wrong.
func (e *KnownError) Unwrap() error { return e.Err }

// knownFile is the file: a list under one key, so that more can join it.
type knownFile struct {
	KnownFailures []KnownFailure `yaml:"known_failures"`
}

// ReadKnown reads a file of known failures strictly. Every entry has to say
// which check, why, until when and how it fails. The error is a *KnownError and
// names every entry that is wrong.
func ReadKnown(name string, data []byte) ([]KnownFailure, error) {
	dec := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict())
	var file knownFile
	if err := dec.Decode(&file); err != nil {
		if errors.Is(err, io.EOF) {
			err = errors.New("empty; begin with known_failures: and a list, or delete the file")
		}
		return nil, &KnownError{name, err}
	}
	if err := dec.Decode(new(any)); !errors.Is(err, io.EOF) {
		return nil, &KnownError{name, errors.New("a second document follows; keep one")}
	}
	var faults []error
	seen := map[string]bool{}
	for i := range file.KnownFailures {
		k := &file.KnownFailures[i]
		for _, field := range []struct{ name, value, hint string }{
			{"check", k.Check, "the id that vouch list checks shows"},
			{"reason", k.Reason, "why it is known and what is being done"},
			{"expires", k.Expires, "the last day on which it counts, such as 2026-12-31"},
			{"fingerprint", k.Fingerprint, "how it fails; the failure's own screen shows it"},
		} {
			if strings.TrimSpace(field.value) == "" {
				faults = append(faults, fmt.Errorf("entry %d: no %s; write %s", i+1, field.name, field.hint))
			}
		}
		if _, err := voucher.ParseDay(k.Expires); k.Expires != "" && err != nil {
			faults = append(faults, fmt.Errorf("entry %d: expires: %w", i+1, err))
		}
		if seen[k.Check] {
			faults = append(faults, fmt.Errorf("entry %d: %s stands twice; keep one", i+1, k.Check))
		}
		seen[k.Check] = true
	}
	if len(faults) > 0 {
		return nil, &KnownError{name, errors.Join(faults...)}
	}
	return file.KnownFailures, nil
}

// known applies the known failures to the results.
func known(r *Report, o *Options) {
	ids := map[string]bool{}
	for _, c := range Checks() {
		ids[c.ID] = true
	}
	for _, k := range o.Known {
		c := r.Result(k.Check)
		expires, _ := voucher.ParseDay(k.Expires)
		switch {
		case !ids[k.Check]:
			k.Problem = ProblemUnknown
		case c == nil:
			k.Problem = ProblemNotRun
		case c.Verdict == Blocked || c.Verdict == Unsupported || c.Verdict == HarnessError:
			k.Problem = ProblemNotRun
		case c.Verdict != Fail:
			k.Problem = ProblemStale
			c.Verdict, c.Why = Stale, whyStale
		case o.Today > expires:
			k.Problem = ProblemExpired
		case c.Failure.Fingerprint != k.Fingerprint:
			k.Problem = ProblemOther
		default:
			c.Verdict = ExpectedFail
			c.Why = voucher.Text{En: k.Reason, Ru: k.Reason, Kk: k.Reason}
			continue
		}
		r.Known = append(r.Known, k)
	}
}
