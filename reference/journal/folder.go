package journal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// A folder of worlds has a file that says what it is, which the process holds that
// has the folder open, and for each world a journal and its key. The names of the
// journals are the list of the worlds: a world is there from the instant at which
// its journal has its name, whole, and is deleted when it loses that. So the list
// needs no file of its own, which could tell otherwise than the journals do.
const (
	folderFile    = "worlds"
	folderText    = "a folder of worlds of vouch, format 1\n"
	worldSuffix   = ".journal"
	makingSuffix  = ".making"  // behind it: a world that nobody was told of yet
	droppedSuffix = ".dropped" // behind it: a world that is deleted
)

// Folder keeps many worlds, each in a journal of its own. Any number of goroutines
// may use it.
type Folder struct {
	path    string
	options Options
	lock    *os.File

	mu     sync.Mutex
	worlds map[string]*Journal
	gone   uint64 // records that were written to worlds that are deleted

	stop    chan struct{}
	stopped chan struct{}
}

// Found is a world that was in a folder when it was opened.
type Found struct {
	Name    string
	Journal *Journal
	Recovery
	Events []voucher.Event // all that ever happened in it
	Notes  [][]byte        // in the order in which they were written
}

// OpenFolder opens a folder of worlds and rebuilds them, or begins a new one where
// there is none or an empty one. While it is open, nobody else can open it. Of the
// options Setup and Rebuilt are not looked at. What a process that was killed has left
// half made or half deleted is cleared away. Errors are those of Open: one world that
// is not taken as it is keeps all from being opened, and nothing of it is changed.
func OpenFolder(ctx context.Context, path string, o Options) (*Folder, []Found, error) {
	f := &Folder{path: path, options: o, worlds: map[string]*Journal{}}
	f.options.Setup, f.options.Rebuilt, f.options.together = nil, nil, true
	if err := f.hold(); err != nil {
		return nil, nil, err
	}
	found, err := f.rebuild(ctx)
	if err != nil {
		return nil, nil, errors.Join(err, f.letGo())
	}
	if o.Sync == Interval {
		f.stop, f.stopped = make(chan struct{}), make(chan struct{})
		go f.flushOften()
	}
	return f, found, nil
}

// hold takes the folder for this process alone.
func (f *Folder) hold() error {
	if err := os.Mkdir(f.path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("folder of worlds: %w", err)
	}
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return fmt.Errorf("folder of worlds: %w", err)
	}
	name := filepath.Join(f.path, folderFile)
	if ours := slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == folderFile }); !ours && len(entries) > 0 {
		return &Foreign{f.path, "it is no folder of worlds and not empty, and was left alone; name another one"}
	}
	if f.lock, err = os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return fmt.Errorf("folder of worlds: %w", err)
	}
	text := make([]byte, len(folderText)+1)
	if err = lock(f.lock); err != nil {
		return errors.Join(fmt.Errorf("folder of worlds %s: another process has it open; end that, or name another folder: %w", f.path, err), f.lock.Close())
	}
	n, err := f.lock.ReadAt(text, 0)
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		err = fmt.Errorf("folder of worlds %s: %w", f.path, err)
	case strings.HasPrefix(folderText, string(text[:n])): // a process may have ended while it wrote that
		_, err = f.lock.WriteAt([]byte(folderText), 0)
	default:
		err = &Foreign{name, "it is not of a format that this program reads; use the program that wrote it"}
	}
	if err != nil {
		return errors.Join(err, f.lock.Close())
	}
	return nil
}

// rebuild clears away what was left half done, and opens all worlds.
func (f *Folder) rebuild(ctx context.Context) ([]Found, error) {
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return nil, fmt.Errorf("folder of worlds: %w", err)
	}
	for _, e := range entries {
		switch name := f.file(e.Name()); {
		case strings.HasSuffix(name, worldSuffix+makingSuffix), strings.HasSuffix(name, worldSuffix+droppedSuffix):
			err = clearAway(name)
		case strings.Contains(e.Name(), worldSuffix+makingSuffix+KeySuffix+"."): // a key that was being written
			err = os.Remove(name)
		}
		if err != nil {
			return nil, fmt.Errorf("folder of worlds: clear away what was left: %w", err)
		}
	}
	var all []Found
	for _, e := range entries { // which are in the order of their names
		journal, isKey := strings.CutSuffix(e.Name(), KeySuffix)
		name, isWorld := strings.CutSuffix(e.Name(), worldSuffix)
		switch {
		case isWorld:
			w, err := f.again(ctx, name)
			if err != nil {
				return nil, err
			}
			all = append(all, w)
		case isKey && strings.HasSuffix(journal, worldSuffix) && !isThere(f.file(journal)) && isThere(f.file(e.Name())):
			return nil, &Foreign{f.file(journal), "it is gone, and " + e.Name() + " is there; give the journal back, or delete the key to forget the world"}
		}
	}
	return all, nil
}

func (f *Folder) file(name string) string { return filepath.Join(f.path, name) }

// isThere reports whether there is a file, or something that keeps it from being seen.
func isThere(name string) bool {
	_, err := os.Lstat(name)
	return !errors.Is(err, fs.ErrNotExist)
}

