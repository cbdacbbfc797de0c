package wire

import "github.com/vouch-kz/vouch/reference/voucher"

// EventMembers is what the document's table says that a kind of event has beside
// at, kind and programme, words between blanks.
func EventMembers(k voucher.EventKind) string { return eventMembers[k] }
