package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/vouch-kz/vouch/conformance/wire"
)

// reachFlags say which build is asked and how, so that a command that repeats a
// failure needs them too.
var reachFlags = []string{
	"config", "target", "control-url", "control-token", "exec", "mutant", "header", "ca-file", "reasons", "people", "timeout", "settle", "production", "no-oracle",
}

// reach returns the arguments with which the build of a command is reached again, as
// a shell takes them; what a file of settings says is left to that. A secret is an
// environment variable that whoever repeats it sets.
func reach(cmd *cobra.Command) []string {
	all := []string{}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if v, ours := f.Value.(*flagValue); !slices.Contains(reachFlags, f.Name) || ours && v.filed {
			return
		}
		if f.Value.Type() == "bool" {
			all = append(all, "--"+f.Name)
			return
		}
		for _, text := range typed(f) {
			switch f.Name {
			case "control-token":
				text = "${" + environmentName(f.Name) + "}"
			case "header":
				name, _, _ := strings.Cut(text, ":")
				text = name + ": ${" + strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(name), "-", "_")) + "}"
			case "exec":
				text = strings.ReplaceAll(wire.MaskedCommand(text), wire.Hidden, "${SECRET}")
			}
			all = append(all, "--"+f.Name, shellWord(text))
		}
	})
	return all
}

// reachOf is reach for a build of which only the recorded address is known.
func reachOf(address string) []string {
	id, wrong := strings.CutPrefix(address, mutantAddress)
	switch {
	case address == inProcess:
		return []string{}
	case wrong:
		return []string{"--mutant", id}
	case strings.HasPrefix(address, "http"):
		return []string{"--target", shellWord(address)}
	}
	return []string{"--exec", shellWord(address)}
}

// shellWord writes a text as one word of a shell, in which ${NAME} stays a variable.
func shellWord(text string) string {
	const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@%+=,"
	switch {
	case text != "" && strings.Trim(text, plain) == "":
		return text
	case strings.Contains(text, "${"):
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`").Replace(text) + `"`
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
