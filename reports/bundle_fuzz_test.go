package reports_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"testing"

	"github.com/vouch-kz/vouch/reports"
)

// archived makes a bundle whose last file is damaged or not: the checksums are made for
// what it was.
func archived(f *testing.F, files ...reports.BundleFile) []byte {
	f.Helper()
	var b bytes.Buffer
	if err := reports.WriteBundle(&b, files); err != nil {
		f.Fatal(err)
	}
	return b.Bytes()
}

// FuzzReadBundle: whatever a bundle holds, it is read whole or refused, and what was read
// is written and read again the same. The bytes are those of the archive within, with
// checksums or without: a changed byte of what is compressed is found by gzip alone.
func FuzzReadBundle(f *testing.F) {
	for _, bundle := range [][]byte{
		archived(f),
		archived(f, reports.BundleFile{Name: "manifest.json", Content: []byte(`{}`)}),
		archived(f, reports.BundleFile{Name: "a/b.txt", Content: []byte("x")}, reports.BundleFile{Name: "empty", Content: nil}),
	} {
		f.Add(false, bundle)
		unzipped, err := gzip.NewReader(bytes.NewReader(bundle))
		if err != nil {
			f.Fatal(err)
		}
		var plain bytes.Buffer
		if _, err := plain.ReadFrom(unzipped); err != nil {
			f.Fatal(err)
		}
		f.Add(true, plain.Bytes())
	}
	var odd bytes.Buffer
	archive := tar.NewWriter(&odd)
	for _, h := range []*tar.Header{
		{Name: "../out", Typeflag: tar.TypeReg}, {Name: "link", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}, {Name: "sparse", Typeflag: tar.TypeReg, Size: 0},
	} {
		if err := archive.WriteHeader(h); err != nil {
			f.Fatal(err)
		}
	}
	f.Add(true, odd.Bytes())
	f.Fuzz(func(t *testing.T, inside bool, data []byte) {
		if inside {
			var zipped bytes.Buffer
			w := gzip.NewWriter(&zipped)
			_, err := w.Write(data)
			if err != nil || w.Close() != nil {
				t.Fatal(err)
			}
			data = zipped.Bytes()
		}
		files, err := reports.ReadBundle(bytes.NewReader(data))
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := reports.WriteBundle(&again, files); err != nil {
			t.Fatalf("read, and not to be written: %v", err)
		}
		second, err := reports.ReadBundle(&again)
		if err != nil || len(second) != len(files) {
			t.Fatalf("%d files, then %d, %v", len(files), len(second), err)
		}
	})
}

// FuzzSameVerdicts: whatever stands in the report of a bundle, it is compared or refused,
// and is the same as itself.
func FuzzSameVerdicts(f *testing.F) {
	for _, text := range []string{`{}`, `{"exit":1,"results":[{"check":"a","verdict":"fail"},{"check":"a","verdict":"pass"}],"profiles":[{"id":"full","verdict":"conformant"}]}`, `[`, `{"results":[null]}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if differs, err := reports.SameVerdicts(data, data); err == nil && len(differs) > 0 {
			t.Errorf("a report differs from itself: %q", differs)
		}
	})
}