// clearAway deletes a world that was made or deleted by half: its key, under either
// name, and then the journal, by which the next start would know that it has to.
func clearAway(name string) error {
	bare := strings.TrimSuffix(strings.TrimSuffix(name, makingSuffix), droppedSuffix)
	for _, left := range []string{name + KeySuffix, bare + KeySuffix, name} {
		if err := os.Remove(left); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// again opens a world that is there.
func (f *Folder) again(ctx context.Context, name string) (Found, error) {
	w := Found{Name: name}
	o := f.options
	o.Rebuilt = func(events []voucher.Event, note []byte) {
		w.Events = append(w.Events, voucher.CloneEvents(events)...)
		if note != nil {
			w.Notes = append(w.Notes, slices.Clone(note))
		}
	}
	var err error
	if w.Journal, w.Recovery, err = Open(ctx, f.file(name+worldSuffix), o); err != nil {
		return w, err
	}
	w.Journal.options.Rebuilt = func([]voucher.Event, []byte) {} // what was found is not told twice
	f.worlds[name] = w.Journal
	return w, nil
}

// Make begins a world. Its secret is drawn where it is zero. An error that is
// voucher.ErrUnavailable says that it could not be kept; any other, that the setup is
// none of which a world can be made. Then there is no such world.
func (f *Folder) Make(ctx context.Context, name string, s *voucher.Setup) (*Journal, error) {
	world := *s
	world.Secret = secret(s.Secret).orDrawn()
	m, err := reference.New(&world)
	if err != nil {
		return nil, err
	}
	j, err := f.make(ctx, name, &world, m)
	if err != nil {
		return nil, fmt.Errorf("folder of worlds: make a world: %w: %w", voucher.ErrUnavailable, err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.worlds[name] = j
	return j, nil
}

// make writes a world under a name that is not its own, and then gives it that.
func (f *Folder) make(ctx context.Context, name string, s *voucher.Setup, m *reference.Machine) (*Journal, error) {
	path := f.file(name + worldSuffix)
	if name == "" || strings.ContainsAny(name, `/\.`) || isThere(path) {
		return nil, fmt.Errorf("%q is there already, or no name of a world", name)
	}
	o := f.options
	o.Setup, o.machine = s, m
	o.Rebuilt = func([]voucher.Event, []byte) {}
	j, _, err := Open(ctx, path+makingSuffix, o)
	if err == nil {
		f.step("written")
		err = j.forget() // not every system renames an open file
	}
	if err == nil {
		err = os.Rename(path+makingSuffix+KeySuffix, path+KeySuffix)
	}
	if err != nil {
		return nil, errors.Join(err, clearAway(path+makingSuffix))
	}
	f.step("key named")
	if err = os.Rename(path+makingSuffix, path); err == nil {
		f.step("named")
		err = syncDirectory(f.path)
	}
	if err == nil {
		j, _, err = Open(ctx, path, o)
	}
	if err != nil {
		return nil, errors.Join(err, os.Rename(path, path+droppedSuffix), clearAway(path+droppedSuffix))
	}
	return j, nil
}

// Drop deletes a world; one that is not there is none. After an error nobody knows
// whether it is deleted, and it answers nothing any more: it may be deleted again.
func (f *Folder) Drop(name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	j := f.worlds[name]
	if j == nil {
		return nil
	}
	path := f.file(name + worldSuffix)
	err := j.forget()
	if err == nil {
		err = os.Rename(path, path+droppedSuffix)
	}
	if errors.Is(err, fs.ErrNotExist) { // a Drop before has ended in an error behind that
		err = nil
	}
	if err == nil {
		f.step("dropped")
		err = syncDirectory(f.path)
	}
	if err == nil {
		err = clearAway(path + droppedSuffix)
	}
	if err != nil {
		return fmt.Errorf("folder of worlds: delete a world: %w: %w", voucher.ErrUnavailable, err)
	}
	records, _ := j.Written()
	f.gone += records
	delete(f.worlds, name)
	return nil
}

// step tells a test how far it is.
func (f *Folder) step(name string) {
	if f.options.step != nil {
		f.options.step(name)
	}
}

// forget lets go of a file that is deleted, and keeps nothing of it.
func (j *Journal) forget() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return nil
	}
	j.closed = true
	j.syncing.Lock()
	defer j.syncing.Unlock()
	j.fail(errDropped)
	return j.file.Close()
}

var errDropped = errors.New("its world is deleted")

// each calls f for every world that is there.
func (f *Folder) each(call func(*Journal)) {
	f.mu.Lock()
	all := make([]*Journal, 0, len(f.worlds))
	for _, j := range f.worlds {
		all = append(all, j)
	}
	f.mu.Unlock()
	for _, j := range all {
		call(j)
	}
}

// flushOften waits for the disk every SyncInterval, until the folder is closed.
func (f *Folder) flushOften() {
	defer close(f.stopped)
	ticker := time.NewTicker(SyncInterval)
	defer ticker.Stop()
	for {
		select {
		case <-f.stop:
			return
		case <-ticker.C:
			f.each((*Journal).flushRest)
		}
	}
}

// Written returns how many records were written since the folder was opened, and how
// many bytes the journals of the worlds have that are there.
func (f *Folder) Written() (records uint64, bytes int64) {
	f.mu.Lock()
	records = f.gone
	f.mu.Unlock()
	f.each(func(j *Journal) {
		r, b := j.Written()
		records, bytes = records+r, bytes+b
	})
	return records, bytes
}

// Err returns why one of the worlds can be kept no longer, nil while all can.
func (f *Folder) Err() (err error) {
	f.each(func(j *Journal) {
		if broken := j.Err(); err == nil && broken != nil && !errors.Is(broken, errDropped) {
			err = broken
		}
	})
	return err
}

// Close closes all worlds as Journal.Close does, and lets go of the folder.
func (f *Folder) Close() error {
	if f.stop != nil {
		close(f.stop)
		<-f.stopped
		f.stop = nil
	}
	return f.letGo()
}

// letGo closes what is open.
func (f *Folder) letGo() (err error) {
	f.each(func(j *Journal) { err = errors.Join(err, j.Close()) })
	return errors.Join(err, f.lock.Close())
}
