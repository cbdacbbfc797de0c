package reference_test

import (
	"context"
	"fmt"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// One person in Almaty is put on the gas list in October, is asked when the 7th
// begins, consents, and sees the voucher open by itself. A yes of somebody who
// is not listed is refused.
func Example() {
	ctx := context.Background()
	m, err := reference.New(&voucher.Setup{
		At:     voucher.At(2025, 10, 1, 0, 0, 0),
		People: make([]voucher.PersonSetup, 2),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	keys := uint64(0)
	do := func(c voucher.Command, role voucher.Role) {
		keys++
		*c.Head() = voucher.Header{Key: voucher.KeyOf(1, keys), Actor: voucher.Actor{Role: role}}
		o, err := m.Do(ctx, c)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(c.Kind(), "→", o.Refusal)
		for _, e := range o.Events {
			fmt.Println("   ", e.Kind)
		}
	}

	do(&voucher.UpdateGasList{Rows: []voucher.GasListRow{
		{Person: 1, Reasons: voucher.SocialAssistance, Residence: 750000000},
	}}, voucher.ListOwner)
	due, _ := m.NextDue()
	events, _ := m.Advance(ctx, due)
	fmt.Println(due, events[0].Kind, voucher.MessageKind(events[0].Code))
	do(&voucher.Reply{Programme: voucher.Gas, Person: 1, Text: "Иә"}, voucher.Gateway)
	do(&voucher.Reply{Programme: voucher.Gas, Person: 2, Text: "Да"}, voucher.Gateway)

	// Output:
	// update_gas_list → accepted
	//     gas_listed
	// 2025-10-07T00:00:00+05:00 message_sent notice
	// reply → accepted
	//     replied
	//     gas_voucher_opened
	// reply → not-listed (GAS-ELIGIBILITY-001)
}
