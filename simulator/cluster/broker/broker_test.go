package broker_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"

	"github.com/vouch-kz/vouch/simulator/cluster/broker"
	"github.com/vouch-kz/vouch/simulator/cluster/broker/brokertest"
)

// serve starts a server on loopback, which ends with the test.
func serve(t *testing.T, o server.Options) string {
	t.Helper()
	_, address := brokertest.Serve(t, o)
	return address
}

// authority is a folder with the certificates of one authority: its own, ca.pem, and one it has signed for 127.0.0.1
// and for clients, cert.pem with key.pem.
func authority(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	sign := func(name string, template, parent *x509.Certificate, signer *ecdsa.PrivateKey) *ecdsa.PrivateKey {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if signer == nil {
			signer = key
		}
		der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
		return key
	}
	root := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "authority of a test"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "leaf of a test"}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}}
	rootKey := sign("ca.pem", root, root, nil)
	der, err := x509.MarshalPKCS8PrivateKey(sign("cert.pem", leaf, root, rootKey))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "key.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})))
	return dir
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// secured is TLS of a server with the certificates of an authority; it asks clients for theirs, where wanted.
func secured(t *testing.T, dir string, clients bool) *tls.Config {
	t.Helper()
	pair, err := tls.LoadX509KeyPair(filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"))
	if err != nil {
		t.Fatal(err)
	}
	c := &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	if clients {
		text, err := os.ReadFile(filepath.Join(dir, "ca.pem"))
		if err != nil {
			t.Fatal(err)
		}
		c.ClientCAs, c.ClientAuth = x509.NewCertPool(), tls.RequireAndVerifyClientCert
		c.ClientCAs.AppendCertsFromPEM(text)
	}
	return c
}

// deaf is an address at which a connection is taken and nothing said.
func deaf(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return "nats://" + l.Addr().String()
}

// free is an address at which nobody listens.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return "nats://" + l.Addr().String()
}

// Whatever is in the way, the error says where, what and how to mend it, and holds no password.
func TestWhatIsInTheWayIsTold(t *testing.T) {
	ours, theirs := authority(t), authority(t)
	open := serve(t, server.Options{})
	password := serve(t, server.Options{Username: "worker", Password: "right-one"})
	tlsOnly := serve(t, server.Options{TLSConfig: secured(t, ours, false), TLSTimeout: 5})
	mutual := serve(t, server.Options{TLSConfig: secured(t, ours, true), TLSTimeout: 5})
	web := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(web.Close)
	empty := filepath.Join(t.TempDir(), "empty")
	write(t, empty, "")
	long := filepath.Join(t.TempDir(), "long")
	write(t, long, strings.Repeat("x", 1<<20+1))
	file := func(dir, name string) string { return filepath.Join(dir, name) }
	for _, tt := range []struct {
		name string
		o    broker.Options
		want string
	}{
		{"nobody there", broker.Options{URL: free(t)}, "nobody is there"},
		{"no such machine", broker.Options{URL: "nats://nowhere.invalid:4222"}, "there is no machine called nowhere.invalid"},
		{"no credentials", broker.Options{URL: password}, "it wants to know who asks"},
		{"a wrong password", broker.Options{URL: password, User: "worker", Password: "wrong-one"}, "it refuses these credentials"},
		{"a wrong token", broker.Options{URL: password, Token: "wrong-one"}, "it refuses these credentials"},
		{"a wrong password in the address", broker.Options{URL: strings.Replace(password, "//", "//worker:wrong-one@", 1)}, "it refuses these credentials"},
		{"another authority", broker.Options{URL: tlsOnly, CA: file(theirs, "ca.pem")}, "an authority that is not trusted here"},
		{"a name that the certificate has not", broker.Options{URL: strings.Replace(tlsOnly, "127.0.0.1", "localhost", 1), CA: file(ours, "ca.pem")}, "not good for this address"},
		{"TLS where there is none", broker.Options{URL: open, CA: file(ours, "ca.pem")}, "it does not speak TLS"},
		{"no certificate of ours", broker.Options{URL: mutual, CA: file(ours, "ca.pem")}, "it does not accept our certificate"},
		{"a web server", broker.Options{URL: "nats://" + web.Listener.Addr().String()}, "NATS server"},
		{"a file of certificates that is not there", broker.Options{URL: open, CA: file(ours, "none.pem")}, "none.pem: no such file"},
		{"a file of certificates that holds none", broker.Options{URL: open, CA: empty}, "files in PEM"},
		{"a file of certificates without an end", broker.Options{URL: open, CA: long}, "longer than 1 MiB"},
		{"credentials without an end", broker.Options{URL: open, Creds: long}, "longer than 1 MiB"},
		{"a seed without an end", broker.Options{URL: open, NKey: long}, "longer than 1 MiB"},
		{"a seed that is not there", broker.Options{URL: open, NKey: file(ours, "none.nk")}, "none.nk: no such file"},
		{"credentials that are not there", broker.Options{URL: open, Creds: file(ours, "none.creds")}, "none.creds: no such file"},
		{"credentials that hold none", broker.Options{URL: open, Creds: empty}, "its JWT and its seed"},
		{"a seed that is none", broker.Options{URL: open, NKey: empty}, "begins with SU"},
		{"two ways to say who asks", broker.Options{URL: open, Token: "wrong-one", User: "worker"}, "keep one"},
		{"a password of nobody", broker.Options{URL: open, Password: "wrong-one"}, "a password goes with a user"},
		{"a certificate without its key", broker.Options{URL: open, Cert: file(ours, "cert.pem")}, "go together"},
		{"another scheme", broker.Options{URL: "http://worker:wrong-one@127.0.0.1"}, "no address of a NATS server"},
		{"no address", broker.Options{URL: "nats://:4222"}, "cannot be read"},
		{"nothing", broker.Options{}, "cannot be read"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			conn, err := broker.Dial(t.Context(), tt.o)
			if err == nil {
				conn.Close()
				t.Fatalf("connected, want %q", tt.want)
			}
			if !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "wrong-one") {
				t.Errorf("got %q\nwant %q, and no password", err, tt.want)
			}
		})
	}
}

