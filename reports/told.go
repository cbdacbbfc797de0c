package reports

import (
	"regexp"
	"strings"
	"time"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Told says a text of the suite in a language, with what it quotes of a text history,
// of a sum or of an error in words of that language. What nobody can translate, such
// as a build's own error, stands in quotation marks. Secrets are masked.
func Told(t voucher.Text, l Language) string { return newSpeech(l).told(t) }

// Hindered says in a language why a build at an address could be asked nothing, and what
// to do about it. The address may be "" where the reader knows it.
func Hindered(address string, h *conformance.Hindrance, l Language) (why, fix string) {
	why, fix = Told(h.Why, l), Told(h.Fix, l)
	for _, marks := range [][2]string{{"“", "”"}, {"«", "»"}} {
		if bare, ok := strings.CutPrefix(why, marks[0]); ok && strings.HasSuffix(bare, marks[1]) {
			why = strings.TrimSuffix(bare, marks[1]) // nothing else stands beside it here
		}
	}
	if address = clean(masked(address)); !strings.Contains(why, address) {
		why = address + ": " + why
	}
	return why, fix
}

// hindered says that nothing was judged, why, and what to do about it.
func (s *speech) hindered(r *conformance.Report) (why, fix string) {
	why, fix = Hindered(r.Address, r.Unasked, s.language)
	return s.say("unasked.nothing", "Why", why), fix
}

// quoted finds what a text of the suite quotes.
var quoted = regexp.MustCompile(conformance.QuotationBegin + "([^" + conformance.QuotationEnd + "]*)" + conformance.QuotationEnd)

// told is Told in a language that is ready.
func (s *speech) told(t voucher.Text) string {
	return clean(masked(quoted.ReplaceAllStringFunc(s.in(t), func(q string) string {
		return s.quotation(quoted.FindStringSubmatch(q)[1])
	})))
}

// toldIn is a text of the suite told in every language.
func toldIn(t voucher.Text) voucher.Text {
	if !strings.Contains(t.En, conformance.QuotationBegin) {
		return t
	}
	return voucher.Text{En: Told(t, English), Ru: Told(t, Russian), Kk: Told(t, Kazakh)}
}

// quotation tells a command, a query, an answer, a sum or an error.
func (s *speech) quotation(text string) string {
	head, rest, _ := strings.Cut(text, " ")
	if head == "refused" || head == "ok" {
		return s.phrase([]string{text}, phrasing{})
	}
	if q, err := voucher.ParseQuery(rest); head == "ask" && err == nil {
		return s.question(q)
	}
	if c, err := voucher.ParseCommand(text); err == nil && c != nil {
		return s.sentence(c)
	}
	if told := s.value(text); told != text { // a sum, a day, an instant
		return told
	}
	return s.fault(text)
}

// faultForms are the errors that the suite makes, with the words for them. What their
// groups caught fills the gaps of the words by their names.
var faultForms = []struct {
	id   string
	form *regexp.Regexp
}{
	{"fault.violation", regexp.MustCompile(`^answered with status (?P<Status>[0-9]+): (?P<Got>.*); the contract demands (?P<Want>.*)$`)},
	{"fault.violation.line", regexp.MustCompile(`^answered: (?P<Got>.*); the contract demands (?P<Want>.*)$`)},
	{"fault.away", regexp.MustCompile(`^answered with status (?P<Status>[0-9]+): (?P<Got>.*)$`)},
	{"fault.slow", regexp.MustCompile(`^no whole answer within (?P<Limit>\S+): context deadline exceeded$`)},
	{"fault.name", regexp.MustCompile(`^the name (?P<Name>\S+) is not known: .*$`)},
	{"fault.party", regexp.MustCompile(`^capabilities: the build plays the party "(?P<Party>.*)", which is none; declare (?P<Known>.*)$`)},
	{"fault.lost", regexp.MustCompile(`^no answer came: (?P<Kind>.*)$`)},
	{"fault.copy", regexp.MustCompile(`^a copy that was held back; nobody waits for its answer$`)},
	{"fault.cut", regexp.MustCompile(`^the answer ended in the middle: .*$`)},
	{"fault.closed", regexp.MustCompile(`^the connection was closed without an answer: .*$`)},
	{"fault.refused", regexp.MustCompile(`^(.*: )?connection refused$`)},
	{"fault.reset", regexp.MustCompile(`^(.*: )?connection reset by peer$`)},
	{"fault.late", regexp.MustCompile(`^context deadline exceeded$`)},
	{"fault.off", regexp.MustCompile(`^context canceled$`)},
	{"fault.unable", regexp.MustCompile(`^the build has not this ability( \(.*\))?: unsupported operation$`)},
	{"fault.control", regexp.MustCompile(`^the build has no control plane: unsupported operation$`)},
	{"fault.settings", regexp.MustCompile(`^.* takes no settings: unsupported operation$`)},
	{"fault.readings", regexp.MustCompile(`^.* reads the open questions otherwise: unsupported operation$`)},
}

// wantForms are what the contract demands, with the words for it.
var wantForms = map[string]string{
	"200, or a problem of RFC 9457 with a reason of the contract": "want.problem",
	"application/json, the result of the command":                 "want.result", "the result of the command": "want.result",
	"application/json, the record": "want.record", "the record": "want.record", "application/json": "want.json",
	"now and events": "want.events", "events of the contract": "want.events", "a page of the ledger": "want.events",
	"a body as the document says": "want.body", "an answer as the document says": "want.body", "an answer": "want.answer",
	"a shorter one": "want.shorter", "one JSON object with the id of a request": "want.line", "the id of a request that is not answered yet": "want.id",
}

// askedForm is a request before what became of it.
var askedForm = regexp.MustCompile(`^([A-Z]+ \S+): (.*)$`)

// fault tells an error: those of the suite in words, with the request as it is, and
// any other in quotation marks.
func (s *speech) fault(text string) string {
	if rest, ok := strings.CutPrefix(text, "new world: "); ok {
		return s.say("fault.new_world", "Why", s.fault(rest))
	}
	if m := askedForm.FindStringSubmatch(text); m != nil {
		return m[1] + ": " + s.fault(m[2])
	}
	for _, f := range faultForms {
		m := f.form.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		var pairs []string
		for i, name := range f.form.SubexpNames() {
			switch name {
			case "":
				continue
			case "Want":
				m[i] = s.want(m[i])
			case "Got":
				m[i] = s.came(m[i])
			case "Limit":
				m[i] = s.span(m[i])
			}
			pairs = append(pairs, name, m[i])
		}
		return s.say(f.id, pairs...)
	}
	return s.say("fault.quoted", "Text", text)
}

// want tells what the contract demands.
func (s *speech) want(text string) string {
	if id, ok := wantForms[text]; ok {
		return s.say(id)
	}
	if status, ok := strings.CutPrefix(text, "status "); ok {
		return s.say("want.status", "Status", status)
	}
	return s.say("fault.quoted", "Text", text)
}

// came tells what an answer held.
func (s *speech) came(text string) string {
	if text == "an empty body" {
		return s.say("fault.empty")
	}
	if kind, begins, ok := strings.Cut(text, " that begins "); ok {
		if kind == "no media type" {
			kind = s.say("fault.untyped")
		}
		return s.say("fault.begins", "Type", kind, "Text", begins)
	}
	return s.say("fault.quoted", "Text", text)
}

// span tells how long something lasted.
func (s *speech) span(text string) string {
	d, err := time.ParseDuration(text)
	if err != nil {
		return text
	}
	if d < time.Second {
		return s.count(d.Milliseconds()) + " " + s.say("page.milliseconds")
	}
	return s.seconds(d) + " " + s.say("fault.seconds")
}
