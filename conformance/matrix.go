package conformance

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// Wrong is a build that is wrong on purpose, as the proof of the suite needs it.
type Wrong struct {
	ID          string
	Title       voucher.Text
	Requirement voucher.RequirementID   // the demand that it breaks
	Also        []voucher.RequirementID // others that it breaks with it
	// Impostor says that it does not try to be right: no run of it may be green,
	// unless it owns up to what it lacks. Hollow ones carry nothing out: no MUST may
	// pass on them.
	Impostor, Hollow bool
	// Wired says that only a wire shows what is wrong.
	Wired bool
	// Concurrent says that only a race can show it.
	Concurrent bool
	// Restarts says that only a restart can show it.
	Restarts bool
	// Open makes it ready to be asked; end lets it go.
	Open func(ctx context.Context) (t Target, end func(), err error)
	// Trips says how often its wrong code was reached; nil: not counted.
	Trips func() int64
}

// Fate is what became of a wrong build.
type Fate string

// The fates.
const (
	Killed       Fate = "killed"        // by a check of the demand that it breaks
	Collateral   Fate = "collateral"    // by checks of other demands only
	Survived     Fate = "survived"      // its wrong code was reached, and nothing saw it
	NotExercised Fate = "not-exercised" // its wrong code was never reached
	Unmasked     Fate = "unmasked"      // an impostor: the run was inconclusive, or counted its passes apart
	NotRun       Fate = "not-run"       // it could not be made
)

// Kill is what became of one wrong build, and by what.
type Kill struct {
	Wrong *Wrong
	Fate  Fate
	// By are the checks of its demand that failed; Others those of other demands.
	By, Others []string
	// Passed are the checks of a MUST that passed although it is hollow.
	Passed []string
	apart  int // passes of which only the no was judged
	Trips  int64
	Exit   int
	Err    string // why it could not be run
	// Elapsed is real time.
	Elapsed time.Duration
}

// Matrix is which check kills which wrong build: what the suite is sensitive to
// among the wrong builds that were declared, no more.
type Matrix struct {
	Kills []Kill
	// Full says that every check was asked of every build; else a build was left
	// when it was killed.
	Full bool
	// Idle are the stories, properties, populations, races and faults that killed
	// none; of a full matrix.
	Idle []string
	// Bare are the MUSTs that can be observed and that no killed build breaks.
	Bare    []voucher.RequirementID
	Figures Figures
}

// MatrixOptions say how a matrix is made.
type MatrixOptions struct {
	Oracle voucher.World
	Full   bool
	// Cases is how many lives properties draw of a build. Zero: DefaultCases in a
	// full matrix, since fewer may never meet what a property is about, which then
	// counts as idle; 60 in a short one.
	Cases int
	Seed  uint64
	// Workers is how many builds are proven at a time; where one build only is
	// proven, how many of its checks are asked at a time.
	Workers int
	Only    []string // ids; empty: all
	// Progress is called after each build, by one goroutine at a time.
	Progress func(done, of int, k *Kill)
}

// shortCases is how many lives a mutant that no story killed has to survive.
const shortCases = 60

// Prove runs the suite against builds that are wrong on purpose, several at a
// time; the kills come in the order of the builds. An id of Only that is none is a
// *SelectionError. A context that is called off ends it with the builds proven by
// then.
func Prove(ctx context.Context, wrongs []Wrong, o MatrixOptions) (*Matrix, error) {
	chosen, err := o.choose(wrongs)
	if err != nil {
		return nil, err
	}
	m := &Matrix{Full: o.Full}
	begun := time.Now()
	kills := make([]*Kill, len(chosen))
	order := longestFirst(chosen)
	var next, done atomic.Int64
	var lock sync.Mutex
	var group sync.WaitGroup
	for range min(max(1, o.Workers), len(chosen)) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(order) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				n := order[i]
				k, figures := chosen[n].kill(ctx, o.rounds(chosen[n], len(chosen)))
				if ctx.Err() != nil {
					return // what it did not come to is no fate
				}
				lock.Lock()
				kills[n] = &k
				m.Figures.add(&figures)
				if o.Progress != nil {
					o.Progress(int(done.Add(1)), len(chosen), &k)
				}
				lock.Unlock()
			}
		})
	}
	group.Wait()
	for _, k := range kills {
		if k != nil {
			m.Kills = append(m.Kills, *k)
		}
	}
	m.Figures.Elapsed = time.Since(begun)
	if ctx.Err() != nil {
		return m, ctx.Err()
	}
	if len(o.Only) == 0 {
		m.bare()
		m.idle()
	}
	return m, nil
}

