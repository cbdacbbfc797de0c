package reports_test

import (
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
	"github.com/vouch-kz/vouch/simulator/study"
)

// composedOfStudies are the ids that the report of a study makes of a prefix and a
// word of the simulator or of the study.
func composedOfStudies() (ids []string) {
	add := func(prefix string, words ...string) {
		for _, w := range words {
			ids = append(ids, prefix+w)
		}
	}
	for _, p := range []string{voucher.Gas.String(), voucher.Food.String()} {
		for _, m := range simulator.FunnelStages() {
			add("study.stage.", m.String()+"."+p)
		}
		add("study.answer."+p+".", "more", "less", "more.unknown", "less.unknown", "noise", "same", "alone")
		for _, prefix := range []string{"months.", "map.", "places.", "unused.", "unused.note.", "tile.cost.", "tile.used."} {
			add("study."+prefix, p)
		}
	}
	for _, chapter := range []string{"provisions", "funnel", "money", "unused", "load", "movers", "sensitivity", "confidence", "calibration"} {
		add("study.chapter.", chapter, chapter+".none")
	}
	for _, m := range study.Metrics() {
		if strings.HasPrefix(m.Name, "unused") {
			add("study.part.", m.Name)
		}
	}
	add("study.part.", "spent", "used", "lapsed", "withdrawn")
	for _, m := range study.Metrics() {
		add("study.metric.", m.Name)
	}
	for _, f := range []study.Flag{study.Same, study.WithinNoise, study.Clear, study.Unknown} {
		add("study.flag.", string(f))
	}
	for _, l := range []study.Limit{
		study.ModelBehaviour, study.SyntheticCountry, study.OneReplication, study.NoParameterSpread, study.NoFeedback, study.WithoutCalibration, study.StopRuleNotAchieved,
		study.FittedMissed, study.HeldOutMissed,
	} {
		add("study.limit.", string(l))
	}
	for _, u := range []study.Unit{study.InCount, study.InTiyn, study.InMilli} {
		add("study.unit.", string(u))
	}
	for _, what := range []string{"purchases", "centre_visits", "counter_minutes", "messages"} {
		add("study.load.", what)
		add("study.sheet.load.", what)
	}
	for _, kind := range []string{
		"funnel", "months", "drivers", "map", "territories", "unused", "movers", "tornado", "convergence", "sweep",
		"provisions", "confidence", "calibration", "assumed", "identities", "stores",
	} {
		add("study.sheet.", kind)
	}
	add("study.identity.", "totals", "food_money", "gas_money", "unused_reasons", "segments", "families") // all that studies check
	add("study.warning.", study.FamiliesOfBaseline, study.HorizonDiffers)
	add("study.source.", "found", "derived", "model") // all that figures of behaviour have
	add("study.value.", "minutes", "seconds", "hours", "days")
	add("study.caution.where.", "page", "letter", "screen")
	add("study.settlement.", "town", "village")
	add("study.device.", "yes", "no")
	return ids
}
