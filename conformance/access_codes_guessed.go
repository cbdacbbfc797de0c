package conformance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Codes that are guessed: whoever has watched some codes goes by them to the next, which
// another wallet shows at that moment. None may pay, none may be known, and the wallet is
// as it was; the code itself pays behind all of them.

// Of each kind of code so many are watched before the one that is guessed.
const (
	watched  = 7
	stepsOut = 8  // how far a number is counted on
	longCode = 65 // one character more than the contract lets a code have
	hugeCode = 1 << 16
)

// Kinds of guesses, as the failure's screen names them.
const (
	guessNext      = "next-in-sequence"
	guessDigit     = "one-character-changed"
	guessBit       = "one-bit-flipped"
	guessCut       = "cut-or-longer"
	guessWorld     = "of-another-world"
	guessReplaced  = "watched-before"
	guessEmpty     = "empty"
	guessLong      = "too-long"
	guessAlphabets = "of-simple-characters"
)

// Guesses returns the kinds of guesses at codes, as arguments of clauses name them.
func Guesses() []string {
	return []string{guessNext, guessDigit, guessBit, guessCut, guessWorld, guessReplaced, guessEmpty, guessLong, guessAlphabets}
}

func guessedCodeCheck() Check {
	const id = "FOOD-QR-001"
	return Check{ID: id + "/access_code_predicted", Suite: SuiteAccess, Requirement: id, Level: level(id, false), Programmes: voucher.Food, Readings: &voucher.Readings{},
		Needs: []Ability{NeedsWire, NeedsClock, NeedsWorlds}, Title: voucher.Text{
			En: "Who has watched codes cannot guess the next one", Ru: "Видевший прежние коды не угадает следующий", Kk: "Бұрынғы кодтарды көрген адам келесісін болжай алмайды",
		}, ask: askGuessedCodes, judge: func(t *Transcript, b *bench) Finding { return judgeGuessedCodes(t, b.caps.Reasons) }}
}

// sightings are codes that somebody has watched, each wallet's in order. The last of the
// other wallet still pays: for that one.
type sightings struct {
	own, others, foreign []string
}

// askGuessedCodes watches codes of two wallets and of another world, lets the first
// wallet show one more, and tries what follows from the others.
func askGuessedCodes(ctx context.Context, a *asker) error {
	setup := doctorSetup(StoreSetup().At)
	setup.People, setup.Families = append(setup.People, voucher.PersonSetup{}), strangerID
	r, t, err := enterRawIn(ctx, a, setup, func(t *till) {
		t.do(voucher.ListOwner, 0, &voucher.UpdateFoodList{Rows: []voucher.FoodListRow{{Family: strangerID, Owner: strangerID,
			Members: []voucher.PersonID{strangerID}, Residence: kokshetau}}})
	})
	if err != nil {
		return err
	}
	t.do(voucher.Gateway, 0, yesTo(voucher.Food, strangerID))
	a.transcript.Counts[countLeading] = int64(len(t.system.told.Steps))
	if t.err != nil {
		return t.err
	}
	other := voucher.Actor{Role: voucher.Citizen, ID: strangerID}
	var seen sightings
	for range watched {
		seen.own, seen.others = append(seen.own, r.freshCode()), append(seen.others, r.codeOf(other, strangerID))
	}
	if seen.foreign, err = r.elsewhere(t); err != nil {
		return err
	}
	live := r.freshCode()
	if r.err == nil && (live == "" || slices.Contains(seen.others, "")) {
		return errors.New("a wallet shows no code over the wire")
	}
	wallet := request{what: beforeGuesses.line(), actor: anyCitizen, method: http.MethodGet, path: wire.RecordPath + "food_wallet?family=1"}
	r.send(wallet)
	for _, g := range guesses(&seen, live) {
		r.guess(guessedCode.line("guess", g.kind), g.code)
	}
	r.guess(anothersCode.line(), seen.others[watched-1])
	r.send(wallet)
	r.guess(liveCode.line(), live)
	return r.err
}

// elsewhere shows codes in another world, of the same setup and after the same calls.
func (r *raw) elsewhere(t *till) (codes []string, err error) {
	if r.err != nil {
		return nil, r.err
	}
	world, err := r.open()
	if err != nil {
		return nil, err
	}
	other := &till{ctx: t.ctx, keys: t.keys, system: &recorder{system: world, told: &Told{}, figures: &Figures{}, now: r.t.Worlds[0].Setup.At}}
	other.prime(&r.t.Worlds[0].Setup)
	if other.err != nil {
		return nil, other.err
	}
	there := &raw{ctx: r.ctx, client: r.client, world: world, t: r.t, canary: r.canary}
	for range watched {
		codes = append(codes, there.freshCode())
	}
	return codes, there.err
}

// guess pays with a code in store 1.
func (r *raw) guess(what, code string) {
	text, err := json.Marshal(code)
	if err != nil {
		r.err = fmt.Errorf("%s: %w", what, err)
		return
	}
	r.send(request{what: what, actor: anyStore, path: wire.CommandPath + voucher.KindPurchase.String(),
		body: `{"store":"1","code":` + string(text) + `,"lines":[{"goods":"1","quantity":1000,"price":1000}]}`})
}

// aGuess is a code that may be the next one, and how it was come by.
type aGuess struct{ kind, code string }

