package wire

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Hidden stands where a secret stood.
const Hidden = "•••"

// secrets finds what may be one, the longest form first: a UUID, which is none,
// so that its digits are not taken for one; a token of the reference; a phone with
// blanks; a run of hexadecimal digits.
var secrets = regexp.MustCompile(`(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}` +
	`|(?-i:\bt-[A-Z2-7]{16,})` +
	`|\+?[78][ (-]{1,2}[0-9]{3}[ )-]{1,2}[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}` +
	`|\+?[0-9a-f]{11,}`)

// digits finds the numbers in a run of hexadecimal digits.
var digits = regexp.MustCompile(`\+?[0-9]+`)

// members finds members of a JSON body that are secrets whatever they look like,
// also where the body was cut within one.
var members = regexp.MustCompile(`(?i)("(?:[a-z_]*token|secret|password|iin|phone|full_name|code)"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|\\?$)`)

// bearerText finds tokens outside of their header, and "bearer token" where only
// words stand.
var bearerText = regexp.MustCompile(`(?i)\b(bearer\s+)([^\s"',;:]+)`)

// Masked takes out of a text what nobody but its owner may see: QR codes (32
// hexadecimal digits), IINs (12 digits), phones, and tokens (BOTH-PRIVACY-001).
// It may mask a number that only looks like one. What was masked already stays as
// it is.
func Masked(text string) string {
	text = members.ReplaceAllString(text, `${1}"`+Hidden+`"`)
	if strings.Contains(text, "earer") || strings.Contains(text, "EARER") {
		text = bearerText.ReplaceAllStringFunc(text, func(found string) string {
			if parts := bearerText.FindStringSubmatch(found); !strings.EqualFold(parts[2], "token") {
				return parts[1] + Hidden
			}
			return found
		})
	}
	// Secrets stand in runs of few kinds of characters. These alone are looked
	// through, for a transcript has megabytes of everything else.
	const shortest = 11
	var b strings.Builder
	done := 0
	for from := 0; from < len(text); from++ {
		to := from
		for to < len(text) && secretByte[text[to]] {
			to++
		}
		if to-from >= shortest && strings.TrimLeft(text[from:to], " ") != "" {
			b.WriteString(text[done:from])
			b.WriteString(secrets.ReplaceAllStringFunc(text[from:to], maskedRun))
			done = to
		}
		from = to
	}
	if done == 0 {
		return text
	}
	b.WriteString(text[done:])
	return b.String()
}

// secretByte are the characters of which secrets consist.
var secretByte = func() (all [256]bool) {
	for _, c := range []byte("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+-() ") {
		all[c] = true
	}
	return all
}()

// maskedRun masks what secrets found, where it is one.
func maskedRun(found string) string {
	const code, revision, checksum, uuid = 32, 40, 64, 36
	bare := strings.TrimPrefix(found, "+")
	switch {
	case strings.Contains(found, "-") && len(found) == uuid:
		return found
	case strings.ContainsAny(found, " ()-"):
		return Hidden
	case len(bare) == revision, len(bare) == checksum:
		return found
	case len(bare) >= code: // letters before it may be hexadecimal digits too
		return Hidden
	}
	return digits.ReplaceAllStringFunc(found, func(number string) string {
		const iin, phone = 12, 11
		bare := strings.TrimPrefix(number, "+")
		if len(bare) == iin || len(bare) == phone && strings.ContainsRune("78", rune(bare[0])) {
			return Hidden
		}
		return number
	})
}

// headerSecrets are headers whose value is a secret whatever it looks like.
var headerSecrets = []string{"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key"}

// maskedHeader masks a copy of headers. An idempotency key is no secret, and is needed to
// read a transcript, but for one into which somebody has written a secret.
func maskedHeader(h http.Header) http.Header {
	masked := http.Header{}
	for name, values := range h {
		for _, value := range values {
			switch {
			case slices.ContainsFunc(headerSecrets, func(s string) bool { return strings.EqualFold(s, name) }):
				value = Hidden
			default:
				value = Masked(value) // a UUID stays as it is
			}
			masked[name] = append(masked[name], value)
		}
	}
	return masked
}

// maskedURL masks a URL: a name and password in it, and secrets in its path and
// its query.
func maskedURL(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return Masked(text)
	}
	if u.User != nil {
		u.User = url.User("masked")
	}
	query := u.Query()
	for name := range query {
		for i := range query[name] {
			query[name][i] = maskedParameter(name, query[name][i])
		}
	}
	u.RawQuery = query.Encode()
	return Masked(u.String())
}

// maskedParameter masks one parameter, by its name or by its form.
func maskedParameter(name, value string) string {
	switch strings.ToLower(name) {
	case "token", "access_token", "code", "iin", "phone", "secret":
		return Hidden
	}
	return Masked(value)
}

// optionSecrets finds values of a command's options that are secrets by the
// option's name.
var optionSecrets = regexp.MustCompile(`(?i)([a-z_-]*(?:token|secret|passw(?:or)?d|api-?key)[a-z_-]*(?:=|\s+))("[^"]*"|'[^']*'|[^\s"']+)`)

// MaskedCommand masks a command line, for reports: what Masked masks, and values of
// options and variables whose name says that they are secret, as --token abc and
// API_KEY=abc. A variable that stands by its name, as ${TOKEN}, is no secret.
func MaskedCommand(line string) string {
	line = optionSecrets.ReplaceAllStringFunc(line, func(found string) string {
		parts := optionSecrets.FindStringSubmatch(found)
		if strings.HasPrefix(parts[2], "${") {
			return found
		}
		return parts[1] + Hidden
	})
	return Masked(line)
}
