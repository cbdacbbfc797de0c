package simulator_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// city is the gas pilot in a large city through three months.
const city = `
horizon: {from: 2026-01-01, to: 2026-03-31}
population: {families: 3000}
programmes: [gas]
territories: {gas: [790000000]}
`

// TestEventsThatStrikeNobody: an event without an effect, and one elsewhere, change
// nothing at all; so a null reform differs by exactly nothing.
func TestEventsThatStrikeNobody(t *testing.T) {
	want := live(t, world(t, winter), 2)
	for _, event := range []string{
		"{kind: sms_outage, from: 2026-01-05, to: 2026-01-31, delay_hours: 0}",
		"{kind: stores_suspended, from: 2026-01-05, to: 2026-01-31, share: 0}",
		"{kind: service_centres_closed, from: 2026-05-01, to: 2026-05-31}", // after the horizon
	} {
		got := live(t, world(t, winter+"events: {a: "+event+"}"), 2)
		if got.Hash != want.Hash {
			t.Errorf("%s: hash %s, want %s", event, got.Hash, want.Hash)
		}
	}
	elsewhere := live(t, world(t, winter+"events: {a: {kind: sms_outage, from: 2026-01-05, to: 2026-01-31, lost: 1, territories: [551010000]}}"), 2)
	for _, where := range []voucher.Territory{shymkent, kokshetau} {
		for p := voucher.Gas; p <= voucher.Food; p++ {
			for _, what := range simulator.Metrics() {
				if a, b := want.Totals.In(p, where, what), elsewhere.Totals.In(p, where, what); a != b {
					t.Errorf("%v %v %v: %d with an outage in another town, want %d", p, where, what, b, a)
				}
			}
		}
	}
	if a, b := want.Totals.In(voucher.Food, pavlodar, simulator.Consented), elsewhere.Totals.In(voucher.Food, pavlodar, simulator.Consented); b >= a {
		t.Errorf("%d say yes in the town of the outage, %d without; want fewer", b, a)
	}
}

// TestClosedCentres: nobody comes while they are closed, those who would have come
// do so in the week after, and whoever has a phone acts as before.
func TestClosedCentres(t *testing.T) {
	base := mustLive(t, city)
	shut := mustLive(t, city+"events: {a: {kind: service_centres_closed, from: 2026-02-09, to: 2026-02-22}}")
	first, last := voucher.Date(2026, 2, 9), voucher.Date(2026, 2, 22)
	visits := func(of *simulator.Totals, from, to voucher.Day) (n int64) {
		for d := from; d <= to; d++ {
			n += of.OnDay(d, simulator.VisitsOfDay)
		}
		return n
	}
	if got, was := visits(shut, first, last), visits(base, first, last); got != 0 || was == 0 {
		t.Errorf("%d visits while the centres are closed, %d otherwise; want 0 and some", got, was)
	}
	if got, was := visits(shut, last+1, last+7), visits(base, last+1, last+7); got <= was {
		t.Errorf("%d visits in the week after, %d otherwise; want more: who found the door shut comes then", got, was)
	}
	if got, want := visits(shut, base.From, first-1), visits(base, base.From, first-1); got != want {
		t.Errorf("%d visits before, want %d", got, want)
	}
	february := voucher.MonthOf(2026, 2)
	if got, was := shut.Of(voucher.Gas, february, simulator.ByCentre), base.Of(voucher.Gas, february, simulator.ByCentre); got >= was {
		t.Errorf("%d activations at centres in February, %d otherwise; want fewer, since the window ends soon after", got, was)
	}
	if got, was := shut.Of(voucher.Gas, february, simulator.ByMobile), base.Of(voucher.Gas, february, simulator.ByMobile); got != was {
		t.Errorf("%d activations by phone in February, want %d: nobody turns to a phone instead", got, was)
	}
}

