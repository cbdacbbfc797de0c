package load

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// The town of the gas programme: listed before the 7th of January, asked on it, and
// driven on the evening of the 29th, the last on which a voucher can be activated
// (GAS-WINDOW-001). Its list goes to the providers on the 30th (GAS-DISPATCH-001).
const almaty voucher.Territory = 750000000

var (
	gasListed = voucher.At(2026, 1, 6, 20, 0, 0)
	gasAsked  = voucher.At(2026, 1, 7, 12, 0, 0)
	gasBegins = voucher.At(2026, 1, 29, 18, 0, 0)
	gasSent   = voucher.At(2026, 1, 30, 12, 0, 0)
)

const (
	gasProviders  = 3
	accountDigits = 9
)

// recipient is one person with an opened voucher, who activates it once.
type recipient struct {
	headers  string
	provider voucher.ProviderID
	number   voucher.AccountNumber

	mu      sync.Mutex
	fate    fate
	asked   bool   // to confirm
	request []byte // the confirmation, where it had no answer
}

// gasTown is who activates.
type gasTown struct {
	people []*recipient
}

// newGasTown lists people with an account each, lets them say yes, and waits for the
// evening.
func (s *Session) newGasTown(ctx context.Context) error {
	o := &s.options
	setup := &voucher.Setup{At: gasListed}
	g := new(gasTown)
	for range gasProviders {
		setup.Providers = append(setup.Providers, voucher.ProviderSetup{Territory: almaty})
	}
	for i := range o.Families {
		p := &recipient{provider: voucher.ProviderID(i%gasProviders + 1), number: voucher.MakeAccountNumber(uint64(i+1), accountDigits), fate: refused}
		g.people = append(g.people, p)
		setup.People = append(setup.People, voucher.PersonSetup{Device: true})
		setup.Accounts = append(setup.Accounts, voucher.AccountSetup{Provider: p.provider, Number: p.number, Class: voucher.Boiler, People: 3, Owner: voucher.PersonID(i + 1)})
	}
	wire.DrawSecret(setup)
	system, err := s.target.Client.Open(context.WithoutCancel(ctx), setup) // the world outlives an interrupt: its money is still checked
	if err != nil {
		return s.unopened(err)
	}
	s.town.system, s.town.gas, s.town.month, s.began = system, g, gasBegins.Month(), gasBegins
	s.say("%d recipients of the gas programme in the world of the build", len(g.people))
	return s.openGas(ctx, g)
}

func (s *Session) openGas(ctx context.Context, g *gasTown) error {
	var rows []voucher.GasListRow
	for i := range g.people {
		rows = append(rows, voucher.GasListRow{Person: voucher.PersonID(i + 1), Reasons: voucher.SocialAssistance, Residence: almaty})
	}
	for part := range slices.Chunk(rows, listRows) {
		if _, err := s.do(ctx, voucher.ListOwner, 0, &voucher.UpdateGasList{Rows: part}); err != nil {
			return err
		}
	}
	if _, err := s.town.system.Advance(ctx, gasAsked); err != nil {
		return s.unopened(err)
	}
	err := inParallel(ctx, len(g.people), func(ctx context.Context, i int) (err error) {
		if _, err = s.do(ctx, voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: voucher.PersonID(i + 1), Text: "1"}); err != nil {
			return err
		}
		g.people[i].headers, err = s.headers(ctx, voucher.Actor{Role: voucher.Citizen, ID: uint32(i + 1)})
		return err
	})
	if err != nil {
		return err
	}
	_, err = s.town.system.Advance(ctx, gasBegins)
	return s.unopened(err)
}

// activate is one journey of the gas programme: account, offer, confirmation. The
// number of the journey is that of the recipient.
func (w *worker) activate(due time.Duration, number uint64) bool {
	s := w.session
	g := s.town.gas
	i := int(number - 1)
	if i >= len(g.people) {
		w.meter.skip(1) // everybody has been here
		return false
	}
	p := g.people[i]
	person := `{"person":"` + strconv.Itoa(i+1) + `"`
	begun := w.now()
	r := &w.replies[0]
	entered := w.step1(Enter, due, p, person+`,"provider":"`+strconv.Itoa(int(p.provider))+`","account":"`+p.number.String()+`"}`)
	if entered.err != nil || r.refused {
		return false
	}
	offered := w.step1(Offer, entered.back, p, person+`,"edition":`+strconv.FormatUint(uint64(r.Edition), 10)+"}")
	if offered.err != nil || r.refused {
		return false
	}
	confirmed := w.step1(Confirm, offered.back, p, person+"}")
	w.meter.timed(Journey, w.step, confirmed.back-due, confirmed.back-begun)
	p.confirmed(&confirmed, r, w.request[0])
	if confirmed.err != nil {
		return false
	}
	w.afterConfirm(i, p, number, confirmed.back)
	return !r.refused
}

