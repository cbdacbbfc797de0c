package wire

import (
	"bytes"
	"cmp"
	"encoding"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// answer is the body of a command that was carried out.
type answer struct {
	voucher.Result
	Events []event `json:"events,omitzero"`
}

// dataRoutes returns the routes of the data plane, one for every command and
// every query there is, so that none can be forgotten.
func (s *Server) dataRoutes() (routes []route) {
	for _, k := range voucher.CommandKinds() {
		routes = append(routes, route{commandOperation(k), func(w http.ResponseWriter, r *http.Request) { s.command(w, r, k) }})
	}
	for i := range readings {
		row := &readings[i]
		routes = append(routes, route{recordOperation(row), func(w http.ResponseWriter, r *http.Request) { s.record(w, r, row) }})
	}
	return append(routes, route{documentOperation(), func(w http.ResponseWriter, _ *http.Request) {
		write(w, http.StatusOK, jsonType, documentText())
	}})
}

// enter finds the world and who asks, and answers itself where either is
// missing.
func (s *Server) enter(w http.ResponseWriter, r *http.Request) (*world, voucher.Actor) {
	place := s.worldOf(w, r)
	if place == nil {
		return nil, voucher.Actor{}
	}
	token := bearer(r)
	if token == "" {
		writeProblem(w, faultTokenMissing.problem("write one header Authorization: Bearer and the token"))
		return nil, voucher.Actor{}
	}
	holder, ok := place.holderOf(token)
	if !ok {
		writeProblem(w, faultTokenUnknown.problem(""))
		return nil, voucher.Actor{}
	}
	if s.hasEnded(place, holder) {
		writeProblem(w, faultTokenExpired.problem("ask for another"))
		return nil, voucher.Actor{}
	}
	return place, holder.actor
}

// noRole is the no to a role that may not call a route.
var noRole = voucher.Refuse(voucher.RoleNotAllowed, "BOTH-ACCESS-001")

// mayCall reports whether a role may call a route, and answers itself where it
// may not.
func (s *Server) mayCall(w http.ResponseWriter, a voucher.Actor, roles []voucher.Role) bool {
	if s.options.RolesOpen || slices.Contains(roles, a.Role) {
		return true
	}
	writeProblem(w, refused(noRole, 0))
	return false
}

// command serves one command.
func (s *Server) command(w http.ResponseWriter, r *http.Request, k voucher.CommandKind) {
	place, actor := s.enter(w, r)
	if place == nil || !s.mayCall(w, actor, doers[k]) {
		return
	}
	if r.URL.RawQuery != "" {
		writeProblem(w, faultMalformed.problem("a command has no query string; write its fields into the body"))
		return
	}
	b, done := borrow()
	defer done()
	if !s.readBody(w, r, s.limits.Body, b) {
		return
	}
	status, struck, ok := s.carryOut(w, r, place, actor, k, b)
	if ok && s.isDurable(w, r, place) && struck.strike(r.Context(), w) {
		write(w, status, mediaTypeOf(status), b.Bytes())
	}
}

// carryOut decodes a command from a buffer, gives it to the system and puts the answer
// into the buffer; without a command or an answer it answers itself.
func (s *Server) carryOut(w http.ResponseWriter, r *http.Request, place *world, actor voucher.Actor, k voucher.CommandKind, b *bytes.Buffer) (status int, struck fault, ok bool) {
	over, ok := s.turn(w, r, b)
	if !ok {
		return 0, struck, false
	}
	defer over()
	cmd := voucher.NewCommand(k)
	if err := decodeBody(b.Bytes(), cmd); err != nil {
		writeMalformed(w, err)
		return 0, struck, false
	}
	head := cmd.Head()
	head.Actor = actor
	if err := readKey(&head.Key, r.Header[KeyHeader]); err != nil {
		writeMalformed(w, err)
		return 0, struck, false
	}
	b.Reset()
	status, struck, err := s.do(w, r, place, cmd, b)
	if err != nil {
		place.fail(w, err)
	}
	return status, struck, err == nil
}

// do carries a command out and encodes its answer before anybody else asks: its
// slices are valid only until then.
func (s *Server) do(w http.ResponseWriter, r *http.Request, place *world, cmd voucher.Command, b *bytes.Buffer) (int, fault, error) {
	place.mu.Lock()
	defer place.mu.Unlock()
	if err := s.follow(r.Context(), place); err != nil {
		return 0, fault{}, err
	}
	struck, err := place.nextFault()
	if err != nil {
		return 0, fault{}, err
	}
	outcome, err := place.do(r.Context(), cmd)
	if err != nil {
		return 0, fault{}, err
	}
	s.book(place, outcome.Events)
	var events []event
	if s.options.World != nil && r.Header.Get(EventsHeader) == "yes" {
		events = toWireAll(outcome.Events)
	}
	if outcome.Refusal != nil {
		p := refused(outcome.Refusal, outcome.Result.Row)
		p.Events = events
		encodeProblem(b, w, p)
		return p.Status, struck, nil
	}
	if events == nil {
		if short, ok := appendShort(b.AvailableBuffer(), &outcome.Result); ok {
			_, _ = b.Write(short) // into memory: it never fails
			return http.StatusOK, struck, nil
		}
	}
	if err := encode(b, &answer{outcome.Result, events}); err != nil {
		return 0, fault{}, fmt.Errorf("encode the answer to %s: %w", cmd.Kind(), err)
	}
	return http.StatusOK, struck, nil
}

func mediaTypeOf(status int) string {
	if status == http.StatusOK {
		return jsonType
	}
	return ProblemType
}

// readKey reads the idempotency key. Without one the system is asked all the
// same: it is the system that refuses, in its order of reasons.
func readKey(k *voucher.Key, values []string) (err error) {
	switch len(values) {
	case 0:
		return nil
	case 1:
		if *k, err = voucher.ParseKey(values[0]); err == nil {
			return nil
		}
	}
	return &malformed{"", "write one header " + KeyHeader + " of 1 to 64 visible ASCII characters"}
}

// record serves one query.
func (s *Server) record(w http.ResponseWriter, r *http.Request, row *reading) {
	place, actor := s.enter(w, r)
	if place == nil || !s.mayCall(w, actor, row.roles) {
		return
	}
	q := &voucher.Query{Kind: row.kind, Actor: actor}
	if err := readQuery(q, r.URL.RawQuery, row); err != nil {
		writeMalformed(w, err)
		return
	}
	b, done := borrow()
	defer done()
	status, err := s.ask(w, r, place, q, b)
	if err != nil {
		place.fail(w, err)
		return
	}
	if s.isDurable(w, r, place) {
		write(w, status, mediaTypeOf(status), b.Bytes())
	}
}

// ask reads a record and encodes it before anybody else asks.
func (s *Server) ask(w http.ResponseWriter, r *http.Request, place *world, q *voucher.Query, b *bytes.Buffer) (int, error) {
	place.mu.Lock()
	defer place.mu.Unlock()
	if err := s.follow(r.Context(), place); err != nil {
		return 0, err
	}
	record, err := place.query(r.Context(), q)
	if err != nil {
		return 0, err
	}
	if record.Refusal != nil {
		p := refused(record.Refusal, 0)
		encodeProblem(b, w, p)
		return p.Status, nil
	}
	if err := encode(b, &record); err != nil {
		return 0, fmt.Errorf("encode the record %s: %w", q.Kind, err)
	}
	return http.StatusOK, nil
}

// readQuery reads a query string into the fields that the query has.
func readQuery(q *voucher.Query, raw string, row *reading) error {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return &malformed{"", "the query string is not one; write person=1&month=2026-02"}
	}
	known := strings.Fields(row.fields)
	for name := range values {
		if !slices.Contains(known, name) {
			return &malformed{"", "a name of the query string is unknown; " + row.kind.String() + " has " + cmp.Or(strings.Join(known, ", "), "none")}
		}
	}
	for _, name := range known {
		switch texts := values[name]; {
		case len(texts) > 1:
			return &malformed{"", name + " is given twice; keep one"}
		case len(texts) == 1:
			if err := readField(queryField(q, name), texts[0]); err != nil {
				return &malformed{"", name + ": write " + hint(queryField(q, name).Type())}
			}
		}
	}
	return nil
}

// readField reads one value of a query string. Ids that no system has made are
// nobody's.
func readField(field reflect.Value, text string) error {
	switch p := field.Addr().Interface().(type) {
	case *string:
		*p = text
		return nil
	case *voucher.LoanID:
		return readOrNobody(p, (*voucher.LoanID).UnmarshalText, text)
	case *voucher.AppealID:
		return readOrNobody(p, (*voucher.AppealID).UnmarshalText, text)
	case encoding.TextUnmarshaler:
		return p.UnmarshalText([]byte(text))
	}
	panic("wire: a query's field of type " + field.Type().String() + " cannot be read")
}

func readOrNobody[T ~uint32](id *T, read func(*T, []byte) error, text string) error {
	if err := checkOpaque(text); err != nil {
		return err
	}
	if read(id, []byte(text)) != nil {
		*id = nobodys
	}
	return nil
}
