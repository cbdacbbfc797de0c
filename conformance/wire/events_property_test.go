package wire_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// telling is a world whose only system answers every command with the events
// that it is given.
type telling struct{ events []voucher.Event }

func (w *telling) New(context.Context, *voucher.Setup) (voucher.System, error) { return w, nil }
func (*telling) Capabilities(context.Context) (voucher.Capabilities, error) {
	return voucher.Capabilities{Name: "telling", Programmes: voucher.Both, Parties: []string{}, Worlds: true, Events: true, Settings: true, Choices: true}, nil
}
func (w *telling) Do(context.Context, voucher.Command) (voucher.Outcome, error) {
	return voucher.Outcome{Events: w.events}, nil
}
func (w *telling) Advance(context.Context, voucher.Instant) ([]voucher.Event, error) {
	return w.events, nil
}
func (*telling) Query(context.Context, *voucher.Query) (voucher.Record, error) {
	return voucher.Record{}, nil
}

// TestEventsGoOverTheWireWhole: every field of an event of any kind comes back,
// whether the kind gives it a meaning or not. Ids that the build makes are
// handles in the order in which they are seen.
func TestEventsGoOverTheWireWhole(t *testing.T) {
	world := &telling{}
	client, _, _ := serve(t, wire.ServerOptions{World: world}, wire.Options{})
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		e := drawEvent(t)
		world.events = []voucher.Event{e}
		system, err := client.Open(ctx, &voucher.Setup{At: 1})
		if err != nil {
			t.Fatal(err)
		}
		defer system.Close(ctx) //nolint:errcheck // the client closes what is left
		o, err := system.Do(ctx, opening)
		if err != nil || len(o.Events) != 1 {
			t.Fatalf("%s: %d events, %v", e.Kind, len(o.Events), err)
		}
		want := e
		if want.Voucher != 0 {
			want.Voucher = 1
		}
		switch got := o.Events[0]; {
		case want.Ref != 0 && isID(e.Kind):
			want.Ref = 1
			fallthrough
		default:
			if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
				t.Fatalf("%s came back otherwise (- sent, + got):\n%s", e.Kind, d)
			}
		}
	})
}

// isID reports whether Ref is an id that a build makes.
func isID(k voucher.EventKind) bool {
	switch k {
	case voucher.MessageSent, voucher.DeliveryReported, voucher.ReceiptIssued, voucher.Purchased, voucher.ReversalBooked, voucher.Refunded,
		voucher.LoanGranted, voucher.LoanPaidOut, voucher.LoanRepaid, voucher.AppealFiled, voucher.AppealAnswered:
		return true
	}
	return false
}

func drawEvent(t *rapid.T) voucher.Event {
	small := func(name string, most uint32) uint32 { return rapid.Uint32Range(0, most).Draw(t, name) }
	e := voucher.Event{
		At:   voucher.Instant(rapid.Int64Range(1, int64(voucher.At(2199, 1, 1, 0, 0, 0))).Draw(t, "at")),
		Kind: rapid.SampledFrom(voucher.EventKinds()).Draw(t, "kind"), Programme: voucher.Programme(small("programme", 3)),
		Code: uint8(small("code", 6)), Channel: voucher.Channel(small("channel", 4)), Person: voucher.PersonID(small("person", 9)),
		Family: voucher.FamilyID(small("family", 9)), Store: voucher.StoreID(small("store", 9)), Provider: voucher.ProviderID(small("provider", 9)),
		Goods: voucher.GoodsID(small("goods", 9)), Voucher: voucher.VoucherID(small("voucher", 9)), Ref: small("ref", 9), Count: small("count", 5),
		Amount: voucher.Money(rapid.Int64().Draw(t, "amount")), Paid: voucher.Money(rapid.Int64().Draw(t, "paid")),
		Balance: voucher.Money(rapid.Int64().Draw(t, "balance")), Quantity: rapid.Int64().Draw(t, "quantity"),
	}
	if rapid.Bool().Draw(t, "dated") {
		e.Month, e.Day = voucher.MonthOf(2026, 2), voucher.Date(2026, 2, 28)
		e.Until = voucher.At(2026, 3, 1, 0, 0, 0)
		e.Account, e.Territory = voucher.MakeAccountNumber(123, 7), 111010000
		e.Lines = []voucher.LineSplit{{Goods: 1, Eligible: true, Quantity: 1, Price: 2, Cost: 3, Discount: 4}, {}}
	}
	return e
}

// TestEventsAreToldWhereTheyAreAskedFor and nowhere else.
func TestEventsAreToldWhereTheyAreAskedFor(t *testing.T) {
	a := newAsker(t, wire.ServerOptions{})
	for i, tt := range []struct {
		header string
		want   bool
	}{{"yes", true}, {"", false}, {"no", false}, {"Yes", false}} {
		h := a.as(citizen)
		h.Set(wire.KeyHeader, string(rune('a'+i)))
		h.Set(wire.EventsHeader, tt.header)
		status, _, body := a.ask(http.MethodPost, wire.CommandPath+"open_wallet", h, `{"person":"1","via":"link"}`)
		want := `{}`
		if tt.want {
			want = `{"events":[{"at":"2026-02-04T12:00:00+05:00","kind":"wallet_opened","programme":"gas","person":"1","via":"link"}]}`
		}
		if status != 200 || string(body) != want {
			t.Errorf("%s %q: %d %s, want %s", wire.EventsHeader, tt.header, status, body, want)
		}
	}
}
