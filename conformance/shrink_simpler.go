package conformance

import (
	"context"
	"reflect"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// simplify makes what is left simpler, and reports whether anything was: the
// readings and figures of the world, the instants, the rows and lines of
// commands, who asks, how much.
func (s *shrinker) simplify(ctx context.Context) bool {
	before := s.best
	s.simplerSetup(ctx)
	for i := 0; i < len(s.steps); i++ {
		s.simplerInstant(ctx, i)
	}
	for i := 0; i < len(s.steps); i++ {
		for n := 0; i < len(s.steps); {
			simpler := variation(&s.steps[i], n)
			if simpler == nil {
				break
			}
			candidate := slices.Clone(s.steps)
			candidate[i].Command = simpler
			if !s.try(ctx, candidate, nil) {
				n++ // what was taken has made way for the next at its place
			}
		}
	}
	s.simplerKeys(ctx)
	s.smallerSetup(ctx)
	return s.best != before
}

// simplerSetup reads the open questions by default and takes settings away.
func (s *shrinker) simplerSetup(ctx context.Context) {
	for _, r := range voucher.AllReadings() {
		if s.setup.Readings[r] == voucher.Default {
			continue
		}
		setup := s.setup
		setup.Readings[r] = voucher.Default
		s.try(ctx, s.steps, &setup)
	}
	for i := len(s.setup.Settings) - 1; i >= 0; i-- {
		setup := s.setup
		setup.Settings = slices.Delete(slices.Clone(setup.Settings), i, i+1)
		s.try(ctx, s.steps, &setup)
	}
}

// simplerInstant moves an advance to where its day, or its hour, begins.
func (s *shrinker) simplerInstant(ctx context.Context, i int) {
	st := &s.steps[i]
	if st.Command != nil || st.Query != nil {
		return
	}
	for _, at := range []voucher.Instant{st.At.Day().Start(), st.At.Plus(-st.At.SinceMidnight() % voucher.Hour), st.At.Plus(-st.At.SinceMidnight() % voucher.Minute)} {
		if at >= st.At || at < s.setup.At {
			continue
		}
		candidate := slices.Clone(s.steps)
		candidate[i].At = at
		if s.try(ctx, candidate, nil) {
			return
		}
	}
}

// simplerKeys numbers the keys in order, equal ones alike.
func (s *shrinker) simplerKeys(ctx context.Context) {
	number := map[voucher.Key]voucher.Key{}
	simple := func(k voucher.Key) voucher.Key {
		if k == (voucher.Key{}) {
			return k
		}
		if _, seen := number[k]; !seen {
			number[k] = voucher.KeyOf(0, uint64(len(number))+1)
		}
		return number[k]
	}
	candidate := slices.Clone(s.steps)
	changed := false
	for i := range candidate {
		if candidate[i].Command == nil {
			continue
		}
		cmd := voucher.CloneCommand(candidate[i].Command)
		h := cmd.Head()
		before := h.Key
		h.Key = simple(h.Key)
		if r, ok := cmd.(*voucher.Reverse); ok {
			r.Of = simple(r.Of)
		}
		changed = changed || before != h.Key
		candidate[i].Command = cmd
	}
	if changed {
		s.try(ctx, candidate, nil)
	}
}

// variation is the n-th way to make a step's command simpler, nil when there
// are no more.
func variation(st *step, n int) voucher.Command {
	if st.Command == nil {
		return nil
	}
	all := variations(st.Command)
	if n >= len(all) {
		return nil
	}
	return all[n]
}

// variations are simpler commands in the place of one.
func variations(c voucher.Command) (all []voucher.Command) {
	add := func(change func(voucher.Command)) {
		simpler := voucher.CloneCommand(c)
		change(simpler)
		if !reflect.DeepEqual(simpler, c) {
			all = append(all, simpler)
		}
	}
	if a := c.Head().Actor; a.Role == voucher.Operator {
		if f := reflect.ValueOf(c).Elem().FieldByName("Person"); f.IsValid() {
			add(func(c voucher.Command) {
				c.Head().Actor = voucher.Actor{Role: voucher.Citizen, ID: uint32(f.Uint())}
			})
		}
	}
	fewerRows(c, add)
	rounderSums(c, add)
	return all
}

// fewerRows adds a list or a basket with one row less, and with rows that are
// simpler.
func fewerRows(c voucher.Command, add func(change func(voucher.Command))) {
	switch c := c.(type) {
	case *voucher.UpdateGasList:
		for i := range c.Rows {
			add(func(c voucher.Command) { u := c.(*voucher.UpdateGasList); u.Rows = slices.Delete(u.Rows, i, i+1) })
		}
	case *voucher.UpdateFoodList:
		for i := range c.Rows {
			add(func(c voucher.Command) { u := c.(*voucher.UpdateFoodList); u.Rows = slices.Delete(u.Rows, i, i+1) })
			for j := range c.Rows[i].Members {
				add(func(c voucher.Command) {
					r := &c.(*voucher.UpdateFoodList).Rows[i]
					r.Members = slices.Delete(r.Members, j, j+1)
				})
			}
		}
	case *voucher.Purchase:
		for i := range c.Lines {
			add(func(c voucher.Command) { p := c.(*voucher.Purchase); p.Lines = slices.Delete(p.Lines, i, i+1) })
			add(func(c voucher.Command) { simplerLine(&c.(*voucher.Purchase).Lines[i], voucher.Unit, 100_00) })
			add(func(c voucher.Command) {
				simplerLine(&c.(*voucher.Purchase).Lines[i], voucher.Unit, c.(*voucher.Purchase).Lines[i].Price)
			})
		}
	case *voucher.SellOutside:
		for i := range c.Lines {
			add(func(c voucher.Command) { p := c.(*voucher.SellOutside); p.Lines = slices.Delete(p.Lines, i, i+1) })
			add(func(c voucher.Command) { simplerLine(&c.(*voucher.SellOutside).Lines[i], voucher.Unit, 100_00) })
		}
	case *voucher.Refund:
		for i := range c.Lines {
			add(func(c voucher.Command) { p := c.(*voucher.Refund); p.Lines = slices.Delete(p.Lines, i, i+1) })
			add(func(c voucher.Command) { c.(*voucher.Refund).Lines[i].Quantity = voucher.Unit })
		}
	}
}

// rounderSums adds a command about an ordinary sum or volume.
func rounderSums(c voucher.Command, add func(change func(voucher.Command))) {
	switch c.(type) {
	case *voucher.Deliver:
		add(func(c voucher.Command) { d := c.(*voucher.Deliver); d.Quantity, d.Price = 100*voucher.Unit, 100_00 })
	case *voucher.GrantLoan:
		add(func(c voucher.Command) { c.(*voucher.GrantLoan).Amount = 1_000_00 })
	case *voucher.RepayLoan:
		add(func(c voucher.Command) { c.(*voucher.RepayLoan).Amount = 1_000_00 })
	case *voucher.ChargeVolume:
		add(func(c voucher.Command) { c.(*voucher.ChargeVolume).Volume = 100 * voucher.CubicMetre })
	case *voucher.CorrectVolume:
		add(func(c voucher.Command) { c.(*voucher.CorrectVolume).Volume = 100 * voucher.CubicMetre })
	}
}

// simplerLine makes a line of a basket simple.
func simplerLine(l *voucher.PurchaseLine, q voucher.Quantity, price voucher.Money) {
	l.Quantity, l.Price = q, price
}
