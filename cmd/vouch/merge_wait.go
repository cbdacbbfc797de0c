package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/vouch-kz/vouch/simulator/cluster/shard"
)

// How often the folder is looked at: soon where the last shard is about to come, seldom where a file server is asked for
// hours.
const (
	lookSoon   = 100 * time.Millisecond
	lookSeldom = 5 * time.Second
)

// await waits until every shard has its file, for as long as --wait allows. Whether they are whole, and which are missing
// when the time is up, is told by whoever reads them.
func (m *merge) await(ctx context.Context, stderr io.Writer) error {
	if m.wait == 0 {
		return nil
	}
	until, pause := time.Now().Add(m.wait), lookSoon
	told := time.Now()
	for begun := false; ; begun = true {
		there, of, err := shard.Count(m.dir)
		if err != nil {
			return m.unlike(err)
		}
		left := time.Until(until)
		if of > 0 && there == of || left <= 0 {
			return nil
		}
		if !begun || time.Since(told) > tellEvery {
			told = time.Now()
			fmt.Fprintln(stderr, "vouch: waiting for shards in "+m.dir+": "+m.far(there, of))
		}
		select {
		case <-ctx.Done():
			return &failure{exitInterrupted, fmt.Errorf("interrupted while it waited for shards in %s: %s", m.dir, m.far(there, of))}
		case <-time.After(min(pause, left)):
		}
		pause = min(2*pause, lookSeldom)
	}
}

// far says how many shards are there.
func (m *merge) far(there, of int) string {
	if of == 0 {
		return "none is there yet"
	}
	return english.Sprintf("%d of %d are there", there, of)
}
