package load_test

import (
	"math/bits"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/vouch-kz/vouch/conformance/load"
	"github.com/vouch-kz/vouch/simulator"
)

// drawnSpans are spans of all magnitudes, from below a microsecond to beyond ten minutes.
func drawnSpans(n int, seed uint64) (all []time.Duration) {
	stream := simulator.NewStream(seed, 600, 0)
	for i := range n {
		u := stream.At(uint64(i))
		all = append(all, time.Duration(u>>(24+bits.TrailingZeros64(stream.At(uint64(n+i)))%36)))
	}
	return all
}

// TestHistogramsOfAgentsMergeWithoutLoss: what several agents counted, sent and put
// together is the histogram of all values, count by count.
func TestHistogramsOfAgentsMergeWithoutLoss(t *testing.T) {
	spans := drawnSpans(30_000, 5)
	for _, agents := range []int{1, 2, 7} {
		whole, together := load.Noted(spans), load.Noted(nil)
		for i := range agents {
			var own []time.Duration
			for n := i; n < len(spans); n += agents {
				own = append(own, spans[n])
			}
			sent, err := load.SentAndRead(load.Noted(own))
			if err != nil {
				t.Fatal(err)
			}
			if dropped := together.Merge(sent); dropped != 0 {
				t.Errorf("%d values of agent %d have no place, want all to have one", dropped, i+1)
			}
		}
		if !same(whole, together) || whole.TotalCount() != int64(len(spans)) {
			t.Errorf("%d agents: %d values put together, want the histogram of all %d", agents, together.TotalCount(), len(spans))
		}
	}
}

func same(a, b *hdrhistogram.Histogram) bool {
	return a.Equals(b) && a.Max() == b.Max() && a.Min() == b.Min() && a.Mean() == b.Mean()
}

// FuzzMessages: whatever comes over the wire, whoever has a right checksum for it, is
// read or refused, and what was read of figures is nothing below zero.
func FuzzMessages(f *testing.F) {
	f.Add("b", []byte{0, 2, 0})
	f.Add("f", []byte(`{"Planned":3,"Timed":[{"Step":0,"Op":"journey","Response":"AA==","Service":"AgIC"}],"Lateness":"AA=="}`))
	f.Add("s", []byte(`{"N":1,"Response":"AA==","Service":"AA==","Lateness":"AgAC"}`))
	f.Add("o", []byte(`{"Index":0,"Of":2,"URL":"http://127.0.0.1:1","Workload":"gas","Families":2,"Connections":1,"Timeout":1000,"People":[{}],"Profile":{"Stretch":[{"For":1,"From":1,"To":1}]}}`))
	profile, err := load.ParseProfile("constant", 1, time.Second)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, letter string, body []byte) {
		if letter == "o" {
			_, _ = load.ReadOrder(sealed("vouch load 1\n", letter, body)) // either is an answer
			return
		}
		_ = load.Heard(t, load.Options{Families: 10, Stores: 2}, &load.Course{Profile: profile}, 2, 0, sealed("vouch load 1\n", letter, body), body)
	})
}
