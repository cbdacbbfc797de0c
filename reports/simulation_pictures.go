package reports

import (
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports/chart"
	"github.com/vouch-kz/vouch/simulator"
)

// drawnFunnel is the funnel with a picture: shares of the listed, since few families
// stand beside many recipients.
func (t *teller) drawnFunnel() *exhibit {
	bars := &chart.Bars{Begin: 1}
	for _, p := range t.programmes() {
		bars.Worlds = append(bars.Worlds, t.say("programme."+p.String()))
	}
	for _, stage := range simulator.FunnelStages() {
		g := chart.BarGroup{Label: t.say("stage." + stage.String())}
		for _, p := range t.programmes() {
			g.Bars = append(g.Bars, t.shareBar(p, t.totals.Sum(p, stage), t.totals.Sum(p, simulator.Listed)))
		}
		bars.Groups = append(bars.Groups, g)
	}
	e := t.funnel()
	e.draw = bars.Draw
	return e
}

// drawnTerritories is the funnel of each territory with a picture.
func (t *teller) drawnTerritories(p voucher.Programme) *exhibit {
	e := t.funnelByTerritory(p)
	heat := &chart.Heat{Corner: t.say("territories.territory")}
	for _, c := range e.table.columns[2:] {
		heat.Columns = append(heat.Columns, c.head)
	}
	for _, row := range e.table.rows {
		r := chart.HeatRow{Label: row[0].text}
		for i, c := range row[2:] {
			r.Cells = append(r.Cells, chart.HeatCell{Value: nearest(c.number * 10), Text: c.text, Tip: row[0].text + ", " + heat.Columns[i] + ": " + c.text})
		}
		heat.Rows = append(heat.Rows, r)
	}
	if len(heat.Rows) > 0 {
		e.draw = heat.Draw
	}
	return e
}

// drawnMonths is the money of each month with a picture of what it was for.
func (t *teller) drawnMonths(p voucher.Programme) *exhibit {
	e := t.gasMoney
	figures := []simulator.Metric{simulator.Discount}
	if p == voucher.Food {
		e, figures = t.foodMoney, []simulator.Metric{simulator.Credited, simulator.Spent, simulator.Annulled}
	}
	drawn := t.columns(p, e(), t.compact, figures, func(m simulator.Metric) string { return t.say("money." + m.String()) })
	if len(figures) == 1 { // a picture of one figure has no legend
		drawn.caption = t.say("simulation.pictured", "Figure", t.say("money."+figures[0].String()))
	}
	return drawn
}

// columns draws figures of a programme month by month over their table.
func (t *teller) columns(p voucher.Programme, e *exhibit, tell func(int64) string, figures []simulator.Metric, name func(simulator.Metric) string) *exhibit {
	series := &chart.Series{Tell: tell, Columns: true}
	months := t.monthsOf(p)
	for _, month := range months {
		series.Marks = append(series.Marks, t.month(month))
	}
	for i, m := range figures {
		line := chart.SeriesLine{Name: name(m), Ink: chart.Of(i + 1)}
		for _, month := range months {
			v := t.totals.Of(p, month, m)
			line.Values = append(line.Values, v)
			line.Tips = append(line.Tips, line.Name+", "+t.month(month)+": "+tell(v))
		}
		series.Lines = append(series.Lines, line)
	}
	if len(months) > 0 {
		e.draw = series.Draw
	}
	return e
}

// country shows on the map what a programme costs in each region, towns in that of
// theirs.
func (t *teller) country(p voucher.Programme) *exhibit {
	e := &exhibit{id: "map-" + p.String(), title: t.say("simulation.map." + p.String()), note: t.say("study.map.note"), caption: t.say("study.caption.map")}
	e.column(t.say("territories.territory"), ofWords)
	e.column(t.say("study.tile.cost."+p.String())+", ₸", ofTenge)
	e.column(t.say("stage.used"), ofCount)
	sums := map[voucher.Territory][2]int64{}
	for _, where := range t.territoriesOf(p) {
		sum := sums[where.Region()]
		sum[0] += t.totals.In(p, where, costMetric(p))
		sum[1] += t.totals.In(p, where, simulator.Used)
		sums[where.Region()] = sum
	}
	e.draw = t.tilesOf(func(region voucher.Territory) (tiyn int64, text string, takesPart bool) {
		sum, ok := sums[region]
		if ok {
			e.row(t.text(nameOf(region, t.language)), t.paid(sum[0]), t.counted(sum[1]))
		}
		return sum[0], t.compact(sum[0]), ok
	}).Draw
	return e
}

// unused tells what became of what was given: of gas, which is no money, vouchers.
func (t *teller) unused(p voucher.Programme) *exhibit {
	e := &exhibit{id: "unused-" + p.String(), title: t.say("study.unused." + p.String()), note: t.say("study.unused.note." + p.String())}
	if p == voucher.Food {
		e.caption = t.say("study.caption.unused.food")
	}
	parts, cell := []simulator.Metric{simulator.Used, simulator.Lapsed, simulator.Withdrawn}, t.counted
	head := t.say("simulation.vouchers")
	if p == voucher.Food {
		parts, cell, head = []simulator.Metric{simulator.Spent}, t.paid, "₸"
		parts = append(parts, slices.DeleteFunc(simulator.UnusedReasons(), func(m simulator.Metric) bool { return t.totals.Sum(p, m) == 0 })...)
	}
	e.column(t.say("study.use"), ofWords)
	e.column(head, ofCount)
	e.column(t.say("table.share"), ofPercent)
	var names []string
	whole, row := int64(0), chart.StackRow{Label: t.say("programme." + p.String())}
	for _, m := range parts {
		names, row.Values = append(names, m.String()), append(row.Values, t.totals.Sum(p, m))
		whole += t.totals.Sum(p, m)
	}
	for i, v := range row.Values {
		row.Texts = append(row.Texts, t.percent(v, whole))
		e.row(t.text(t.partName(names[i])), cell(v), t.shareOf(v, whole))
	}
	row.Total = t.count(whole)
	if p == voucher.Food {
		row.Total = t.compact(whole)
	}
	if whole > 0 {
		e.draw = func(width int) *chart.Picture {
			return (&chart.Stack{Parts: t.stackParts(names), Rows: []chart.StackRow{row}}).Draw(width, true)
		}
	}
	return e
}

