package reference

import (
	"encoding/binary"
	"math/bits"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// keyTable keeps the answers of two months under their idempotency keys
// (BOTH-RETRY-001): a month's keys are kept until the month is closed for
// refunds, then its memory serves a new month. Nothing in it is a pointer, so
// that the collector has nothing to look at.
type keyTable struct {
	months [2]keyMonth
	now    int // which of the two is the present month

	// slots is an index over both months: open addressing, linear probing, at
	// most three quarters full. The upper half of a slot is the upper half of
	// the key's digest, so that another key is hardly ever looked at; the lower
	// half is twice a place plus which month, plus one. Zero is free.
	slots []uint64
}

// keyMonth is one month's answers, in order of arrival.
type keyMonth struct {
	month  voucher.Month
	closes voucher.Instant // closed for refunds from here on
	keys   slab[keyed]
	words  slab[uint64] // results, packed
}

// keyed is one command that was answered.
type keyed struct {
	key         [2]uint64
	scope       uint64 // role and id of the actor
	fingerprint voucher.Digest
	refusal     uint16 // number in refusalTable; zero: accepted
	words       uint16 // length of the packed result
	result      uint32 // its place in words
}

// scopeOf is the actor as a word: keys are scoped to who sends them.
func scopeOf(a voucher.Actor) uint64 { return uint64(a.Role)<<32 | uint64(a.ID) }

// keyWords is the key as two words.
func keyWords(k *voucher.Key) [2]uint64 {
	return [2]uint64{binary.BigEndian.Uint64(k[:8]), binary.BigEndian.Uint64(k[8:])}
}

// probe is where a key was looked for: its digest and its slot.
type probe struct {
	digest, slot uint64
}

// expect makes room for the keys of a month in which so many people act, so
// that the index of a usual month is made once.
func (t *keyTable) expect(people int) {
	const keysEach = 4
	t.slots = make([]uint64, max(1<<10, 1<<bits.Len(uint(keysEach*people))))
}

// find returns what is stored under a header's key, or nil, and where it looked.
func (t *keyTable) find(h *voucher.Header, now voucher.Instant) (*keyMonth, *keyed, probe) {
	key, scope := keyWords(&h.Key), scopeOf(h.Actor)
	p := probe{digest: spread(key, scope)}
	p.slot = t.slot(key, scope, p.digest)
	if t.slots[p.slot] == 0 {
		return nil, nil, p
	}
	g, k := t.entry(t.slots[p.slot])
	if now >= g.closes {
		return nil, nil, p
	}
	return g, k, p
}

// entry returns what a slot that is not free stands for.
func (t *keyTable) entry(slot uint64) (*keyMonth, *keyed) {
	at := uint32(slot) - 1
	g := &t.months[at&1]
	return g, g.keys.at(at >> 1)
}

// spread is the digest by which keys are spread over the slots. Keys that are
// counted up stay side by side in runs of 16, as they come, so that a till's
// next key is found where its last one was; any other keys lie anywhere.
func spread(key [2]uint64, scope uint64) uint64 {
	const run = 15
	all := uint64(voucher.NewDigest().Two(key[0], key[1]^bits.RotateLeft64(scope, 17)))
	lot := uint64(voucher.NewDigest().Two(key[0], key[1]&^run))
	return all&upper | lot&^upper&^run | key[1]&run
}

// upper is the half of a slot that is taken from the digest.
const upper = 0xffff_ffff_0000_0000

// slot finds the place of a key: where it is, or the free one where it belongs.
func (t *keyTable) slot(key [2]uint64, scope, digest uint64) uint64 {
	mask := uint64(len(t.slots) - 1)
	at := digest & mask
	for ; t.slots[at] != 0; at = (at + 1) & mask {
		if (t.slots[at]^digest)&upper != 0 {
			continue
		}
		if _, k := t.entry(t.slots[at]); k.key == key && k.scope == scope {
			break
		}
	}
	return at
}

// store keeps an answer in the present month, whose refunds close at an
// instant. p is where find has just looked for the key.
func (t *keyTable) store(h *voucher.Header, p probe, month voucher.Month, closes voucher.Instant, k keyed, packed []uint64) {
	g, turned := &t.months[t.now], false
	if g.month != month {
		t.now, turned = 1-t.now, true
		g = &t.months[t.now]
		g.month = month
		g.keys.reset()
		g.words.reset()
	}
	g.closes = closes
	k.key, k.scope, k.result, k.words = keyWords(&h.Key), scopeOf(h.Actor), g.words.addRun(packed), uint16(len(packed))
	place := g.keys.add(k)
	if turned || 4*t.len() > 3*len(t.slots) {
		t.reindex()
		return
	}
	t.slots[p.slot] = slotOf(p.digest, place, t.now)
}

// slotOf is what a slot holds.
func slotOf(digest uint64, place uint32, which int) uint64 {
	return digest&upper | uint64(2*place+uint32(which)+1)
}

// len returns how many keys are kept.
func (t *keyTable) len() int { return int(t.months[0].keys.Count + t.months[1].keys.Count) }

// reindex fills the index anew, at most half full. A key that stands in
// both months was free again when it was stored last.
func (t *keyTable) reindex() {
	if size := max(1<<10, 1<<bits.Len(uint(2*t.len()))); size > len(t.slots) {
		t.slots = make([]uint64, size)
	} else {
		clear(t.slots)
	}
	for _, which := range [...]int{1 - t.now, t.now} {
		g := &t.months[which]
		for place := range g.keys.Count {
			k := g.keys.at(place)
			digest := spread(k.key, k.scope)
			t.slots[t.slot(k.key, k.scope, digest)] = slotOf(digest, place, which)
		}
	}
}
