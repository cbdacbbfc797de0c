package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// childFlag marks a worker that another vouch has started for itself.
const childFlag = "child"

// children are workers that this process has started on this machine. Each ends with the
// pipe to its standard input, so that none is left when this process is killed.
type children struct {
	all []*child
}

type child struct {
	cmd  *exec.Cmd
	pipe io.Closer
	over chan struct{}
}

// childEnds is how long a child may take to end.
const childEnds = 5 * time.Second

// startChildren starts so many workers that meet at the same server.
func startChildren(n int, m *meeting, stderr io.Writer, words ...string) (*children, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("workers of this machine: %w", err)
	}
	c := new(children)
	for range n {
		cmd := exec.CommandContext(context.Background(), program) //nolint:gosec // it is this program
		cmd.Args = append([]string{os.Args[0], "worker", "--" + childFlag}, words...)
		cmd.Env, cmd.Stderr = m.environment(), stderr
		pipe, err := cmd.StdinPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			c.end()
			return nil, fmt.Errorf("workers of this machine: %w", err)
		}
		one := &child{cmd, pipe, make(chan struct{})}
		c.all = append(c.all, one)
		go func() {
			defer close(one.over)
			_ = one.cmd.Wait() // what it has to say stands on stderr
		}()
	}
	return c, nil
}

// end ends all of them, by force if need be.
func (c *children) end() {
	for _, one := range c.all {
		_ = one.pipe.Close()
	}
	late := time.NewTimer(childEnds)
	defer late.Stop()
	for _, one := range c.all {
		select {
		case <-one.over:
		case <-late.C:
			late.Reset(0) // the others have had their time too
			_ = one.cmd.Process.Kill()
			<-one.over
		}
	}
}
