package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// DefaultPatience is how long a part may be silent before another worker takes it. Workers speak after every simulated
// day, so that this is the time after which the work of a killed one goes on.
const DefaultPatience = 15 * time.Second

// Tries is how often a part is begun at most: one that never came back from so many workers would end all of them.
const Tries = 5

// errand is a part as it waits in the queue.
type errand struct {
	ID       string        `json:"id"` // of the job
	N        int64         `json:"part"`
	Patience time.Duration `json:"patience_ns"`
	Begun    int           `json:"begun,omitempty"` // lives that never came back, before it was put back last
}

// queue is where the parts of all jobs of one version wait.
type queue struct {
	conn    *nats.Conn
	js      jetstream.JetStream
	edition string
}

// subjectsOf are those of the parts of a job.
func (q *queue) subjectsOf(id string) string {
	return partSubjects + q.edition + "." + runName(id) + "."
}

// open makes the stream of the queue, if it is not there.
func (q *queue) open(ctx context.Context) error {
	err := patiently(ctx, q.conn, func(ctx context.Context) error {
		if _, err := q.js.Stream(ctx, streamName); !errors.Is(err, jetstream.ErrStreamNotFound) {
			return err
		}
		_, err := q.js.CreateStream(ctx, jetstream.StreamConfig{Name: streamName, Description: "parts of studies of vouch that wait for workers",
			Subjects: []string{partSubjects + ">"}, Retention: jetstream.WorkQueuePolicy, Storage: jetstream.FileStorage,
			// A part waits once: publishing it again changes nothing, whoever asks and however often.
			MaxMsgsPerSubject: 1, Discard: jetstream.DiscardNew, DiscardNewPerSubject: true})
		if errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) { // by who came at the same moment
			return nil
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("queue %s: %w", streamName, err)
	}
	return nil
}

// consumer returns that of the version. A patience of 0 is that of whoever has made it; a shorter one than it has waits
// until nothing is at work, for a study with more patience speaks less often, and would lose parts that get on.
func (q *queue) consumer(ctx context.Context, patience time.Duration) (jetstream.Consumer, error) {
	var c jetstream.Consumer
	name := "vouch-" + q.edition
	err := patiently(ctx, q.conn, func(ctx context.Context) (err error) {
		c, err = q.js.Consumer(ctx, streamName, name)
		if err != nil && !errors.Is(err, jetstream.ErrConsumerNotFound) || err == nil && isPatient(c.CachedInfo(), patience) {
			return err
		}
		wait := patience
		if wait == 0 {
			wait = DefaultPatience
		}
		// Deliveries are not bounded by the server, which would let a part lie in silence after the last: the worker
		// that gets a part once too often says so (Tries).
		config := jetstream.ConsumerConfig{Durable: name, FilterSubject: partSubjects + q.edition + ".>",
			AckPolicy: jetstream.AckExplicitPolicy, AckWait: wait, MaxDeliver: -1, MaxAckPending: -1}
		if patience > 0 {
			c, err = q.js.CreateOrUpdateConsumer(ctx, streamName, config)
		} else if c, err = q.js.CreateConsumer(ctx, streamName, config); errors.Is(err, jetstream.ErrConsumerExists) { // meanwhile, with its own patience
			c, err = q.js.Consumer(ctx, streamName, name)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("queue %s: %w", streamName, err)
	}
	return c, nil
}

// isPatient reports whether a consumer is to stay as it is.
func isPatient(c *jetstream.ConsumerInfo, patience time.Duration) bool {
	busy := c.NumPending > 0 || c.NumAckPending > 0
	return patience == c.Config.AckWait || patience < c.Config.AckWait && (patience == 0 || busy)
}

// put lets a part wait. One that waits already, or is at work, stays as it is.
func (q *queue) put(ctx context.Context, e errand) error {
	data, err := json.Marshal(e)
	if err != nil {
		panic("cluster: " + err.Error())
	}
	err = patiently(ctx, q.conn, func(ctx context.Context) error {
		_, err := q.js.Publish(ctx, q.subjectsOf(e.ID)+strconv.FormatInt(e.N, 10), data)
		if stands(err) {
			return nil
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("part %d: it cannot be put into the queue: %w", e.N, err)
	}
	return nil
}

// stands reports whether a message was not taken because one like it is there.
func stands(err error) bool {
	var answer *jetstream.APIError
	return errors.As(err, &answer) && strings.Contains(answer.Description, "maximum messages per subject")
}

// lost is how many workers have begun a part that was dealt out now, and never came back.
func (e errand) lost(m jetstream.Msg) (int, error) {
	meta, err := m.Metadata()
	if err != nil {
		return 0, err
	}
	return e.Begun + int(meta.NumDelivered) - 1, nil
}

// putBack lets a part wait again that a worker was dealt and has not begun. The server would count that as a life: so
// what waits is a new one, which knows of the lives before. Should this not come through, the server deals the part out
// again, or whoever asks for it finds that it is gone and asks anew.
func (q *queue) putBack(ctx context.Context, e errand, m jetstream.Msg) error {
	lost, err := e.lost(m)
	if err != nil {
		return err
	}
	asked, cancel := once(ctx, q.conn)
	defer cancel()
	if err := m.DoubleAck(asked); err != nil {
		return fmt.Errorf("part %d: it cannot be given back: %w", e.N, err)
	}
	e.Begun = lost
	return q.put(ctx, e)
}

// waits reports whether a part is in the queue, be it at work or not.
func (q *queue) waits(ctx context.Context, id string, n int64) (waits bool, err error) {
	err = patiently(ctx, q.conn, func(ctx context.Context) error {
		s, err := q.js.Stream(ctx, streamName)
		if err == nil {
			_, err = s.GetLastMsgForSubject(ctx, q.subjectsOf(id)+strconv.FormatInt(n, 10))
		}
		waits = err == nil
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return nil
		}
		return err
	})
	return waits, err
}

// clear takes all parts of a job out.
func (q *queue) clear(ctx context.Context, id string) error {
	return patiently(ctx, q.conn, func(ctx context.Context) error {
		s, err := q.js.Stream(ctx, streamName)
		if err == nil {
			err = s.Purge(ctx, jetstream.WithPurgeSubject(q.subjectsOf(id)+">"))
		}
		return err
	})
}
