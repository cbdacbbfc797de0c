package voucher_test

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// A bill rounds once, and says which way.
func ExampleMoney_ShareHalfUp() {
	charge, _ := voucher.ParseMoney("1234.57")
	discount := charge.ShareHalfUp(200_000, 1_000_000) // a fifth, in parts of a million
	fmt.Println(discount, charge.Minus(discount))
	// Output: 246.91 987.66
}

// Gas is measured in thousandths of a cubic metre.
func ExampleVolume_At() {
	volume, _ := voucher.ParseVolume("187.500")
	price, _ := voucher.ParseMoney("53.81")
	fmt.Println(volume.At(price))
	// Output: 10089.38
}

// "To the 29th" ends when the 30th begins: the end is outside.
func ExampleDay_End() {
	day := voucher.MonthOf(2026, 2).Day(29) // February has no 29th: its last day stands for it
	last := day.End() - 1
	fmt.Println(day, last.Day() == day, day.End().Day() == day)
	fmt.Println(day.End())
	// Output:
	// 2026-02-28 true false
	// 2026-03-01T00:00:00+05:00
}

// A date without a time is the day's first instant in UTC+5.
func ExampleParseInstant() {
	for _, s := range []string{"2026-02-28", "2026-02-28 23:59:59", "2026-02-28T18:59:59Z"} {
		at, err := voucher.ParseInstant(s)
		fmt.Println(at, err)
	}
	// Output:
	// 2026-02-28T00:00:00+05:00 <nil>
	// 2026-02-28T23:59:59+05:00 <nil>
	// 2026-02-28T23:59:59+05:00 <nil>
}

// An account keeps its leading zeros.
func ExampleParseAccountNumber() {
	short, _ := voucher.ParseAccountNumber("12345")
	long, _ := voucher.ParseAccountNumber("00012345")
	fmt.Println(short, long, short == long)
	// Output: 12345 00012345 false
}

// An answer counts in three languages, as people type it.
func ExampleParseAnswer() {
	for _, text := range []string{" Да. ", "ЖОҚ", "1", "what is this?"} {
		fmt.Println(voucher.ParseAnswer(text))
	}
	// Output:
	// yes
	// no
	// yes
	// malformed
}

// A setting changes what is to come and leaves what was.
func ExampleSchedule_Set() {
	day := voucher.Date(2026, 1, 1)
	s, _ := voucher.NewSchedule([]voucher.Dated{{Parameter: voucher.GasReminderAfter, Value: 7, Source: "gas ¶10"}}, nil)
	s.Set(&voucher.Setting{Path: "gas.reminder.after_days", From: day, Value: 3})
	fmt.Println(s.At(voucher.GasReminderAfter, voucher.Country, day-1), s.At(voucher.GasReminderAfter, voucher.Country, day))
	// Output: 7 3
}

// What the texts leave open is chosen by name.
func ExampleReadings_Choose() {
	var r voucher.Readings
	if err := r.Choose("G10", "until_start_of_29"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(r.Choice(voucher.G10), r.Choice(voucher.G02))
	fmt.Println(r.Choose("G10", "end_of_30"))
	// Output:
	// until_start_of_29 first_of_march
	// reading G10 has no choice "end_of_30"; choose one of end_of_29, until_start_of_29
}

// Two commands under one key are the same if their bodies are.
func ExampleCommand() {
	head := func(key uint64) voucher.Header {
		return voucher.Header{Key: voucher.KeyOf(0, key), Actor: voucher.Actor{Role: voucher.Citizen, ID: 1}}
	}
	first := &voucher.OpenWallet{Header: head(1), Person: 1, Via: voucher.ByLink}
	again := &voucher.OpenWallet{Header: head(2), Person: 1, Via: voucher.ByLink}
	other := &voucher.OpenWallet{Header: head(1), Person: 1, Via: voucher.ByDownload}
	fmt.Println(first.Kind(), first.Fingerprint() == again.Fingerprint(), first.Fingerprint() == other.Fingerprint())
	// Output: open_wallet true false
}

// A refusal names its reason and the demand behind it, and says it in words.
func ExampleRefusal() {
	r := voucher.Refuse(voucher.WindowClosed, "GAS-WINDOW-001")
	fmt.Println(r)
	fmt.Println(r.Reason.Text().In("ru"))
	// Output:
	// window-closed (GAS-WINDOW-001)
	// период активации этого месяца завершён
}
