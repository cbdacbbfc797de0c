package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// mostNamed is how much of a file that is read whole may be there. A device has no
// end, and would take all memory before anybody could say so.
const mostNamed = 16 << 20

// readNamed reads a file that a flag names. What is wrong with it is the user's to mend.
func readNamed(flag, name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, misuse("%s: %w", flag, err)
	}
	defer f.Close() //nolint:errcheck // only read
	data, err := io.ReadAll(io.LimitReader(f, mostNamed+1))
	switch {
	case errors.Is(err, syscall.EISDIR):
		return nil, misuse("%s: %s is a folder; name a file", flag, name)
	case err != nil:
		return nil, misuse("%s: %w", flag, err)
	case len(data) > mostNamed:
		return nil, misuse("%s: %s is longer than 16 MiB, which is all that is read; name another file", flag, name)
	}
	return data, nil
}

// unwritten is the error of what could not be made where the user wants it. above is
// the folder that it was to stand in. That nobody may write there, or nothing is there,
// is the user's to mend, and all else the machine's. The name under which it is made
// first is nobody's business.
func unwritten(flag, name, above string, err error) error {
	var at *fs.PathError
	if !errors.As(err, &at) {
		return fault("%s %s: %w", flag, name, err)
	}
	for _, theirs := range []error{fs.ErrNotExist, fs.ErrPermission, syscall.EROFS, syscall.ENOTDIR} {
		if errors.Is(err, theirs) {
			return misuse("%s %s: nothing can be made in %s: %w; name another place", flag, name, above, at.Err)
		}
	}
	return fault("%s %s: %w", flag, name, at.Err)
}
