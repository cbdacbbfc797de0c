package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// errBusy says that the bodies of all requests together are too large.
var errBusy = errors.New("no room for a body")

// decoders is how many large bodies are decoded and carried out at a time: three bytes
// of JSON, {}, become forty in memory, so all at once would take many times the room
// that they have together.
const decoders = 2

// readBody reads a body of JSON up to a limit, and answers itself where there is
// none to go on with.
func (s *Server) readBody(w http.ResponseWriter, r *http.Request, limit int64, b *bytes.Buffer) bool {
	if MediaType(r.Header) != jsonType {
		writeProblem(w, faultMedia.problem("write Content-Type: "+jsonType))
		return false
	}
	seen := witnessOf(w)
	body := r.Body
	if r.ContentLength < 0 || r.ContentLength > limit { // else it ends by itself within the limit
		body = http.MaxBytesReader(seen.ResponseWriter, body, limit)
	}
	err := s.fill(b, body, seen, min(r.ContentLength, limit))
	var large *http.MaxBytesError
	switch {
	case errors.Is(err, errBusy):
		writeProblem(w, faultBusy.problem("the bodies of other requests take all the room there is"))
	case errors.As(err, &large):
		writeProblem(w, faultLarge.problem(fmt.Sprintf("write at most %d bytes", limit)))
	case err != nil:
		writeProblem(w, faultMalformed.problem("the body could not be read to its end"))
	}
	return err == nil
}

// fill reads a body, and takes the room for it from what all requests have together
// before it takes the memory, so that no number of large bodies makes that grow. A
// declared length (-1: none) is believed once a first part has come: then the room
// is what the body needs and not the next power of two, and who only claims a length
// holds nothing.
func (s *Server) fill(b *bytes.Buffer, body io.Reader, seen *witness, declared int64) error {
	for {
		if b.Available() == 0 && !s.enlarge(b, seen, declared) {
			return errBusy
		}
		n, err := body.Read(b.AvailableBuffer()[:b.Available()])
		_, _ = b.Write(b.AvailableBuffer()[:n]) // where it stands already
		switch {
		case !s.takeRoom(seen, int64(b.Len())-seen.held): // in a buffer that was kept, and had none taken for it
			return errBusy
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// enlarge gives a buffer more room, and reports whether there was any.
func (s *Server) enlarge(b *bytes.Buffer, seen *witness, declared int64) bool {
	length := int64(b.Len())
	if length < keptBuffer {
		more := min(max(length, 4<<10), keptBuffer-length)
		b.Grow(int(more))
		return s.takeRoom(seen, int64(b.Cap())-seen.held)
	}
	size := 2 * length
	if declared >= length {
		size = declared + 1 // the end is seen by a read that brings nothing
	}
	if !s.takeRoom(seen, size) { // and what it had is given back with the rest: it is not collected yet
		return false
	}
	larger, ok := largeBuffers.Get().(*bytes.Buffer)
	if !ok || int64(larger.Cap()) < size || int64(larger.Cap()) > 2*size {
		larger = bytes.NewBuffer(make([]byte, 0, size))
	}
	larger.Reset()
	_, _ = larger.Write(b.Bytes()) // into memory: it never fails
	*b, *larger = *larger, *b
	putBack(larger)
	return s.takeRoom(seen, int64(b.Cap())-size) // one that was kept may be larger
}

// takeRoom reports whether a body may take so many bytes more.
func (s *Server) takeRoom(seen *witness, more int64) bool {
	more = max(more, 0)
	seen.held += more
	return s.held.Add(more) <= s.limits.Bodies
}

// turn waits until a body may be decoded, and returns what is to be called when what
// was made of it is no longer needed. Only large ones wait, for each other. Who would
// wait for longer than the limit is answered busy, before he gives up and knows
// nothing; nobody waits for one who is gone.
func (s *Server) turn(w http.ResponseWriter, r *http.Request, b *bytes.Buffer) (over func(), ok bool) {
	if b.Len() <= keptBuffer {
		return func() {}, true
	}
	patience := time.NewTimer(s.limits.Turn)
	defer patience.Stop()
	select {
	case s.large <- struct{}{}:
		return func() { <-s.large }, true
	case <-patience.C:
		writeProblem(w, faultBusy.problem("other large bodies are under way; nothing was done"))
	case <-r.Context().Done():
	}
	return nil, false
}
