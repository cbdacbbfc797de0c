package study_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator/study"
)

// lossy is a world whose systems tell families that a purchase leaves a tenge less than tills were told.
type lossy struct{ voucher.World }

// New wraps a system.
func (l lossy) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	system, err := l.World.New(ctx, s)
	return lossySystem{system}, err
}

type lossySystem struct{ voucher.System }

// Do changes what is told of purchases.
func (l lossySystem) Do(ctx context.Context, c voucher.Command) (voucher.Outcome, error) {
	out, err := l.System.Do(ctx, c)
	out.Events = slices.Clone(out.Events)
	for i := range out.Events {
		if out.Events[i].Kind == voucher.Purchased {
			out.Events[i].Balance -= voucher.Tenge
		}
	}
	return out, err
}

// TestABrokenIdentityIsTold: identities hold in every run of the reference, each was looked at, and
// one that a build breaks is told with its figures.
func TestABrokenIdentityIsTold(t *testing.T) {
	const body = "scenarios: [food-two-mrp]\nreplications: 2\n"
	sound := live(t, small(t, body))
	for _, i := range sound.Identities {
		if i.Checked == 0 || i.Broken != 0 {
			t.Errorf("%s: broken %d times of %d, first %q; want it looked at, and to hold", i.ID, i.Broken, i.Checked, i.First)
		}
	}
	broken := small(t, body)
	broken.World = lossy{reference.World{}}
	told := live(t, broken)
	at := slices.IndexFunc(told.Broken(), func(i study.Identity) bool { return i.ID == "totals" })
	if at < 0 {
		t.Fatalf("%+v, want the totals not to add up", told.Identities)
	}
	if first := told.Broken()[at].First; !strings.HasPrefix(first, "pilots, run r0-p0-c0: ") || !strings.Contains(first, "tiyn") {
		t.Errorf("told %q, want the world, the run and the sums", first)
	}
	if !slices.ContainsFunc(told.Manifest.Warnings, func(w study.Warning) bool { return w.ID == study.IdentityBroken }) {
		t.Errorf("warnings %v, want the broken identity among them", told.Manifest.Warnings)
	}
}
