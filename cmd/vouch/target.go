package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// aim is what the flags say of the build that is asked.
type aim struct {
	url, control, controlToken string
	exec                       string
	execTyped                  func() string // as it was written, secrets masked
	mutant                     string
	header                     http.Header
	caFile                     string
	reasons                    string // file
	people                     string // file
	config                     string // file
	timeout                    time.Duration
	settle                     time.Duration
	meant                      *meant // what the file of settings says of the build
	pid                        int    // of the program that --exec has started; 0: none
}

// reachHelp says how the flags that name a build are written, for those who ask.
const reachHelp = `--exec starts a program without a shell: its line is split at blanks, '…' and "…"
hold a word together, and outside of '…' a backslash takes the next character as it
is; on Windows it parts folders and is itself.

`

// addAim adds the flags that say which build is asked and how it is reached.
func addAim(cmd *cobra.Command) *aim {
	a := &aim{header: http.Header{}, timeout: 10 * time.Second}
	a.addPlaces(cmd)
	addText(cmd, "exec", "COMMAND", "run this command and ask it over its standard input and output", &a.exec)
	a.execTyped = func() string { return wire.MaskedCommand(strings.Join(typed(cmd.Flags().Lookup("exec")), "")) }
	addText(cmd, "mutant", "ID", "ask a build that is wrong on purpose; vouch list mutants shows them", &a.mutant)
	complete(cmd, "mutant", mutantIDs())
	a.addHeaders(cmd)
	addText(cmd, "reasons", "FILE", "YAML table of the build's own reason codes: its-code: our-code", &a.reasons)
	addText(cmd, "people", "FILE", "YAML file of the build's own test identities, for one without worlds", &a.people)
	a.addTimes(cmd)
	return a
}

// addPlaces adds the flags that say where the build is.
func (a *aim) addPlaces(cmd *cobra.Command) {
	addConfig(cmd, &a.config)
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) (err error) {
		a.meant, err = fromConfig(cmd, a.config)
		return err
	}
	addWholeURL(cmd, "target", "address of the build, such as http://127.0.0.1:8080", &a.url)
	addWholeURL(cmd, "control-url", "its control plane (default: the address with /control/v1 behind it)", &a.control)
	addText(cmd, "control-token", "TOKEN", "bearer token of the control plane", &a.controlToken)
}

// addHeaders adds what goes along with every request.
func (a *aim) addHeaders(cmd *cobra.Command) {
	addFlag(cmd, "header", "NAME:VALUE", "", "header of every request; repeatable", func(text string) error {
		name, value, ok := strings.Cut(text, ":")
		if !ok || strings.TrimSpace(name) == "" {
			return fmt.Errorf("%q is no header; write it as X-Tenant: pilot", text)
		}
		a.header.Add(strings.TrimSpace(name), strings.TrimSpace(value))
		return nil
	}).repeats = true
	addText(cmd, "ca-file", "FILE", "certificates in PEM to trust beside the system's", &a.caFile)
}

// addTimes adds how long things may take.
func (a *aim) addTimes(cmd *cobra.Command) {
	addDuration(cmd, "timeout", "how long an answer may take", &a.timeout)
	addDuration(cmd, "settle", "how long effects of a reply or a list may take to show (default: none)", &a.settle)
}

// elsewhere reports whether another build than the own one is meant.
func (a *aim) elsewhere() bool { return a.url != "" || a.exec != "" || a.mutant != "" }

// addText adds a flag for a text.
func addText(cmd *cobra.Command, name, noun, usage string, into *string) {
	addFlag(cmd, name, noun, "", usage, func(text string) error {
		if strings.TrimSpace(text) == "" {
			return errors.New("nothing given")
		}
		*into = text
		return nil
	})
}

// addURL adds a flag for an address. Without a scheme it is meant over TLS.
func addURL(cmd *cobra.Command, name, usage string, into *string) {
	addFlag(cmd, name, "URL", "", usage, func(text string) error {
		*into = text
		return checkURL(text, withScheme(text))
	})
}

