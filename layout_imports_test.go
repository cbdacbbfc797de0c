package vouch_test

import (
	"fmt"
	"go/ast"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rung is the place of one package on the import ladder. Lists are words between spaces; "*" is everything.
type rung struct {
	dir     string
	below   string // the packages of this module that it may import
	modules string // the modules it may import beside the standard library; "*": all that go.mod pins
}

// ladder says who may import whom. A package without a rung is a violation, so a new one has to be placed here first.
//
// Two edges are missing on purpose. The conformance suite states its own numbers, so that a wrong figure in our
// parameter tables is caught and not shared; and the simulator drives any voucher.System. Only x_test packages and
// commands bring either together with the reference; for the same reason reports do not import it.
var ladder = []rung{
	{"reference/voucher", "", ""},
	{"reference/voucher/scripttest", "reference/voucher", ""},
	{"reference/gas", "reference/voucher", ""},
	{"reference/food", "reference/voucher", ""},
	{"reference", "reference/voucher reference/gas reference/food", "github.com/cespare/xxhash/v2"},
	{"reference/journal", "reference/voucher reference/gas reference/food reference", "*"},
	{"reference/mutant", "reference/voucher reference/gas reference/food reference", "*"},

	{"scenarios", "reference/voucher", "*"},
	{"simulator", "reference/voucher scenarios", "*"},
	{"simulator/study", "reference/voucher scenarios simulator", "*"},
	{"simulator/cluster/broker", "", "github.com/nats-io"},
	{"simulator/cluster/broker/brokertest", "", "github.com/nats-io"},
	{"simulator/cluster/kubernetes", "simulator/cluster/shard", ""},
	{"simulator/cluster", "simulator/cluster/broker", "*"},
	{"simulator/cluster/shard", "", ""},

	{"conformance/wire", "reference/voucher", "*"},
	{"conformance/fault", "reference/voucher conformance/wire", "*"},
	{"conformance", "reference/voucher scenarios simulator conformance/wire conformance/fault", "*"},
	{"conformance/load", "reference/voucher scenarios simulator conformance/wire conformance/fault conformance", "*"},
	{"conformance/load/agents", "conformance/load simulator/cluster/broker", "github.com/nats-io"},

	{"reports/chart", "", "golang.org/x/image"},
	{
		"reports", "reference/voucher scenarios simulator simulator/study simulator/cluster " +
			"conformance/wire conformance/fault conformance conformance/load reports/chart", "*",
	},
	{"cmd/vouch", "*", "*"},
}

// notEven are modules that not even a test may import: a failure says got, want and why in the words of its demand.
var notEven = []string{"github.com/stretchr/testify"}

// onlyTests are modules that the program must not be made of: their types show what others read.
var onlyTests = []string{"k8s.io", "sigs.k8s.io"}

// checkImports holds every import against the ladder. Tests may use any pinned module, and x_test packages any
// package of ours as well, since nothing can depend on them.
func checkImports(t *tree) []string {
	var bad []string
	placed := map[string]bool{}
	for _, f := range t.files {
		i := slices.IndexFunc(ladder, func(r rung) bool { return r.dir == f.dir })
		if i < 0 && !f.isOutside() {
			if !placed[f.dir] {
				bad = append(bad, fmt.Sprintf("%s: package has no rung; place it on the ladder in layout_imports_test.go", f.path))
			}
			placed[f.dir] = true
			continue
		}
		for _, spec := range f.syntax.Imports {
			allowed := rung{f.dir, "*", "*"}
			if !f.isOutside() {
				allowed.below = ladder[i].below
			}
			if !f.isTest() {
				allowed.modules = ladder[i].modules
			}
			if first, _, _ := strings.Cut(importPath(spec), "/"); !f.isTest() && slices.Contains(onlyTests, first) {
				bad = append(bad, fmt.Sprintf("%s: %s is for tests alone; write what is needed of it here", t.at(f, spec.Pos()), importPath(spec)))
				continue
			}
			if why := refuse(allowed, importPath(spec)); why != "" {
				bad = append(bad, fmt.Sprintf("%s: %s", t.at(f, spec.Pos()), why))
			}
		}
	}
	return bad
}

// refuse says why a package on this rung may not import what stands at the path, or "" if it may.
func refuse(r rung, importPath string) string {
	if importPath == module || strings.HasPrefix(importPath, module+"/") {
		dir := strings.TrimPrefix(strings.TrimPrefix(importPath, module), "/")
		if r.below == "*" || slices.Contains(strings.Fields(r.below), dir) {
			return ""
		}
		return fmt.Sprintf("%s may not import %s; of ours it may import: %s", r.dir, dir, r.below)
	}
	in := func(m string) bool { return importPath == m || strings.HasPrefix(importPath, m+"/") }
	switch first, _, _ := strings.Cut(importPath, "/"); {
	case slices.ContainsFunc(notEven, in):
		return fmt.Sprintf("nothing here imports %s; compare by hand or with go-cmp and say got, want and why", importPath)
	case !strings.Contains(first, "."):
		return "" // the standard library
	case r.modules == "*" || slices.ContainsFunc(strings.Fields(r.modules), in):
		return ""
	}
	return fmt.Sprintf("%s may not import the module of %s; beside the standard library it may import: %s", r.dir, importPath, r.modules)
}

func importPath(spec *ast.ImportSpec) string {
	p, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		panic(fmt.Sprintf("layout: the parser let the import path %s through: %v", spec.Path.Value, err))
	}
	return p
}

