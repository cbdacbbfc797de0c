package cluster

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// How long one answer of the server may take, how long a server that is there may answer nothing good, and how soon it
// is asked again.
const (
	answerWithin = 10 * time.Second
	steadfast    = time.Minute
	askAgain     = 200 * time.Millisecond
)

// patiently asks the server until it answers: one that is started again, or a cluster that looks for its leader, is away
// for a moment only. A server that cannot be reached is waited for as long as the context lasts.
func patiently(ctx context.Context, conn *nats.Conn, ask func(context.Context) error) error {
	var since time.Time // there, and without a good answer
	for {
		once, cancel := once(ctx, conn)
		err := ask(once)
		cancel()
		switch {
		case err == nil || isFinal(err):
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case conn.IsClosed():
			return fmt.Errorf("the connection is closed for good: %w", errors.Join(conn.LastError(), err))
		case !conn.IsConnected():
			since = time.Time{}
		case since.IsZero():
			since = time.Now()
		case time.Since(since) > steadfast:
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(askAgain):
		}
	}
}

// once is a context for one question: it ends with the connection, since nobody answers what was asked of a server that
// has died, and the next one may be there in a moment.
func once(ctx context.Context, conn *nats.Conn) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	lost := conn.StatusChanged(nats.RECONNECTING, nats.CLOSED)
	go func() {
		if _, is := <-lost; is {
			cancel()
		}
	}()
	return ctx, func() {
		conn.RemoveStatusListener(lost)
		cancel()
	}
}

// isFinal reports whether an answer will not be another one if it is asked for again.
func isFinal(err error) bool {
	for _, one := range []error{jetstream.ErrBucketNotFound, jetstream.ErrBucketExists, jetstream.ErrObjectNotFound, jetstream.ErrNoObjectsFound,
		jetstream.ErrStreamNotFound, jetstream.ErrConsumerNotFound, jetstream.ErrMsgNotFound, jetstream.ErrBadObjectMeta, nats.ErrPermissionViolation} {
		if errors.Is(err, one) {
			return true
		}
	}
	var answer *jetstream.APIError
	return errors.As(err, &answer) && answer.Code < 500
}
