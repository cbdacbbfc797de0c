// Package shard parts a job among processes that share nothing but a folder: each lives its share of the
// numbered parts into one file, and whoever has all files has the whole. It knows shares, files, and what
// may be wrong with them. It must not know what a part is, nor how parts are put together.
package shard

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Job is work in numbered parts, as package study and package simulator have it.
type Job interface {
	ID() string   // of everything that the bytes of the parts hang on
	Parts() int64 // at most
	// Check returns why bytes are not a part, or nil.
	Check(n int64, saved []byte) error
	// LiveSpan lives the parts from one number to before another and hands them out in their order.
	LiveSpan(ctx context.Context, from, to int64, keep func(n int64, saved []byte) error) error
}

// Order is a job as it is written down: whoever reads it can make the job anew.
type Order struct {
	Kind     string // such as compare: what makes a job of the document
	Version  string // of the program
	ID       string // of the job
	Document []byte
	// Arguments are the words of the command without the share and the folder, the command's name first.
	Arguments []string
}

// Share says which shard of how many something is, both from 1.
type Share struct{ I, Of int }

// MaxShards is how many shards a job may have, an Indexed Job of Kubernetes too: of more than 10,000 indexes that does
// not say by itself which have failed.
const MaxShards = 9999

// jobIndex is where an indexed job of Kubernetes tells each of its pods which one it is, from 0.
const jobIndex = "JOB_COMPLETION_INDEX"

// ParseShare reads a share: 3/16 is the third of sixteen, job/16 that of the pod of an indexed job of
// Kubernetes, whose environment is asked. The error says how to write one.
func ParseShare(text string, environment func(string) string) (Share, error) {
	which, of, parted := strings.Cut(text, "/")
	n, err := number(of)
	if !parted || err != nil || n < 1 || n > MaxShards {
		return Share{}, fmt.Errorf("%q is no shard; write I/N such as 3/16, the third of sixteen, with N from 1 to %d", text, MaxShards)
	}
	if which == "job" {
		index, err := number(environment(jobIndex))
		if err != nil || index < 0 || index >= n {
			return Share{}, fmt.Errorf("%q takes the shard from the environment variable %s, which is %q; an indexed job of Kubernetes with completions: %d sets it to 0 to %d",
				text, jobIndex, environment(jobIndex), n, n-1)
		}
		return Share{index + 1, n}, nil
	}
	i, err := number(which)
	if err != nil || i < 1 || i > n {
		return Share{}, fmt.Errorf("%q is no shard; the first of %d is 1/%d and the last %d/%d, or write job/%d in an indexed job of Kubernetes", text, n, n, n, n, n)
	}
	return Share{i, n}, nil
}

// number reads digits and nothing else.
func number(text string) (int, error) {
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0, errors.New("no number")
	}
	return strconv.Atoi(text)
}

// String writes the share as ParseShare reads it.
func (s Share) String() string { return fmt.Sprintf("%d/%d", s.I, s.Of) }

// Parts returns which of so many parts are of the share: from a number to before another. Shares of one
// job differ by one part at most, and some have none where there are fewer parts than shares.
func (s Share) Parts(all int64) (from, to int64) {
	at := func(i int64) int64 { // all × i ÷ of, and no product that does not fit
		of := int64(s.Of)
		return all/of*i + all%of*i/of
	}
	return at(int64(s.I) - 1), at(int64(s.I))
}

// partEnding ends the name of every file of a shard, and halfEnding that of one in the making.
const (
	partEnding = ".part"
	halfEnding = ".half"
)

// FileName is the name of the shard's file, such as shard-0003-of-0016.part.
func (s Share) FileName() string { return fmt.Sprintf("shard-%04d-of-%04d"+partEnding, s.I, s.Of) }
