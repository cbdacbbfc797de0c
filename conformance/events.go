package conformance

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// A recorded run is a file of JSON lines: a head, then for every check its
// worlds, their entries in order and an end, then a foot. It is the truth of a
// run; everything else is made from it, and Judge reads it back.

// eventsVersion is the version of the lines. A reader refuses another.
const eventsVersion = 1

// line is one line of a recorded run. Which members it has says what it is.
type line struct {
	Head  *runHead  `json:"run,omitzero"`
	World *worldRow `json:"world,omitzero"`
	Entry *entryRow `json:"entry,omitzero"`
	End   *endRow   `json:"end,omitzero"`
	Foot  *footRow  `json:"done,omitzero"`
}

// runHead says what was run.
type runHead struct {
	Version int                  `json:"version"`
	Suite   string               `json:"suite"`
	Address string               `json:"address"`
	Target  voucher.Capabilities `json:"target"`
	Seed    uint64               `json:"seed,string"`
	Options string               `json:"options"`
	Chosen  choice               `json:"chosen"`
	Plan    string               `json:"plan_hash"`
	Planned int                  `json:"planned"`
}

// choice is what of the options decides which checks there are and how they are
// judged.
type choice struct {
	Suites   []Suite  `json:"suites"`
	Select   []string `json:"select,omitzero"`
	Profile  string   `json:"profile,omitzero"`
	Cases    int      `json:"cases"`
	Families int      `json:"families"`
	Rounds   int      `json:"rounds,omitzero"` // 0: as many as a budget had time for
	Strict   bool     `json:"strict,omitzero"`
	Certify  bool     `json:"certify,omitzero"`
	Oracle   bool     `json:"oracle,omitzero"`
	Wire     bool     `json:"wire,omitzero"`
	// Production says that a build in production mode was looked at too.
	Production bool           `json:"production,omitzero"`
	Guarded    bool           `json:"guarded,omitzero"`   // the control plane demands a token
	Named      bool           `json:"named,omitzero"`     // test identities were named
	Restarted  bool           `json:"restarted,omitzero"` // it could be started again
	Logs       bool           `json:"logs,omitzero"`      // the build's log was looked through
	Metrics    bool           `json:"metrics,omitzero"`
	Known      []KnownFailure `json:"known,omitzero"`
	Today      voucher.Day    `json:"today,omitzero"`
}

func choiceOf(o *Options, t *Target) choice {
	return choice{Suites: o.Suites, Select: o.Select, Profile: o.Profile, Cases: o.Cases, Families: o.Families, Rounds: o.Rounds,
		Strict: o.Strict, Certify: o.Certify, Oracle: o.Oracle != nil, Wire: t.Wire != nil, Production: t.Production != nil, Restarted: t.Restart != nil, Guarded: t.has(NeedsGuard, nil, false),
		Named: t.Wire != nil && t.Wire.Standing(), Logs: len(t.Logs) > 0, Metrics: t.Metrics != "", Known: o.Known, Today: o.Today}
}

// worldRow begins a world of a check.
type worldRow struct {
	Check string        `json:"check"`
	Label string        `json:"label,omitzero"`
	Cut   int           `json:"cut,omitzero"`
	Again *Again        `json:"again,omitzero"`
	Setup voucher.Setup `json:"setup"`
}

// entryRow is one step in the world begun last.
type entryRow struct {
	At      voucher.Instant     `json:"at"`
	Command voucher.CommandKind `json:"command,omitzero"`
	Actor   voucher.Actor       `json:"actor,omitzero"`
	Key     voucher.Key         `json:"key,omitzero"`
	Body    jsontext.Value      `json:"body,omitzero"`
	Query   *voucher.Query      `json:"query,omitzero"`
	Refused *voucher.Refusal    `json:"refused,omitzero"`
	Result  voucher.Result      `json:"result,omitzero"`
	Record  *voucher.Record     `json:"record,omitzero"`
	Waited  int64               `json:"waited_ms,omitzero"`
	Events  []voucher.Event     `json:"events,omitzero"`
	Err     string              `json:"error,omitzero"`
	Broke   bool                `json:"broke,omitzero"`
	Span    *Span               `json:"span,omitzero"`
	Strike  *Strike             `json:"fault,omitzero"`
}

type endRow struct {
	Check       string           `json:"check"`
	Steps       [][]int          `json:"steps,omitzero"`
	Counts      map[string]int64 `json:"counts,omitzero"`
	Raw         []RawAnswer      `json:"raw,omitzero"`
	Err         string           `json:"error,omitzero"`
	Broke       bool             `json:"broke,omitzero"`
	Unsupported bool             `json:"unsupported,omitzero"`
	Ours        bool             `json:"ours,omitzero"`
	Tokenless   bool             `json:"tokenless,omitzero"`
}

