package voucher

import "slices"

// Entry is one step of a history: a command with its answer, or an advance of
// the clock with what fell due.
type Entry struct {
	At      Instant
	Command Command // nil: the clock moved to At
	Outcome Outcome
}

// History is a recorded run, in order. Judges see nothing else.
type History struct {
	Setup   Setup
	Entries []Entry
}

// Clone copies an outcome so that it outlives the system's next call.
func (o Outcome) Clone() Outcome {
	o.Events = CloneEvents(o.Events)
	o.Result.Lines = slices.Clone(o.Result.Lines)
	return o
}

// CloneEvents copies events, their lines included.
func CloneEvents(events []Event) []Event {
	all := slices.Clone(events)
	for i := range all {
		all[i].Lines = slices.Clone(all[i].Lines)
	}
	return all
}
