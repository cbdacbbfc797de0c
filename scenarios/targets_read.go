package scenarios

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// The bounds of a target.
const (
	maxWeight = 100
	maxShare  = 1_000_000
	maxLevel  = 1_000_000_000_000_000
)

// ReadTargets reads known figures strictly: what it does not know is an error. The
// name stands for the file in messages. An error is always Problems.
func ReadTargets(name string, data []byte) (*Targets, error) {
	r := &reader{name: name, opening: "kind: Targets"}
	body := r.parse(data)
	if body == nil {
		return nil, r.err()
	}
	sum := sha256.Sum256(data)
	t := &Targets{Hash: hex.EncodeToString(sum[:])}
	r.targets(t, body)
	if err := r.err(); err != nil {
		return nil, err
	}
	return t, nil
}

// targets reads the whole file.
func (r *reader) targets(t *Targets, body ast.Node) {
	fields, ok := r.fields(body, "", keysOf[TargetsFile]())
	if !ok {
		return
	}
	r.kind(body, fields, "Targets")
	t.ID = r.id(body, fields)
	if e, ok := fields["title"]; ok {
		t.Title = r.wording(e.value, "title")
	} else {
		r.fault(body, "", "title is missing; say in one line what figures these are")
	}
	e, ok := fields["targets"]
	if !ok {
		r.fault(body, "", "targets is missing; list the figures that are known")
		return
	}
	items, _ := r.list(e.value, "targets", say("figures, each with id, title, metric, value, tolerance and source"))
	for _, item := range items {
		one := r.target(item)
		for i := range t.All {
			switch other := &t.All[i]; {
			case one.ID != "" && one.ID == other.ID:
				r.fault(item, "targets", "the id %s stands twice; give each target its own", quote(one.ID))
			case one.Fits != "" && one.Fits == other.Fits:
				r.fault(item, one.ID, "%s is fitted to %s already, and one figure cannot follow two; hold one of them out", one.Fits, other.ID)
			}
		}
		t.All = append(t.All, one)
	}
}

// target reads one figure.
func (r *reader) target(n ast.Node) (t Target) {
	fields, ok := r.fields(n, "targets", keysOf[TargetFile]())
	if !ok {
		return t
	}
	t.ID = r.id(n, fields)
	at := t.ID
	for _, key := range []string{"title", "metric", "value", "tolerance", "source"} {
		if _, has := fields[key]; !has {
			r.fault(n, at, "%s is missing; write title, metric, value, tolerance and source", key)
		}
	}
	if e, has := fields["title"]; has {
		t.Title = r.wording(e.value, at+".title")
	}
	if e, has := fields["source"]; has {
		v, ok := r.scalar(e.value, at+".source", say("where the figure comes from"))
		if ok && !isSource(v.text) {
			r.fault(e.value, at+".source", "%s names no source; write one such as found:DFC-2025, or model where the figure was invented", quote(v.text))
		}
		t.Source = v.text
	}
	if e, has := fields["territory"]; has {
		if v, ok := r.scalar(e.value, at+".territory", say("a КАТО code such as 111010000")); ok {
			t.Territory, _ = r.territory(e.value, v.text, at+".territory")
		}
	}
	if e, has := fields["months"]; has {
		t.From, t.To = r.months(e.value, at+".months")
	}
	t.Weight = 1
	if e, has := fields["weight"]; has {
		t.Weight = r.whole(e.value, at+".weight", 1, maxWeight)
	}
	if r.measured(&t, fields, at) {
		r.amounts(&t, fields, at)
	}
	r.fitted(&t, n, fields, at)
	return t
}

// measured reads what a target is about. The two figures of a share count the same.
func (r *reader) measured(t *Target, fields map[string]entry, at string) bool {
	metric, ok := r.targetMetric(fields, "metric", at)
	if !ok {
		return false
	}
	programme, name, _ := strings.Cut(metric, ".")
	t.Programme, _ = voucher.ParseProgramme(programme)
	t.Metric = name
	e, has := fields["per"]
	if !has {
		return true
	}
	per, ok := r.targetMetric(fields, "per", at)
	if !ok {
		return false
	}
	of, name, _ := strings.Cut(per, ".")
	switch {
	case of != programme:
		r.fault(e.value, at+".per", "%s is of another programme than %s; write one of the same", per, metric)
	case slices.Contains(targetMoney, per) != slices.Contains(targetMoney, metric):
		r.fault(e.value, at+".per", "%s and %s are not in one unit, so that the one is no share of the other; write two sums or two counts", per, metric)
	case per == metric:
		r.fault(e.value, at+".per", "%s is always the whole of itself; write another figure", per)
	default:
		t.Per = name
		return true
	}
	return false
}

