package reports

import (
	"strconv"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator/study"
)

// chapter is a part of a report: exhibits under one title.
type chapter struct {
	id       string
	title    string
	lead     string
	points   []string // sentences below each other
	exhibits []*exhibit
}

func (c *chapter) add(all ...*exhibit) {
	for _, e := range all {
		if e != nil && (e.draw != nil || len(e.table.rows) > 0) {
			c.exhibits = append(c.exhibits, e)
		}
	}
}

// first is the world that a report tells of where it can tell of one only.
func (s *Study) first() int { return min(1, len(s.r.Worlds)-1) }

// mostSingled is how many worlds have pictures of their own, where a picture can tell
// of one world only.
const mostSingled = 3

// singled are those worlds: the scenarios that are named, or the first where policy
// is swept, or the baseline where it is alone.
func (s *Study) singled() []int {
	all := []int{s.first()}
	for w := 2; w < len(s.r.Worlds) && len(all) < mostSingled && len(s.r.Worlds[w].Point) == 0; w++ {
		all = append(all, w)
	}
	return all
}

// exhibitID names an exhibit of a programme and of one world.
func exhibitID(kind string, p voucher.Programme, w int) string {
	id := kind + "-" + p.String()
	if w > 1 {
		id += "-" + strconv.Itoa(w)
	}
	return id
}

// chapters are what a report shows, in order; those that have nothing to show say
// why, in their lead.
func (t *studyTeller) chapters() []*chapter {
	money, funnel, unused := t.chapter("money"), t.chapter("funnel"), t.chapter("unused")
	movers, sensitivity, trust := t.chapter("movers"), t.chapter("sensitivity"), t.chapter("confidence")
	for _, p := range t.programmes() {
		cost := study.Key{Programme: p, Metric: costOf(p)}
		funnel.add(t.funnel(p))
		money.add(t.months(p))
		unused.add(t.unused(p))
		sensitivity.add(t.sweep(cost), t.sweep(study.Key{Programme: p, Metric: "used"}))
		if len(trust.exhibits) == 0 {
			trust.add(t.confidence())
		}
		for _, w := range t.singled() {
			if c := t.cost(w, p); w > 0 && c.Flag == study.Same {
				continue
			}
			if w > 0 {
				money.add(t.drivers(p, w))
			}
			money.add(t.country(p, w), t.places(p, w))
			movers.add(t.movers(p, w))
			sensitivity.add(t.tornado(w, cost))
			trust.add(t.convergence(w, cost))
		}
	}
	provisions := t.chapter("provisions")
	provisions.add(t.provisions())
	load := t.chapter("load")
	load.add(t.load("purchases"), t.stores(), t.load("centre_visits"), t.load("counter_minutes"), t.load("messages"))
	calibration := t.chapter("calibration")
	calibration.add(t.fits(), t.identities(), t.assumed())
	calibration.points = t.limits()
	all := []*chapter{provisions, funnel, money, unused, load, movers, sensitivity, trust, calibration}
	for _, c := range all {
		if len(c.exhibits) == 0 {
			c.lead = t.say("study.chapter." + c.id + ".none")
		}
	}
	for _, p := range t.untouched() {
		funnel.lead += t.say("study.untouched", "Programme", t.say("programme."+p.String()))
	}
	return all
}

func (t *studyTeller) chapter(id string) *chapter {
	return &chapter{id: id, title: t.say("study.chapter." + id)}
}

// exhibits are all of them, in the order of a report.
func (t *studyTeller) exhibits() []*exhibit {
	var all []*exhibit
	for _, c := range t.chapters() {
		all = append(all, c.exhibits...)
	}
	return all
}

// facts of the study as pairs of a word and a value, for the head of a report.
func (t *studyTeller) identity() [][2]string {
	m := &t.r.Manifest
	families := t.sayCount("heading.families.real", m.Families)
	if m.Scaled() {
		families = t.sayCount("heading.families.scaled", m.Families, "Real", t.count(m.Real))
	}
	return [][2]string{
		{t.say("heading.period"), t.say("heading.span", "From", t.day(m.From), "To", t.day(m.To))},
		{t.say("heading.families"), families},
		{t.say("study.runs"), t.say("study.runs.value", "Worlds", t.count(int64(len(t.r.Worlds))), "Replications", t.count(m.Replications), "Points", t.count(m.Points))},
		{t.say("heading.seed"), strconv.FormatUint(m.Seed, 10)},
	}
}
