package reports

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// Sentence tells a command as a plain sentence, for officials and timelines:
// "Person 1 answers yes by SMS (gas voucher)". Who acts is named where it is
// not who naturally would. It holds no QR code, IIN or phone (BOTH-PRIVACY-001).
// A command that is none of the vocabulary is a fault of the caller.
func Sentence(cmd voucher.Command, l Language) string { return newSpeech(l).sentence(cmd) }

// QuestionSentence tells a query as a plain sentence: "Person 1 looks at the gas
// voucher of person 1 for Oct 2025".
func QuestionSentence(q *voucher.Query, l Language) string { return newSpeech(l).question(q) }

// AdvanceSentence tells that the clock moves on to an instant.
func AdvanceSentence(to voucher.Instant, l Language) string {
	s := newSpeech(l)
	return s.say("do.advance", "When", s.second(to))
}

// sentence is Sentence in a language that is ready.
func (s *speech) sentence(cmd voucher.Command) string {
	text := s.gasSentence(cmd)
	if text == "" {
		text = s.foodSentence(cmd)
	}
	if text == "" {
		panic(fmt.Sprintf("reports: no sentence for command %T", cmd))
	}
	if s.odd(cmd) {
		text = s.say("do.by", "Sentence", text, "Who", s.who(cmd.Head().Actor))
	}
	return clean(text)
}

// odd reports whether somebody acts who would not naturally, so that it has to
// be said. Sentences that name their actor, and replies, which name their
// channel, say it anyway.
func (s *speech) odd(cmd voucher.Command) bool {
	actor := cmd.Head().Actor
	switch cmd.(type) {
	case *voucher.Reply:
		return actor.Role != voucher.Gateway && actor.Role != voucher.Citizen && actor.Role != voucher.Operator
	case *voucher.Activate, *voucher.ScanCode, *voucher.GrantLoan, *voucher.DisburseLoan, *voucher.RepayLoan:
		return false
	case *voucher.ShowCode:
		return false
	case *voucher.RegisterStore, *voucher.SuspendStore:
		return actor.Role != voucher.LocalBody
	}
	return strings.Contains(voucher.FormatCommand(cmd), " by=")
}

// who names an actor, within a sentence.
func (s *speech) who(a voucher.Actor) string {
	n := fmt.Sprint(a.ID)
	switch a.Role {
	case voucher.Citizen:
		return s.say("who.citizen", "N", n)
	case voucher.Operator:
		return s.say("who.operator", "N", n)
	case voucher.Gateway:
		return s.say("who.gateway")
	case voucher.StoreTill:
		return s.say("who.store", "N", n)
	case voucher.GasProvider:
		return s.say("who.provider", "N", n)
	case voucher.ListOwner:
		return s.say("who.list_owner")
	case voucher.LocalBody:
		return s.say("who.local_body", "Place", s.place(voucher.Territory(a.ID)))
	case voucher.AuthorisedBody:
		return s.say("who.authorised_body")
	}
	return s.say("who.nobody")
}

// subject is who at the beginning of a sentence.
func (s *speech) subject(a voucher.Actor) string {
	text := s.who(a)
	first, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[n:]
}

// place names a territory.
func (s *speech) place(t voucher.Territory) string {
	if t == voucher.Country {
		return s.say("place.country")
	}
	return nameOf(t, s.language)
}

// second writes an instant to the second, in local time.
func (s *speech) second(t voucher.Instant) string { return t.Time().Format(s.say("date.second")) }

// amount writes a number of thousandths without the noughts at its end.
func (s *speech) amount(decimal string) string {
	return s.decimals(strings.TrimSuffix(strings.TrimRight(decimal, "0"), "."))
}

// fewItems is how many rows or lines of a command a sentence names.
const fewItems = 4

// items joins what a command lists, the first few by name.
func (s *speech) items(all []string) string {
	if len(all) == 0 {
		return s.say("do.none")
	}
	more := len(all) - fewItems
	if more > 0 {
		all = append(all[:fewItems:fewItems], s.sayCount("do.more", int64(more)))
	}
	return strings.Join(all, "; ")
}

// changeSentence tells a change of a rule.
func (s *speech) changeSentence(c *voucher.ChangeParameter) string {
	rule, value := s.rule(c.Setting.Path), fmt.Sprint(c.Setting.Value)
	if p, ok := voucher.ParseParameter(c.Setting.Path); ok {
		value = s.decimals(scenarios.FormatValue(p.Declaration().Unit, c.Setting.Value))
	}
	return s.say("do.change_parameter", "Rule", rule, "Value", value, "From", s.dayOrNone(c.Setting.From), "Place", s.place(c.Setting.Territory))
}

// rule names a parameter, by its label where there is one.
func (s *speech) rule(path string) string {
	if p, ok := voucher.ParseParameter(path); ok {
		return s.in(p.Declaration().Label)
	}
	return orNone(masked(path))
}

// orNone stands in for what a command leaves out: a sentence has no gaps.
func orNone(text string) string {
	if text == "" {
		return none
	}
	return text
}

func (s *speech) monthOrNone(m voucher.Month) string {
	if m == 0 {
		return none
	}
	return s.month(m)
}

func (s *speech) dayOrNone(d voucher.Day) string {
	if d == 0 {
		return none
	}
	return s.day(d)
}
