// Package cluster shares the work of one study out to many machines. It knows numbered parts, the queue in which they
// wait, the store in which they arrive, those who live them and the one who asks for them; NATS JetStream keeps, deals
// out and deals out again, so that no scheduler stands here. It must not know what a part is: bytes that are the same
// wherever they are made.
package cluster

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
)

// Job is work in numbered parts, each of which gives the same bytes wherever and however often it is done.
type Job interface {
	// ID is 64 hexadecimal digits over everything that the bytes of the parts hang on: what is asked for, the facts
	// and the version of the program.
	ID() string
	// Parts is how many parts there are at most.
	Parts() int64
	// Live does one part, by its number from 0, and returns it whole. beat is called while it gets on, often and by
	// any goroutine: a part that is silent for long is taken for lost. Several parts are done at a time.
	Live(ctx context.Context, n int64, beat func()) ([]byte, error)
}

// Queue names the queue of one version of the program: workers of another one do not see it.
type Queue struct {
	Stream   string // of all versions
	Consumer string // of this version; its length is the work that waits
}

// QueueOf returns the queue of a version, for whoever counts what waits in it.
func QueueOf(version string) Queue {
	return Queue{Stream: streamName, Consumer: "vouch-" + edition(version)}
}

// Names within NATS. What begins with them is ours.
const (
	streamName    = "VOUCH_PARTS"
	partSubjects  = "vouch.parts."
	toldSubjects  = "vouch.told."
	aloneSubjects = "vouch.alone."
	claimSubjects = partSubjects + "asked." // no edition, so that no worker is dealt one
)

// edition is a version as a word that NATS takes.
func edition(version string) string {
	sum := sha256.Sum256([]byte(version))
	return hex.EncodeToString(sum[:8])
}

// runName is a job's id, short enough for names and long enough to be its own.
func runName(id string) string { return id[:min(32, len(id))] }

// bucketName is the store of what came of a job.
func bucketName(id string) string { return "vouch-" + runName(id) }
