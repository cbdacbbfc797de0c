package study

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// results tells what was added up.
func (f *fold) results() *Results {
	d := f.design
	r := &Results{Worlds: d.told, Convergence: f.convergence, Identities: f.checks.all, Assumed: assumptions(d), Varied: d.behaviour.told(), sums: f.sums}
	runs := f.sums.replications * f.sums.points
	for w := range d.worlds {
		if w > 0 {
			r.Movers = append(r.Movers, f.movers[w].told(w, runs)...)
		}
		r.Loads = append(r.Loads, f.loads[w].told(w, runs)...)
		r.Stores = append(r.Stores, f.stores[w].told(w)...)
		for i, what := range simulator.Distributions() {
			h := &(*f.spreads[w])[i]
			if h.Count() > 0 {
				r.Spreads = append(r.Spreads, Spread{World: w, What: what.String(), Buckets: slices.Collect(h.All())})
			}
		}
	}
	r.Swings = f.swings.told(d.layout, f.leading, f.alive)
	r.Manifest = f.manifest()
	r.Fits = f.fits()
	r.Limits = f.limits(r)
	r.Manifest.Warnings = f.warnings(r)
	return r
}

// manifest says how the results came about, but for what only the run knows.
func (f *fold) manifest() Manifest {
	d := f.design
	m := Manifest{Study: d.study.ID, Title: d.study.Title, RunID: d.id, Hash: f.digest(), Facts: d.facts.Digest(), Engine: Engine,
		Seed: d.study.Seed, Replications: f.sums.replications, Points: f.sums.points, From: d.worlds[0].From, To: d.worlds[0].To,
		Stop: f.stopped, FamilyMonths: f.families, Draws: f.draws, PartBytes: f.bytes, Lived: f.lived, Taken: f.taken}
	m.Runs = m.Replications * m.Points * int64(len(d.worlds))
	m.Families, m.Real = d.told[0].Families, d.told[0].Real
	for n := range min(m.Replications, 20) {
		m.Seeds = append(m.Seeds, seedOf(m.Seed, n))
	}
	readings := &d.worlds[0].Readings
	for _, reading := range voucher.AllReadings() {
		m.Readings = append(m.Readings, reading.String()+"="+readings.Choice(reading))
	}
	return m
}

// assumptions lists the figures of the baseline that were invented for want of a source.
func assumptions(d *design) (all []AssumedValue) {
	swept := map[string]bool{}
	for _, over := range d.behaviour.paths() {
		swept[over.Path] = true
	}
	for _, f := range d.worlds[0].Assumptions.All() {
		if !strings.HasPrefix(f.Source, "model") {
			continue
		}
		text := fmt.Sprint(f.Value)
		if f.Weights != nil {
			text = strings.ReplaceAll(fmt.Sprint(f.Weights), " ", ", ")
		}
		all = append(all, AssumedValue{Path: f.Path, Label: f.Label, Text: text, Unit: f.Unit, Source: f.Source, Note: f.Note, Swept: swept[f.Path]})
	}
	return all
}

// limits lists what the study cannot say.
func (f *fold) limits(r *Results) (all []Limit) {
	for _, l := range []struct {
		limit Limit
		holds bool
	}{
		{ModelBehaviour, len(r.Assumed) > 0},
		{SyntheticCountry, r.Manifest.Scaled()},
		{OneReplication, r.Manifest.Replications == 1},
		{NoParameterSpread, r.Manifest.Points == 1},
		{NoFeedback, true},
		{WithoutCalibration, len(r.Fits) == 0},
		{FittedMissed, slices.ContainsFunc(r.Fits, func(f Fit) bool { return !f.HeldOut && !f.Within })},
		{HeldOutMissed, slices.ContainsFunc(r.Fits, func(f Fit) bool { return f.HeldOut && !f.Within })},
		{StopRuleNotAchieved, f.stopped != nil && !f.stopped.Achieved},
	} {
		if l.holds {
			all = append(all, l.limit)
		}
	}
	return all
}

// The warnings.
const (
	// IdentityBroken says that something does not add up; Args: the identity, how often.
	IdentityBroken = "identity_broken"
	// FamiliesOfBaseline says that a scenario names its own number of families, and that the baseline's
	// holds: pairs need the same families. Args: the scenario.
	FamiliesOfBaseline = "families_of_baseline"
	// HorizonDiffers says that a world is lived over other days than the baseline. Args: the world.
	HorizonDiffers = "horizon_differs"
)

// warnings lists what a reader must know.
func (f *fold) warnings(r *Results) (all []Warning) {
	for _, i := range r.Identities {
		if i.Broken > 0 {
			all = append(all, Warning{IdentityBroken, []string{i.ID, fmt.Sprint(i.Broken)}})
		}
	}
	base := f.design.worlds[0]
	told := map[string]bool{}
	for w, s := range f.design.worlds {
		if s.Families != base.Families && !told[s.ID] {
			told[s.ID] = true
			all = append(all, Warning{FamiliesOfBaseline, []string{s.ID}})
		}
		if s.From != base.From || s.To != base.To {
			all = append(all, Warning{HorizonDiffers, []string{f.design.told[w].ID}})
		}
	}
	return all
}

// Broken lists the identities that do not hold; none where all do.
func (r *Results) Broken() (all []Identity) {
	for _, i := range r.Identities {
		if i.Broken > 0 {
			all = append(all, i)
		}
	}
	return all
}

// WriteJSON writes all results as one JSON object: the fields of Results, and cells, which holds what
// Cells tells, a line each.
func (r *Results) WriteJSON(w io.Writer) error {
	head, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if _, err := w.Write(append(bytes.TrimSuffix(head, []byte("\n}")), ",\n  \"cells\": ["...)); err != nil {
		return err
	}
	between := "\n    "
	for c := range r.Cells() {
		line, err := json.Marshal(&c)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, between+string(line)); err != nil {
			return err
		}
		between = ",\n    "
	}
	_, err = io.WriteString(w, "\n  ]\n}\n")
	return err
}
