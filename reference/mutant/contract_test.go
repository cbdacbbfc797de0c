package mutant_test

import (
	"context"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestDeclaredAndNotServed: what a build declares and does not serve is seen in what
// a command tells and in what is in force, beside a right build of the same setup.
func TestDeclaredAndNotServed(t *testing.T) {
	const days = 5
	told := func(w voucher.World) (events int, reminder int64) {
		setup := town(voucher.At(2026, 2, 3, 0, 0, 0))
		setup.Settings = []voucher.Setting{{Path: voucher.GasReminderAfter.String(), Value: days}}
		system, err := w.New(context.Background(), setup)
		if err != nil {
			t.Fatal(err)
		}
		c := &voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: 1, Reasons: voucher.SocialAssistance, Residence: 750000000}}}
		*c.Head() = voucher.Header{Key: voucher.KeyOf(1, 1), Actor: voucher.Actor{Role: voucher.ListOwner}}
		o, err := system.Do(context.Background(), c)
		if err != nil || o.Refusal != nil {
			t.Fatalf("update of the list: %v, %v", o.Refusal, err)
		}
		events = len(o.Events)
		r, err := system.Query(context.Background(), &voucher.Query{Kind: voucher.AskParameter, Actor: voucher.Actor{Role: voucher.AuthorisedBody},
			Parameter: voucher.GasReminderAfter.String(), Day: voucher.Date(2026, 2, 3)})
		if err != nil || r.Parameter == nil {
			t.Fatalf("parameter in force: %v, %v", r.Refusal, err)
		}
		return events, *r.Parameter
	}
	if events, reminder := told(reference.World{}); events == 0 || reminder != days {
		t.Fatalf("a right build tells %d events and reminds after %d days, want some and %d: the twin of what follows", events, reminder, days)
	}
	for id, wrong := range map[string]func(events int, reminder int64) bool{
		"both-events-declared-and-not-told":  func(events int, _ int64) bool { return events == 0 },
		"both-settings-declared-and-ignored": func(_ int, reminder int64) bool { return reminder != days },
	} {
		m, _ := mutant.Lookup(id)
		w := m.World()
		if events, reminder := told(w); !wrong(events, reminder) || w.Trips() == 0 {
			t.Errorf("%s: %d events, a reminder after %d days, %d trips; want what it declares missing, and counted", id, events, reminder, w.Trips())
		}
	}
}