// footRow ends a run. A file without one was cut short.
type footRow struct {
	Figures     Figures `json:"figures"`
	Interrupted bool    `json:"interrupted,omitzero"`
}

// eventWriter writes a run down. Its first error ends writing, and the run.
type eventWriter struct {
	w   *bufio.Writer
	err error
}

// beginEvents writes the head. A nil writer writes nothing.
func beginEvents(w io.Writer, head *runHead) (*eventWriter, error) {
	if w == nil {
		return &eventWriter{}, nil
	}
	head.Version, head.Suite = eventsVersion, Version
	e := &eventWriter{w: bufio.NewWriterSize(w, 1<<16)}
	e.line(&line{Head: head})
	return e, e.err
}

func (e *eventWriter) line(l *line) {
	if e.w == nil || e.err != nil {
		return
	}
	text, err := json.Marshal(l, json.Deterministic(true))
	if err == nil {
		_, err = e.w.Write(append(text, '\n'))
	}
	if err != nil {
		e.err = fmt.Errorf("recorded run: %w", err)
	}
}

// transcript writes the worlds of a check.
func (e *eventWriter) transcript(t *Transcript) {
	if e.w == nil {
		return
	}
	end := &endRow{Check: t.Check, Counts: t.Counts, Raw: t.Raw, Err: t.Err, Broke: t.Broke, Unsupported: t.Unsupported, Ours: t.Ours, Tokenless: t.Tokenless}
	if len(t.Counts) == 0 {
		end.Counts = nil
	}
	for _, told := range t.Worlds {
		e.line(&line{World: &worldRow{Check: t.Check, Label: told.Label, Cut: told.Cut, Again: told.Again, Setup: told.Setup}})
		for i := range told.Entries {
			row, err := rowOf(&told.Entries[i])
			if err != nil && e.err == nil {
				e.err = err
			}
			if told.Spans != nil {
				row.Span = &told.Spans[i]
			}
			if i < len(told.Strikes) {
				row.Strike = &told.Strikes[i]
			}
			e.line(&line{Entry: row})
		}
		end.Steps = append(end.Steps, told.Steps)
	}
	e.line(&line{End: end})
}

func (e *eventWriter) end(r *Report) error {
	if e.w == nil {
		return nil
	}
	e.line(&line{Foot: &footRow{Figures: r.Figures, Interrupted: r.Interrupted}})
	if e.err == nil {
		e.err = e.w.Flush()
	}
	return e.err
}

func rowOf(en *voucher.Entry) (*entryRow, error) {
	row := &entryRow{At: en.At, Query: en.Query, Refused: en.Outcome.Refusal, Result: en.Outcome.Result, Events: en.Outcome.Events, Waited: en.Waited, Err: en.Err, Broke: en.Broke}
	if en.Query != nil && en.Err == "" {
		row.Record = &en.Record
	}
	if en.Command == nil {
		return row, nil
	}
	h := en.Command.Head()
	row.Command, row.Actor, row.Key = en.Command.Kind(), h.Actor, h.Key
	body, err := json.Marshal(en.Command)
	if err != nil {
		return row, fmt.Errorf("%s: %w", en.Command.Kind(), err)
	}
	row.Body = body
	return row, nil
}

// entry reads an entry back.
func (row *entryRow) entry() (voucher.Entry, error) {
	en := voucher.Entry{At: row.At, Query: row.Query, Waited: row.Waited, Err: row.Err, Broke: row.Broke,
		Outcome: voucher.Outcome{Refusal: row.Refused, Result: row.Result, Events: row.Events}}
	if row.Record != nil {
		en.Record = *row.Record
	}
	if row.Command == 0 {
		return en, nil
	}
	en.Command = voucher.NewCommand(row.Command)
	if en.Command == nil {
		return en, fmt.Errorf("command %d is none", row.Command)
	}
	if err := json.Unmarshal(row.Body, en.Command, json.RejectUnknownMembers(true)); err != nil {
		return en, fmt.Errorf("%s: %w", row.Command, err)
	}
	*en.Command.Head() = voucher.Header{Key: row.Key, Actor: row.Actor}
	return en, nil
}

// recorded is a run that was read back.
type recorded struct {
	head        runHead
	transcripts map[string]*Transcript
	foot        *footRow // nil: cut short
}

// maxLine is how long a line of a recorded run may be.
const maxLine = 16 << 20

