package study

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// identify is the run id: a digest of everything that the figures of one run hang on. How often it
// is lived is not part of it, so that a study may go on where a shorter one ended.
func (d *design) identify(version string) string {
	h := sha256.New()
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(h, format+"\n", args...) } // a hash takes everything
	line("%s\n%s\n%s", Engine, version, d.facts.Digest())
	line("study %s seed %d chunks of %d", d.study.ID, d.study.Seed, chunkBlocks)
	for w, s := range d.worlds {
		line("world %s\n%s", d.told[w].ID, s.Canonical())
	}
	for _, sweep := range d.behaviour.sweeps {
		line("sweep %s %d %v", sweep.Mode, sweep.Points, sweep.Over)
	}
	return hex.EncodeToString(h.Sum(nil))
}
