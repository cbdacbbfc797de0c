package main

import (
	"fmt"
	"os"
	"runtime/metrics"
	"strconv"
	"strings"
)

// held is how much memory is resident, in bytes; 0: it is not known.
type held struct {
	own, build int64
	runtime    bool // own is what the Go runtime has taken: the system does not tell
}

// memory looks at vouch's own process and, where it is known, at the build's.
func (s *soak) memory() held {
	h := held{own: residentOf("self")}
	if h.own == 0 {
		h.own, h.runtime = takenByRuntime(), true
	}
	if s.pid > 0 {
		h.build = residentOf(strconv.Itoa(s.pid))
	}
	return h
}

// String says both.
func (h held) String() string {
	const mebi = 1 << 20
	what := "resident memory"
	if h.runtime {
		what = "memory of the Go runtime"
	}
	text := fmt.Sprintf("%s %d MiB", what, h.own/mebi)
	if h.build > 0 {
		text += fmt.Sprintf(", of the build %d MiB", h.build/mebi)
	}
	return text
}

// residentOf reads how much memory of a process is resident, as Linux tells it; 0
// where it does not.
func residentOf(process string) int64 {
	text, err := os.ReadFile("/proc/" + process + "/statm")
	if err != nil {
		return 0
	}
	words := strings.Fields(string(text))
	if len(words) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(words[1], 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

// takenByRuntime is how much memory the Go runtime has taken from the system.
func takenByRuntime() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64()) //nolint:gosec // no machine has so much
}
