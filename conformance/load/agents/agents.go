// Package agents lets several processes drive one load together over NATS.
//
// It knows who asks and who drives, how an order reaches an agent whole, how clocks stand
// to each other so that all begin at one instant, who is there still, and how what was
// found comes home. It must not know what is driven or what an answer means: orders and
// what agents bring are messages of package load.
package agents

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

// kind is that of agents among those who meet over NATS.
const kind = "agent"

// What the asking side asks of an agent.
const (
	claim  = "claim"  // to be its own until it leaves it; the data is its name
	refuse = "refuse" // nothing: it says why the agent takes no part
	order  = "order"  // to take one piece of its order
	clock  = "clock"  // what time it is there
	begin  = "begin"  // to drive from an instant of its own clock
	still  = "still"  // nothing: the asking side is there
	stop   = "stop"   // to end its drive
	bring  = "bring"  // one piece of what it found
	leave  = "leave"  // to be free again
)

// The headers of a message.
const (
	headerDo     = "Vouch-Do"
	headerRun    = "Vouch-Run"
	headerPiece  = "Vouch-Piece"  // from 0
	headerPieces = "Vouch-Pieces" // how many there are
	headerWhole  = "Vouch-Whole"  // the piece is the last of a message
	headerAgent  = "Vouch-Agent"
	headerError  = "Vouch-Error"
)

// How long who takes part waits for whom.
const (
	answerWithin = 2 * time.Second
	// gone is how long somebody is silent who is taken for dead. A process that stands
	// still for less comes back.
	gone = 12 * time.Second
	// unanswered is how long NATS says that nobody is there for an agent: its process has
	// ended, or its connection is being made again.
	unanswered = 3 * time.Second
)

// pieceBytes is the longest data of a message; NATS takes a megabyte as it is set up.
const pieceBytes = 256 << 10

// state is what an agent does.
type state string

const (
	free    state = "free"
	taken   state = "taken"   // by a run that has not begun
	driving state = "driving" // its portion
	done    state = "done"    // with it: it can be brought home
)

// doing is what an agent says of itself with each beat.
type doing struct {
	State state  `json:"state"`
	Run   string `json:"run"`
	Host  string `json:"host"`
}

func doingOf(raw json.RawMessage) (d doing) {
	_ = json.Unmarshal(raw, &d) // of somebody else's kind: nothing is known then
	return d
}

// subjectOf is where an agent is asked, and secondsOf where the agents of a run tell of
// their seconds.
func subjectOf(name string) string { return "vouch.load.agent." + name }
func secondsOf(run string) string  { return "vouch.load.run." + run }

// Name is what this process is called among agents. It is a word of a NATS subject.
func Name() string { return Host() + "-" + strconv.Itoa(os.Getpid()) }

// Host is the name of this machine as a word of a NATS subject.
func Host() string {
	host, err := os.Hostname()
	if err != nil || host == "" {
		host = "nameless"
	}
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '_'
	}, host)
}

// pieces cuts messages so that each fits into one of NATS.
func pieces(all ...[]byte) (cut []piece) {
	for _, one := range all {
		for len(one) > pieceBytes {
			cut, one = append(cut, piece{one[:pieceBytes], false}), one[pieceBytes:]
		}
		cut = append(cut, piece{one, true})
	}
	return cut
}

// piece is a part of a message, or its last.
type piece struct {
	data []byte
	last bool
}

// asked makes a message to an agent.
func asked(name, run, do string, data []byte) *nats.Msg {
	m := nats.NewMsg(subjectOf(name))
	m.Data = data
	m.Header.Set(headerDo, do)
	m.Header.Set(headerRun, run)
	return m
}

// askOnce asks an agent and waits for its answer for a while. A no of the agent is an
// error of its own: *said.
func askOnce(ctx context.Context, conn *nats.Conn, m *nats.Msg) (*nats.Msg, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	r, err := conn.RequestMsgWithContext(ctx, m)
	if err != nil {
		return nil, err
	}
	if text := r.Header.Get(headerError); text != "" {
		return nil, &said{text}
	}
	return r, nil
}

// said is what an agent answered instead of doing what it was asked.
type said struct{ text string }

func (s *said) Error() string { return s.text }

// Missing is the error of a run in which nothing was driven, for want of agents.
type Missing struct{ Why string }

// Error says who is missing, and why.
func (m *Missing) Error() string { return m.Why }

func missing(format string, args ...any) error {
	return &Missing{fmt.Sprintf(format, args...)}
}

// reason says an error of NATS in words.
func reason(err error) string {
	switch {
	case errors.Is(err, nats.ErrNoResponders):
		return "nobody answers for it any more: its process has ended, or has lost NATS"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, nats.ErrTimeout):
		return "it does not answer"
	}
	return strings.TrimPrefix(err.Error(), "nats: ")
}
