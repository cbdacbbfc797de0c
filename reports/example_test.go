package reports_test

import (
	"fmt"
	"os"

	"github.com/vouch-kz/vouch/reports"
)

func ExampleTable_Write() {
	table := &reports.Table{
		Title:   "Families by town",
		Columns: []reports.Column{{Title: "Town"}, {Title: "Families", Right: true}},
		Rows:    [][]string{{"Kokshetau", "419"}, {"Pavlodar", "929"}},
		Footer:  []string{"Total", "1,348"},
	}
	if err := table.Write(os.Stdout, reports.Width); err != nil {
		fmt.Println(err)
	}
	// Output:
	// ── Families by town
	//
	// Town       Families
	// ───────────────────
	// Kokshetau       419
	// Pavlodar        929
	// ───────────────────
	// Total         1,348
}
