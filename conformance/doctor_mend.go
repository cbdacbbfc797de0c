package conformance

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"

	"github.com/vouch-kz/vouch/conformance/wire"
)

// mend says what to do about an error of a build; usual is that where the error
// itself does not tell.
func mend(err error, usual string) string {
	if gone, ok := errors.AsType[*wire.Unreachable](err); ok {
		return mendUnreachable(gone)
	}
	if broken, ok := errors.AsType[*wire.Violation](err); ok {
		return mendViolation(broken, usual)
	}
	if errors.Is(err, errors.ErrUnsupported) {
		return "build what is missing, or no longer declare it in the capabilities"
	}
	return usual
}

// mendUnreachable says what to do where no whole answer came.
func mendUnreachable(u *wire.Unreachable) string {
	_, name := errors.AsType[*net.DNSError](u)
	_, unknown := errors.AsType[x509.UnknownAuthorityError](u)
	_, hostname := errors.AsType[x509.HostnameError](u)
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](u)
	switch {
	case errors.Is(u, context.DeadlineExceeded):
		return "it takes the connection and says nothing: look at its log and at what it waits for (a database, another system); --timeout gives it longer, --wait 30s lets it start"
	case errors.Is(u, syscall.ECONNREFUSED):
		return "nobody listens there: start the build, or mend host and port of the address; --wait 30s lets it start"
	case name:
		return "mend the host in the address, or the name service of this machine"
	case errors.Is(u, http.ErrSchemeMismatch):
		return "the address begins with https, and plain HTTP is spoken there: write http://"
	case hostname:
		return "the certificate is for another host: write the host that it names, or give the build one for this host"
	case unknown, untrusted:
		return "give the certificate of the authority that signed it, in PEM, with --ca-file FILE"
	case errors.Is(u, io.ErrUnexpectedEOF), errors.Is(u, io.EOF), errors.Is(u, syscall.ECONNRESET):
		return "it broke off while it answered: look at its log for a crash, and at any proxy between for a limit"
	case strings.Contains(u.Error(), "answered with status"):
		return "a proxy answers for a build that is not there, or is still starting: look behind it; --wait 30s lets it start"
	}
	return "look at the address, and whether this machine reaches it"
}

// mendViolation says what to do about an answer that is none of the contract's.
func mendViolation(v *wire.Violation, usual string) string {
	control := strings.Contains(v.Asked, "/capabilities")
	switch {
	case v.Status == http.StatusUnauthorized, v.Status == http.StatusForbidden:
		if strings.Contains(v.Asked, wire.CommandPath) || strings.Contains(v.Asked, wire.RecordPath) {
			return "the build does not take the token that belongs to this actor: take those that POST …/tokens makes, or mend those in the file of people"
		}
		return "the control plane does not let us in: give its token with --control-token, or the headers that it wants with --header 'NAME: VALUE'"
	case v.Status >= 300 && v.Status < 400:
		return "the contract has no redirects: give the address where it leads to, with the right scheme and path"
	case strings.HasPrefix(v.Got, "text/html"):
		return "this is a page for people: mend the address and the path; where a login or a proxy stands before the build, give what lets us pass with --header 'NAME: VALUE'"
	case strings.Contains(v.Got, "HTTP request to an HTTPS server"):
		return "the address begins with http, and TLS is spoken there: write https://, and the certificate with --ca-file FILE where its authority is your own"
	case v.Status == http.StatusNotFound && control:
		return "there is no control plane: start the build as a test build, or name the address of its control plane with --control-url"
	case v.Status >= http.StatusInternalServerError:
		return "the build broke down: look at its log"
	case control:
		return "answer GET …/capabilities with 200 and the members that vouch openapi describes"
	}
	return usual
}
