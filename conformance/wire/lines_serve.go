package wire

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/go-json-experiment/json"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// ServeLines is the other end of the second door: it reads requests from r, one
// JSON object a line, asks systems of the world and writes the answers to w, in
// order. It returns nil when r ends, ctx's error when ctx does, and an error
// when a line is too long to go on or an answer cannot be written. What is
// wrong with a request is told in its answer.
func ServeLines(ctx context.Context, world voucher.World, r io.Reader, w io.Writer) error {
	s := &lineServer{world: world, places: map[string]*linePlace{}}
	in := bufio.NewReader(r)
	lines, stop := make(chan lineRead), make(chan struct{})
	defer close(stop)
	go func() { // reading cannot be called off: it ends with r
		for {
			line, err := readLine(in, int(standardLimits().ControlBody))
			select {
			case lines <- lineRead{line, err}:
			case <-stop:
				return
			}
			if err != nil {
				return
			}
		}
	}()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case got := <-lines:
			switch {
			case errors.Is(got.err, io.EOF) && len(got.line) == 0:
				return nil
			case got.err != nil && !errors.Is(got.err, io.ErrUnexpectedEOF):
				return fmt.Errorf("read a request: %w", got.err)
			}
			if len(bytes.TrimSpace(got.line)) > 0 {
				if err := writeLine(w, s.serve(ctx, got.line)); err != nil {
					return fmt.Errorf("write an answer: %w", err)
				}
			}
			if got.err != nil {
				return nil // the last line had no end
			}
		}
	}
}

type lineRead struct {
	line []byte
	err  error
}

// lineServer holds the worlds of one stream of lines.
type lineServer struct {
	world  voucher.World
	places map[string]*linePlace
	made   int
}

type linePlace struct {
	system voucher.System
	now    voucher.Instant
}

// serve answers one line. A panic is told as the fault it is.
func (s *lineServer) serve(ctx context.Context, line []byte) (a *lineAnswer) {
	var asked lineAsked
	a = &lineAnswer{}
	defer func() {
		if fault := recover(); fault != nil {
			a = &lineAnswer{ID: asked.ID, Error: "a fault of this program"}
		}
	}()
	if err := decode(line, &asked); err != nil {
		a.ID, a.Error = asked.ID, "malformed: "+err.Error()
		return a
	}
	a.ID = asked.ID
	if err := s.answer(ctx, &asked, a); err != nil {
		*a = lineAnswer{ID: asked.ID, Error: clipped(err.Error())}
		if errors.Is(err, errors.ErrUnsupported) {
			*a = lineAnswer{ID: asked.ID, Unsupported: clipped(err.Error())}
		}
	}
	return a
}

// answer does what a request asks.
func (s *lineServer) answer(ctx context.Context, asked *lineAsked, a *lineAnswer) error {
	switch asked.Do {
	case doCapabilities:
		c, err := s.world.Capabilities(ctx)
		c.Concurrent = false // lines are answered one after the other
		a.Capabilities = &c
		return err
	case doNew:
		return s.open(ctx, asked, a)
	}
	place := s.places[asked.World]
	if place == nil {
		return errors.New("no such world; write the one that new answered")
	}
	switch asked.Do {
	case doCommand:
		return place.command(ctx, asked, a)
	case doAdvance:
		return place.advance(ctx, asked, a)
	case doQuery:
		return place.query(ctx, asked, a)
	case doClose:
		delete(s.places, asked.World)
		a.Closed = true
		return nil
	}
	return errors.New("malformed: at /do: write one of capabilities, new, command, advance, query, close")
}

func (s *lineServer) open(ctx context.Context, asked *lineAsked, a *lineAnswer) error {
	switch {
	case asked.Setup == nil || asked.Setup.At == 0:
		return errors.New("malformed: at /setup: write a setup with its first instant, at")
	case len(s.places) >= standardLimits().Worlds:
		return errWorldLimit
	}
	if err := checkCounts(asked.Setup); err != nil {
		return fmt.Errorf("malformed: in /setup %w", err)
	}
	DrawSecret(asked.Setup)
	system, err := s.world.New(ctx, asked.Setup)
	if err != nil {
		return err
	}
	s.made++
	a.World = "w" + strconv.Itoa(s.made)
	s.places[a.World] = &linePlace{system, asked.Setup.At}
	return nil
}

// who reads the actor of a request; absent, it is nobody.
func (asked *lineAsked) who() (voucher.Actor, error) {
	if asked.Actor == nil {
		return voucher.Actor{}, nil
	}
	return asked.Actor.actor()
}

func (p *linePlace) command(ctx context.Context, asked *lineAsked, a *lineAnswer) error {
	k, ok := voucher.ParseCommandKind(asked.Command)
	if !ok {
		return errors.New("malformed: at /command: write the word of a command, such as purchase")
	}
	cmd := voucher.NewCommand(k)
	if err := decodeBody(asked.Body, cmd); err != nil {
		return fmt.Errorf("malformed: in /body %w", err)
	}
	head := cmd.Head()
	var err error
	if head.Actor, err = asked.who(); err != nil {
		return fmt.Errorf("malformed: in /actor %w", err)
	}
	if asked.Key != "" {
		if head.Key, err = voucher.ParseKey(asked.Key); err != nil {
			return errors.New("malformed: at /key: write 1 to 64 visible ASCII characters")
		}
	}
	outcome, err := p.system.Do(ctx, cmd)
	if err != nil {
		return err
	}
	if a.Events, err = json.Marshal(toWireAll(outcome.Events)); err != nil {
		return err
	}
	if r := outcome.Refusal; r != nil {
		a.Refused = &lineRefusal{r.Reason.String(), r.Requirement, outcome.Result.Row}
		return nil
	}
	a.Result, err = json.Marshal(&outcome.Result)
	return err
}

func (p *linePlace) advance(ctx context.Context, asked *lineAsked, a *lineAnswer) error {
	if asked.To < p.now {
		return fmt.Errorf("%s: the clock stands at %s", faultClock.Code, p.now)
	}
	events, err := p.system.Advance(ctx, asked.To)
	if err != nil {
		return err
	}
	p.now = asked.To
	a.Now = p.now
	a.Events, err = json.Marshal(toWireAll(events))
	return err
}

func (p *linePlace) query(ctx context.Context, asked *lineAsked, a *lineAnswer) error {
	k, ok := voucher.ParseQueryKind(asked.Query)
	if !ok {
		return errors.New("malformed: at /query: write the word of a query, such as gas_wallet")
	}
	q := &voucher.Query{}
	if len(asked.Body) > 0 {
		if err := decodeBody(asked.Body, q); err != nil {
			return fmt.Errorf("malformed: in /body %w", err)
		}
	}
	var err error
	q.Kind = k
	if q.Actor, err = asked.who(); err != nil {
		return fmt.Errorf("malformed: in /actor %w", err)
	}
	record, err := p.system.Query(ctx, q)
	if err != nil {
		return err
	}
	if r := record.Refusal; r != nil {
		a.Refused = &lineRefusal{r.Reason.String(), r.Requirement, 0}
		return nil
	}
	a.Record, err = json.Marshal(&record)
	return err
}
