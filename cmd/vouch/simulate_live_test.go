package main

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// foodAlone is a world whose systems run one programme.
type foodAlone struct{ voucher.World }

func (f foodAlone) Capabilities(ctx context.Context) (voucher.Capabilities, error) {
	can, err := f.World.Capabilities(ctx)
	can.Programmes = voucher.Food
	return can, err
}

// TestAScenarioIsLivedOnAnyBuild: builds that answer alike end with
// one hash, and one that lacks a programme is told so beforehand.
func TestAScenarioIsLivedOnAnyBuild(t *testing.T) {
	served := func(world voucher.World) string {
		server, err := wire.NewServer(wire.ServerOptions{World: world})
		if err != nil {
			t.Fatal(err)
		}
		return answering(t, server.ServeHTTP)
	}
	const both = "kind: Scenario\nid: small\ntitle: Small\nhorizon: {from: 2026-02-01, to: 2026-02-28}\npopulation: {families: 40}\n"
	food := both + "programmes: [food]\n"
	hashes := map[string]string{}
	for _, row := range []struct {
		name, scenario, build string
		status                int
		want                  string
	}{
		{"both", both, served(reference.World{}), exitOK, "simulated 40 families"},
		{"food", food, served(foodAlone{reference.World{}}), exitOK, "simulated 40 families"},
		{"food", food, served(reference.World{}), exitOK, "simulated 40 families"},
		{"both", both, served(foodAlone{reference.World{}}), exitInconclusive, "runs food alone, and the scenario lives both; write programmes: [food] into it"},
		{"both", both, "http://127.0.0.1:1", exitInconclusive, "nobody was simulated: GET http://127.0.0.1:1/control/v1/capabilities: connection refused"},
	} {
		var stdout, stderr bytes.Buffer
		status := run(t.Context(), []string{"simulate", "-", "--target", row.build}, strings.NewReader(row.scenario), &stdout, &stderr)
		demandWords(t, status, row.status, stderr.String(), row.want)
		hash := regexp.MustCompile(`(?m)^replay hash: [0-9a-f]{64}$`).FindString(stdout.String())
		if known, ok := hashes[row.name]; status == exitOK && (hash == "" || ok && hash != known) {
			t.Errorf("%s on %s: %q, want a hash, and the same as on another build that answers alike: %q", row.name, row.build, hash, known)
		}
		if status == exitOK {
			hashes[row.name] = hash
		}
	}
}

func TestTimeLeftIsToldOnceItCanBeKnown(t *testing.T) {
	for _, tt := range []struct {
		after      time.Duration
		lived, all int64
		want       bool
		why        string
	}{
		{time.Millisecond, 1, 100_000, false, "a first block says nothing of the others"},
		{time.Second - 1, 4_999, 100_000, false, "just before both"},
		{time.Second, 1, 100_000, true, "a second has passed"},
		{time.Millisecond, 5_000, 100_000, true, "a twentieth is done"},
	} {
		if got := foreseeable(tt.after, tt.lived, tt.all); got != tt.want {
			t.Errorf("foreseeable(%v, %d, %d) = %v, want %v\n%s", tt.after, tt.lived, tt.all, got, tt.want, tt.why)
		}
	}
}
