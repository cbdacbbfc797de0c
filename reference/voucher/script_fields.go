package voucher

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word of a line of script, or one name=value. A value in brackets
// is one value, whatever stands in it.
type token struct {
	name, value string
	column      int // of the token, from 1, in characters
	named       bool
}

// LineError is an error at a place of a line of text: ParseCommand, ParseQuery
// and Setup.ReadLine wrap none other where they know the column, so that a
// reader of a file can name the place in it.
type LineError struct {
	Column int // from 1, in characters
	Text   string
}

// Error writes "column 7: " and the text.
func (e *LineError) Error() string { return fmt.Sprintf("column %d: %s", e.Column, e.Text) }

// at makes a LineError.
func at(column int, format string, args ...any) error {
	return &LineError{column, fmt.Sprintf(format, args...)}
}

// split cuts a line into tokens.
func split(line string) ([]token, error) {
	var all []token
	for i := 0; i < len(line); {
		if line[i] == ' ' || line[i] == '\t' {
			i++
			continue
		}
		column := utf8.RuneCountInString(line[:i]) + 1
		n := tokenLength(line[i:])
		if n < 0 {
			return nil, at(column, "%q has no end; close the bracket or the quotation mark", clip(line[i:]))
		}
		word := line[i : i+n]
		t := token{column: column}
		t.name, t.value, t.named = strings.Cut(word, "=")
		if !t.named {
			t.name, t.value = "", word
		}
		all = append(all, t)
		i += n
	}
	return all, nil
}

// tokenLength returns how many bytes the token at the head of s takes, and -1
// for a bracket or a quotation mark that is not closed. Blanks end a token
// except inside of them.
func tokenLength(s string) int {
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			depth++
		case c == ']':
			depth--
		case (c == ' ' || c == '\t') && depth <= 0:
			return i
		}
	}
	if quoted || depth > 0 {
		return -1
	}
	return len(s)
}

// inBrackets returns what stands between the brackets of a value.
func inBrackets(s string) (string, error) {
	if len(s) < 2 || s[0] != '[' || s[len(s)-1] != ']' {
		return "", fmt.Errorf("%q is not in brackets; write [ ]", clip(s))
	}
	return s[1 : len(s)-1], nil
}

// unquote reads a text: bare where it has no blank, bracket or quotation mark
// in it, else quoted as in Go.
func unquote(s string) (string, error) {
	if !strings.ContainsAny(s, "\"[]") {
		return s, nil
	}
	text, err := strconv.Unquote(s)
	if err != nil {
		return "", errors.New(`a text with blanks, brackets or quotation marks is quoted: "…"`)
	}
	return text, nil
}

// quote writes a text as unquote reads it.
func quote(s string) string {
	bare := s != "" && utf8.ValidString(s)
	for _, r := range s {
		if strings.ContainsRune("\"[]=\\", r) || unicode.IsSpace(r) || !unicode.IsGraphic(r) {
			bare = false
		}
	}
	if bare {
		return s
	}
	return strconv.Quote(s)
}

// snake turns the name of a field into its word: "ListOwner" is "list_owner".
func snake(field string) string {
	var b strings.Builder
	lower := false
	for _, r := range field {
		if unicode.IsUpper(r) && lower {
			b.WriteByte('_')
		}
		lower = !unicode.IsUpper(r)
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
