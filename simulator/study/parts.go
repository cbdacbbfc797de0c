package study

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// partEnding ends the name of every partial file, and halfEnding that of one in the making.
const (
	partEnding = ".part"
	halfEnding = ".half"
)

// Parts is what stands in a folder of partial files.
type Parts struct {
	Whole   []string // names of the files that are whole and of the study
	Torn    []string // files that were cut off or damaged; their parts are lived again
	Foreign []string // files of another study, of other facts or of another version
	Doubled []string // files whose part another file holds too, or whose name is not that of their part
	Missing int64    // parts of the study for which there is no file
}

// Err is nil where nothing foreign and nothing doubled stands in the folder: either may be a mistake
// that only its owner can mend.
func (p *Parts) Err() error {
	var wrong []error
	if len(p.Foreign) > 0 {
		wrong = append(wrong, fmt.Errorf("%s: of another study, other facts or another version of vouch; name another folder, or take them out", strings.Join(p.Foreign, ", ")))
	}
	if len(p.Doubled) > 0 {
		wrong = append(wrong, fmt.Errorf("%s: their part stands there twice, or not under its name; take them out", strings.Join(p.Doubled, ", ")))
	}
	return errors.Join(wrong...)
}

// folder is where the parts of a study are kept; nil: nowhere.
type folder struct {
	path string
	id   string
}

// at is the file of a part.
func (f *folder) at(n partName) string { return filepath.Join(f.path, n.String()+partEnding) }

// load returns the part that was kept; nil where there is none, or a torn one.
func (f *folder) load(n partName) (*part, error) {
	_, p, err := f.read(n)
	return p, err
}

// read is load, with the saved form too.
func (f *folder) read(n partName) (saved []byte, p *part, err error) {
	if f == nil {
		return nil, nil, nil
	}
	saved, err = os.ReadFile(f.at(n))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	p, err = readPart(saved, f.id)
	switch {
	case errors.Is(err, errTorn):
		return nil, nil, nil
	case err != nil:
		return nil, nil, fmt.Errorf("%s: %w", f.at(n), err)
	case p.partName != n:
		return nil, nil, fmt.Errorf("%s: it holds the part %s; take it out", f.at(n), p.partName)
	}
	return saved, p, nil
}

// fetch is load for a part that has to be there.
func (f *folder) fetch(n partName) (*part, error) {
	p, err := f.load(n)
	if err == nil && p == nil {
		err = fmt.Errorf("%s: the part is missing or damaged; live the study again with this folder", f.at(n))
	}
	return p, err
}

// keep writes a part whole or not at all: into a file of another name, which is then moved. A
// machine that loses power between the two leaves a torn file, which is known by its checksum.
func (f *folder) keep(n partName, saved []byte) error {
	if f == nil {
		return nil
	}
	half := f.at(n) + halfEnding
	if err := os.WriteFile(half, saved, 0o666); err != nil { //nolint:gosec // results are for whom the user's mask lets read them
		return err
	}
	return os.Rename(half, f.at(n))
}

// look reads every partial file of the folder, and says which parts of the study are there.
func (f *folder) look(d *design) (*Parts, error) {
	entries, err := os.ReadDir(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return &Parts{Missing: d.parts()}, nil
	}
	if err != nil {
		return nil, err
	}
	found := &Parts{Missing: d.parts()}
	for _, e := range entries {
		if !e.Type().IsRegular() || filepath.Ext(e.Name()) != partEnding {
			continue
		}
		if err := f.judge(found, d, e.Name()); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// judge sorts one file.
func (f *folder) judge(found *Parts, d *design, name string) error {
	data, err := os.ReadFile(filepath.Join(f.path, name))
	if err != nil {
		return err
	}
	p, err := readPart(data, f.id)
	switch {
	case errors.Is(err, errForeign):
		found.Foreign = append(found.Foreign, name)
	case err != nil:
		found.Torn = append(found.Torn, name)
	case p.String()+partEnding != name:
		found.Doubled = append(found.Doubled, name)
	case p.Replication >= d.most: // of a longer life of the same study
	default:
		found.Whole = append(found.Whole, name)
		found.Missing--
	}
	return nil
}

// clean takes away what a killed run has left half written.
func (f *folder) clean() error {
	halves, err := filepath.Glob(filepath.Join(f.path, "*"+partEnding+halfEnding))
	slices.Sort(halves)
	for _, half := range halves {
		err = errors.Join(err, os.Remove(half))
	}
	return err
}
