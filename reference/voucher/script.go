package voucher

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Script is a history in words: what it shows, the world that it begins in, and
// steps with the answers that are expected of each.
//
//	# GAS-WINDOW-001: activation is possible from the 7th to the 29th. Here: the
//	# second before the 7th is too early, the 7th's first instant is not.
//
//	setup
//	at 2025-10-06
//	people 1
//	provider 750000000
//	account provider=1 number=0012345 class=boiler people=4
//
//	update_gas_list rows=[1 social 750000000]
//	----
//	ok
//	  gas_listed person=1 territory=750000000 reasons=social
//
//	advance 2025-10-06 23:59:59
//	enter_account person=1 provider=1 account=0012345
//	----
//	ok
//	refused window-not-open (GAS-WINDOW-001)
//
// Steps are commands (see ParseCommand), "advance" with an instant in local
// time, and "ask" with a query (see ParseQuery). A block of steps ends with
// ----; after it stand the answers, one after the other, to the next empty line:
// ok or refused, then one indented line an event. Lines that begin with # are
// comments.
type Script struct {
	Name  string
	About string // the comment at the head, without its marks
	Setup Setup
	Steps []Step
	Hide  []EventKind // for Scribe

	lines  []string
	blocks []block
}

// Step is one thing that is done: a command, a query, or neither and the clock
// moves to To.
type Step struct {
	Line    int // in the file, from 1
	Text    string
	Command Command
	Query   *Query
	To      Instant
	Expect  []string // the lines of the answer; nil: none was written yet
}

// block is a group of steps whose answers stand together.
type block struct {
	first, steps int // in Script.Steps
	from, to     int // its answers, in Script.lines
}

// The limits of a script: what a person reads is far smaller.
const (
	scriptBytesMax = 1 << 20
	scriptStepsMax = 10_000
)

// scriptSecret is the secret of every script's world: what it hides is made up.
const scriptSecret = "vouch script key"

// answersBegin is the line between steps and answers.
const answersBegin = "----"

