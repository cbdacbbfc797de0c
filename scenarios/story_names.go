package scenarios

import (
	"strconv"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Names holds what the steps of a telling have made so far, by the names that
// bind it: the number of a handle ("3"), or for a code its number among those
// shown ("$1"). Whoever plays a story and whoever judges it later walk through
// the answers alike. The zero map cannot be bound to; make one.
type Names map[string]string

// Resolve gives what stands for $name, for StoryStep.Command, StoryStep.Query
// and Expectation.Resolve.
func (n Names) Resolve(name string) (string, bool) {
	v, ok := n[name]
	return v, ok
}

// Bind keeps what a command has made under the name that its step gives it, if
// it gives one. A code has to be a voucher.Slot by then; what a refusal or an
// answer without it leaves unbound, Resolve does not know.
func (n Names) Bind(s *StoryStep, o *voucher.Outcome) {
	r := &o.Result
	switch {
	case s.As == "" || o.Refusal != nil:
	case s.made == "code":
		if slot, ok := voucher.SlotOf(r.Code); ok {
			n[s.As] = "$" + strconv.FormatUint(slot, 10)
		}
	case s.made == "purchase":
		keep(n, s.As, r.Purchase)
	case s.made == "loan":
		keep(n, s.As, r.Loan)
	case s.made == "appeal":
		keep(n, s.As, r.Appeal)
	case s.made == "receipt":
		keep(n, s.As, r.Receipt)
	case s.made == "voucher":
		keep(n, s.As, r.Voucher)
	}
}

// BindRecord is Bind for what a query has found.
func (n Names) BindRecord(s *StoryStep, r *voucher.Record) {
	switch {
	case s.As == "":
	case s.made == "message" && len(r.Messages) > 0:
		keep(n, s.As, r.Messages[len(r.Messages)-1].ID)
	case s.made == "receipt" && r.Receipt != nil:
		keep(n, s.As, r.Receipt.ID)
	case s.made == "voucher" && r.Gas != nil:
		keep(n, s.As, r.Gas.Voucher)
	case s.made == "voucher" && r.Food != nil:
		keep(n, s.As, r.Food.Voucher)
	}
}

// keep binds a handle; there is none where it is zero.
func keep[T ~uint32](n Names, name string, id T) {
	if id != 0 {
		n[name] = strconv.FormatUint(uint64(id), 10)
	}
}
