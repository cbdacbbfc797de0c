package conformance

import (
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// Report is what a run says of a build.
type Report struct {
	Suite   string // version of this suite
	Address string // how the build was reached: a URL, a command, "in process"
	Target  voucher.Capabilities
	Seed    uint64
	Options string // the options of the run that change what is checked, as flags
	Profile string // to which the run was limited; "": to none
	// Reach are the arguments of vouch that reach the build again, as a shell takes
	// them; nil where no command line made the run.
	Reach    []string
	PlanHash string // of the ids of all planned checks, so that none vanishes silently
	Results  []Result
	Causes   []Cause // failures and warnings, those of one root cause together
	Profiles []ProfileVerdict
	Known    []KnownFailure // entries of the file of known failures that are stale, expired or met nothing
	Figures  Figures
	// Unasked says why the build could be asked nothing at all; nil where it could. There
	// are no Results then, and no Profiles.
	Unasked *Hindrance
	// Interrupted says that the run was cut short: checks that were not reached
	// are blocked.
	Interrupted bool
	Exit        int

	rounds int // of races, as the options had it; 0: as many as a budget had time for
}

// Hindrance is what was in the way of asking a build.
type Hindrance struct {
	Why voucher.Text // what was asked and what came, with quotations as in Result.Why
	Fix voucher.Text // what to do about it
}

// Figures say how much was asked, and how fast.
type Figures struct {
	Worlds   int64 `json:"worlds"`
	Commands int64 `json:"commands"`
	Queries  int64 `json:"queries"`
	Advances int64 `json:"advances"`
	Accepted int64 `json:"accepted"`
	Refused  int64 `json:"refused"`
	// Elapsed is real time. It is in no hash and in no recorded run.
	Elapsed time.Duration `json:"-"`
}

// Result is one check of a run.
type Result struct {
	Check       string // id
	Suite       Suite
	Requirement voucher.RequirementID
	Also        []voucher.RequirementID
	Level       scenarios.Level
	Title       voucher.Text
	Twin        string // id of the check one change away that is accepted; "" for none
	Verdict     Verdict
	// Why says in words what there is to say of a verdict other than Pass.
	Why     voucher.Text
	Failure *Failure // of Fail, Warn and ExpectedFail
	Races   *Races   // of a check that races, nil where it was not asked
	Cells   *Cells   // of a check in which every role tries an operation, nil where it was not asked
	Faults  *Faults  // of a check under faults, nil where it was not asked
	Inputs  *Inputs  // of a check of hostile input, nil where it was not asked

	// Tripped is what a check that is Blocked by the broken rule of another demand fails
	// by, nil for any other: it fails by that again once the other is a known failure.
	Tripped *Failure

	// KnownBy is the known failure that alone keeps a check Blocked; "" for any other.
	KnownBy string

	inWay   string    // what keeps it Blocked, where the failure of another check may be that
	lacks   []Ability // for want of which it could not be asked
	refuses bool      // the check expects a no somewhere
	// otherReason says that a no came with a reason that may apply as well; accepted,
	// that a no was wanted and a yes came.
	otherReason, accepted bool
	programme             voucher.Programme // whose commands the check gives; 0: any
	// Elapsed is real time. It is in no hash.
	Elapsed time.Duration
}

// Failure is what went wrong in a check, whole enough to be told on one screen.
type Failure struct {
	Requirement voucher.RequirementID // the demand that is broken
	// Breaks is the demand whose rule the oracle keeps where the build first answers
	// otherwise: what a check of another demand trips over is named by it. "" where it
	// is not known.
	Breaks voucher.RequirementID
	// History is what was asked and answered, cut down to what matters.
	History voucher.History
	// Step is the entry of the history whose answer is wrong.
	Step int
	// Spans say of each entry of a race who asked, and when; nil elsewhere. What
	// raced with the wrong answer stands before it, whichever began first.
	Spans []Span
	// Expected and Got are the two answers, in the words of a text history.
	Expected, Got []string
	// Because says why the expected answer is right.
	Because voucher.Text
	// TwinVerdict is how the twin was judged in the same run; 0 without a twin.
	TwinVerdict Verdict
	// Money says whether the sums added up at the end.
	Money Money
	// Like is the id of the known wrong build that answers in the same way.
	Like string
	// LikeTitle says what is wrong with that build.
	LikeTitle voucher.Text
	// Fingerprint tells this failure from another one of the same check.
	Fingerprint string
	// Shrunk is from how many steps the history was cut down; 0: it was not.
	Shrunk int
	// Again says how often what failed was asked again on a fresh world, and how often
	// it failed again; nil: it was not. One that is Flaky came and went.
	Again *Again
	// File is the name of the saved failure in the run's folder, for vouch
	// replay; "" where none was saved.
	File string
	// Picture is the name of the page in the run's folder that shows the calls of a
	// race and the orders that were tried; "" where none was saved.
	Picture string

	before     bool                  // the answers part from the oracle's before Step
	likeBreaks voucher.RequirementID // what the build that it is like breaks
	transcript *Transcript           // of the check, with the failing world alone
	field      string                // path of the field that differs from the oracle's; "" for none
}

// Money is the state of the identity credited = spent + left + annulled.
type Money uint8

// The states.
const (
	MoneyUnknown Money = iota // no sums were seen
	MoneyAddsUp
	MoneyBroken
)

// Cause is a root cause: the failures that part from what is right in the same
// way.
type Cause struct {
	Key     string   // what they have in common
	Checks  []string // ids, the one to show first
	Verdict Verdict  // Fail, Warn or ExpectedFail
}

// ProfileVerdict is what a run says of one profile.
type ProfileVerdict struct {
	ID       string
	Title    voucher.Text
	Verdict  ProfileOutcome
	Passed   int // requirements of the profile whose checks all passed
	Planned  int // requirements of the profile that are MUSTs, can be observed and bind the build
	Failed   []voucher.RequirementID
	Untested []voucher.RequirementID
	Unasked  bool // the run was limited to another profile
}

// ProfileOutcome is the verdict on a profile.
type ProfileOutcome string

// The outcomes.
const (
	Conformant    ProfileOutcome = "conformant"
	NotConformant ProfileOutcome = "not-conformant"
	Inconclusive  ProfileOutcome = "inconclusive"
	NotApplicable ProfileOutcome = "not-applicable" // the build does not run the programme, or plays none of its parties
)

// Count returns how many results have a verdict.
func (r *Report) Count(v Verdict) int {
	n := 0
	for i := range r.Results {
		if r.Results[i].Verdict == v {
			n++
		}
	}
	return n
}

// Faults sums up what went wrong on the way, over all checks. All of it is zero where
// nothing did.
func (r *Report) Faults() (all Faults) {
	for i := range r.Results {
		if one := r.Results[i].Faults; one != nil {
			all.add(one)
		}
	}
	return all
}

// Races sums up what was raced, over all checks. All of it is zero where nothing
// was.
func (r *Report) Races() (all Races) {
	for i := range r.Results {
		if one := r.Results[i].Races; one != nil {
			all.add(one)
		}
	}
	return all
}

// Cells sums up which roles tried what, over all checks. All of it is zero where
// nobody did.
func (r *Report) Cells() (all Cells) {
	for i := range r.Results {
		if one := r.Results[i].Cells; one != nil {
			all.add(one)
		}
	}
	return all
}

// Inputs sums up the hostile input that was sent, over all checks. All of it is zero
// where none was.
func (r *Report) Inputs() (all Inputs) {
	for i := range r.Results {
		if one := r.Results[i].Inputs; one != nil {
			all.add(one)
		}
	}
	return all
}

// Result returns the result of a check, nil for none.
func (r *Report) Result(check string) *Result {
	for i := range r.Results {
		if r.Results[i].Check == check {
			return &r.Results[i]
		}
	}
	return nil
}
