package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// folder is a result folder in the making. Files go into a hidden workshop
// beside it, which is moved to its place at the end, so that nobody ever sees
// half of it.
type folder struct {
	path     string   // where it will stand; folders above it may not be there yet
	workshop string   // "" once that is over
	mark     *os.File // in the workshop, locked while the run lives
	files    []manifestFile
}

// What stands in a workshop.
const (
	makingName = "new" // the folder in the making
	asideName  = "old" // the result that it replaces, for a moment
	markName   = "vouch-works-here.txt"
	markText   = "A run of vouch makes its results in this folder, and takes it away at its end.\n"
	markPath   = "They will stand in " // then their path
)

// claimFolder makes ready to write a result folder, and so finds out before a
// long run whether it can be written. An earlier result of vouch is replaced;
// anything else that stands there is refused and left alone. What runs that were
// killed have left beside it is taken away, and stderr told. Without a path the
// folder is nil.
func claimFolder(path string, stderr io.Writer) (*folder, error) {
	if path == "" {
		return nil, nil
	}
	at, err := resolve(path)
	if err == nil {
		(&folder{path: at}).sweep(stderr)
	}
	if err == nil {
		_, err = replaceable(at)
	}
	if err != nil {
		return nil, misuse("--out %s: %w", path, err)
	}
	f := &folder{path: at}
	if err := f.open(); err != nil {
		f.abandon()
		return nil, f.unopened(path, err)
	}
	return f, nil
}

// unopened is the error of a folder that cannot be made where the user wants it.
func (f *folder) unopened(path string, err error) error {
	if f.workshop == "" { // nothing could be written into the folder above
		return unwritten("--out", path, f.above(), err)
	}
	return misuse("--out %s: %w", path, err)
}

// nameOfFolder refuses what nobody means as the name of a folder.
func nameOfFolder(text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return errors.New("no folder given; name one such as report")
	case strings.HasPrefix(text, "-"):
		return fmt.Errorf("%q is no folder; name one such as report, or write ./%s if that is its name", text, text)
	}
	return nil
}

// resolve returns the absolute path without symbolic links of a folder that may
// not exist yet.
func resolve(path string) (string, error) {
	at, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	target, err := filepath.EvalSymlinks(at)
	if err == nil {
		at = target
	} else if info, err := os.Lstat(at); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return "", errors.New("a symbolic link to what is not there; make the folder it points to, or name another one")
	}
	here, err := os.Getwd()
	if err != nil {
		return "", err
	}
	if target, err := filepath.EvalSymlinks(here); err == nil {
		here = target
	}
	if rel, err := filepath.Rel(at, here); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", errors.New("the folder you stand in, or one above it, is not replaced; name a new one such as report")
	}
	return at, nil
}

// above is the lowest folder over the result that is there already.
func (f *folder) above() string {
	above := filepath.Dir(f.path)
	for above != filepath.Dir(above) {
		if _, err := os.Lstat(above); !errors.Is(err, fs.ErrNotExist) {
			break
		}
		above = filepath.Dir(above)
	}
	return above
}

