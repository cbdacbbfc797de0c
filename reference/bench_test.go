package reference_test

import (
	"context"
	"testing"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// gasWorld has n people of Almaty, one provider and an account each, in a
// pilot that does not end.
func gasWorld(n int) *voucher.Setup {
	s := &voucher.Setup{At: voucher.At(2025, 10, 1, 0, 0, 0), Operators: 1,
		Providers: []voucher.ProviderSetup{{Territory: 750000000}},
		Settings:  []voucher.Setting{{Path: "gas.period.to", Value: int64(voucher.Date(2200, 1, 1))}}}
	for i := range n {
		s.People = append(s.People, voucher.PersonSetup{Device: true})
		s.Accounts = append(s.Accounts, voucher.AccountSetup{Provider: 1, Number: voucher.MakeAccountNumber(uint64(i+1), 8),
			Class: voucher.Boiler, People: 4, Owner: voucher.PersonID(i + 1)})
	}
	return s
}

// gasLife drives recipients through their months, one after another.
type gasLife struct {
	b       *testing.B
	m       *reference.Machine
	setup   *voucher.Setup
	keys    uint64
	next    int
	day     voucher.Day
	reply   voucher.Reply
	enter   voucher.EnterAccount
	accept  voucher.AcceptOffer
	confirm voucher.Confirm
	ack     voucher.AcknowledgeList
}

func newGasLife(b *testing.B, n int) *gasLife {
	l := &gasLife{b: b, setup: gasWorld(n), day: voucher.Date(2025, 10, 8)}
	l.reply = voucher.Reply{Programme: voucher.Gas, Text: "да"}
	l.enter.Provider, l.ack.Provider, l.accept.Edition = 1, 1, 1
	var err error
	if l.m, err = reference.New(l.setup); err != nil {
		b.Fatal(err)
	}
	list := &voucher.UpdateGasList{}
	for i := range n {
		list.Rows = append(list.Rows, voucher.GasListRow{Person: voucher.PersonID(i + 1),
			Reasons: voucher.SocialAssistance, Residence: 750000000})
	}
	l.do(list, voucher.ListOwner, 0)
	l.advance()
	return l
}

// advance goes to the eighth of the next month.
func (l *gasLife) advance() {
	if _, err := l.m.Advance(context.Background(), l.day.Start()); err != nil {
		l.b.Fatal(err)
	}
	if l.next > 0 {
		l.ack.Month = l.day.Month() - 1
		l.do(&l.ack, voucher.GasProvider, 1)
	}
	l.next, l.day = 0, l.day.Month().Last()+8
}

func (l *gasLife) do(c voucher.Command, role voucher.Role, id uint32) {
	l.keys++
	h := c.Head()
	h.Key, h.Actor = voucher.KeyOf(7, l.keys), voucher.Actor{Role: role, ID: id}
	if o, err := l.m.Do(context.Background(), c); o.Refusal != nil || err != nil {
		l.b.Fatalf("%s: %v %v", c.Kind(), o.Refusal, err)
	}
}

// step takes the next recipient from the reply to the activation.
func (l *gasLife) step() {
	p := voucher.PersonID(l.next + 1)
	l.reply.Person, l.enter.Person, l.accept.Person, l.confirm.Person = p, p, p, p
	l.enter.Account = l.setup.Accounts[l.next].Number
	l.do(&l.reply, voucher.Gateway, 0)
	l.do(&l.enter, voucher.Citizen, uint32(p))
	l.do(&l.accept, voucher.Citizen, uint32(p))
	l.do(&l.confirm, voucher.Citizen, uint32(p))
	l.next++
}

// BenchmarkGasMonth measures the four commands of one recipient's month; the
// figure to look at is ns/command.
func BenchmarkGasMonth(b *testing.B) {
	l := newGasLife(b, 4096)
	b.ReportAllocs()
	for b.Loop() {
		if l.next == len(l.setup.People) {
			b.StopTimer()
			if l.advance(); l.day > voucher.Date(2027, 10, 1) {
				l = newGasLife(b, len(l.setup.People))
			}
			b.StartTimer()
		}
		l.step()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(4*b.N), "ns/command")
}
