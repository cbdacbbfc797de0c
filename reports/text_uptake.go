package reports

import (
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// funnel tells how far the listed came, in the whole country.
func (t *teller) funnel() *Table {
	table := &Table{Title: t.say("funnel.title"), Columns: []Column{{Title: t.say("funnel.stage")}}, Note: t.say("funnel.note")}
	for _, p := range t.programmes() {
		table.Columns = append(table.Columns,
			Column{Title: t.say("programme." + p.String()), Right: true},
			Column{Title: t.say("table.share"), Right: true})
	}
	for _, stage := range simulator.FunnelStages() {
		row := []string{t.say("stage." + stage.String())}
		for _, p := range t.programmes() {
			n := t.totals.Sum(p, stage)
			row = append(row, t.count(n), t.percent(n, t.totals.Sum(p, simulator.Listed)))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// funnelByTerritory tells the same for each territory of a programme, in shares
// of the listed.
func (t *teller) funnelByTerritory(p voucher.Programme) *Table {
	table := &Table{
		Title:   t.say("territories.title." + p.String()),
		Columns: []Column{{Title: t.say("territories.territory")}, {Title: t.say("territories.listed"), Right: true}},
	}
	stages := []simulator.Metric{simulator.Sent, simulator.Answered, simulator.Consented, simulator.Opened, simulator.Activated, simulator.Used}
	for _, stage := range stages {
		table.Columns = append(table.Columns, Column{Title: t.say("territories." + stage.String()), Right: true})
	}
	row := func(name string, sum func(simulator.Metric) int64) []string {
		listed := sum(simulator.Listed)
		cells := []string{name, t.count(listed)}
		for _, stage := range stages {
			cells = append(cells, t.percent(sum(stage), listed))
		}
		return cells
	}
	for _, where := range t.territoriesOf(p) {
		table.Rows = append(table.Rows, row(nameOf(where, t.language), func(m simulator.Metric) int64 { return t.totals.In(p, where, m) }))
	}
	table.Footer = row(t.say("table.total"), func(m simulator.Metric) int64 { return t.totals.Sum(p, m) })
	return table
}

// territoriesOf returns the territories in which anybody was on a programme's
// list.
func (s *Simulation) territoriesOf(p voucher.Programme) (list []voucher.Territory) {
	for _, where := range s.totals.Territories {
		if s.totals.In(p, where, simulator.Listed) > 0 {
			list = append(list, where)
		}
	}
	return list
}

// messages tells how many SMS of each kind went out.
func (t *teller) messages() *Table {
	table := &Table{Title: t.say("messages.title"), Columns: []Column{{Title: t.say("messages.kind")}}}
	for _, p := range t.programmes() {
		table.Columns = append(table.Columns, Column{Title: t.say("programme." + p.String()), Right: true})
	}
	for _, kind := range messageKinds {
		row := []string{t.say("message." + kind.String())}
		for _, p := range t.programmes() {
			row = append(row, t.count(t.totals.Messages(p, kind)))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// channels tells by which way people activated their gas vouchers and confirmed
// their food vouchers.
func (t *teller) channels() *Table {
	table := &Table{Title: t.say("channels.title"), Columns: []Column{{Title: t.say("channels.channel")}}}
	ways := []voucher.Channel{voucher.BySMS, voucher.ByMobile, voucher.ByCentre}
	for _, way := range ways {
		table.Rows = append(table.Rows, []string{t.say("channel." + way.String())})
	}
	for _, p := range t.programmes() {
		table.Columns = append(table.Columns,
			Column{Title: t.say("programme." + p.String()), Right: true},
			Column{Title: t.say("table.share"), Right: true})
		by, all := t.byChannel(p)
		for i, way := range ways {
			table.Rows[i] = append(table.Rows[i], t.count(by[way]), t.percent(by[way], all))
		}
	}
	return table
}

// byChannel splits a programme's activations (gas) or confirmations (food) by
// channel. A gas voucher is never activated by SMS; of food confirmations, what
// came neither in the app nor at a centre came by SMS.
func (s *Simulation) byChannel(p voucher.Programme) (by [voucher.ByCentre + 1]int64, all int64) {
	by[voucher.ByMobile] = s.totals.Sum(p, simulator.ByMobile)
	by[voucher.ByCentre] = s.totals.Sum(p, simulator.ByCentre)
	if p == voucher.Food {
		by[voucher.BySMS] = max(0, s.totals.Sum(p, simulator.Consented)-by[voucher.ByMobile]-by[voucher.ByCentre])
	}
	return by, by[voucher.BySMS] + by[voucher.ByMobile] + by[voucher.ByCentre]
}
