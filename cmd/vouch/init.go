package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// skeleton holds what vouch init writes, with @NAMES@ to be filled in.
//
//go:embed skeleton
var skeleton embed.FS

// kit is what an adapter in one language begins with.
type kit struct {
	language string
	files    []kitFile // its own; the first is the one to fill in
	start    string    // command
	setup    string    // lines of a GitHub job that put the language there
	packages string    // Debian's, which do so in a GitLab job
	module   string    // what a reader has to know before, in Markdown
}

// kitFile is a file of the skeleton and its name in the user's folder.
type kitFile struct{ from, to string }

// kits are the languages, each with its files.
var kits = []kit{
	{
		language: "java", files: []kitFile{{"java/VouchAdapter.java", "VouchAdapter.java"}}, start: "java VouchAdapter.java",
		setup:    "      - uses: actions/setup-java@v4\n        with: {distribution: temurin, java-version: '17'}\n",
		packages: "default-jdk-headless",
	},
	{
		language: "php", files: []kitFile{{"php/adapter.php", "adapter.php"}}, start: "php -S 127.0.0.1:8080 adapter.php",
		setup:    "      - uses: shivammathur/setup-php@v2\n        with: {php-version: '8.3'}\n",
		packages: "php-cli",
	},
	{
		language: "node", files: []kitFile{{"node/adapter.mjs", "adapter.mjs"}}, start: "node adapter.mjs",
		setup:    "      - uses: actions/setup-node@v4\n        with: {node-version: '20'}\n",
		packages: "nodejs",
	},
	{
		language: "go", files: []kitFile{{"go/adapter.go.txt", "adapter.go"}, {"go/adapter_test.go.txt", "adapter_test.go"}}, start: "go run .",
		module: " It belongs to a module of yours: `go mod init wallet` where there is none, then `go get github.com/vouch-kz/vouch`. `go test .` judges it without HTTP.",
	},
}

// shared are the files of every kit.
var shared = []kitFile{{"vouch.yaml", "vouch.yaml"}, {"README.md", "VOUCH.md"}, {"workflow.yml", "vouch-workflow.yml"}, {"gitlab.yml", "vouch-gitlab.yml"}}

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
		Long: `Write what a team needs to let vouch judge its build: vouch.yaml with the addresses,
tokens from the environment, the parties that the build plays and how it reads each
open question; an adapter that speaks the contract on one side and your own API on
the other; a job for GitHub and one for GitLab; and a page that says what to do next.
Files that are there already are never touched.`,
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
	addChoice(cmd, &language, "lang", "programming language of your build", languages...)
	ofTheCommandLine(cmd, "lang") // --lang and VOUCH_LANG are the language in which people read elsewhere
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
	fill := k.filling(profile)
	files := slices.Concat(k.files, shared)
	for _, f := range files {
		if _, err := os.Lstat(filepath.Join(dir, f.to)); err == nil {
			return thereAlready(filepath.Join(dir, f.to))
		}
	}
	for _, f := range files {
		content, err := skeleton.ReadFile("skeleton/" + f.from)
		if err != nil {
			return fault("%w", err) // a part of the program
		}
		at := filepath.Join(dir, f.to)
		if err := os.MkdirAll(filepath.Dir(at), 0o777); err != nil {
			return unwritten("--dir", dir, dir, err)
		}
		err = writeNew(at, []byte(fill.Replace(string(content))))
		if errors.Is(err, fs.ErrExist) { // since we looked
			return thereAlready(at)
		}
		if err != nil {
			return unwritten("--dir", dir, dir, err)
		}
		if _, err := fmt.Fprintln(cmd.OutOrStdout(), at); err != nil {
			return fault("standard output: %w", err)
		}
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "next: %s, in that folder, and then vouch doctor --config %s\n", k.start, filepath.Join(dir, "vouch.yaml"))
	return nil
}

// thereAlready is the error of a file that a kit would have written over.
func thereAlready(name string) error {
	return misuse("%s is there already and is not touched; name another folder with --dir", name)
}

// filling puts what a kit and a profile say into the places of the skeleton.
func (k *kit) filling(profile string) *strings.Replacer {
	programme, goProgramme := "both", "Both"
	parties := []string{"wallet", "portal", "store"}
	switch {
	case strings.HasPrefix(profile, "gas"):
		programme, goProgramme, parties = "gas", "Gas", []string{"wallet", "portal"}
	case strings.HasPrefix(profile, "food"):
		programme, goProgramme = "food", "Food"
	case profile == "pos":
		programme, goProgramme, parties = "food", "Food", []string{"store"}
	}
	install := ""
	if k.packages != "" {
		install = "    - apt-get update && apt-get install -y --no-install-recommends " + k.packages + "\n"
	}
	return strings.NewReplacer("@PROFILE@", profile, "@PROGRAMME@", programme, "@GO_PROGRAMME@", goProgramme,
		"@PARTIES@", strings.Join(parties, ", "), "@PARTIES_SINGLE@", "'"+strings.Join(parties, "', '")+"'",
		"@PARTIES_DOUBLE@", `"`+strings.Join(parties, `", "`)+`"`, "@READINGS@\n", readingLines(),
		"@FILE@", k.files[0].to, "@START@", k.start, "@MODULE@", k.module, "@SETUP@\n", k.setup, "@PACKAGES@\n", install)
}

// readingLines are the readings as a file of settings has them: the default of each,
// what is asked, and the other choices.
func readingLines() string {
	var b strings.Builder
	for _, r := range voucher.AllReadings() {
		question := r.Question()
		choices := r.Choices()
		fmt.Fprintf(&b, "  %s: %s # %s; or %s\n", r, choices[voucher.Default], question.En, strings.Join(choices[voucher.Option:], ", "))
	}
	return b.String()
}
