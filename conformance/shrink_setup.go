package conformance

import (
	"context"
	"maps"
	"reflect"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// handles are the types of ids that a setup gives out by position.
var handles = map[reflect.Type]voucher.Role{
	reflect.TypeFor[voucher.PersonID](): voucher.Citizen, reflect.TypeFor[voucher.StoreID](): voucher.StoreTill,
	reflect.TypeFor[voucher.ProviderID](): voucher.GasProvider, reflect.TypeFor[voucher.FamilyID](): 0, reflect.TypeFor[voucher.GoodsID](): 0,
}

// headcount is who and what of a setup the steps speak of, by type.
type headcount map[reflect.Type]map[uint64]uint64

// each calls a function on every id of a setup in a command or query, and on
// those of its actor.
func each(v reflect.Value, visit func(t reflect.Type, id uint64) uint64) {
	switch {
	case v.Type() == reflect.TypeFor[voucher.Actor]():
		a := v.Addr().Interface().(*voucher.Actor)
		for t, role := range handles {
			if role != 0 && a.Role == role {
				a.ID = uint32(visit(t, uint64(a.ID)))
			}
		}
		return
	case v.Kind() == reflect.Uint32:
		if _, ok := handles[v.Type()]; ok {
			v.SetUint(visit(v.Type(), v.Uint()))
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			each(v.Elem(), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			each(v.Field(i), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			each(v.Index(i), visit)
		}
	}
}

// smallerSetup leaves out of the world everybody and everything that no step
// speaks of, and numbers the rest anew.
func (s *shrinker) smallerSetup(ctx context.Context) {
	used := headcount{}
	for t := range handles {
		used[t] = map[uint64]uint64{}
	}
	candidate := slices.Clone(s.steps)
	for i := range candidate {
		st := &candidate[i]
		if st.Command != nil {
			st.Command = voucher.CloneCommand(st.Command)
			each(reflect.ValueOf(st.Command), used.note)
		}
		if st.Query != nil {
			q := *st.Query
			st.Query = &q
			each(reflect.ValueOf(st.Query), used.note)
		}
	}
	setup, smaller := used.cut(&s.setup, candidate)
	if !smaller {
		return
	}
	for i := range candidate {
		if st := &candidate[i]; st.Command != nil {
			each(reflect.ValueOf(st.Command), used.renumber)
		} else if st.Query != nil {
			each(reflect.ValueOf(st.Query), used.renumber)
		}
	}
	s.try(ctx, candidate, setup)
}

func (h headcount) note(t reflect.Type, id uint64) uint64 {
	h[t][id] = 0
	return id
}

// renumber gives the new number of an id; what the setup never had stays.
func (h headcount) renumber(t reflect.Type, id uint64) uint64 {
	if n := h[t][id]; n != 0 {
		return n
	}
	return id
}

// cut returns a setup with what was counted only, and numbers it.
func (h headcount) cut(s *voucher.Setup, steps []step) (*voucher.Setup, bool) {
	small := *s
	small.Accounts = slices.DeleteFunc(slices.Clone(s.Accounts), func(a voucher.AccountSetup) bool { return !speaksOf(steps, a.Number) })
	for i := range small.Accounts {
		h.note(reflect.TypeFor[voucher.ProviderID](), uint64(small.Accounts[i].Provider))
	}
	small.People = keepUsed(s.People, h[reflect.TypeFor[voucher.PersonID]()])
	small.Stores = keepUsed(s.Stores, h[reflect.TypeFor[voucher.StoreID]()])
	small.Goods = keepUsed(s.Goods, h[reflect.TypeFor[voucher.GoodsID]()])
	small.Providers = keepUsed(s.Providers, h[reflect.TypeFor[voucher.ProviderID]()])
	small.Families = len(keepUsed(make([]struct{}, s.Families), h[reflect.TypeFor[voucher.FamilyID]()]))
	for i := range small.Accounts {
		a := &small.Accounts[i]
		a.Provider = voucher.ProviderID(h.renumber(reflect.TypeFor[voucher.ProviderID](), uint64(a.Provider)))
		a.Owner = voucher.PersonID(h[reflect.TypeFor[voucher.PersonID]()][uint64(a.Owner)]) // 0: nobody who matters
	}
	before := len(s.People) + len(s.Stores) + len(s.Goods) + len(s.Providers) + len(s.Accounts) + s.Families
	after := len(small.People) + len(small.Stores) + len(small.Goods) + len(small.Providers) + len(small.Accounts) + small.Families
	return &small, after < before
}

// keepUsed returns the entries whose positions are used, and numbers them.
func keepUsed[T any](all []T, used map[uint64]uint64) (kept []T) {
	for _, id := range slices.Sorted(maps.Keys(used)) {
		if id >= 1 && id <= uint64(len(all)) {
			kept = append(kept, all[id-1])
			used[id] = uint64(len(kept))
		}
	}
	return kept
}

// speaksOf reports whether any step names an account.
func speaksOf(steps []step, number voucher.AccountNumber) bool {
	return slices.ContainsFunc(steps, func(st step) bool {
		switch c := st.Command.(type) {
		case *voucher.EnterAccount:
			return c.Account == number
		case *voucher.RegisterAccount:
			return c.Account == number
		case *voucher.ChargeVolume:
			return c.Account == number
		case *voucher.CorrectVolume:
			return c.Account == number
		}
		return st.Query != nil && st.Query.Account == number
	})
}
