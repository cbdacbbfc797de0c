package chart_test

import (
	"fmt"
	"strings"

	"github.com/vouch-kz/vouch/reports/chart"
)

// A waterfall leads from what one world spends to what another does, in the width of a
// phone; what somebody hears who does not see it stands in the picture too.
func ExampleWaterfall() {
	w := chart.Waterfall{Steps: []chart.Step{
		{Label: "As it is", Value: 100, Total: true, Text: "100 M ₸"},
		{Label: "More families", Value: 30, Text: "+30 M ₸"},
		{Label: "With the change", Value: 130, Total: true, Text: "130 M ₸"},
	}}
	picture, cut := w.Draw(360)
	svg := picture.SVG("From 100 to 130 million tenge")
	fmt.Println(cut, strings.HasPrefix(svg, "<svg"), strings.Contains(svg, "From 100 to 130 million tenge"))
	// Output: false true true
}
