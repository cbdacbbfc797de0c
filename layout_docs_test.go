package vouch_test

import (
	"fmt"
	"go/ast"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// checkDocs wants exactly one package comment in each package, in the form that go doc shows, and a comment on
// everything exported, down to the methods of an interface. The comment of a function or a type begins with its name.
// Of constants and variables declared together, a comment on the group counts for each.
func checkDocs(t *tree) []string {
	var bad []string
	comments := map[string][]string{} // folder: files with a package comment
	var dirs []string
	for _, f := range t.files {
		if f.isTest() {
			continue
		}
		if !slices.Contains(dirs, f.dir) {
			dirs = append(dirs, f.dir)
		}
		if text := f.syntax.Doc.Text(); text != "" {
			comments[f.dir] = append(comments[f.dir], f.path)
			if want := opening(f); !strings.HasPrefix(text, want) {
				bad = append(bad, fmt.Sprintf("%s: the package comment does not begin with %q", f.path, want))
			}
		}
		if !ast.IsGenerated(f.syntax) {
			bad = append(bad, undocumented(t, f)...)
		}
	}
	for _, dir := range dirs {
		switch in := comments[dir]; len(in) {
		case 0:
			bad = append(bad, dir+": no package comment; say what the package knows and what it must not know")
		case 1:
		default:
			bad = append(bad, fmt.Sprintf("%s: package comments in %v; keep one", dir, in))
		}
	}
	return bad
}

// opening is how the package comment of a file begins: with the package, or the program, by name.
func opening(f *file) string {
	if f.syntax.Name.Name != "main" {
		return "Package " + f.syntax.Name.Name + " "
	}
	name := f.dir[strings.LastIndexByte(f.dir, '/')+1:]
	return strings.ToUpper(name[:1]) + name[1:] + " "
}

// undocumented names what a file exports without a comment, and comments that speak of something else first.
func undocumented(t *tree, f *file) []string {
	var bad []string
	need := func(name *ast.Ident, must string, comments ...*ast.CommentGroup) {
		if !name.IsExported() {
			return
		}
		i := slices.IndexFunc(comments, func(c *ast.CommentGroup) bool { return c.Text() != "" })
		switch {
		case i < 0:
			bad = append(bad, fmt.Sprintf("%s: exported %s has no comment; say what a caller must know", t.at(f, name.Pos()), name.Name))
		case must != "" && firstWord.FindStringSubmatch(comments[i].Text())[1] != must:
			bad = append(bad, fmt.Sprintf("%s: the comment of exported %s does not begin with its name", t.at(f, name.Pos()), name.Name))
		}
	}
	for _, d := range f.syntax.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if receiver := receiverName(d); receiver == "" || ast.IsExported(receiver) {
				need(d.Name, d.Name.Name, d.Doc)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				needSpec(d, spec, need)
			}
		}
	}
	return bad
}

// firstWord is what a comment begins with, after an article.
var firstWord = regexp.MustCompile(`^(?:(?:A|An|The) )?(\w*)`)

// needSpec asks for the comments of one type, or of the constants or variables on one line. Of these only a type that
// is declared by itself has to be named in its comment: in a list the name stands beside it.
func needSpec(d *ast.GenDecl, spec ast.Spec, need func(name *ast.Ident, must string, comments ...*ast.CommentGroup)) {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		if d.Lparen.IsValid() {
			need(spec.Name, "", spec.Doc, spec.Comment) // a comment on several types describes none of them
		} else {
			need(spec.Name, spec.Name.Name, d.Doc)
		}
		if face, ok := spec.Type.(*ast.InterfaceType); ok && spec.Name.IsExported() {
			for _, method := range face.Methods.List {
				for _, name := range method.Names {
					need(name, "", method.Doc, method.Comment)
				}
			}
		}
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			need(name, "", d.Doc, spec.Doc, spec.Comment)
		}
	}
}

// receiverName is the type that a method belongs to, without pointer and type parameters; "" for a function.
func receiverName(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return ""
	}
	for e := d.Recv.List[0].Type; ; {
		switch x := e.(type) {
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.IndexListExpr:
			e = x.X
		case *ast.Ident:
			return x.Name
		default:
			panic(fmt.Sprintf("layout: the receiver of %s is a %T", d.Name.Name, e))
		}
	}
}

func TestDocsBite(t *testing.T) {
	const doc = "// Package gas knows the gas voucher.\npackage gas\n\n"
	ground := map[string]string{"reference/gas/bill.go": doc}
	gas := func(body string) string { return "package gas\n\n" + body + "\n" }
	prove(t, checkDocs, ground, []planted{
		{"no package comment", "reference/food/bill.go", "package food\n", "// Package food knows food.\npackage food\n", "no package comment"},
		{"two package comments", "reference/gas/list.go", doc, "package gas\n", "package comments in"},
		{
			"a build tag is no package comment", "reports/html.go",
			"//go:build long\n\npackage reports\n", "//go:build long\n\n// Package reports tells.\npackage reports\n", "no package comment",
		},
		{
			"a package comment for another package", "reports/html.go",
			"// Package report tells.\npackage reports\n", "// Package reports tells.\npackage reports\n", `"Package reports "`,
		},
		{
			"a program that is not named", "cmd/vouch/main.go",
			"// The command.\npackage main\n", "// Vouch runs it.\npackage main\n", `"Vouch "`,
		},
		{"a function", "reference/gas/list.go", gas("func Add() {}"), gas("func add() {}"), "exported Add has no comment"},
		{
			"a method of an exported type", "reference/gas/list.go",
			gas("type list[T any] int\n\nfunc (l list[T]) Add() {}\n\n// List is one.\ntype List[T any] int\n\nfunc (l *List[T]) Drop() {}"),
			gas("type list[T any] int\n\nfunc (l list[T]) Add() {}"), "exported Drop",
		},
		{"a directive alone", "reference/gas/list.go", gas("//go:noinline\nfunc Add() {}"), gas("// Add adds.\n//\n//go:noinline\nfunc Add() {}"), "Add"},
		{
			"a comment on something else", "reference/gas/list.go",
			gas("// Adds a row.\nfunc Add() {}"), gas("// Add adds a row.\nfunc Add() {}"), "exported Add does not begin with its name",
		},
		{
			"a type under an article", "reference/gas/list.go",
			gas("// A row is one.\ntype Row int"), gas("// A Row is one.\ntype Row int"), "exported Row does not begin",
		},
		{"a type in a group", "reference/gas/list.go", gas("// All.\ntype (\n\tRow int\n)"), gas("type (\n\t// Row is one.\n\tRow int\n)"), "exported Row"},
		{
			"a method of an interface", "reference/gas/list.go",
			gas("// Book keeps.\ntype Book interface{ Keep() }"), gas("// Book keeps.\ntype Book interface {\n\tKeep() // for ever\n}"), "exported Keep",
		},
		{"a constant", "reference/gas/list.go", gas("const Days = 2"), gas("// These are terms.\nconst (\n\tDays = 2\n\tHours = 1\n)"), "exported Days"},
	})
}
