package mutant

import (
	"net/http"
	"time"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// filter stands between deciding and evolving, as reference.Machine.Filter
// takes it.
type filter = func(e voucher.Event, pass func(voucher.Event))

// build is what makes a system wrong. Functions are called once for each system,
// so that what they remember is that system's own.
type build struct {
	way        Way
	twin       bool // trips are counted by comparison with a right machine
	setup      func(s *voucher.Setup)
	inside     func(w *World, r *reference.Rules, s *voucher.Setup) filter // nil: no filter
	around     func(w *World, inner voucher.System, s *voucher.Setup) voucher.System
	racing     func(w *World, m *reference.Machine, s *voucher.Setup) voucher.System
	restarting starter
	keepsBack  func(age time.Duration) bool // what was written so long ago is not on the disk yet
	wire       func(w *World, h http.Handler) http.Handler
	claims     func(c *voucher.Capabilities)
}

// parameter changes the setup.
func parameter(change func(s *voucher.Setup)) build {
	return build{way: Parameter, twin: true, setup: change}
}

// reading chooses another answer to an open question than the setup does.
func reading(r voucher.Reading, choice uint8) build {
	return parameter(func(s *voucher.Setup) { s.Readings[r] = choice })
}

// value gives a parameter one value in one territory, from the beginning.
func value(p voucher.Parameter, t voucher.Territory, v int64) build {
	return parameter(func(s *voucher.Setup) {
		s.Settings = append(s.Settings, voucher.Setting{Path: p.String(), Territory: t, Value: v})
	})
}

// every changes all values of a parameter, those of the setup included, on every
// day and in every territory. A value beyond the parameter's bounds becomes the
// bound.
func every(p voucher.Parameter, change func(before, v int64) int64) build {
	return parameter(func(s *voucher.Setup) {
		schedule, err := voucher.NewSchedule(append(gas.Parameters(), food.Parameters()...), s.Settings)
		if err != nil {
			return // the machine says so
		}
		d := p.Declaration()
		var before voucher.Dated
		for _, row := range schedule.Rows(p) {
			if before.Territory != row.Territory || before.From == 0 {
				before = row
			}
			v := min(max(change(before.Value, row.Value), d.Min), d.Max)
			s.Settings = append(s.Settings, voucher.Setting{Path: d.Path, Territory: row.Territory, From: row.From, Value: v})
			before = row
		}
	})
}

// more adds to every value of a parameter.
func more(p voucher.Parameter, by int64) build {
	return every(p, func(_, v int64) int64 { return v + by })
}

// rule replaces decisions that count their own trips.
func rule(change func(w *World, r *reference.Rules)) build {
	return build{way: Rule, inside: func(w *World, r *reference.Rules, _ *voucher.Setup) filter {
		change(w, r)
		return nil
	}}
}

// dates replaces decisions that answer with dates; a right machine beside it
// tells when they matter.
func dates(change func(r *reference.Rules)) build {
	b := rule(func(_ *World, r *reference.Rules) { change(r) })
	b.twin = true
	return b
}

// event puts a filter between deciding and evolving.
func event(with func(w *World) filter) build {
	return build{way: Event, inside: func(w *World, _ *reference.Rules, _ *voucher.Setup) filter { return with(w) }}
}

// dropped drops events.
func dropped(which func(e *voucher.Event) bool) build {
	return event(func(w *World) filter {
		return func(e voucher.Event, pass func(voucher.Event)) {
			if !w.differs(which(&e)) {
				pass(e)
			}
		}
	})
}

// changed changes events and says of which ones.
func changed(change func(e *voucher.Event) bool) build {
	return event(func(w *World) filter {
		return func(e voucher.Event, pass func(voucher.Event)) {
			w.differs(change(&e))
			pass(e)
		}
	})
}

// wrapper puts a system around the machine.
func wrapper(around func(w *World, inner voucher.System, s *voucher.Setup) voucher.System) build {
	return build{way: Wrapper, around: around}
}
