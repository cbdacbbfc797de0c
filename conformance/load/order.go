package load

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// AgentsMost is how many agents may drive one plan.
const AgentsMost = 1000

// order is all that an agent has to know of a run. It holds tokens of the families that
// are the agent's own and of the stores, in a world that was made for this run
// (BOTH-PRIVACY-001): whoever carries it has to keep it from others.
type order struct {
	Index, Of   int
	URL         string
	Header      http.Header
	Trust       []byte // certificates in PEM
	Workload    Workload
	Families    int
	Hot         float64
	Shares      Shares
	Seed        uint64
	Connections int
	Timeout     time.Duration
	LateLimit   time.Duration
	Closed      int
	Profile     Profile
	Poisson     bool
	Month       voucher.Month
	Homes       []orderedHome      // of the food programme, in the order of their numbers
	Stores      []string           // headers
	People      []orderedRecipient // of the gas programme
}

type orderedHome struct {
	Headers        string
	Credited, Left voucher.Money
}

type orderedRecipient struct {
	Headers  string
	Provider voucher.ProviderID
	Number   voucher.AccountNumber
}

// orders writes what each of so many agents has to drive.
func (s *Session) orders(p *Profile, poisson bool, of int) (all [][]byte, err error) {
	for index := range of {
		o := &s.options
		to := order{Index: index, Of: of, URL: s.target.URL, Header: s.target.Header, Trust: s.target.Trust, Workload: o.Workload, Families: o.Families, Hot: o.Hot,
			Shares: o.Shares, Seed: o.Seed, Connections: o.Connections, Timeout: o.Timeout, LateLimit: o.LateLimit, Profile: *p, Poisson: poisson, Month: s.town.month, Stores: s.town.stores}
		part := portion{index, of}
		if o.Closed > 0 {
			to.Closed = part.count(o.Closed)
		}
		for i, f := range s.town.families {
			if part.has(i) {
				to.Homes = append(to.Homes, orderedHome{f.headers, f.credited, voucher.Money(f.left.Load())})
			}
		}
		if s.town.gas != nil {
			for i, one := range s.town.gas.people {
				if part.has(i) {
					to.People = append(to.People, orderedRecipient{one.headers, one.provider, one.number})
				}
			}
		}
		body, err := json.Marshal(&to)
		if err != nil {
			return nil, fmt.Errorf("the order of agent %d: %w", index+1, err)
		}
		all = append(all, seal(orderLetter, body))
	}
	return all, nil
}

// readOrder reads an order and holds it against itself.
func readOrder(sealed []byte) (*order, error) {
	l, body, err := unseal(sealed)
	if err != nil {
		return nil, err
	}
	if l != orderLetter {
		return nil, fmt.Errorf("a message of kind %q instead of an order", l)
	}
	o := new(order)
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(o); err != nil {
		return nil, fmt.Errorf("an order that cannot be read: %w", err)
	}
	if err := o.impossible(); err != nil {
		return nil, err
	}
	return o, nil
}

// impossible says what of an order cannot be driven; nil: nothing.
func (o *order) impossible() error {
	part := portion{o.Index, o.Of}
	switch {
	case o.Of < 1 || o.Of > AgentsMost || o.Index < 0 || o.Index >= o.Of:
		return fmt.Errorf("an order for agent %d of %d", o.Index+1, o.Of)
	case o.Families < o.Of || o.Families > PeopleMost:
		return fmt.Errorf("an order with %d families for %d agents", o.Families, o.Of)
	case o.Connections < 1 || o.Timeout <= 0 || o.Closed < 0:
		return errors.New("an order without connections or without time for an answer")
	case o.Workload == Food && (len(o.Homes) != part.count(o.Families) || len(o.Stores) == 0 || len(o.People) > 0):
		return fmt.Errorf("an order with %d families of its own and %d stores, and %d families in all", len(o.Homes), len(o.Stores), o.Families)
	case o.Workload == Gas && (len(o.People) != part.count(o.Families) || len(o.Homes) > 0):
		return fmt.Errorf("an order with %d recipients of its own and %d in all", len(o.People), o.Families)
	case o.Workload != Food && o.Workload != Gas:
		return fmt.Errorf("an order for the workload %q", o.Workload)
	case !(o.Hot >= 0) || o.Hot > 10 || len(o.Profile.Stretch) == 0:
		return errors.New("an order without a profile")
	}
	for _, s := range o.Profile.Stretch {
		if s.For <= 0 || !(s.From >= 0 && s.To >= 0) || math.IsInf(s.From+s.To, 0) {
			return fmt.Errorf("an order with a stretch of %v from %g to %g a second", s.For, s.From, s.To)
		}
	}
	return nil
}

