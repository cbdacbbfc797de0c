package conformance

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// What only a wire has: tokens, headers, bodies that are none. These checks send
// requests as they are and look at what comes back.

// RawAnswer is what came back for a request that was sent as it is.
type RawAnswer struct {
	What   string   `json:"what"` // the request, as a clause
	Status int      `json:"status"`
	Type   string   `json:"type"`             // media type
	Reason string   `json:"reason"`           // of a problem
	Demand string   `json:"demand,omitzero"`  // that a problem names
	ID     string   `json:"id,omitzero"`      // what became of the request's id: echoed, made, missing, malformed, not-the-instance
	Clock  string   `json:"clock,omitzero"`   // where a clock stands that was read
	Leaks  []string `json:"leaks,omitzero"`   // secrets that were found in it, by their kind
	NoWait bool     `json:"no_wait,omitzero"` // a 429 or 503 whose Retry-After does not say in how many seconds to come again
	Body   string   `json:"body"`             // its beginning, secrets taken out
	// Of a hostile request: what it may come to, why no answer came, and the request.
	Class  hostileClass  `json:"class,omitzero"`
	Err    string        `json:"error,omitzero"`
	Sent   *wire.Rough   `json:"sent,omitzero"`
	By     voucher.Actor `json:"by,omitzero"` // in whose name
	Window *window       `json:"window,omitzero"`

	made string // the body, where it tells of something that has to go again
}

// rawShown is how much of a body a transcript keeps.
const rawShown = 2048

// raw sends requests to one world.
type raw struct {
	ctx    context.Context
	client *wire.Client
	world  *wire.System
	t      *Transcript
	canary *canaries
	can    voucher.Programme // the programmes that it runs
	open   func() (*wire.System, error)
	shown  int // codes that were asked for
	err    error
}

