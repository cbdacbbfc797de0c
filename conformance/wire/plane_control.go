package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Bodies of the control plane.
type (
	worldMade struct {
		World string          `json:"world"`
		Now   voucher.Instant `json:"now"`
	}
	clockAsked struct {
		To voucher.Instant `json:"to"`
	}
	clockStands struct {
		Now voucher.Instant `json:"now"`
	}
	clockMoved struct {
		Now    voucher.Instant `json:"now"`
		Events []event         `json:"events"`
	}
	tokenMade struct {
		Token string `json:"token"`
	}
	ledgerPage struct {
		Events []event `json:"events"`
		Next   int     `json:"next"`
	}
)

// ledgerPageMax is how many events one answer of the ledger holds.
const ledgerPageMax = 10_000

func (s *Server) controlRoutes() []route {
	open := func(op *huma.Operation, serve http.HandlerFunc) route {
		return route{op, func(w http.ResponseWriter, r *http.Request) {
			if s.mayControl(w, r) {
				serve(w, r)
			}
		}}
	}
	in := func(op *huma.Operation, serve func(http.ResponseWriter, *http.Request, *world)) route {
		return open(op, func(w http.ResponseWriter, r *http.Request) {
			place := s.worlds.find(r.PathValue("world"))
			if place == nil {
				writeProblem(w, faultWorldUnknown.problem(""))
				return
			}
			serve(w, r, place)
		})
	}
	ops := controlOperations()
	return []route{
		open(ops.capabilities, s.capabilities),
		open(ops.makeWorld, s.makeWorld),
		open(ops.dropWorld, s.dropWorld),
		in(ops.readClock, s.readClock),
		in(ops.moveClock, s.moveClock),
		in(ops.makeToken, s.makeToken),
		in(ops.readLedger, s.readLedger),
		in(ops.settle, s.settle),
		in(ops.setFault, s.setFault),
	}
}

// mayControl checks the control plane's own token.
func (s *Server) mayControl(w http.ResponseWriter, r *http.Request) bool {
	switch token := bearer(r); {
	case s.options.ControlToken == "" || same(token, s.options.ControlToken):
		return true
	case token == "":
		writeProblem(w, faultTokenMissing.problem("the control plane has a bearer token of its own"))
	default:
		writeProblem(w, faultTokenUnknown.problem("the control plane has a bearer token of its own"))
	}
	return false
}

// take reads the body of a control request.
func (s *Server) take(w http.ResponseWriter, r *http.Request, into any) bool {
	b, done := borrow()
	defer done()
	if !s.readBody(w, r, s.limits.ControlBody, b) {
		return false
	}
	over, ok := s.turn(w, r, b)
	if !ok {
		return false
	}
	defer over()
	if err := decode(b.Bytes(), into); err != nil {
		writeMalformed(w, err)
		return false
	}
	return true
}

func (s *Server) capabilities(w http.ResponseWriter, r *http.Request) {
	c, err := s.options.World.Capabilities(r.Context())
	if err != nil {
		writeError(w, err)
		return
	}
	c.Clock = c.Clock && s.options.Now == nil
	c.Expiry = true // tokens are this server's, whatever is behind it
	writeJSON(w, http.StatusOK, &c)
}

func (s *Server) makeWorld(w http.ResponseWriter, r *http.Request) {
	b, done := borrow()
	defer done()
	if !s.readBody(w, r, s.limits.ControlBody, b) {
		return
	}
	over, ok := s.turn(w, r, b)
	if !ok {
		return
	}
	defer over()
	setup, err := ReadSetup(b.Bytes())
	if err != nil {
		writeMalformed(w, err)
		return
	}
	place, err := s.newWorld(r.Context(), setup)
	switch {
	case errors.Is(err, errWorldLimit):
		writeProblem(w, faultWorldLimit.problem("delete the worlds that are no longer needed; there may be "+strconv.Itoa(s.limits.Worlds)))
	case errors.Is(err, errors.ErrUnsupported):
		writeProblem(w, faultUnsupported.problem("the build cannot take this setup"))
	case errors.Is(err, voucher.ErrUnavailable):
		writeError(w, err)
	case err != nil:
		writeProblem(w, faultSetup.problem(clipped(err.Error())))
	default:
		writeJSON(w, http.StatusCreated, worldMade{place.name, place.now})
	}
}

// newWorld makes a system and takes it in.
func (s *Server) newWorld(ctx context.Context, setup *voucher.Setup) (*world, error) {
	DrawSecret(setup)
	can, err := s.options.World.Capabilities(ctx)
	if err != nil {
		return nil, err
	}
	place, err := s.makeSystem(ctx, newName(), setup)
	if err != nil {
		return nil, err
	}
	place.shared = can.Concurrent
	out, ok := s.worlds.add(place)
	switch {
	case !ok:
		return nil, errors.Join(errWorldLimit, s.forget(place))
	case out == nil:
		return place, nil
	}
	if err := s.forget(out); err != nil { // it stays, so that the next one can make room again
		s.worlds.giveBack(out, place)
		return nil, errors.Join(err, s.forget(place))
	}
	return place, nil
}

// makeSystem makes a world that nobody knows of yet.
func (s *Server) makeSystem(ctx context.Context, name string, setup *voucher.Setup) (*world, error) {
	if s.options.Keep != nil {
		return s.makeKept(ctx, name, setup)
	}
	system, err := s.options.World.New(ctx, setup)
	if err != nil {
		return nil, err
	}
	place := newWorld(name, system, setup.At)
	place.secret = setup.Secret
	return place, nil
}

