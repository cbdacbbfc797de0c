package journal_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vouch-kz/vouch/reference/journal"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// TestHistoriesSurviveTheProcess plays every history of the reference on a
// journal that is let go of after each step, without an end, and opened again:
// every answer is the one that the requirement demands (BOTH-JOURNAL-001).
func TestHistoriesSurviveTheProcess(t *testing.T) {
	steps := 0
	for _, script := range histories(t) {
		path := filepath.Join(t.TempDir(), "journal")
		options := journal.On(&journal.TestDisk{}, journal.Options{Setup: &script.Setup})
		scribe := voucher.Scribe{Hide: script.Hide}
		before := voucher.Digest(0)
		for i := range script.Steps {
			step := &script.Steps[i]
			j, r := mustOpen(t, path, options)
			if before != 0 && r.Hash != before {
				t.Fatalf("%s:%d: the state has the hash %016x before this step, and had %016x", script.Name, step.Line, uint64(r.Hash), uint64(before))
			}
			got, err := scribe.Play(t.Context(), j, step)
			if err != nil {
				t.Fatalf("%s:%d: %s: %v", script.Name, step.Line, step.Text, err)
			}
			if !slices.Equal(got, step.Expect) {
				t.Errorf("%s:%d: %s\nthe answer differs (- expected, + got):\n%s", script.Name, step.Line, step.Text, cmp.Diff(step.Expect, got))
			}
			before = digest(t, j)
			steps++
		}
	}
	t.Logf("%d steps, each on a state that was rebuilt", steps)
}

// TestAnswersUnderAKeySurvive: who repeats a command after a restart gets the
// answer that was given, refusals too, and nothing is done twice
// (BOTH-RETRY-001). A code that was shown still serves, once.
func TestAnswersUnderAKeySurvive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	j, r := mustOpen(t, path, journal.Options{Setup: town(2)})
	if !r.Fresh {
		t.Errorf("a journal that was not there: %+v, want it told as fresh", r)
	}
	l := &life{tb: t, system: j}
	l.open(2)
	bought := l.buy(1)
	purchase := l.keys
	refused, err := l.do(&voucher.Activate{Family: 1}, voucher.Citizen, 1)
	if err != nil || refused.Refusal == nil {
		t.Fatalf("activate: %v, %v, want a refusal under the default reading", refused.Refusal, err)
	}
	open := l.must(&voucher.ShowCode{Family: 2}, voucher.Citizen, 2)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}

	again, r := mustOpen(t, path, journal.Options{})
	if r.Fresh || !r.Ended || r.Cut != 0 || r.Commands == 0 {
		t.Errorf("opened again: %+v, want a whole journal of a process that ended as it should", r)
	}
	l = &life{tb: t, system: again, keys: purchase - 1}
	hash := digest(t, again)
	code := open.Code // of another family: under its key the purchase is the same only with its own code
	cmd := &voucher.Purchase{Store: 1, Code: code, Lines: []voucher.PurchaseLine{{Goods: 1, Quantity: voucher.Unit, Price: 100}}}
	if o, err := l.do(cmd, voucher.StoreTill, 1); err != nil || o.Refusal == nil || o.Refusal.Reason != voucher.KeyReused {
		t.Errorf("another body under the purchase's key: %v, %v, want key-reused", o.Refusal, err)
	}
	o, err := l.do(&voucher.Activate{Family: 1}, voucher.Citizen, 1)
	if err != nil || o.Refusal == nil || *o.Refusal != *refused.Refusal || len(o.Events) != 0 {
		t.Errorf("the refused command again: %v, %v, want %v as before", o.Refusal, err, refused.Refusal)
	}
	if got := digest(t, again); got != hash {
		t.Errorf("repeats have changed the state from %016x to %016x", uint64(hash), uint64(got))
	}
	l.keys = 1000
	if got := l.must(cmd, voucher.StoreTill, 1); got.Amount == 0 || got.Purchase == bought.Purchase {
		t.Errorf("the code that was shown before: %+v, want a purchase of its own", got)
	}
}

