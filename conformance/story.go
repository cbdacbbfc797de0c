package conformance

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// storyChecks is a check for every telling of every story.
var storyChecks = sync.OnceValue(func() []Check {
	var all []Check
	for _, s := range scenarios.Stories() {
		for i := range s.Tellings {
			all = append(all, storyCheck(&s, i))
		}
	}
	return all
})

// storyCheck makes the check of one telling.
func storyCheck(s *scenarios.Story, i int) Check {
	t := &s.Tellings[i]
	c := Check{ID: t.ID, Twin: s.Twin(i), Suite: SuiteStories, Requirement: s.Requirement, Also: s.Also, Title: s.Title, Because: t.Why,
		Level: level(s.Requirement, s.Soft), Needs: []Ability{NeedsClock, NeedsWorlds}, Readings: &t.Readings,
		ask:   func(ctx context.Context, a *asker) error { return playStory(ctx, a, t) },
		judge: func(transcript *Transcript, b *bench) Finding { return judgeStory(t, transcript, b) }}
	for _, need := range s.Needs {
		c.Needs = append(c.Needs, Ability(need))
	}
	c.Programmes = programmesOf(t)
	c.refuses = slices.ContainsFunc(t.Steps, func(s scenarios.StoryStep) bool { return s.Judged && s.Expect.Refused != 0 })
	return c
}

// programmesOf says whose commands and records a telling speaks of: a build that
// runs one programme is not asked about the other.
func programmesOf(t *scenarios.Telling) voucher.Programme {
	gas, food := false, false
	for i := range t.Steps {
		s := &t.Steps[i]
		word, _, _ := strings.Cut(s.Text, " ")
		switch word {
		case "gas_wallet", "provider_list", "receipt":
			gas = true
		case "food_wallet", "store_day", "stock", "loan", "appeal", "day_report", "ledger":
			food = true
		}
		if k, ok := voucher.ParseCommandKind(word); ok && !s.Ask {
			switch {
			case k == voucher.KindReply, k == voucher.KindReportDelivery, k == voucher.KindChangeParameter:
			case k < voucher.KindUpdateFoodList:
				gas = true
			default:
				food = true
			}
		}
		gas = gas || strings.Contains(s.Text, "programme=gas") || strings.Contains(s.Text, "=gas.")
		food = food || strings.Contains(s.Text, "programme=food") || strings.Contains(s.Text, "=food.")
	}
	switch {
	case gas && food:
		return voucher.Both
	case gas:
		return voucher.Gas
	case food:
		return voucher.Food
	}
	return 0
}

// player tells a story to a system.
type player struct {
	system *recorder
	told   *Told
	keys   voucher.Digest // of the story: its keys differ from those of others
	names  scenarios.Names
}

// playStory plays a telling in a world of its own, to its end whatever is
// answered: only what cannot be asked ends it.
func playStory(ctx context.Context, a *asker, t *scenarios.Telling) error {
	setup := t.Setup
	system, err := a.begin(ctx, "", &setup)
	if err != nil {
		return err
	}
	p := &player{system: system, told: system.told, keys: voucher.NewDigest().Text(t.ID).Word(a.opts.Seed), names: scenarios.Names{}}
	if _, err := system.Advance(ctx, setup.At); err != nil { // what falls due at the first instant
		return fmt.Errorf("first instant: %w", err)
	}
	for i := range t.Steps {
		if err := p.step(ctx, &t.Steps[i], i); err != nil {
			return fmt.Errorf("step %d: %w", i+1, err)
		}
	}
	return p.closeBooks(ctx, &setup)
}

// step plays one step, and notes its entry.
func (p *player) step(ctx context.Context, s *scenarios.StoryStep, number int) error {
	p.told.Steps = append(p.told.Steps, -1)
	if s.At > p.system.now {
		if _, err := p.system.Advance(ctx, s.At); err != nil {
			return err
		}
	}
	if s.Text == "" {
		return nil
	}
	if s.Ask {
		q, err := s.Query(p.names.Resolve)
		if err != nil {
			return nil //nolint:nilerr // what was not made is judged, and the story goes on
		}
		p.told.Steps[number] = len(p.told.Entries)
		p.system.seen = p.waitsFor(s, q)
		r, err := p.system.Query(ctx, q)
		p.names.BindRecord(s, &r)
		return err
	}
	cmd, err := s.Command(p.names.Resolve)
	if err != nil {
		return nil //nolint:nilerr // as above
	}
	if !s.Keyed {
		cmd.Head().Key = voucher.KeyOf(uint64(p.keys), uint64(number)+1)
	}
	p.told.Steps[number] = len(p.told.Entries)
	o, err := p.system.Do(ctx, cmd)
	p.names.Bind(s, &o)
	return err
}

