package voucher_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// The choices by hand, from the requirements page and the domain notes: a
// choice that is renamed or reordered changes every stored scenario.
var choicesByHand = map[string]string{
	"G02": "first_of_march window_to_27",
	"G04": "after_168_hours start_of_day_8 start_of_day_7",
	"G06": "refuse defer",
	"G10": "end_of_29 until_start_of_29",
	"G12": "final refusal_reversible",
	"G13": "monthly standing_consent",
	"G15": "refusal_closes first_reply_wins",
	"G16": "no_consent consent_at_centre",
	"G20": "any_account require_owner_match",
	"G22": "never allow_cancel_until_29",
	"G28": "majority_of_days pro_rata",
	"G29": "run_august skip_august",
	"G34": "after_continue check_before_offer",
	"G36": "portal wallet",
	"G37": "everyone refuse_device_owners",
	"F01": "purse capped_discount",
	"F02": "set_maximum true_markup",
	"F04": "all max_members",
	"F07": "on_the_5th last_day_of_previous_month",
	"F10": "with_consent two_step",
	"F19": "refuse store_and_forward",
	"F27": "any_pilot_territory own_city_only",
	"F29": "owner delegated_members",
	"F31": "none once",
	"F33": "wallet_presents store_presents",
	"F35": "reversible final",
	"F36": "by_sms in_the_app",
	"F37": "refuse report",
}

func TestReadingsAndTheirChoices(t *testing.T) {
	form := regexp.MustCompile(`^[GFS][0-9]{2}$`)
	all := voucher.AllReadings()
	if len(all) != len(choicesByHand) {
		t.Errorf("%d readings, want %d", len(all), len(choicesByHand))
	}
	for _, r := range all {
		if got, want := strings.Join(r.Choices(), " "), choicesByHand[r.String()]; got != want {
			t.Errorf("%s has the choices %q, want %q, the default first", r, got, want)
		}
		if q := r.Question(); q.En == "" || q.Ru == "" || q.Kk == "" || q.Ru == q.Kk || !form.MatchString(r.String()) {
			t.Errorf("%s asks %v, want words in three languages and an id such as G10", r, q)
		}
	}
}

func TestReadingsAreChosen(t *testing.T) {
	for id, words := range choicesByHand {
		for n, word := range strings.Fields(words) {
			var r voucher.Readings
			if err := r.Choose(id, word); err != nil {
				t.Errorf("Choose(%s, %s): %v", id, word, err)
				continue
			}
			for _, reading := range voucher.AllReadings() {
				want := uint8(voucher.Default)
				if reading.String() == id {
					want = uint8(n)
				}
				if !r.Is(reading, want) || r.Choice(reading) != reading.Choices()[want] {
					t.Errorf("Choose(%s, %s) leaves %s at %q, want %q\none reading changes, the others stay",
						id, word, reading, r.Choice(reading), reading.Choices()[want])
				}
			}
		}
	}
}

func TestReadingsThatAreNone(t *testing.T) {
	for _, tt := range []struct{ id, choice, says, why string }{
		{"G10", "end_of_30", "end_of_29, until_start_of_29", "an unknown choice: the error lists those that are"},
		{"G10", "", "end_of_29", "no choice"},
		{"G10", "refuse", "end_of_29", "a choice of another reading"},
		{"G99", "refuse", "G02, G04", "an unknown reading: the error lists those that are"},
		{"g10", "end_of_29", "G10", "an id is written in capitals"},
		{"", "", "G02", "nothing"},
	} {
		var r voucher.Readings
		err := r.Choose(tt.id, tt.choice)
		if err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("Choose(%q, %q): %v, want an error that says %q\n%s", tt.id, tt.choice, err, tt.says, tt.why)
		}
		if r != (voucher.Readings{}) {
			t.Errorf("Choose(%q, %q) changed a reading beside its error", tt.id, tt.choice)
		}
	}
}
