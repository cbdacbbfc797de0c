package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// configKeys are the flags that a file of settings may hold. A command that lacks
// one passes over it, so that one file serves them all.
var configKeys = []string{
	"target", "control-url", "control-token", "exec", "header", "ca-file", "reasons", "people", "timeout", "settle",
	"production", "profile", "known", "suite", "cases", "families", "seed", "workers", "lang", "strict",
}

// What a file of settings may hold beside flags: what the team says of its build.
const (
	partiesKey  = "parties"
	readingsKey = "readings"
)

// addConfig adds the flag that names a file of settings.
func addConfig(cmd *cobra.Command, into *string) {
	addText(cmd, "config", "FILE", "settings in YAML, by the names of flags; flags on the command line win", into)
}

// settingsFile takes what stands in a file of settings.
type settingsFile struct {
	flags *pflag.FlagSet
	begun map[string]bool // the flags of which a value was read; true: it counts
	meant *meant
	// Where another target was typed, the control plane of the file waits for the file's
	// own target: it counts if that is the same, or if there is none.
	typed, target, control string
}

// fromConfig sets flags that were not given from the file, and returns what it says
// of the build. ${NAME} in it stands for an environment variable.
func fromConfig(cmd *cobra.Command, name string) (*meant, error) {
	f := &settingsFile{flags: cmd.Flags(), begun: map[string]bool{}, meant: &meant{file: name, readings: map[voucher.Reading]string{}}}
	if name == "" {
		return f.meant, nil
	}
	if target := cmd.Flags().Lookup("target"); target != nil && target.Changed {
		f.typed = target.Value.String()
	}
	data, err := readNamed("--config", name)
	if err != nil {
		return nil, err
	}
	if err := scenarios.ReadSettings(name, "target: http://127.0.0.1:8080", data, f); err != nil {
		return nil, misuse("--config %w", err)
	}
	if f.control != "" && (f.target == "" || f.target == f.typed) {
		if err := f.put("control-url", f.control); err != nil {
			return nil, misuse("--config %s: %w", name, err)
		}
	}
	return f.meant, nil
}

// Take sets one flag, or one value of a flag that may be repeated.
func (s *settingsFile) Take(key, text string) error {
	id, ofReadings := strings.CutPrefix(key, readingsKey+".")
	switch {
	case ofReadings:
		return s.meant.read(id, text)
	case key == partiesKey:
		return s.meant.play(text)
	case !slices.Contains(configKeys, key):
		return fmt.Errorf("unknown key %q%s", key, instead(key, append([]string{partiesKey, readingsKey}, configKeys...)))
	}
	if s.typed != "" {
		switch key {
		case "target":
			s.target = os.ExpandEnv(text)
		case "control-url": // the clock of one build would be moved, and the other judged by it
			s.control = text
			return nil
		}
	}
	return s.put(key, text)
}

// put sets one flag of the command, if it has it and it was not typed.
func (s *settingsFile) put(key, text string) error {
	flag := s.flags.Lookup(key)
	if flag == nil {
		return nil
	}
	counts, begun := s.begun[key]
	if !begun {
		counts = !flag.Changed
		s.begun[key] = counts
	}
	if !counts {
		return nil
	}
	value, err := expanded(text)
	if err == nil {
		err = s.flags.Set(key, value)
	}
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		err = invalid.Unwrap()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	if v, ours := flag.Value.(*flagValue); ours {
		v.typed[len(v.typed)-1], v.filed = text, true
	}
	return nil
}

// expanded returns a text with the environment variables that it names. One that is
// not set is an error: whoever wrote it wants no empty token.
func expanded(text string) (string, error) {
	var missing []string
	whole := os.Expand(text, func(name string) string {
		value := os.Getenv(name)
		if value == "" {
			missing = append(missing, name)
		}
		return value
	})
	if len(missing) > 0 {
		return "", fmt.Errorf("the environment variable %s is empty; set it, or delete the line", missing[0])
	}
	return whole, nil
}
