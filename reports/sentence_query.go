package reports

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// asking holds the id of the words of each query.
var asking = map[voucher.QueryKind]string{
	voucher.AskGasWallet:    "ask.gas_wallet",
	voucher.AskFoodWallet:   "ask.food_wallet",
	voucher.AskMessages:     "ask.messages",
	voucher.AskProviderList: "ask.provider_list",
	voucher.AskReceipt:      "ask.receipt",
	voucher.AskStoreDay:     "ask.store_day",
	voucher.AskStock:        "ask.stock",
	voucher.AskLoan:         "ask.loan",
	voucher.AskAppeal:       "ask.appeal",
	voucher.AskDayReport:    "ask.day_report",
	voucher.AskLedger:       "ask.ledger",
	voucher.AskParameter:    "ask.parameter",
	voucher.AskDigest:       "ask.digest",
}

// question is QuestionSentence in a language that is ready.
func (s *speech) question(q *voucher.Query) string {
	id, ok := asking[q.Kind]
	if !ok {
		panic(fmt.Sprintf("reports: no sentence for query %d", q.Kind))
	}
	return clean(s.say(id,
		"Who", s.subject(q.Actor), "Person", fmt.Sprint(q.Person), "Family", fmt.Sprint(q.Family), "Store", fmt.Sprint(q.Store),
		"Provider", fmt.Sprint(q.Provider), "Account", orNone(q.Account.String()), "Month", s.monthAsked(q.Month), "Day", s.dayOrNone(q.Day),
		"Loan", fmt.Sprint(q.Loan), "Appeal", fmt.Sprint(q.Appeal), "Goods", fmt.Sprint(q.Goods), "Rule", s.rule(q.Parameter),
		"Place", s.place(q.Territory)))
}

// monthAsked names the month of a query; none is the one that the clock stands in.
func (s *speech) monthAsked(m voucher.Month) string {
	if m == 0 {
		return s.say("ask.this_month")
	}
	return s.month(m)
}
