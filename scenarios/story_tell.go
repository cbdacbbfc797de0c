package scenarios

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// teller walks through one telling and knows what stands before each step.
type teller struct {
	*storyReader
	of    string // the case, "" for the story as it stands
	setup *voucher.Setup
	now   voucher.Instant
	bound map[string]string // name: what it stands for
}

// complain keeps a problem of a node, once: what the story as it stands has
// wrong, its cases do not repeat.
func (w *teller) complain(n ast.Node, at, format string, args ...any) {
	if w.told[n] {
		return
	}
	if w.of == "" {
		w.told[n] = true
	}
	w.fault(n, at, format, args...)
}

// complainOf is complain for an error that may know the column in a text.
func (w *teller) complainOf(p phrase, at string, err error) {
	if w.told[p.node] {
		return
	}
	var where *voucher.LineError
	if !errors.As(err, &where) {
		w.complain(p.node, at, "%v", err)
		return
	}
	if w.of == "" {
		w.told[p.node] = true
	}
	line, column := placeOf(p.node)
	if line <= len(w.source) {
		rest := []rune(w.source[line-1])
		rest = rest[min(column-1, len(rest)):]
		// A text in quotes begins after the first of them; one that is folded
		// or escaped has no columns of its own.
		if i := strings.Index(string(rest), p.text); i >= 0 {
			column += utf8.RuneCountInString(string(rest)[:i]) + where.Column - 1
		}
	}
	w.report(line, column, "%s: %s", at, where.Text)
}

// step checks one step and returns it.
func (w *teller) step(d *draft, i int) StoryStep {
	at := stepPath(i, w.of)
	s := StoryStep{Name: d.name, As: d.as, Text: d.line.text, Ask: d.ask, setup: w.setup, number: d.number}
	s.Line, _ = placeOf(d.node)
	if d.from != nil {
		s.Line, _ = placeOf(d.from)
	}
	w.clock(d, &s, at)
	if s.Text == "" {
		switch {
		case d.broken: // told
			s.made = unreadable
		case d.at.text == "":
			w.complain(d.node, at, "a step that does nothing; write do, ask or at")
		case d.expect != nil:
			w.complain(d.expect[0].node, at+".expect", "nothing is done or asked here that could be answered; write do or ask, or delete expect")
		}
		w.bind(d, &s, at)
		return s
	}
	if s.Ask {
		w.asks(d, &s, at)
	} else {
		w.does(d, &s, at)
	}
	w.bind(d, &s, at)
	return s
}

// clock reads the instant of a step, which never lies before the one before.
func (w *teller) clock(d *draft, s *StoryStep, at string) {
	if d.at.text == "" {
		return
	}
	t, err := voucher.ParseInstant(d.at.text)
	switch {
	case err != nil:
		w.complain(d.at.node, at+".at", "%s is no instant; write one such as 2025-10-29 23:59:59", quote(d.at.text))
		return
	case t < w.now:
		w.complain(d.at.node, at+".at", "%s lies before %s, where the clock stands; a clock never goes back", quote(d.at.text), localText(w.now))
		return
	}
	s.At, w.now = t, t
}

// does checks a command and what is expected of it.
func (w *teller) does(d *draft, s *StoryStep, at string) {
	s.made = unreadable
	line, ok := w.names(d.line, at)
	if !ok {
		return
	}
	c, keyed, err := voucher.ParseCommandIn(line, w.setup)
	if err != nil {
		w.complainOf(d.line, at, err)
		return
	}
	s.Keyed, s.made = keyed, madeBy[c.Kind()]
	s.Expect, s.Judged = w.expectation(d.expect, answerOf(), at)
}

// asks checks a query and what is expected of it.
func (w *teller) asks(d *draft, s *StoryStep, at string) {
	s.made = unreadable
	line, ok := w.names(d.line, at)
	if !ok {
		return
	}
	q, err := voucher.ParseQuery(line)
	if err != nil {
		w.complainOf(d.line, at, err)
		return
	}
	s.made = madeByQuery[q.Kind]
	s.Expect, s.Judged = w.expectation(d.expect, recordOf(q), at)
}

