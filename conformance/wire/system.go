package wire

import (
	"context"
	"encoding"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// System is one world of a build behind HTTP. It serves many goroutines, and
// what it returns lasts.
//
// A no is a refusal as in process. A no without a code, or with one that is
// neither the contract's nor in Options.Reasons, is a refusal with Reason 0 and
// no requirement: NoCode tells it. Errors are *Unreachable where no whole answer
// came in time and *Violation where it was none of the contract's; where the
// build lacks the ability, errors.Is(err, errors.ErrUnsupported).
type System struct {
	client *Client
	world  string // "": a build without worlds
	can    voucher.Capabilities
	codec  *codec

	mu     sync.Mutex
	tokens map[voucher.Actor]string
	stale  bool // something may still be on its way
}

var _ voucher.System = (*System)(nil)

// Capabilities asks the build, once.
func (c *Client) Capabilities(ctx context.Context) (voucher.Capabilities, error) {
	c.mu.Lock()
	known := c.capabilities
	c.mu.Unlock()
	if known != nil {
		return *known, nil
	}
	var can voucher.Capabilities
	if err := c.callControl(ctx, http.MethodGet, "/capabilities", nil, http.StatusOK, &can); err != nil {
		return voucher.Capabilities{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.capabilities = &can
	return can, nil
}

// New is Open as a voucher.World has it.
func (c *Client) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	system, err := c.Open(ctx, s)
	if err != nil {
		return nil, err
	}
	return system, nil
}

// Open makes a world of a setup. Settings and readings that the build does not
// take are errors.ErrUnsupported. A build without worlds has one system, and
// the setup has to describe what stands there. A world is deleted when its
// context ends, at the latest by Close.
func (c *Client) Open(ctx context.Context, s *voucher.Setup) (*System, error) {
	can, err := c.Capabilities(ctx)
	if err != nil {
		return nil, err
	}
	if err := takes(&can, s); err != nil {
		return nil, err
	}
	system := &System{client: c, can: can, codec: newCodec(c.options.Reasons, c.options.IDs), tokens: map[voucher.Actor]string{}}
	if !can.Worlds {
		if c.options.IDs != nil {
			return system, c.options.IDs.holds(s)
		}
		return system, nil
	}
	body, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("encode the setup: %w", err)
	}
	var made worldMade
	if err := c.callControl(ctx, http.MethodPost, "/worlds", body, http.StatusCreated, &made); err != nil {
		return nil, err
	}
	if made.World == "" || checkOpaque(made.World) != nil {
		return nil, &Violation{"POST /worlds", http.StatusCreated, "a world without a name", "a name of 1 to 64 visible ASCII characters"}
	}
	if made.Now != s.At {
		return nil, &Violation{"POST /worlds", http.StatusCreated, "a clock at " + made.Now.String(), "the setup's first instant, " + s.At.String()}
	}
	system.world = made.World
	c.mu.Lock()
	c.open[made.World] = true
	c.mu.Unlock()
	context.AfterFunc(ctx, func() {
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.options.Timeout)
		defer cancel()
		_ = c.drop(late, made.World) // a world that stays makes room by itself
	})
	return system, nil
}

// takes says whether a build takes the settings and readings of a setup.
func takes(can *voucher.Capabilities, s *voucher.Setup) error {
	switch {
	case can.Settings:
		return nil
	case len(s.Settings) > 0:
		return fmt.Errorf("%s takes no settings: %w", can.Name, errors.ErrUnsupported)
	case s.Readings != can.Readings:
		return fmt.Errorf("%s reads the open questions otherwise: %w", can.Name, errors.ErrUnsupported)
	}
	return nil
}

// Close deletes the worlds that are still there.
func (c *Client) Close(ctx context.Context) error {
	c.mu.Lock()
	var names []string
	for name := range c.open {
		names = append(names, name)
	}
	c.mu.Unlock()
	slices.Sort(names)
	var faults []error
	for _, name := range names {
		faults = append(faults, c.drop(ctx, name))
	}
	c.http.CloseIdleConnections()
	return errors.Join(faults...)
}

