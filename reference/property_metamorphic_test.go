package reference_test

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// plainResult is a result without the handles that a system makes itself:
// histories are compared up to renaming.
func plainResult(o voucher.Outcome) voucher.Result {
	r := o.Result
	r.Voucher, r.Purchase, r.Receipt, r.Loan, r.Appeal, r.Code = 0, 0, 0, 0, 0, voucher.QR{}
	if len(r.Lines) == 0 {
		r.Lines = nil
	}
	return r
}

// plainEvents are events without such handles.
func plainEvents(events []voucher.Event) []voucher.Event {
	all := voucher.CloneEvents(events)
	for i := range all {
		e := &all[i]
		e.Voucher = 0
		switch e.Kind {
		case voucher.ListSent: // Ref is the attempt
		case voucher.Purchased: // Count is the code's number
			e.Ref, e.Count = 0, 0
		default:
			e.Ref = 0
		}
	}
	return all
}

// alike reports whether two answers are equal but for such handles.
func alike(a, b voucher.Outcome) bool {
	refusals := a.Refusal == b.Refusal || (a.Refusal != nil && b.Refusal != nil && *a.Refusal == *b.Refusal)
	return refusals && reflect.DeepEqual(plainResult(a), plainResult(b)) && reflect.DeepEqual(plainEvents(a.Events), plainEvents(b.Events))
}

// renaming maps the handles of one world to those of another.
type renaming struct {
	messages  map[voucher.MessageID]voucher.MessageID
	purchases map[voucher.PurchaseID]voucher.PurchaseID
	loans     map[voucher.LoanID]voucher.LoanID
	appeals   map[voucher.AppealID]voucher.AppealID
	codes     map[voucher.QR]voucher.QR
}

func newRenaming() *renaming {
	return &renaming{map[voucher.MessageID]voucher.MessageID{}, map[voucher.PurchaseID]voucher.PurchaseID{},
		map[voucher.LoanID]voucher.LoanID{}, map[voucher.AppealID]voucher.AppealID{}, map[voucher.QR]voucher.QR{}}
}

// learn notes the handles of two answers to one command.
func (r *renaming) learn(from, to voucher.Outcome) {
	r.purchases[from.Result.Purchase], r.loans[from.Result.Loan] = to.Result.Purchase, to.Result.Loan
	r.appeals[from.Result.Appeal], r.codes[from.Result.Code] = to.Result.Appeal, to.Result.Code
	r.events(from.Events, to.Events)
}

// events notes the messages of two runs of events that are alike.
func (r *renaming) events(from, to []voucher.Event) {
	for i := range min(len(from), len(to)) {
		if from[i].Kind == voucher.MessageSent {
			r.messages[voucher.MessageID(from[i].Ref)] = voucher.MessageID(to[i].Ref)
		}
	}
}

// rename returns a command as the other world knows it.
func (r *renaming) rename(cmd voucher.Command) voucher.Command {
	all := reflect.New(reflect.TypeOf(cmd).Elem())
	all.Elem().Set(reflect.ValueOf(cmd).Elem())
	switch c := all.Interface().(type) {
	case *voucher.ReportDelivery:
		c.Message = r.messages[c.Message]
	case *voucher.Refund:
		c.Purchase = r.purchases[c.Purchase]
	case *voucher.DisburseLoan:
		c.Loan = r.loans[c.Loan]
	case *voucher.RepayLoan:
		c.Loan = r.loans[c.Loan]
	case *voucher.AnswerAppeal:
		c.Appeal = r.appeals[c.Appeal]
	case *voucher.Purchase:
		c.Code = r.code(c.Code)
	case *voucher.ScanCode:
		c.Code = r.code(c.Code)
	}
	return all.Interface().(voucher.Command)
}

// code renames a code; one that is none stays none.
func (r *renaming) code(q voucher.QR) voucher.QR {
	if to, ok := r.codes[q]; ok {
		return to
	}
	return q
}

// The handles of a territory that comes on top: everything in it stands behind
// what the country has.
const (
	inKostanayRegion voucher.Territory  = 390000000
	kostanayGas      voucher.ProviderID = 4
	akkolShop        voucher.StoreID    = 4
	akkolFamily      voucher.FamilyID   = 3
)

// widen adds a territory to a setup: people 7 to 9, a provider, an account, a
// family and a store.
func widen(s *voucher.Setup) *voucher.Setup {
	w := *s
	w.People = append(slices.Clone(s.People), voucher.PersonSetup{Device: true}, voucher.PersonSetup{}, voucher.PersonSetup{})
	w.Providers = append(slices.Clone(s.Providers), voucher.ProviderSetup{Territory: inKostanayRegion})
	w.Accounts = append(slices.Clone(s.Accounts), voucher.AccountSetup{Provider: kostanayGas, Number: s.Accounts[0].Number, Class: voucher.Boiler, People: 2, Owner: 7})
	w.Stores = append(slices.Clone(s.Stores), voucher.StoreSetup{Territory: inAkkol})
	w.Families++
	return &w
}