// mostReasons is how many reasons a picture has; the table has all.
const mostReasons = 12

// drawnRefusals are the reasons of refusals with a picture of the commonest.
func (t *teller) drawnRefusals() *exhibit {
	e, bars := t.refusals(), &chart.Bars{Begin: 1, Worlds: []string{""}}
	for _, row := range e.table.rows[:min(len(e.table.rows), mostReasons)] {
		v := nearest(row[2].number)
		bars.Groups = append(bars.Groups, chart.BarGroup{Label: row[0].text, Bars: []chart.Bar{{Value: v, Low: v, High: v, Text: row[2].text, Tip: row[1].text + ": " + row[2].text}}})
	}
	if len(bars.Groups) > 0 {
		e.draw = bars.Draw
	}
	return e
}

// days is what each day asks of stores, service centres or the SMS gateway. It is nil
// where nothing was asked.
func (t *teller) days(what simulator.Daily) *exhibit {
	e := &exhibit{id: "load-" + what.String(), title: t.say("study.load." + what.String())}
	e.column(t.say("study.day"), ofWords)
	e.column(t.say("simulation.in_a_day"), ofCount)
	line := chart.SeriesLine{Name: e.title, Ink: chart.First}
	var first, last voucher.Day
	for d := t.totals.From; d <= t.lastDay(); d++ {
		if v := t.totals.OnDay(d, what); v != 0 {
			e.row(t.text(t.day(d)), t.counted(v))
			if last = d; first == 0 {
				first = d
			}
		}
	}
	if first == 0 {
		return nil
	}
	for d := first; d <= last; d++ {
		line.Values = append(line.Values, t.totals.OnDay(d, what))
	}
	series := &chart.Series{Tell: t.count, Marks: t.dayMarks(first, last), Lines: []chart.SeriesLine{line}}
	e.draw = series.Draw
	return e
}

// accounts tells of gas accounts month by month: how vouchers came onto them, and what
// they were charged for.
func (t *teller) accounts() *exhibit {
	return t.monthly("accounts", voucher.Gas, t.say("simulation.accounts"), []monthFigure{
		{t.say("channel.egov_mobile"), simulator.ByMobile, t.counted, ofCount}, {t.say("channel.service_centre"), simulator.ByCentre, t.counted, ofCount},
		{t.say("money.receipts"), simulator.Receipts, t.counted, ofCount}, {t.say("stage.used"), simulator.Used, t.counted, ofCount},
		{t.say("providers.corrections"), simulator.Corrections, t.counted, ofCount}, {t.say("simulation.volume"), simulator.VolumeCharged, t.volume, ofVolume},
	})
}

// volume is cubic metres of a number of thousandths.
func (t *teller) volume(litres int64) figureCell {
	return figureCell{text: t.count(nearest(float64(litres) / 1000)), number: float64(litres) / 1000, known: true, kind: ofVolume}
}

// reminders tells month by month how many were asked, reminded and answered.
func (t *teller) reminders(p voucher.Programme) *exhibit {
	e := t.monthly("reminders-"+p.String(), p, t.say("simulation.reminders", "Programme", t.say("programme."+p.String())), []monthFigure{
		{t.say("stage.sent"), simulator.Sent, t.counted, ofCount}, {t.say("stage.delivered"), simulator.Delivered, t.counted, ofCount},
		{t.say("message.reminder"), simulator.Reminded, t.counted, ofCount}, {t.say("simulation.unclear"), simulator.Unclear, t.counted, ofCount},
		{t.say("stage.consented"), simulator.Consented, t.counted, ofCount}, {t.say("simulation.refused"), simulator.Refused, t.counted, ofCount},
	})
	name := map[simulator.Metric]string{
		simulator.Sent: t.say("stage.sent"), simulator.Reminded: t.say("message.reminder"), simulator.Consented: t.say("stage.consented"),
	}
	return t.columns(p, e, t.count, []simulator.Metric{simulator.Sent, simulator.Reminded, simulator.Consented}, func(m simulator.Metric) string { return name[m] })
}

// monthFigure is one column of a table by month.
type monthFigure struct {
	head   string
	metric simulator.Metric
	cell   func(int64) figureCell
	kind   figureKind
}

// monthly is a table of figures of a programme by month, with their sums.
func (t *teller) monthly(id string, p voucher.Programme, title string, figures []monthFigure) *exhibit {
	e := &exhibit{id: id, title: title}
	e.column(t.say("money.month"), ofWords)
	e.table.foot = []figureCell{t.text(t.say("table.total"))}
	for _, f := range figures {
		e.column(f.head, f.kind)
		e.table.foot = append(e.table.foot, f.cell(t.totals.Sum(p, f.metric)))
	}
	for _, month := range t.monthsOf(p) {
		row := []figureCell{t.text(t.month(month))}
		for _, f := range figures {
			row = append(row, f.cell(t.totals.Of(p, month, f.metric)))
		}
		e.row(row...)
	}
	return e
}
