package study

import (
	"math"
	"math/big"
)

// spread is what moments say of a mean: they are parted into what the chance of draws does and what
// the points of behaviour do.
type spread struct {
	mean      float64
	chance    float64 // variance of the mean from the chance of draws
	parameter float64 // variance of a figure from point to point
	freedom   int64   // replications less one
	known     bool
}

// spread works out the moments of a number of replications, each under the same number of points.
//
// Replications are independent, so the spread of their means over the points is that of chance, with
// what chance and points do together. The rest, inside a replication, is what the points do: they are
// lived under the same draws.
func (m *moments) spread(replications, points int64) spread {
	runs := replications * points
	s := spread{mean: ratio(big.NewInt(m.sum), runs), freedom: replications - 1}
	sum := big.NewInt(m.sum)
	square := new(big.Int).Mul(sum, sum)
	if replications > 1 {
		// Σ group² / B − sum² / (R·B), over (R−1)·B for the variance of a group's mean, over R for that of the mean.
		between := new(big.Int).Mul(m.groups.int(), big.NewInt(replications))
		between.Sub(between, square)
		s.chance = ratio(between, replications*points*points) / float64(replications-1) / float64(replications)
		s.known = true
	}
	if points > 1 {
		within := new(big.Int).Mul(m.squares.int(), big.NewInt(points))
		within.Sub(within, m.groups.int())
		s.parameter = ratio(within, points*replications) / float64(points-1)
		s.known = true
	}
	return s
}

// ratio divides a whole number, exactly up to the last rounding.
func ratio(n *big.Int, by int64) float64 {
	f, _ := new(big.Rat).SetFrac(n, big.NewInt(by)).Float64()
	return f
}

// half is half of the interval of 95 % that chance and points make together.
func (s *spread) half() float64 {
	t := t95(s.freedom)
	// The products are rounded before they are added, so that every processor gives the same.
	return math.Sqrt(float64(t*t*s.chance) + float64(normal95*normal95*s.parameter))
}

// chanceHalf is half of the interval of 95 % that chance alone makes.
func (s *spread) chanceHalf() float64 { return t95(s.freedom) * math.Sqrt(s.chance) }

// relative is half of the interval of 95 % of a difference in per cent of its baseline. Where a run has more of the
// baseline it has more of the difference too: both are of the same draws, and a difference that is the same share of
// every run has an interval of nothing. What they have in common follows from the spread of their sum, the level.
func (s *spread) relative(base, delta *spread) float64 {
	share := delta.mean / base.mean
	rest := func(level, base, delta float64) float64 { // variance of the difference less its share of the baseline
		common := (level - base - delta) / 2
		return max(0, delta+float64(share*share*base)-float64(2*share*common))
	}
	of := spread{chance: rest(s.chance, base.chance, delta.chance), parameter: rest(s.parameter, base.parameter, delta.parameter), freedom: s.freedom}
	return 100 * of.half() / math.Abs(base.mean)
}

// mean is the mean of a figure over all runs.
func (m *moments) mean(s *sums) float64 { return ratio(big.NewInt(m.sum), s.replications*s.points) }

// estimate is the mean with its interval.
func (s *spread) estimate() Estimate {
	half := s.half()
	return Estimate{Mean: s.mean, Low: s.mean - half, High: s.mean + half, Known: s.known}
}

// normal95 is the 97.5 % quantile of the normal distribution.
const normal95 = 1.959964

// t95 is the 97.5 % quantile of Student's distribution: from the table up to 30 degrees of freedom, and
// by the first terms of its expansion beyond, to a thousandth.
func t95(freedom int64) float64 {
	table := [...]float64{12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010, 2.1788, 2.1604, 2.1448, 2.1314,
		2.1199, 2.1098, 2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423}
	switch {
	case freedom < 1:
		return normal95
	case freedom <= int64(len(table)):
		return table[freedom-1]
	}
	n := float64(freedom)
	const z = normal95
	return z + float64(z*(z*z+1))/(4*n) + float64(z*(5*z*z*z*z+16*z*z+3))/(96*n*n)
}
