package vouch_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// ban keeps names out of a part of the tree. A name is an import path ("math/rand/..." with all that is below it), a
// member of a package ("time.Now", with * for any run of letters) or a builtin ("println").
type ban struct {
	where func(*file) bool
	names string
	why   string
}

// bans are the calls and packages that must not be reached. Names are looked up through the imports of the file, so
// that renaming an import hides nothing.
var bans = []ban{
	{anywhere, "testing.Short", "what is slow stands behind the build tag long; a skipped test proves nothing"},
	{tests, "time.Sleep", "a test that sleeps is slow or flaky; move the clock that the system was given"},
	{code, "math/rand/...", "draws come from the counter streams of the simulator, so that a seed repeats them"},
	{
		library, "os.Exit log.Fatal* log.Panic* fmt.Print* print println os.Stdin os.Stdout os.Stderr",
		"only a command ends the program or speaks to the terminal; return an error, write to the given io.Writer",
	},
	{
		within(deterministic...), "time.Now time.Since time.Until time.Sleep time.After* time.Tick time.NewTimer time.NewTicker " +
			"time.Local time.LoadLocation crypto/rand/... hash/maphash/...",
		"the same seed has to give the same run; time is pushed in and keys come from the setup",
	},
	{
		within(pure...), "os/... io/fs/... io/ioutil/... path/filepath/... embed/... net/... syscall/... runtime/... unsafe/... " +
			"log/... database/...",
		"the machine and its rules touch nothing outside themselves",
	},
	{
		within("reference", "reference/gas", "reference/food"), "sync/...",
		"the machine serves one goroutine; voucher.Serial puts a lock around any system",
	},
	{within("reference/gas", "reference/food"), "context/...", "a rule is values in, value and refusal out"},
}

// pure is what must neither reach outside nor hold anything that two runs could see differently.
var pure = []string{"reference", "reference/voucher", "reference/gas", "reference/food"}

// deterministic is pure and what drives it: there too a seed has to repeat a run.
var deterministic = append([]string{"scenarios", "simulator", "simulator/study", "reports", "reports/chart"}, pure...)

func anywhere(*file) bool  { return true }
func tests(f *file) bool   { return f.isTest() }
func code(f *file) bool    { return !f.isTest() }
func library(f *file) bool { return !f.isTest() && !f.isCommand() }
func within(dirs ...string) func(*file) bool {
	return func(f *file) bool { return !f.isTest() && slices.Contains(dirs, f.dir) }
}

// checkForbidden names every banned import, member and builtin, every import whose members cannot be told apart, and,
// where all has to be pure, everything concurrent.
func checkForbidden(t *tree) []string {
	var bad []string
	for _, f := range t.files {
		found := func(pos token.Pos, what string) { bad = append(bad, fmt.Sprintf("%s: %s", t.at(f, pos), what)) }
		for _, spec := range f.syntax.Imports {
			if spec.Name != nil && spec.Name.Name == "." {
				found(spec.Pos(), "a dot import hides where a name is from; import it under its name")
			}
			forbid(f, importPath(spec)+"/", spec.Pos(), found)
		}
		inPure := within(pure...)(f)
		names := importNames(f.syntax)
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && names[x.Name] != "" {
					forbid(f, names[x.Name]+"."+n.Sel.Name, n.Pos(), found)
				}
			case *ast.CallExpr:
				if id, ok := n.Fun.(*ast.Ident); ok {
					forbid(f, id.Name, n.Pos(), found)
				}
			}
			if what := concurrent(n); inPure && what != "" {
				found(n.Pos(), what+" in a package that has to be pure; concurrency belongs to what drives it")
			}
			return true
		})
	}
	return bad
}

// forbid reports a name that some ban keeps out of the file.
func forbid(f *file, name string, pos token.Pos, found func(token.Pos, string)) {
	for _, b := range bans {
		if b.where(f) && slices.ContainsFunc(strings.Fields(b.names), func(pattern string) bool { return matches(pattern, name) }) {
			found(pos, strings.TrimSuffix(name, "/")+" is not for "+f.dir+": "+b.why)
		}
	}
}

// matches tells whether a name falls under a pattern. Import paths come with a slash at their end.
func matches(pattern, name string) bool {
	if below, ok := strings.CutSuffix(pattern, "..."); ok {
		return strings.HasPrefix(name, below)
	}
	ok, err := path.Match(pattern, name)
	if err != nil {
		panic(fmt.Sprintf("layout: pattern %q: %v", pattern, err))
	}
	return ok
}

