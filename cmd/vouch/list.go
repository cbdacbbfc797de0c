package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/scenarios"
)

// listed is one line of a list: an id and what it is.
type listed struct{ id, what string }

// lists are what can be listed, each with how.
var lists = []struct {
	name  string
	lines func(lang string) []listed
}{
	{"requirements", listRequirements},
	{"checks", listChecks},
	{"mutants", listMutants},
	{"impostors", listImpostors},
	{"profiles", listProfiles},
	{"readings", listReadings},
	{"reasons", listReasons},
	{"territories", listTerritories},
}

// newList makes the command that lists what the suite knows, one a line.
func newList() *cobra.Command {
	var language string
	var names []string
	for _, l := range lists {
		names = append(names, l.name)
	}
	cmd := &cobra.Command{
		Use:   "list [WHAT]",
		Short: "List requirements, checks, mutants, reasons, territories … one a line",
		Long: `List what the suite knows, one a line: its id, a tab, and what it is in words; without
a word, what there is to list, and how many. vouch explain says more of any id. Reasons
are the codes with which a build refuses, and that --reasons maps to; territories the КАТО codes
that scenarios may name.

WHAT is one of ` + strings.Join(names, ", ") + ".",
		Example: `  vouch list requirements                  every one of both programmes
  vouch list checks | grep GAS-WINDOW      what is checked of the gas window
  vouch list territories | grep -i akkol   the code of a town, by its name
  vouch list mutants --lang ru             the wrong builds that the suite must catch`,
		ValidArgsFunction: cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return misuse("vouch list lists one thing at a time, and %d were given; choose one of %s", len(args), strings.Join(names, ", "))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return printListed(cmd.OutOrStdout(), listAll(language))
			}
			for _, l := range lists {
				if l.name == args[0] {
					return printListed(cmd.OutOrStdout(), l.lines(language))
				}
			}
			return misuse("%q cannot be listed%s", args[0], instead(args[0], names))
		},
	}
	addLanguage(cmd, &language)
	return cmd
}

// addLanguage adds the flag for the language of what is printed.
func addLanguage(cmd *cobra.Command, into *string) {
	var languages []string
	for _, l := range reports.Languages() {
		languages = append(languages, string(l))
	}
	addChoice(cmd, into, "lang", "language", languages...)
}

func printListed(w io.Writer, lines []listed) error {
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, "%s\t%s\n", l.id, l.what)
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fault("standard output: %w", err)
	}
	return nil
}

// listAll says what can be listed, and how many there are.
func listAll(lang string) (all []listed) {
	for _, l := range lists {
		all = append(all, listed{l.name, fmt.Sprint(len(l.lines(lang)))})
	}
	return all
}

func listReasons(lang string) (all []listed) {
	for _, r := range voucher.AllReasons() {
		text := r.Text()
		all = append(all, listed{r.String(), text.In(lang)})
	}
	return all
}

func listRequirements(lang string) (all []listed) {
	rows, err := scenarios.Requirements()
	if err != nil {
		panic("vouch: " + err.Error()) // a part of the program
	}
	for i := range rows {
		all = append(all, listed{string(rows[i].ID), rows[i].Statement.In(lang)})
	}
	return all
}

func listChecks(lang string) (all []listed) {
	for _, c := range conformance.Checks() {
		all = append(all, listed{c.ID, c.Title.In(lang)})
	}
	return all
}

func listMutants(lang string) (all []listed) {
	for _, m := range mutant.All() {
		all = append(all, listed{m.ID, string(m.Requirement) + " " + m.Title.In(lang)})
	}
	return all
}

func listImpostors(lang string) (all []listed) {
	for _, m := range mutant.Impostors() {
		all = append(all, listed{m.ID, m.Title.In(lang)})
	}
	return all
}

func listProfiles(lang string) (all []listed) {
	for _, p := range scenarios.Profiles() {
		all = append(all, listed{p.ID, fmt.Sprintf("%s (%d)", p.Title.In(lang), len(p.Requirements))})
	}
	return all
}

func listReadings(lang string) (all []listed) {
	for _, r := range voucher.AllReadings() {
		question := r.Question()
		all = append(all, listed{r.String(), question.In(lang) + ": " + strings.Join(r.Choices(), ", ")})
	}
	return all
}

// pilotsAt say of a territory which programmes run there.
var pilotsAt = map[voucher.Programme]voucher.Text{
	0:            {En: "no pilot", Ru: "пилота нет", Kk: "пилот жоқ"},
	voucher.Gas:  {En: "gas pilot", Ru: "газовый пилот", Kk: "газ пилоты"},
	voucher.Food: {En: "food pilot", Ru: "продовольственный пилот", Kk: "азық-түлік пилоты"},
	voucher.Both: {En: "gas and food pilots", Ru: "газовый и продовольственный пилоты", Kk: "газ және азық-түлік пилоттары"},
}

// listTerritories lists the codes with their names in all three languages: an official
// looks for the one that stands in the document before them.
func listTerritories(lang string) (all []listed) {
	for _, p := range scenarios.Places() {
		what := []string{p.Name.En, p.Name.Ru, p.Name.Kk, p.Kind.In(lang), pilotsAt[p.Pilots].In(lang)}
		all = append(all, listed{p.Territory.String(), strings.Join(what, " · ")})
	}
	return all
}
