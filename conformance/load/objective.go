package load

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Objective is what a run has to reach.
type Objective struct {
	Text string `json:"objective"`
	Met  bool   `json:"met"`
	Got  string `json:"got"`

	op      Op // of a percentile
	what    string
	service bool
	atLeast bool
	strict  bool
	number  float64 // nanoseconds, a share, or a rate
}

// percentileWords are the figures of a kind of request that an objective may name.
var percentileWords = []string{"p50", "p90", "p99", "p999", "max", "mean"}

// ParseObjectives reads "p99<150ms,errors<0.1%,rate>=2000". Percentiles are of the
// journey from its intended instant, or with a word in front of one kind of request, as
// in purchase.p99<20ms; service.p99 and purchase.service.p99 are from sending. rate is
// completed journeys a second, errors and skipped are shares.
func ParseObjectives(text string) (all []Objective, err error) {
	for _, one := range strings.Split(text, ",") {
		o, err := parseObjective(strings.TrimSpace(one))
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, nil
}

func parseObjective(text string) (o Objective, err error) {
	i := strings.IndexAny(text, "<>")
	if i < 0 {
		return o, fmt.Errorf("%q is no objective; write p99<150ms, errors<0.1%% or rate>=2000", text)
	}
	o = Objective{Text: text, atLeast: text[i] == '>', strict: true, op: Journey}
	name, limit := strings.TrimSpace(text[:i]), text[i+1:]
	if rest, ok := strings.CutPrefix(limit, "="); ok {
		limit, o.strict = rest, false
	}
	limit = strings.TrimSpace(limit)
	words := strings.Split(name, ".")
	if len(words) > 1 && slices.Contains(Ops(), Op(words[0])) {
		o.op, words = Op(words[0]), words[1:]
	}
	if len(words) > 1 && words[0] == "service" {
		o.service, words = true, words[1:]
	}
	o.what = strings.Join(words, ".")
	switch {
	case slices.Contains(percentileWords, o.what):
		var d time.Duration
		if d, err = time.ParseDuration(limit); err != nil || d <= 0 {
			return o, fmt.Errorf("%q: %q is no span of time; write it as 150ms", text, limit)
		}
		o.number = float64(d)
	case (o.what == "errors" || o.what == "skipped") && name == o.what:
		percent, isPercent := strings.CutSuffix(limit, "%")
		if o.number, err = strconv.ParseFloat(percent, 64); err != nil || !(o.number >= 0) {
			return o, fmt.Errorf("%q: %q is no share; write it as 0.1%%", text, limit)
		}
		if isPercent {
			o.number /= 100
		}
	case o.what == "rate" && name == o.what:
		if o.number, err = ParseRate(limit); err != nil {
			return o, fmt.Errorf("%q: %w", text, err)
		}
	default:
		return o, fmt.Errorf("%q: %q is no figure of a run; choose %s, errors, skipped or rate, and one of %s in front of a percentile", text, name, strings.Join(percentileWords, ", "), strings.ReplaceAll(strings.Trim(fmt.Sprint(Ops()), "[]"), " ", ", "))
	}
	return o, nil
}

// Against holds the objective against a drive.
func (o Objective) Against(f *Driven) Objective {
	var got float64
	switch o.what {
	case "errors":
		got = share(f.Errors, f.Requests)
		o.Got = fmt.Sprintf("%.3g%%", 100*got)
	case "skipped":
		got = share(f.Skipped, f.Planned)
		o.Got = fmt.Sprintf("%.3g%%", 100*got)
	case "rate":
		got = f.Rate()
		o.Got = fmt.Sprintf("%.1f/s", got)
	default:
		response, service, n := f.Whole(o.op)
		if n == 0 {
			o.Got = "nothing was answered"
			return o
		}
		if o.service {
			response = service
		}
		d := response.of(o.what)
		got, o.Got = float64(d), d.Round(time.Microsecond).String()
	}
	o.Met = got < o.number
	if o.atLeast {
		o.Met = got > o.number
	}
	o.Met = o.Met || (!o.strict && got == o.number)
	return o
}

func share(part, all int64) float64 {
	if all == 0 {
		return 0
	}
	return float64(part) / float64(all)
}

// of returns a percentile by its word.
func (p *Percentiles) of(word string) time.Duration {
	switch word {
	case "p50":
		return p.P50
	case "p90":
		return p.P90
	case "p99":
		return p.P99
	case "p999":
		return p.P999
	case "max":
		return p.Max
	}
	return p.Mean
}