// importNames maps the name under which a file knows a package to the path of that package.
func importNames(f *ast.File) map[string]string {
	names := map[string]string{}
	for _, spec := range f.Imports {
		p := importPath(spec)
		name := path.Base(p)
		if v, ok := strings.CutPrefix(name, "v"); ok && strings.Contains(p, "/") {
			if _, err := strconv.Atoi(v); err == nil {
				name = path.Base(path.Dir(p))
			}
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = p
	}
	return names
}

// concurrent names the construct if it starts a goroutine or touches a channel, and is "" for anything else.
func concurrent(n ast.Node) string {
	switch n := n.(type) {
	case *ast.GoStmt:
		return "go statement"
	case *ast.SelectStmt:
		return "select statement"
	case *ast.SendStmt:
		return "send on a channel"
	case *ast.ChanType:
		return "channel type"
	case *ast.UnaryExpr:
		if n.Op == token.ARROW {
			return "receive from a channel"
		}
	}
	return ""
}

func TestForbiddenBite(t *testing.T) {
	uses := func(pkg, imported, body string) string {
		return fmt.Sprintf("package %s\n\nimport %s\n\nfunc act() {\n\t%s\n}\n", pkg, imported, body)
	}
	does := func(body string) string { return "package reference\n\nfunc act() {\n\t" + body + "\n}\n" }
	prove(t, checkForbidden, nil, []planted{
		{
			"the wall clock in a rule", "reference/gas/window.go",
			uses("gas", `"time"`, "_ = time.Now()"), uses("gas", `"time"`, "_ = time.Unix(0, 0)"), "window.go:6: time.Now is not for reference/gas",
		},
		{
			"the wall clock under another name", "reference/food/expiry.go",
			uses("food", `clock "time"`, "_ = clock.Since"), uses("food", `clock "time"`, "_ = clock.Second"), "time.Since",
		},
		{
			"a timer by pattern", "simulator/loop.go",
			uses("simulator", `"time"`, "time.AfterFunc(1, nil)"), uses("simulator", `"time"`, "_ = time.Duration(1)"), "time.AfterFunc",
		},
		{
			"a draw", "simulator/draw.go",
			uses("simulator", `"math/rand/v2"`, "_ = 1"), uses("simulator", `"math/bits"`, "_ = 1"), "math/rand/v2 is not for simulator",
		},
		{
			"a file", "reference/snapshot.go",
			uses("reference", `"os"`, "_ = 1"), uses("reference", `"io"`, "_ = 1"), "os is not for reference",
		},
		{
			"the network", "reference/voucher/system.go",
			uses("voucher", `"net/http"`, "_ = 1"), uses("voucher", `"net2"`, "_ = 1"), "net/http is not for reference/voucher",
		},
		{
			"a lock in the machine", "reference/machine.go",
			uses("reference", `"sync"`, "_ = 1"), uses("reference", `"slices"`, "_ = 1"), "sync is not for reference",
		},
		{
			"a context in a rule", "reference/food/purchase.go",
			uses("food", `"context"`, "_ = 1"), uses("food", `"errors"`, "_ = 1"), "context is not for reference/food",
		},
		{"a goroutine", "reference/machine.go", does("go act()"), does("act()"), "go statement"},
		{"a select", "reference/machine.go", does("select {}"), does("for {}"), "select statement"},
		{"a channel", "reference/machine.go", does("var c chan int; _ = c"), does("var c []int; _ = c"), "channel type"},
		{"a send", "reference/machine.go", does("c <- 1"), does("c = 1"), "send on a channel"},
		{"a receive", "reference/machine.go", does("<-c"), does("_ = -c"), "receive from a channel"},
		{
			"the end of the program in a library", "reports/html.go",
			uses("reports", `"os"`, "os.Exit(1)"), uses("reports", `"os"`, "_ = os.ErrNotExist"), "os.Exit is not for reports",
		},
		{
			"a fatal log", "conformance/run.go",
			uses("conformance", `"log"`, "log.Fatalf(``)"), uses("conformance", `"log"`, "_ = log.New"), "log.Fatalf",
		},
		{
			"talk in a library", "scenarios/read.go",
			uses("scenarios", `"fmt"`, "fmt.Println()"), uses("scenarios", `"fmt"`, "_ = fmt.Sprintln()"), "fmt.Println",
		},
		{
			"talk by a builtin", "scenarios/read.go",
			"package scenarios\n\nfunc act() { println(1) }\n", "package scenarios\n\nfunc act() { panic(1) }\n", "println is not for scenarios",
		},
		{
			"a sleeping test", "cmd/vouch/main_test.go",
			uses("main_test", `"time"`, "time.Sleep(1)"), uses("main_test", `"time"`, "_ = time.Now()"), "time.Sleep",
		},
		{
			"a test that can be left out", "simulator/run_test.go",
			uses("simulator_test", `"testing"`, "_ = testing.Short()"), uses("simulator_test", `"testing"`, "_ = testing.Verbose()"), "testing.Short",
		},
		{
			"a dot import", "scenarios/read.go",
			uses("scenarios", `. "strings"`, "_ = 1"), uses("scenarios", `"strings"`, "_ = 1"), "dot import",
		},
	})
}

func TestCommandsMayTalk(t *testing.T) {
	const talk = "package main\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n\nfunc main() {\n\tfmt.Println()\n\tos.Exit(1)\n}\n"
	if got := checkForbidden(plant(t, nil, "cmd/vouch/main.go", talk)); len(got) != 0 {
		t.Errorf("violations %q in a command that prints and exits, want none", got)
	}
}
