package reports

import (
	"io"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// WritePage writes the run as one HTML file that needs nothing beside it and can be
// read without JavaScript, as that of a study: who the families are, how far they came,
// money, what was refused, the rules that held and where the figures of behaviour come
// from. All three languages are in it; l is the one that it begins with. The same run
// and command give the same bytes.
func (s *Simulation) WritePage(w io.Writer, l Language) error {
	return writeVoices(w, l, "simulation.report", func(each Language) *voiceModel {
		t := s.in(each)
		m := t.front()
		m.Chapters = t.voiceChapters(t.chapters())
		return m
	})
}

// WriteWorkbook writes the run as a workbook for Excel: what the page begins with, and a
// sheet for each of its tables, sums as numbers in tenge. The same run and command give
// the same bytes.
func (s *Simulation) WriteWorkbook(w io.Writer, l Language) error {
	t := s.in(l)
	return writeBook(w, t.speech, clean(t.in(s.scenario.Title)), func(b *workbook) error {
		err := b.cover(t.front())
		for _, c := range t.chapters() {
			if err == nil {
				err = b.sheets(c.exhibits)
			}
		}
		return err
	})
}

// front is what stands before the chapters, and how the run is come to again.
func (t *teller) front() *voiceModel {
	m := &voiceModel{
		Name: clean(t.in(t.scenario.Title)), Question: clean(t.in(t.scenario.Title)), Sentence: t.sentence(), State: "good",
		Caution: t.notice() + " " + t.say("simulation.unfitted"), Command: t.command, Tiles: t.tiles(),
		Manifest: [][2]string{
			{t.say("simulation.hash"), t.result.Hash}, {t.say("study.facts"), simulator.DefaultFacts().Digest()},
			{t.say("study.months_lived"), t.count(t.totals.Count(simulator.FamilyMonths))},
		},
	}
	for _, row := range t.subject() {
		m.Facts = append(m.Facts, [2]string{row[0], clean(row[1])})
	}
	if len(t.faults) > 0 {
		m.State, m.Alerts = "bad", t.faults
	}
	return m
}

// sentence says what came out of the run, programme by programme.
func (t *teller) sentence() string {
	var all []string
	for _, p := range t.programmes() {
		listed, used := t.totals.Sum(p, simulator.Listed), t.totals.Sum(p, simulator.Used)
		all = append(all, t.sayCount("simulation.answer."+p.String(), listed, "Used", t.count(used), "Share", t.percent(used, listed),
			"Sum", t.compact(t.totals.Sum(p, costMetric(p))), "Spent", t.compact(t.totals.Sum(p, simulator.Spent))))
	}
	return strings.Join(all, " ")
}

// costMetric is the metric that says what a programme costs, as costOf names it.
func costMetric(p voucher.Programme) simulator.Metric {
	if p == voucher.Gas {
		return simulator.Discount
	}
	return simulator.Credited
}

// tiles are the figures that are read first.
func (t *teller) tiles() (all []voiceTile) {
	for _, p := range t.programmes() {
		sum := func(m simulator.Metric) int64 { return t.totals.Sum(p, m) }
		cost := voiceTile{t.say("study.tile.cost." + p.String()), t.compact(sum(costMetric(p))), t.partName("used") + ": " + t.count(sum(simulator.Used)), "quiet", summed(sum(costMetric(p)))}
		if p == voucher.Food {
			cost.Below = t.partName("spent") + ": " + t.percent(sum(simulator.Spent), sum(simulator.Credited))
		}
		all = append(all, cost, voiceTile{
			t.say("programme."+p.String()) + ": " + t.say("simulation.tile.uptake"), t.percent(sum(simulator.Used), sum(simulator.Listed)),
			t.count(sum(simulator.Used)) + " / " + t.count(sum(simulator.Listed)), "quiet", shared(sum(simulator.Used), sum(simulator.Listed)),
		})
	}
	refused, asked := t.commandsAsked()
	all = append(all, voiceTile{t.say("simulation.tile.refused"), t.count(refused), t.say("simulation.tile.asked", "N", t.count(asked)), "quiet", counted(refused)})
	if busiest := t.totals.BusiestMinute(); busiest.Purchases > 0 {
		return append(all, voiceTile{
			t.say("study.tile.minute"), t.sayCount("study.tile.purchases", busiest.Purchases),
			nameOf(busiest.Territory, t.language) + ", " + t.minute(busiest.Minute), "quiet", counted(busiest.Purchases),
		})
	}
	return append(all, voiceTile{t.say("message.reminder"), t.count(t.totals.Sum(voucher.Gas, simulator.Reminded)), "", "quiet", counted(t.totals.Sum(voucher.Gas, simulator.Reminded))})
}

// chapters are what the page shows, in order; those that have nothing to show say so.
func (t *teller) chapters() []*chapter {
	families, funnel := t.chapter("families", "simulation.chapter.families"), t.chapter("funnel", "study.chapter.funnel")
	money, unused := t.chapter("money", "study.chapter.money"), t.chapter("unused", "study.chapter.unused")
	load, refused := t.chapter("load", "study.chapter.load"), t.chapter("refused", "simulation.chapter.refused")
	rules, sources := t.chapter("rules", "simulation.chapter.rules"), t.chapter("sources", "simulation.chapter.sources")
	checked := t.chapter("checked", "simulation.chapter.checked")
	families.add(t.groups())
	funnel.add(t.drawnFunnel())
	for _, p := range t.programmes() {
		funnel.add(t.drawnTerritories(p), t.reminders(p))
		money.add(t.drawnMonths(p), t.country(p))
		unused.add(t.unused(p))
	}
	funnel.add(t.messages(), t.channels())
	if t.scenario.Runs(voucher.Gas) {
		money.add(t.accounts())
		load.add(t.days(simulator.VisitsOfDay), t.centres(), t.providers())
	}
	if t.scenario.Runs(voucher.Food) {
		load.add(t.days(simulator.PurchasesOfDay), t.stores(), t.storeKinds(), t.busiestStores(), t.loans(), t.feedback())
	}
	load.add(t.days(simulator.MessagesOfDay))
	refused.add(t.drawnRefusals(), t.fraud())
	rules.points = t.rules()
	rules.add(t.readingsUsed())
	sources.lead = t.say("simulation.sources")
	sources.add(t.assumed())
	checked.add(t.checks(), t.tail(), t.size())
	all := []*chapter{families, funnel, money, unused, load, refused, rules, sources, checked}
	for _, c := range all {
		if len(c.exhibits) == 0 {
			c.lead = t.say("table.nothing")
		}
	}
	return all
}

func (t *teller) chapter(id, title string) *chapter { return &chapter{id: id, title: t.say(title)} }

// rules are what of the scenario is not as the programmes and the shipped behaviour
// have it.
func (t *teller) rules() (all []string) {
	for _, row := range t.differences() {
		all = append(all, row[0]+": "+row[1])
	}
	return all
}

// readingsUsed are the open questions, with the answer to each under which the run was
// lived; one that is not the default stands out.
func (t *teller) readingsUsed() *exhibit {
	e := &exhibit{id: "readings", title: t.say("simulation.readings")}
	e.column(t.say("study.code"), ofWords)
	e.column(t.say("simulation.question"), ofWords)
	e.column(t.say("simulation.choice"), ofWords)
	for _, r := range voucher.AllReadings() {
		choice := t.text(t.scenario.Readings.Choice(r))
		choice.strong = !t.scenario.Readings.Is(r, voucher.Default)
		e.row(t.text(r.String()), t.text(t.in(r.Question())), choice)
	}
	return e
}
