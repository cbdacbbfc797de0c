package conformance

import (
	"context"
	"fmt"
	"sync"

	faults "github.com/vouch-kz/vouch/conformance/fault"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Faults: lives whose commands get lost, late or doubled on their way, and are sent
// again under their keys until they are answered (BOTH-RETRY-001). Afterwards the
// same commands are given to a second world, each once, in the order in which they
// first reached the build: what was answered and what is read has to be the same.

// faultCase is one thing that goes wrong, and the lives in which it does.
type faultCase struct {
	name        string
	requirement voucher.RequirementID
	also        []voucher.RequirementID
	programme   voucher.Programme // 0: any
	kind        faults.Kind       // that has to happen; None: any of them
	restarts    bool              // the build is started again
	prompt      bool              // it counts by day what is done by itself, which has to be prompt
	needs       []Ability         // beside those that all need
	title       voucher.Text
	lives       []faultLife
}

// A build that does not say that it is prompt does due work at some time within its day.
// It is asked for whatever does not hang on when: in its lives nothing is read on a day
// before due work of the day has to be done, no message and no report, and instants of
// due work are not compared. What counts deadlines day by day is unsupported there, and
// blocked where a MUST hangs on it alone.

// faultLife is what is done in one world.
type faultLife struct {
	programme voucher.Programme
	setup     func() *voucher.Setup
	run       func(f *faulter)
}

// faultChecks are a check for each case.
var faultChecks = sync.OnceValue(func() []Check {
	var all []Check
	for i := range faultCases {
		c := &faultCases[i]
		needs := []Ability{NeedsClock, NeedsWorlds}
		if c.prompt {
			needs = append(needs, NeedsPrompt)
		}
		if c.kind.Wired() {
			needs = append(needs, NeedsWire)
		}
		needs = append(needs, c.needs...)
		if c.restarts {
			needs = append(needs, NeedsRestart)
		}
		all = append(all, Check{ID: string(c.requirement) + "/fault_" + c.name, Suite: SuiteFaults, Requirement: c.requirement, Also: c.also,
			Level: level(c.requirement, false), Title: c.title, Needs: needs, Programmes: c.programme, Readings: &voucher.Readings{},
			ask:   func(ctx context.Context, a *asker) error { return askFaults(ctx, a, c) },
			judge: func(t *Transcript, b *bench) Finding { return judgeFaults(c, t, b) }})
	}
	return all
})

// Strike is what happened to one call on its way.
type Strike struct {
	Kind faults.Kind `json:"kind,omitzero"`
	// Reached says that the build was given the command.
	Reached bool `json:"reached,omitzero"`
	// Late says that it is the copy of an earlier call that was held back: nobody
	// waits for its answer.
	Late bool `json:"late,omitzero"`
	// Retry says that a read or a move of the clock is made again, the entry before being
	// the same; a command is known by its key.
	Retry bool `json:"retry,omitzero"`
	// Restart says that the build was started again before this call.
	Restart bool `json:"restart,omitzero"`
}

// Faults say what went wrong on the way to a build, and what it came through.
type Faults struct {
	Rounds   int64            `json:"rounds"`   // worlds in which something was to go wrong
	Commands int64            `json:"commands"` // that were to be carried out, each counted once
	Retries  int64            `json:"retries"`  // times that one was sent again under its key
	Injected map[string]int64 `json:"injected"` // by the word of the kind
	Reads    int64            `json:"reads"`    // that something happened to on their way
	Moves    int64            `json:"moves"`    // of the clock, likewise
	Late     int64            `json:"late"`     // copies that came when nobody waited any more
	Restarts int64            `json:"restarts"`
	// Survived are those injected, restarts included, in checks that pass.
	Survived int64 `json:"survived"`
}

// Total is how much was injected, of all kinds, restarts included.
func (f *Faults) Total() int64 {
	n := f.Restarts
	for _, count := range f.Injected {
		n += count
	}
	return n
}

// add sums faults up.
func (f *Faults) add(o *Faults) {
	f.Rounds += o.Rounds
	f.Commands += o.Commands
	f.Retries += o.Retries
	f.Reads += o.Reads
	f.Moves += o.Moves
	f.Late += o.Late
	f.Restarts += o.Restarts
	f.Survived += o.Survived
	for kind, n := range o.Injected {
		if f.Injected == nil {
			f.Injected = map[string]int64{}
		}
		f.Injected[kind] += n
	}
}

// faultsIn counts what a transcript holds.
func faultsIn(t *Transcript) (all Faults) {
	all.Injected = map[string]int64{}
	for _, told := range t.Worlds {
		if told.Strikes == nil || len(told.Strikes) != len(told.Entries) {
			continue
		}
		all.Rounds++
		sent := map[voucher.Header]bool{}
		for i := range told.Strikes {
			s := &told.Strikes[i]
			all.count(s, &told.Entries[i], sent)
			if s.Kind != faults.None && !s.Late {
				all.Injected[s.Kind.String()]++
			}
		}
	}
	return all
}

// count counts one call. sent are the commands before it.
func (f *Faults) count(s *Strike, e *voucher.Entry, sent map[voucher.Header]bool) {
	struck := s.Kind != faults.None
	if s.Restart {
		f.Restarts++
	}
	switch {
	case s.Late:
		f.Late++
	case e.Query != nil && struck:
		f.Reads++
	case e.Query != nil:
	case e.Command == nil && struck:
		f.Moves++
	case e.Command == nil:
	case sent[*e.Command.Head()]:
		f.Retries++
	default:
		f.Commands++
		sent[*e.Command.Head()] = true
	}
}

// judgeFaults gives the finding on the lives of a case.
func judgeFaults(c *faultCase, t *Transcript, b *bench) Finding {
	if t.Counts[countNoRestart] > 0 {
		return Finding{Verdict: Unsupported, Why: whyNeeds(NeedsRestart), Lacks: []Ability{NeedsRestart}}
	}
	unsure := Finding{}
	lives := 0
	for w := 0; w+1 < len(t.Worlds); w++ {
		told := t.Worlds[w]
		if told.Strikes == nil {
			continue
		}
		if len(told.Strikes) != len(told.Entries) {
			return Finding{Verdict: HarnessError, Why: whyMissing}
		}
		lives++
		f := judgeStruck(w, told, t.Worlds[w+1], c.requirement == retryDemand, b)
		switch {
		case f.Verdict == Fail:
			return shortened(told, &f)
		case f.Verdict == HarnessError:
			return f
		case f.Verdict != 0 && unsure.Verdict == 0:
			unsure = f
		}
	}
	figures := faultsIn(t)
	switch {
	case unsure.Verdict != 0:
		return unsure
	case lives == 0:
		return Finding{Verdict: Blocked, Why: whyUnasked(t.Err)}
	case c.kind != faults.None && figures.Injected[c.kind.String()] == 0:
		return Finding{Verdict: Blocked, Why: whyNeverStruck(c.kind.String())}
	case c.restarts && figures.Restarts == 0:
		return Finding{Verdict: Blocked, Why: whyNeverStruck("restart")}
	case figures.Total() == 0:
		return Finding{Verdict: Blocked, Why: whyNeverStruck("any")}
	}
	return pass
}

// countNoRestart counts the times that the build said it cannot be started again.
const countNoRestart = "restarts refused"

func whyNeverStruck(kind string) voucher.Text {
	return filled(voucher.Text{
		En: "the fault %s never happened, so that nothing is shown", Ru: "сбой %s ни разу не произошёл, поэтому ничего не показано",
		Kk: "%s ақауы бірде-бір рет болмады, сондықтан ештеңе көрсетілмеді",
	}, kind)
}

// struckLabel names a world by its round, its programme and what goes wrong there.
func struckLabel(round int, p voucher.Programme, plan *faults.Plan) string {
	return fmt.Sprintf("%s, %s, faults %v", roundLabel(round), p, plan.Kinds)
}

// undisturbedLabel ends the label of the world in which nothing goes wrong.
const undisturbedLabel = ", undisturbed"
