package conformance

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Clause is a kind of sentence about an answer: what a demand wants where no
// answer of a text history can say it, or what came where none can tell it. A line
// of Failure.Expected or Failure.Got that is one has its kind and its arguments,
// "clause question-due month=2026-02 day=2026-02-07", the same in all languages.
type Clause struct {
	ID   string       // stable; it stands in fingerprints
	Text voucher.Text // with a gap {name} for each argument that it tells
}

// clauseMark begins a line that is a clause.
const clauseMark = "clause "

// clauses are all kinds, by id.
var clauses = map[string]*Clause{}

// clause adds a kind. The three wordings have the same gaps.
func clause(id, en, ru, kk string) *Clause {
	if clauses[id] != nil {
		panic("conformance: two clauses are called " + id)
	}
	c := &Clause{id, voucher.Text{En: en, Ru: ru, Kk: kk}}
	clauses[id] = c
	return c
}

// Clauses returns every kind, in no order.
func Clauses() []Clause {
	var all []Clause
	for _, c := range clauses {
		all = append(all, *c)
	}
	return all
}

// line writes a clause with its arguments: pairs of a name and a value.
func (c *Clause) line(pairs ...any) string {
	var b strings.Builder
	b.WriteString(clauseMark + c.ID)
	for i := 0; i+1 < len(pairs); i += 2 {
		value := fmt.Sprint(pairs[i+1])
		if value == "" || strings.ContainsAny(value, " \"=\n\t") {
			value = strconv.Quote(value)
		}
		fmt.Fprintf(&b, " %s=%s", pairs[i], value)
	}
	return b.String()
}

// Argument is a value that a clause is about, in the words of a text history.
type Argument struct{ Name, Value string }

// readClause reads a line that is a clause; c is nil for any other.
func readClause(line string) (c *Clause, args []Argument) {
	rest, is := strings.CutPrefix(line, clauseMark)
	if !is {
		return nil, nil
	}
	id, rest, _ := strings.Cut(rest, " ")
	for rest != "" {
		name, after, _ := strings.Cut(rest, "=")
		var value string
		if quoted, err := strconv.QuotedPrefix(after); err == nil {
			value, _ = strconv.Unquote(quoted)
			rest = strings.TrimPrefix(after[len(quoted):], " ")
		} else {
			value, rest, _ = strings.Cut(after, " ")
		}
		args = append(args, Argument{name, value})
	}
	return clauses[id], args
}

// ClauseWords says a line that is a clause in a language; ok is false for any
// other line. tell words an argument for a gap; where the sentence has none for it,
// it follows behind its name.
func ClauseWords(line, lang string, tell func(Argument) (name, value string)) (text string, ok bool) {
	c, args := readClause(line)
	if c == nil {
		return "", false
	}
	text = c.Text.In(lang)
	var more []string
	for _, a := range args {
		name, value := tell(a)
		if gap := "{" + a.Name + "}"; strings.Contains(text, gap) {
			text = strings.ReplaceAll(text, gap, value)
		} else {
			more = append(more, name+": "+value)
		}
	}
	if more != nil {
		text += " (" + strings.Join(more, "; ") + ")"
	}
	return text, true
}

// plainly writes lines of an answer in English, clauses in words.
func plainly(lines []string) []string {
	all := make([]string, len(lines))
	for i, line := range lines {
		all[i] = line
		if text, ok := ClauseWords(line, "en", func(a Argument) (string, string) { return a.Name, a.Value }); ok {
			all[i] = text
		}
	}
	return all
}

// refused is the answer that gives a reason.
func refused(r voucher.Reason) string { return "refused " + r.String() }

// steady are the arguments of clauses that tell one way of failing from another
// and are the same in every run; the rest are ids, sums and instants.
var steady = map[string]bool{"status": true, "reason": true, "requirement": true, "request": true, "event": true, "abilities": true, "what": true}

// clauseWord is a clause without what differs from run to run.
func clauseWord(c *Clause, args []Argument) string {
	word := c.ID
	for _, a := range args {
		if steady[a.Name] && a.Value != "" {
			word += " " + a.Value
		}
	}
	return word
}

// ReasonLine is the line of a table for --reasons that says which reason of the
// contract a build's own code stands for.
func ReasonLine(code string, r voucher.Reason) string {
	return quoted(code) + ": " + r.String()
}

// quoted is a key as YAML takes it, whatever stands in it.
func quoted(code string) string {
	if strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.") == "" && strings.Trim(code, "0123456789.-") != "" {
		return code
	}
	return "'" + strings.ReplaceAll(code, "'", "''") + "'"
}
