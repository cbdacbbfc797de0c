// Package voucher is the vocabulary of both programmes: money, time, ids,
// commands, events, queries, refusals, readings, parameters and the one
// interface, System, that every implementation answers and every driver asks.
//
// It knows the words and their shapes. It must not know a rule, an amount or a
// date of either programme: those stand in packages gas and food. It imports
// the standard library only.
package voucher
