package wire

import (
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// eventMembers are the members of each kind of event beside at, kind and
// programme, words between blanks.
var eventMembers = map[voucher.EventKind]string{
	voucher.GasListed:            "person territory reasons",
	voucher.GasUnlisted:          "person",
	voucher.GasRowDeferred:       "person territory reasons drop",
	voucher.GasRowsTaken:         "rows",
	voucher.MessageSent:          "person family month message message_kind reminder",
	voucher.DeliveryReported:     "person month message delivered",
	voucher.Replied:              "person family month channel answer counts",
	voucher.GasVoucherOpened:     "person month voucher",
	voucher.GasVoucherClosed:     "person month voucher cause",
	voucher.WalletOpened:         "person via",
	voucher.AccountEntered:       "person provider account month channel",
	voucher.OfferAccepted:        "person provider account month channel edition",
	voucher.GasVoucherActivated:  "person provider account month voucher channel",
	voucher.ActivationCancelled:  "person provider account month voucher",
	voucher.AccountRegistered:    "person provider account class people",
	voucher.AccountClosed:        "provider account",
	voucher.OutageReported:       "provider down",
	voucher.ListSent:             "provider month rows attempt again",
	voucher.ListAcknowledged:     "provider month",
	voucher.ReceiptIssued:        "provider account month voucher receipt revision quantity charge discount paid",
	voucher.FoodListed:           "person family territory members",
	voucher.MemberListed:         "person family",
	voucher.FoodUnlisted:         "family",
	voucher.FoodVoucherCredited:  "person family territory month voucher active members amount",
	voucher.FoodVoucherActivated: "family month voucher",
	voucher.FoodVoucherAnnulled:  "family month day voucher cause amount",
	voucher.CodeShown:            "family store voucher sequence expires",
	voucher.CodeScanned:          "family store voucher sequence",
	voucher.Purchased:            "family store month voucher purchase offline sequence discount paid balance lines",
	voucher.ReversalBooked:       "family store month voucher purchase late discount paid balance",
	voucher.Refunded:             "family store month voucher purchase late discount paid balance lines",
	voucher.StoreRegistered:      "store territory",
	voucher.StoreLeft:            "store territory",
	voucher.StoreStopped:         "store",
	voucher.StoreResumed:         "store",
	voucher.TillIntegrated:       "store",
	voucher.TillBroken:           "store",
	voucher.GoodsMarked:          "store goods",
	voucher.GoodsUnmarked:        "store goods",
	voucher.Delivered:            "store goods quantity price",
	voucher.SoldOutside:          "store lines",
	voucher.MarkupExceeded:       "store goods price highest",
	voucher.StockOverdrawn:       "store goods quantity",
	voucher.LoanGranted:          "store territory loan amount",
	voucher.LoanPaidOut:          "store loan amount",
	voucher.LoanRepaid:           "store loan amount outstanding",
	voucher.Rated:                "person score",
	voucher.AppealFiled:          "person appeal",
	voucher.AppealAnswered:       "person appeal",
	voucher.DayReported:          "day discounts paid purchases",
	voucher.ParameterChanged:     "territory day parameter value",
}

func eventsText() string {
	var rows [][]string
	for _, k := range voucher.EventKinds() {
		rows = append(rows, []string{"`" + k.String() + "`", strings.Join(strings.Fields(eventMembers[k]), ", ")})
	}
	return table([]string{"kind", "members"}, rows)
}
