package reports

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
)

const knownHead = `# The failures of this run, as vouch conform --known takes them. Copy the file to where your build is kept, and
# say of each entry why it is known and what is being done about it: one without a reason is refused. An entry
# names one check, which has to fail in this one way, to the day given. There are no patterns. Entries that were
# there and whose check this run did not judge stand at the end, as they were.
known_failures:
`

// KnownFailures writes the failures of a run as a file of known failures, which
// conformance.ReadKnown reads once each has a reason. An entry that was there already
// keeps its reason and its last day where the run failed in that very way and the day
// was not over, and all of itself where its check was not judged. Every other failure
// expires on the day given and has no reason: nobody has looked at it yet. What trips
// over another failure is listed too, as it will fail once that is known. What an
// entry for another failure of the check said, or one that is over, stands above it as
// a comment.
func KnownFailures(w io.Writer, r *conformance.Report, already []conformance.KnownFailure, expires voucher.Day) error {
	entries := map[string]conformance.KnownFailure{}
	for _, k := range slices.Concat(already, r.Known) { // the run has said what is wrong with an entry
		entries[k.Check] = k
	}
	var b strings.Builder
	b.WriteString(knownHead)
	for i := range r.Results {
		c := &r.Results[i]
		f := c.Failure
		switch {
		case c.Tripped != nil:
			f = c.Tripped
			fmt.Fprintf(&b, "  # Not judged: %s. Once that is known, this is how the check fails.\n", masked(c.Why.En))
		case c.Verdict != conformance.Fail && c.Verdict != conformance.ExpectedFail || f == nil:
			continue
		}
		k := conformance.KnownFailure{Check: c.Check, Expires: expires.String(), Fingerprint: f.Fingerprint}
		switch old := entries[c.Check]; {
		case old.Reason == "":
		case old.Fingerprint != k.Fingerprint:
			fmt.Fprintf(&b, "  # The entry until now was for another failure, %s, with the reason %s\n", inQuotes(old.Fingerprint), inQuotes(old.Reason))
		case old.Problem == conformance.ProblemExpired:
			fmt.Fprintf(&b, "  # The entry until now expired on %s, with the reason %s\n", old.Expires, inQuotes(old.Reason))
		default:
			k = old
		}
		writeKnown(&b, &k)
	}
	for i := range r.Known {
		if k := &r.Known[i]; k.Problem == conformance.ProblemNotRun {
			writeKnown(&b, k)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeKnown writes one entry.
func writeKnown(b *strings.Builder, k *conformance.KnownFailure) {
	fmt.Fprintf(b, "  - check: %s\n    reason: %s\n    expires: %s\n    fingerprint: %s\n", k.Check, inQuotes(k.Reason), k.Expires, inQuotes(k.Fingerprint))
}

// inQuotes is a text on one line, as YAML reads it, without what nobody may see.
func inQuotes(text string) string { return strconv.Quote(masked(text)) }
