package conformance

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// found is a fault of one world of a transcript.
type found struct {
	world int
	fault
}

// livesJudged is what all checks of one transcript share: the faults of its
// worlds.
type livesJudged struct {
	found        []found
	verdictsOnly int   // refusals of which only the no could be compared
	err          error // the oracle could not be asked
}

// faults judges the worlds of a transcript, once for all checks that share it.
func (b *bench) faults(t *Transcript) *livesJudged {
	b.mu.Lock()
	defer b.mu.Unlock()
	if j := b.lives[t]; j != nil {
		return j
	}
	j := &livesJudged{}
	for w, told := range t.Worlds {
		all, verdictsOnly, err := b.judgeDrawn(told)
		if err != nil {
			j.err = err
			break
		}
		j.verdictsOnly += verdictsOnly
		for i := range all {
			j.found = append(j.found, found{w, all[i]})
		}
	}
	b.lives[t] = j
	return j
}

// forget lets go of what was worked out for a transcript.
func (b *bench) forget(t *Transcript) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.lives, t)
}

// judgeDrawn holds one drawn life to the oracle and to the invariants.
func (b *bench) judgeDrawn(told *Told) (all []fault, verdictsOnly int, err error) {
	if b.oracle != nil {
		all, verdictsOnly, err = oracleFaults(context.Background(), b.oracle, &told.History, b.caps.Reasons)
		if err != nil {
			return nil, 0, err
		}
	}
	return append(all, faultsOf(&told.History, b.caps.Reasons)...), verdictsOnly, nil
}

// oracleFaults carries a history out on the oracle and returns where the answers
// part: a no for a reason that may apply as well is a warning and does not end
// it, any other difference does.
func oracleFaults(ctx context.Context, oracle voucher.World, h *voucher.History, reasons bool) (all []fault, verdictsOnly int, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // the world may go
	f, err := newFollower(ctx, oracle, &h.Setup, reasons)
	if err != nil {
		return nil, 0, err
	}
	for i := range h.Entries {
		one, err := oracleFault(ctx, h, i, f)
		if err != nil {
			return nil, 0, fmt.Errorf("entry %d: %w", i+1, err)
		}
		if one != nil && !slices.ContainsFunc(all, func(f fault) bool { return f.check == one.check }) {
			all = append(all, *one)
		}
		if h.Entries[i].Err != "" || (one != nil && one.verdict == Fail) {
			break
		}
	}
	return all, f.verdictsOnly, nil
}

// oracleFault carries one entry out on the oracle. A fault is nil where the
// answers are the same; an entry that could not be asked is none, unless the
// build broke the contract there.
func oracleFault(ctx context.Context, h *voucher.History, step int, f *follower) (*fault, error) {
	e := &h.Entries[step]
	if e.Err != "" && !e.Broke {
		return nil, nil
	}
	d, err := f.step(ctx, e)
	if err != nil {
		return nil, err
	}
	if e.Err != "" {
		d = &difference{want: f.answer(e), got: []string{contractBroken.line("text", e.Err)}}
	}
	if d == nil {
		return nil, nil
	}
	one := blame(h, step, f, d)
	one.broke = e.Broke
	return &one, nil
}

// answer is what the system answered last, in words.
func (f *follower) answer(e *voucher.Entry) []string {
	switch {
	case e.Command != nil:
		return []string{voucher.AnswerLine(&f.wanted)}
	case e.Query != nil:
		return voucher.RecordLines(&f.shown, e.Query)
	}
	return []string{"ok"}
}

// judgeLives gives the finding of one check on a transcript of lives: the
// shortest history that breaks it.
func judgeLives(c *Check, t *Transcript, b *bench) Finding {
	j := b.faults(t)
	switch {
	case j.err != nil:
		return Finding{Verdict: HarnessError, Why: whyUnasked(j.err.Error())}
	case b.oracle == nil && slices.Contains(c.Needs, NeedsOracle) && isOracleCheck(c.ID):
		return Finding{Verdict: Blocked, Why: whyNeeds(NeedsOracle)}
	}
	var worst *found
	for i := range j.found {
		f := &j.found[i]
		if f.check == c.ID && (worst == nil || shorter(t, f, worst)) {
			worst = f
		}
	}
	if worst == nil {
		return unbroken(c, t, b, j)
	}
	return findingOf(c, t, worst)
}

