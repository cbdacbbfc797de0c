// Package fault stands between a suite and a build and lets calls go wrong: requests
// get lost, answers get lost after the build has committed, copies come late, twice
// or in another order.
//
// It knows how a command, a read or a move of the clock travels, in process and over
// HTTP, and what can happen to it on the way. It must not know what a command means,
// nor what has to be answered: it judges nothing. What goes wrong is drawn from a seed,
// by the ordinal and the route of each call, so that the same seed and the same calls
// meet the same faults. Several clients have a line each: which of them comes first
// changes nothing on the lines of the others.
package fault

import (
	"fmt"
	"slices"
)

// Kind is what happens to one call on its way.
type Kind uint8

// The kinds of faults. The last three need a wire.
const (
	None        Kind = iota // it goes and is answered
	DropRequest             // it never reaches the build
	DropAnswer              // the build carries it out, and the answer gets lost
	Delay                   // it reaches the build only after several later commands
	Reorder                 // it reaches the build right after the next command
	Duplicate               // it reaches the build twice; the second answer is the one that comes
	Cut                     // the build carries it out, and the answer ends in mid-body
	BadGateway              // the build carries it out, and a gateway answers 502
	Unavailable             // a gateway answers 503 and hands nothing on

	kinds
)

var names = [kinds]string{"none", "drop_request", "drop_answer", "delay", "reorder", "duplicate", "cut", "bad_gateway", "unavailable"}

// Kinds returns all kinds but None, in order. The slice is the caller's.
func Kinds() []Kind {
	all := make([]Kind, 0, kinds-1)
	for k := None + 1; k < kinds; k++ {
		all = append(all, k)
	}
	return all
}

// Wired reports whether a kind can only happen on a wire.
func (k Kind) Wired() bool { return k >= Cut && k < kinds }

// String returns the kind's word, such as "drop_answer".
func (k Kind) String() string {
	if k < kinds {
		return names[k]
	}
	return fmt.Sprintf("fault(%d)", uint8(k))
}

// MarshalText writes the kind's word.
func (k Kind) MarshalText() ([]byte, error) {
	if k >= kinds {
		return nil, fmt.Errorf("fault %d is none", uint8(k))
	}
	return []byte(names[k]), nil
}

// UnmarshalText reads what MarshalText writes.
func (k *Kind) UnmarshalText(text []byte) error {
	n := slices.Index(names[:], string(text))
	if n < 0 {
		return fmt.Errorf("%q is no fault; write one of %v", text, names)
	}
	*k = Kind(n)
	return nil
}

// LostError says that no answer came to a call, and what has happened to it.
type LostError struct{ Kind Kind }

// Error says so.
func (e *LostError) Error() string { return "no answer came: " + e.Kind.String() }
