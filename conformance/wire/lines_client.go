package wire

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"syscall"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Lines is a build behind lines of JSON as a voucher.World. It and its systems
// serve many goroutines. After a line that cannot be read, or the end of them,
// every call is an error.
type Lines struct {
	timeout time.Duration
	reasons map[string]voucher.Reason
	// gone says why a build that ended did so, and what it said beside its
	// answers; it is called once, when its answers have ended.
	gone func() error
	told func() string

	writing sync.Mutex
	w       io.WriteCloser

	mu           sync.Mutex
	last         int64
	waiting      map[int64]chan *lineAnswer // nil: nobody waits any more
	broken       error
	capabilities *voucher.Capabilities
	ended        chan struct{} // closed when reading has ended
}

var _ voucher.World = (*Lines)(nil)

// LineOptions say how the second door is used. Zero fields have the values
// named.
type LineOptions struct {
	Timeout time.Duration             // of one request; 60 s
	Reasons map[string]voucher.Reason // codes of the build's own that stand for codes of the contract
}

// NewLines makes a world of a build that reads requests from w and writes
// answers to r. Closing it closes w; reading goes on until r ends.
func NewLines(r io.Reader, w io.WriteCloser, o LineOptions) *Lines {
	l := newLines(w, o)
	go l.listen(bufio.NewReader(r))
	return l
}

// newLines makes a world of a build that reads requests from w. Closing it closes
// w; answers come when its listener runs.
func newLines(w io.WriteCloser, o LineOptions) *Lines {
	return &Lines{timeout: cmp.Or(o.Timeout, standardControlTimeout), reasons: o.Reasons, w: w,
		gone: func() error { return ErrEnded }, told: func() string { return "" },
		waiting: map[int64]chan *lineAnswer{}, ended: make(chan struct{})}
}

// listen hands answers to who waits for them.
func (l *Lines) listen(r *bufio.Reader) {
	defer close(l.ended)
	for {
		line, err := readLine(r, answerMax)
		var a lineAnswer
		switch {
		case errors.Is(err, errLineTooLong):
			err = &Violation{Asked: "a line of the build", Got: fmt.Sprintf("more than %d bytes", answerMax), Want: "a shorter one"}
		case err != nil:
			err = &Unreachable{"the build", l.gone()}
		default:
			if err = decode(line, &a); err != nil {
				err = &Violation{Asked: "a line of the build", Got: clipped(string(line)) + " — " + err.Error(), Want: "one JSON object with the id of a request"}
			} else {
				err = l.deliver(&a)
			}
		}
		if err != nil {
			l.breakOff(err)
			return
		}
	}
}

// deliver gives an answer to who asked.
func (l *Lines) deliver(a *lineAnswer) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	to, known := l.waiting[a.ID]
	if !known {
		return &Violation{Asked: "a line of the build", Got: fmt.Sprintf("an answer with id %d", a.ID), Want: "the id of a request that is not answered yet"}
	}
	delete(l.waiting, a.ID)
	if to != nil {
		to <- a
	}
	return nil
}

// breakOff ends every wait.
func (l *Lines) breakOff(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken == nil {
		l.broken = err
	}
	for id, to := range l.waiting {
		delete(l.waiting, id)
		if to != nil {
			close(to)
		}
	}
}

// ask sends a request and waits for its answer. The error is *Unreachable or
// *Violation, or errors.ErrUnsupported.
func (l *Lines) ask(ctx context.Context, asked *lineAsked, options ...json.Options) (*lineAnswer, error) {
	what := asked.Do
	switch asked.Do {
	case doCommand:
		what = asked.Command
	case doQuery:
		what = asked.Query
	}
	answer := make(chan *lineAnswer, 1)
	l.mu.Lock()
	if l.broken != nil {
		defer l.mu.Unlock()
		return nil, l.withTold(what, l.broken)
	}
	l.last++
	asked.ID = l.last
	l.waiting[asked.ID] = answer
	l.mu.Unlock()

	ctx, cancel := context.WithTimeout(ctx, l.timeout)
	defer cancel()
	sent := make(chan error, 1)
	go func() { sent <- l.send(asked, options) }() // a build that does not read blocks it
	for {
		select {
		case err := <-sent:
			if err != nil && !errors.Is(err, syscall.EPIPE) {
				return nil, l.withTold(what, l.gaveUp(asked.ID, err))
			}
			sent = nil // who reads no more has ended, most likely: the end of its answers says how
		case a, ok := <-answer:
			if !ok {
				return nil, l.withTold(what, l.why())
			}
			return a, l.checked(what, a)
		case <-ctx.Done():
			return nil, l.withTold(what, l.gaveUp(asked.ID, ctx.Err()))
		}
	}
}

