package simulator

// Metric is one figure that totals keep for each programme, territory and
// month. Money is in tiyn, everything else is counted.
type Metric uint8

// The metrics. The first eight are the funnel, in order: how many persons (gas)
// or families (food) came so far in the month. Not every later stage is
// smaller than the one before: under standing consent vouchers open without a
// question.
const (
	Listed    Metric = iota // on the list when the month's questions go out, or put on it after that
	Sent                    // asked by SMS
	Delivered               // an SMS of the month reached the phone
	Answered                // yes or no
	Consented               // said yes
	Opened                  // gas: voucher opened; food: voucher credited
	Activated               // gas: activated on an account; food: may be spent
	Used                    // gas: a receipt with a discount; food: at least one purchase

	Refused   // said no
	Reminded  // reminders sent
	Unclear   // malformed replies
	ByMobile  // gas: activations in eGov Mobile; food: confirmations in the app
	ByCentre  // gas: activations at a service centre
	Lapsed    // gas: opened, and ended by the window; food: credited and never used
	Withdrawn // gas: opened, and ended by a refusal or a drop from the list

	Charged       // gas: volume at the household price, after corrections
	Discount      // gas: off the charge
	Payable       // gas: what receipts ask for
	Receipts      // gas: accounts charged
	Corrections   // gas: receipts computed anew
	VolumeCharged // gas: thousandths of a cubic metre, before corrections

	Credited    // food: onto wallets
	Spent       // food: net of returns in the month, as the families' wallets tell
	StoreSpent  // food: the same, as the stores' tills were told
	Left        // food: on wallets when the run ends
	Annulled    // food: when the month ended
	Recovered   // food: returned after the month, to the programme
	BuyersPaid  // food: what buyers added, returns taken off
	Purchases   // food
	Returns     // food: refunds by line, in the month they happen
	Reversals   // food: purchases taken back by key, in the month they happen
	LinesBought // food: lines of the baskets

	Dropped // gas: of those withdrawn, ended by a drop from the list

	// What was credited and not spent, in tiyn, by the first of the reasons that
	// holds; together they are left and annulled.
	UnusedOpen         // food: the voucher still runs when the run ends
	UnusedRefused      // food: ended by a refusal
	UnusedGone         // food: ended by a drop, or the family left the list or moved meanwhile and never bought anything
	UnusedLapsed       // food: ended by a window
	UnusedNotActivated // food: never activated, in the two-step reading
	UnusedNever        // food: no purchase at all
	UnusedPart         // food: something was bought

	metrics
)

var metricNames = [metrics]string{
	Listed: "listed", Sent: "sent", Delivered: "delivered", Answered: "answered", Consented: "consented",
	Opened: "opened", Activated: "activated", Used: "used",
	Refused: "refused", Reminded: "reminded", Unclear: "unclear", ByMobile: "by_mobile", ByCentre: "by_centre",
	Lapsed: "lapsed", Withdrawn: "withdrawn",
	Charged: "charged", Discount: "discount", Payable: "payable", Receipts: "receipts", Corrections: "corrections",
	VolumeCharged: "volume_charged",
	Credited:      "credited", Spent: "spent", StoreSpent: "store_spent", Left: "left", Annulled: "annulled",
	Recovered: "recovered", BuyersPaid: "buyers_paid", Purchases: "purchases", Returns: "returns",
	Reversals: "reversals", LinesBought: "lines_bought", Dropped: "dropped",
	UnusedOpen: "unused_open", UnusedRefused: "unused_refused", UnusedGone: "unused_gone", UnusedLapsed: "unused_lapsed",
	UnusedNotActivated: "unused_not_activated", UnusedNever: "unused_never", UnusedPart: "unused_part",
}

// String returns the metric's word, such as "activated".
func (m Metric) String() string { return word(metricNames[:], m) }

// Metrics returns every metric, in order.
func Metrics() []Metric { return all(metrics) }

// FunnelStages returns the metrics of the funnel, in order.
func FunnelStages() []Metric { return all(Used + 1) }

