package conformance

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// stage is a world in which there is one of every record: whoever asks for another's
// finds something there, and whoever asks for their own is not turned away for want
// of it.
type stage struct {
	*till
	programmes voucher.Programme
	tried      voucher.CommandKind // what is not done yet, so that it can be; 0: everything is

	key      voucher.Key // of the purchase
	code     voucher.QR  // that can still pay
	purchase voucher.PurchaseID
	loan     voucher.LoanID
	appeal   voucher.AppealID
	message  voucher.MessageID
}

// Everything on a stage belongs to the first person, family, store, provider and
// region; the second of each has nothing to do with it.
const (
	ownerID    = 1
	strangerID = 2
)

// stageGas is the month whose gas bill is there, and stageNow when all is tried: both
// questions of the month are asked and answered, and a code is fresh.
var (
	stageGas   = voucher.MonthOf(2026, 2)
	stageNow   = voucher.At(2026, 3, 8, 10, 0, 0)
	strangers  = voucher.MakeAccountNumber(54321, 7)
	stageTowns = [...]voucher.Territory{111010000, 551010000} // of the stores
)

// stageSetup is who and what there is: two of everybody.
func stageSetup() *voucher.Setup {
	s := doctorSetup(StoreSetup().At)
	s.People = []voucher.PersonSetup{{Device: true}, {Device: true}}
	s.Families, s.Operators = strangerID, strangerID
	s.Stores = []voucher.StoreSetup{{Territory: stageTowns[0]}, {Territory: stageTowns[1]}}
	s.Providers = append(s.Providers, voucher.ProviderSetup{Territory: s.Providers[0].Territory})
	s.Accounts[0].Owner = ownerID
	s.Accounts = append(s.Accounts, voucher.AccountSetup{Provider: strangerID, Number: strangers, Class: voucher.Boiler, People: 4, Owner: strangerID})
	return s
}

// stage makes one, in which a command is the next step. choices are the readings under
// which it stands.
func (a *asker) stage(ctx context.Context, label string, choices voucher.Readings, tried voucher.CommandKind) (*stage, error) {
	setup := stageSetup()
	setup.Readings = choices
	system, err := a.begin(ctx, label, setup)
	if err != nil {
		return nil, err
	}
	t := &till{ctx: ctx, system: system, keys: voucher.NewDigest().Text(a.transcript.Check).Text(label).Word(a.opts.Seed)}
	s := &stage{till: t, programmes: a.caps.Programmes, tried: tried}
	_, t.err = system.Advance(ctx, setup.At)
	if s.runs(voucher.Gas) {
		s.gasMonth()
	}
	if s.runs(voucher.Food) {
		s.shops()
	}
	t.advance(stageNow)
	if s.runs(voucher.Gas) && tried != voucher.KindReply {
		s.begins()
	}
	if s.runs(voucher.Food) {
		s.buys()
	}
	s.message = s.newest()
	return s, t.err
}

func (s *stage) runs(p voucher.Programme) bool { return s.programmes&p != 0 }

// gasMonth lives the gas month to its bill.
func (s *stage) gasMonth() {
	s.activateGas()
	s.do(voucher.GasProvider, ownerID, &voucher.AcknowledgeList{Provider: ownerID, Month: stageGas})
	if s.tried != voucher.KindChargeVolume {
		s.do(voucher.GasProvider, ownerID, &voucher.ChargeVolume{Provider: ownerID, Account: doctorAccount, Month: stageGas, Volume: 100_000})
	}
}

// begins takes the steps of the new month's activation that come before the one that
// is tried.
func (s *stage) begins() {
	s.do(voucher.Gateway, 0, yesTo(voucher.Gas, ownerID))
	for _, step := range []struct {
		cmd    voucher.Command
		before []voucher.CommandKind
	}{
		{&voucher.EnterAccount{Person: storeOwner, Provider: ownerID, Account: doctorAccount},
			[]voucher.CommandKind{voucher.KindAcceptOffer, voucher.KindConfirm, voucher.KindCancelActivation}},
		{&voucher.AcceptOffer{Person: storeOwner, Edition: 1}, []voucher.CommandKind{voucher.KindConfirm, voucher.KindCancelActivation}},
		{&voucher.Confirm{Person: storeOwner}, []voucher.CommandKind{voucher.KindCancelActivation}},
	} {
		if slices.Contains(step.before, s.tried) {
			s.do(voucher.Citizen, ownerID, step.cmd)
		}
	}
}

// shops opens both stores and lists the family.
func (s *stage) shops() {
	for store := voucher.StoreID(ownerID); store <= strangerID; store++ {
		s.do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: store})
		s.do(voucher.StoreTill, uint32(store), &voucher.IntegrateTill{Store: store})
		s.do(voucher.StoreTill, uint32(store), &voucher.MarkGoods{Store: store, Goods: listedGoods})
		s.do(voucher.StoreTill, uint32(store), &voucher.Deliver{Store: store, Goods: listedGoods, Quantity: 100 * voucher.Unit, Price: shelf})
	}
	s.do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{{Family: storeFamily, Owner: storeOwner,
		Members: []voucher.PersonID{storeOwner}, Residence: stageTowns[0]}}})
}

