package conformance

import (
	"cmp"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// What known failures keep from being judged. A check that is blocked by nothing else
// makes no run inconclusive: it would do so until the known failure is mended, and
// whoever listed that would never see a status by which a new failure is told.

// twinInWay is what is in the way of a check whose twin was not accepted. Anything else
// is told by the words of a step, and of the rule that it breaks.
const twinInWay = "twin"

// ledAstray is the finding of a check that a step led to which was not answered as it
// has to be: step is its number as it is told.
func ledAstray(step int, e *voucher.Entry, world, at int) Finding {
	return Finding{Verdict: Blocked, Why: whyPrerequisite(step, e), World: world, Step: at, inWay: stumble(entryWord(e), answerLines(e))}
}

// stumble is a word for a step that was answered otherwise than it has to be: what was
// asked, and the kind of what came.
func stumble(asked string, got []string) string { return asked + ": " + gotWord(got) }

// wrongWay is a word for a rule that is broken in one way: at which kind of step, and by
// what kind of answer. The same rule broken in another way is another failure.
func wrongWay(id voucher.RequirementID, e *voucher.Entry, got []string) string {
	return string(id) + " " + stumble(entryWord(e), got)
}

// inTheWay marks what is blocked by known failures alone, and by which.
func inTheWay(r *Report) {
	failing := knownWays(r)
	for found := true; found; { // a twin may be kept from being judged itself
		found = false
		for i := range r.Results {
			c := &r.Results[i]
			if c.Verdict != Blocked || c.KnownBy != "" || c.inWay == "" {
				continue
			}
			by := failing[c.inWay]
			if c.inWay == twinInWay {
				by = knownTwin(r.Result(c.Twin))
			}
			if by != "" {
				c.KnownBy, c.Why, found = by, whyKnownBy(c.Why, by), true
			}
		}
	}
}

// knownTwin is the known failure for which a twin was not accepted, "" where there is
// another ground.
func knownTwin(twin *Result) string {
	switch {
	case twin == nil:
		return ""
	case twin.Verdict == ExpectedFail:
		return twin.Check
	}
	return twin.KnownBy
}

// knownWays are the known failures of a run by what they put in the way of others: a
// step that has to be accepted and is refused, and a rule that is broken in one way.
func knownWays(r *Report) map[string]string {
	ways := map[string]string{}
	add := func(way, check string) {
		if ways[way] == "" {
			ways[way] = check
		}
	}
	for i := range r.Results {
		c := &r.Results[i]
		f := c.Failure
		if c.Verdict != ExpectedFail || f.Step < 0 || f.Step >= len(f.History.Entries) {
			continue
		}
		e := &f.History.Entries[f.Step]
		add(wrongWay(cmp.Or(f.Requirement, c.Requirement), e, f.Got), c.Check)
		if !strings.HasPrefix(wantWord(f.Expected), "refused") {
			add(stumble(entryWord(e), f.Got), c.Check)
		}
	}
	return ways
}

func whyKnownBy(why voucher.Text, check string) voucher.Text {
	return filled(voucher.Text{
		En: "%s; that is the known failure %s", Ru: "%s; это известная ошибка %s", Kk: "%s; бұл – белгілі қате %s",
	}, why, check)
}
