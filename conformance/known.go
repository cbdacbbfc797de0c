package conformance

import "github.com/vouch-kz/vouch/reference/voucher"

// KnownFailure is one entry of the file of known failures.
type KnownFailure struct {
	Check       string      `yaml:"check"`
	Reason      string      `yaml:"reason"`      // why it is known, in the build's own words
	Expires     voucher.Day `yaml:"expires"`     // the last day on which it counts
	Fingerprint string      `yaml:"fingerprint"` // of the failure that is known; another one is new
	// Problem is what a run found about the entry: "stale", "expired", "other-failure", "not-run".
	Problem string `yaml:"-"`
}
