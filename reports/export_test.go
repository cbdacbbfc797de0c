package reports

import "github.com/vouch-kz/vouch/conformance/load"

// What the tests of numbers and cells look at, as a reader of a report sees it.

// Money writes tiyn as tenge in a language.
func Money(l Language, tiyn int64) string { return newSpeech(l).money(tiyn) }

// Thousands writes tiyn as thousands of tenge.
func Thousands(l Language, tiyn int64) string { return newSpeech(l).thousands(tiyn) }

// Count writes a whole number.
func Count(l Language, n int64) string { return newSpeech(l).count(n) }

// Percent writes a share.
func Percent(l Language, part, whole int64) string { return newSpeech(l).percent(part, whole) }

// Say writes the words of an id.
func Say(l Language, id string, pairs ...string) string { return newSpeech(l).say(id, pairs...) }

// SayCount writes the words of an id for a count.
func SayCount(l Language, id string, n int64) string { return newSpeech(l).sayCount(id, n) }

// Defused makes a text harmless in a spreadsheet.
func Defused(text string) string { return defused(text) }

// Clean makes a text harmless in a terminal.
func Clean(text string) string { return clean(text) }

// Heading is what a report begins with.
func Heading(s *Simulation, l Language, width int) string {
	return (&teller{Simulation: s, speech: newSpeech(l)}).heading(width)
}

// Outcomes are all that a run can say as a whole.
func Outcomes() []ReportOutcome {
	return []ReportOutcome{outcomeConforms, outcomeNoViolation, outcomeKnown, outcomeViolation, outcomeInconclusive, outcomeFault}
}

// BlowID is the id of the words for what was done to a hostile request.
func BlowID(word string) string { return blowID(word) }

// Compact writes a sum with the word of its scale.
func Compact(l Language, tiyn int64) string { return newSpeech(l).compact(tiyn) }

// Change writes a difference in per cent.
func Change(l Language, percent float64) string { return newSpeech(l).change(&percent) }

// TellDoubt tells why a load is not to be trusted.
func TellDoubt(d load.Doubt, l Language) string { return (&loadTold{speech: newSpeech(l)}).doubt(&d) }
