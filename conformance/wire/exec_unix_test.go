//go:build unix

package wire_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
)

// A program's children end with it, however it ends: one that held on to a port
// would stand in the next run's way.
func TestChildrenOfABuildEndWithIt(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no shell to start a child with")
	}
	for _, tt := range []struct {
		name, script string // $1 is a pipe: whoever has it open lives
		cancel       bool   // the context ends, instead of Close
	}{
		{"the build ends, its child does not", `sleep 600 >"$1" 2>/dev/null <&1 & cat >/dev/null`, false},
		{"its child holds its answers open", `sleep 600 3>"$1" & cat >/dev/null`, false},
		{"neither ends", `sleep 600 >"$1" 2>/dev/null & exec sleep 600`, false},
		{"the run is called off", `sleep 600 >"$1" 2>/dev/null & exec sleep 600`, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pipe := filepath.Join(t.TempDir(), "lives")
			if err := syscall.Mkfifo(pipe, 0o600); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			build, err := wire.Exec(ctx, fmt.Sprintf("sh -c '%s' sh '%s'", tt.script, pipe), wire.LineOptions{})
			if err != nil {
				t.Fatal(err)
			}
			lives, err := os.Open(pipe) // comes back when the child has it
			if err != nil {
				t.Fatal(err)
			}
			defer lives.Close() //nolint:errcheck // only read
			if tt.cancel {
				cancel()
			}
			_ = build.Close() // how it ended is not the question
			gone := make(chan error, 1)
			go func() {
				_, err := io.Copy(io.Discard, lives)
				gone <- err
			}()
			select {
			case err := <-gone:
				if err != nil {
					t.Error(err)
				}
			case <-time.After(20 * time.Second):
				t.Error("a child of the build lives on, want it ended with the build")
			}
		})
	}
}
