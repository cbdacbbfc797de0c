// Package vouch_test holds the project's own rules as tests: who may import whom, which calls and constructs are kept
// out of which packages, how long a file may grow, that everything exported is documented, that no rule hides a number
// and that every requirement cited exists. It knows the source tree as text and types; it must not know what the code
// computes, and it runs none of it.
//
// Each concern has its own layout_*_test.go: first the table of what is allowed, then the check that reads the table,
// then a test that plants violations and shows that the check bites, each beside a twin that it must let pass.
package vouch_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// module is the path by which the packages of this tree import each other.
const module = "github.com/vouch-kz/vouch"

// tree is the Go source below one folder, parsed. Folders that the go command leaves out of ./... are left out too.
type tree struct {
	root  string
	fset  *token.FileSet
	files []*file
}

// file is one Go file of a tree. Its path and folder are relative to the root and written with slashes; the folder of
// the root itself is ".".
type file struct {
	path, dir string
	src       []byte
	syntax    *ast.File
}

// isTest tells whether the file takes part in tests only.
func (f *file) isTest() bool { return strings.HasSuffix(f.path, "_test.go") }

// isOutside tells whether the file belongs to an x_test package, which sees the package under test as a stranger does.
func (f *file) isOutside() bool {
	return f.isTest() && strings.HasSuffix(f.syntax.Name.Name, "_test")
}

// isCommand tells whether the file is part of a program rather than of a package that others import.
func (f *file) isCommand() bool { return f.dir == "cmd" || strings.HasPrefix(f.dir, "cmd/") }

// at is a position in the form that editors jump to.
func (t *tree) at(f *file, pos token.Pos) string {
	return fmt.Sprintf("%s:%d", f.path, t.fset.Position(pos).Line)
}

// code yields the files that are neither tests nor generated: those that the rules about code speak of.
func (t *tree) code() []*file {
	return slices.DeleteFunc(slices.Clone(t.files), func(f *file) bool {
		return f.isTest() || ast.IsGenerated(f.syntax)
	})
}

// readTree parses every Go file below root, in the order of their paths.
func readTree(root string) (*tree, error) {
	t := &tree{root: root, fset: token.NewFileSet()}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != root && leftOut(name):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		return t.add(name)
	})
	if err != nil {
		return nil, fmt.Errorf("read the tree below %s: %w", root, err)
	}
	return t, nil
}

// leftOut tells whether the go command leaves a folder out of ./...: hidden ones, fixtures, and modules of their own.
func leftOut(dir string) bool {
	base := filepath.Base(dir)
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil || base == "testdata" || base == "vendor" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")
}

func (t *tree) add(name string) error {
	src, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	rel, err := filepath.Rel(t.root, name)
	if err != nil {
		return err
	}
	rel = filepath.ToSlash(rel)
	syntax, err := parser.ParseFile(t.fset, rel, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	t.files = append(t.files, &file{path: rel, dir: path.Dir(rel), src: src, syntax: syntax})
	return nil
}

// check reads a tree and names what breaks one rule: "path:line: what is wrong; how to mend it".
type check func(*tree) []string

// TestHouseRules runs every check on this module.
func TestHouseRules(t *testing.T) {
	ours, err := readTree(".")
	if err != nil {
		t.Fatal(err)
	}
	if len(ours.code()) == 0 {
		t.Fatal("no Go file found: nothing was checked")
	}
	for _, rule := range []struct {
		name  string
		check check
	}{
		{"imports go down the ladder", checkImports},
		{"forbidden imports, names and statements", checkForbidden},
		{"maps are not ranged over and nothing floats", checkTypes},
		{"packages and exported names are documented", checkDocs},
		{"files, functions and names keep their measure", checkShape},
		{"no number stands in a rule", checkNumbers},
		{"every requirement cited exists", checkRequirements},
		{"no secret is compared step by step", checkSecrets},
	} {
		t.Run(rule.name, func(t *testing.T) {
			for _, violation := range rule.check(ours) {
				t.Error(violation)
			}
		})
	}
}

// planted is a violation and its twin: the same file, one change away, that the check must let pass.
type planted struct {
	name string
	path string
	bad  string
	twin string
	want string // part of the one violation that the check must name
}

// prove runs a check on each planted file and on its twin. The ground is what both trees hold besides: path to content.
func prove(t *testing.T, check check, ground map[string]string, rows []planted) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got := check(plant(t, ground, row.path, row.bad))
			if len(got) != 1 || !strings.Contains(got[0], row.want) {
				t.Errorf("planted in %s:\n%s\ngot violations %q, want exactly one with %q", row.path, row.bad, got, row.want)
			}
			if got := check(plant(t, ground, row.path, row.twin)); len(got) != 0 {
				t.Errorf("the twin in %s:\n%s\ngot violations %q, want none", row.path, row.twin, got)
			}
		})
	}
}

// plant writes the ground and one more file to a folder of its own and reads it back as a tree.
func plant(t *testing.T, ground map[string]string, name, content string) *tree {
	t.Helper()
	root := t.TempDir()
	write := func(name, content string) {
		full := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range ground {
		write(name, content)
	}
	write(name, content)
	planted, err := readTree(root)
	if err != nil {
		t.Fatal(err)
	}
	return planted
}
