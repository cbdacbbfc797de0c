package reports

import (
	"strings"

	"github.com/vouch-kz/vouch/conformance"
)

// clause tells a line of an expectation or an answer that is a clause; ok is false
// for any other.
func (s *speech) clause(line string) (text string, ok bool) {
	text, ok = conformance.ClauseWords(line, string(s.language), s.argument)
	return clean(text), ok
}

// clauses parts the lines of an answer into those of a text history and the
// sentences of its clauses.
func (s *speech) clauses(lines []string) (plain, told []string) {
	for _, line := range lines {
		if text, ok := s.clause(line); ok {
			told = append(told, text)
		} else {
			plain = append(plain, line)
		}
	}
	return plain, told
}

// textMost bounds a text of a build's own within a sentence.
const textMost = 200

// argument words an argument of a clause: sums, days and rules as everywhere, codes
// of the contract as they are.
func (s *speech) argument(a conformance.Argument) (name, value string) {
	name = s.or("field."+a.Name, a.Name)
	switch a.Name {
	case "parameter":
		return name, s.rule(a.Value)
	case "kind", "event", "next", "path", "role", "type", "reason", "requirement", "status":
		return name, masked(a.Value)
	case "command":
		return name, s.or("command."+a.Value, masked(a.Value))
	case "abilities":
		var all []string
		for word := range strings.SplitSeq(a.Value, ", ") {
			all = append(all, s.in(conformance.Ability(word).Text()))
		}
		return name, strings.Join(all, ", ")
	case "blow", "what":
		return name, s.blows(a.Value)
	case "place":
		return name, masked(a.Value)
	case "text":
		return name, shortened(masked(s.fault(a.Value)))
	case "request":
		return name, s.or("leak."+a.Value, shortened(masked(a.Value))) // what was planted where it does not belong
	case "body", "token", "key", "id":
		return name, shortened(masked(a.Value))
	case "request_id":
		return name, s.or("request_id."+strings.ReplaceAll(a.Value, "-", "_"), masked(a.Value))
	case "guess":
		return name, s.or("guess."+strings.ReplaceAll(a.Value, "-", "_"), masked(a.Value))
	case "leaks":
		var all []string
		for leak := range strings.SplitSeq(a.Value, ", ") {
			all = append(all, s.or("leak."+leak, leak))
		}
		return name, strings.Join(all, ", ")
	}
	return name, s.value(a.Value)
}

// blows tells what was done to a hostile request: words parted by semicolons, each with
// its place before a dash where it has one, and with what is the same in all languages
// behind a colon.
func (s *speech) blows(text string) string {
	var all []string
	for part := range strings.SplitSeq(text, "; ") {
		place, word, placed := strings.Cut(part, " — ")
		if !placed {
			place, word = "", part
		}
		head, code, coded := strings.Cut(word, ": ")
		told := s.or("blow."+blowID(head), masked(head))
		if coded {
			told += ": " + shortened(masked(code))
		}
		if placed {
			told = masked(place) + " — " + told
		}
		all = append(all, told)
	}
	return strings.Join(all, "; ")
}

// blowID is the id of the words for a blow.
func blowID(word string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '_':
			return r
		case r == ' ', r == '-':
			return '_'
		}
		return -1
	}, strings.ToLower(word))
}

// shortened cuts a text of a build's own to what a sentence bears.
func shortened(text string) string {
	if runes := []rune(text); len(runes) > textMost {
		return string(runes[:textMost]) + "…"
	}
	return text
}