// TestWhatChangesNothingLeavesNoRecord: repeats, keyless commands and those of a
// wrong role do not make the file longer, so nobody can fill the disk with them.
// The twin, a new key, does.
func TestWhatChangesNothingLeavesNoRecord(t *testing.T) {
	disk := &journal.TestDisk{}
	j, _ := mustOpen(t, filepath.Join(t.TempDir(), "journal"), journal.On(disk, journal.Options{Setup: town(1)}))
	l := &life{tb: t, system: j}
	l.open(1)
	size := len(disk.Bytes)
	for range 3 {
		l.keys--
		l.must(&voucher.Reply{Programme: voucher.Food, Person: 1, Text: "да"}, voucher.Gateway, 0)
		if o, err := l.do(&voucher.OpenWallet{Person: 1, Via: voucher.ByLink}, voucher.StoreTill, 1); err != nil || o.Refusal == nil {
			t.Fatalf("a store opens a wallet: %v, %v, want a refusal", o.Refusal, err)
		}
		l.keys--
	}
	if got := len(disk.Bytes); got != size {
		t.Errorf("the file has %d bytes after repeats and a wrong role, and had %d; want no record of what changes nothing", got, size)
	}
	l.must(&voucher.ShowCode{Family: 1}, voucher.Citizen, 1)
	if got := len(disk.Bytes); got <= size {
		t.Errorf("the file has %d bytes after a new command, and had %d; want a record", got, size)
	}
}

