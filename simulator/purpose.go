package simulator

import (
	"fmt"
	"slices"
)

// Purpose names one random decision. Its number is part of every draw: numbers
// are given once, only appended, and never reused, also when a decision is
// dropped, because a new use of an old number would repeat the old luck.
type Purpose uint16

// purposeLimit is above every purpose. It is a power of two, so that Streams
// needs no bounds check.
const purposeLimit = 512

// What a family, a person and a home are like: drawn once a run.
const (
	ForFamilySize     Purpose = 1  // members
	ForChildren       Purpose = 2  // how many of the members are children
	ForUrban          Purpose = 3  // town or village
	ForHousingClass   Purpose = 4  // flat or detached house
	ForGasConnected   Purpose = 5  // network gas in the home
	ForGasEquipment   Purpose = 6  // stove alone, or boiler and stove
	ForListReasons    Purpose = 7  // ASP, housing assistance or both
	ForDevice         Purpose = 8  // a phone that runs eGov Mobile
	ForPhoneKnown     Purpose = 9  // number in the mobile citizens base
	ForWalletOwner    Purpose = 10 // which member owns the wallet
	ForLanguage       Purpose = 11 // Kazakh or Russian
	ForAccountSharing Purpose = 12 // two recipients on one gas account
	ForSecondAccount  Purpose = 13 // a recipient with another account
	ForHomeStore      Purpose = 14 // the store a family goes to by habit
	ForConsentHabit   Purpose = 15 // a lasting leaning to say yes
	ForSpendingHabit  Purpose = 16 // a lasting leaning to spend the whole voucher
	ForShoppingHabit  Purpose = 17 // few big or many small baskets
	ForGasVolumeYear  Purpose = 18 // a home's usual gas volume a year
	ForHonesty        Purpose = 19 // whether a family ever tries what is forbidden
)

// How lists come about and change.
const (
	ForListEntry        Purpose = 32 // on the list when the run begins
	ForListJoin         Purpose = 33 // joins in a month
	ForListDrop         Purpose = 34 // drops out in a month
	ForListUpdateDay    Purpose = 35 // day of the month of a change
	ForListLate         Purpose = 36 // the update is sent too late
	ForListReasonChange Purpose = 37 // a reason is gained or lost
	ForListMove         Purpose = 38 // moves to another territory
	ForListMembers      Purpose = 39 // a birth, a death, a member who leaves
	ForListDouble       Purpose = 40 // a person listed in two families
)

// Messages and answers, apart for each programme, since one family may be in both.
const (
	ForGasDelivery        Purpose = 64 // SMS delivered or not
	ForGasReplyKind       Purpose = 65 // yes, no or silence after the first SMS
	ForGasReplyDelay      Purpose = 66
	ForGasReplyMalformed  Purpose = 67
	ForGasReplyText       Purpose = 68 // which wording
	ForGasSecondReply     Purpose = 69 // a second answer that contradicts the first
	ForGasSecondDelay     Purpose = 70
	ForGasReminderReply   Purpose = 71 // yes, no or silence after the reminder
	ForGasReminderDelay   Purpose = 72
	ForFoodDelivery       Purpose = 80
	ForFoodReplyKind      Purpose = 81
	ForFoodReplyDelay     Purpose = 82
	ForFoodReplyMalformed Purpose = 83
	ForFoodReplyText      Purpose = 84
	ForFoodSecondReply    Purpose = 85
	ForFoodSecondDelay    Purpose = 86
	ForFoodReminderReply  Purpose = 87 // under reading F31 alone
	ForFoodReminderDelay  Purpose = 88
	ForReplyDuplicate     Purpose = 90 // the gateway hands one reply over twice
	ForMessageOutage      Purpose = 91 // lost in an outage of the gateway
)

// Gas: from the opened voucher to the bill.
const (
	ForGasActivation      Purpose = 96  // activates at all, given consent
	ForGasActivationDelay Purpose = 97  // from consent to the first try
	ForGasChannel         Purpose = 98  // eGov Mobile or service centre
	ForGasOpeningWay      Purpose = 99  // by the SMS link or by an own download
	ForGasWrongAccount    Purpose = 100 // mistyped account number
	ForGasWrongKind       Purpose = 101 // unknown, or somebody else's
	ForGasRetry           Purpose = 102 // tries again after a refusal
	ForGasRetryDelay      Purpose = 103
	ForGasOfferLeft       Purpose = 104 // leaves at the public offer
	ForGasAccountChanged  Purpose = 105 // enters another account before "confirm"
	ForGasEarlyLate       Purpose = 106 // tries outside the window
	ForGasOutage          Purpose = 107 // hours in which a provider does not answer
	ForGasVolumeMonth     Purpose = 108 // a month's deviation from the usual volume
	ForGasCorrection      Purpose = 109 // a charged volume is corrected later
	ForGasCorrectionSize  Purpose = 110
	ForGasCorrectionDelay Purpose = 111
	ForGasNoReading       Purpose = 112 // no meter reading: zero volume
	ForGasStepTime        Purpose = 113 // seconds between the steps of an activation
	ForGasAck             Purpose = 114 // the provider misses a list, which is sent again
)

