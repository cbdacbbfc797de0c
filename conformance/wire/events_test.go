package wire_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestEventsHaveTheMembersOfTheTable: what events hold on the wire is what the
// document's table of events says, over all histories; each kind has its row.
func TestEventsHaveTheMembersOfTheTable(t *testing.T) {
	seen := map[string]map[string]bool{}
	var current string
	client, _, url := serve(t, wire.ServerOptions{}, wire.Options{Transcript: func(e *wire.Exchange) {
		if e.RequestHeader.Get(wire.WorldHeader) != "" {
			current = e.RequestHeader.Get(wire.WorldHeader)
		}
	}})
	for _, script := range histories(t) {
		system, err := client.New(context.Background(), &script.Setup)
		if err != nil {
			t.Fatal(err)
		}
		scribe := voucher.Scribe{}
		for i := range script.Steps {
			if _, err := scribe.Play(context.Background(), system, &script.Steps[i]); err != nil {
				t.Fatal(err)
			}
		}
		answer, err := http.Get(url + wire.ControlPath + "/worlds/" + current + "/ledger")
		if err != nil {
			t.Fatal(err)
		}
		var page struct{ Events []map[string]any }
		err = json.NewDecoder(answer.Body).Decode(&page)
		if err := errors.Join(err, answer.Body.Close()); err != nil || len(page.Events) == 0 {
			t.Fatalf("%s: ledger of %d events, %v", script.Name, len(page.Events), err)
		}
		for _, e := range page.Events {
			kind := e["kind"].(string)
			if seen[kind] == nil {
				seen[kind] = map[string]bool{}
			}
			for name := range e {
				seen[kind][name] = true
			}
		}
	}
	for _, k := range voucher.EventKinds() {
		members := seen[k.String()]
		for _, always := range []string{"at", "kind", "programme"} {
			delete(members, always)
		}
		got := strings.Join(slices.Sorted(maps.Keys(members)), " ")
		want := strings.Fields(wire.EventMembers(k))
		slices.Sort(want)
		if got != strings.Join(want, " ") {
			t.Errorf("%s: members %q in the histories, the table says %q\nwho writes a build reads the table", k, got, strings.Join(want, " "))
		}
	}
}
