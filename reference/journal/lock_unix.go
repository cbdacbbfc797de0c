//go:build unix

package journal

import (
	"errors"
	"os"
	"syscall"
)

// lock takes a file for this process alone, until it is closed; another that has
// it is an error at once.
func lock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }

// syncDirectory makes the names in a directory safe.
func syncDirectory(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
