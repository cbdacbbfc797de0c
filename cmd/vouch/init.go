package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/scenarios"
)

// skeleton holds what vouch init writes, with @NAMES@ to be filled in.
//
//go:embed skeleton
var skeleton embed.FS

// kit is what an adapter in one language begins with.
type kit struct {
	language string
	file     string // in its folder of the skeleton
	as       string // its name in the user's folder
	start    string // command
	setup    string // lines of a CI job
}

// kits are the languages, each with its file.
var kits = []kit{
	{"java", "java/VouchAdapter.java", "VouchAdapter.java", "java VouchAdapter.java",
		"      - uses: actions/setup-java@v4\n        with: {distribution: temurin, java-version: '17'}"},
	{"php", "php/adapter.php", "adapter.php", "php -S 127.0.0.1:8080 adapter.php",
		"      - uses: shivammathur/setup-php@v2\n        with: {php-version: '8.3'}"},
	{"node", "node/adapter.mjs", "adapter.mjs", "node adapter.mjs",
		"      - uses: actions/setup-node@v4\n        with: {node-version: '20'}"},
	{"go", "go/adapter_test.go.txt", "adapter_test.go", "go test ./...", ""},
}

// newInit makes the command that writes what an adapter begins with.
func newInit() *cobra.Command {
	var language, profile, dir string
	var languages, profiles []string
	for _, k := range kits {
		languages = append(languages, k.language)
	}
	for _, p := range scenarios.Profiles() {
		profiles = append(profiles, p.ID)
	}
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Write what an adapter begins with: settings, a skeleton, a CI job",
		Long: `Write what a team needs to let vouch judge its build: vouch.yaml with the addresses
and tokens from the environment, an adapter that speaks the contract on one side and
your own API on the other, a CI job, and a page that says what to do next. Files that
are there already are never touched.`,
		Example: `  vouch init --lang java --profile food-core --dir conformance
  vouch init --lang node
  vouch init --lang go --profile gas-core`,
		Args: noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, k := range kits {
				if k.language == language {
					return k.write(cmd, dir, profile)
				}
			}
			return misuse("--lang: name a language; choose one of %s", strings.Join(languages, ", "))
		},
	}
	cmd.Flags().SortFlags = false
	addChoice(cmd, &language, "lang", "language of the adapter", languages...)
	addChoice(cmd, &profile, "profile", "what the build is held to", profiles...)
	dir = "."
	addFlag(cmd, "dir", "DIR", ".", "folder to write into", func(text string) error {
		dir = text
		return nameOfFolder(text)
	})
	return cmd
}

// write writes the files of a kit, all or none.
func (k *kit) write(cmd *cobra.Command, dir, profile string) error {
	programme, goProgramme := "both", "Both"
	switch {
	case strings.HasPrefix(profile, "gas"):
		programme, goProgramme = "gas", "Gas"
	case strings.HasPrefix(profile, "food"), profile == "pos":
		programme, goProgramme = "food", "Food"
	}
	fill := strings.NewReplacer("@PROFILE@", profile, "@PROGRAMME@", programme, "@GO_PROGRAMME@", goProgramme, "@FILE@", k.as,
		"@START@", k.start, "@SETUP@\n", setupLines(k.setup))
	files := []struct{ from, to string }{{k.file, k.as}}
	if k.language != "go" { // a build in Go is judged by go test, which needs nothing else
		files = append(files, []struct{ from, to string }{
			{"vouch.yaml", "vouch.yaml"}, {"README.md", "VOUCH.md"}, {"workflow.yml", "vouch-workflow.yml"},
		}...)
	}
	for _, f := range files {
		if _, err := os.Lstat(filepath.Join(dir, f.to)); !errors.Is(err, fs.ErrNotExist) {
			return misuse("%s is there already and is not touched; name another folder with --dir", filepath.Join(dir, f.to))
		}
	}
	for _, f := range files {
		content, err := skeleton.ReadFile("skeleton/" + f.from)
		if err != nil {
			return fault("%w", err) // a part of the program
		}
		at := filepath.Join(dir, f.to)
		if err := os.MkdirAll(filepath.Dir(at), 0o777); err != nil {
			return fault("%w", err)
		}
		if err := writeWhole(at, []byte(fill.Replace(string(content)))); err != nil {
			return fault("%w", err)
		}
		if _, err := fmt.Fprintln(cmd.OutOrStdout(), at); err != nil {
			return fault("standard output: %w", err)
		}
	}
	next := "vouch doctor --config " + filepath.Join(dir, "vouch.yaml")
	if k.language == "go" {
		next = k.start
	}
	fmt.Fprintln(cmd.ErrOrStderr(), "next: "+next)
	return nil
}

// setupLines is a step of a CI job, or nothing.
func setupLines(setup string) string {
	if setup == "" {
		return ""
	}
	return setup + "\n"
}
