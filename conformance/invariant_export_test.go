package conformance

import "github.com/vouch-kz/vouch/reference/voucher"

// Broken are the findings of the invariants on a history, each with what was wanted.
func Broken(h *voucher.History) map[string][]string {
	all := map[string][]string{}
	for _, f := range faultsOf(h, true) {
		all[f.check] = f.expected
	}
	return all
}
