package voucher

// Event is one thing that happened. It is one flat record, so that millions
// can be made without an allocation: each kind fills the fields its comment
// names, the rest are zero. Lines is valid until the next call of the system.
type Event struct {
	At        Instant       `json:"at,omitzero"` // when it happened; due work happens at its due instant
	Kind      EventKind     `json:"kind,omitzero"`
	Programme Programme     `json:"programme,omitzero"`
	Code      uint8         `json:"code,omitzero"` // a small choice of the kind: MessageKind, Answer, Cause, …
	Channel   Channel       `json:"channel,omitzero"`
	Month     Month         `json:"month,omitzero"` // month of the voucher, list or receipt
	Day       Day           `json:"day,omitzero"`   // day that the event is booked on, where it differs from At
	Person    PersonID      `json:"person,omitzero"`
	Family    FamilyID      `json:"family,omitzero"`
	Store     StoreID       `json:"store,omitzero"`
	Provider  ProviderID    `json:"provider,omitzero"`
	Goods     GoodsID       `json:"goods,omitzero"`
	Voucher   VoucherID     `json:"voucher,omitzero"`
	Ref       uint32        `json:"ref,omitzero"` // handle of the message, purchase, receipt, loan or appeal
	Count     uint32        `json:"count,omitzero"`
	Account   AccountNumber `json:"account,omitzero"`
	Territory Territory     `json:"territory,omitzero"`
	Amount    Money         `json:"amount,omitzero"`
	Paid      Money         `json:"paid,omitzero"`
	Balance   Money         `json:"balance,omitzero"`
	Quantity  int64         `json:"quantity,omitzero"` // of goods or gas, in thousandths
	Until     Instant       `json:"until,omitzero"`
	Lines     []LineSplit   `json:"lines,omitzero"`
}

// EventKind numbers the events.
type EventKind uint8

// The events, with the fields they fill besides At, Kind and Programme.
const (
	GasListed            EventKind = iota + 1 // Person, Territory, Code=Reasons
	GasUnlisted                               // Person
	GasRowDeferred                            // Person, Territory, Code=Reasons, Count=1 for a drop (reading G06 defer)
	GasRowsTaken                              // Count: the deferred rows are in force
	MessageSent                               // Ref=message, Person, Family (food), Month, Code=MessageKind, Until=when the reminder is due, zero for none
	DeliveryReported                          // Ref=message, Person, Code=1 delivered or 0
	Replied                                   // Person, Family (food), Month, Code=Answer, Channel
	GasVoucherOpened                          // Person, Month, Voucher
	GasVoucherClosed                          // Person, Month, Voucher, Code=Cause
	WalletOpened                              // Person, Code=Via
	AccountEntered                            // Person, Month, Provider, Account, Channel
	OfferAccepted                             // Person, Month, Provider, Account, Channel, Count=edition
	GasVoucherActivated                       // Person, Month, Voucher, Provider, Account, Channel
	ActivationCancelled                       // Person, Month, Voucher, Provider, Account
	AccountRegistered                         // Provider, Account, Code=ApplianceClass, Count=people, Person=owner
	AccountClosed                             // Provider, Account
	OutageReported                            // Provider, Code=1 down or 0
	ListSent                                  // Provider, Month, Count=rows, Ref=attempt
	ListAcknowledged                          // Provider, Month
	ReceiptIssued                             // Provider, Account, Month, Ref=receipt, Quantity=volume, Amount=charge, Balance=discount, Paid, Voucher, Count=revision
	FoodListed                                // Family, Person=owner, Territory, Count=members; one MemberListed for each follows
	MemberListed                              // Family, Person
	FoodUnlisted                              // Family
	FoodVoucherCredited                       // Family, Person, Month, Voucher, Amount, Count=members, Territory, Code=1 active at once
	FoodVoucherActivated                      // Family, Month, Voucher
	FoodVoucherAnnulled                       // Family, Month, Voucher, Amount, Day=the month's last day, Code=Cause
	CodeShown                                 // Family or Store, Voucher, Ref=sequence, Until
	CodeScanned                               // Family, Store, Voucher, Ref=sequence
	Purchased                                 // Family, Store, Month, Voucher, Ref=purchase, Amount=discount, Paid, Balance, Count=code sequence, Lines, Code=1 offline
	ReversalBooked                            // Family, Store, Month, Voucher, Ref=purchase, Amount, Paid, Balance, Code=1 after the month
	Refunded                                  // Family, Store, Month, Voucher, Ref=purchase, Amount, Paid, Balance, Code=1 after the month, Lines=what came back of each line of the purchase
	StoreRegistered                           // Store, Territory
	StoreLeft                                 // Store
	StoreStopped                              // Store
	StoreResumed                              // Store
	TillIntegrated                            // Store
	TillBroken                                // Store
	GoodsMarked                               // Store, Goods
	GoodsUnmarked                             // Store, Goods
	Delivered                                 // Store, Goods, Quantity, Amount=price
	SoldOutside                               // Store, Lines
	MarkupExceeded                            // Store, Goods, Amount=shelf price, Balance=highest price allowed
	StockOverdrawn                            // Store, Goods, Quantity=missing
	LoanGranted                               // Store, Ref=loan, Amount, Territory
	LoanPaidOut                               // Store, Ref=loan, Amount
	LoanRepaid                                // Store, Ref=loan, Amount, Balance=outstanding
	Rated                                     // Person, Code=score
	AppealFiled                               // Person, Ref=appeal
	AppealAnswered                            // Person, Ref=appeal
	DayReported                               // Day, Count=purchases, Amount=discounts, Paid
	ParameterChanged                          // Ref=parameter, Territory, Day=from, Amount=value

	eventKinds
)

