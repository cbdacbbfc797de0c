package conformance

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// fingerprint says in a few words how an answer is wrong: what was asked, the kind of
// what was wanted with its reason or field, and the kind of what came. It holds no
// sentence, id, sum or instant: two runs of one build have the same, in every
// language, and files of known failures name it.
func fingerprint(f *Failure) string {
	what := "run"
	if f.Step >= 0 && f.Step < len(f.History.Entries) {
		what = entryWord(&f.History.Entries[f.Step])
	}
	for _, line := range f.Expected[min(1, len(f.Expected)):] {
		field, _, ok := strings.Cut(strings.TrimSpace(line), ": want ")
		if ok && strings.HasPrefix(line, "  ") && field != "answer" && field != "reason" {
			return what + ": another " + itemPlace.ReplaceAllString(field, "")
		}
	}
	if f.field != "" {
		return what + ": another " + fieldWord(f.field)
	}
	return fmt.Sprintf("%s: want %s, got %s", what, wantWord(f.Expected), gotWord(f.Got))
}

// itemPlace is the place of an item in a list.
var itemPlace = regexp.MustCompile(`\[[0-9]+\]`)

// fieldWord is the path of a field without the record that it stands in and without
// places in lists.
func fieldWord(path string) string {
	if record, rest, deeper := strings.Cut(path, "."); deeper && !strings.Contains(record, "[") {
		path = rest
	}
	return strings.Trim(itemPlace.ReplaceAllString(path, ""), ".")
}

// entryWord is the command, query or advance of an entry as a word.
func entryWord(e *voucher.Entry) string {
	switch {
	case e.Command != nil:
		return e.Command.Kind().String()
	case e.Query != nil:
		return "ask " + e.Query.Kind.String()
	}
	return "advance"
}

// wantWord is an expectation without its values: "refused window-closed", the names
// of its fields, or the kinds of its clauses. A clause that explains an answer adds
// nothing to it, unless that says no more than yes or no.
func wantWord(lines []string) string {
	if len(lines) == 0 {
		return "nothing"
	}
	var kinds []string
	for _, line := range lines {
		if c, args := readClause(line); c != nil {
			kinds = append(kinds, clauseWord(c, args))
		}
	}
	if c, _ := readClause(lines[0]); c != nil {
		return strings.Join(slices.Compact(kinds), " ")
	}
	words := strings.Fields(lines[0])
	switch {
	case words == nil, words[0] == "refused" && len(words) > 1:
		return gotWord(lines)
	case len(words) == 1 && len(kinds) > 0 && !strings.Contains(words[0], "="):
		return words[0] + " " + kinds[0]
	}
	var names []string
	for _, w := range words {
		if name, _, named := strings.Cut(w, "="); named && !slices.Contains(names, name) {
			names = append(names, name)
		} else if !named && len(names) == 0 {
			names = append(names, w)
		}
	}
	return strings.Join(names, " ")
}

// gotWord is an answer without its values: "refused window-closed", "ok", or the
// kind of its first clause.
func gotWord(lines []string) string {
	if len(lines) == 0 {
		return "nothing"
	}
	if c, args := readClause(lines[0]); c != nil {
		return clauseWord(c, args)
	}
	words := strings.Fields(lines[0])
	switch {
	case words == nil:
		return "nothing"
	case words[0] == "refused" && len(words) > 1:
		return "refused " + words[1]
	}
	return words[0]
}
