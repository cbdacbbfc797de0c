package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/journal"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// lasting is what outlives the process: the journal of one world, or a folder of many.
type lasting interface {
	Written() (records uint64, bytes int64)
	Err() error
	Close() error
}

// openFolder rebuilds the worlds of a test build from their folder, or begins one.
func (s *serve) openFolder(ctx context.Context, o *wire.ServerOptions) error {
	if info, err := os.Stat(s.journal); err == nil && !info.IsDir() {
		return misuse("--journal %s is a file; with the control plane it is a folder, in which each world has a file: name another one", s.journal)
	}
	secrets, err := filepath.Glob(filepath.Join(s.journal, "w-*"))
	if err != nil {
		return misuse("--journal: %w", err)
	}
	for _, file := range secrets {
		if err := ownersAlone("journal", file); err != nil {
			return err
		}
	}
	options := journal.Options{Flushed: s.figures.flushed}
	if behind := s.behind(); behind != nil {
		options.Behind = func(d journal.Disk) journal.Disk { return behind(d) }
	}
	if options.Sync, err = journal.ParsePolicy(s.sync); err != nil {
		return misuse("--journal-sync: %w", err)
	}
	if o.Now != nil {
		options.Grain = clockGrain
	}
	begun := s.time.Now()
	folder, found, err := journal.OpenFolder(ctx, s.journal, options)
	if err != nil {
		return opened(ctx, err)
	}
	s.kept = folder
	s.figures.watch(folder)
	latest := s.tellFound(found)
	if o.Now != nil {
		s.goOn(latest, o)
	}
	took := s.time.Since(begun)
	s.log.Info("worlds open", "worlds", len(found), "took", took.String())
	commands := uint64(0)
	for i := range found {
		commands += found[i].Commands
	}
	s.rebuilt = s.journal + " holds no world yet"
	if len(found) > 0 {
		s.rebuilt = fmt.Sprintf("rebuilt %s and %s from %s in %v", counted(int64(len(found)), "world", "worlds"),
			counted(int64(commands), "command", "commands"), s.journal, brief(took))
	}
	o.Keep, o.Restart = keepIn(folder, found), restartKept
	return nil
}

// brief is a span of time without digits that nobody reads.
func brief(d time.Duration) time.Duration {
	if d < time.Millisecond {
		return d.Round(time.Microsecond)
	}
	return d.Round(time.Millisecond)
}

// behind is the disk of a mutant that is behind with its journal; nil: there is none.
func (s *serve) behind() func(mutant.Disk) mutant.Disk {
	m, _ := mutant.Lookup(s.mutant)
	return m.Behind(s.time.Now)
}

// opened says what kept a journal from being opened.
func opened(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case isRefused(err):
		return misuse("%w", err)
	}
	return fault("%w", err)
}

// tellFound tells of worlds that were found, and returns where the latest of their
// clocks stands.
func (s *serve) tellFound(found []journal.Found) (latest journal.Recovery) {
	latest.Fresh = true // no clock has to go on
	for i := range found {
		w := &found[i]
		if w.Cut > 0 {
			s.log.Warn("journal cut: its end was no whole record, the process before did not end as it should", "world", w.Name, "bytes", w.Cut, "records_kept", w.Records)
		}
		s.log.Info("journal open", "world", w.Name, "records", w.Records, "commands", w.Commands, "bytes", w.Bytes, "hash", hashText(w.Hash), "now", w.Now.String())
		if latest.Fresh || w.Now > latest.Now {
			latest = w.Recovery
		}
	}
	return latest
}

// keepIn keeps worlds in a folder.
func keepIn(folder *journal.Folder, found []journal.Found) *wire.Keep {
	k := &wire.Keep{Drop: folder.Drop, Make: func(ctx context.Context, name string, s *voucher.Setup) (wire.Lasting, error) {
		j, err := folder.Make(ctx, name, s)
		if err != nil {
			return nil, err
		}
		return j, nil
	}}
	for i := range found {
		f := &found[i]
		k.Found = append(k.Found, wire.FoundWorld{Name: f.Name, System: f.Journal, Setup: f.Journal.Setup(), Now: f.Now, Events: f.Events, Notes: f.Notes})
	}
	return k
}

// restartKept starts a world again that is kept, from its file.
func restartKept(ctx context.Context, s voucher.System) error {
	j, ok := s.(*journal.Journal)
	if !ok {
		return fmt.Errorf("%T is kept in no journal: %w", s, errors.ErrUnsupported)
	}
	return j.Restart(ctx)
}
