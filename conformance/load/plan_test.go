package load_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/load"
)

// instants takes a whole plan.
func instants(t *testing.T, word string, rate float64, span time.Duration, poisson bool, seed uint64) (all []time.Duration) {
	t.Helper()
	profile, err := load.ParseProfile(word, rate, span)
	if err != nil {
		t.Fatal(err)
	}
	plan := load.NewPlan(profile, poisson, seed)
	for at, _, ok := plan.Next(); ok; at, _, ok = plan.Next() {
		if n := len(all); n > 0 && at < all[n-1] {
			t.Fatalf("%s: instant %d is %v, after %v\ntime does not go back", word, n, at, all[n-1])
		}
		all = append(all, at)
	}
	return all
}

// between counts what lies in a part of the span.
func between(all []time.Duration, from, to time.Duration) (n int) {
	for _, at := range all {
		if at >= from && at < to {
			n++
		}
	}
	return n
}

func TestProfilesMeanWhatTheySay(t *testing.T) {
	const s = time.Second
	for _, tt := range []struct {
		word           string
		from, to       time.Duration
		want           float64
		why            string
		uniformPrecise float64
	}{
		{"constant", 0, 10 * s, 10_000, "a thousand a second for ten seconds", 1},
		{"constant", 3 * s, 4 * s, 1000, "the same in every second", 1},
		{"ramp", 0, 10 * s, 5500, "from a tenth to the whole, on the average 550 a second", 1},
		{"ramp", 0, 5 * s, 1625, "the first half of the ramp", 2},
		{"ramp:500", 0, 10 * s, 7500, "begins at 500", 1},
		{"spike", 0, 4500 * time.Millisecond, 4500, "the usual rate before the spike", 2},
		{"spike", 4500 * time.Millisecond, 5500 * time.Millisecond, 5000, "five times the rate in the middle tenth", 2},
		{"spike:2", 4500 * time.Millisecond, 5500 * time.Millisecond, 2000, "twice the rate", 2},
		{"step", 0, 2 * s, 400, "the first of five steps", 1},
		{"step", 8 * s, 10 * s, 2000, "the last of five steps", 2},
		{"step:10", 0, s, 100, "the first of ten steps", 1},
		{"month", 0, 10 * s, 10_000, "a month's mean is the rate", 2},
	} {
		got := float64(between(instants(t, tt.word, 1000, 10*s, false, 1), tt.from, tt.to))
		if math.Abs(got-tt.want) > tt.uniformPrecise {
			t.Errorf("%s: %v even arrivals from %v to %v, want %v\n%s", tt.word, got, tt.from, tt.to, tt.want, tt.why)
		}
		got = float64(between(instants(t, tt.word, 1000, 10*s, true, 7), tt.from, tt.to))
		if math.Abs(got-tt.want) > 5*math.Sqrt(tt.want) {
			t.Errorf("%s: %v independent arrivals from %v to %v, want %v within five deviations\n%s", tt.word, got, tt.from, tt.to, tt.want, tt.why)
		}
	}
}

func TestMonthHasItsPeaks(t *testing.T) {
	const day = time.Second // 28 days in 28 s
	all := instants(t, "month", 1000, 28*day, false, 1)
	evening := between(all, 5*day+day*18/24, 5*day+day*20/24)
	morning := between(all, 5*day+day*8/24, 5*day+day*10/24)
	night := between(all, 5*day+day/24, 5*day+day*5/24)
	if night != 0 || evening < 2*morning {
		t.Errorf("on the 6th %d at night, %d in the morning, %d in the evening, want none at night and most in the evening", night, morning, evening)
	}
	if fifth, usual := between(all, 4*day, 7*day), between(all, 14*day, 17*day); fifth < 2*usual {
		t.Errorf("%d arrivals from the 5th to the 7th, %d from the 15th to the 17th, want at least twice as many when vouchers come", fifth, usual)
	}
}

func TestSameSeedSamePlan(t *testing.T) {
	profile, err := load.ParseProfile("ramp", 500, 4*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	digest := func(seed uint64, poisson bool) any {
		p := load.NewPlan(profile, poisson, seed)
		for _, _, ok := p.Next(); ok; _, _, ok = p.Next() {
			continue
		}
		return p.Digest()
	}
	if a, b := digest(3, true), digest(3, true); a != b {
		t.Errorf("seed 3 planned %v and %v, want the same instants", a, b)
	}
	if a, b := digest(3, true), digest(4, true); a == b {
		t.Error("seeds 3 and 4 planned the same instants, want others")
	}
}

func TestIndependentArrivalsAreIndependent(t *testing.T) {
	all := instants(t, "constant", 2000, 20*time.Second, true, 11)
	// Of a Poisson process the gaps' deviation equals their mean.
	var sum, squares float64
	for i := 1; i < len(all); i++ {
		gap := (all[i] - all[i-1]).Seconds()
		sum, squares = sum+gap, squares+gap*gap
	}
	n := float64(len(all) - 1)
	mean := sum / n
	if cv := math.Sqrt(squares/n-mean*mean) / mean; math.Abs(cv-1) > 0.03 {
		t.Errorf("coefficient of variation of the gaps %.3f, want 1 within 0.03", cv)
	}
}

func TestWhatIsNoProfile(t *testing.T) {
	for _, tt := range []struct{ word, want string }{
		{"sine", "constant, ramp, spike, step, month"},
		{"constant:3", "takes no number"},
		{"ramp:x", "is no number above zero"},
		{"spike:-1", "is no number above zero"},
		{"step:2.5", "whole number"},
		{"step:1000", "whole number"},
	} {
		if _, err := load.ParseProfile(tt.word, 100, time.Second); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("profile %q: %v, want an error that says %q", tt.word, err, tt.want)
		}
	}
	for _, tt := range []struct {
		text string
		want float64
	}{{"2000/s", 2000}, {"90/m", 1.5}, {"7200/h", 2}, {"15", 15}} {
		if got, err := load.ParseRate(tt.text); err != nil || math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("rate %q = %v, %v, want %v a second", tt.text, got, err, tt.want)
		}
	}
	for _, text := range []string{"", "0/s", "-1/s", "NaN", "1e9/s", "20/day", "x/s"} {
		if v, err := load.ParseRate(text); err == nil {
			t.Errorf("rate %q = %v, want an error", text, v)
		}
	}
}