// UnusedReasons returns the metrics of unused food money, in order: together they
// are what was credited and not spent, to the tiyn.
func UnusedReasons() []Metric { return all(metrics)[UnusedOpen:] }

// InTiyn reports whether the metric is a sum of money.
func (m Metric) InTiyn() bool {
	return m >= Charged && m <= Payable || m >= Credited && m <= BuyersPaid || m >= UnusedOpen
}

// Counter is one figure that totals keep for the whole run.
type Counter uint8

// The counters. Money is in tiyn.
const (
	Blocks       Counter = iota // blocks lived to the end
	Families                    // families in them
	Persons                     // persons in them, as far as a system has to know them
	Stores                      // stores that took part, each block's own
	Counters                    // counters of service centres
	FamilyMonths                // one listed family or recipient in one month of one programme
	Commands                    // sent, refused ones included
	Events                      // that happened
	Draws                       // random decisions

	TailCommands // of these commands: after the last day on which people act
	TailEvents
	TailLeft // acts still to come when the longest tail was over

	LoansGranted
	LoanSum     // granted
	Disbursed   // paid out
	Repaid      // paid back
	Outstanding // owed when the run ends

	AppealsFiled
	AppealsAnswered
	OverpricedLines // shelf price above the set markup, reported
	StockOverdrawn  // more sold than traced, reported
	Outages         // of gas providers
	ListAttempts    // sendings of a month's list, the first included
	ListsSent       // months' lists
	ListsTaken      // acknowledged

	counters
)

var counterNames = [counters]string{
	Blocks: "blocks", Families: "families", Persons: "persons", Stores: "stores", Counters: "counters",
	FamilyMonths: "family_months", Commands: "commands", Events: "events", Draws: "draws",
	TailCommands: "tail_commands", TailEvents: "tail_events", TailLeft: "tail_left",
	LoansGranted: "loans_granted", LoanSum: "loan_sum", Disbursed: "disbursed", Repaid: "repaid",
	Outstanding: "outstanding", AppealsFiled: "appeals_filed", AppealsAnswered: "appeals_answered",
	OverpricedLines: "overpriced_lines", StockOverdrawn: "stock_overdrawn", Outages: "outages",
	ListAttempts: "list_attempts", ListsSent: "lists_sent", ListsTaken: "lists_taken",
}

// String returns the counter's word, such as "family_months".
func (c Counter) String() string { return word(counterNames[:], c) }

// AllCounters returns every counter, in order.
func AllCounters() []Counter { return all(counters) }

// Fraud is one kind of attempt that every build must refuse.
type Fraud uint8

// The kinds.
const (
	ReusedCode     Fraud = iota // a code that a purchase has used
	ExpiredCode                 // a code shown too late, mostly in innocence
	UnmarkedGoods               // listed goods that the store has not marked
	OffListGoods                // goods off the list, asked for as listed
	SuspendedStore              // a purchase in a suspended store
	ForeignStore                // a purchase in a store outside the pilot
	ForeignReturn               // a return to another store
	OverStock                   // more than the traced stock
	ForeignAccount              // a gas account that carries a voucher already
	NotOwner                    // a stranger shows the family's wallet

	frauds
)

var fraudNames = [frauds]string{
	ReusedCode: "reused_code", ExpiredCode: "expired_code", UnmarkedGoods: "unmarked_goods",
	OffListGoods: "off_list_goods", SuspendedStore: "suspended_store", ForeignStore: "foreign_store",
	ForeignReturn: "foreign_return", OverStock: "over_stock", ForeignAccount: "foreign_account", NotOwner: "not_owner",
}

// String returns the word of the kind, such as "reused_code".
func (f Fraud) String() string { return word(fraudNames[:], f) }

// Frauds returns every kind, in order.
func Frauds() []Fraud { return all(frauds) }

// word returns the name of a small number, "" where it has none.
func word[T ~uint8](names []string, v T) string {
	if int(v) < len(names) {
		return names[v]
	}
	return ""
}

// all returns 0 to limit-1.
func all[T ~uint8](limit T) []T {
	list := make([]T, limit)
	for i := range list {
		list[i] = T(i)
	}
	return list
}
