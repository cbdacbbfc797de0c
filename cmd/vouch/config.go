package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// configKeys are the flags that a file of settings may hold. A command that lacks
// one passes over it, so that one file serves them all.
var configKeys = []string{
	"target", "control-url", "control-token", "exec", "header", "ca-file", "reasons", "people", "timeout", "settle",
	"production", "profile", "known", "suite", "cases", "families", "seed", "workers", "lang", "strict",
}

// addConfig adds the flag that names a file of settings.
func addConfig(cmd *cobra.Command, into *string) {
	addText(cmd, "config", "FILE", "settings in YAML, by the names of flags; flags on the command line win", into)
}

// fromConfig sets flags that were not given from the file. ${NAME} in it stands
// for an environment variable.
func fromConfig(cmd *cobra.Command, name string) error {
	if name == "" {
		return nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return misuse("--config: %w", err)
	}
	var settings map[string]any
	if err := yaml.UnmarshalWithOptions(data, &settings, yaml.Strict()); err != nil {
		return misuse("--config %s: %w", name, err)
	}
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		if !slices.Contains(configKeys, key) {
			return misuse("--config %s: unknown key %q%s", name, key, instead(key, configKeys))
		}
		if err := setFromConfig(cmd.Flags(), key, settings[key]); err != nil {
			return misuse("--config %s: %s: %w", name, key, err)
		}
	}
	return nil
}

// setFromConfig sets one flag, or each value of a list.
func setFromConfig(flags *pflag.FlagSet, key string, value any) error {
	f := flags.Lookup(key)
	if f == nil || f.Changed || value == nil {
		return nil
	}
	values, isList := value.([]any)
	if !isList {
		values = []any{value}
	}
	for _, v := range values {
		switch v.(type) {
		case string, bool, int, int64, uint64, float64:
		default:
			return errors.New("write one value, or a list of values")
		}
		written := strings.TrimSpace(fmt.Sprint(v))
		text := os.ExpandEnv(written)
		if text == "" && written != "" {
			return fmt.Errorf("%s is empty: set the variable, or delete the line", written)
		}
		var invalid *pflag.InvalidValueError
		if err := flags.Set(key, text); errors.As(err, &invalid) {
			return invalid.Unwrap()
		} else if err != nil {
			return err
		}
	}
	return nil
}
