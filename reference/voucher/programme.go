package voucher

// Programme is one of the two pilots, or both where a demand binds them alike.
type Programme uint8

// The programmes.
const (
	Gas  Programme = 1
	Food Programme = 2
	Both Programme = 3
)

// String returns "gas", "food" or "both", and "" for the zero value.
func (p Programme) String() string { return name(programmeNames[:], p) }

// ParseProgramme reads what String writes; ok is false for anything else.
func ParseProgramme(s string) (p Programme, ok bool) { return parse[Programme](programmeNames[:], s) }

var programmeNames = [...]string{Gas: "gas", Food: "food", Both: "both"}

// name returns the word of a small enumeration's value, "" where it has none.
func name[T ~uint8](names []string, v T) string {
	if int(v) < len(names) {
		return names[v]
	}
	return ""
}

// parse finds the value whose word is s; the zero value has no word.
func parse[T ~uint8](names []string, s string) (T, bool) {
	for i, n := range names {
		if n == s && n != "" {
			return T(i), true
		}
	}
	return 0, false
}
