package simulator

import "sync"

// DrawOnly makes as many keyed draws as a run did, each with a look-up in a table,
// on as many goroutines, and decides nothing by them: how long it takes is the floor
// of a simulation, which rules, people and messages come on top of. The sum of the
// outcomes is returned so that the draws are made.
func DrawOnly(draws int64, workers int) (sum int64) {
	streams := NewStreams(1)
	table, err := NewChoice([]int64{3, 3, 4, 4, 5, 8, 14, 10, 9, 8, 7, 7, 8, 10}) // as many outcomes as most tables have
	if err != nil {
		panic("simulator: " + err.Error())
	}
	workers = max(1, workers)
	sums := make([]int64, workers)
	var group sync.WaitGroup
	for w := range sums {
		group.Go(func() {
			part := int64(0)
			for n := range uint64(max(0, draws)) / uint64(workers) {
				part += int64(table.Pick(streams.Of(Purpose(n&255), n>>8).At(n)))
			}
			sums[w] = part
		})
	}
	group.Wait()
	for _, part := range sums {
		sum += part
	}
	return sum
}
