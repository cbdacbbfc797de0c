package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// claim says who asks for a job. It stands in the stream of the queue, which keeps one per job: of two that come at the
// same moment the server takes one.
type claim struct {
	Name string `json:"name"`
	Ear  string `json:"ear"` // a subject at which the one who asks answers for as long as it lives
}

// claimTries is how often a claim that nobody stands behind any more is taken out, before something else is wrong.
const claimTries = 20

// alone makes sure that nobody asks for the very same at this moment: two would fold the same parts, and the first to
// end would take them from the other. It hears before it claims, so that whoever finds the claim finds it alive.
func (q *Asked) alone(ctx context.Context) error {
	all := aloneSubjects + runName(q.Job.ID())
	if err := q.unasked(ctx, all); err != nil { // also where the server has lost its claim
		return err
	}
	mine := claim{Name: q.Name, Ear: q.Conn.NewInbox()}
	if err := q.answer(ctx, mine.Ear); err != nil {
		return err
	}
	for range claimTries {
		is, at, err := q.queue.claim(ctx, q.Job.ID(), mine)
		switch {
		case err != nil:
			return fmt.Errorf("whether anybody else asks for the same cannot be found out: %w", err)
		case is == mine:
			q.claim = at
			return q.answer(ctx, all)
		case at == 0: // it was taken away at this moment
			continue
		}
		if err := q.unasked(ctx, is.Ear); err != nil {
			return err
		}
		if err := q.queue.unclaim(ctx, at); err != nil { // of one that was killed
			return fmt.Errorf("what %s has left cannot be taken away: %w", is.Name, err)
		}
	}
	return fmt.Errorf("others ask for this very %s again and again; wait until they have ended", q.Kind)
}

// answer answers at a subject for as long as the job is asked for, from now on.
func (q *Asked) answer(ctx context.Context, subject string) error {
	here, err := q.Conn.Subscribe(subject, func(m *nats.Msg) { _ = m.Respond([]byte(q.Name)) })
	if err != nil {
		return err
	}
	q.quit = append(q.quit, func() { _ = here.Unsubscribe() })
	heard, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	return q.Conn.FlushWithContext(heard)
}

// unasked is the error of a subject at which somebody answers, who asks for the same.
func (q *Asked) unasked(ctx context.Context, subject string) error {
	asked, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	other, err := q.Conn.RequestWithContext(asked, subject, nil)
	switch {
	case err == nil:
		return fmt.Errorf("%s asks for this very %s already; wait until it has ended", other.Data, q.Kind)
	case !errors.Is(err, nats.ErrNoResponders):
		return fmt.Errorf("whether anybody else asks for the same cannot be found out: %w", err)
	}
	return nil
}

// yield takes the claim away, if there is one.
func (q *Asked) yield(ctx context.Context) error {
	if q.claim == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeWithin)
	defer cancel()
	err := q.queue.unclaim(ctx, q.claim)
	q.claim = 0
	return err
}

// claim lets a claim stand, unless one stands already; it returns the one that does, and where; 0 where it
// was taken away at this moment.
func (q *queue) claim(ctx context.Context, id string, mine claim) (is claim, at uint64, err error) {
	data, err := json.Marshal(mine)
	if err != nil {
		panic("cluster: " + err.Error())
	}
	subject := claimSubjects + runName(id)
	var stood []byte
	err = patiently(ctx, q.conn, func(ctx context.Context) error {
		_, err := q.js.Publish(ctx, subject, data)
		if err != nil && !stands(err) {
			return err
		}
		s, err := q.js.Stream(ctx, streamName)
		if err != nil {
			return err
		}
		m, err := s.GetLastMsgForSubject(ctx, subject)
		if err == nil {
			stood, at = m.Data, m.Sequence
		}
		return err
	})
	switch {
	case errors.Is(err, jetstream.ErrMsgNotFound):
		return claim{}, 0, nil
	case err != nil:
		return claim{}, 0, err
	}
	err = json.Unmarshal(stood, &is)
	return is, at, err
}

// unclaim takes a claim away, if it is there.
func (q *queue) unclaim(ctx context.Context, at uint64) error {
	return patiently(ctx, q.conn, func(ctx context.Context) error {
		s, err := q.js.Stream(ctx, streamName)
		if err == nil {
			err = s.DeleteMsg(ctx, at)
		}
		if errors.Is(err, jetstream.ErrMsgDeleteUnsuccessful) || errors.Is(err, jetstream.ErrStreamNotFound) {
			return nil
		}
		return err
	})
}
