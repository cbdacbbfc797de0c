package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// fileWith writes a file that is there until the test ends.
func fileWith(t *testing.T, name, content string) string {
	t.Helper()
	at := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(at, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return at
}

// TestFilesOfSettingsAreReadStrictly: a line that is not read would change nothing,
// and nobody would know. Each file is refused before anything is asked, with the
// place and what to write instead.
func TestFilesOfSettingsAreReadStrictly(t *testing.T) {
	const people = "build: {programmes: food, parties: [store], reasons: true}\n"
	for _, row := range []struct{ name, flag, content, want string }{
		{"settings: a second document", "config", "timeout: 5s\n---\ntarget: http://127.0.0.1:2\n", "f.yaml:2:1: a second document begins"},
		{"settings: a key twice", "config", "timeout: 5s\ntimeout: 6s\n", `f.yaml:2:1: the key "timeout" stands twice, first on line 1`},
		{"settings: an unknown key", "config", "timeout: 5s\ntargt: x\n", `f.yaml:2:1: unknown key "targt"; did you mean target?`},
		{"settings: a bad value", "config", "timeout: soon\n", `f.yaml:1:1: timeout: "soon" is no span of time`},
		{"settings: a variable that is not set", "config", "header: 'X-Tenant: ${VOUCH_TEST_NOBODY}'\n", "f.yaml:1:1: header: the environment variable VOUCH_TEST_NOBODY is empty; set it"},
		{"settings: a party that is none", "config", "parties: [wallet, stor]\n", `f.yaml:1:1: "stor" is no party; did you mean store?`},
		{"settings: a reading that is none", "config", "readings:\n  G11: end_of_29\n", `f.yaml:2:3: reading "G11" is unknown; choose one of G02, G04`},
		{"settings: a choice that is none", "config", "readings:\n  G10: end_of_28\n", `f.yaml:2:3: reading G10 has no choice "end_of_28"; did you mean end_of_29?`},
		{"codes: a second document", "reasons", "E-1: voucher-expired\n---\nE-2: no-ground\n", "f.yaml:2:1: a second document begins"},
		{"codes: a reason that is none", "reasons", "E-1: no-ground\nE-2: voucher-expird\n", `f.yaml:2:6: E-2: "voucher-expird" is no reason of the contract; did you mean voucher-expired?`},
		{"people: a second document", "people", people + "---\n" + people, "f.yaml:2:1: a second document begins"},
		{"people: a party that is none", "people", "build:\n  programmes: food\n  parties: [stor]\n", `f.yaml:3:13: build.parties: "stor" is no party; did you mean store?`},
		{"people: a role that is none", "people", people + "tokens:\n  authorized_body: x\n", `f.yaml:3:3: tokens: unknown key "authorized_body", did you mean authorised_body?`},
		{"people: no programme", "people", "build: {parties: [store]}\n", "f.yaml:1:8: build.programmes is missing; write gas, food or both"},
		{"people: nobody's id", "people", people + "people:\n  - token: x\n", "f.yaml:3:5: id is missing"},
		{"people: a territory that is none", "people", people + "local_bodies: [{territory: '11', token: x}]\n", `f.yaml:2:28: local_bodies.territory: territory "11" is not a КАТО code`},
		{"people: a token that is not set", "people", people + "operators: [{token: '${VOUCH_TEST_NOBODY}'}]\n", "f.yaml:2:21: operators.token: the environment variable VOUCH_TEST_NOBODY is empty"},
		{"known failures: a second document", "known", "known_failures: []\n---\nknown_failures: []\n", "f.yaml:2:1: a second document begins"},
	} {
		t.Run(row.name, func(t *testing.T) {
			file := fileWith(t, "f.yaml", row.content)
			status, stdout, stderr := conforming(t, "conform", "--target", "http://127.0.0.1:1", "--"+row.flag, file)
			if status != exitMisuse || stdout != "" || !strings.Contains(stderr, row.want) {
				t.Errorf("exit status %d, want 2\nwant the words %q in %q, and nothing printed: %q", status, row.want, stderr, stdout)
			}
		})
	}
}

// TestSecretsAreTakenAsTheyAre: a token may hold a dollar sign; only the file of
// settings names variables, and what stands in them is not read again.
func TestSecretsAreTakenAsTheyAre(t *testing.T) {
	t.Setenv("VOUCH_TEST_TOKEN", "pa$$word$HOME")
	got := make(chan http.Header, 1)
	build := answering(t, func(w http.ResponseWriter, r *http.Request) {
		select {
		case got <- r.Header.Clone():
		default:
		}
		w.WriteHeader(http.StatusNotFound)
	})
	file := fileWith(t, "f.yaml", "target: "+build+"\ncontrol-token: ${VOUCH_TEST_TOKEN}\nheader: ['X-Key: ${VOUCH_TEST_TOKEN}', 'X-Tenant: pilot']\n")
	if status, _, stderr := conforming(t, "conform", "--config", file); status != exitInconclusive {
		t.Fatalf("exit status %d: %s", status, stderr)
	}
	h := <-got
	if h.Get("Authorization") != "Bearer pa$$word$HOME" || h.Get("X-Key") != "pa$$word$HOME" || h.Get("X-Tenant") != "pilot" {
		t.Errorf("sent %v, want the token as the variable holds it, and every header of the list", h)
	}
}

// TestEverybodyMayHaveATokenInTheFileOfPeople: a role that cannot come is a role
// whose demands nobody can look at.
func TestEverybodyMayHaveATokenInTheFileOfPeople(t *testing.T) {
	t.Setenv("VOUCH_TEST_TOKEN", "t-akim")
	a := &aim{people: fileWith(t, "people.yaml", `build: {name: ours, programmes: both, parties: [wallet, store], readings: {F10: two_step}, reasons: true}
people: [{id: "990101000000", token: t-citizen}]
families: [{id: F-1}]
stores: [{id: S-1, token: t-store}]
goods: [{id: G-1}]
providers: [{id: P-1, token: t-provider}]
operators: [{token: t-first}, {token: t-second}]
local_bodies: [{territory: "110000000", token: "${VOUCH_TEST_TOKEN}"}]
tokens: {gateway: t-gateway, list_owner: t-list, authorised_body: t-body}
`)}
	var o wire.Options
	if err := a.ownPeople(&o); err != nil {
		t.Fatal(err)
	}
	if got := o.Capabilities.Readings.Choice(voucher.F10); got != "two_step" {
		t.Errorf("reading F10 is %s, want two_step as the file says", got)
	}
	for _, row := range []struct {
		who  voucher.Actor
		want string
	}{
		{voucher.Actor{Role: voucher.Citizen, ID: 1}, "t-citizen"},
		{voucher.Actor{Role: voucher.Operator, ID: 2}, "t-second"},
		{voucher.Actor{Role: voucher.Gateway}, "t-gateway"},
		{voucher.Actor{Role: voucher.StoreTill, ID: 1}, "t-store"},
		{voucher.Actor{Role: voucher.GasProvider, ID: 1}, "t-provider"},
		{voucher.Actor{Role: voucher.ListOwner}, "t-list"},
		{voucher.Actor{Role: voucher.LocalBody, ID: 110000000}, "t-akim"},
		{voucher.Actor{Role: voucher.AuthorisedBody}, "t-body"},
	} {
		if got, err := o.Token(t.Context(), row.who); got != row.want || err != nil {
			t.Errorf("token of %v = %q, %v; want %q", row.who, got, err, row.want)
		}
	}
	for who, want := range map[voucher.Actor]string{
		{Role: voucher.Operator, ID: 3}:          "token of the entry 3 of operators",
		{Role: voucher.LocalBody, ID: 550000000}: `local_bodies: [{territory: "550000000", token: …}]`,
	} {
		if _, err := o.Token(t.Context(), who); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("token of %v: error %v, want the words %q", who, err, want)
		}
	}
}

