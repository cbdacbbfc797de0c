package simulator

import "math/bits"

// The constants of splitmix64: the odd increment that spreads counters over
// all 64 bits, and the two multipliers of its finisher.
const (
	golden      = 0x9e3779b97f4a7c15
	multiplierA = 0xbf58476d1ce4e5b9
	multiplierB = 0x94d049bb133111eb
)

// Stream is an endless row of random numbers that belongs to one decision
// (Purpose) of one entity in one run. It is a value: nothing is stored per
// entity, any number of the row is computed from its position, and no draw
// shifts another. So a what-if differs from its baseline only by the what-if,
// and adding a territory changes no other family's life.
type Stream uint64

// NewStream returns the stream of one decision of one entity under a seed.
// Every seed is good, zero included. Entities are ids made by EntityID, never
// positions in a list.
func NewStream(seed uint64, p Purpose, entity uint64) Stream {
	return Stream(mix(purposeKey(seed, p) + entity*multiplierA + 1))
}

// At returns the n-th number of the stream, all 64 bits random. Let n be the
// entity's own counter of time (a month, a day, month<<8 plus the k-th purchase),
// not "the next call": then skipping a day shifts nothing.
func (s Stream) At(n uint64) uint64 {
	return mix(uint64(s) + (n+1)*golden)
}

// Streams holds what all streams of one seed share, so that a draw in a hot
// loop costs two mixings, not three. It is read only once made, and safe for
// any number of goroutines.
type Streams struct {
	keys [purposeLimit]uint64
}

// NewStreams prepares the streams of one seed.
func NewStreams(seed uint64) *Streams {
	s := new(Streams)
	for p := range s.keys {
		s.keys[p] = purposeKey(seed, Purpose(p))
	}
	return s
}

// Of returns the same stream as NewStream with the seed of s. The purpose is
// one of the constants of this package.
func (s *Streams) Of(p Purpose, entity uint64) Stream {
	return Stream(mix(s.keys[p%purposeLimit] + entity*multiplierA + 1))
}

// IntN turns a random number into a whole number from 0 to n-1, each as likely
// as another within n/2^64. For n = 0 it returns 0.
func IntN(u, n uint64) uint64 {
	high, _ := bits.Mul64(u, n)
	return high
}

// Million is a whole in parts per million, the unit of every share.
const Million = 1_000_000

// Chance turns a random number into a yes with a share of ppm parts per
// million: never at 0, always at 1,000,000 and above. The same number says yes
// to every greater share, so raising a share only adds people.
func Chance(u uint64, ppm uint32) bool {
	return IntN(u, Million) < uint64(ppm)
}

// Kinds of entity, the second part of EntityID. They are part of every id:
// never renumber or reuse one.
const (
	KindTerritory byte = 't' // under 0; ordinal is the КАТО code
	KindBlock     byte = 'b' // under a territory
	KindFamily    byte = 'f' // under a block
	KindPerson    byte = 'p' // under a family
	KindStore     byte = 's' // under a block
	KindReplica   byte = 'r' // replication of a study, under a seed
)

// EntityID returns the stable id of an entity from its path: the id of what
// holds it (0 at the top), its kind, and its ordinal there. The id does not
// depend on who else is simulated, in which order, or by how many workers. Two
// of 20 million ids are equal with a probability of about 1 in 100,000, which
// would only give two entities the same luck.
func EntityID(parent uint64, kind byte, ordinal uint64) uint64 {
	return mix(mix(parent+(uint64(kind)+1)*multiplierB) + ordinal*golden + 1)
}

// purposeKey is the part of a stream that depends on seed and purpose alone.
func purposeKey(seed uint64, p Purpose) uint64 {
	return mix(seed + uint64(p)*golden)
}

// mix is the finisher of splitmix64: a bijection of 64 bits in which every bit
// of the input changes every bit of the output with a probability of one half.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * multiplierA
	z = (z ^ z>>27) * multiplierB
	return z ^ z>>31
}
