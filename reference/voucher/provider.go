package voucher

// ProviderAnswer says how a provider's own system, which a test world plays, answers
// the check of an account from an instant on, until the next one of the provider
// (GAS-ACCOUNT-003). Before the first it answers at once and right.
type ProviderAnswer struct {
	Provider     ProviderID `json:"provider"`
	From         Instant    `json:"from"`                  // by the world's clock
	Mode         AnswerMode `json:"mode"`                  // ok: it is back
	Milliseconds uint32     `json:"milliseconds,omitzero"` // real time after which a slow one answers
}

// AnswerMode is how a provider's own system answers.
type AnswerMode uint8

// The modes.
const (
	AnswersRight   AnswerMode = iota // at once, what its registry holds
	AnswersNothing                   // the connection is refused, or ends
	AnswersLate                      // right, after the milliseconds
	AnswersGarbage                   // at once, what nobody can read
)

// AnswerDeadline is how long a build waits for a provider at most, of real time: what
// comes later is no answer.
const AnswerDeadline = 2 * Second

// Usable reports whether what comes is an answer, in time and readable. Anything else
// is neither a yes nor a no.
func (a *ProviderAnswer) Usable() bool {
	const ofOne = Second / 1000
	return a.Mode == AnswersRight || (a.Mode == AnswersLate && int64(a.Milliseconds)*ofOne <= AnswerDeadline)
}

// AnswerOf is how a provider's own system answers at an instant: the last of its
// answers that has begun, of two that begin at once the one that stands later.
func (s *Setup) AnswerOf(p ProviderID, at Instant) (last ProviderAnswer) {
	last = ProviderAnswer{Provider: p}
	for _, a := range s.Answers {
		if a.Provider == p && a.From <= at && a.From >= last.From {
			last = a
		}
	}
	return last
}
