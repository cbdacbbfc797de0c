package wire

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Options say how a build is reached. Zero fields have the values named.
type Options struct {
	// Control is the URL of the control plane; "": the base URL with
	// /control/v1 behind it. "off": there is none; Capabilities must say then
	// what the build can do, and Token who may act.
	Control string
	// ControlToken is the control plane's own bearer token; "": none.
	ControlToken string
	// Header is added to every request.
	Header http.Header
	// CAFile holds certificates in PEM that are trusted beside the system's.
	CAFile string
	// Timeout bounds a command and a query, the answer's body included; 10 s.
	Timeout time.Duration
	// ControlTimeout bounds a call of the control plane, where a clock may run
	// through months; 60 s.
	ControlTimeout time.Duration
	// Settle bounds how long effects of an advance, a reply or a list update may
	// take to show: before the next call the build is asked to settle, and one that
	// has no such call is given the time; see Wait. 0: it is never asked, and
	// everything has to be visible at once.
	Settle time.Duration
	// Token returns the bearer token of an actor, for builds whose control plane
	// makes none; nil: the control plane is asked.
	Token func(context.Context, voucher.Actor) (string, error)
	// Capabilities are what the build can do, where it cannot be asked.
	Capabilities *voucher.Capabilities
	// IDs are the build's own for whom a setup numbers; nil: the numbers.
	IDs *OwnIDs
	// Reasons are codes of the build's own that stand for codes of the contract.
	Reasons map[string]voucher.Reason
	// UserAgent begins the User-Agent header; "vouch".
	UserAgent string
	// Transcript sees every exchange, masked; it is called by whoever asks, by
	// several at a time.
	Transcript func(*Exchange)
}

// The standard limits of a client.
const (
	standardTimeout        = 10 * time.Second
	standardControlTimeout = 60 * time.Second
	answerMax              = 8 << 20 // bytes of an answer that are read
	headersMax             = 256 << 10
	noControl              = "off"
)

// Client is a build behind HTTP as a voucher.World. It and its systems serve
// many goroutines.
type Client struct {
	base, control *url.URL // control nil: there is none
	options       Options
	http          *http.Client

	mu           sync.Mutex
	capabilities *voucher.Capabilities
	open         map[string]bool // worlds not yet deleted
	unsettled    atomic.Bool     // the build has no call to settle
	gave         atomic.Bool     // the build has given a token: it has the path for them
}

var _ voucher.World = (*Client)(nil)

// NewClient makes a client of the build at a base URL, such as
// "http://127.0.0.1:8080". Nothing is asked yet.
func NewClient(base string, o Options) (*Client, error) {
	o.Timeout, o.ControlTimeout = cmp.Or(o.Timeout, standardTimeout), cmp.Or(o.ControlTimeout, standardControlTimeout)
	o.UserAgent = cmp.Or(o.UserAgent, "vouch")
	c := &Client{options: o, open: map[string]bool{}, capabilities: o.Capabilities}
	var err error
	if c.base, err = parseURL(base); err != nil {
		return nil, err
	}
	switch {
	case o.Control == noControl && (o.Capabilities == nil || o.Token == nil):
		return nil, errors.New("wire: without a control plane, capabilities and tokens have to be given")
	case o.Control == noControl:
	case o.Control != "":
		c.control, err = parseURL(o.Control)
	default:
		c.control = c.base.JoinPath(ControlPath)
	}
	if err != nil {
		return nil, err
	}
	transport, err := newTransport(o.CAFile)
	if err != nil {
		return nil, fmt.Errorf("certificates: %w", err)
	}
	c.http = &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse // the contract has no redirects: one is shown as the answer it is
	}}
	return c, nil
}

// Standing reports whether the operator has named tokens of a build that makes no
// worlds: it has one state, in which somebody may work.
func (c *Client) Standing() bool { return c.options.Token != nil }

func parseURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("%q is no address of a build; write it as http://127.0.0.1:8080", clipped(text))
	}
	return u, nil
}

// newTransport makes a transport that trusts the certificates of a file too.
func newTransport(caFile string) (*http.Transport, error) {
	t := &http.Transport{Proxy: http.ProxyFromEnvironment, MaxIdleConnsPerHost: 64, IdleConnTimeout: time.Minute,
		MaxResponseHeaderBytes: headersMax, DisableCompression: true, ForceAttemptHTTP2: true}
	var err error
	t.TLSClientConfig, err = Trusting(caFile)
	return t, err
}

// Trusting returns how TLS is spoken with a build whose certificates are in a file in
// PEM: they are trusted beside the system's. Without a file it is nil.
func Trusting(caFile string) (*tls.Config, error) {
	if caFile == "" {
		return nil, nil
	}
	pem, err := readCertificates(caFile)
	if err != nil {
		return nil, err
	}
	secure, err := TrustingPEM(pem)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", caFile, err)
	}
	return secure, nil
}

// readCertificates reads a file as far as a bundle of all the world's authorities goes:
// a device has no end.
func readCertificates(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	const most = 16 << 20
	return io.ReadAll(io.LimitReader(f, most))
}

// TrustingPEM is Trusting for certificates that were read already.
func TrustingPEM(pem []byte) (*tls.Config, error) {
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, errors.New("no certificate in PEM; it should begin with -----BEGIN CERTIFICATE-----")
	}
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, nil
}

