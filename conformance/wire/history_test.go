package wire_test

import (
	"context"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reference/voucher/scripttest"
)

// histories reads the text histories of the reference.
func histories(t *testing.T) []*voucher.Script { return scripttest.Read(t, "../../reference/testdata") }

// serve puts a world behind HTTP on a free port and returns a client of it.
func serve(t *testing.T, so wire.ServerOptions, co wire.Options) (*wire.Client, *wire.Server, string) {
	t.Helper()
	if so.World == nil && so.System == nil {
		so.World = reference.World{}
	}
	server, err := wire.NewServer(so)
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	client, err := wire.NewClient(listener.URL, co)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := client.Close(context.Background()); err != nil {
			t.Errorf("the worlds are not deleted: %v", err)
		}
	})
	return client, server, listener.URL
}

// TestHistoriesOverTheWire: a system behind HTTP answers as the same system in
// process, events included.
func TestHistoriesOverTheWire(t *testing.T) {
	client, server, _ := serve(t, wire.ServerOptions{}, wire.Options{})
	playAll(t, client)
	if n := server.Panics(); n != 0 {
		t.Errorf("%d panics behind the wire, want none", n)
	}
}

// playAll plays every history on a world and demands what the history expects.
func playAll(t *testing.T, world voucher.World) {
	t.Helper()
	ctx := context.Background()
	for _, script := range histories(t) {
		system, err := world.New(ctx, &script.Setup)
		if err != nil {
			t.Fatalf("%s: %v", script.Name, err)
		}
		scribe := voucher.Scribe{Hide: script.Hide}
		for i := range script.Steps {
			step := &script.Steps[i]
			got, err := scribe.Play(ctx, system, step)
			if err != nil {
				t.Errorf("%s:%d: %s: %v\na history can be lived over the wire", script.Name, step.Line, step.Text, err)
				break
			}
			if !slices.Equal(got, step.Expect) {
				t.Errorf("%s:%d: %s\nover the wire the answer differs (- in process, + over the wire):\n%s",
					script.Name, step.Line, step.Text, cmp.Diff(step.Expect, got))
				break
			}
		}
	}
}
