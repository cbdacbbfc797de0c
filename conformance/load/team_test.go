package load_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/load"
	"github.com/vouch-kz/vouch/reference"
)

// gathered is a team within this process. It keeps what agents send, and loses the one
// with the number lose, from 1, in the middle.
type gathered struct {
	lose int
	drop int // of the first agent, the second that is lost on the way, from 1
	mu   sync.Mutex
	sent map[int][][]byte // by agent, from 0
}

func (g *gathered) team(agents int) *load.Team { return &load.Team{Agents: agents, Drive: g.drive} }

func (g *gathered) drive(ctx context.Context, orders [][]byte, heard func(int, []byte) error) ([]load.Ended, error) {
	g.sent = map[int][][]byte{}
	ended := make([]load.Ended, len(orders))
	errs := make([]error, len(orders))
	hear := func(i int, sealed []byte) {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.sent[i] = append(g.sent[i], sealed)
		errs[i] = errors.Join(errs[i], heard(i, sealed))
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	begin := time.Now().Add(100 * time.Millisecond)
	var all sync.WaitGroup
	for i, order := range orders {
		ended[i] = load.Ended{Name: fmt.Sprintf("a-%d", i+1), Host: "a", Uncertain: time.Duration(i) * time.Millisecond}
		a, err := load.ReadOrder(order)
		if err != nil {
			return nil, err
		}
		all.Go(func() {
			second := 0
			a.Drive(ctx, begin, func(sealed []byte) {
				if second++; i > 0 || second != g.drop {
					hear(i, sealed)
				}
			})
			if i+1 == g.lose {
				ended[i].Lost = "no sign of it"
				stop()
				hear(i, nil)
				return
			}
			for _, one := range a.Bring() {
				hear(i, one)
			}
		})
	}
	all.Wait()
	return ended, errors.Join(errs...)
}

// together drives a course by several agents.
func together(t *testing.T, to load.Target, o load.Options, c *load.Course, g *gathered, agents int) *load.Result {
	t.Helper()
	c.Team = g.team(agents)
	r, err := load.Run(t.Context(), to, o, c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestSeveralAgentsAreOne: the plan is that of one process with the same seed, figures
// add up, and the money is held against the books of all.
func TestSeveralAgentsAreOne(t *testing.T) {
	o := load.Options{Families: 61, Stores: 3, Hot: 1, Shares: often(), Seed: 4, Connections: 8}
	c := course(t, "step:3", 200, 1500*time.Millisecond, "errors<=0%,rate>=1")
	var told load.Progress
	o.Watch = func(p load.Progress) { told = p }
	r := together(t, served(t, reference.World{}), o, c, &gathered{}, 3)
	if got := broken(r.Money); len(got) > 0 || !r.Money.Certain() {
		t.Fatalf("assertions %v do not hold, unread %q, want all to hold\n%s", got, r.Money.Unread, samples(r.Money))
	}
	for _, a := range r.Money.Asserted {
		if a.Checked == 0 {
			t.Errorf("%s was held against nothing, want every assertion exercised over agents", a.Assertion)
		}
	}
	d := &r.Drives[0]
	_, digest := load.Portion(o, c.Profile, 0, 1)
	if want := fmt.Sprintf("%016x", digest); d.Digest != want {
		t.Errorf("the plan has the digest %s, want %s, that of one process with the seed", d.Digest, want)
	}
	whole, _ := load.Portion(o, c.Profile, 0, 1)
	if d.Planned != int64(len(whole)) || d.Offered != d.Planned || told.Planned != d.Planned || len(d.Seconds) == 0 {
		t.Errorf("planned %d, offered %d, told %d in %d seconds, want the %d of the plan", d.Planned, d.Offered, told.Planned, len(d.Seconds), len(whole))
	}
	var planned, requests, families int64
	var lateness int64
	for i := range r.Agents {
		a := &r.Agents[i]
		planned, requests, families = planned+a.Driven.Planned, requests+a.Driven.Requests, families+int64(a.Families)
		lateness += a.Driven.LateHistory.TotalCount()
		if a.Driven.Digest != d.Digest {
			t.Errorf("agent %d passed a plan with the digest %s, want %s", i+1, a.Driven.Digest, d.Digest)
		}
	}
	if len(r.Agents) != 3 || planned != d.Planned || requests != d.Requests || families != int64(o.Families) || lateness != d.LateHistory.TotalCount() {
		t.Errorf("%d agents with %d journeys, %d requests, %d families and %d instants, want the sums to be those of all: %d, %d, %d", len(r.Agents), planned, requests, families, lateness,
			d.Planned, d.Requests, o.Families)
	}
	if r.StartSpread != 3*time.Millisecond {
		t.Errorf("agents may have begun %v apart, want 3 ms, the two largest uncertainties", r.StartSpread)
	}
	if r.Money.Purchases < 100 || !r.Objectives[0].Met || !r.Objectives[1].Met {
		t.Errorf("%d purchases, objectives %+v, want some hundred and both met", r.Money.Purchases, r.Objectives)
	}
}

// TestASecondThatIsLostShiftsNoOther: agents tell of a second once. One that does not
// come leaves a gap until the figures come, and each other one stands in its place.
func TestASecondThatIsLostShiftsNoOther(t *testing.T) {
	o := load.Options{Families: 60, Stores: 3, Shares: often(), Seed: 4, Connections: 8}
	for _, drop := range []int{1, 2} {
		r := together(t, served(t, reference.World{}), o, course(t, "ramp:10", 200, 2500*time.Millisecond, ""), &gathered{drop: drop}, 2)
		one, other := r.Agents[0].Driven.Seconds, r.Agents[1].Driven.Seconds
		got := r.Drives[0].Seconds
		if len(got) != max(len(one), len(other)) || len(got) < 3 {
			t.Fatalf("second %d lost: %d seconds of %d and %d, want as many", drop, len(got), len(one), len(other))
		}
		for n := range got {
			var begun, answered int64
			for _, agent := range [][]load.Second{one, other} {
				if n < len(agent) {
					begun, answered = begun+agent[n].Offered, answered+agent[n].Completed
				}
			}
			if got[n].Offered != begun || got[n].Completed != answered || got[n].At < float64(n) {
				t.Errorf("second %d lost: second %d ends at %.2f with %d begun and %d answered, want %d and %d, what both agents counted in it", drop, n+1, got[n].At, got[n].Offered, got[n].Completed, begun, answered)
			}
		}
	}
}

func TestSeveralAgentsActivateGasVouchersOnce(t *testing.T) {
	o := load.Options{Workload: load.Gas, Families: 400, Shares: often(), Seed: 1, Connections: 8}
	r := together(t, served(t, reference.World{}), o, course(t, "constant", 200, time.Second, ""), &gathered{}, 2)
	if got := broken(r.Money); len(got) > 0 || !r.Money.Certain() || r.Money.Confirmed < 100 {
		t.Fatalf("assertions %v do not hold, unread %q, %d confirmed, want all to hold and some hundred confirmed\n%s", got, r.Money.Unread, r.Money.Confirmed, samples(r.Money))
	}
}

// TestClosedClientsAreSharedOut: a closed model has no plan, and its clients are parted.
func TestClosedClientsAreSharedOut(t *testing.T) {
	o := load.Options{Families: 60, Stores: 3, Shares: often(), Seed: 1, Closed: 5}
	r := together(t, served(t, reference.World{}), o, course(t, "constant", 1, 700*time.Millisecond, ""), &gathered{}, 2)
	if got := broken(r.Money); len(got) > 0 || !r.Money.Certain() || r.Money.Purchases < 10 {
		t.Fatalf("assertions %v do not hold, unread %q, %d purchases, want all to hold\n%s", got, r.Money.Unread, r.Money.Purchases, samples(r.Money))
	}
	d := &r.Drives[0]
	for _, s := range d.Seconds {
		if s.Planned != 0 || d.Profile != "closed:5" {
			t.Errorf("%s with %.1f/s planned, want closed:5 and no rate: nothing is planned", d.Profile, s.Planned)
		}
	}
	if a, b := r.Agents[0].Driven.InFlightMost, r.Agents[1].Driven.InFlightMost; a > 3 || b > 2 {
		t.Errorf("%d and %d clients at a time, want 3 and 2 of the 5 at most", a, b)
	}
}

// TestWrongBuildsAreSeenOverAgents: what the books of all agents say together is held
// against wallets, stores and sums, and each family's book against every order.
func TestWrongBuildsAreSeenOverAgents(t *testing.T) {
	for _, tt := range []struct {
		name  string
		world wrong
		want  load.Assertion
	}{
		{"double apply", wrong{every: 20, do: doubles}, load.OncePerKey},
		{"lost, in no order", wrong{every: 20, do: loses}, load.InOneOrder},
		{"rounding", wrong{every: 20, do: rounds}, load.RuleHolds},
		{"key ignored", wrong{every: 3, do: ignores}, load.SameAnswer},
		{"store", wrong{every: 1, show: forgetsStore}, load.StoresCredited},
		{"sums", wrong{every: 1, show: forgetsSum}, load.SumsAgree},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := load.Options{Families: 20, Stores: 2, Hot: 0.5, Shares: often(), Seed: 3, Connections: 8}
			r := together(t, served(t, tt.world), o, course(t, "constant", 300, 700*time.Millisecond, ""), &gathered{}, 2)
			if got := broken(r.Money); !slices.Contains(got, tt.want.String()) || r.Verdict() != load.MoneyWrong {
				t.Errorf("verdict %s, assertions %v do not hold, want %s among them", r.Verdict(), got, tt.want)
			}
		})
	}
}

// TestAnUnknownOfAnAgentIsResolvedByTheAskingSide: the book of an agent holds the request
// itself, so that its key can be repeated from elsewhere.
func TestAnUnknownOfAnAgentIsResolvedByTheAskingSide(t *testing.T) {
	does := func(w http.ResponseWriter, r *http.Request, h http.Handler) {
		h.ServeHTTP(httptest.NewRecorder(), r)
		if c, _, err := w.(http.Hijacker).Hijack(); err == nil {
			_ = c.Close()
		}
	}
	o := load.Options{Families: 20, Stores: 2, Shares: often(), Seed: 5, Connections: 8}
	r := together(t, failing(t, reference.World{}, 11, does), o, course(t, "constant", 200, 700*time.Millisecond, ""), &gathered{}, 2)
	if got := broken(r.Money); len(got) > 0 || r.Money.Unknown == 0 || r.Money.Resolved != r.Money.Unknown {
		t.Errorf("assertions %v do not hold, %d unknown and %d resolved, want all to hold and all resolved\n%s", got, r.Money.Unknown, r.Money.Resolved, samples(r.Money))
	}
}

// TestALostAgentIsTold: its books are gone, and what is certain without them is checked
// all the same: the others' families to the tiyn, and that stores have no less.
func TestALostAgentIsTold(t *testing.T) {
	for _, tt := range []struct {
		name  string
		world wrong
		load  load.Workload
		want  load.Verdict
	}{
		{"the money of the others is right", wrong{every: 1}, load.Food, load.NotTrusted},
		{"the money of the others is wrong", wrong{every: 20, do: doubles}, load.Food, load.MoneyWrong},
		{"gas", wrong{every: 1}, load.Gas, load.NotTrusted},
	} {
		o := load.Options{Workload: tt.load, Families: 200, Stores: 2, Hot: 0.5, Shares: often(), Seed: 3, Connections: 8}
		r := together(t, served(t, tt.world), o, course(t, "constant", 200, 700*time.Millisecond, ""), &gathered{lose: 2}, 2)
		why := fmt.Sprint(r.Because)
		if r.Verdict() != tt.want || !strings.Contains(why, "agent-lost of agent 2 (a-2), Cause no sign of it") || !strings.Contains(why, "Families 100") {
			t.Errorf("%s: verdict %s because %q, want %s and it said which agent was lost and how many families went with it\n%s", tt.name, r.Verdict(), why, tt.want, samples(r.Money))
		}
		if r.Money.Unbooked != 100 || r.Money.Certain() || r.Money.Unread != "" || r.Agents[1].Driven != nil || r.Agents[0].Driven == nil {
			t.Errorf("%s: %d families without a book, unread %q, want 100 and what could be read read", tt.name, r.Money.Unbooked, r.Money.Unread)
		}
	}
}

// TestWhatAgentsSendIsHeldAgainstItself: what is torn, of another version, somebody
// else's or sent twice is refused, and says why.
func TestWhatAgentsSendIsHeldAgainstItself(t *testing.T) {
	g := &gathered{}
	o := load.Options{Families: 20, Stores: 2, Shares: often(), Seed: 5, Connections: 8}
	c := course(t, "constant", 200, 300*time.Millisecond, "")
	together(t, served(t, reference.World{}), o, c, g, 2)
	of := func(letter string) []byte {
		for _, one := range g.sent[0] {
			if bytes.HasPrefix(one, []byte("vouch load 1\n"+letter)) {
				return one
			}
		}
		t.Fatalf("the agent sent no message %q", letter)
		return nil
	}
	book, figures, second := of("b"), of("f"), of("s")
	late := bytes.Replace(second[14:len(second)-sha256.Size], []byte(`{"N":1,`), []byte(`{"N":1000000000,`), 1)
	torn := slices.Clone(book)
	torn[len(torn)/2] ^= 1
	later := sealed("vouch load 2\n", "b", nil)
	for _, tt := range []struct {
		name  string
		agent int
		sent  [][]byte
		want  string
	}{
		{"torn", 0, [][]byte{torn}, "torn"},
		{"cut", 0, [][]byte{book[:len(book)-1]}, "torn"},
		{"of another version", 0, [][]byte{later}, "another version"},
		{"no message", 0, [][]byte{[]byte("hello, is somebody there who would like to hear of a load, or of some other thing?")}, "no message"},
		{"no message, short", 0, [][]byte{{}}, "no message"},
		{"of no kind", 0, [][]byte{sealed("vouch load 1\n", "x", nil)}, "no agent sends"},
		{"books of the other's families", 1, [][]byte{book}, "comes from agent 2 of 2"},
		{"books twice", 0, [][]byte{book, book}, "comes twice"},
		{"figures twice", 0, [][]byte{figures, figures}, "came already"},
		{"figures of more steps", 0, [][]byte{sealed("vouch load 1\n", "f", []byte(`{"Timed":[{"Step":1,"Op":"journey"}]}`))}, "step 2 of 1"},
		{"figures of no request", 0, [][]byte{sealed("vouch load 1\n", "f", []byte(`{"Timed":[{"Step":0,"Op":"steal"}]}`))}, `figures of "steal"`},
		{"figures below zero", 0, [][]byte{sealed("vouch load 1\n", "f", []byte(`{"Planned":-1}`))}, "below zero"},
		{"a cut book", 0, [][]byte{sealed("vouch load 1\n", "b", book[14:40])}, "ends too early"},
		{"a second twice", 0, [][]byte{second, second}, "came already"},
		{"a second after any end", 0, [][]byte{sealed("vouch load 1\n", "s", late)}, "second 1000000000 of a drive of"},
		{"a second without a number", 0, [][]byte{sealed("vouch load 1\n", "s", []byte(`{}`))}, "number 0"},
	} {
		if err := load.Heard(t, o, c, 2, tt.agent, tt.sent...); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want an error that says %q", tt.name, err, tt.want)
		}
	}
	if err := load.Heard(t, o, c, 2, 0, figures, book); err != nil {
		t.Errorf("the same as it was sent: %v, want it read", err)
	}
}

