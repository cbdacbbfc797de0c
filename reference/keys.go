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
	// most half full. A slot holds twice a position plus which month, plus one;
	// zero is free.
	slots []uint32
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

// find returns what is stored under a header's key, or nil.
func (t *keyTable) find(h *voucher.Header, now voucher.Instant) (*keyMonth, *keyed) {
	if len(t.slots) == 0 {
		return nil, nil
	}
	key, scope := keyWords(&h.Key), scopeOf(h.Actor)
	slot := t.slots[t.slot(key, scope)]
	if slot == 0 {
		return nil, nil
	}
	g, k := t.entry(slot)
	if now >= g.closes {
		return nil, nil
	}
	return g, k
}

// entry returns what a slot that is not free stands for.
func (t *keyTable) entry(slot uint32) (*keyMonth, *keyed) {
	g := &t.months[(slot-1)&1]
	return g, g.keys.at((slot - 1) >> 1)
}

// slot finds the place of a key: where it is, or the free one where it belongs.
func (t *keyTable) slot(key [2]uint64, scope uint64) uint64 {
	mask := uint64(len(t.slots) - 1)
	at := uint64(voucher.NewDigest().Two(key[0], key[1]^bits.RotateLeft64(scope, 17))) & mask
	for ; t.slots[at] != 0; at = (at + 1) & mask {
		if _, k := t.entry(t.slots[at]); k.key == key && k.scope == scope {
			break
		}
	}
	return at
}

// store keeps an answer in the present month, whose refunds close at an
// instant.
func (t *keyTable) store(h *voucher.Header, month voucher.Month, closes voucher.Instant, k keyed, packed []uint64) {
	g := &t.months[t.now]
	if g.month != month {
		t.now = 1 - t.now
		g = &t.months[t.now]
		*g = keyMonth{month: month}
		t.reindex()
	}
	g.closes = closes
	k.key, k.scope, k.result, k.words = keyWords(&h.Key), scopeOf(h.Actor), g.words.addRun(packed), uint16(len(packed))
	place := g.keys.add(k)
	if 2*t.len() > len(t.slots) {
		t.reindex()
		return
	}
	t.slots[t.slot(k.key, k.scope)] = 2*place + uint32(t.now) + 1
}

// len returns how many keys are kept.
func (t *keyTable) len() int { return int(t.months[0].keys.Count + t.months[1].keys.Count) }

// reindex fills the index anew, at most a quarter full. A key that stands in
// both months was free again when it was stored last.
func (t *keyTable) reindex() {
	if size := max(1<<10, 1<<bits.Len(uint(4*t.len()))); size > len(t.slots) {
		t.slots = make([]uint32, size)
	} else {
		clear(t.slots)
	}
	for _, which := range [...]int{1 - t.now, t.now} {
		g := &t.months[which]
		for place := range g.keys.Count {
			k := g.keys.at(place)
			t.slots[t.slot(k.key, k.scope)] = 2*place + uint32(which) + 1
		}
	}
}
