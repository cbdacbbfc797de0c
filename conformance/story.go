package conformance

import (
	"context"
	"errors"
	"fmt"
	"strconv"
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
			all = append(all, storyCheck(&s, &s.Tellings[i]))
		}
	}
	return all
})

// storyCheck makes the check of one telling. The twin of a case is the story as
// it stands.
func storyCheck(s *scenarios.Story, t *scenarios.Telling) Check {
	c := Check{ID: t.ID, Suite: SuiteStories, Requirement: s.Requirement, Also: s.Also, Title: s.Title, Because: t.Why,
		Level: level(s.Requirement, false), Needs: []Ability{NeedsClock, NeedsWorlds}, Readings: &t.Readings,
		ask:   func(ctx context.Context, a *asker) error { return playStory(ctx, a, t) },
		judge: func(transcript *Transcript, b *bench) Finding { return judgeStory(t, transcript, b) }}
	if t.Case != "" {
		c.Twin = s.Tellings[0].ID
	}
	for _, need := range s.Needs {
		c.Needs = append(c.Needs, Ability(need))
	}
	return c
}

// player tells a story to a system.
type player struct {
	system *recorder
	told   *Told
	keys   voucher.Digest // of the story: its keys differ from those of others
	names  map[string]string
}

// playStory plays a telling in a world of its own, to its end whatever is
// answered: only what cannot be asked ends it.
func playStory(ctx context.Context, a *asker, t *scenarios.Telling) error {
	setup := t.Setup
	system, err := a.begin(ctx, "", &setup)
	if err != nil {
		return err
	}
	p := &player{system: system, told: system.told, keys: voucher.NewDigest().Text(t.ID).Word(a.opts.Seed), names: map[string]string{}}
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

// errUnnamed says that a step speaks of what was never made.
var errUnnamed = errors.New("unnamed")

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
		q, err := s.Query(p.resolve)
		if err != nil {
			return nil //nolint:nilerr // what was not made is judged, and the story goes on
		}
		p.told.Steps[number] = len(p.told.Entries)
		r, err := p.system.Query(ctx, q)
		if err == nil && s.As != "" && len(r.Messages) > 0 {
			p.names[s.As] = strconv.FormatUint(uint64(r.Messages[len(r.Messages)-1].ID), 10)
		}
		return err
	}
	cmd, err := s.Command(p.resolve)
	if err != nil {
		return nil //nolint:nilerr // as above
	}
	if !s.Keyed {
		cmd.Head().Key = voucher.KeyOf(uint64(p.keys), uint64(number)+1)
	}
	p.told.Steps[number] = len(p.told.Entries)
	o, err := p.system.Do(ctx, cmd)
	if err == nil && o.Refusal == nil && s.As != "" {
		p.bind(s.As, s.Makes(), &o.Result)
	}
	return err
}

// resolve gives what stands for a name.
func (p *player) resolve(name string) (string, bool) {
	v, ok := p.names[name]
	return v, ok
}

// bind keeps what a step made under its name.
func (p *player) bind(name, what string, r *voucher.Result) {
	var id uint64
	switch what {
	case "code":
		if n, ok := voucher.SlotOf(r.Code); ok {
			p.names[name] = "$" + strconv.FormatUint(n, 10)
		}
		return
	case "purchase":
		id = uint64(r.Purchase)
	case "loan":
		id = uint64(r.Loan)
	case "appeal":
		id = uint64(r.Appeal)
	case "receipt":
		id = uint64(r.Receipt)
	case "voucher":
		id = uint64(r.Voucher)
	}
	if id != 0 {
		p.names[name] = strconv.FormatUint(id, 10)
	}
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
			return Finding{Verdict: Blocked, Why: whyUnnamed(i+1, s.Text)}
		}
		e := &told.Entries[at]
		if e.Err != "" {
			return Finding{Verdict: Blocked, Why: whyUnasked(e.Err)}
		}
		refusal := e.Outcome.Refusal
		if s.Ask {
			refusal = e.Record.Refusal
		}
		if !s.Judged {
			if refusal != nil {
				return Finding{Verdict: Blocked, Why: whyPrerequisite(i+1, s.Text+": "+refusal.String()), Step: at}
			}
			continue
		}
		if wrong := differences(s, e, refusal, b); wrong != nil {
			return Finding{Verdict: Fail, Step: at, Expected: wrong, Got: answerLines(e)}
		}
		if refusal != nil && refusal.Reason == 0 {
			found = Finding{Verdict: PassVerdictOnly, Why: whyVerdictOnly}
		}
	}
	return found
}

// differences compares an answer with what was expected, nil where it is right.
func differences(s *scenarios.StoryStep, e *voucher.Entry, refusal *voucher.Refusal, b *bench) (expected []string) {
	if refusal != nil && refusal.Reason == 0 && s.Expect.Refused != 0 && !b.caps.Reasons {
		return nil // the no is right, and there is no reason to compare
	}
	var wrong []scenarios.Difference
	if s.Ask {
		wrong = s.Expect.CompareRecord(&e.Record, e.Query)
	} else {
		wrong = s.Expect.Compare(&e.Outcome)
	}
	if len(wrong) == 0 {
		return nil
	}
	expected = s.Expect.Lines()
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
	lines := strings.Split(voucher.AnswerLine(&e.Outcome), "\n")
	return lines
}
