package voucher_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestEventsHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for i, k := range voucher.EventKinds() {
		word := k.String()
		if int(k) != i+1 || word == "" || seen[word] || word != strings.ToLower(word) {
			t.Errorf("event %d at place %d has the word %q, want one of its own in small letters", k, i+1, word)
		}
		seen[word] = true
		if got, ok := voucher.ParseEventKind(word); !ok || got != k {
			t.Errorf("ParseEventKind(%q) = %d, %v, want %d", word, got, ok, k)
		}
	}
	beyond := voucher.EventKind(len(voucher.EventKinds()) + 1)
	for _, k := range []voucher.EventKind{0, beyond, 255} {
		if k.String() != "" {
			t.Errorf("event %d has the word %q, want none", k, k)
		}
	}
	if k, ok := voucher.ParseEventKind(""); ok {
		t.Errorf("no word is the event %s", k)
	}
}

// TestEveryFieldOfAnEventCounts: the replay hash tells runs apart that differ
// in any field of any event, lines included.
func TestEveryFieldOfAnEventCounts(t *testing.T) {
	var e voucher.Event
	var n uint64
	fillIn(reflect.ValueOf(&e).Elem(), &n)
	seen := map[voucher.Digest]string{}
	note := func(what string) {
		d := e.Digest(voucher.NewDigest())
		if other, ok := seen[d]; ok {
			t.Errorf("an event with another %s has the digest of one with another %s", what, other)
		}
		seen[d] = what
	}
	note("nothing")
	eachChange("", reflect.ValueOf(&e).Elem(), note)
	if len(seen) < 1400 {
		t.Errorf("%d events compared, want every bit of every field", len(seen))
	}
}

func TestEventsCountInTheirOrder(t *testing.T) {
	one := voucher.Event{At: 1, Kind: voucher.GasListed, Programme: voucher.Gas, Person: 1}
	two := voucher.Event{At: 1, Kind: voucher.GasListed, Programme: voucher.Gas, Person: 2}
	d := voucher.NewDigest()
	if two.Digest(one.Digest(d)) == one.Digest(two.Digest(d)) {
		t.Error("two events in either order have one digest\norder counts")
	}
	if one.Digest(d) == one.Digest(one.Digest(d)) {
		t.Error("an event once and twice has one digest\nhow often counts")
	}
}

func TestWordsOfSmallChoices(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{voucher.Notice.String(), "notice"}, {voucher.Reminder.String(), "reminder"}, {voucher.Help.String(), "help"},
		{voucher.BySMS.String(), "sms"}, {voucher.ByMobile.String(), "egov_mobile"}, {voucher.ByCentre.String(), "service_centre"},
		{voucher.ByRefusal.String(), "refusal"}, {voucher.ByDrop.String(), "drop"}, {voucher.ByLapse.String(), "lapse"},
		{voucher.NeverUsed.String(), "never_activated"}, {voucher.LeftUnused.String(), "unspent"},
		{voucher.NoAnswer.String(), "none"}, {voucher.Yes.String(), "yes"}, {voucher.No.String(), "no"}, {voucher.Malformed.String(), "malformed"},
		{voucher.NoVoucher.String(), "none"}, {voucher.Opened.String(), "opened"}, {voucher.Credited.String(), "credited"},
		{voucher.Active.String(), "active"}, {voucher.Closed.String(), "closed"}, {voucher.Annulled.String(), "annulled"},
		{voucher.Gas.String(), "gas"}, {voucher.Food.String(), "food"}, {voucher.Both.String(), "both"},
		{voucher.InTiyn.String(), "tiyn"}, {voucher.InShare.String(), "ppm"}, {voucher.InVolume.String(), "m3/1000"},
		{voucher.MessageKind(0).String(), ""}, {voucher.Channel(9).String(), ""}, {voucher.Cause(9).String(), ""},
		{voucher.Answer(9).String(), ""}, {voucher.VoucherState(9).String(), ""}, {voucher.Programme(9).String(), ""},
		{voucher.UnitKind(99).String(), ""}, {voucher.Role(0).String(), ""}, {voucher.QueryKind(99).String(), ""},
	} {
		if tt.got != tt.want {
			t.Errorf("word %q, want %q\na word that is none is empty", tt.got, tt.want)
		}
	}
}

func TestRolesProgrammesAndQueriesAreReadBackAsWritten(t *testing.T) {
	for r := voucher.Citizen; r <= voucher.AuthorisedBody; r++ {
		if got, ok := voucher.ParseRole(r.String()); !ok || got != r {
			t.Errorf("ParseRole(%q) = %d, %v, want %d", r, got, ok, r)
		}
	}
	for p := voucher.Gas; p <= voucher.Both; p++ {
		if got, ok := voucher.ParseProgramme(p.String()); !ok || got != p {
			t.Errorf("ParseProgramme(%q) = %d, %v, want %d", p, got, ok, p)
		}
	}
	for k := voucher.AskGasWallet; k <= voucher.AskDigest; k++ {
		if got, ok := voucher.ParseQueryKind(k.String()); !ok || got != k {
			t.Errorf("ParseQueryKind(%q) = %d, %v, want %d", k, got, ok, k)
		}
	}
	for _, s := range []string{"", "Citizen", "coal"} {
		_, role := voucher.ParseRole(s)
		_, programme := voucher.ParseProgramme(s)
		_, query := voucher.ParseQueryKind(s)
		if role || programme || query {
			t.Errorf("%q is a role: %v, a programme: %v, a query: %v, want none", s, role, programme, query)
		}
	}
}
