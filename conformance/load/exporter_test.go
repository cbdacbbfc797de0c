package load_test

import (
	"encoding/json"
	"math"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/vouch-kz/vouch/conformance/load"
	"github.com/vouch-kz/vouch/reference"
)

// TestPrometheusIsToldWhatTheResultSays: counts and histograms of a scrape are those of
// the drive, natively and in fixed buckets.
func TestPrometheusIsToldWhatTheResultSays(t *testing.T) {
	x := new(load.Exporter)
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(x)
	if _, err := registry.Gather(); err != nil {
		t.Fatalf("before anything is driven: %v", err)
	}
	o := load.Options{Families: 50, Stores: 2, Shares: often(), Seed: 6, Connections: 8, Exporter: x}
	d, _ := driven(t, served(t, reference.World{}), o, "step:2", 150, 600*time.Millisecond)
	f := d.Figures()
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]float64{}
	for _, family := range families {
		for _, m := range family.GetMetric() {
			name := family.GetName()
			for _, l := range m.GetLabel() {
				name += " " + l.GetValue()
			}
			switch {
			case m.GetCounter() != nil:
				told[name] = m.GetCounter().GetValue()
			case m.GetHistogram() != nil:
				told[name] = float64(m.GetHistogram().GetSampleCount())
				told[name+" mean"] = m.GetHistogram().GetSampleSum() / told[name]
			}
		}
	}
	response, _, journeys := f.Whole(load.Journey)
	want := map[string]float64{"vouch_load_arrivals_total planned": float64(f.Planned), "vouch_load_arrivals_total answered": float64(f.Completed),
		"vouch_load_response_seconds journey": float64(journeys), "vouch_load_response_classic_seconds journey": float64(journeys), "vouch_load_lateness_seconds": float64(f.Planned)}
	for _, c := range f.Outcomes {
		want["vouch_load_requests_total "+c.Word+" "+string(c.Op)] = float64(c.N)
	}
	for name, n := range want {
		if told[name] != n || n == 0 {
			t.Errorf("%s is %v, want %v", name, told[name], n)
		}
	}
	for _, name := range []string{"vouch_load_response_seconds journey mean", "vouch_load_response_classic_seconds journey mean"} {
		if off := math.Abs(told[name]-response.Mean.Seconds()) / response.Mean.Seconds(); off > 0.01 {
			t.Errorf("%s is %v, want %v within a hundredth", name, told[name], response.Mean.Seconds())
		}
	}
}

// TestDashboardShowsWhatIsTold: every metric that the dashboard names exists, and none
// that is told is left out.
func TestDashboardShowsWhatIsTold(t *testing.T) {
	var board struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	text, err := os.ReadFile("grafana.json")
	if err == nil {
		err = json.Unmarshal(text, &board)
	}
	if err != nil {
		t.Fatal(err)
	}
	descs := make(chan *prometheus.Desc, 100)
	new(load.Exporter).Describe(descs)
	close(descs)
	told := map[string]bool{}
	for d := range descs {
		_, rest, _ := strings.Cut(d.String(), `fqName: "`)
		name, _, _ := strings.Cut(rest, `"`)
		told[name] = false
	}
	for _, p := range board.Panels {
		for _, target := range p.Targets {
			for _, name := range regexp.MustCompile(`vouch_load_\w+`).FindAllString(target.Expr, -1) {
				name = strings.TrimSuffix(name, "_bucket")
				if _, ok := told[name]; !ok {
					t.Errorf("%q asks for %s, which nobody tells", p.Title, name)
				}
				told[name] = true
			}
		}
	}
	for name, shown := range told {
		if !shown {
			t.Errorf("%s is told and no panel shows it", name)
		}
	}
}