// TestOutageOfTheGateway: on the 5th the food SMS go out. Lost, nobody has a voucher
// that month; late, most answer all the same; replies are struck like messages.
func TestOutageOfTheGateway(t *testing.T) {
	yes := func(event string) int64 {
		return mustLive(t, pair+event).Of(voucher.Food, voucher.MonthOf(2026, 2), simulator.Consented)
	}
	base := yes("")
	lost := yes("events: {a: {kind: sms_outage, from: 2026-02-05, to: 2026-02-05, lost: 1}}")
	half := yes("events: {a: {kind: sms_outage, from: 2026-02-05, to: 2026-02-05, lost: 0.5, delay_hours: 0}}")
	late := yes("events: {a: {kind: sms_outage, from: 2026-02-05, to: 2026-02-05, delay_hours: 24}}")
	replies := yes("events: {a: {kind: sms_outage, from: 2026-02-06, to: 2026-02-28, lost: 1}}")
	if lost != 0 {
		t.Errorf("%d say yes where no SMS came, want 0", lost)
	}
	if half < base*25/100 || half > base*50/100 {
		t.Errorf("%d say yes where half is lost, %d otherwise; want a quarter to a half: half of the SMS, and half of the replies of the same day", half, base)
	}
	if late > base || late < base*97/100 {
		t.Errorf("%d say yes where the SMS come a day late, %d otherwise; want a few less, who answer after the month", late, base)
	}
	if replies == 0 || replies >= base {
		t.Errorf("%d say yes where replies are lost from the 6th on, %d otherwise; want those who answered on the 5th", replies, base)
	}
}

// TestChainIsSuspended: its stores stop for the span, nobody buys in them then, and
// a stop of their own neither ends nor is ended by it.
func TestChainIsSuspended(t *testing.T) {
	from, to := voucher.Date(2026, 1, 20), voucher.Date(2026, 2, 9)
	event := func(share string) string {
		return pair + "assumptions: {stores.suspended: 400000, stores.suspension: 20}\nevents: {a: {kind: stores_suspended, from: 2026-01-20, to: 2026-02-09, share: " + share + "}}"
	}
	some, _ := watch(t, event("0.3"))
	towns, totals := watch(t, event("0.6"))
	chain := func(w *town) map[voucher.StoreID]bool {
		stopped := map[voucher.StoreID]bool{}
		for _, e := range w.of(voucher.StoreStopped) {
			if e.At == from.Start() {
				stopped[e.Store] = true
			}
		}
		return stopped
	}
	w := towns[pavlodar]
	stopped := chain(w)
	for s := range chain(some[pavlodar]) {
		if !stopped[s] {
			t.Errorf("store %d is of a chain of 30 %% and not of one of 60 %%", s)
		}
	}
	if n := len(chain(some[pavlodar])); n == 0 || n >= len(stopped) {
		t.Fatalf("%d stores of a chain of 30 %%, %d of one of 60 %%; want some, and more", n, len(stopped))
	}
	bought := 0
	for _, e := range w.of(voucher.Purchased, voucher.StoreResumed) {
		switch {
		case !stopped[e.Store]:
		case e.At >= from.Start() && e.At < (to+1).Start():
			t.Errorf("%v in store %d at %v, whose chain is suspended from %v to %v", e.Kind, e.Store, e.At, from, to)
		case e.Kind == voucher.Purchased && e.At.Day() > to:
			bought++
		}
	}
	if bought == 0 {
		t.Error("nobody buys in the chain's stores afterwards; they go on")
	}
	if _, refused := totals.Attempts(simulator.SuspendedStore); refused == 0 {
		t.Error("nobody tries a suspended store; a few do all the same")
	}
}

// TestEachReminderHasItsOwnLuck: a second reminder brings more answers, and the first
// one's stay as they are. With one draw for both it would bring none.
func TestEachReminderHasItsOwnLuck(t *testing.T) {
	const early = city + "set: {gas.reminder.after_days: 5, gas.reminder.count: "
	none, one, two := mustLive(t, early+"0}"), mustLive(t, early+"1}"), mustLive(t, early+"2}")
	yes := func(of *simulator.Totals) int64 {
		return of.Of(voucher.Gas, voucher.MonthOf(2026, 1), simulator.Consented)
	}
	first, second := yes(one)-yes(none), yes(two)-yes(one)
	if first <= 0 || second <= 0 || second >= first {
		t.Errorf("the first reminder brings %d answers more, the second %d; want some, and fewer of the second: it finds fewer silent, and half as willing", first, second)
	}
	if a, b := one.Of(voucher.Gas, voucher.MonthOf(2026, 1), simulator.Reminded), two.Of(voucher.Gas, voucher.MonthOf(2026, 1), simulator.Reminded); b <= a {
		t.Errorf("%d reminders with two a month, %d with one; want more", b, a)
	}
	same := mustLive(t, early+"2}\nassumptions: {gas_consent.later_reminder_factor: 0}")
	if yes(same) != yes(one) {
		t.Errorf("%d say yes where nobody answers the second reminder, want %d as with one", yes(same), yes(one))
	}
}