// waitsFor says whether an answer is the one that the story expects of a query.
// Only how long is waited hangs on it: what was read last is judged. nil where the
// story expects nothing of it.
func (p *player) waitsFor(s *scenarios.StoryStep, q *voucher.Query) func(r *voucher.Record) bool {
	if !s.Judged {
		return nil
	}
	expect, err := s.Expect.Resolve(p.names.Resolve)
	if err != nil {
		return nil
	}
	return func(r *voucher.Record) bool { return len(expect.CompareRecord(r, q)) == 0 }
}

// closeBooks reads the sums of the months that the story went through, where it
// has families: they have to add up whatever it is about (BOTH-MONEY-001).
func (p *player) closeBooks(ctx context.Context, setup *voucher.Setup) error {
	if setup.Families == 0 {
		return nil
	}
	for m := setup.At.Month(); m <= p.system.now.Month(); m++ {
		q := voucher.Query{Kind: voucher.AskLedger, Actor: voucher.Actor{Role: voucher.AuthorisedBody}, Month: m}
		if _, err := p.system.Query(ctx, &q); err != nil {
			return fmt.Errorf("ledger of %s: %w", m, err)
		}
	}
	return nil
}

// judgeStory holds the answers against what the telling expects. The first step
// that is not as it has to be decides.
func judgeStory(t *scenarios.Telling, transcript *Transcript, b *bench) Finding {
	if len(transcript.Worlds) == 0 {
		return Finding{Verdict: Blocked, Why: whyUnasked(transcript.Err)}
	}
	told := transcript.Worlds[0]
	found := pass
	names := scenarios.Names{}
	for i := range t.Steps {
		s := &t.Steps[i]
		if s.Text == "" {
			continue
		}
		if i >= len(told.Steps) { // it broke off before
			return Finding{Verdict: Blocked, Why: whyUnasked(transcript.Err)}
		}
		at := told.Steps[i]
		if at < 0 {
			return Finding{Verdict: Blocked, Why: whyUnnamed(i + 1)}
		}
		e := &told.Entries[at]
		if e.Err != "" {
			return Finding{Verdict: Blocked, Why: whyUnasked(e.Err)}
		}
		refusal := e.Outcome.Refusal
		if s.Ask {
			refusal = e.Record.Refusal
			names.BindRecord(s, &e.Record)
		} else {
			names.Bind(s, &e.Outcome)
		}
		if !s.Judged {
			if refusal != nil {
				return ledAstray(i+1, e, 0, at)
			}
			continue
		}
		expect, err := s.Expect.Resolve(names.Resolve)
		if err != nil {
			return Finding{Verdict: Blocked, Why: whyUnnamed(i + 1), Step: at}
		}
		if wrong := differences(expect, e, refusal, b); wrong != nil {
			return Finding{Verdict: Fail, Step: at, Expected: wrong, Got: answerLines(e), accepted: expect.Refused != 0 && refusal == nil}
		}
		if refusal != nil && refusal.Reason == 0 {
			found = Finding{Verdict: PassVerdictOnly, Why: whyVerdictOnly}
		}
	}
	return found
}

// differences compares an answer with what was expected, nil where it is right.
func differences(expect *scenarios.Expectation, e *voucher.Entry, refusal *voucher.Refusal, b *bench) (expected []string) {
	if refusal != nil && refusal.Reason == 0 && expect.Refused != 0 {
		if !b.caps.Reasons {
			return nil // the no is right, and there is no reason to compare
		}
		got, more := "none", []string{reasonsDeclared.line()}
		if refusal.Foreign != "" {
			got, more = refusal.Foreign, nil // a code of its own
		}
		return append(append(expect.Lines(), "  reason: want "+expect.Refused.String()+", got "+got), more...)
	}
	var wrong []scenarios.Difference
	if e.Query != nil {
		wrong = expect.CompareRecord(&e.Record, e.Query)
	} else {
		wrong = expect.Compare(&e.Outcome)
	}
	if len(wrong) == 0 {
		return nil
	}
	expected = expect.Lines()
	for _, d := range wrong {
		if d.Field != "" {
			expected = append(expected, fmt.Sprintf("  %s: want %s, got %s", d.Field, d.Want, d.Got))
		}
	}
	return expected
}

// answerLines writes an answer in words.
func answerLines(e *voucher.Entry) []string {
	if e.Query != nil {
		return voucher.RecordLines(&e.Record, e.Query)
	}
	return []string{voucher.AnswerLine(&e.Outcome)}
}
