package journal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// Recovery says what was found when a journal was opened.
type Recovery struct {
	Fresh    bool            // the journal was begun anew
	Folded   uint64          // records for which a state stands in the file, of a start before
	Records  uint64          // that were read behind it, all of them whole
	Commands uint64          // among them
	Bytes    int64           // of the file that was kept
	Cut      int64           // bytes behind the last whole record that were cut off: at least one record was not written to its end
	Ended    bool            // the process before ended as it should, and left the same hash
	Now      voucher.Instant // where the clock stands
	Hash     voucher.Digest  // of the state that was rebuilt
	Saved    int64           // bytes by which this start has made the file shorter: it put the state in the place of its records
	// Uncompacted says why the file could not be made shorter; nil: it was, or was not
	// worth it. The journal goes on as it is.
	Uncompacted error
}

// Other is the error of a journal that this program answers otherwise than the
// one that wrote it. Nothing of the file was changed.
type Other struct {
	Path   string
	Record uint64
	Offset int64
	What   string
}

// Error says at which record, and what can be done.
func (o *Other) Error() string {
	return fmt.Sprintf("journal %s: record %d at byte %d: %s; use the program that wrote it", o.Path, o.Record, o.Offset, o.What)
}

// Disk is what a journal needs of a file.
type Disk interface {
	io.ReaderAt
	io.WriterAt
	Truncate(size int64) error  // cuts it off behind so many bytes, or makes it as long
	Sync() error                // waits until all that was written is safe
	Stat() (os.FileInfo, error) // tells its size
	Close() error               // lets go of it
}

// Open opens a journal and rebuilds its state, or begins a new one where there is
// no file. While it is open, nobody else can open it. A torn end is cut off and
// told. Errors of type *Foreign, *Damaged and *Other say that the file is not
// taken as it is, and nothing of it was changed. ctx ends the rebuilding.
func Open(ctx context.Context, path string, o Options) (*Journal, Recovery, error) {
	if o.open == nil {
		o.open = openFile
	}
	file, err := o.open(path)
	if err != nil {
		return nil, Recovery{}, fmt.Errorf("journal %s: %w", path, err)
	}
	if o.Behind != nil {
		file = o.Behind(file)
	}
	j := &Journal{options: o, path: path, file: file, chain: voucher.NewDigest()}
	r, err := j.begin(ctx)
	if err != nil {
		return nil, r, errors.Join(err, j.file.Close())
	}
	if o.Sync == Interval && !o.together {
		j.stop, j.stopped = make(chan struct{}), make(chan struct{})
		go j.flushOften()
	}
	return j, r, nil
}

