package voucher

import "math/bits"

// Digest is a running 64-bit fingerprint over words, the same on every machine.
// It tells whether two command bodies or two runs are the same; it is not a
// secret and protects against accidents only, not against forgery.
type Digest uint64

// NewDigest returns the digest of nothing.
func NewDigest() Digest { return 0x2d358dccaa6c78a5 }

// Word returns the digest with one more word.
func (d Digest) Word(v uint64) Digest {
	hi, lo := bits.Mul64(uint64(d)^v^0x8bb84b93962eacc9, uint64(d)+0x9e3779b97f4a7c15)
	return Digest(hi ^ lo)
}

// Two returns the digest with two more words, in one step.
func (d Digest) Two(a, b uint64) Digest {
	hi, lo := bits.Mul64(uint64(d)^a^0x8bb84b93962eacc9, uint64(d)+b^0x4b33a62ed433d4a3)
	return Digest(hi ^ lo)
}

// Pair returns the digest with two 32-bit values, as one word.
func (d Digest) Pair(a, b uint32) Digest { return d.Word(uint64(a)<<32 | uint64(b)) }

// Bytes returns the digest with a byte string, its length included.
func (d Digest) Bytes(b []byte) Digest { return octets(d, b) }

// Text is Bytes for a string, without a copy.
func (d Digest) Text(s string) Digest { return octets(d, s) }

func octets[T []byte | string](d Digest, b T) Digest {
	d = d.Word(uint64(len(b)))
	for len(b) > 0 {
		var w uint64
		n := min(len(b), 8)
		for i := range n {
			w |= uint64(b[i]) << (8 * i)
		}
		d, b = d.Word(w), b[n:]
	}
	return d
}
