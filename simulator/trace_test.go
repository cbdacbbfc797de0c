package simulator_test

import (
	"fmt"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// TestTraceTellsOneLife traces a few families: what the steps tell adds up to what
// is told of the family, and the tracing changes nothing.
func TestTraceTellsOneLife(t *testing.T) {
	p := plan(t, world(t, together+"seed: 5"))
	w := &simulator.Worker{World: reference.World{}, Digest: true}
	var quiet voucher.Digest
	lives := []simulator.Life{}
	w.Observe = func(_ simulator.Block, all []simulator.Life) { lives = append(lives[:0], all...) }
	_, quiet, err := w.Live(t.Context(), p, 0)
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]int{}
	for ordinal := range 40 {
		trace, err := w.Trace(t.Context(), p, 0, ordinal)
		if err != nil {
			t.Fatal(err)
		}
		if trace.Life != lives[ordinal] {
			t.Errorf("family %d lives another life when it is traced", ordinal)
		}
		block, found, ok := p.Find(trace.Life.ID)
		if !ok || block != 0 || found != ordinal {
			t.Errorf("family %x is found in block %d as %d, want 0 and %d", trace.Life.ID, block, found, ordinal)
		}
		checkSteps(t, trace, told)
	}
	for _, what := range []string{"command purchase", "command reply", "command charge_volume", "event message_sent", "event purchased",
		"event receipt_issued", "command update_food_list", "draw gas reply kind", "draw basket goods", "draw purchase day", "refused"} {
		if told[what] == 0 {
			t.Errorf("40 families and not once: %s\n%v", what, told)
		}
	}
	if _, again, err := w.Live(t.Context(), p, 0); err != nil || again != quiet {
		t.Errorf("after tracing the block has the digest %d, before %d; %v", again, quiet, err)
	}
}

// checkSteps holds that the steps of a trace are in order, its own, and add up.
func checkSteps(t *testing.T, trace *simulator.Trace, told map[string]int) {
	t.Helper()
	var credited, spent, discount int64
	last := trace.Steps[0].At
	for i, s := range trace.Steps {
		if s.At < last && s.Event == nil {
			t.Errorf("family %d, step %d: %s after %s", trace.Ordinal, i, s.At, last)
		}
		last = max(last, s.At)
		switch {
		case s.Draw != nil:
			told["draw "+s.Draw.Purpose.String()]++
			if d := s.Draw; d.PPM >= simulator.Million || d.Kind == simulator.DrawChance && (d.Outcome == 1) != (int64(d.PPM) < d.Bound) {
				t.Errorf("family %d: draw %+v contradicts itself", trace.Ordinal, *d)
			}
		case s.Command != nil:
			told["command "+s.Command.Command.Kind().String()]++
			if s.Command.Outcome.Refusal != nil {
				told["refused"]++
			}
			if list, ok := s.Command.Command.(*voucher.UpdateFoodList); ok && (len(list.Rows) != 1 || int(list.Rows[0].Family) != trace.Ordinal+1) {
				t.Errorf("family %d: a list of %d rows that are not its own alone", trace.Ordinal, len(list.Rows))
			}
		case s.Event != nil:
			e := s.Event
			told["event "+e.Kind.String()]++
			switch e.Kind {
			case voucher.FoodVoucherCredited:
				credited += int64(e.Amount)
			case voucher.Purchased:
				spent += int64(e.Amount)
			case voucher.ReversalBooked, voucher.Refunded:
				if e.Code == 0 {
					spent -= int64(e.Amount)
				}
			case voucher.ReceiptIssued:
				if e.Count <= 1 {
					discount += int64(e.Balance)
				}
			}
			if e.Family != 0 && int(e.Family) != trace.Ordinal+1 || e.Person != 0 && (e.Person < trace.First || int(e.Person-trace.First) >= trace.Persons) {
				t.Errorf("family %d: an event of family %d, person %d", trace.Ordinal, e.Family, e.Person)
			}
		default:
			t.Errorf("family %d, step %d is empty", trace.Ordinal, i)
		}
	}
	l := &trace.Life
	if got, want := fmt.Sprint(credited, spent), fmt.Sprint(l.Sum(voucher.Food, simulator.Credited), l.Sum(voucher.Food, simulator.Spent)); got != want {
		t.Errorf("family %d: credited and spent %s in the steps, %s in sum", trace.Ordinal, got, want)
	}
	if corrected := l.Sum(voucher.Gas, simulator.Discount) != discount; corrected && told["command correct_volume"] == 0 {
		t.Errorf("family %d: discounts of %d in the steps, %d in sum, and no correction", trace.Ordinal, discount, l.Sum(voucher.Gas, simulator.Discount))
	}
}
