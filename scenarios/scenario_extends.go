package scenarios

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/goccy/go-yaml/ast"
)

// The bounds of what a scenario may extend. More cannot be followed by a reader.
const (
	maxGenerations = 12
	maxFiles       = 40
)

// loader reads a scenario and all that it extends, each file once.
type loader struct {
	layers  map[string]*layer // by the name of the file; nil while it is read or where it is wrong
	chain   []string          // of the files that are being read
	readers []*reader         // of every file, in the order in which they were opened
}

// layer reads a file and its ancestors; nil where one of them is wrong.
func (l *loader) layer(name string, data []byte) *layer {
	r := &reader{name: name, opening: scenarioOpening}
	l.readers = append(l.readers, r)
	l.layers[name], l.chain = nil, append(l.chain, name)
	defer func() { l.chain = l.chain[:len(l.chain)-1] }()
	body := r.parse(data)
	if body == nil {
		return nil
	}
	own, extends := r.layer(body)
	for _, n := range extends {
		above := l.parent(r, n, "extends")
		if above == nil {
			return nil // what the file adds to it cannot be judged
		}
		own.parents = append(own.parents, parent{above, n})
	}
	own.lineUp()
	own.distinct()
	own.agree()
	own.movable()
	l.layers[name] = own
	return own
}

// err returns all that was found, file by file, or nil.
func (l *loader) err() error {
	var all Problems
	for _, r := range l.readers {
		all = append(all, r.problems.sorted()...)
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// parent finds and reads what a file names: a scenario of the library by its id,
// or a file beside the one that names it. It is nil where that is wrong.
func (l *loader) parent(r *reader, n ast.Node, at string) *layer {
	v, ok := r.scalar(n, at, say("an id of the library, or a file beside this one with .yaml"))
	if !ok {
		return nil
	}
	name, isFile := l.nameOf(r.name, v.text)
	if i := slices.Index(l.chain, name); i >= 0 {
		r.fault(n, at, "%s comes back to itself; take one of them out", strings.Join(append(slices.Clone(l.chain[i:]), name), " → "))
		return nil
	}
	if known, read := l.layers[name]; read {
		return known
	}
	if len(l.chain) >= maxGenerations || len(l.readers) >= maxFiles {
		r.fault(n, at, "more than %d generations or %d files; put what they say into fewer", maxGenerations, maxFiles)
		return nil
	}
	if ext := filepath.Ext(name); ext != ".yaml" && ext != ".yml" {
		r.fault(n, at, "%s is no scenario; write an id of the library, or a file with .yaml", quote(v.text))
		return nil
	}
	ids := libraryIDs()
	var data []byte
	var err error
	switch {
	case isFile:
		data, err = readFile(name)
		if err != nil {
			err = fmt.Errorf("scenario: %w", err)
		}
	case slices.Contains(ids, v.text):
		data, err = policies.ReadFile(name)
	default:
		r.fault(n, at, "no %s in the library%s", quote(v.text), instead(v.text, ids, say("vouch scenarios list names all; for a file beside this one, write its name with .yaml")))
		return nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		r.fault(n, at, "no file %s; write the name of one beside this file, or an id of the library, which vouch scenarios list names", quote(v.text))
		return nil
	} else if err != nil {
		r.fault(n, at, "%v", err)
		return nil
	}
	above := l.layer(name, data)
	if above == nil || len(above.r.problems) > 0 {
		return nil
	}
	return above
}

// nameOf is the name under which a parent is read.
func (l *loader) nameOf(child, word string) (name string, isFile bool) {
	if strings.ContainsAny(word, `./\`) {
		if filepath.IsAbs(word) {
			return word, true
		}
		return filepath.Join(filepath.Dir(child), word), true
	}
	return "policy/" + word + ".yaml", false
}

// readFile reads a file, one byte more than is allowed, so that what is too long
// shows.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err == nil && isDocument(data) { // it holds every file that others would name
		var rest []byte
		rest, err = io.ReadAll(io.LimitReader(f, maxDocument-maxBytes))
		data = append(data, rest...)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		if errors.Is(err, syscall.EISDIR) {
			return nil, fmt.Errorf("%s is a folder; name a file", path)
		}
		return nil, err
	}
	return data, nil
}

// distinct reports an ancestor with the id of the file: reports could not tell
// the two apart.
func (l *layer) distinct() {
	for _, a := range l.line {
		if a != l && a.id == l.id {
			line, _ := placeOf(a.idNode)
			l.r.fault(l.idNode, "id", "%s is also the id of %s:%d, which this file extends; give it one of its own", quote(l.id), a.r.name, line)
		}
	}
}
