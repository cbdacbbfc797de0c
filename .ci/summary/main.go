// Summary reads what go test -json prints, repeats the output of whatever failed, and appends to a file who passed, who
// failed and who was skipped: a line each, "passed PACKAGE.TEST". It fails when a test failed, when a package did not build, when no
// test ran at all, and when a test was skipped that the list of known skips does not name.
//
// It knows the functions that go test calls tests, examples and fuzz targets, not their subtests: a table that grows a
// row is no new test. A package that fails without a failing test, because it does not build or panics, is one failure.
//
// Usage: go test -json … | summary -skips FILE -results FILE
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("summary", flag.ContinueOnError)
	flags.SetOutput(stderr)
	skips := flags.String("skips", "", "`file` of known skips: package.Test and a reason a line, # for comments")
	results := flags.String("results", "", "`file` to append the results to")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	known, err := readSkips(*skips)
	if err != nil {
		fmt.Fprintln(stderr, "summary:", err)
		return 2
	}
	t := &tally{out: stdout, lines: map[string][]string{}, failedIn: map[string]bool{}}
	if err := t.read(stdin); err != nil {
		fmt.Fprintln(stderr, "summary:", err)
		return 2
	}
	if err := t.append(*results); err != nil {
		fmt.Fprintln(stderr, "summary:", err)
		return 2
	}
	faults := t.faults(known)
	for _, fault := range faults {
		fmt.Fprintln(stdout, "summary:", fault)
	}
	return min(len(faults), 1)
}

// readSkips reads the tests that may be skipped; each needs its reason.
func readSkips(name string) ([]string, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read the known skips: %w", err)
	}
	var known []string
	for i, line := range strings.Split(string(content), "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		test, reason, _ := strings.Cut(line, " ")
		if strings.TrimSpace(reason) == "" {
			return nil, fmt.Errorf("%s:%d: %s has no reason; write it behind the name", name, i+1, test)
		}
		known = append(known, test)
	}
	return known, nil
}

// event is one line of go test -json, as far as it is needed here.
type event struct {
	Action, Package, ImportPath, Test, Output string
}

// tally counts tests as their last events come in, and holds back their output until it is known who failed.
type tally struct {
	out                     io.Writer
	passed, failed, skipped []string            // package.Test; a package that fails by itself, package.
	lines                   map[string][]string // package.Test or package.: output so far
	failedIn                map[string]bool     // packages with a failed test
}

// append adds the results to what earlier runs wrote.
func (t *tally) append(name string) (err error) {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("keep the results: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for _, result := range []struct {
		word  string
		tests []string
	}{{"passed", t.passed}, {"failed", t.failed}, {"skipped", t.skipped}} {
		for _, test := range result.tests {
			if _, err := fmt.Fprintln(f, result.word, test); err != nil {
				return fmt.Errorf("keep the results: %w", err)
			}
		}
	}
	return nil
}

func (t *tally) read(r io.Reader) error {
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadString('\n')
		if line != "" {
			t.line(line)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the events: %w", err)
		}
	}
}

// line takes one line. What is not an event was printed past the test framework, by a tool or a crash, and is shown.
func (t *tally) line(line string) {
	var e event
	if err := json.Unmarshal([]byte(line), &e); err != nil {
		fmt.Fprint(t.out, line)
		return
	}
	top, _, sub := strings.Cut(e.Test, "/")
	key := e.Package + "." + top
	switch {
	case e.Action == "build-output":
		fmt.Fprint(t.out, e.Output)
	case e.Action == "output":
		t.lines[key] = append(t.lines[key], e.Output)
	case e.Action == "skip" && e.Test != "":
		t.skipped = append(t.skipped, e.Package+"."+e.Test)
	case sub:
	case e.Action == "pass" && e.Test != "":
		t.passed = append(t.passed, key)
		delete(t.lines, key)
	case e.Action == "fail":
		if e.Test != "" || !t.failedIn[e.Package] {
			t.failed = append(t.failed, key)
		}
		t.failedIn[e.Package] = true
		t.show(key)
	case e.Action == "pass":
		t.show(key)
	}
}

// show prints what a test or a package said. Of a package that passed that is one line: ok, and the time it took.
func (t *tally) show(key string) {
	for _, line := range t.lines[key] {
		if line != "PASS\n" {
			fmt.Fprint(t.out, line)
		}
	}
	delete(t.lines, key)
}

// faults says why the run does not count as good. Nothing means that it does.
func (t *tally) faults(known []string) []string {
	var faults []string
	if len(t.failed) > 0 {
		faults = append(faults, "failed: "+strings.Join(t.failed, " "))
	}
	if len(t.passed)+len(t.failed) == 0 {
		faults = append(faults, "no test ran")
	}
	for _, test := range t.skipped {
		if !slices.Contains(known, test) {
			faults = append(faults, test+" was skipped; run it, or name it with its reason among the known skips")
		}
	}
	return faults
}
