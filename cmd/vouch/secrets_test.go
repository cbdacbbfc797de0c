package main

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Neither the record of a run nor what is printed holds a secret with which the build
// was reached, however it was given: both are handed on (BOTH-PRIVACY-001).
func TestRecordHoldsNoSecretOfItsUser(t *testing.T) {
	const secret = "hunter2-of-the-pilot"
	t.Setenv("PILOT_SECRET", secret)
	settings := filepath.Join(t.TempDir(), "vouch.yaml")
	if err := os.WriteFile(settings, []byte("exec: sh -c 'exec vouch serve --stdio' ${PILOT_SECRET}\nseed: 7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	target := right(t, func(h http.Handler) http.Handler { return h })
	for _, tt := range []struct {
		name string
		args []string
		want string // in the manifest
	}{
		{"a header and a token", []string{"--target", target, "--header", "X-Tenant: " + secret, "--control-token", secret}, `"--header=X-Tenant: •••"`},
		{"a header from the environment", []string{"--target", target, "--header", "X-Tenant: ${PILOT_SECRET}"}, `"--header=X-Tenant: •••"`},
		{"a variable in settings", []string{"--config", settings}, "${PILOT_SECRET}"},
		{"an option of a command", []string{"--exec", "sh -c 'exec vouch serve --stdio' --api-token " + secret}, "--api-token •••"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "run")
			status, stdout, stderr := conforming(t, append([]string{"conform", "FOOD-EXPIRY-001/*", "--suite", "stories", "--no-oracle", "--out", out}, tt.args...)...)
			if status != exitOK {
				t.Fatalf("exit status %d, want 0\n%s%s", status, stdout, stderr)
			}
			if strings.Contains(stdout+stderr, secret) {
				t.Errorf("printed: %s%s\nwant the secret nowhere", stdout, stderr)
			}
			if err := filepath.WalkDir(out, func(name string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				text, err := os.ReadFile(name)
				if strings.Contains(string(text), secret) {
					t.Errorf("%s holds the secret", d.Name())
				}
				if d.Name() == manifestName && !strings.Contains(string(text), tt.want) {
					t.Errorf("the manifest has not %s, by which its reader sees how the run was made:\n%s", tt.want, text)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// A name and password in an address would stand in every report: whichever flag has
// them, nothing is asked.
func TestAddressesHoldNoPassword(t *testing.T) {
	const address = "http://pilot:hunter2@127.0.0.1:1"
	for _, args := range [][]string{
		{"conform", "--target", address},
		{"conform", "--target", "http://127.0.0.1:1", "--control-url", address + "/control/v1"},
		{"conform", "--target", "http://127.0.0.1:1", "--production", address},
		{"doctor", "--target", "http://127.0.0.1:1", "--production", address},
		{"doctor", "--target", "http://127.0.0.1:1", "--production", strings.TrimPrefix(address, "http://")},
	} {
		status, stdout, stderr := conforming(t, args...)
		if status != exitMisuse || !strings.Contains(stderr, "a name and password in an address") || strings.Contains(stdout+stderr, "hunter2") {
			t.Errorf("vouch %s: exit status %d and %q, want %d, why, and not the password", strings.Join(args, " "), status, stderr, exitMisuse)
		}
	}
}
