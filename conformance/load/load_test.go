package load_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/load"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// served puts a world behind HTTP.
func served(t *testing.T, world voucher.World) load.Target {
	t.Helper()
	server, err := wire.NewServer(wire.ServerOptions{World: world})
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	return target(t, listener.URL)
}

func target(t *testing.T, url string) load.Target {
	t.Helper()
	client, err := wire.NewClient(url, wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close(context.Background()) })
	return load.Target{Client: client, URL: url, Own: true}
}

// often lets everything follow a purchase often, so that a short run sees it.
func often() load.Shares {
	return load.Shares{Reversal: 100_000, Refund: 150_000, Repeat: 200_000, Duplicate: 200_000, OtherBody: 100_000, Wallet: 200_000}
}

// driven drives a short run and checks the money.
func driven(t *testing.T, to load.Target, o load.Options, word string, rate float64, span time.Duration) (*load.Drive, *load.Money) {
	t.Helper()
	s, err := load.Open(t.Context(), to, o)
	if err != nil {
		t.Fatal(err)
	}
	p, err := load.ParseProfile(word, rate, span)
	if err != nil {
		t.Fatal(err)
	}
	d := s.Drive(t.Context(), p, true)
	return d, s.Check(t.Context())
}

// broken lists the assertions that do not hold.
func broken(m *load.Money) (words []string) {
	for _, a := range m.Asserted {
		if a.Broken > 0 {
			words = append(words, a.Assertion)
		}
	}
	return words
}

// samples are all violations in words.
func samples(m *load.Money) string {
	var all []string
	for _, a := range m.Asserted {
		all = append(all, a.Samples...)
	}
	return strings.Join(all, "\n")
}

func TestMoneyIsRightAfterALoadOnTheReference(t *testing.T) {
	_, m := driven(t, served(t, reference.World{}), load.Options{Families: 60, Stores: 3, Hot: 1, Shares: often(), Seed: 1, Connections: 16}, "constant", 400, 2*time.Second)
	if got := broken(m); len(got) > 0 || !m.Certain() {
		t.Fatalf("assertions %v do not hold, unread %q, want all to hold\n%s", got, m.Unread, samples(m))
	}
	if m.Purchases < 400 || m.Linearizable != m.Families || m.Families == 0 || m.DoubleSpends != 0 {
		t.Errorf("%d purchases, %d of %d families linearizable, %d double spends, want some hundred purchases in one order each", m.Purchases, m.Linearizable, m.Families, m.DoubleSpends)
	}
	for _, a := range m.Asserted {
		if a.Checked == 0 {
			t.Errorf("%s was held against nothing, want every assertion exercised", a.Assertion)
		}
	}
}

func TestGasVouchersAreActivatedOnce(t *testing.T) {
	_, m := driven(t, served(t, reference.World{}), load.Options{Workload: load.Gas, Families: 300, Shares: often(), Seed: 1, Connections: 8}, "constant", 150, time.Second)
	if got := broken(m); len(got) > 0 || !m.Certain() || m.Confirmed < 100 {
		t.Fatalf("assertions %v do not hold, unread %q, %d confirmed, want all to hold and some hundred confirmed\n%s", got, m.Unread, m.Confirmed, samples(m))
	}
}
