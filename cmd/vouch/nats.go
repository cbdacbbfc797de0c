package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/simulator/cluster/broker"
)

// embeddedNATS is the word for a server inside this process, which nobody on another machine reaches.
const embeddedNATS = "embedded"

// hall is what the flags say of the NATS server at which those meet who do something together: a study and its workers,
// a load and its agents.
type hall struct {
	broker.Options
	address string // as it was given; "": none
}

// addNATS adds the flags of a NATS server. What is done over it stands in usage; where embedded, a server inside this
// process may be asked for.
func addNATS(cmd *cobra.Command, usage string, embedded bool) *hall {
	h := &hall{}
	noun := "URL"
	if embedded {
		noun, usage = embeddedNATS+"|URL", usage+"; embedded: one in this process, for this machine"
	}
	addFlag(cmd, "nats", noun, "", usage, func(text string) error {
		h.address = text
		return checkNATS(text, embedded)
	})
	addText(cmd, "nats-creds", "FILE", "credentials of a NATS user, as nsc writes them", &h.Creds)
	addText(cmd, "nats-nkey", "FILE", "seed of a NATS user", &h.NKey)
	addText(cmd, "nats-user", "NAME", "name of a NATS user, with --nats-password", &h.User)
	addText(cmd, "nats-password", "PASSWORD", "its password; better in VOUCH_NATS_PASSWORD, where nobody sees it", &h.Password)
	addText(cmd, "nats-token", "TOKEN", "token of the NATS server; better in VOUCH_NATS_TOKEN", &h.Token)
	addText(cmd, "nats-ca", "FILE", "certificates in PEM that the NATS server is trusted by", &h.CA)
	addText(cmd, "nats-cert", "FILE", "certificate in PEM that is shown to the NATS server", &h.Cert)
	addText(cmd, "nats-key", "FILE", "its key in PEM", &h.Key)
	return h
}

// checkNATS refuses what is no address of a server.
func checkNATS(text string, embedded bool) error {
	if strings.TrimSpace(text) == "" {
		return errors.New("nothing given")
	}
	if text == embeddedNATS {
		if !embedded {
			return errors.New("an embedded server is for the side that asks; give the address of a server, such as nats://HOST:4222")
		}
		return nil
	}
	for one := range strings.SplitSeq(text, ",") {
		if !strings.Contains(one, "://") {
			one = "nats://" + one
		}
		if u, err := url.Parse(one); err == nil && u.User != nil {
			return errors.New("a name and password in an address would stand in every report; give them with --nats-user and VOUCH_NATS_PASSWORD, or as VOUCH_NATS_TOKEN")
		}
	}
	return nil
}

// given reports whether a server was named. Flags that go with one and have none are refused.
func (h *hall) given(cmd *cobra.Command) (bool, error) {
	if h.address != "" {
		return true, nil
	}
	for _, name := range []string{"nats-creds", "nats-nkey", "nats-user", "nats-password", "nats-token", "nats-ca", "nats-cert", "nats-key"} {
		// A variable may be there for other commands, as in a job of CI.
		if cmd.Flags().Changed(name) && os.Getenv(environmentName(name)) == "" {
			return false, misuse("--%s goes with --nats, which was not given", name)
		}
	}
	return false, nil
}

// meeting is a connection, and the embedded server behind it where one was asked for.
type meeting struct {
	*nats.Conn
	reached broker.Options // how others on this machine come in
	server  *broker.Server // nil: it is somewhere else
}

// open starts the embedded server, if that is meant, with what it keeps in a folder, and connects. Whatever is told on
// the way goes to stderr. The caller closes the meeting.
func (h *hall) open(ctx context.Context, name, dir string, wait time.Duration, stderr io.Writer) (*meeting, error) {
	m := &meeting{reached: h.Options}
	m.reached.URL = h.address
	if h.address == embeddedNATS {
		if h.Creds+h.NKey+h.User+h.Password+h.Token+h.CA+h.Cert+h.Key != "" {
			return nil, misuse("an embedded server makes its own token; leave the other --nats flags out, or name a server that wants them")
		}
		var err error
		if m.server, err = broker.Embed(dir); err != nil {
			return nil, fault("--nats: %w", err)
		}
		m.reached = m.server.Options()
	}
	m.reached.Name, m.reached.Wait = name, wait
	m.reached.Told = func(text string) { fmt.Fprintln(stderr, "vouch: "+text) }
	var err error
	if m.Conn, err = broker.Dial(ctx, m.reached); err != nil {
		m.close()
		if ctx.Err() != nil {
			return nil, &failure{exitInterrupted, fmt.Errorf("interrupted before NATS at %s was reached", h.address)}
		}
		return nil, misuse("--nats: %w", err)
	}
	return m, nil
}

// close ends the connection and the embedded server.
func (m *meeting) close() {
	if m.Conn != nil {
		m.Close()
	}
	if m.server != nil {
		m.server.Shutdown()
	}
}

// environment is that of a program that meets at the same server: secrets stand in no command line.
func (m *meeting) environment() []string {
	all := os.Environ()
	for _, one := range []struct{ flag, value string }{
		{"nats", m.reached.URL}, {"nats-creds", m.reached.Creds}, {"nats-nkey", m.reached.NKey}, {"nats-user", m.reached.User},
		{"nats-password", m.reached.Password}, {"nats-token", m.reached.Token}, {"nats-ca", m.reached.CA}, {"nats-cert", m.reached.Cert}, {"nats-key", m.reached.Key},
	} {
		all = append(all, environmentName(one.flag)+"="+one.value)
	}
	return all
}
