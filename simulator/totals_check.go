package simulator

import (
	"errors"
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Check holds the identities that every run must keep, whatever the system:
// money does not vanish or appear (BOTH-MONEY-001), for each territory and
// month and hence in total; what is unused is unused for a reason; stores were
// told what families lost; loans are repaid or owed; everything forbidden was
// refused; and what is told by territory, by day, by segment, by store and of
// the whole is the same. The error names what does not add up.
func (t *Totals) Check() error {
	c := &checker{totals: t}
	for row, where := range t.Territories {
		for m := t.First; m < t.First+voucher.Month(t.Months); m++ {
			c.month(where, m, t.cell(voucher.Food, row, m), t.cell(voucher.Gas, row, m))
		}
		c.segments(row, where)
		c.stores(row, where)
	}
	c.whole()
	if t.counts[Disbursed] != t.counts[Repaid]+t.counts[Outstanding] {
		c.fault("loans: disbursed %d tiyn is not repaid %d + outstanding %d", t.counts[Disbursed], t.counts[Repaid], t.counts[Outstanding])
	}
	for f, n := range t.frauds {
		if n[0] != n[1] {
			c.fault("%s: %d of %d attempts were refused", Fraud(f), n[1], n[0])
		}
	}
	return errors.Join(c.faults...)
}

// checker collects what does not add up.
type checker struct {
	totals *Totals
	faults []error
}

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf(format, args...))
}

// same holds that one figure is the same where it is told twice.
func (c *checker) same(what, one string, a int64, two string, b int64) {
	if a != b {
		c.fault("%s: %d by %s is not %d by %s", what, a, one, b, two)
	}
}

// month holds the books of a territory and month.
func (c *checker) month(where voucher.Territory, m voucher.Month, food, gas *[metrics]int64) {
	if food[Credited] != food[Spent]+food[Left]+food[Annulled] {
		c.fault("food %s %s: credited %d tiyn is not spent %d + left %d + annulled %d",
			where, m, food[Credited], food[Spent], food[Left], food[Annulled])
	}
	var unused int64
	for _, reason := range UnusedReasons() {
		unused += food[reason]
	}
	if unused != food[Left]+food[Annulled] {
		c.fault("food %s %s: unused for its reasons are %d tiyn, left %d + annulled %d", where, m, unused, food[Left], food[Annulled])
	}
	if food[StoreSpent] != food[Spent] {
		c.fault("food %s %s: stores gave %d tiyn, families spent %d", where, m, food[StoreSpent], food[Spent])
	}
	if food[Recovered] > food[Spent] {
		c.fault("food %s %s: recovered %d tiyn of %d spent", where, m, food[Recovered], food[Spent])
	}
	if gas[Payable] != gas[Charged]-gas[Discount] {
		c.fault("gas %s %s: receipts of %d tiyn are not charge %d - discount %d", where, m, gas[Payable], gas[Charged], gas[Discount])
	}
	if gas[Dropped] > gas[Withdrawn] {
		c.fault("gas %s %s: %d vouchers ended by a drop, of %d withdrawn", where, m, gas[Dropped], gas[Withdrawn])
	}
	for p, figures := range [2]*[metrics]int64{gas, food} {
		for what, n := range figures {
			if n < 0 {
				c.fault("%s %s %s: %s is %d", voucher.Programme(p+1), where, m, Metric(what), n)
			}
		}
	}
}

// segments holds that the segments of a territory are all of its families.
func (c *checker) segments(row int, where voucher.Territory) {
	t := c.totals
	for p := voucher.Gas; p <= voucher.Food; p++ {
		var sum [metrics]int64
		for s := range Segment(segments) {
			addTo(sum[:], t.part(p, row, s)[:])
		}
		for what, n := range sum {
			c.same(fmt.Sprintf("%s %s %s", p, where, Metric(what)), "segment", n, "month", t.In(p, where, Metric(what)))
		}
	}
}

// stores holds that the stores of a territory sold what its families bought, and
// on which days.
func (c *checker) stores(row int, where voucher.Territory) {
	t := c.totals
	var sold StoreKindLoad
	for k := range t.StoreKinds {
		l := t.Load(where, k)
		sold.Purchases += l.Purchases
		sold.Money += l.Money
	}
	var byDay int64
	for d := range t.span() {
		byDay += t.daily[row*t.span()+d][PurchasesOfDay]
	}
	purchases := t.In(voucher.Food, where, Purchases)
	c.same(fmt.Sprintf("food %s tiyn spent", where), "store", sold.Money, "family", t.In(voucher.Food, where, Spent))
	c.same(fmt.Sprintf("food %s purchases", where), "store", sold.Purchases, "family", purchases)
	c.same(fmt.Sprintf("food %s purchases", where), "day", byDay, "month", purchases)
}

// whole holds that what is kept of the whole run is the sum of what is kept of
// its parts.
func (c *checker) whole() {
	t := c.totals
	var days [days]int64
	for i := range t.daily {
		addTo(days[:], t.daily[i][:])
	}
	var visits, messages, stores int64
	for _, n := range t.visits {
		visits += n
	}
	for i := range t.messages {
		for _, n := range t.messages[i] {
			messages += n
		}
	}
	for i := range t.kinds {
		stores += t.kinds[i][0]
	}
	var left, listed, answered int64
	for i := range t.cells {
		left += t.cells[i][Left] + t.cells[i][Annulled]
		listed += t.cells[i][Listed]
		answered += t.cells[i][Answered]
	}
	c.same("visits", "hour", visits, "territory and day", days[VisitsOfDay])
	c.same("messages", "kind", messages, "territory and day", days[MessagesOfDay])
	c.same("commands", "run", t.counts[Commands], "territory and day", days[CommandsOfDay])
	c.same("family-months", "run", t.counts[FamilyMonths], "territory and month", listed)
	c.same("food tiyn unused", "voucher", t.spread[UnusedOfVoucher].Sum(), "territory and month", left)
	c.same("answers", "delay", t.spread[ReplyToGas].Count()+t.spread[ReplyToFood].Count(), "territory and month", answered)
	c.same("stores", "size", t.spread[PurchasesOfStore].Count(), "territory and kind", stores)
}
