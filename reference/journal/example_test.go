package journal_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/vouch-kz/vouch/reference/journal"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// A list that was taken before the process ended is there after the next start: the
// notice of the 7th goes out to whoever stands on it.
func ExampleOpen() {
	dir, err := os.MkdirTemp("", "journal")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	ctx, path := context.Background(), filepath.Join(dir, "town.journal")
	world := voucher.Setup{At: voucher.At(2025, 10, 1, 0, 0, 0), People: make([]voucher.PersonSetup, 1)}

	j, found, err := journal.Open(ctx, path, journal.Options{Setup: &world, Sync: journal.Always})
	if err != nil {
		fmt.Println(err)
		return
	}
	list := &voucher.UpdateGasList{Rows: []voucher.GasListRow{{Person: 1, Reasons: voucher.SocialAssistance, Residence: 750000000}}}
	*list.Head() = voucher.Header{Key: voucher.KeyOf(1, 1), Actor: voucher.Actor{Role: voucher.ListOwner}}
	outcome, err := j.Do(ctx, list)
	fmt.Println(found.Fresh, outcome.Refusal, err, j.Close())

	j, found, err = journal.Open(ctx, path, journal.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer j.Close() //nolint:errcheck // nothing is written any more
	events, err := j.Advance(ctx, voucher.At(2025, 10, 7, 0, 0, 0))
	fmt.Println(found.Fresh, found.Commands, events[0].Kind, err)
	// Output:
	// true accepted <nil> <nil>
	// false 1 message_sent <nil>
}
