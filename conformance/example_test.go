package conformance_test

import (
	"context"
	"fmt"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// A build in Go is plugged in by what it can do and a function that makes a fresh
// system; here the reference stands for it. In go test, conformance.Test takes the
// same world and makes a subtest of each check.
func ExampleOf() {
	ours := conformance.Of(voucher.Capabilities{
		Name: "our wallet", Programmes: voucher.Gas, Parties: []string{"list", "portal", "wallet"},
		Clock: true, Worlds: true, Reasons: true,
	}, func(s *voucher.Setup) (voucher.System, error) { return reference.New(s) })
	report, err := conformance.Run(context.Background(), conformance.Target{World: ours}, conformance.Options{Select: []string{"GAS-ACCOUNT-001"}})
	fmt.Println(report.Exit == conformance.ExitConforms, err)
	// Output: true <nil>
}

// A program judges any voucher.World; here the reference stands for the build
// under test. In go test, conformance.Test does the same with a subtest a check.
func ExampleRun() {
	target := conformance.Target{World: reference.World{}, Address: "in process"}
	report, err := conformance.Run(context.Background(), target, conformance.Options{
		Oracle: reference.World{}, Select: []string{"GAS-WINDOW-001/*"}, Suites: []conformance.Suite{conformance.SuiteStories}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.Count(conformance.Fail), "violations, exit status", report.Exit)
	// Output: 0 violations, exit status 0
}