// Agent is one of several that drive a plan together: it drives the journeys of its own
// families, and knows no others.
type Agent struct {
	session *Session
	drive   *Drive
}

// keysOfAgent is how far the keys of one agent lie from those of the next, and the first
// from those with which the town was set up.
const keysOfAgent = 1 << 40

// ReadOrder makes an agent of the order that the asking side wrote for it. The error
// says why it is none: torn, of another version of vouch, or impossible.
func ReadOrder(sealed []byte) (*Agent, error) {
	o, err := readOrder(sealed)
	if err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	s := &Session{target: Target{URL: o.URL, Header: o.Header}, town: &town{month: o.Month, stores: o.Stores}, portion: portion{o.Index, o.Of},
		stream: simulator.NewStream(o.Seed, forJourney, 0), ledger: newLedger(), opened: time.Now(),
		options: Options{Workload: o.Workload, Families: o.Families, Stores: len(o.Stores), Hot: o.Hot, Shares: o.Shares, Seed: o.Seed, Connections: o.Connections,
			Timeout: o.Timeout, LateLimit: o.LateLimit, Closed: o.Closed}}
	s.options.fill()
	if len(o.Trust) > 0 {
		if s.target.Secure, err = wire.TrustingPEM(o.Trust); err != nil {
			return nil, fmt.Errorf("load: an order: %w", err)
		}
	}
	if err := s.reach(); err != nil {
		return nil, err
	}
	s.keys.Store(uint64(o.Index+1) * keysOfAgent)
	s.peopled(o)
	s.weigh()
	return &Agent{session: s, drive: s.newDrive(&o.Profile, o.Poisson)}, nil
}

// peopled lets those live in the town who are the agent's own. In the places of all
// others stands nobody: to ask one would be a fault of this package.
func (s *Session) peopled(o *order) {
	t, all := s.town, s.portion.all()
	if o.Workload == Gas {
		t.gas = &gasTown{people: make([]*recipient, o.Families)}
		for n, one := range o.People {
			t.gas.people[n*all+o.Index] = &recipient{headers: one.Headers, provider: one.Provider, number: one.Number, fate: refused}
		}
		return
	}
	t.families = make([]*family, o.Families)
	t.hotHomes, t.hotShops = zipf(o.Families, o.Hot), zipf(len(o.Stores), o.Hot)
	for n, one := range o.Homes {
		f := &family{headers: one.Headers, credited: one.Credited}
		f.left.Store(int64(one.Left))
		t.families[n*all+o.Index] = f
	}
}

// String says what the agent drives, without anybody's token.
func (a *Agent) String() string {
	s := a.session
	return fmt.Sprintf("agent %d of %d: %d of %d families, %s for %v against %s", s.portion.index+1, s.portion.all(), s.portion.count(s.options.Families), s.options.Families,
		a.drive.name(), a.drive.Profile.Span(), s.target.URL)
}

// Drive drives the agent's portion of the plan, which begins at an instant, and returns
// when it is over or ctx is. A message for the asking side goes to say every second.
func (a *Agent) Drive(ctx context.Context, begin time.Time, say func(sealed []byte)) {
	n := 0
	a.drive.noted = func(p *Progress, i *interval) {
		n++
		say(sealSecond(n, p, i))
	}
	a.drive.from(ctx, begin)
}
