package simulator_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"unsafe"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/simulator"
)

func ExampleQueue() {
	var queue simulator.Queue
	queue.Push(20, 1, 7) // a reply of family 7
	queue.Push(10, 2, 8)
	queue.Push(20, 1, 9) // at the same instant, but later to come
	for item, ok := queue.Pop(); ok; item, ok = queue.Pop() {
		fmt.Println(item.At, item.Kind, item.Arg)
	}
	// Output:
	// 10 2 8
	// 20 1 7
	// 20 1 9
}

// TestQueueIsASortedList: whatever is pushed and popped, the queue answers as
// a list that is kept sorted by time and, within an instant, by arrival.
func TestQueueIsASortedList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var queue simulator.Queue
		var model []simulator.Item
		var arrived uint32
		// Few instants, so that ties are the rule.
		instants := rapid.SampledFrom([]int64{-1 << 63, -2, -1, 0, 1, 2, 1<<63 - 1})
		t.Repeat(map[string]func(*rapid.T){
			"push": func(t *rapid.T) {
				arrived++
				item := simulator.Item{
					At: instants.Draw(t, "at"), Seq: arrived,
					Arg: rapid.Uint32().Draw(t, "arg"), Kind: rapid.Uint16().Draw(t, "kind"),
				}
				queue.Push(item.At, item.Kind, item.Arg)
				model = append(model, item)
				slices.SortStableFunc(model, func(x, y simulator.Item) int { return cmp.Compare(x.At, y.At) })
			},
			"pop": func(t *rapid.T) {
				got, ok := queue.Pop()
				if ok != (len(model) > 0) {
					t.Fatalf("Pop says %v with %d items waiting", ok, len(model))
				}
				if !ok {
					return
				}
				if got != model[0] {
					t.Fatalf("Pop = %+v, want %+v", got, model[0])
				}
				model = model[1:]
			},
			"reset": func(t *rapid.T) {
				if rapid.IntRange(0, 9).Draw(t, "dice") == 0 {
					queue.Reset()
					model, arrived = nil, 0
				}
			},
			"": func(t *rapid.T) {
				if queue.Len() != len(model) {
					t.Fatalf("Len = %d, want %d", queue.Len(), len(model))
				}
				at, ok := queue.Peek()
				if ok != (len(model) > 0) || ok && at != model[0].At {
					t.Fatalf("Peek = %d, %v with %d items waiting", at, ok, len(model))
				}
			},
		})
	})
}

// TestQueueDrainsInOrder: many items, drained at once, come out sorted.
func TestQueueDrainsInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		times := rapid.SliceOfN(rapid.Int64Range(0, 50), 0, 300).Draw(t, "times")
		var queue simulator.Queue
		for i, at := range times {
			queue.Push(at, 0, uint32(i))
		}
		order := make([]uint32, len(times))
		for i := range order {
			order[i] = uint32(i)
		}
		slices.SortStableFunc(order, func(x, y uint32) int { return cmp.Compare(times[x], times[y]) })
		for _, want := range order {
			if got, _ := queue.Pop(); got.Arg != want || got.At != times[want] {
				t.Fatalf("Pop = %+v, want item %d at %d", got, want, times[want])
			}
		}
	})
}

func TestQueueDoesNotAllocate(t *testing.T) {
	var queue simulator.Queue
	for i := range 1000 {
		queue.Push(int64(i%7), 0, uint32(i))
	}
	if n := testing.AllocsPerRun(1000, func() {
		item, _ := queue.Pop()
		queue.Push(item.At+7, item.Kind, item.Arg)
	}); n != 0 {
		t.Errorf("%v allocations for a pop and a push, want 0\nthe queue is as long as before", n)
	}
	if size := unsafe.Sizeof(simulator.Item{}); size > 24 {
		t.Errorf("an item takes %d bytes, want at most 24\nthousands wait in each block", size)
	}
}

// BenchmarkQueue takes the next item out and puts one back, with as many
// waiting as a block of 4,096 families has.
func BenchmarkQueue(b *testing.B) {
	for _, waiting := range []int{64, 4096, 32768} {
		b.Run(fmt.Sprintf("waiting=%d", waiting), func(b *testing.B) {
			var queue simulator.Queue
			stream := simulator.NewStream(42, simulator.ForPurchaseMinute, 1)
			for i := range waiting {
				queue.Push(int64(simulator.IntN(stream.At(uint64(i)), 1<<30)), 0, uint32(i))
			}
			n := uint64(waiting)
			b.ReportAllocs()
			for b.Loop() {
				item, _ := queue.Pop()
				n++
				queue.Push(item.At+int64(simulator.IntN(stream.At(n), 1<<30)), item.Kind, item.Arg)
			}
		})
	}
}
