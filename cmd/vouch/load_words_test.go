package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/conformance/load"
)

// TestEveryWordOfALoadIsInItsHelp: what stands in a result, or may stand in --require,
// is said in one line.
func TestEveryWordOfALoadIsInItsHelp(t *testing.T) {
	help := vouched(t, "load", "--help")
	words := []string{"service", "errors", "skipped", "rate"}
	for _, op := range load.Ops() {
		words = append(words, string(op))
	}
	for _, trouble := range []load.Trouble{
		load.Unreachable, load.NoDescriptors, load.NoPorts, load.TLSFailed, load.TimedOut, load.Dropped, load.NoHTTP, load.WrongType, load.NotOurs,
		load.PushedBack, load.BusyAnswer, load.ServerError, load.Interrupted,
	} {
		words = append(words, string(trouble))
	}
	for _, word := range words {
		if !regexp.MustCompile(`(?m)^  ` + regexp.QuoteMeta(word) + `  +[a-z0-9J].{9,}$`).MatchString(help) {
			t.Errorf("vouch load --help does not say in a line what %q is", word)
		}
	}
	for _, word := range []string{"p50", "p90", "p99", "p999", "max", "mean"} {
		if !strings.Contains(help, " "+word+" ") {
			t.Errorf("vouch load --help does not name %s", word)
		}
	}
}