func (s *Server) dropWorld(w http.ResponseWriter, r *http.Request) {
	place := s.worlds.find(r.PathValue("world"))
	if place == nil {
		writeProblem(w, faultWorldUnknown.problem(""))
		return
	}
	if err := s.forget(place); err != nil { // it stays, so that it can be deleted again
		writeError(w, err)
		return
	}
	if !s.worlds.drop(place.name) {
		writeProblem(w, faultWorldUnknown.problem(""))
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) readClock(w http.ResponseWriter, r *http.Request, place *world) {
	place.mu.Lock()
	err := s.follow(r.Context(), place)
	now := place.now
	place.mu.Unlock()
	if err != nil {
		place.fail(w, err)
		return
	}
	if s.isDurable(w, r, place) {
		writeJSON(w, http.StatusOK, clockStands{now})
	}
}

func (s *Server) moveClock(w http.ResponseWriter, r *http.Request, place *world) {
	var asked clockAsked
	if !s.take(w, r, &asked) {
		return
	}
	switch {
	case s.options.Now != nil:
		writeProblem(w, faultUnsupported.problem("this server's clock runs by itself"))
		return
	case asked.To == 0:
		writeMalformed(w, &malformed{"/to", "write the instant to move to, such as 2026-02-10T18:00:00+05:00"})
		return
	}
	b, done := borrow()
	defer done()
	if s.moveTo(w, r, place, asked.To, b) && s.isDurable(w, r, place) {
		write(w, http.StatusOK, jsonType, b.Bytes())
	}
}

// moveTo moves a world's clock and encodes the answer before anybody else asks; where
// it cannot, it answers itself.
func (s *Server) moveTo(w http.ResponseWriter, r *http.Request, place *world, to voucher.Instant, b *bytes.Buffer) bool {
	place.mu.Lock()
	defer place.mu.Unlock()
	if to < place.now {
		writeProblem(w, faultClock.problem("the clock stands at "+place.now.String()))
		return false
	}
	events, err := s.advance(r.Context(), place, to)
	if err == nil {
		err = encode(b, &clockMoved{place.now, toWireAll(events)})
	}
	if err != nil {
		place.fail(w, err)
	}
	return err == nil
}

func (s *Server) makeToken(w http.ResponseWriter, r *http.Request, place *world) {
	var asked tokenAsked
	if !s.take(w, r, &asked) {
		return
	}
	a, err := Actor{asked.Role, asked.ID}.actor()
	if err != nil {
		writeMalformed(w, err)
		return
	}
	token, err := place.token(a, asked.Until, &s.worlds.tokens)
	switch {
	case errors.Is(err, errNoRoom):
		writeProblem(w, faultFull.problem("there may be "+strconv.Itoa(s.limits.Tokens)+" tokens; delete the worlds that are no longer needed"))
	case err != nil:
		place.fail(w, err)
	case s.isDurable(w, r, place):
		writeJSON(w, http.StatusOK, tokenMade{token})
	}
}

func (s *Server) readLedger(w http.ResponseWriter, r *http.Request, place *world) {
	after := 0
	if r.URL.RawQuery != "" {
		values, err := queryOf(r, "after")
		if err == nil {
			after, err = strconv.Atoi(values)
		}
		if err != nil || after < 0 {
			writeMalformed(w, &malformed{"", "write after= and the number of events already read, and nothing else"})
			return
		}
	}
	place.mu.Lock()
	all, cut := place.ledger, place.cut // append-only: what is in it never changes
	place.mu.Unlock()
	if cut && after >= len(all) {
		writeProblem(w, faultFull.problem(fmt.Sprintf("the ledger of this world ends after %d events and more have happened: the ledgers of all worlds may hold %d", len(all), s.limits.Events)))
		return
	}
	from := min(after, len(all))
	to := min(from+ledgerPageMax, len(all))
	writeJSON(w, http.StatusOK, ledgerPage{toWireAll(all[from:to]), to})
}

// settle waits until nothing is pending: here, until the world is free.
func (s *Server) settle(w http.ResponseWriter, r *http.Request, place *world) {
	place.mu.Lock()
	err := s.follow(r.Context(), place)
	place.mu.Unlock()
	if err != nil {
		place.fail(w, err)
		return
	}
	if s.isDurable(w, r, place) {
		w.WriteHeader(http.StatusNoContent)
	}
}

func (s *Server) setFault(w http.ResponseWriter, r *http.Request, place *world) {
	var f fault
	if !s.take(w, r, &f) {
		return
	}
	if err := f.check(); err != nil {
		writeMalformed(w, err)
		return
	}
	var err error
	if f.Kind == RestartNow {
		err = s.restart(r.Context(), place)
	} else {
		err = place.expect(f)
	}
	switch {
	case errors.Is(err, errNoRoom):
		writeProblem(w, faultFull.problem(fmt.Sprintf("%d faults wait in this world; let commands take them first", faultsMost)))
	case errors.Is(err, errors.ErrUnsupported):
		writeProblem(w, faultUnsupported.problem("this build cannot be started again from here"))
	case err != nil:
		place.fail(w, err)
	case s.isDurable(w, r, place):
		w.WriteHeader(http.StatusNoContent)
	}
}

// restart lets the system of a world be stopped and started again. A client that hangs up does not stop it half way: the
// world belongs to others too.
func (s *Server) restart(ctx context.Context, place *world) error {
	if s.options.Restart == nil {
		return fmt.Errorf("restart: %w", errors.ErrUnsupported)
	}
	place.mu.Lock()
	defer place.mu.Unlock()
	return s.options.Restart(context.WithoutCancel(ctx), place.system)
}