// TestForeignFilesAreLeftAlone: a file that is none of ours, of another world,
// under another secret or open already is refused, and stays as it is.
func TestForeignFilesAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "journal")
	j, _ := mustOpen(t, path, journal.Options{Setup: town(1)})
	(&life{tb: t, system: j}).open(1)
	if err := j.Durable(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := journal.Open(t.Context(), path, journal.Options{}); err == nil || !strings.Contains(err.Error(), "another process has it open") {
		t.Errorf("the same journal a second time: %v, want it refused: two would write over each other", err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	whole := read(t, path)
	key := read(t, path+journal.KeySuffix)
	other := town(1)
	other.Settings = []voucher.Setting{{Path: "food.mrp", Value: 400_000}}
	for _, tt := range []struct {
		name, want string
		journal    []byte
		key        []byte
		setup      *voucher.Setup
	}{
		{"another world", "it is of another world than the setup", whole, key, other},
		{"a letter", "it is no journal of vouch", []byte("Dear sir or madam, this is not a journal."), nil, town(1)},
		{"a header that ends early", "its header is not whole", whole[:40], nil, town(1)},
		{"a later format", "it has format 3", append([]byte("vouchjnl\x03"), whole[9:]...), key, nil},
		{"no key", "the secret of its QR codes", whole, nil, nil},
		{"the key of another journal", "belongs to another journal", whole, []byte(strings.Repeat("0", 32) + string(key[32:])), nil},
		{"half a key", "holds no secret", whole, key[:40], nil},
		{"a key without its journal", "it is gone or empty", nil, key, town(1)},
		{"nothing, and no setup", "no setup to begin one with", nil, nil, nil},
	} {
		path := filepath.Join(dir, strings.ReplaceAll(tt.name, " ", "-"))
		for name, data := range map[string][]byte{path: tt.journal, path + journal.KeySuffix: tt.key} {
			if data != nil {
				if err := os.WriteFile(name, data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		_, _, err := journal.Open(t.Context(), path, journal.Options{Setup: tt.setup})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
		if got := read(t, path); string(got) != string(tt.journal) {
			t.Errorf("%s: the file was changed: %d bytes, want the %d it had", tt.name, len(got), len(tt.journal))
		}
	}
	if _, r := mustOpen(t, path, journal.Options{Setup: town(1)}); r.Fresh || !r.Ended {
		t.Errorf("the twin, the same world: %+v, want it taken", r)
	}
}

// TestSecretStandsApart: both files are the owner's alone, and no byte of the
// secret, an IIN or a phone is in the journal (BOTH-PRIVACY-001).
func TestSecretStandsApart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	setup := town(1)
	setup.Secret = [16]byte([]byte("canary of a key!"))
	setup.People[0] = voucher.PersonSetup{IIN: "990101350017", Phone: "+77010000001"}
	j, _ := mustOpen(t, path, journal.Options{Setup: setup})
	l := &life{tb: t, system: j}
	l.open(1)
	l.buy(1)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	text := string(read(t, path))
	for _, canary := range []string{"canary", "63616e617279", "990101350017", "77010000001"} {
		if strings.Contains(text, canary) {
			t.Errorf("the journal holds %q, want neither the secret nor who a person is (BOTH-PRIVACY-001)", canary)
		}
	}
	for _, name := range []string{path, path + journal.KeySuffix} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v, want mode 0600", name, info.Mode(), err)
		}
	}
}

// TestFullDiskTakesNothing: a command that cannot be written is not done, and
// says so; everybody may still read; with room again it is taken under the same
// key. Work that falls due waits for the room.
func TestFullDiskTakesNothing(t *testing.T) {
	disk := &journal.TestDisk{}
	path := filepath.Join(t.TempDir(), "journal")
	j, _ := mustOpen(t, path, journal.On(disk, journal.Options{Setup: town(1)}))
	l := &life{tb: t, system: j}
	l.open(1)
	whole, hash := len(disk.Bytes), digest(t, j)
	for room := range int64(60) { // the record is torn at every one of its first bytes
		disk.Room = int64(whole) + room
		_, err := l.do(&voucher.ShowCode{Family: 1}, voucher.Citizen, 1)
		if !errors.Is(err, voucher.ErrUnavailable) || !errors.Is(err, syscall.ENOSPC) {
			t.Fatalf("on a full disk: %v, want it not available, and why", err)
		}
		l.keys--
	}
	if got := digest(t, j); got != hash || len(disk.Bytes) != whole {
		t.Errorf("hash %016x and %d bytes after refusals, want %016x and %d: nothing half done", uint64(got), len(disk.Bytes), uint64(hash), whole)
	}
	l.advance(j.Now().Plus(voucher.Minute))
	if _, err := j.Advance(t.Context(), voucher.At(2026, 3, 1, 0, 0, 0)); !errors.Is(err, voucher.ErrUnavailable) {
		t.Errorf("to the month's end on a full disk: %v, want it not available: the annulment could not be written", err)
	}
	disk.Room = 0
	l.buy(1)
	l.advance(voucher.At(2026, 3, 1, 0, 0, 0))
	hash = digest(t, j)
	if _, r := mustOpen(t, path, journal.On(disk, journal.Options{})); r.Hash != hash || r.Cut != 0 {
		t.Errorf("opened again: %+v, want the hash %016x and nothing torn", r, uint64(hash))
	}
}

// TestBrokenDiskEndsAll: after a wait for the disk that failed nobody is told
// that anything is done, reads included: what memory holds may not be there after
// a restart. So it is when a torn record cannot be taken back.
func TestBrokenDiskEndsAll(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(*journal.TestDisk)
	}{
		{"a wait fails", func(d *journal.TestDisk) { d.Dead = syscall.EIO }},
		{"a torn record stays", func(d *journal.TestDisk) { d.Room, d.Stuck = int64(len(d.Bytes)+10), syscall.EIO }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			disk := &journal.TestDisk{}
			path := filepath.Join(t.TempDir(), "journal")
			j, _ := mustOpen(t, path, journal.On(disk, journal.Options{Setup: town(1)}))
			l := &life{tb: t, system: j}
			l.open(1)
			if err := j.Durable(t.Context()); err != nil {
				t.Fatal(err)
			}
			hash := digest(t, j)
			tt.spoil(disk)
			_, err := l.do(&voucher.ShowCode{Family: 1}, voucher.Citizen, 1)
			if err = errors.Join(err, j.Durable(t.Context())); !errors.Is(err, voucher.ErrUnavailable) || !errors.Is(err, syscall.EIO) {
				t.Errorf("the command: %v, want it not available, and why", err)
			}
			disk.Dead, disk.Room, disk.Stuck = nil, 0, nil
			if err := j.Durable(t.Context()); err == nil {
				t.Error("the next wait succeeds: what the system dropped would be told as safe")
			}
			if _, err := l.do(&voucher.ShowCode{Family: 1}, voucher.Citizen, 1); err == nil {
				t.Error("the next command is taken, want nothing taken until a restart")
			}
			if _, err := j.Query(t.Context(), &voucher.Query{Kind: voucher.AskLedger}); err == nil {
				t.Error("a read is answered, want none until a restart")
			}
			if err := j.Close(); err == nil || j.Close() != nil {
				t.Error("closing says nothing, or not only once")
			}
			again, _ := mustOpen(t, path, journal.On(disk, journal.Options{}))
			if got := digest(t, again); tt.name == "a torn record stays" && got != hash {
				t.Errorf("opened again: hash %016x, want %016x: the torn record was never answered", uint64(got), uint64(hash))
			}
		})
	}
}

