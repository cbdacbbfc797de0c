package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"time"
)

// Unreachable is the error of a build that could not be asked, or whose answer
// did not arrive whole and in time: refused, reset, timed out, cut off. Whether
// the effect happened is unknown.
type Unreachable struct {
	Asked string // method and URL, or the message of a subprocess
	Err   error  // why
}

// Error says what was asked and why no answer came.
func (u *Unreachable) Error() string { return u.Asked + ": " + u.Err.Error() }

// Unwrap returns the cause.
func (u *Unreachable) Unwrap() error { return u.Err }

// Violation is the error of a build that answered, and not as the contract
// demands: a page instead of JSON, a status that has no meaning, a body that
// cannot be read. Whether the effect happened is unknown.
type Violation struct {
	Asked  string // method and URL, or the message of a subprocess
	Status int    // of HTTP; 0: none
	Got    string // what came: media type and first characters, secrets left out
	Want   string // what the contract demands
}

// Error says what was asked, what came and what should have.
func (v *Violation) Error() string {
	status := ""
	if v.Status != 0 {
		status = fmt.Sprintf(" with status %d", v.Status)
	}
	return fmt.Sprintf("%s: answered%s: %s; the contract demands %s", v.Asked, status, v.Got, v.Want)
}

// unreachable words why an answer did not come.
func unreachable(asked string, err error, limit time.Duration) error {
	var lookup *net.DNSError
	switch {
	case errors.Is(err, context.DeadlineExceeded), isTimeout(err):
		err = fmt.Errorf("no whole answer within %s: %w", limit, context.DeadlineExceeded)
	case errors.Is(err, context.Canceled):
	case errors.As(err, &lookup):
		err = fmt.Errorf("the name %s is not known: %w", lookup.Name, lookup)
	case errors.Is(err, syscall.ECONNREFUSED):
		err = syscall.ECONNREFUSED // the address stands in what was asked
	case errors.Is(err, io.ErrUnexpectedEOF):
		err = fmt.Errorf("the answer ended in the middle: %w", io.ErrUnexpectedEOF)
	case errors.Is(err, io.EOF), strings.Contains(err.Error(), "server closed idle connection"):
		err = fmt.Errorf("the connection was closed without an answer: %w", io.EOF)
	}
	return &Unreachable{asked, err}
}

func isTimeout(err error) bool {
	var t net.Error
	return errors.As(err, &t) && t.Timeout()
}