func TestImportsBite(t *testing.T) {
	imports := func(pkg, path string) string { return fmt.Sprintf("package %s\n\nimport _ %q\n", pkg, path) }
	ours := func(pkg, dir string) string { return imports(pkg, module+"/"+dir) }
	prove(t, checkImports, nil, []planted{
		{
			"the vocabulary imports a module", "reference/voucher/money.go",
			imports("voucher", "golang.org/x/text"), imports("voucher", "math/bits"),
			"reference/voucher may not import the module of golang.org/x/text",
		},
		{
			"the vocabulary imports a rule", "reference/voucher/money.go",
			ours("voucher", "reference/gas"), imports("voucher", "errors"), "may not import reference/gas",
		},
		{
			"one programme imports the other", "reference/gas/bill.go",
			ours("gas", "reference/food"), ours("gas", "reference/voucher"), "may not import reference/food",
		},
		{
			"a rule hashes", "reference/food/qr.go",
			imports("food", "github.com/cespare/xxhash/v2"), imports("food", "errors"), "may not import the module",
		},
		{
			"the machine imports a second module", "reference/hash.go",
			imports("reference", "github.com/google/go-cmp/cmp"), imports("reference", "github.com/cespare/xxhash/v2"),
			"may not import the module",
		},
		{
			"a module whose name only begins alike", "reference/hash.go",
			imports("reference", "github.com/cespare/xxhash/v22"), imports("reference", "github.com/cespare/xxhash/v2"),
			"may not import the module",
		},
		{
			"the suite shares our numbers", "conformance/run.go",
			ours("conformance", "reference"), ours("conformance", "conformance/wire"), "conformance may not import reference",
		},
		{
			"the suite's inside test shares them", "conformance/run_test.go",
			ours("conformance", "reference"), ours("conformance_test", "reference"), "conformance may not import reference",
		},
		{
			"the simulator knows its answerer", "simulator/run.go",
			ours("simulator", "reference"), ours("simulator", "scenarios"), "simulator may not import reference",
		},
		{
			"reports bring both together", "reports/html.go",
			ours("reports", "reference"), ours("reports", "conformance/load"), "reports may not import reference",
		},
		{
			"a package without a rung", "reference/pricing/price_test.go",
			"package pricing\n", "package pricing_test\n", "no rung",
		},
		{
			"the program links what only tests read with", "simulator/cluster/job.go",
			imports("cluster", "k8s.io/api/batch/v1"), imports("cluster", "github.com/nats-io/nats.go"), "for tests alone",
		},
		{
			"testify in a test", "scenarios/read_test.go",
			imports("scenarios_test", "github.com/stretchr/testify/assert"), imports("scenarios_test", "pgregory.net/rapid"), "nothing here imports",
		},
	})
}
