package reference_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// refused is one refusal that the code makes: where, why and by which demand.
type refused struct {
	file, reason string
	id           voucher.RequirementID
}

// refusalsIn finds the refusals that the files of a folder make.
func refusalsIn(t *testing.T, dir string) []refused {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no file in %s: %v", dir, err)
	}
	var all []refused
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, src, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 2 || named(call.Fun) != "Refuse" {
				return true
			}
			id, ok := call.Args[1].(*ast.BasicLit)
			if !ok {
				return true // made from values: a restored refusal
			}
			words, err := strconv.Unquote(id.Value)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, refused{name, named(call.Args[0]), voucher.RequirementID(words)})
			return true
		})
	}
	return all
}

// named is the name of a function or constant, without its package.
func named(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// reasonNames are the constants of voucher.Reason, in order.
func reasonNames(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "voucher/refusal.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		if first := g.Specs[0].(*ast.ValueSpec); first.Type == nil || named(first.Type) != "Reason" {
			continue // constants of another kind
		}
		for _, s := range g.Specs {
			for _, name := range s.(*ast.ValueSpec).Names {
				if name.IsExported() {
					names = append(names, name.Name)
				}
			}
		}
	}
	return names
}

// TestEveryReasonIsGiven: there is no reason that nothing is ever refused for,
// and every refusal cites a demand of its own programme.
func TestEveryReasonIsGiven(t *testing.T) {
	names := reasonNames(t)
	if len(names) != len(voucher.AllReasons()) {
		t.Fatalf("%d reasons in the source, %d in the list\na test that looks at something else proves nothing", len(names), len(voucher.AllReasons()))
	}
	given := map[string]int{}
	for dir, programmes := range map[string][]voucher.Programme{
		"gas": {voucher.Gas, voucher.Both}, "food": {voucher.Food, voucher.Both},
		".": {voucher.Gas, voucher.Food, voucher.Both}, "voucher": {voucher.Food},
	} {
		for _, r := range refusalsIn(t, dir) {
			given[r.reason]++
			if !slices.Contains(names, r.reason) {
				t.Errorf("%s refuses for %s, which is no reason", r.file, r.reason)
			}
			if !r.id.Valid() || !slices.Contains(programmes, r.id.Programme()) {
				t.Errorf("%s refuses for %s by %s, want a demand of %v", r.file, r.reason, r.id, programmes)
			}
		}
	}
	for _, name := range names {
		if given[name] == 0 {
			t.Errorf("nothing is refused for %s\na reason that is never given is a word without a meaning", name)
		}
	}
}
