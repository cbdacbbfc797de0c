package reports

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/vouch-kz/vouch/conformance/load"
)

// LoadOptions say how a load is told.
type LoadOptions struct {
	Lang   Language // "": English
	Width  int      // of a line, in characters; 0: 100
	Colour bool
}

const loadWidth = 100

// LoadText writes a load for people at a terminal: what was driven, how long it took,
// how requests ended, whether the money is right, and last the verdict.
func LoadText(w io.Writer, r *load.Result, o LoadOptions) error {
	if o.Lang == "" {
		o.Lang = English
	}
	if o.Width == 0 {
		o.Width = loadWidth
	}
	t := &loadTold{speech: newSpeech(o.Lang), result: r, width: o.Width, brush: brush{o.Colour}}
	t.heading()
	for i := range r.Drives {
		if err := t.drive(&r.Drives[i]); err != nil {
			return fmt.Errorf("load report: %w", err)
		}
	}
	if agents := t.agents(); agents != nil {
		if err := agents.Write(&t.out, t.width); err != nil {
			return fmt.Errorf("load report: %w", err)
		}
		t.out.WriteString("\n")
	}
	if err := t.money(); err != nil {
		return fmt.Errorf("load report: %w", err)
	}
	t.verdict()
	if _, err := io.WriteString(w, t.out.String()); err != nil {
		return fmt.Errorf("load report: %w", err)
	}
	return nil
}

// LoadJSON writes a load for programs: durations are nanoseconds, sums tiyn.
func LoadJSON(w io.Writer, r *load.Result) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	if err := e.Encode(struct {
		Verdict load.Verdict `json:"verdict"`
		*load.Result
	}{r.Verdict(), r}); err != nil {
		return fmt.Errorf("load report: %w", err)
	}
	return nil
}

// LoadSeconds writes every second of a load as CSV: spans are whole microseconds.
func LoadSeconds(w io.Writer, r *load.Result) error {
	rows := [][]string{{"drive", "at_seconds", "planned_per_second", "offered", "completed", "skipped", "failed",
		"response_p50_us", "response_p99_us", "response_p999_us", "service_p99_us", "lateness_p99_us", "in_flight", "backlog"}}
	for n, d := range r.Drives {
		for _, s := range d.Seconds {
			rows = append(rows, append([]string{strconv.Itoa(n + 1), fmt.Sprintf("%.3f", s.At), planned(&d, s.Planned)},
				whole(s.Offered, s.Completed, s.Skipped, s.Failed, s.P50.Microseconds(), s.P99.Microseconds(), s.P999.Microseconds(),
					s.Service99.Microseconds(), s.Lateness.Microseconds(), s.InFlight, s.Backlog)...))
		}
	}
	return writeRows(w, rows)
}

// LoadTimings writes the percentiles of a load as CSV: spans are whole microseconds.
func LoadTimings(w io.Writer, r *load.Result) error {
	rows := [][]string{{"drive", "profile", "step", "rate_per_second", "request", "count",
		"response_mean_us", "response_p50_us", "response_p90_us", "response_p99_us", "response_p999_us", "response_max_us",
		"service_mean_us", "service_p50_us", "service_p90_us", "service_p99_us", "service_p999_us", "service_max_us"}}
	for n, d := range r.Drives {
		for _, t := range d.Timings {
			row := []string{strconv.Itoa(n + 1), d.Profile, strconv.Itoa(t.Step + 1), planned(&d, t.Rate), string(t.Op), strconv.FormatInt(t.N, 10)}
			for _, p := range []load.Percentiles{t.Response, t.Service} {
				row = append(row, whole(p.Mean.Microseconds(), p.P50.Microseconds(), p.P90.Microseconds(), p.P99.Microseconds(), p.P999.Microseconds(), p.Max.Microseconds())...)
			}
			rows = append(rows, row)
		}
	}
	return writeRows(w, rows)
}

// planned writes a rate of the plan: clients who wait for their answers have none.
func planned(d *load.Driven, rate float64) string {
	if d.Arrivals == "closed" {
		return ""
	}
	return fmt.Sprintf("%.1f", rate)
}

// whole writes whole numbers.
func whole(numbers ...int64) (texts []string) {
	for _, n := range numbers {
		texts = append(texts, strconv.FormatInt(n, 10))
	}
	return texts
}

func writeRows(w io.Writer, rows [][]string) error {
	out := csv.NewWriter(w)
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("load report: %w", err)
	}
	return nil
}

// lasted writes a span of time with three digits or so, in the unit that suits it.
func (s *speech) lasted(d time.Duration) string {
	unit, name, small := time.Second, "load.unit.s", false
	switch {
	case d == 0:
		return "0"
	case d < time.Millisecond:
		unit, name, small = time.Microsecond, "load.unit.us", true
	case d < time.Second:
		unit, name = time.Millisecond, "load.unit.ms"
	}
	v := float64(d) / float64(unit)
	places := 0
	switch {
	case v < 10 && !small:
		places = 2
	case v < 100 && !small:
		places = 1
	}
	return strings.Replace(strconv.FormatFloat(v, 'f', places, 64), ".", s.decimal, 1) + "\u00a0" + s.say(name)
}
