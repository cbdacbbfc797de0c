// Package food knows the rules of the food vouchers: one file a chapter, pure
// functions on values, every number in parameters.go.
//
// It must not know a clock, a store of records, the order in which commands
// come, or who calls it: the machine hands in the values that a decision needs
// and keeps what is decided. Nothing on the way of a purchase allocates.
package food
