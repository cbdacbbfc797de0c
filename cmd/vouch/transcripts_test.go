package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/wire"
)

// Whatever a build answers, a run holds on to a bounded part of it and counts the
// rest: here of 2,560 answers of 8 MiB each.
func TestTranscriptsAreBounded(t *testing.T) {
	kept := &transcripts{}
	big := (&wire.Exchange{ResponseBody: bytes.Repeat([]byte("x,"), 4<<20)}).Masked()
	for check := range 64 {
		for range 40 {
			e := *big
			e.Check, e.ResponseBody = strings.Repeat("c", check+1), bytes.Clone(big.ResponseBody)
			kept.add(&e)
		}
	}
	all, leftOut := kept.all()
	held := 0
	perCheck := map[string]int{}
	for _, e := range all {
		held += cap(e.ResponseBody)
		perCheck[e.Check] += len(e.ResponseBody)
	}
	if held > transcriptBytes || held < transcriptBytes/2 {
		t.Errorf("%d bytes are held of 20 GiB, want at most %d and not much less", held, transcriptBytes)
	}
	for check, n := range perCheck {
		if n > checkBytes {
			t.Errorf("%d bytes are kept of one check of %d letters, want at most %d", n, len(check), checkBytes)
		}
	}
	if len(all)+leftOut != 64*40 {
		t.Errorf("%d kept and %d left out, want %d together", len(all), leftOut, 64*40)
	}
}

// A check that asks much keeps its end, which shows what it came to.
func TestTranscriptsKeepTheEnd(t *testing.T) {
	kept := &transcripts{}
	half := bytes.Repeat([]byte("x"), checkBytes/2)
	for _, url := range []string{"/1", "/2", "/3"} {
		kept.add(&wire.Exchange{Check: "a", URL: url, ResponseBody: half})
	}
	kept.add(&wire.Exchange{Check: "b", URL: "/4", ResponseBody: bytes.Repeat(half, 3)})
	all, leftOut := kept.all()
	if len(all) != 1 || all[0].URL != "/3" || leftOut != 3 {
		t.Errorf("%d exchanges are kept and %d left out, want the last of the first check alone: two of half a MiB and their headers are more than one MiB", len(all), leftOut)
	}
}

// padded is a build whose every answer is right, and has 100 KiB of blanks behind it.
type padded struct{ http.ResponseWriter }

func (p padded) Write(b []byte) (int, error) {
	if n, err := p.ResponseWriter.Write(b); err != nil {
		return n, err
	}
	_, err := p.ResponseWriter.Write(bytes.Repeat([]byte(" "), 100<<10))
	return len(b), err
}

// WriteHeader says nothing of a length, which is another one now.
func (p padded) WriteHeader(status int) {
	p.Header().Del("Content-Length")
	p.ResponseWriter.WriteHeader(status)
}

// A run against a build with big answers says what its record does not hold, on the
// screen, in the manifest and in the archive.
func TestRecordSaysWhatItLeavesOut(t *testing.T) {
	target := right(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.ServeHTTP(padded{w}, r) })
	})
	out := filepath.Join(t.TempDir(), "run")
	status, stdout, stderr := conforming(t, "conform", "BOTH-MONEY-001/*", "--suite", "stories", "--no-oracle", "--target", target, "--out", out)
	if status != exitOK || !strings.Contains(stderr, "transcript.har leaves out ") {
		t.Fatalf("exit status %d and %q, want 0 and that exchanges are left out\n%s", status, stderr, stdout)
	}
	var manifest struct {
		LeftOut int `json:"exchanges_left_out"`
	}
	var archive struct {
		Log struct {
			Comment string
			Entries []struct {
				Comment  string
				Response struct{ BodySize int }
			}
		}
	}
	for name, into := range map[string]any{manifestName: &manifest, transcriptName: &archive} {
		text, err := os.ReadFile(filepath.Join(out, name))
		if err == nil {
			err = json.Unmarshal(text, into)
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	perCheck := map[string]int{}
	for _, e := range archive.Log.Entries {
		perCheck[e.Comment] += e.Response.BodySize
	}
	for check, n := range perCheck {
		if n > checkBytes {
			t.Errorf("%s: %d bytes are kept, want at most %d", check, n, checkBytes)
		}
	}
	if manifest.LeftOut == 0 || !strings.Contains(archive.Log.Comment, "left out") {
		t.Errorf("the manifest counts %d exchanges as left out and the archive says %q, want both to say it", manifest.LeftOut, archive.Log.Comment)
	}
}
