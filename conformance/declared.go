package conformance

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// What a build says of itself is what it is judged by (BOTH-CONTRACT-001). One that
// declares what it does not serve breaks its word: a violation. One that serves what
// it does not declare is judged by less than it can do: a warning.

// declaredSource is the id of the transcript of what was tried.
const declaredSource = "declared"

// A transcript counts what was tried, by ability: that it is served, or is not.
const (
	servedMark = "serves "
	lacksMark  = "lacks "
)

// The programmes as abilities: their commands are carried out.
const (
	runsGas  Ability = "gas"
	runsFood Ability = "food"
)

var declaredChecks = sync.OnceValue(func() []Check {
	const id = "BOTH-CONTRACT-001"
	check := func(name string, soft bool, title voucher.Text, judge func(*Transcript, *bench) Finding) Check {
		return Check{ID: id + "/" + name, Suite: SuiteStore, Requirement: id, Level: level(id, soft), Title: title,
			source: declaredSource, ask: askDeclared, judge: judge}
	}
	return []Check{
		check("serves_what_it_declares", false, voucher.Text{
			En: "What a test build declares it serves", Ru: "Тестовая система умеет всё, что заявляет", Kk: "Сынақ жүйесі мәлімдегенінің бәрін істей алады",
		}, judgeServed),
		check("declares_what_it_serves", true, voucher.Text{
			En: "What a test build serves it declares", Ru: "Тестовая система заявляет всё, что умеет", Kk: "Сынақ жүйесі істей алатынының бәрін мәлімдейді",
		}, judgeDeclared),
	}
})

// askDeclared tries every ability, declared or not.
func askDeclared(ctx context.Context, a *asker) error {
	able := a.caps
	able.Programmes = voucher.Both
	able.Clock, able.Worlds, able.Settings, able.Choices, able.Reasons, able.Events, able.Digest, able.Prompt, able.Expiry, able.Answers = true, true, true, true, true, true, true, true, true, true
	t := &trial{ctx: wire.Believing(ctx, able), asker: a}
	for i := range trials {
		one := &trials[i]
		served, err := one.try(t)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		// What is not declared may break in any way: then it is not there.
		if err != nil && declares(&a.caps, one.what) && !errors.Is(err, errors.ErrUnsupported) {
			return err
		}
		if err != nil {
			served = isNot
		}
		a.transcript.Tokenless = a.transcript.Tokenless || errors.Is(err, wire.ErrNoTokens)
		switch served {
		case isServed:
			a.transcript.Counts[servedMark+string(one.what)] = 1
		case isNot:
			a.transcript.Counts[lacksMark+string(one.what)] = 1
		}
		if one.what == NeedsWorlds && served != isServed {
			return nil // the rest would be tried on what stands there
		}
	}
	return nil
}

// declares reports whether a build declares an ability.
func declares(c *voucher.Capabilities, a Ability) bool {
	switch a {
	case runsGas:
		return c.Programmes&voucher.Gas != 0
	case runsFood:
		return c.Programmes&voucher.Food != 0
	}
	return (&Target{}).has(a, c, false)
}

// apart names, in order, what was found under a mark and is declared or not.
func (t *Transcript) apart(mark string, c *voucher.Capabilities, declared bool) string {
	var words []string
	for _, what := range slices.Sorted(maps.Keys(t.Counts)) {
		if a, ok := strings.CutPrefix(what, mark); ok && declares(c, Ability(a)) == declared {
			words = append(words, a)
		}
	}
	return strings.Join(words, ", ")
}

// judgeServed is the word on what is declared.
func judgeServed(t *Transcript, b *bench) Finding {
	if words := t.apart(lacksMark, &b.caps, true); words != "" {
		why := whyLacked(words)
		if t.Tokenless {
			why = sentences([]voucher.Text{why, whyTokenless()})
		}
		return Finding{Verdict: Fail, Why: why, Step: -1, Expected: []string{abilitiesKept.line("abilities", words)},
			Got: []string{abilitiesLacked.line("abilities", words)}}
	}
	return tried(t)
}

// judgeDeclared is the word on what is served.
func judgeDeclared(t *Transcript, b *bench) Finding {
	if words := t.apart(servedMark, &b.caps, false); words != "" {
		return Finding{Verdict: Fail, Why: whyUndeclared(words), Step: -1, Expected: []string{abilitiesDeclared.line("abilities", words)},
			Got: []string{abilitiesServed.line("abilities", words)}}
	}
	return tried(t)
}

// tried is the word on a transcript in which declared and served are one: that is
// seen of what was tried only. Who makes no worlds, as a store's staging system, is
// told nothing else: what stands there is not for trying.
func tried(t *Transcript) Finding {
	for what := range t.Counts {
		if strings.HasPrefix(what, servedMark) {
			return pass
		}
	}
	return Finding{Verdict: Unsupported, Why: whyNeeds(NeedsWorlds)}
}