// openFile opens or makes a file for one process alone.
func openFile(path string) (Disk, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lock(f); err != nil {
		return nil, errors.Join(errors.New("another process has it open; end that, or name another file"), f.Close())
	}
	here, err := f.Stat()
	if err == nil {
		named, gone := os.Stat(path)
		if err = gone; err == nil && !os.SameFile(here, named) {
			err = errors.New("another process has just made it compact; end that, or name another file")
		}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// begin reads what is there.
func (j *Journal) begin(ctx context.Context) (Recovery, error) {
	info, err := j.file.Stat()
	if err != nil {
		return Recovery{}, fmt.Errorf("journal %s: %w", j.path, err)
	}
	size := info.Size()
	if size == 0 {
		return j.found()
	}
	head, err := readHeader(j.path, j.file, size)
	if err != nil {
		return Recovery{}, err
	}
	id := head.id
	j.id, j.end = id, head.records()
	if j.setup, err = setupOf(j.path, head.world, j.options.Setup); err != nil {
		return Recovery{}, err
	}
	s := secret(j.setup.Secret)
	if head.state == nil && size == j.end && !hasSecret(j.path) { // the process ended between the two files: nothing was done yet
		s = s.orDrawn()
		err = j.writeSecret(id, s)
	} else {
		s, err = readSecret(j.path, id)
	}
	if err != nil {
		return Recovery{}, err
	}
	if j.setup.Secret = s; j.options.Setup != nil && j.options.Setup.Secret != [16]byte{} && j.options.Setup.Secret != s {
		return Recovery{}, &Foreign{j.path, "it was begun under another secret"}
	}
	switch {
	case head.state != nil && j.options.Rebuilt != nil:
		err = &Foreign{j.path, "it was made compact, and what happened in its earlier records is told by nothing; give back a copy of the file"}
	case head.state != nil:
		err = j.unfold(head.state, head.ends)
	default:
		err = j.fresh()
	}
	if err != nil {
		return Recovery{}, err
	}
	begun, before := j.end, j.seq
	r, err := j.rebuild(ctx, size)
	if err != nil {
		return r, err
	}
	r.Folded, r.Records = before, r.Records-before
	err = j.compact(&r, j.end-begun)
	return r, err
}

// fresh makes the machine, at the world's first instant.
func (j *Journal) fresh() (err error) {
	if j.machine, j.options.machine = j.options.machine, nil; j.machine == nil {
		if j.machine, err = reference.New(j.setup); err != nil {
			return fmt.Errorf("journal %s: %w", j.path, err)
		}
	}
	j.machine.Record(j.answered)
	j.clock = j.setup.At
	return nil
}

// found begins a new journal. The header is safe before the secret is, and that
// before the first record.
func (j *Journal) found() (Recovery, error) {
	switch {
	case hasSecret(j.path):
		return Recovery{}, &Foreign{j.path, "it is gone or empty, and " + j.path + KeySuffix +
			" is there; give the journal back, or delete the key to begin anew"}
	case j.options.Setup == nil:
		return Recovery{}, &Foreign{j.path, "there is none, and no setup to begin one with"}
	}
	s := *j.options.Setup
	s.Secret = secret(s.Secret).orDrawn()
	j.setup = &s
	if err := j.fresh(); err != nil {
		return Recovery{}, err
	}
	id, head, err := newHeader(j.setup)
	if err != nil {
		return Recovery{}, fmt.Errorf("journal %s: encode the setup: %w", j.path, err)
	}
	if _, err := j.file.WriteAt(head, 0); err != nil {
		return Recovery{}, errors.Join(fmt.Errorf("journal %s: write the header: %w", j.path, err), j.file.Truncate(0))
	}
	if err := errors.Join(j.file.Sync(), j.syncNames()); err != nil {
		return Recovery{}, fmt.Errorf("journal %s: write the header: %w", j.path, err)
	}
	if err := j.writeSecret(id, s.Secret); err != nil {
		return Recovery{}, err
	}
	j.id, j.end = id, int64(len(head))
	j.bytes.Store(j.end)
	return Recovery{Fresh: true, Bytes: j.end, Now: s.At, Hash: j.machine.StateDigest()}, nil
}

// syncNames makes the names safe of what was made; Folder does that for its own.
func (j *Journal) syncNames() error {
	if j.options.together {
		return nil
	}
	return syncDirectory(filepath.Dir(j.path))
}

// looksUp is how many records are read between two looks at whether to go on.
const looksUp = 1024

// rebuild gives all records to the machine.
func (j *Journal) rebuild(ctx context.Context, size int64) (r Recovery, err error) {
	s := newScanner(j.file, j.end, size, j.id.seed())
	s.seq = j.seq
	for {
		if s.seq%looksUp == 0 && ctx.Err() != nil {
			return r, ctx.Err()
		}
		one, err := s.next()
		switch {
		case errors.Is(err, io.EOF):
			return j.rebuilt(r, s)
		case errors.Is(err, errTorn):
			if r.Cut, err = j.cut(s); err != nil {
				return r, err
			}
			return j.rebuilt(r, s)
		case err != nil:
			return r, fmt.Errorf("journal %s: %w", j.path, err)
		}
		if err := j.again(ctx, &one, &r); err != nil {
			return r, err
		}
	}
}

// rebuilt completes what is told of a state that was rebuilt.
func (j *Journal) rebuilt(r Recovery, s *scanner) (Recovery, error) {
	j.end, j.seq = s.offset, s.seq
	j.bytes.Store(j.end)
	r.Records, r.Bytes, r.Now, r.Hash = s.seq, j.end, j.machine.Now(), j.machine.StateDigest()
	return r, nil
}

// cut drops a torn end, unless whole records follow it.
func (j *Journal) cut(s *scanner) (int64, error) {
	next, err := s.following()
	switch {
	case err != nil:
		return 0, fmt.Errorf("journal %s: %w", j.path, err)
	case next != 0:
		return 0, &Damaged{j.path, s.offset, next}
	}
	if err := errors.Join(j.file.Truncate(s.offset), j.file.Sync()); err != nil {
		return 0, fmt.Errorf("journal %s: cut off its torn end: %w", j.path, err)
	}
	return s.size - s.offset, nil
}

// again gives one record to the machine.
func (j *Journal) again(ctx context.Context, one *record, r *Recovery) error {
	other := func(what string) error { return &Other{j.path, one.seq, one.offset, what} }
	now := j.machine.Now()
	switch {
	case one.chain != j.chain:
		return other("the answers before it are other ones than those that were given")
	case one.at < now:
		return other("its clock goes back")
	}
	j.clock, r.Ended = one.at, false
	if one.at > now || one.kind == kindClock {
		events, err := j.machine.Advance(ctx, one.at)
		if err != nil {
			return other(err.Error())
		}
		j.tell(events, nil)
	}
	switch one.kind {
	case kindClock:
		return nil
	case kindNote:
		j.tell(nil, one.rest)
		return nil
	case kindEnd:
		hash, err := one.end()
		if err != nil {
			return other(err.Error())
		}
		if got := j.machine.StateDigest(); got != hash {
			return other(fmt.Sprintf("the state has the hash %016x, and had %016x", uint64(got), uint64(hash)))
		}
		r.Ended = true
		return nil
	}
	var o voucher.Outcome
	cmd, err := one.command()
	if err == nil {
		o, err = j.machine.Do(ctx, cmd)
	}
	if err != nil {
		return other(err.Error())
	}
	j.tell(o.Events, nil)
	r.Commands++
	return nil
}

// tell hands on what a record has brought.
func (j *Journal) tell(events []voucher.Event, note []byte) {
	if j.options.Rebuilt != nil && (len(events) > 0 || note != nil) {
		j.options.Rebuilt(events, note)
	}
}
