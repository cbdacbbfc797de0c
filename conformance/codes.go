package conformance

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// A sample of codes: that they cannot be guessed cannot be shown from outside,
// but codes that are short, come again or are counted up can be (FOOD-QR-001). No
// record holds a code, so whoever asks looks at the sample, and the judge at what
// was counted.

// sampled is how many codes are looked at, and codeLeast how long one has to be: 16
// characters of 62 are 95 bits.
const (
	sampled   = 24
	codeLeast = 16
	codeTail  = 4 // characters by which codes that are counted up differ
)

// The counts of a sample.
const (
	countCodes    = "codes"
	countDistinct = "codes distinct"
	countShort    = "codes too short"
	countHidden   = "codes not seen" // a client's handles stand for them
	countAlike    = "codes that differ at their end only"
)

var codeChecks = sync.OnceValue(func() []Check {
	const id = "FOOD-QR-001"
	return []Check{{ID: id + "/codes_cannot_be_counted", Suite: SuiteStore, Requirement: id, Level: level(id, false), Needs: []Ability{NeedsActors},
		Title: voucher.Text{
			En: "Codes are long, never come again and do not follow one from the other", Ru: "Коды длинные, не повторяются и не следуют один из другого",
			Kk: "Кодтар ұзын, қайталанбайды және бірінен бірі шықпайды",
		}, ask: askCodes, judge: judgeCodes}}
})

// askCodes shows codes and counts what is seen of them.
func askCodes(ctx context.Context, a *asker) error {
	setup := tillSetup(storeTill)
	world, system, err := a.beginWired(ctx, setup)
	if err != nil {
		return err
	}
	t := &till{ctx: ctx, system: system, keys: a.tillKeys("codes")}
	if a.caps.Worlds && a.caps.Clock {
		t.prime(setup)
	}
	var texts []string
	for range sampled {
		t.show()
		if t.err != nil {
			return t.err
		}
		if n := len(system.codes); n > len(texts) {
			texts = append(texts, system.codes[n-1].String())
		}
	}
	if world == nil && len(system.codes) > 0 && wire.IsHandle(system.codes[0]) {
		a.transcript.Counts[countHidden] = 1
		return nil
	}
	if world != nil { // the client calls codes by numbers of its own
		if texts, err = rawCodes(ctx, a.wire, world); err != nil {
			return err
		}
	}
	a.transcript.Counts[countCodes] = sampled
	seen := map[string]bool{}
	for i, text := range texts {
		if !seen[text] {
			a.transcript.Counts[countDistinct]++
		}
		seen[text] = true
		if len(text) < codeLeast {
			a.transcript.Counts[countShort]++
		}
		if i > 0 && alike(texts[i-1], text) {
			a.transcript.Counts[countAlike]++
		}
	}
	return nil
}

// alike reports whether two codes differ at their end only.
func alike(a, b string) bool {
	return a != b && len(a) == len(b) && len(a) > codeTail && a[:len(a)-codeTail] == b[:len(b)-codeTail]
}

// rawCodes shows codes past the client, to see their texts.
func rawCodes(ctx context.Context, client *wire.Client, world *wire.System) ([]string, error) {
	header, err := world.Header(ctx, voucher.Actor{Role: voucher.Citizen, ID: uint32(storeOwner)})
	if err != nil {
		return nil, err
	}
	body, err := client.Body(&voucher.ShowCode{Family: storeFamily})
	if err != nil {
		return nil, err
	}
	var texts []string
	for n := range sampled {
		header.Set(wire.KeyHeader, fmt.Sprintf("sample-%d", n))
		e, err := client.Raw(ctx, http.MethodPost, wire.CommandPath+voucher.KindShowCode.String(), header, body)
		if err != nil {
			return nil, err
		}
		var shown struct {
			Code string `json:"code"`
		}
		if e.Status == http.StatusOK && json.Unmarshal(e.ResponseBody, &shown) == nil {
			texts = append(texts, shown.Code)
		}
	}
	return texts, nil
}

// judgeCodes looks at the counts.
func judgeCodes(t *Transcript, _ *bench) Finding {
	if t.Err != "" || len(t.Worlds) == 0 {
		return Finding{Verdict: Blocked, Why: whyUnasked(t.Err)}
	}
	told := t.Worlds[0]
	if f := refusedBefore(told, len(told.Steps)); f != nil {
		return *f
	}
	if t.Counts[countHidden] > 0 {
		return Finding{Verdict: Unsupported, Why: whyNeeds(NeedsWire), Lacks: []Ability{NeedsWire}}
	}
	if t.Counts[countDistinct] == t.Counts[countCodes] && t.Counts[countShort] == 0 && t.Counts[countAlike] == 0 {
		return pass
	}
	return Finding{Verdict: Fail, Step: len(told.Entries) - 1,
		Expected: []string{codesWanted.line("n", sampled, "least", codeLeast)},
		Got:      []string{codesSeen.line("distinct", t.Counts[countDistinct], "short", t.Counts[countShort], "alike", t.Counts[countAlike])}}
}
