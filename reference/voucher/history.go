package voucher

import "slices"

// Entry is one step of a history: a command with its answer, a query with what
// was read, or an advance of the clock with what fell due.
type Entry struct {
	At      Instant // the world's clock when it was asked; of an advance, where it stands now
	Command Command // nil: a query or an advance
	Query   *Query  // nil: a command or an advance
	Outcome Outcome // of a command; of an advance, only its Events
	Record  Record  // of a query
	// Waited is for how many milliseconds of real time the query was held back or
	// asked again, because effects were still on their way; 0 where none were.
	Waited int64
	// Err says why the system could not be asked; "" where it answered. Whether
	// the effect happened is then unknown.
	Err string
	// Broke says that Err is the system's breach of the contract and not a failure to
	// reach it.
	Broke bool
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

// Clone copies a record so that it outlives the system's next call.
func (r Record) Clone() Record {
	r.Refusal, r.Gas, r.Receipt, r.StoreDay = copied(r.Refusal), copied(r.Gas), copied(r.Receipt), copied(r.StoreDay)
	r.Stock, r.Loan, r.Appeal, r.Report = copied(r.Stock), copied(r.Loan), copied(r.Appeal), copied(r.Report)
	r.Ledger, r.Parameter, r.Digest = copied(r.Ledger), copied(r.Parameter), copied(r.Digest)
	r.Messages = slices.Clone(r.Messages)
	if r.Food = copied(r.Food); r.Food != nil {
		r.Food.Operations = slices.Clone(r.Food.Operations)
	}
	if r.List = copied(r.List); r.List != nil {
		r.List.Rows = slices.Clone(r.List.Rows)
	}
	return r
}

// copied returns a copy of what is pointed to, nil for nil.
func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

// CloneEvents copies events, their lines included.
func CloneEvents(events []Event) []Event {
	all := slices.Clone(events)
	for i := range all {
		all[i].Lines = slices.Clone(all[i].Lines)
	}
	return all
}
