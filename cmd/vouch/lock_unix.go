//go:build unix && !aix && !solaris

package main

import (
	"os"
	"syscall"
)

// lock locks a file until it is closed or the process ends, however it ends. It
// waits for another one's lock, or says at once that there is one.
func lock(f *os.File, wait bool) error {
	how := syscall.LOCK_EX
	if !wait {
		how |= syscall.LOCK_NB
	}
	return syscall.Flock(int(f.Fd()), how)
}
