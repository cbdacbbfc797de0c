package wire

import "github.com/vouch-kz/vouch/reference/voucher"

// commandText says what a command does, to who writes a build.
type commandText struct {
	summary string
	rule    string // what is decided, refusals in their order
	answers string // members of the answer that are filled, words between blanks
	example string // a body
}

var commandTexts = map[voucher.CommandKind]commandText{
	voucher.KindUpdateGasList: {
		"Update the gas list",
		"Puts people on the standing list, changes their entries or drops them; the list is taken whole or refused whole. " +
			"Whoever is dropped loses a voucher that is not activated yet and gets no reminder; an activated one stays (GAS-LIST-003). " +
			"Whoever is put on the list from the 7th to the 14th and was not asked this month is sent the SMS at once (GAS-NOTICE-001).\n\n" +
			"Refused: more than 100,000 rows `limit-exceeded`; for the first row at fault, whose number is `row`: an unknown person `record-unknown`, " +
			"a ground that is none `value-invalid`, a residence outside the pilot's territories `outside-territory`, no ground `no-ground`. " +
			"After the pilot `outside-period`, from the 15th on `list-closed` (reading G06 defer: taken, and in force from the next month); both go before the reasons of rows that stand behind them in the table. " +
			"A row that drops is checked for its person only. Before the pilot the list may be filled at any time.",
		"", `{"rows":[{"person":"1","reasons":["social"],"residence":"750000000"},{"person":"2","drop":true}]}`,
	},
	voucher.KindReportDelivery: {
		"Report what became of an SMS",
		"Notes the fate of an SMS; it shows in `messages`. Refused: no such message `record-unknown`. Under the default readings nothing else follows from it; " +
			"reading G16 consent_at_centre lets a service centre take the answer of a person whose SMS failed.",
		"", `{"message":"m1","delivered":true}`,
	},
	voucher.KindReply: {
		"Answer the question of a programme",
		"The words that count stand in the introduction. An SMS is handed on by the gateway.\n\n" +
			"**Gas.** Refused in this order: outside the pilot `outside-period`, not on the list `not-listed`, no SMS this month `not-asked`, " +
			"by another channel than SMS `channel-closed` (reading G16 opens the service centre), a yes after a no `refused-this-month` (reading G12), after the 29th `window-closed` (reading G10: from its beginning). " +
			"A yes opens the voucher, a no closes the month and an opened voucher, other texts are answered with a help SMS; repeating what holds changes nothing, nor does anything after activation.\n\n" +
			"**Food.** Refused in this order: outside the pilot `outside-period`, not asked this month and not on the list `not-listed`, not asked `not-asked`, by another channel than SMS `channel-closed` (reading F36: the app, by the citizen), " +
			"a yes when the voucher is credited `already-credited` (reading F35 final: a yes after a no `refused-this-month`). A yes credits, anything else changes no balance, and no help SMS is sent. Only the wallet's owner is asked and answers: " +
			"any other member of a family on the list is `not-asked`, anybody else `not-listed`. As soon as there is a voucher the answer holds it, in `amount` its credit and in `balance` what is left; before it, and for gas, the answer is empty.\n\n" +
			"First of all an unknown person is `record-unknown`, a citizen who answers for another `record-not-own`, no programme `value-invalid`.",
		"voucher amount balance", `{"programme":"gas","person":"1","text":"да"}`,
	},
	voucher.KindOpenWallet: {
		"Open the wallet",
		"Shows the person's gas voucher of the month, whichever way they came (GAS-CHANNEL-001); nothing depends on it. Refused: `record-unknown`, `record-not-own`, a way that is none `value-invalid`.",
		"voucher", `{"person":"1","via":"link"}`,
	},
	voucher.KindEnterAccount: {
		"Enter the gas account",
		"The first step of activation; its answer shows the offer's edition. It begins all steps anew. " + activationOrder +
			" Then: the account carries an activated voucher of this month `account-taken` (GAS-ACCOUNT-002). A provider that does not exist is `record-unknown`, no account `value-invalid`. " +
			"Under reading G34 check_before_offer the provider is asked here as in `accept_offer`, and the answer holds the account.",
		"voucher edition account", `{"person":"1","provider":"1","account":"0012345"}`,
	},
	voucher.KindAcceptOffer: {
		"Continue under the public offer",
		"The second step; the provider is asked, and its answer shows the account. " + activationOrder +
			" Then: no account entered `step-out-of-order`, another edition than the one in force `offer-outdated`, the provider does not answer `provider-unavailable` (neither a yes nor a no: nothing changes), " +
			"the provider does not know the account `account-unknown`, under reading G20 require_owner_match an account of another person `account-of-another`.",
		"voucher account", `{"person":"1","edition":1}`,
	},
	voucher.KindConfirm: {
		"Confirm: activate the voucher",
		"The last step, and the only one that activates; its answer is the notice of success. " + activationOrder +
			" Then: no account entered or the offer not accepted `step-out-of-order`, another voucher was activated on the account since `account-taken` (GAS-ACCOUNT-001). The class and the residents of the account are held from here on.",
		"voucher account", `{"person":"1"}`,
	},
	voucher.KindCancelActivation: {
		"Take a confirmation back",
		"Under the default reading of G22 nothing is undone: `nothing-to-cancel`. Under allow_cancel_until_29 an activation is undone while the window is open; the voucher is opened again, or closed where the person was dropped since.",
		"voucher", `{"person":"1"}`,
	},
	voucher.KindRegisterAccount: {
		"Change the provider's registry",
		"The account exists from now on, or no longer does. Refused: another provider's `record-not-own`, closing an account that does not exist or an owner who does not exist `record-unknown`, no account, no class or more than 100 residents `value-invalid`.",
		"", `{"provider":"1","account":"0012345","class":"boiler","people":4,"owner":"1"}`,
	},
	voucher.KindReportOutage: {
		"Report an outage, or its end",
		"While a provider is down, steps that ask it are answered with `provider-unavailable`. Refused: another provider's `record-not-own`.",
		"", `{"provider":"1","down":true}`,
	},
	voucher.KindAcknowledgeList: {
		"Acknowledge the list of a month",
		"The list takes effect, once; a second acknowledgement changes nothing and is a yes. Refused: a list that was not sent `list-not-sent`.",
		"", `{"provider":"1","month":"2026-02"}`,
	},
	voucher.KindChargeVolume: {
		"Charge a month's volume",
		"Issues the first receipt; the arithmetic stands in the introduction. Refused in this order: more than 100,000 m³ either way `limit-exceeded`, a month outside the pilot `outside-period`, " +
			"an account that the provider does not know and whose voucher is not on the list `account-unknown`, the month's list is not acknowledged `list-not-received`, charged before `already-charged`. " +
			"A zero or negative volume is charged without a discount. `amount` is the discount, `paid` the charge less the discount.",
		"receipt voucher amount paid", `{"provider":"1","account":"0012345","month":"2026-02","volume":187500}`,
	},
	voucher.KindCorrectVolume: {
		"Correct a charged volume",
		"Issues a new receipt, computed anew with the same voucher; its revision is one more. Refused: `limit-exceeded` as for a charge, nothing charged before `not-charged`.",
		"receipt voucher amount paid", `{"provider":"1","account":"0012345","month":"2026-02","volume":150000}`,
	},
	voucher.KindUpdateFoodList: {
		"Update the list of families",
		"Puts families on the standing list, changes their entries or drops them; taken whole or refused whole, rows in their order. What it changes counts from the next 5th on.\n\n" +
			"Refused: more than 10,000 rows `limit-exceeded`; for the first row at fault, whose number is `row`: an unknown or absent family, owner or member `record-unknown`, a family named twice in the update `value-invalid`, " +
			"a family that is dropped and not on the list `not-listed`, a member named twice in the row `value-invalid`, more than 100 members `limit-exceeded`, a residence outside the pilot's cities `outside-territory`, no member `no-ground`, " +
			"an owner who is no member `owner-not-member`, a member who counts in another family after the rows before `person-in-two-families`. Of a row that drops only the family is looked at. Territories count as of the pilot's first day before it.",
		"", `{"rows":[{"family":"1","owner":"1","members":["1","2"],"residence":"111010000"},{"family":"2","drop":true}]}`,
	},
	voucher.KindActivate: {
		"Activate the food voucher",
		"The second step of reading F10 two_step; under the default a voucher is active when it is credited, and this is `already-activated`. Refused in this order: a family that does not exist `record-unknown`, who does not own the wallet `record-not-own`, outside the pilot `outside-period`, nothing credited this month `not-credited`, active already `already-activated`.",
		"voucher balance", `{"family":"1"}`,
	},
	voucher.KindShowCode: {
		"Show a QR code",
		"The wallet shows a fresh code, for 300 seconds and for one use; the wallet's older code is replaced. `family` says whose. Refused in this order: a family that does not exist `record-unknown`, who does not own the wallet `record-not-own` " +
			"(reading F29: any counted member may), outside the pilot `outside-period`, nothing credited this month `not-credited`, under reading F10 not activated `not-activated`. An empty balance is no ground to refuse.\n\n" +
			"Under reading F33 store_presents the till shows the code, and `store` says whose; then: more than 64 open codes `limit-exceeded`, and what a purchase demands of a store. The side that does not show codes is refused with `role-not-allowed`, before all other reasons and kept under the key.",
		"voucher code expires", `{"family":"1"}`,
	},
	voucher.KindScanCode: {
		"Scan a till's code",
		"Reading F33 store_presents only, else `role-not-allowed`: binds the till's code to the buyer's wallet, once. Refused in this order: `record-unknown`, `record-not-own`, `outside-period`, `code-unknown`, `code-used`, `code-expired`, `not-credited`, `not-activated`.",
		"voucher balance expires", `{"family":"1","code":"9b2f6c1e0d5a4b7f8c3e2a1d0f9b8c7d"}`,
	},
	voucher.KindPurchase: {
		"Buy with a food voucher",
		"The answer is the discount, split by line; the arithmetic stands in the introduction. The code is used up by a yes only.\n\n" +
			"Refused in this order: a store or an article that does not exist `record-unknown`, another store's till `record-not-own`, no line, a quantity not above zero or above 100,000 units, a price below zero or above 10,000,000 ₸ `value-invalid`, more than 100 lines `limit-exceeded`, " +
			"outside the pilot `outside-period`, the store does not take part `store-not-participating`, is suspended `store-suspended`, has no integrated till `till-not-integrated`, lies outside the pilot `store-outside-territory`, " +
			"serves another city under reading F27 `store-of-another-city`, a purchase without a line to the wallet `offline-not-allowed` (reading F19 takes it), the code is none `code-unknown`, has a newer one `code-replaced`, was used `code-used`, is out of date `code-expired`, " +
			"nobody scanned it `code-not-scanned`, no voucher `not-credited`, one of a month that is over `voucher-expired`, not activated `not-activated`, an eligible line takes more than the traced stock `stock-exceeded` (reading F37 report: sold), " +
			"no line earns a discount `nothing-eligible`, the balance is zero `balance-spent`, under F19 a discount above the limit `floor-exceeded`. `amount` is the discount.",
		"voucher purchase amount paid balance lines",
		`{"store":"1","code":"9b2f6c1e0d5a4b7f8c3e2a1d0f9b8c7d","lines":[{"goods":"1","quantity":1500,"price":45000}]}`,
	},
	voucher.KindReverse: {
		"Reverse a purchase by its key",
		"For a till that never got the answer: takes the purchase that this store sent under the key back, as far as it was not returned. `amount` is the discount that comes back, `paid` what the buyer gets. " +
			"Refused in this order: no such store `record-unknown`, another store's `record-not-own`, no purchase of this store under the key, one that was refused, or a key that is forgotten `record-unknown`; then as `refund` from `outside-period` on. " +
			"A purchase that came back whole by returns is reversed with `amount` and `paid` of zero.",
		"voucher amount paid balance", `{"store":"1","of":"3f0c6a52-9d0e-4a43-8f0e-0a4b1c2d3e4f"}`,
	},
	voucher.KindRefund: {
		"Return goods of a purchase",
		"A line may be named more than once. Refused in this order: no such purchase or store `record-unknown`, another store's till `record-not-own`, no line, a line that the purchase has not or a quantity not above zero or above 100,000 units `value-invalid`, more than 100 lines `limit-exceeded`, outside the pilot `outside-period`, reversed before `purchase-reversed`, " +
			"sold by another store `store-of-another-purchase`, the time for returns is over `refund-closed`, more than is left of a line `more-than-bought`. A suspended store takes returns. `amount` is the discount that comes back, `paid` what the buyer gets; " +
			"returned goods are back in the traced stock.",
		"voucher amount paid balance", `{"store":"1","purchase":"p1","lines":[{"line":0,"quantity":500}]}`,
	},
	voucher.KindRegisterStore: {
		"Take a store into the programme, or out of it",
		"Repeating what holds is a yes. Refused in this order: no such store `record-unknown`, a store that the local body does not answer for `record-not-own`, a store outside the pilot's cities that would join `store-outside-territory`.",
		"", `{"store":"1"}`,
	},
	voucher.KindSuspendStore: {
		"Suspend a store, or lift the stop",
		"Repeating what holds is a yes. Refused in this order: `record-unknown`, `record-not-own`, a store that does not take part `store-not-participating`.",
		"", `{"store":"1"}`,
	},
	voucher.KindIntegrateTill: {
		"Integrate a store's tills",
		"Repeating what holds is a yes, and a store may do it before it takes part. Refused in this order: `record-unknown`, `record-not-own`.",
		"", `{"store":"1"}`,
	},
	voucher.KindMarkGoods: {
		"Mark an article as socially significant",
		"Any article may be marked; off the list in force a mark gives nothing. Repeating what holds is a yes. Refused in this order: `record-unknown`, `record-not-own`, a store that does not take part `store-not-participating`.",
		"", `{"store":"1","goods":"1"}`,
	},
	voucher.KindDeliver: {
		"Deliver goods to a store",
		"Books goods into the traced stock; the price is the purchase price from now on. Any store may. Refused in this order: `record-unknown`, `record-not-own`, a quantity not above zero or above 100,000 units, a price below zero or above 10,000,000 ₸ `value-invalid`.",
		"", `{"store":"1","goods":"1","quantity":100000,"price":40000}`,
	},
	voucher.KindSellOutside: {
		"Sell outside the programme",
		"Books a sale out of the traced stock; what goes beyond it, and prices above the ceiling, are reported and never refused. The basket is checked as in a purchase.",
		"", `{"store":"1","lines":[{"goods":"1","quantity":1000,"price":45000}]}`,
	},
	voucher.KindGrantLoan: {
		"Grant a loan",
		"Refused in this order: no such store `record-unknown`, a store that the body does not answer for `record-not-own`, a sum not above zero or above 10,000,000,000 ₸ `value-invalid`, a store that does not take part `store-not-participating`, anything but stock, or no purpose, `loan-not-for-stock`.",
		"loan amount", `{"store":"1","amount":100000000,"purpose":"stock"}`,
	},
	voucher.KindDisburseLoan: {
		"Pay a loan out",
		"All of it, once. Refused in this order: `record-unknown`, by another body than its lender `record-not-own`, a store that does not take part (any more) `store-not-participating`, paid out before `loan-disbursed`. `balance` is what is outstanding.",
		"loan amount balance", `{"loan":"l1"}`,
	},
	voucher.KindRepayLoan: {
		"Repay a loan",
		"Refused in this order: `record-unknown`, another store's `record-not-own`, a sum not above zero or above 10,000,000,000 ₸ `value-invalid`, not paid out `loan-not-disbursed`, more than is outstanding `loan-overpaid`. `balance` is what is outstanding.",
		"loan amount balance", `{"loan":"l1","amount":50000000}`,
	},
	voucher.KindRate: {
		"Rate the service",
		"By whoever is or was on the list of families, as a member. Refused in this order: `record-unknown`, `record-not-own`, a score outside 1 to 5 `value-invalid`, nobody who ever was on the list `not-recipient`.",
		"", `{"person":"1","score":5}`,
	},
	voucher.KindFileAppeal: {
		"File an appeal",
		"Through e-Otinish, by whoever is or was on the list of families, as a member. Refused in this order: `record-unknown`, `record-not-own`, `not-recipient`.",
		"appeal", `{"person":"1"}`,
	},
	voucher.KindAnswerAppeal: {
		"Answer an appeal",
		"Closes it. Refused in this order: `record-unknown`, answered before `appeal-closed`.",
		"", `{"appeal":"a1"}`,
	},
	voucher.KindChangeParameter: {
		"Correct a rule for the future",
		"Refused in this order: no such parameter `parameter-unknown`, outside its bounds or for a territory where it is not regional `parameter-out-of-bounds`, from today, a day before or no day `parameter-in-past`. The past never changes; what the value replaces stands under Parameters.",
		"", `{"setting":{"path":"food.mrp","territory":"kz","from":"2026-03-01","value":450000}}`,
	},
}

