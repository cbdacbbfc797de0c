package shard_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/simulator/cluster/shard"
)

// numbers is a job whose parts say which they are.
type numbers struct {
	id    string
	parts int64
	lived int64
	stop  int64 // part before which it fails; 0: none
}

var errStopped = errors.New("stopped")

func (j *numbers) ID() string   { return j.id }
func (j *numbers) Parts() int64 { return j.parts }

func (j *numbers) part(n int64) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", j.id, n))
	return bytes.Repeat(sum[:], int(n%5)) // some are empty
}

func (j *numbers) Check(n int64, saved []byte) error {
	if !bytes.Equal(saved, j.part(n)) {
		return errors.New("not the part")
	}
	return nil
}

func (j *numbers) LiveSpan(ctx context.Context, from, to int64, keep func(int64, []byte) error) error {
	for n := from; n < to; n++ {
		if j.stop != 0 && n >= j.stop {
			return errStopped
		}
		if err := errors.Join(ctx.Err(), keep(n, j.part(n))); err != nil {
			return err
		}
		j.lived++
	}
	return nil
}

// order is what the job is made of.
func order(id string) *shard.Order {
	return &shard.Order{Kind: "numbers", Version: "v1", ID: id, Document: []byte("document of " + id), Arguments: []string{"count", "a file.yaml", "--to=9"}}
}

// half is a shard that is to be lived.
func half(dir, share string, j *numbers) *shard.Half {
	s, err := shard.ParseShare(share, nil)
	if err != nil {
		panic(err)
	}
	return &shard.Half{Order: order(j.id), Job: j, Share: s, Dir: dir}
}

