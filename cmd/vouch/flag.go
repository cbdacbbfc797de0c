package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/vouch-kz/vouch/conformance/wire"
)

// flagValue is a flag whose words are read by a function, so that its errors
// say what to write instead.
type flagValue struct {
	text    string
	noun    string   // what stands for the value in help texts
	repeats bool     // a second value is added to the first
	given   bool     // the text is not a default
	typed   []string // each value as it was written, variables not put in
	filed   bool     // it stands in a file of settings
	read    func(text string) error
}

// String returns the value as written.
func (v *flagValue) String() string { return v.text }

// Type returns what stands for the value in help texts.
func (v *flagValue) Type() string { return v.noun }

// Set reads a value. A second one is refused where only one counts: whoever
// appends to a long line should not wonder which.
func (v *flagValue) Set(text string) error {
	if v.given && !v.repeats {
		return fmt.Errorf("given twice, %q and %q; keep one", v.text, text)
	}
	if err := v.read(text); err != nil {
		return err
	}
	v.typed = append(v.typed, text)
	if v.given {
		text = v.text + "," + text
	}
	v.text, v.given = text, true
	return nil
}

// arguments are the words of a command as they were written, for a manifest:
// variables of a file of settings stand by their names, and what may be a secret is
// masked, for the manifest is handed on (BOTH-PRIVACY-001). Where results go is left
// out, and which share of them was lived.
func arguments(cmd *cobra.Command, words []string) []string {
	all := append([]string{cmd.Name()}, words...)
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if f.Name == "out" || f.Name == "shard" {
			return
		}
		for _, text := range typed(f) {
			switch f.Name {
			case "control-token", "nats-password", "nats-token":
				text = wire.Hidden
			case "header":
				name, _, _ := strings.Cut(text, ":")
				text = name + ": " + wire.Hidden
			case "exec":
				text = wire.MaskedCommand(text)
			default:
				text = wire.Masked(text)
			}
			all = append(all, "--"+f.Name+"="+text)
		}
	})
	return all
}

// typed returns the values of a flag as they were written.
func typed(f *pflag.Flag) []string {
	if v, ours := f.Value.(*flagValue); ours {
		return v.typed
	}
	return []string{f.Value.String()}
}

// addFlag adds a flag that is read by a function. The text is the default as
// help shows it; it is not read.
func addFlag(cmd *cobra.Command, name, noun, text, usage string, read func(string) error) *flagValue {
	v := &flagValue{text: text, noun: noun, read: read}
	cmd.Flags().Var(v, name, usage)
	return v
}

// addNumber adds a flag for a whole number within bounds, both inside.
func addNumber[N int | int64](cmd *cobra.Command, name, usage string, least, most N, into *N) {
	addFlag(cmd, name, "NUMBER", "", usage, func(text string) error {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < int64(least) || n > int64(most) {
			return fmt.Errorf("%q is not possible; give a whole number from %d to %d", text, least, most)
		}
		*into = N(n)
		return nil
	})
}

// addSeed adds the flag of what a suite draws from: 1 by default, and never 0.
func addSeed(cmd *cobra.Command, to *uint64) {
	addFlag(cmd, "seed", "NUMBER", "1", "draw everything random from this seed", func(text string) (err error) {
		if *to, err = strconv.ParseUint(text, 10, 64); err != nil || *to == 0 {
			return fmt.Errorf("%q is no seed; give a whole number from 1 on, such as 7", text)
		}
		return nil
	})
}

// addChoice adds a flag that takes one of a few words, the default first.
func addChoice(cmd *cobra.Command, into *string, name, usage string, choices ...string) {
	*into = choices[0]
	addFlag(cmd, name, strings.Join(choices, "|"), choices[0], usage, func(text string) error {
		if !slices.Contains(choices, text) {
			return fmt.Errorf("%q is unknown%s", text, instead(text, choices))
		}
		*into = text
		return nil
	})
	complete(cmd, name, choices)
}

// complete offers words for a flag's value in a shell.
func complete(cmd *cobra.Command, name string, words []string) {
	if err := cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(fmt.Sprintf("vouch: completion of --%s: %v", name, err))
	}
}

// commandLineOnly marks a flag that no variable sets.
const commandLineOnly = "command line only"

// ofTheCommandLine says that a flag means something else than the variable of its name does for other commands.
func ofTheCommandLine(cmd *cobra.Command, name string) {
	if err := cmd.Flags().SetAnnotation(name, commandLineOnly, []string{"true"}); err != nil {
		panic(fmt.Sprintf("vouch: --%s: %v", name, err))
	}
}

// environmentName is the environment variable of a flag.
func environmentName(flag string) string {
	return "VOUCH_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// fromEnvironment sets flags that were not given from VOUCH_SEED and the like.
// An empty variable counts as none.
func fromEnvironment(flags *pflag.FlagSet) error {
	var wrong error
	flags.VisitAll(func(f *pflag.Flag) {
		text := os.Getenv(environmentName(f.Name))
		if wrong != nil || f.Changed || text == "" || f.Name == "help" || f.Name == "version" || f.Annotations[commandLineOnly] != nil {
			return
		}
		var invalid *pflag.InvalidValueError
		switch err := flags.Set(f.Name, text); {
		case errors.As(err, &invalid) && isSwitch(f):
			wrong = misuse("environment variable %s: %q is neither true nor false; write one of them", environmentName(f.Name), text)
		case errors.As(err, &invalid):
			wrong = misuse("environment variable %s: %w", environmentName(f.Name), invalid.Unwrap())
		case err != nil:
			wrong = misuse("environment variable %s: %w", environmentName(f.Name), err)
		}
	})
	return wrong
}

// warnOfEnvironment names variables that look like those of flags and are none:
// they would change nothing, and nobody would know. Only a command with flags
// that variables can set looks for them. What another command reads is no mistake: a
// job of CI sets it once for all of them.
func warnOfEnvironment(cmd *cobra.Command) {
	known := environmentNames(cmd)
	if len(known) == 0 {
		return
	}
	var elsewhere []string
	for _, other := range cmd.Root().Commands() {
		elsewhere = append(elsewhere, environmentNames(other)...)
	}
	variables := os.Environ()
	slices.Sort(variables)
	for _, variable := range variables {
		name, text, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, "VOUCH_") || text == "" || slices.Contains(known, name) || slices.Contains(elsewhere, name) {
			continue
		}
		fmt.Fprintf(cmd.ErrOrStderr(), "vouch: environment variable %s is no flag and changes nothing%s\n", name, instead(name, known))
	}
}

// isSwitch reports whether a flag is there or not, and is one of ours.
func isSwitch(f *pflag.Flag) bool {
	return f.Value.Type() == "bool" && f.Name != "help" && f.Name != "version"
}

// environmentNames are the variables that set flags of a command.
func environmentNames(cmd *cobra.Command) (names []string) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if _, ours := f.Value.(*flagValue); ours || isSwitch(f) {
			names = append(names, environmentName(f.Name))
		}
	})
	return names
}
