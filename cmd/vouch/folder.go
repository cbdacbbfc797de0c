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

// folder is a result folder in the making. Files go into a hidden folder beside
// it, which takes its place at the end, so that nobody ever sees half of it.
type folder struct {
	path   string // where it will stand; folders above it may not be there yet
	making string // where it is made; "" once that is over
	files  []manifestFile
}

// claimFolder makes ready to write a result folder, and so finds out before a
// long run whether it can be written. An earlier result of vouch is replaced;
// anything else that stands there is refused and left alone. Without a path the
// folder is nil.
func claimFolder(path string) (*folder, error) {
	if path == "" {
		return nil, nil
	}
	at, err := resolve(path)
	if err != nil {
		return nil, misuse("--out %s: %w", path, err)
	}
	if _, err := replaceable(at); err != nil {
		return nil, misuse("--out %s: %w", path, err)
	}
	above := filepath.Dir(at)
	for above != filepath.Dir(above) {
		if _, err := os.Lstat(above); !errors.Is(err, fs.ErrNotExist) {
			break
		}
		above = filepath.Dir(above)
	}
	making, err := os.MkdirTemp(above, ".vouch-")
	if err != nil {
		return nil, misuse("--out %s: %w", path, err)
	}
	return &folder{path: at, making: making}, nil
}

// resolve returns the absolute path without symbolic links of a folder that may
// not exist yet.
func resolve(path string) (string, error) {
	at, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if target, err := filepath.EvalSymlinks(at); err == nil {
		at = target
	}
	here, err := os.Getwd()
	if err != nil {
		return "", err
	}
	if rel, err := filepath.Rel(at, here); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", errors.New("the folder you stand in, or one above it, is not replaced; name a new one such as report")
	}
	return at, nil
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
		return nil, nil
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
	listed := map[string]string{manifestName: hash(text)}
	for _, f := range m.Files {
		listed[f.Name] = f.SHA256
	}
	err = filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(path, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		content, err := os.ReadFile(name)
		switch {
		case err != nil:
			return err
		case listed[rel] == "":
			return fmt.Errorf("%s in it is not of vouch; name a new folder, or take that file out", rel)
		case listed[rel] != hash(content):
			return fmt.Errorf("%s in it was changed since it was written; name a new folder", rel)
		}
		files = append(files, name)
		return nil
	})
	return files, err
}

// add writes one file. The name is parted by slashes.
func (f *folder) add(name string, content []byte) error {
	at := filepath.Join(f.making, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(at), 0o777); err != nil {
		return err
	}
	f.files = append(f.files, manifestFile{Name: name, Bytes: len(content), SHA256: hash(content)})
	return os.WriteFile(at, content, 0o666)
}

// commit puts the folder into its place.
func (f *folder) commit() error {
	if err := os.Chmod(f.making, 0o755); err != nil { // the library made it for us alone
		return err
	}
	old, err := replaceable(f.path) // again: the run may have taken hours
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(f.path), 0o777); err != nil {
		return err
	}
	aside := f.making + "-old"
	err = os.Rename(f.path, aside)
	was := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(f.making, f.path); err != nil {
		if was {
			err = errors.Join(err, os.Rename(aside, f.path))
		}
		return err
	}
	f.making = ""
	if !was {
		return nil
	}
	return removeOld(aside, f.path, old)
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

// abandon takes back what was begun. After commit, and for no folder, it does
// nothing.
func (f *folder) abandon() {
	if f != nil && f.making != "" {
		// Nothing depends on it, and nobody is left to tell.
		_ = os.RemoveAll(f.making)
	}
}

func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
