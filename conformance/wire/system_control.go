package wire

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Header returns the headers with which an actor comes to this world: bearer
// token and world. The zero actor is nobody and has no token.
func (s *System) Header(ctx context.Context, a voucher.Actor) (http.Header, error) {
	h := http.Header{}
	if s.world != "" {
		h.Set(WorldHeader, s.world)
	}
	if a.Role == 0 {
		return h, nil
	}
	token, err := s.token(ctx, a)
	if err != nil {
		return nil, fmt.Errorf("token of %s: %w", strings.TrimSpace(a.Role.String()+" "+actorOnWire(a).ID), err)
	}
	h.Set("Authorization", "Bearer "+token)
	return h, nil
}

// token returns the token of an actor, fetched once.
func (s *System) token(ctx context.Context, a voucher.Actor) (string, error) {
	s.mu.Lock()
	token, ok := s.tokens[a]
	s.mu.Unlock()
	if ok {
		return token, nil
	}
	var err error
	if s.client.options.Token != nil {
		token, err = s.client.options.Token(ctx, a)
	} else {
		token, err = s.fetchToken(ctx, a, 0)
	}
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	s.tokens[a] = token
	s.mu.Unlock()
	return token, nil
}

// TokenUntil returns a new token of an actor that opens nothing from an instant of the
// world's clock on. The control plane makes it: a build whose capabilities do not say
// expiry, and one without a control plane, is errors.ErrUnsupported.
func (s *System) TokenUntil(ctx context.Context, a voucher.Actor, until voucher.Instant) (string, error) {
	if !s.can.Expiry || s.world == "" {
		return "", fmt.Errorf("%s gives no tokens that end: %w", s.can.Name, errors.ErrUnsupported)
	}
	return s.fetchToken(ctx, a, until)
}

// ErrNoTokens says that the control plane of a build gives no tokens, so that nobody
// can come to ask. An error that is it is errors.ErrUnsupported too. A build that gave
// a Client one token never is it to that Client again: what it answers then is its fault.
var ErrNoTokens = errors.New("no tokens are given")

// tokenless is an error of the path for tokens as it is told. A build without that path
// gives none, whether it says so (501) or knows no such path (404, 405); where a problem
// with a reason came, the path is there, and it is the world that is not.
func tokenless(e *Exchange, err error) error {
	missing := errors.Is(err, errors.ErrUnsupported)
	if e != nil && (e.Status == http.StatusNotFound || e.Status == http.StatusMethodNotAllowed) {
		p, unread := newCodec(nil, nil).problem(e.ResponseBody)
		missing = unread != nil || p.Reason == ""
	}
	switch {
	case !missing:
		return err
	case errors.Is(err, errors.ErrUnsupported):
		return fmt.Errorf("%w: %w", ErrNoTokens, err)
	}
	return fmt.Errorf("%w: %w: %w", ErrNoTokens, errors.ErrUnsupported, err)
}

func (s *System) fetchToken(ctx context.Context, a voucher.Actor, until voucher.Instant) (string, error) {
	who := actorOnWire(a)
	body, err := json.Marshal(tokenAsked{who.Role, who.ID, until})
	if err != nil {
		return "", err
	}
	if s.world == "" {
		return "", fmt.Errorf("%w: the build makes no worlds, and no tokens of test identities were named: %w", ErrNoTokens, errors.ErrUnsupported)
	}
	e, err := s.client.askControl(ctx, s.client.options.ControlTimeout, http.MethodPost, s.path("tokens"), body, http.StatusOK)
	switch {
	case err != nil && s.client.gave.Load():
		return "", err // it lost the world, or the path: no lack of an ability
	case err != nil:
		return "", tokenless(e, err)
	}
	var made tokenMade
	if err := decode(e.ResponseBody, &made); err != nil {
		return "", e.violation(e.shown()+" — "+err.Error(), "a body as the document says")
	}
	if made.Token == "" || !isVisible(made.Token, tokenMax) {
		return "", &Violation{"POST tokens", http.StatusOK, "no token that can be a header", "1 to " + strconv.Itoa(tokenMax) + " visible ASCII characters"}
	}
	s.client.gave.Store(true)
	return made.Token, nil
}

// Ledger reads events of the world from the one after the given number on, and
// says how many have been read then.
func (s *System) Ledger(ctx context.Context, after int) (events []voucher.Event, next int, err error) {
	e, err := s.controlExchange(ctx, http.MethodGet, "ledger?after="+strconv.Itoa(after), nil)
	if err != nil {
		return nil, after, err
	}
	var page ledgerPage
	if err := decode(e.ResponseBody, &page, s.codec.food); err != nil {
		return nil, after, e.violation(e.shown()+" — "+err.Error(), "a page of the ledger")
	}
	events, err = s.codec.events(page.Events)
	if err != nil {
		return nil, after, e.violation(err.Error(), "events of the contract")
	}
	return events, page.Next, nil
}

// RawControl sends a request as it is to a path about this world on the control
// plane, such as "clock", for checks that are about the wire itself. The exchange
// is not masked; the error says that no answer came, or that it was too large.
func (s *System) RawControl(ctx context.Context, method, what string, body []byte) (*Exchange, error) {
	c := s.client
	if c.control == nil || s.world == "" {
		return nil, fmt.Errorf("the build has no control plane: %w", errors.ErrUnsupported)
	}
	return c.sendControl(ctx, c.options.ControlTimeout, method, s.path(what), body)
}

// FaultKind is what goes wrong on purpose after a command was done.
type FaultKind string

// The kinds of faults.
const (
	DropAnswer       FaultKind = "drop_answer"        // the connection is closed without an answer
	ErrorAfterCommit FaultKind = "error_after_commit" // the answer is 500
	Delay            FaultKind = "delay"              // the answer comes late
	RestartNow       FaultKind = "restart"            // the build stops at once and starts again, with this world in it
)

func faultKinds() []string {
	return []string{string(DropAnswer), string(ErrorAfterCommit), string(Delay), string(RestartNow)}
}

// SetFault lets the next commands of this world go wrong, so many of them; late
// is by how many milliseconds an answer is delayed, 0 for the other kinds.
func (s *System) SetFault(ctx context.Context, kind FaultKind, count, late int) error {
	body, err := json.Marshal(fault{kind, count, late})
	if err != nil {
		return err
	}
	return s.client.callControl(ctx, http.MethodPost, s.path("faults"), body, http.StatusNoContent, nil)
}

// Restart lets a build stop and start again, of which a system of a Client is one, by
// its control plane; it returns when the build answers again. A build that cannot, and
// a system of another kind, is errors.ErrUnsupported.
func Restart(ctx context.Context, system voucher.System) error {
	s, ok := system.(*System)
	if !ok {
		return fmt.Errorf("only a build over HTTP is started again by its control plane: %w", errors.ErrUnsupported)
	}
	return s.SetFault(ctx, RestartNow, 1, 0)
}
