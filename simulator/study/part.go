package study

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/vouch-kz/vouch/simulator"
)

// partName says which part of a study something is: some blocks of all worlds, under the draws of one
// replication, at one point of behaviour.
type partName struct{ Replication, Point, Chunk int64 }

// String is the name without an ending, such as r3-p0-c0.
func (n partName) String() string { return fmt.Sprintf("r%d-p%d-c%d", n.Replication, n.Point, n.Chunk) }

// part is what came of a part, in whole numbers that add up.
type part struct {
	partName
	totals  []*simulator.Totals // by world
	movers  []*movers           // by world; that of the baseline stays empty
	lived   int64               // blocks
	taken   int64               // blocks taken over from the baseline
	bytes   int64               // of the saved form
	figures [sha256.Size]byte   // digest of totals and movers, known once it was saved or read
}

// partMagic begins every saved part, with the version of its form.
const partMagic = "vouch study part 1\n"

// maxWorlds is how many worlds a saved part may have; it bounds memory only.
const maxWorlds = 1 << 20

// save writes a part of a run id in its one saved form: the magic word, the id, the name and what it
// took, then the figures: the totals of every world and the families that moved; and the SHA-256 of
// all that. Whole numbers are varints.
func (p *part) save(id string) []byte {
	b := append([]byte(partMagic), id...)
	for _, n := range []int64{p.Replication, p.Point, p.Chunk, p.lived, p.taken} {
		b = binary.AppendVarint(b, n)
	}
	head := len(b)
	b = binary.AppendVarint(b, int64(len(p.totals)))
	for w, t := range p.totals {
		saved, err := t.MarshalBinary()
		if err != nil {
			panic("study: " + err.Error())
		}
		b = append(binary.AppendVarint(b, int64(len(saved))), saved...)
		for i := range p.movers[w] {
			for j := range p.movers[w][i] {
				for _, n := range p.movers[w][i][j] {
					b = binary.AppendVarint(b, n)
				}
			}
		}
	}
	p.figures = sha256.Sum256(b[head:])
	sum := sha256.Sum256(b)
	b = append(b, sum[:]...)
	p.bytes = int64(len(b))
	return b
}

// errTorn is the error of bytes that are no whole part: cut off, damaged or of another version.
var errTorn = errors.New("it was cut off or damaged, or another version wrote it")

// errForeign is the error of a part of another study.
var errForeign = errors.New("it is of another study, other facts or another version of vouch")

// readPart reads a saved part of a run id. Errors are errTorn, errForeign, or that of totals that are
// wrong inside; no bytes are a panic.
func readPart(data []byte, id string) (*part, error) {
	body := len(data) - sha256.Size
	if !bytes.HasPrefix(data, []byte(partMagic)) || body < len(partMagic)+len(id) {
		return nil, errTorn
	}
	if sum := sha256.Sum256(data[:body]); !bytes.Equal(sum[:], data[body:]) {
		return nil, errTorn
	}
	if string(data[len(partMagic):len(partMagic)+len(id)]) != id {
		return nil, errForeign
	}
	p, r := &part{bytes: int64(len(data))}, &varints{from: data[len(partMagic)+len(id) : body]}
	p.Replication, p.Point, p.Chunk, p.lived, p.taken = r.next(), r.next(), r.next(), r.next(), r.next()
	p.figures = sha256.Sum256(r.from)
	worlds := r.next()
	if r.bad || worlds < 1 || worlds > maxWorlds {
		return nil, errTorn
	}
	for range worlds {
		saved := r.bytes()
		if r.bad {
			return nil, errTorn
		}
		t, err := simulator.ReadTotals(saved)
		if err != nil {
			return nil, err
		}
		m := new(movers)
		for i := range m {
			for j := range m[i] {
				for k := range m[i][j] {
					m[i][j][k] = r.next()
				}
			}
		}
		p.totals, p.movers = append(p.totals, t), append(p.movers, m)
	}
	if r.bad || len(r.from) > 0 {
		return nil, errTorn
	}
	return p, nil
}

// varints reads whole numbers one after the other.
type varints struct {
	from []byte
	bad  bool
}

func (r *varints) next() int64 {
	n, size := binary.Varint(r.from)
	if size <= 0 {
		r.bad = true
		return 0
	}
	r.from = r.from[size:]
	return n
}

// bytes reads a length and as many bytes.
func (r *varints) bytes() []byte {
	n := r.next()
	if r.bad || n < 0 || n > math.MaxInt32 || int(n) > len(r.from) {
		r.bad = true
		return nil
	}
	b := r.from[:n]
	r.from = r.from[n:]
	return b
}

// add puts the other part of the same run to this one.
func (p *part) add(o *part) error {
	for w := range p.totals {
		if err := p.totals[w].Add(o.totals[w]); err != nil {
			return err
		}
		p.movers[w].add(o.movers[w])
	}
	p.lived += o.lived
	p.taken += o.taken
	return nil
}
