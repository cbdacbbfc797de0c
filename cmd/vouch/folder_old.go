package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// workshopPrefix begins the name of every workshop; a number follows.
const workshopPrefix = ".vouch-"

// sweep takes away the workshops that runs which were killed have left beside the
// folder, and puts back an earlier result that one of them had put aside. Only what
// bears our mark is touched, and nothing of a run that lives.
func (f *folder) sweep(stderr io.Writer) {
	above := f.above()
	entries, _ := os.ReadDir(above) // what cannot be listed is not swept
	for _, e := range entries {
		if !e.IsDir() || !strings.HasPrefix(e.Name(), workshopPrefix) {
			continue
		}
		at := filepath.Join(above, e.Name())
		left := &folder{workshop: at}
		dead, err := left.isDead()
		if err != nil {
			fmt.Fprintf(stderr, "vouch: %s is left of a run that was killed, or of one that still runs; delete it if none does\n", at)
		}
		if !dead {
			continue
		}
		if err := left.takeAway(); err != nil {
			fmt.Fprintf(stderr, "vouch: %s is left of a run that was killed: %v\n", at, err)
			continue
		}
		fmt.Fprintf(stderr, "vouch: took away %s, which a run that was killed had left\n", at)
	}
}

// isDead reports whether a workshop is ours and its run has ended, and then reads
// for which result it was. The error says that it is ours and nobody can tell.
func (f *folder) isDead() (bool, error) {
	var err error
	if f.mark, err = os.OpenFile(filepath.Join(f.workshop, markName), os.O_RDWR, 0); err != nil {
		return false, nil //nolint:nilerr // not ours
	}
	locked := lock(f.mark, false)
	text, err := io.ReadAll(io.LimitReader(f.mark, markMost))
	path, ours := strings.CutPrefix(string(text), markText+markPath)
	f.path = strings.TrimSuffix(path, "\n")
	switch {
	case err == nil && ours && locked == nil && strings.HasPrefix(f.path, filepath.Dir(f.workshop)+string(filepath.Separator)):
		return true, nil
	case err == nil && ours && errors.Is(locked, errors.ErrUnsupported):
		err = locked
	}
	_ = f.mark.Close() // only read
	return false, err
}

// markMost is how long a mark may be, with the longest of paths.
const markMost = 64 << 10

// takeAway deletes a workshop whose run is dead. An earlier result that the run had
// put aside goes back where no newer one stands.
func (f *folder) takeAway() error {
	defer f.mark.Close() //nolint:errcheck // only read
	if _, err := os.Lstat(f.aside()); err == nil {
		if _, err := os.Lstat(f.path); errors.Is(err, fs.ErrNotExist) {
			if err := f.restore(); err != nil {
				return err
			}
		} else {
			files, err := replaceable(f.aside())
			if err == nil {
				err = removeOld(f.aside(), f.aside(), files)
			}
			if err != nil {
				return err
			}
		}
	}
	return os.RemoveAll(f.workshop)
}

// earlier is the result that a folder replaces, as its manifest lists it.
type earlier struct {
	path   string
	hashes map[string]string // of files, by names parted by slashes
	files  []string          // found as they were written
}

// errFileThere is the error of a folder of results where a file is in the way.
var errFileThere = errors.New("a file stands there or above it; name a new folder such as report")

// replaceable returns the files of an earlier result that may be deleted: those
// that its manifest lists, as they were written. Whatever else stands at the
// path is an error.
func replaceable(path string) (files []string, err error) {
	entries, err := os.ReadDir(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case errors.Is(err, syscall.ENOTDIR):
		return nil, errFileThere
	case err != nil:
		return nil, err
	case len(entries) == 0:
		return nil, writable(path)
	}
	text, err := os.ReadFile(filepath.Join(path, manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("the folder is not empty and holds no result of vouch; name a new one")
	}
	var m manifest
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	if err != nil {
		return nil, fmt.Errorf("%s of an earlier result cannot be read: %w; name a new folder", manifestName, err)
	}
	e := &earlier{path: path, hashes: map[string]string{manifestName: hashOf(text)}}
	for _, f := range m.Files {
		e.hashes[f.Name] = f.SHA256
	}
	err = filepath.WalkDir(path, e.look)
	return e.files, err
}

// look refuses what is not of the earlier result, or not as it was written.
func (e *earlier) look(name string, d fs.DirEntry, err error) error {
	if err != nil {
		return err
	}
	rel, err := filepath.Rel(e.path, name)
	if err != nil {
		return err
	}
	rel = filepath.ToSlash(rel)
	switch {
	case d.IsDir() && rel != "." && !e.holds(rel):
		return fmt.Errorf("the folder %s in it is not of vouch; name a new folder, or take that one out", rel)
	case d.IsDir():
		return writable(name)
	case e.hashes[rel] == "" || !d.Type().IsRegular():
		return fmt.Errorf("%s in it is not of vouch; name a new folder, or take that file out", rel)
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	switch {
	case e.hashes[rel] == hashOf(content):
		e.files = append(e.files, name)
	case rel == knownName: // meant to be filled in, and then nobody's but its user's
		return fmt.Errorf("%s in it was changed since it was written, as where reasons are filled in; copy it elsewhere first, such as to where your build is kept, and name a new folder", rel)
	default:
		return fmt.Errorf("%s in it was changed since it was written; name a new folder", rel)
	}
	return nil
}

// holds reports whether a file of the result stands in a folder.
func (e *earlier) holds(folder string) bool {
	for name := range e.hashes {
		if strings.HasPrefix(name, folder+"/") {
			return true
		}
	}
	return false
}

// writable refuses a folder that its owner has closed.
func writable(path string) error {
	info, err := os.Stat(path)
	if err == nil && info.Mode().Perm()&0o200 == 0 {
		err = fmt.Errorf("the folder %s may not be written; name a new one", filepath.Base(path))
	}
	return err
}

// removeOld deletes the listed files of an earlier result that was put aside,
// and the folders that are empty then.
func removeOld(aside, path string, files []string) error {
	folders := []string{aside}
	for _, file := range files {
		rel, err := filepath.Rel(path, file)
		if err != nil {
			return err
		}
		if err := os.Remove(filepath.Join(aside, rel)); err != nil {
			return err
		}
		if dir := filepath.Join(aside, filepath.Dir(rel)); !slices.Contains(folders, dir) {
			folders = append(folders, dir)
		}
	}
	for i := len(folders) - 1; i >= 0; i-- {
		if err := os.Remove(folders[i]); err != nil {
			return err
		}
	}
	return nil
}

func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
