package journal

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Policy says when a record has to be safe on the disk itself, and so what is
// lost when the machine loses power. When only the process dies, nothing is lost
// under any of them: what was written is the system's.
type Policy uint8

// The policies.
const (
	Always   Policy = iota // before the answer leaves; answers that wait at one time share one wait
	Interval               // every SyncInterval: a loss of power takes that much with it
	None                   // when the system sees fit, and when the journal is closed
)

// SyncInterval is how often the disk is waited for under Interval.
const SyncInterval = 100 * time.Millisecond

var policyNames = []string{"always", "interval", "none"}

// Policies returns the words of all policies, the default first. The slice must
// not be changed.
func Policies() []string { return policyNames }

// ParsePolicy reads one of Policies.
func ParsePolicy(word string) (Policy, error) {
	for i, name := range policyNames {
		if name == word {
			return Policy(i), nil
		}
	}
	return 0, fmt.Errorf("%q is unknown; write one of %s", word, strings.Join(policyNames, ", "))
}

// Flush is one wait for the disk.
type Flush struct {
	Took    time.Duration
	Records uint64 // that it made safe
}

// Durable waits until everything that has been answered so far is as safe as the
// policy says. An error is voucher.ErrUnavailable: whether what was done will be
// there after a restart is not known. ctx is not waited for: a disk cannot be
// called off.
func (j *Journal) Durable(context.Context) error {
	if target := j.kept.Load(); j.options.Sync == Always && j.synced.Load() < target {
		j.syncing.Lock()
		defer j.syncing.Unlock()
		if j.synced.Load() < target { // else who was here before has waited for us too
			return j.flush()
		}
	}
	return j.Err()
}

// flush waits for the disk. The caller holds j.syncing. After an error nothing is
// tried again: what the system has dropped it may report as safe the next time.
func (j *Journal) flush() error {
	if err := j.Err(); err != nil {
		return err
	}
	target, before, begun := j.kept.Load(), j.synced.Load(), time.Now()
	if err := j.file.Sync(); err != nil {
		j.fail(fmt.Errorf("wait for the disk: %w", err))
		return j.Err()
	}
	j.synced.Store(target)
	if j.options.Flushed != nil {
		j.options.Flushed(Flush{time.Since(begun), target - before})
	}
	return nil
}

// flushOften waits for the disk every SyncInterval, until the journal is closed.
func (j *Journal) flushOften() {
	defer close(j.stopped)
	ticker := time.NewTicker(SyncInterval)
	defer ticker.Stop()
	for {
		select {
		case <-j.stop:
			return
		case <-ticker.C:
			j.flushRest()
		}
	}
}

// flushRest waits for the disk where something is not safe yet.
func (j *Journal) flushRest() {
	j.syncing.Lock()
	defer j.syncing.Unlock()
	if j.synced.Load() < j.kept.Load() {
		_ = j.flush() // Err tells it to all who ask
	}
}

var _ interface {
	voucher.System
	Durable(context.Context) error
} = (*Journal)(nil)
