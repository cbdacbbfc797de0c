package broker

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nkeys"
)

// isAbsent reports whether nobody listens at the address, or nobody knows it, or nobody answers there: a server that is
// just starting mends each by itself, and so does a cluster that has not yet made its name known.
func isAbsent(err error) bool {
	var lookup *net.DNSError
	return errors.Is(err, nats.ErrNoServers) || errors.As(err, &lookup) || isTimeout(err)
}

// isTimeout reports whether the other side took too long.
func isTimeout(err error) bool {
	var timeout net.Error
	return errors.Is(err, nats.ErrTimeout) || errors.As(err, &timeout) && timeout.Timeout()
}

// secretLimit is how long a file of credentials, keys or certificates may be: the library reads them whole.
const secretLimit = 1 << 20

// readShort reads such a file, and says why that cannot be done.
func readShort(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, secretLimit+1))
	if err == nil && len(data) > secretLimit {
		err = fmt.Errorf("%s is longer than 1 MiB, and no such file", name)
	}
	return data, err
}

// checkCreds finds out whether a file holds the credentials of a user: the library would ask without any.
func checkCreds(name string) error {
	data, err := readShort(name)
	if err != nil {
		return fmt.Errorf("credentials: %w", err)
	}
	key, err := nkeys.ParseDecoratedUserNKey(data)
	if err != nil {
		return fmt.Errorf("credentials %s: %s; give the file that nsc has written for the user, with its JWT and its seed", name, reason(err))
	}
	key.Wipe()
	return nil
}

// checkTLS finds out what is wrong with files of certificates, before anybody is asked.
func (o *Options) checkTLS(options []nats.Option) error {
	for _, name := range []string{o.CA, o.Cert, o.Key} {
		if name == "" {
			continue
		}
		if _, err := readShort(name); err != nil {
			return fmt.Errorf("certificates: %w", err)
		}
	}
	var tried nats.Options
	for _, option := range options {
		if err := option(&tried); err != nil {
			return fmt.Errorf("%s; certificates and keys are files in PEM", reason(err))
		}
	}
	return nil
}

// explain says in words why a server was not reached, and what to do.
func (o *Options) explain(err error) error {
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var lookup *net.DNSError
	switch {
	case errors.Is(err, nats.ErrNoServers):
		return fmt.Errorf("nobody is there (%s); start a server with nats-server -js, or mend the address", reason(err))
	case errors.As(err, &lookup):
		return fmt.Errorf("there is no machine called %s; mend the address", lookup.Name)
	case o.anonymous() && isRefused(err):
		return fmt.Errorf("it wants to know who asks (%s); give a credentials file, a seed, a user or a token", reason(err))
	case isRefused(err):
		return fmt.Errorf("it refuses these credentials (%s); give those of a user that it knows and that have not expired", reason(err))
	case errors.As(err, &unknown):
		return fmt.Errorf("its certificate is signed by an authority that is not trusted here (%s); name the file of that authority's certificate", reason(err))
	case errors.As(err, &name), errors.As(err, &invalid):
		return fmt.Errorf("its certificate is not good for this address (%s); use a name that it is made out to, or renew it", reason(err))
	case errors.Is(err, nats.ErrSecureConnWanted):
		return errors.New("it does not speak TLS, and certificates were given; leave them out, or turn TLS on there")
	case isUnwelcome(err):
		return fmt.Errorf("it does not accept our certificate (%s); name one, with its key, that is signed by an authority it trusts", reason(err))
	case isTimeout(err):
		return fmt.Errorf("no answer within %v; is that a NATS server, and does a firewall let us through?", dialTimeout)
	case errors.Is(err, nats.ErrNoInfoReceived), errors.Is(err, io.EOF):
		return fmt.Errorf("what answers is no NATS server (%s); mend the address", reason(err))
	}
	return fmt.Errorf("%s; mend the address, or the server", reason(err))
}

// anonymous reports whether nothing was given that says who asks.
func (o *Options) anonymous() bool {
	return o.Creds == "" && o.NKey == "" && o.User == "" && o.Token == "" && !strings.Contains(o.URL, "@")
}

// isRefused reports whether a server knows us and does not want us.
func isRefused(err error) bool {
	for _, one := range []error{nats.ErrAuthorization, nats.ErrAuthExpired, nats.ErrAuthRevoked, nats.ErrAccountAuthExpired, nats.ErrNkeysNotSupported} {
		if errors.Is(err, one) {
			return true
		}
	}
	return false
}

// isUnwelcome reports whether the other side has ended a handshake in which it saw our certificate, or none. Neither
// library has a type for it, and which of the two says so is a matter of who is quicker.
func isUnwelcome(err error) bool {
	text := err.Error()
	return strings.Contains(text, "remote error: tls:") || strings.Contains(text, "after TLS handshake")
}

// reason is an error of the library without its name in front.
func reason(err error) string {
	if err == nil {
		return "closed by the other side"
	}
	return strings.TrimPrefix(err.Error(), "nats: ")
}

// JetStream is the part of the server that keeps things: queues and results. The error of a server or an account
// without it says how it is turned on.
func JetStream(ctx context.Context, conn *nats.Conn) (jetstream.JetStream, error) {
	js, err := jetstream.New(conn, jetstream.WithDefaultTimeout(keepTimeout))
	if err != nil {
		return nil, fmt.Errorf("JetStream: %w", err)
	}
	asked, cancel := context.WithTimeout(ctx, keepTimeout)
	defer cancel()
	_, err = js.AccountInfo(asked)
	at := "NATS at " + conn.ConnectedUrlRedacted()
	switch {
	case err == nil:
		return js, nil
	case ctx.Err() != nil:
		return nil, fmt.Errorf("%s: called off: %w", at, ctx.Err())
	case errors.Is(err, jetstream.ErrJetStreamNotEnabledForAccount):
		return nil, fmt.Errorf("%s: this account has no JetStream, in which parts are kept; turn it on for the account, or use another one", at)
	case errors.Is(err, jetstream.ErrJetStreamNotEnabled), errors.Is(err, nats.ErrNoResponders):
		return nil, fmt.Errorf("%s: it has no JetStream, in which parts are kept; start it with nats-server -js -sd DIR", at)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, nats.ErrTimeout):
		return nil, fmt.Errorf("%s: its JetStream does not answer within %v; may this user publish to $JS.API.> and _INBOX.>, and has a cluster its leader?", at, keepTimeout)
	}
	return nil, fmt.Errorf("%s: JetStream: %s", at, reason(err))
}
