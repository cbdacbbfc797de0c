package conformance

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Options say what is checked and how. The zero value checks everything that
// needs no oracle.
type Options struct {
	// Oracle makes worlds of a system that is right; properties and life compare
	// with it. nil: they are unsupported.
	Oracle voucher.World
	// Suspects are builds that are known to be wrong: a failure is compared with
	// them to say what it is like.
	Suspects []Suspect
	// Suites limits the run to some suites; empty: all.
	Suites []Suite
	// Select limits the run to checks whose id, requirement or chapter matches a
	// pattern with * for any run of letters; empty: all. A pattern that matches
	// nothing is a *SelectionError.
	Select []string
	// Profile limits the run to the requirements of a profile; "": all.
	Profile string
	// Seed is what properties, life and races draw from; a race does not repeat to the
	// call. Zero counts as 1.
	Seed uint64
	// Cases is how many random lives properties draw; zero: DefaultCases, or as
	// many as the Budget has time for. Two hundred and more go on, for two hundred more at
	// most, until they have met all that the judges want to have seen.
	Cases int
	// Budget is how long real time lives are drawn, at most Cases where they are
	// given, and how long is raced, over all checks; zero: Cases and Rounds alone count.
	// A run under a budget does not repeat to the case.
	Budget time.Duration
	// Rounds is how often each thing is raced for, or up to four times as often where
	// calls hardly overlap; zero: DefaultRounds, or as often as the Budget has time for.
	Rounds int
	// Families is how many families the life suite simulates; zero:
	// DefaultFamilies.
	Families int
	// Workers is how many checks are asked at a time; below 1 counts as 1.
	Workers int
	// Timeout ends one check; zero: DefaultTimeout.
	Timeout time.Duration
	// Strict makes a broken SHOULD a failure.
	Strict bool
	// Certify allows neither selection nor known failures.
	Certify bool
	// Known are the failures that are known; nil: none.
	Known []KnownFailure
	// StopAtFailure ends the run at the first failure: enough to tell that a
	// mutant is killed.
	StopAtFailure bool
	// Events takes the run as it was recorded, a JSON line a step; nil: nobody.
	Events io.Writer
	// Progress is called when a check is judged, by one goroutine at a time.
	Progress func(done, planned int, r *Result)
	// Today is the day on which known failures expire or do not.
	Today voucher.Day

	// unread says that nobody reads the histories: lives in which nothing is wrong
	// are not kept, and those that fail are not cut down.
	unread bool
}

// What options that are zero stand for.
const (
	DefaultCases    = 200
	DefaultFamilies = 40
	DefaultRounds   = 25
	DefaultTimeout  = time.Minute
)

// withDefaults fills in what is zero.
func (o Options) withDefaults() Options {
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Cases == 0 && o.Budget == 0 {
		o.Cases = DefaultCases
	}
	if o.Rounds == 0 && o.Budget == 0 {
		o.Rounds = DefaultRounds
	}
	if o.Families == 0 {
		o.Families = DefaultFamilies
	}
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	o.Workers = max(1, o.Workers)
	if len(o.Suites) == 0 {
		o.Suites = Suites()
	}
	return o
}

// SelectionError says that a pattern, a profile or a suite names nothing:
// nothing was judged.
type SelectionError struct {
	What, Value string
	Known       []string // what could have been meant
	Elsewhere   []Suite  // where it would match, had not the suites or the profile left that out
}

// Error says what matches nothing, and what was most likely meant.
func (e *SelectionError) Error() string {
	s := fmt.Sprintf("%s %q matches nothing", e.What, e.Value)
	if len(e.Elsewhere) > 0 {
		return fmt.Sprintf("%s that the chosen suites and profile hold; its checks are in %s", s, strings.Trim(fmt.Sprint(e.Elsewhere), "[]"))
	}
	if near := voucher.Nearest(e.Value, e.Known); near != "" {
		return s + "; did you mean " + near + "?"
	}
	return s + "; " + listedBy[e.What]
}

// listedBy says for each kind of word where those that there are stand.
var listedBy = map[string]string{
	"selector": "vouch list requirements and vouch list checks show what there is",
	"profile":  "vouch list profiles shows them",
	"mutant":   "vouch list mutants and vouch list impostors show them",
	"suite":    "vouch help conform tells them",
}

// selects reports whether a pattern means a check.
func selects(pattern string, c *Check) bool {
	words := []string{c.ID, string(c.Suite)}
	for _, id := range append([]voucher.RequirementID{c.Requirement}, c.Also...) {
		words = append(words, string(id))
	}
	// A pattern that ends before a slash means all below it.
	words = append(words, firstParts(c.ID, strings.Count(pattern, "/")+1))
	return slices.ContainsFunc(words, func(word string) bool { return wild(pattern, word) })
}

// wild reports whether a pattern with * for any run of characters is a word.
func wild(pattern, word string) bool {
	head, rest, starred := strings.Cut(pattern, "*")
	if !starred {
		return pattern == word
	}
	word, ok := strings.CutPrefix(word, head)
	if !ok {
		return false
	}
	for i := range len(word) + 1 {
		if wild(rest, word[i:]) {
			return true
		}
	}
	return false
}

// firstParts returns the first n parts of an id.
func firstParts(id string, n int) string {
	parts := strings.Split(id, "/")
	return strings.Join(parts[:min(n, len(parts))], "/")
}
