package conformance

import (
	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

func (l *country) registerAccount() {
	provider, number := l.account()
	as := uint32(provider)
	if l.chance("another's registry", 8) {
		as = as%3 + 1
	}
	l.do(l.role(voucher.GasProvider), as, &voucher.RegisterAccount{Provider: provider, Account: number, Closed: l.chance("closed", 3),
		Class: voucher.ApplianceClass(rapid.IntRange(1, 3).Draw(l.t, "class")), People: pick(l, "people", uint8(1), 4, 100, 101), Owner: l.person()})
}

func (l *country) outage() {
	p := pick(l, "provider", voucher.ProviderID(1), 2)
	l.do(voucher.GasProvider, uint32(p), &voucher.ReportOutage{Provider: p, Down: rapid.Bool().Draw(l.t, "down")})
}

func (l *country) acknowledge() {
	p := voucher.ProviderID(rapid.IntRange(1, 3).Draw(l.t, "provider"))
	l.do(l.role(voucher.GasProvider), uint32(p), &voucher.AcknowledgeList{Provider: p, Month: l.month()})
}

// volume draws a month's gas, about the norms as often as not.
func (l *country) volume() voucher.Volume {
	return pick(l, "volume", voucher.Volume(300_000), 0, 1, -1, -5_000, 631_000, 631_001, 833_000, 70_000, 70_001, 30_000, 100_000_000, 100_000_001, 100_001)
}

func (l *country) charge() {
	provider, number := l.account()
	month := l.month()
	if rapid.Bool().Draw(l.t, "list received") {
		l.do(voucher.GasProvider, uint32(provider), &voucher.AcknowledgeList{Provider: provider, Month: month})
	}
	l.do(l.role(voucher.GasProvider), uint32(provider), &voucher.ChargeVolume{Provider: provider, Account: number, Month: month, Volume: l.volume()})
	l.receipt(provider, number, month)
}

// billWhole goes on to the next month, takes the lists and bills every account.
func (l *country) billWhole() {
	month := l.now().Month()
	if rapid.Bool().Draw(l.t, "the month before") {
		month--
	} else if !l.about((month + 1).First().Start()) {
		return
	}
	for p := voucher.ProviderID(1); p <= 2; p++ {
		l.do(voucher.GasProvider, uint32(p), &voucher.AcknowledgeList{Provider: p, Month: month})
	}
	for i := range l.setup.Accounts[:3] {
		a := &l.setup.Accounts[i]
		l.do(voucher.GasProvider, uint32(a.Provider), &voucher.ChargeVolume{Provider: a.Provider, Account: a.Number, Month: month, Volume: l.volume()})
		l.receipt(a.Provider, a.Number, month)
	}
}

func (l *country) correct() {
	provider, number := l.account()
	month := l.month()
	l.do(voucher.GasProvider, uint32(provider), &voucher.CorrectVolume{Provider: provider, Account: number, Month: month, Volume: l.volume()})
	l.receipt(provider, number, month)
}

// receipt reads an account's newest receipt of a month.
func (l *country) receipt(p voucher.ProviderID, a voucher.AccountNumber, m voucher.Month) {
	l.ask(&voucher.Query{Kind: voucher.AskReceipt, Actor: voucher.Actor{Role: voucher.GasProvider, ID: uint32(p)}, Provider: p, Account: a, Month: m})
}
