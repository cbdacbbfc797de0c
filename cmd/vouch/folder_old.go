package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// workshopPrefix begins the name of every workshop; a number follows.
const workshopPrefix = ".vouch-"

// leftovers returns the workshops beside the folder's own one: those of runs that
// were killed, and of any that still run, which nothing tells apart. Only what
// bears our mark is named.
func (f *folder) leftovers() (left []string) {
	if f == nil {
		return nil
	}
	above := f.above()
	entries, _ := os.ReadDir(above) // what cannot be listed is not told
	for _, e := range entries {
		dir := filepath.Join(above, e.Name())
		if !strings.HasPrefix(e.Name(), workshopPrefix) || dir == f.workshop {
			continue
		}
		if text, err := os.ReadFile(filepath.Join(dir, markName)); err == nil && string(text) == markText {
			left = append(left, dir)
		}
	}
	return left
}

// earlier is the result that a folder replaces, as its manifest lists it.
type earlier struct {
	path   string
	hashes map[string]string // of files, by names parted by slashes
	files  []string          // found as they were written
}

// replaceable returns the files of an earlier result that may be deleted: those
// that its manifest lists, as they were written. Whatever else stands at the
// path is an error.
func replaceable(path string) (files []string, err error) {
	entries, err := os.ReadDir(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
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
	e := &earlier{path: path, hashes: map[string]string{manifestName: hash(text)}}
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
	if e.hashes[rel] != hash(content) {
		return fmt.Errorf("%s in it was changed since it was written; name a new folder", rel)
	}
	e.files = append(e.files, name)
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

func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
