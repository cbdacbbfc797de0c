package mutant

import (
	"context"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

var gasConsent = []Mutant{
	{
		ID: "gas-consent-closes-with-the-list", Requirement: "GAS-CONSENT-001",
		Title: voucher.Text{En: "a consent after the 14th is refused", Ru: "согласие после 14-го числа не принимается", Kk: "14-інен кейінгі келісім қабылданбайды"},
		build: replies(func(q *question) { q.terms.Closes = min(q.terms.Closes, q.terms.ListCloses(q.now.Month())) }),
	},
	{
		ID: "gas-consent-in-small-letters-only", Requirement: "GAS-CONSENT-001",
		Title: voucher.Text{En: "a consent in capitals or with a full stop is not understood", Ru: "согласие заглавными буквами или с точкой не распознаётся", Kk: "бас әріппен немесе нүктемен жазылған келісім танылмайды"},
		build: texts(voucher.Gas, func(text string) string {
			switch text {
			case "да", "нет", "иә", "жоқ", "yes", "no", "1", "2":
				return text
			}
			return "?"
		}),
	},
	{
		ID: "gas-consent-in-the-app", Requirement: "GAS-CONSENT-001",
		Title: voucher.Text{En: "the gas question is answered in the app too", Ru: "на запрос о газе можно ответить и в приложении", Kk: "газ сұрауына қосымшада да жауап беруге болады"},
		build: replies(func(q *question) {
			if q.by == voucher.ByMobile {
				q.by = voucher.BySMS
			}
		}),
	},
	{
		ID: "gas-centre-takes-consent", Requirement: "GAS-CONSENT-001", Also: breaks("GAS-CHANNEL-002"),
		Title: voucher.Text{En: "a service centre takes the consent when the SMS did not arrive", Ru: "центр обслуживания принимает согласие, если SMS не дошло", Kk: "SMS жетпесе, қызмет көрсету орталығы келісімді қабылдайды"},
		build: reading(voucher.G16, voucher.Option),
	},
	{
		ID: "gas-consent-before-the-question", Requirement: "GAS-CONSENT-001",
		Title: voucher.Text{En: "a consent counts before the question was sent", Ru: "согласие засчитывается до отправки запроса", Kk: "келісім сұрау жіберілмей тұрып есепке алынады"},
		build: replies(func(q *question) {
			if q.claim.Asked == 0 {
				q.claim.Asked = q.now
			}
		}),
	},
	{
		ID: "gas-no-can-be-taken-back", Requirement: "GAS-CONSENT-002",
		Title: voucher.Text{En: "a refusal can be taken back in the same month", Ru: "отказ можно отозвать в том же месяце", Kk: "бас тартуды сол айда қайтарып алуға болады"},
		build: reading(voucher.G12, voucher.Option),
	},
	{
		ID: "gas-no-after-consent-is-ignored", Requirement: "GAS-CONSENT-002",
		Title: voucher.Text{En: "a refusal after a consent is ignored", Ru: "отказ после согласия не учитывается", Kk: "келісімнен кейінгі бас тарту есепке алынбайды"},
		build: reading(voucher.G15, voucher.Option),
	},
	{
		ID: "gas-no-leaves-the-voucher-open", Requirement: "GAS-CONSENT-002",
		Title: voucher.Text{En: "a refusal does not close the opened voucher", Ru: "отказ не закрывает открытый ваучер", Kk: "бас тарту ашылған ваучерді жаппайды"},
		build: dropped(func(e *voucher.Event) bool {
			return e.Kind == voucher.GasVoucherClosed && voucher.Cause(e.Code) == voucher.ByRefusal
		}),
	},
	{
		ID: "gas-no-is-for-ever", Requirement: "GAS-CONSENT-002", Also: breaks("GAS-NOTICE-002"),
		Title: voucher.Text{En: "who has refused once is never asked again", Ru: "отказавшегося однажды больше никогда не спрашивают", Kk: "бір рет бас тартқан адамнан енді ешқашан сұралмайды"},
		build: event(refusalForEver),
	},
	{
		ID: "gas-consent-after-the-29th", Requirement: "GAS-CONSENT-003",
		Title: voucher.Text{En: "a consent after the 29th opens a voucher", Ru: "согласие после 29-го числа открывает ваучер", Kk: "29-ынан кейінгі келісім ваучер ашады"},
		build: replies(func(q *question) { q.terms.Closes = never }),
	},
	{
		ID: "gas-consent-closes-a-second-early", Requirement: "GAS-CONSENT-003", Also: breaks("GAS-CONSENT-001", "BOTH-TIME-001"),
		Title: voucher.Text{En: "the last second of the 29th takes no consent", Ru: "в последнюю секунду 29-го числа согласие не принимается", Kk: "29-ының соңғы секундында келісім қабылданбайды"},
		build: replies(func(q *question) { q.terms.Closes -= voucher.Instant(voucher.Second) }),
	},
	{
		ID: "gas-consent-closes-a-second-late", Requirement: "GAS-CONSENT-003", Also: breaks("BOTH-TIME-001"),
		Title: voucher.Text{En: "the first second of the 30th takes a consent", Ru: "в первую секунду 30-го числа согласие ещё принимается", Kk: "30-ының бірінші секундында келісім әлі қабылданады"},
		build: replies(func(q *question) { q.terms.Closes += voucher.Instant(voucher.Second) }),
	},
	{
		ID: "gas-consent-closes-a-day-early", Requirement: "GAS-CONSENT-003", Also: breaks("GAS-CONSENT-001"),
		Title: voucher.Text{En: "no consent is taken on the 29th", Ru: "29-го числа согласие уже не принимается", Kk: "29-ы күні келісім қабылданбайды"},
		build: reading(voucher.G10, voucher.Option),
	},
	{
		ID: "gas-no-after-activation-closes", Requirement: "GAS-CONSENT-004", Also: breaks("GAS-ACTIVATION-002", "GAS-DISPATCH-001"),
		Title: voucher.Text{En: "a refusal after activation closes the voucher", Ru: "отказ после активации закрывает ваучер", Kk: "белсендіруден кейінгі бас тарту ваучерді жабады"},
		build: event(refusalCloses),
	},
	{
		ID: "gas-malformed-counts-as-yes", Requirement: "GAS-CONSENT-005", Also: breaks("GAS-CONSENT-001"),
		Title: voucher.Text{En: "a malformed reply counts as a consent", Ru: "непонятный ответ считается согласием", Kk: "түсініксіз жауап келісім деп саналады"},
		build: texts(voucher.Gas, malformedAs("да")),
	},
	{
		ID: "gas-malformed-counts-as-no", Requirement: "GAS-CONSENT-005", Also: breaks("GAS-CONSENT-002"),
		Title: voucher.Text{En: "a malformed reply counts as a refusal", Ru: "непонятный ответ считается отказом", Kk: "түсініксіз жауап бас тарту деп саналады"},
		build: texts(voucher.Gas, malformedAs("нет")),
	},
	{
		ID: "gas-malformed-stops-the-reminder", Requirement: "GAS-CONSENT-005", Also: breaks("GAS-REMINDER-001"),
		Title: voucher.Text{En: "a malformed reply counts as an answer, so that no reminder follows", Ru: "непонятный ответ считается ответом, и напоминания нет", Kk: "түсініксіз жауап жауап деп саналып, еске салу болмайды"},
		build: changed(func(e *voucher.Event) bool {
			if e.Kind != voucher.Replied || e.Programme != voucher.Gas || voucher.Answer(e.Code) != voucher.Malformed {
				return false
			}
			e.Count = 1 // the answer counts
			return true
		}),
	},
	{
		ID: "gas-no-help-sms", Requirement: "GAS-CONSENT-005",
		Title: voucher.Text{En: "a malformed reply gets no help SMS", Ru: "на непонятный ответ не приходит SMS с подсказкой", Kk: "түсініксіз жауапқа көмек SMS-і келмейді"},
		build: dropped(func(e *voucher.Event) bool {
			return e.Kind == voucher.MessageSent && voucher.MessageKind(e.Code) == voucher.Help
		}),
	},
}

// question is what a reply to the gas question is decided on, in copies that may
// be changed.
type question struct {
	terms   gas.Terms
	claim   gas.Claim
	voucher gas.Voucher
	answer  voucher.Answer
	by      voucher.Channel
	now     voucher.Instant
}

// replies lets replies be decided on something else.
func replies(change func(q *question)) build {
	return rule(func(w *World, r *reference.Rules) {
		right := r.Gas.Reply
		r.Gas.Reply = func(t *gas.Terms, c *gas.Claim, v *gas.Voucher, a voucher.Answer, by voucher.Channel, now voucher.Instant) (gas.Effect, *voucher.Refusal) {
			effect, refusal := right(t, c, v, a, by, now)
			q := question{*t, *c, *v, a, by, now}
			change(&q)
			other, otherRefusal := right(&q.terms, &q.claim, &q.voucher, q.answer, q.by, q.now)
			w.differs(effect != other || !sameRefusal(refusal, otherRefusal))
			return other, otherRefusal
		}
	})
}

// texts lets the replies to one programme's question read as something else.
func texts(p voucher.Programme, change func(text string) string) build {
	return wrapper(func(w *World, inner voucher.System, _ *voucher.Setup) voucher.System {
		a := &around{inner: inner}
		a.do = func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
			c, ok := cmd.(*voucher.Reply)
			if !ok || c.Programme != p {
				return inner.Do(ctx, cmd)
			}
			text := c.Text
			defer func() { c.Text = text }()
			c.Text = change(text)
			w.differs(voucher.ParseAnswer(c.Text) != voucher.ParseAnswer(text))
			return inner.Do(ctx, c)
		}
		return a
	})
}

