package reports

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// facts is one table for machines: records of keys and whole numbers, under
// names that stay the same in every language.
type facts struct {
	name    string
	keys    []string // names of what a record is about
	figures []figure
	records []record
}

// figure is the name and the unit of one whole number of a record.
type figure struct {
	name string
	unit unit
}

// unit says what a figure counts.
type unit string

const (
	inCount  unit = "count"
	inTiyn   unit = "tiyn"
	inVolume unit = "m3/1000" // as voucher.InVolume is written
)

// record is one row: what it is about, and its figures.
type record struct {
	keys   []string
	values []int64
}

// Names of keys that have columns of their own in CSV.
const (
	keyProgramme = "programme"
	keyTerritory = "territory"
	keyMonth     = "month"
)

// facts returns everything that is known of a run, table by table.
func (s *Simulation) facts() []facts {
	return []facts{
		s.counterFacts(),
		s.monthFacts("funnel", voucher.Both, simulator.Listed, simulator.Withdrawn),
		s.monthFacts("gas_money", voucher.Gas, simulator.Charged, simulator.VolumeCharged),
		s.monthFacts("food_money", voucher.Food, simulator.Credited, simulator.LinesBought),
		s.commandFacts(),
		s.refusalFacts(),
		s.messageFacts(),
		s.dayFacts(),
		s.peakFacts(),
		s.ratingFacts(),
		s.fraudFacts(),
	}
}

// counterFacts is the run as a whole, one record without keys.
func (s *Simulation) counterFacts() facts {
	f := facts{name: "totals", records: []record{{}}}
	for _, c := range simulator.AllCounters() {
		f.figures = append(f.figures, figure{c.String(), unitOfCounter(c)})
		f.records[0].values = append(f.records[0].values, s.totals.Count(c))
	}
	f.figures = append(f.figures, figure{"tail_days", inCount})
	f.records[0].values = append(f.records[0].values, int64(s.totals.TailDays))
	return f
}

// monthFacts is a span of metrics by programme, territory and month. Records in
// which nothing happened are left out.
func (s *Simulation) monthFacts(name string, of voucher.Programme, first, last simulator.Metric) facts {
	f := facts{name: name, keys: []string{keyProgramme, keyTerritory, keyMonth}}
	for m := first; m <= last; m++ {
		f.figures = append(f.figures, figure{m.String(), unitOfMetric(m)})
	}
	for _, p := range []voucher.Programme{voucher.Gas, voucher.Food} {
		if of&p == 0 {
			continue
		}
		for _, where := range s.totals.Territories {
			for month := range s.months() {
				r := record{keys: []string{p.String(), where.String(), month.String()}}
				happened := false
				for m := first; m <= last; m++ {
					v := s.totals.At(p, where, month, m)
					r.values, happened = append(r.values, v), happened || v != 0
				}
				if happened {
					f.records = append(f.records, r)
				}
			}
		}
	}
	return f
}

// months yields every month of the run.
func (s *Simulation) months() func(yield func(voucher.Month) bool) {
	return func(yield func(voucher.Month) bool) {
		for i := range s.totals.Months {
			if !yield(s.totals.First + voucher.Month(i)) {
				return
			}
		}
	}
}

// commandFacts is how often each command was accepted and refused.
func (s *Simulation) commandFacts() facts {
	f := facts{name: "commands", keys: []string{"command"}, figures: []figure{{"accepted", inCount}, {"refused", inCount}}}
	for _, k := range voucher.CommandKinds() {
		accepted, refused := s.totals.Answers(k, 0), int64(0)
		for _, r := range voucher.AllReasons() {
			refused += s.totals.Answers(k, r)
		}
		if accepted+refused > 0 {
			f.records = append(f.records, record{[]string{k.String()}, []int64{accepted, refused}})
		}
	}
	return f
}

// refusalFacts is how often each command was refused for each reason.
func (s *Simulation) refusalFacts() facts {
	f := facts{name: "refusals", keys: []string{"command", "reason"}, figures: []figure{{"refused", inCount}}}
	for _, k := range voucher.CommandKinds() {
		for _, r := range voucher.AllReasons() {
			if n := s.totals.Answers(k, r); n > 0 {
				f.records = append(f.records, record{[]string{k.String(), r.String()}, []int64{n}})
			}
		}
	}
	return f
}

// messageKinds are the SMS that are told of, in the order of a month.
var messageKinds = []voucher.MessageKind{voucher.Notice, voucher.Reminder, voucher.Help}

