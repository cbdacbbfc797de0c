package reports

import (
	"regexp"
	"strings"
)

// hidden stands where a secret stood.
const hidden = "•••"

// secrets finds what may be one, the longest form first: a UUID, which is none,
// so that its digits are not taken for one; a run of hexadecimal digits; a phone
// with blanks; a run of digits.
var secrets = regexp.MustCompile(`(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}` +
	`|\+?[78][ (-]{1,2}[0-9]{3}[ )-]{1,2}[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}` +
	`|\+?[0-9a-f]{11,}`)

// members finds members of a JSON body that are secrets whatever they look like.
var members = regexp.MustCompile(`(?i)("(?:[a-z_]*token|secret|password|iin|phone|code)"\s*:\s*")[^"]*`)

// bearer finds tokens outside of their header.
var bearer = regexp.MustCompile(`(?i)\b(bearer\s+)[^\s"',]+`)

// masked takes out of a text what nobody but its owner may see: QR codes (32
// hexadecimal digits), IINs (12 digits), phones, and tokens (BOTH-PRIVACY-001).
// It may mask a number that only looks like one.
func masked(text string) string {
	text = members.ReplaceAllString(text, "${1}"+hidden)
	text = bearer.ReplaceAllString(text, "${1}"+hidden)
	return secrets.ReplaceAllStringFunc(text, func(found string) string {
		const code, iin, phone = 32, 12, 11
		digits := strings.TrimPrefix(found, "+")
		numeric := strings.Trim(digits, "0123456789") == ""
		switch {
		case strings.Contains(found, "-") && len(found) == 36:
			return found
		case strings.ContainsAny(found, " ()-"),
			len(digits) == code,
			numeric && len(digits) == iin,
			numeric && len(digits) == phone && strings.ContainsRune("78", rune(digits[0])):
			return hidden
		}
		return found
	})
}