// stir lets something happen in the territory on top.
func stir(t *rapid.T, l *country) {
	p := voucher.PersonID(rapid.IntRange(7, 9).Draw(t, "other person"))
	a := l.setup.Accounts[len(l.setup.Accounts)-1]
	switch rapid.IntRange(0, 7).Draw(t, "elsewhere") {
	case 0:
		l.do(voucher.ListOwner, 0, &voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: p, Reasons: voucher.HousingAssistance, Residence: inKostanayRegion}}})
		l.do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{{Family: akkolFamily, Owner: 7, Members: []voucher.PersonID{7, 8}, Residence: inAkkol}}})
	case 1:
		l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Gas, Person: p, Text: drawText(t)})
		l.do(voucher.Gateway, 0, &voucher.Reply{Programme: voucher.Food, Person: 7, Text: drawText(t)})
	case 2:
		l.do(voucher.Citizen, uint32(p), &voucher.EnterAccount{Person: p, Provider: a.Provider, Account: a.Number})
		l.do(voucher.Citizen, uint32(p), &voucher.AcceptOffer{Person: p, Edition: 1})
		l.do(voucher.Citizen, uint32(p), &voucher.Confirm{Person: p})
	case 3:
		if o := l.do(voucher.Citizen, 7, &voucher.ShowCode{Family: akkolFamily}); o.Refusal == nil {
			l.do(voucher.StoreTill, uint32(akkolShop), &voucher.Purchase{Store: akkolShop, Code: o.Result.Code, Lines: []voucher.PurchaseLine{{Goods: 1, Quantity: 1_000, Price: 110_00}}})
		}
	case 4:
		l.do(voucher.GasProvider, uint32(kostanayGas), &voucher.ReportOutage{Provider: kostanayGas, Down: rapid.Bool().Draw(t, "down")})
	case 5:
		l.do(voucher.GasProvider, uint32(kostanayGas), &voucher.AcknowledgeList{Provider: kostanayGas, Month: l.drawMonth(t)})
		l.do(voucher.GasProvider, uint32(kostanayGas), &voucher.ChargeVolume{Provider: kostanayGas, Account: a.Number, Month: l.drawMonth(t), Volume: 100_000})
	case 6:
		l.do(voucher.LocalBody, uint32(inAkkol), &voucher.GrantLoan{Store: akkolShop, Amount: 500_00, Purpose: voucher.ForStock})
		l.do(voucher.Citizen, 7, &voucher.FileAppeal{Person: 7})
	case 7:
		l.do(voucher.ListOwner, 0, &voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: p, Drop: true}}})
	}
}

// ofTheCountry keeps the events of what both worlds have. Sums over everything
// are of no territory.
func ofTheCountry(events []voucher.Event) []voucher.Event {
	return slices.DeleteFunc(voucher.CloneEvents(events), func(e voucher.Event) bool {
		return e.Person > 6 || e.Family > 2 || e.Store > 3 || e.Provider > 3 || e.Kind == voucher.DayReported || e.Kind == voucher.GasRowsTaken
	})
}

// TestAnUnrelatedTerritoryChangesNothing: a life is answered the same, and the
// same falls due in it, whether or not another territory lives beside it.
func TestAnUnrelatedTerritoryChangesNothing(t *testing.T) {
	stirred := seen{}
	rapid.Check(t, func(t *rapid.T) {
		alone := newCountry(t, quiet{t}, reference.StandardRules())
		settled := len(alone.steps)
		alone.live(t, nothing)
		alone.to(max(alone.machine.Now(), (alone.machine.Now().Month() + 1).Day(2).Start()))

		beside := settleApart(quiet{t}, widen(alone.setup), reference.StandardRules(), 12)
		from := len(beside.steps)
		names := newRenaming()
		told := 0 // events of the country that were compared
		compare := func() {
			got := plainEvents(ofTheCountry(beside.diary.events))
			want := plainEvents(ofTheCountry(alone.diary.events))
			for ; told < len(got) && told < len(want); told++ {
				if !reflect.DeepEqual(got[told], want[told]) {
					t.Fatalf("beside another territory event %d is %+v, alone it is %+v", told, got[told], want[told])
				}
			}
			names.events(ofTheCountry(alone.diary.events), ofTheCountry(beside.diary.events))
		}
		// The stores open in the same order, the one on top last.
		compare()
		for _, s := range alone.steps[settled:] {
			if r := s.out.Refusal; r != nil && r.Reason == voucher.RecordUnknown {
				continue // what does not exist there may exist here
			}
			beside.to(s.at)
			compare()
			if rapid.IntRange(0, 1).Draw(t, "stir") == 1 {
				stir(t, beside)
			}
			got := beside.keep(names.rename(s.cmd))
			if !alike(got, s.out) {
				t.Fatalf("%s at %s is answered %+v beside another territory and %+v alone", s.cmd.Kind(), s.at, got, s.out)
			}
			names.learn(s.out, got)
		}
		beside.to(alone.machine.Now())
		compare()
		if got, want := len(ofTheCountry(beside.diary.events)), len(ofTheCountry(alone.diary.events)); got != want || told != want {
			t.Fatalf("%d events beside another territory, %d alone, %d compared", got, want, told)
		}
		for i := range beside.steps[from:] {
			if p := beside.steps[from+i]; p.out.Refusal == nil {
				stirred[p.cmd.Kind().String()]++
			}
		}
	})
	stirred.must(t, "update_gas_list", "confirm", "purchase")
}
