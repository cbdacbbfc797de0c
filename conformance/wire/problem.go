package wire

import (
	"net/http"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Problem is the body of every answer that is not the one asked for, RFC 9457.
// Where a programme says no, Reason is one of voucher.AllReasons and Requirement
// the demand that is kept; where the request or the transport is at fault,
// Reason is one of Faults and Requirement is empty. It never holds an IIN, a
// phone number, a token or a code (BOTH-PRIVACY-001).
type Problem struct {
	Type        string                `json:"type"`   // urn:vouch:reason: and the reason
	Title       string                `json:"title"`  // the reason in English
	Status      int                   `json:"status"` // that of the answer
	Detail      string                `json:"detail,omitzero"`
	Instance    string                `json:"instance,omitzero"` // the request id
	Reason      string                `json:"reason,omitzero"`   // empty: a build that knows no codes
	Requirement voucher.RequirementID `json:"requirement,omitzero"`
	Row         int                   `json:"row,omitzero"`     // 1-based row of a list update that was refused
	Pointer     string                `json:"pointer,omitzero"` // RFC 6901, into a malformed body
	Events      []event               `json:"events,omitzero"`  // that a refused command caused, where they were asked for
}

// ReasonURN begins the type of every problem; the code of its reason follows.
const ReasonURN = "urn:vouch:reason:"

// Fault is a reason outside the vocabulary: the request or the transport is at
// fault, and no programme was asked or has answered.
type Fault struct {
	Code   string // stable
	Status int
	Title  string // English
}

// The faults.
var (
	faultMalformed    = Fault{"malformed", http.StatusBadRequest, "the request does not keep the contract"}
	faultTokenMissing = Fault{"token-missing", http.StatusUnauthorized, "the bearer token is missing"}
	faultTokenUnknown = Fault{"token-unknown", http.StatusUnauthorized, "the bearer token is not known"}
	faultTokenExpired = Fault{"token-expired", http.StatusUnauthorized, "the bearer token has ended"}
	faultWorldMissing = Fault{"world-missing", http.StatusBadRequest, "the header Vouch-World is missing"}
	faultWorldUnknown = Fault{"world-unknown", http.StatusNotFound, "no such world"}
	faultWorldLimit   = Fault{"world-limit", http.StatusTooManyRequests, "too many worlds at a time"}
	faultFull         = Fault{"limit-reached", http.StatusTooManyRequests, "the build keeps no more of this"}
	faultSetup        = Fault{"setup-impossible", http.StatusUnprocessableEntity, "the setup cannot be"}
	faultClock        = Fault{"clock-backwards", http.StatusConflict, "a clock never goes back"}
	faultUnsupported  = Fault{"unsupported", http.StatusNotImplemented, "the build has not this ability"}
	faultRoute        = Fault{"route-unknown", http.StatusNotFound, "no such route"}
	faultMethod       = Fault{"method-not-allowed", http.StatusMethodNotAllowed, "the route has other methods"}
	faultMedia        = Fault{"media-type", http.StatusUnsupportedMediaType, "the body is not declared as application/json"}
	faultLarge        = Fault{"body-too-large", http.StatusRequestEntityTooLarge, "the body is larger than the limit"}
	faultBusy         = Fault{"busy", http.StatusServiceUnavailable, "more is asked at a time than the build takes"}
	faultUnavailable  = Fault{"unavailable", http.StatusServiceUnavailable, "the build cannot take this now"}
	faultInternal     = Fault{"internal", http.StatusInternalServerError, "a fault of the build"}
)

// faults returns every reason outside the vocabulary.
func faults() []Fault {
	return []Fault{faultMalformed, faultTokenMissing, faultTokenUnknown, faultTokenExpired, faultWorldMissing, faultWorldUnknown,
		faultWorldLimit, faultFull, faultSetup, faultClock, faultUnsupported, faultRoute, faultMethod, faultMedia, faultLarge,
		faultBusy, faultUnavailable, faultInternal}
}

// problem makes the body for a fault.
func (f Fault) problem(detail string) *Problem {
	return &Problem{Type: ReasonURN + f.Code, Title: f.Title, Status: f.Status, Reason: f.Code, Detail: detail}
}

// statusOf returns the HTTP status of a refusal for a reason. Reason 0, a no
// without a code, has 409.
func statusOf(r voucher.Reason) int {
	switch r {
	case voucher.RoleNotAllowed, voucher.RecordNotOwn:
		return http.StatusForbidden
	case voucher.RecordUnknown:
		return http.StatusNotFound
	case voucher.KeyMissing:
		return http.StatusBadRequest
	case voucher.ValueInvalid, voucher.LimitExceeded, voucher.KeyReused:
		return http.StatusUnprocessableEntity
	case voucher.ProviderUnavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusConflict
}

// refused makes the body for a programme's no.
func refused(r *voucher.Refusal, row int) *Problem {
	p := &Problem{Type: ReasonURN + r.Reason.String(), Title: r.Reason.Text().En, Status: statusOf(r.Reason),
		Reason: r.Reason.String(), Requirement: r.Requirement, Row: row}
	if p.Reason == "" {
		p.Type, p.Title = noType, http.StatusText(p.Status)
	}
	return p
}

// refusal reads a problem as a programme's no, and nil where it is none. Codes
// of a build's own are looked up in foreign. A no whose code is not known has
// Reason 0 and that code, one that has none neither; both have no requirement.
func (p *Problem) refusal(status int, foreign map[string]voucher.Reason) *voucher.Refusal {
	code := p.Reason
	if code == "" {
		code = strings.TrimPrefix(p.Type, ReasonURN)
	}
	if r, ok := foreign[code]; ok {
		return &voucher.Refusal{Reason: r, Requirement: p.Requirement}
	}
	if r, ok := voucher.ParseReason(code); ok {
		return &voucher.Refusal{Reason: r, Requirement: p.Requirement}
	}
	isFault := slices.ContainsFunc(faults(), func(f Fault) bool { return f.Code == code })
	switch status {
	case http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity:
		if !isFault {
			return &voucher.Refusal{Foreign: foreignCode(code)}
		}
	}
	return nil
}

// noType is the type of a problem that says no more than its status, RFC 9457.
const noType = "about:blank"

// foreignCode is a code of a build's own, cut to what a message repeats.
func foreignCode(code string) string {
	if code == noType {
		return ""
	}
	return clipped(code)
}

// NoCode reports whether a refusal is a no without a code that is known: the
// answer of a build that knows no reason codes, or that gave one of its own. A
// judge can say no more of it than that the answer was no.
func NoCode(r *voucher.Refusal) bool { return r != nil && r.Reason == 0 }
