package reports

import "github.com/vouch-kz/vouch/conformance/wire"

// masked takes out of a text what nobody but its owner may see, as transcripts do
// (BOTH-PRIVACY-001).
func masked(text string) string { return wire.Masked(text) }
