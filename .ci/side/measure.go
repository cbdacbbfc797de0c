package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// measuring runs generators against servers in alternation, each with one processor.
// Where generators are compared the server has another than they: else they would be
// measured by what it leaves them. Where servers are compared they share one with the
// generator, by turns: else the slower one lets the generator fall asleep, and pays for
// waking it at every answer.
type measuring struct {
	out               io.Writer
	vouch, side, work string
	rounds, seconds   int
	only              string

	static, noop, reference *server
	rows                    []row
}

// row is one run.
type row struct {
	round    int
	what     string
	rate     float64       // requests a second
	own      time.Duration // of the processor, of the generator for a request
	served   time.Duration // of the processor, of the server for a request
	lateness time.Duration // p99, of an open run
	kept     float64       // of what was planned, begun before the plan was over
	foreign  float64       // processors that others took meanwhile
}

// body is the basket that tools send which always send the same.
const body = `{"store":"1","code":"9779962cbdb23af0b80339395a81831b","lines":[{"goods":"1","quantity":1000,"price":45000},{"goods":"2","quantity":500,"price":9900}]}`

const connections = 64

// tool is a public generator: how it is run, and where it says how much it asked.
type tool struct {
	name   string
	args   func(m *measuring, url string) []string
	counts *regexp.Regexp // the requests
}

var tools = []tool{
	{"k6", func(m *measuring, _ string) []string {
		return []string{"run", "--quiet", "--no-usage-report", m.file("post.js")}
	}, regexp.MustCompile(`http_reqs[^:]*: *(\d+)`)},
	{"hey", func(m *measuring, url string) []string {
		return []string{"-z", m.span(), "-c", strconv.Itoa(connections), "-m", "POST", "-T", "application/json", "-H", "Idempotency-Key: k-1", "-d", body, url}
	}, regexp.MustCompile(`\[200\]\s+(\d+) responses`)},
	{"fortio", func(m *measuring, url string) []string {
		return []string{"load", "-quiet", "-qps", "0", "-c", strconv.Itoa(connections), "-t", m.span(), "-content-type", "application/json", "-payload", body, url}
	}, regexp.MustCompile(`Code 200 : (\d+)`)},
	{"wrk", func(m *measuring, url string) []string {
		return []string{"-t1", "-c" + strconv.Itoa(connections), "-d" + m.span(), "-s", m.file("post.lua"), url}
	}, regexp.MustCompile(`(\d+) requests in`)},
}

func (m *measuring) span() string             { return strconv.Itoa(m.seconds) + "s" }
func (m *measuring) file(name string) string  { return filepath.Join(m.work, name) }
func (m *measuring) address(s *server) string { return s.url + "/v1/commands/purchase" }

// run measures all and prints the table.
func (m *measuring) run() error {
	fmt.Fprintf(m.out, "%d processors, load average %s\n", runtime.NumCPU(), loadAverage())
	var err error
	for _, s := range []struct {
		into *(*server)
		args []string
	}{{&m.static, []string{m.side, "static"}}, {&m.noop, []string{m.side, "noop"}}, {&m.reference, []string{m.vouch, "serve", "--control", "--listen", "127.0.0.1:0"}}} {
		if *s.into, err = start(s.args); err != nil {
			return err
		}
		defer (*s.into).end() //nolint:gocritic // three of them, which all end with the run
	}
	if err := m.scripts(); err != nil {
		return err
	}
	for round := 1; round <= m.rounds; round++ {
		if err := m.round(round); err != nil {
			return err
		}
	}
	fmt.Fprintf(m.out, "load average %s\n\n", loadAverage())
	m.table()
	return nil
}

// scripts writes what tools read.
func (m *measuring) scripts() error {
	lua := fmt.Sprintf("wrk.method, wrk.body = \"POST\", '%s'\nwrk.headers[\"Content-Type\"], wrk.headers[\"Idempotency-Key\"] = \"application/json\", \"k-1\"\n", body)
	js := fmt.Sprintf("import http from 'k6/http';\nexport const options = { vus: %d, duration: '%s', discardResponseBodies: true };\n"+
		"export default function () { http.post('%s', '%s', { headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'k-1' } }); }\n",
		connections, m.span(), m.address(m.static), body)
	return errors.Join(os.WriteFile(m.file("post.lua"), []byte(lua), 0o600), os.WriteFile(m.file("post.js"), []byte(js), 0o600))
}

