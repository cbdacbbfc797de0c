package conformance

import (
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// livesMeet is what the life of a population has to have met, by the id of its
// check: what was never put to the test was not checked, whatever the answers were.
// The default number of families meets all of it, with every seed that was tried.
var livesMeet = map[string][]string{
	"GAS-ACTIVATION-001/life_of_a_gas_territory": {
		"update_gas_list: accepted", "reply: accepted", "event gas_voucher_opened", "ask messages: reminder", "open_wallet: accepted",
		"enter_account: accepted", "accept_offer: accepted", "confirm: accepted", "event gas_voucher_closed", "acknowledge_list: accepted",
		"ask provider_list: rows", "charge_volume: accepted", "report_delivery: record-unknown",
	},
	"FOOD-PURCHASE-002/life_of_a_food_town": {
		"update_food_list: accepted", "reply: accepted", "event food_voucher_credited", "show_code: accepted", "purchase: accepted", "refund: accepted",
		"event food_voucher_annulled", "deliver: accepted", "sell_outside: accepted", "grant_loan: accepted", "disburse_loan: accepted",
		"repay_loan: accepted", "rate: accepted", "purchase: nothing-eligible", "ask day_report: accepted", "ask ledger: accepted", "ask store_day: accepted",
	},
	"BOTH-MONEY-001/life_of_a_city_with_both": {
		"reply: accepted", "confirm: accepted", "charge_volume: accepted", "purchase: accepted", "repay_loan: accepted",
		"event gas_voucher_closed", "event food_voucher_annulled", "purchase: nothing-eligible",
	},
}

// neverMet names what the life of a population never met. One that was cut short,
// because the build and the oracle parted, is told by where they did.
func neverMet(c *Check, t *Transcript) []string {
	if t.Counts[countFailing] > 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(livesMeet[c.ID]), func(what string) bool { return t.Counts[what] > 0 })
}

// whyFewLived says what few families never met, and how many would do.
func whyFewLived(missing []string, families int) voucher.Text {
	return filled(voucher.Text{
		En: "%[2]d families never met this, so that it was not checked: %[1]s; run it with --families %[3]d",
		Ru: "это ни разу не встретилось и не проверено (семей: %[2]d): %[1]s; запустите с --families %[3]d",
		Kk: "бұл бірде-бір рет кездеспеді, тексерілмеді (отбасы саны: %[2]d): %[1]s; --families %[3]d қосып іске қосыңыз",
	}, strings.Join(missing, "; "), families, max(DefaultFamilies, 2*families))
}
