package main

import (
	"errors"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reports"
)

// unasked is the error of a build that could not be asked: what came to nothing for
// that, why, and what to do about it, as the doctor says it. The cause is not wrapped:
// that a pipe to a build broke is no hint that nobody reads our results.
func unasked(nothing, address string, err error) error {
	return hindered(nothing, address, conformance.Unasked(err))
}

// hindered is unasked for what a report says of it.
func hindered(nothing, address string, h *conformance.Hindrance) error {
	why, fix := reports.Hindered(address, h, reports.English)
	return &failure{exitInconclusive, errors.New(nothing + ": " + why + "\n" + fix)}
}
