package study_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator/study"
)

// jobOf makes a study ready to be lived in parts.
func jobOf(t testing.TB, r *study.Run) *study.Job {
	t.Helper()
	j, err := r.Job()
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// fold puts the parts of a study together.
func fold(t testing.TB, j *study.Job, parts [][]byte) *study.Results {
	t.Helper()
	f, err := j.Fold()
	if err != nil {
		t.Fatal(err)
	}
	for !f.Enough() {
		if err := f.Add(parts[f.Next()]); err != nil {
			t.Fatal(err)
		}
	}
	results, err := f.Results(func(n int64) ([]byte, error) { return parts[n], nil })
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// TestPartsAreTheStudy: parts that are lived one by one by somebody who has nothing but the study's
// document, and those of a span on any number of workers, have the same bytes, and folded they are the
// study in one piece, down to its single runs.
func TestPartsAreTheStudy(t *testing.T) {
	want := live(t, small(t, varied))
	document, err := small(t, varied).Study.Document()
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := small(t, varied)
	if elsewhere.Study, err = scenarios.ReadDocument(document); err != nil {
		t.Fatal(err)
	}
	j, here := jobOf(t, elsewhere), jobOf(t, small(t, varied))
	if j.ID() != here.ID() || j.Parts() != here.Parts() || j.Parts() != 9 {
		t.Fatalf("%s of %d parts by its document, want %s of %d, which is 9", j.ID(), j.Parts(), here.ID(), here.Parts())
	}
	parts := make([][]byte, j.Parts())
	var beats atomic.Int64
	for n := j.Parts() - 1; n >= 0; n-- {
		if parts[n], err = j.Live(context.Background(), n, func() { beats.Add(1) }); err != nil {
			t.Fatal(err)
		}
	}
	if beats.Load() < 80*j.Parts() {
		t.Errorf("%d beats, want one for every day of every block", beats.Load())
	}
	var order []int64
	if err := here.LiveSpan(context.Background(), 2, 7, func(n int64, saved []byte) error {
		if order = append(order, n); !bytes.Equal(saved, parts[n]) {
			t.Errorf("part %d has other bytes in a span", n)
		}
		return here.Check(n, saved)
	}); err != nil || !slices.Equal(order, []int64{2, 3, 4, 5, 6}) {
		t.Errorf("a span of 2 to before 7 gave %v, %v", order, err)
	}
	got := fold(t, here, parts)
	same(t, "put together", want, got)
	runs := 0
	for f, err := range got.Facts() {
		if err != nil {
			t.Fatal(err)
		}
		runs = max(runs, int(f.Replication*3+f.Point)+1)
	}
	if runs != 9 {
		t.Errorf("facts of %d runs, want of all 9", runs)
	}
}

// TestAFoldStopsWhereTheStudyStops: of parts of all replications that a stop rule allows, a fold takes
// those that the study in one piece takes, and no more.
func TestAFoldStopsWhereTheStudyStops(t *testing.T) {
	const body = "scenarios: [food-two-mrp]\nstop: {metric: food.credited, relative_half_width: 0.5, at_least: 2, at_most: 6}\n"
	want := live(t, small(t, body))
	j := jobOf(t, small(t, body))
	if j.Parts() != 6 || want.Manifest.Replications >= 6 {
		t.Fatalf("%d parts and %d replications, want 6 and fewer: else nothing stops", j.Parts(), want.Manifest.Replications)
	}
	var parts [][]byte
	if err := j.LiveSpan(context.Background(), 0, j.Parts(), func(_ int64, saved []byte) error {
		parts = append(parts, saved)
		return nil
	}); err != nil || len(parts) != 6 {
		t.Fatalf("%d parts, %v; want all 6, for nobody who lives a part knows the others", len(parts), err)
	}
	same(t, "stopped", want, fold(t, j, parts))
}

// TestAFoldTakesNothingElse: bytes that are not the part whose turn it is are refused with the reason,
// and the part itself is taken after them.
func TestAFoldTakesNothingElse(t *testing.T) {
	const body = "scenarios: [food-two-mrp]\nreplications: 2\n"
	lived := func(body string, n int64) []byte {
		part, err := jobOf(t, small(t, body)).Live(context.Background(), n, nil)
		if err != nil {
			t.Fatal(err)
		}
		return part
	}
	first, second, foreign := lived(body, 0), lived(body, 1), lived("scenarios: [food-half-mrp]\nreplications: 2\n", 0)
	f, err := jobOf(t, small(t, body)).Fold()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		saved []byte
		want  string
	}{
		{"torn", first[:len(first)-1], "part r0-p0-c0: it was cut off"}, {"of another study", foreign, "part r0-p0-c0: it is of another study"},
		{"another part", second, "part r0-p0-c0: the bytes are those of r1-p0-c0"},
	} {
		if err := f.Add(tt.saved); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want an error with %q", tt.name, err, tt.want)
		}
	}
	if _, err := f.Results(nil); err == nil || !strings.Contains(err.Error(), "0 of 2 parts") {
		t.Errorf("results of nothing: %v, want an error that says how many are there", err)
	}
	if err := errors.Join(f.Add(first), f.Add(second)); err != nil || !f.Enough() {
		t.Errorf("the parts themselves: %v", err)
	}
}

// TestAFoldKeepsItsParts: where the run has a folder, parts that came from elsewhere stand in it as if
// they had been lived here, and the study goes on from them.
func TestAFoldKeepsItsParts(t *testing.T) {
	r := small(t, varied)
	r.Folder = t.TempDir()
	j := jobOf(t, r)
	f, err := j.Fold()
	if err != nil {
		t.Fatal(err)
	}
	if err := j.LiveSpan(context.Background(), 0, 4, func(_ int64, saved []byte) error { return f.Add(saved) }); err != nil {
		t.Fatal(err)
	}
	found, err := r.Inspect()
	if err != nil || len(found.Whole) != 4 || found.Missing != 5 {
		t.Errorf("%+v, %v; want the 4 parts of 9", found, err)
	}
	got := live(t, r)
	if got.Manifest.Resumed == 0 || !got.KeepsFacts() {
		t.Error("nothing was taken up from the parts that the fold kept")
	}
	same(t, "gone on", live(t, small(t, varied)), got)
}

// TestKeptPartsAreFound: what was folded stands in the folder of the run, and whoever folds it once more finds
// those parts there, and no others; a torn one counts as none.
func TestKeptPartsAreFound(t *testing.T) {
	r := small(t, varied)
	if kept, err := jobOf(t, r).Kept(0); kept != nil || err != nil {
		t.Errorf("without a folder: %d bytes, %v; want none", len(kept), err)
	}
	r.Folder = t.TempDir()
	j := jobOf(t, r)
	f, err := j.Fold()
	if err != nil {
		t.Fatal(err)
	}
	var parts [][]byte
	for n := range int64(3) {
		saved, err := j.Live(context.Background(), n, nil)
		if err == nil {
			err = f.Add(saved)
		}
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, saved)
	}
	names, err := filepath.Glob(filepath.Join(r.Folder, "*"))
	if err != nil || len(names) != 3 {
		t.Fatalf("%q stand in the folder, %v; want three parts", names, err)
	}
	if err := os.Truncate(names[2], 100); err != nil {
		t.Fatal(err)
	}
	again := jobOf(t, r)
	for n := range int64(4) {
		kept, err := again.Kept(n)
		if whole := n < 2; err != nil || whole != (kept != nil) || whole && !bytes.Equal(kept, parts[n]) {
			t.Errorf("part %d: %d bytes kept, %v; want the first two as they were, the third is torn", n, len(kept), err)
		}
	}
}