// messageFacts is how many SMS of each kind were sent.
func (s *Simulation) messageFacts() facts {
	f := facts{name: "messages", keys: []string{keyProgramme, "kind"}, figures: []figure{{"sent", inCount}}}
	for _, p := range []voucher.Programme{voucher.Gas, voucher.Food} {
		for _, k := range messageKinds {
			if n := s.totals.Messages(p, k); n > 0 {
				f.records = append(f.records, record{[]string{p.String(), k.String()}, []int64{n}})
			}
		}
	}
	return f
}

// dayFacts is the country day by day, the tail included; idle days are left out.
func (s *Simulation) dayFacts() facts {
	f := facts{name: "days", keys: []string{"day"}, figures: []figure{
		{"purchases", inCount}, {"centre_visits", inCount}, {"messages", inCount}, {"commands", inCount},
	}}
	for d := s.totals.From; d <= s.lastDay(); d++ {
		r, happened := record{keys: []string{d.String()}}, false
		for _, what := range []simulator.Daily{simulator.PurchasesOfDay, simulator.VisitsOfDay, simulator.MessagesOfDay, simulator.CommandsOfDay} {
			v := s.totals.OnDay(d, what)
			r.values, happened = append(r.values, v), happened || v != 0
		}
		if happened {
			f.records = append(f.records, r)
		}
	}
	return f
}

// lastDay is the day on which the last block had settled.
func (s *Simulation) lastDay() voucher.Day { return s.totals.To + voucher.Day(s.totals.TailDays) }

// peakFacts is when the load was greatest; the place of a store is its block and
// its number there. A peak that never was is left out.
func (s *Simulation) peakFacts() facts {
	f := facts{name: "peaks", keys: []string{"peak", "at", keyTerritory, "place"}, figures: []figure{{"count", inCount}}}
	add := func(n int64, keys ...string) {
		if n > 0 {
			f.records = append(f.records, record{keys, []int64{n}})
		}
	}
	country := voucher.Country.String()
	p := s.totals.BusiestMinute()
	add(p.Purchases, "store_minute", p.Minute.String(), p.Territory.String(), fmt.Sprintf("%d/%d", p.Block+1, p.Store+1))
	hour, visits := s.totals.BusiestHour()
	add(visits, "centre_hour", hour.String(), country, "")
	for _, daily := range []struct {
		peak string
		what simulator.Daily
	}{{"purchase_day", simulator.PurchasesOfDay}, {"centre_day", simulator.VisitsOfDay}, {"message_day", simulator.MessagesOfDay}} {
		day, n := s.totals.BusiestDay(daily.what)
		add(n, daily.peak, day.String(), country, "")
	}
	return f
}

// scores are what a rating can give.
var scores = []string{1: "1", 2: "2", 3: "3", 4: "4", 5: "5"}

// ratingFacts is how often each score was given.
func (s *Simulation) ratingFacts() facts {
	f := facts{name: "ratings", keys: []string{"score"}, figures: []figure{{"ratings", inCount}}}
	for score, word := range scores {
		if score > 0 {
			f.records = append(f.records, record{[]string{word}, []int64{s.totals.Ratings(score)}})
		}
	}
	return f
}

// fraudFacts is how often something forbidden was tried and refused.
func (s *Simulation) fraudFacts() facts {
	f := facts{name: "fraud", keys: []string{"kind"}, figures: []figure{{"tried", inCount}, {"refused", inCount}}}
	for _, kind := range simulator.Frauds() {
		tried, refused := s.totals.Attempts(kind)
		f.records = append(f.records, record{[]string{kind.String()}, []int64{tried, refused}})
	}
	return f
}

// unitOfMetric says which metrics are sums of money.
func unitOfMetric(m simulator.Metric) unit {
	switch m {
	case simulator.Charged, simulator.Discount, simulator.Payable, simulator.Credited, simulator.Spent, simulator.StoreSpent,
		simulator.Left, simulator.Annulled, simulator.Recovered, simulator.BuyersPaid:
		return inTiyn
	case simulator.VolumeCharged:
		return inVolume
	}
	return inCount
}

// unitOfCounter says which counters are sums of money.
func unitOfCounter(c simulator.Counter) unit {
	switch c {
	case simulator.LoanSum, simulator.Disbursed, simulator.Repaid, simulator.Outstanding:
		return inTiyn
	}
	return inCount
}
