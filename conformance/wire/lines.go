package wire

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// lineAsked is one request of the second door, a line of JSON.
type lineAsked struct {
	ID      int64           `json:"id"`
	World   string          `json:"world,omitzero"`
	Do      string          `json:"do"`
	Setup   *voucher.Setup  `json:"setup,omitzero"`
	Command string          `json:"command,omitzero"`
	Query   string          `json:"query,omitzero"`
	Key     string          `json:"key,omitzero"`
	Actor   *Actor          `json:"actor,omitzero"`
	To      voucher.Instant `json:"to,omitzero"`
	Body    jsontext.Value  `json:"body,omitzero"`
}

// lineAnswer is the answer to one request.
type lineAnswer struct {
	ID           int64                 `json:"id"`
	Capabilities *voucher.Capabilities `json:"capabilities,omitzero"`
	World        string                `json:"world,omitzero"`
	Result       jsontext.Value        `json:"result,omitzero"`
	Refused      *lineRefusal          `json:"refused,omitzero"`
	Now          voucher.Instant       `json:"now,omitzero"`
	Record       jsontext.Value        `json:"record,omitzero"`
	Events       jsontext.Value        `json:"events,omitzero"`
	Closed       bool                  `json:"closed,omitzero"`
	Unsupported  string                `json:"unsupported,omitzero"`
	Error        string                `json:"error,omitzero"`
}

// lineRefusal is a programme's no.
type lineRefusal struct {
	Reason      string                `json:"reason"`
	Requirement voucher.RequirementID `json:"requirement,omitzero"`
	Row         int                   `json:"row,omitzero"`
}

// What a request may ask to do.
const (
	doCapabilities = "capabilities"
	doNew          = "new"
	doCommand      = "command"
	doAdvance      = "advance"
	doQuery        = "query"
	doClose        = "close"
)

// errLineTooLong says that a line is longer than is read.
var errLineTooLong = errors.New("a line is too long")

// readLine reads one line of at most so many bytes, its end left out. io.EOF is
// the end of all; a last line without an end is io.ErrUnexpectedEOF.
func readLine(r *bufio.Reader, limit int) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > limit {
			return nil, errLineTooLong
		}
		line = append(line, part...)
		switch {
		case err == nil:
			return bytes.TrimRight(line, "\r\n"), nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(line) > 0:
			return line, io.ErrUnexpectedEOF
		default:
			return nil, err
		}
	}
}

// writeLine writes a value as one line.
func writeLine(w io.Writer, v any, options ...json.Options) error {
	line, err := json.Marshal(v, options...)
	if err != nil {
		return fmt.Errorf("encode %T: %w", v, err)
	}
	_, err = w.Write(append(line, '\n'))
	return err
}
