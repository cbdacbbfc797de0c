package conformance

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/vouch-kz/vouch/conformance/wire"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// How each ability is tried, in worlds made for it and by what is seen from
// outside: a build that only says yes does not serve it.

// trial tries abilities of one build.
type trial struct {
	ctx context.Context
	*asker
	programme voucher.Programme // in which abilities are tried
	errand    errand            // in it
}

// serves is what a trial has shown.
type serves uint8

const (
	isUnknown serves = iota // what leads there was refused, which is for other checks to say
	isServed
	isNot
)

// shows is served where something was seen.
func shows(seen bool) serves {
	if seen {
		return isServed
	}
	return isNot
}

// trials try every ability that capabilities have. Worlds come first: without them
// nothing else is tried.
var trials = []struct {
	what Ability
	try  func(t *trial) (serves, error)
}{
	{NeedsWorlds, (*trial).worlds},
	{NeedsClock, (*trial).clock},
	{NeedsPrompt, (*trial).prompt},
	{NeedsSettings, (*trial).settings},
	{NeedsChoices, (*trial).choices},
	{NeedsReasons, (*trial).reasons},
	{NeedsEvents, (*trial).events},
	{NeedsDigest, (*trial).digest},
	{NeedsExpiry, (*trial).expiry},
	{NeedsAnswers, (*trial).answers},
	{runsGas, func(t *trial) (serves, error) { return t.runs(voucher.Gas) }},
	{runsFood, func(t *trial) (serves, error) { return t.runs(voucher.Food) }},
}

// world makes a world for a trial, with what the setup of the errand changes.
func (t *trial) world(label string, change func(*voucher.Setup)) (*till, error) {
	setup := doctorSetup(t.errand.at)
	if !t.caps.Choices {
		setup.Readings = t.caps.Readings
	}
	if change != nil {
		change(setup)
	}
	system, err := t.begin(t.ctx, label, setup)
	if err != nil {
		return nil, err
	}
	return &till{ctx: t.ctx, system: system, keys: voucher.NewDigest().Text(label).Word(t.opts.Seed)}, nil
}

// listed is a world in which the errand's row was put on the list; the outcome is
// of that.
func (t *trial) listed(label string, change func(*voucher.Setup)) (*till, voucher.Outcome, error) {
	w, err := t.world(label, change)
	if err != nil {
		return nil, voucher.Outcome{}, err
	}
	o := w.do(voucher.ListOwner, 0, t.errand.update(rightRow))
	return w, o, w.err
}

func (w *till) read(q voucher.Query) (voucher.Record, error) { return w.system.Query(w.ctx, &q) }

// worlds sees that what is done in one world is not seen in another, in the first
// programme whose commands are there at all.
func (t *trial) worlds() (served serves, err error) {
	for _, p := range [...]voucher.Programme{voucher.Gas, voucher.Food} {
		if t.caps.Programmes&p == 0 {
			continue
		}
		t.programme, t.errand = p, errandIn(p)
		if served, err = t.worldsApart(); !errors.Is(err, errors.ErrUnsupported) {
			break
		}
	}
	return served, err
}

// worldsApart sees it by the list. A world in which the row stands before anybody
// put it there is none of its own: what is there is left alone.
func (t *trial) worldsApart() (serves, error) {
	first, err := t.world("one world", nil)
	if err != nil {
		return isNot, err
	}
	second, err := t.world("another world", nil)
	if err != nil {
		return isNot, err
	}
	if r, err := first.read(t.errand.wallet); err != nil || t.errand.listed(&r) {
		return isNot, err
	}
	if o := first.do(voucher.ListOwner, 0, t.errand.update(rightRow)); first.err != nil || o.Refusal != nil {
		return isUnknown, first.err
	}
	mine, err := first.read(t.errand.wallet)
	if err != nil || !t.errand.listed(&mine) {
		return isNot, err
	}
	r, err := second.read(t.errand.wallet)
	return shows(!t.errand.listed(&r)), err
}

// asked is the day after the errand, on which the question of the month goes out.
func (t *trial) asked() voucher.Day { return t.errand.at.Day() + 1 }

// sent are the SMS to the errand's person when the clock of a world has been moved
// to an instant. A build that sends none, being no portal, tells nothing by them.
func (t *trial) sent(label string, to voucher.Instant) (all []voucher.Message, told bool, err error) {
	w, o, err := t.listed(label, nil)
	if err != nil || o.Refusal != nil {
		return nil, false, err
	}
	if w.advance(to); w.err != nil || !slices.Contains(t.caps.Parties, string(scenarios.PartyPortal)) {
		return nil, false, w.err
	}
	r, err := w.read(ownQuery(voucher.AskMessages))
	return r.Messages, err == nil, err
}

// clock sees that moving it does what falls due on the way.
func (t *trial) clock() (serves, error) {
	all, told, err := t.sent("a day goes by", (t.asked() + 1).Start())
	if err != nil || !told {
		return isUnknown, err
	}
	return shows(len(all) > 0), nil
}

// prompt sees that due work is done at its instant, the first of its day.
func (t *trial) prompt() (serves, error) {
	all, told, err := t.sent("a day begins", t.asked().Start())
	if err != nil || !told {
		return isUnknown, err
	}
	return shows(len(all) > 0), nil
}

// settings sees that a value of a setup is in force.
func (t *trial) settings() (serves, error) {
	set := voucher.Setting{Path: voucher.GasReminderAfter.String(), Value: 5}
	if t.programme == voucher.Food {
		set = voucher.Setting{Path: voucher.FoodCodeLifetime.String(), Value: 417}
	}
	w, err := t.world("another value", func(s *voucher.Setup) { s.Settings = append(s.Settings, set) })
	if err != nil {
		return isNot, err
	}
	r, err := w.read(voucher.Query{Kind: voucher.AskParameter, Actor: voucher.Actor{Role: voucher.AuthorisedBody}, Parameter: set.Path, Day: t.errand.at.Day()})
	return shows(r.Parameter != nil && *r.Parameter == set.Value), err
}