// longestFirst is the order in which builds are begun: those over a socket take
// ten times as long, and none of them may be what everybody waits for at the end.
func longestFirst(chosen []*Wrong) (order []int) {
	for _, wired := range []bool{true, false} {
		for n, w := range chosen {
			if w.Wired == wired {
				order = append(order, n)
			}
		}
	}
	return order
}

// choose returns the builds that the options are about.
func (o *MatrixOptions) choose(wrongs []Wrong) (chosen []*Wrong, err error) {
	var ids []string
	for i := range wrongs {
		ids = append(ids, wrongs[i].ID)
		if len(o.Only) == 0 || slices.Contains(o.Only, wrongs[i].ID) {
			chosen = append(chosen, &wrongs[i])
		}
	}
	for _, id := range o.Only {
		if !slices.Contains(ids, id) {
			return nil, &SelectionError{What: "mutant", Value: id, Known: ids}
		}
	}
	return chosen, nil
}

// kill runs the suite against one wrong build: stories first, and what else is
// needed to kill it.
func (w *Wrong) kill(ctx context.Context, rounds []Options) (k Kill, figures Figures) {
	k = Kill{Wrong: w, Fate: NotRun}
	begun := time.Now()
	defer func() { k.Elapsed = time.Since(begun) }()
	t, end, err := w.Open(ctx)
	if err != nil {
		k.Err = err.Error()
		return k, figures
	}
	defer end()
	for _, round := range rounds {
		report, err := Run(ctx, t, round)
		var nothing *SelectionError
		switch {
		case errors.As(err, &nothing) && nothing.What == "selector":
			continue // no story is about what it breaks
		case err != nil:
			k.Err = err.Error()
			return k, figures
		}
		figures.add(&report.Figures)
		k.note(report)
		if len(k.By) > 0 {
			break
		}
	}
	if w.Trips != nil {
		k.Trips = w.Trips()
	}
	k.Fate = k.fate()
	return k, figures
}

// fate is what follows from the checks that failed.
func (k *Kill) fate() Fate {
	switch w := k.Wrong; {
	case len(k.By) > 0:
		return Killed
	case w.Impostor && (k.Exit != ExitConforms || k.apart > 0):
		return Unmasked
	case len(k.Others) > 0:
		return Collateral
	case w.Trips != nil && k.Trips == 0:
		return NotExercised
	}
	return Survived
}

// rounds are the runs against one of so many builds, one after the other until it
// is killed: what is about the demand that it breaks first, random lives last.
// Only whether a check fails is asked, so that no history is kept or cut down.
func (o *MatrixOptions) rounds(w *Wrong, builds int) []Options {
	all := Options{Oracle: o.Oracle, Cases: o.Cases, Seed: o.Seed, unread: true}
	if builds == 1 {
		all.Workers = o.Workers
	}
	of := func(suites ...Suite) Options {
		round := all
		round.Suites = suites
		return round
	}
	switch {
	case w.Concurrent: // one caller at a time finds nothing wrong with it
		races := of(SuiteRaces)
		races.StopAtFailure = !o.Full
		return []Options{races}
	case w.Restarts: // before it is started again nothing is wrong with it
		return []Options{of(SuiteFaults)}
	case w.Requirement == inputDemand: // what breaks the contract is no part of any other suite
		return []Options{stopped(of(SuiteHostile))}
	}
	all.Rounds = faultsPerRace // a month under each fault: a mutant of faults is wrong many times in it
	switch {
	case o.Full && w.Wired: // ten thousand requests each, of which only those mutants make anything
		return []Options{of(slices.DeleteFunc(Suites(), func(s Suite) bool { return s == SuiteHostile })...)}
	case o.Full:
		return []Options{all}
	case w.Wired: // all else costs a socket and shows nothing
		return []Options{of(SuiteWire, SuiteAccess, SuitePrivacy), of(SuiteFaults)}
	case w.Impostor:
		return []Options{of(SuiteStories, SuiteStore)}
	}
	if all.Cases == 0 {
		all.Cases = shortCases
	}
	first := of(SuiteStories, SuiteStore, SuiteAccess)
	for _, id := range append([]voucher.RequirementID{w.Requirement}, w.Also...) {
		first.Select = append(first.Select, string(id))
	}
	return []Options{first, of(SuiteStories, SuiteStore), of(SuiteFaults), of(SuiteProperties), of(SuiteLife)}
}

// stopped is a run that ends at its first failure: hundreds of requests that fail one
// after the other show no more than the first.
func stopped(o Options) Options {
	o.StopAtFailure = true
	return o
}

