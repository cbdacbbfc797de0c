// Package reports tells what came out of a run, in English, Russian and Kazakh:
// of a simulation tables for a terminal, one JSON document and long CSV; of a
// conformance run a screen for each root cause, JSON, JUnit, Markdown, an HTTP
// archive and one page that needs nothing beside it; of a study such a page too, a
// workbook, CSV and Parquet, a letter and pictures. It knows words, commands
// and answers as sentences, numbers as each language writes them, and how a
// table is laid out. Every figure it prints is a whole number from a run or a
// share computed from two of them by integers, and of a study a mean rounded to
// one, so the same run is told in the same bytes. What nobody but its owner may see is masked (BOTH-PRIVACY-001).
//
// It must not know how a figure came about, what a rule says, or where the
// bytes go: files, terminals and exit statuses belong to the command.
package reports

import (
	"io"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/scenarios"
	"github.com/vouch-kz/vouch/simulator"
)

// Simulation is a finished run of a scenario, ready to be told.
type Simulation struct {
	scenario *scenarios.Scenario
	result   *simulator.Result
	totals   *simulator.Totals
	faults   []string
	command  string
}

// NewSimulation takes what was simulated, what came out of a run that was
// lived to its end, and the command by which a reader comes to the same; "": none
// alone does. It checks the identities of the totals once; Faults tells
// what did not add up. Scenario and result may not change afterwards.
func NewSimulation(scenario *scenarios.Scenario, result *simulator.Result, command string) *Simulation {
	s := &Simulation{scenario: scenario, result: result, totals: result.Totals, command: command}
	if err := result.Totals.Check(); err != nil {
		s.faults = strings.Split(err.Error(), "\n")
	}
	return s
}

// Faults returns one line for each identity that the totals break, none if
// money and counts add up. A fault is ours or the system's, never the
// scenario's.
func (s *Simulation) Faults() []string { return s.faults }

// Files are all files of the run, in the order of their names: the page index.html, the
// workbook results.xlsx, the tables of the terminal as report.txt, WriteJSON as
// report.json, and what WriteCSV writes with a file for each table in the folder tables.
// l is the language that everything begins with.
func (s *Simulation) Files(l Language) []File {
	files := []File{
		{"index.html", func(w io.Writer) error { return s.WritePage(w, l) }},
		{"report.json", s.WriteJSON},
		{"report.txt", func(w io.Writer) error { return s.WriteText(w, l, Width) }},
		{"results.xlsx", func(w io.Writer) error { return s.WriteWorkbook(w, l) }},
	}
	for _, f := range s.facts() {
		files = append(files, csvFile("tables/"+f.name+".csv", func(w io.Writer) error { return writeCSV(w, l, []facts{f}) }))
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files
}
