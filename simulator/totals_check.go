package simulator

import (
	"errors"
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Check holds the identities that every run must keep, whatever the system:
// money does not vanish or appear (BOTH-MONEY-001), for each territory and
// month and hence in total; stores were told what families lost; loans are
// repaid or owed; and everything forbidden was refused. The error names what
// does not add up.
func (t *Totals) Check() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	for row, where := range t.Territories {
		for m := t.First; m < t.First+voucher.Month(t.Months); m++ {
			food, gas := t.cell(voucher.Food, row, m), t.cell(voucher.Gas, row, m)
			if food[Credited] != food[Spent]+food[Left]+food[Annulled] {
				fault("food %s %s: credited %d tiyn is not spent %d + left %d + annulled %d",
					where, m, food[Credited], food[Spent], food[Left], food[Annulled])
			}
			if food[StoreSpent] != food[Spent] {
				fault("food %s %s: stores gave %d tiyn, families spent %d", where, m, food[StoreSpent], food[Spent])
			}
			if food[Recovered] > food[Spent] {
				fault("food %s %s: recovered %d tiyn of %d spent", where, m, food[Recovered], food[Spent])
			}
			if gas[Payable] != gas[Charged]-gas[Discount] {
				fault("gas %s %s: receipts of %d tiyn are not charge %d - discount %d", where, m, gas[Payable], gas[Charged], gas[Discount])
			}
			for p, c := range [2]*[metrics]int64{gas, food} {
				for what, n := range c {
					if n < 0 {
						fault("%s %s %s: %s is %d", voucher.Programme(p+1), where, m, Metric(what), n)
					}
				}
			}
		}
	}
	if t.counts[Disbursed] != t.counts[Repaid]+t.counts[Outstanding] {
		fault("loans: disbursed %d tiyn is not repaid %d + outstanding %d", t.counts[Disbursed], t.counts[Repaid], t.counts[Outstanding])
	}
	for f, n := range t.frauds {
		if n[0] != n[1] {
			fault("%s: %d of %d attempts were refused", Fraud(f), n[1], n[0])
		}
	}
	return errors.Join(faults...)
}
