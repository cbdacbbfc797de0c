package reports

import (
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// funnel tells how far the listed came, in the whole country.
func (t *teller) funnel() *exhibit {
	e := &exhibit{id: "funnel", title: t.say("funnel.title"), note: t.say("funnel.note")}
	e.column(t.say("funnel.stage"), ofWords)
	t.countAndShare(e)
	for _, stage := range simulator.FunnelStages() {
		row := []figureCell{t.text(t.say("stage." + stage.String()))}
		for _, p := range t.programmes() {
			n := t.totals.Sum(p, stage)
			row = append(row, t.counted(n), t.shareOf(n, t.totals.Sum(p, simulator.Listed)))
		}
		e.row(row...)
	}
	return e
}

// countAndShare adds two columns for each programme.
func (t *teller) countAndShare(e *exhibit) {
	for _, p := range t.programmes() {
		e.column(t.say("programme."+p.String()), ofCount)
		e.column(t.say("table.share"), ofPercent)
	}
}

// funnelByTerritory tells the same for each territory of a programme, in shares
// of the listed.
func (t *teller) funnelByTerritory(p voucher.Programme) *exhibit {
	e := &exhibit{id: "territories-" + p.String(), title: t.say("territories.title." + p.String())}
	e.column(t.say("territories.territory"), ofWords)
	e.column(t.say("territories.listed"), ofCount)
	stages := []simulator.Metric{simulator.Sent, simulator.Answered, simulator.Consented, simulator.Opened, simulator.Activated, simulator.Used}
	for _, stage := range stages {
		e.column(t.say("territories."+stage.String()), ofPercent)
	}
	row := func(name string, sum func(simulator.Metric) int64) []figureCell {
		listed := sum(simulator.Listed)
		cells := []figureCell{t.text(name), t.counted(listed)}
		for _, stage := range stages {
			cells = append(cells, t.shareOf(sum(stage), listed))
		}
		return cells
	}
	for _, where := range t.territoriesOf(p) {
		e.row(row(nameOf(where, t.language), func(m simulator.Metric) int64 { return t.totals.In(p, where, m) })...)
	}
	e.table.foot = row(t.say("table.total"), func(m simulator.Metric) int64 { return t.totals.Sum(p, m) })
	return e
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
func (t *teller) messages() *exhibit {
	e := &exhibit{id: "messages", title: t.say("messages.title")}
	e.column(t.say("messages.kind"), ofWords)
	for _, p := range t.programmes() {
		e.column(t.say("programme."+p.String()), ofCount)
	}
	for _, kind := range messageKinds {
		row := []figureCell{t.text(t.say("message." + kind.String()))}
		for _, p := range t.programmes() {
			row = append(row, t.counted(t.totals.Messages(p, kind)))
		}
		e.row(row...)
	}
	return e
}

// channels tells by which way people activated their gas vouchers and confirmed
// their food vouchers.
func (t *teller) channels() *exhibit {
	e := &exhibit{id: "channels", title: t.say("channels.title")}
	e.column(t.say("channels.channel"), ofWords)
	t.countAndShare(e)
	for _, way := range []voucher.Channel{voucher.BySMS, voucher.ByMobile, voucher.ByCentre} {
		row := []figureCell{t.text(t.say("channel." + way.String()))}
		for _, p := range t.programmes() {
			by, all := t.byChannel(p)
			row = append(row, t.counted(by[way]), t.shareOf(by[way], all))
		}
		e.row(row...)
	}
	return e
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
