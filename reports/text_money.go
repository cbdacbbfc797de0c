package reports

import (
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// gasMoney tells charges and discounts month by month.
func (t *teller) gasMoney() *Table {
	return t.moneyByMonth(voucher.Gas, simulator.Receipts, simulator.Charged, simulator.Discount, simulator.Payable)
}

// foodMoney tells where the credited money went, by the month of the voucher.
func (t *teller) foodMoney() *Table {
	return t.moneyByMonth(voucher.Food, simulator.Credited, simulator.Spent, simulator.Left, simulator.Annulled, simulator.Recovered)
}

// moneyByMonth makes a table of figures by month with their sums. Sums of money
// are exact, or in thousands of tenge where one would not fit.
func (t *teller) moneyByMonth(p voucher.Programme, figures ...simulator.Metric) *Table {
	const tooLong = 10_000_000_000 * int64(voucher.Tenge)
	table := &Table{Title: t.say("money.title." + p.String()), Columns: []Column{{Title: t.say("money.month")}}, Note: t.say("money.note." + p.String())}
	write, currency := t.money, t.say("money.tenge")
	for _, m := range figures {
		if unitOfMetric(m) == inTiyn && t.totals.Sum(p, m) >= tooLong {
			write, currency = t.thousands, t.say("money.thousands")
			table.Note += " " + t.say("money.rounded")
			break
		}
	}
	for _, m := range figures {
		title := t.say("money." + m.String())
		if unitOfMetric(m) == inTiyn {
			title += ", " + currency
		}
		table.Columns = append(table.Columns, Column{Title: title, Right: true})
	}
	row := func(name string, of func(simulator.Metric) int64) []string {
		cells := []string{name}
		for _, m := range figures {
			if unitOfMetric(m) == inTiyn {
				cells = append(cells, write(of(m)))
			} else {
				cells = append(cells, t.count(of(m)))
			}
		}
		return cells
	}
	for month := range t.months() {
		if t.totals.Of(p, month, simulator.Listed) == 0 {
			continue
		}
		table.Rows = append(table.Rows, row(t.month(month), func(m simulator.Metric) int64 { return t.totals.Of(p, month, m) }))
	}
	table.Footer = row(t.say("table.total"), func(m simulator.Metric) int64 { return t.totals.Sum(p, m) })
	return table
}

// loans tells what stores owe.
func (t *teller) loans() *Table {
	return t.list("loans.title",
		t.named("loans.granted", t.count(t.totals.Count(simulator.LoansGranted))),
		t.named("loans.sum", t.tenge(t.totals.Count(simulator.LoanSum))),
		t.named("loans.disbursed", t.tenge(t.totals.Count(simulator.Disbursed))),
		t.named("loans.repaid", t.tenge(t.totals.Count(simulator.Repaid))),
		t.named("loans.outstanding", t.tenge(t.totals.Count(simulator.Outstanding))),
	)
}
