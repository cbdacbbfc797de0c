package conformance

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Access: every role tries every operation, on its own record, on another's and on one
// that it guesses (BOTH-ACCESS-001). What is tried follows from the contract, so that
// no operation can be forgotten. A no shows something only because the same call is let
// through to who may give it, and because nothing is changed by it.

// accessChecks are a check for each operation, and those of tokens and codes.
var accessChecks = sync.OnceValue(func() []Check {
	const id voucher.RequirementID = "BOTH-ACCESS-001"
	var all []Check
	for _, o := range operations() {
		needs := []Ability{NeedsClock, NeedsWorlds}
		if o.query == voucher.AskDigest {
			needs = append(needs, NeedsDigest)
		}
		all = append(all, Check{ID: string(id) + "/access_" + o.String(), Suite: SuiteAccess, Requirement: id, Level: level(id, false),
			Title: filled(voucher.Text{
				En: "%s is for those who may call it, on records of their own", Ru: "%s – только для тех, кому это можно, и только со своими записями",
				Kk: "%s – құқығы барларға ғана және тек өз жазбаларымен",
			}, o), Needs: needs, Programmes: o.programme(), operation: o,
			ask:   func(ctx context.Context, a *asker) error { return askAccess(ctx, a, o) },
			judge: func(t *Transcript, b *bench) Finding { return judgeAccess(o, t, b) }})
	}
	return all
})

// Cells say how much of the matrix of roles and operations was tried.
type Cells struct {
	Tried  int64 `json:"tried"`
	Let    int64 `json:"let"`    // of them, calls of who may: not turned away
	Turned int64 `json:"turned"` // calls of who may not: turned away
	// Guesses are calls with a token, a world's name, an id or a code that was guessed.
	Guesses int64 `json:"guesses"`
	// Untried names what could not be tried: the role and the operation.
	Untried []string `json:"untried,omitempty"`
}

// add sums cells up.
func (c *Cells) add(o *Cells) {
	c.Tried += o.Tried
	c.Let += o.Let
	c.Turned += o.Turned
	c.Guesses += o.Guesses
	c.Untried = append(c.Untried, o.Untried...)
}

// What the noted steps of a world are, after those that lead there: records as they
// are before, calls that have to be turned away, the records again, and calls that must
// not be.
const (
	countReads  = "reads"
	countTurned = "turned"
)

// in is the name of a count of one world of a check.
func in(world int, count string) string { return fmt.Sprintf("%s of world %d", count, world+1) }

// ways are the readings under which an operation of a build is tried. A code is shown by
// the wallet or by the till (reading F33), and each side may do what the other may not;
// a food voucher is active by itself or by a second step (reading F10), and an activation
// is undone or not (reading G22): both are tried.
func ways(o operation, can *voucher.Capabilities) []voucher.Readings {
	if !can.Choices {
		return []voucher.Readings{can.Readings}
	}
	var usual, other voucher.Readings
	switch {
	case o.command == voucher.KindActivate:
		other[voucher.F10] = voucher.Option
	case o.command == voucher.KindCancelActivation:
		other[voucher.G22] = voucher.Option
	case o.command != 0 && o.programme() == voucher.Food:
		other[voucher.F33] = voucher.Option
	default:
		return []voucher.Readings{usual}
	}
	return []voucher.Readings{usual, other}
}

// wayWord names the readings of a world that are not the default.
func wayWord(r voucher.Readings) string {
	for _, id := range voucher.AllReadings() {
		if r[id] != voucher.Default {
			return id.String() + " " + r.Choice(id)
		}
	}
	return ""
}

// askAccess lets every role try an operation.
func askAccess(ctx context.Context, a *asker, o operation) error {
	for n, readings := range ways(o, &a.caps) {
		s, err := a.stage(ctx, wayWord(readings), readings, o.command)
		if err != nil {
			return err
		}
		told := s.system.told
		a.transcript.Counts[in(n, countLeading)] = int64(len(told.Steps))
		turned, let := s.cells(o)
		reads := s.reads()
		a.transcript.Counts[in(n, countReads)] = int64(len(reads))
		a.transcript.Counts[in(n, countTurned)] = int64(len(turned))
		if err := s.try(slices.Concat(reads, turned, reads, let)); err != nil {
			return err
		}
	}
	return nil
}

// reads are the queries by which owners see their records.
func (s *stage) reads() (all []cell) {
	for _, o := range operations() {
		p := o.programme()
		if o.query == 0 || o.query == voucher.AskDigest || o.query == voucher.AskParameter || p != 0 && !s.runs(p) {
			continue
		}
		c := s.cell(o, o.roles()[0], owners, nil)
		all = append(all, c)
	}
	return all
}

// try calls, and notes every call as a step. What the build says it cannot do stays
// untried.
func (s *stage) try(cells []cell) error {
	for i := range cells {
		c := &cells[i]
		told := s.system.told
		told.Steps = append(told.Steps, len(told.Entries))
		var err error
		if c.call.query != nil {
			_, err = s.system.Query(s.ctx, c.call.query)
		} else {
			s.count++
			c.call.command.Head().Key = voucher.KeyOf(uint64(s.keys), s.count)
			_, err = s.system.Do(s.ctx, c.call.command)
		}
		if err != nil && !errors.Is(err, errors.ErrUnsupported) {
			return err
		}
	}
	return nil
}
