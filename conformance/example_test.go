package conformance_test

import (
	"context"
	"fmt"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference"
)

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
