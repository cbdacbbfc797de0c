package load

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"
	"sync"
	"sync/atomic"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// The town of the food programme: where it lies, when its life begins, and when people
// go shopping. It lies inside the pilot (FOOD-PERIOD-001, FOOD-TERRITORY-001).
const kokshetau voucher.Territory = 111010000

var (
	foodListed = voucher.At(2026, 2, 4, 20, 0, 0)
	foodAsked  = voucher.At(2026, 2, 5, 12, 0, 0)
	foodBegins = voucher.At(2026, 2, 10, 18, 0, 0)
)

// article is one of the goods: what the store paid for a unit and what stands on the
// shelf. The shelf price stays below the highest markup (FOOD-TRACE-002).
type article struct {
	item       voucher.Item
	paid, cost voucher.Money
}

// articles are what tills sell here; prices are a model. The last is not on the list,
// so that a mixed basket has a part that earns no discount (FOOD-BASKET-001).
var articles = []article{
	{1, 300_00, 330_00}, {6, 450_00, 495_00}, {14, 420_00, 460_00}, {9, 800_00, 871_00}, {20, 610_00, 655_37}, {0, 700_00, 990_00},
}

// The measures of a town.
const (
	listRows     = 10_000 // of one update, as many as the contract bounds it to
	membersMost  = 4
	deliveries   = 4
	delivered    = 100_000 * voucher.Unit
	setupWorkers = 16
)

// family is one that buys. Its tokens leave the process for one agent only, which buys in
// its place, and for no file (BOTH-PRIVACY-001).
type family struct {
	owner    voucher.PersonID
	members  []voucher.PersonID
	headers  string // with which its owner asks
	credited voucher.Money
	left     atomic.Int64 // as the last answer had it, to tell who can still buy
	book     account
}

// town is the world that is loaded.
type town struct {
	system   *wire.System
	month    voucher.Month
	families []*family
	stores   []string // headers with which each asks
	hotHomes []float64
	hotShops []float64
	gas      *gasTown // nil: it is the food programme
}

// zipf is the running sum of the shares of n, the k-th in proportion to k^-s.
func zipf(n int, s float64) []float64 {
	sums := make([]float64, n)
	sum := 0.0
	for i := range sums {
		sum += math.Pow(float64(i+1), -s)
		sums[i] = sum
	}
	for i := range sums {
		sums[i] /= sum
	}
	return sums
}

// pick draws one by its share.
func pick(sums []float64, u uint64) int {
	x := float64(u>>11) / (1 << 53)
	return min(sort.SearchFloat64s(sums, x), len(sums)-1)
}

// newTown settles the food programme's town: families are listed, asked by SMS, say
// yes and are credited; stores are registered, have tills, marked goods and stock.
func (s *Session) newTown(ctx context.Context) error {
	setup := s.settleFood()
	system, err := s.target.Client.Open(context.WithoutCancel(ctx), setup) // the world outlives an interrupt: its money is still checked
	if err != nil {
		return s.unopened(err)
	}
	t := s.town
	t.system, t.month = system, foodBegins.Month()
	s.say("a town of %d families and %d stores in the world of the build", len(t.families), len(t.stores))
	if err := s.openStores(ctx); err != nil {
		return err
	}
	if err := s.listFamilies(ctx); err != nil {
		return err
	}
	if _, err := system.Advance(ctx, foodAsked); err != nil {
		return s.unopened(err)
	}
	err = inParallel(ctx, len(t.families), func(ctx context.Context, i int) error { return s.consent(ctx, t.families[i]) })
	if err != nil {
		return err
	}
	if _, err := system.Advance(ctx, foodBegins); err != nil {
		return s.unopened(err)
	}
	s.began = foodBegins
	return s.readCredits(ctx)
}

// settleFood draws who lives in the town.
func (s *Session) settleFood() *voucher.Setup {
	o := &s.options
	setup := &voucher.Setup{At: foodListed, Families: o.Families}
	draws := simulator.NewStream(o.Seed, forTown, 0)
	t := s.town
	for i := range o.Families {
		f := new(family)
		for range 1 + simulator.IntN(draws.At(uint64(i)), membersMost) {
			setup.People = append(setup.People, voucher.PersonSetup{Device: true})
			f.members = append(f.members, voucher.PersonID(len(setup.People)))
		}
		f.owner = f.members[0]
		t.families = append(t.families, f)
	}
	for range o.Stores {
		setup.Stores = append(setup.Stores, voucher.StoreSetup{Territory: kokshetau})
	}
	for _, a := range articles {
		setup.Goods = append(setup.Goods, voucher.GoodsSetup{Item: a.item})
	}
	t.stores = make([]string, o.Stores)
	t.hotHomes, t.hotShops = zipf(o.Families, o.Hot), zipf(o.Stores, o.Hot)
	wire.DrawSecret(setup)
	return setup
}

