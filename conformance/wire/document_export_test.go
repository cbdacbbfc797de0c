package wire

import "github.com/vouch-kz/vouch/reference/voucher"

// EventMembers is what the document's table says that a kind of event has beside
// at, kind and programme, words between blanks.
func EventMembers(k voucher.EventKind) string { return eventMembers[k] }

// WithoutRoles forgets who may give a command, and read a kind of record, while f runs.
func WithoutRoles(command voucher.CommandKind, query voucher.QueryKind, f func()) {
	may, row := doers[command], readingOf(query)
	defer func(roles []voucher.Role) { doers[command], row.roles = may, roles }(row.roles)
	delete(doers, command)
	row.roles = nil
	f()
}
