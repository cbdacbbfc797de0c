package conformance

import (
	"cmp"
	"maps"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// foodDiary is what the food programme's history leads to.
type foodDiary struct {
	setup   *voucher.Setup
	list    map[voucher.FamilyID]*foodRow
	before  map[voucher.FamilyID]*foodRow // as the month began (reading F07)
	wallets map[familyMonth]*foodWallet
	// frozen are the months whose list of the 5th was taken.
	frozen map[voucher.Month]bool

	stores map[voucher.StoreID]*storeState
	shelf  map[shelfKey]*shelfState
	codes  map[voucher.QR]*codeState
	newest map[voucher.FamilyID]voucher.QR
	sales  map[voucher.PurchaseID]*saleState
	under  map[saleKey]voucher.PurchaseID
	loans  map[voucher.LoanID]*voucher.Loan
	appeal map[voucher.AppealID]*voucher.Appeal
	days   map[voucher.Day]*voucher.DayReport
	till   map[storeDay]*voucher.StoreDay
}

type familyMonth struct {
	family voucher.FamilyID
	month  voucher.Month
}

// foodRow is a family's entry on the list.
type foodRow struct {
	owner     voucher.PersonID
	members   []voucher.PersonID
	residence voucher.Territory
}

// foodWallet is a family's month, as frozen on the 5th and as it was spent.
type foodWallet struct {
	foodRow
	no, credited, active bool
	face, spent          voucher.Money
	annulled, recovered  voucher.Money
	operations           []voucher.Operation
}

func (f *foodWallet) left() voucher.Money { return f.face - f.spent - f.annulled }

type storeState struct{ in, suspended, integrated bool }

type shelfKey struct {
	store voucher.StoreID
	goods voucher.GoodsID
}

type shelfState struct {
	delivered, sold voucher.Quantity
	price           voucher.Money
	marked          bool
}

type codeState struct {
	family voucher.FamilyID
	store  voucher.StoreID
	until  voucher.Instant
	used   bool
}

type saleKey struct {
	store voucher.StoreID
	key   voucher.Key
}

type saleState struct {
	store        voucher.StoreID
	who          familyMonth
	lines        []voucher.LineSplit
	back         []voucher.Quantity
	amount, paid voucher.Money
	// of the above, what came back
	amountBack, paidBack voucher.Money
	reversed             bool
}

type storeDay struct {
	store voucher.StoreID
	day   voucher.Day
}

func (f *foodDiary) begin(s *voucher.Setup) {
	*f = foodDiary{setup: s, list: map[voucher.FamilyID]*foodRow{}, wallets: map[familyMonth]*foodWallet{}, frozen: map[voucher.Month]bool{},
		stores: map[voucher.StoreID]*storeState{}, shelf: map[shelfKey]*shelfState{}, codes: map[voucher.QR]*codeState{},
		newest: map[voucher.FamilyID]voucher.QR{}, sales: map[voucher.PurchaseID]*saleState{}, under: map[saleKey]voucher.PurchaseID{},
		loans: map[voucher.LoanID]*voucher.Loan{}, appeal: map[voucher.AppealID]*voucher.Appeal{},
		days: map[voucher.Day]*voucher.DayReport{}, till: map[storeDay]*voucher.StoreDay{}}
}

// The food pilot: its first instant, the first after the last purchase, and the
// first after its last day (FOOD-PERIOD-002, FOOD-TERRITORY-001).
var (
	foodFirst, foodLast = voucher.MonthOf(2026, 1), voucher.MonthOf(2026, 4)
	foodOpens           = voucher.At(2026, 1, 5, 0, 0, 0)
	foodCloses          = voucher.At(2026, 5, 2, 0, 0, 0)
	foodCities          = []voucher.Territory{111010000, 113220100, 551010000}
)

const noticeDay = 5

// pass freezes the list of the 5th and annuls what a month leaves.
func (f *foodDiary) pass(w *watch, from, to voucher.Instant) {
	for m := max(from.Month(), foodFirst); m <= min(to.Month(), foodLast+1); m++ {
		end := m.First().Start()
		if from < end && end <= to {
			f.annul(m - 1)
			f.before = maps.Clone(f.list) // rows are replaced whole, never changed
		}
		due := m.Day(noticeDay).Start()
		// At its first instant a world does what falls due there, so a history
		// that begins on the 5th has an empty list frozen.
		if m > foodLast || due > to || due < from || f.frozen[m] {
			continue
		}
		f.frozen[m] = true
		list := f.list
		if w.is(voucher.F07) {
			list = f.before
		}
		for _, id := range slices.Sorted(maps.Keys(list)) {
			entryOf(f.wallets, familyMonth{id, m}).foodRow = *list[id]
		}
	}
}

// inOrder are the wallets that there are, by month and family: what is found first
// has to be the same in every run.
func (f *foodDiary) inOrder() []familyMonth {
	return slices.SortedFunc(maps.Keys(f.wallets), func(a, b familyMonth) int {
		return cmp.Or(cmp.Compare(a.month, b.month), cmp.Compare(a.family, b.family))
	})
}

// annul ends the vouchers of a month (FOOD-EXPIRY-002).
func (f *foodDiary) annul(m voucher.Month) {
	for _, who := range f.inOrder() {
		wallet := f.wallets[who]
		if who.month != m || !wallet.credited {
			continue
		}
		amount := wallet.left()
		wallet.annulled += amount
		entryOf(f.days, m.Last()).Annulled += amount
	}
}

// day returns the figures of today.
func (f *foodDiary) day(w *watch) *voucher.DayReport { return entryOf(f.days, w.now.Day()) }

// command takes an accepted command.
func (f *foodDiary) command(w *watch, cmd voucher.Command) {
	switch c := cmd.(type) {
	case *voucher.UpdateFoodList:
		f.update(w, c)
	case *voucher.Activate:
		f.wallet(w, c.Family).active = true
	case *voucher.ShowCode, *voucher.ScanCode:
		f.code(w, c)
	case *voucher.Purchase:
		f.purchase(w, c)
	case *voucher.Reverse:
		f.reverse(w, c)
	case *voucher.Refund:
		f.refund(w, c)
	case *voucher.GrantLoan, *voucher.DisburseLoan, *voucher.RepayLoan:
		f.lend(w, c)
	case *voucher.Rate:
		f.day(w).Ratings++
	case *voucher.FileAppeal:
		f.day(w).Appeals++
		f.appeal[w.entry.Outcome.Result.Appeal] = &voucher.Appeal{Person: c.Person, Filed: w.now}
	case *voucher.AnswerAppeal:
		a := f.appeal[c.Appeal]
		switch {
		case a == nil:
			w.broken(appealsSeen, refused(voucher.RecordUnknown))
			return
		case a.Answered != 0:
			w.broken(appealsSeen, refused(voucher.AppealClosed))
			return
		}
		a.Answered = w.now
	default:
		f.store(w, cmd)
	}
}

// store takes what changes a store and its shelves.
func (f *foodDiary) store(w *watch, cmd voucher.Command) {
	switch c := cmd.(type) {
	case *voucher.RegisterStore:
		entryOf(f.stores, c.Store).in = !c.Closed
		if !c.Closed && !f.inPilot(c.Store) {
			w.broken(pilotStores, refused(voucher.StoreOutsideTerritory))
		}
	case *voucher.SuspendStore:
		entryOf(f.stores, c.Store).suspended = !c.Lifted
	case *voucher.IntegrateTill:
		entryOf(f.stores, c.Store).integrated = !c.Broken
	case *voucher.MarkGoods:
		entryOf(f.shelf, shelfKey{c.Store, c.Goods}).marked = !c.Unmarked
	case *voucher.Deliver:
		s := entryOf(f.shelf, shelfKey{c.Store, c.Goods})
		s.delivered += c.Quantity
		s.price = c.Price
	case *voucher.SellOutside:
		for _, l := range c.Lines {
			entryOf(f.shelf, shelfKey{c.Store, l.Goods}).sold += l.Quantity
		}
	}
}

// inPilot reports whether a store lies in a city of the pilot.
func (f *foodDiary) inPilot(s voucher.StoreID) bool {
	return s >= 1 && int(s) <= len(f.setup.Stores) && slices.Contains(foodCities, f.setup.Stores[s-1].Territory)
}

// wallet returns a family's wallet of the present month.
func (f *foodDiary) wallet(w *watch, id voucher.FamilyID) *foodWallet {
	return entryOf(f.wallets, familyMonth{id, w.now.Month()})
}

// update takes an update of the list (FOOD-LIST-002, FOOD-TERRITORY-001).
func (f *foodDiary) update(w *watch, c *voucher.UpdateFoodList) {
	for i := range c.Rows {
		r := &c.Rows[i]
		if r.Drop {
			delete(f.list, r.Family)
			continue
		}
		if len(r.Members) == 0 || !slices.Contains(r.Members, r.Owner) {
			w.broken(oneFamilyAPerson, refused(voucher.OwnerNotMember), inRow.line("row", i+1))
		}
		if !slices.Contains(foodCities, r.Residence) {
			w.broken(pilotCities, refused(voucher.OutsideTerritory), inRow.line("row", i+1))
		}
		f.list[r.Family] = &foodRow{r.Owner, slices.Clone(r.Members), r.Residence}
	}
	counted := map[voucher.PersonID]bool{}
	for _, id := range slices.Sorted(maps.Keys(f.list)) {
		for _, p := range f.list[id].members {
			if counted[p] {
				w.broken(oneFamilyAPerson, refused(voucher.PersonInTwoFamilies), personTwice.line("person", p))
			}
			counted[p] = true
		}
	}
}

// reply takes an accepted answer: a yes credits, by itself, what the list of
// the 5th says (FOOD-CONSENT-001, FOOD-CREDIT-001, -002).
func (f *foodDiary) reply(w *watch, c *voucher.Reply) {
	month := w.now.Month()
	who, wallet := f.ownedBy(c.Person, month)
	a := voucher.ParseAnswer(c.Text)
	if a == voucher.No && wallet != nil && !wallet.credited {
		wallet.no = true
	}
	if a != voucher.Yes {
		return
	}
	r := &w.entry.Outcome.Result
	switch {
	case wallet == nil:
		w.broken(withConfirmation, "refused", noFamilyOn5th.line("person", c.Person))
		return
	case wallet.credited:
		w.broken(withConfirmation, refused(voucher.AlreadyCredited))
		return
	case wallet.no && w.is(voucher.F35):
		w.broken(withConfirmation, refused(voucher.RefusedThisMonth))
	}
	if want := f.face(w, wallet, month); r.Amount != want {
		w.broken(oneIndexAMember, "amount="+want.String(), mrpAMember.line("n", len(wallet.members)))
	}
	f.credit(w, who, wallet, r)
}

// credit books a voucher that is credited.
func (f *foodDiary) credit(w *watch, who familyMonth, wallet *foodWallet, r *voucher.Result) {
	if w.now < foodOpens || who.month > foodLast {
		w.broken(withConfirmation, refused(voucher.OutsidePeriod))
	}
	wallet.credited, wallet.face = true, r.Amount
	wallet.active = !w.is(voucher.F10)
	day := f.day(w)
	day.Credits++
	day.Credited += r.Amount
}

// ownedBy finds the wallet of a month that a person was asked about.
func (f *foodDiary) ownedBy(p voucher.PersonID, m voucher.Month) (familyMonth, *foodWallet) {
	for _, who := range f.inOrder() {
		if wallet := f.wallets[who]; who.month == m && wallet.owner == p {
			return who, wallet
		}
	}
	return familyMonth{}, nil
}

// face is what a voucher is worth by the figures of the suite.
func (f *foodDiary) face(w *watch, wallet *foodWallet, m voucher.Month) voucher.Money {
	at := func(p voucher.Parameter) int64 { return w.number(p, wallet.residence, m.First()) }
	members := int64(len(wallet.members))
	if w.is(voucher.F04) {
		members = min(members, at(voucher.FoodMembersMax))
	}
	coefficient := min(at(voucher.FoodCoefficient), ppm+at(voucher.FoodMarkup))
	return voucher.Money(at(voucher.FoodMRP)).ShareHalfUp(at(voucher.FoodMRPPerMember)*members*coefficient, ppm*ppm)
}
