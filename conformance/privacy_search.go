package conformance

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/vouch-kz/vouch/conformance/wire"
)

// Canaries are secrets that the suite has planted: IINs and phones of everybody in a
// setup, the tokens that it was given, the codes that it was shown. They are looked for
// as they are and in the disguises in which a build writes them without a thought:
// escaped, parted by blanks or dashes, without the country's prefix, in base64.

// The kinds of secrets.
const (
	secretIIN   = "iin"
	secretPhone = "phone"
	secretToken = "token"
	secretCode  = "code"
)

// canaries are secrets with their kinds, ready to be looked for.
type canaries struct {
	kinds map[string]string // secret: its kind
	forms map[string]string // form in which one is found: its kind
}

func newCanaries() *canaries {
	return &canaries{kinds: map[string]string{}, forms: map[string]string{}}
}

// plant adds a secret. What is too short to be told from anything else is none.
func (c *canaries) plant(secret, kind string) {
	const shortest = 8
	if len(secret) < shortest || c.kinds[secret] != "" {
		return
	}
	c.kinds[secret] = kind
	c.forms[strings.ToLower(secret)] = kind
	if kind == secretPhone { // of "+77091234567", what is the same behind 8 and without any prefix
		const national = 10
		if bare := digitsOf(secret); len(bare) >= national {
			c.forms[bare[len(bare)-national:]] = kind
		}
	}
	for _, form := range inBase64(secret) {
		c.forms[strings.ToLower(form)] = kind
	}
}

// inBase64 are the parts of a secret's base64 that are the same whatever stands before
// and behind it.
func inBase64(secret string) (forms []string) {
	const group = 3 // bytes that make four characters
	for before := range group {
		text := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", before) + secret))
		from := (before*4 + group - 1) / group
		whole := (before + len(secret)) / group * 4
		forms = append(forms, text[from:whole], strings.NewReplacer("+", "-", "/", "_").Replace(text[from:whole]))
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}

// in returns the kinds of secrets that stand in a text, sorted.
func (c *canaries) in(text string) (kinds []string) {
	if len(c.forms) == 0 || text == "" {
		return nil
	}
	plain := strings.ToLower(unescaped(text))
	looked := []string{strings.ToLower(text), plain, together(plain)}
	for form, kind := range c.forms {
		if !slices.Contains(kinds, kind) && slices.ContainsFunc(looked, func(t string) bool { return strings.Contains(t, form) }) {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

// hide takes planted secrets out of a text, and with them whatever looks like one.
func (c *canaries) hide(text string) string {
	for secret := range c.kinds {
		text = strings.ReplaceAll(text, secret, wire.Hidden)
	}
	return wire.Masked(text)
}

// escape is a character that is written by its number.
var escape = regexp.MustCompile(`\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|&#[0-9]{1,7};|%[0-9a-fA-F]{2}`)

// unescaped reads characters that are written by their numbers, as JSON, HTML and a URL
// have them.
func unescaped(text string) string {
	if !strings.ContainsAny(text, `\%&`) {
		return text
	}
	return escape.ReplaceAllStringFunc(text, func(found string) string {
		const hex, decimal = 16, 10
		switch found[0] {
		case '%':
			if plain, err := url.PathUnescape(found); err == nil {
				return plain
			}
			return found
		case '&':
			if n, err := strconv.ParseInt(found[2:len(found)-1], decimal, 32); err == nil {
				return string(rune(n))
			}
			return found
		}
		n, err := strconv.ParseInt(found[2:], hex, 32)
		if err != nil {
			return found
		}
		return string(rune(n))
	})
}

// together joins digits and letters that only blanks, dashes, dots or brackets part, as
// in "+7 (709) 618-03-49".
func together(text string) string {
	var b bytes.Buffer
	for i := range len(text) {
		if !strings.ContainsRune(" -().\u00a0\u202f", rune(text[i])) {
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

// digitsOf are the digits of a text.
func digitsOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}
