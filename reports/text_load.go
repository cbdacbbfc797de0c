package reports

import (
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// centres tells how many people service centres saw, and when most came.
func (t *teller) centres() *Table {
	visits := int64(0)
	for d := t.totals.From; d <= t.lastDay(); d++ {
		visits += t.totals.OnDay(d, simulator.VisitsOfDay)
	}
	day, onDay := t.totals.BusiestDay(simulator.VisitsOfDay)
	hour, inHour := t.totals.BusiestHour()
	return t.list("centres.title",
		t.named("centres.counters", t.count(t.totals.Count(simulator.Counters))),
		t.named("centres.visits", t.count(visits)),
		t.named("centres.day", t.peak("table.peak.visits", onDay, t.day(day))),
		t.named("centres.hour", t.peak("table.peak.visits", inHour, t.hour(hour))),
	)
}

// stores tells what passed over the tills, and when most did.
func (t *teller) stores() *Table {
	sum := func(m simulator.Metric) int64 { return t.totals.Sum(voucher.Food, m) }
	day, onDay := t.totals.BusiestDay(simulator.PurchasesOfDay)
	busiest := t.totals.BusiestMinute()
	return t.list("stores.title",
		t.named("stores.stores", t.count(t.totals.Count(simulator.Stores))),
		t.named("stores.purchases", t.count(sum(simulator.Purchases))),
		t.named("stores.lines", t.count(sum(simulator.LinesBought))),
		t.named("stores.paid", t.tenge(sum(simulator.BuyersPaid))),
		t.named("stores.returns", t.count(sum(simulator.Returns))),
		t.named("stores.reversals", t.count(sum(simulator.Reversals))),
		t.named("stores.overpriced", t.count(t.totals.Count(simulator.OverpricedLines))),
		t.named("stores.overdrawn", t.count(t.totals.Count(simulator.StockOverdrawn))),
		t.named("stores.day", t.peak("table.peak.purchases", onDay, t.day(day))),
		t.named("stores.minute", t.peak("table.peak.purchases", busiest.Purchases, t.minute(busiest.Minute)+", "+nameOf(busiest.Territory, t.language))),
	)
}

// peak tells by the words of an id when the most was, and how much of what: a
// bare number beside an hour is read as part of it. None where there was nothing.
func (t *teller) peak(id string, n int64, when string) string {
	if n == 0 {
		return none
	}
	return t.sayCount(id, n, "When", when)
}

// providers tells how the lists of activated vouchers reached the gas providers.
func (t *teller) providers() *Table {
	return t.list("providers.title",
		t.named("providers.lists", t.count(t.totals.Count(simulator.ListsSent))),
		t.named("providers.attempts", t.count(t.totals.Count(simulator.ListAttempts))),
		t.named("providers.taken", t.count(t.totals.Count(simulator.ListsTaken))),
		t.named("providers.outages", t.count(t.totals.Count(simulator.Outages))),
		t.named("providers.corrections", t.count(t.totals.Sum(voucher.Gas, simulator.Corrections))),
	)
}

// feedback tells what recipients said of the service.
func (t *teller) feedback() *Table {
	table := t.list("feedback.title")
	for score := len(scores) - 1; score > 0; score-- {
		table.Rows = append(table.Rows, []string{t.say("feedback.score", "Score", scores[score]), t.count(t.totals.Ratings(score))})
	}
	table.Rows = append(table.Rows,
		t.named("feedback.filed", t.count(t.totals.Count(simulator.AppealsFiled))),
		t.named("feedback.answered", t.count(t.totals.Count(simulator.AppealsAnswered))))
	return table
}

// tail tells what it took to settle after the last day on which people act.
func (t *teller) tail() *Table {
	table := t.list("tail.title",
		t.named("tail.days", t.count(int64(t.totals.TailDays))),
		t.named("tail.until", t.day(t.lastDay())),
		t.named("tail.commands", t.count(t.totals.Count(simulator.TailCommands))),
		t.named("tail.events", t.count(t.totals.Count(simulator.TailEvents))),
		t.named("tail.left", t.count(t.totals.Count(simulator.TailLeft))),
	)
	table.Note = t.say("tail.note")
	return table
}

// size tells how much was simulated.
func (t *teller) size() *Table {
	table := t.list("size.title")
	for _, c := range []simulator.Counter{
		simulator.Families, simulator.Persons, simulator.Blocks, simulator.FamilyMonths, simulator.Commands, simulator.Events, simulator.Draws,
	} {
		table.Rows = append(table.Rows, t.named("size."+c.String(), t.count(t.totals.Count(c))))
	}
	return table
}