// choices sees that one and the same thing is refused under one reading of a setup
// and accepted under the other: an update of the gas list after its last day (G06),
// or a code that the till shows (F33).
func (t *trial) choices() (serves, error) {
	reading, ask := voucher.G06, func(w *till) voucher.Outcome {
		return w.do(voucher.ListOwner, 0, gasUpdate(rightRow))
	}
	if t.programme == voucher.Food {
		reading, ask = voucher.F33, func(w *till) voucher.Outcome {
			w.do(voucher.AuthorisedBody, 0, &voucher.RegisterStore{Store: storeTill})
			w.do(voucher.StoreTill, uint32(storeTill), &voucher.IntegrateTill{Store: storeTill})
			return w.do(voucher.StoreTill, uint32(storeTill), &voucher.ShowCode{Store: storeTill})
		}
	}
	var yes [2]bool
	for choice, label := range [...]string{"the default reading", "the other reading"} {
		w, err := t.world(label, func(s *voucher.Setup) {
			s.At = s.At.Plus(14 * 24 * voucher.Hour) // past the last day of the list
			s.Readings[reading] = uint8(choice)
		})
		if err != nil {
			return isNot, err
		}
		o := ask(w)
		if w.err != nil {
			return isNot, w.err
		}
		yes[choice] = o.Refusal == nil
	}
	return shows(!yes[voucher.Default] && yes[voucher.Option]), nil
}

// reasons sees that a no says why.
func (t *trial) reasons() (serves, error) {
	w, err := t.world("a row without a ground", nil)
	if err != nil {
		return isNot, err
	}
	o := w.do(voucher.ListOwner, 0, t.errand.update(bareRow))
	if w.err != nil || o.Refusal == nil {
		return isUnknown, w.err
	}
	return shows(o.Refusal.Reason != 0), nil
}

// events sees that a change tells what has happened.
func (t *trial) events() (serves, error) {
	_, o, err := t.listed("a change", nil)
	if err != nil || o.Refusal != nil {
		return isUnknown, err
	}
	return shows(len(o.Events) > 0), nil
}

// digest sees that the digest of the state is told.
func (t *trial) digest() (serves, error) {
	w, err := t.world("a digest", nil)
	if err != nil {
		return isNot, err
	}
	r, err := w.read(voucher.Query{Kind: voucher.AskDigest, Actor: voucher.Actor{Role: voucher.AuthorisedBody}})
	return shows(r.Digest != nil), err
}

// expiry sees that a token opens until it ends, and nothing from then on. Without a wire
// nobody has a token.
func (t *trial) expiry() (serves, error) {
	if t.wire == nil {
		return isUnknown, nil
	}
	setup := doctorSetup(t.errand.at)
	if !t.caps.Choices {
		setup.Readings = t.caps.Readings
	}
	world, err := t.another(t.ctx, setup)
	if err != nil {
		return isNot, err
	}
	end := setup.At.Plus(voucher.Hour)
	gateway := voucher.Actor{Role: voucher.Gateway}
	token, err := world.TokenUntil(t.ctx, gateway, end)
	if err != nil {
		return isNot, err
	}
	header, err := world.Header(t.ctx, voucher.Actor{})
	if err != nil {
		return isNot, err
	}
	header.Set("Authorization", "Bearer "+token)
	var opened [2]bool
	for i, at := range [...]voucher.Instant{end.Plus(-voucher.Second), end} {
		if _, err := world.Advance(t.ctx, at); err != nil {
			return isNot, err
		}
		e, err := t.wire.Raw(t.ctx, http.MethodGet, wire.RecordPath+voucher.AskMessages.String()+"?person=1", header, nil)
		if err != nil {
			return isNot, err
		}
		opened[i] = e.Status != http.StatusUnauthorized
	}
	return shows(opened[0] && !opened[1]), nil
}

// answers sees that a provider whose system answers garbage has verified nothing, where
// with a right answer the same is accepted.
func (t *trial) answers() (serves, error) {
	if t.caps.Programmes&voucher.Gas == 0 {
		return isUnknown, nil
	}
	own := *t
	own.errand = errandIn(voucher.Gas)
	var yes [2]bool
	for n, mode := range [...]voucher.AnswerMode{voucher.AnswersRight, voucher.AnswersGarbage} {
		w, o, err := own.listed("a provider answers "+mode.String(), func(s *voucher.Setup) {
			s.Answers = []voucher.ProviderAnswer{{Provider: 1, From: s.At, Mode: mode}}
		})
		if err != nil || o.Refusal != nil {
			return isUnknown, err
		}
		w.advance(own.asked().Start().Plus(12 * voucher.Hour))
		w.do(voucher.Gateway, 0, yesTo(voucher.Gas, 1))
		w.do(voucher.Citizen, 1, &voucher.EnterAccount{Person: 1, Provider: 1, Account: doctorAccount})
		o = w.do(voucher.Citizen, 1, &voucher.AcceptOffer{Person: 1, Edition: 1})
		if w.err != nil {
			return isUnknown, w.err
		}
		yes[n] = o.Refusal == nil
	}
	if !yes[0] {
		return isUnknown, nil
	}
	return shows(!yes[1]), nil
}

// runs sees that a command of a programme is carried out.
func (t *trial) runs(p voucher.Programme) (serves, error) {
	own := *t
	own.errand = errandIn(p)
	_, o, err := own.listed(p.String()+" list", nil)
	if err != nil || o.Refusal != nil {
		return isUnknown, err
	}
	return isServed, nil
}
