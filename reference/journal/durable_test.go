package journal_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/vouch-kz/vouch/reference/journal"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestAlwaysMeansBeforeTheAnswer: what was answered is safe when Durable returns,
// under always and not under the others; closing makes it safe under all.
func TestAlwaysMeansBeforeTheAnswer(t *testing.T) {
	for _, tt := range []struct {
		sync journal.Policy
		want bool
	}{{journal.Always, true}, {journal.None, false}} {
		disk := &journal.TestDisk{}
		j, _ := mustOpen(t, filepath.Join(t.TempDir(), "journal"), journal.On(disk, journal.Options{Setup: town(1), Sync: tt.sync}))
		before := disk.Synced
		(&life{tb: t, system: j}).open(1)
		if err := j.Durable(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := disk.Synced > before; got != tt.want {
			t.Errorf("policy %d: waited for the disk: %t, want %t", tt.sync, got, tt.want)
		}
		before = disk.Synced
		if err := j.Durable(t.Context()); err != nil || disk.Synced != before {
			t.Errorf("policy %d: %v, and %d waits where nothing was written, want none", tt.sync, err, disk.Synced-before)
		}
		if err := j.Close(); err != nil || disk.Synced == before {
			t.Errorf("policy %d: closed without a wait: %v", tt.sync, err)
		}
	}
}

// TestAnswersShareAWait: who comes while somebody waits for the disk waits once,
// together with all the others who do.
func TestAnswersShareAWait(t *testing.T) {
	const askers = 50
	disk := &journal.TestDisk{}
	var flushes []journal.Flush
	j, _ := mustOpen(t, filepath.Join(t.TempDir(), "journal"), journal.On(disk, journal.Options{Setup: town(askers),
		Flushed: func(f journal.Flush) { flushes = append(flushes, f) }}))
	(&life{tb: t, system: j}).open(askers)
	if err := j.Durable(t.Context()); err != nil {
		t.Fatal(err)
	}
	begun, all, flushes0 := disk.Synced, sync.WaitGroup{}, len(flushes)
	var written sync.WaitGroup
	written.Add(askers)
	entered := false
	disk.OnSync = func() { // the first wait lasts until everybody has written
		if !entered {
			entered = true
			written.Wait()
		}
	}
	for i := range askers {
		all.Go(func() {
			id := uint32(i + 1)
			o, err := j.Do(t.Context(), &voucher.ShowCode{Header: voucher.Header{Key: voucher.KeyOf(8, uint64(id)), Actor: voucher.Actor{Role: voucher.Citizen, ID: id}}, Family: voucher.FamilyID(id)})
			if err != nil || o.Refusal != nil {
				t.Errorf("code of family %d: %v, %v", id, o.Refusal, err)
			}
			written.Done()
			if err := j.Durable(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := disk.Synced - begun; got < 1 || got > 2 {
		t.Errorf("%d waits for %d answers, want at most two: the first, and one for all who came meanwhile", got, askers)
	}
	sum := uint64(0)
	for _, f := range flushes[flushes0:] {
		sum += f.Records
	}
	if sum != askers {
		t.Errorf("the waits are told to have made %d records safe, want %d", sum, askers)
	}
}

// TestIntervalComesByItself: under interval nobody waits, and the disk is waited
// for all the same. A wait that fails is told to the next who asks.
func TestIntervalComesByItself(t *testing.T) {
	synced := make(chan bool, 1)
	disk := &journal.TestDisk{}
	j, _ := mustOpen(t, filepath.Join(t.TempDir(), "journal"), journal.On(disk, journal.Options{Setup: town(1), Sync: journal.Interval,
		Flushed: func(journal.Flush) {
			select {
			case synced <- true:
			default:
			}
		}}))
	l := &life{tb: t, system: j}
	l.open(1)
	<-synced
	if err := j.Durable(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestPolicies: every word is read, and nothing else.
func TestPolicies(t *testing.T) {
	for i, word := range journal.Policies() {
		if p, err := journal.ParsePolicy(word); err != nil || p != journal.Policy(i) {
			t.Errorf("ParsePolicy(%q) = %d, %v, want %d", word, p, err, i)
		}
	}
	if _, err := journal.ParsePolicy("sometimes"); err == nil || !strings.Contains(err.Error(), "always, interval, none") {
		t.Errorf("ParsePolicy(sometimes): %v, want the words named", err)
	}
}

var update = flag.Bool("update", false, "write the journal of testdata anew: the format or an answer has changed, and old journals are refused")

// kept is the journal that is checked in, and the hash of its state.
const (
	kept     = "testdata/kept"
	keptHash = "testdata/kept.hash"
)

// TestAJournalOfOldIsTaken: a file that this format's first version has written
// is read, to the same state. If it is not, journals of users are not either.
func TestAJournalOfOldIsTaken(t *testing.T) {
	if *update {
		write(t)
	}
	data := read(t, kept)
	_, r := mustOpen(t, kept, journal.On(&journal.TestDisk{Bytes: data}, journal.Options{}))
	if got, want := fmt.Sprintf("%016x\n", uint64(r.Hash)), string(read(t, keptHash)); got != want || r.Commands == 0 || !r.Ended {
		t.Errorf("%+v, hash %s, want %s of a journal that ended as it should", r, got, want)
	}
}

func write(t *testing.T) {
	t.Helper()
	for _, name := range []string{kept, kept + journal.KeySuffix} {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	setup := town(1)
	setup.Secret = [16]byte([]byte("vouch script key"))
	j, _ := mustOpen(t, kept, journal.Options{Setup: setup, Sync: journal.None})
	l := &life{tb: t, system: j}
	l.open(1)
	l.buy(1)
	l.advance(voucher.At(2026, 3, 1, 0, 0, 0))
	hash := digest(t, j)
	if err := errors.Join(j.Close(), os.WriteFile(keptHash, fmt.Appendf(nil, "%016x\n", uint64(hash)), 0o600)); err != nil {
		t.Fatal(err)
	}
}

// TestNothingAnsweredIsLostWithThePower cuts the power at many instants while
// families ask at one time: whatever had been answered by then is on the disk, and
// is answered the same after the restart. What the disk holds beyond what it was
// waited for is taken away.
func TestNothingAnsweredIsLostWithThePower(t *testing.T) {
	const askers, asks = 8, 40
	disk := &journal.TestDisk{}
	path := filepath.Join(t.TempDir(), "journal")
	j, _ := mustOpen(t, path, journal.On(disk, journal.Options{Setup: town(askers)}))
	(&life{tb: t, system: j}).open(askers)
	if err := j.Durable(t.Context()); err != nil {
		t.Fatal(err)
	}
	type cut struct {
		safe     []byte
		answered []*voucher.ShowCode
	}
	var mu sync.Mutex
	var answered []*voucher.ShowCode
	var cuts []cut
	codes := map[voucher.Key]voucher.QR{}
	powerFails := func() { // what was answered is noted first: more may be safe, and never less
		mu.Lock()
		defer mu.Unlock()
		cuts = append(cuts, cut{answered: answered[:len(answered):len(answered)], safe: disk.Safe()})
	}
	var all sync.WaitGroup
	for i := range askers {
		all.Go(func() {
			for n := range asks {
				id := uint32(i + 1)
				cmd := &voucher.ShowCode{Header: voucher.Header{Key: voucher.KeyOf(uint64(id), uint64(n+1)), Actor: voucher.Actor{Role: voucher.Citizen, ID: id}}, Family: voucher.FamilyID(id)}
				o, err := j.Do(t.Context(), cmd)
				if err = errors.Join(err, j.Durable(t.Context())); err != nil || o.Refusal != nil {
					t.Errorf("code %d of family %d: %v, %v", n, id, o.Refusal, err)
					return
				}
				mu.Lock()
				answered, codes[cmd.Key] = append(answered, cmd), o.Result.Code
				mu.Unlock()
				powerFails() // however rarely the loop below gets its turn
			}
		})
	}
	done := make(chan bool)
	go func() { all.Wait(); close(done) }()
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		powerFails()
	}
	checked := 0
	for n := 0; n < len(cuts); n += max(1, len(cuts)/50) {
		c := cuts[n]
		again, _ := mustOpen(t, path, journal.On(&journal.TestDisk{Bytes: c.safe}, journal.Options{Sync: journal.None}))
		for _, cmd := range c.answered {
			if o, err := again.Do(t.Context(), cmd); err != nil || o.Refusal != nil || o.Result.Code != codes[cmd.Key] || len(o.Events) != 0 {
				t.Fatalf("power fails at instant %d: %s of family %d was answered and is done anew: %v, %v", n, cmd.Kind(), cmd.Family, o.Refusal, err)
			}
			checked++
		}
	}
	if checked == 0 {
		t.Error("nothing was answered before any of the instants: nothing was checked")
	}
	t.Logf("%d instants, %d answers asked for again", len(cuts), checked)
}
