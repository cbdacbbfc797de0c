package wire_test

import (
	"context"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// demand is a demand that the document names for a reason, and where.
type demand struct{ Requirement, In string }

// reasonsTold reads the table of reasons as a program does.
func reasonsTold(t *testing.T) map[string][]demand {
	t.Helper()
	var doc struct {
		Reasons []struct {
			Code      string
			Status    int
			Transport bool
			Demands   []demand
		} `json:"x-vouch-reasons"`
	}
	if err := json.Unmarshal(wire.Document(), &doc); err != nil {
		t.Fatal(err)
	}
	told := map[string][]demand{}
	faults := 0
	for _, r := range doc.Reasons {
		if _, twice := told[r.Code]; twice || r.Status == 0 || r.Transport != (len(r.Demands) == 0) {
			t.Errorf("the table of reasons has %+v; want each code once with its status, and demands where it is a programme's", r)
		}
		told[r.Code] = r.Demands
		if r.Transport {
			faults++
		}
	}
	if faults != len(wire.Faults()) || len(told) != faults+len(voucher.AllReasons()) {
		t.Errorf("%d codes, %d of them of the transport; want every reason and every fault", len(told), faults)
	}
	return told
}

// TestDemandsAreThoseOfTheRules: for every reason the document names the demands
// that the rules give with it, and no other.
func TestDemandsAreThoseOfTheRules(t *testing.T) {
	made := refusalsOfTheRules(t)
	for code, demands := range reasonsTold(t) {
		r, ok := voucher.ParseReason(code)
		if !ok {
			continue
		}
		var want, got []string
		for id := range made[r] {
			want = append(want, id)
		}
		for _, d := range demands {
			got = append(got, d.Requirement)
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: the document names %q, the rules %q\nwho writes a build has nothing else", code, got, want)
		}
	}
}

// refusalsOfTheRules finds reason and demand of every refusal in the reference.
func refusalsOfTheRules(t *testing.T) map[voucher.Reason]map[string]bool {
	t.Helper()
	identifiers := map[string]voucher.Reason{}
	for _, r := range voucher.AllReasons() {
		identifiers[strings.ReplaceAll(r.String(), "-", "")] = r
	}
	made, n := map[voucher.Reason]map[string]bool{}, 0
	for _, dir := range []string{"../../reference", "../../reference/gas", "../../reference/food", "../../reference/voucher"} {
		names, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(node ast.Node) bool {
				call, ok := node.(*ast.CallExpr)
				if !ok || len(call.Args) != 2 || lastWord(call.Fun) != "Refuse" || strings.HasSuffix(name, "_test.go") {
					return true
				}
				id, ok := call.Args[1].(*ast.BasicLit)
				r, known := identifiers[strings.ToLower(lastWord(call.Args[0]))]
				if !ok || !known {
					return true // made from values: a restored refusal
				}
				text, err := strconv.Unquote(id.Value)
				if err != nil {
					t.Fatal(err)
				}
				if made[r] == nil {
					made[r] = map[string]bool{}
				}
				made[r][text] = true
				n++
				return true
			})
		}
	}
	if n < 80 {
		t.Fatalf("%d refusals found in the rules, want those of both programmes", n)
	}
	return made
}

func lastWord(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// TestRefusalsNameWhatTheDocumentSays: in all histories a refusal names the demand
// that the document has for its reason and its operation.
func TestRefusalsNameWhatTheDocumentSays(t *testing.T) {
	told := reasonsTold(t)
	seen := map[string]bool{}
	for _, script := range histories(t) {
		system, err := reference.World{}.New(context.Background(), &script.Setup)
		if err != nil {
			t.Fatal(err)
		}
		listening := refusalListener{system, func(cmd voucher.Command, r *voucher.Refusal) {
			seen[r.Reason.String()] = true
			if !slices.ContainsFunc(told[r.Reason.String()], func(d demand) bool { return d.Requirement == string(r.Requirement) && d.covers(cmd) }) {
				t.Errorf("%s: %s is refused with %s for %s; the document has %+v", script.Name, cmd.Kind(), r.Reason, r.Requirement, told[r.Reason.String()])
			}
		}}
		scribe := voucher.Scribe{}
		for i := range script.Steps {
			if _, err := scribe.Play(context.Background(), listening, &script.Steps[i]); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(seen) < 50 {
		t.Errorf("%d reasons were seen, want most of them", len(seen))
	}
}

// covers reports whether a demand is that of a command.
func (d demand) covers(cmd voucher.Command) bool {
	programme := voucher.Gas
	if r, ok := cmd.(*voucher.Reply); ok {
		programme = r.Programme
	} else if cmd.Kind() >= voucher.KindUpdateFoodList {
		programme = voucher.Food
	}
	words := strings.FieldsFunc(d.In, func(r rune) bool { return strings.ContainsRune(" ,()", r) })
	switch {
	case d.In == "":
		return true
	case strings.Contains(d.In, "gas commands") && programme == voucher.Gas, strings.Contains(d.In, "food commands") && programme == voucher.Food:
		return true
	case strings.Contains(d.In, "reply for"):
		return cmd.Kind() == voucher.KindReply && strings.Contains(d.In, "reply for "+programme.String())
	}
	return slices.Contains(words, cmd.Kind().String())
}

// refusalListener hears every refusal.
type refusalListener struct {
	voucher.System
	heard func(voucher.Command, *voucher.Refusal)
}

func (l refusalListener) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	o, err := l.System.Do(ctx, cmd)
	if o.Refusal != nil {
		l.heard(cmd, o.Refusal)
	}
	return o, err
}
