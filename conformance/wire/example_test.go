package wire_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Any voucher.World is served over HTTP, and whatever keeps the contract over HTTP is
// a voucher.World again: here the reference, asked through a socket.
func Example() {
	ctx := context.Background()
	server, err := wire.NewServer(wire.ServerOptions{World: reference.World{}})
	if err != nil {
		fmt.Println(err)
		return
	}
	listening := httptest.NewServer(server)
	defer listening.Close()

	client, err := wire.NewClient(listening.URL, wire.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close(ctx) //nolint:errcheck // its worlds go with the server
	town, err := client.New(ctx, &voucher.Setup{At: voucher.At(2025, 10, 1, 0, 0, 0), People: make([]voucher.PersonSetup, 1)})
	if err != nil {
		fmt.Println(err)
		return
	}
	reply := &voucher.Reply{Programme: voucher.Gas, Person: 1, Text: "Да"}
	*reply.Head() = voucher.Header{Key: voucher.KeyOf(1, 1), Actor: voucher.Actor{Role: voucher.Gateway}}
	outcome, err := town.Do(ctx, reply)
	fmt.Println(outcome.Refusal, err)
	// Output: not-listed (GAS-ELIGIBILITY-001) <nil>
}
