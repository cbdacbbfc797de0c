package voucher

import (
	"fmt"
	"strings"
)

// Reading is one question that the texts leave open and for which a choice
// exists. Questions with a single answer are documented decisions, not readings.
type Reading uint8

// The readings, gas first. The comment lists the choices, the default first.
const (
	G02 Reading = iota // list of a month without a 30th: first_of_march, window_to_27
	G04                // reminder due: after_168_hours, start_of_day_8, start_of_day_7
	G06                // list update after the 14th: refuse, defer
	G10                // answers are taken to: end_of_29, until_start_of_29
	G12                // a refusal before activation: final, refusal_reversible
	G13                // consent: monthly, standing_consent
	G15                // contradictory replies: refusal_closes, first_reply_wins
	G16                // SMS not delivered: no_consent, consent_at_centre
	G20                // account of another person: any_account, require_owner_match
	G22                // undoing a confirmation: never, allow_cancel_until_29
	G28                // norm when the season changes in the month: majority_of_days, pro_rata
	G29                // August 2025: run_august, skip_august
	G34                // provider asked: after_continue, check_before_offer
	G36                // who sends the SMS: portal, wallet
	G37                // service centre serves: everyone, refuse_device_owners
	F01                // discount: purse, capped_discount
	F02                // cap of the capped discount: set_maximum, true_markup
	F04                // members counted: all, max_members
	F07                // food list as it stands: on_the_5th, last_day_of_previous_month
	F10                // activation: with_consent, two_step
	F19                // till without a line: refuse, store_and_forward
	F27                // stores: any_pilot_territory, own_city_only
	F29                // who shows the code: owner, delegated_members
	F31                // food reminder: none, once
	F33                // QR code: wallet_presents, store_presents
	F35                // food "no": reversible, final
	F36                // food confirmation: by_sms, in_the_app
	F37                // traced stock exceeded: refuse, report

	readings
)

// The options beside the defaults. The default of every reading is zero.
const (
	Default = 0
	Option  = 1 // the first option named beside the reading
	Option2 = 2 // the second, where there is one
)

type readingWords struct {
	id       string
	choices  string // the default first
	question Text
}

