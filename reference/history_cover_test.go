package reference_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// withoutHistory are the requirements that no history can show, with the reason.
var withoutHistory = map[voucher.RequirementID]string{
	"BOTH-CONTROL-001":  "what a production build lacks is seen from outside of it only",
	"BOTH-CONTRACT-001": "what a build declares of itself is no command and no record",
	"BOTH-INPUT-001":    "what breaks the contract is no command",
}

// unseen are the reasons that no history can bring about, with the reason.
var unseen = map[voucher.Reason]string{}

// neverAccepted are commands that the rules refuse without exception under the
// readings of a history, so that the accepted twin stands in another one.
var neverAccepted = map[string]string{
	"FOOD-EXPIRY-002_active_with_the_consent.txt activate":       "FOOD-EXPIRY-002_reading_F10_two_step.txt",
	"FOOD-QR-001_wallet_presents.txt scan_code":                  "FOOD-QR-001_reading_F33_store_presents.txt",
	"GAS-ACTIVATION-002_nothing_is_undone.txt cancel_activation": "GAS-ACTIVATION-002_reading_G22_allow_cancel_until_29.txt",
}

func TestEveryRequirementHasAHistory(t *testing.T) {
	all := histories(t)
	for _, id := range voucher.RequirementIDs() {
		shown := slices.ContainsFunc(all, func(s *voucher.Script) bool { return strings.HasPrefix(s.Name, string(id)+"_") })
		if why := withoutHistory[id]; shown == (why != "") {
			t.Errorf("%s: has a history: %v, listed as impossible to show: %q; want the one or the other", id, shown, why)
		}
	}
}

func TestHistoriesSayWhatTheyShow(t *testing.T) {
	for _, s := range histories(t) {
		id, slug, _ := strings.Cut(s.Name, "_")
		if !voucher.RequirementID(id).Valid() || !strings.HasPrefix(s.About, id) || slug == ".txt" {
			t.Errorf("testdata/%s: begins with %.60q; want a name of a requirement and the behaviour, and a comment that begins with the same id",
				s.Name, s.About)
		}
	}
}

func TestEveryAlternativeHasAHistory(t *testing.T) {
	all := histories(t)
	for _, r := range voucher.AllReadings() {
		for choice, word := range r.Choices() {
			shown := slices.ContainsFunc(all, func(s *voucher.Script) bool { return s.Setup.Readings.Is(r, uint8(choice)) })
			named := slices.ContainsFunc(all, func(s *voucher.Script) bool { return strings.Contains(s.Name, "_reading_"+r.String()+"_"+word) })
			if !shown || (choice != voucher.Default && !named) {
				t.Errorf("reading %s %s: played by a history: %v, named by one: %v; want both: every alternative is shown", r, word, shown, named)
			}
		}
	}
}

func TestHistoriesBringAboutEverything(t *testing.T) {
	said := map[string]bool{}
	for _, s := range histories(t) {
		for i := range s.Steps {
			step := &s.Steps[i]
			word, rest, _ := strings.Cut(step.Text, " ")
			said["command "+word] = true
			if word == "ask" {
				query, _, _ := strings.Cut(rest, " ")
				said["query "+query] = true
			}
			for _, line := range step.Expect {
				for w := range strings.FieldsSeq(line) {
					said[strings.TrimRight(w, ")")] = true
				}
			}
		}
	}
	for _, k := range voucher.CommandKinds() {
		if !said["command "+k.String()] {
			t.Errorf("no history gives the command %s", k)
		}
	}
	for k := voucher.AskGasWallet; k <= voucher.AskLedger; k++ {
		if !said["query "+k.String()] {
			t.Errorf("no history asks %s", k)
		}
	}
	for _, k := range voucher.EventKinds() {
		if !said[k.String()] {
			t.Errorf("in no history %s happens", k)
		}
	}
	for _, r := range voucher.AllReasons() {
		if why := unseen[r]; said[r.String()] == (why != "") {
			t.Errorf("reason %s: shown: %v, listed as impossible: %q; want the one or the other", r, said[r.String()], why)
		}
	}
}

// TestEveryRefusalHasATwin demands that what a history shows refused, it also
// shows accepted.
func TestEveryRefusalHasATwin(t *testing.T) {
	all := histories(t)
	accepts := func(s *voucher.Script, word string) bool {
		return slices.ContainsFunc(s.Steps, func(step voucher.Step) bool {
			return verb(&step) == word && strings.HasPrefix(strings.Join(step.Expect, ""), "ok")
		})
	}
	for _, s := range all {
		for i := range s.Steps {
			step := &s.Steps[i]
			if len(step.Expect) == 0 || !strings.HasPrefix(step.Expect[0], "refused") || accepts(s, verb(step)) {
				continue
			}
			other := neverAccepted[s.Name+" "+verb(step)]
			if !slices.ContainsFunc(all, func(o *voucher.Script) bool { return o.Name == other && accepts(o, verb(step)) }) {
				t.Errorf("testdata/%s:%d: %s is refused and never accepted there; give it its twin, one change away", s.Name, step.Line, step.Text)
			}
		}
	}
}

// verb is what a step does: the command, or ask with the query.
func verb(step *voucher.Step) string {
	words := strings.Fields(step.Text)
	if words[0] == "ask" {
		return words[0] + " " + words[1]
	}
	return words[0]
}