// unreadable is what a step makes whose line is wrong: what names it has no
// fault of its own.
const unreadable = "?"

// madeBy says what each command makes, as the field of its result.
var madeBy = map[voucher.CommandKind]string{
	voucher.KindReply: "voucher", voucher.KindOpenWallet: "voucher", voucher.KindEnterAccount: "voucher",
	voucher.KindAcceptOffer: "voucher", voucher.KindConfirm: "voucher", voucher.KindCancelActivation: "voucher",
	voucher.KindChargeVolume: "receipt", voucher.KindCorrectVolume: "receipt", voucher.KindActivate: "voucher",
	voucher.KindShowCode: "code", voucher.KindPurchase: "purchase", voucher.KindGrantLoan: "loan",
	voucher.KindFileAppeal: "appeal",
}

// madeByQuery says what each query finds.
var madeByQuery = map[voucher.QueryKind]string{
	voucher.AskGasWallet: "voucher", voucher.AskFoodWallet: "voucher", voucher.AskMessages: "message", voucher.AskReceipt: "receipt",
}

// bind notes what a step has made.
func (w *teller) bind(d *draft, s *StoryStep, at string) {
	if d.as == "" {
		return
	}
	if s.made == "" {
		w.complain(d.asNode, at+".as", "this step makes nothing that a later one could name; delete as")
		return
	}
	if _, twice := w.bound[d.as]; twice {
		w.complain(d.asNode, at+".as", "%s is bound already; choose another name", d.as)
		return
	}
	w.bound[d.as] = s.made
}

// madeID finds numbers in the place of what only a build can number. A story
// about one that does not exist takes a number that no build comes to.
var madeID = regexp.MustCompile(`(^|[ \t])(message|purchase|receipt|loan|appeal)=([0-9]{1,5})($|[ \t])`)

// names checks every $name of a line and puts something of the same length in
// its place that can be parsed, so that columns stay.
func (w *teller) names(p phrase, at string) (string, bool) {
	if m := madeID.FindStringSubmatch(p.text); m != nil {
		w.complain(p.node, at, "%s=%s: another build has other ids; bind the step that makes it by as, and write %s=$NAME, or 999999 for one that there is not", m[2], m[3], m[2])
		return "", false
	}
	ok := true
	line := nameUse.ReplaceAllStringFunc(p.text, func(use string) string {
		field, name, _ := strings.Cut(strings.TrimLeft(use, " \t"), "=$")
		ok = w.isBound(p, field, name, at) && ok
		head, _, _ := strings.Cut(use, "$")
		dummy := strings.Repeat("0", max(len(name), 1)) + "1"
		if field == "code" {
			return head + "$" + dummy[1:]
		}
		return head + dummy
	})
	return line, ok
}

// isBound checks one $name in the place of a field.
func (w *teller) isBound(p phrase, field, name, at string) bool {
	made, bound := w.bound[name]
	switch {
	case !nameForm.MatchString(name):
		w.complain(p.node, at, "%s is no name; write %s=$NAME with the name that an earlier step binds by as", quote("$"+name), field)
	case !bound && w.of != "":
		w.complain(p.node, at, "$%s is not bound in this case; keep the step that binds it", name)
	case !bound:
		w.complain(p.node, at, "$%s is not bound; write as: %s on the earlier step that makes it%s", name, name, nearName(name, w.bound))
	case made != field && made != unreadable:
		w.complain(p.node, at, "$%s is a %s, and %s wants another thing; bind the step that makes it", name, made, field)
	default:
		return true
	}
	return false
}

// nearName is the hint of a name that is bound.
func nearName(name string, bound map[string]string) string {
	known := make([]string, 0, len(bound))
	for k := range bound {
		known = append(known, k)
	}
	if near := voucher.Nearest(name, sortedWords(known)); near != "" {
		return ", or did you mean $" + near + "?"
	}
	return ""
}