// do gives a command of the setup, which has to be accepted.
func (s *Session) do(ctx context.Context, role voucher.Role, id uint32, cmd voucher.Command) (voucher.Result, error) {
	*cmd.Head() = voucher.Header{Key: voucher.KeyOf(s.options.Seed, s.keys.Add(1)), Actor: voucher.Actor{Role: role, ID: id}}
	o, err := s.town.system.Do(ctx, cmd)
	switch {
	case err != nil:
		return o.Result, s.unopened(err)
	case o.Refusal != nil:
		return o.Result, &Untrusted{fmt.Sprintf("the build refused %s while the town was set up: %s", cmd.Kind(), o.Refusal.Reason)}
	}
	return o.Result, nil
}

func (s *Session) openStores(ctx context.Context) error {
	return inParallel(ctx, len(s.town.stores), func(ctx context.Context, i int) (err error) {
		id := uint32(i + 1)
		store := voucher.StoreID(id)
		steps := []struct {
			role voucher.Role
			id   uint32
			cmd  voucher.Command
		}{{voucher.LocalBody, uint32(kokshetau), &voucher.RegisterStore{Store: store}}, {voucher.StoreTill, id, &voucher.IntegrateTill{Store: store}}}
		for _, step := range steps {
			if _, err = s.do(ctx, step.role, step.id, step.cmd); err != nil {
				return err
			}
		}
		for g := range articles {
			goods := voucher.GoodsID(g + 1)
			if _, err = s.do(ctx, voucher.StoreTill, id, &voucher.MarkGoods{Store: store, Goods: goods}); err != nil {
				return err
			}
			for range deliveries {
				if _, err = s.do(ctx, voucher.StoreTill, id, &voucher.Deliver{Store: store, Goods: goods, Quantity: delivered, Price: articles[g].paid}); err != nil {
					return err
				}
			}
		}
		s.town.stores[i], err = s.headers(ctx, voucher.Actor{Role: voucher.StoreTill, ID: id})
		return err
	})
}

func (s *Session) listFamilies(ctx context.Context) error {
	var rows []voucher.FoodListRow
	for i, f := range s.town.families {
		rows = append(rows, voucher.FoodListRow{Family: voucher.FamilyID(i + 1), Owner: f.owner, Members: f.members, Residence: kokshetau})
	}
	for part := range slices.Chunk(rows, listRows) {
		if _, err := s.do(ctx, voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: part}); err != nil {
			return err
		}
	}
	return nil
}

// consent lets a family say yes by SMS (FOOD-CONSENT-001) and takes its owner's token.
func (s *Session) consent(ctx context.Context, f *family) (err error) {
	if _, err = s.do(ctx, voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Food, Person: f.owner, Text: "1"}); err != nil {
		return err
	}
	f.headers, err = s.headers(ctx, voucher.Actor{Role: voucher.Citizen, ID: uint32(f.owner)})
	return err
}

// readCredits reads what each family has, as its wallet shows it.
func (s *Session) readCredits(ctx context.Context) error {
	return s.eachFamily(ctx, func(l *link, i int, f *family) error {
		w, err := s.wallet(ctx, l, i)
		switch {
		case err != nil:
			return s.unopened(err)
		case w.Credited <= 0 || w.Left != w.Credited:
			return &Untrusted{fmt.Sprintf("family %d said yes and has %s of %s credited: nothing can be bought; a build that credits later needs --settle", i+1, w.Left, w.Credited)}
		}
		f.credited = w.Credited
		f.left.Store(int64(w.Left))
		return nil
	})
}

// inParallel does n things by several at a time, and ends with the first error.
func inParallel(ctx context.Context, n int, do func(context.Context, int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(n, setupWorkers) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if err := do(ctx, i); err != nil {
					cancel(err)
				}
			}
		})
	}
	all.Wait()
	return context.Cause(ctx)
}

// eachFamily does something for every family, over links of its own.
func (s *Session) eachFamily(ctx context.Context, do func(l *link, i int, f *family) error) error {
	links := make(chan *link, setupWorkers)
	for range setupWorkers {
		links <- &link{dialer: s.dialer}
	}
	defer func() {
		for range setupWorkers {
			(<-links).close()
		}
	}()
	return inParallel(ctx, len(s.town.families), func(_ context.Context, i int) error {
		l := <-links
		defer func() { links <- l }()
		return do(l, i, s.town.families[i])
	})
}

// unopened says why a town could not be set up.
func (s *Session) unopened(err error) error {
	if errors.Is(err, errors.ErrUnsupported) {
		return &Untrusted{"the build cannot be set up for a load: " + err.Error() +
			"; a load needs a world of its own whose date the control plane sets inside the pilot"}
	}
	_, asked := errors.AsType[*linkError](err)
	switch {
	case outOfConnections(err):
		return &Untrusted{"this machine ran out of connections while the town was set up: " + err.Error() + moreConnections}
	case asked:
		return &Untrusted{"the town could not be set up: " + err.Error()}
	}
	return err
}
