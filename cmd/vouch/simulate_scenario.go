package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/vouch-kz/vouch/scenarios"
)

// load reads the scenario and applies the flags to it.
func (s *simulate) load(stdin io.Reader) (*scenarios.Scenario, error) {
	scenario, err := readScenario(s.scenario, stdin)
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%w; vouch scenarios list names those that come with vouch", err)
	}
	if err != nil {
		return nil, &failure{exitMisuse, err}
	}
	for _, apply := range s.changes {
		if err := apply(scenario); err != nil {
			return nil, &failure{exitMisuse, err}
		}
	}
	if s.from == 0 && s.to == 0 {
		return scenario, nil
	}
	from, to := scenario.From, scenario.To
	if s.from != 0 {
		from = s.from
	}
	if s.to != 0 {
		to = s.to
	}
	if err := scenario.SetHorizon(from, to); err != nil {
		return nil, misuse("--from, --to: %w", err)
	}
	return scenario, nil
}

// maxScenario bounds what is read from standard input. It is more than the
// reader of scenarios takes, which then says so in its own words.
const maxScenario = 1 << 20

// readScenario reads a file, standard input, or a scenario of the library.
func readScenario(path string, stdin io.Reader) (*scenarios.Scenario, error) {
	if path != "-" {
		return scenarios.Load(path)
	}
	data, err := io.ReadAll(io.LimitReader(stdin, maxScenario))
	if err != nil {
		return nil, fmt.Errorf("scenario from standard input: %w", err)
	}
	return scenarios.Read("<stdin>", data)
}
