package conformance

import (
	"context"
	"fmt"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// manyLives is from how many lives on a run has to have met everything on the
// list below; fewer may miss some.
const manyLives = 200

// sometimes is what the oracle has to have answered in a run of many lives, by
// the chapter that it is about: a demand that was never put to the test was not
// checked, whatever the answers were.
var sometimes = map[voucher.RequirementID][]string{
	"GAS-PERIOD-001":      {"enter_account: outside-period", "charge_volume: outside-period"},
	"GAS-TERRITORY-001":   {"enter_account: outside-territory", "update_gas_list: outside-territory"},
	"GAS-ELIGIBILITY-001": {"confirm: not-listed", "reply: not-listed"},
	"GAS-LIST-001":        {"update_gas_list: accepted", "update_gas_list: list-closed"},
	"GAS-NOTICE-001":      {"ask messages: notice", "report_delivery: accepted"},
	"GAS-REMINDER-001":    {"ask messages: reminder"},
	"GAS-CONSENT-001":     {"reply: accepted", "reply: not-asked", "reply: refused-this-month", "reply: window-closed", "confirm: consent-missing", "ask messages: help"},
	"GAS-OPENING-002":     {"enter_account: already-activated", "ask gas_wallet: opened"},
	"GAS-EXPIRY-001":      {"ask gas_wallet: closed"},
	"GAS-CHANNEL-001":     {"open_wallet: accepted", "open_wallet: value-invalid"},
	"GAS-WINDOW-001":      {"enter_account: window-not-open", "enter_account: window-closed", "confirm: window-closed"},
	"GAS-ACCOUNT-001":     {"enter_account: account-taken", "confirm: account-taken", "accept_offer: account-unknown", "accept_offer: provider-unavailable"},
	"GAS-OFFER-001":       {"accept_offer: accepted", "accept_offer: offer-outdated"},
	"GAS-ACTIVATION-001":  {"confirm: accepted", "confirm: step-out-of-order", "cancel_activation: nothing-to-cancel"},
	"GAS-DISPATCH-001":    {"acknowledge_list: accepted", "acknowledge_list: list-not-sent", "ask provider_list: rows"},
	"GAS-BILL-001":        {"charge_volume: accepted", "charge_volume: list-not-received", "charge_volume: already-charged", "correct_volume: not-charged", "ask receipt: discount"},
	"FOOD-PERIOD-001":     {"purchase: outside-period", "show_code: outside-period"},
	"FOOD-TERRITORY-001":  {"update_food_list: outside-territory"},
	"FOOD-LIST-001":       {"update_food_list: accepted", "update_food_list: not-listed"},
	"FOOD-NOTICE-001":     {"ask messages: notice"},
	"FOOD-CONSENT-001":    {"reply: accepted", "reply: already-credited", "show_code: not-credited"},
	"FOOD-CREDIT-001":     {"show_code: accepted", "ask food_wallet: active"},
	"FOOD-EXPIRY-001":     {"ask food_wallet: annulled"},
	"FOOD-BASKET-001":     {"purchase: accepted", "purchase: nothing-eligible", "purchase: value-invalid"},
	"FOOD-QR-001":         {"show_code: accepted", "purchase: code-unknown", "purchase: code-expired"},
	"FOOD-PURCHASE-001":   {"purchase: store-not-participating", "purchase: balance-spent"},
	"FOOD-REFUND-001":     {"refund: accepted", "refund: more-than-bought", "refund: refund-closed"},
	"FOOD-REVERSAL-001":   {"reverse: accepted", "refund: purchase-reversed", "reverse: record-unknown"},
	"FOOD-STORE-001":      {"mark_goods: store-not-participating", "register_store: accepted"},
	"FOOD-LOAN-001":       {"grant_loan: loan-not-for-stock", "disburse_loan: loan-disbursed", "repay_loan: loan-not-disbursed", "repay_loan: loan-overpaid", "repay_loan: accepted"},
	"FOOD-TRACE-001":      {"deliver: accepted", "sell_outside: accepted", "purchase: stock-exceeded"},
	"FOOD-FEEDBACK-001":   {"rate: not-recipient", "rate: accepted", "file_appeal: not-recipient", "answer_appeal: appeal-closed"},
	"FOOD-REPORT-001":     {"ask day_report: accepted", "ask day_report: record-unknown"},
	"FOOD-ADJUSTMENT-001": {"change_parameter: accepted", "change_parameter: parameter-in-past", "change_parameter: parameter-out-of-bounds", "change_parameter: parameter-unknown"},
	"BOTH-MONEY-001":      {"ask ledger: accepted", "ask store_day: accepted"},
	"BOTH-RETRY-001":      {"rate: key-reused"},
	"BOTH-ACCESS-001":     {"confirm: record-not-own", "purchase: role-not-allowed", "register_store: role-not-allowed", "change_parameter: role-not-allowed", "ask food_wallet: record-not-own"},
}

// vacuous names what a run of many lives never met although a check is about
// it. A build that runs or plays a part only, or takes no choices and reads
// questions otherwise, is not held to the whole list.
func vacuous(c *Check, t *Transcript, caps *voucher.Capabilities) []string {
	if t.Counts[countCases] < manyLives || t.Counts[countFailing] > 0 || !isOracleCheck(c.ID) || !wholly(caps) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(sometimes[c.Requirement]), func(what string) bool { return t.Counts[what] > 0 })
}

