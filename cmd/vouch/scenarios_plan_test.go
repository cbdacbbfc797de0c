package main

import (
	"context"
	"io"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"sync"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// crowded notes how many of its systems were made at one time, at most.
type crowded struct {
	voucher.World
	mu        sync.Mutex
	now, most int
}

func (c *crowded) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	c.crowd(1)
	defer c.crowd(-1)
	for range 1000 { // others that are ready come in now
		runtime.Gosched()
	}
	return c.World.New(ctx, s)
}

func (c *crowded) crowd(by int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now += by
	c.most = max(c.most, c.now)
}

// TestATrialHasTheWorkersOfItsStudy: what is reckoned from a trial on all processors is not
// what a study takes with fewer, and a trial takes no more of a machine than it was given.
func TestATrialHasTheWorkersOfItsStudy(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	for _, row := range []struct {
		name    string
		words   []string
		workers string
		alone   bool
	}{
		{"a plan", []string{"scenarios", "plan", "food-two-mrp"}, "1", true},
		{"a study", []string{"compare", "food-two-mrp", "--replications", "2"}, "1", true},
		{"a shard", []string{"compare", "food-two-mrp", "--replications", "2", "--shard", "1/2", "--out", filepath.Join(t.TempDir(), "shards")}, "1", true},
		{"the twin, with four", []string{"scenarios", "plan", "food-two-mrp"}, "4", false},
	} {
		world := &crowded{World: reference.World{}}
		root := newRoot(world, &output{Writer: io.Discard})
		root.SetErr(io.Discard)
		root.SetArgs(append(row.words, "--families", "1000", "--workers", row.workers))
		if err := root.ExecuteContext(t.Context()); err != nil {
			t.Fatalf("%s: %v", row.name, err)
		}
		if most := world.most; (most == 1) != row.alone {
			t.Errorf("%s with --workers %s makes %d systems at a time; want one alone: %t", row.name, row.workers, most, row.alone)
		}
	}
}

// TestAPlanInKazakhBendsNoFigure: the ending of a word hangs on its sound, and a figure or the
// sign of a unit behind it has none that is known here.
func TestAPlanInKazakhBendsNoFigure(t *testing.T) {
	bent := regexp.MustCompile(`%[sdv](%%)?-\p{L}`)
	words := reflect.ValueOf(planning)
	for i := range words.NumField() {
		if kk := words.Field(i).FieldByName("Kk").String(); bent.MatchString(kk) {
			t.Errorf("%s: %q bends a figure", words.Type().Field(i).Name, kk)
		}
	}
}
