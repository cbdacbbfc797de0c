//go:build unix

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWhatADiskSaysIsNoMisuse: a shard or a merge that a disk, or a file server, keeps from its files ends with status 4,
// after which a job of Kubernetes tries again; what stands in the folder and is of something else ends it with status 2,
// for good.
func TestWhatADiskSaysIsNoMisuse(t *testing.T) {
	long := filepath.Join(t.TempDir(), strings.Repeat("n", 300))
	loop := filepath.Join(t.TempDir(), "loop")
	if err := os.Symlink(loop, loop); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	putFile(t, file, []byte("a letter"))
	for _, tt := range []struct {
		name  string
		words []string
		want  int
	}{
		{"a shard into what the disk refuses", []string{"compare", "food-two-mrp", "--families", "250", "--shard", "1/2", "--out", long}, exitFault},
		{"a merge of what the disk refuses", []string{"merge", loop}, exitFault},
		{"and one that waits", []string{"merge", loop, "--wait", "1s"}, exitFault},
		{"a shard into a file", []string{"compare", "food-two-mrp", "--families", "250", "--shard", "1/2", "--out", file}, exitMisuse},
		{"a merge of a file", []string{"merge", file}, exitMisuse},
		{"and one that waits", []string{"merge", file, "--wait", "1s"}, exitMisuse},
	} {
		var stdout, stderr bytes.Buffer
		if got := run(t.Context(), tt.words, strings.NewReader(""), &stdout, &stderr); got != tt.want {
			t.Errorf("%s: exit status %d, want %d\n%s", tt.name, got, tt.want, &stderr)
		}
	}
}
