package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/vouch-kz/vouch/reports"
)

// path is one way into vouch: what somebody wants, and the first lines that they type.
type path struct {
	wanted string
	lines  [][2]string // the words behind vouch, and what comes of them
}

// paths are shown by vouch alone, so that nobody begins with a wall of flags.
var paths = []path{
	{"What would a rule cost, and whom would it reach?", [][2]string{
		{"simulate", "both pilots as they are"},
		{"compare food-two-mrp", "a change beside them, with intervals"},
		{"compare my.yaml --out report", "your own change, as a page and a workbook"},
		{"scenarios list", "the questions that come along"},
	}},
	{"Does our build keep every requirement?", [][2]string{
		{"init --lang java", "what an adapter begins with"},
		{"doctor --target URL", "what is still missing, and what to do"},
		{"conform --target URL", "the verdict; without URL, the reference's"},
		{"explain GAS-WINDOW-001", "a requirement, its sources and its checks"},
	}},
	{"How many purchases a second does it hold?", [][2]string{
		{"load --rate 500/s", "the reference, and its money afterwards"},
		{"load --target URL --find-max", "the highest rate that keeps --require"},
		{"soak --target URL --for 1h", "what attacks, one after the other"},
	}},
	{"Has this change broken a rule?", [][2]string{
		{"conform --format junit", "for a CI server; --out DIR for all reports"},
		{"mutants", "the proof that the suite notices"},
		{"serve --control", "the reference behind HTTP, to try it on"},
	}},
}

// orientation is what vouch says when it is asked for nothing.
func orientation() string {
	var b strings.Builder
	b.WriteString(`vouch lives through two voucher programmes of Kazakhstan's Social Wallet, gas and
food, on a synthetic country, and judges any build of them against every
requirement that can be seen from outside.
`)
	for _, p := range paths {
		b.WriteString("\n" + p.wanted + "\n")
		for _, l := range p.lines {
			fmt.Fprintf(&b, "  %-35s %s\n", "vouch "+l[0], l[1])
		}
	}
	b.WriteString(`
vouch help lists all commands, and vouch help COMMAND every flag, with examples.
It is no official system, and no person in it is real.
`)
	return b.String()
}

// commandGroups are the headings of vouch help, in order, and the commands below each.
// A command that no group names stands under the last.
var commandGroups = []struct{ heading, commands string }{
	{"What a change does", "simulate compare calibrate trace scenarios"},
	{"Judge a build", "init doctor conform replay judge bundle verify openapi"},
	{"Press it", "load soak"},
	{"Beyond one machine", "merge worker cluster"},
	{"What vouch itself is worth", "serve mutants list explain"},
	{"This program", "completion help version"},
}

// flagGroups are the headings of a command's help, in order, and the flags below each.
// Flags that no group names are the command's own and come first.
var flagGroups = []struct{ heading, flags string }{
	{"The build", "target control-url control-token exec mutant header ca-file reasons people timeout settle config"},
	{"NATS", "nats nats-creds nats-nkey nats-user nats-password nats-token nats-ca nats-cert nats-key patience"},
	{"What comes out", "out format lang verbose"},
}

// helpWidth is the width that help is laid out for, in files and pipes too: that of
// the terminal that people have, and no more in a wider one.
const helpWidth = 80

// help writes what a command does, how it is written and its flags.
func help(cmd *cobra.Command, _ []string) {
	width := min(helpWidth, widthOf(cmd.OutOrStdout()))
	text := brokenAnew(cmp.Or(cmd.Long, cmd.Short), width) + "\n\n" + usageText(cmd, width)
	_, _ = io.WriteString(cmd.OutOrStdout(), text) // what is printed in vain is noticed by output
}

// usage writes what stands below the description of a command in its help.
func usage(cmd *cobra.Command) error {
	_, err := io.WriteString(cmd.OutOrStderr(), usageText(cmd, min(helpWidth, widthOf(cmd.OutOrStderr()))))
	return err
}

// brokenAnew lays out the description of a command. Paragraphs are broken anew; lines
// that begin with a blank are tables and stay as they are written.
func brokenAnew(text string, width int) string {
	var all, prose []string
	end := func() {
		if prose != nil {
			all, prose = append(all, reports.Paragraph(strings.Join(prose, " "), width)), nil
		}
	}
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		if line != "" && !strings.HasPrefix(line, " ") {
			prose = append(prose, line)
			continue
		}
		end()
		all = append(all, line)
	}
	end()
	return strings.Join(all, "\n")
}

// usageText is what stands below the description of a command in its help.
func usageText(cmd *cobra.Command, width int) string {
	var b strings.Builder
	b.WriteString("Usage:\n")
	if cmd.Runnable() {
		b.WriteString("  " + cmd.UseLine() + "\n")
	}
	if cmd.HasAvailableSubCommands() {
		b.WriteString("  " + cmd.CommandPath() + " COMMAND\n")
	}
	if cmd.HasExample() {
		b.WriteString("\nExamples:\n" + cmd.Example + "\n")
	}
	tellCommands(&b, cmd, width)
	tellFlags(&b, cmd, width)
	return b.String()
}

// tellCommands lists the commands below one, those of vouch itself by what they are for.
func tellCommands(b *strings.Builder, cmd *cobra.Command, width int) {
	if !cmd.HasAvailableSubCommands() {
		return
	}
	column := len("  ") + cmd.NamePadding() + len(" ")
	line := func(sub *cobra.Command) {
		short := reports.Paragraph(sub.Short, max(1, width-column))
		fmt.Fprintf(b, "  %-*s %s\n", cmd.NamePadding(), sub.Name(), strings.ReplaceAll(short, "\n", "\n"+strings.Repeat(" ", column)))
	}
	if cmd.HasParent() {
		b.WriteString("\nCommands:\n")
		for _, sub := range cmd.Commands() {
			line(sub)
		}
		return
	}
	left := map[string]bool{} // that no heading has taken yet
	for _, sub := range cmd.Commands() {
		left[sub.Name()] = sub.IsAvailableCommand() || sub.Name() == "help"
	}
	for i, g := range commandGroups {
		var below []*cobra.Command
		for _, sub := range cmd.Commands() {
			here := slices.Contains(strings.Fields(g.commands), sub.Name())
			if left[sub.Name()] && (here || i == len(commandGroups)-1) {
				below = append(below, sub)
				left[sub.Name()] = false
			}
		}
		if len(below) > 0 {
			b.WriteString("\n" + g.heading + ":\n")
		}
		for _, sub := range below {
			line(sub)
		}
	}
}

// tellFlags lists the flags of a command: its own, then those that mean the same on
// every command which has them.
func tellFlags(b *strings.Builder, cmd *cobra.Command, width int) {
	sets := make([]*pflag.FlagSet, len(flagGroups)+1)
	for i := range sets {
		sets[i] = pflag.NewFlagSet("", pflag.ContinueOnError)
		sets[i].SortFlags = false
	}
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		at := 0
		for i, g := range flagGroups {
			if f.Annotations[commandLineOnly] == nil && slices.Contains(strings.Fields(g.flags), f.Name) {
				at = i + 1
			}
		}
		sets[at].AddFlag(f)
	})
	for i, set := range sets {
		heading := "Flags"
		if i > 0 {
			heading = flagGroups[i-1].heading
		}
		if set.HasAvailableFlags() {
			b.WriteString("\n" + heading + ":\n" + set.FlagUsagesWrapped(width))
		}
	}
}
