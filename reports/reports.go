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
}

// NewSimulation takes what was simulated and what came out of a run that was
// lived to its end. It checks the identities of the totals once; Faults tells
// what did not add up. Neither may change afterwards.
func NewSimulation(scenario *scenarios.Scenario, result *simulator.Result) *Simulation {
	s := &Simulation{scenario: scenario, result: result, totals: result.Totals}
	if err := result.Totals.Check(); err != nil {
		s.faults = strings.Split(err.Error(), "\n")
	}
	return s
}

// Faults returns one line for each identity that the totals break, none if
// money and counts add up. A fault is ours or the system's, never the
// scenario's.
func (s *Simulation) Faults() []string { return s.faults }
