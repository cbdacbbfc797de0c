package gas_test

import (
	"testing"

	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// months is the calendar of the programme, by hand: when the month's question
// goes out, when activation opens, when the list closes, when activation closes
// and when the list goes to the providers.
var months = []struct {
	month, notice, opens, listCloses, closes, dispatch string
	why                                                string
}{
	{"2025-08", "2025-08-28", "2025-08-28", "2025-08-29", "2025-08-30", "2025-08-30", "GAS-PERIOD-002: the pilot begins on the 28th"},
	{"2025-09", "2025-09-07", "2025-09-07", "2025-09-15", "2025-09-30", "2025-09-30", "a month of 30 days"},
	{"2025-10", "2025-10-07", "2025-10-07", "2025-10-15", "2025-10-30", "2025-10-30", "a month of 31 days"},
	{"2025-11", "2025-11-07", "2025-11-07", "2025-11-15", "2025-11-30", "2025-11-30", "a month of 30 days"},
	{"2025-12", "2025-12-07", "2025-12-07", "2025-12-15", "2025-12-30", "2025-12-30", "a month of 31 days"},
	{"2026-01", "2026-01-07", "2026-01-07", "2026-01-15", "2026-01-30", "2026-01-30", "a month of 31 days"},
	{"2026-02", "2026-02-07", "2026-02-07", "2026-02-15", "2026-03-01", "2026-03-01", "GAS-WINDOW-002, GAS-DISPATCH-003: no 29th and no 30th"},
	{"2026-03", "2026-03-07", "2026-03-07", "2026-03-15", "2026-03-30", "2026-03-30", "a month of 31 days"},
	{"2026-04", "2026-04-07", "2026-04-07", "2026-04-15", "2026-04-30", "2026-04-30", "a month of 30 days"},
	{"2026-05", "2026-05-07", "2026-05-07", "2026-05-15", "2026-05-30", "2026-05-30", "a month of 31 days"},
	{"2026-06", "2026-06-07", "2026-06-07", "2026-06-15", "2026-06-30", "2026-06-30", "the list goes on the pilot's last day (reading G30)"},
}

func TestTheCalendarOfEveryMonth(t *testing.T) {
	for _, tt := range months {
		m := at(t, tt.month+"-01").Month()
		terms := termsOn(t, at(t, tt.month+"-20"), voucher.Readings{})
		opens, closes := terms.Window(m)
		for _, due := range []struct {
			name string
			got  voucher.Instant
			want string
		}{
			{"activation opens", opens, tt.opens},
			{"activation closes", closes, tt.closes},
			{"the question goes out", terms.NoticeDue(m), tt.notice},
			{"the list closes", terms.ListCloses(m), tt.listCloses},
			{"the list goes to the providers", terms.DispatchDue(m), tt.dispatch},
			{"answers close", terms.AnswersClose(), tt.closes},
		} {
			if due.got != at(t, due.want) {
				t.Errorf("%s: %s at %s, want %s\n%s", tt.month, due.name, due.got, due.want, tt.why)
			}
		}
		if !terms.Runs(m) {
			t.Errorf("%s does not run, want it to\n%s", tt.month, tt.why)
		}
	}
	for _, month := range []string{"2025-06", "2025-07", "2026-07", "2026-08", "2027-09"} {
		terms := termsOn(t, at(t, month+"-10"), voucher.Readings{})
		if terms.Runs(at(t, month+"-01").Month()) {
			t.Errorf("%s runs, want it not to\nGAS-PERIOD-001: nothing is offered outside the pilot", month)
		}
	}
}

func TestWindowsByOtherReadings(t *testing.T) {
	for _, tt := range []struct {
		month, choice                  string
		opens, closes, dispatch, reply string
		why                            string
	}{
		{"2026-02", "G02=window_to_27", "2026-02-07", "2026-02-28", "2026-02-28", "2026-02-28", "the window to the 27th, the list on the 28th"},
		{"2026-01", "G02=window_to_27", "2026-01-07", "2026-01-30", "2026-01-30", "2026-01-30", "months with a 30th stay"},
		{"2025-08", "G02=window_to_27", "2025-08-28", "2025-08-30", "2025-08-30", "2025-08-30", "months with a 30th stay"},
		{"2025-10", "G10=until_start_of_29", "2025-10-07", "2025-10-30", "2025-10-30", "2025-10-29", "answers to the start of the 29th; activation stays"},
		{"2026-02", "G10=until_start_of_29", "2026-02-07", "2026-03-01", "2026-03-01", "2026-02-28", "in a short month the last day stands for the 29th"},
		{"2025-08", "G10=until_start_of_29", "2025-08-28", "2025-08-30", "2025-08-30", "2025-08-29", "the opening month likewise"},
	} {
		terms := termsOn(t, at(t, tt.month+"-20"), read(t, tt.choice))
		opens, closes := terms.Window(terms.Month)
		got := [4]voucher.Instant{opens, closes, terms.DispatchDue(terms.Month), terms.AnswersClose()}
		if want := [4]voucher.Instant{at(t, tt.opens), at(t, tt.closes), at(t, tt.dispatch), at(t, tt.reply)}; got != want {
			t.Errorf("%s under %s: opens, closes, list, answers at %v, want %v\n%s", tt.month, tt.choice, got, want, tt.why)
		}
	}
	skipped := termsOn(t, at(t, "2025-08-28"), read(t, "G29=skip_august"))
	if skipped.Runs(voucher.MonthOf(2025, 8)) || !skipped.Runs(voucher.MonthOf(2025, 9)) {
		t.Errorf("under G29 skip_august the first month is not September 2025")
	}
}

func TestWindowsByOtherParameters(t *testing.T) {
	for _, tt := range []struct {
		name, month             string
		settings                []voucher.Setting
		opens, closes, dispatch string
		why                     string
	}{
		{"a window to the month's end", "2025-10", []voucher.Setting{{Path: "gas.window.to_day", Value: 31}}, "2025-10-07", "2025-11-01", "2025-11-01", "the list waits for the window"},
		{"a short window", "2025-10", []voucher.Setting{{Path: "gas.window.to_day", Value: 20}}, "2025-10-07", "2025-10-21", "2025-10-30", "the list keeps its day"},
		{"a window of one day", "2025-10", []voucher.Setting{{Path: "gas.window.from_day", Value: 29}}, "2025-10-29", "2025-10-30", "2025-10-30", "both ends are inside"},
		{"an early list", "2025-10", []voucher.Setting{{Path: "gas.dispatch.day", Value: 15}}, "2025-10-07", "2025-10-30", "2025-10-30", "never before the window has closed"},
		{"the list on the 31st", "2025-09", []voucher.Setting{{Path: "gas.dispatch.day", Value: 31}}, "2025-09-07", "2025-09-30", "2025-10-01", "a month without the day sends on the next first"},
		{"a pilot that begins on the 3rd", "2025-10", []voucher.Setting{{Path: "gas.period.from", Value: int64(voucher.Date(2025, 10, 3))}}, "2025-10-07", "2025-10-30", "2025-10-30", "the month is whole: its question is still to come"},
		{"a pilot that begins on the 7th", "2025-10", []voucher.Setting{{Path: "gas.period.from", Value: int64(voucher.Date(2025, 10, 7))}}, "2025-10-07", "2025-10-30", "2025-10-30", "on the day of the question itself"},
		{"a pilot that begins on the 8th", "2025-10", []voucher.Setting{{Path: "gas.period.from", Value: int64(voucher.Date(2025, 10, 8))}}, "2025-10-08", "2025-10-30", "2025-10-30", "a day later"},
		{"a pilot that ends on the 12th", "2026-06", []voucher.Setting{{Path: "gas.period.to", Value: int64(voucher.Date(2026, 6, 12))}}, "2026-06-07", "2026-06-13", "2026-06-30", "nothing is activated after it; the list still goes"},
	} {
		terms := termsOn(t, at(t, tt.month+"-20"), voucher.Readings{}, tt.settings...)
		opens, closes := terms.Window(terms.Month)
		got := [3]voucher.Instant{opens, closes, terms.DispatchDue(terms.Month)}
		if want := [3]voucher.Instant{at(t, tt.opens), at(t, tt.closes), at(t, tt.dispatch)}; got != want {
			t.Errorf("%s: opens, closes, list at %v, want %v\n%s", tt.name, got, want, tt.why)
		}
	}
	late := termsOn(t, at(t, "2026-06-20"), voucher.Readings{}, voucher.Setting{Path: "gas.period.to", Value: int64(voucher.Date(2026, 6, 6))})
	if late.Runs(voucher.MonthOf(2026, 6)) {
		t.Error("a pilot that ends on the 6th has a window in its last month\nno day of it is one of activation")
	}
}

// TestTheWindowToTheSecond looks at both ends of every month's window, second by
// second, with an account that nothing else speaks against.
func TestTheWindowToTheSecond(t *testing.T) {
	for _, tt := range months {
		opens, closes := at(t, tt.opens), at(t, tt.closes)
		before, after := voucher.WindowNotOpen, voucher.WindowClosed
		switch tt.month {
		case "2025-08":
			before = voucher.OutsidePeriod // the pilot itself opens
		case "2026-02":
			after = voucher.WindowNotOpen // it is March, whose window has not opened
		}
		for _, row := range []struct {
			name string
			now  voucher.Instant
			want voucher.Reason
		}{
			{"second before it opens", opens.Plus(-voucher.Second), before},
			{"nanosecond before it opens", opens - 1, before},
			{"first instant", opens, 0},
			{"second after it opens", opens.Plus(voucher.Second), 0},
			{"last second", closes.Plus(-voucher.Second), 0},
			{"last nanosecond", closes - 1, 0},
			{"first instant after", closes, after},
			{"second after that", closes.Plus(voucher.Second), after},
		} {
			for _, step := range steps {
				a, terms := step.ready(t, row.now)
				if got := reason(step.decide(&terms, a)); got != row.want {
					t.Errorf("%s, %s, %s: %q, want %q\nboth days are inside, and no instant beside them (GAS-WINDOW-001, -002)", tt.month, row.name, step.name, got, row.want)
				}
			}
		}
	}
}

// steps are the three steps of activation, each with an attempt that is
// accepted in any window.
var steps = []struct {
	name   string
	ready  func(t faulty, now voucher.Instant) (*gas.Attempt, gas.Terms)
	decide func(*gas.Terms, *gas.Attempt) *voucher.Refusal
}{
	{"enter account", attemptAt(gas.NotStarted), (*gas.Terms).EnterAccount},
	{"accept offer", attemptAt(gas.Entered), (*gas.Terms).AcceptOffer},
	{"confirm", attemptAt(gas.Continued), (*gas.Terms).Confirm},
}

// attemptAt makes attempts of a recipient who has come as far as a step.
func attemptAt(step gas.Step) func(t faulty, now voucher.Instant) (*gas.Attempt, gas.Terms) {
	return func(t faulty, now voucher.Instant) (*gas.Attempt, gas.Terms) {
		terms := termsOn(t, now, voucher.Readings{})
		key := gas.AccountKey{Provider: 1, Number: voucher.MakeAccountNumber(42, 8)}
		return &gas.Attempt{
			Claim: &gas.Claim{Residence: 750000000, Reasons: voucher.SocialAssistance, Listed: true, Month: now.Month(),
				Asked: now, Answer: voucher.Yes, Voucher: 1, Step: step, Account: key, Entry: 1},
			Voucher: &gas.Voucher{Person: 1, Month: now.Month(), State: voucher.Opened},
			Account: &gas.Account{Key: key, Class: voucher.Boiler, People: 4, Known: true, Owner: 1},
			Person:  1, By: voucher.ByMobile, Now: now, Edition: terms.OfferEdition, Device: true, InPilot: true,
		}, terms
	}
}
