package scenarios

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Stop ends a study as soon as it knows enough: when chance leaves the figure's
// difference from the baseline no wider, either way, than a share of the figure, in
// every world.
type Stop struct {
	Metric          string // such as food.credited
	RelativePPM     int64  // the share, in parts per million
	AtLeast, AtMost int64  // replications
}

// StopMetrics are the figures that a stop rule may watch: of the money and of those
// who are reached.
var StopMetrics = []string{
	"food.credited", "food.spent", "food.consented", "food.used",
	"gas.discount", "gas.consented", "gas.activated", "gas.used",
}

// Split parts the metric's programme from its name.
func (s *Stop) Split() (programme, name string) {
	programme, name, _ = strings.Cut(s.Metric, ".")
	return programme, name
}

// The least and the greatest share, and the replications where a rule names none.
const (
	minRelative    = 100
	maxRelative    = 500_000
	usualStopLeast = 10
	usualStopMost  = 200
)

// StopFile ends a study when it knows enough.
type StopFile struct {
	// Metric that is watched, such as food.credited.
	Metric string `yaml:"metric" jsonschema:"enum=food.credited,enum=food.spent,enum=food.consented,enum=food.used,enum=gas.discount,enum=gas.consented,enum=gas.activated,enum=gas.used"`

	// RelativeHalfWidth is how wide the interval of the difference may be either way, as a share of the figure: 0.005 is half a per
	// cent. Chance alone counts; what assumptions do is not made smaller by more replications.
	RelativeHalfWidth float64 `yaml:"relative_half_width" jsonschema:"minimum=0.0001,maximum=0.5"`

	// AtLeast is how many replications are lived through in any case. 10 where it is left out.
	AtLeast int64 `yaml:"at_least,omitempty" jsonschema:"minimum=2,maximum=100000,default=10"`

	// AtMost is where it ends in any case. 200 where it is left out.
	AtMost int64 `yaml:"at_most,omitempty" jsonschema:"minimum=2,maximum=100000,default=200"`
}

// stop reads the rule by which the study ends early. It takes the place of a number
// of replications.
func (r *studyReader) stop(n ast.Node, fields map[string]entry) {
	stop, ok := r.fields(n, "stop", keysOf[StopFile]())
	if !ok {
		return
	}
	if e, both := fields["replications"]; both {
		r.fault(e.named, "stop", "stop says at_least and at_most; take replications out")
	}
	metric, hasMetric := stop["metric"]
	width, hasWidth := stop["relative_half_width"]
	if !hasMetric || !hasWidth {
		r.fault(n, "stop", "metric or relative_half_width is missing; write {metric: food.credited, relative_half_width: 0.005}")
		return
	}
	s := &Stop{AtLeast: usualStopLeast, AtMost: usualStopMost}
	if word, ok := r.scalar(metric.value, "stop.metric", say("one of %s", words(StopMetrics))); ok {
		if s.Metric = word.text; !slices.Contains(StopMetrics, s.Metric) {
			r.fault(metric.value, "stop.metric", "unknown figure %s%s", quote(s.Metric), instead(s.Metric, StopMetrics, say("write one of %s", words(StopMetrics))))
		}
	}
	s.RelativePPM = r.share(width.value)
	if e, ok := stop["at_least"]; ok {
		s.AtLeast = r.whole(e.value, "stop.at_least", 2, MaxReplications)
	}
	if e, ok := stop["at_most"]; ok {
		s.AtMost = r.whole(e.value, "stop.at_most", 2, MaxReplications)
	}
	if s.AtLeast > s.AtMost {
		r.fault(n, "stop", "at_least %d is above at_most %d; swap them, or raise at_most", s.AtLeast, s.AtMost)
	}
	r.study.Stop, r.study.Replications = s, s.AtMost
}

// share reads how wide an interval may be.
func (r *studyReader) share(n ast.Node) int64 {
	want := say("a decimal from 0.0001 to 0.5")
	word, ok := r.scalar(n, "stop.relative_half_width", want)
	if !ok {
		return 0
	}
	v, fault := parseDecimal(word.text, 6)
	switch {
	case fault != nil:
		r.fault(n, "stop.relative_half_width", "%s %s; write %s", quote(word.text), fault, want)
	case v < minRelative || v > maxRelative:
		r.fault(n, "stop.relative_half_width", "%s is outside; write %s", word.text, want)
	}
	return v
}
