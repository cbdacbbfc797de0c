package study

import (
	"math/big"
	"math/bits"
)

// wide is a whole number of 128 bits without a sign: squares of sums of money do not fit into less.
type wide struct{ high, low uint64 }

// addSquare adds n².
func (w *wide) addSquare(n int64) {
	u := uint64(max(n, -n))
	high, low := bits.Mul64(u, u)
	var carry uint64
	w.low, carry = bits.Add64(w.low, low, 0)
	w.high, carry = bits.Add64(w.high, high, carry)
	if carry != 0 {
		panic("study: a sum of squares does not fit into 128 bits")
	}
}

// int returns the number without a limit of size.
func (w *wide) int() *big.Int {
	n := new(big.Int).SetUint64(w.high)
	return n.Lsh(n, 64).Add(n, new(big.Int).SetUint64(w.low))
}

// moments is what is kept of a figure over all runs, in whole numbers: where runs come replication by
// replication, memory does not grow with them, and the order of the points in a replication is all
// the same.
type moments struct {
	sum     int64 // over all runs
	squares wide  // of each run
	now     int64 // sum of the replication at work
	groups  wide  // squares of the sums of the replications
}

// add adds a run of the replication at work.
func (m *moments) add(v int64) {
	m.sum += v
	m.squares.addSquare(v)
	m.now += v
}

// turn ends a replication.
func (m *moments) turn() {
	m.groups.addSquare(m.now)
	m.now = 0
}

// any reports whether a run gave anything but 0.
func (m *moments) any() bool { return m.squares != wide{} }
