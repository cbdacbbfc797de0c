package mutant

import (
	"context"

	"github.com/vouch-kz/vouch/reference/voucher"
)

var bothRetry = []Mutant{
	{
		ID: "both-no-key-needed", Requirement: "BOTH-RETRY-001",
		Title: voucher.Text{En: "a command without a key is carried out", Ru: "команда без ключа выполняется", Kk: "кілтсіз команда орындалады"},
		build: commanded(keyless),
	},
	{
		ID: "both-keys-ignored", Requirement: "BOTH-RETRY-001", Also: breaks("FOOD-REVERSAL-001"),
		Title: voucher.Text{En: "a repeated command is carried out again", Ru: "повторённая команда выполняется ещё раз", Kk: "қайталанған команда тағы орындалады"},
		build: commanded(repeated(func(bool, bool) bool { return true })),
	},
	{
		ID: "both-key-with-another-body-accepted", Requirement: "BOTH-RETRY-001",
		Title: voucher.Text{En: "another body is taken under a used key", Ru: "под использованным ключом принимается другое содержание", Kk: "қолданылған кілтпен басқа мазмұн қабылданады"},
		build: commanded(repeated(func(sameBody, _ bool) bool { return !sameBody })),
	},
	{
		ID: "both-refusal-decided-anew", Requirement: "BOTH-RETRY-001",
		Title: voucher.Text{En: "a refusal is not kept under its key: the same command is decided anew", Ru: "отказ не сохраняется под ключом: та же команда решается заново", Kk: "бас тарту кілтпен сақталмайды: сол команда қайта шешіледі"},
		build: commanded(repeated(func(sameBody, refused bool) bool { return sameBody && refused })),
	},
	{
		ID: "both-keys-forgotten-overnight", Requirement: "BOTH-RETRY-001",
		Title: voucher.Text{En: "keys are forgotten when the day ends", Ru: "ключи забываются с окончанием дня", Kk: "кілттер күн аяқталғанда ұмытылады"},
		build: wrapper(forgottenOvernight),
	},
	{
		ID: "both-key-of-another-actor-counts", Requirement: "BOTH-RETRY-001",
		Title: voucher.Text{En: "a key that another actor has used is taken for used", Ru: "ключ другого участника считается использованным", Kk: "басқа қатысушының кілті қолданылған деп саналады"},
		build: commanded(keysShared),
	},
	{
		ID: "both-repetition-answered-with-nothing", Requirement: "BOTH-RETRY-001",
		Title: voucher.Text{En: "a repeated command is accepted without the result of the first time", Ru: "повторённая команда принимается без прежнего результата", Kk: "қайталанған команда бұрынғы нәтижесіз қабылданады"},
		build: commanded(repeatedEmpty),
	},
}

// sender is a key and who has sent it.
type sender struct {
	actor voucher.Actor
	key   voucher.Key
}

func senderOf(cmd voucher.Command) sender {
	h := cmd.Head()
	return sender{h.Actor, h.Key}
}

// freshKeys returns keys that nobody else sends.
func freshKeys() func() voucher.Key {
	const mark = 0x6d75_7461_6e74_0000
	n := uint64(0)
	return func() voucher.Key {
		n++
		return voucher.KeyOf(mark, n)
	}
}

// under carries a command out under another key. The command is the caller's
// again on return, with its own.
func under(ctx context.Context, inner voucher.System, cmd voucher.Command, k voucher.Key) (voucher.Outcome, error) {
	h := cmd.Head()
	own := h.Key
	h.Key = k
	defer func() { h.Key = own }()
	return inner.Do(ctx, cmd)
}

// kept is what a wrapper remembers of a command.
type kept struct {
	body    voucher.Digest
	refused bool
}