// wholly reports whether a build runs both programmes, plays every party and
// reads the open questions by default or as it is told.
func wholly(caps *voucher.Capabilities) bool {
	for _, p := range scenarios.Parties() {
		if p != scenarios.PartyAny && !slices.Contains(caps.Parties, string(p)) {
			return false
		}
	}
	return caps.Programmes == voucher.Both && (caps.Choices || caps.Readings == voucher.Readings{})
}

// goesOn reports whether there is a life more than the options ask for, after so many
// more: of many lives those of one seed in more than a hundred miss a thing on the list, and
// a build would not be judged for what nobody drew.
func (c *campaign) goesOn(more int) bool {
	if c.opts.Cases < manyLives || more >= manyLives || c.failing > 0 || !wholly(&c.caps) {
		return false
	}
	for _, wanted := range sometimes {
		for _, what := range wanted {
			if c.transcript.Counts[what] == 0 {
				return true
			}
		}
	}
	return false
}

// canaryLives is how many lives may pass until the canary is noticed.
const canaryLives = 20

// canary lives on a system that is wrong on purpose until that is noticed: a
// campaign that does not notice shows nothing.
func (c *campaign) canary(ctx context.Context) error {
	wrong := canaryWorld{c.oracle}
	var figures Figures // what is asked of it is no question to the build
	begin := func(ctx context.Context, label string, setup *voucher.Setup) (*recorder, error) {
		return recordWorld(ctx, wrong, label, setup, &figures)
	}
	for n := range canaryLives {
		l, err := liveOnce(ctx, c.asker, begin, "canary", lifeSeed(^c.opts.Seed, n))
		if err != nil {
			return fmt.Errorf("canary: %w", err)
		}
		if len(l.faults) > 0 {
			return nil
		}
	}
	c.transcript.Counts[countCanary]++
	return nil
}

// canaryWorld is the oracle with a fault: a wallet shows a tiyn too much, or an
// activated voucher as an open one.
type canaryWorld struct{ voucher.World }

func (w canaryWorld) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	system, err := w.World.New(ctx, s)
	return canarySystem{system}, err
}

type canarySystem struct{ voucher.System }

func (s canarySystem) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	r, err := s.System.Query(ctx, q)
	r = r.Clone()
	switch {
	case r.Food != nil && r.Food.Credited > 0:
		r.Food.Left++
	case r.Gas != nil && r.Gas.State == voucher.Active:
		r.Gas.State = voucher.Opened
	}
	return r, err
}
