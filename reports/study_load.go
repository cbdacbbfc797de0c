package reports

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports/chart"
	"github.com/vouch-kz/vouch/simulator/study"
)

// load is what each day asks of stores, service centres or the SMS gateway, with
// what they can do. It is nil where the study does not know it.
func (t *studyTeller) load(what string) *exhibit {
	days := t.daysOf(what)
	if len(days) == 0 {
		return nil
	}
	e := &exhibit{
		id: "load-" + what, title: t.say("study.load." + what), note: t.say("study.load.note"), caption: t.say("study.caption.load"),
		draw: func(width int) *chart.Picture { return t.loadLines(what, days).Draw(width) },
	}
	e.column(t.say("study.world"), ofWords)
	e.column(t.say("study.day"), ofWords)
	e.column(t.say("territories.territory"), ofWords)
	e.column(t.say("study.mean"), ofCount)
	e.column(t.say("study.most"), ofCount)
	e.column(t.say("study.capacity"), ofCount)
	e.column(t.say("study.used"), ofPercent)
	for _, l := range t.busiest(what) {
		capacity, used := t.text(none), t.text(none)
		if l.Capacity > 0 {
			capacity, used = t.number(float64(l.Capacity)), t.shareOf(nearest(l.Mean), l.Capacity)
		}
		e.row(t.text(t.worldName(l.World)), t.text(t.day(l.Day)), t.text(t.named(l.Territory, t.speech)), t.number(l.Mean), t.number(float64(l.Most)), capacity, used)
	}
	return e
}

// dayLoad is what one day asks of the whole country in a world.
type dayLoad struct {
	mean     float64
	capacity int64 // of all places that have one; 0: none has
}

// daysOf is the load of the whole country by world and day.
func (t *studyTeller) daysOf(what string) map[int]map[voucher.Day]dayLoad {
	worlds := map[int]map[voucher.Day]dayLoad{}
	for i := range t.r.Loads {
		l := &t.r.Loads[i]
		if l.What != what || l.Territory != voucher.Country {
			continue
		}
		if worlds[l.World] == nil {
			worlds[l.World] = map[voucher.Day]dayLoad{}
		}
		worlds[l.World][l.Day] = dayLoad{l.Mean, l.Capacity}
	}
	return worlds
}

// busy is from the first day on which anything happened in a world that is shown to
// the last one, within the horizon.
func (t *studyTeller) busy(worlds map[int]map[voucher.Day]dayLoad) (first, last voucher.Day) {
	for d := t.r.Manifest.From; d <= t.r.Manifest.To; d++ {
		for _, w := range t.shown() {
			if worlds[w][d].mean == 0 {
				continue
			}
			if last = d; first == 0 {
				first = d
			}
		}
	}
	return first, last
}

func (t *studyTeller) loadLines(what string, worlds map[int]map[voucher.Day]dayLoad) *chart.Series {
	s := &chart.Series{Tell: t.count, LimitText: t.say("study.capacity")}
	first, last := t.busy(worlds)
	s.Marks = t.dayMarks(first, last)
	for _, w := range t.shown() {
		days, ok := worlds[w]
		if !ok {
			continue
		}
		line := chart.SeriesLine{Name: t.worldName(w), Ink: chart.Of(w)}
		for d := first; d <= last; d++ {
			line.Values = append(line.Values, nearest(days[d].mean))
			s.Limit = max(s.Limit, days[d].capacity)
		}
		s.Lines = append(s.Lines, line)
	}
	if s.Limit > 0 {
		s.LimitText += ": " + t.count(s.Limit)
	}
	return s
}

// dayMarks name the months under days.
func (s *speech) dayMarks(first, last voucher.Day) (marks []string) {
	for d := first; d <= last; d++ {
		mark := ""
		if d == first || d.Start().Time().Day() == 1 {
			mark = s.month(d.Month())
		}
		marks = append(marks, mark)
	}
	return marks
}

// mostBusy is how many of the busiest days and stores a report names.
const mostBusy = 20

