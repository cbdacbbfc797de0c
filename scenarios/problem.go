package scenarios

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Problem is one thing that is wrong in a file: where it stands, what it is and
// how to mend it.
type Problem struct {
	File   string
	Line   int // from 1
	Column int // from 1, in characters

	// Message in English, and in the other languages where all of it has words in them.
	Message voucher.Text
}

// Error writes "file:line:column: message" in English, on one line and without
// control characters whatever the file holds.
func (p Problem) Error() string { return p.In("en") }

// In is Error in lang, and in English where the message has no words in it.
func (p Problem) In(lang string) string {
	return fmt.Sprintf("%s:%d:%d: %s", oneLine(p.File), p.Line, p.Column, oneLine(inOrEnglish(p.Message, lang)))
}

// SameID is what is wrong with a file whose id another one has: where both are read, nobody could tell which is meant.
func SameID(file, id, other string) Problem {
	return Problem{file, 1, 1, say("the id %s is also that of %s; reports could not tell the two apart, so give each its own", quote(id), other).told()}
}

// Problems is everything that was found wrong in one file, in the order of the
// file and never empty. It is the error of every reader of this package that
// was given bytes, so that a caller can tell a bad file (errors.As) from one
// that could not be opened.
type Problems []Problem

// Error writes one line for each problem, in English.
func (p Problems) Error() string { return p.In("en") }

// In writes one line for each problem, in lang.
func (p Problems) In(lang string) string {
	lines := make([]string, len(p))
	for i := range p {
		lines[i] = p[i].In(lang)
	}
	return strings.Join(lines, "\n")
}

// maxProblems is how many problems of a file are told. Nobody mends more before
// reading the file again, and a file of nonsense should not fill a terminal.
const maxProblems = 50

// sorted puts problems in the order of their places, each once, and cuts what
// is too much.
func (p Problems) sorted() Problems {
	slices.SortStableFunc(p, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	p = slices.Compact(p)
	if over := len(p) - maxProblems; over > 0 {
		p = p[:maxProblems+1]
		p[maxProblems].Message = say("%d more problems from here on; mend those above first", over).told()
	}
	return p
}

// oneLine replaces what could break or colour a line of a terminal.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == unicode.ReplacementChar {
			return '?'
		}
		return r
	}, s)
}

// maxQuoted is how many characters of a file's own text a message repeats.
const maxQuoted = 40

// quote repeats text of the file in a message: in quotes, cut, and with
// everything escaped that does not print.
func quote(s string) string {
	if r := []rune(s); len(r) > maxQuoted {
		s = string(r[:maxQuoted]) + "…"
	}
	return strconv.Quote(s)
}
