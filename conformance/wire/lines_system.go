package wire

import (
	"context"
	"fmt"

	"github.com/go-json-experiment/json"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// lineSystem is one world of a build behind lines of JSON.
type lineSystem struct {
	lines *Lines
	world string
	can   voucher.Capabilities
	codec *codec
}

// Do sends a command.
func (s *lineSystem) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	body, err := s.codec.command(cmd)
	if err != nil {
		return voucher.Outcome{}, err
	}
	head := cmd.Head()
	asked := &lineAsked{World: s.world, Do: doCommand, Command: cmd.Kind().String(), Actor: someActor(head.Actor), Body: body}
	if head.Key != (voucher.Key{}) {
		text, err := head.Key.MarshalText()
		if err != nil {
			return voucher.Outcome{}, err
		}
		asked.Key = string(text)
	}
	a, err := s.lines.ask(ctx, asked)
	if err != nil {
		return voucher.Outcome{}, err
	}
	events, err := s.events(asked.Command, a)
	if err != nil {
		return voucher.Outcome{}, err
	}
	switch {
	case a.Refused != nil:
		return voucher.Outcome{Refusal: s.refusal(a.Refused), Result: voucher.Result{Row: a.Refused.Row}, Events: events}, nil
	case len(a.Result) == 0:
		return voucher.Outcome{}, missing(asked.Command, "result")
	}
	outcome, err := s.codec.result(cmd, a.Result)
	if err != nil {
		return voucher.Outcome{}, s.violation(asked.Command, a.Result, err)
	}
	outcome.Events = events
	return outcome, nil
}

// someActor is an actor in its wire form, nil for nobody.
func someActor(a voucher.Actor) *Actor {
	if a.Role == 0 {
		return nil
	}
	w := actorOnWire(a)
	return &w
}

// refusal reads a no.
func (s *lineSystem) refusal(r *lineRefusal) *voucher.Refusal {
	p := Problem{Reason: r.Reason, Requirement: r.Requirement}
	if refusal := p.refusal(statusOf(0), s.codec.withCode); refusal != nil {
		return refusal
	}
	return &voucher.Refusal{Foreign: foreignCode(r.Reason)}
}

// events reads the events of an answer, where the build tells them.
func (s *lineSystem) events(what string, a *lineAnswer) ([]voucher.Event, error) {
	if !s.can.Events || len(a.Events) == 0 {
		return nil, nil
	}
	var onWire []event
	err := json.Unmarshal(a.Events, &onWire, s.codec.food, json.RejectUnknownMembers(true))
	if err != nil {
		return nil, s.violation(what, a.Events, explain(err))
	}
	events, err := s.codec.events(onWire)
	if err != nil {
		return nil, s.violation(what, a.Events, err)
	}
	return events, nil
}

func (s *lineSystem) violation(what string, got []byte, err error) error {
	return &Violation{Asked: what, Got: clipped(string(got)) + " — " + err.Error(), Want: "an answer as the document says"}
}

// Advance moves the world's clock.
func (s *lineSystem) Advance(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
	a, err := s.lines.ask(ctx, &lineAsked{World: s.world, Do: doAdvance, To: to})
	if err != nil {
		return nil, err
	}
	if a.Now != to {
		return nil, &Violation{Asked: doAdvance, Got: "a clock at " + a.Now.String(), Want: "a clock at " + to.String()}
	}
	return s.events(doAdvance, a)
}

// Query reads a record.
func (s *lineSystem) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	if readingOf(q.Kind) == nil {
		return voucher.Record{}, fmt.Errorf("query kind %d is none", q.Kind)
	}
	bare := *q
	bare.Kind, bare.Actor = 0, voucher.Actor{}
	body, err := json.Marshal(&bare, s.codec.writing)
	if err != nil {
		return voucher.Record{}, fmt.Errorf("encode %s: %w", q.Kind, err)
	}
	what := q.Kind.String()
	a, err := s.lines.ask(ctx, &lineAsked{World: s.world, Do: doQuery, Query: what, Actor: someActor(q.Actor), Body: body})
	switch {
	case err != nil:
		return voucher.Record{}, err
	case a.Refused != nil:
		return voucher.Record{Refusal: s.refusal(a.Refused)}, nil
	case len(a.Record) == 0:
		return voucher.Record{}, missing(what, "record")
	}
	record, err := s.codec.record(q.Kind, a.Record)
	if err != nil {
		return voucher.Record{}, s.violation(what, a.Record, err)
	}
	return record, nil
}

// Close ends the world.
func (s *lineSystem) Close(ctx context.Context) error {
	_, err := s.lines.ask(ctx, &lineAsked{World: s.world, Do: doClose})
	return err
}
