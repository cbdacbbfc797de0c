package conformance_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestCodesInWrongHands: each way to be wrong about a code fails the check that is about
// it in the suite access, and the reference fails none.
func TestCodesInWrongHands(t *testing.T) {
	const mine = "access_code_*"
	onlyPassesInProcess(t, trying(t, conformance.Target{World: reference.World{}}, "FOOD-QR-001/"+mine, "FOOD-PURCHASE-001/"+mine, "FOOD-PURCHASE-003/"+mine))
	for id, check := range map[string]string{
		"food-code-never-expires":        "FOOD-QR-001/access_code_after_its_end",
		"food-code-used-twice":           "FOOD-QR-001/access_code_replayed",
		"food-code-of-another-till-pays": "FOOD-QR-001/access_code_of_another_till",
		"food-suspended-store-redeems":   "FOOD-PURCHASE-001/access_code_at_a_suspended_store",
	} {
		m, ok := mutant.Lookup(id)
		if !ok {
			t.Fatalf("no wrong build is called %s", id)
		}
		if r := trying(t, conformance.Target{World: m.World()}, check).Results[0]; r.Verdict != conformance.Fail {
			t.Errorf("%s: %s is %s, want fail\n%s", id, check, r.Verdict, r.Text())
		}
	}
}

// anyStoreOpens is a world in which a store may stand anywhere.
type anyStoreOpens struct{ voucher.World }

func (w anyStoreOpens) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	moved := *s
	moved.Stores = append([]voucher.StoreSetup(nil), s.Stores...)
	for i := range moved.Stores {
		moved.Stores[i].Territory = s.Stores[0].Territory
	}
	inner, err := w.World.New(ctx, &moved)
	return preparing{inner}, err
}

// preparing lets a store that is registered have all that it needs.
type preparing struct{ voucher.System }

func (p preparing) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	o, err := p.System.Do(ctx, cmd)
	if r, ok := cmd.(*voucher.RegisterStore); ok && err == nil && o.Refusal == nil {
		till := voucher.Header{Key: voucher.KeyOf(9, uint64(r.Store)), Actor: voucher.Actor{Role: voucher.StoreTill, ID: uint32(r.Store)}}
		if _, err := p.System.Do(ctx, &voucher.IntegrateTill{Header: till, Store: r.Store}); err != nil {
			return o, err
		}
		till.Key = voucher.KeyOf(10, uint64(r.Store))
		if _, err := p.System.Do(ctx, &voucher.MarkGoods{Header: till, Store: r.Store, Goods: 1}); err != nil {
			return o, err
		}
	}
	return o, err
}

// TestACodeEndsToTheSecond: a build that tells one end and keeps another fails.
func TestACodeEndsToTheSecond(t *testing.T) {
	for _, seconds := range []int64{-1, 1, 2} {
		r := trying(t, conformance.Target{World: otherEnd{reference.World{}, seconds}}, "FOOD-QR-001/access_code_after_its_end").Results[0]
		if r.Verdict != conformance.Fail {
			t.Errorf("told %d s away from what is kept: %s, want fail\n%s", seconds, r.Verdict, r.Text())
		}
	}
}

// otherEnd tells another end of codes than it keeps.
type otherEnd struct {
	voucher.World
	seconds int64
}

func (w otherEnd) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	inner, err := w.World.New(ctx, s)
	return telling{inner, w.seconds}, err
}

type telling struct {
	voucher.System
	seconds int64
}

func (l telling) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	o, err := l.System.Do(ctx, cmd)
	if cmd.Kind() == voucher.KindShowCode && o.Result.Expires != 0 {
		o.Result.Expires = o.Result.Expires.Plus(l.seconds * voucher.Second)
	}
	return o, err
}

// TestACodeOutsideThePilot: a build that opens stores anywhere fails.
func TestACodeOutsideThePilot(t *testing.T) {
	r := trying(t, conformance.Target{World: anyStoreOpens{reference.World{}}}, "FOOD-PURCHASE-003/access_code_outside_the_pilot").Results[0]
	if r.Verdict != conformance.Fail {
		t.Errorf("%s, want fail: a store outside the pilot took the code\n%s", r.Verdict, r.Text())
	}
}

// oneSecret makes every world with the same secret.
type oneSecret struct{ voucher.World }

func (w oneSecret) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	same := *s
	same.Secret = [16]byte{1}
	return w.World.New(ctx, &same)
}

// TestCodesThatCanBeGuessed: codes that are counted, that come again in each world, that
// are known by a part, that bring the build down or cost the wallet something are found;
// the guesses are counted.
func TestCodesThatCanBeGuessed(t *testing.T) {
	const id = "FOOD-QR-001/access_code_predicted"
	counted, _ := mutant.Lookup("food-codes-are-counted")
	var wallets atomic.Int64
	purchase := func(answer func(w http.ResponseWriter, body []byte) bool) func(http.Handler) http.Handler {
		return func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "/purchase") {
					body := new(bytes.Buffer)
					_, _ = body.ReadFrom(r.Body) // a short one is refused by the build
					if answer(w, body.Bytes()) {
						return
					}
					r.Body = http.MaxBytesReader(w, nopCloser{body}, 1<<24)
				}
				h.ServeHTTP(w, r)
			})
		}
	}
	for _, tt := range []struct {
		name   string
		world  voucher.World
		around func(http.Handler) http.Handler
		want   conformance.Verdict
		say    string
	}{
		{"right", reference.World{}, nil, conformance.Pass, ""},
		{"counted up", counted.World(), nil, conformance.Fail, "next-in-sequence"},
		{"the same in each world", oneSecret{reference.World{}}, nil, conformance.Fail, "of-another-world"},
		{"a fault for a long code", reference.World{}, purchase(func(w http.ResponseWriter, body []byte) bool {
			if len(body) <= 1<<16 {
				return false
			}
			http.Error(w, "boom", http.StatusInternalServerError)
			return true
		}), conformance.Fail, "too-long"},
		{"tells what a guess was near to", reference.World{}, answers(func(_ string, body []byte) []byte {
			return bytes.ReplaceAll(body, []byte("code-unknown"), []byte("code-used"))
		}), conformance.Fail, "reason: code-used"},
		{"holds up who guesses", reference.World{}, purchase(func(w http.ResponseWriter, body []byte) bool {
			if !bytes.Contains(body, []byte("0000000000000000")) {
				return false
			}
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(http.StatusTooManyRequests)
			_, _ = w.Write([]byte(`{"type":"about:blank","title":"slow down","status":429}`))
			return true
		}), conformance.Pass, ""},
		{"a guess costs something", reference.World{}, answers(func(path string, body []byte) []byte {
			if strings.HasSuffix(path, "/food_wallet") && wallets.Add(1) > 1 {
				return bytes.Replace(body, []byte(`"left":`), []byte(`"left":1`), 1)
			}
			return body
		}), conformance.Fail, "after all guesses the wallet is as before them"},
	} {
		r := &trying(t, overHTTP(t, tt.world, tt.around), id).Results[0]
		if r.Verdict != tt.want || !strings.Contains(r.Text(), tt.say) {
			t.Errorf("%s: %s, want %s and %q\n%.1500s", tt.name, r.Verdict, tt.want, tt.say, r.Text())
		}
		if tt.name == "right" && (r.Cells == nil || r.Cells.Guesses < 200) {
			t.Errorf("%+v, want 200 guesses at least counted", r.Cells)
		}
	}
}

// nopCloser is a body that needs no closing.
type nopCloser struct{ *bytes.Buffer }

func (nopCloser) Close() error { return nil }