func (c *Client) drop(ctx context.Context, name string) error {
	c.mu.Lock()
	open := c.open[name]
	delete(c.open, name)
	c.mu.Unlock()
	if !open {
		return nil
	}
	return c.callControl(ctx, http.MethodDelete, "/worlds/"+url.PathEscape(name), nil, http.StatusNoContent, nil)
}

// Close deletes the world. It may be called twice.
func (s *System) Close(ctx context.Context) error {
	if s.world == "" {
		return nil
	}
	return s.client.drop(ctx, s.world)
}

// callControl calls the control plane and reads the answer into a value.
func (c *Client) callControl(ctx context.Context, method, path string, body []byte, want int, into any) error {
	return c.callControlWithin(ctx, c.options.ControlTimeout, method, path, body, want, into)
}

func (c *Client) callControlWithin(ctx context.Context, limit time.Duration, method, path string, body []byte, want int, into any) error {
	if c.control == nil {
		return fmt.Errorf("the build has no control plane: %w", errors.ErrUnsupported)
	}
	bare, query, _ := strings.Cut(path, "?")
	u := c.control.JoinPath(bare)
	u.RawQuery = query
	header := http.Header{}
	if c.options.ControlToken != "" {
		header.Set("Authorization", "Bearer "+c.options.ControlToken)
	}
	e, err := c.send(ctx, &request{method, u, header, body, limit})
	switch {
	case err != nil:
		return err
	case e.Status == http.StatusNotImplemented:
		return fmt.Errorf("%s %s: the build has not this ability: %w", method, path, errors.ErrUnsupported)
	case e.Status != want:
		return e.unwanted(fmt.Sprintf("status %d", want))
	case into == nil:
		return nil
	case e.mediaType() != jsonType:
		return e.violation(e.shown(), jsonType)
	}
	if err := decode(e.ResponseBody, into); err != nil {
		return e.violation(e.shown()+" — "+err.Error(), "a body as the document says")
	}
	return nil
}

// unwanted says that an answer has another status than was wanted, in the
// build's own words where it gave some.
func (e *Exchange) unwanted(want string) error {
	got := e.shown()
	if p, err := newCodec(nil, nil).problem(e.ResponseBody); err == nil && e.mediaType() == problemType {
		got = clipped(strings.TrimSpace(p.Reason + " " + p.Title + "; " + p.Detail))
	}
	switch e.Status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout, http.StatusTooManyRequests:
		return &Unreachable{e.Method + " " + e.URL, fmt.Errorf("answered with status %d: %s", e.Status, got)}
	}
	return e.violation(got, want)
}

// Do sends a command.
func (s *System) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	if err := s.settle(ctx); err != nil {
		return voucher.Outcome{}, err
	}
	body, err := s.codec.command(cmd)
	if err != nil {
		return voucher.Outcome{}, err
	}
	head := cmd.Head()
	header, err := s.Header(ctx, head.Actor)
	if err != nil {
		return voucher.Outcome{}, err
	}
	if head.Key != (voucher.Key{}) {
		text, err := head.Key.MarshalText()
		if err != nil {
			return voucher.Outcome{}, err
		}
		header.Set(KeyHeader, string(text))
	}
	if s.can.Events {
		header.Set(EventsHeader, "yes")
	}
	s.disturb(cmd.Kind())
	e, err := s.client.send(ctx, &request{http.MethodPost, s.client.base.JoinPath(CommandPath, cmd.Kind().String()), header, body, s.client.options.Timeout})
	if err != nil {
		return voucher.Outcome{}, err
	}
	if e.Status != http.StatusOK {
		return s.no(e, head.Actor)
	}
	if e.mediaType() != jsonType {
		return voucher.Outcome{}, e.violation(e.shown(), jsonType+", the result of the command")
	}
	outcome, err := s.codec.result(cmd, e.ResponseBody)
	if err != nil {
		return voucher.Outcome{}, e.violation(e.shown()+" — "+err.Error(), "the result of the command")
	}
	return outcome, nil
}