var readingTable = [readings]readingWords{
	G02: {"G02", "first_of_march window_to_27", Text{"list of a month without a 30th", "список месяца без 30-го числа", "30-ы жоқ айдың тізімі"}},
	G04: {"G04", "after_168_hours start_of_day_8 start_of_day_7", Text{"when the reminder is due", "когда отправляется напоминание", "еске салу қашан жіберіледі"}},
	G06: {"G06", "refuse defer", Text{"list update after the last day", "обновление списка после срока", "мерзімнен кейінгі тізім жаңартуы"}},
	G10: {"G10", "end_of_29 until_start_of_29", Text{"until when an answer counts", "до какого времени принимается ответ", "жауап қай уақытқа дейін қабылданады"}},
	G12: {"G12", "final refusal_reversible", Text{"a refusal before activation", "отказ до активации", "белсендіруге дейінгі бас тарту"}},
	G13: {"G13", "monthly standing_consent", Text{"how long a consent lasts", "срок действия согласия", "келісімнің мерзімі"}},
	G15: {"G15", "refusal_closes first_reply_wins", Text{"contradictory replies", "противоречивые ответы", "қайшы жауаптар"}},
	G16: {"G16", "no_consent consent_at_centre", Text{"the SMS was not delivered", "SMS не доставлено", "SMS жеткізілмеді"}},
	G20: {"G20", "any_account require_owner_match", Text{"whose gas account", "чей лицевой счёт", "кімнің шоты"}},
	G22: {"G22", "never allow_cancel_until_29", Text{"undoing a confirmation", "отмена подтверждения", "растауды болдырмау"}},
	G28: {"G28", "majority_of_days pro_rata", Text{"norm when the season changes in the month", "норма при смене сезона в месяце", "ай ішінде маусым ауысқандағы норма"}},
	G29: {"G29", "run_august skip_august", Text{"August 2025", "август 2025 года", "2025 жылғы тамыз"}},
	G34: {"G34", "after_continue check_before_offer", Text{"when the provider is asked", "когда запрашивается поставщик", "жеткізушіден қашан сұралады"}},
	G36: {"G36", "portal wallet", Text{"who sends the SMS", "кто отправляет SMS", "SMS кім жібереді"}},
	G37: {"G37", "everyone refuse_device_owners", Text{"whom a service centre serves", "кого обслуживает центр", "орталық кімге қызмет етеді"}},
	F01: {"F01", "purse capped_discount", Text{"what the voucher is", "что такое ваучер", "ваучер деген не"}},
	F02: {"F02", "set_maximum true_markup", Text{"cap of the capped discount", "предел ограниченной скидки", "шектелген жеңілдіктің шегі"}},
	F04: {"F04", "all max_members", Text{"how many members count", "сколько членов семьи учитывается", "отбасының неше мүшесі есептеледі"}},
	F07: {"F07", "on_the_5th last_day_of_previous_month", Text{"when the food list is read", "на какую дату берётся список", "тізім қай күнге алынады"}},
	F10: {"F10", "with_consent two_step", Text{"when the voucher is active", "когда ваучер активен", "ваучер қашан белсенді"}},
	F19: {"F19", "refuse store_and_forward", Text{"a till without a line", "касса без связи", "байланыссыз касса"}},
	F27: {"F27", "any_pilot_territory own_city_only", Text{"where the voucher serves", "где действует ваучер", "ваучер қайда жарамды"}},
	F29: {"F29", "owner delegated_members", Text{"who shows the QR code", "кто показывает QR-код", "QR-кодты кім көрсетеді"}},
	F31: {"F31", "none once", Text{"food reminder", "продовольственное напоминание", "азық-түлік еске салуы"}},
	F33: {"F33", "wallet_presents store_presents", Text{"who shows the QR code to whom", "кто кому показывает QR-код", "QR-кодты кім кімге көрсетеді"}},
	F35: {"F35", "reversible final", Text{"a food refusal", "отказ от продовольственного ваучера", "азық-түлік ваучерінен бас тарту"}},
	F36: {"F36", "by_sms in_the_app", Text{"where the food voucher is confirmed", "где подтверждается продовольственный ваучер", "азық-түлік ваучері қайда расталады"}},
	F37: {"F37", "refuse report", Text{"traced stock exceeded", "превышен прослеживаемый остаток", "қадағаланатын қор асып кетті"}},
}

// String returns the id, such as "G10".
func (r Reading) String() string { return readingTable[r].id }

// Question says in words what is left open.
func (r Reading) Question() Text { return readingTable[r].question }

// Choices returns the words of the choices, the default first.
func (r Reading) Choices() []string { return strings.Fields(readingTable[r].choices) }

// AllReadings returns every reading, in order.
func AllReadings() []Reading {
	all := make([]Reading, 0, readings)
	for r := range readings {
		all = append(all, r)
	}
	return all
}

// Readings is one choice for every reading; the zero value is the default of
// each. It is comparable.
type Readings [readings]uint8

// Is reports whether the reading has the given choice (Default, Option, …).
func (r *Readings) Is(id Reading, choice uint8) bool { return r[id] == choice }

// Choice returns the word chosen for a reading.
func (r *Readings) Choice(id Reading) string { return id.Choices()[r[id]] }

// Choose sets a reading by its id and the word of the choice.
func (r *Readings) Choose(id, choice string) error {
	for i := range readingTable {
		if readingTable[i].id != id {
			continue
		}
		words := Reading(i).Choices()
		for n, w := range words {
			if w == choice {
				r[i] = uint8(n)
				return nil
			}
		}
		return fmt.Errorf("reading %s has no choice %q; choose one of %s", id, choice, strings.Join(words, ", "))
	}
	return fmt.Errorf("reading %q is unknown; the readings are %s", id, readingIDs())
}

func readingIDs() string {
	ids := make([]string, readings)
	for i := range readingTable {
		ids[i] = readingTable[i].id
	}
	return strings.Join(ids, ", ")
}
