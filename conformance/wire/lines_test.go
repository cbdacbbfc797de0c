package wire_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestMain lets the tests run this binary as a build of the second door: what
// WIRE_BUILD names says how it behaves.
func TestMain(m *testing.M) {
	if name := os.Getenv("WIRE_BUILD"); name != "" {
		os.Exit(builds[name]())
	}
	os.Exit(m.Run())
}

// builds are the programs that the tests start.
var builds = map[string]func() int{
	"good": func() int {
		if err := wire.ServeLines(context.Background(), reference.World{}, os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return 0
	},
	"dies": func() int {
		fmt.Fprintln(os.Stderr, "starting")
		fmt.Fprintln(os.Stderr, "cannot open the database")
		return 3
	},
	"deaf": func() int { // reads no more some time before it ends
		_ = os.Stdin.Close()
		<-time.After(500 * time.Millisecond)
		return 3
	},
	"rubbish": func() int {
		fmt.Println("Listening on port 8080")
		_, _ = io.Copy(io.Discard, os.Stdin)
		return 0
	},
	"stranger": func() int {
		_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
		fmt.Println(`{"id":99,"closed":true}`)
		_, _ = io.Copy(io.Discard, os.Stdin)
		return 0
	},
	"hangs": func() int { select {} },
	"error": func() int {
		_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
		fmt.Println(`{"id":1,"error":"no connection to the register"}`)
		return 0
	},
	"unsupported": func() int {
		_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
		fmt.Println(`{"id":1,"unsupported":"no capabilities yet"}`)
		return 0
	},
}

// start runs this binary as a build.
func start(t *testing.T, build string, o wire.LineOptions) *wire.Subprocess {
	t.Helper()
	t.Setenv("WIRE_BUILD", build)
	p, err := wire.Exec(t.Context(), "'"+os.Args[0]+"' --a 'b c'", o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestWhoReadsNoMore: that the pipe to a program broke tells nobody anything; how the program has ended does. It is asked
// again and again, so that it is asked between the two.
func TestWhoReadsNoMore(t *testing.T) {
	p := start(t, "deaf", wire.LineOptions{Timeout: 20 * time.Second})
	defer p.Close() //nolint:errcheck // it has ended
	for {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		_, err := p.Capabilities(ctx)
		cancel()
		if errors.Is(err, context.DeadlineExceeded) {
			continue
		}
		if !errors.Is(err, wire.ErrEnded) || !strings.Contains(err.Error(), "exit status 3") {
			t.Errorf("a program that ends a while after it has stopped reading: %v, want how it ended", err)
		}
		return
	}
}

// TestHistoriesThroughTheSecondDoor: a system behind lines of JSON answers as the
// same system in process.
func TestHistoriesThroughTheSecondDoor(t *testing.T) {
	p := start(t, "good", wire.LineOptions{})
	playAll(t, p)
	if err := p.Close(); err != nil {
		t.Errorf("Close() = %v, want nil: the program ends with its input", err)
	}
	if _, err := p.Capabilities(t.Context()); err != nil {
		t.Errorf("capabilities are asked once, and were known: %v", err)
	}
	var gone *wire.Unreachable
	if _, err := p.New(t.Context(), &voucher.Setup{At: voucher.At(2026, 1, 1, 0, 0, 0)}); !errors.As(err, &gone) {
		t.Errorf("New after Close: %v, want *wire.Unreachable", err)
	}
}

// TestBadBuildsBehindTheSecondDoor: a program that dies, prints rubbish, answers
// what nobody asked, hangs or knows an error is told as what it is, with what it
// said, and nothing hangs.
func TestBadBuildsBehindTheSecondDoor(t *testing.T) {
	for _, tt := range []struct {
		build     string
		violation bool
		want      []string
	}{
		{"dies", false, []string{"capabilities: the build: it has ended: exit status 3", "cannot open the database"}},
		{"rubbish", true, []string{"capabilities:", "Listening on port 8080", "one JSON object"}},
		{"stranger", true, []string{"capabilities:", "an answer with id 99", "the id of a request that is not answered yet"}},
		{"hangs", false, []string{"capabilities: no whole answer within 300ms"}},
		{"error", true, []string{"capabilities: answered: the error no connection to the register"}},
	} {
		t.Run(tt.build, func(t *testing.T) {
			p := start(t, tt.build, wire.LineOptions{Timeout: 300 * time.Millisecond})
			if tt.build != "hangs" {
				p = nil
			}
			if p == nil {
				p = start(t, tt.build, wire.LineOptions{Timeout: 20 * time.Second})
			}
			_, err := p.Capabilities(t.Context())
			var v *wire.Violation
			var u *wire.Unreachable
			if got := errors.As(err, &v); err == nil || got != tt.violation || errors.As(err, &u) == tt.violation {
				t.Errorf("error %v (violation %v), want a violation: %v", err, got, tt.violation)
			}
			for _, want := range tt.want {
				if err != nil && !strings.Contains(err.Error(), want) {
					t.Errorf("error %q, want it to say %q", err, want)
				}
			}
			begun := time.Now()
			_ = p.Close() // how it ended was told
			if took := time.Since(begun); took > 8*time.Second {
				t.Errorf("Close took %s\nnothing hangs", took)
			}
		})
	}
}

func TestMissingAbilityBehindTheSecondDoor(t *testing.T) {
	p := start(t, "unsupported", wire.LineOptions{})
	defer p.Close() //nolint:errcheck // it has ended
	if _, err := p.Capabilities(t.Context()); !errors.Is(err, errors.ErrUnsupported) || !strings.Contains(err.Error(), "no capabilities yet") {
		t.Errorf("error %v, want errors.ErrUnsupported with the build's words", err)
	}
}

func TestCommandLines(t *testing.T) {
	for _, line := range []string{"", "   ", "'unclosed", `trailing\`, "/nowhere/is/such-a-program"} {
		if p, err := wire.Exec(t.Context(), line, wire.LineOptions{}); err == nil {
			_ = p.Close()
			t.Errorf("Exec(%q) is taken, want an error", line)
		}
	}
}

// TestLinesAnswerWhatIsWrong: every request gets an answer with its id, and the
// stream goes on.
func TestLinesAnswerWhatIsWrong(t *testing.T) {
	for _, tt := range []struct{ name, ask, want string }{
		{"no JSON", `what`, `"error":"malformed: this is no JSON object; write {…}"`},
		{"an unknown name", `{"id":1,"doo":"new"}`, `"error":"malformed: at /doo: the name is unknown; did you mean do?"`},
		{"a name twice", `{"id":1,"id":2}`, `stands twice`},
		{"null", `{"id":1,"do":null}`, `null is not taken`},
		{"nothing to do", `{"id":4}`, `{"id":4,"error":"no such world; write the one that new answered"}`},
		{"no setup", `{"id":5,"do":"new"}`, `{"id":5,"error":"malformed: at /setup`},
		{"an unknown world", `{"id":6,"do":"advance","world":"w9"}`, `{"id":6,"error":"no such world`},
		{"an unknown command", `{"id":7,"do":"command","world":"w1","command":"dance"}`, `{"id":7,"error":"malformed: at /command`},
		{"a command without a body", `{"id":8,"do":"command","world":"w1","command":"confirm"}`, `in /body nothing was sent`},
		{"a body at fault", `{"id":9,"do":"command","world":"w1","command":"confirm","body":{"person":1}}`, `in /body at /person: write id of a person`},
		{"a role at fault", `{"id":10,"do":"query","world":"w1","query":"ledger","actor":{"role":"king"}}`, `at /actor/role: write one of citizen`},
		{"an unknown query", `{"id":11,"do":"query","world":"w1","query":"dance"}`, `at /query`},
		{"nobody asks", `{"id":12,"do":"query","world":"w1","query":"ledger"}`, `{"id":12,"refused":{"reason":"role-not-allowed","requirement":"BOTH-ACCESS-001"}}`},
		{"a key at fault", `{"id":13,"do":"command","world":"w1","command":"confirm","key":"a b","body":{}}`, `at /key: write 1 to 64`},
		{"back in time", `{"id":14,"do":"advance","world":"w1","to":"2025-12-31T00:00:00+05:00"}`, `{"id":14,"error":"clock-backwards: the clock stands at 2026-01-01T00:00:00+05:00"}`},
		{"its end", `{"id":15,"do":"close","world":"w1"}`, `{"id":15,"closed":true}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			in := `{"id":0,"do":"new","setup":{"at":"2026-01-01T00:00:00+05:00"}}` + "\n\n" + tt.ask + "\n" + `{"id":77,"do":"capabilities"}`
			if err := wire.ServeLines(t.Context(), reference.World{}, strings.NewReader(in), &out); err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(strings.TrimSpace(out.String()), "\n")
			if len(lines) != 3 || lines[0] != `{"id":0,"world":"w1"}` || !strings.HasPrefix(lines[2], `{"id":77,"capabilities":{`) {
				t.Fatalf("answers %q, want three, the last about capabilities", lines)
			}
			if !strings.Contains(lines[1], tt.want) {
				t.Errorf("%s\nanswer %s\nwant   %s", tt.ask, lines[1], tt.want)
			}
		})
	}
}

// TestLinesAreAnsweredOneAfterTheOther: whatever the build behind them takes, nothing
// can race through them, and that is what they say.
func TestLinesAreAnsweredOneAfterTheOther(t *testing.T) {
	var out bytes.Buffer
	if err := wire.ServeLines(t.Context(), many{reference.World{}}, strings.NewReader(`{"id":1,"do":"capabilities"}`), &out); err != nil {
		t.Fatal(err)
	}
	if text := out.String(); !strings.Contains(text, `"clock":true`) || strings.Contains(text, "concurrent") {
		t.Errorf("capabilities %s; want those of the build without concurrent", text)
	}
}

// many is a build that takes several callers at a time.
type many struct{ voucher.World }

func (m many) Capabilities(ctx context.Context) (voucher.Capabilities, error) {
	c, err := m.World.Capabilities(ctx)
	c.Concurrent = true
	return c, err
}

// TestLinesStopWithTheContext: a server that reads from a terminal ends when it
// is told to.
func TestLinesStopWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	defer w.Close() //nolint:errcheck // a pipe in memory
	cancel()
	if err := wire.ServeLines(ctx, reference.World{}, r, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("ServeLines = %v, want context.Canceled", err)
	}
}
