// Package mutant knows how to be wrong: systems that break one demand each, and
// impostors that only look like a system.
//
// It knows every decision, event and answer of the reference, and bends one of
// them from outside, without touching a rule file. It must not know how it is
// found: no story, property or judge has a word here, so that what finds a
// mutant is proven by it and was not made for it.
package mutant

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Mutant is one way to be wrong. Its World makes the systems.
type Mutant struct {
	// ID is permanent, in lower case with hyphens: "gas-window-closes-a-day-late".
	ID string
	// Title says in words what is wrong.
	Title voucher.Text
	// Requirement is the demand that it breaks, and Also those that break with it
	// in some life; an impostor names none.
	Requirement voucher.RequirementID
	Also        []voucher.RequirementID
	// Way says how it was made wrong, and so what Trips counts.
	Way Way
	// Concurrent mutants are right for one caller at a time and wrong only where
	// calls overlap. Their systems take many callers at once; a lock in front of
	// them hides what is wrong.
	Concurrent bool
	// Restarts says that they are right until World.Restart starts them again.
	Restarts bool
	// Impostor says that it is no wrong build but no build at all: it answers
	// without having done what it answers for.
	Impostor bool
	// Hollow says that an impostor carries nothing out at all: nothing that is
	// demanded may be shown on it.
	Hollow bool

	build build
}

// Way says how a mutant is made.
type Way uint8

// The ways. What World.Trips counts is told with each.
const (
	// Parameter: another value or reading in the setup. Counted are answers and
	// events that differ from those of a right machine, asked the same beside it.
	Parameter Way = iota + 1
	// Rule: a decision that changes the standard rule's answer. Counted are
	// decisions that differ from the right one; where the rule answers with a
	// date or a span, which is asked for at all times, as for Parameter.
	Rule
	// Event: a filter between deciding and evolving. Counted are events that were
	// dropped, changed, added or held back.
	Event
	// Wrapper: a system around the machine. Counted are calls that were carried
	// out or answered otherwise; for a clock of another zone, as for Parameter.
	Wrapper
	// Wire: a handler around the right handler. Counted are requests or
	// responses that were changed.
	Wire
)

var wayNames = [...]string{Parameter: "parameter", Rule: "rule", Event: "event", Wrapper: "wrapper", Wire: "wire"}

// String returns "parameter", "rule", "event", "wrapper" or "wire"; "" for none.
func (w Way) String() string {
	if int(w) < len(wayNames) {
		return wayNames[w]
	}
	return ""
}

// All returns the mutants, in the catalogue's order of the requirement that each
// breaks, then by ID. The slice is the caller's, the lists in it are shared.
func All() []Mutant { return slices.Clone(mutants) }

// Impostors returns the impostors by ID. The slice is the caller's.
func Impostors() []Mutant { return slices.Clone(impostors) }

// Lookup returns the mutant or impostor of an ID; ok is false where there is none.
func Lookup(id string) (m Mutant, ok bool) {
	for _, list := range [...][]Mutant{mutants, impostors} {
		if i := slices.IndexFunc(list, func(m Mutant) bool { return m.ID == id }); i >= 0 {
			return list[i], true
		}
	}
	return Mutant{}, false
}

// World returns a new world whose systems are wrong in the mutant's way, with a
// count of trips of its own. The zero Mutant's systems are the reference.
func (m *Mutant) World() *World { return &World{mutant: *m} }

// Rules returns the decisions of a mutant of the way Rule, for a machine that is
// made apart from a World; ok is false where it was made in another way. Their
// trips are not counted.
func (m *Mutant) Rules() (rules reference.Rules, ok bool) {
	rules = reference.StandardRules()
	if m.Way != Rule {
		return rules, false
	}
	m.build.inside(m.World(), &rules, &voucher.Setup{})
	return rules, true
}

// Wrap returns a handler that is wrong on the wire, around h, which serves
// systems of w. A mutant that is not of the way Wire returns h.
func (m *Mutant) Wrap(h http.Handler, w *World) http.Handler {
	if m.build.wire == nil {
		return h
	}
	return m.build.wire(w, h)
}

// mutants and impostors are the catalogue, each in its order.
var (
	mutants = inOrder(slices.Concat(
		gasPeriod, gasTerritory, gasList, gasNotice, gasConsent, gasOpening, gasWindow, gasAccount, gasProvider, gasActivation, gasDispatch, gasBill,
		foodPeriod, foodList, foodConsent, foodCredit, foodExpiry, foodBasket, foodCode, foodPurchase, foodReturn, foodJournal,
		foodLoan, foodTrace, foodFeedback, foodReport, foodAdjustment,
		bothTime, bothMoney, bothRetry, bothRace, bothFault, bothRestart, bothAccess, bothAccessWire, bothPrivacy, bothWire, bothContract, bothInput,
	))
	impostors = inOrder(everyImpostor)
)

// inOrder sorts by requirement and ID, and fills in what the build tells.
func inOrder(list []Mutant) []Mutant {
	place := map[voucher.RequirementID]int{}
	for i, id := range voucher.RequirementIDs() {
		place[id] = i
	}
	for i := range list {
		list[i].Way = list[i].build.way
	}
	slices.SortFunc(list, func(a, b Mutant) int {
		return cmp.Or(cmp.Compare(place[a.Requirement], place[b.Requirement]), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// breaks lists requirements.
func breaks(ids ...voucher.RequirementID) []voucher.RequirementID { return ids }