// round runs everything once, what is compared next to each other.
func (m *measuring) round(n int) error {
	for _, t := range tools {
		if _, err := exec.LookPath(t.name); err == nil && m.wants(t.name) {
			if err := m.public(n, &t); err != nil {
				return err
			}
		}
	}
	closed := []string{"--closed", strconv.Itoa(connections)}
	for _, one := range []struct {
		what string
		s    *server
		args []string
	}{
		{"vouch", m.static, closed},
		{"no-op", m.noop, closed},
		{"reference", m.reference, closed},
		{"10,000/s", m.static, []string{"--rate", "10000/s"}},
		{"20,000/s", m.static, []string{"--rate", "20000/s"}},
	} {
		if !m.wants(one.what) {
			continue
		}
		if err := m.own(n, one.what, one.s, one.args); err != nil {
			return err
		}
	}
	return nil
}

func (m *measuring) wants(what string) bool {
	return m.only == "" || slices.Contains(strings.Split(m.only, ";"), what)
}

// public runs a public tool against the static server.
func (m *measuring) public(n int, t *tool) error {
	before := look(m.static)
	cmd := pinned(generator, append([]string{t.name}, t.args(m, m.address(m.static))...))
	text, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", t.name, err, text)
	}
	after := look(m.static)
	found := t.counts.FindSubmatch(text)
	if found == nil {
		return fmt.Errorf("%s does not say what it asked:\n%s", t.name, text)
	}
	requests, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil || requests == 0 {
		return fmt.Errorf("%s asked nothing:\n%s", t.name, text)
	}
	own := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	r := row{round: n, what: t.name, rate: requests / float64(m.seconds), own: each(own, requests), served: each(after.served-before.served, requests)}
	r.foreign = foreign(before, after, own)
	m.add(r)
	return nil
}

// own runs vouch load with everything on: unique keys, answers read, books kept. What
// servers that do nothing answer is wrong, so that the verdict is too.
func (m *measuring) own(n int, what string, s *server, args []string) error {
	args = append([]string{m.vouch, "load", "--target", s.url, "--for", strconv.Itoa(m.seconds+1) + "s", "--families", "4000", "--hot", "0", "--format", "json"}, args...)
	for _, share := range []string{"reversal", "refund", "repeat", "duplicate", "other-body", "wallet"} {
		args = append(args, "--share", share+"=0")
	}
	processor := generator
	if s != m.static {
		processor = serving
	}
	cmd := pinned(processor, args)
	talk, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	var text strings.Builder
	cmd.Stdout = &text
	if err := cmd.Start(); err != nil {
		return err
	}
	// The figures are those between the first second and the last whole one: a town is
	// set up before, and the money read after.
	var seen []sight
	lines := bufio.NewScanner(talk)
	for lines.Scan() {
		if perSecond.MatchString(lines.Text()) {
			now := look(s)
			now.own = processorOf(cmd.Process.Pid)
			seen = append(seen, now)
		}
	}
	_ = cmd.Wait() // 1: the money is wrong
	var result loaded
	if err := json.Unmarshal([]byte(text.String()), &result); err != nil || len(result.Drives) != 1 || len(seen) <= m.seconds {
		return fmt.Errorf("%s: no result of %d seconds: %w\n%s", what, m.seconds, cmp.Or(err, errors.New("too few seconds")), text.String())
	}
	d := &result.Drives[0]
	var requests float64
	for _, second := range d.Seconds[1 : m.seconds+1] {
		requests += 2 * second.Completed // a code, and the purchase
	}
	first, last := seen[0], seen[m.seconds]
	r := row{round: n, what: what, rate: requests / last.at.Sub(first.at).Seconds(), own: each(last.own-first.own, requests), served: each(last.served-first.served, requests)}
	r.foreign = foreign(first, last, last.own-first.own)
	if d.Arrivals != "closed" {
		r.lateness = d.Lateness.P99
		for _, second := range d.Seconds[:m.seconds+1] {
			r.kept += second.Offered / d.Planned
		}
	}
	m.add(r)
	return nil
}

