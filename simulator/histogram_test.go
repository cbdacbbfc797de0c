package simulator_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// TestHistogramBucketsMeet counts every size around each boundary: it falls into
// one bucket that holds it, no wider than a thirty-second, and buckets neither
// overlap nor leave a gap.
func TestHistogramBucketsMeet(t *testing.T) {
	var sizes []int64
	for v := int64(0); v < 300; v++ {
		sizes = append(sizes, v)
	}
	for bit := 8; bit < 40; bit++ {
		for _, near := range []int64{-2, -1, 0, 1, 1 << (bit - 5), 1<<(bit-5) - 1} {
			sizes = append(sizes, 1<<bit+near)
		}
	}
	last := simulator.Bucket{To: -1}
	for i, v := range sizes {
		h := simulator.HistogramOf(v)
		for b := range h.All() {
			if b.Count != 1 || v < b.From || v > b.To || (b.To-b.From)*32 > b.From {
				t.Errorf("%d is in the bucket %+v", v, b)
			}
			if i < 300 && b.From != last.From && b.From != last.To+1 {
				t.Errorf("bucket %+v after %+v, want no gap", b, last)
			}
			last = b
		}
		if h.Sum() != v || h.Count() != 1 {
			t.Errorf("sum %d and count %d of %d alone", h.Sum(), h.Count(), v)
		}
	}
	for _, tt := range []struct{ v, from int64 }{{-1, 0}, {1 << 40, 1<<40 - 1<<34}, {1<<62 - 1, 1<<40 - 1<<34}} {
		h := simulator.HistogramOf(tt.v)
		for b := range h.All() {
			if b.From != tt.from {
				t.Errorf("%d is in the bucket from %d, want %d: it is beyond the last", tt.v, b.From, tt.from)
			}
		}
	}
}

func TestQuantiles(t *testing.T) {
	var numbers []int64
	for v := int64(1); v <= 50; v++ {
		numbers = append(numbers, v)
	}
	h := simulator.HistogramOf(numbers...)
	for _, tt := range []struct {
		ppm  uint32
		want int64
		why  string
	}{
		{0, 1, "none need lie below: the least"},
		{20_000, 1, "a fiftieth is the first"},
		{20_001, 2, "a bit more needs the second"},
		{500_000, 25, "the half"},
		{1_000_000, 50, "all"},
		{2_000_000, 50, "more than all is all"},
	} {
		if got := h.Quantile(tt.ppm); got != tt.want {
			t.Errorf("quantile at %d ppm: %d, want %d\n%s", tt.ppm, got, tt.want, tt.why)
		}
	}
	var none simulator.Histogram
	if none.Quantile(500_000) != 0 {
		t.Error("a quantile of nothing is not 0")
	}
	none.Merge(h)
	none.Merge(h)
	if none.Count() != 100 || none.Sum() != 2*h.Sum() || none.Quantile(500_000) != 25 {
		t.Errorf("merged twice: count %d, sum %d, half %d", none.Count(), none.Sum(), none.Quantile(500_000))
	}
}

// TestLoadIsToldByStoreAndCentre looks at who was busiest.
func TestLoadIsToldByStoreAndCentre(t *testing.T) {
	totals := live(t, world(t, winter), 2).Totals
	stores := totals.BusiestStores()
	if len(stores) == 0 || len(stores) > 20 {
		t.Fatalf("%d busiest stores, want some and 20 at most", len(stores))
	}
	for i, s := range stores {
		if i > 0 && s.Purchases > stores[i-1].Purchases {
			t.Errorf("store %d has %d purchases, the one before it %d", i, s.Purchases, stores[i-1].Purchases)
		}
		if s.OnDay < s.InMinute || s.Purchases < s.OnDay || s.InMinute < 1 || s.Day.Start() > s.Minute && s.InMinute == s.OnDay || s.Money <= 0 {
			t.Errorf("store %+v: a minute is part of a day, and a day of the run", s)
		}
	}
	if peak := totals.BusiestMinute(); peak.Purchases != totals.Spread(simulator.MinuteOfStore).Quantile(simulator.Million) {
		t.Errorf("busiest minute %+v, the histogram ends at %d", peak, totals.Spread(simulator.MinuteOfStore).Quantile(simulator.Million))
	}
	centres := totals.BusiestCentres()
	if len(centres) == 0 {
		t.Fatal("no service centre was busy; people without a device go there")
	}
	for _, c := range centres {
		if got := totals.OnDayIn(c.Territory, c.Day, simulator.MinutesOfDay); got < c.Minutes || c.Capacity == 0 || c.Minutes == 0 {
			t.Errorf("centre %+v, its territory had %d minutes that day", c, got)
		}
	}
	var visits, minutes int64
	for d := totals.From; d <= totals.To; d++ {
		visits += totals.OnDay(d, simulator.VisitsOfDay)
		minutes += totals.OnDay(d, simulator.MinutesOfDay)
		if sunday := d.Weekday() == 0; sunday != (totals.OnDay(d, simulator.CapacityOfDay) == 0) {
			t.Errorf("%s: capacity %d; centres are closed on Sundays alone", d, totals.OnDay(d, simulator.CapacityOfDay))
		}
	}
	if minutes != 12*visits || visits == 0 {
		t.Errorf("%d visits took %d minutes, want 12 each, as assumed", visits, minutes)
	}
	var sold int64
	for kind := range totals.StoreKinds {
		sold += totals.Load(kokshetau, kind).Purchases
	}
	if want := totals.In(voucher.Food, kokshetau, simulator.Purchases); sold != want || want == 0 {
		t.Errorf("stores of Kokshetau sold %d times, its families bought %d times", sold, want)
	}
}