// findingOf words a fault as the finding of a check.
func findingOf(c *Check, t *Transcript, worst *found) Finding {
	finding := Finding{Verdict: worst.verdict, World: worst.world, Step: worst.step, Expected: worst.expected, Got: worst.got, field: worst.field,
		Because: c.Title, Shrunk: t.Worlds[worst.world].Cut, Again: t.Worlds[worst.world].Again}
	if worst.requirement != c.Requirement {
		finding.Requirement = worst.requirement
	}
	// No demand lets a build crash, however soft the one that it was asked about is.
	if finding.Verdict == Fail && !worst.broke && level(worst.requirement, false) == scenarios.Should {
		finding.Verdict = Warn // a strict run makes it a failure again
	}
	if worst.verdict == Warn {
		finding.Why, finding.otherReason = whyReason, true
	}
	return finding
}

// shorter reports whether a fault is better shown than another: it fails where
// the other warns, or takes fewer steps.
func shorter(t *Transcript, f, than *found) bool {
	if f.verdict != than.verdict {
		return f.verdict == Fail
	}
	if a, b := t.Worlds[f.world].Cut > 0, t.Worlds[than.world].Cut > 0; a != b {
		return a
	}
	return f.step < than.step
}

// unbroken is the finding where no history breaks a check.
func unbroken(c *Check, t *Transcript, b *bench, j *livesJudged) Finding {
	switch missing := vacuous(c, t, &b.caps); {
	case t.Counts[countCanary] > 0:
		return Finding{Verdict: HarnessError, Why: whyCanary}
	case t.Err == "" && t.Counts[countCases] == 0:
		return Finding{Verdict: HarnessError, Why: whyNoCase}
	case 2*t.Counts[countFailing] > t.Counts[countCases]:
		return Finding{Verdict: Blocked, Why: whyHardlyLived}
	case len(missing) > 0:
		return Finding{Verdict: HarnessError, Why: whyVacuous(missing)}
	case isOracleCheck(c.ID) && (j.verdictsOnly > 0 || t.Counts[countVerdictsOnly] > 0):
		return Finding{Verdict: PassVerdictOnly, Why: whyVerdictOnly}
	}
	return pass
}

// What a transcript of lives counts besides answers.
const (
	countCases        = "lives"
	countFailing      = "lives that failed"
	countVerdictsOnly = "refusals without a reason"
	countCanary       = "the canary was not caught"
	countExecutions   = "executions to cut lives down"
)

var (
	whyCanary = voucher.Text{
		En: "a system that is wrong on purpose was not caught: the run shows nothing",
		Ru: "заведомо неверная система не была замечена: прогон ничего не показывает",
		Kk: "әдейі қате жүйе байқалмады: тексеру ештеңе көрсетпейді",
	}
	whyHardlyLived = voucher.Text{
		En: "most lives went wrong early, so that this was hardly put to the test; mend what fails first",
		Ru: "большинство историй рано пошли неверно, и это почти не проверялось; сначала исправьте остальное",
		Kk: "тарихтардың көбі ерте бұзылды, бұл дерлік тексерілмеді; алдымен қалғанын түзетіңіз",
	}
	whyNoCase = voucher.Text{
		En: "no life was drawn", Ru: "не разыграно ни одной истории", Kk: "бірде-бір тарих ойналмады",
	}
)

func whyVacuous(missing []string) voucher.Text {
	var all []string
	for _, what := range missing {
		all = append(all, quotation(what))
	}
	return filled(voucher.Text{
		En: "never met in any life, so that it shows nothing: %s", Ru: "ни разу не встретилось, поэтому ничего не показано: %s",
		Kk: "бірде-бір рет кездеспеді, сондықтан ештеңе көрсетілмеді: %s",
	}, strings.Join(all, "; "))
}
