package conformance

import "github.com/vouch-kz/vouch/reference/voucher"

// The provider's own system at the check of an account (GAS-ACCOUNT-003): what is wrong
// with it is told by command, or is played by the world as its setup says.

// liveOutage: the check of an account falls into an outage that is reported, and is made
// after it.
func liveOutage(f *faulter) {
	f.gasList()
	f.replies(voucher.Gas, 1, "да")
	f.replies(voucher.Gas, 2, "да")
	for _, p := range []voucher.PersonID{1, 2} {
		f.do(voucher.Citizen, uint32(p), &voucher.EnterAccount{Person: p, Provider: 1, Account: faultAccounts[p-1]})
	}
	f.calm()
	f.do(voucher.GasProvider, 1, &voucher.ReportOutage{Provider: 1, Down: true})
	f.calm()
	for _, p := range []voucher.PersonID{1, 2} {
		f.try(voucher.Citizen, uint32(p), &voucher.AcceptOffer{Person: p, Edition: 1})
	}
	f.calm()
	f.readGas()
	f.do(voucher.GasProvider, 1, &voucher.ReportOutage{Provider: 1})
	f.calm()
	for _, p := range []voucher.PersonID{1, 2} {
		f.do(voucher.Citizen, uint32(p), &voucher.AcceptOffer{Person: p, Edition: 1})
		f.do(voucher.Citizen, uint32(p), &voucher.Confirm{Person: p})
	}
	f.calm()
	f.readGas()
	f.toList()
	f.readList()
	f.advance(faultGasList.Plus(25 * voucher.Hour)) // an outage that is over keeps no list back
	f.readList()
}

// How the provider's system answers on the day after the question, hour by hour.
var (
	providerLate    = faultGasAsked.Plus(voucher.Hour)
	providerGarbled = faultGasAsked.Plus(2 * voucher.Hour)
	providerSilent  = faultGasAsked.Plus(3 * voucher.Hour)
	providerBack    = faultGasAsked.Plus(4 * voucher.Hour)
)

// faultProviderTown is the town of the gas lives, whose provider's system has a bad day.
func faultProviderTown() *voucher.Setup {
	const inTime, tooLate = 50, 60_000
	s := faultGasTown()
	s.Answers = []voucher.ProviderAnswer{
		{Provider: 1, From: faultGasAsked, Mode: voucher.AnswersLate, Milliseconds: inTime},
		{Provider: 1, From: providerLate, Mode: voucher.AnswersLate, Milliseconds: tooLate},
		{Provider: 1, From: providerGarbled, Mode: voucher.AnswersGarbage},
		{Provider: 1, From: providerSilent, Mode: voucher.AnswersNothing},
		{Provider: 1, From: providerBack, Mode: voucher.AnswersRight},
	}
	return s
}

// liveProvider: one activates while the provider is slow. The others meet each way in
// which it gives no answer: they are refused, may not confirm, and keep their voucher.
// When it is back they activate; a number that it does not know is unknown only then.
func liveProvider(f *faulter) {
	unknown := doctorAccount + 10
	f.gasList()
	for p := voucher.PersonID(1); p <= 4; p++ {
		f.replies(voucher.Gas, p, "да")
	}
	f.activates(1)
	f.calm()
	accounts := map[voucher.PersonID]voucher.AccountNumber{2: faultAccounts[1], 3: faultAccounts[2], 4: unknown}
	enters := func() {
		for p := voucher.PersonID(2); p <= 4; p++ {
			f.try(voucher.Citizen, uint32(p), &voucher.EnterAccount{Person: p, Provider: 1, Account: accounts[p]})
			f.try(voucher.Citizen, uint32(p), &voucher.AcceptOffer{Person: p, Edition: 1})
			f.try(voucher.Citizen, uint32(p), &voucher.Confirm{Person: p})
		}
		f.calm()
		f.readGas()
	}
	for _, at := range []voucher.Instant{providerLate, providerGarbled, providerSilent} {
		f.advance(at)
		enters()
	}
	f.advance(providerBack)
	for p := voucher.PersonID(2); p <= 3; p++ {
		f.activates(p)
	}
	enters()
	f.toList()
	f.readList()
}
