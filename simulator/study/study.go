// Package study lives through a study: every world under every point of behaviour, as often as it
// asks, block by block, and tells in what the worlds differ and how surely. It knows points, sums,
// intervals, partial files and calibration. It must not know how the rules are kept (it drives any
// voucher.World), how results look on paper, or what time it is: clocks are handed in.
package study
