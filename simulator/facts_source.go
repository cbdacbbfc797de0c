package simulator

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// Source says where the figures of one row come from: a default, and after
// semicolons what differs from it, by column, as in
// "model; population=found:POP26". A provenance is one of
//
//	found:KEY        read in a published page
//	derived:KEY      arithmetic on what was read there
//	model:KEY        invented here, leaning on what was read there
//	model            invented here, since nothing was found
//	own              general knowledge, not looked up
//	seed-gas         the published text of the gas pilot
//	seed-food        the published text of the food pilot
//
// where KEY is one or more keys of data/sources.csv, joined by "+".
type Source string

// Of returns the provenance of one column: its own, or the default.
func (s Source) Of(column string) string {
	parts := strings.Split(string(s), ";")
	for _, part := range parts[1:] {
		if of, provenance, _ := strings.Cut(part, "="); strings.TrimSpace(of) == column {
			return strings.TrimSpace(provenance)
		}
	}
	return strings.TrimSpace(parts[0])
}

// Reference is a published page that figures were taken from.
type Reference struct {
	Key   string
	Where string // address or title
}

// sourceKeys is the set of known references.
type sourceKeys map[string]bool

// readSources reads data/sources.csv.
func readSources(fsys fs.FS) ([]Reference, sourceKeys, error) {
	s := openSheet(fsys, "data/sources.csv", nil, "key", "where")
	keys := sourceKeys{}
	var list []Reference
	for s.next() {
		r := Reference{Key: s.text("key"), Where: s.text("where")}
		if strings.ContainsAny(r.Key, "+;:= ") {
			s.fail("key", "%q has a sign that joins keys; write letters, digits and hyphens", r.Key)
		}
		s.once("key", r.Key)
		keys[r.Key] = true
		list = append(list, r)
	}
	return list, keys, s.err
}

// parse checks the form of a source and that it names known keys and columns.
func (k sourceKeys) parse(text string, columns []string) (Source, error) {
	named := map[string]bool{}
	for i, part := range strings.Split(text, ";") {
		provenance := strings.TrimSpace(part)
		if i > 0 {
			column, rest, ok := strings.Cut(provenance, "=")
			if !ok || !slices.Contains(columns, column) {
				return "", fmt.Errorf("%q is not COLUMN=PROVENANCE of a column here; write such as population=model", provenance)
			}
			if named[column] {
				return "", fmt.Errorf("%q has two sources; keep one", column)
			}
			named[column] = true
			provenance = rest
		}
		if err := k.check(provenance); err != nil {
			return "", err
		}
	}
	return Source(text), nil
}

// check looks at one provenance.
func (k sourceKeys) check(provenance string) error {
	kind, list, keyed := strings.Cut(provenance, ":")
	kinds := []string{"model", "own", "seed-gas", "seed-food"}
	if keyed {
		kinds = []string{"found", "derived", "model"}
	}
	if !slices.Contains(kinds, kind) {
		return fmt.Errorf("%q is not a provenance; write found:KEY, derived:KEY, model:KEY, model, own, seed-gas or seed-food", provenance)
	}
	if !keyed {
		return nil
	}
	for key := range strings.SplitSeq(list, "+") {
		if !k[key] {
			return fmt.Errorf("%q is not a key of data/sources.csv; write one of %s", key, k.like(key))
		}
	}
	return nil
}

// like lists the known keys with the same first letter, or all when there is
// none, to help with a slip of the pen.
func (k sourceKeys) like(key string) string {
	all := slices.Sorted(maps.Keys(k))
	near := slices.DeleteFunc(slices.Clone(all), func(known string) bool {
		return key == "" || !strings.HasPrefix(known, key[:1])
	})
	if len(near) == 0 {
		near = all
	}
	return strings.Join(near, ", ")
}