// targetMetric reads the word of a figure.
func (r *reader) targetMetric(fields map[string]entry, key, at string) (string, bool) {
	e, has := fields[key]
	if !has {
		return "", false
	}
	v, ok := r.scalar(e.value, at+"."+key, say("a figure such as food.consented"))
	if ok && !slices.Contains(targetMetrics(), v.text) {
		r.fault(e.value, at+"."+key, "unknown figure %s%s", quote(v.text), instead(v.text, targetMetrics(), say("write one of %s", words(targetMetrics()))))
		ok = false
	}
	return v.text, ok
}

// amounts reads value and tolerance in the unit of the target.
func (r *reader) amounts(t *Target, fields map[string]entry, at string) {
	most := int64(maxLevel)
	if t.Per != "" {
		most = maxShare
	}
	if e, has := fields["value"]; has {
		t.Value, _ = r.inUnit(e.value, at+".value", t.unit(), 0, most, "")
	}
	if e, has := fields["tolerance"]; has {
		t.Tolerance, _ = r.inUnit(e.value, at+".tolerance", t.unit(), 1, most, "")
	}
}

// months reads a span of months.
func (r *reader) months(n ast.Node, at string) (from, to voucher.Month) {
	fields, ok := r.fields(n, at, keysOf[TargetMonths]())
	if !ok {
		return 0, 0
	}
	from, to = r.month(n, fields, "from", at), r.month(n, fields, "to", at)
	if from > to && to != 0 {
		r.fault(n, at, "from %v is after to %v; swap them", from, to)
	}
	return from, to
}

// month reads one end of a span of months.
func (r *reader) month(n ast.Node, fields map[string]entry, key, at string) voucher.Month {
	e, has := fields[key]
	if !has {
		r.fault(n, at, "%s is missing; write {from: 2026-01, to: 2026-03}", key)
		return 0
	}
	v, ok := r.scalar(e.value, at+"."+key, say("a month such as 2026-03"))
	if !ok {
		return 0
	}
	m, err := voucher.ParseMonth(v.text)
	if err != nil {
		r.fault(e.value, at+"."+key, "%s is no month; write one such as 2026-03", quote(v.text))
	}
	return m
}

// fittedPaths lists the assumptions that can be fitted: shares with one value.
func fittedPaths() (all []string) {
	for _, f := range baseAssumptions().figures {
		if f.Weights == nil && f.Unit == "ppm" {
			all = append(all, f.Path)
		}
	}
	return all
}

// fitted reads whether a target is fitted to, and by what.
func (r *reader) fitted(t *Target, n ast.Node, fields map[string]entry, at string) {
	held := false
	if e, has := fields["hold_out"]; has {
		v, ok := r.scalar(e.value, at+".hold_out", say("%s", "true"))
		if held = ok; ok && (v.text != "true" || v.quoted) {
			r.fault(e.value, at+".hold_out", "%s is not read here; write true, or take the key out", quote(v.text))
		}
	}
	e, fits := fields["fits"]
	switch {
	case fits && held:
		r.fault(n, at, "fits and hold_out exclude each other; keep one")
	case !fits && !held:
		r.fault(n, at, "write fits with the assumption that is fitted to this, or hold_out: true")
	case fits:
		v, ok := r.scalar(e.value, at+".fits", say("an assumption such as food_consent.accept"))
		if ok && !slices.Contains(fittedPaths(), v.text) {
			r.fault(e.value, at+".fits", "%s is no assumption that can be fitted%s", quote(v.text),
				instead(v.text, fittedPaths(), say("write one with a single value in ppm; vouch scenarios explain lists them")))
		}
		t.Fits = v.text
	}
}
