package wire_test

import (
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
)

// TestCommandLinesAreSplitAsTheirSystemWritesThem: a backslash takes the next
// character as it is, but on Windows it parts folders, and whoever copies a path from
// there writes it as it is.
func TestCommandLinesAreSplitAsTheirSystemWritesThem(t *testing.T) {
	for _, tt := range []struct {
		line          string
		unix, windows string // the words, parted by bars
	}{
		{`node adapter.mjs --stdio`, `node|adapter.mjs|--stdio`, `node|adapter.mjs|--stdio`},
		{`C:\x\build.exe --stdio`, `C:xbuild.exe|--stdio`, `C:\x\build.exe|--stdio`},
		{`"C:\Program Files\b.exe" -x`, `C:Program Filesb.exe|-x`, `C:\Program Files\b.exe|-x`},
		{`'C:\x y\b.exe' -x`, `C:\x y\b.exe|-x`, `C:\x y\b.exe|-x`},
		{`C:\x\`, `the command line ends`, `C:\x\`},
		{`my\ build -x`, `my build|-x`, `my\|build|-x`},
		{`echo "a \"b\"" ''`, `echo|a "b"|`, `echo|a \b\|`},
	} {
		for _, side := range []struct {
			name, want string
			separator  rune
		}{{"unix", tt.unix, '/'}, {"windows", tt.windows, '\\'}} {
			words, err := wire.SplitWords(tt.line, side.separator)
			got := strings.Join(words, "|")
			if err != nil {
				got = err.Error()
			}
			if got != side.want && (err == nil || !strings.HasPrefix(got, side.want)) {
				t.Errorf("%s on %s: %q, want %q", tt.line, side.name, got, side.want)
			}
		}
	}
}
