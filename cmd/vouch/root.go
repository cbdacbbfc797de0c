package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// newRoot makes the command with all its sub-commands. What they simulate lives
// in the world; what they print goes to stdout.
func newRoot(world voucher.World, stdout io.Writer) *cobra.Command {
	root := &cobra.Command{
		Use:           "vouch",
		Short:         "Simulate the gas and food voucher programmes of the Social Wallet, and judge builds of them",
		Long:          strings.TrimSuffix(orientation(), "\n"),
		Args:          noUnknownCommand,
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       versionLine(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprint(cmd.OutOrStdout(), orientation())
			return err
		},
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			warnOfEnvironment(cmd)
			return fromEnvironment(cmd.Flags())
		},
	}
	root.SetOut(stdout) // now: completion keeps what it finds
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetFlagErrorFunc(flagError)
	root.SetUsageFunc(usage)
	root.SetHelpFunc(help)
	root.AddCommand(newConform(world), newDoctor(world), newReplay(world), newJudge(world), newBundle(), newVerify(world),
		newMutants(world), newSoak(world), newLoad(world), newWorker(world), newServe(world), newOpenAPI(), newInit(), newList(), newExplain(), newScenarios(world), newSimulate(world), newCompare(world), newMerge(world), newCalibrate(world), newCluster(world), newTrace(world), newVersion())
	root.SetHelpCommand(newHelp())
	root.InitDefaultCompletionCmd("completion") // the library's own, which would take any word for a call for help
	flagsAsAdded(root)
	for _, sub := range root.Commands() {
		if sub.Name() == "completion" {
			for _, shell := range sub.Commands() {
				shell.Args = noWords
			}
			sub.Args = noUnknownCommand
			sub.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		}
	}
	return root
}

// flagsAsAdded has help list the flags of all commands as they were added, and not by the alphabet.
func flagsAsAdded(cmd *cobra.Command) {
	cmd.Flags().SortFlags = false
	for _, sub := range cmd.Commands() {
		flagsAsAdded(sub)
	}
}

// newHelp makes the help command. The library's own knows no exit status.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Say what a command does and which flags it has",
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return commandNames(cmd.Root()), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			asked, rest, err := cmd.Root().Find(args)
			if len(rest) > 0 && len(commandNames(asked)) == 0 {
				return misuse("%s has no commands below it, and %q was given; write vouch help %s", asked.CommandPath(), rest[0], asked.Name())
			}
			if err != nil || len(rest) > 0 {
				return noUnknownCommand(asked, rest)
			}
			asked.InitDefaultHelpFlag()
			return asked.Help()
		},
	}
}

// noUnknownCommand refuses words after a command that has only sub-commands.
func noUnknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return misuse("unknown command %q%s", args[0], instead(args[0], commandNames(cmd)))
}

// noWords refuses words after a command that takes none.
func noWords(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return misuse("%s takes no words, and %q was given", cmd.CommandPath(), args[0])
}

// commandNames returns the names of the sub-commands that help shows.
func commandNames(cmd *cobra.Command) (names []string) {
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() || sub.Name() == "help" {
			names = append(names, sub.Name())
		}
	}
	return names
}

// flagError says what is wrong with a flag in our words.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var noValue *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "":
		var known []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, "--"+f.Name) })
		name := "--" + unknown.GetSpecifiedName()
		if cmd.Name() == "load" && name == "--profile" { // which is what a build is held to everywhere else
			return misuse("unknown flag %s; the shape of its rate is --shape", name)
		}
		if near := voucher.Nearest(name, known); near != "" {
			return misuse("unknown flag %s; did you mean %s?", name, near)
		}
		return misuse("unknown flag %s; %s lists those that there are", name, helpFor(cmd))
	case errors.As(err, &unknown):
		return misuse("unknown flag -%s; flags are written out, as in --seed; %s lists them", unknown.GetSpecifiedName(), helpFor(cmd))
	case errors.As(err, &noValue):
		return misuse("--%s needs a value; %s says which", noValue.GetFlag().Name, helpFor(cmd))
	case errors.As(err, &invalid) && invalid.GetFlag().Value.Type() == "bool":
		return misuse("--%s takes no value, and %q was given; write it alone, or leave it out", invalid.GetFlag().Name, invalid.GetValue())
	case errors.As(err, &invalid):
		return misuse("--%s: %w", invalid.GetFlag().Name, invalid.Unwrap())
	}
	return misuse("%w", err)
}

// helpFor is the command that shows the help of a command.
func helpFor(cmd *cobra.Command) string {
	return strings.TrimSpace("vouch help " + strings.TrimPrefix(strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()), " "))
}

// instead is the end of a message about an unknown word: the known one that was
// most likely meant, or all of them.
func instead(word string, known []string) string {
	if near := voucher.Nearest(word, known); near != "" {
		return "; did you mean " + near + "?"
	}
	return "; choose one of " + strings.Join(known, ", ")
}
