package reports

import (
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator/study"
)

// answer is what a study says of one world.
type answer struct {
	question string
	sentence string
	state    string // open where nothing certain can be said, quiet where nothing changes, else good
}

// answers has one for every world beside the baseline; a study of one world is
// answered by what it costs.
func (t *studyTeller) answers() []answer {
	var all []answer
	if len(t.r.Worlds) == 1 {
		return []answer{{t.worldName(0), t.alone(), "good"}}
	}
	for w := 1; w < len(t.r.Worlds); w++ {
		a := answer{t.worldName(w), "", "quiet"}
		for _, p := range t.programmes() {
			c := t.cost(w, p)
			if c.Flag == study.Same && len(t.programmes()) > 1 {
				continue
			}
			if a.sentence != "" {
				a.sentence += " "
			}
			a.sentence += t.changed(p, &c)
			switch {
			case c.Flag == study.Clear:
				a.state = "good"
			case c.Flag != study.Same && a.state == "quiet":
				a.state = "open"
			}
		}
		if a.sentence == "" {
			a.sentence = t.say("study.answer.same")
		}
		all = append(all, a)
	}
	return all
}

// alone is what the only world of a study costs.
func (t *studyTeller) alone() string {
	text := ""
	for _, p := range t.programmes() {
		c := t.cost(0, p)
		if text != "" {
			text += " "
		}
		text += t.say("study.answer."+p.String()+".alone", "Sum", t.compact(nearest(c.Level.Mean)), "Interval", t.interval(c.Unit, &c.Level, false))
	}
	return text
}

// changed is one sentence on what a programme costs in a world, with its interval.
func (t *studyTeller) changed(p voucher.Programme, c *study.Cell) string {
	pairs := []string{
		"Sum", t.compact(nearest(max(c.Delta.Mean, -c.Delta.Mean))), "Change", t.change(c.Percent), "Interval", t.interval(c.Unit, &c.Delta, true),
		"From", t.compact(nearest(c.Baseline)), "To", t.compact(nearest(c.Level.Mean)),
	}
	way := "more"
	if c.Delta.Mean < 0 {
		way = "less"
	}
	switch c.Flag {
	case study.Same:
		return t.say("study.answer." + p.String() + ".same")
	case study.WithinNoise:
		return t.say("study.answer."+p.String()+".noise", pairs...)
	case study.Unknown:
		return t.say("study.answer."+p.String()+"."+way+".unknown", pairs...)
	}
	return t.say("study.answer."+p.String()+"."+way, pairs...)
}

// tiles are the six figures of a world that are read first.
func (t *studyTeller) tiles(w int) []voiceTile {
	p := t.programmes()[0]
	all := []voiceTile{
		t.moneyTile(w, p),
		t.figureTile(w, study.Key{Programme: p, Metric: "used"}, "study.tile.used."+p.String()),
		t.uptake(w, p),
	}
	if p == voucher.Food {
		all = append(all, t.figureTile(w, study.Key{Programme: p, Metric: "unused"}, "study.tile.unused"))
	} else {
		all = append(all, t.figureTile(w, study.Key{Programme: p, Metric: "lapsed"}, "study.tile.lapsed"))
	}
	return append(all, t.minuteTile(w), t.capacityTile(w))
}

func (t *studyTeller) moneyTile(w int, p voucher.Programme) voiceTile {
	return t.figureTile(w, study.Key{Programme: p, Metric: costOf(p)}, "study.tile.cost."+p.String())
}

// figureTile is a figure with what it differs by.
func (t *studyTeller) figureTile(w int, k study.Key, id string) voiceTile {
	c := t.cell(w, k)
	if c.Unit == "" {
		return voiceTile{t.say(id), none, "", "quiet", figureCell{}}
	}
	figure := t.unit(c.Unit, c.Level.Mean)
	if figure.kind = kindOf(c.Unit); figure.kind == ofTenge {
		figure.kind = ofSum
	}
	x := voiceTile{t.say(id), t.ofUnit(c.Unit, c.Level.Mean), "", "quiet", figure}
	switch {
	case w == 0:
		x.Below = t.interval(c.Unit, &c.Level, false)
	case c.Flag == study.Same:
		x.Below = t.flag(c.Flag)
	default:
		x.Below = t.difference(&c)
		if c.Percent != nil {
			x.Below += " (" + t.change(c.Percent) + ")"
		}
		if c.Flag == study.WithinNoise {
			x.Below += ", " + t.flag(c.Flag)
		}
	}
	return x
}

// uptake is the share of those on the list who use their voucher.
func (t *studyTeller) uptake(w int, p voucher.Programme) voiceTile {
	share := func(w int) (used, listed int64) {
		return t.figureOf(w, study.Key{Programme: p, Metric: "used"}), t.figureOf(w, study.Key{Programme: p, Metric: "listed"})
	}
	used, listed := share(w)
	x := voiceTile{t.say("study.tile.uptake"), t.percent(used, listed), "", "quiet", shared(used, listed)}
	if w > 0 {
		x.Below = t.say("study.tile.was", "Was", t.percent(share(0)))
	}
	return x
}

// minuteTile is the busiest minute of any store.
func (t *studyTeller) minuteTile(w int) voiceTile {
	x := voiceTile{t.say("study.tile.minute"), none, "", "quiet", figureCell{}}
	var most study.Store
	for _, s := range t.r.Stores {
		if s.World == w && s.Minute > most.Minute {
			most = s
		}
	}
	if most.Minute > 0 {
		x.Value, x.figure = t.sayCount("study.tile.purchases", most.Minute), counted(most.Minute)
		x.Below = t.named(most.Town, t.speech) + ", " + t.minute(most.At)
	}
	return x
}

// nearCapacity is the share of capacity from which on a place is nearly full.
const nearCapacity = 80

// capacityTile is the busiest day of any service centre against what it can do: green
// below four fifths, amber above, red beyond.
func (t *studyTeller) capacityTile(w int) voiceTile {
	x := voiceTile{t.say("study.tile.centres"), none, "", "quiet", figureCell{}}
	var most study.Load
	fuller := func(a, b *study.Load) bool { return a.Mean*float64(b.Capacity) > b.Mean*float64(a.Capacity) }
	for i := range t.r.Loads {
		l := &t.r.Loads[i]
		if l.World == w && l.What == "counter_minutes" && l.Capacity > 0 && l.Territory != voucher.Country && (most.Capacity == 0 || fuller(l, &most)) {
			most = *l
		}
	}
	if most.Capacity == 0 {
		return x
	}
	used := nearest(100 * most.Mean / float64(most.Capacity))
	x.Value, x.figure = t.percent(nearest(most.Mean), most.Capacity), shared(nearest(most.Mean), most.Capacity)
	x.Below = t.named(most.Territory, t.speech) + ", " + t.day(most.Day)
	switch {
	case used > 100:
		x.State = "bad"
	case used >= nearCapacity:
		x.State = "open"
	default:
		x.State = "good"
	}
	return x
}