// Food: from the credited voucher to the appeal.
const (
	ForFoodActivation    Purpose = 128 // first use, or the second step where asked for
	ForFoodActivateDelay Purpose = 129
	ForFoodShareUsed     Purpose = 130 // share of the voucher a family will use
	ForPurchaseCount     Purpose = 131 // purchases in the month
	ForPurchaseDay       Purpose = 132
	ForPurchaseHour      Purpose = 133
	ForPurchaseMinute    Purpose = 134
	ForStoreChoice       Purpose = 135
	ForBasketLines       Purpose = 136
	ForBasketGoods       Purpose = 137
	ForBasketQuantity    Purpose = 138
	ForBasketPrice       Purpose = 139
	ForQRDelay           Purpose = 140 // from showing the code to its use
	ForTillTimeout       Purpose = 141 // the answer is lost
	ForReversal          Purpose = 142 // reversed, or repeated, after a lost answer
	ForReturn            Purpose = 143
	ForReturnDelay       Purpose = 144
	ForReturnLines       Purpose = 145
	ForRating            Purpose = 146
	ForRatingStars       Purpose = 147
	ForAppeal            Purpose = 148
	ForAppealSubject     Purpose = 149
	ForAppealAnswer      Purpose = 150 // days until, and outcome of, the answer
	ForOwnCity           Purpose = 151 // shops in the own town or in another one
)

// What the rules must refuse.
const (
	ForFraudReusedQR       Purpose = 160
	ForFraudExpiredQR      Purpose = 161
	ForFraudUnmarked       Purpose = 162 // goods on the list that the store has not marked
	ForFraudOffList        Purpose = 163 // goods off the list rung up as eligible
	ForFraudSuspendedStore Purpose = 164
	ForFraudForeignStore   Purpose = 165 // a store outside the pilot territories
	ForFraudForeignReturn  Purpose = 166 // a receipt returned at another store
	ForFraudOverStock      Purpose = 167 // more than the traced stock
	ForFraudOverMarkup     Purpose = 168 // a shelf price above the set markup
	ForFraudForeignAccount Purpose = 169 // somebody else's gas account
	ForFraudTime           Purpose = 170
	ForFraudGoods          Purpose = 171
	ForFraudNotOwner       Purpose = 172 // a stranger shows the wallet
)

// Stores, their goods and their loans.
const (
	ForStoreKind          Purpose = 192
	ForStoreSize          Purpose = 193
	ForStoreMarkup        Purpose = 194
	ForStoreMarking       Purpose = 195 // which goods it marks
	ForStoreTill          Purpose = 196 // day on which its till is integrated
	ForStoreSuspension    Purpose = 197
	ForStoreSuspensionDay Purpose = 198
	ForStoreHonesty       Purpose = 199
	ForGoodsPrice         Purpose = 200 // a store's own shelf price
	ForStoreChain         Purpose = 201 // of the chain that an event suspends
	ForStoreLeaving       Purpose = 202 // which stores leave first
	ForStoreAdded         Purpose = 203 // goes to a store that a scenario adds, and to which
	ForDeliveryDay        Purpose = 208
	ForDeliveryQuantity   Purpose = 209
	ForDeliveryPrice      Purpose = 210
	ForOutsideSale        Purpose = 211 // sales of listed goods without a voucher
	ForLoan               Purpose = 216
	ForLoanSum            Purpose = 217
	ForLoanDisbursement   Purpose = 218
	ForLoanRepayment      Purpose = 219
)

// What decides nothing in the programmes, and the run itself.
const (
	ForIdentity      Purpose = 256 // a person's name and address, for show only
	ForStoreIdentity Purpose = 257 // a store's name and address, for show only
	ForSample        Purpose = 264 // which families a trace or an export shows
	ForTieBreak      Purpose = 265 // order among equals, as in rounding to a total
	ForParameter     Purpose = 266 // uncertain figures, drawn once a replication
	ForWorldSecret   Purpose = 267 // key of a world's QR codes
	ForIdempotency   Purpose = 268 // keys of commands
)

// Purposes returns every purpose in the order of its number.
func Purposes() []Purpose {
	all := make([]Purpose, 0, len(purposeNames))
	for p := range purposeNames {
		all = append(all, p)
	}
	slices.Sort(all)
	return all
}

// String returns the purpose's name as traces show it: "gas reply delay".
func (p Purpose) String() string {
	if name, ok := purposeNames[p]; ok {
		return name
	}
	return fmt.Sprintf("purpose %d", uint16(p))
}
