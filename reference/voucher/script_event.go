package voucher

import (
	"slices"
	"strconv"
	"strings"
)

// eventWords says what the fields of an event that change their meaning with its
// kind are called. An empty word stands for the field's own name.
type eventWords struct {
	code   string
	say    func(code uint8) string // nil: the number
	ref    string
	count  string
	amount string
	paid   string
	rest   string // Balance
	until  string
	always string // words that are written even when zero
}

var eventTable = [eventKinds]eventWords{
	GasListed:           {code: "reasons", say: wordOf[Reasons]},
	GasRowDeferred:      {code: "reasons", say: wordOf[Reasons], count: "drop"},
	GasRowsTaken:        {count: "rows"},
	MessageSent:         {code: "kind", say: wordOf[MessageKind], ref: "message", until: "reminder"},
	DeliveryReported:    {code: "delivered", say: truthOf, ref: "message", always: "delivered"},
	Replied:             {code: "answer", say: wordOf[Answer], count: "counts"},
	GasVoucherClosed:    {code: "cause", say: wordOf[Cause]},
	WalletOpened:        {code: "via", say: wordOf[Via]},
	OfferAccepted:       {count: "edition"},
	AccountRegistered:   {code: "class", say: wordOf[ApplianceClass], count: "people"},
	OutageReported:      {code: "down", say: truthOf, always: "down"},
	ListSent:            {ref: "attempt", count: "rows", until: "again", always: "rows"},
	ReceiptIssued:       {ref: "receipt", count: "revision", amount: "charge", rest: "discount", paid: "pay", always: "discount"},
	FoodListed:          {count: "members"},
	FoodVoucherCredited: {code: "active", say: truthOf, count: "members"},
	FoodVoucherAnnulled: {code: "cause", say: wordOf[Cause], always: "amount"},
	CodeShown:           {ref: "sequence", until: "expires"},
	CodeScanned:         {ref: "sequence"},
	Purchased:           {code: "offline", say: truthOf, ref: "purchase", count: "sequence", amount: "discount", always: "paid balance"},
	ReversalBooked:      {code: "late", say: truthOf, ref: "purchase", amount: "discount", always: "balance"},
	Refunded:            {code: "late", say: truthOf, ref: "purchase", amount: "discount", always: "balance"},
	Delivered:           {amount: "price"},
	MarkupExceeded:      {amount: "price", rest: "highest"},
	StockOverdrawn:      {},
	LoanGranted:         {ref: "loan"},
	LoanPaidOut:         {ref: "loan"},
	LoanRepaid:          {ref: "loan", rest: "outstanding", always: "outstanding"},
	Rated:               {code: "score"},
	AppealFiled:         {ref: "appeal"},
	AppealAnswered:      {ref: "appeal"},
	DayReported:         {count: "purchases", amount: "discounts", always: "purchases"},
	ParameterChanged:    {},
}

// shared are the kinds of event that either programme has.
var shared = []EventKind{MessageSent, DeliveryReported, Replied, ParameterChanged}

// String writes the instant in local time, the event's word, and its fields
// that are not zero, always in the same order and by what they mean in an event
// of this kind: "2025-10-08T09:00:00 gas_voucher_opened person=1 month=2025-10
// voucher=1".
func (e *Event) String() string { return stamp(e.At) + " " + e.text() }

// text is String without the instant.
func (e *Event) text() string {
	w := eventWords{}
	if e.Kind < eventKinds {
		w = eventTable[e.Kind]
	}
	p := pairs{always: strings.Fields(w.always)}
	p.b.WriteString(e.Kind.String())
	if e.Programme != ownProgramme(e.Kind) {
		p.word("programme", e.Programme.String(), e.Programme == 0)
	}
	p.number("person", uint64(e.Person))
	p.number("family", uint64(e.Family))
	p.number("store", uint64(e.Store))
	p.number("provider", uint64(e.Provider))
	p.word("account", e.Account.String(), e.Account == 0)
	p.number("goods", uint64(e.Goods))
	if e.Kind == ParameterChanged {
		e.setting(&p)
		return p.b.String()
	}
	p.word("territory", e.Territory.String(), e.Territory == 0)
	p.word("month", e.Month.String(), e.Month == 0)
	p.word("day", e.Day.String(), e.Day == 0)
	p.number("voucher", uint64(e.Voucher))
	if w.say == nil {
		w.say = func(code uint8) string { return strconv.Itoa(int(code)) }
	}
	p.word(or(w.code, "code"), w.say(e.Code), e.Code == 0)
	p.word("channel", e.Channel.String(), e.Channel == 0)
	p.number(or(w.ref, "ref"), uint64(e.Ref))
	p.number(or(w.count, "count"), uint64(e.Count))
	p.word("quantity", Quantity(e.Quantity).String(), e.Quantity == 0)
	p.word(or(w.amount, "amount"), e.Amount.String(), e.Amount == 0)
	p.word(or(w.rest, "balance"), e.Balance.String(), e.Balance == 0)
	p.word(or(w.paid, "paid"), e.Paid.String(), e.Paid == 0)
	p.word(or(w.until, "until"), stamp(e.Until), e.Until == 0)
	p.word("lines", list(e.Lines, "; ", splitText), len(e.Lines) == 0)
	return p.b.String()
}

// setting writes a changed parameter by its path and in its unit.
func (e *Event) setting(p *pairs) {
	path := ""
	if e.Ref < uint32(parameters) {
		path = Parameter(e.Ref).String()
	}
	p.word("path", path, false)
	p.word("territory", e.Territory.String(), false)
	p.word("from", e.Day.String(), false)
	p.word("value", AmountText(path, int64(e.Amount)), false)
}

// ownProgramme returns the programme that a kind of event belongs to, 0 for the
// kinds that either has.
func ownProgramme(k EventKind) Programme {
	switch {
	case slices.Contains(shared, k):
		return 0
	case k < FoodListed:
		return Gas
	}
	return Food
}

// pairs writes name=value words.
type pairs struct {
	b      strings.Builder
	always []string
}

func (p *pairs) word(name, value string, zero bool) {
	if zero && !slices.Contains(p.always, name) {
		return
	}
	p.b.WriteString(" " + name + "=" + value)
}

func (p *pairs) number(name string, n uint64) {
	p.word(name, strconv.FormatUint(n, 10), n == 0)
}

func or(word, otherwise string) string {
	if word == "" {
		return otherwise
	}
	return word
}

// wordOf writes an event's code as a word of an enumeration.
func wordOf[T interface {
	~uint8
	String() string
}](code uint8) string {
	return or(T(code).String(), strconv.Itoa(int(code)))
}

func truthOf(code uint8) string { return strconv.FormatBool(code == 1) }
