package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/journal"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// clockGrain is how far the clock runs before that alone is written to a journal,
// and so how much a restart may not know of.
const clockGrain = voucher.Second

// openJournal rebuilds the one system of production mode from its journal, or
// begins one. setup is nil where none was given.
func (s *serve) openJournal(ctx context.Context, setup *voucher.Setup, o *wire.ServerOptions) (*voucher.Setup, error) {
	policy, err := journal.ParsePolicy(s.sync)
	if err != nil {
		return nil, misuse("--journal-sync: %w", err)
	}
	if info, err := os.Stat(s.journal); err == nil && info.IsDir() {
		return nil, misuse("--journal %s is a folder; production mode keeps its one world in a file: name one, or add --control, which keeps many worlds in a folder", s.journal)
	}
	for _, file := range []string{s.journal, s.journal + journal.KeySuffix} {
		if err := ownersAlone("journal", file); err != nil {
			return nil, err
		}
	}
	if setup == nil && !s.hasJournal() {
		setup = town(o.Now())
	}
	begun := s.time.Now()
	kept, found, err := journal.Open(ctx, s.journal, journal.Options{Setup: setup, Sync: policy, Grain: clockGrain, Flushed: s.figures.flushed})
	if err != nil {
		return nil, opened(ctx, err)
	}
	s.kept = kept
	s.figures.watch(kept)
	s.goOn(found, o)
	if found.Cut > 0 {
		s.log.Warn("journal cut: its end was no whole record, the process before did not end as it should", "bytes", found.Cut, "records_kept", found.Records)
	}
	if found.Uncompacted != nil {
		s.log.Warn("journal not made compact; it goes on as it is", "why", found.Uncompacted.Error())
	}
	took := s.time.Since(begun)
	s.rebuilt = s.journal + " is begun"
	if !found.Fresh {
		s.rebuilt = "rebuilt " + counted(int64(found.Commands), "command", "commands") + " from " + s.journal
		if found.Folded > 0 {
			s.rebuilt += ", behind the state of " + counted(int64(found.Folded), "record", "records") + ","
		}
		s.rebuilt += fmt.Sprintf(" in %v", brief(took))
	}
	s.log.Info("journal open", "fresh", found.Fresh, "folded", found.Folded, "records", found.Records, "commands", found.Commands, "bytes", found.Bytes, "saved", found.Saved,
		"hash", hashText(found.Hash), "now", found.Now.String(), "took", took.String())
	o.System, o.Durable = kept, kept.Durable
	return kept.Setup(), nil
}

// hasJournal reports whether there is something to rebuild.
func (s *serve) hasJournal() bool {
	info, err := os.Stat(s.journal)
	return err == nil && info.Size() > 0
}

// isRefused reports whether a journal is not taken as it is: what was named is
// wrong, and nothing was done.
func isRefused(err error) bool {
	var foreign *journal.Foreign
	var damaged *journal.Damaged
	var other *journal.Other
	return errors.As(err, &foreign) || errors.As(err, &damaged) || errors.As(err, &other) || errors.Is(err, os.ErrPermission) || errors.Is(err, os.ErrNotExist)
}

// goOn lets the clock go on where the journal ends. One that runs from an instant
// of its own goes on from there; the real one stands until it is there.
func (s *serve) goOn(found journal.Recovery, o *wire.ServerOptions) {
	if found.Fresh {
		return
	}
	if s.began != 0 && s.began < found.Now.Plus(clockGrain) {
		s.began = found.Now.Plus(clockGrain)
	}
	clock := s.now()
	if now := clock(); now < found.Now {
		s.log.Warn("the clock is behind the journal; it stands until it is there, for time never goes back", "clock", now.String(), "journal", found.Now.String())
	}
	o.Now = func() voucher.Instant { return max(clock(), found.Now) }
}

// hashText is how a state's hash is written.
func hashText(d voucher.Digest) string {
	text, _ := d.MarshalText() // which never fails
	return string(text)
}