// open makes the workshop, and tries whether an earlier result can be moved: a
// mount point, for one, cannot.
func (f *folder) open() (err error) {
	if f.workshop, err = os.MkdirTemp(f.above(), workshopPrefix); err != nil {
		return err
	}
	if f.mark, err = os.Create(filepath.Join(f.workshop, markName)); err != nil {
		return err
	}
	// Locked before it says whose it is: nobody takes the folder of a run that lives.
	// Where there are no locks it is told and left.
	_ = lock(f.mark, true)
	if _, err := f.mark.WriteString(markText + markPath + f.path + "\n"); err != nil {
		return err
	}
	if err := os.Mkdir(f.making(), 0o777); err != nil { // less what the user's mask takes off
		return err
	}
	if _, err := os.Lstat(f.path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := os.Rename(f.path, f.aside()); err != nil {
		var why syscall.Errno
		if errors.As(err, &why) {
			err = why
		}
		return fmt.Errorf("the folder cannot be replaced, as a mount point or one in use: %w; name a new one", err)
	}
	return f.restore()
}

func (f *folder) making() string { return filepath.Join(f.workshop, makingName) }
func (f *folder) aside() string  { return filepath.Join(f.workshop, asideName) }

// restore puts the earlier result back into its place.
func (f *folder) restore() error {
	err := os.Rename(f.aside(), f.path)
	if err != nil {
		err = fmt.Errorf("the earlier result is in %s: %w", f.aside(), err)
		f.workshop = "" // it is not ours alone any more
	}
	return err
}

// add writes one file. The name is parted by slashes.
func (f *folder) add(name string, write func(io.Writer) error) error {
	w, err := f.create(name)
	if err != nil {
		return err
	}
	wrong := write(w)
	if err := w.close(); err != nil {
		return err
	}
	if wrong != nil {
		return fmt.Errorf("%s: %w", name, wrong)
	}
	return nil
}

// create begins a file that is written while a run goes on. close completes it.
func (f *folder) create(name string) (*written, error) {
	at := filepath.Join(f.making(), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(at), 0o777); err != nil {
		return nil, err
	}
	file, err := os.Create(at)
	if err != nil {
		return nil, err
	}
	return &written{folder: f, name: name, file: file, buffered: bufio.NewWriterSize(file, 1<<16), sum: sha256.New()}, nil
}

// written is a file of a folder in the making. What cannot be written is told by
// close alone: a full disk ends no run and takes no verdict away.
type written struct {
	folder   *folder
	name     string // parted by slashes
	file     *os.File
	buffered *bufio.Writer
	sum      hash.Hash
	bytes    int
	closed   bool
	err      error // the first
}

// Write writes, and never says that it could not.
func (w *written) Write(p []byte) (int, error) {
	if w.err == nil {
		_, w.err = w.buffered.Write(p)
		w.sum.Write(p) //nolint:gosec // a hash takes everything
		w.bytes += len(p)
	}
	return len(p), nil
}

// close completes the file and lists it, or says why it could not be written. After
// the first call, and for no file, it does nothing.
func (w *written) close() error {
	if w == nil || w.closed {
		return nil
	}
	w.closed = true
	if w.err == nil {
		w.err = w.buffered.Flush()
	}
	if err := w.file.Close(); w.err == nil {
		w.err = err
	}
	if w.err == nil {
		w.folder.files = append(w.folder.files, manifestFile{Name: w.name, Bytes: w.bytes, SHA256: hex.EncodeToString(w.sum.Sum(nil))})
	}
	return w.err
}

// drop takes the file back: it will not stand in the folder.
func (w *written) drop() {
	w.closed = true
	_ = w.file.Close() // nobody reads it any more
	_ = os.Remove(w.file.Name())
}

// commit puts the folder into its place, with the mode of the one that it
// replaces.
func (f *folder) commit() error {
	old, err := replaceable(f.path) // again: the run may have taken hours
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(f.path), 0o777); err != nil {
		return err
	}
	info, err := os.Stat(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(f.making(), f.path); err != nil {
			return err
		}
		return f.close()
	}
	if err != nil {
		return err
	}
	if err := os.Rename(f.path, f.aside()); err != nil {
		return err
	}
	if err := os.Rename(f.making(), f.path); err != nil {
		return errors.Join(err, f.restore())
	}
	if err := errors.Join(os.Chmod(f.path, info.Mode()), removeOld(f.aside(), f.path, old)); err != nil {
		at := f.aside()
		f.workshop = ""
		return fmt.Errorf("the new result stands, and of the earlier one something may be left in %s: %w", at, err)
	}
	return f.close()
}

// close takes the workshop away, which holds nothing but its mark now.
func (f *folder) close() error {
	at := f.workshop
	f.workshop = ""
	return errors.Join(f.mark.Close(), os.Remove(filepath.Join(at, markName)), os.Remove(at))
}

// told says where the result stands, and which page of it is for people.
func (f *folder) told(page string) string {
	return "written to " + f.path + "\nopen " + filepath.Join(f.path, page) + " in a browser"
}

// abandon takes back what was begun. After commit, and for no folder, it does
// nothing.
func (f *folder) abandon() {
	if f == nil || f.workshop == "" {
		return
	}
	if _, err := os.Lstat(f.aside()); err == nil && f.restore() != nil {
		return // an earlier result in the wrong place is better than none
	}
	// Nothing depends on it, and nobody is left to tell.
	_ = f.mark.Close() // nil is an error too
	_ = os.RemoveAll(f.workshop)
	f.workshop = ""
}
