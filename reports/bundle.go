package reports

import (
	"archive/tar"
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// BundleFile is one file of an evidence bundle.
type BundleFile struct {
	Name    string // parted by slashes
	Content []byte
}

// sumsName is the file that lists the checksums of all others, as sha256sum
// writes and reads it.
const sumsName = "SHA256SUMS"

// The limits of a bundle: what a run writes is far smaller.
const (
	bundleFilesMax = 10_000
	bundleBytesMax = 1 << 30
)

// WriteBundle writes files as a gzipped tar with their checksums. The same files
// give the same bytes: it holds no times and no owners.
func WriteBundle(w io.Writer, files []BundleFile) error {
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b BundleFile) int { return cmp.Compare(a.Name, b.Name) })
	var sums bytes.Buffer
	for i, f := range files {
		if err := bundleName(f.Name); err != nil {
			return err
		}
		if f.Name == sumsName || i > 0 && files[i-1].Name == f.Name {
			return fmt.Errorf("%s stands twice in the bundle", f.Name)
		}
		sum := sha256.Sum256(f.Content)
		fmt.Fprintf(&sums, "%s  %s\n", hex.EncodeToString(sum[:]), f.Name)
	}
	zipped := gzip.NewWriter(w)
	archive := tar.NewWriter(zipped)
	for _, f := range append(files, BundleFile{sumsName, sums.Bytes()}) {
		if err := archive.WriteHeader(&tar.Header{Name: f.Name, Mode: 0o644, Size: int64(len(f.Content)), Typeflag: tar.TypeReg, Format: tar.FormatPAX}); err != nil {
			return err
		}
		if _, err := archive.Write(f.Content); err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return zipped.Close()
}

// bundleName refuses names that lead out of a folder.
func bundleName(name string) error {
	if name == "" || path.Clean("/" + name)[1:] != name || strings.ContainsAny(name, "\\\x00\n") || path.IsAbs(name) {
		return fmt.Errorf("%q is no name of a file in a bundle", name)
	}
	return nil
}

// ReadBundle reads a bundle and holds every file against its checksum. The error
// says what is broken: not a bundle, cut off, a file changed, missing or added.
func ReadBundle(r io.Reader) ([]BundleFile, error) {
	zipped, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("not a bundle of vouch: %w", err)
	}
	files, err := readArchive(tar.NewReader(zipped))
	if err != nil {
		return nil, err
	}
	last := len(files) - 1
	if last < 0 || files[last].Name != sumsName {
		return nil, fmt.Errorf("no %s at its end; it is cut off, or no bundle of vouch", sumsName)
	}
	return files[:last], checkSums(files[:last], string(files[last].Content))
}

// readArchive reads the files of a tar, within the limits.
func readArchive(archive *tar.Reader) (files []BundleFile, err error) {
	var all int64
	for {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, fmt.Errorf("broken behind its file number %d: %w", len(files), err)
		}
		if err := bundleName(h.Name); err != nil {
			return nil, err
		}
		all += h.Size
		switch {
		case h.Typeflag != tar.TypeReg:
			return nil, fmt.Errorf("%s is no plain file", h.Name)
		case len(files) == bundleFilesMax || all > bundleBytesMax || h.Size < 0:
			return nil, fmt.Errorf("more than %d files or %d bytes", bundleFilesMax, bundleBytesMax)
		}
		content, err := io.ReadAll(io.LimitReader(archive, h.Size))
		if err != nil || int64(len(content)) != h.Size {
			return nil, fmt.Errorf("%s is cut off", h.Name)
		}
		files = append(files, BundleFile{h.Name, content})
	}
}

// checkSums compares files with their listed checksums.
func checkSums(files []BundleFile, sums string) error {
	want := map[string]string{}
	for line := range strings.Lines(sums) {
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if !ok || want[name] != "" {
			return fmt.Errorf("%s: %q is no line of it", sumsName, strings.TrimSpace(line))
		}
		want[name] = sum
	}
	var faults []error
	for _, f := range files {
		sum := sha256.Sum256(f.Content)
		switch want[f.Name] {
		case "":
			faults = append(faults, fmt.Errorf("%s was added", f.Name))
		case hex.EncodeToString(sum[:]):
		default:
			faults = append(faults, fmt.Errorf("%s was changed: its checksum is another one", f.Name))
		}
		delete(want, f.Name)
	}
	var gone []string
	for name := range want {
		gone = append(gone, name)
	}
	slices.Sort(gone)
	for _, name := range gone {
		faults = append(faults, fmt.Errorf("%s is missing", name))
	}
	return errors.Join(faults...)
}
