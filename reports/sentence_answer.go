package reports

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// AnswerPhrase tells in a few words how an entry of a history was answered:
// "accepted (sum: 450.00 ₸; left: 3,875.00 ₸)", or "refused: activation is over
// for this month (window-closed)".
func AnswerPhrase(e *voucher.Entry, l Language) string { return newSpeech(l).answer(e) }

// ExpectationPhrase tells an answer that is written in the words of a text
// history, such as "refused window-closed" or "ok balance=11625.00", as
// AnswerPhrase tells one that was given. Words that it does not know stay as
// they are. No lines at all are no answer.
func ExpectationPhrase(lines []string, l Language) string {
	return newSpeech(l).phrase(lines, phrasing{})
}

// answerLines writes the answer to an entry in the words of a text history, with
// the fields by which it is known. An advance has the events that fell due.
func answerLines(e *voucher.Entry) []string {
	if e.Err != "" {
		return []string{"error " + masked(e.Err)}
	}
	scribe := new(voucher.Scribe)
	if e.Command != nil {
		return scribe.Answer(&e.Outcome)
	}
	step := &voucher.Step{Query: e.Query, To: e.At}
	lines, err := scribe.Play(context.Background(), recorded{e}, step)
	if err != nil {
		return []string{"error " + err.Error()}
	}
	return lines
}

// entryLine writes what was asked in the words of a text history, a text that a
// person typed masked.
func entryLine(e *voucher.Entry) string {
	switch c := e.Command.(type) {
	case nil:
	case *voucher.Reply:
		bare := *c
		bare.Text = masked(c.Text)
		return voucher.FormatCommand(&bare)
	default:
		return voucher.FormatCommand(c)
	}
	if e.Query != nil {
		return "ask " + voucher.FormatQuery(e.Query)
	}
	return "advance"
}

// recorded answers as an entry was answered, so that what writes down the
// answers of a system writes this one too.
type recorded struct{ entry *voucher.Entry }

func (r recorded) Do(context.Context, voucher.Command) (voucher.Outcome, error) {
	return r.entry.Outcome, nil
}

func (r recorded) Advance(context.Context, voucher.Instant) ([]voucher.Event, error) {
	return r.entry.Outcome.Events, nil
}

func (r recorded) Query(context.Context, *voucher.Query) (voucher.Record, error) {
	return r.entry.Record, nil
}

// answer is AnswerPhrase in a language that is ready. Fields whose names are
// given are told elsewhere and left out.
func (s *speech) answer(e *voucher.Entry, without ...string) string {
	switch {
	case e.Err != "":
		return clean(masked(s.say("answer.none", "Why", shortened(s.fault(e.Err)))))
	case e.Command == nil && e.Query == nil:
		if n := int64(len(e.Outcome.Events)); n > 0 {
			return s.say("answer.due", "N", s.count(n))
		}
		return s.say("answer.quiet")
	case e.Outcome.Refusal != nil:
		return s.refusal(e.Outcome.Refusal)
	case e.Query != nil && e.Record.Refusal != nil:
		return s.refusal(e.Record.Refusal)
	}
	lines := answerLines(e)
	if e.Command != nil {
		lines = lines[:1] // its events are not what the asker was told
	}
	return s.phrase(lines, phrasing{entry: e, without: without})
}

// refusal tells a no by its words and its code, or by the code of the build's own
// that came with it.
func (s *speech) refusal(r *voucher.Refusal) string {
	switch {
	case r.Reason != 0:
		return s.say("answer.refused.why", "Reason", s.in(r.Reason.Text()), "Code", r.Reason.String())
	case r.Foreign != "":
		return s.say("answer.refused.foreign", "Code", masked(r.Foreign))
	}
	return s.say("answer.refused.bare")
}

// phrasing says how an answer is told. Of the answer to an entry, fields that
// only tell one record from another are left out, unless they are named; without
// an entry, every field that is written was written because it matters.
type phrasing struct {
	entry         *voucher.Entry
	with, without []string // names of fields
}

// tells reports whether a field is told.
func (p *phrasing) tells(name string) bool {
	word := lastName(name)
	return !slices.Contains(p.without, name) && (p.entry == nil || !handles[word] || slices.Contains(p.with, word))
}

// phrase tells an answer in the words of a text history, and what its clauses say.
func (s *speech) phrase(lines []string, p phrasing) string {
	plain, told := s.clauses(lines)
	switch {
	case len(lines) == 0:
		return s.say("answer.nothing")
	case plain == nil:
		return strings.Join(told, "; ")
	}
	return strings.Join(append([]string{s.history(plain, p)}, told...), "; ")
}

