package vouch_test

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// checkTypes names, in the packages that have to be pure, every range over a map and everything that floats. Whether a
// variable is a map stands in its declaration, often in another file, so these packages are type-checked: they from
// this tree, and what they import from outside of it from the export data that the go command keeps. No module is
// needed for that, and a map behind a named type or a float behind a call is seen as well.
func checkTypes(t *tree) []string {
	c, err := newTypeChecker(t)
	if err != nil {
		return []string{err.Error()}
	}
	for _, dir := range pure {
		if len(c.filesOf(dir)) == 0 {
			continue
		}
		if _, err := c.Import(module + "/" + dir); err != nil {
			c.bad = append(c.bad, fmt.Sprintf("%s: cannot be judged before it compiles: %v", dir, err))
		}
	}
	return c.bad
}

// typeChecker is an importer that makes the packages of the tree from source and looks at their code on the way.
type typeChecker struct {
	tree    *tree
	outside types.Importer
	made    map[string]*types.Package
	bad     []string
}

// newTypeChecker asks the go command where the export data of all foreign imports lie.
func newTypeChecker(t *tree) (*typeChecker, error) {
	c := &typeChecker{tree: t, made: map[string]*types.Package{}}
	foreign := map[string]bool{}
	for _, dir := range pure {
		for _, f := range c.filesOf(dir) {
			for _, spec := range f.syntax.Imports {
				if p := importPath(spec); !strings.HasPrefix(p, module+"/") && p != "unsafe" {
					foreign[p] = true
				}
			}
		}
	}
	exports := map[string]string{}
	if len(foreign) > 0 {
		list := exec.Command("go", "list", "-export", "-f", "{{.ImportPath}} {{.Export}}", "--")
		list.Args = append(list.Args, slices.Sorted(maps.Keys(foreign))...)
		var said strings.Builder
		list.Stderr = &said
		out, err := list.Output()
		if err != nil {
			return nil, fmt.Errorf("%s: %w\n%s", strings.Join(list.Args, " "), err, said.String())
		}
		for line := range strings.Lines(string(out)) {
			p, export, _ := strings.Cut(strings.TrimSpace(line), " ")
			exports[p] = export
		}
	}
	c.outside = importer.ForCompiler(t.fset, "gc", func(p string) (io.ReadCloser, error) { return os.Open(exports[p]) })
	return c, nil
}

// filesOf is the code of one package as it is built on this machine.
func (c *typeChecker) filesOf(dir string) []*file {
	return slices.DeleteFunc(slices.Clone(c.tree.files), func(f *file) bool {
		ok, err := build.Default.MatchFile(filepath.Join(c.tree.root, f.dir), filepath.Base(f.path))
		return f.dir != dir || f.isTest() || err != nil || !ok
	})
}

// Import makes a package of the tree, or reads a foreign one. It is the go/types Importer.
func (c *typeChecker) Import(importPath string) (*types.Package, error) {
	dir, ours := strings.CutPrefix(importPath, module+"/")
	if !ours {
		return c.outside.Import(importPath)
	}
	if p := c.made[importPath]; p != nil {
		return p, nil
	}
	var syntax []*ast.File
	for _, f := range c.filesOf(dir) {
		syntax = append(syntax, f.syntax)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
	p, err := (&types.Config{Importer: c}).Check(importPath, c.tree.fset, syntax, info)
	if err != nil {
		return nil, err
	}
	c.made[importPath] = p
	for _, f := range c.filesOf(dir) {
		c.look(f, info)
	}
	return p, nil
}

// look walks one file and keeps what it finds: one line for each place, however often the type shows there.
func (c *typeChecker) look(f *file, info *types.Info) {
	sorted := map[ast.Node]bool{}
	floated := map[int]bool{}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.RangeStmt:
			if isMap(info.TypeOf(n.X)) {
				c.found(f, n.Pos(), "range over a map, whose order differs from run to run; keep a sorted slice beside it")
			}
		case *ast.CallExpr:
			switch called := callee(n, info); {
			case slices.Contains([]string{"slices.Sorted", "slices.SortedFunc", "slices.SortedStableFunc"}, called):
				sorted[ast.Unparen(n.Args[0])] = true
			case slices.Contains([]string{"maps.Keys", "maps.Values", "maps.All"}, called) && !sorted[n]:
				c.found(f, n.Pos(), called+" in the order of a map; sort it on the spot: slices.Sorted("+called+"(…))")
			}
		}
		if e, ok := n.(ast.Expr); ok && floats(e, info) && !floated[c.line(n)] {
			floated[c.line(n)] = true
			c.found(f, n.Pos(), "a floating-point number; count in whole tiyn, thousandths or parts per million")
		}
		return true
	})
}