// buys leaves a purchase, a loan, an appeal and a code that can still pay.
func (s *stage) buys() {
	if s.tried == voucher.KindReply && !s.runs(voucher.Gas) {
		return
	}
	s.do(voucher.Gateway, 0, yesTo(voucher.Food, storeOwner))
	if s.system.told.Setup.Readings.Is(voucher.F10, voucher.Option) {
		if s.tried == voucher.KindActivate {
			return
		}
		s.do(voucher.Citizen, ownerID, &voucher.Activate{Family: storeFamily})
	}
	s.purchase = s.buy(s.present(), basket()).Result.Purchase
	s.key = voucher.KeyOf(uint64(s.keys), s.count)
	lender := uint32(stageTowns[0].Region())
	s.loan = s.do(voucher.LocalBody, lender, &voucher.GrantLoan{Store: storeTill, Amount: shelf, Purpose: voucher.ForStock}).Result.Loan
	if s.tried == voucher.KindRepayLoan {
		s.do(voucher.LocalBody, lender, &voucher.DisburseLoan{Loan: s.loan})
	}
	s.appeal = s.do(voucher.Citizen, ownerID, &voucher.FileAppeal{Person: storeOwner}).Result.Appeal
	s.code = s.present()
}

// present lets a code be shown by the side that shows it.
func (s *stage) present() voucher.QR {
	if !s.system.told.Setup.Readings.Is(voucher.F33, voucher.Option) {
		return s.show()
	}
	code := s.do(voucher.StoreTill, ownerID, &voucher.ShowCode{Store: storeTill}).Result.Code
	if s.tried == voucher.KindScanCode && s.purchase != 0 {
		return code
	}
	s.do(voucher.Citizen, ownerID, &voucher.ScanCode{Family: storeFamily, Code: code})
	return code
}

// newest is the last SMS that the first person was sent.
func (s *stage) newest() voucher.MessageID {
	if s.err != nil {
		return 0
	}
	var r voucher.Record
	r, s.err = s.system.Query(s.ctx, &voucher.Query{Kind: voucher.AskMessages, Person: storeOwner, Actor: voucher.Actor{Role: voucher.Gateway}})
	if len(r.Messages) == 0 {
		return 0
	}
	return r.Messages[len(r.Messages)-1].ID
}

// whose says whose record a value names.
type whose int

// What a value names: nobodys is a number that is near those that there are.
const (
	owners whose = iota
	strangersOwn
	nobodys
)

// value is what a field of a call says, zero for what may be left out.
func (s *stage) value(t reflect.Type, of whose) reflect.Value {
	number := func(n uint64) reflect.Value { return reflect.ValueOf(n).Convert(t) }
	mine := map[reflect.Type]uint64{reflect.TypeFor[voucher.PurchaseID](): uint64(s.purchase), reflect.TypeFor[voucher.LoanID](): uint64(s.loan),
		reflect.TypeFor[voucher.AppealID](): uint64(s.appeal), reflect.TypeFor[voucher.MessageID](): uint64(s.message)}
	if n, made := mine[t]; made {
		if of == nobodys {
			n += 3
		}
		return number(n)
	}
	switch t {
	case reflect.TypeFor[voucher.PersonID](), reflect.TypeFor[voucher.FamilyID](), reflect.TypeFor[voucher.StoreID](), reflect.TypeFor[voucher.ProviderID]():
		return number(uint64(of) + ownerID)
	case reflect.TypeFor[voucher.GoodsID]():
		return number(uint64(listedGoods))
	case reflect.TypeFor[voucher.AccountNumber]():
		return number([]uint64{uint64(doctorAccount), uint64(strangers), uint64(doctorAccount) + 3}[of])
	}
	return s.plain(t)
}

// plain is a value that names no record.
func (s *stage) plain(t reflect.Type) reflect.Value {
	for _, v := range []any{s.key, s.code, basket(), stageGas, stageNow.Day(), stageTowns[0], shelf, voucher.Unit, voucher.Volume(100_000),
		[]voucher.RefundLine{{Quantity: voucher.Unit}}, []voucher.GasListRow{{Person: strangerID, Reasons: voucher.SocialAssistance, Residence: 750000000}},
		[]voucher.FoodListRow{{Family: strangerID, Owner: strangerID, Members: []voucher.PersonID{strangerID}, Residence: stageTowns[0]}},
		voucher.Setting{Path: voucher.FoodCodeLifetime.String(), From: stageNow.Day() + 2, Value: 60}, s.answering()} {
		if reflect.TypeOf(v) == t {
			return reflect.ValueOf(v)
		}
	}
	v := reflect.New(t).Elem()
	switch t.Kind() {
	case reflect.String:
		v.SetString("да")
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(1)
	case reflect.Bool:
	default:
		panic(fmt.Sprintf("conformance: nothing to write into a %s; say in access_stage.go what a stage has of it", t))
	}
	return v
}

// answering is the programme whose question is answered.
func (s *stage) answering() voucher.Programme {
	if s.runs(voucher.Gas) {
		return voucher.Gas
	}
	return voucher.Food
}