// why says why nobody answers any more.
func (l *Lines) why() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.broken
}

// gaveUp notes that nobody waits for an answer any more; it may still come.
func (l *Lines) gaveUp(id int64, err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, waits := l.waiting[id]; waits {
		l.waiting[id] = nil
	}
	if l.broken != nil && !errors.Is(err, context.DeadlineExceeded) {
		return l.broken
	}
	return err
}

func (l *Lines) send(asked *lineAsked, options []json.Options) error {
	l.writing.Lock()
	defer l.writing.Unlock()
	return writeLine(l.w, asked, options...)
}

// withTold completes an error with what was asked and what the build said beside
// its answers.
func (l *Lines) withTold(what string, err error) error {
	v, violates := errors.AsType[*Violation](err)
	_, ended := errors.AsType[*Unreachable](err)
	switch {
	case violates && v.Asked == what:
	case violates, ended:
		err = fmt.Errorf("%s: %w", what, err)
	default:
		err = unreachable(what, err, l.timeout)
	}
	if said := l.told(); said != "" {
		err = fmt.Errorf("%w; its standard error ends:\n%s", err, said)
	}
	return err
}

// checked reads what an answer says instead of an answer.
func (l *Lines) checked(what string, a *lineAnswer) error {
	switch {
	case a.Unsupported != "":
		return fmt.Errorf("%s: the build has not this ability (%s): %w", what, clipped(a.Unsupported), errors.ErrUnsupported)
	case a.Error != "":
		return l.withTold(what, &Violation{Asked: what, Got: "the error " + clipped(a.Error), Want: "an answer"})
	}
	return nil
}

// Close says that no more requests come, and waits until the build has ended or
// the time of a request is over.
func (l *Lines) Close() error {
	l.writing.Lock()
	err := l.w.Close()
	l.writing.Unlock()
	late := time.NewTimer(l.timeout)
	defer late.Stop()
	select {
	case <-l.ended:
	case <-late.C:
		err = errors.Join(err, &Unreachable{"the build", fmt.Errorf("it does not end within %s of its input: %w", l.timeout, context.DeadlineExceeded)})
	}
	return err
}

// Capabilities asks the build, once. Under Believing they are what that says.
func (l *Lines) Capabilities(ctx context.Context) (voucher.Capabilities, error) {
	if can, ok := believed(ctx); ok {
		return can, nil
	}
	l.mu.Lock()
	known := l.capabilities
	l.mu.Unlock()
	if known != nil {
		return *known, nil
	}
	a, err := l.ask(ctx, &lineAsked{Do: doCapabilities})
	if err != nil {
		return voucher.Capabilities{}, err
	}
	if a.Capabilities == nil {
		return voucher.Capabilities{}, missing(doCapabilities, doCapabilities)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.capabilities = a.Capabilities
	return *a.Capabilities, nil
}

// missing says that an answer has not what was asked for.
func missing(what, part string) error {
	return &Violation{Asked: what, Got: "an answer without " + part, Want: part}
}

// New makes a world of a setup. Settings and readings that the build does not
// take are errors.ErrUnsupported.
func (l *Lines) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	can, err := l.Capabilities(ctx)
	if err != nil {
		return nil, err
	}
	if err := takes(&can, s); err != nil {
		return nil, err
	}
	a, err := l.ask(ctx, &lineAsked{Do: doNew, Setup: s})
	if err != nil {
		return nil, err
	}
	if a.World == "" {
		return nil, missing(doNew, "world")
	}
	system := &lineSystem{lines: l, world: a.World, can: can, codec: newCodec(l.reasons, nil)}
	context.AfterFunc(ctx, func() {
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), endsWithin)
		defer cancel()
		_ = system.Close(late) // a world that stays makes room by itself
	})
	return system, nil
}
