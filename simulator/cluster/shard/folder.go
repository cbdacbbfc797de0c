package shard

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Folder is what stands in a folder of shards.
type Folder struct {
	Order *Order // of most of them; the arguments are those of the first shard that is there
	Of    int
	Dir   string

	files   []*file // by shard, from 0; nil: it is missing
	torn    []tornFile
	foreign []string        // with in what each differs
	doubled []string        // with which shard each holds
	halves  map[string]bool // names
}

// tornFile is a file that is not whole, and why.
type tornFile struct {
	name string
	err  error
}

// Look reads every shard of a folder to its end. An error says that there is none, or what the disk says;
// what is wrong with single files, Err tells.
func Look(dir string) (*Folder, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	f := &Folder{Dir: dir, halves: map[string]bool{}}
	var whole []*file
	for _, e := range entries {
		name := e.Name()
		switch {
		case !e.Type().IsRegular():
		case strings.HasSuffix(name, partEnding+halfEnding):
			f.halves[name] = true
		case filepath.Ext(name) == partEnding:
			read, err := readFile(filepath.Join(dir, name), name)
			switch {
			case errors.Is(err, errTorn), errors.Is(err, errUnknown):
				f.torn = append(f.torn, tornFile{name, err})
			case err != nil:
				return nil, err
			default:
				whole = append(whole, read)
			}
		}
	}
	if len(whole) == 0 {
		return nil, f.nothing()
	}
	f.sort(whole)
	return f, nil
}

// nothing is the error of a folder without a whole shard.
func (f *Folder) nothing() error {
	switch {
	case len(f.torn) > 0:
		return fmt.Errorf("%s: no shard is whole; %s is %w", f.Dir, f.torn[0].name, f.torn[0].err)
	case len(f.halves) > 0:
		return fmt.Errorf("%s: no shard is whole yet, and %d are half written; wait, or go on with the commands that make them", f.Dir, len(f.halves))
	}
	return fmt.Errorf("%s holds no shards; vouch compare or vouch simulate with --shard 1/2 --out %s makes the first of two", f.Dir, f.Dir)
}

// makes is the command that makes a shard.
func (o *Order) makes(s Share, dir string) string {
	return Command(append(slices.Clone(o.Arguments), "--shard", s.String(), "--out", dir))
}

// sort puts every file into its place: the job that most of them are of is the one that is meant.
func (f *Folder) sort(whole []*file) {
	most := 0
	for _, a := range whole {
		like := 0
		for _, b := range whole {
			if a.order.unlike(a.head.Shard.Of, b.order, b.head.Shard.Of) == "" {
				like++
			}
		}
		if like > most {
			most, f.Order, f.Of = like, a.order, a.head.Shard.Of
		}
	}
	f.files = make([]*file, f.Of)
	slices.SortStableFunc(whole, func(a, b *file) int { // a file under its own name is the one, copies are what is doubled
		return named(b) - named(a)
	})
	for _, file := range whole {
		i := file.head.Shard.I - 1
		if unlike := f.Order.unlike(f.Of, file.order, file.head.Shard.Of); unlike != "" {
			f.foreign = append(f.foreign, file.name+" is "+unlike)
			continue
		}
		if f.files[i] != nil {
			f.doubled = append(f.doubled, fmt.Sprintf("%s holds the shard %v, as %s does", file.name, file.head.Shard, f.files[i].name))
			continue
		}
		f.files[i] = file
	}
	for _, file := range f.files {
		if file != nil {
			f.Order.Arguments = file.order.Arguments
			break
		}
	}
}

// named is 1 for a file that has the name of its shard.
func named(f *file) int {
	if f.name == f.head.Shard.FileName() {
		return 1
	}
	return 0
}

// mostTold is how many missing shards are told with their commands.
const mostTold = 20

// Err says everything that keeps the shards from being the whole, each with what mends it; nil where nothing
// does.
func (f *Folder) Err() error {
	var wrong []string
	for _, foreign := range f.foreign {
		wrong = append(wrong, foreign+"; take it out")
	}
	for _, doubled := range f.doubled {
		wrong = append(wrong, doubled+"; take one out")
	}
	missing := f.missing()
	for _, torn := range f.torn {
		mend := "take it out"
		if i := slices.IndexFunc(missing, func(s Share) bool { return s.FileName() == torn.name }); i >= 0 {
			mend = "make it anew: " + f.Order.makes(missing[i], f.Dir)
			missing = slices.Delete(missing, i, i+1)
		}
		wrong = append(wrong, fmt.Sprintf("%s is %v; %s", torn.name, torn.err, mend))
	}
	for n, s := range missing {
		if n == mostTold {
			wrong = append(wrong, fmt.Sprintf("%d more of %d are missing", len(missing)-n, f.Of))
			break
		}
		state := "missing"
		if f.halves[s.FileName()+halfEnding] {
			state = "half written"
		}
		wrong = append(wrong, fmt.Sprintf("shard %v is %s; make it: %s", s, state, f.Order.makes(s, f.Dir)))
	}
	if len(wrong) == 0 {
		return nil
	}
	return errors.New(strings.Join(wrong, "\n"))
}

// missing lists the shards of which no file is whole.
func (f *Folder) missing() (all []Share) {
	for i, file := range f.files {
		if file == nil {
			all = append(all, Share{i + 1, f.Of})
		}
	}
	return all
}

// Parts is how many parts all shards have together, where none is missing.
func (f *Folder) Parts() int64 {
	last := f.files[f.Of-1].head
	return last.First + last.Parts
}

// Part reads a part of a folder that has no Err, by its number from 0.
func (f *Folder) Part(n int64) ([]byte, error) {
	i := slices.IndexFunc(f.files, func(of *file) bool { return n >= of.head.First && n < of.head.First+of.head.Parts })
	if i < 0 {
		return nil, fmt.Errorf("%s: no shard holds the part %d", f.Dir, n)
	}
	of := f.files[i]
	from, to := of.at[n-of.head.First], of.at[n-of.head.First+1]
	b := make([]byte, to-from)
	path := filepath.Join(f.Dir, of.name)
	read, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer read.Close() //nolint:errcheck // only read
	if _, err := read.ReadAt(b, from); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	length, size := binary.Uvarint(b)
	if size <= 0 || length != uint64(len(b)-size) {
		return nil, fmt.Errorf("%s was changed while it was read; make it anew: %s", path, f.Order.makes(of.head.Shard, f.Dir))
	}
	return b[size:], nil
}

// Bytes is how long all files are together.
func (f *Folder) Bytes() (sum int64) {
	for _, of := range f.files {
		if of != nil {
			sum += of.at[len(of.at)-1]
		}
	}
	return sum
}
