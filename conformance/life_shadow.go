package conformance

import (
	"context"
	"errors"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// shadow is a build with the oracle beside it: whoever drives it lives with the
// oracle, whose answers and events come back, and everything is asked of the
// build too. So the build needs to tell no events, and may number what it makes
// as it likes. It ends with the first difference.
type shadow struct {
	build *recorder
	model *follower // the oracle; its names lead from the build's ids to the oracle's
	back  *renaming // the other way round
	seed  uint64

	day     voucher.Day                           // sampled last
	owners  map[voucher.FamilyID]voucher.PersonID // who was put on the list as the owner of a wallet
	counts  map[string]int64
	fault   *fault
	warning []fault
}

var _ voucher.System = (*shadow)(nil)

// errParted ends a life in which the build and the oracle have parted.
var errParted = errors.New("the build and the oracle answer differently")

// newShadow puts an oracle beside a build. Both are fresh systems of one setup.
func newShadow(build *recorder, model *follower, seed uint64) *shadow {
	return &shadow{build: build, model: model, back: model.names.inverse(), seed: seed, day: build.now.Day(),
		owners: map[voucher.FamilyID]voucher.PersonID{}, counts: map[string]int64{}}
}

// Do gives a command to both, and returns the oracle's answer.
func (s *shadow) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	s.back.about(&voucher.Entry{Command: cmd})
	renamed, _ := s.back.command(cmd)
	if _, err := s.build.Do(ctx, renamed); err != nil && !broke(err) {
		return voucher.Outcome{}, err
	}
	if err := s.compare(ctx); err != nil {
		return voucher.Outcome{}, err
	}
	if u, ok := cmd.(*voucher.UpdateFoodList); ok {
		for i := range u.Rows {
			s.owners[u.Rows[i].Family] = u.Rows[i].Owner
		}
	}
	s.model.met(s.counts, cmd.Kind().String(), &voucher.Entry{Command: cmd})
	metEvents(s.counts, s.model.wanted.Events)
	return s.model.wanted, nil
}

// Query reads a record of both, and returns the oracle's.
func (s *shadow) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	s.back.about(&voucher.Entry{Query: q})
	renamed, _ := s.back.query(q)
	if _, err := s.build.Query(ctx, renamed); err != nil && !broke(err) {
		return voucher.Record{}, err
	}
	if err := s.compare(ctx); err != nil {
		return voucher.Record{}, err
	}
	s.model.met(s.counts, "ask "+q.Kind.String(), &voucher.Entry{Query: q})
	return s.model.shown, nil
}

// Advance moves both clocks, and returns what fell due at the oracle. When a day
// has gone by, a sample of records is read.
func (s *shadow) Advance(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
	if _, err := s.build.Advance(ctx, to); err != nil && !broke(err) {
		return nil, err
	}
	if err := s.compare(ctx); err != nil {
		return nil, err
	}
	events := s.model.events
	metEvents(s.counts, events)
	if day := to.Day(); day > s.day {
		before := s.day
		s.day = day
		if err := s.sample(ctx, before); err != nil {
			return nil, err
		}
	}
	return events, nil
}

// compare holds the last answer of the build to the oracle's.
func (s *shadow) compare(ctx context.Context) error {
	h := &s.build.told.History
	f, err := oracleFault(ctx, h, len(h.Entries)-1, s.model)
	switch {
	case err != nil:
		return &ownFault{"the oracle: " + err.Error()}
	case f == nil:
		return nil
	case f.verdict == Fail:
		s.fault = f
		return errParted
	case !slices.ContainsFunc(s.warning, func(g fault) bool { return g.check == f.check }):
		s.warning = append(s.warning, *f)
	}
	return nil
}

// perDay is how many wallets are read when a day has gone by.
const perDay = 2

// sample reads some records of the day that has gone by: wallets and messages of
// people drawn by the day, and the sums of the day.
func (s *shadow) sample(ctx context.Context, day voucher.Day) error {
	setup := &s.build.told.Setup
	draw := func(n, of int) uint32 {
		return 1 + uint32(lifeSeed(s.seed+uint64(day), n)%uint64(max(1, of)))
	}
	body := voucher.Actor{Role: voucher.AuthorisedBody}
	var all []voucher.Query
	for n := range perDay {
		if p := draw(n, len(setup.People)); len(setup.Providers) > 0 {
			who := voucher.Actor{Role: voucher.Citizen, ID: p}
			all = append(all, voucher.Query{Kind: voucher.AskGasWallet, Actor: who, Person: voucher.PersonID(p)},
				voucher.Query{Kind: voucher.AskMessages, Actor: who, Person: voucher.PersonID(p)})
		}
		f := voucher.FamilyID(draw(n+perDay, setup.Families))
		if owner := s.owners[f]; owner != 0 {
			all = append(all, voucher.Query{Kind: voucher.AskFoodWallet, Actor: voucher.Actor{Role: voucher.Citizen, ID: uint32(owner)}, Family: f, Month: day.Month()})
		}
	}
	if len(setup.Stores) > 0 {
		store := voucher.StoreID(draw(9, len(setup.Stores)))
		all = append(all, voucher.Query{Kind: voucher.AskDayReport, Actor: body, Day: day}, voucher.Query{Kind: voucher.AskLedger, Actor: body, Month: day.Month()},
			voucher.Query{Kind: voucher.AskStoreDay, Actor: voucher.Actor{Role: voucher.StoreTill, ID: uint32(store)}, Store: store, Day: day})
	}
	if day.OfMonth() >= 28 || day.OfMonth() == 1 {
		for p := range setup.Providers {
			id := voucher.ProviderID(p + 1)
			all = append(all, voucher.Query{Kind: voucher.AskProviderList, Actor: voucher.Actor{Role: voucher.GasProvider, ID: uint32(id)}, Provider: id, Month: day.Month()})
		}
	}
	for i := range all {
		if _, err := s.Query(ctx, &all[i]); err != nil {
			return err
		}
	}
	return nil
}
