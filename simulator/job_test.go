package simulator_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// job makes a run ready to be lived in parts.
func job(t testing.TB, s *scenarios.Scenario, workers int) *simulator.Job {
	t.Helper()
	r := simulator.Run{Scenario: s, World: reference.World{}, Workers: workers, Version: "test"}
	j, err := r.Job(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// TestPartsAreTheRun: parts that are lived one by one, in any order, and those of a span on any number
// of workers have the same bytes, and folded they are the single run.
func TestPartsAreTheRun(t *testing.T) {
	s := world(t, winter+"seed: 7")
	want := live(t, s, 2)
	j := job(t, s, 2)
	if j.Parts() < 3 {
		t.Fatalf("%d parts, want some: else nothing is put together", j.Parts())
	}
	saved := make([][]byte, j.Parts())
	var beats atomic.Int64
	for n := j.Parts() - 1; n >= 0; n-- {
		var err error
		if saved[n], err = j.Live(context.Background(), n, func() { beats.Add(1) }); err != nil {
			t.Fatal(err)
		}
	}
	if beats.Load() < 100*j.Parts() {
		t.Errorf("%d beats, want one for every day of every block", beats.Load())
	}
	fold := j.Fold()
	err := job(t, s, 3).LiveSpan(context.Background(), 0, j.Parts(), func(n int64, part []byte) error {
		if n != fold.Next() || !bytes.Equal(part, saved[n]) {
			t.Errorf("part %d comes when it is the turn of %d, or has other bytes", n, fold.Next())
		}
		return fold.Add(part)
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := fold.Result()
	if err != nil {
		t.Fatal(err)
	}
	wantTotals, _ := want.Totals.MarshalBinary()
	gotTotals, _ := got.Totals.MarshalBinary()
	got.Totals, want.Totals = nil, nil
	if *got != *want || !bytes.Equal(gotTotals, wantTotals) {
		t.Errorf("put together %+v, want %+v, and the same totals", got, want)
	}
}

// TestTheIDIsOfTheRun: whatever decides how a scenario is lived makes another id, and the number of
// workers does not.
func TestTheIDIsOfTheRun(t *testing.T) {
	want := job(t, world(t, winter+"seed: 7"), 1).ID()
	if got := job(t, world(t, winter+"seed: 7"), 5).ID(); got != want {
		t.Errorf("id %s on other workers, want %s", got, want)
	}
	other := simulator.Run{Scenario: world(t, winter+"seed: 7"), World: reference.World{}, Version: "other"}
	versioned, err := other.Job(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for why, id := range map[string]string{
		"another seed":       job(t, world(t, winter+"seed: 8"), 1).ID(),
		"another value":      job(t, world(t, strings.TrimSpace(winter)+"\nseed: 7\nassumptions: {gas_consent.accept_first: 5}"), 1).ID(),
		"another population": job(t, world(t, strings.Replace(winter, "1500", "1501", 1)+"seed: 7"), 1).ID(),
		"another version":    versioned.ID(),
	} {
		if id == want || len(id) != 64 {
			t.Errorf("%s: id %s, want another one of 64 digits", why, id)
		}
	}
}

// TestPartsThatAreNotThePartAreRefused: torn bytes, those of another run and of another part are told
// apart, and nothing of them is added.
func TestPartsThatAreNotThePartAreRefused(t *testing.T) {
	s := world(t, winter+"seed: 7")
	j := job(t, s, 2)
	first, err := j.Live(context.Background(), 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := job(t, world(t, winter+"seed: 8"), 2).Live(context.Background(), 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	torn := bytes.Clone(first)
	torn[len(torn)/2] ^= 1
	fold := j.Fold()
	for _, tt := range []struct {
		name  string
		saved []byte
		n     int64
		want  string
	}{
		{"nothing", nil, 0, "cut off or damaged"}, {"cut", first[:len(first)-1], 0, "cut off or damaged"}, {"one bit", torn, 0, "cut off or damaged"},
		{"of another seed", foreign, 0, "another scenario"}, {"of another number", first, 1, "those of another part"}, {"of no number", first, j.Parts(), "it has"},
	} {
		if err := j.Check(tt.n, tt.saved); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want an error with %q", tt.name, err, tt.want)
		}
		if tt.n == 0 && fold.Add(tt.saved) == nil {
			t.Errorf("%s was added", tt.name)
		}
	}
	if _, err := fold.Result(); fold.Next() != 0 || err == nil || !strings.Contains(err.Error(), "0 of") {
		t.Errorf("turn of part %d, result %v; want nothing to be there", fold.Next(), err)
	}
	if err := errors.Join(j.Check(0, first), fold.Add(first)); err != nil || fold.Next() != 1 {
		t.Errorf("the part itself: %v", err)
	}
}

// TestASpanEnds: an error of the one who keeps parts, and a context that is called off, end it.
func TestASpanEnds(t *testing.T) {
	j := job(t, world(t, winter+"seed: 7"), 2)
	full := errors.New("full")
	kept := 0
	if err := j.LiveSpan(context.Background(), 0, j.Parts(), func(int64, []byte) error { kept++; return full }); !errors.Is(err, full) || kept != 1 {
		t.Errorf("%v after %d parts, want the first error of the one who keeps them", err, kept)
	}
	ctx, stop := context.WithCancel(context.Background())
	kept = 0
	if err := j.LiveSpan(ctx, 0, j.Parts(), func(int64, []byte) error { kept++; stop(); return nil }); !errors.Is(err, context.Canceled) || kept != 1 {
		t.Errorf("called off: %v after %d parts, want the context's error after the first, however many are lived already", err, kept)
	}
	if err := j.LiveSpan(context.Background(), 1, 1, func(int64, []byte) error { t.Error("a part of none"); return nil }); err != nil {
		t.Errorf("no part: %v, want nothing to be done", err)
	}
	if err := j.LiveSpan(context.Background(), 0, j.Parts()+1, nil); err == nil {
		t.Error("a part too many was lived")
	}
}

// FuzzCheckPart gives the reader of saved parts any bytes: they are refused or right, and never a panic.
func FuzzCheckPart(f *testing.F) {
	j := job(f, world(f, winter+"seed: 7"), 2)
	first, err := j.Live(context.Background(), 0, nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(first)
	f.Add(first[:90])
	f.Fuzz(func(t *testing.T, data []byte) {
		if j.Check(0, data) == nil && !bytes.Equal(data, first) {
			t.Error("other bytes than those of the part were taken for it")
		}
	})
}
