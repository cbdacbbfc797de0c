package conformance

import "github.com/vouch-kz/vouch/reference/voucher"

// What lives met is counted by the oracle's answers, in words such as "purchase:
// balance-spent", "ask messages: reminder" and "event food_voucher_annulled". The
// counts stand in the transcript, so that a judge sees what was never put to the
// test.

// met notes what the oracle answered last, to a command or a query.
func (f *follower) met(counts map[string]int64, what string, e *voucher.Entry) {
	refusal := f.wanted.Refusal
	if e.Query != nil {
		refusal = f.shown.Refusal
		metInRecord(counts, what, &f.shown)
	}
	if refusal == nil {
		counts[what+": accepted"]++
		return
	}
	counts[what+": "+refusal.Reason.String()]++
}

// metInRecord notes what a record shows of things that happen by themselves.
func metInRecord(counts map[string]int64, what string, r *voucher.Record) {
	switch {
	case r.Messages != nil:
		for i := range r.Messages {
			counts[what+": "+r.Messages[i].Kind.String()]++
		}
	case r.Gas != nil:
		counts[what+": "+r.Gas.State.String()]++
	case r.Food != nil:
		counts[what+": "+r.Food.State.String()]++
	case r.List != nil && len(r.List.Rows) > 0:
		counts[what+": rows"]++
	case r.Receipt != nil && r.Receipt.Discount > 0:
		counts[what+": discount"]++
	}
}

// metEvents notes what happened.
func metEvents(counts map[string]int64, events []voucher.Event) {
	for i := range events {
		counts["event "+events[i].Kind.String()]++
	}
}
