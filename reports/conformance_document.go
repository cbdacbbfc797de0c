package reports

import (
	"bytes"
	_ "embed" // the schema
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// ConformanceVersion is the version of the JSON document of a conformance run.
// It grows when a member goes or changes its meaning; a new member leaves it as
// it is.
const ConformanceVersion = 1

// ConformanceDocument is a conformance run as one JSON document. Numbers are
// whole; verdicts, suites and abilities are words that stay the same in every
// language. Times in milliseconds are real time, everything else repeats with the
// same seed and build.
type ConformanceDocument struct {
	SchemaVersion int    `json:"schema_version"` // 1
	Kind          string `json:"kind"`           // always "conformance"
	Suite         string `json:"suite"`          // version of the suite
	Address       string `json:"address"`        // how the build was reached

	Target      ReportTarget `json:"target"`
	Seed        uint64       `json:"seed"`
	Options     string       `json:"options"`     // the options that change what is checked, as flags
	PlanHash    string       `json:"plan_hash"`   // of the ids of all planned checks
	Interrupted bool         `json:"interrupted"` // the run was cut short
	Exit        int          `json:"exit"`        // exit status of the run
	// Outcome is what the run as a whole says: conforms, no-violation (in what was
	// chosen, which earns no profile), known (it fails as the file of known failures
	// says, and in nothing else), violation, inconclusive or fault (of the suite).
	Outcome ReportOutcome `json:"outcome"`
	// Unasked says why the build could be asked nothing at all; absent where it could.
	Unasked *ReportHindrance `json:"unasked,omitempty"`

	Counts   map[string]int  `json:"counts"` // how many checks have each verdict
	Figures  ReportFigures   `json:"figures"`
	Races    *ReportRaces    `json:"races,omitempty"`  // of all checks; absent where nothing was raced
	Cells    *ReportCells    `json:"access,omitempty"` // of all checks; absent where no role tried anything
	Faults   *ReportFaults   `json:"faults,omitempty"` // of all checks; absent where nothing went wrong on the way
	Inputs   *ReportInputs   `json:"inputs,omitempty"` // of all checks; absent where no hostile input was sent
	Profiles []ReportProfile `json:"profiles"`
	Causes   []ReportCause   `json:"causes"`         // failures of one root cause together
	Known    []ReportKnown   `json:"known_failures"` // entries of the file of known failures that do not say what is
	Results  []ReportResult  `json:"results"`        // every planned check, in the order of the plan
}

// ReportOutcome is what a run as a whole says.
type ReportOutcome string

const (
	outcomeConforms     ReportOutcome = "conforms"
	outcomeNoViolation  ReportOutcome = "no-violation"
	outcomeKnown        ReportOutcome = "known"
	outcomeViolation    ReportOutcome = "violation"
	outcomeInconclusive ReportOutcome = "inconclusive"
	outcomeFault        ReportOutcome = "fault"
)

// ReportHindrance is what was in the way of asking a build. There are no results then.
type ReportHindrance struct {
	Why ReportWording `json:"why"` // what was asked and what came
	Fix ReportWording `json:"fix"` // what to do about it
}

// ReportWording is a text in the three languages.
type ReportWording struct {
	En string `json:"en"`
	Ru string `json:"ru"`
	Kk string `json:"kk"`
}

// ReportTarget is the build, as it declares itself.
type ReportTarget struct {
	Name       string            `json:"name"`
	Version    string            `json:"version"`
	Programmes string            `json:"programmes"` // gas, food or both
	Parties    []string          `json:"parties"`
	Abilities  []string          `json:"abilities"` // those that it declares, of clock, worlds, settings, choices, reasons, events, digest, prompt, answers and concurrent
	Readings   map[string]string `json:"readings"`  // how it reads each open question
}

// ReportFigures says how much was asked.
type ReportFigures struct {
	Worlds   int64 `json:"worlds"`
	Commands int64 `json:"commands"`
	Accepted int64 `json:"accepted"`
	Refused  int64 `json:"refused"`
	Queries  int64 `json:"queries"`
	Advances int64 `json:"advances"`
	Elapsed  int64 `json:"elapsed_ms"`
}

// ReportInputs says how much hostile input was sent, and what came of it.
type ReportInputs struct {
	Sent       int64 `json:"sent"`       // hostile requests
	Refused    int64 `json:"refused"`    // with a problem
	Accepted   int64 `json:"accepted"`   // odd, and nothing that the contract forbids
	Unanswered int64 `json:"unanswered"` // the connection was closed, as it may be where HTTP was broken
	Compared   int64 `json:"compared"`   // lots of refused requests with records read before and after
}

// ReportRaces says how much was raced, and how much of it really met.
type ReportRaces struct {
	Rounds  int64 `json:"rounds"`  // worlds in which clients raced
	Tried   int64 `json:"tried"`   // windows in which clients began at once
	Calls   int64 `json:"calls"`   // commands and queries in them
	Overlap int64 `json:"overlap"` // pairs of calls of one window that overlapped in time
	Lost    int64 `json:"lost"`    // commands that no answer came to
	Open    int64 `json:"open"`    // those whose outcome stayed unknown when they were repeated
}

// ReportCells says how much of the matrix of roles and operations was tried.
type ReportCells struct {
	Tried   int64    `json:"tried"`
	Let     int64    `json:"let"`               // calls of who may, which were not turned away
	Turned  int64    `json:"turned"`            // calls of who may not, which were
	Guesses int64    `json:"guesses"`           // calls with a token, a world's name, an id or a code that was guessed
	Untried []string `json:"untried,omitempty"` // role and operation of each that could not be tried
}

// ReportFaults says what went wrong on the way to the build, and what it came through.
type ReportFaults struct {
	Rounds   int64            `json:"rounds"`   // worlds in which something was to go wrong
	Commands int64            `json:"commands"` // that were to be carried out, each counted once
	Retries  int64            `json:"retries"`  // times that one was sent again under its key
	Injected map[string]int64 `json:"injected"` // by kind: drop_request, drop_answer, delay, reorder, duplicate, cut, bad_gateway, unavailable
	Reads    int64            `json:"reads"`    // that something happened to on their way
	Moves    int64            `json:"moves"`    // of the clock, likewise
	Late     int64            `json:"late"`     // copies that came when nobody waited any more
	Restarts int64            `json:"restarts"`
	Survived int64            `json:"survived"` // injected in checks that pass, restarts included
}

// ReportProfile is the verdict on a profile.
type ReportProfile struct {
	ID       string                     `json:"id"`
	Title    ReportWording              `json:"title"`
	Verdict  conformance.ProfileOutcome `json:"verdict"`
	Passed   int                        `json:"passed"`            // demands that were shown to be kept
	Planned  int                        `json:"planned"`           // MUSTs that bind the build and can be seen the way it was asked
	Failed   []voucher.RequirementID    `json:"failed"`            // demands that are broken
	Untested []voucher.RequirementID    `json:"untested"`          // demands that were not shown
	Unasked  bool                       `json:"unasked,omitempty"` // the run was limited to another profile
}

// ReportCause is a root cause.
type ReportCause struct {
	Key          string              `json:"key"` // what its failures have in common
	Verdict      conformance.Verdict `json:"verdict"`
	Checks       []string            `json:"checks"`       // ids, the one to look at first
	Fingerprints []string            `json:"fingerprints"` // of the failure of each check, in their order, for a file of known failures
}

// ReportKnown is an entry of the file of known failures that does not say what is.
type ReportKnown struct {
	Check   string `json:"check"`
	Reason  string `json:"reason"`
	Expires string `json:"expires"`
	Problem string `json:"problem"` // stale, other-failure, expired, not-run, unknown-check
}

// ReportResult is one check.
type ReportResult struct {
	Check       string                  `json:"check"` // id
	Suite       conformance.Suite       `json:"suite"`
	Requirement voucher.RequirementID   `json:"requirement"`
	Also        []voucher.RequirementID `json:"also,omitempty"` // further demands that it shows
	Level       scenarios.Level         `json:"level"`
	Title       ReportWording           `json:"title"`
	Twin        string                  `json:"twin,omitempty"` // id of the check one change away that is accepted
	Verdict     conformance.Verdict     `json:"verdict"`
	Why         *ReportWording          `json:"why,omitempty"`        // what there is to say of a verdict other than pass
	BlockedBy   string                  `json:"blocked_by,omitempty"` // id of the known failure that alone keeps it from being judged
	Failure     *ReportFailure          `json:"failure,omitempty"`
	Races       *ReportRaces            `json:"races,omitempty"`  // of a check that races
	Cells       *ReportCells            `json:"access,omitempty"` // of a check in which every role tries an operation
	Faults      *ReportFaults           `json:"faults,omitempty"` // of a check under faults
	Inputs      *ReportInputs           `json:"inputs,omitempty"` // of a check of hostile input
	Elapsed     int64                   `json:"elapsed_ms"`
}

// ReportFailure is what went wrong in a check.
type ReportFailure struct {
	Requirement voucher.RequirementID `json:"requirement"` // the demand that is broken
	Expected    []string              `json:"expected"`    // lines of a text history
	Got         []string              `json:"got"`
	Because     *ReportWording        `json:"because,omitempty"`
	Step        int                   `json:"step"`            // place of the wrong answer in the timeline, from 0
	Shrunk      int                   `json:"shrunk"`          // from how many steps it was cut down; 0: it was not
	Flaky       bool                  `json:"flaky,omitempty"` // asked again, it did not fail every time
	Again       *ReportAgain          `json:"again,omitempty"` // how often it was asked again
	Twin        string                `json:"twin,omitempty"`  // verdict of the twin
	Money       string                `json:"money"`           // unknown, adds_up or broken
	Like        string                `json:"like,omitempty"`  // id of the wrong build that answers in the same way
	LikeTitle   *ReportWording        `json:"like_title,omitempty"`
	Fingerprint string                `json:"fingerprint"`
	File        string                `json:"file,omitempty"`    // saved failure, for vouch replay
	Picture     string                `json:"picture,omitempty"` // page that shows the calls of a race
	Timeline    []ReportStep          `json:"timeline"`
}

// ReportAgain is how often what failed was asked again on a fresh world.
type ReportAgain struct {
	Times  int `json:"times"`
	Failed int `json:"failed"` // how often it failed in the same way
}

// ReportStep is one step of a timeline, in the words of a text history. It holds
// no QR code, IIN or phone.
type ReportStep struct {
	At     voucher.Instant `json:"at"`
	Asked  string          `json:"asked"`  // a command, "ask" with a query, or advance
	Answer []string        `json:"answer"` // ok or refused, then an indented line for each event or item
	// Span is who asked in a race, and when; absent elsewhere.
	Span *ReportSpan `json:"span,omitempty"`
}

// ReportSpan is one call of a race.
type ReportSpan struct {
	Client int   `json:"client"`  // 0: who leads there
	Window int   `json:"window"`  // 0: nothing raced
	Call   int64 `json:"call_ns"` // nanoseconds since the world was made
	Return int64 `json:"return_ns"`
}

// schemaText is the published JSON Schema of the document.
//
//go:embed report.schema.json
var schemaText []byte

// ConformanceSchema returns the JSON Schema (draft 2020-12) of the document that
// ConformanceJSON writes.
func ConformanceSchema() []byte { return slices.Clone(schemaText) }

// ConformanceJSON writes a conformance run as one JSON document, which
// ConformanceSchema describes. It is the same in every language.
func ConformanceJSON(w io.Writer, r *conformance.Report) error {
	text, err := documentText(r, " ")
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// documentText encodes the document, indented or in one line.
func documentText(r *conformance.Report, indent string) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(documentOf(r)); err != nil {
		return nil, fmt.Errorf("json: %w", err)
	}
	return b.Bytes(), nil
}