// malformedAs takes what is no answer for one.
func malformedAs(answer string) func(string) string {
	return func(text string) string {
		if voucher.ParseAnswer(text) == voucher.Malformed {
			return answer
		}
		return text
	}
}

// refusalForEver drops the question to whoever has ever refused.
func refusalForEver(w *World) filter {
	refused := map[voucher.PersonID]bool{}
	return func(e voucher.Event, pass func(voucher.Event)) {
		if e.Kind == voucher.Replied && e.Programme == voucher.Gas && voucher.Answer(e.Code) == voucher.No && e.Count == 1 {
			refused[e.Person] = true
		}
		asks := e.Kind == voucher.MessageSent && e.Programme == voucher.Gas && voucher.MessageKind(e.Code) == voucher.Notice
		if !w.differs(asks && refused[e.Person]) {
			pass(e)
		}
	}
}

// refusalCloses closes an activated voucher on a refusal.
func refusalCloses(w *World) filter {
	var log gasLog
	return func(e voucher.Event, pass func(voucher.Event)) {
		log.see(&e)
		pass(e)
		no := e.Kind == voucher.Replied && e.Programme == voucher.Gas && voucher.Answer(e.Code) == voucher.No
		if v := log.of[e.Person]; no && v.active && v.month == e.Month {
			w.trip()
			v.active = false
			log.of[e.Person] = v
			pass(voucher.Event{Kind: voucher.GasVoucherClosed, Programme: voucher.Gas, Person: e.Person, Month: e.Month,
				Voucher: v.id, Code: uint8(voucher.ByRefusal)})
		}
	}
}

// gasLog is what a filter remembers of gas vouchers. Its zero value is ready.
type gasLog struct {
	highest voucher.VoucherID // opened so far
	of      map[voucher.PersonID]gasNote
	grounds map[voucher.PersonID]voucher.Reasons
}

// gasNote is a person's newest voucher.
type gasNote struct {
	id     voucher.VoucherID
	month  voucher.Month
	active bool
}

// see notes an event that is about to happen.
func (l *gasLog) see(e *voucher.Event) {
	if l.of == nil {
		l.of, l.grounds = map[voucher.PersonID]gasNote{}, map[voucher.PersonID]voucher.Reasons{}
	}
	switch e.Kind {
	case voucher.GasListed:
		l.grounds[e.Person] = voucher.Reasons(e.Code)
	case voucher.GasVoucherOpened:
		l.highest = max(l.highest, e.Voucher)
		l.of[e.Person] = gasNote{id: e.Voucher, month: e.Month}
	case voucher.GasVoucherActivated:
		l.of[e.Person] = gasNote{id: e.Voucher, month: e.Month, active: true}
	case voucher.ActivationCancelled, voucher.GasVoucherClosed:
		l.of[e.Person] = gasNote{id: e.Voucher, month: e.Month}
	}
}