// Who waits for a server waits also for its name, which a cluster makes known late, and is told so once.
func TestAServerIsWaitedFor(t *testing.T) {
	for _, address := range []string{free(t), "nats://nowhere.invalid:4222"} {
		var told []string
		began, wait := time.Now(), 700*time.Millisecond
		conn, err := broker.Dial(t.Context(), broker.Options{URL: address, Wait: wait, Told: func(text string) { told = append(told, text) }})
		if err == nil {
			conn.Close()
			t.Fatalf("%s: connected to nobody", address)
		}
		if waited := time.Since(began); waited < wait {
			t.Errorf("%s: given up after %v, want %v at least: %v", address, waited, wait, err)
		}
		if len(told) != 1 || !strings.Contains(told[0], "it is waited for, for 700ms at most") {
			t.Errorf("%s: told %q, want once that it is waited for", address, told)
		}
	}
}

// The twins: each of what was refused above, made right.
func TestTheUsualWaysInAreOpen(t *testing.T) {
	ours := authority(t)
	file := func(name string) string { return filepath.Join(ours, name) }
	user, err := nkeys.CreateUser()
	if err != nil {
		t.Fatal(err)
	}
	seed, err := user.Seed()
	if err != nil {
		t.Fatal(err)
	}
	public, err := user.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	write(t, file("user.nk"), string(seed))
	password := serve(t, server.Options{Username: "worker", Password: "right-one"})
	for _, tt := range []struct {
		name string
		o    broker.Options
	}{
		{"no credentials wanted", broker.Options{URL: serve(t, server.Options{})}},
		{"user and password", broker.Options{URL: password, User: "worker", Password: "right-one"}},
		{"one of a cluster is there", broker.Options{URL: free(t) + "," + password, User: "worker", Password: "right-one"}},
		{"a token", broker.Options{URL: serve(t, server.Options{Authorization: "right-one"}), Token: "right-one"}},
		{"a seed", broker.Options{URL: serve(t, server.Options{Nkeys: []*server.NkeyUser{{Nkey: public}}}), NKey: file("user.nk")}},
		{"TLS of an own authority", broker.Options{URL: serve(t, server.Options{TLSConfig: secured(t, ours, false), TLSTimeout: 5}), CA: file("ca.pem")}},
		{"both show certificates", broker.Options{URL: serve(t, server.Options{TLSConfig: secured(t, ours, true), TLSTimeout: 5}), CA: file("ca.pem"),
			Cert: file("cert.pem"), Key: file("key.pem")}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			conn, err := broker.Dial(t.Context(), tt.o)
			if err != nil {
				t.Fatal(err)
			}
			conn.Close()
		})
	}
}

// A server that answers nothing is given up, and a caller who does not want to wait that long is let go at once.
func TestAServerThatIsDeafIsGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	began := time.Now()
	_, err := broker.Dial(ctx, broker.Options{URL: deaf(t)})
	if err == nil || !strings.Contains(err.Error(), "called off") || time.Since(began) > 3*time.Second {
		t.Errorf("%v after %v, want that it was called off, at once", err, time.Since(began))
	}
	if _, err := broker.Dial(t.Context(), broker.Options{URL: deaf(t)}); err == nil || !strings.Contains(err.Error(), "is that a NATS server") {
		t.Errorf("got %v, want that nobody answers, and what that may be", err)
	}
}

// A server without JetStream, and an account without it, are told apart from one that keeps things.
func TestWithoutJetStreamIsTold(t *testing.T) {
	account := server.NewAccount("without")
	without := serve(t, server.Options{JetStream: true, StoreDir: t.TempDir(), Accounts: []*server.Account{account},
		Users: []*server.User{{Username: "worker", Password: "right-one", Account: account}}})
	with := serve(t, brokertest.Kept(t))
	for _, tt := range []struct {
		name string
		o    broker.Options
		want string // "": it is there
	}{
		{"a server without", broker.Options{URL: serve(t, server.Options{})}, "nats-server -js"},
		{"an account without", broker.Options{URL: without, User: "worker", Password: "right-one"}, "this account has no JetStream"},
		{"a server with", broker.Options{URL: with}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			conn, err := broker.Dial(t.Context(), tt.o)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			_, err = broker.JetStream(t.Context(), conn)
			switch {
			case err != nil && (tt.want == "" || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("got %q, want %q", err, tt.want)
			case err == nil && tt.want != "":
				t.Errorf("it is there, want %q", tt.want)
			}
		})
	}
}