// TestABuildIsWhatItsTeamSays: a build that forgets a party, or reads a question
// otherwise than its team thinks, would be judged by something else, and pass.
func TestABuildIsWhatItsTeamSays(t *testing.T) {
	build := right(t, func(h http.Handler) http.Handler { return h })
	whole := "parties: [portal, wallet, provider, list, store, local_body, traceability]\n"
	for _, row := range []struct {
		name, file string
		want       int
		say        string
	}{
		{"nothing is said", "timeout: 10s\n", exitOK, ""},
		{"the same is said", whole + "readings: {G10: end_of_29}\n", exitOK, ""},
		{"another reading", "readings: {G10: until_start_of_29}\n", exitInconclusive, "reading G10 is until_start_of_29 there, and end_of_29 in the build"},
		{"a party less", "parties: [wallet]\n", exitInconclusive, "party store is played by the build, and not named there"},
	} {
		t.Run(row.name, func(t *testing.T) {
			file := fileWith(t, "f.yaml", row.file)
			status, stdout, stderr := conforming(t, "conform", "GAS-WINDOW-001/window_last_day", "--target", build, "--config", file)
			if status != row.want || !strings.Contains(stderr, row.say) {
				t.Errorf("exit status %d, want %d, and the words %q in %s\n%s", status, row.want, row.say, stderr, stdout)
			}
		})
	}
}

