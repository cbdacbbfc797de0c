package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// The bounds of a study that names none, and of what a file may ask for.
var usualLimits = Limits{Runs: 1000, Minutes: 60, Megabytes: 1000}

const (
	maxDraws     = 100_000
	maxRuns      = 10_000_000
	maxMinutes   = 100_000
	maxMegabytes = 10_000_000
)

// ReadEither reads a scenario or a study, by what the file says of its kind; a study may also be a
// document (Study.Document). The name stands for the file in messages. An error is always Problems.
func ReadEither(name string, data []byte) (Either, error) {
	if isDocument(data) {
		s, err := ReadDocument(data)
		if err != nil {
			return Either{}, Problems{{File: name, Line: 1, Column: 1, Message: voucher.Text{En: err.Error()}}}
		}
		return Either{Study: s}, nil
	}
	peek := &reader{name: name, opening: scenarioOpening}
	if m, ok := peek.parse(data).(*ast.MappingNode); ok {
		for _, v := range m.Values {
			word, _ := scalarOf(v.Value)
			if v.Key.GetToken().Value == "kind" && word.text == "Study" {
				return readStudy(name, data)
			}
		}
	}
	s, err := Read(name, data)
	return Either{Scenario: s}, err
}

// LoadEither reads the scenario or the study of a file, or a scenario of the
// library by its id, as Load does.
func LoadEither(path string) (Either, error) {
	if !strings.ContainsAny(path, `./\`) {
		s, err := fromLibrary(path)
		return Either{Scenario: s}, err
	}
	data, err := readFile(path)
	if err != nil {
		return Either{}, fmt.Errorf("scenario: %w", err)
	}
	return ReadEither(path, data)
}

// studyReader reads one study and its worlds.
type studyReader struct {
	*reader
	load  *loader
	study *Study
}

// readStudy reads a study.
func readStudy(name string, data []byte) (Either, error) {
	r := &reader{name: name, opening: "kind: Study"}
	sr := &studyReader{r, &loader{layers: map[string]*layer{}, chain: []string{name}, readers: []*reader{r}}, &Study{}}
	body := r.parse(data)
	if body == nil {
		return Either{}, r.err()
	}
	sr.read(body)
	if err := sr.load.err(); err != nil {
		return Either{}, err
	}
	return Either{Study: sr.study}, nil
}

// read reads the whole file.
func (r *studyReader) read(body ast.Node) {
	s := r.study
	fields, ok := r.fields(body, "", keysOf[StudyFile]())
	if !ok {
		return
	}
	r.kind(body, fields, "Study")
	s.ID = r.id(body, fields)
	if e, ok := fields["title"]; ok {
		s.Title = r.wording(e.value, "title")
	} else {
		r.fault(body, "", "title is missing; say in one line what the study asks")
	}
	r.worlds(fields)
	s.Seed, s.Replications, s.Limits = s.Baseline.Seed, 1, usualLimits
	if e, ok := fields["seed"]; ok {
		s.Seed = uint64(r.whole(e.value, "seed", 1, MaxSeed))
	}
	if e, ok := fields["replications"]; ok {
		s.Replications = r.whole(e.value, "replications", 1, MaxReplications)
	}
	if e, ok := fields["stop"]; ok {
		r.stop(e.value, fields)
	}
	if e, ok := fields["sweep"]; ok {
		items, _ := r.list(e.value, "sweep", say("entries such as {mode: grid, over: {food.mrp_per_member: [1, 1.5]}}"))
		taken := map[string]string{}
		for _, item := range items {
			r.sweep(item, taken)
		}
	}
	if e, ok := fields["limits"]; ok {
		r.limits(e.value)
	}
	if e, ok := fields["horizon"]; ok {
		r.span(e.value)
	}
	_, swept := fields["sweep"]
	if _, named := fields["scenarios"]; !named && !swept {
		r.fault(body, "", "nothing is compared; name scenarios, or a sweep")
	}
}

// worlds reads the baseline and what is compared with it.
func (r *studyReader) worlds(fields map[string]entry) {
	r.study.Baseline = Baseline()
	files := map[string]string{r.study.Baseline.ID: "policy/" + r.study.Baseline.ID + ".yaml"}
	if e, ok := fields["baseline"]; ok {
		if l := r.load.parent(r.reader, e.value, "baseline"); l != nil {
			r.study.Baseline, files = l.build(), map[string]string{l.id: l.r.name}
		}
	}
	e, ok := fields["scenarios"]
	if !ok {
		return
	}
	items, _ := r.list(e.value, "scenarios", say("scenarios"))
	for _, item := range items {
		l := r.load.parent(r.reader, item, "scenarios")
		if l == nil {
			continue
		}
		if first, twice := files[l.id]; twice {
			r.fault(item, "scenarios", "%s has the id %s, which %s has too; a report could not tell them apart", l.r.name, quote(l.id), first)
			continue
		}
		files[l.id] = l.r.name
		r.study.Scenarios = append(r.study.Scenarios, l.build())
	}
}

// limits reads what a plan may not go above.
func (r *studyReader) limits(n ast.Node) {
	fields, _ := r.fields(n, "limits", keysOf[LimitsFile]())
	for _, part := range []struct {
		key  string
		most int64
		into *int64
	}{
		{"runs", maxRuns, &r.study.Limits.Runs}, {"minutes", maxMinutes, &r.study.Limits.Minutes},
		{"megabytes", maxMegabytes, &r.study.Limits.Megabytes},
	} {
		if e, ok := fields[part.key]; ok {
			*part.into = r.whole(e.value, "limits."+part.key, 1, part.most)
		}
	}
}

// span reads the horizon, which has to lie inside the pilots of every world.
func (r *studyReader) span(n ast.Node) {
	fields, _ := r.fields(n, "horizon", keysOf[Horizon]())
	days := map[string]voucher.Day{}
	for _, key := range keysOf[Horizon]() {
		if e, ok := fields[key]; ok {
			d, ok := r.day(e.value, "horizon."+key)
			if !ok {
				return
			}
			days[key] = d
		}
	}
	for _, s := range r.study.Worlds() {
		from, to := s.From, s.To
		if d, ok := days["from"]; ok {
			from = d
		}
		if d, ok := days["to"]; ok {
			to = d
		}
		if err := s.SetHorizon(from, to); err != nil {
			r.fault(n, "horizon", "of %s: %v", s.ID, err)
		}
	}
}

// sweepModes are the ways in which values are combined.
var sweepModes = []string{"grid", "zip", "lhs"}

// sweep reads one entry of the sweep. taken holds the paths of those before it.
func (r *studyReader) sweep(n ast.Node, taken map[string]string) {
	fields, ok := r.fields(n, "sweep", keysOf[SweepFile]())
	if !ok {
		return
	}
	mode, has := fields["mode"]
	over, hasOver := fields["over"]
	if !has || !hasOver {
		r.fault(n, "sweep", "mode or over is missing; write {mode: grid, over: {food.mrp_per_member: [1, 1.5]}}")
		return
	}
	word, ok := r.scalar(mode.value, "sweep.mode", say("one of %s", words(sweepModes)))
	if !ok {
		return
	}
	if !slices.Contains(sweepModes, word.text) {
		r.fault(mode.value, "sweep.mode", "unknown mode %s%s", quote(word.text), instead(word.text, sweepModes, say("write one of %s", words(sweepModes))))
		return
	}
	s := Sweep{Mode: word.text, Points: 1}
	draws, hasDraws := fields["draws"]
	switch {
	case s.Mode == "lhs" && !hasDraws:
		r.fault(n, "sweep", "draws is missing; say how many points a Latin hypercube has, such as draws: 64")
	case s.Mode == "lhs":
		s.Points = r.whole(draws.value, "sweep.draws", 2, maxDraws)
	case hasDraws:
		r.fault(draws.named, "sweep", "only lhs has draws; a %s has the values of its lists", s.Mode)
	}
	r.over(over.value, &s, taken)
	if len(s.Over) > 0 {
		r.study.Sweeps = append(r.study.Sweeps, s)
	}
}

// over reads the paths of an entry with their values. One entry varies policy or
// behaviour: what is compared with the baseline differs by the one and not by the
// other.
func (r *studyReader) over(n ast.Node, s *Sweep, taken map[string]string) {
	entries, _ := r.mapping(n, "sweep.over")
	for _, e := range entries {
		lever, _, known := FindLever(e.key)
		line, _ := placeOf(e.named)
		switch {
		case !known:
			r.fault(e.named, "sweep.over", "unknown path %s%s", quote(e.key), insteadPath(e, allPaths(), say("vouch scenarios explain lists the paths")))
			continue
		case lever.Places > 0:
			r.fault(e.named, "sweep.over", "%s is a list; write a scenario for each list that is to be compared", e.key)
			continue
		case taken[e.key] != "":
			r.fault(e.named, "sweep.over", "%s is varied already, on line %s; keep one", e.key, taken[e.key])
			continue
		case len(s.Over) > 0 && lever.Policy != s.Policy:
			r.fault(e.named, "sweep.over", "%s is of another sort than %s; policy and behaviour are varied in entries of their own", e.key, s.Over[0].Path)
			continue
		}
		taken[e.key], s.Policy = fmt.Sprint(line), lever.Policy
		swept := Swept{Path: e.key}
		if s.Mode == "lhs" {
			swept.Values = r.between(e, &lever)
		} else {
			swept.Values = r.values(e, &lever)
			r.count(e, s, int64(len(swept.Values)))
		}
		s.Over = append(s.Over, swept)
	}
}

// count adds a list to the points of a sweep.
func (r *studyReader) count(e entry, s *Sweep, n int64) {
	switch {
	case n == 0: // told before
	case s.Mode == "grid":
		s.Points = times(s.Points, n)
	case len(s.Over) == 0:
		s.Points = n
	case s.Points != n:
		r.fault(e.value, "sweep.over", "%s has %d values and %s has %d; a zip takes one of each at a time, so write as many", e.key, n, s.Over[0].Path, s.Points)
	}
}

// values reads a list of values of a lever.
func (r *studyReader) values(e entry, lever *Lever) (all []int64) {
	items, _ := r.list(e.value, "sweep.over "+e.key, say("values"))
	for _, item := range items {
		v, ok := r.one(item, e.key, lever)
		switch {
		case ok && slices.Contains(all, v):
			r.fault(item, e.key, "%s stands twice; keep one", lever.Write(v))
		case ok:
			all = append(all, v)
		}
	}
	return all
}

// between reads the ends of a span of values.
func (r *studyReader) between(e entry, lever *Lever) []int64 {
	want := say("write {from: least, to: greatest}")
	fields, ok := r.fields(e.value, e.key, keysOf[SpanFile]())
	if !ok {
		return nil
	}
	from, hasFrom := fields["from"]
	to, hasTo := fields["to"]
	if !hasFrom || !hasTo {
		r.fault(e.value, e.key, "from or to is missing; %s", want)
		return nil
	}
	least, ok := r.one(from.value, e.key, lever)
	most, also := r.one(to.value, e.key, lever)
	if ok && also && least >= most {
		r.fault(from.value, e.key, "%s is not below %s; %s", lever.Write(least), lever.Write(most), want)
	}
	return []int64{least, most}
}

// one reads one value by the same rules as set and assumptions do.
func (r *studyReader) one(n ast.Node, at string, lever *Lever) (int64, bool) {
	before := len(r.problems)
	if !lever.Policy {
		v := r.wholeIn(n, at, bound{lever.Unit, lever.Min, lever.Max, lever.Source})
		return v, len(r.problems) == before
	}
	c := &change{r: r.reader, layer: &layer{r: r.reader}, declaration: lever.Parameter.Declaration()}
	if c.value(n, voucher.Country, 0, at); len(c.claims) == 0 {
		return 0, false
	}
	if c.claims[0].money != "" {
		r.fault(n, at, "a sweep is written in the unit of its path, %s", form(c.declaration.Unit).noun)
		return 0, false
	}
	return c.claims[0].value, true
}

// allPaths lists the paths of all levers.
func allPaths() (all []string) {
	return append(paths(), baseAssumptions().paths()...)
}
