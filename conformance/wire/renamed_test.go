package wire_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

var (
	ourIDs   = regexp.MustCompile(`"(voucher|message|purchase|receipt|loan|appeal|id)":"([vmprla])(\d+)"`)
	theirIDs = regexp.MustCompile(`"#([vmprla])/(\d+)"`)
	ourCodes = regexp.MustCompile(`"code":"([0-9a-f]{32})"`)
)

// TestHistoriesWithIDsOfAnotherKind: a build may call what it makes as it likes.
// Its texts come back to it as it made them, and histories hold handles.
func TestHistoriesWithIDsOfAnotherKind(t *testing.T) {
	good, err := wire.NewServer(wire.ServerOptions{World: reference.World{}})
	if err != nil {
		t.Fatal(err)
	}
	renamed := 0
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if bytes.Contains(body, []byte(`"loan":"l`)) || bytes.Contains(body, []byte(`"purchase":"p`)) || bytes.Contains(body, []byte(`"message":"m`)) {
			t.Errorf("%s %s: an id that this build has not made", r.URL.Path, body)
		}
		body = theirIDs.ReplaceAll(body, []byte(`"$1$2"`))
		body = bytes.ReplaceAll(body, []byte(`"qr:`), []byte(`"`))
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		q := r.URL.Query()
		for _, name := range []string{"loan", "appeal"} {
			if id := q.Get(name); strings.HasPrefix(id, "#") {
				q.Set(name, strings.ReplaceAll(id[1:], "/", ""))
			}
		}
		r.URL.RawQuery = q.Encode()
		recorder := httptest.NewRecorder()
		good.ServeHTTP(recorder, r)
		answer := recorder.Body.Bytes()
		if r.URL.Path != wire.DocumentPath {
			renamed += len(ourIDs.FindAll(answer, -1))
			answer = ourIDs.ReplaceAll(answer, []byte(`"$1":"#$2/$3"`))
			answer = ourCodes.ReplaceAll(answer, []byte(`"code":"qr:$1"`))
		}
		for name, values := range recorder.Header() {
			if name != "Content-Length" {
				w.Header()[name] = values
			}
		}
		w.WriteHeader(recorder.Code)
		_, _ = w.Write(answer)
	}))
	defer listener.Close()
	client, err := wire.NewClient(listener.URL, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	playAll(t, client)
	if renamed < 1000 {
		t.Errorf("%d ids were renamed, want those of all histories", renamed)
	}
}

// TestHandlesThatNobodyHas: a record that was not seen is asked for by a name
// that no build makes, so that it cannot hit one that is there.
func TestHandlesThatNobodyHas(t *testing.T) {
	client, _, _ := serve(t, wire.ServerOptions{}, wire.Options{})
	ctx := context.Background()
	system, err := client.Open(ctx, town())
	if err != nil {
		t.Fatal(err)
	}
	local := voucher.Actor{Role: voucher.LocalBody, ID: 110000000}
	other, err := client.Open(ctx, town())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*wire.System{system, other} {
		grant := &voucher.GrantLoan{Header: voucher.Header{Key: voucher.KeyOf(5, 5), Actor: local}, Store: 1, Amount: 100, Purpose: voucher.ForStock}
		register := &voucher.RegisterStore{Header: voucher.Header{Key: voucher.KeyOf(5, 4), Actor: local}, Store: 1}
		for _, c := range []voucher.Command{register, grant} {
			if o, err := s.Do(ctx, c); err != nil || o.Refusal != nil {
				t.Fatalf("%s: %v, %v", c.Kind(), o.Refusal, err)
			}
			if s == other {
				break // there the loan is not granted
			}
		}
	}
	for _, tt := range []struct {
		s    *wire.System
		loan voucher.LoanID
		want voucher.Reason
	}{{system, 1, 0}, {system, 2, voucher.RecordUnknown}, {other, 1, voucher.RecordUnknown}} {
		r, err := tt.s.Query(ctx, &voucher.Query{Kind: voucher.AskLoan, Loan: tt.loan, Actor: local})
		if err != nil || (r.Refusal == nil) != (tt.want == 0) || (r.Refusal != nil && r.Refusal.Reason != tt.want) {
			t.Errorf("loan %d: %v, %v, want %q", tt.loan, r.Refusal, err, tt.want)
		}
	}
	o, err := system.Do(ctx, &voucher.DisburseLoan{Header: voucher.Header{Key: voucher.KeyOf(5, 6), Actor: local}, Loan: 7})
	if err != nil || o.Refusal == nil || o.Refusal.Reason != voucher.RecordUnknown {
		t.Errorf("a loan that was not seen: %v, %v, want record-unknown", o.Refusal, err)
	}
}