// live lives a shard.
func live(t testing.TB, h *shard.Half) {
	t.Helper()
	if err := h.Open(); err != nil {
		t.Fatal(err)
	}
	if err := h.Live(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// all lives all shards of a job into a new folder.
func all(t testing.TB, id string, parts int64, of int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "shards")
	for i := range of {
		live(t, half(dir, fmt.Sprintf("%d/%d", i+1, of), &numbers{id: id, parts: parts}))
	}
	return dir
}

// errorOf is what is wrong with a folder, "" for nothing.
func errorOf(dir string) string {
	f, err := shard.Look(dir)
	if err == nil {
		err = f.Err()
	}
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestShares(t *testing.T) {
	environment := func(index string) func(string) string {
		return func(name string) string {
			if name != "JOB_COMPLETION_INDEX" {
				t.Errorf("the environment was asked for %s", name)
			}
			return index
		}
	}
	for _, tt := range []struct{ text, index, want, why string }{
		{"1/1", "", "1/1", "all of it"}, {"1/16", "", "1/16", "the first"}, {"16/16", "", "16/16", "the last"}, {"9999/9999", "", "9999/9999", "the most"},
		{"job/16", "0", "1/16", "Kubernetes counts from 0"}, {"job/16", "15", "16/16", "the last pod"},
		{"0/3", "", "the first of 3 is 1/3", "shards count from 1"}, {"4/3", "", "the last 3/3", "outside"}, {"x", "", "write I/N such as 3/16", "no shard"},
		{"", "", "write I/N", "nothing"}, {"/3", "", "the first of 3", "no number"}, {"1/0", "", "N from 1 to 9999", "none"}, {"1/10000", "", "N from 1 to 9999", "too many"},
		{"-1/3", "", "the first of 3", "a sign"}, {"+1/3", "", "the first of 3", "a sign"}, {"1/3/5", "", "write I/N", "two strokes"}, {" 1/3", "", "the first of 3", "a blank"},
		{"99999999999999999999/3", "", "the first of 3", "no number that fits"},
		{"job/16", "16", `which is "16"`, "one too many"}, {"job/16", "", `which is ""`, "no indexed job"}, {"job/16", "x", "completions: 16 sets it to 0 to 15", "no number"},
	} {
		got, err := shard.ParseShare(tt.text, environment(tt.index))
		told := got.String()
		if err != nil {
			told = err.Error()
		}
		if (err == nil) != (told == tt.want) || !strings.Contains(told, tt.want) {
			t.Errorf("ParseShare(%q) with index %q: %s, want %s: %s", tt.text, tt.index, told, tt.want, tt.why)
		}
	}
}

// TestSharesAreTheWhole: the shares of any number of parts follow each other without a gap, and none has two
// parts more than another.
func TestSharesAreTheWhole(t *testing.T) {
	for _, parts := range []int64{0, 1, 2, 15, 16, 17, 1000, 1<<62 + 3} {
		for _, of := range []int{1, 2, 3, 16, 9999} {
			var next int64
			least, most := parts, int64(0)
			for i := range of {
				from, to := shard.Share{I: i + 1, Of: of}.Parts(parts)
				if from != next || to < from {
					t.Fatalf("share %d of %d of %d parts is from %d to before %d, want it to begin at %d", i+1, of, parts, from, to, next)
				}
				next, least, most = to, min(least, to-from), max(most, to-from)
			}
			if next != parts || most-least > 1 {
				t.Errorf("%d shares of %d parts end at %d and have %d to %d, want all, and one more at most", of, parts, next, least, most)
			}
		}
	}
}

// TestShardsAreTheWhole: whoever has the files of all shards has every part, whatever the order in which they
// were made, also where there are fewer parts than shards.
func TestShardsAreTheWhole(t *testing.T) {
	for _, tt := range []struct {
		parts int64
		of    int
	}{{23, 1}, {23, 4}, {3, 5}, {0, 2}} {
		dir := all(t, "a", tt.parts, tt.of)
		f, err := shard.Look(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Err(); err != nil || f.Parts() != tt.parts || f.Of != tt.of {
			t.Errorf("%d shards of %d parts: %v; %d and %d", tt.of, tt.parts, err, f.Of, f.Parts())
		}
		want := order("a")
		if f.Order.ID != want.ID || f.Order.Kind != want.Kind || !bytes.Equal(f.Order.Document, want.Document) || fmt.Sprint(f.Order.Arguments) != fmt.Sprint(want.Arguments) {
			t.Errorf("order %+v, want %+v", f.Order, want)
		}
		for n := range tt.parts {
			if got, err := f.Part(n); err != nil || !bytes.Equal(got, (&numbers{id: "a"}).part(n)) {
				t.Errorf("part %d: %x, %v", n, got, err)
			}
		}
		if _, err := f.Part(tt.parts); err == nil {
			t.Error("a part too many was found")
		}
	}
}

// TestAShardGoesOn: a shard that fails in the middle keeps what was lived, the next life of it lives the rest alone,
// and its file has the bytes of one that nobody stopped. One that stands is left alone.
func TestAShardGoesOn(t *testing.T) {
	whole := all(t, "a", 20, 2)
	dir := t.TempDir()
	first := half(dir, "2/2", &numbers{id: "a", parts: 20, stop: 14})
	if err := first.Open(); err != nil {
		t.Fatal(err)
	}
	if err := first.Live(context.Background()); !errors.Is(err, errStopped) {
		t.Fatalf("%v, want the job's error", err)
	}
	if _, err := os.Stat(first.Path()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s: %v, want no file under its name before it is whole", first.Path(), err)
	}
	rest := &numbers{id: "a", parts: 20}
	again := half(dir, "2/2", rest)
	live(t, again)
	if again.Found != 4 || rest.lived != 6 || !strings.Contains(strings.Join(again.Notes, "\n"), "4 of 10 parts are there") {
		t.Errorf("%d found and %d lived, %q; want 4, 6 and to be told", again.Found, rest.lived, again.Notes)
	}
	sameFile(t, again.Path(), filepath.Join(whole, "shard-0002-of-0002.part"))
	idle := &numbers{id: "a", parts: 20}
	stands := half(dir, "2/2", idle)
	live(t, stands)
	if idle.lived != 0 || !stands.Stands() || stands.Missing() != 0 {
		t.Errorf("%d lived of a shard that stands, want none", idle.lived)
	}
}

func sameFile(t *testing.T, got, want string) {
	t.Helper()
	a, err := os.ReadFile(got)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(want)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Errorf("%s has other bytes than %s", got, want)
	}
}

// TestAShardGoesOnFromAnyLength: whatever a process that was killed has written, down to the byte, and whatever
// stands behind it, the next one makes the same file of it.
func TestAShardGoesOnFromAnyLength(t *testing.T) {
	whole := filepath.Join(all(t, "a", 9, 1), "shard-0001-of-0001.part")
	want, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	before := int64(-1)
	for cut := range len(want) + 1 {
		dir := t.TempDir()
		left := append(bytes.Clone(want[:cut]), bytes.Repeat([]byte{0xff}, cut%3*100)...)
		if err := os.WriteFile(filepath.Join(dir, "shard-0001-of-0001.part.half"), left, 0o600); err != nil {
			t.Fatal(err)
		}
		h := half(dir, "1/1", &numbers{id: "a", parts: 9})
		live(t, h)
		sameFile(t, h.Path(), whole)
		if h.Found < before {
			t.Fatalf("%d parts are found in %d bytes, and %d in fewer", h.Found, cut, before)
		}
		before = h.Found
		if left, _ := filepath.Glob(filepath.Join(dir, "*.half")); len(left) > 0 {
			t.Errorf("%q are left", left)
		}
	}
	if before != 9 {
		t.Errorf("%d of 9 parts are found in all bytes", before)
	}
}

// TestWhatIsInTheWayIsNamed: nothing is lived into a folder of another job, of other shares, or beside another process
// that makes the same shard; what stands there stays.
func TestWhatIsInTheWayIsNamed(t *testing.T) {
	dir := all(t, "a", 8, 2)
	other := half(dir, "1/2", &numbers{id: "b", parts: 8})
	version := half(dir, "1/2", &numbers{id: "a", parts: 8})
	version.Order.Version = "v2"
	longer := half(dir, "1/2", &numbers{id: "a", parts: 9})
	longer.Order.Document = []byte("document of a, ninefold")
	taken := half(t.TempDir(), "1/2", &numbers{id: "a", parts: 8})
	taken.Lock = func(*os.File) error { return shard.ErrTaken }
	for _, tt := range []struct {
		name string
		half *shard.Half
		want string
	}{
		{"another study", other, "shard-0001-of-0002.part in " + dir + " is of another study or scenario, other families, another seed or other facts, made by \"vouch count 'a file.yaml' --to=9\"; name another folder"},
		{"another version", version, "of another version of vouch, v1 in place of v2"},
		{"other replications", longer, "of the same worlds, with other replications, titles or limits"},
		{"other shares", half(dir, "1/3", &numbers{id: "a", parts: 8}), "one of 2 shards and not of 3"},
		{"another process", taken, "another vouch makes this shard now; wait"},
	} {
		if err := tt.half.Open(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want an error with %q", tt.name, err, tt.want)
		}
	}
	if err := taken.Open(); !errors.Is(err, shard.ErrTaken) {
		t.Errorf("another process: %v, want ErrTaken in it: the same command may do later", err)
	}
	if told := errorOf(dir); told != "" {
		t.Errorf("afterwards: %s, want the shards as they were", told)
	}
	if err := half(dir, "2/2", &numbers{id: "a", parts: 8}).Open(); err != nil {
		t.Errorf("the job itself: %v", err)
	}
}

// TestATornShardIsMadeAnew: a file that was cut off is no reason to stop whoever is to make it.
func TestATornShardIsMadeAnew(t *testing.T) {
	dir := all(t, "a", 8, 2)
	path := filepath.Join(dir, "shard-0001-of-0002.part")
	if err := os.Truncate(path, 90); err != nil {
		t.Fatal(err)
	}
	h := half(dir, "1/2", &numbers{id: "a", parts: 8})
	live(t, h)
	if told := errorOf(dir); told != "" || !strings.Contains(strings.Join(h.Notes, "\n"), "is cut off or damaged; it is made anew") {
		t.Errorf("%q, and told %q; want it mended, and told", told, h.Notes)
	}
}