// addWholeURL adds a flag for an address that has to say whether TLS is spoken.
func addWholeURL(cmd *cobra.Command, name, usage string, into *string) {
	addFlag(cmd, name, "URL", "", usage, func(text string) error {
		*into = text
		return checkURL(text, text)
	})
}

// checkURL refuses what is no address of a build, or of its control plane. The whole
// text is the one with its scheme.
func checkURL(text, whole string) error {
	if strings.TrimSpace(text) == "" {
		return errors.New("nothing given")
	}
	completed, _ := url.Parse("http://" + text)
	u, err := url.Parse(whole)
	switch {
	case err == nil && u.User != nil, completed != nil && completed.User != nil:
		return errors.New("a name and password in an address would stand in every report; give them with --header 'Authorization: Basic …'")
	case !strings.Contains(whole, "://") && completed != nil && completed.Host != "":
		return fmt.Errorf("%q says not how it is spoken to; write http://%s, or https:// where it speaks TLS", text, text)
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%q is no address; write it as http://127.0.0.1:8080", text)
	}
	return nil
}

// addDuration adds a flag for a span of time.
func addDuration(cmd *cobra.Command, name, usage string, into *time.Duration) {
	text := ""
	if *into != 0 {
		text = into.String()
	}
	addFlag(cmd, name, "TIME", text, usage, func(text string) error {
		d, err := time.ParseDuration(text)
		if err != nil || d <= 0 {
			return fmt.Errorf("%q is no span of time; write it as 30s or 5m", text)
		}
		*into = d
		return nil
	})
}

func mutantIDs() (ids []string) {
	for _, m := range append(mutant.All(), mutant.Impostors()...) {
		ids = append(ids, m.ID)
	}
	return ids
}

// target makes what is asked. Without any of its flags that is the given world,
// in process. close ends what was begun; it may be called always.
func (a *aim) target(ctx context.Context, own voucher.World, transcript func(*wire.Exchange)) (t conformance.Target, end func(), err error) {
	end = func() {}
	given := 0
	for _, one := range []string{a.url, a.exec, a.mutant} {
		if one != "" {
			given++
		}
	}
	if given > 1 {
		return t, end, misuse("--target, --exec and --mutant name one build each; keep one")
	}
	for _, flag := range []struct{ name, value string }{{"people", a.people}, {"ca-file", a.caFile}, {"control-url", a.control}, {"control-token", a.controlToken}} {
		if flag.value != "" && a.url == "" {
			return t, end, misuse("--%s goes with --target, which was not given", flag.name)
		}
	}
	if a.reasons != "" && a.url == "" && a.exec == "" {
		return t, end, misuse("--reasons goes with --target or --exec, which were not given")
	}
	switch {
	case a.url != "":
		return a.overHTTP(ctx, transcript)
	case a.exec != "":
		reasons, err := a.foreignReasons()
		if err != nil {
			return t, end, err
		}
		world, err := wire.Exec(ctx, a.exec, wire.LineOptions{Timeout: a.timeout, Reasons: reasons})
		if err != nil {
			return t, end, misuse("--exec %q: %w", a.exec, err)
		}
		a.pid = world.Pid()
		return conformance.Target{World: a.meant.of(world), Address: cmp.Or(a.execTyped(), a.exec)}, func() { _ = world.Close() }, nil
	case a.mutant != "":
		m, ok := mutant.Lookup(a.mutant)
		if !ok {
			return t, end, misuse("--mutant: %q is unknown%s", a.mutant, nearOnly(a.mutant, mutantIDs(), "vouch list mutants shows them"))
		}
		return mutantTarget(&m, m.World()), end, nil
	}
	return conformance.Target{World: conformance.Shared(own), Address: inProcess, Restart: conformance.RestartShared(reference.World{}.Restart)}, end, nil
}