// sealed makes a message of any bytes.
func sealed(magic, letter string, body []byte) []byte {
	message := append([]byte(magic+letter), body...)
	sum := sha256.Sum256(message)
	return append(message, sum[:]...)
}

// TestAnOrderThatCannotBeDrivenIsRefused: each says why.
func TestAnOrderThatCannotBeDrivenIsRefused(t *testing.T) {
	usual := `"Index":0,"Of":2,"URL":"http://127.0.0.1:1","Workload":"gas","Families":2,"Connections":1,"Timeout":1000,"People":[{}],"Profile":{"Name":"constant","Stretch":[{"For":1000,"From":1,"To":1}]}`
	if _, err := load.ReadOrder(sealed("vouch load 1\n", "o", []byte("{"+usual+"}"))); err != nil {
		t.Fatalf("the usual order: %v, want it read", err)
	}
	for _, tt := range []struct{ name, from, to, want string }{
		{"an agent too many", `"Index":0`, `"Index":2`, "agent 3 of 2"},
		{"none", `"Of":2`, `"Of":0`, "agent 1 of 0"},
		{"more agents than families", `"Families":2`, `"Families":1`, "1 families for 2 agents"},
		{"no workload", `"gas"`, `"bread"`, `workload "bread"`},
		{"the wrong number of people", `[{}]`, `[{},{}]`, "2 recipients"},
		{"the wrong number of families", `"gas"`, `"food"`, "0 families of its own"},
		{"no connections", `"Connections":1`, `"Connections":0`, "without connections"},
		{"no stretch", `"For":1000`, `"For":0`, "a stretch of 0s"},
		{"a rate below zero", `"From":1`, `"From":-1`, "from -1"},
		{"no address", `http://127.0.0.1:1`, `nowhere`, "no address"},
		{"something new", `"Index":0`, `"Index":0,"Colour":1`, "unknown field"},
		{"certificates that are none", `"Index":0`, `"Index":0,"Trust":"AAAA"`, "no certificate"},
	} {
		changed := strings.Replace(usual, tt.from, tt.to, 1)
		if changed == usual {
			t.Fatalf("%s: nothing is changed", tt.name)
		}
		if _, err := load.ReadOrder(sealed("vouch load 1\n", "o", []byte("{"+changed+"}"))); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want an error that says %q", tt.name, err, tt.want)
		}
	}
	if _, err := load.ReadOrder(sealed("vouch load 1\n", "b", nil)); err == nil || !strings.Contains(err.Error(), "instead of an order") {
		t.Errorf("a book: %v, want it said that it is no order", err)
	}
}