// activationOrder is what every step of activation is refused for first.
const activationOrder = "Refused in this order: an unknown person `record-unknown`, a citizen who acts for another `record-not-own`, outside the pilot `outside-period`, the account's provider lies outside the pilot's territories `outside-territory`, " +
	"not on the list `not-listed` (an activated voucher stays), under reading G37 a device owner at a service centre `device-owner`, refused this month `refused-this-month`, before the window `window-not-open`, after it `window-closed`, no consent `consent-missing`, activated already `already-activated`."

// recordText says what a record is.
type recordText struct {
	summary, rule string
}

// recordTexts are the texts of all queries.
var recordTexts = map[voucher.QueryKind]recordText{
	voucher.AskGasWallet: {"Read a gas voucher", "The person's gas voucher of a month; without `month` the present one. Refused: `record-unknown`, a citizen who reads another's `record-not-own`. A person without a voucher has state `none`."},
	voucher.AskFoodWallet: {"Read a food voucher", "The family's food voucher of a month with every operation; without `month` the present one. Refused in this order: `record-unknown`, who does not own the wallet of that month, as the introduction says, `record-not-own` (reading F29: any counted member may). " +
		"A month in which the family was not asked has state `none`, and nothing else but `listed`."},
	voucher.AskMessages:     {"Read the SMS to a person", "All of them, oldest first. Refused: `record-unknown`, a citizen who reads another's `record-not-own`."},
	voucher.AskProviderList: {"Read the list of a month", "What was sent to the provider. A month without one has no `sent`. Refused: `record-unknown`, another provider's `record-not-own`."},
	voucher.AskReceipt:      {"Read a receipt", "The newest receipt of an account and month; none has revision 0. A citizen reads that of an own account, or of one that their voucher served. Refused: no such account `record-unknown`, somebody else's `record-not-own`."},
	voucher.AskStoreDay:     {"Read a store's day", "Sums of a day; without `day` the present one. Refused: `record-unknown`, another store's `record-not-own`."},
	voucher.AskStock:        {"Read a store's traced stock", "Of one article. Read by the store, by the local body that answers for it, by the authorised body. Refused in this order: no such store or article `record-unknown`, `record-not-own`. Without a delivery `price` is zero."},
	voucher.AskLoan:         {"Read a loan", "Read by its store, by its lender, by the authorised body. Refused: `record-unknown`, `record-not-own`."},
	voucher.AskAppeal:       {"Read an appeal", "Read by who filed it and by the authorised body. Refused: `record-unknown`, `record-not-own`."},
	voucher.AskDayReport:    {"Read the report of a day", "Without `day` that of the present day, as far as it has gone. A day that has none is `record-unknown`: outside the pilot, still to come, or over before the world began."},
	voucher.AskLedger:       {"Read the sums of a month", "Of all families; without `month` the present one. Credited = spent + left + annulled, at every instant."},
	voucher.AskParameter:    {"Read a parameter", "Its value on a day in a territory; without `territory` that of the whole country, without `day` that of the present day. Everybody may read it. Refused: no such parameter `record-unknown`."},
	voucher.AskDigest:       {"Read the state's digest", "Two states are the same when their digests are; for replays. Only where the capabilities say `digest`, else 501 `unsupported`."},
}