// beginWired is begin with the world as it is over the wire; that is nil in
// process.
func (a *asker) beginWired(ctx context.Context, setup *voucher.Setup) (*wire.System, *recorder, error) {
	if a.wire == nil {
		r, err := a.begin(ctx, "", setup)
		return nil, r, err
	}
	named := a.named(setup)
	var world *wire.System
	err := a.desk.call(nil, voucher.Entry{}, func() (err error) {
		world, err = a.wire.Open(ctx, named)
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("new world: %w", err)
	}
	a.figures.Worlds++
	told := &Told{History: voucher.History{Setup: *named}}
	a.transcript.Worlds = append(a.transcript.Worlds, told)
	return world, &recorder{system: world, told: told, figures: &a.figures, now: setup.At, desk: a.desk}, nil
}

// another makes one more world of a setup, in which nothing happens.
func (a *asker) another(ctx context.Context, setup *voucher.Setup) (*wire.System, error) {
	a.figures.Worlds++
	return a.wire.Open(ctx, a.named(setup))
}

// named gives everybody in a setup an IIN, a phone and a name, for builds that want to be
// told of people, and for the canaries that no answer may hold.
func (a *asker) named(setup *voucher.Setup) *voucher.Setup {
	s := *setup
	s.People = slices.Clone(setup.People)
	people := simulator.NewPeople(1) // the same in every run, so that histories compare
	for i := range s.People {
		who := people.Person(simulator.Who{Entity: uint64(i + 1), Number: uint32(i + 1), Female: i%2 == 0})
		s.People[i].Name = who.FamilyName + " " + who.GivenName
		s.People[i].IIN, s.People[i].Phone = simulator.IIN(uint32(i+1), i%2 == 0), simulator.Phone(uint32(i+1)) // the first of all is mostly zeros
	}
	return &s
}

// enterRaw makes a world and gives its family a voucher.
func enterRaw(ctx context.Context, a *asker) (*raw, *till, error) {
	return enterRawIn(ctx, a, doctorSetup(StoreSetup().At), func(*till) {})
}

// enterRawIn is enterRaw in a world of a setup, where something comes first of all.
func enterRawIn(ctx context.Context, a *asker, setup *voucher.Setup, first func(*till)) (*raw, *till, error) {
	world, system, err := a.beginWired(ctx, setup)
	if err != nil {
		return nil, nil, err
	}
	t := &till{ctx: ctx, system: system, keys: voucher.NewDigest().Text(a.transcript.Check).Word(a.opts.Seed)}
	t.advance(setup.At)
	first(t)
	t.prime(setup)
	r := &raw{ctx: ctx, client: a.wire, world: world, t: a.transcript, canary: newCanaries(),
		can: a.caps.Programmes, open: func() (*wire.System, error) { return a.another(ctx, setup) }}
	for _, p := range system.told.Setup.People {
		r.canary.plant(p.IIN, secretIIN)
		r.canary.plant(p.Phone, secretPhone)
		r.canary.plantName(p.Name)
	}
	return r, t, t.err
}

// iin is the IIN of the first person.
func (r *raw) iin() string { return r.t.Worlds[0].Setup.People[0].IIN }

type request struct {
	what   string        // a clause
	actor  voucher.Actor // zero: no token
	method string        // "": POST
	path   string
	header map[string]string // set, or taken off where it is empty
	body   string
	// control says that the path is one about this world on the control plane, such
	// as "clock".
	control bool
}

// send sends a request and writes down what came back. The exchange is nil where none
// did.
func (r *raw) send(q request) *wire.Exchange {
	if r.err != nil {
		return nil
	}
	header, err := r.world.Header(r.ctx, q.actor)
	if err != nil {
		r.err = err
		return nil
	}
	if token, ok := strings.CutPrefix(header.Get("Authorization"), "Bearer "); ok {
		r.canary.plant(token, secretToken)
	}
	header.Set(wire.KeyHeader, fmt.Sprintf("raw-%s-%d", r.t.Check, len(r.t.Raw)+1))
	for name, value := range q.header {
		header.Del(name)
		if value != "" {
			header.Set(name, value)
		}
	}
	method := q.method
	if method == "" {
		method = http.MethodPost
	}
	var body []byte
	if q.body != "" {
		body = []byte(q.body)
	}
	var e *wire.Exchange
	if q.control {
		e, err = r.world.RawControl(r.ctx, method, q.path, body)
	} else {
		e, err = r.client.Raw(r.ctx, method, q.path, header, body)
	}
	if err != nil {
		r.err = fmt.Errorf("%s: %w", q.what, err)
		return nil
	}
	a := r.answer(q.what, e)
	a.ID = echo(q.header[wire.RequestHeader], e)
	r.t.Raw = append(r.t.Raw, a)
	return e
}

// requestID is what a request id looks like that has to be echoed.
var requestID = regexp.MustCompile(`^[A-Za-z0-9._~-]{1,64}$`)

// What can become of a request's id.
const (
	idEchoed      = "echoed"
	idMade        = "made" // by the build
	idMissing     = "missing"
	idMalformed   = "malformed"
	idNotInstance = "not-the-instance" // a problem has another one
)

// echo says what became of a request's id.
func echo(sent string, e *wire.Exchange) string {
	got := e.ResponseHeader.Get(wire.RequestHeader)
	var p struct {
		Instance string `json:"instance"`
	}
	switch {
	case got == "":
		return idMissing
	case !requestID.MatchString(got):
		return idMalformed
	case wire.MediaType(e.ResponseHeader) == wire.ProblemType && (json.Unmarshal(e.ResponseBody, &p) != nil || p.Instance != got):
		return idNotInstance
	case got == sent:
		return idEchoed
	}
	return idMade
}

// answer writes an exchange down, without the secrets that it should not hold.
func (r *raw) answer(what string, e *wire.Exchange) RawAnswer {
	a := RawAnswer{What: what, Status: e.Status, Type: wire.MediaType(e.ResponseHeader)}
	var p struct {
		Reason      string          `json:"reason"`
		Requirement string          `json:"requirement"`
		Now         voucher.Instant `json:"now"`
	}
	if json.Unmarshal(e.ResponseBody, &p) == nil {
		a.Reason, a.Demand = p.Reason, p.Requirement
		if p.Now != 0 {
			a.Clock = p.Now.String()
		}
	}
	a.NoWait = (e.Status == http.StatusTooManyRequests || e.Status == http.StatusServiceUnavailable) && !wholeSeconds.MatchString(e.ResponseHeader.Get("Retry-After"))
	a.Leaks = r.canary.in(string(e.ResponseBody) + "\n" + headerText(e.ResponseHeader))
	body := r.canary.hide(string(e.ResponseBody))
	a.Body = strings.ToValidUTF8(body[:min(len(body), rawShown)], "?")
	return a
}

// wholeSeconds is what the contract has in Retry-After.
var wholeSeconds = regexp.MustCompile(`^[0-9]{1,9}$`)

// wireCase is one check of the wire.
type wireCase struct {
	name        string
	requirement voucher.RequirementID
	title       voucher.Text
	ask         func(r *raw, t *till)
	// wrong says what an answer has to be, as a clause; "" where it is that.
	wrong func(a *RawAnswer) string
	// alike says that all answers have to be the same.
	alike bool
	needs []Ability // more than a wire, a clock and worlds
}

// wireChecks are what only a wire has.
var wireChecks = sync.OnceValue(func() []Check { return wired(wireCases, SuiteWire, "wire_") })

// wired are the checks of cases of one suite.
func wired(cases []wireCase, suite Suite, prefix string) (all []Check) {
	for i := range cases {
		c := &cases[i]
		all = append(all, Check{ID: string(c.requirement) + "/" + prefix + c.name, Suite: suite, Requirement: c.requirement,
			Level: level(c.requirement, false), Title: c.title, Needs: append([]Ability{NeedsWire, NeedsClock, NeedsWorlds}, c.needs...),
			ask: func(ctx context.Context, a *asker) error {
				r, t, err := enterRaw(ctx, a)
				if err != nil {
					return err
				}
				a.transcript.Counts[countLeading] = int64(len(t.system.told.Steps))
				c.ask(r, t)
				if r.err == nil {
					r.err = t.err
				}
				return r.err
			},
			judge: func(t *Transcript, _ *bench) Finding { return judgeWire(c, t) }})
	}
	return all
}

func judgeWire(c *wireCase, t *Transcript) Finding {
	if len(t.Raw) == 0 {
		return Finding{Verdict: Blocked, Why: whyUnasked(t.Err)}
	}
	for world, told := range t.Worlds {
		if f := refusedBefore(told, min(int(t.Counts[countLeading]), len(told.Steps))); f != nil {
			f.World = world
			return *f
		}
	}
	for i := range t.Raw {
		a := &t.Raw[i]
		wrong := c.wrong(a)
		if first := &t.Raw[0]; c.alike && (a.Body != first.Body || a.Status != first.Status) {
			wrong = sameAnswerAgain.line("status", first.Status, "body", first.Body)
		}
		if wrong != "" {
			return Finding{Verdict: Fail, Step: -1, Expected: []string{a.What, wrong}, Got: []string{a.line(c.alike)}}
		}
	}
	return pass
}

// line writes what a transcript keeps of an answer, for a failure's screen, with
// its body where that is compared.
func (a *RawAnswer) line(whole bool) string {
	pairs := []any{"status", a.Status}
	for _, fact := range [][2]string{
		{"type", a.Type}, {"reason", a.Reason}, {"requirement", a.Demand}, {"request_id", a.ID}, {"clock", a.Clock}, {"leaks", strings.Join(a.Leaks, ", ")},
	} {
		if fact[1] != "" {
			pairs = append(pairs, fact[0], fact[1])
		}
	}
	if whole {
		pairs = append(pairs, "body", a.Body)
	}
	return answerWas.line(pairs...)
}

// problemWith holds an answer to be a problem with one of some statuses and, where
// one is given, a reason.
func problemWith(reason string, statuses ...int) func(*RawAnswer) string {
	return func(a *RawAnswer) string {
		if !slices.Contains(statuses, a.Status) || a.Type != wire.ProblemType || (reason != "" && a.Reason != reason) {
			want := []any{"status", strings.Trim(strings.Join(strings.Fields(fmt.Sprint(statuses)), ", "), "[]"), "type", wire.ProblemType}
			if reason != "" {
				want = append(want, "reason", reason)
			}
			return answerHas.line(want...)
		}
		return ""
	}
}
