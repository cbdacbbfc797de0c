package vouch_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"testing"
)

// serving are the packages in which what a stranger sends is held against a secret.
var serving = []string{"conformance/wire", "cmd/vouch", "reference"}

// secretWord is how what holds a secret is called.
var secretWord = regexp.MustCompile(`(?i)(token|secret|bearer|authorization)$`)

// checkSecrets names every comparison that ends earlier the sooner a guess is wrong: == and != of a token or a secret
// with anything but nothing (BOTH-ACCESS-001). wire.same compares in constant time, and a lookup by hash tells nothing.
func checkSecrets(t *tree) []string {
	var bad []string
	for _, f := range t.files {
		if !within(serving...)(f) {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			var sides []ast.Expr
			switch n := n.(type) {
			case *ast.BinaryExpr:
				if n.Op == token.EQL || n.Op == token.NEQ {
					sides = []ast.Expr{n.X, n.Y}
				}
			case *ast.CallExpr:
				if isComparison(n.Fun) {
					sides = n.Args
				}
			}
			if slices.ContainsFunc(sides, isSecret) && !slices.ContainsFunc(sides, isNothing) {
				bad = append(bad, fmt.Sprintf("%s: a secret is compared in as many steps as a guess is right; use crypto/subtle, or look its hash up", t.at(f, n.Pos())))
			}
			return true
		})
	}
	return bad
}

// isSecret tells whether an expression is called as a secret is.
func isSecret(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return secretWord.MatchString(e.Name)
	case *ast.SelectorExpr:
		return secretWord.MatchString(e.Sel.Name)
	}
	return false
}

// isNothing tells whether an expression is the empty text, nil or a zero value: whether there is a secret at all may be
// known.
func isNothing(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return e.Value == `""`
	case *ast.Ident:
		return e.Name == "nil"
	case *ast.CompositeLit:
		return len(e.Elts) == 0
	}
	return false
}

// isComparison tells whether a function compares two texts.
func isComparison(e ast.Expr) bool {
	s, ok := e.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	p, ok := s.X.(*ast.Ident)
	return ok && slices.Contains([]string{"strings.EqualFold", "strings.Compare", "bytes.Equal", "bytes.Compare", "cmp.Compare"}, p.Name+"."+s.Sel.Name)
}

func TestSecretsBite(t *testing.T) {
	does := func(body string) string {
		return "package wire\n\nfunc act(token, guess string) bool {\n\t" + body + "\n}\n"
	}
	const want = "token.go:4: a secret is compared"
	prove(t, checkSecrets, nil, []planted{
		{"a token", "conformance/wire/token.go", does("return token == guess"), does(`return token == ""`), want},
		{"the other way round", "conformance/wire/token.go", does("return guess != token"), does("return guess != act"), want},
		{"a member", "conformance/wire/token.go", does("return o.ControlToken == guess"), does(`return o.ControlToken != ""`), want},
		{"a secret by value", "reference/token.go", does("return s.Secret == other"), does("return s.Secret == [16]byte{}"), want},
		{"by a function", "cmd/vouch/token.go", does("return strings.EqualFold(token, guess)"), does("return strings.HasPrefix(token, guess)"), want},
	})
}