// guesses are codes that were shown and are out of use, or that nobody was shown, in
// order and none twice: those that were watched, what comes after them, those of another
// world, and the live one changed in one place. The live one itself is among them where it
// follows from the others, and only there.
func guesses(seen *sightings, live string) (all []aGuess) {
	taken := map[string]bool{}
	add := func(kind string, codes ...string) {
		for _, code := range codes {
			if !taken[code] {
				taken[code] = true
				all = append(all, aGuess{kind, code})
			}
		}
	}
	last := len(seen.others) - 1
	taken[seen.others[last]] = true
	add(guessReplaced, seen.own...)
	add(guessReplaced, seen.others[:last]...)
	add(guessNext, following(seen.own[last-1], seen.own[last])...)
	add(guessNext, following(seen.others[last-1], seen.others[last])...)
	add(guessNext, following(seen.own[last], seen.others[last])...)
	for _, code := range seen.foreign { // that one of them was watched here as well is what is looked for
		all = append(all, aGuess{guessWorld, code})
		taken[code] = true
	}
	taken[live] = true
	add(guessDigit, oneChanged(live)...)
	add(guessBit, oneBit(live)...)
	if live != "" {
		add(guessCut, live[1:], live[:len(live)-1], live+"0", "0"+live, live+live)
	}
	add(guessAlphabets, strings.Repeat("0", len(live)), strings.Repeat("f", len(live)), strings.Repeat("1", len(live)), "1", "0", "null", "undefined")
	add(guessEmpty, "", " ")
	add(guessLong, strings.Repeat("a", longCode), strings.Repeat("a", hugeCode))
	return all
}

// following are the codes that come after two, where codes are numbers that are counted
// on or grow by one step: written in tens, in sixteens or in thirty-sixes, whole or in
// their last digits.
func following(before, last string) (codes []string) {
	for _, base := range []int{10, 16, 36} {
		at := len(last)
		for at > 0 && isDigitIn(base, last[at-1]) {
			at--
		}
		a, ok := new(big.Int).SetString(last[at:], base)
		if !ok {
			continue
		}
		step := big.NewInt(1)
		if len(before) == len(last) && before[:at] == last[:at] {
			if b, ok := new(big.Int).SetString(before[at:], base); ok {
				step.Sub(a, b)
			}
		}
		for n := int64(1); n <= stepsOut; n++ {
			for _, by := range []*big.Int{big.NewInt(n), new(big.Int).Mul(step, big.NewInt(n))} {
				next := new(big.Int).Add(a, by)
				if next.Sign() < 0 {
					continue
				}
				text := next.Text(base)
				if upper := strings.ToUpper(last[at:]); upper == last[at:] {
					text = strings.ToUpper(text)
				}
				codes = append(codes, last[:at]+strings.Repeat("0", max(0, len(last)-at-len(text)))+text)
			}
		}
	}
	return codes
}

// isDigitIn reports whether a character is a digit of a base.
func isDigitIn(base int, c byte) bool {
	_, ok := new(big.Int).SetString(string(c), base)
	return ok
}

// oneChanged are a code with another character in each place.
func oneChanged(code string) (codes []string) {
	for i := range len(code) {
		other := byte('0')
		if code[i] == other {
			other = '1'
		}
		codes = append(codes, code[:i]+string(other)+code[i+1:])
	}
	return codes
}

// oneBit are a code with one bit of a character flipped, where that is a character that a
// code may have.
func oneBit(code string) (codes []string) {
	for i := range len(code) {
		for _, mask := range []byte{1, 2, 4, 8, 16} { // 32 is capitals, which some builds read as the same
			if c := code[i] ^ mask; c > ' ' && c < 0x7f && !strings.EqualFold(string(c), string(code[i])) {
				codes = append(codes, code[:i]+string(c)+code[i+1:])
			}
		}
	}
	return codes
}

// judgeGuessedCodes looks at what came of the guesses, and at the wallet around them.
func judgeGuessedCodes(t *Transcript, reasons bool) Finding {
	f := judgeWire(&wireCase{wrong: func(a *RawAnswer) string { return wrongGuess(a, reasons) }}, t)
	if f.Verdict != Pass {
		return f
	}
	var wallets []*RawAnswer
	for i := range t.Raw {
		if t.Raw[i].What == beforeGuesses.line() {
			wallets = append(wallets, &t.Raw[i])
		}
	}
	if len(wallets) == 2 && wallets[0].Body != wallets[1].Body {
		return Finding{Verdict: Fail, Step: -1, Expected: []string{beforeGuesses.line(), guessesCostNothing.line()},
			Got: []string{wallets[0].line(true), wallets[1].line(true)}}
	}
	return f
}

// wrongGuess says what an answer has to be, as a clause; "" where it is that.
func wrongGuess(a *RawAnswer, reasons bool) string {
	c, _ := readClause(a.What)
	if c != guessedCode {
		return accepted(a)
	}
	known := []string{"code-unknown", "malformed", "body-too-large", "busy"}
	if argumentOf(a.What, "guess") == guessReplaced { // that one was shown, and is out of use
		known = append(known, "code-replaced", "code-expired", "code-used")
	}
	refusal := a.Status >= http.StatusBadRequest && (a.Status < http.StatusInternalServerError || a.Status == http.StatusServiceUnavailable)
	// Who guesses many times may be held up; a build without reasons says no more than no.
	if refusal && a.Type == wire.ProblemType && (slices.Contains(known, a.Reason) || !reasons && a.Reason == "" || a.Status == http.StatusTooManyRequests) {
		return ""
	}
	return codeNotGuessed.line()
}