// asked makes what is asked and hands it over, with a context that a signal to
// stop ends; what was begun is ended afterwards.
func (a *aim) asked(cmd *cobra.Command, own voucher.World, ask func(context.Context, conformance.Target) error) error {
	ctx, stop := untilStopped(cmd.Context())
	defer stop()
	target, end, err := a.target(ctx, own, nil)
	if err != nil {
		return err
	}
	defer end()
	return ask(ctx, target)
}

// How builds that are not reached by a URL or a command are called in reports.
const (
	inProcess     = "in process"
	mutantAddress = "mutant "
)

// clockMoves is how many answers' time a move of the clock over months may take.
const clockMoves = 6

func (a *aim) overHTTP(ctx context.Context, transcript func(*wire.Exchange)) (t conformance.Target, end func(), err error) {
	end = func() {}
	o := wire.Options{Control: a.control, ControlToken: a.controlToken, Header: a.header, CAFile: a.caFile,
		Timeout: a.timeout, ControlTimeout: clockMoves * a.timeout, Settle: a.settle, Transcript: transcript}
	if o.Reasons, err = a.foreignReasons(); err != nil {
		return t, end, err
	}
	if a.people != "" {
		if err := a.ownPeople(&o); err != nil {
			return t, end, err
		}
	}
	if _, err := wire.Trusting(a.caFile); err != nil {
		return t, end, misuse("--ca-file: %w", err)
	}
	client, err := wire.NewClient(a.url, o)
	if err != nil {
		return t, end, misuse("--target: %w", err)
	}
	end = func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), a.timeout)
		defer cancel()
		_ = client.Close(ctx) // worlds that stay make room by themselves
	}
	return conformance.Target{World: a.meant.of(client), Wire: client, Address: a.url}, end, nil
}

// production makes a client of the build in production mode, as the flags say how it
// is reached: its control plane is looked for under the path that the test build has
// it under. Without an address it is nil.
func (a *aim) production(address string, transcript func(*wire.Exchange)) (*wire.Client, error) {
	if address == "" {
		return nil, nil
	}
	address = withScheme(address)
	o := wire.Options{Header: a.header, CAFile: a.caFile, Timeout: a.timeout, Transcript: transcript}
	if control, err := url.Parse(a.control); err == nil && strings.Trim(control.Path, "/") != "" {
		o.Control = strings.TrimSuffix(address, "/") + control.Path
	}
	client, err := wire.NewClient(address, o)
	if err != nil {
		return nil, misuse("--production: %w", err)
	}
	return client, nil
}

// foreignReasons reads the table of the build's own codes.
func (a *aim) foreignReasons() (map[string]voucher.Reason, error) {
	if a.reasons == "" {
		return nil, nil
	}
	data, err := readNamed("--reasons", a.reasons)
	if err != nil {
		return nil, err
	}
	table := map[string]reasonWord{}
	if err := scenarios.ReadSettings(a.reasons, "THEIR-CODE: voucher-expired", data, &table); err != nil {
		return nil, misuse("--reasons %w", err)
	}
	reasons := map[string]voucher.Reason{}
	for theirs, ours := range table {
		reasons[theirs] = voucher.Reason(ours)
	}
	return reasons, nil
}

// reasonWord is a reason of the contract.
type reasonWord voucher.Reason

// UnmarshalText reads the word of a reason.
func (r *reasonWord) UnmarshalText(text []byte) error {
	reason, ok := voucher.ParseReason(string(text))
	if !ok {
		var known []string
		for _, one := range voucher.AllReasons() {
			known = append(known, one.String())
		}
		return fmt.Errorf("%q is no reason of the contract%s", text, reasonHint(string(text), known))
	}
	*r = reasonWord(reason)
	return nil
}

// reasonHint names the reason that was most likely meant.
func reasonHint(word string, known []string) string {
	if near := voucher.Nearest(word, known); near != "" {
		return "; did you mean " + near + "?"
	}
	return "; the reasons stand in what vouch openapi prints, such as " + known[0]
}