// unreadLine is the error of a line that cannot be read.
func unreadLine(number int, err error) error {
	broken, ok := errors.AsType[*jsontext.SyntacticError](err)
	switch {
	case errors.Is(err, bufio.ErrTooLong):
		return fmt.Errorf("line %d is longer than 16 MiB", number)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("line %d is cut off in its middle", number)
	case ok:
		return fmt.Errorf("line %d is no JSON: %w, at byte %d", number, broken.Err, broken.ByteOffset+1)
	}
	return fmt.Errorf("line %d: %w", number, err)
}

// readEvents reads a recorded run. An error names the line.
func readEvents(r io.Reader) (*recorded, error) {
	run := &recorded{transcripts: map[string]*Transcript{}}
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 1<<16), maxLine)
	var open *Transcript
	number := 0
	for lines.Scan() {
		number++
		var l line
		err := json.Unmarshal(lines.Bytes(), &l, json.RejectUnknownMembers(true))
		if err == nil {
			open, err = run.take(&l, open, number)
		}
		if err != nil {
			return nil, unreadLine(number, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, unreadLine(number+1, err)
	}
	if number == 0 {
		return nil, errors.New("empty; a recorded run begins with a line {\"run\":…}")
	}
	return run, nil
}

// take adds one line. open is the check whose worlds are being read.
func (run *recorded) take(l *line, open *Transcript, number int) (*Transcript, error) {
	switch {
	case number == 1 && l.Head == nil:
		return nil, errors.New("no head; a recorded run begins with {\"run\":…}")
	case l.Head != nil && number > 1:
		return nil, errors.New("a second head; one file holds one run")
	case run.foot != nil:
		return nil, errors.New("it goes on after its end")
	case l.Head != nil:
		run.head = *l.Head
		if run.head.Version != eventsVersion {
			return nil, fmt.Errorf("version %d of recorded runs; this program reads version %d", run.head.Version, eventsVersion)
		}
	case l.World != nil:
		if open == nil {
			open = &Transcript{Check: l.World.Check}
		}
		if open.Check != l.World.Check {
			return nil, fmt.Errorf("a world of %s before the end of %s", l.World.Check, open.Check)
		}
		open.Worlds = append(open.Worlds, &Told{Label: l.World.Label, Cut: l.World.Cut, Again: l.World.Again, History: voucher.History{Setup: l.World.Setup}})
	case l.Entry != nil:
		if open == nil || len(open.Worlds) == 0 {
			return nil, errors.New("an entry outside of a world")
		}
		en, err := l.Entry.entry()
		if err != nil {
			return nil, err
		}
		told := open.Worlds[len(open.Worlds)-1]
		if l.Entry.Span != nil {
			told.Spans = append(told.Spans, *l.Entry.Span)
		}
		if l.Entry.Strike != nil {
			told.Strikes = append(told.Strikes, *l.Entry.Strike)
		}
		told.Entries = append(told.Entries, en)
		if n := len(told.Spans); n != 0 && n != len(told.Entries) {
			return nil, errors.New("only some entries of a world have a span")
		}
	case l.End != nil:
		return nil, run.endOf(l.End, open)
	case l.Foot != nil:
		if open != nil {
			return nil, fmt.Errorf("the run ends within %s", open.Check)
		}
		run.foot = l.Foot
	default:
		return nil, errors.New("neither head, world, entry, end nor foot")
	}
	return open, nil
}

// endOf closes a check.
func (run *recorded) endOf(end *endRow, t *Transcript) error {
	if t == nil {
		t = &Transcript{Check: end.Check}
	}
	switch {
	case t.Check != end.Check:
		return fmt.Errorf("the end of %s within %s", end.Check, t.Check)
	case run.transcripts[t.Check] != nil:
		return fmt.Errorf("%s stands twice", t.Check)
	case len(end.Steps) != len(t.Worlds):
		return fmt.Errorf("%s has %d worlds, its end speaks of %d", t.Check, len(t.Worlds), len(end.Steps))
	}
	for i, told := range t.Worlds {
		for _, at := range end.Steps[i] {
			if at < -1 || at >= len(told.Entries) {
				return fmt.Errorf("%s: step at entry %d of %d", t.Check, at, len(told.Entries))
			}
		}
		told.Steps = end.Steps[i]
	}
	t.Counts, t.Raw, t.Err, t.Broke, t.Unsupported, t.Ours, t.Tokenless = end.Counts, end.Raw, end.Err, end.Broke, end.Unsupported, end.Ours, end.Tokenless
	run.transcripts[t.Check] = t
	return nil
}
