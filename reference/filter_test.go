package reference_test

import (
	"context"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestAFilterStandsBetweenDecidingAndEvolving: what a filter drops never was,
// what it changes or adds is what happened, for the caller and for the records.
func TestAFilterStandsBetweenDecidingAndEvolving(t *testing.T) {
	asked := voucher.At(2025, 10, 7, 0, 0, 0)
	for _, tt := range []struct {
		name   string
		filter func(e voucher.Event, pass func(voucher.Event))
		want   []voucher.Instant // of the SMS that the person has
		why    string
	}{
		{"none", nil, []voucher.Instant{asked}, "the question of the 7th"},
		{"passes on", func(e voucher.Event, pass func(voucher.Event)) { pass(e) }, []voucher.Instant{asked}, "as without a filter"},
		{"drops", func(e voucher.Event, pass func(voucher.Event)) {
			if e.Kind != voucher.MessageSent {
				pass(e)
			}
		}, nil, "an SMS that was dropped was not sent"},
		{"changes", func(e voucher.Event, pass func(voucher.Event)) {
			if e.Kind == voucher.MessageSent {
				e.At = asked.Plus(voucher.Second)
			}
			pass(e)
		}, []voucher.Instant{asked.Plus(voucher.Second)}, "the record is the event that was passed on"},
		{"doubles", func(e voucher.Event, pass func(voucher.Event)) {
			pass(e)
			if e.Kind == voucher.MessageSent {
				e.Ref, e.At = e.Ref+1, 0
				pass(e)
			}
		}, []voucher.Instant{asked, asked}, "both happened, at the present instant"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := gasWorld(1)
			m, err := reference.New(s)
			if err != nil {
				t.Fatal(err)
			}
			m.Filter(tt.filter)
			var journal []reference.Entry
			m.Record(func(e *reference.Entry) { journal = append(journal, e.Clone()) })
			list := &voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: 1, Reasons: voucher.SocialAssistance, Residence: 750000000}}}
			list.Key, list.Actor = voucher.KeyOf(0, 1), voucher.Actor{Role: voucher.ListOwner}
			if o, err := m.Do(context.Background(), list); err != nil || o.Refusal != nil {
				t.Fatalf("update: %v, %v", o.Refusal, err)
			}
			events, err := m.Advance(context.Background(), asked)
			if err != nil {
				t.Fatal(err)
			}
			if len(events) != len(tt.want) {
				t.Errorf("%d events on the 7th, want %d\n%s", len(events), len(tt.want), tt.why)
			}
			r, err := m.Query(context.Background(), &voucher.Query{Kind: voucher.AskMessages, Person: 1, Actor: voucher.Actor{Role: voucher.Citizen, ID: 1}})
			if err != nil || len(r.Messages) != len(tt.want) {
				t.Fatalf("%d SMS, %v, want %d\n%s", len(r.Messages), err, len(tt.want), tt.why)
			}
			for i, at := range tt.want {
				if r.Messages[i].At != at {
					t.Errorf("SMS %d at %s, want %s\n%s", i+1, r.Messages[i].At, at, tt.why)
				}
			}
			again, err := reference.Replay(s, journal, m.Now())
			if err != nil || again.StateDigest() != m.StateDigest() {
				t.Errorf("replay: %v, digest %016x, want %016x\nthe journal holds what happened", err, again.StateDigest(), m.StateDigest())
			}
		})
	}
}
