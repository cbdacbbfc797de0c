package wire

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// endsWithin is how long a subprocess has to end by itself.
const endsWithin = 2 * time.Second

// Exec starts a program that speaks lines of JSON and returns it as a world; it
// is killed when ctx ends. The command line is split into words at blanks, as a
// shell would, and nothing but quotes and, outside of Windows, the backslash has a
// meaning in it. Close ends the program. On Unix whatever it started ends
// with it; elsewhere the program alone does, and has to see to the rest itself.
func Exec(ctx context.Context, commandLine string, o LineOptions) (*Subprocess, error) {
	words, err := SplitCommand(commandLine)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.WaitDelay = endsWithin
	apart(cmd)
	cmd.Cancel = func() error { return endAll(cmd) }
	said := &tail{}
	cmd.Stderr = said
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", words[0], err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", words[0], err)
	}
	if err := cmd.Start(); err != nil {
		return nil, unstarted(words[0], err)
	}
	p := &Subprocess{Lines: newLines(in, o), cmd: cmd, out: out}
	p.told, p.gone = said.String, p.wait
	go p.listen(bufio.NewReader(out))
	return p, nil
}

// unstarted is the error of a program that could not be started. Who names it says
// already what was to be done.
func unstarted(word string, err error) error {
	if errors.Is(err, exec.ErrNotFound) {
		return fmt.Errorf("no program %s is found under PATH; write the path of one", word)
	}
	return fmt.Errorf("start %s: %w", word, err)
}

// ErrEnded is why nothing answers any more: a program that was to speak lines of JSON is
// over. An *Unreachable of a Subprocess wraps it.
var ErrEnded = errors.New("it has ended")

// Subprocess is a build that runs as a program of its own.
type Subprocess struct {
	*Lines
	cmd     *exec.Cmd
	out     io.Closer
	reaping sync.Once
	closing sync.Once
	exit    error // how it ended
	fault   error // of Close
}

// Pid is the program's process id, for who watches what it takes of the machine.
func (p *Subprocess) Pid() int { return p.cmd.Process.Pid }

// wait takes the exit status; what was said to standard error is complete then.
func (p *Subprocess) wait() error {
	p.reaping.Do(func() {
		p.exit = p.cmd.Wait()
		_ = endAll(p.cmd) // what it has left behind would hold a port, or a file
	})
	if p.exit != nil {
		return fmt.Errorf("%w: %w", ErrEnded, p.exit)
	}
	return ErrEnded
}

// Close says that no more requests come, and kills the program where it does not
// end by itself. An exit status other than 0 is an error. It may be called
// twice.
func (p *Subprocess) Close() error {
	p.closing.Do(func() {
		p.shut()
		killed := false
		if !p.endsWithin(endsWithin) {
			killed = true
			_ = endAll(p.cmd)
			if !p.endsWithin(endsWithin) {
				_ = p.out.Close() // a child of its own holds the other end
				<-p.ended
			}
		}
		// Its answers have ended: it may go on all the same, stuck in what nobody reads.
		exited := make(chan struct{})
		go func() { _ = p.wait(); close(exited) }()
		late := time.NewTimer(endsWithin)
		defer late.Stop()
		select {
		case <-exited:
		case <-late.C:
			killed = true
			_ = endAll(p.cmd)
			<-exited
		}
		switch {
		case killed:
			p.fault = p.withTold(p.cmd.Path, fmt.Errorf("it does not end within %s of its input, and was killed", endsWithin))
		case p.exit != nil:
			p.fault = p.withTold(p.cmd.Path, p.exit)
		}
	})
	return p.fault
}

// shut closes the program's input, when nobody is writing to it any more: who is
// stuck in that is freed when the program is killed.
func (p *Subprocess) shut() {
	go func() {
		p.writing.Lock()
		defer p.writing.Unlock()
		_ = p.w.Close() // it may have ended already
	}()
}

// endsWithin waits until the program's answers have ended.
func (p *Subprocess) endsWithin(limit time.Duration) bool {
	late := time.NewTimer(limit)
	defer late.Stop()
	select {
	case <-p.ended:
		return true
	case <-late.C:
		return false
	}
}

// SplitCommand splits a command line into words as Exec does, for who starts a program
// of their own.
func SplitCommand(line string) ([]string, error) { return splitWords(line, filepath.Separator) }

// splitWords splits a command line at blanks; quotes of either kind hold a word
// together, and a backslash outside of single quotes takes the next character
// as it is. Where the backslash parts folders, as on Windows, it is itself everywhere,
// so that a path can be written as it is.
func splitWords(line string, separator rune) ([]string, error) {
	var words []string
	var word strings.Builder
	var quote rune
	open, escaped := false, false
	for _, r := range line {
		switch {
		case escaped:
			word.WriteRune(r)
			escaped = false
		case r == '\\' && separator != '\\' && quote != '\'':
			escaped, open = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, open = r, true
		case r == ' ' || r == '\t' || r == '\n':
			if open {
				words = append(words, word.String())
				word.Reset()
				open = false
			}
		default:
			word.WriteRune(r)
			open = true
		}
	}
	if quote != 0 || escaped {
		return nil, errors.New("the command line ends inside quotes or behind a backslash; close them")
	}
	if open {
		words = append(words, word.String())
	}
	if len(words) == 0 {
		return nil, errors.New("the command line is empty; write a program and its arguments")
	}
	return words, nil
}

// tail keeps the end of what is written to it.
type tail struct {
	mu   sync.Mutex
	kept []byte
}

// What is kept of a subprocess's standard error.
const (
	tailBytes = 4096
	tailLines = 8
)

// Write keeps the end.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, p...)
	if over := len(t.kept) - tailBytes; over > 0 {
		t.kept = append(t.kept[:0], t.kept[over:]...)
	}
	return len(p), nil
}

// String returns the last lines, secrets left out.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	lines := bytes.Split(bytes.TrimRight(t.kept, "\n"), []byte("\n"))
	lines = lines[max(0, len(lines)-tailLines):]
	var all []string
	for _, l := range lines {
		if text := clipped(string(l)); text != "" {
			all = append(all, text)
		}
	}
	return strings.Join(all, "\n")
}
