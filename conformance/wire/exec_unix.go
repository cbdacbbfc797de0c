//go:build unix

package wire

import (
	"errors"
	"os/exec"
	"syscall"
)

// apart gives a program a process group of its own, so that what it starts can be
// ended with it.
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// endAll kills a program that was started, and whatever it started itself and did
// not put apart. Those that have ended already are no error.
func endAll(cmd *exec.Cmd) error {
	err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	if errors.Is(err, syscall.ESRCH) {
		return nil
	}
	return err
}
