package simulator

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Segment is a part of the families that reports tell apart: by size, town or
// village, and device, as they are when the run begins.
type Segment uint8

// LargestFamily is the size of the largest families that a segment tells apart:
// larger ones count with them.
const LargestFamily = 8

const (
	inVillage  = 1 << 3
	withDevice = 1 << 4
	segments   = 1 << 5
	sizeBits   = inVillage - 1
)

// Members returns the size of the families, from 1; 8 stands for all larger ones
// too.
func (s Segment) Members() int { return int(s&sizeBits) + 1 }

// Village reports whether they live in a village.
func (s Segment) Village() bool { return s&inVillage != 0 }

// Device reports whether they have a phone that runs eGov Mobile.
func (s Segment) Device() bool { return s&withDevice != 0 }

// String describes the segment, such as "4 members, village, device".
func (s Segment) String() string {
	words := "%d members, %s, %s"
	if s.Members() == LargestFamily {
		words = "%d or more members, %s, %s"
	}
	where, with := [...]string{"town", "village"}, [...]string{"no device", "device"}
	return fmt.Sprintf(words, s.Members(), where[flag(s.Village())], with[flag(s.Device())])
}

// Segments returns every segment, in order.
func Segments() []Segment { return all(Segment(segments)) }

// segmentOf returns the segment of a family.
func segmentOf(f *family) Segment {
	s := Segment(min(f.members, LargestFamily) - 1)
	if f.is(rural) {
		s |= inVillage
	}
	if f.is(hasDevice) {
		s |= withDevice
	}
	return s
}

// Observer is told what became of each family of a block, in the order of their
// ordinals, when the block is over. The lives are good until it returns.
type Observer func(Block, []Life)

// Life is what one family was like when the run began, and what came of it over
// the whole run. Two worlds that differ in policy alone give the same families in
// the same order, so that they are compared family by family.
type Life struct {
	ID       uint64 // stable: block and ordinal give it
	Segment  Segment
	Children bool
	Gas      bool // network gas in the home
	Boiler   bool // that also heats it
	Heating  Heating

	sums [2][lifeSlots]int64
}

// A slot holds one figure of each programme; what nobody asked for falls into the
// first.
const lifeSlots = 8

var lifeSlot = [metrics]uint8{
	Listed: 1, Consented: 2, Opened: 3, Activated: 4, Used: 5,
	Credited: 6, Spent: 7,
	Charged: 6, Discount: 7,
}

// LifeMetrics returns the metrics that a Life holds for a programme, in order.
func LifeMetrics(p voucher.Programme) []Metric {
	list := []Metric{Listed, Consented, Opened, Activated, Used, Charged, Discount}
	if p == voucher.Food {
		list = append(list[:5], Credited, Spent)
	}
	return list
}

// Sum returns one figure of a programme over the run: months listed, consented,
// opened (food: credited), activated, used, and tiyn charged and discounted (gas)
// or credited and spent (food). Other metrics are 0.
func (l *Life) Sum(p voucher.Programme, what Metric) int64 {
	if p != voucher.Gas && p != voucher.Food || what >= metrics || lifeSlot[what] == 0 {
		return 0
	}
	if food := what == Credited || what == Spent; food != (p == voucher.Food) && lifeSlot[what] >= lifeSlot[Credited] {
		return 0
	}
	return l.sums[p-voucher.Gas][lifeSlot[what]]
}

// Unused returns the tiyn of food vouchers that were credited and not spent.
func (l *Life) Unused() int64 {
	return l.Sum(voucher.Food, Credited) - l.Sum(voucher.Food, Spent)
}

// follow says whether the families' lives are kept.
func (b *block) follow(yes bool) {
	b.followed = yes
	b.lives = b.lives[:0]
}

// beginLives notes what the families are like.
func (b *block) beginLives() {
	b.segments, b.credited = b.segments[:0], b.credited[:0]
	for i := range b.families {
		f := &b.families[i]
		b.segments, b.credited = append(b.segments, segmentOf(f)), append(b.credited, 0)
		if b.followed {
			b.lives = append(b.lives, Life{ID: f.id, Segment: b.segments[i], Children: f.is(hasChildren),
				Gas: f.account != 0, Boiler: f.is(hasBoiler), Heating: b.place.Heating})
		}
	}
}