// request is one call.
type request struct {
	method  string
	url     *url.URL
	header  http.Header
	body    []byte // nil: none
	timeout time.Duration
}

// asked names a request in errors.
func (r *request) asked() string { return r.method + " " + r.url.Redacted() }

// send makes the call and reads the answer, up to 8 MiB of it. The error is
// *Unreachable or *Violation.
func (c *Client) send(ctx context.Context, r *request) (*Exchange, error) {
	e := &Exchange{Check: checkOf(ctx), Method: r.method, URL: r.url.String(), RequestHeader: c.headerOf(ctx, r),
		RequestBody: r.body, Start: time.Now()}
	e.Err = c.exchange(ctx, r, e)
	e.Duration = time.Since(e.Start)
	tapped(ctx, e)
	if c.options.Transcript != nil {
		kept := e.Masked()
		for name := range c.options.Header { // whatever its name, it may be a key
			kept.RequestHeader[http.CanonicalHeaderKey(name)] = []string{Hidden}
		}
		c.options.Transcript(kept)
	}
	return e, e.Err
}

func (c *Client) exchange(ctx context.Context, r *request, e *Exchange) error {
	ctx, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	var body io.Reader
	if r.body != nil {
		body = bytes.NewReader(r.body)
	}
	q, err := http.NewRequestWithContext(ctx, r.method, r.url.String(), body)
	if err != nil {
		return &Unreachable{r.asked(), err}
	}
	q.Header = e.RequestHeader
	answer, err := c.throughOf(ctx).Do(q)
	if err != nil {
		var wrapped *url.Error
		if errors.As(err, &wrapped) {
			err = wrapped.Err // it repeats method and URL
		}
		return unreachable(r.asked(), err, r.timeout)
	}
	defer answer.Body.Close() //nolint:errcheck // whatever is left is not wanted
	e.Status, e.ResponseHeader = answer.StatusCode, answer.Header
	e.ResponseBody, err = io.ReadAll(io.LimitReader(answer.Body, answerMax+1))
	switch {
	case err != nil:
		return unreachable(r.asked(), err, r.timeout)
	case len(e.ResponseBody) > answerMax:
		e.ResponseBody = e.ResponseBody[:transcriptMax]
		return &Violation{r.asked(), e.Status, fmt.Sprintf("a body of more than %d bytes", answerMax), "a shorter one"}
	}
	return nil
}

// headerOf completes a request's headers.
func (c *Client) headerOf(ctx context.Context, r *request) http.Header {
	h := c.options.Header.Clone()
	if h == nil {
		h = http.Header{}
	}
	for name, values := range r.header {
		h[name] = values
	}
	if keys, ok := h[KeyHeader]; ok {
		// Written so that Go's transport does not know it: it would send the
		// command again by itself where an answer is lost, and hide that.
		delete(h, KeyHeader)
		h[strings.ToLower(KeyHeader)] = keys
	}
	if r.body != nil && h.Get("Content-Type") == "" {
		h.Set("Content-Type", jsonType)
	}
	if h.Get("Accept") == "" {
		h.Set("Accept", jsonType+", "+ProblemType)
	}
	agent := c.options.UserAgent
	if check := checkOf(ctx); check != "" {
		agent += " check=" + strings.Join(strings.Fields(check), "_")
	}
	h.Set("User-Agent", agent)
	return h
}

// Raw sends a request as it is to a path of the data plane, for checks that are
// about the wire itself. The exchange is not masked; the error says that no
// answer came, or that it was too large.
func (c *Client) Raw(ctx context.Context, method, path string, header http.Header, body []byte) (*Exchange, error) {
	bare, query, _ := strings.Cut(path, "?")
	u := c.base.JoinPath(bare)
	u.RawQuery = query
	return c.send(ctx, &request{method, u, header, body, c.options.Timeout})
}

// Fetch reads an address that is none of the contract's, such as that of metrics,
// with no header but those of every request. The exchange is not masked; the error says
// that the address is none, that no answer came, or that it was too large.
func (c *Client) Fetch(ctx context.Context, address string) (*Exchange, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("%q is no address; write it as http://127.0.0.1:9090/metrics", clipped(address))
	}
	return c.send(ctx, &request{http.MethodGet, u, http.Header{"Accept": {"text/plain, */*"}}, nil, c.options.Timeout})
}

// violation says that an answer is none of the contract's.
func (e *Exchange) violation(got, want string) error {
	return &Violation{e.Method + " " + e.URL, e.Status, got, want}
}

// mediaType is the answer's media type, parameters left out.
func (e *Exchange) mediaType() string { return MediaType(e.ResponseHeader) }

// MediaType returns the media type of a body by its headers, in small letters and
// without parameters; "" where none is given that can be read.
func MediaType(h http.Header) string {
	text := h.Get("Content-Type")
	if text == jsonType { // as nearly everybody writes it
		return jsonType
	}
	kind, _, err := mime.ParseMediaType(text)
	if err != nil {
		return ""
	}
	return kind
}

// shown describes an answer's body in an error.
func (e *Exchange) shown() string {
	if len(e.ResponseBody) == 0 {
		return "an empty body"
	}
	head := e.ResponseBody[:min(len(e.ResponseBody), 4*clippedMax)]
	return cmp.Or(e.mediaType(), "no media type") + " that begins " + clipped(string(head))
}
