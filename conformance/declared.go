package conformance

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// A build that serves what it does not declare is judged by less than it can do:
// what it says of itself is out of date. That is a warning, not a violation.

// servedMark begins the counts of abilities that are served and not declared.
const servedMark = "serves "

var declaredChecks = sync.OnceValue(func() []Check {
	const id = "BOTH-CONTROL-001"
	return []Check{{ID: id + "/declares_what_it_serves", Suite: SuiteStore, Requirement: id, Level: scenarios.Should,
		Title: voucher.Text{
			En: "What a test build serves it declares", Ru: "Тестовая система заявляет всё, что умеет", Kk: "Сынақ жүйесі істей алатынының бәрін мәлімдейді",
		}, ask: askDeclared, judge: judgeDeclared}}
})

// askDeclared tries what is not declared.
func askDeclared(ctx context.Context, a *asker) error {
	served := map[Ability]bool{}
	if a.wire != nil {
		can := a.wire.Serves(ctx, &a.caps)
		served[NeedsWorlds], served[NeedsClock], served[NeedsEvents] = can.Worlds, can.Clock, can.Events
	} else if err := tryUndeclared(ctx, a, served); err != nil {
		return err
	}
	for ability, yes := range served {
		if yes {
			a.transcript.Counts[servedMark+string(ability)] = 1
		}
	}
	return nil
}

// tryUndeclared tries in process.
func tryUndeclared(ctx context.Context, a *asker, served map[Ability]bool) error {
	system, err := a.begin(ctx, "", StoreSetup())
	if err != nil {
		return err
	}
	if !a.caps.Clock {
		_, err := system.Advance(ctx, system.now.Plus(voucher.Hour))
		served[NeedsClock] = err == nil
	}
	if !a.caps.Digest {
		r, err := system.Query(ctx, &voucher.Query{Kind: voucher.AskDigest, Actor: voucher.Actor{Role: voucher.AuthorisedBody}})
		served[NeedsDigest] = err == nil && r.Digest != nil
	}
	if !a.caps.Events {
		c := &voucher.RegisterStore{Store: storeTill}
		*c.Head() = voucher.Header{Key: voucher.KeyOf(uint64(voucher.NewDigest().Text("declared")), 1), Actor: voucher.Actor{Role: voucher.AuthorisedBody}}
		o, err := system.Do(ctx, c)
		served[NeedsEvents] = err == nil && len(o.Events) > 0
	}
	return nil
}

func judgeDeclared(t *Transcript, _ *bench) Finding {
	var served []string
	for _, what := range slices.Sorted(maps.Keys(t.Counts)) {
		if ability, ok := strings.CutPrefix(what, servedMark); ok {
			served = append(served, ability)
		}
	}
	if len(served) == 0 {
		return pass
	}
	words := strings.Join(served, ", ")
	return Finding{Verdict: Fail, Why: whyUndeclared(words), Step: -1, Expected: []string{abilitiesDeclared.line("abilities", words)},
		Got: []string{abilitiesServed.line("abilities", words)}}
}
