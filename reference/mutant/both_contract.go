package mutant

import "github.com/vouch-kz/vouch/reference/voucher"

// bothContract are builds that are right about the programmes and declare what they
// do not serve.
var bothContract = []Mutant{
	{
		ID: "both-events-declared-and-not-told", Requirement: "BOTH-CONTRACT-001",
		Title: voucher.Text{En: "declares that commands tell their events, and they tell none", Ru: "заявлено, что команды сообщают события, но они не сообщают ни одного", Kk: "командалар оқиғаларды хабарлайды деп мәлімделген, бірақ бірде-біреуі хабарланбайды"},
		build: answered(func(_ voucher.Command, o *voucher.Outcome) bool {
			told := len(o.Events) > 0
			o.Events = nil
			return told
		}),
	},
	{
		ID: "both-settings-declared-and-ignored", Requirement: "BOTH-CONTRACT-001",
		Title: voucher.Text{En: "declares that it takes the values of a setup, and keeps to its own", Ru: "заявлено, что значения из настройки мира принимаются, но действуют свои", Kk: "әлемнің баптауындағы мәндер қабылданады деп мәлімделген, бірақ өз мәндері қолданылады"},
		build: parameter(func(s *voucher.Setup) { s.Settings = nil }),
	},
}
