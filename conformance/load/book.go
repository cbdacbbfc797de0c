package load

import (
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// deed is what one entry of an account is.
type deed uint8

const (
	bought   deed = iota // a purchase
	reversed             // a purchase taken back by its key
	refunded             // a line of it
	looked               // the wallet was shown
)

// fate is what is known of it.
type fate uint8

const (
	accepted fate = iota
	refused
	unknown // no answer came: it may have happened, at any time from then on
	pushed  // the build said not now: it should not have happened, and is asked again at the end
)

// open reports whether it is not known what became of it: what HTTP says of a request
// that was pushed back is no promise that nothing was done.
func (f fate) open() bool { return f == unknown || f == pushed }

// openFate is the fate of what was sent and has no answer of the contract.
func openFate(err error) fate {
	if troubleOf(err).kind == PushedBack {
		return pushed
	}
	return unknown
}

// never is when an entry without an answer ends.
const never = time.Duration(math.MaxInt64)

// entry is one thing that a till or a wallet asked about a family's money, and the
// answer: what the client knows by itself, without the build.
type entry struct {
	call, back time.Duration // from the opening of the session
	key        uint64        // under which it was asked; 0: a look
	of         int32         // entry of the purchase that comes back
	store      int32
	deed       deed
	fate       fate
	reason     string
	id         string        // of the purchase, as the build names it
	most       voucher.Money // what the eligible lines cost
	cost       voucher.Money // what all lines cost
	amount     voucher.Money // discount given, or given back
	paid       voucher.Money
	balance    voucher.Money // left then, as the answer has it
	request    []byte        // kept where no answer came
}

// account is the book of one family. It serves many goroutines.
type account struct {
	mu      sync.Mutex
	entries []entry
}

// add writes an entry and returns its place.
func (a *account) add(e *entry) int32 {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.entries = append(a.entries, *e)
	return int32(len(a.entries) - 1)
}

// Assertion is one thing that has to be true of the money after a load.
type Assertion uint8

// The assertions, in the order of the results.
const (
	WalletsEnd     Assertion = iota // start − what was acknowledged = end, of each wallet
	StoresCredited                  // discounts, payments and returns of each store = what was acknowledged
	SumsAgree                       // over all families: credited = spent + left + annulled = the sum of the wallets
	OncePerKey                      // each acknowledged key stands once in the wallet, and no other
	SameAnswer                      // a key that is repeated has its first answer, with another body a no
	RuleHolds                       // the discount is the rule's, to the tiyn
	NeverBelowZero                  // no balance was ever below zero
	InOneOrder                      // what was answered at the same time fits some order: linearizable, family by family
	assertions
)

var assertionWords = [assertions]string{"wallets", "stores", "sums", "once-per-key", "same-answer", "rule", "never-below-zero", "one-order"}

// String returns the assertion's word, such as "once-per-key".
func (a Assertion) String() string { return assertionWords[a] }

// Requirement is the demand that stands behind the assertion.
func (a Assertion) Requirement() voucher.RequirementID {
	return [assertions]voucher.RequirementID{"BOTH-MONEY-001", "FOOD-STORE-003", "BOTH-MONEY-001", "BOTH-RETRY-001", "BOTH-RETRY-001",
		"FOOD-PURCHASE-002", "FOOD-PURCHASE-002", "BOTH-RACE-001"}[a]
}

// samplesKept is how many violations of an assertion are told in words.
const samplesKept = 5

// ledger counts what the assertions were held against. It serves many goroutines.
type ledger struct {
	mu      sync.Mutex
	checked [assertions]int64
	broken  [assertions]int64
	samples [assertions][]string
}

func newLedger() *ledger { return new(ledger) }

// check holds an assertion against one case.
func (l *ledger) check(a Assertion, holds bool, format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.checked[a]++
	if holds {
		return
	}
	l.broken[a]++
	if len(l.samples[a]) < samplesKept {
		l.samples[a] = append(l.samples[a], fmt.Sprintf(format, args...))
	}
}

// drift is how many violations there are so far.
func (l *ledger) drift() (n int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, b := range l.broken {
		n += b
	}
	return n
}

// held counts cases in which assertions hold, so that the ledger is locked once for all
// of an answer, and nothing is made of what would be said if they did not.
type held [assertions]int64

// holds counts a case that holds.
func (h *held) holds(a Assertion, holds bool) bool {
	if holds {
		h[a]++
	}
	return holds
}

func (l *ledger) count(h *held) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for a, n := range h {
		l.checked[a] += n
	}
}

// bill holds the answer to a purchase to the rule (FOOD-PURCHASE-002): the discount is
// the cost of the eligible lines, and no more than what was left; the buyer pays the
// rest (FOOD-STORE-003); the split adds up.
func (l *ledger) bill(family int, e *entry, r *reply) {
	var h held
	before := r.Balance + r.Amount
	if !h.holds(RuleHolds, r.Amount == min(before, e.most) && r.Amount > 0) {
		l.check(RuleHolds, false, "family %d: a basket with %s on the list had a discount of %s, and %s was left before: want %s", family, e.most, r.Amount, before, min(before, e.most))
	}
	if !h.holds(RuleHolds, r.Paid == e.cost-r.Amount) {
		l.check(RuleHolds, false, "family %d: a basket of %s with a discount of %s was paid with %s: want %s", family, e.cost, r.Amount, r.Paid, e.cost-r.Amount)
	}
	var sum voucher.Money
	for i := range r.Lines {
		line := &r.Lines[i]
		sum += line.Discount
		if !h.holds(RuleHolds, line.Discount >= 0 && line.Discount <= line.Cost && (line.Eligible || line.Discount == 0)) {
			l.check(RuleHolds, false, "family %d: a line of %s had a discount of %s (eligible: %v)", family, line.Cost, line.Discount, line.Eligible)
		}
	}
	if !h.holds(RuleHolds, sum == r.Amount) {
		l.check(RuleHolds, false, "family %d: the lines' discounts add up to %s, the purchase's is %s", family, sum, r.Amount)
	}
	if !h.holds(NeverBelowZero, r.Balance >= 0) {
		l.check(NeverBelowZero, false, "family %d: a purchase left %s", family, r.Balance)
	}
	l.count(&h)
}

// back holds the answer to a return to the rule (FOOD-REFUND-001): of a line comes back
// its discount in proportion, rounded down; of a reversed purchase all of it.
func (l *ledger) back(family int, want voucher.Money, r *reply) {
	l.check(RuleHolds, r.Amount == want, "family %d: %s came back to the voucher: want %s", family, r.Amount, want)
	l.check(NeverBelowZero, r.Balance >= 0, "family %d: a return left %s", family, r.Balance)
}
