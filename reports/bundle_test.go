package reports_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vouch-kz/vouch/reports"
)

var bundled = []reports.BundleFile{{Name: "report.json", Content: []byte("{}")}, {Name: "failures/a.ndjson", Content: []byte("x\n")}, {Name: "events.ndjson"}}

func TestBundleComesBackAsItWas(t *testing.T) {
	var first, second bytes.Buffer
	for _, w := range []*bytes.Buffer{&first, &second} {
		if err := reports.WriteBundle(w, bundled); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same files gave other bytes; a bundle holds no times")
	}
	got, err := reports.ReadBundle(&first)
	if err != nil {
		t.Fatal(err)
	}
	want := []reports.BundleFile{{Name: "events.ndjson", Content: []byte{}}, {Name: "failures/a.ndjson", Content: []byte("x\n")}, {Name: "report.json", Content: []byte("{}")}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the bundle reads otherwise (- want, + got):\n%s", diff)
	}
}

func TestBundleNamesNothingOutside(t *testing.T) {
	for _, name := range []string{"", "/etc/passwd", "../up", "a/../b", "a//b", `a\b`, "SHA256SUMS"} {
		if err := reports.WriteBundle(new(bytes.Buffer), []reports.BundleFile{{Name: name}}); err == nil {
			t.Errorf("a bundle took the name %q", name)
		}
	}
}

// TestBrokenBundlesSayWhatIsBroken rebuilds archives by hand with one fault each.
func TestBrokenBundlesSayWhatIsBroken(t *testing.T) {
	const sums = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  x\n" // of the letter x
	type file struct{ name, content string }
	archive := func(files ...file) []byte {
		var b bytes.Buffer
		zipped := gzip.NewWriter(&b)
		tarred := tar.NewWriter(zipped)
		for _, f := range files {
			if err := tarred.WriteHeader(&tar.Header{Name: f.name, Mode: 0o644, Size: int64(len(f.content)), Typeflag: tar.TypeReg}); err != nil {
				t.Fatal(err)
			}
			if _, err := tarred.Write([]byte(f.content)); err != nil {
				t.Fatal(err)
			}
		}
		if err := tarred.Close(); err != nil {
			t.Fatal(err)
		}
		if err := zipped.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	whole := archive(file{"x", "x"}, file{"SHA256SUMS", sums})
	if _, err := reports.ReadBundle(bytes.NewReader(whole)); err != nil {
		t.Fatalf("the twin without a fault: %v", err)
	}
	for _, row := range []struct {
		name, want string
		bytes      []byte
	}{
		{"nothing", "not a bundle", nil},
		{"a page of HTML", "not a bundle", []byte("<html>")},
		{"cut off", "unexpected EOF", whole[:len(whole)/2]},
		{"a file changed", "x was changed", archive(file{"x", "y"}, file{"SHA256SUMS", sums})},
		{"a file added", "y was added", archive(file{"x", "x"}, file{"y", "y"}, file{"SHA256SUMS", sums})},
		{"a file missing", "x is missing", archive(file{"SHA256SUMS", sums})},
		{"no checksums", "no SHA256SUMS", archive(file{"x", "x"})},
		{"checksums that are none", "is no line of it", archive(file{"x", "x"}, file{"SHA256SUMS", "x"})},
		{"a name that leads out", "no name of a file", archive(file{"../x", "x"}, file{"SHA256SUMS", sums})},
	} {
		if _, err := reports.ReadBundle(bytes.NewReader(row.bytes)); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: error %v, want one with %q", row.name, err, row.want)
		}
	}
}

// TestSameVerdictsFindsEveryClaim: a report that claims one thing more, less or
// otherwise than its record gives is found out.
func TestSameVerdictsFindsEveryClaim(t *testing.T) {
	const follows = `{"exit":1,"plan_hash":"ab","outcome":"violation","results":[{"check":"A","verdict":"pass"},{"check":"B","verdict":"fail"}],"profiles":[{"id":"full","verdict":"not-conformant"}]}`
	for _, row := range []struct{ name, old, put, want string }{
		{"nothing", "", "", ""},
		{"the exit status", `"exit":1`, `"exit":0`, "exit status: 0 is claimed, 1 follows"},
		{"the plan", `"ab"`, `"cd"`, "plan: cd is claimed, ab follows"},
		{"the outcome", `"violation"`, `"conforms"`, "outcome: conforms is claimed, violation follows"},
		{"a verdict", `"fail"`, `"pass"`, "B: pass is claimed, fail follows"},
		{"a profile", `"not-conformant"`, `"conformant"`, "profile full: conformant is claimed, not-conformant follows"},
		{"a check too few", `,{"check":"B","verdict":"fail"}`, "", "B: nothing is claimed, fail follows"},
		{"a check twice, in place of another", `"check":"B","verdict":"fail"`, `"check":"A","verdict":"pass"`, "A again: pass is claimed, nothing follows\nB: nothing is claimed, fail follows"},
	} {
		differs, err := reports.SameVerdicts([]byte(strings.Replace(follows, row.old, row.put, 1)), []byte(follows))
		if got := strings.Join(differs, "\n"); err != nil || got != row.want {
			t.Errorf("%s: %q, error %v, want %q", row.name, got, err, row.want)
		}
	}
}
