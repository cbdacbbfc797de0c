package reports

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/vouch-kz/vouch/conformance"
	"github.com/vouch-kz/vouch/reference/voucher"
)

const knownHead = `# The failures of this run, as vouch conform --known takes them. Copy the file to where your build is kept, and
# say of each entry why it is known and what is being done about it: one without a reason is refused. An entry
# names one check, which has to fail in this one way, to the day given. There are no patterns.
known_failures:
`

// KnownFailures writes the failures of a run as a file of known failures, which
// conformance.ReadKnown reads once each has a reason. Entries that were there already
// keep theirs, and their last day where that is not over; all others expire on the day
// given.
func KnownFailures(w io.Writer, r *conformance.Report, already []conformance.KnownFailure, expires voucher.Day) error {
	entries := map[string]conformance.KnownFailure{}
	for _, k := range already {
		entries[k.Check] = k
	}
	for _, k := range r.Known {
		if k.Problem == conformance.ProblemExpired {
			k.Expires = ""
			entries[k.Check] = k
		}
	}
	var b strings.Builder
	b.WriteString(knownHead)
	for i := range r.Results {
		c := &r.Results[i]
		if c.Verdict != conformance.Fail && c.Verdict != conformance.ExpectedFail || c.Failure == nil {
			continue
		}
		k := entries[c.Check]
		if k.Expires == "" {
			k.Expires = expires.String()
		}
		fmt.Fprintf(&b, "  - check: %s\n    reason: %s\n    expires: %s\n    fingerprint: %s\n", c.Check, strconv.Quote(masked(k.Reason)), k.Expires, strconv.Quote(masked(c.Failure.Fingerprint)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
