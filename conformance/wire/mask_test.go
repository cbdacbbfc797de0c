package wire_test

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
)

const (
	secretCode = "00112233445566778899aabbccddeeff"
	secretIIN  = "030101599991"
	plainKey   = "0f8fad5b-d9cb-469f-a165-70867728950e"
)

func TestSecretsAreMaskedAndNumbersAreNot(t *testing.T) {
	for _, tt := range []struct {
		text string
		kept bool
		why  string
	}{
		{secretCode, false, "a QR code"},
		{strings.ToUpper(secretCode), false, "a QR code in capitals"},
		{secretIIN, false, "an IIN"},
		{"iin" + secretIIN, false, "an IIN behind letters"},
		{"id=" + secretIIN[:3] + secretIIN, true, "fifteen digits are neither"},
		{"none" + secretIIN, false, "an IIN behind a letter that is a hexadecimal digit"},
		{"code" + secretCode, false, "a QR code behind one"},
		{"t-" + strings.Repeat("AB27", 4), false, "a token of the reference"},
		{`{"Refresh_Token": "a\"b"}`, false, "a member that is named so, whatever stands in it"},
		{`{"token":"abc`, false, "a member within which a body was cut"},
		{`{"token":"•••"}`, true, "what is masked stays"},
		{"+77010000001", false, "a phone"},
		{"87010000001", false, "a phone as it is dialled at home"},
		{"8 (701) 000-00-01", false, "a phone as it is printed"},
		{"Bearer abc.def", false, "a token"},
		{"the bearer token is not known", true, "words about tokens"},
		{plainKey, true, "a UUID is a key, though its end could be an IIN"},
		{"0f8fad5b-d9cb-469f-a165-030101599991", true, "a UUID whose end looks like an IIN"},
		{"1761764400000", true, "milliseconds have thirteen digits"},
		{"2026-10-29T23:59:59+05:00", true, "an instant"},
		{"0012345", true, "a gas account"},
		{"refused voucher-expired (FOOD-EXPIRY-001)", true, "words"},
		{strings.Repeat("ab", 32), true, "a hash of 64 digits"},
	} {
		if got := wire.Masked(tt.text); (got == tt.text) != tt.kept {
			t.Errorf("%s is written as %s: want kept %v: %s", tt.text, got, tt.kept, tt.why)
		}
	}
}

// What a transcript keeps of an exchange holds no secret, wherever one stood and
// wherever the body was cut, and holds on to nothing of the answer itself.
func TestTranscriptsAreMaskedAndCut(t *testing.T) {
	for _, tt := range []struct {
		name, secret string
		filler       int // bytes before the secret: the cut at 64 KiB goes through it
	}{
		{"an IIN at the cut", secretIIN, 64<<10 - 10},
		{"a code at the cut", secretCode, 64<<10 - 30},
		{"a phone at the cut", "8 (701) 000-00-01", 64<<10 - 14},
		{"an IIN before the cut", secretIIN, 100},
	} {
		body := strings.Repeat("!", tt.filler) + " " + tt.secret + strings.Repeat("!", 1<<20)
		e := &wire.Exchange{URL: "http://me:pass@h/v1?iin=" + secretIIN, ResponseBody: []byte(body), RequestHeader: http.Header{"Cookie": {secretIIN}, "X": {secretIIN}},
			Err: errors.New("ended in " + secretIIN)}
		m := e.Masked()
		kept := string(m.ResponseBody) + m.URL + m.Err.Error() + m.RequestHeader.Get("Cookie") + m.RequestHeader.Get("X")
		for _, part := range []string{tt.secret[:9], secretIIN[:9], "pass"} {
			if strings.Contains(kept, part) {
				t.Errorf("%s: a transcript holds %q\nwant every secret masked (BOTH-PRIVACY-001)", tt.name, part)
			}
		}
		if len(m.ResponseBody) > 64<<10 || cap(m.ResponseBody) > 128<<10 {
			t.Errorf("%s: %d bytes of %d are held, want at most 64 KiB in a slice of its own: a long run keeps thousands", tt.name, len(m.ResponseBody), cap(m.ResponseBody))
		}
		if !bytes.HasPrefix(m.ResponseBody, []byte("!!!")) {
			t.Errorf("%s: the body begins with %.10q, want its own beginning", tt.name, m.ResponseBody)
		}
	}
}

// TestAKeyThatHoldsASecretIsMasked: a key stays as it is, since a transcript is read by
// it, and a secret that was written into one does not.
func TestAKeyThatHoldsASecretIsMasked(t *testing.T) {
	const token = "t-ABCDEFGHIJKLMNOP234567ABCD"
	for _, name := range []string{wire.KeyHeader, "idempotency-key"} {
		for key, stays := range map[string]bool{plainKey: true, "pos-7/000123": true, token + "-" + token: false, "of 440420134908": false} {
			e := wire.Exchange{RequestHeader: http.Header{name: {key}}}
			if got := e.Masked().RequestHeader[name][0]; (got == key) != stays || !stays && strings.Contains(got, token) {
				t.Errorf("%s %q is kept as %q; stays: %v\nBOTH-PRIVACY-001", name, key, got, stays)
			}
		}
	}
}
