package simulator

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// Plan is a scenario made ready to be lived: who lives where, in which blocks,
// and how they act. It is read only once made, and serves any number of workers.
type Plan struct {
	scenario *scenarios.Scenario
	where    *country
	life     *behaviour
	blocks   []Block
}

// Block is the unit of work: families of one territory with stores, accounts and
// counters of their own. Nothing couples two blocks, so they may be lived in any
// order and on any machine. Two plans that differ in policy alone have the same
// blocks under the same ids, and the same families in them.
type Block struct {
	ID        uint64 // stable: territory and ordinal give it, not the scenario
	Territory voucher.Territory
	Ordinal   int // in the territory, from 0
	Families  int
}

// NewPlan makes a scenario ready; nil facts are DefaultFacts. An assumption that
// is missing, unknown or out of range and a scenario without families are errors.
// The scenario must not change after that.
func NewPlan(s *scenarios.Scenario, facts *Facts) (*Plan, error) { return newPlan(s, facts, nil) }

// newPlan makes a scenario ready, in the scale of another plan where there is one.
func newPlan(s *scenarios.Scenario, facts *Facts, beside *Plan) (*Plan, error) {
	if facts == nil {
		facts = DefaultFacts()
	}
	var scale *country
	if beside != nil {
		scale = beside.where
	}
	where, err := newCountry(s, facts, scale)
	if err != nil {
		return nil, err
	}
	life, err := newBehaviour(s, facts, where)
	if err != nil {
		return nil, err
	}
	p := &Plan{scenario: s, where: where, life: life}
	for i := range where.blocks {
		plot := &where.blocks[i]
		p.blocks = append(p.blocks, Block{ID: plot.id(), Territory: plot.place.territory, Ordinal: plot.ordinal, Families: plot.families})
	}
	return p, nil
}

// Blocks returns the blocks in their order: that of the facts, then by ordinal.
func (p *Plan) Blocks() []Block { return slices.Clone(p.blocks) }

// Families returns how many families the plan has, and how many the facts give
// for the same programmes and territories.
func (p *Plan) Families() (planned, inFacts int64) { return p.where.families, p.where.real }

// Totals returns empty totals of all territories of the plan, to which those of
// its blocks can be added.
func (p *Plan) Totals() *Totals {
	return newTotals(p.where.territories(), p.life.shops.names, p.scenario.From, p.scenario.To)
}

// hash combines scenario and blocks.
func (p *Plan) hash(digests []voucher.Digest) string {
	s := p.scenario
	d := voucher.NewDigest().Word(s.Seed).Word(uint64(s.Families)).Pair(uint32(s.From), uint32(s.To)).Word(uint64(s.Programmes))
	d = d.Bytes(s.Readings[:]).Word(uint64(len(s.Settings)))
	for i := range s.Settings {
		set := &s.Settings[i]
		d = d.Text(set.Path).Pair(uint32(set.Territory), uint32(set.From)).Word(uint64(set.Value))
	}
	words := make([]byte, 0, 8*(len(digests)+1))
	words = binary.BigEndian.AppendUint64(words, uint64(d))
	for _, block := range digests {
		words = binary.BigEndian.AppendUint64(words, uint64(block))
	}
	sum := sha256.Sum256(words)
	return hex.EncodeToString(sum[:])
}

// Worker lives blocks, one after the other and of any plan, in memory that
// serves them all. It serves one goroutine; fields may be set between two lives.
type Worker struct {
	World voucher.World // makes one system a block
	// Digest says that the systems tell the digest of their state (Capabilities
	// of the world); it then joins the digest of the block.
	Digest bool
	// Observe is told what became of each family of a block that was lived to the
	// end. Where it is nil, nothing is kept for it.
	Observe Observer
	// Daily is told after every simulated day how many family-months the block has
	// lived so far. It may be nil.
	Daily func(d voucher.Day, familyMonths int64)

	block block
}

// Live lives a block of a plan, by its place in Blocks, from the first day to the
// end of its tail, in a world of its own. The totals are those of the block's
// territory alone; they are the worker's, and good until it lives again. The
// digest is over commands, answers, events and the final state.
//
// An error of the system ends the block; it says where and when. So does a fault
// of a program, which does not end the process. A context that is called off ends
// it at a midnight with the context's error.
func (w *Worker) Live(ctx context.Context, p *Plan, n int) (totals *Totals, digest voucher.Digest, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			totals, err = nil, fmt.Errorf("a fault of this program: %v\n%s", fault, debug.Stack())
		}
	}()
	ctx, over := context.WithCancel(ctx) // the world may go when the block is over
	defer over()
	b := &w.block
	b.ctx, b.run, b.tellsDigest = ctx, p.life, w.Digest
	b.follow(w.Observe != nil)
	if err := b.settleIn(p.where.blocks[n], p.scenario, w.World); err != nil {
		return nil, 0, err
	}
	if err := b.live(w.Daily); err != nil {
		return nil, 0, err
	}
	if w.Observe != nil {
		w.Observe(p.blocks[n], b.lives)
	}
	return b.totals, b.digest, nil
}
