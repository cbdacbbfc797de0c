package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// childFlag marks a worker that another vouch has started for itself.
const childFlag = "child"

// children are workers that this process has started on this machine. Each ends with the
// pipe to its standard input, so that none is left when this process is killed.
type children struct {
	begin  func() (*child, error)
	mu     sync.Mutex
	all    []*child
	ending bool
	spare  int // that may take the place of others
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
	c := &children{begin: func() (*child, error) {
		cmd := exec.CommandContext(context.Background(), program) //nolint:gosec // it is this program
		cmd.Args = append([]string{os.Args[0], "worker", "--" + childFlag}, words...)
		cmd.Env, cmd.Stderr = m.environment(), stderr
		pipe, err := cmd.StdinPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			return nil, fmt.Errorf("workers of this machine: %w", err)
		}
		one := &child{cmd, pipe, make(chan struct{})}
		go func() {
			defer close(one.over)
			_ = one.cmd.Wait() // what it has to say stands on stderr
		}()
		return one, nil
	}}
	for range n {
		one, err := c.begin()
		if err != nil {
			c.end()
			return nil, err
		}
		c.all = append(c.all, one)
	}
	return c, nil
}

// mind has another child take the place of each that ends by itself, and tells of it, as often as spare says; then none
// is begun any more, and over is called with what has become of them.
func (c *children) mind(spare int, told func(string), over func(error)) {
	c.spare = spare
	for i, one := range c.all {
		go c.replace(i, one, told, over)
	}
}

// replace minds the place of one child.
func (c *children) replace(place int, one *child, told func(string), over func(error)) {
	for {
		<-one.over
		c.mu.Lock()
		c.spare--
		ending, spent := c.ending, c.spare < 0
		c.mu.Unlock()
		became := fmt.Sprintf("worker %d of this machine has ended: %v", one.cmd.Process.Pid, one.cmd.ProcessState)
		switch {
		case ending:
			return
		case spent:
			over(errors.New(became + "; so have others before it, and no more are begun"))
			return
		}
		told(became + "; another takes its place")
		c.mu.Lock()
		if c.ending {
			c.mu.Unlock()
			return
		}
		next, err := c.begin()
		if err == nil {
			c.all[place] = next
		}
		c.mu.Unlock()
		if err != nil {
			over(err)
			return
		}
		one = next
	}
}

// end ends all of them, by force if need be.
func (c *children) end() {
	c.mu.Lock()
	c.ending = true
	c.mu.Unlock()
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
