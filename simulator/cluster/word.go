package cluster

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
)

// Kinds of peers, as package broker counts them.
const (
	workerKind = "worker"
	askerKind  = "asking side"
)

// doing is what a worker says of itself in every beat.
type doing struct {
	Slots int     `json:"slots"` // parts at a time
	Lived int64   `json:"lived"` // parts, since it came
	Run   string  `json:"run,omitempty"`
	Parts []int64 `json:"parts,omitempty"` // at work
}

// word is what a worker tells the asking side as it happens. It may get lost: everything that counts stands in the store.
type word struct {
	Worker  string `json:"worker"`
	N       int64  `json:"part"`
	Begun   bool   `json:"begun,omitempty"`
	Sum     string `json:"sum,omitempty"`     // of a part that is done: the digest of its bytes
	Refused string `json:"refused,omitempty"` // why the worker does not take it
}

// tell publishes a word. Nobody has to listen.
func tell(conn *nats.Conn, id string, w word) {
	if conn.Status() != nats.CONNECTED {
		return
	}
	data, err := json.Marshal(w)
	if err != nil {
		panic("cluster: " + err.Error())
	}
	_ = conn.Publish(toldSubjects+runName(id), data)
}

// ErrDiffer is in the error of a job of which two workers came to other bytes for the same part: nothing of it can be
// believed until it is known which of them is right.
var ErrDiffer = errors.New("workers came to different results")

// fault is what ends a job: it stands in the store, so that an asking side that comes back finds it.
type fault struct {
	N      int64  `json:"part"`
	Worker string `json:"worker"`
	Text   string `json:"text"`
	Differ bool   `json:"differ,omitempty"` // it is ErrDiffer
}

// Is tells a fault that is ErrDiffer.
func (f *fault) Is(target error) bool { return f.Differ && target == ErrDiffer }

// Error says what happened to which part, and who saw it.
func (f *fault) Error() string {
	return fmt.Sprintf("part %d: %s; so says worker %s", f.N, f.Text, f.Worker)
}

// differs is the fault of a part that came to other bytes the second time.
func differs(n int64, was, wasSum, is, isSum string) *fault {
	return &fault{N: n, Worker: is, Differ: true, Text: fmt.Sprintf("workers %s and %s came to other bytes (%s and %s), and a part gives the same wherever it is lived; one of the machines is faulty, or the program is not the same",
		was, is, wasSum, isSum)}
}
