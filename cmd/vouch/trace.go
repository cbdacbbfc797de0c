package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// trace is what the flags of one vouch trace say.
type trace struct {
	*simulate
	family string
	list   bool
}

func newTrace(world voucher.World) *cobra.Command {
	t := &trace{simulate: &simulate{world: world, scenario: scenarios.Baseline().ID}}
	cmd := &cobra.Command{
		Use:   "trace [SCENARIO] --family ID",
		Short: "Tell one family's life: every draw, rule, message and tenge",
		Long: `Live the block of one family and tell its life day by day: every random draw with
the number and what it was held against, every command with its answer, and what
happened with the requirement behind it. Nobody else's block is lived, and the
family lives as it does in vouch simulate with the same scenario, families and
seed.

--family takes the stable id, sixteen hexadecimal digits as vouch trace --list
prints them, or where the family is: territory/block/number, such as
551010000/1/17. Policy does not change the id; it names the same family in a
what-if.

SCENARIO is as for vouch simulate.`,
		Example: `  vouch trace --list | head                    the first families
  vouch trace --family 551010000/1/17          a family of Pavlodar
  vouch trace food-two-mrp --family 551010000/1/17 --lang ru
                                               the same in a what-if`,
		Args: atMostOneScenario,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				t.scenario = args[0]
			}
			return t.run(cmd)
		},
	}
	t.addFlags(cmd)
	return cmd
}

func (t *trace) addFlags(cmd *cobra.Command) {
	addFlag(cmd, "family", "ID", "", "whose life: an id of --list, or territory/block/number", func(text string) error {
		t.family = text
		return nil
	})
	cmd.Flags().BoolVar(&t.list, "list", false, "list the families: id, and territory/block/number")
	t.addWorldFlags(cmd)
	addChoice(cmd, &t.format, "format", "how the life is printed", "text", "json")
	t.addLanguage(cmd, "language of the text")
}

// run traces, or lists.
func (t *trace) run(cmd *cobra.Command) error {
	switch {
	case t.list && t.family != "":
		return misuse("--family traces one family, and --list names all; keep one of them")
	case !t.list && t.family == "":
		return misuse("give --family ID to trace one, or --list to see which there are")
	}
	scenario, err := t.load(cmd.InOrStdin())
	if err != nil {
		return err
	}
	plan, err := simulator.NewPlan(scenario, nil)
	if err != nil {
		return &failure{exitMisuse, err}
	}
	out := bufio.NewWriter(cmd.OutOrStdout())
	if t.list {
		err = listFamilies(out, plan)
	} else {
		err = t.tell(cmd.Context(), out, scenario, plan)
	}
	if err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return fault("standard output: %w", err)
	}
	return nil
}

// listFamilies prints every family's id and where it is.
func listFamilies(w io.Writer, plan *simulator.Plan) error {
	for _, b := range plan.Blocks() {
		for i := range b.Families {
			if _, err := fmt.Fprintf(w, "%s\t%s/%d/%d\n", reports.FamilyID(b.FamilyIn(i)), b.Territory, b.Ordinal+1, i+1); err != nil {
				return fault("standard output: %w", err)
			}
		}
	}
	return nil
}

// tell lives the block and tells the life.
func (t *trace) tell(ctx context.Context, w io.Writer, scenario *scenarios.Scenario, plan *simulator.Plan) error {
	block, ordinal, err := findFamily(plan, t.family)
	if err != nil {
		return &failure{exitMisuse, err}
	}
	ctx, stop := untilStopped(ctx)
	defer stop()
	life, err := (&simulator.Worker{World: t.world}).Trace(ctx, plan, block, ordinal)
	switch {
	case err != nil && ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return &failure{exitInterrupted, errors.New("interrupted; nothing was traced to its end")}
	case err != nil:
		return fault("trace: %w", err)
	}
	told := reports.NewTrace(scenario.ID, life)
	if t.format == "json" {
		err = told.WriteJSON(w)
	} else {
		err = told.WriteText(w, reports.Language(t.language))
	}
	if err != nil {
		return fault("standard output: %w", err)
	}
	return nil
}

// findFamily finds a family by its id or by where it is.
func findFamily(plan *simulator.Plan, text string) (block, ordinal int, err error) {
	if strings.Contains(text, "/") {
		return findByPlace(plan, text)
	}
	id, err := strconv.ParseUint(text, 16, 64)
	if err != nil || len(text) != 16 {
		return 0, 0, fmt.Errorf("--family: %q is no id; give sixteen hexadecimal digits as --list prints them, or territory/block/number such as %s",
			text, firstPlace(plan))
	}
	if block, ordinal, ok := plan.Find(id); ok {
		return block, ordinal, nil
	}
	return 0, 0, fmt.Errorf("--family: nobody in this scenario has the id %s; near it are %s; vouch trace --list prints all, with the same --families",
		text, strings.Join(nearIDs(plan, id), ", "))
}

// firstPlace is where the first family is.
func firstPlace(plan *simulator.Plan) string {
	return fmt.Sprintf("%s/1/1", plan.Blocks()[0].Territory)
}

// nearIDs returns the ids that are written most like one, the nearest first.
func nearIDs(plan *simulator.Plan, id uint64) []string {
	const few = 3
	type near struct {
		digits int
		id     uint64
	}
	var best []near
	for _, b := range plan.Blocks() {
		for i := range b.Families {
			n := near{0, b.FamilyIn(i)}
			for shift := 0; shift < 64; shift += 4 {
				if (n.id^id)>>shift&15 != 0 {
					n.digits++
				}
			}
			best = append(best, n)
			slices.SortStableFunc(best, func(a, b near) int { return a.digits - b.digits })
			best = best[:min(few, len(best))]
		}
	}
	words := make([]string, len(best))
	for i, n := range best {
		words[i] = reports.FamilyID(n.id)
	}
	return words
}

// findByPlace finds a family by territory/block/number, both counted from 1.
func findByPlace(plan *simulator.Plan, text string) (block, ordinal int, err error) {
	parts := strings.Split(text, "/")
	numbers := make([]int, len(parts))
	for i, part := range parts {
		if numbers[i], err = strconv.Atoi(part); err != nil || numbers[i] < 1 || len(parts) != 3 {
			return 0, 0, fmt.Errorf("--family: %q is no place of a family; write territory/block/number such as %s", text, firstPlace(plan))
		}
	}
	var territories []string
	blocks := 0
	for n, b := range plan.Blocks() {
		if len(territories) == 0 || territories[len(territories)-1] != b.Territory.String() {
			territories = append(territories, b.Territory.String())
		}
		if b.Territory.String() != parts[0] {
			continue
		}
		blocks++
		if b.Ordinal+1 != numbers[1] {
			continue
		}
		if numbers[2] > b.Families {
			return 0, 0, fmt.Errorf("--family: block %d of %s has %d families, and %d is asked for", numbers[1], b.Territory, b.Families, numbers[2])
		}
		return n, numbers[2] - 1, nil
	}
	if blocks > 0 {
		return 0, 0, fmt.Errorf("--family: %s has blocks 1 to %d, and %d is asked for", parts[0], blocks, numbers[1])
	}
	if near := voucher.Nearest(parts[0], territories); near != "" {
		return 0, 0, fmt.Errorf("--family: nobody lives in %s in this scenario; did you mean %s?", parts[0], near)
	}
	return 0, 0, fmt.Errorf("--family: nobody lives in %s in this scenario; its territories are %s", parts[0], strings.Join(territories, ", "))
}
