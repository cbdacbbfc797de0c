package shard

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Count says how many shards have a file in a folder, of how many, by the names of the files alone: that is quick, and
// Look says whether they are whole. Both are 0 where none is there, or no folder yet. Where shards of different wholes
// stand, whoever waits waits in vain: both are the number of files.
func Count(dir string) (there, of int, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, 0, err
	}
	mixed := false
	for _, e := range entries {
		var s Share
		if n, _ := fmt.Sscanf(e.Name(), "shard-%d-of-%d"+partEnding, &s.I, &s.Of); n != 2 || s.FileName() != e.Name() || !e.Type().IsRegular() {
			continue
		}
		mixed = mixed || of != 0 && of != s.Of
		there, of = there+1, s.Of
	}
	if mixed {
		of = there
	}
	return there, of, nil
}
