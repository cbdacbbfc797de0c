package simulator_test

import (
	"context"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// asked is a world that keeps the paths of the parameters that were asked for. It
// serves one worker.
type asked struct {
	reference.World
	paths map[string]bool
}

func (w *asked) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	system, err := w.World.New(ctx, s)
	return &askedSystem{system, w}, err
}

type askedSystem struct {
	voucher.System
	world *asked
}

func (s *askedSystem) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	if q.Kind == voucher.AskParameter {
		s.world.paths[q.Parameter] = true
	}
	return s.System.Query(ctx, q)
}

func TestATownAsksForItsOwnProgrammeOnly(t *testing.T) {
	for _, c := range []struct{ programme, territory, foreign string }{
		{"food", "111010000", "gas."},
		{"gas", "790000000", "food."},
	} {
		w := &asked{paths: map[string]bool{}}
		s := world(t, "horizon: {from: 2026-01-05, to: 2026-02-28}\npopulation: {families: 200}\nprogrammes: ["+
			c.programme+"]\nterritories: {"+c.programme+": ["+c.territory+"]}")
		r := simulator.Run{Scenario: s, World: w}
		if _, err := r.Simulate(context.Background()); err != nil {
			t.Fatal(err)
		}
		own := false
		for path := range w.paths {
			own = own || strings.HasPrefix(path, c.programme+".")
			if strings.HasPrefix(path, c.foreign) {
				t.Errorf("a town of %s asks for %s; a fault in the other programme would be blamed on this one", c.programme, path)
			}
		}
		if !own {
			t.Errorf("a town of %s asks for no parameter of its own: nothing was shown", c.programme)
		}
	}
}
