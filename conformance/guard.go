package conformance

import (
	"fmt"
	"path"
	"path/filepath"
	"runtime"
	"strings"
)

// ownFault is a panic of this suite.
type ownFault struct{ text string }

func (f *ownFault) Error() string { return f.text }

// crash is a panic of the system under test, in process.
type crash struct{ text string }

func (c *crash) Error() string { return c.text }

// guard turns a panic of a system into an error that counts against it.
func guard(f func() error) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = &crash{fmt.Sprintf("the build panicked: %v", panicked)}
		}
	}()
	return f()
}

// guardOurs turns a panic of ours into an error that says so.
func guardOurs(f func() error) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = &ownFault{fmt.Sprintf("%v, %s", panicked, faultPlace())}
		}
	}()
	return f()
}

// faultPlace says in one line where a recovered panic began and who had called:
// enough to report it, where a whole stack would bury the verdicts.
func faultPlace() string {
	var pcs [64]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs[:])])
	var places []string
	for panicking := false; len(places) < 4; {
		frame, more := frames.Next()
		switch {
		case strings.HasPrefix(frame.Function, "runtime."):
			panicking = true
		case panicking:
			places = append(places, fmt.Sprintf("%s (%s:%d)", path.Base(frame.Function), filepath.Base(frame.File), frame.Line))
		}
		if !more {
			break
		}
	}
	return "at " + strings.Join(places, " < ")
}