// step1 is one request of an activation.
func (w *worker) step1(op Op, due time.Duration, p *recipient, body string) turn {
	s := w.session
	word := map[Op]string{Enter: "enter_account", Offer: "accept_offer", Confirm: "confirm"}[op]
	w.body = append(w.body[:0], body...)
	w.request[0] = s.post(w.request[0][:0], p.headers, word, s.keys.Add(1), w.body)
	return w.ask(w.links[0], op, due, w.request[0], &w.replies[0])
}

// confirmed writes down how a confirmation ended.
func (p *recipient) confirmed(t *turn, r *reply, request []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = true
	switch {
	case t.err != nil && !troubleOf(t.err).kind.sent():
		p.asked = false
	case t.err != nil:
		p.fate, p.request = openFate(t.err), slices.Clone(request)
	case !r.refused:
		p.fate = accepted
	}
}

// afterConfirm repeats a confirmation, and looks at the wallet.
func (w *worker) afterConfirm(i int, p *recipient, number uint64, due time.Duration) {
	s := w.session
	t := &trip{number: number}
	if simulator.Chance(w.draw(t, drawRepeat), s.options.Shares.Repeat) {
		again := w.ask(w.links[0], Repeat, due, w.request[0], &w.replies[2])
		if again.err == nil {
			s.ledger.check(SameAnswer, w.replies[2].same(&w.replies[0]), "person %d: a confirmation answered %s was answered %s under the same key", i+1, w.replies[0].word(), w.replies[2].word())
		}
		due = again.back
	}
	if !simulator.Chance(w.draw(t, drawWallet), s.options.Shares.Wallet) {
		return
	}
	w.request[2] = s.get(w.request[2][:0], p.headers, voucher.AskGasWallet.String(), s.gasQuery(i))
	w.ask(w.links[0], Wallet, due, w.request[2], &w.replies[2])
}

func (s *Session) gasQuery(i int) string { return fmt.Sprintf("person=%d&month=%s", i+1, s.town.month) }

// checkGas is Check for the gas programme: whose confirmation was acknowledged has an
// active voucher and stands on one list once, and nobody else does.
func (s *Session) checkGas(ctx context.Context, m *Money) error {
	g := s.town.gas
	l := &link{dialer: s.dialer}
	defer l.close()
	s.say("reading %d wallets", len(g.people))
	for i, p := range g.people {
		if s.unbooked(i) {
			m.Unbooked++
			continue
		}
		if was := p.fate; was.open() {
			m.count(was)
			var r reply
			if err := s.again(ctx, l, p.request, func(a *answer) error { return readReply(a, &r) }); err == nil {
				m.settle(was)
				p.fate = refused
				if !r.refused {
					p.fate = accepted
				}
			}
		}
		if p.fate == accepted {
			m.Confirmed++
		}
		var record struct {
			Gas struct {
				State string `json:"state"`
			} `json:"gas"`
		}
		if err := s.patiently(ctx, l, s.get(nil, p.headers, voucher.AskGasWallet.String(), s.gasQuery(i)), &record); err != nil {
			return fmt.Errorf("the wallet of person %d: %w", i+1, err)
		}
		if !p.fate.open() {
			active := record.Gas.State == voucher.Active.String()
			s.ledger.check(WalletsEnd, active == (p.fate == accepted), "person %d: acknowledged: %v; the wallet shows the voucher %s", i+1, p.fate == accepted, record.Gas.State)
		}
	}
	return s.checkLists(ctx, g)
}

// checkLists holds the lists to the providers against what was acknowledged.
func (s *Session) checkLists(ctx context.Context, g *gasTown) error {
	if _, err := s.town.system.Advance(ctx, gasSent); err != nil {
		return err
	}
	rows := map[voucher.ProviderID]map[voucher.AccountNumber]int{}
	for id := voucher.ProviderID(1); id <= gasProviders; id++ {
		r, err := s.town.system.Query(ctx, &voucher.Query{Kind: voucher.AskProviderList, Provider: id, Month: s.town.month,
			Actor: voucher.Actor{Role: voucher.GasProvider, ID: uint32(id)}})
		switch {
		case err != nil:
			return fmt.Errorf("the list of provider %d: %w", id, err)
		case r.Refusal != nil || r.List == nil:
			return errors.New("the list of a provider is refused")
		}
		rows[id] = map[voucher.AccountNumber]int{}
		for _, row := range r.List.Rows {
			rows[id][row.Account]++
		}
	}
	for i, p := range g.people {
		want := 0
		if p.fate == accepted {
			want = 1
		}
		n := rows[p.provider][p.number]
		if s.unbooked(i) {
			s.ledger.check(OncePerKey, n <= 1, "person %d: the account stands %d times on the list to the provider, want at most once", i+1, n)
			continue
		}
		if !p.fate.open() {
			s.ledger.check(OncePerKey, n == want, "person %d: the account stands %d times on the list to the provider, want %d", i+1, n, want)
		}
	}
	return nil
}
