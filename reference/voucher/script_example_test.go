package voucher_test

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// A command is read as people write it, and a mistake is answered with its
// column and the nearest known word.
func ExampleParseCommand() {
	c, err := voucher.ParseCommand("charge_volume provider=1 account=0012345 month=2026-02 volume=187.5")
	fmt.Println(voucher.FormatCommand(c), err)

	_, err = voucher.ParseCommand("charge_volume provider=1 acount=0012345")
	fmt.Println(err)
	// Output:
	// charge_volume provider=1 account=0012345 month=2026-02 volume=187.500 <nil>
	// column 26: field "acount" is unknown here; did you mean account?
}

// A script is the world it begins in, and steps with the answers that are
// expected of each.
func ExampleReadScript() {
	script, err := voucher.ReadScript("silence.txt", []byte(`# GAS-CONSENT-003: who keeps silent has no voucher.

setup
at 2025-10-07
people 1

open_wallet person=1 via=link
----
ok
  wallet_opened person=1 via=link
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	step := script.Steps[0]
	fmt.Println(step.Line, step.Text, step.Expect[0])
	// Output:
	// 7 open_wallet person=1 via=link ok
}
