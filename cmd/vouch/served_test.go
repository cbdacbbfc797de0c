package main

import (
	"bufio"
	"os/exec"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// served is the script command "served ARGS": vouch serve ARGS answers on a free port of the loopback, whose
// address is $URL, until the script is over.
func served(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: served ARGS")
	}
	vouch, err := exec.LookPath("vouch")
	ts.Check(err)
	cmd := exec.Command(vouch, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...) //nolint:noctx // ended below
	cmd.Dir = ts.MkAbs(".")
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	ts.Defer(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	ts.Check(err)
	ts.Setenv("URL", strings.TrimSpace(address))
}
