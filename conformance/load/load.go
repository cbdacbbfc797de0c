// Package load drives purchases against a build as a country's tills would, and then
// asks whether the money is still right.
//
// It knows when requests are due and keeps to it, what a till and a wallet say to each
// other, how long an answer took from the instant at which it was due, and what every
// acknowledged answer means for wallets, stores and sums. It must not know the
// reference: what a purchase has to be answered with is stated here once more, so that
// a fault of ours is found and not shared.
package load