var perSecond = regexp.MustCompile(`^ *\d+ s: (planned|begun)`)

// loaded is what is read of a result of vouch load.
type loaded struct {
	Drives []struct {
		Arrivals string
		Planned  float64
		Lateness struct{ P99 time.Duration }
		Seconds  []struct{ Completed, Offered float64 }
	}
}

func each(d time.Duration, n float64) time.Duration { return time.Duration(float64(d) / n) }

func (m *measuring) add(r row) {
	m.rows = append(m.rows, r)
	text := fmt.Sprintf("round %d  %-9s  %7.0f requests/s  %6.2f µs of processor each, the server %6.2f", r.round, r.what, r.rate, micro(r.own), micro(r.served))
	if r.kept > 0 {
		text += fmt.Sprintf(", lateness p99 %.0f µs, begun in time %.4f", micro(r.lateness), r.kept)
	}
	fmt.Fprintf(m.out, "%s; others took %.2f processors\n", text, r.foreign)
}

func micro(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

// of returns the figures of all rounds.
func (m *measuring) of(what string, figure func(*row) float64) (all []float64) {
	for i := range m.rows {
		if m.rows[i].what == what {
			all = append(all, figure(&m.rows[i]))
		}
	}
	return all
}

// ratio is the median of a over b, round by round.
func (m *measuring) ratio(a, b string, figure func(*row) float64) (median float64, n int) {
	x, y := m.of(a, figure), m.of(b, figure)
	var all []float64
	for i := range min(len(x), len(y)) {
		if y[i] > 0 {
			all = append(all, x[i]/y[i])
		}
	}
	return middle(all), len(all)
}

// middle is the median; 0 of none.
func middle(all []float64) float64 {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}

// table prints what is aimed at beside what was reached.
func (m *measuring) table() {
	rate := func(r *row) float64 { return r.rate }
	thrift := func(r *row) float64 { return 1 / float64(r.own) } // requests for a second of processor
	served := func(r *row) float64 { return 1 / float64(r.served) }
	fmt.Fprintf(m.out, "%-62s  %8s  %12s  %12s\n", "medians of ratios of neighbouring runs", "aim", "by processor", "by requests/s")
	for _, one := range []struct {
		over, aim string
	}{{"wrk", "≥ 0.6"}, {"fortio", ""}, {"hey", "≥ 2"}, {"k6", "≥ 6"}} {
		if by, n := m.ratio("vouch", one.over, thrift); n > 0 {
			second, _ := m.ratio("vouch", one.over, rate)
			fmt.Fprintf(m.out, "%-62s  %8s  %12.2f  %12.2f\n", "vouch load, everything on / "+one.over+", one body", one.aim, by, second)
		}
	}
	if by, n := m.ratio("reference", "no-op", served); n > 0 {
		second, _ := m.ratio("reference", "no-op", rate)
		fmt.Fprintf(m.out, "%-62s  %8s  %12.2f  %12.2f\n", "the reference's purchase / a handler that does nothing", "≥ 0.75", by, second)
	}
	for _, what := range []string{"10,000/s", "20,000/s"} {
		late := m.of(what, func(r *row) float64 { return micro(r.lateness) })
		kept := m.of(what, func(r *row) float64 { return r.kept })
		if len(late) > 0 {
			fmt.Fprintf(m.out, "%-62s  %8s  %9.0f µs  (%.0f to %.0f)\n", what+" purchases, two requests each: lateness p99", "≤ 250 µs", middle(late), slices.Min(late), slices.Max(late))
			fmt.Fprintf(m.out, "%-62s  %8s  %12.4f\n", "  the same, begun in time / planned", "≥ 0.995", middle(kept))
		}
	}
	fmt.Fprintf(m.out, "others took %.2f processors (median)\n", middle(m.all(func(r *row) float64 { return r.foreign })))
}

func (m *measuring) all(figure func(*row) float64) (all []float64) {
	for i := range m.rows {
		all = append(all, figure(&m.rows[i]))
	}
	return all
}
