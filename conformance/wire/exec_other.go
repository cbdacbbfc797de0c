//go:build !unix

package wire

import "os/exec"

// apart does nothing: there are no process groups here.
func apart(*exec.Cmd) {}

// endAll kills a program, but not what it has started.
func endAll(cmd *exec.Cmd) error { return cmd.Process.Kill() }
