package main

import (
	"errors"
	"strings"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reports"
)

// unasked is the error of a build that could not be asked: what came to nothing for
// that, why, and what to do about it, as the doctor says it. The cause is not wrapped:
// that a pipe to a build broke is no hint that nobody reads our results.
func unasked(nothing, address string, err error) error {
	cause, fix := conformance.Unasked(err)
	why, hint := reports.Told(cause, reports.English), reports.Told(fix, reports.English)
	if why == "" {
		why, hint = err.Error(), "vouch doctor says what to do"
	}
	if bare := strings.TrimPrefix(why, "“"); bare != why && strings.HasSuffix(bare, "”") {
		why = strings.TrimSuffix(bare, "”") // nothing else stands beside it here
	}
	if !strings.Contains(why, address) {
		why = address + ": " + why
	}
	return &failure{exitInconclusive, errors.New(nothing + ": " + why + "\n" + hint)}
}
