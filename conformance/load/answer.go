package load

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// reply is what an answer to a command says: a result, or a problem with its reason.
type reply struct {
	Code     string          `json:"code"`
	Purchase string          `json:"purchase"`
	Amount   voucher.Money   `json:"amount"`
	Paid     voucher.Money   `json:"paid"`
	Balance  voucher.Money   `json:"balance"`
	Edition  uint32          `json:"edition"`
	Lines    []repliedLine   `json:"lines"`
	Reason   string          `json:"reason"`
	Expires  voucher.Instant `json:"expires"`
	refused  bool
}

// repliedLine is the split of one line.
type repliedLine struct {
	Goods    string           `json:"goods"`
	Eligible bool             `json:"eligible"`
	Quantity voucher.Quantity `json:"quantity"`
	Cost     voucher.Money    `json:"cost"`
	Discount voucher.Money    `json:"discount"`
}

// same reports whether two answers say the same (BOTH-RETRY-001): a problem's
// instance, which names the request, may differ.
func (r *reply) same(o *reply) bool {
	if r.refused != o.refused || r.Code != o.Code || r.Purchase != o.Purchase || r.Amount != o.Amount || r.Paid != o.Paid ||
		r.Balance != o.Balance || r.Edition != o.Edition || r.Reason != o.Reason || r.Expires != o.Expires || len(r.Lines) != len(o.Lines) {
		return false
	}
	for i := range r.Lines {
		if r.Lines[i] != o.Lines[i] {
			return false
		}
	}
	return true
}

// word is how the answer is counted.
func (r *reply) word() string {
	switch {
	case !r.refused:
		return "ok"
	case r.Reason == "":
		return "refused"
	}
	return r.Reason
}

// readReply reads an answer to a command. The error is *linkError: it is none of the
// contract, or says that the build could not answer.
func readReply(a *answer, r *reply) error {
	*r = reply{Lines: r.Lines[:0]}
	if err := unanswered(a); err != nil {
		return err
	}
	if !readQuick(a.body, r) {
		*r = reply{Lines: r.Lines[:0]}
		if err := json.Unmarshal(a.body, r); err != nil {
			return &linkError{NotOurs, fmt.Errorf("status %d with a body that cannot be read", a.status)}
		}
	}
	r.refused = a.status != http.StatusOK
	return nil
}

// unanswered says why an answer is neither a yes nor a no of a programme.
func unanswered(a *answer) error {
	switch {
	case a.status == http.StatusServiceUnavailable || a.status == http.StatusTooManyRequests:
		if after, ok := parseRetryAfter(a.retryAfter, time.Now()); ok {
			return &linkError{PushedBack, &pushBack{a.status, after}}
		}
		return &linkError{BusyAnswer, fmt.Errorf("status %d", a.status)}
	case a.status >= http.StatusInternalServerError:
		return &linkError{ServerError, fmt.Errorf("status %d", a.status)}
	case !a.json:
		return &linkError{WrongType, fmt.Errorf("status %d with a body that is no JSON by its content type", a.status)}
	case a.status != http.StatusOK && a.status < http.StatusBadRequest:
		return &linkError{NotOurs, fmt.Errorf("status %d, which the contract does not know", a.status)}
	}
	return nil
}

// pushBack is the answer of a build that takes nothing now and says when it may.
type pushBack struct {
	status int
	after  time.Duration
}

// Error says both.
func (p *pushBack) Error() string {
	return fmt.Sprintf("status %d with Retry-After: %.0f", p.status, p.after.Seconds())
}

// parseRetryAfter reads Retry-After: seconds, or a date.
func parseRetryAfter(text string, now time.Time) (after time.Duration, ok bool) {
	if n, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(n) * time.Second, true
	}
	at, err := http.ParseTime(text)
	return max(0, at.Sub(now)), err == nil
}

// walletShown is a wallet as a run looks at it.
type walletShown struct {
	Credited   voucher.Money `json:"credited"`
	Spent      voucher.Money `json:"spent"`
	Left       voucher.Money `json:"left"`
	Annulled   voucher.Money `json:"annulled"`
	Operations []operation   `json:"operations"`
}

type operation struct {
	Kind     string        `json:"kind"`
	Store    string        `json:"store"`
	Purchase string        `json:"purchase"`
	Amount   voucher.Money `json:"amount"`
	Balance  voucher.Money `json:"balance"`
}

// walletQuery is the question for a family's wallet.
func (s *Session) walletQuery(i int) string {
	return fmt.Sprintf("family=%d&month=%s", i+1, s.town.month)
}

// wallet reads a family's wallet outside of a drive, as often as it takes.
func (s *Session) wallet(ctx context.Context, l *link, i int) (*walletShown, error) {
	request := s.get(nil, s.town.families[i].headers, voucher.AskFoodWallet.String(), s.walletQuery(i))
	var record struct {
		Food *walletShown `json:"food"`
	}
	if err := s.patiently(ctx, l, request, &record); err != nil {
		return nil, err
	}
	if record.Food == nil {
		return nil, &linkError{NotOurs, errors.New("a record without a wallet")}
	}
	return record.Food, nil
}

// How often and for how long something is asked again outside of a drive.
const (
	patience     = 8
	patienceStep = 50 * time.Millisecond
	pushBackMost = 10 * time.Second // that a build is waited for at a time, whatever it says
)

// patiently asks until there is an answer, some times: what follows a drive must not
// be lost to the same trouble.
func (s *Session) patiently(ctx context.Context, l *link, request []byte, into any) error {
	return s.again(ctx, l, request, func(a *answer) error {
		if a.status != http.StatusOK {
			return &linkError{NotOurs, fmt.Errorf("status %d instead of a record", a.status)}
		}
		if err := json.Unmarshal(a.body, into); err != nil {
			return &linkError{NotOurs, errors.New("a record that cannot be read")}
		}
		return nil
	})
}

// again asks until an answer is read without an error. Who is told when to come back
// comes back then. Once a build has pushed one request back to the end of patience the
// others are asked once more each, and no oftener.
func (s *Session) again(ctx context.Context, l *link, request []byte, read func(*answer) error) (err error) {
	wait := patienceStep
	for n := range patience {
		var back *pushBack
		if n > 0 && errors.As(err, &back) {
			if s.pushing.Load() {
				return err
			}
			wait = min(max(wait, back.after), pushBackMost)
		}
		if n > 0 && !pause(ctx, wait) {
			return context.Cause(ctx)
		}
		wait = min(2*wait, pushBackMost)
		var a answer
		if a, err = l.ask(ctx, request); err != nil {
			continue
		}
		if err = unanswered(&a); err != nil {
			continue
		}
		if err = read(&a); err == nil {
			return nil
		}
	}
	if errors.As(err, new(*pushBack)) {
		s.pushing.Store(true)
	}
	return err
}

// pause waits, and reports whether ctx still lives.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
