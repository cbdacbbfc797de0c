package scenarios

import (
	"bytes"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// The limits of a file. The YAML parser takes time and memory that grow with
// the square of the number of entries and of the nesting, so they are kept
// where any file is read in a second; the longest file of ours has a quarter.
const (
	maxBytes   = 64 << 10
	maxTokens  = 20_000
	maxNesting = 20
	maxEntries = 1_000 // of one list or one mapping
)

// byteOrderMark is what some editors put before the text of a UTF-8 file.
var byteOrderMark = []byte("\ufeff")

// parse makes the tree of a file that holds one document. Where it cannot, it
// reports why and returns nil. Beside what YAML forbids it refuses all that lets
// a file say something other than what it shows: anchors, aliases, tags, merge
// keys, directives and further documents.
func (r *reader) parse(data []byte) ast.Node {
	if !r.legible(data) {
		return nil
	}
	// The lexer counts a line twice that ends on a comment and CR LF.
	text := strings.ReplaceAll(string(bytes.TrimPrefix(data, byteOrderMark)), "\r\n", "\n")
	tokens := lexer.Tokenize(text)
	if !r.readable(tokens) {
		return nil
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		r.syntax(err)
		return nil
	}
	var body ast.Node
	for i, doc := range file.Docs {
		if i > 0 {
			line, column := placeOfToken(doc.Start)
			r.report(line, column, "a second document begins; keep one, and put the other into a file of its own")
			break
		}
		body = doc.Body
	}
	if body == nil {
		if len(r.problems) == 0 {
			r.report(1, 1, "nothing but comments; begin with a line such as %s", r.opening)
		}
		return nil
	}
	r.refuse(body)
	return body
}

// legible reports what keeps the bytes from being read as text at all. It
// returns false where going on would only repeat it.
func (r *reader) legible(data []byte) bool {
	if len(data) > maxBytes {
		r.report(1, 1, "more than %d KiB, which is all that is read; %s", maxBytes>>10, r.shorter())
		return false
	}
	if bytes.HasPrefix(data, byteOrderMark) {
		r.report(1, 1, "a byte order mark; save the file as UTF-8 without one")
		data = data[len(byteOrderMark):]
	}
	if len(bytes.TrimSpace(data)) == 0 {
		r.report(1, 1, "the file is empty; begin with a line such as %s", r.opening)
		return false
	}
	before := len(r.problems)
	for i, line := range bytes.Split(data, []byte("\n")) {
		r.legibleLine(i+1, bytes.TrimSuffix(line, []byte("\r")))
	}
	return len(r.problems) == before
}

// shorter says how a file that is too long is made shorter.
func (r *reader) shorter() saying {
	if r.opening == scenarioOpening {
		return say("a scenario says what differs, it does not list runs")
	}
	return say("leave out what it does not need")
}

// legibleLine reports the first thing in a line that is no text, and a tab in
// its indentation, which YAML forbids and no screen shows.
func (r *reader) legibleLine(line int, text []byte) {
	column, indented := 1, true
	for len(text) > 0 {
		c, size := utf8.DecodeRune(text)
		switch {
		case c == utf8.RuneError && size == 1:
			r.report(line, column, "the byte %#02x is not UTF-8; save the file as UTF-8", text[0])
			return
		case c == '\t' && indented:
			r.report(line, column, "a tab in the indentation; use spaces")
			return
		case unicode.IsControl(c) && c != '\t', c == '\u2028', c == '\u2029', c == '\ufeff':
			r.report(line, column, "the control character %U; delete it", c)
			return
		}
		indented = indented && c == ' '
		text, column = text[size:], column+1
	}
}

// readable reports what would cost the parser too much, before it is asked.
func (r *reader) readable(tokens token.Tokens) bool {
	if len(tokens) > maxTokens {
		line, column := placeOfToken(tokens[maxTokens])
		r.report(line, column, "more than %d words and signs; %s", maxTokens, r.shorter())
		return false
	}
	flow, items := 0, 0
	for i, tk := range tokens {
		if i > 0 && tk.Position.Line != tokens[i-1].Position.Line {
			items = 0
		}
		switch tk.Type {
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow--
		case token.SequenceEntryType, token.MappingKeyType, token.AnchorType, token.TagType:
			items++ // these nest when they follow one another on a line
		}
		if flow > maxNesting || items > maxNesting {
			line, column := placeOfToken(tk)
			r.report(line, column, "nested more than %d deep; nothing here needs that", maxNesting)
			return false
		}
	}
	return true
}

// syntax reports why the parser gave up. It stops at the first fault, so this
// is always one problem.
func (r *reader) syntax(err error) {
	line, column, message := 1, 1, err.Error()
	var fault yaml.Error
	if errors.As(err, &fault) {
		line, column = placeOfToken(fault.GetToken())
		message = fault.GetMessage()
	}
	r.report(line, column, "this is not YAML: %s; look for a bracket, a quote, a colon or an indentation that is wrong here or just above", message)
}

// refuse reports every node that may not stand in a file, however deep.
func (r *reader) refuse(n ast.Node) {
	switch n := n.(type) {
	case *ast.MappingNode:
		if r.tooMany(n, len(n.Values)) {
			return
		}
		for _, v := range n.Values {
			r.refuse(v)
		}
	case *ast.MappingValueNode:
		r.refuse(n.Key)
		r.refuse(n.Value)
	case *ast.SequenceNode:
		if r.tooMany(n, len(n.Values)) {
			return
		}
		for _, v := range n.Values {
			r.refuse(v)
		}
	default:
		if what := unwelcome(n); what != nil {
			line, column := placeOf(n)
			r.report(line, column, "%s is not read here; write out what is meant", *what)
		}
	}
}

// tooMany reports a list or a mapping that is too long to be meant.
func (r *reader) tooMany(n ast.Node, entries int) bool {
	if entries <= maxEntries {
		return false
	}
	r.fault(n, "", "%d entries, at most %d are read", entries, maxEntries)
	return true
}

// unwelcome names a node that parse refuses, and is nil for all others.
func unwelcome(n ast.Node) *saying {
	var what saying
	switch n.(type) {
	case *ast.AnchorNode:
		what = say("an anchor (&)")
	case *ast.AliasNode:
		what = say("an alias (*)")
	case *ast.TagNode:
		what = say("a tag (!)")
	case *ast.MergeKeyNode:
		what = say("a merge key (<<)")
	case *ast.MappingKeyNode:
		what = say("a key with a question mark (?)")
	case *ast.DirectiveNode:
		what = say("a directive (%)")
	default:
		return nil
	}
	return &what
}

// placeOf is where a node begins. The parser places a mapping at its first
// colon.
func placeOf(n ast.Node) (line, column int) {
	switch m := n.(type) {
	case *ast.MappingNode:
		if !m.IsFlowStyle && len(m.Values) > 0 {
			return placeOf(m.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return placeOf(m.Key)
	}
	return placeOfToken(n.GetToken())
}

// placeOfToken is where a token begins; the parser leaves it out for some.
func placeOfToken(tk *token.Token) (line, column int) {
	if tk == nil || tk.Position == nil {
		return 1, 1
	}
	return max(tk.Position.Line, 1), max(tk.Position.Column, 1)
}
