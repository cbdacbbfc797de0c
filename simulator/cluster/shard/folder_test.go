package shard_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/simulator/cluster/shard"
)

// TestWhatIsWrongWithAFolderIsNamed: each thing that keeps shards from being the whole is told by the name of the
// file, with what mends it; the folder without it is whole.
func TestWhatIsWrongWithAFolderIsNamed(t *testing.T) {
	read := func(dir, name string) []byte {
		t.Helper()
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	write := func(dir, name string, b []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	remove := func(dir, name string) {
		t.Helper()
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	const second = "shard-0002-of-0003.part"
	for _, tt := range []struct {
		name  string
		spoil func(dir string)
		want  []string
	}{
		{"nothing", func(string) {}, nil},
		{"other files", func(dir string) { write(dir, "notes.txt", []byte("mine")) }, nil},
		{"a half of what is whole", func(dir string) { write(dir, second+".half", read(dir, second)[:80]) }, nil},
		{"missing", func(dir string) { remove(dir, second) }, []string{"shard 2/3 is missing; make it: vouch count 'a file.yaml' --to=9 --shard 2/3 --out "}},
		{"half written", func(dir string) { write(dir, second+".half", read(dir, second)[:150]); remove(dir, second) }, []string{"shard 2/3 is half written; make it: vouch count"}},
		{"torn at its end", func(dir string) { b := read(dir, second); write(dir, second, b[:len(b)-1]) }, []string{second + " is cut off or damaged; make it anew: vouch count 'a file.yaml' --to=9 --shard 2/3 --out "}},
		{"torn at its beginning", func(dir string) { write(dir, second, read(dir, second)[:5]) }, []string{second + " is cut off or damaged; make it anew: vouch count"}},
		{"a torn copy", func(dir string) { write(dir, "copy.part", read(dir, second)[:300]) }, []string{"copy.part is cut off or damaged; take it out"}},
		{"one bit", func(dir string) { b := read(dir, second); b[len(b)/2] ^= 4; write(dir, second, b) }, []string{second + " is cut off or damaged"}},
		{"a byte too many", func(dir string) { write(dir, second, append(read(dir, second), 0)) }, []string{second + " is cut off or damaged"}},
		{"something else", func(dir string) { write(dir, "r0-p0-c0.part", bytes.Repeat([]byte("vouch study part 1\n"), 9)) }, []string{"r0-p0-c0.part is no shard, or one in a form that this version of vouch does not know"}},
		{"doubled", func(dir string) { write(dir, "shard-0002-of-0003 (1).part", read(dir, second)) }, []string{"shard-0002-of-0003 (1).part holds the shard 2/3, as " + second + " does; take one out"}},
		{"under another's name", func(dir string) { write(dir, second, read(dir, "shard-0001-of-0003.part")) }, []string{second + " holds the shard 1/3, as shard-0001-of-0003.part does", "shard 2/3 is missing"}},
		{"foreign", func(dir string) { write(dir, "z.part", read(all(t, "b", 10, 3), second)) }, []string{"z.part is of another study or scenario, other families, another seed or other facts, made by \"vouch count 'a file.yaml' --to=9\"; take it out"}},
		{"foreign in its place", func(dir string) { write(dir, second, read(all(t, "b", 10, 3), second)) }, []string{second + " is of another study or scenario", "shard 2/3 is missing"}},
		{"of other shares", func(dir string) {
			write(dir, "shard-0001-of-0005.part", read(all(t, "a", 10, 5), "shard-0001-of-0005.part"))
		}, []string{"shard-0001-of-0005.part is one of 5 shards and not of 3"}},
	} {
		dir := all(t, "a", 10, 3)
		tt.spoil(dir)
		told := errorOf(dir)
		if len(tt.want) == 0 && told != "" {
			t.Errorf("%s: %s, want nothing to be wrong", tt.name, told)
		}
		lines := strings.Count(told, "\n") + 1
		if told == "" {
			lines = 0
		}
		if lines < len(tt.want) || len(tt.want) > 0 && lines > 2 {
			t.Errorf("%s: %d lines, want %d: %s", tt.name, lines, len(tt.want), told)
		}
		for _, want := range tt.want {
			if !strings.Contains(told, want) {
				t.Errorf("%s: %s, want it to say %q", tt.name, told, want)
			}
		}
	}
}

// TestAFolderWithoutAShardSaysSo: an empty folder, one in which all are being written, one in which all are torn, and
// none at all.
func TestAFolderWithoutAShardSaysSo(t *testing.T) {
	dir := t.TempDir()
	if told := errorOf(dir); !strings.Contains(told, "holds no shards; vouch compare or vouch simulate with --shard 1/2 --out "+dir) {
		t.Errorf("empty: %q, want to be told what makes shards", told)
	}
	path := filepath.Join(dir, "shard-0001-of-0002.part")
	if err := os.WriteFile(path+".half", []byte("vouch sh"), 0o600); err != nil {
		t.Fatal(err)
	}
	if told := errorOf(dir); !strings.Contains(told, "no shard is whole yet, and 1 are half written") {
		t.Errorf("half written: %q", told)
	}
	if err := os.WriteFile(path, []byte("vouch shard 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if told := errorOf(dir); !strings.Contains(told, "no shard is whole; shard-0001-of-0002.part is cut off") {
		t.Errorf("torn: %q", told)
	}
	if told := errorOf(filepath.Join(dir, "nowhere")); !strings.Contains(told, "nowhere") {
		t.Errorf("not there: %q", told)
	}
}

// TestManyMissingAreNotAllTold: a folder of a thousand shards of which one is there is told on a screen.
func TestManyMissingAreNotAllTold(t *testing.T) {
	dir := t.TempDir()
	live(t, half(dir, "7/1000", &numbers{id: "a", parts: 1000}))
	told := errorOf(dir)
	if strings.Count(told, "\n") > 30 || !strings.HasSuffix(told, "979 more of 1000 are missing") {
		t.Errorf("%s, want the first and the number of the others", told)
	}
}

// TestCommandsCanBePasted: what a shell would take apart stands in quotes.
func TestCommandsCanBePasted(t *testing.T) {
	got := shard.Command([]string{"compare", "my file.yaml", "it's", "", "--reading=F01=purse", "$HOME", "я.yaml"})
	if want := `vouch compare 'my file.yaml' 'it'\''s' '' --reading=F01=purse '$HOME' 'я.yaml'`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// FuzzLook gives the reader of shards any bytes: it says what is wrong with them, and never panics.
func FuzzLook(f *testing.F) {
	dir := all(f, "a", 10, 1)
	whole, err := os.ReadFile(filepath.Join(dir, "shard-0001-of-0001.part"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:40])
	f.Add([]byte("vouch shard 1\n\xff\xff\xff\x0f"))
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "shard-0001-of-0001.part"), data, 0o600); err != nil {
			t.Fatal(err)
		}
		told := errorOf(dir)
		if told == "" && !bytes.Equal(data, whole) {
			if folder, err := shard.Look(dir); err != nil || folder.Of < 1 {
				t.Errorf("%v", err)
			}
		}
		if err := half(dir, "1/1", &numbers{id: "a", parts: 10}).Open(); err != nil && told == "" && bytes.Equal(data, whole) {
			t.Errorf("the shard itself: %v", err)
		}
	})
}
