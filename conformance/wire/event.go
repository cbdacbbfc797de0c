package wire

import (
	"fmt"
	"reflect"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// event is a voucher.Event as it goes over the wire. In memory a few slots serve
// all kinds (Code, Ref, Count and the sums); here each meaning has its own
// member, so that a reader need not know the slots.
type event struct {
	At        voucher.Instant       `json:"at"`
	Kind      voucher.EventKind     `json:"kind"`
	Programme voucher.Programme     `json:"programme,omitzero"`
	Channel   voucher.Channel       `json:"channel,omitzero"`
	Month     voucher.Month         `json:"month,omitzero"`
	Day       voucher.Day           `json:"day,omitzero"`
	Person    voucher.PersonID      `json:"person,omitzero"`
	Family    voucher.FamilyID      `json:"family,omitzero"`
	Store     voucher.StoreID       `json:"store,omitzero"`
	Provider  voucher.ProviderID    `json:"provider,omitzero"`
	Goods     voucher.GoodsID       `json:"goods,omitzero"`
	Voucher   voucherText           `json:"voucher,omitzero"`
	Account   voucher.AccountNumber `json:"account,omitzero"`
	Territory voucher.Territory     `json:"territory,omitzero"`
	Paid      voucher.Money         `json:"paid,omitzero"`
	Quantity  int64                 `json:"quantity,omitzero"`
	Lines     []voucher.LineSplit   `json:"lines,omitzero"`

	// What Code stands for.
	Reasons     voucher.Reasons        `json:"reasons,omitzero"`
	MessageKind voucher.MessageKind    `json:"message_kind,omitzero"`
	Answer      voucher.Answer         `json:"answer,omitzero"`
	Cause       voucher.Cause          `json:"cause,omitzero"`
	Via         voucher.Via            `json:"via,omitzero"`
	Class       voucher.ApplianceClass `json:"class,omitzero"`
	Score       uint8                  `json:"score,omitzero"`
	Delivered   bool                   `json:"delivered,omitzero"`
	Down        bool                   `json:"down,omitzero"`
	Active      bool                   `json:"active,omitzero"`
	Offline     bool                   `json:"offline,omitzero"`
	Late        bool                   `json:"late,omitzero"`

	// What Ref stands for.
	Message   voucher.MessageID  `json:"message,omitzero"`
	Purchase  voucher.PurchaseID `json:"purchase,omitzero"`
	Receipt   voucher.ReceiptID  `json:"receipt,omitzero"`
	Loan      voucher.LoanID     `json:"loan,omitzero"`
	Appeal    voucher.AppealID   `json:"appeal,omitzero"`
	Attempt   uint32             `json:"attempt,omitzero"`
	Sequence  uint32             `json:"sequence,omitzero"`
	Parameter string             `json:"parameter,omitzero"`

	// What Count stands for.
	Drop      bool   `json:"drop,omitzero"`
	Counts    bool   `json:"counts,omitzero"`
	Rows      uint32 `json:"rows,omitzero"`
	Edition   uint32 `json:"edition,omitzero"`
	People    uint32 `json:"people,omitzero"`
	Members   uint32 `json:"members,omitzero"`
	Revision  uint32 `json:"revision,omitzero"`
	Purchases uint32 `json:"purchases,omitzero"`

	// What Amount, Balance and Until stand for.
	Amount      voucher.Money   `json:"amount,omitzero"`
	Charge      voucher.Money   `json:"charge,omitzero"`
	Discount    voucher.Money   `json:"discount,omitzero"`
	Discounts   voucher.Money   `json:"discounts,omitzero"`
	Price       voucher.Money   `json:"price,omitzero"`
	Highest     voucher.Money   `json:"highest,omitzero"`
	Balance     voucher.Money   `json:"balance,omitzero"`
	Outstanding voucher.Money   `json:"outstanding,omitzero"`
	Value       int64           `json:"value,omitzero"`
	Reminder    voucher.Instant `json:"reminder,omitzero"`
	Again       voucher.Instant `json:"again,omitzero"`
	Expires     voucher.Instant `json:"expires,omitzero"`

	// Slots that the kind gives no meaning to, where a system fills them anyway.
	Code  uint8           `json:"code,omitzero"`
	Ref   uint32          `json:"ref,omitzero"`
	Count uint32          `json:"count,omitzero"`
	Until voucher.Instant `json:"until,omitzero"`
}

// voucherText is a voucher's id as text: which table it stands in is known only
// when the programme of the event has been read.
type voucherText string

// mover moves between the slots of an event and the members that name them: out
// of the slots for sending, back into them for receiving.
type mover struct {
	out bool
	w   *event
}

// move moves a value out of its slot, or back into it.
func move[T comparable](m mover, slot, member *T) {
	var none T
	switch {
	case m.out:
		*member, *slot = *slot, none
	case *member != none:
		*slot, *member = *member, none
	}
}

func (m mover) code(member *uint8)            { move(m, &m.w.Code, member) }
func (m mover) ref(member *uint32)            { move(m, &m.w.Ref, member) }
func (m mover) count(member *uint32)          { move(m, &m.w.Count, member) }
func (m mover) amount(member *voucher.Money)  { move(m, &m.w.Amount, member) }
func (m mover) rest(member *voucher.Money)    { move(m, &m.w.Balance, member) }
func (m mover) until(member *voucher.Instant) { move(m, &m.w.Until, member) }

// truth moves a code that is 1 or 0; any other stays in the slot.
func (m mover) truth(member *bool) {
	switch {
	case m.out && m.w.Code == 1:
		*member, m.w.Code = true, 0
	case !m.out && *member:
		m.w.Code, *member = 1, false
	}
}

// meanings moves every slot that the event's kind gives a meaning to.
func (m mover) meanings() {
	if m.w.Kind < voucher.FoodListed {
		m.gas()
		return
	}
	m.food()
}

func (m mover) gas() {
	w := m.w
	switch w.Kind {
	case voucher.GasListed:
		m.code((*uint8)(&w.Reasons))
	case voucher.GasRowDeferred:
		m.code((*uint8)(&w.Reasons))
		m.counted(&w.Drop)
	case voucher.GasRowsTaken:
		m.count(&w.Rows)
	case voucher.MessageSent:
		m.code((*uint8)(&w.MessageKind))
		m.ref((*uint32)(&w.Message))
		m.until(&w.Reminder)
	case voucher.DeliveryReported:
		m.truth(&w.Delivered)
		m.ref((*uint32)(&w.Message))
	case voucher.Replied:
		m.code((*uint8)(&w.Answer))
		m.counted(&w.Counts)
	case voucher.GasVoucherClosed:
		m.code((*uint8)(&w.Cause))
	case voucher.WalletOpened:
		m.code((*uint8)(&w.Via))
	case voucher.OfferAccepted:
		m.count(&w.Edition)
	case voucher.AccountRegistered:
		m.code((*uint8)(&w.Class))
		m.count(&w.People)
	case voucher.OutageReported:
		m.truth(&w.Down)
	case voucher.ListSent:
		m.ref(&w.Attempt)
		m.count(&w.Rows)
		m.until(&w.Again)
	case voucher.ReceiptIssued:
		m.ref((*uint32)(&w.Receipt))
		m.count(&w.Revision)
		m.amount(&w.Charge)
		m.rest(&w.Discount)
	}
}

func (m mover) food() {
	w := m.w
	switch w.Kind {
	case voucher.FoodListed:
		m.count(&w.Members)
	case voucher.FoodVoucherCredited:
		m.truth(&w.Active)
		m.count(&w.Members)
	case voucher.FoodVoucherAnnulled:
		m.code((*uint8)(&w.Cause))
	case voucher.CodeShown, voucher.CodeScanned:
		m.ref(&w.Sequence)
		m.until(&w.Expires)
	case voucher.Purchased:
		m.truth(&w.Offline)
		m.ref((*uint32)(&w.Purchase))
		m.count(&w.Sequence)
		m.amount(&w.Discount)
	case voucher.ReversalBooked, voucher.Refunded:
		m.truth(&w.Late)
		m.ref((*uint32)(&w.Purchase))
		m.amount(&w.Discount)
	case voucher.Delivered:
		m.amount(&w.Price)
	case voucher.MarkupExceeded:
		m.amount(&w.Price)
		m.rest(&w.Highest)
	case voucher.LoanGranted, voucher.LoanPaidOut:
		m.ref((*uint32)(&w.Loan))
	case voucher.LoanRepaid:
		m.ref((*uint32)(&w.Loan))
		m.rest(&w.Outstanding)
	case voucher.Rated:
		m.code(&w.Score)
	case voucher.AppealFiled, voucher.AppealAnswered:
		m.ref((*uint32)(&w.Appeal))
	case voucher.DayReported:
		m.count(&w.Purchases)
		m.amount(&w.Discounts)
	case voucher.ParameterChanged:
		m.parameter()
	}
}

// counted moves a count that is 1 or 0; any other stays in the slot.
func (m mover) counted(member *bool) {
	switch {
	case m.out && m.w.Count == 1:
		*member, m.w.Count = true, 0
	case !m.out && *member:
		m.w.Count, *member = 1, false
	}
}

// parameter moves the number of a parameter, which is its path on the wire, and
// its value, which is no sum of money.
func (m mover) parameter() {
	w := m.w
	if m.out {
		if w.Ref < uint32(voucher.Parameters) {
			w.Parameter, w.Ref = voucher.Parameter(w.Ref).String(), 0
		}
		w.Value, w.Amount = int64(w.Amount), 0
		return
	}
	if p, ok := voucher.ParseParameter(w.Parameter); ok {
		w.Ref, w.Parameter = uint32(p), ""
	}
	if w.Value != 0 {
		w.Amount, w.Value = voucher.Money(w.Value), 0
	}
}

// toWire returns an event in its wire form; id writes a voucher's id. The lines
// are those of the event, not a copy.
func toWire(e *voucher.Event, id func(voucher.Programme, voucher.VoucherID) voucherText) event {
	w := common(e)
	w.Code, w.Ref, w.Count, w.Until, w.Amount, w.Balance = e.Code, e.Ref, e.Count, e.Until, e.Amount, e.Balance
	if e.Voucher != 0 {
		w.Voucher = id(e.Programme, e.Voucher)
	}
	mover{true, &w}.meanings()
	return w
}

// common fills the members that mean the same in every kind, save the voucher.
func common(e *voucher.Event) event {
	return event{At: e.At, Kind: e.Kind, Programme: e.Programme, Channel: e.Channel, Month: e.Month, Day: e.Day,
		Person: e.Person, Family: e.Family, Store: e.Store, Provider: e.Provider, Goods: e.Goods, Account: e.Account,
		Territory: e.Territory, Paid: e.Paid, Quantity: e.Quantity, Lines: e.Lines}
}

// fromWire reads an event back. A member that the event's kind does not have is
// an error.
func fromWire(w *event, id func(voucher.Programme, voucherText) (voucher.VoucherID, error)) (voucher.Event, error) {
	slots := *w
	mover{false, &slots}.meanings()
	e := voucher.Event{At: w.At, Kind: w.Kind, Programme: w.Programme, Channel: w.Channel, Month: w.Month, Day: w.Day,
		Person: w.Person, Family: w.Family, Store: w.Store, Provider: w.Provider, Goods: w.Goods, Account: w.Account,
		Territory: w.Territory, Paid: w.Paid, Quantity: w.Quantity, Lines: w.Lines,
		Code: slots.Code, Ref: slots.Ref, Count: slots.Count, Until: slots.Until, Amount: slots.Amount, Balance: slots.Balance}
	rest := common(&e)
	rest.Voucher = w.Voucher
	rest.Code, rest.Ref, rest.Count, rest.Until, rest.Amount, rest.Balance = e.Code, e.Ref, e.Count, e.Until, e.Amount, e.Balance
	if name := differing(&slots, &rest); name != "" {
		return e, fmt.Errorf("an event %s has no member %q", e.Kind, name)
	}
	if w.Voucher != "" {
		v, err := id(w.Programme, w.Voucher)
		if err != nil {
			return e, err
		}
		e.Voucher = v
	}
	if len(e.Lines) == 0 {
		e.Lines = nil
	}
	return e, nil
}

// differing names the first member in which two events differ, "" for none.
func differing(a, b *event) string {
	va, vb := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for i := range va.NumField() {
		if f := va.Type().Field(i); f.Name != "Lines" && !va.Field(i).Equal(vb.Field(i)) {
			return memberName(&f)
		}
	}
	return ""
}

// plainVoucher writes a voucher's id as the vocabulary does.
func plainVoucher(_ voucher.Programme, id voucher.VoucherID) voucherText {
	text, err := id.MarshalText()
	if err != nil {
		panic(fmt.Sprintf("wire: voucher %d: %v", id, err))
	}
	return voucherText(text)
}

// toWireAll returns events in their wire form; none is an empty list, not null.
func toWireAll(events []voucher.Event) []event {
	all := make([]event, len(events))
	for i := range events {
		all[i] = toWire(&events[i], plainVoucher)
	}
	return all
}
