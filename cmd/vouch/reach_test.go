package main

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/mutant"
)

// TestTheCommandOfAFailureRepeatsIt: what a screen says to type, typed as it stands,
// shows the same failure.
func TestTheCommandOfAFailureRepeatsIt(t *testing.T) {
	screen := func(args ...string) string {
		var stdout, stderr bytes.Buffer
		if status := run(context.Background(), args, strings.NewReader(""), &stdout, &stderr); status != 1 {
			t.Fatalf("vouch %q ends with %d, want 1, a violation\n%s", args, status, stderr.String())
		}
		return stdout.String()
	}
	first := screen("conform", "GAS-WINDOW-001/window_last_day*", "--mutant", "gas-window-closes-a-day-late")
	line := regexp.MustCompile(`vouch (conform GAS-WINDOW-001/\S+ --mutant gas-window-closes-a-day-late --seed 1)\n`).FindStringSubmatch(strings.ReplaceAll(first, "\\\n", ""))
	if line == nil {
		t.Fatalf("no command that repeats the failure, with the flags that reached the build:\n%s", first)
	}
	check := strings.Fields(line[1])[1]
	if again := screen(strings.Fields(line[1])...); !strings.Contains(again, "FAIL  "+check) {
		t.Errorf("vouch %s shows another failure:\n%s", line[1], again)
	}
}

// TestTheCommandOfAFailureHoldsNoSecret: with whatever secrets a build was reached, the
// command that is shown has variables in their place, which a shell puts in.
func TestTheCommandOfAFailureHoldsNoSecret(t *testing.T) {
	const secret = "hunter2-of-the-pilot"
	m, ok := mutant.Lookup("gas-window-closes-a-day-late")
	if !ok {
		t.Fatal("no such mutant")
	}
	server, err := wire.NewServer(wire.ServerOptions{World: m.World(), ControlToken: secret})
	if err != nil {
		t.Fatal(err)
	}
	target := answering(t, server.ServeHTTP)
	status, stdout, stderr := conforming(t, "conform", "GAS-WINDOW-001/window_last_day*", "--suite", "stories", "--no-oracle",
		"--target", target, "--control-token", secret, "--header", "X-Tenant: "+secret)
	flat := strings.ReplaceAll(stdout, "\\\n", "")
	demandWords(t, status, exitBroken, flat+stderr, `--control-token "${VOUCH_CONTROL_TOKEN}"`, `--header "X-Tenant: ${X_TENANT}"`, "--target "+target)
	if strings.Contains(flat+stderr, secret) {
		t.Errorf("the secret is printed, want a variable in its place:\n%s%s", flat, stderr)
	}
}

func TestSecretsAreVariablesInAShell(t *testing.T) {
	for _, tt := range []struct{ text, want, why string }{
		{"http://127.0.0.1:8080", "http://127.0.0.1:8080", "nothing to quote"},
		{"node adapter.js", "'node adapter.js'", "one word"},
		{"it's", `'it'\''s'`, "a quote within"},
		{"${VOUCH_CONTROL_TOKEN}", `"${VOUCH_CONTROL_TOKEN}"`, "the shell puts the variable in"},
	} {
		if got := shellWord(tt.text); got != tt.want {
			t.Errorf("shellWord(%q) = %s, want %s: %s", tt.text, got, tt.want, tt.why)
		}
	}
}
