package vouch_test

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"path"
	"slices"
	"strings"
	"testing"
)

// checkNumbers wants every figure of a programme in its parameters.go (or parameters_*.go), dated and with its source.
// In any other file of a programme's rules a whole number may be 0, 1 or 2, which count and compare; the length of an
// array; or the number of bits of a shift, which is a matter of layout in memory. Everything else is a figure of the
// programme, or is not a number but has a name: voucher.Day, voucher.Tenge.
func checkNumbers(t *tree) []string {
	var bad []string
	for _, f := range t.code() {
		base := path.Base(f.path)
		rules := f.dir == "reference/gas" || f.dir == "reference/food"
		if !rules || base == "parameters.go" || strings.HasPrefix(base, "parameters_") {
			continue
		}
		var free []ast.Node // literals that are no figures
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ArrayType:
				free = append(free, n.Len)
			case *ast.BinaryExpr:
				if n.Op == token.SHL || n.Op == token.SHR {
					free = append(free, n.Y)
				}
			case *ast.AssignStmt:
				if n.Tok == token.SHL_ASSIGN || n.Tok == token.SHR_ASSIGN {
					free = append(free, n.Rhs[0])
				}
			case *ast.BasicLit:
				if n.Kind == token.INT && isFigure(n) && !slices.Contains(free, ast.Node(n)) {
					bad = append(bad, fmt.Sprintf("%s: the number %s in a rule; give it a name, a date and a source in parameters.go", t.at(f, n.Pos()), n.Value))
				}
			}
			return true
		})
	}
	return bad
}

// isFigure tells whether a whole number is more than a count of none, one or two.
func isFigure(lit *ast.BasicLit) bool {
	v, ok := constant.Int64Val(constant.MakeFromLiteral(lit.Value, lit.Kind, 0))
	return !ok || v > 2
}

func TestNumbersBite(t *testing.T) {
	rule := func(line string) string { return "package gas\n\nfunc rule(day int) int {\n\t" + line + "\n}\n" }
	prove(t, checkNumbers, nil, []planted{
		{"a day", "reference/gas/window.go", rule("return day - 29"), rule("return day - last"), "window.go:4: the number 29"},
		{"the first figure", "reference/gas/window.go", rule("return 3"), rule("return 2"), "the number 3"},
		{"a figure in another dress", "reference/gas/window.go", rule("return 0x1d"), rule("return 0x01"), "0x1d"},
		{"a constant is a number too", "reference/gas/window.go", rule("const last = 29"), rule("const last = first"), "29"},
		{"what is shifted", "reference/gas/window.go", rule("return 7 << 3"), rule("return 1 << 3"), "the number 7"},
		{"a value beside a length", "reference/gas/window.go", rule("return [4]int{9}[0]"), rule("return [4]int{1}[0]"), "the number 9"},
		{"a figure elsewhere", "reference/gas/window.go", rule("return 29"), "package gas\n", "29"},
		{"the seventeen in food", "reference/food/parameter.go", "package food\n\nconst n = 17\n", "package food\n", "17"},
	})
}

func TestNumbersHaveTheirPlace(t *testing.T) {
	for _, name := range []string{
		"reference/gas/parameters.go", "reference/food/parameters_goods.go", "reference/gas/window_test.go", "reference/machine.go",
	} {
		src := "package " + path.Base(path.Dir(name)) + "\n\nconst last = 29\n"
		if got := checkNumbers(plant(t, nil, name, src)); len(got) != 0 {
			t.Errorf("violations %q in %s, want none: figures may stand there", got, name)
		}
	}
}