// note takes in which checks failed, and of an impostor which passed.
func (k *Kill) note(r *Report) {
	if k.Exit != ExitViolation {
		k.Exit = r.Exit
	}
	for i := range r.Results {
		c := &r.Results[i]
		switch {
		case c.Failure != nil && (c.Verdict == Fail || (c.Verdict == Warn && !c.otherReason)): // of a SHOULD a warning is all there is
			ids := append([]voucher.RequirementID{c.Failure.Requirement, c.Requirement}, c.Also...)
			if slices.ContainsFunc(ids, k.breaks) {
				k.By = append(k.By, c.Check)
			} else {
				k.Others = append(k.Others, c.Check)
			}
		case c.Verdict == Pass && k.Wrong.Hollow && c.Level == scenarios.Must:
			k.Passed = append(k.Passed, c.Check)
		case c.Verdict == PassVerdictOnly:
			k.apart++
		}
	}
}

// breaks reports whether a demand is one that the build breaks.
func (k *Kill) breaks(id voucher.RequirementID) bool {
	return id == k.Wrong.Requirement || k.Wrong.Impostor || slices.Contains(k.Wrong.Also, id)
}

// unit is what has to kill something: a story with all its cases, or a property.
func unit(check string) string { return firstParts(check, 2) }

// proven are the suites of which each check has to kill something. The rest show by
// another door what a story shows, or need a door that few wrong builds have.
var proven = []Suite{SuiteStories, SuiteProperties, SuiteLife, SuiteRaces, SuiteFaults}

// Unproven returns the suites of which no check is called idle, in order: that one of
// theirs kills nothing is no fault of the matrix. Of a matrix that is not full those
// are all.
func (m *Matrix) Unproven() []Suite {
	return slices.DeleteFunc(Suites(), func(s Suite) bool { return m.Full && slices.Contains(proven, s) })
}

// idle names the stories, properties, populations, races and faults of a full matrix
// that killed nothing.
// Impostors fail everywhere and count for nothing here; what only a race shows is
// asked of races alone, as what only a restart shows of faults, and is evidence for no
// other check.
func (m *Matrix) idle() {
	if !m.Full {
		return
	}
	killers := map[string]bool{}
	for i := range m.Kills {
		k := &m.Kills[i]
		if k.Wrong.Impostor {
			continue
		}
		for _, id := range slices.Concat(k.By, k.Others) {
			killers[unit(id)] = true
		}
	}
	for _, c := range Checks() {
		if u := unit(c.ID); slices.Contains(proven, c.Suite) && !killers[u] && !slices.Contains(m.Idle, u) {
			m.Idle = append(m.Idle, u)
		}
	}
}

// bare names the MUSTs that can be observed and that no killed build breaks. A build
// that only a race or a restart kills shows the demand of that, and not what else
// breaks in one.
func (m *Matrix) bare() {
	rows, err := scenarios.Requirements()
	if err != nil {
		panic("conformance: " + err.Error()) // a part of the program
	}
	for i := range rows {
		row := &rows[i]
		if row.Level != scenarios.Must || row.Unobservable != (voucher.Text{}) {
			continue
		}
		shown := func(k Kill) bool {
			if k.Wrong.Impostor || k.Fate != Killed {
				return false
			}
			return k.Wrong.Requirement == row.ID || (!k.Wrong.Concurrent && !k.Wrong.Restarts && k.breaks(row.ID))
		}
		if !slices.ContainsFunc(m.Kills, shown) {
			m.Bare = append(m.Bare, row.ID)
		}
	}
}

// Faults says in words what keeps the matrix from being a proof; empty: nothing.
func (m *Matrix) Faults() []string {
	var faults []string
	for i := range m.Kills {
		k := &m.Kills[i]
		switch {
		case k.Err != "":
			faults = append(faults, k.Wrong.ID+": "+k.Err)
		case k.Fate == Survived, k.Fate == NotExercised, k.Fate == Collateral:
			faults = append(faults, fmt.Sprintf("%s: %s; it breaks %s", k.Wrong.ID, k.Fate, k.Wrong.Requirement))
		case len(k.Passed) > 0:
			faults = append(faults, fmt.Sprintf("%s: it does nothing, and passes %d checks of a MUST: %s", k.Wrong.ID, len(k.Passed), strings.Join(k.Passed[:min(3, len(k.Passed))], ", ")))
		}
	}
	for _, id := range m.Bare {
		faults = append(faults, string(id)+": a MUST that can be observed, and no killed mutant breaks it")
	}
	for _, id := range m.Idle {
		faults = append(faults, id+": it kills nothing")
	}
	return faults
}
