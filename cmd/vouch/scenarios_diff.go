package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/scenarios"
)

func newScenariosDiff() *cobra.Command {
	var language string
	cmd := &cobra.Command{
		Use:   "diff A B",
		Short: "Say in words in what two scenarios differ",
		Long: `Say in words in what the second scenario differs from the first: what each thing
is called, what it was, what it is, and the file and line that says so. What a file
does not name is told as the rules or the assumptions have it.`,
		Example: `  vouch scenarios diff pilots my-question.yaml
  vouch scenarios diff pilots stress --lang kk`,
		Args: exactly(2, "two files or ids"),
		RunE: func(cmd *cobra.Command, args []string) error {
			a, err := openScenario(args[0])
			if err != nil {
				return err
			}
			b, err := openScenario(args[1])
			if err != nil {
				return err
			}
			return write(cmd, differences(a, b, language))
		},
	}
	addLanguage(cmd, &language)
	return cmd
}

// differences tells in what b differs from a.
func differences(a, b *scenarios.Scenario, language string) string {
	order, was := slots(a)
	more, is := slots(b)
	for _, at := range more {
		if !slices.Contains(order, at) {
			order = append(order, at)
		}
	}
	var lines strings.Builder
	for _, at := range order {
		before, after := toldAt(at, was[at], a, language), toldAt(at, is[at], b, language)
		if before == after {
			continue
		}
		fmt.Fprintf(&lines, "  %s: %s → %s%s\n", nameOf(at, slices.Concat(was[at], is[at]), language), before, after, placeIn(was[at], is[at]))
	}
	if lines.Len() == 0 {
		return differing.none.In(language) + "\n"
	}
	return fmt.Sprintf(differing.heading.In(language), b.ID, a.ID) + "\n" + lines.String()
}

// placeIn says where the second scenario says so, or the first where only it does.
func placeIn(was, is slotValues) string {
	values := is
	if len(values) == 0 {
		values = was
	}
	v := values[len(values)-1]
	return fmt.Sprintf(" (%s:%d)", v.File, v.Line)
}
