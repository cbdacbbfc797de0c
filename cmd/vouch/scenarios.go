package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// newScenarios makes the command whose sub-commands read scenarios and studies.
// What a plan tries out lives in the world.
func newScenarios(world voucher.World) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "scenarios",
		Short: "Write, check, compare and plan scenarios",
		Long: `Read scenarios and studies without running them: what is wrong in a file, where
each value comes from, in what two worlds differ, what a study will cost.

A scenario says what differs from the pilots, or from what it extends. A study
names scenarios, values that are varied and how often each world is lived through.
vouch compare lives it through. vouch calibrate writes a scenario of rates that are
fitted to known figures, for others to extend.`,
		Example: `  vouch scenarios new my-question       a file to begin with
  vouch scenarios check my-question.yaml
  vouch scenarios diff pilots my-question.yaml --lang ru
  vouch compare my-question.yaml
  vouch simulate my-question.yaml`,
		Args: noUnknownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newScenariosCheck(), newScenariosResolve(), newScenariosDiff(), newScenariosPlan(world), newScenariosNew(),
		newScenariosList(), newScenariosExplain())
	return cmd
}

// openEither reads a scenario or a study, and says what comes along where there is
// no such file.
func openEither(path string) (scenarios.Either, error) {
	d, err := scenarios.LoadEither(path)
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%w; vouch scenarios list names those that come with vouch", err)
	}
	if err != nil {
		return d, &failure{exitMisuse, err}
	}
	return d, nil
}

// openScenario reads a scenario; a study is refused.
func openScenario(path string) (*scenarios.Scenario, error) {
	d, err := openEither(path)
	if err == nil && d.Scenario == nil {
		return nil, misuse("%s is a study; name one of its scenarios", path)
	}
	return d.Scenario, err
}

// exactly refuses another number of words.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return misuse("%s takes %s, and %s; %s shows examples", cmd.CommandPath(), what, wordsGiven(len(args)), helpFor(cmd))
		}
		return nil
	}
}

// wordsGiven says how many words there were.
func wordsGiven(n int) string {
	switch n {
	case 0:
		return "none was given"
	case 1:
		return "one was given"
	}
	return strconv.Itoa(n) + " were given"
}

// write prints what a command tells.
func write(cmd *cobra.Command, text string) error {
	if _, err := io.WriteString(cmd.OutOrStdout(), text); err != nil {
		return fault("standard output: %w", err)
	}
	return nil
}

