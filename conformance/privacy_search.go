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

// Canaries are secrets that the suite has planted: IINs, phones, names and accounts of everybody in a
// setup, the tokens that it was given, the codes that it was shown. They are looked for
// as they are and in the disguises in which a build writes them without a thought:
// escaped, parted by blanks or dashes, without the country's prefix, in base64.

// The kinds of secrets.
const (
	secretIIN   = "iin"
	secretPhone = "phone"
	secretToken = "token"
	secretCode  = "code"
	secretName  = "name"
	// secretAccount is one of few digits, which is looked for as a word of its own.
	secretAccount = "account"
)

// canaries are secrets with their kinds, ready to be looked for.
type canaries struct {
	kinds map[string]string // secret: its kind
	forms map[string]string // form in which one is found: its kind
	// numbers are too short to be looked for within others: they stand alone.
	numbers map[string]string
}

func newCanaries() *canaries {
	return &canaries{kinds: map[string]string{}, forms: map[string]string{}, numbers: map[string]string{}}
}

// plantName adds a name: whole, and each word of it, since either may be told alone.
func (c *canaries) plantName(name string) {
	c.plant(name, secretName)
	for word := range strings.FieldsSeq(name) {
		c.plant(word, secretName)
	}
}

// plantNumber adds a number that is looked for where it stands alone.
func (c *canaries) plantNumber(number, kind string) {
	if number != "" {
		c.numbers[number] = kind
	}
}

// standsAlone reports whether a number stands in a text with no letter or digit beside it.
func standsAlone(text, number string) bool {
	inWord := func(at int) bool {
		return at >= 0 && at < len(text) && (text[at] >= '0' && text[at] <= '9' || text[at] >= 'a' && text[at] <= 'z' || text[at] >= 0x80)
	}
	for from := 0; ; {
		at := strings.Index(text[from:], number)
		if at < 0 {
			return false
		}
		at += from
		if !inWord(at-1) && !inWord(at+len(number)) {
			return true
		}
		from = at + 1
	}
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
	if len(c.forms)+len(c.numbers) == 0 || text == "" {
		return nil
	}
	plain := strings.ToLower(unescaped(text))
	looked := []string{strings.ToLower(text), plain, together(plain)}
	for form, kind := range c.forms {
		if !slices.Contains(kinds, kind) && slices.ContainsFunc(looked, func(t string) bool { return holds(t, form, kind) }) {
			kinds = append(kinds, kind)
		}
	}
	for number, kind := range c.numbers {
		if !slices.Contains(kinds, kind) && standsAlone(plain, number) {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

// holds reports whether a form of a secret stands in a text: digits in no longer number,
// such as a sum of seconds, but for the 7 or 8 before a phone.
func holds(text, form, kind string) bool {
	if digitsOf(form) != form {
		return strings.Contains(text, form)
	}
	digit := func(at int) bool { return at >= 0 && at < len(text) && text[at] >= '0' && text[at] <= '9' }
	for from := 0; ; {
		at := strings.Index(text[from:], form)
		if at < 0 {
			return false
		}
		at += from
		prefixed := kind == secretPhone && at > 0 && (text[at-1] == '7' || text[at-1] == '8') && !digit(at-2)
		fraction := at > 1 && text[at-1] == '.' && digit(at-2)
		if (!digit(at-1) || prefixed) && !fraction && !digit(at+len(form)) {
			return true
		}
		from = at + 1
	}
}

// hide takes planted secrets out of a text, and with them whatever looks like one.
func (c *canaries) hide(text string) string {
	for secret := range c.kinds {
		text = strings.ReplaceAll(text, secret, wire.Hidden)
	}
	for number := range c.numbers {
		text = strings.ReplaceAll(text, number, wire.Hidden)
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