func (c *typeChecker) found(f *file, pos token.Pos, what string) {
	c.bad = append(c.bad, fmt.Sprintf("%s: %s", c.tree.at(f, pos), what))
}

func (c *typeChecker) line(n ast.Node) int { return c.tree.fset.Position(n.Pos()).Line }

func isMap(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Map)
	return ok
}

// callee is the called function as package.name, or "" for a method, a builtin, a conversion or a function value.
func callee(call *ast.CallExpr, info *types.Info) string {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	fn, ok := info.Uses[sel.Sel].(*types.Func)
	if !ok || fn.Pkg() == nil {
		return ""
	}
	return fn.Pkg().Path() + "." + fn.Name()
}

// floats tells whether an expression is, or names, a floating-point or complex type, or is a literal written as one.
func floats(e ast.Expr, info *types.Info) bool {
	if lit, ok := e.(*ast.BasicLit); ok && (lit.Kind == token.FLOAT || lit.Kind == token.IMAG) {
		return true
	}
	t := info.TypeOf(e)
	if t == nil {
		return false
	}
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&(types.IsFloat|types.IsComplex) != 0
}

func TestTypesBite(t *testing.T) {
	ground := map[string]string{
		"reference/voucher/family.go": `package voucher

type Families map[int64]int

func (f Families) Count() int { return len(f) }

func All() Families { return nil }
`,
	}
	food := func(imports, body string) string {
		return "package food\n\nimport (\n" + imports + "\t\"" + module + "/reference/voucher\"\n)\n\nfunc rule(f voucher.Families) (sum int64) {\n" +
			body + "\n\treturn sum\n}\n"
	}
	prove(t, checkTypes, ground, []planted{
		{
			"a map behind a named type", "reference/food/list.go",
			food("", "for id := range f { sum += id }"), food("", "for id := range f.Count() { sum += int64(id) }"), "list.go:8: range over a map",
		},
		{
			"a map behind a call", "reference/food/list.go",
			food("", "for range voucher.All() { sum++ }"), food("", "for range voucher.All().Count() { sum++ }"), "range over a map",
		},
		{
			"keys in the order of a map", "reference/food/list.go",
			food("\t\"maps\"\n", "for id := range maps.Keys(f) { sum += id }"),
			food("\t\"maps\"\n\t\"slices\"\n", "for _, id := range slices.Sorted(maps.Keys(f)) { sum += id }"), "maps.Keys in the order",
		},
		{
			"a float type", "reference/food/credit.go",
			food("", "var _ float64"), food("", "var _ int64"), "credit.go:8: a floating-point number",
		},
		{
			"a float literal that is made whole", "reference/food/credit.go",
			food("", "sum = 1e3"), food("", "sum = 1_000"), "a floating-point number",
		},
		{
			"a float behind a call", "reference/food/credit.go",
			food("\t\"math\"\n", "_ = math.Sqrt(4)"), food("\t\"math/bits\"\n", "_ = bits.Len(4)"), "a floating-point number",
		},
		{
			"a float in a field", "reference/gas/bill.go",
			"package gas\n\ntype bill struct{ rate float32 }\n", "package gas\n\ntype bill struct{ rate int32 }\n", "a floating-point number",
		},
		{
			"code that does not compile", "reference/gas/bill.go",
			"package gas\n\nvar bill = charge\n", "package gas\n\nvar bill = 1\n", "cannot be judged before it compiles",
		},
	})
}
