package fault_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/vouch-kz/vouch/conformance/fault"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// On this line every answer gets lost. The list was taken all the same, so that the
// same command under the same key is answered as it was the first time.
func ExampleLine() {
	ctx := context.Background()
	m, err := reference.New(&voucher.Setup{At: voucher.At(2025, 10, 1, 0, 0, 0), People: make([]voucher.PersonSetup, 1)})
	if err != nil {
		fmt.Println(err)
		return
	}
	line := fault.NewLine(fault.Plan{Seed: 1, Kinds: []fault.Kind{fault.DropAnswer}, Percent: 100})
	system := line.System(m)

	list := &voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: 1, Reasons: voucher.SocialAssistance, Residence: 750000000}}}
	*list.Head() = voucher.Header{Key: voucher.KeyOf(1, 1), Actor: voucher.Actor{Role: voucher.ListOwner}}
	_, err = system.Do(ctx, list)
	var lost *fault.LostError
	fmt.Println(errors.As(err, &lost), lost.Kind)

	line.Rest(true)
	outcome, err := system.Do(ctx, list)
	fmt.Println(outcome.Refusal, err)
	fmt.Println(line.Log(0)[0].Reached, line.Log(0)[0].Kind)
	// Output:
	// true drop_answer
	// accepted <nil>
	// true drop_answer
}