func newScenariosCheck() *cobra.Command {
	var lang string
	cmd := &cobra.Command{
		Use:   "check FILE...",
		Short: "Say what is wrong in scenarios and studies, with line and column",
		Example: `  vouch scenarios check my-question.yaml
  vouch scenarios check scenarios/*.yaml      all of a folder
  vouch scenarios check my-question.yaml --lang kk`,
		Long: `Read files and all that they extend, and say what is wrong in them: one line for
each fault, with file, line, column, what it is and how to mend it. Two files with
one id are refused. What a study varies and a scenario sets as well is told: the sweep
takes its place. Exit status: 0 all can be run, 2 one of them cannot.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return misuse("vouch scenarios check takes files or ids, and none was given; name those to check")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, files []string) error { return checkFiles(cmd, files, lang) },
	}
	addLanguage(cmd, &lang)
	return cmd
}

// sound is what is said of a file that has nothing wrong in it.
var sound = struct{ scenario, study voucher.Text }{
	voucher.Text{En: "%s: scenario %s can be run", Ru: "%s: сценарий %s можно запускать", Kk: "%s: %s сценарийін іске қосуға болады"},
	voucher.Text{En: "%s: study %s can be planned", Ru: "%s: расчёт %s можно планировать", Kk: "%s: %s есептеуін жоспарлауға болады"},
}

// checkFiles reads each file. What is wrong in any is told together.
func checkFiles(cmd *cobra.Command, files []string, lang string) error {
	var wrong scenarios.Problems
	var good strings.Builder
	seen := map[string]string{}
	for _, file := range files {
		d, err := openEither(file)
		var problems scenarios.Problems
		switch {
		case errors.As(err, &problems):
			wrong = append(wrong, problems...)
			continue
		case err != nil:
			return err
		}
		var id string
		var told voucher.Text
		if d.Scenario != nil {
			id, told = d.Scenario.ID, sound.scenario
		} else {
			id, told = d.Study.ID, sound.study
		}
		if first, twice := seen[id]; twice {
			wrong = append(wrong, scenarios.SameID(file, id, first))
		}
		seen[id] = file
		fmt.Fprintf(&good, told.In(lang)+"\n", file, id)
		if d.Study != nil {
			warnReplaced(cmd.ErrOrStderr(), file, d.Study, lang)
		}
	}
	if len(wrong) > 0 {
		return &failure{exitMisuse, wrong}
	}
	return write(cmd, good.String())
}

// warnReplaced names what a scenario sets and the sweep of a study takes the place of: the study can be lived, but whoever
// wrote the value may believe that it counts.
func warnReplaced(stderr io.Writer, file string, s *scenarios.Study, lang string) {
	for _, r := range s.Replaced() {
		fmt.Fprintf(stderr, "vouch: "+replaced.In(lang)+"\n", file, r.Value.Path, r.Scenario, r.Value.Text, r.Value.File, r.Value.Line)
	}
}

// replaced says that a sweep takes the place of a value.
var replaced = voucher.Text{
	En: "%s: the sweep varies %s, so what %s says of it counts nowhere: %s (%s:%d); take one of the two out, or add the value to the sweep",
	Ru: "%s: sweep меняет %s, поэтому то, что говорит об этом %s, нигде не действует: %s (%s:%d); уберите одно из двух или добавьте значение в sweep",
	Kk: "%s: sweep %s мәнін өзгертеді, сондықтан %s айтқаны еш жерде есепке алынбайды: %s (%s:%d); екеуінің бірін алып тастаңыз немесе мәнді sweep ішіне қосыңыз",
}

func newScenariosList() *cobra.Command {
	var language string
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the scenarios that come with vouch, one a line",
		Example: `  vouch scenarios list --lang ru`,
		Args:    noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var lines []listed
			for _, p := range scenarios.Library() {
				lines = append(lines, listed{p.ID, p.Title.In(language)})
			}
			return printListed(cmd.OutOrStdout(), lines)
		},
	}
	addLanguage(cmd, &language)
	return cmd
}

// blank is a scenario to begin with; @ID@ is its name.
const blank = `# What if each member of a family got one and a half МРП (monthly calculation indices) from March on? Change what follows, or delete it;
# vouch scenarios explain lists all that can be changed, with units and bounds.
kind: Scenario
id: @ID@
title: What if each member got one and a half МРП from March on?
extends: [pilots] # both pilots as they are; name other files beside this one to build on them
set: # policy: amounts, days, windows; behind @ the month or day from which a value holds
  food.mrp_per_member@2026-03: 1.5
# assumptions: # behaviour: how people act, in parts of a million
#   food_consent.accept: 600000
`

var scenarioID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func newScenariosNew() *cobra.Command {
	return &cobra.Command{
		Use:   "new ID",
		Short: "Write a short commented scenario that runs, to begin with",
		Long: `Write ID.yaml into this folder: ten lines with comments, a scenario that runs. A
file that is there already is left alone.`,
		Example: `  vouch scenarios new my-question && vouch simulate my-question.yaml`,
		Args:    exactly(1, "one id"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id := args[0]
			if !scenarioID.MatchString(id) || len(id) > 64 {
				return misuse("%q is no id; write small letters a to z, digits and single hyphens, 64 at most, such as food-two-towns", id)
			}
			name := id + ".yaml"
			f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
			if errors.Is(err, fs.ErrExist) {
				return misuse("%s is there already; choose another id, or delete it", name)
			}
			if err != nil {
				return unwritten("scenarios new", name, ".", err)
			}
			_, err = io.WriteString(f, strings.ReplaceAll(blank, "@ID@", id))
			if err := errors.Join(err, f.Close()); err != nil {
				return fault("%s: %w", name, err)
			}
			return write(cmd, name+"\n")
		},
	}
}
