package main

import (
	"math"

	"github.com/vouch-kz/vouch/simulator/study"
)

// What a study takes of a machine, as it was measured (README, Beyond one machine), rounded up. A block of 4,096 families
// who are in both programmes over the whole period is the largest there is; each world keeps its totals once for every
// part that is at work or waits to be folded.
const (
	memoryAtAll     = 64  // MiB
	memoryOfBlock   = 104 // MiB, for each block at a time
	memoryOfWorld   = 12  // MiB, for each world
	memoryOfBoth    = 2   // MiB, for each world and block at a time
	memoryStep      = 64  // MiB: what is asked of a machine is a multiple
	storageAtLeast  = 1024
	storageOfReport = 64 // MiB
	mebi            = 1 << 20
)

// A shard should take a minute or two: long beside what it costs to start a program on another machine, short beside what
// is lost when the machine goes. 100,000 family-months a second and processor are usual where others work beside.
const (
	usualPodWorkers = 2
	monthsOfShard   = 6_000_000 // for each processor
	mostShards      = 1_000     // unless more are asked for
)

// count counts the parts that can be lived apart.
func (p *plan) count() error {
	job, err := (&study.Run{Study: p.study, World: p.world}).Job()
	if err != nil {
		return &failure{exitMisuse, err}
	}
	p.parts = job.Parts()
	return nil
}

// sensible is how many shards are sensible beyond one machine. It hangs on the study alone, not on this machine.
func (p *plan) sensible(parts int64, workers int) int64 {
	wanted := math.Ceil(p.months / float64(workers*monthsOfShard))
	return max(1, min(parts, mostShards, int64(min(wanted, mostShards))))
}

// memory is how many MiB the study takes with so many blocks at a time.
func (p *plan) memory(workers int) int64 {
	worlds, blocks := p.worlds(), int64(workers)
	needed := memoryAtAll + blocks*memoryOfBlock + worlds*(memoryOfWorld+blocks*memoryOfBoth)
	return (needed + memoryStep - 1) / memoryStep * memoryStep
}

// storage is how many MiB shards and report take together: as much again as was reckoned.
func (p *plan) storage() int64 {
	return max(storageAtLeast, int64(math.Ceil(2*p.bytes/mebi))+storageOfReport)
}
