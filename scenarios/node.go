package scenarios

import (
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// reader walks the tree of one file and keeps all that is wrong with it. Its
// methods report at the place of a node and answer ok = false, so that a caller
// goes on with the next key and everything is told at once. The argument at is
// the path of the node, with which its messages begin.
type reader struct {
	name     string // of the file, in messages
	opening  string // how a file of this kind begins, for an empty one
	problems Problems
	foreign  bool // the file is for another command, and nothing else in it is judged here
}

// err returns what was found, or nil.
func (r *reader) err() error {
	if len(r.problems) == 0 {
		return nil
	}
	return r.problems.sorted()
}

// report keeps a problem.
func (r *reader) report(line, column int, words string, gaps ...any) {
	if !r.foreign {
		r.problems = append(r.problems, Problem{r.name, line, column, say(words, gaps...).told()})
	}
}

// fault keeps a problem of a node. One that parse has refused is told once.
func (r *reader) fault(n ast.Node, at, words string, gaps ...any) {
	if unwelcome(n) != nil {
		return
	}
	line, column := placeOf(n)
	if at == "" {
		r.report(line, column, words, gaps...)
	} else {
		r.report(line, column, "%s: %s", at, say(words, gaps...))
	}
}

// entry is one key of a mapping with its value.
type entry struct {
	key   string
	named ast.Node // the key
	value ast.Node
}

// mapping returns the entries of a mapping in the order of the file; of a key
// that stands twice, the first.
func (r *reader) mapping(n ast.Node, at string) (entries []entry, ok bool) {
	m, ok := n.(*ast.MappingNode)
	if !ok {
		r.unexpected(n, at, say("keys with values, such as key: value"))
		return nil, false
	}
	if len(m.Values) > maxEntries {
		return nil, false // told by parse
	}
	lines := map[string]int{}
	for _, v := range m.Values {
		if unwelcome(v.Key) != nil {
			continue
		}
		key := v.Key.GetToken().Value
		if first, twice := lines[key]; twice {
			r.fault(v.Key, at, "the key %s stands twice, first on line %d; keep one", quote(key), first)
			continue
		}
		lines[key], _ = placeOf(v.Key)
		entries = append(entries, entry{key, v.Key, v.Value})
	}
	return entries, true
}

// elsewhere says where that is written which people look for under another key, by
// the part of the file and the key.
var elsewhere = map[string]saying{
	"territories add":    say("; to add to those of the pilots, write change: {food: {add: [710000000]}}"),
	"territories remove": say("; to take some away, write change: {food: {remove: [551010000]}}"),
}

// fields returns the entries of a mapping by their keys, all of which are known.
// Those that are not are reported with the nearest one that is.
func (r *reader) fields(n ast.Node, at string, known []string) (fields map[string]entry, ok bool) {
	entries, ok := r.mapping(n, at)
	fields = make(map[string]entry, len(entries))
	for _, e := range entries {
		if !slices.Contains(known, e.key) {
			r.fault(e.named, at, "unknown key %s%s%s", quote(e.key), instead(e.key, known, say("write one of %s", words(known))), elsewhere[at+" "+e.key])
			continue
		}
		fields[e.key] = e
	}
	return fields, ok
}

// keysOf returns the keys of a part of a file: the yaml tags of the type that
// describes it.
func keysOf[T any]() []string {
	t := reflect.TypeFor[T]()
	keys := make([]string, t.NumField())
	for i := range keys {
		keys[i], _, _ = strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
	}
	return keys
}

// list returns the entries of a list that holds at least one.
func (r *reader) list(n ast.Node, at string, want saying) (items []ast.Node, ok bool) {
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		r.unexpected(n, at, say("a list of %s", want))
		return nil, false
	}
	if len(s.Values) == 0 {
		r.fault(n, at, "the list is empty; name %s in it, or delete the key", want)
	}
	if len(s.Values) == 0 || len(s.Values) > maxEntries {
		return nil, false
	}
	return s.Values, true
}

// scalar is one value as the file writes it.
type scalar struct {
	text   string
	quoted bool // so it is text whatever it looks like
}

// scalar returns a single value; want says in a message what it should be.
func (r *reader) scalar(n ast.Node, at string, want saying) (s scalar, ok bool) {
	s, ok = scalarOf(n)
	if !ok {
		r.unexpected(n, at, want)
	}
	return s, ok
}

func scalarOf(n ast.Node) (s scalar, ok bool) {
	switch v := n.(type) {
	case *ast.StringNode:
		tk := v.GetToken()
		return scalar{v.Value, tk.Type == token.SingleQuoteType || tk.Type == token.DoubleQuoteType}, true
	case *ast.LiteralNode:
		return scalar{v.Value.Value, true}, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return scalar{n.GetToken().Value, false}, true
	}
	return scalar{}, false
}

// unexpected reports a node of the wrong kind.
func (r *reader) unexpected(n ast.Node, at string, want saying) {
	switch n.(type) {
	case *ast.NullNode:
		r.fault(n, at, "nothing stands here; write %s", want)
	case *ast.MappingNode:
		r.fault(n, at, "write %s, not keys with values", want)
	case *ast.SequenceNode:
		r.fault(n, at, "write %s, not a list", want)
	default:
		s, _ := scalarOf(n)
		r.fault(n, at, "write %s, not %s", want, quote(s.text))
	}
}

// instead is how a message about an unknown word goes on: with the nearest known
// one, if any is near, and with where to find all.
func instead(word string, known []string, rest saying) saying {
	if near := voucher.Nearest(word, known); near != "" {
		return say(", did you mean %s? %s", near, rest)
	}
	return say("; %s", rest)
}

// insteadPath is instead for an entry whose key should be a path with dots. What
// is nested as in policy/assumptions.yaml is a path with its dots left out.
func insteadPath(e entry, known []string, rest saying) saying {
	path, at := e.key, e.value
	for {
		m, ok := at.(*ast.MappingNode)
		if !ok || len(m.Values) == 0 {
			break
		}
		path, at = path+"."+m.Values[0].Key.GetToken().Value, m.Values[0].Value
		if slices.Contains(known, path) {
			return say("; write it dotted: %s", path)
		}
	}
	for _, k := range known {
		if strings.HasPrefix(k, e.key+".") {
			return say("; write it dotted, such as %s", k)
		}
	}
	return instead(e.key, known, rest)
}
