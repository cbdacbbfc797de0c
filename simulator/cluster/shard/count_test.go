package shard_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/vouch-kz/vouch/simulator/cluster/shard"
)

// Whoever waits for shards counts their names, and nothing that only looks alike.
func TestShardsAreCountedByTheirNames(t *testing.T) {
	for _, tt := range []struct {
		name      string
		files     []string
		there, of int
		why       string
	}{
		{"nothing", nil, 0, 0, "none is there yet"},
		{"one of three", []string{"shard-0002-of-0003.part"}, 1, 3, "two are still to come"},
		{"all", []string{"shard-0001-of-0002.part", "shard-0002-of-0002.part"}, 2, 2, "whoever waits may look"},
		{"half written", []string{"shard-0001-of-0002.part", "shard-0002-of-0002.part.half"}, 1, 2, "a half is no shard"},
		{"other files", []string{"shard-0001-of-0002.part", "shard-2-of-2.part", "notes.part", "shard-0002-of-0002.part~"}, 1, 2, "no shard is called so"},
		{"two wholes", []string{"shard-0001-of-0002.part", "shard-0001-of-0003.part"}, 2, 2, "waiting would mend nothing"},
	} {
		dir := t.TempDir()
		for _, name := range tt.files {
			if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if there, of, err := shard.Count(dir); there != tt.there || of != tt.of || err != nil {
			t.Errorf("%s: %d of %d, %v; want %d of %d: %s", tt.name, there, of, err, tt.there, tt.of, tt.why)
		}
	}
	if there, of, err := shard.Count(filepath.Join(t.TempDir(), "later")); there != 0 || of != 0 || err != nil {
		t.Errorf("no folder: %d of %d, %v; want none yet: a Job that merges may start before the first shard", there, of, err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := shard.Count(file); err == nil {
		t.Errorf("a file is counted in, want an error: there is no folder to wait for")
	}
}