// no reads a refusal, or says why an answer is none. Nobody comes without a
// token, so that 401 is what nobody is told: in process the role is refused.
func (s *System) no(e *Exchange, by voucher.Actor) (voucher.Outcome, error) {
	if by.Role == 0 && e.Status == http.StatusUnauthorized {
		return voucher.Outcome{Refusal: noRole}, nil
	}
	const want = "200, or a problem of RFC 9457 with a reason of the contract"
	if kind := e.mediaType(); e.Status < http.StatusBadRequest || (kind != problemType && kind != jsonType) {
		return voucher.Outcome{}, e.unwanted(want)
	}
	p, err := s.codec.problem(e.ResponseBody)
	if err != nil {
		return voucher.Outcome{}, e.violation(e.shown()+" — "+err.Error(), want)
	}
	if e.Status == http.StatusNotImplemented {
		return voucher.Outcome{}, fmt.Errorf("%s: the build has not this ability: %w", e.Method+" "+e.URL, errors.ErrUnsupported)
	}
	refusal := p.refusal(e.Status, s.codec.withCode)
	if refusal == nil {
		return voucher.Outcome{}, e.unwanted(want)
	}
	events, err := s.codec.events(p.Events)
	if err != nil {
		return voucher.Outcome{}, e.violation(err.Error(), want)
	}
	return voucher.Outcome{Refusal: refusal, Result: voucher.Result{Row: p.Row}, Events: events}, nil
}

// Advance moves the world's clock; it comes back when everything due has run.
func (s *System) Advance(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
	if !s.can.Clock || s.world == "" {
		return nil, fmt.Errorf("%s has no clock that can be moved: %w", s.can.Name, errors.ErrUnsupported)
	}
	if err := s.settle(ctx); err != nil {
		return nil, err
	}
	body, err := json.Marshal(clockAsked{to})
	if err != nil {
		return nil, err
	}
	var moved struct {
		Now    voucher.Instant `json:"now"`
		Events []event         `json:"events,omitzero"`
	}
	s.mu.Lock()
	s.stale = true
	s.mu.Unlock()
	raw := json.Options(s.codec.food)
	e, err := s.controlExchange(ctx, http.MethodPost, "clock", body)
	if err != nil {
		return nil, err
	}
	if err := decode(e.ResponseBody, &moved, raw); err != nil {
		return nil, e.violation(e.shown()+" — "+err.Error(), "now and events")
	}
	if moved.Now != to {
		return nil, e.violation("a clock at "+moved.Now.String(), "a clock at "+to.String())
	}
	events, err := s.codec.events(moved.Events)
	if err != nil {
		return nil, e.violation(err.Error(), "events of the contract")
	}
	if !s.can.Events {
		return nil, nil
	}
	return events, nil
}

// controlExchange calls the control plane about this world, for answers that
// name what the build made.
func (s *System) controlExchange(ctx context.Context, method, what string, body []byte) (*Exchange, error) {
	c := s.client
	header := http.Header{}
	if c.options.ControlToken != "" {
		header.Set("Authorization", "Bearer "+c.options.ControlToken)
	}
	bare, query, _ := strings.Cut(what, "?")
	u := c.control.JoinPath("worlds", url.PathEscape(s.world), bare)
	u.RawQuery = query
	e, err := c.send(ctx, &request{method, u, header, body, c.options.ControlTimeout})
	switch {
	case err != nil:
		return nil, err
	case e.Status == http.StatusNotImplemented:
		return nil, fmt.Errorf("%s %s: the build has not this ability: %w", method, u.Path, errors.ErrUnsupported)
	case e.Status != http.StatusOK:
		return nil, e.unwanted("status 200")
	case e.mediaType() != jsonType:
		return nil, e.violation(e.shown(), jsonType)
	}
	return e, nil
}

// Query reads a record.
func (s *System) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	row := readingOf(q.Kind)
	if row == nil {
		return voucher.Record{}, fmt.Errorf("query kind %d is none", q.Kind)
	}
	if err := s.settle(ctx); err != nil {
		return voucher.Record{}, err
	}
	header, err := s.Header(ctx, q.Actor)
	if err != nil {
		return voucher.Record{}, err
	}
	u := s.client.base.JoinPath(RecordPath, q.Kind.String())
	if u.RawQuery, err = s.queryString(q, row); err != nil {
		return voucher.Record{}, err
	}
	e, err := s.client.send(ctx, &request{http.MethodGet, u, header, nil, s.client.options.Timeout})
	if err != nil {
		return voucher.Record{}, err
	}
	if e.Status != http.StatusOK {
		outcome, err := s.no(e, q.Actor)
		return voucher.Record{Refusal: outcome.Refusal}, err
	}
	if e.mediaType() != jsonType {
		return voucher.Record{}, e.violation(e.shown(), jsonType+", the record")
	}
	record, err := s.codec.record(q.Kind, e.ResponseBody)
	if err != nil {
		return voucher.Record{}, e.violation(e.shown()+" — "+err.Error(), "the record")
	}
	return record, nil
}

