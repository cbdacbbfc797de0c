package conformance

import "github.com/vouch-kz/vouch/reference/voucher"

// JudgeLife holds a hand-made life under faults to one without.
func JudgeLife(told, calm *Told) Finding {
	return judgeStruck(0, told, calm, false, &bench{caps: voucher.Capabilities{Reasons: true}})
}

// JudgeFault gives the finding of the check of a case on a hand-made transcript.
func JudgeFault(id string, t *Transcript) Finding {
	for i := range faultCases {
		if c := &faultCases[i]; string(c.requirement)+"/fault_"+c.name == id {
			return judgeFaults(c, t, &bench{caps: voucher.Capabilities{Reasons: true}})
		}
	}
	panic(id + " is no check of faults")
}

// Owed is what a hand-made history still owes, and where it shows.
func Owed(h *voucher.History) (step int, id voucher.RequirementID, want string) { return owed(h) }
