// Package broker reaches a NATS server: it knows addresses, credentials and TLS, says in words why a server is not
// reached and what to do, starts a server inside this process, and counts who is there and which version each runs.
// It must not know what is done over the connection: studies, loads and their workers stand above it.
package broker

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

// Options say where the server is and who asks. The zero value of each but URL leaves it out.
type Options struct {
	URL string // nats://HOST:PORT, tls://, ws:// or wss://; several of one cluster with commas between

	Creds    string // file of a user's JWT and key, as nsc writes it
	NKey     string // file of a user's seed
	User     string
	Password string
	Token    string

	CA   string // file of certificates in PEM to trust instead of the system's; the server then has to speak TLS
	Cert string // file of the own certificate, with Key
	Key  string

	Name string        // under which the server lists the connection
	Wait time.Duration // for a server that is just starting; 0: it has to be there
	// Told is called, from other goroutines, when the connection is lost, when it is there again, and with what the
	// server complains about. nil: nobody is told.
	Told func(text string)
}

// How long things may take, and how soon a dead connection is noticed.
const (
	dialTimeout = 5 * time.Second
	keepTimeout = 20 * time.Second // for what a server writes to its disk first, which others may be using
	redialEvery = 500 * time.Millisecond
	pingEvery   = 10 * time.Second
	pingsUnseen = 2
)

// Dial connects. A connection that is lost later is made again, for as long as it takes, until it is closed; the
// caller closes it. The error says what is in the way and what to do about it, and holds no password.
func Dial(ctx context.Context, o Options) (*nats.Conn, error) {
	shown, err := o.check()
	if err != nil {
		return nil, err
	}
	options, err := o.options()
	if err != nil {
		return nil, err
	}
	until, said := time.Now().Add(o.Wait), false
	for {
		conn, err := connect(ctx, o.URL, options)
		switch {
		case err == nil:
			return conn, nil
		case ctx.Err() != nil:
			return nil, fmt.Errorf("NATS at %s: called off: %w", shown, ctx.Err())
		case !isAbsent(err) || time.Now().After(until):
			return nil, fmt.Errorf("NATS at %s: %w", shown, o.explain(err))
		}
		if !said && o.Told != nil {
			o.Told(fmt.Sprintf("NATS at %s: %v; it is waited for, for %v at most", shown, o.explain(err), o.Wait))
			said = true
		}
		select {
		case <-ctx.Done():
		case <-time.After(redialEvery):
		}
	}
}

// connect is nats.Connect that a context calls off.
func connect(ctx context.Context, address string, options []nats.Option) (*nats.Conn, error) {
	type dialled struct {
		conn *nats.Conn
		err  error
	}
	done := make(chan dialled, 1)
	go func() {
		conn, err := nats.Connect(address, options...)
		done <- dialled{conn, err}
	}()
	select {
	case d := <-done:
		return d.conn, d.err
	case <-ctx.Done():
		go func() {
			if d := <-done; d.conn != nil {
				d.conn.Close()
			}
		}()
		return nil, ctx.Err()
	}
}

// schemes are those that a server may be addressed with.
var schemes = []string{"nats", "tls", "ws", "wss"}

// check refuses what cannot be meant, and returns the addresses as they may be shown.
func (o *Options) check() (shown string, err error) {
	var all []string
	for one := range strings.SplitSeq(o.URL, ",") {
		one = strings.TrimSpace(one)
		whole := one
		if !strings.Contains(one, "://") {
			whole = "nats://" + one
		}
		u, err := url.Parse(whole)
		if err != nil || u.Hostname() == "" {
			return "", errors.New("the address of the NATS server cannot be read; write it as nats://HOST:4222")
		}
		if !slices.Contains(schemes, u.Scheme) {
			return "", fmt.Errorf("%s is no address of a NATS server; write it as nats://HOST:4222, or tls://HOST:4222", u.Redacted())
		}
		all = append(all, u.Redacted())
	}
	ways := 0
	for _, given := range []string{o.Creds, o.NKey, o.User, o.Token} {
		if given != "" {
			ways++
		}
	}
	switch {
	case ways > 1:
		return "", errors.New("a credentials file, a seed, a user and a token are four ways to say who asks; keep one")
	case o.Password != "" && o.User == "":
		return "", errors.New("a password goes with a user, and none is named")
	case (o.Cert == "") != (o.Key == ""):
		return "", errors.New("a certificate and its key go together, and one of them is not named")
	}
	return strings.Join(all, ","), nil
}

// options are those of the library. Files that cannot be read are found here, before anybody is asked.
func (o *Options) options() ([]nats.Option, error) {
	told := o.Told
	if told == nil {
		told = func(string) {}
	}
	all := []nats.Option{
		nats.Name(o.Name), nats.Timeout(dialTimeout), nats.MaxReconnects(-1), nats.ReconnectWait(redialEvery),
		nats.PingInterval(pingEvery), nats.MaxPingsOutstanding(pingsUnseen),
		nats.DisconnectErrHandler(func(c *nats.Conn, err error) {
			if !c.IsClosed() {
				told("the connection to NATS is lost, and is tried again: " + reason(err))
			}
		}),
		nats.ReconnectHandler(func(c *nats.Conn) { told("the connection to NATS is there again, at " + c.ConnectedUrlRedacted()) }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { told("NATS complains: " + reason(err)) }),
	}
	if o.CA != "" {
		all = append(all, nats.RootCAs(o.CA))
	}
	if o.Cert != "" {
		all = append(all, nats.ClientCert(o.Cert, o.Key))
	}
	switch {
	case o.Creds != "":
		if err := checkCreds(o.Creds); err != nil {
			return nil, err
		}
		all = append(all, nats.UserCredentials(o.Creds))
	case o.NKey != "":
		if _, err := readShort(o.NKey); err != nil {
			return nil, fmt.Errorf("seed: %w", err)
		}
		seed, err := nats.NkeyOptionFromSeed(o.NKey)
		if err != nil {
			return nil, fmt.Errorf("seed %s: %s; give the file that holds the user's seed, which begins with SU", o.NKey, reason(err))
		}
		all = append(all, seed)
	case o.User != "":
		all = append(all, nats.UserInfo(o.User, o.Password))
	case o.Token != "":
		all = append(all, nats.Token(o.Token))
	}
	return all, o.checkTLS(all)
}
