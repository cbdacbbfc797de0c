// Package simulator lives through the two voucher programmes for a synthetic
// country. It knows the population and its behaviour, keyed random streams,
// integer distributions, the event queue, the one clock loop that drives a
// system under test, and the totals of a run. World facts stand in data/*.csv,
// each with the key of its source; figures invented for want of a source are
// labelled "model" there.
//
// It must not know the rules of the programmes (it asks and counts the
// answers, also the refusals), the reference machine (any system will do), the
// wire, and how a report looks.
package simulator