// repeated carries some repetitions out anew, under a key of its own. A key that
// the machine did not keep is no repetition.
func repeated(anew func(sameBody, refused bool) bool) func(w *World, inner voucher.System) func(context.Context, voucher.Command) (voucher.Outcome, taken, error) {
	return func(_ *World, inner voucher.System) func(context.Context, voucher.Command) (voucher.Outcome, taken, error) {
		seen := map[sender]kept{}
		fresh := freshKeys()
		return func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, taken, error) {
			who, body := senderOf(cmd), cmd.Fingerprint()
			before, again := seen[who]
			if again && anew(before.body == body, before.refused) {
				o, err := under(ctx, inner, cmd, fresh())
				return o, true, err
			}
			o, err := inner.Do(ctx, cmd)
			if !again && err == nil && keeps(o.Refusal) {
				seen[who] = kept{body, o.Refusal != nil}
			}
			return o, false, err
		}
	}
}

// keeps reports whether the machine keeps an answer under its key.
func keeps(r *voucher.Refusal) bool {
	if r == nil {
		return true
	}
	switch r.Reason {
	case voucher.RoleNotAllowed, voucher.KeyMissing, voucher.KeyReused, voucher.ProviderUnavailable:
		return false
	}
	return true
}

// forgottenOvernight forgets the keys of a day when it ends.
func forgottenOvernight(w *World, inner voucher.System, s *voucher.Setup) voucher.System {
	now, fresh := s.At, freshKeys()
	seen := map[sender]voucher.Day{}
	a := &around{inner: inner}
	a.do = func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
		who := senderOf(cmd)
		day, again := seen[who]
		if w.differs(again && day < now.Day()) {
			return under(ctx, inner, cmd, fresh())
		}
		o, err := inner.Do(ctx, cmd)
		if !again && err == nil && keeps(o.Refusal) {
			seen[who] = now.Day()
		}
		return o, err
	}
	a.advance = func(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
		events, err := inner.Advance(ctx, to)
		if err == nil {
			now = to
		}
		return events, err
	}
	return a
}

var keyTaken = voucher.Refuse(voucher.KeyReused, "BOTH-RETRY-001")

// keysShared refuses a key that another actor has used.
func keysShared(_ *World, inner voucher.System) func(context.Context, voucher.Command) (voucher.Outcome, taken, error) {
	owners := map[voucher.Key]voucher.Actor{}
	return func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, taken, error) {
		who := senderOf(cmd)
		owner, used := owners[who.key]
		if used && owner != who.actor {
			return voucher.Outcome{Refusal: keyTaken}, true, nil
		}
		o, err := inner.Do(ctx, cmd)
		if err == nil && keeps(o.Refusal) {
			owners[who.key] = who.actor
		}
		return o, false, err
	}
}

// keyless gives a command without a key one that nobody has sent.
func keyless(_ *World, inner voucher.System) func(context.Context, voucher.Command) (voucher.Outcome, taken, error) {
	fresh := freshKeys()
	return func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, taken, error) {
		o, err := inner.Do(ctx, cmd)
		if err != nil || o.Refusal == nil || o.Refusal.Reason != voucher.KeyMissing {
			return o, false, err
		}
		o, err = under(ctx, inner, cmd, fresh())
		return o, true, err
	}
}

// repeatedEmpty answers repetitions without their result.
func repeatedEmpty(_ *World, inner voucher.System) func(context.Context, voucher.Command) (voucher.Outcome, taken, error) {
	seen := map[sender]kept{}
	return func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, taken, error) {
		who, body := senderOf(cmd), cmd.Fingerprint()
		before, again := seen[who]
		o, err := inner.Do(ctx, cmd)
		if err != nil {
			return o, false, err
		}
		if again && before.body == body && o.Refusal == nil {
			empty := sameOutcome(&voucher.Outcome{Result: o.Result}, &voucher.Outcome{})
			o.Result = voucher.Result{}
			return o, taken(!empty), nil
		}
		if !again && keeps(o.Refusal) {
			seen[who] = kept{body, o.Refusal != nil}
		}
		return o, false, nil
	}
}
