package conformance

// Operations are the words of all that the contract has, as the suite access counts
// them.
func Operations() (words []string) {
	for _, o := range operations() {
		words = append(words, o.String())
	}
	return words
}

// IsOwned reports whether an operation is about somebody's own record, for a role that
// may call it.
func IsOwned(word string) bool {
	for _, o := range operations() {
		for _, r := range o.roles() {
			if o.String() == word && len(owned(r, o.fields(o.blank()))) > 0 {
				return true
			}
		}
	}
	return false
}