// TestVariablesOfOtherCommandsAreNoMistake: a job sets the token once for all its
// steps, and a warning at each of the others would hide the one that counts.
func TestVariablesOfOtherCommandsAreNoMistake(t *testing.T) {
	t.Setenv("VOUCH_CONTROL_TOKEN", "x")
	t.Setenv("VOUCH_CONTROL_TOKN", "x")
	_, _, stderr := conforming(t, "init", "--lang", "node", "--dir", t.TempDir())
	if strings.Contains(stderr, "VOUCH_CONTROL_TOKEN is no flag") || !strings.Contains(stderr, "VOUCH_CONTROL_TOKN is no flag") {
		t.Errorf("said %q, want a word on VOUCH_CONTROL_TOKN and none on VOUCH_CONTROL_TOKEN, which doctor reads", stderr)
	}
}

// TestAFileOfAKitServesLoadToo: profile is what a build is held to, and no shape of a
// rate; what a command lacks is passed over, in the file and in the environment.
func TestAFileOfAKitServesLoadToo(t *testing.T) {
	kit := t.TempDir()
	if status, _, stderr := conforming(t, "init", "--lang", "node", "--profile", "food-core", "--dir", kit); status != exitOK {
		t.Fatalf("exit status %d: %s", status, stderr)
	}
	t.Setenv("VOUCH_PROFILE", "food-core")
	build := right(t, func(h http.Handler) http.Handler { return h })
	status, stdout, stderr := conforming(t, "load", "--config", filepath.Join(kit, "vouch.yaml"), "--target", build, "--closed", "2", "--for", "200ms", "--families", "50", "--stores", "2")
	// A machine that is busy with much else may load too little to be trusted, which is not asked here.
	if (status != exitOK && status != exitInconclusive) || !strings.Contains(stdout, "The money afterwards") || strings.Contains(stderr, "VOUCH_PROFILE") {
		t.Errorf("exit status %d, want a load, and no word on VOUCH_PROFILE: %s\n%s", status, stderr, stdout)
	}
}

// TestAControlPlaneGoesWithItsTarget: where the command line names another build than
// the file, the file's control plane is that of the file's build; its clock would be
// moved, and the other judged by it.
func TestAControlPlaneGoesWithItsTarget(t *testing.T) {
	var asked atomic.Int64
	first := right(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			h.ServeHTTP(w, r)
		})
	})
	second := right(t, func(h http.Handler) http.Handler {
		mux := http.NewServeMux()
		mux.Handle("/", h)
		mux.Handle(wire.ControlPath+"/", http.NotFoundHandler())
		mux.Handle("/hidden/", http.StripPrefix("/hidden", h))
		return mux
	})
	own := right(t, func(h http.Handler) http.Handler { return h })
	whole := fileWith(t, "vouch.yaml", "control-url: "+first+"/control/v1\ntarget: "+first+"\n")
	alone := fileWith(t, "control.yaml", "control-url: "+second+"/hidden/control/v1\n")
	same := fileWith(t, "same.yaml", "target: "+second+"\ncontrol-url: "+second+"/hidden/control/v1\n")
	for _, row := range []struct {
		name string
		args []string
		env  string
		want int
		why  string
	}{
		{"another target is typed", []string{"--config", whole, "--target", own}, "", exitOK, "the control plane is below it"},
		{"another target in the environment", []string{"--config", whole}, own, exitOK, "that is above the file too"},
		{"its control plane is typed too", []string{"--config", whole, "--target", own, "--control-url", own + "/control/v1"}, "", exitOK, "what is typed counts"},
		{"the same target is typed", []string{"--config", same, "--target", second}, "", exitOK, "it is the file's build"},
		{"the file names no target", []string{"--config", alone, "--target", second}, "", exitOK, "it is of no other build"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Setenv("VOUCH_TARGET", row.env)
			asked.Store(0)
			args := append([]string{"conform", "GAS-WINDOW-001/window_last_day"}, row.args...)
			if status, _, stderr := conforming(t, args...); status != row.want || asked.Load() != 0 {
				t.Errorf("exit status %d, want %d; the file's build was asked %d times, want none\n%s\n%s", status, row.want, asked.Load(), row.why, stderr)
			}
		})
	}
}
