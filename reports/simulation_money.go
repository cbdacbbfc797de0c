package reports

import (
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// gasMoney tells charges and discounts month by month.
func (t *teller) gasMoney() *exhibit {
	return t.moneyByMonth(voucher.Gas, simulator.Receipts, simulator.Charged, simulator.Discount, simulator.Payable)
}

// foodMoney tells where the credited money went, by the month of the voucher.
func (t *teller) foodMoney() *exhibit {
	return t.moneyByMonth(voucher.Food, simulator.Credited, simulator.Spent, simulator.Left, simulator.Annulled, simulator.Recovered)
}

// moneyByMonth makes a table of figures by month with their sums. Sums of money
// are exact, or in thousands of tenge where one would not fit.
func (t *teller) moneyByMonth(p voucher.Programme, figures ...simulator.Metric) *exhibit {
	const tooLong = 10_000_000_000 * int64(voucher.Tenge)
	e := &exhibit{id: "months-" + p.String(), title: t.say("money.title." + p.String()), note: t.say("money.note." + p.String())}
	write, currency := t.paid, t.say("money.tenge")
	for _, m := range figures {
		if unitOfMetric(m) == inTiyn && t.totals.Sum(p, m) >= tooLong {
			write, currency = t.paidThousands, t.say("money.thousands")
			e.note += " " + t.say("money.rounded")
			break
		}
	}
	e.column(t.say("money.month"), ofWords)
	for _, m := range figures {
		title, kind := t.say("money."+m.String()), ofCount
		if unitOfMetric(m) == inTiyn {
			title, kind = title+", "+currency, ofTenge
		}
		e.column(title, kind)
	}
	row := func(name string, of func(simulator.Metric) int64) []figureCell {
		cells := []figureCell{t.text(name)}
		for _, m := range figures {
			if unitOfMetric(m) == inTiyn {
				cells = append(cells, write(of(m)))
			} else {
				cells = append(cells, t.counted(of(m)))
			}
		}
		return cells
	}
	for _, month := range t.monthsOf(p) {
		e.row(row(t.month(month), func(m simulator.Metric) int64 { return t.totals.Of(p, month, m) })...)
	}
	e.table.foot = row(t.say("table.total"), func(m simulator.Metric) int64 { return t.totals.Sum(p, m) })
	return e
}

// monthsOf are the months in which anybody was on a programme's list.
func (s *Simulation) monthsOf(p voucher.Programme) (all []voucher.Month) {
	for month := range s.months() {
		if s.totals.Of(p, month, simulator.Listed) > 0 {
			all = append(all, month)
		}
	}
	return all
}

// paidThousands is a sum of money in thousands of tenge.
func (t *teller) paidThousands(tiyn int64) figureCell {
	cell := t.paid(tiyn)
	cell.text, cell.number = t.thousands(tiyn), rounded(cell.number/1000, 1)
	return cell
}

// loans tells what stores owe.
func (t *teller) loans() *exhibit {
	return t.list("loans", "loans.title",
		t.named("loans.granted", t.counted(t.totals.Count(simulator.LoansGranted))),
		t.named("loans.sum", t.amount(t.totals.Count(simulator.LoanSum))),
		t.named("loans.disbursed", t.amount(t.totals.Count(simulator.Disbursed))),
		t.named("loans.repaid", t.amount(t.totals.Count(simulator.Repaid))),
		t.named("loans.outstanding", t.amount(t.totals.Count(simulator.Outstanding))),
	)
}