// history tells the lines of an answer that are those of a text history.
func (s *speech) history(lines []string, p phrasing) string {
	head, fields, _ := strings.Cut(strings.TrimSpace(lines[0]), " ")
	if name, _, named := strings.Cut(head, "="); named && fieldName.MatchString(name) {
		head, fields = "ok", lines[0] // of what is expected to be read, the fields alone are written
	}
	var text string
	switch head {
	case "ok":
		text = s.say("answer.accepted")
		if p.entry != nil && p.entry.Query != nil {
			text = s.say("answer.shown")
		}
	case "refused":
		word, rest, _ := strings.Cut(fields, " ")
		foreign, own := strings.CutPrefix(word, voucher.ForeignMark)
		reason, ok := voucher.ParseReason(word)
		switch {
		case own:
			text = s.refusal(&voucher.Refusal{Foreign: foreign})
		case !ok && word != "" && word != new(voucher.Refusal).String():
			return clean(masked(lines[0]))
		default:
			text = s.refusal(&voucher.Refusal{Reason: reason})
		}
		fields = strings.TrimSpace(rest)
		if strings.HasPrefix(fields, "(") { // the requirement, which is told elsewhere
			_, fields, _ = strings.Cut(fields, ")")
		}
	default:
		return clean(masked(strings.Join(lines, "; ")))
	}
	var told []string
	if all := s.fields(fields, &p); all != "" {
		told = append(told, all)
	}
	for i, line := range lines[1:] {
		if more := len(lines) - 1 - i; i == fewItems && more > 1 {
			told = append(told, s.sayCount("do.more", int64(more)))
			break
		}
		if all := s.fields(line, &p); all != "" {
			told = append(told, "["+all+"]")
		}
	}
	if len(told) == 0 {
		return clean(text)
	}
	return clean(text + " (" + strings.Join(told, "; ") + ")")
}

// fieldName is what a field may be called.
var fieldName = regexp.MustCompile(`^[a-z][a-z_.]*$`)

// lastName is a field's own name, without that of the record it stands in.
func lastName(name string) string { return name[strings.LastIndexAny(name, ".]")+1:] }

// difference is a line that says of one field what was expected and what came.
var difference = regexp.MustCompile(`^\s*([^\s:]+): want (.+), got (.+)$`)

// parted takes the lines that say what differs out of an expectation, and returns
// the names of all fields that either speaks of. The entry says what its sums are; it
// may be nil.
func (s *speech) parted(expected []string, e *voucher.Entry) (lines, differs, names []string) {
	for _, line := range expected {
		m := difference.FindStringSubmatch(line)
		if m == nil {
			lines = append(lines, line)
			if _, ok := s.clause(line); ok {
				continue
			}
			for _, f := range fieldWords(line) {
				if name, _, named := strings.Cut(f, "="); named {
					names = append(names, lastName(name))
				}
			}
			continue
		}
		if m[1] == "answer" {
			continue // the two answers say so themselves
		}
		names = append(names, lastName(m[1]))
		differs = append(differs, clean(s.say("differs.field", "Field", s.fieldWord(m[1], e), "Want", s.value(m[2]), "Got", s.value(m[3]))))
	}
	return lines, differs, names
}

// handles are fields that tell one record from another and nothing more.
var handles = map[string]bool{
	"voucher": true, "purchase": true, "receipt": true, "loan": true, "appeal": true, "id": true, "code": true,
	"account": true, "edition": true, "lines": true, "expires": true, "month": true, "day": true,
}

// fields tells name=value words, by the words that the language has for them.
func (s *speech) fields(text string, p *phrasing) string {
	var all []string
	for _, f := range fieldWords(text) {
		name, value, named := strings.Cut(f, "=")
		switch {
		case !named:
			all = append(all, masked(s.or("value."+f, f)))
		case p.tells(name):
			all = append(all, s.fieldWord(name, p.entry)+": "+s.value(value))
		}
	}
	return strings.Join(all, "; ")
}

// fieldWord is the word for a field. What a sum is depends on what was asked.
func (s *speech) fieldWord(name string, e *voucher.Entry) string {
	word := lastName(name)
	if e != nil {
		switch e.Command.(type) {
		case *voucher.Purchase, *voucher.Reverse, *voucher.Refund:
			if name == "amount" {
				word = "discount"
			}
		case *voucher.ChargeVolume, *voucher.CorrectVolume:
			switch name {
			case "amount":
				word = "discount"
			case "paid":
				word = "pay"
			}
		}
	}
	return s.or("field."+word, name)
}

// value tells one value by its form: sums have two decimals, quantities three.
func (s *speech) value(text string) string {
	if inner, ok := strings.CutPrefix(text, "["); ok && strings.Contains(inner, "=") {
		return "[" + s.fields(strings.TrimSuffix(inner, "]"), new(phrasing)) + "]"
	}
	whole, decimals, dotted := strings.Cut(text, ".")
	digits := strings.Trim(strings.TrimPrefix(whole, "-"), "0123456789") == "" && strings.Trim(decimals, "0123456789") == "" && whole != ""
	if dotted && digits && len(decimals) == 2 {
		if sum, err := voucher.ParseMoney(text); err == nil {
			return s.tenge(int64(sum))
		}
	}
	if dotted && digits && len(decimals) == 3 {
		return s.amount(text)
	}
	if d, err := voucher.ParseDay(text); err == nil {
		return s.day(d)
	}
	if m, err := voucher.ParseMonth(text); err == nil {
		return s.month(m)
	}
	for _, written := range []string{text, strings.Replace(text, "T", " ", 1)} {
		if t, err := voucher.ParseInstant(written); err == nil {
			return s.second(t)
		}
	}
	return masked(s.or("value."+text, text))
}

// fieldWords parts a line at blanks outside of brackets and quotes.
func fieldWords(line string) (words []string) {
	depth, quoted, from := 0, false, -1
	for i, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '[':
			depth++
		case r == ']':
			depth--
		}
		if blank := r == ' ' && depth == 0 && !quoted; blank && from >= 0 {
			words, from = append(words, line[from:i]), -1
		} else if !blank && from < 0 {
			from = i
		}
	}
	if from >= 0 {
		words = append(words, line[from:])
	}
	return words
}
