package conformance

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// A build in the same process may hang for ever, and nothing can end it. Its check
// is left alone then: what was written down until then is taken stock of while the
// check waits for the build, and whatever the check does later it does to what
// nobody looks at any more.

// desk is where one check writes down. Nil lets everything through.
type desk struct {
	mu      sync.Mutex
	waiting int           // calls of the build that have not come back
	told    *Told         // the world that was called last; nil: one is being made
	asked   voucher.Entry // what it was asked
	over    bool          // stock was taken
}

// errLate ends a check that goes on when nobody waits for it any more.
var errLate = errors.New("the check was given up, for it took too long")

// call calls the build. While it waits the check touches nothing.
func (d *desk) call(told *Told, asked voucher.Entry, call func() error) (err error) {
	if d == nil {
		return call()
	}
	d.mu.Lock()
	over := d.over
	d.told, d.asked = told, asked
	d.waiting++
	d.mu.Unlock()
	defer func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.waiting--
		if d.over {
			err = errLate
		}
	}()
	if over {
		return errLate // the build is left in peace
	}
	return call()
}

// stock returns a copy of what a check has written down by now, the call that has
// not come back at its end. It returns nil where the check is not waiting for the
// build but at work itself.
func (a *asker) stock(within time.Duration) (*Transcript, Figures) {
	d := a.desk
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.waiting == 0 {
		return nil, Figures{}
	}
	d.over = true
	t := &Transcript{Check: a.transcript.Check, Raw: slices.Clone(a.transcript.Raw), Counts: maps.Clone(a.transcript.Counts),
		Err: tooLate(within), late: true}
	worlds := slices.Clone(a.transcript.Worlds)
	if a.latest != nil && !slices.Contains(worlds, a.latest) {
		worlds = append(worlds, a.latest)
	}
	for _, told := range worlds {
		n := len(told.Entries)
		kept := &Told{Label: told.Label, Steps: slices.Clone(told.Steps), History: voucher.History{Setup: told.Setup, Entries: told.Entries[:n:n]}}
		if told == d.told {
			asked := d.asked
			asked.Err = t.Err
			kept.Entries = append(kept.Entries, asked)
		}
		kept.Steps = slices.DeleteFunc(kept.Steps, func(at int) bool { return at >= len(kept.Entries) })
		t.Worlds = append(t.Worlds, kept)
	}
	return t, a.figures
}

// tooLate says that a check took too long.
func tooLate(within time.Duration) string { return fmt.Sprintf("no answer within %s", within) }
