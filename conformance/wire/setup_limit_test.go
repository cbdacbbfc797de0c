package wire_test

import (
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
)

// TestNumbersOfASetupAreBounded: families and operators are a number in a setup, so that
// one digit more could take all memory. Up to 2^20 they are taken, and one more is
// refused where it stands, over HTTP before any memory is taken (BOTH-INPUT-001).
func TestNumbersOfASetupAreBounded(t *testing.T) {
	const most = 1 << 20
	for _, name := range []string{"families", "operators"} {
		for _, tt := range []struct {
			n    int64
			want string // in the error; "": it is read
		}{{most - 1, ""}, {most, ""}, {most + 1, "write at most 1048576"}, {1 << 31, "/" + name}, {1 << 62, "/" + name}} {
			text := fmt.Sprintf(`{"at":"2026-02-04T12:00:00+05:00",%q:%d}`, name, tt.n)
			s, err := wire.ReadSetup([]byte(text))
			switch {
			case tt.want == "" && (err != nil || int64(s.Families+s.Operators) != tt.n):
				t.Errorf("%s %d: %v, want it read", name, tt.n, err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "/"+name)):
				t.Errorf("%s %d: %v, want %q and where it stands", name, tt.n, err, tt.want)
			}
		}
	}
	_, _, url := serve(t, wire.ServerOptions{World: reference.World{}}, wire.Options{})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, n := range []int64{most + 1, 1 << 31, 1 << 40} {
		r, err := http.Post(url+wire.ControlPath+"/worlds", "application/json", strings.NewReader(fmt.Sprintf(`{"at":"2026-02-04T12:00:00+05:00","families":%d}`, n)))
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close() // only the status counts
		if r.StatusCode != http.StatusBadRequest {
			t.Errorf("a world of %d families: status %d, want 400", n, r.StatusCode)
		}
	}
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 16<<20 {
		t.Errorf("refusing three worlds took %d bytes, want next to none", took)
	}
}