var eventNames = [eventKinds]string{
	GasListed: "gas_listed", GasUnlisted: "gas_unlisted", GasRowDeferred: "gas_row_deferred", GasRowsTaken: "gas_rows_taken", MessageSent: "message_sent",
	DeliveryReported: "delivery_reported", Replied: "replied", GasVoucherOpened: "gas_voucher_opened",
	GasVoucherClosed: "gas_voucher_closed", WalletOpened: "wallet_opened", AccountEntered: "account_entered",
	OfferAccepted: "offer_accepted", GasVoucherActivated: "gas_voucher_activated",
	ActivationCancelled: "activation_cancelled", AccountRegistered: "account_registered",
	AccountClosed: "account_closed", OutageReported: "outage_reported", ListSent: "list_sent",
	ListAcknowledged: "list_acknowledged", ReceiptIssued: "receipt_issued", FoodListed: "food_listed",
	MemberListed: "member_listed", FoodUnlisted: "food_unlisted", FoodVoucherCredited: "food_voucher_credited",
	FoodVoucherActivated: "food_voucher_activated", FoodVoucherAnnulled: "food_voucher_annulled",
	CodeShown: "code_shown", CodeScanned: "code_scanned", Purchased: "purchased",
	ReversalBooked: "reversal_booked", Refunded: "refunded", StoreRegistered: "store_registered",
	StoreLeft: "store_left", StoreStopped: "store_stopped", StoreResumed: "store_resumed",
	TillIntegrated: "till_integrated", TillBroken: "till_broken", GoodsMarked: "goods_marked",
	GoodsUnmarked: "goods_unmarked", Delivered: "delivered", SoldOutside: "sold_outside",
	MarkupExceeded: "markup_exceeded", StockOverdrawn: "stock_overdrawn", LoanGranted: "loan_granted",
	LoanPaidOut: "loan_paid_out", LoanRepaid: "loan_repaid", Rated: "rated", AppealFiled: "appeal_filed",
	AppealAnswered: "appeal_answered", DayReported: "day_reported", ParameterChanged: "parameter_changed",
}

// String returns the event's word, such as "gas_voucher_activated".
func (k EventKind) String() string { return name(eventNames[:], k) }

// ParseEventKind reads what String writes.
func ParseEventKind(s string) (k EventKind, ok bool) { return parse[EventKind](eventNames[:], s) }

// EventKinds returns all events, in order.
func EventKinds() []EventKind {
	all := make([]EventKind, 0, eventKinds-1)
	for k := EventKind(1); k < eventKinds; k++ {
		all = append(all, k)
	}
	return all
}

// MessageKind says what an SMS is for.
type MessageKind uint8

// The messages.
const (
	Notice   MessageKind = iota + 1 // the month's question
	Reminder                        // the repeat
	Help                            // the right form, after a malformed reply
)

var messageNames = [...]string{Notice: "notice", Reminder: "reminder", Help: "help"}

// String returns "notice", "reminder" or "help".
func (k MessageKind) String() string { return name(messageNames[:], k) }

// Channel says how a person acted.
type Channel uint8

// The channels.
const (
	BySMS    Channel = iota + 1
	ByMobile         // in eGov Mobile
	ByCentre         // at a public service centre
)

var channelNames = [...]string{BySMS: "sms", ByMobile: "egov_mobile", ByCentre: "service_centre"}

// String returns "sms", "egov_mobile" or "service_centre".
func (c Channel) String() string { return name(channelNames[:], c) }

// Cause says why a voucher ended unused.
type Cause uint8

// The causes.
const (
	ByRefusal  Cause = iota + 1 // the person refused after consent
	ByDrop                      // an update of the list dropped the person
	ByLapse                     // the window closed
	NeverUsed                   // not activated in the two-step reading
	LeftUnused                  // not spent
)

var causeNames = [...]string{ByRefusal: "refusal", ByDrop: "drop", ByLapse: "lapse",
	NeverUsed: "never_activated", LeftUnused: "unspent"}

// String returns "refusal", "drop", "lapse", "never_activated" or "unspent".
func (c Cause) String() string { return name(causeNames[:], c) }

// Digest adds the event to a running digest, every field in order.
func (e *Event) Digest(d Digest) Digest {
	two := func(a, b uint32) uint64 { return uint64(a)<<32 | uint64(b) }
	d = d.Two(uint64(e.At), uint64(e.Kind)|uint64(e.Programme)<<8|uint64(e.Code)<<16|uint64(e.Channel)<<24|uint64(e.Count)<<32)
	d = d.Two(two(uint32(e.Month), uint32(e.Day)), two(uint32(e.Person), uint32(e.Family)))
	d = d.Two(two(uint32(e.Store), uint32(e.Provider)), two(uint32(e.Goods), uint32(e.Voucher)))
	d = d.Two(two(e.Ref, uint32(e.Territory)), uint64(e.Account))
	d = d.Two(uint64(e.Amount), uint64(e.Paid)).Two(uint64(e.Balance), uint64(e.Quantity))
	d = d.Two(uint64(e.Until), uint64(len(e.Lines)))
	for i := range e.Lines {
		l := &e.Lines[i]
		d = d.Two(uint64(l.Goods)<<1|flag(l.Eligible), uint64(l.Quantity))
		d = d.Two(uint64(l.Price), uint64(l.Cost)).Word(uint64(l.Discount))
	}
	return d
}
