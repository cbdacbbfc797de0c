package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/mutant"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// readClock reads which clock worlds follow.
func (s *serve) readClock(text string) error {
	instant, running := strings.CutPrefix(text, "running=")
	switch {
	case running:
		at, err := voucher.ParseInstant(instant)
		if err != nil {
			return err
		}
		s.began = at
	case text != "manual" && text != "real":
		return fmt.Errorf("%q is unknown; write manual, real, or running= and an instant such as running=2026-02-10T18:00:00+05:00", text)
	}
	s.clock = text
	return nil
}

// now returns the clock that worlds follow, nil where they stand still.
func (s *serve) now() func() voucher.Instant {
	begun := s.time.Now()
	switch {
	case s.began != 0:
		return func() voucher.Instant { return s.began.Plus(int64(s.time.Since(begun))) }
	case s.clock == "real" || (s.clock == "" && !s.isTest()):
		return func() voucher.Instant { return voucher.Instant(s.time.Now().UnixNano()) }
	}
	return nil
}

// wrapper is what a mutant puts around its handler.
type wrapper func(http.Handler) http.Handler

// served returns the world that flags name, and what wraps its handler.
func (s *serve) served() (voucher.World, wrapper, error) {
	name, kind, known := s.mutant, "mutant", mutant.All()
	if s.impostor != "" {
		if s.mutant != "" {
			return nil, nil, misuse("--mutant and --impostor name one build each; keep one")
		}
		name, kind, known = s.impostor, "impostor", mutant.Impostors()
	}
	if name == "" {
		return s.world, func(h http.Handler) http.Handler { return h }, nil
	}
	var names []string
	for i := range known {
		m := &known[i]
		if m.ID == name {
			w := m.World()
			return w, func(h http.Handler) http.Handler { return m.Wrap(h, w) }, nil
		}
		names = append(names, m.ID)
	}
	return nil, nil, misuse("--%s: %q is unknown%s", kind, name, nearOnly(name, names, "vouch list "+kind+"s shows them"))
}

// restartOf is how a system of a test build's world is started again; nil: it is not.
func restartOf(world voucher.World) func(context.Context, voucher.System) error {
	switch w := world.(type) {
	case reference.World:
		return w.Restart
	case *mutant.World:
		return w.Restart
	}
	return nil
}

// production makes the one system of production mode, and its tokens.
func (s *serve) production(ctx context.Context, world voucher.World, o *wire.ServerOptions) error {
	setup, err := s.readSetup(o.Now())
	if err != nil {
		return err
	}
	if s.journal != "" {
		setup, err = s.openJournal(ctx, setup, o)
	} else {
		if setup == nil {
			setup = town(o.Now())
		}
		wire.DrawSecret(setup)
		if o.System, err = world.New(ctx, setup); err != nil {
			err = misuse("--setup: %w", err)
		}
	}
	if err == nil {
		o.Tokens, err = s.makeTokens(setup)
	}
	return err
}

// readSetup reads the world of production mode, nil where no file describes one.
func (s *serve) readSetup(now voucher.Instant) (*voucher.Setup, error) {
	if s.setup == "" {
		return nil, nil
	}
	text, err := readNamed("--setup", s.setup)
	if err != nil {
		return nil, err
	}
	setup, err := wire.ReadSetup(text)
	switch {
	case err != nil:
		return nil, misuse("--setup %s: %w", s.setup, err)
	case setup.At > now:
		return nil, misuse("--setup: its first instant %s is still to come, the clock says %s", setup.At, now)
	}
	return setup, nil
}

// town is the world of production mode where no file describes one: a few
// people, two families, a provider, a store and some goods.
func town(now voucher.Instant) *voucher.Setup {
	const almaty, kokshetau = 750000000, 111010000
	return &voucher.Setup{At: now.Day().Start(),
		People:   []voucher.PersonSetup{{Device: true}, {Device: true}, {}, {}},
		Families: 2, Operators: 1,
		Providers: []voucher.ProviderSetup{{Territory: almaty}},
		Accounts: []voucher.AccountSetup{
			{Provider: 1, Number: voucher.MakeAccountNumber(12345, 7), Class: voucher.Boiler, People: 4, Owner: 1},
			{Provider: 1, Number: voucher.MakeAccountNumber(12346, 7), Class: voucher.Stove, People: 2, Owner: 3},
		},
		Stores: []voucher.StoreSetup{{Territory: kokshetau}},
		Goods:  []voucher.GoodsSetup{{Item: 1}, {Item: 6}, {Item: 14}, {}}}
}