// TestWhatCannotBeReadAgainIsNotTaken: a command that would not come back from the
// file as it was is an error, done by nobody and written nowhere: it would stop
// every start to come. The twins, one change away, are taken.
func TestWhatCannotBeReadAgainIsNotTaken(t *testing.T) {
	disk := &journal.TestDisk{}
	j, _ := mustOpen(t, filepath.Join(t.TempDir(), "journal"), journal.On(disk, journal.Options{Setup: town(1)}))
	l := &life{tb: t, system: j}
	l.open(1)
	size, hash := len(disk.Bytes), digest(t, j)
	day := func(from voucher.Day) voucher.Command {
		return &voucher.ChangeParameter{Setting: voucher.Setting{Path: "food.refund.days", From: from, Value: 10}}
	}
	for _, tt := range []struct {
		name      string
		bad, good voucher.Command
		role      voucher.Role
		id        uint32
	}{
		{"a text that is no UTF-8", &voucher.Reply{Programme: voucher.Food, Person: 1, Text: "\xff"}, &voucher.Reply{Programme: voucher.Food, Person: 1, Text: "нет"}, voucher.Gateway, 0},
		{"a day that no calendar has", day(1 << 30), day(voucher.Date(2026, 4, 1)), voucher.AuthorisedBody, 0},
	} {
		if o, err := l.do(tt.bad, tt.role, tt.id); err == nil || len(disk.Bytes) != size || digest(t, j) != hash {
			t.Errorf("%s: %v, %v and %d bytes, want an error and nothing done", tt.name, o.Refusal, err, len(disk.Bytes)-size)
		}
		l.must(tt.good, tt.role, tt.id)
		size, hash = len(disk.Bytes), digest(t, j)
	}
}

// faulty is a command that no rule knows, under the word of one that is known.
type faulty struct{ *voucher.ShowCode }

// TestAFaultOfTheMachineIsTakenBack: a command on which the machine panics leaves
// no record, else every start to come would end in the same fault; nobody is
// answered from a state that may be half changed.
func TestAFaultOfTheMachineIsTakenBack(t *testing.T) {
	disk := &journal.TestDisk{}
	path := filepath.Join(t.TempDir(), "journal")
	j, _ := mustOpen(t, path, journal.On(disk, journal.Options{Setup: town(1)}))
	l := &life{tb: t, system: j}
	l.open(1)
	size, hash := len(disk.Bytes), digest(t, j)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("no panic, want the machine's own to come through")
			}
		}()
		_, _ = l.do(faulty{&voucher.ShowCode{Family: 1}}, voucher.Citizen, 1) // it does not return
	}()
	if len(disk.Bytes) != size {
		t.Errorf("%d bytes are left of the command, want none", len(disk.Bytes)-size)
	}
	if _, err := l.do(&voucher.ShowCode{Family: 1}, voucher.Citizen, 1); !errors.Is(err, voucher.ErrUnavailable) {
		t.Errorf("the next command: %v, want nobody answered until a restart", err)
	}
	if _, r := mustOpen(t, path, journal.On(disk, journal.Options{})); r.Hash != hash {
		t.Errorf("opened again: %+v, want the hash %016x of before the fault", r, uint64(hash))
	}
}

// TestTimeNeverGoesBack: the instant of the last record is where the clock stands
// after a restart; moves on which nothing is due are written as the grain says.
func TestTimeNeverGoesBack(t *testing.T) {
	noon := voucher.At(2026, 2, 4, 12, 0, 0)
	for _, tt := range []struct {
		grain int64
		moves []int64
		want  int64
		why   string
	}{
		{0, []int64{1}, 1, "without a grain every move counts"},
		{voucher.Second, []int64{voucher.Second - 1}, 0, "less than the grain is not written"},
		{voucher.Second, []int64{voucher.Second}, voucher.Second, "the grain itself is"},
		{voucher.Second, []int64{voucher.Second - 1, voucher.Second}, voucher.Second, "small moves add up to it"},
		{voucher.Second, []int64{voucher.Second, 2*voucher.Second - 1}, voucher.Second, "it counts from the last record, not from the beginning"},
		{voucher.Hour, []int64{12 * voucher.Hour}, 12 * voucher.Hour, "midnight has its report: what is due is always written"},
	} {
		path := filepath.Join(t.TempDir(), "journal")
		options := journal.On(&journal.TestDisk{}, journal.Options{Setup: town(1), Grain: tt.grain})
		j, _ := mustOpen(t, path, options)
		for _, m := range tt.moves {
			(&life{tb: t, system: j}).advance(noon.Plus(m))
		}
		if _, r := mustOpen(t, path, options); r.Now != noon.Plus(tt.want) {
			t.Errorf("grain %d, moves %v: the clock stands at %s, want %s: %s", tt.grain, tt.moves, r.Now, noon.Plus(tt.want), tt.why)
		}
		if _, err := j.Advance(t.Context(), noon-1); err == nil {
			t.Error("the clock goes back, want an error")
		}
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return data
}
