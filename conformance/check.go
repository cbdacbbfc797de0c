package conformance

import (
	"context"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// Suite is a group of checks that are asked for together.
type Suite string

// The suites, in the order in which they run.
const (
	SuiteStories    Suite = "stories"    // one demand at a time, told by hand
	SuiteWire       Suite = "wire"       // what only a wire has: tokens, problems, hostile input
	SuiteStore      Suite = "store"      // a till's day on a system without clock and worlds
	SuiteProperties Suite = "properties" // random lives beside the oracle and the invariants
	SuiteLife       Suite = "life"       // a simulated population, beside the oracle
	SuiteRaces      Suite = "races"      // many clients at the same time on the same thing
	SuiteAccess     Suite = "access"     // every role, every operation, on own records and on others'
	SuitePrivacy    Suite = "privacy"    // secrets that are planted, and looked for wherever they must not be
	SuiteFaults     Suite = "faults"     // commands that get lost, late or doubled on their way, and restarts,
	SuiteHostile    Suite = "hostile"    // requests that break the contract, or HTTP
)

// Suites returns every suite, in order.
func Suites() []Suite {
	return []Suite{SuiteStories, SuiteWire, SuiteStore, SuiteProperties, SuiteLife, SuiteRaces, SuiteAccess, SuitePrivacy, SuiteFaults, SuiteHostile}
}

// Check is one thing that is asked of a build and judged.
type Check struct {
	ID          string // stable: "GAS-WINDOW-001/window_last_day/first_instant_after"
	Suite       Suite
	Requirement voucher.RequirementID
	Also        []voucher.RequirementID // further demands that it shows
	Level       scenarios.Level
	Title       voucher.Text
	Because     voucher.Text // why the answer expected is right, where the file says so
	Twin        string       // id of the check one change away that is accepted
	// Needs are the abilities without which it cannot be asked.
	Needs []Ability
	// Programmes are those whose commands it gives; 0: any.
	Programmes voucher.Programme
	// Readings are those under which it is told; nil: any that the build has.
	Readings *voucher.Readings

	refuses bool // a step of it has to be refused

	operation operation // that every role tries; zero: none

	// source names what is asked where several checks judge one transcript; "":
	// the check's own id. Checks of one source have the same ask.
	source string

	// ask drives worlds of the target through the asker, which writes down what
	// is answered. An error says that it could not be asked.
	ask func(ctx context.Context, a *asker) error
	// judge looks at nothing but the transcript and the bench.
	judge func(t *Transcript, b *bench) Finding
}

// asked is the id under which the check's transcript is kept.
func (c *Check) asked() string {
	if c.source != "" {
		return c.source
	}
	return c.ID
}

// Ability is something that a build can do or not, as it declares itself.
type Ability string

// The abilities.
const (
	NeedsClock    Ability = "clock"
	NeedsWorlds   Ability = "worlds"
	NeedsSettings Ability = "settings" // values of parameters in a setup are taken
	NeedsChoices  Ability = "choices"  // so are readings
	NeedsReasons  Ability = "reasons"
	NeedsEvents   Ability = "events"
	NeedsDigest   Ability = "digest"
	NeedsPrompt   Ability = "prompt"
	NeedsExpiry   Ability = "expiry"  // the control plane gives tokens that end
	NeedsAnswers  Ability = "answers" // of the providers' own systems, in a setup, are played
	NeedsWire     Ability = "wire"    // it is reached over HTTP
	NeedsOracle   Ability = "oracle"  // the run was given one
	// NeedsConcurrent says that a system of it takes several callers at a time.
	NeedsConcurrent Ability = "concurrent"
	// NeedsProduction says that the run was given a build in production mode.
	NeedsProduction Ability = "production"
	// NeedsGuard says that the control plane demands a token.
	NeedsGuard Ability = "control-token"
	// NeedsRestart says that the build can be started again in the middle of a run.
	NeedsRestart Ability = "restart"
	// NeedsActors says that there is a token for whoever asks: over HTTP the control
	// plane gives one in each world, or the operator has named test identities.
	NeedsActors Ability = "tokens"
	// NeedsLogs and NeedsMetrics say that the run was told where the build leaves them.
	NeedsLogs    Ability = "logs"
	NeedsMetrics Ability = "metrics"
)

// has reports whether a target has an ability.
func (t *Target) has(a Ability, c *voucher.Capabilities, oracle bool) bool {
	switch a {
	case NeedsClock:
		return c.Clock
	case NeedsWorlds:
		return c.Worlds
	case NeedsSettings:
		return c.Settings
	case NeedsChoices:
		return c.Choices
	case NeedsReasons:
		return c.Reasons
	case NeedsEvents:
		return c.Events
	case NeedsDigest:
		return c.Digest
	case NeedsPrompt:
		return c.Prompt
	case NeedsExpiry:
		return c.Expiry
	case NeedsAnswers:
		return c.Answers
	case NeedsWire:
		return t.Wire != nil || t.wired
	case NeedsOracle:
		return oracle
	case NeedsConcurrent:
		return c.Concurrent || t.Wire != nil || t.wired
	case NeedsProduction:
		return t.Production != nil || t.produced
	case NeedsGuard:
		return t.Wire != nil && t.Wire.Guarded() || t.guarded
	case NeedsRestart:
		return t.Restart != nil || t.restarted || t.Wire != nil || t.wired // over HTTP the control plane may do it
	case NeedsActors:
		return c.Worlds || t.named || t.Wire == nil && !t.wired || t.Wire != nil && t.Wire.Standing()
	case NeedsLogs:
		return len(t.Logs) > 0 || t.logged
	case NeedsMetrics:
		return t.Metrics != "" || t.measured
	}
	return false
}

// Transcript is what was asked and answered for one check: a history a world.
type Transcript struct {
	Check  string
	Worlds []*Told
	// Raw are the answers to requests that were sent as they are.
	Raw []RawAnswer
	// Counts are what was met on the way, by name: how often each refusal was
	// seen, how many cases were drawn. Properties need them.
	Counts map[string]int64
	// Err says why the check could not be asked to its end; "" where it was.
	Err string
	// Broke says that Err is the build's breach of the contract, not a failure
	// to reach it; Unsupported, that it said it cannot do so; Ours, that it is a
	// fault of this suite; Tokenless, that the control plane gives no tokens yet, so
	// that nobody could come to ask.
	Broke, Unsupported, Ours, Tokenless bool

	late bool // the check outlived its time, and was left alone
}

// Told is the history of one world, with what it was for.
type Told struct {
	Label string // "" for the only one of a check; "case 17", "case 17, shrunk"
	// Steps are, for each step of a story, the entry of its command or query, and
	// -1 where there is none; nil where no story was played.
	Steps []int
	// Cut is from how many steps the history was cut down; 0: it was not.
	Cut int
	// Again says how often a life that failed was lived again, and failed again; nil:
	// it was not.
	Again *Again
	// Spans say of each entry of a race who asked, and when; nil where nothing
	// raced.
	Spans []Span
	// Strikes say of each entry of a life under faults what happened to its call; nil
	// where nothing was to go wrong.
	Strikes []Strike
	voucher.History

	roughs []wire.RoughAsk // of a saved failure
}

// Roughs returns the requests that are no commands and queries of the contract, with
// which a saved failure was found; nil where there were none. Only ReadSaved fills
// them in.
func (t *Told) Roughs() []wire.RoughAsk { return t.roughs }

// Again is how often a failing life was lived again on fresh worlds, and how often it
// failed in the same way.
type Again struct {
	Times  int `json:"times"`
	Failed int `json:"failed"`
}

// Flaky reports whether a failure came and went: asked the same, the build answered
// right at least once. It is a violation all the same.
func (a *Again) Flaky() bool { return a != nil && a.Failed < a.Times }

// Span is when an entry was asked and answered, by one clock that never goes back.
type Span struct {
	Client int   `json:"client"`          // 0: who leads there, from 1: one of those who race
	Window int   `json:"window,omitzero"` // of the race in its world, from 1; 0: nothing raced
	Call   int64 `json:"call"`            // nanoseconds since the world was made
	Return int64 `json:"return"`
}

// Windows says of each entry in which race of its world it was asked, from 1; 0: in
// none. It is nil where nothing raced.
func (t *Told) Windows() (all []int) {
	for i := range t.Spans {
		all = append(all, t.Spans[i].Window)
	}
	return all
}

// Finding is a judge's word on a transcript.
type Finding struct {
	Verdict Verdict
	// Requirement is the demand that is broken, where it is not the check's own.
	Requirement voucher.RequirementID
	Why         voucher.Text
	Lacks       []Ability // without which it could not be asked
	World, Step int       // where the first answer is wrong
	Expected    []string
	Got         []string
	Because     voucher.Text
	Shrunk      int    // from how many steps the history was cut down
	Again       *Again // how often it was lived again; nil: not

	field string // path of the field that differs from the oracle's; "" for none
	// otherReason says that a no came with a reason that may apply as well; accepted,
	// that a no was wanted and a yes came.
	otherReason, accepted bool

	inWay  string     // what kept it from being judged, where the failure of another check may be that; "" for anything else
	answer *RawAnswer // to the hostile request that shows it, nil elsewhere
	shown  *Told      // of a race: its steps as they are told, where that is not as they were asked
}

// pass is the finding that all is well.
var pass = Finding{Verdict: Pass}
