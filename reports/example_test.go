package reports_test

import (
	"fmt"
	"os"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
)

func ExampleSentence() {
	cmd, err := voucher.ParseCommand("reply programme=gas person=1 text=да")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range reports.Languages() {
		fmt.Println(reports.Sentence(cmd, l))
	}
	// Output:
	// Person 1 answers yes by SMS (gas voucher)
	// Человек 1 отвечает «да» по SMS (газовый ваучер)
	// 1-адам SMS арқылы «иә» деп жауап береді (газ ваучері)
}

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
