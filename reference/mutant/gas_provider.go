package mutant

import "github.com/vouch-kz/vouch/reference/voucher"

// gasProvider are builds that make too much or too little of a provider whose own
// system is in trouble.
var gasProvider = []Mutant{
	{
		ID: "gas-garbage-counts-as-a-yes", Requirement: "GAS-ACCOUNT-003",
		Title: voucher.Text{En: "a provider’s answer that nobody can read counts as a yes", Ru: "нечитаемый ответ поставщика считается согласием", Kk: "жеткізушінің оқылмайтын жауабы келісім деп саналады"},
		build: hearing(func(a *voucher.ProviderAnswer) {
			if a.Mode == voucher.AnswersGarbage {
				a.Mode = voucher.AnswersRight
			}
		}),
	},
	{
		ID: "gas-late-answer-counts", Requirement: "GAS-ACCOUNT-003",
		Title: voucher.Text{En: "an answer of the provider that comes after the deadline counts", Ru: "ответ поставщика, пришедший после срока ожидания, засчитывается", Kk: "жеткізушінің күту мерзімінен кейін келген жауабы есепке алынады"},
		build: hearing(func(a *voucher.ProviderAnswer) { a.Milliseconds = 0 }),
	},
	{
		ID: "gas-slow-provider-not-waited-for", Requirement: "GAS-ACCOUNT-003",
		Title: voucher.Text{En: "a provider that answers slowly but in time is not waited for", Ru: "медленного, но своевременного ответа поставщика не дожидаются", Kk: "жеткізушінің баяу, бірақ уақытылы жауабын күтпейді"},
		build: hearing(func(a *voucher.ProviderAnswer) {
			if a.Mode == voucher.AnswersLate {
				a.Mode = voucher.AnswersNothing
			}
		}),
	},
	{
		ID: "gas-provider-stays-given-up", Requirement: "GAS-ACCOUNT-003",
		Title: voucher.Text{En: "a provider that has once been in trouble is not asked again when it is back", Ru: "поставщика, у которого был сбой, после восстановления больше не спрашивают", Kk: "ақауы болған жеткізушіден ол қалпына келгеннен кейін де қайта сұралмайды"},
		build: hearing(func(a *voucher.ProviderAnswer) {
			if a.Mode == voucher.AnswersRight {
				a.Mode = voucher.AnswersNothing
			}
		}),
	},
}

// hearing changes the answers of the providers' own systems.
func hearing(change func(a *voucher.ProviderAnswer)) build {
	return parameter(func(s *voucher.Setup) {
		for i := range s.Answers {
			change(&s.Answers[i])
		}
	})
}