// queryString writes the fields that a query reads; zero is absent.
func (s *System) queryString(q *voucher.Query, row *reading) (string, error) {
	values := url.Values{}
	for word := range strings.FieldsSeq(row.fields) {
		field := queryField(q, word)
		if field.IsZero() {
			continue
		}
		var text string
		switch v := field.Interface().(type) {
		case string:
			text = v
		case voucher.PersonID, voucher.FamilyID, voucher.StoreID, voucher.GoodsID, voucher.ProviderID:
			text = s.codec.names.ownText(v)
		case voucher.LoanID:
			text = s.codec.names.text(loans, uint32(v))
		case voucher.AppealID:
			text = s.codec.names.text(appeals, uint32(v))
		case encoding.TextMarshaler:
			b, err := v.MarshalText()
			if err != nil {
				return "", fmt.Errorf("encode %s: %w", word, err)
			}
			text = string(b)
		}
		values.Set(word, text)
	}
	return values.Encode(), nil
}

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
		return nil, fmt.Errorf("token of %s %s: %w", a.Role, actorOnWire(a).ID, err)
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
		token, err = s.fetchToken(ctx, a)
	}
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	s.tokens[a] = token
	s.mu.Unlock()
	return token, nil
}

func (s *System) fetchToken(ctx context.Context, a voucher.Actor) (string, error) {
	body, err := json.Marshal(actorOnWire(a))
	if err != nil {
		return "", err
	}
	var made tokenMade
	if err := s.client.callControl(ctx, http.MethodPost, "/worlds/"+url.PathEscape(s.world)+"/tokens", body, http.StatusOK, &made); err != nil {
		return "", err
	}
	if made.Token == "" || len(made.Token) > tokenMax || strings.ContainsFunc(made.Token, func(r rune) bool { return r < '!' || r > '~' }) {
		return "", &Violation{"POST tokens", http.StatusOK, "no token that can be a header", "1 to " + strconv.Itoa(tokenMax) + " visible ASCII characters"}
	}
	return made.Token, nil
}

// disturb notes that a command's effects may come later than its answer.
func (s *System) disturb(k voucher.CommandKind) {
	switch k {
	case voucher.KindReply, voucher.KindUpdateGasList, voucher.KindUpdateFoodList:
		s.mu.Lock()
		s.stale = true
		s.mu.Unlock()
	}
}

// settle asks the build to finish what is on its way, where something may be.
// What a build answered for, such as a purchase, has to show without it.
func (s *System) settle(ctx context.Context) error {
	limit := s.client.options.Settle
	if limit == 0 || s.world == "" {
		return nil
	}
	s.mu.Lock()
	stale := s.stale
	s.stale = false
	s.mu.Unlock()
	if !stale {
		return nil
	}
	return s.client.callControlWithin(ctx, limit, http.MethodPost, "/worlds/"+url.PathEscape(s.world)+"/settle", nil, http.StatusNoContent, nil)
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

// FaultKind is what goes wrong on purpose after a command was done.
type FaultKind string

// The kinds of faults.
const (
	DropAnswer       FaultKind = dropAnswer  // the connection is closed without an answer
	ErrorAfterCommit FaultKind = errorAfter  // the answer is 500
	Delay            FaultKind = delayAnswer // the answer comes late
)

// SetFault lets the next commands of this world go wrong, so many of them; late
// is by how many milliseconds an answer is delayed, 0 for the other kinds.
func (s *System) SetFault(ctx context.Context, kind FaultKind, count, late int) error {
	body, err := json.Marshal(fault{string(kind), count, late})
	if err != nil {
		return err
	}
	return s.client.callControl(ctx, http.MethodPost, "/worlds/"+url.PathEscape(s.world)+"/faults", body, http.StatusNoContent, nil)
}
