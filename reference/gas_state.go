package reference

import (
	"fmt"

	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// gasState is the gas programme's records.
type gasState struct {
	Claims    []gas.Claim       // by person
	Vouchers  slab[gas.Voucher] // by voucher
	Accounts  []gas.Account
	Down      []bool // by provider: its system does not answer
	Lists     []gas.List
	Receipts  slab[receipt] // by receipt
	Deferred  []deferredRow
	Reminders reminderHeap

	accounts map[gas.AccountKey]uint32 // position in Accounts, plus one
	last     gas.AccountKey            // looked up last: deciding and evolving ask for the same
	entry    uint32                    // what was found
	tariffs  map[tariffKey]gas.Tariff
}

// receipt is a voucher.Receipt with the account it stands for and the one
// before it.
type receipt struct {
	At       voucher.Instant
	Month    voucher.Month
	Revision uint32
	Account  uint32 // position in Accounts
	Previous voucher.ReceiptID
	Voucher  voucher.VoucherID
	Volume   voucher.Volume
	Charge   voucher.Money
	Discount voucher.Money
}

// deferredRow is a list row that waits for the next month (reading G06 defer).
type deferredRow struct {
	Person    voucher.PersonID
	Residence voucher.Territory
	Reasons   voucher.Reasons
	Drop      bool
}

type tariffKey struct {
	provider voucher.ProviderID
	month    voucher.Month
}

// setUpGas takes people, providers and accounts over.
func (m *Machine) setUpGas(s *voucher.Setup) error {
	if s.Operators < 0 {
		return fmt.Errorf("%d operators; write 0 or more", s.Operators)
	}
	g := &m.Gas
	g.Claims = make([]gas.Claim, len(s.People))
	g.Down = make([]bool, len(s.Providers))
	g.Accounts = make([]gas.Account, 0, len(s.Accounts))
	g.accounts = make(map[gas.AccountKey]uint32, len(s.Accounts))
	g.tariffs = make(map[tariffKey]gas.Tariff)
	for i, a := range s.Accounts {
		key := gas.AccountKey{Provider: a.Provider, Number: a.Number}
		switch {
		case a.Provider == 0 || int(a.Provider) > len(s.Providers):
			return fmt.Errorf("account %d: provider %d does not exist; the setup has %d", i+1, a.Provider, len(s.Providers))
		case a.Number == 0:
			return fmt.Errorf("account %d has no number", i+1)
		case g.accounts[key] != 0:
			return fmt.Errorf("account %d: number %s stands twice for provider %d", i+1, a.Number, a.Provider)
		case int(a.Owner) > len(s.People):
			return fmt.Errorf("account %d: owner %d does not exist; the setup has %d people", i+1, a.Owner, len(s.People))
		}
		g.addAccount(gas.Account{Key: key, Class: a.Class, People: a.People, Known: true, Owner: a.Owner})
	}
	return nil
}

// addAccount appends an account and indexes it.
func (g *gasState) addAccount(a gas.Account) {
	g.Accounts = append(g.Accounts, a)
	g.accounts[a.Key] = uint32(len(g.Accounts))
	g.last, g.entry = gas.AccountKey{}, 0
}

// account returns the registry entry of a key, or nil.
func (g *gasState) account(k gas.AccountKey) *gas.Account {
	if i := g.place(k); i != 0 {
		return &g.Accounts[i-1]
	}
	return nil
}

// placeOf is place with a guess: where the person's account of last time stands.
func (g *gasState) placeOf(k gas.AccountKey, guess uint32) uint32 {
	if guess != 0 && g.Accounts[guess-1].Key == k {
		return guess
	}
	return g.place(k)
}

// place returns an account's position plus one, zero for one that no registry
// has had.
func (g *gasState) place(k gas.AccountKey) uint32 {
	if g.last != k {
		g.last, g.entry = k, g.accounts[k]
	}
	return g.entry
}

// list returns the list of a month to a provider, or nil.
func (g *gasState) list(p voucher.ProviderID, month voucher.Month) *gas.List {
	for i := len(g.Lists) - 1; i >= 0; i-- {
		if l := &g.Lists[i]; l.Provider == p && l.Month == month {
			return l
		}
	}
	return nil
}

// receiptOf returns an account's newest receipt of a month, or zero.
func (g *gasState) receiptOf(a *gas.Account, month voucher.Month) voucher.ReceiptID {
	for id := a.Receipt; id != 0; id = g.Receipts.at(uint32(id - 1)).Previous {
		if g.Receipts.at(uint32(id-1)).Month == month {
			return id
		}
	}
	return 0
}

// tariff returns a provider's tariff of a month, computed once.
func (m *Machine) tariff(p voucher.ProviderID, month voucher.Month) gas.Tariff {
	key := tariffKey{p, month}
	t, ok := m.Gas.tariffs[key]
	if !ok {
		t = gas.TariffOf(m.Schedule, m.readings, m.Setup.Providers[p-1].Territory, month)
		m.Gas.tariffs[key] = t
	}
	return t
}

// pilot says which territories take part today, so that a command does not have
// to look the switches up.
type pilot struct {
	named []territorySwitch // every territory that has a value of its own
	rest  bool              // what holds for the others
}

type territorySwitch struct {
	territory voucher.Territory
	in        bool
}

// gasPilot reads the switches of a day.
func (m *Machine) gasPilot(day voucher.Day) (p pilot) {
	p.rest = gas.InPilot(m.Schedule, voucher.Country, day)
	for _, row := range m.Schedule.Rows(voucher.GasTerritory) {
		if row.Territory == voucher.Country || row.From > day {
			continue
		}
		if n := len(p.named); n == 0 || p.named[n-1].territory != row.Territory {
			p.named = append(p.named, territorySwitch{row.Territory, gas.InPilot(m.Schedule, row.Territory, day)})
		}
	}
	return p
}

// has reports whether a territory takes part: by its own value, or else by its
// region's. A town lies in the pilot when its region does (GAS-TERRITORY-001).
func (p *pilot) has(t voucher.Territory) bool {
	region, in := t.Region(), p.rest
	for i := range p.named {
		switch p.named[i].territory {
		case t:
			return p.named[i].in
		case region:
			in = p.named[i].in
		}
	}
	return in
}

// reminder is a repeat SMS that may fall due.
type reminder struct {
	Due    voucher.Instant
	Person voucher.PersonID
}

// reminderHeap orders reminders by due instant, then person. SMS go out in
// order of time, so a push hardly ever moves anything.
type reminderHeap []reminder

func (h reminderHeap) before(i, j int) bool {
	return h[i].Due < h[j].Due || (h[i].Due == h[j].Due && h[i].Person < h[j].Person)
}

// next returns when the first reminder is due.
func (h reminderHeap) next() voucher.Instant {
	if len(h) == 0 {
		return never
	}
	return h[0].Due
}

func (h *reminderHeap) push(r reminder) {
	*h = append(*h, r)
	for i := len(*h) - 1; i > 0; {
		parent := (i - 1) / 2
		if !h.before(i, parent) {
			break
		}
		(*h)[i], (*h)[parent] = (*h)[parent], (*h)[i]
		i = parent
	}
}

// pop takes the first reminder.
func (h *reminderHeap) pop() reminder {
	first, last := (*h)[0], len(*h)-1
	(*h)[0] = (*h)[last]
	*h = (*h)[:last]
	for i := 0; ; {
		child := 2*i + 1
		if child >= last {
			break
		}
		if child+1 < last && h.before(child+1, child) {
			child++
		}
		if !h.before(child, i) {
			break
		}
		(*h)[i], (*h)[child] = (*h)[child], (*h)[i]
		i = child
	}
	return first
}
