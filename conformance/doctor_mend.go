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
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Unasked says of an error why a build could not be asked, and what to do about it.
func Unasked(err error) *Hindrance {
	_, gone := errors.AsType[*wire.Unreachable](err)
	_, broken := errors.AsType[*wire.Violation](err)
	h := &Hindrance{Why: untold(quotation(err.Error())), Fix: mendDoctor}
	if gone || broken {
		h.Fix = mend(err, mendLine)
	}
	return h
}

// mend says what to do about an error of a build; usual is that where the error
// itself does not tell.
func mend(err error, usual voucher.Text) voucher.Text {
	if gone, ok := errors.AsType[*wire.Unreachable](err); ok {
		return mendUnreachable(gone)
	}
	if errors.Is(err, wire.ErrNoTokens) {
		return mendTokens
	}
	if broken, ok := errors.AsType[*wire.Violation](err); ok {
		return mendViolation(broken, usual)
	}
	if errors.Is(err, errors.ErrUnsupported) {
		return mendMissing
	}
	return usual
}

// mendUnreachable says what to do where no whole answer came.
func mendUnreachable(u *wire.Unreachable) voucher.Text {
	_, plain := errors.AsType[tls.RecordHeaderError](u)
	_, name := errors.AsType[*net.DNSError](u)
	_, unknown := errors.AsType[x509.UnknownAuthorityError](u)
	_, hostname := errors.AsType[x509.HostnameError](u)
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](u)
	switch {
	case errors.Is(u, context.DeadlineExceeded):
		return mendSilent
	case errors.Is(u, syscall.ECONNREFUSED):
		return mendNobody
	case errors.Is(u, wire.ErrEnded):
		return mendEnded
	case name:
		return mendName
	case errors.Is(u, http.ErrSchemeMismatch), plain:
		return mendPlain
	case hostname:
		return mendOtherHost
	case unknown, untrusted:
		return mendAuthority
	case errors.Is(u, io.ErrUnexpectedEOF), errors.Is(u, io.EOF), errors.Is(u, syscall.ECONNRESET):
		return mendBroken
	case strings.Contains(u.Error(), "answered with status"):
		return mendProxy
	}
	return mendAddress
}

// mendViolation says what to do about an answer that is none of the contract's.
func mendViolation(v *wire.Violation, usual voucher.Text) voucher.Text {
	control := strings.Contains(v.Asked, "/capabilities")
	switch {
	case v.Status == http.StatusUnauthorized, v.Status == http.StatusForbidden:
		if strings.Contains(v.Asked, wire.CommandPath) || strings.Contains(v.Asked, wire.RecordPath) {
			return mendToken
		}
		return mendControlToken
	case v.Status >= 300 && v.Status < 400:
		return mendRedirect
	case strings.HasPrefix(v.Got, "text/html"):
		return mendPage
	case strings.Contains(v.Got, "HTTP request to an HTTPS server"):
		return mendTLS
	case v.Status == http.StatusNotFound && control:
		return mendControlPlane
	case v.Status >= http.StatusInternalServerError:
		return mendCrash
	case control:
		return mendAnswer
	}
	return usual
}
