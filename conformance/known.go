package conformance

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// KnownFailure is one entry of the file of known failures: a failure that is
// known, why, how it shows, and until when that is good enough. The check still
// runs and has to fail in this way; anything else is told.
type KnownFailure struct {
	Check       string // id
	Reason      string // why it is known, in the team's own words
	Expires     string // last day on which it counts: 2026-12-31
	Fingerprint string // of the failure; another failure of the same check is new
	// Problem is what a run found wrong with the entry, one of the Problem words.
	Problem string `json:"-"`
}

// What a run can find wrong with an entry.
const (
	ProblemStale   = "stale"         // the check no longer fails
	ProblemOther   = "other-failure" // it fails in another way
	ProblemExpired = "expired"
	ProblemNotRun  = "not-run" // the check was not chosen; no fault of the entry
	ProblemUnknown = "unknown-check"
)

// knownFile is the file: a list under one key, so that more can join it.
type knownFile struct {
	KnownFailures []knownEntry `yaml:"known_failures"`
}

// knownEntry is a KnownFailure as the file has it.
type knownEntry struct {
	At          scenarios.Position `yaml:"-"`
	Check       string             `yaml:"check"`
	Reason      string             `yaml:"reason"`
	Expires     string             `yaml:"expires"`
	Fingerprint string             `yaml:"fingerprint"`
}

// ReadKnown reads a file of known failures strictly. Every entry has to say
// which check, why, until when and how it fails. The name stands for the file in
// messages. An error is always scenarios.Problems and names every entry that is
// wrong.
func ReadKnown(name string, data []byte) ([]KnownFailure, error) {
	var file knownFile
	if err := scenarios.ReadSettings(name, "known_failures:", data, &file); err != nil {
		return nil, err
	}
	var checks []string
	for _, c := range Checks() {
		checks = append(checks, c.ID)
	}
	var all []KnownFailure
	var problems scenarios.Problems
	seen := map[string]bool{}
	for _, e := range file.KnownFailures {
		for _, fault := range e.faults(checks) {
			problems = append(problems, scenarios.Problem{File: name, Line: e.At.Line, Column: e.At.Column, Message: voucher.Text{En: fault}})
		}
		if seen[e.Check] {
			problems = append(problems, scenarios.Problem{File: name, Line: e.At.Line, Column: e.At.Column, Message: voucher.Text{En: e.Check + " stands twice; keep one"}})
		}
		seen[e.Check] = true
		all = append(all, KnownFailure{Check: e.Check, Reason: e.Reason, Expires: e.Expires, Fingerprint: e.Fingerprint})
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return all, nil
}

// faults says what is wrong with an entry and how to mend it.
func (e *knownEntry) faults(checks []string) (faults []string) {
	for _, field := range []struct{ name, value, hint string }{
		{"check", e.Check, "the id that vouch list checks shows"},
		{"reason", e.Reason, "why it is known and what is being done"},
		{"expires", e.Expires, "the last day on which it counts, such as 2026-12-31"},
		{"fingerprint", e.Fingerprint, "how it fails; the failure's own screen shows it"},
	} {
		if strings.TrimSpace(field.value) == "" {
			faults = append(faults, fmt.Sprintf("no %s; write %s", field.name, field.hint))
		}
	}
	switch {
	case e.Check == "":
	case strings.ContainsAny(e.Check, "*?"):
		faults = append(faults, fmt.Sprintf("%q is a pattern, and an entry names one check, which fails in one way; vouch conform --out writes an entry for each failure of a run", e.Check))
	case !slices.Contains(checks, e.Check):
		hint := "; vouch list checks shows them"
		if near := voucher.Nearest(e.Check, checks); near != "" {
			hint = "; did you mean " + near + "?"
		}
		faults = append(faults, fmt.Sprintf("%q is no check%s", e.Check, hint))
	}
	if _, err := voucher.ParseDay(e.Expires); e.Expires != "" && err != nil {
		faults = append(faults, fmt.Sprintf("expires: %v", err))
	}
	return faults
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
