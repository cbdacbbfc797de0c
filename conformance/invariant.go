package conformance

import (
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Invariants are demands that a history alone shows to be kept or broken. They
// state their own numbers, look at no oracle, and hold for every build that is
// right under its readings.

// fault is one way in which a history breaks a check.
type fault struct {
	check       string // id
	requirement voucher.RequirementID
	verdict     Verdict // Fail or Warn
	step        int
	expected    []string
	got         []string
	field       string // path of the one that differs from the oracle's; "" for none
	broke       bool   // the answer breaks the contract, or none came because the build crashed
}

// sign tells one way of failing from another: the check, the kind of step and
// what answered what, without ids, sums and instants.
func (f *fault) sign(h *voucher.History) string {
	return f.check + ": " + fingerprint(&Failure{History: *h, Step: f.step, Expected: f.expected, Got: f.got, field: f.field})
}

// watch walks through a history and remembers what follows from it.
type watch struct {
	h        *voucher.History
	readings *voucher.Readings
	reasons  bool // the build gives reasons
	at       int  // entry looked at
	entry    *voucher.Entry
	now      voucher.Instant
	faults   []fault

	schedule *voucher.Schedule // the numbers that the suite states, with the history's settings
	keys     map[scopedKey]keyed
	first    map[string]reading // what was read first, by what was asked
	gas      gasDiary
	food     foodDiary
}

// faultsOf returns the first fault of every invariant that a history breaks. A
// history is looked at to the entry that could not be asked.
func faultsOf(h *voucher.History, reasons bool) []fault {
	w := &watch{h: h, readings: &h.Setup.Readings, reasons: reasons, now: h.Setup.At, keys: map[scopedKey]keyed{}, first: map[string]reading{}}
	var err error
	if w.schedule, err = voucher.NewSchedule(ownNumbers, h.Setup.Settings); err != nil {
		panic("conformance: " + err.Error()) // no world is made with such a setting
	}
	w.gas.begin()
	w.food.begin(&h.Setup)
	for i := range h.Entries {
		e := &h.Entries[i]
		if e.Err != "" {
			break
		}
		w.at, w.entry = i, e
		switch {
		case e.Command != nil:
			w.command(e)
		case e.Query != nil:
			w.query(e)
		default:
			w.pass(e.At)
		}
	}
	return w.faults
}

// broken notes that a check fails at the entry looked at, and what was wanted: an
// answer, a clause, or an answer and the clause that says why. Only the first time
// counts.
func (w *watch) broken(d *demand, want ...string) {
	for i := range w.faults {
		if w.faults[i].check == d.id {
			return
		}
	}
	w.faults = append(w.faults, fault{check: d.id, requirement: d.requirement(), verdict: Fail, step: w.at,
		expected: want, got: answerLines(w.entry)})
}

// is reports whether a reading has its first option.
func (w *watch) is(r voucher.Reading) bool { return w.readings[r] == voucher.Option }

// pass moves the clock on, and with it what changes by itself: the list of the
// 5th, deferred rows.
func (w *watch) pass(to voucher.Instant) {
	w.food.pass(w, w.now, to)
	w.gas.pass(w.now, to)
	w.now = to
}

// command looks at a command and its answer.
func (w *watch) command(e *voucher.Entry) {
	w.access(e)
	if w.repeated(e) {
		return // its effect was looked at the first time
	}
	if e.Outcome.Refusal != nil {
		w.gas.refused(w, e)
		return // a refusal has no effect: what is read later has to show that
	}
	switch c := e.Command.(type) {
	case *voucher.ChangeParameter:
		w.changed(c)
	case *voucher.Reply:
		if c.Programme == voucher.Gas {
			w.gas.reply(w, c)
		} else {
			w.food.reply(w, c)
		}
	default:
		if c.Kind() < voucher.KindUpdateFoodList {
			w.gas.command(w, c)
		} else {
			w.food.command(w, c)
		}
	}
}

// changed takes a correction of the rules (FOOD-ADJUSTMENT-001).
func (w *watch) changed(c *voucher.ChangeParameter) {
	s := c.Setting
	if s.From <= w.now.Day() || s.Check() != nil {
		w.broken(theFutureOnly, "refused", changeAhead.line("parameter", s.Path, "from", s.From, "day", w.now.Day()))
		return
	}
	if slices.ContainsFunc(ownNumbers, func(d voucher.Dated) bool { return d.Parameter.String() == s.Path }) {
		w.schedule.Set(&s)
	}
	for path, r := range w.first { // what was read of days to come may read otherwise now
		if r.parameter == s.Path && r.day >= s.From {
			delete(w.first, path)
		}
	}
}

// number returns a figure that the suite states, as in force on a day.
func (w *watch) number(p voucher.Parameter, t voucher.Territory, d voucher.Day) int64 {
	return w.schedule.At(p, t, d)
}

const ppm = 1_000_000

// ownNumbers are the figures of the two texts and of this suite that invariants
// need, not those of any build.
var ownNumbers = []voucher.Dated{
	{Parameter: voucher.FoodMRP, Value: 3_932_00}, {Parameter: voucher.FoodMRP, From: voucher.Date(2026, 1, 1), Value: 4_325_00},
	{Parameter: voucher.FoodMRPPerMember, Value: ppm}, {Parameter: voucher.FoodMembersMax, Value: 4},
	{Parameter: voucher.FoodCoefficient, Value: ppm}, {Parameter: voucher.FoodMarkup, Value: 150_000},
	{Parameter: voucher.FoodListEdition, Value: 19}, {Parameter: voucher.FoodListEdition, From: voucher.Date(2026, 1, 6), Value: 31},
	{Parameter: voucher.FoodCodeLifetime, Value: 300},
}

// query looks at what was read.
func (w *watch) query(e *voucher.Entry) {
	w.mayRead(e)
	if e.Record.Refusal != nil {
		return
	}
	w.readBefore(e)
	switch e.Query.Kind {
	case voucher.AskMessages:
		w.gas.messages(w, e)
		w.food.messages(w, e)
	case voucher.AskGasWallet, voucher.AskProviderList, voucher.AskReceipt:
		w.gas.query(w, e)
	default:
		w.food.query(w, e)
	}
}
