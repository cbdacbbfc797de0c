package load_test

import (
	"fmt"
	"time"

	"github.com/vouch-kz/vouch/conformance/load"
)

// A plan holds the instant at which each journey is due, drawn from a seed; a percentile
// is held to what was wanted.
func ExampleParseObjectives() {
	profile, err := load.ParseProfile("ramp:200", 2000, time.Minute)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, journeys := load.NewPlan(profile, false, 1), 0
	for _, _, more := plan.Next(); more; _, _, more = plan.Next() {
		journeys++
	}
	fmt.Println(journeys, "journeys in a minute that climbs from 200 a second to 2,000")

	wanted, err := load.ParseObjectives("p99<150ms,errors<0.1%")
	fmt.Println(len(wanted), err)
	_, err = load.ParseObjectives("p99<150")
	fmt.Println(err)
	// Output:
	// 66000 journeys in a minute that climbs from 200 a second to 2,000
	// 2 <nil>
	// "p99<150": "150" is no span of time; write it as 150ms
}
