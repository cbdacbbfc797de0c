package reports

import (
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// centres tells how many people service centres saw, and when most came.
func (t *teller) centres() *exhibit {
	visits := int64(0)
	for d := t.totals.From; d <= t.lastDay(); d++ {
		visits += t.totals.OnDay(d, simulator.VisitsOfDay)
	}
	day, onDay := t.totals.BusiestDay(simulator.VisitsOfDay)
	hour, inHour := t.totals.BusiestHour()
	return t.list("centres", "centres.title",
		t.named("centres.counters", t.counted(t.totals.Count(simulator.Counters))),
		t.named("centres.visits", t.counted(visits)),
		t.named("centres.day", t.peak("table.peak.visits", onDay, t.day(day))),
		t.named("centres.hour", t.peak("table.peak.visits", inHour, t.hour(hour))),
	)
}

// stores tells what passed over the tills, and when most did.
func (t *teller) stores() *exhibit {
	sum := func(m simulator.Metric) int64 { return t.totals.Sum(voucher.Food, m) }
	day, onDay := t.totals.BusiestDay(simulator.PurchasesOfDay)
	busiest := t.totals.BusiestMinute()
	return t.list("stores", "stores.title",
		t.named("stores.stores", t.counted(t.totals.Count(simulator.Stores))),
		t.named("stores.purchases", t.counted(sum(simulator.Purchases))),
		t.named("stores.lines", t.counted(sum(simulator.LinesBought))),
		t.named("stores.paid", t.amount(sum(simulator.BuyersPaid))),
		t.named("stores.returns", t.counted(sum(simulator.Returns))),
		t.named("stores.reversals", t.counted(sum(simulator.Reversals))),
		t.named("stores.overpriced", t.counted(t.totals.Count(simulator.OverpricedLines))),
		t.named("stores.overdrawn", t.counted(t.totals.Count(simulator.StockOverdrawn))),
		t.named("stores.day", t.peak("table.peak.purchases", onDay, t.day(day))),
		t.named("stores.minute", t.peak("table.peak.purchases", busiest.Purchases, t.minute(busiest.Minute)+", "+nameOf(busiest.Territory, t.language))),
	)
}

// peak tells by the words of an id when the most was, and how much of what: a
// bare number beside an hour is read as part of it. None where there was nothing.
func (t *teller) peak(id string, n int64, when string) figureCell {
	if n == 0 {
		return t.text(none)
	}
	return t.text(t.sayCount(id, n, "When", when))
}

// providers tells how the lists of activated vouchers reached the gas providers.
func (t *teller) providers() *exhibit {
	return t.list("providers", "providers.title",
		t.named("providers.lists", t.counted(t.totals.Count(simulator.ListsSent))),
		t.named("providers.attempts", t.counted(t.totals.Count(simulator.ListAttempts))),
		t.named("providers.taken", t.counted(t.totals.Count(simulator.ListsTaken))),
		t.named("providers.outages", t.counted(t.totals.Count(simulator.Outages))),
		t.named("providers.corrections", t.counted(t.totals.Sum(voucher.Gas, simulator.Corrections))),
	)
}

// feedback tells what recipients said of the service.
func (t *teller) feedback() *exhibit {
	e := t.list("feedback", "feedback.title")
	for score := len(scores) - 1; score > 0; score-- {
		e.row(t.text(t.say("feedback.score", "Score", scores[score])), t.counted(t.totals.Ratings(score)))
	}
	e.row(t.named("feedback.filed", t.counted(t.totals.Count(simulator.AppealsFiled)))...)
	e.row(t.named("feedback.answered", t.counted(t.totals.Count(simulator.AppealsAnswered)))...)
	return e
}

// tail tells what it took to settle after the last day on which people act.
func (t *teller) tail() *exhibit {
	e := t.list("tail", "tail.title",
		t.named("tail.days", t.counted(int64(t.totals.TailDays))),
		t.named("tail.until", t.text(t.day(t.lastDay()))),
		t.named("tail.commands", t.counted(t.totals.Count(simulator.TailCommands))),
		t.named("tail.events", t.counted(t.totals.Count(simulator.TailEvents))),
		t.named("tail.left", t.counted(t.totals.Count(simulator.TailLeft))),
	)
	e.note = t.say("tail.note")
	return e
}

// size tells how much was simulated.
func (t *teller) size() *exhibit {
	e := t.list("size", "size.title")
	for _, c := range []simulator.Counter{
		simulator.Families, simulator.Persons, simulator.Blocks, simulator.FamilyMonths, simulator.Commands, simulator.Events, simulator.Draws,
	} {
		e.row(t.named("size."+c.String(), t.counted(t.totals.Count(c)))...)
	}
	return e
}
