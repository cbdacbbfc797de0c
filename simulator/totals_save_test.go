package simulator_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/simulator"
)

// saved returns the saved form of totals.
func saved(t testing.TB, totals *simulator.Totals) []byte {
	t.Helper()
	data, err := totals.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestSavedTotalsComeBack holds that what is read is what was saved, for a run,
// for nothing and for one block.
func TestSavedTotalsComeBack(t *testing.T) {
	p := plan(t, world(t, winter))
	block, _, err := (&simulator.Worker{World: reference.World{}}).Live(t.Context(), p, 0)
	if err != nil {
		t.Fatal(err)
	}
	for name, totals := range map[string]*simulator.Totals{"a run": live(t, world(t, together), 2).Totals, "nothing": p.Totals(), "a block": block} {
		data := saved(t, totals)
		back, err := simulator.ReadTotals(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if fmt.Sprint(back) != fmt.Sprint(totals) || back.Count(simulator.Families) != totals.Count(simulator.Families) {
			t.Errorf("%s: other totals come back", name)
		}
		if behind, err := totals.AppendBinary([]byte("before")); err != nil || !bytes.Equal(behind, append([]byte("before"), data...)) {
			t.Errorf("%s: appended behind other bytes the form is another: %v", name, err)
		}
	}
}

// TestSavedHalvesMakeTheWhole saves each block apart, as shards on other machines
// do, and adds in two orders what is read.
func TestSavedHalvesMakeTheWhole(t *testing.T) {
	s := world(t, winter)
	want := saved(t, live(t, s, 2).Totals)
	p := plan(t, s)
	w := &simulator.Worker{World: reference.World{}}
	var parts [][]byte
	for n := range p.Blocks() {
		totals, _, err := w.Live(t.Context(), p, n)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, saved(t, totals))
	}
	for range 2 {
		sum := p.Totals()
		for _, data := range parts {
			part, err := simulator.ReadTotals(data)
			if err != nil {
				t.Fatal(err)
			}
			if err := sum.Add(part); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(saved(t, sum), want) {
			t.Errorf("%d parts that were saved and read do not make the whole", len(parts))
		}
		slices.Reverse(parts)
	}
	if len(parts) < 2 {
		t.Fatalf("%d blocks; the test tests nothing", len(parts))
	}
}

// TestSavedTotalsAreReadStrictly damages a saved form.
func TestSavedTotalsAreReadStrictly(t *testing.T) {
	whole := saved(t, live(t, world(t, december+"territories: {gas: [620000000]}"), 1).Totals)
	body := simulator.Unsealed(whole)
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 1
	older := bytes.Replace(whole, []byte("totals 1"), []byte("totals 0"), 1)
	otherFigures := bytes.Clone(whole[:len(whole)-sha256.Size])
	otherFigures[len("vouch totals 1\n")] ^= 1
	sum := sha256.Sum256(otherFigures)
	for _, tt := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "they do not begin with"},
		{"another version", older, "another version"},
		{"the head alone", whole[:len("vouch totals 1\n")], "too short"},
		{"cut off", whole[:len(whole)-1], "checksum"},
		{"one more byte", append(bytes.Clone(whole), 0), "checksum"},
		{"a bit flipped", flipped, "checksum"},
		{"other figures", append(otherFigures, sum[:]...), "other figures"},
		{"bytes behind", simulator.Sealed(append(bytes.Clone(body), 2)), "too many"},
		{"cut off and sealed", simulator.Sealed(body[:len(body)/2]), "cut off"},
		{"zeros behind", simulator.Sealed(append(bytes.Clone(body), 0, 1)), "too many"},
		{"too many territories", simulator.Sealed([]byte{0, 0, 0, 0xff, 0xff, 0xff, 0x7f}), "no number of territories"},
		{"a backward horizon", simulator.Sealed([]byte{0, 4, 2, 0}), "no last day"},
		{"a territory twice", simulator.Sealed([]byte{0, 0, 0, 2, 5, 5}), "stands twice"},
		{"no end of zeros", simulator.Sealed([]byte{0, 0, 0, 0, 0, 0}), "no length"},
		{"a long number", simulator.Sealed(append([]byte{0, 0, 0, 0}, bytes.Repeat([]byte{0xff}, 11)...)), "cut off or too great"},
	} {
		if totals, err := simulator.ReadTotals(tt.data); err == nil || totals != nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want an error with %q", tt.name, err, tt.want)
		}
	}
	if again, err := simulator.ReadTotals(simulator.Sealed(body)); err != nil || again.Check() != nil {
		t.Errorf("the same bytes sealed again: %v", err)
	}
}

// FuzzReadTotals holds that any bytes are totals or an error, and that what is
// read is written in the same bytes.
func FuzzReadTotals(f *testing.F) {
	p := plan(f, world(f, december+"territories: {gas: [620000000]}\npopulation: {families: 5}"))
	totals, _, err := (&simulator.Worker{World: reference.World{}}).Live(f.Context(), p, 0)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(simulator.Unsealed(saved(f, totals)))
	f.Add(simulator.Unsealed(saved(f, p.Totals())))
	f.Add([]byte{0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, body []byte) {
		if _, err := simulator.ReadTotals(body); err == nil {
			t.Error("bytes without a head are read")
		}
		data := simulator.Sealed(body)
		totals, err := simulator.ReadTotals(data)
		if err != nil {
			return
		}
		_ = totals.Check() // may not hold, must not panic
		if again := saved(t, totals); !bytes.Equal(again, data) {
			t.Errorf("%x is read and written as %x", data, again)
		}
	})
}
