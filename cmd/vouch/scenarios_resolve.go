package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

func newScenariosResolve() *cobra.Command {
	var language string
	cmd := &cobra.Command{
		Use:   "resolve SCENARIO",
		Short: "Print every value of a scenario with the file and line it comes from",
		Long: `Print what a scenario and all that it extends say, flattened: each value that
counts, the file and line where it stands, and under it those whose place it took.
What no file names is as in the rules and in the assumptions of vouch.`,
		Example: `  vouch scenarios resolve gas-window-to-25
  vouch scenarios resolve my-question.yaml --lang ru`,
		Args: exactly(1, "one file or id"),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := openScenario(args[0])
			if err != nil {
				return err
			}
			return write(cmd, resolved(s, language))
		},
	}
	addLanguage(cmd, &language)
	return cmd
}

// resolution holds the words around the values of a scenario, in each language.
var resolution = struct{ lived, over, rest voucher.Text }{
	lived: voucher.Text{En: "lived from %v to %v", Ru: "проживается с %v по %v", Kk: "өтетін уақыты: %v – %v"},
	over:  voucher.Text{En: "in place of", Ru: "вместо", Kk: "мұның орнына"},
	rest: voucher.Text{
		En: "all else: the rules, and policy/assumptions.yaml",
		Ru: "остальное: правила и policy/assumptions.yaml",
		Kk: "қалғаны: ережелер және policy/assumptions.yaml",
	},
}

// resolved tells the values of a scenario as a table.
func resolved(s *scenarios.Scenario, language string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", s.ID, s.Title.In(language))
	fmt.Fprintf(&b, resolution.lived.In(language)+"\n", s.From, s.To)
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, v := range s.Values() {
		fmt.Fprintf(w, "%s\t%s\t%s:%d\n", keyOf(&v, language), v.Text, v.File, v.Line)
		for _, o := range v.Over {
			fmt.Fprintf(w, "  %s\t%s\t%s:%d\n", resolution.over.In(language), o.Text, o.File, o.Line)
		}
	}
	if err := w.Flush(); err != nil {
		panic("vouch: " + err.Error()) // a builder takes all
	}
	b.WriteString(resolution.rest.In(language) + "\n")
	return b.String()
}
