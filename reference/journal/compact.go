package journal

import (
	"bytes"
	"cmp"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// A journal that was made compact has, between its header and its records, the state
// that the records before have come to: what folded says, as it stands in the header,
// and behind the header so many bytes of it. The records that follow go on with their
// numbers and the digest of all answers.

// folded is what a header says of the state that stands for earlier records.
type folded struct {
	Records uint64          `json:"records"` // that it stands for
	At      voucher.Instant `json:"at"`      // of the last of them
	Chain   voucher.Digest  `json:"chain"`   // of all answers until then
	Hash    voucher.Digest  `json:"hash"`    // of the state
	Bytes   int64           `json:"bytes"`   // of the snapshot behind the header, compressed
	Whole   int64           `json:"whole"`   // of the same as it was
	Sum     uint32          `json:"sum"`     // checksum of what stands there, from the journal's seed on
}

// compactSuffix is what the name of the file ends with in which a compact journal is
// made before it takes the journal's place. One that is left over was never finished,
// and is written over.
const compactSuffix = ".compact"

// unfold reads the state that stands for earlier records. The error is *Foreign or
// *Other; nothing was changed.
func (j *Journal) unfold(f *folded, from int64) error {
	snapshot := make([]byte, f.Bytes)
	if _, err := j.file.ReadAt(snapshot, from); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("journal %s: read its state: %w", j.path, err)
	}
	if crc32.Update(j.id.seed(), castagnoli, snapshot) != f.Sum {
		return &Foreign{j.path, stateDamaged}
	}
	whole, err := decompressed(snapshot, f.Whole)
	var m *reference.Machine
	if err == nil {
		m, err = reference.Restore(j.setup, whole)
	}
	if err != nil || m.Now() != f.At {
		return &Other{j.path, f.Records, from, "the state that stands for the records before it is none that this program reads"}
	}
	if got := m.StateDigest(); got != f.Hash {
		return &Other{j.path, f.Records, from, fmt.Sprintf("the state has the hash %016x, and had %016x", uint64(got), uint64(f.Hash))}
	}
	j.machine, j.clock, j.chain, j.seq = m, f.At, f.Chain, f.Records
	j.machine.Record(j.answered)
	return nil
}

// compressed makes a snapshot shorter: most of its numbers are small.
func compressed(whole []byte) []byte {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err == nil {
		_, err = w.Write(whole)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil { // it writes into memory, and the level is known
		panic("journal: " + err.Error())
	}
	return b.Bytes()
}

// decompressed is a snapshot as it was, of a length that is known.
func decompressed(snapshot []byte, length int64) ([]byte, error) {
	r := flate.NewReader(bytes.NewReader(snapshot))
	whole := bytes.NewBuffer(make([]byte, 0, max(0, min(length, 1<<10*int64(len(snapshot))+1<<10)))) // flate makes at most a thousand of one
	if _, err := io.Copy(whole, io.LimitReader(r, length+1)); err != nil {
		return nil, err
	}
	if int64(whole.Len()) != length {
		return nil, errTorn
	}
	return whole.Bytes(), nil
}

// compactFrom is how many bytes of records a start puts up with: they take about half
// a second to be given to a machine.
const compactFrom = 16 << 20

// compact puts the state in the place of the records that have come to it, where they
// take more than compactFrom and a quarter of the room of the state, and the file becomes
// shorter: into a file of its own, which is safe before it takes the journal's name. So whoever stops the process at any
// instant leaves the old journal or the new one, whole. What keeps it from that is told
// in r, and the journal goes on as it is; an error says that nobody knows which of the
// two has the name.
func (j *Journal) compact(r *Recovery, records int64) error {
	if _, onDisk := j.file.(*os.File); !onDisk || j.options.Rebuilt != nil || records < cmp.Or(j.options.compactAt, compactFrom) {
		return nil
	}
	whole := j.machine.Snapshot()
	snapshot := compressed(whole)
	if 4*records < int64(len(snapshot)) { // the state is not written anew for a little more of it
		return nil
	}
	head, err := headerOf(j.id, j.setup, &folded{Records: j.seq, At: j.machine.Now(), Chain: j.chain, Hash: r.Hash, Bytes: int64(len(snapshot)), Whole: int64(len(whole)),
		Sum: crc32.Update(j.id.seed(), castagnoli, snapshot)})
	if err != nil {
		r.Uncompacted = fmt.Errorf("journal %s: encode the setup: %w", j.path, err)
		return nil
	}
	end := int64(len(head) + len(snapshot))
	if end >= j.end {
		return nil
	}
	name := j.path + compactSuffix
	file, err := writeCompact(name, head, snapshot)
	if err == nil {
		j.step("written")
		if err = os.Rename(name, j.path); err != nil {
			err = errors.Join(err, file.Close())
		}
	}
	if err != nil {
		r.Uncompacted = fmt.Errorf("journal %s: make it compact: %w", j.path, errors.Join(err, os.Remove(name)))
		return nil
	}
	j.step("renamed")
	old := j.file
	r.Saved, r.Bytes = j.end-end, end
	j.file, j.end = file, end
	j.bytes.Store(end)
	_ = old.Close() // nobody finds it any more
	if err := syncDirectory(filepath.Dir(j.path)); err != nil {
		return fmt.Errorf("journal %s: make it compact: %w", j.path, err)
	}
	return nil
}

// step tells a test how far it is.
func (j *Journal) step(name string) {
	if j.options.step != nil {
		j.options.step(name)
	}
}

// writeCompact writes a compact journal and waits until it is safe. The file that is
// returned is this process's alone.
func writeCompact(name string, head, snapshot []byte) (*os.File, error) {
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	err = lock(file)
	for _, part := range [][]byte{head, snapshot} {
		if err == nil {
			_, err = file.Write(part)
		}
	}
	if err == nil {
		err = file.Sync()
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}