// busiest are the days on which a place has the most to do: by the share of what it
// can do where that is known, else by how much it is.
func (t *studyTeller) busiest(what string) []study.Load {
	var all []study.Load
	for _, l := range t.r.Loads {
		if l.What == what && l.Mean > 0 && l.Territory != voucher.Country {
			all = append(all, l)
		}
	}
	used := func(l *study.Load) float64 {
		if l.Capacity > 0 {
			return l.Mean / float64(l.Capacity)
		}
		return 0
	}
	slices.SortStableFunc(all, func(a, b study.Load) int {
		return cmp.Or(cmp.Compare(used(&b), used(&a)), cmp.Compare(b.Mean, a.Mean), cmp.Compare(a.World, b.World))
	})
	return all[:min(len(all), mostBusy)]
}

// stores are the stores with the most purchases, with the busiest minute of each.
func (t *studyTeller) stores() *exhibit {
	if len(t.r.Stores) == 0 {
		return nil
	}
	e := &exhibit{id: "stores", title: t.say("study.stores"), note: t.say("study.stores.note")}
	e.column(t.say("study.store"), ofWords)
	e.column(t.say("study.world"), ofWords)
	e.column(t.say("study.purchases"), ofCount)
	e.column(t.say("study.turnover")+", ₸", ofTenge)
	e.column(t.say("study.minute"), ofCount)
	e.column(t.say("study.minute.at"), ofWords)
	all := slices.Clone(t.r.Stores)
	slices.SortStableFunc(all, func(a, b study.Store) int {
		return cmp.Or(cmp.Compare(b.Minute, a.Minute), cmp.Compare(b.Purchases, a.Purchases), cmp.Compare(a.World, b.World))
	})
	for _, s := range all[:min(len(all), mostBusy)] {
		at := none
		if s.Minute > 0 {
			at = t.minute(s.At)
		}
		e.row(t.text(t.storeName(s.Territory, s.Town, s.Block, s.Store)), t.text(t.worldName(s.World)), t.number(s.Purchases), t.sum(s.Tiyn), t.number(float64(s.Minute)), t.text(at))
	}
	bars := t.storeBars(all)
	e.draw = func(width int) *chart.Picture { return bars.Draw(width) }
	return e
}

// storeName names a store by the block that it is of, and by its town where that is
// another one: blocks are numbered in each territory.
func (s *speech) storeName(where, town voucher.Territory, block, store int) string {
	name := nameOf(where, s.language) + ", " + s.say("study.store.number", "Block", strconv.Itoa(block+1), "Store", strconv.Itoa(store+1))
	if town != where {
		name += " (" + nameOf(town, s.language) + ")"
	}
	return name
}

// mostDrawn is how many stores are drawn.
const mostDrawn = 8

// storeBars are the first stores of a list, each in all worlds that are shown.
func (t *studyTeller) storeBars(all []study.Store) *chart.Bars {
	bars := &chart.Bars{}
	shown := t.shown()
	for _, w := range shown {
		bars.Worlds = append(bars.Worlds, t.worldName(w))
	}
	for i := range all {
		name := t.storeName(all[i].Territory, all[i].Town, all[i].Block, all[i].Store)
		row := slices.IndexFunc(bars.Groups, func(g chart.BarGroup) bool { return g.Label == name })
		if row < 0 && len(bars.Groups) < mostDrawn {
			row = len(bars.Groups)
			bars.Groups = append(bars.Groups, chart.BarGroup{Label: name, Bars: make([]chart.Bar, len(shown))})
		}
		if place := slices.Index(shown, all[i].World); row >= 0 && place >= 0 {
			text := t.count(all[i].Minute)
			bars.Groups[row].Bars[place] = chart.Bar{Value: all[i].Minute, Low: all[i].Minute, High: all[i].Minute, Text: text, Tip: t.minute(all[i].At) + ": " + text}
		}
	}
	return bars
}

// clock writes how long something took.
func (s *speech) clock(milliseconds int64) string {
	d := time.Duration(milliseconds) * time.Millisecond
	if d < time.Minute {
		tenths := (milliseconds + 50) / 100
		return s.say("study.seconds", "N", s.fraction(uint64(max(0, tenths)), 1))
	}
	return s.say("study.minutes", "N", s.count(int64((d+30*time.Second)/time.Minute)))
}
