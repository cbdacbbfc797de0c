package journal

import (
	"bytes"
	"io/fs"
	"os"
	"sync"
	"syscall"
	"time"
)

// TestDisk is a file in memory that can be full or broken.
type TestDisk struct {
	mu     sync.Mutex
	safe   []byte
	Bytes  []byte
	Room   int64 // bytes that it holds; 0: any number
	Dead   error // of every Sync
	Stuck  error // of every Truncate
	Synced int
	OnSync func()
}

// On makes journals whose file is a disk of memory; the secret stands in a real
// file.
func On(d *TestDisk, o Options) Options {
	o.open = func(string) (Disk, error) { return d, nil }
	return o
}

func (d *TestDisk) ReadAt(p []byte, at int64) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return bytes.NewReader(d.Bytes).ReadAt(p, at)
}

// Safe is what would be left if the power failed now.
func (d *TestDisk) Safe() []byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	return bytes.Clone(d.safe)
}

// WriteAt writes as much as there is room for.
func (d *TestDisk) WriteAt(p []byte, at int64) (n int, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Room > 0 && at+int64(len(p)) > d.Room {
		p, err = p[:max(0, d.Room-at)], &fs.PathError{Op: "write", Path: "disk", Err: syscall.ENOSPC}
	}
	if need := int(at) + len(p); need > len(d.Bytes) {
		d.Bytes = append(d.Bytes, make([]byte, need-len(d.Bytes))...)
	}
	return copy(d.Bytes[at:], p), err
}

func (d *TestDisk) Truncate(size int64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Stuck == nil {
		d.Bytes = d.Bytes[:size]
	}
	return d.Stuck
}

// Sync makes safe what was written.
func (d *TestDisk) Sync() error {
	if d.OnSync != nil {
		d.OnSync()
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Dead == nil {
		d.Synced++
		d.safe = bytes.Clone(d.Bytes)
	}
	return d.Dead
}

// Close does nothing.
func (d *TestDisk) Close() error { return nil }

// Stat tells the size.
func (d *TestDisk) Stat() (os.FileInfo, error) { return d, nil }

// Name and its kin are what a size is told with.
func (d *TestDisk) Name() string     { return "disk" }
func (d *TestDisk) Size() int64      { return int64(len(d.Bytes)) }
func (*TestDisk) Mode() fs.FileMode  { return 0o600 }
func (*TestDisk) ModTime() time.Time { return time.Time{} }
func (*TestDisk) IsDir() bool        { return false }
func (*TestDisk) Sys() any           { return nil }

// WithAnswer changes what a record says of the answers before it, and mends its
// checksum.
func WithAnswer(whole []byte, from, to int) []byte {
	head, err := readHeader("", bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		panic(err)
	}
	frame := whole[from:to]
	frame[placeChain] ^= 1
	order.PutUint32(frame[placeSum:], sumOf(frame, head.id.seed()))
	return whole
}

// HeaderOf returns the header of a journal.
func HeaderOf(whole []byte) []byte {
	head, err := readHeader("", bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		panic(err)
	}
	return whole[:head.records()]
}

// CompactAt makes journals compact from so few bytes of records on, and tells how far
// that is.
func CompactAt(bytes int64, step func(name string), o Options) Options {
	o.compactAt, o.step = bytes, step
	return o
}

// Step tells a test how far the making and deleting of worlds is: what stands on the
// disk then is what a kill would leave.
func Step(step func(name string), o Options) Options {
	o.step = step
	return o
}