// ReadScript reads a script; name is the file's, for errors. An error is one
// line: the file, the line, what is wrong and how to mend it. Steps whose
// command has no key get one by their number, which no other step has.
func ReadScript(name string, data []byte) (*Script, error) {
	s := &Script{Name: name, Setup: Setup{Secret: [16]byte([]byte(scriptSecret))}}
	switch {
	case len(data) > scriptBytesMax:
		return nil, fmt.Errorf("%s: %d bytes; a script has at most %d", name, len(data), scriptBytesMax)
	case !utf8.Valid(data):
		return nil, fmt.Errorf("%s: not UTF-8; save the file as UTF-8", name)
	case len(bytes.TrimSpace(data)) == 0:
		return nil, fmt.Errorf("%s: empty; begin with a comment that says what is shown, then setup", name)
	}
	s.lines = strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	for i, line := range s.lines {
		s.lines[i] = strings.TrimRight(line, " \t\r")
	}
	next, err := s.readHead()
	for err == nil && next < len(s.lines) {
		next, err = s.readBlock(next)
	}
	if err == nil && len(s.Steps) == 0 {
		err = s.fail(len(s.lines)-1, errors.New("no steps; write at least one, then ----"))
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// fail names the place of an error; line counts from 0.
func (s *Script) fail(line int, err error) error {
	return fmt.Errorf("%s:%d: %w", s.Name, line+1, err)
}

// readHead reads the comment and the setup, and returns the line after them.
func (s *Script) readHead() (next int, err error) {
	var about []string
	for ; next < len(s.lines) && passed(s.lines[next]); next++ {
		if text, ok := strings.CutPrefix(s.lines[next], "#"); ok {
			about = append(about, strings.TrimSpace(text))
		}
	}
	s.About = strings.Join(about, " ")
	switch {
	case s.About == "":
		return 0, s.fail(0, errors.New("no comment; say in words what the script shows: # GAS-WINDOW-001: …"))
	case next == len(s.lines) || strings.TrimSpace(s.lines[next]) != "setup":
		return 0, s.fail(min(next, len(s.lines)-1), errors.New("no setup; write the line setup, then what the world is made of"))
	}
	for next++; next < len(s.lines) && strings.TrimSpace(s.lines[next]) != ""; next++ {
		if strings.HasPrefix(s.lines[next], "#") {
			continue
		}
		if err := s.readSetup(s.lines[next]); err != nil {
			return 0, s.fail(next, err)
		}
	}
	if s.Setup.At == 0 {
		return 0, s.fail(next-1, errors.New("no instant in the setup; write at 2025-10-07"))
	}
	return next, nil
}

// passed reports whether a line is empty or a comment.
func passed(line string) bool { return strings.TrimSpace(line) == "" || line[0] == '#' }

// readBlock reads the steps and answers from a line on, and returns the line
// after them.
func (s *Script) readBlock(next int) (int, error) {
	b := block{first: len(s.Steps)}
	for ; next < len(s.lines) && s.lines[next] != answersBegin; next++ {
		if passed(s.lines[next]) {
			continue
		}
		step, err := s.readStep(s.lines[next])
		if err != nil {
			return 0, s.fail(next, err)
		}
		step.Line = next + 1
		s.Steps = append(s.Steps, step)
		b.steps++
	}
	switch {
	case b.steps == 0 && next == len(s.lines):
		return next, nil
	case b.steps == 0:
		return 0, s.fail(next, errors.New("---- without a step before it"))
	case next == len(s.lines):
		return 0, s.fail(next-1, errors.New("no ---- after the step; write it, then the answer"))
	case len(s.Steps) > scriptStepsMax:
		return 0, s.fail(next, fmt.Errorf("more than %d steps", scriptStepsMax))
	}
	b.from = next + 1
	for b.to = b.from; b.to < len(s.lines) && strings.TrimSpace(s.lines[b.to]) != ""; b.to++ {
		if passed(s.lines[b.to]) {
			return 0, s.fail(b.to, errors.New("a comment among the answers; write it before the step"))
		}
	}
	s.blocks = append(s.blocks, b)
	return b.to, s.shareAnswers(&b)
}

// shareAnswers gives each step of a block its answer. No answers at all are the
// sign of a new script.
func (s *Script) shareAnswers(b *block) error {
	step := b.first - 1
	for i := b.from; i < b.to; i++ {
		if !strings.HasPrefix(s.lines[i], " ") {
			step++
		}
		switch {
		case step < b.first:
			return s.fail(i, errors.New("an answer begins with ok or refused, without a blank before it"))
		case step == b.first+b.steps:
			return s.fail(i, fmt.Errorf("more answers than the %d steps before ----", b.steps))
		}
		s.Steps[step].Expect = append(s.Steps[step].Expect, s.lines[i])
	}
	if step >= b.first && step < b.first+b.steps-1 {
		return s.fail(b.from-1, fmt.Errorf("%d answers to %d steps", step-b.first+1, b.steps))
	}
	return nil
}

// readStep reads one line that does something.
func (s *Script) readStep(line string) (step Step, err error) {
	step.Text = strings.TrimSpace(line)
	word, rest, _ := strings.Cut(step.Text, " ")
	switch word {
	case "advance":
		step.To, err = ParseInstant(strings.TrimSpace(rest))
	case "ask":
		step.Query, err = ParseQuery(strings.Replace(line, "ask", "   ", 1)) // blanks keep the columns
	default:
		var keyed bool
		step.Command, keyed, err = ParseCommandIn(line, &s.Setup, "advance", "ask")
		if err == nil && !keyed {
			step.Command.Head().Key = KeyOf(0, uint64(len(s.Steps)+1))
		}
	}
	return step, err
}

// Rewrite returns the script with other answers, one for each step, and nothing
// else changed.
func (s *Script) Rewrite(answers [][]string) []byte {
	if len(answers) != len(s.Steps) {
		panic(fmt.Sprintf("voucher: %d answers for %d steps of %s", len(answers), len(s.Steps), s.Name))
	}
	var lines []string
	done := 0
	for _, b := range s.blocks {
		lines = append(lines, s.lines[done:b.from]...)
		lines = append(lines, slices.Concat(answers[b.first:b.first+b.steps]...)...)
		done = b.to
	}
	lines = append(lines, s.lines[done:]...)
	return []byte(strings.Join(lines, "\n") + "\n")
}
