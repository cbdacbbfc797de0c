package main

import (
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/scenarios"
)

// The exit statuses.
const (
	exitOK           = 0
	exitBroken       = 1   // it ran, and what came out breaks an identity, or misses what was to be fitted
	exitMisuse       = 2   // flag, file or scenario is wrong: nothing ran
	exitInconclusive = 3   // a build could not be judged
	exitFault        = 4   // our own fault, or the machine's: a full disk, say
	exitMissed       = 5   // an objective of a load is missed, and the money is right
	exitInterrupted  = 130 // by the user, as shells have it
)

// failure is an error that knows its exit status.
type failure struct {
	status int
	err    error
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// misuse says what the user wrote wrong and how to mend it.
func misuse(format string, args ...any) error {
	return &failure{exitMisuse, fmt.Errorf(format, args...)}
}

// fault wraps an error that is not the user's.
func fault(format string, args ...any) error {
	return &failure{exitFault, fmt.Errorf(format, args...)}
}

// undone is an error of what was to be done with results: print them, keep them.
// found is the exit status that they have by themselves: a violation and an interrupt
// count before a full disk, for neither is undone by it.
func undone(found int, err error) error {
	if found == exitBroken || found == exitInterrupted {
		return &failure{found, err}
	}
	return fault("%w", err)
}

// unprinted is undone for results that could not be printed.
func unprinted(found int, err error) error { return undone(found, fmt.Errorf("results: %w", err)) }

// output is standard output that remembers why it could not be written. The
// command library prints help and tells nobody that it could not.
type output struct {
	io.Writer
	err error // the first
}

func (o *output) Write(p []byte) (n int, err error) {
	n, err = o.Writer.Write(p)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// judge returns the error of a command whose output may be incomplete.
func (o *output) judge(err error) error {
	var f *failure
	if o.err == nil || errors.As(err, &f) {
		return err
	}
	return fault("standard output: %w", o.err)
}

// tell prints an error in a language as far as it has words there, a line for each
// thing that is wrong, and returns the exit status.
func tell(stderr io.Writer, err error, lang string) int {
	if err == nil {
		return exitOK
	}
	status := exitStatus(err)
	hungUp := errors.Is(err, syscall.EPIPE) // who no longer reads the results wants none
	if hungUp && (status == exitMisuse || status == exitFault) {
		return exitOK
	}
	var problems scenarios.Problems
	switch {
	case hungUp, errors.Is(err, errSaid): // the results have said it
	case errors.As(err, &problems):
		fmt.Fprintln(stderr, problems.In(lang)) // file:line:column first, so that editors jump to it
	default:
		fmt.Fprintln(stderr, "vouch: "+strings.ReplaceAll(saidIn(err, lang), "\n", "\nvouch: "))
	}
	return status
}

// saidIn is what an error says, in lang where all of it can be said there.
func saidIn(err error, lang string) string {
	var said interface {
		error
		In(lang string) string
	}
	if errors.As(err, &said) && said.Error() == err.Error() {
		return said.In(lang)
	}
	return err.Error()
}

// languageOf is the language that a command was asked to speak; English where it has
// no flag for one, or never came to read it.
func languageOf(cmd *cobra.Command) string {
	if f := cmd.Flags().Lookup("lang"); f != nil {
		return f.Value.String()
	}
	return "en"
}

// exitStatus is the exit status of an error. One without a status came from reading
// the command line.
func exitStatus(err error) int {
	var f *failure
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &f):
		return f.status
	}
	return exitMisuse
}

// tellFault prints a panic as what it is: a fault of this program.
func tellFault(stderr io.Writer, panicked any) int {
	fmt.Fprintf(stderr, "vouch: this is a fault of vouch, not yours: %v\n%s", panicked, debug.Stack())
	return exitFault
}
