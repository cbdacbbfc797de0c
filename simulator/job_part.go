package simulator

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// partMagic begins every saved part of a run, with the version of its form: the magic word, the run id,
// the number of the part, the digests of its blocks and its totals; and the SHA-256 of all that.
const partMagic = "vouch simulation part 1\n"

// maxPartBlocks is how many blocks a saved part may have; it bounds memory only.
const maxPartBlocks = 1 << 20

var (
	errTornPart    = errors.New("it was cut off or damaged, or another version wrote it")
	errForeignPart = errors.New("it is of another scenario, other facts or another version of vouch")
	errOtherPart   = errors.New("the bytes are those of another part")
)

func savePart(id string, n int64, digests []voucher.Digest, totals *Totals) []byte {
	b := append([]byte(partMagic), id...)
	b = binary.AppendVarint(b, n)
	b = binary.AppendUvarint(b, uint64(len(digests)))
	for _, d := range digests {
		b = binary.BigEndian.AppendUint64(b, uint64(d))
	}
	b, _ = totals.AppendBinary(b) // it never fails
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

// readPart reads the saved part of a run id and a number; no bytes are a panic.
func readPart(data []byte, id string, n int64) ([]voucher.Digest, *Totals, error) {
	body := len(data) - sha256.Size
	if !bytes.HasPrefix(data, []byte(partMagic)) || body < len(partMagic)+len(id) {
		return nil, nil, errTornPart
	}
	if sum := sha256.Sum256(data[:body]); !bytes.Equal(sum[:], data[body:]) {
		return nil, nil, errTornPart
	}
	rest := data[len(partMagic):body]
	if string(rest[:len(id)]) != id {
		return nil, nil, errForeignPart
	}
	rest = rest[len(id):]
	number, size := binary.Varint(rest)
	if size <= 0 {
		return nil, nil, errTornPart
	}
	if number != n {
		return nil, nil, errOtherPart
	}
	rest = rest[size:]
	count, size := binary.Uvarint(rest)
	if size <= 0 || count > maxPartBlocks || int(count)*8 > len(rest)-size {
		return nil, nil, errTornPart
	}
	rest = rest[size:]
	digests := make([]voucher.Digest, count)
	for i := range digests {
		digests[i] = voucher.Digest(binary.BigEndian.Uint64(rest[8*i:]))
	}
	totals, err := ReadTotals(rest[8*count:])
	return digests, totals, err
}
