package wire

import (
	"context"
	"encoding"
	"errors"
	"fmt"
	"net/http"
	"net/url"
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
	stale  bool      // something may still be on its way
	since  time.Time // when that was set in motion
}

var _ voucher.System = (*System)(nil)

// Close deletes the world. It may be called twice.
func (s *System) Close(ctx context.Context) error {
	if s.world == "" {
		return nil
	}
	return s.client.drop(ctx, s.world)
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
	if disturbs(cmd.Kind()) {
		s.disturbed()
		defer s.disturbed() // by the answer it has begun at the latest
	}
	e, err := s.client.send(ctx, &request{http.MethodPost, s.client.base.JoinPath(CommandPath, cmd.Kind().String()), header, body, s.client.options.Timeout})
	if err != nil {
		return voucher.Outcome{}, err
	}
	if e.Status != http.StatusOK {
		return s.no(ctx, e, head.Actor)
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
func (s *System) no(ctx context.Context, e *Exchange, by voucher.Actor) (voucher.Outcome, error) {
	if by.Role == 0 && e.Status == http.StatusUnauthorized {
		return voucher.Outcome{Refusal: noRole}, nil
	}
	const want = "200, or a problem of RFC 9457 with a reason of the contract"
	if kind := e.mediaType(); e.Status < http.StatusBadRequest || (kind != ProblemType && kind != jsonType) {
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
	s.disturbed()
	defer s.disturbed()
	e, err := s.controlExchange(ctx, http.MethodPost, "clock", body)
	if err != nil {
		return nil, err
	}
	if err := decode(e.ResponseBody, &moved, s.codec.food); err != nil {
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

// path is that of something about this world on the control plane.
func (s *System) path(what string) string { return "/worlds/" + url.PathEscape(s.world) + "/" + what }

// controlExchange calls the control plane about this world, for answers that
// name what the build made.
func (s *System) controlExchange(ctx context.Context, method, what string, body []byte) (*Exchange, error) {
	return s.client.askControl(ctx, s.client.options.ControlTimeout, method, s.path(what), body, http.StatusOK)
}

// Query reads a record.
func (s *System) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	row := readingOf(q.Kind)
	if row == nil {
		return voucher.Record{}, fmt.Errorf("query kind %d is none", q.Kind)
	}
	return s.shown(ctx, func() (voucher.Record, error) { return s.read(ctx, q, row) })
}

// read asks for a record once.
func (s *System) read(ctx context.Context, q *voucher.Query, row *reading) (voucher.Record, error) {
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
		outcome, err := s.no(ctx, e, q.Actor)
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

// queryString writes the fields that a query reads, with what the build made by
// the build's own names.
func (s *System) queryString(q *voucher.Query, row *reading) (string, error) {
	return queryString(q, row, func(field any) (string, bool) {
		switch v := field.(type) {
		case voucher.PersonID, voucher.FamilyID, voucher.StoreID, voucher.GoodsID, voucher.ProviderID:
			return s.codec.names.ownText(v), true
		case voucher.LoanID:
			return s.codec.names.text(loans, uint32(v)), true
		case voucher.AppealID:
			return s.codec.names.text(appeals, uint32(v)), true
		}
		return "", false
	})
}

// queryString writes the fields that a query reads; zero is absent. A field that
// named does not name is written by itself.
func queryString(q *voucher.Query, row *reading, named func(field any) (string, bool)) (string, error) {
	values := url.Values{}
	for word := range strings.FieldsSeq(row.fields) {
		field := queryField(q, word)
		if field.IsZero() {
			continue
		}
		text, ok := named(field.Interface())
		if v, marshals := field.Interface().(encoding.TextMarshaler); marshals && !ok {
			b, err := v.MarshalText()
			if err != nil {
				return "", fmt.Errorf("encode %s: %w", word, err)
			}
			text = string(b)
		} else if !ok {
			text = fmt.Sprint(field.Interface())
		}
		values.Set(word, text)
	}
	return values.Encode(), nil
}
