package mutant

import (
	"math"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

var foodConsent = []Mutant{
	{
		ID: "food-first-confirmation-lost", Requirement: "FOOD-CONSENT-001",
		Title: voucher.Text{En: "the first confirmation of a month credits nothing", Ru: "первое подтверждение месяца ничего не зачисляет", Kk: "айдың бірінші растауы ештеңе есептемейді"},
		build: event(firstCreditLost),
	},
	{
		ID: "food-second-step-demanded", Requirement: "FOOD-CONSENT-001", Also: breaks("FOOD-EXPIRY-002"),
		Title: voucher.Text{En: "a credited voucher must be activated by a second step", Ru: "зачисленный ваучер нужно ещё активировать отдельным шагом", Kk: "есептелген ваучерді тағы бір қадаммен белсендіру керек"},
		build: reading(voucher.F10, voucher.Option),
	},
	{
		ID: "food-confirmation-by-any-channel", Requirement: "FOOD-CONSENT-001",
		Title: voucher.Text{En: "a confirmation in the app or at a centre is taken too", Ru: "подтверждение принимается и в приложении, и в центре", Kk: "растау қосымшада да, орталықта да қабылданады"},
		build: foodReplies(func(q *foodQuestion) {
			q.by = voucher.BySMS
			if q.terms.Readings.Is(voucher.F36, voucher.Option) {
				q.by = voucher.ByMobile
			}
		}),
	},
	{
		ID: "food-malformed-counts-as-yes", Requirement: "FOOD-CONSENT-001",
		Title: voucher.Text{En: "a malformed reply credits the voucher", Ru: "непонятный ответ зачисляет ваучер", Kk: "түсініксіз жауап ваучерді есептейді"},
		build: texts(voucher.Food, malformedAs("да")),
	},
	{
		ID: "food-credited-without-consent", Requirement: "FOOD-CONSENT-002", Also: breaks("FOOD-CONSENT-001"),
		Title: voucher.Text{En: "the voucher is credited with the question, before any answer", Ru: "ваучер зачисляется вместе с запросом, без ответа", Kk: "ваучер жауап күтпей, сұраумен бірге есептеледі"},
		build: build{way: Rule, inside: creditedAtOnce},
	},
	{
		ID: "food-late-confirmation-credited", Requirement: "FOOD-CONSENT-002", Also: breaks("FOOD-EXPIRY-001"),
		Title: voucher.Text{En: "a confirmation after the month's end credits the old month", Ru: "подтверждение после конца месяца зачисляет прошлый месяц", Kk: "ай аяқталғаннан кейінгі растау өткен айды есептейді"},
		build: build{way: Rule, inside: lateCredited},
	},
	{
		ID: "food-no-is-final", Requirement: "FOOD-CONSENT-003",
		Title: voucher.Text{En: "a \"no\" is final for the month", Ru: "отказ окончателен на весь месяц", Kk: "бас тарту бүкіл айға түпкілікті"},
		build: reading(voucher.F35, voucher.Option),
	},
	{
		ID: "food-half-after-a-no", Requirement: "FOOD-CONSENT-003",
		Title: voucher.Text{En: "a confirmation after a \"no\" credits half the sum", Ru: "подтверждение после отказа зачисляет половину суммы", Kk: "бас тартқаннан кейінгі растау соманың жартысын есептейді"},
		build: rule(halfAfterNo),
	},
	{
		ID: "food-no-after-the-credit-ends-it", Requirement: "FOOD-CONSENT-003",
		Title: voucher.Text{En: "a \"no\" after crediting annuls the voucher", Ru: "отказ после зачисления аннулирует ваучер", Kk: "есептелгеннен кейінгі бас тарту ваучердің күшін жояды"},
		build: event(refusalAnnuls),
	},
}

var foodCredit = []Mutant{
	{
		ID: "food-mrp-of-last-year", Requirement: "FOOD-CREDIT-001",
		Title: voucher.Text{En: "a new MRP is not taken: the one before stays", Ru: "новый МРП не применяется, действует прежний", Kk: "жаңа АЕК қолданылмайды, бұрынғысы қалады"},
		build: every(voucher.FoodMRP, func(before, _ int64) int64 { return before }),
	},
	{
		ID: "food-mrp-of-the-answers-day", Requirement: "FOOD-CREDIT-001",
		Title: voucher.Text{En: "the MRP of the day of the answer counts, not of the month's first day", Ru: "берётся МРП на день ответа, а не на первый день месяца", Kk: "айдың бірінші күнгі емес, жауап күнгі АЕК алынады"},
		build: rule(mrpToday),
	},
	{
		ID: "food-one-member-uncounted", Requirement: "FOOD-CREDIT-001",
		Title: voucher.Text{En: "one member of a larger family is not counted", Ru: "в семье из нескольких человек один не учтён", Kk: "бірнеше адамнан тұратын отбасында біреуі есептелмеген"},
		build: faces(func(t *food.Terms, members uint32) voucher.Money { return t.Face(max(1, members-1)) }),
	},
	{
		ID: "food-four-members-at-most", Requirement: "FOOD-CREDIT-001",
		Title: voucher.Text{En: "no more than four members are counted", Ru: "учитываются не более четырёх членов семьи", Kk: "отбасының төрттен артық мүшесі есептелмейді"},
		build: reading(voucher.F04, voucher.Option),
	},
	{
		ID: "food-coefficient-ignored", Requirement: "FOOD-CREDIT-002",
		Title: voucher.Text{En: "the regional coefficient is not applied", Ru: "региональный коэффициент не применяется", Kk: "өңірлік коэффициент қолданылмайды"},
		build: faces(func(t *food.Terms, members uint32) voucher.Money {
			flat := *t
			flat.Coefficient = million
			return flat.Face(members)
		}),
	},
	{
		ID: "food-coefficient-unbounded", Requirement: "FOOD-CREDIT-002",
		Title: voucher.Text{En: "the coefficient is not bounded by the set maximum markup", Ru: "коэффициент не ограничен предельной торговой надбавкой", Kk: "коэффициент шекті сауда үстемесімен шектелмеген"},
		build: faces(func(t *food.Terms, members uint32) voucher.Money {
			free := *t
			free.Markup = million
			return free.Face(members)
		}),
	},
	{
		ID: "food-coefficient-out-of-bounds-accepted", Requirement: "FOOD-CREDIT-002", Also: breaks("FOOD-ADJUSTMENT-001"),
		Title: voucher.Text{En: "a coefficient outside its bounds is set", Ru: "устанавливается коэффициент вне допустимых границ", Kk: "рұқсат етілген шектен тыс коэффициент қойылады"},
		build: rule(func(w *World, r *reference.Rules) {
			right := r.Adjust
			r.Adjust = func(s *voucher.Setting, today voucher.Day) *voucher.Refusal {
				refusal := right(s, today)
				sane := s.Path == voucher.FoodCoefficient.String() && s.Value >= 0 && s.Value <= 10*million && s.From > today
				if w.differs(sane && refusal != nil && refusal.Reason == voucher.ParameterOutOfBounds) {
					return nil
				}
				return refusal
			}
		}),
	},
	{
		ID: "food-credit-rounded-per-member", Requirement: "FOOD-CREDIT-002", Also: breaks("BOTH-MONEY-002"),
		Title: voucher.Text{En: "the sum is rounded for each member, not once a family", Ru: "сумма округляется на каждого члена, а не один раз на семью", Kk: "сома отбасына бір рет емес, әр мүшеге дөңгелектенеді"},
		build: faces(func(t *food.Terms, members uint32) voucher.Money { return t.Face(1).Times(int64(members)) }),
	},
	{
		ID: "food-credit-rounded-up", Requirement: "FOOD-CREDIT-002", Also: breaks("BOTH-MONEY-002"),
		Title: voucher.Text{En: "the sum is rounded up to a whole tenge", Ru: "сумма округляется вверх до целого тенге", Kk: "сома бүтін теңгеге дейін жоғары дөңгелектенеді"},
		build: faces(func(t *food.Terms, members uint32) voucher.Money {
			m := t.Face(members)
			return (m + voucher.Tenge - 1) / voucher.Tenge * voucher.Tenge
		}),
	},
	{
		ID: "food-credit-in-floating-point", Requirement: "FOOD-CREDIT-002", Also: breaks("BOTH-MONEY-002"),
		Title: voucher.Text{En: "the sum is computed in floating point and cut off", Ru: "сумма считается с плавающей точкой и усекается", Kk: "сома жылжымалы үтірмен есептеліп, қиылады"},
		build: faces(func(t *food.Terms, members uint32) voucher.Money {
			coefficient := float64(min(t.Coefficient, million+t.Markup)) / million
			return voucher.Money(math.Trunc(float64(t.MRP) / 100 * coefficient * float64(t.MRPPerMember) / million * float64(members) * 100))
		}),
	},
}

// foodQuestion is what a reply to the food question is decided on, in copies that
// may be changed.
type foodQuestion struct {
	terms  food.Terms
	wallet *food.Wallet // nil for none
	listed bool
	answer voucher.Answer
	by     voucher.Channel
	now    voucher.Instant
}

// foodReplies lets replies be decided on something else.
func foodReplies(change func(q *foodQuestion)) build {
	return rule(func(w *World, r *reference.Rules) { replyDecided(w, r, change) })
}

// replyDecided replaces the decision on a reply.
func replyDecided(w *World, r *reference.Rules, change func(q *foodQuestion)) {
	right := r.Food.Reply
	r.Food.Reply = func(t *food.Terms, wallet *food.Wallet, listed bool, a voucher.Answer, by voucher.Channel, now voucher.Instant) (bool, *voucher.Refusal) {
		credit, refusal := right(t, wallet, listed, a, by, now)
		q := foodQuestion{terms: *t, listed: listed, answer: a, by: by, now: now}
		if wallet != nil {
			spare := *wallet
			q.wallet = &spare
		}
		change(&q)
		otherCredit, other := right(&q.terms, q.wallet, q.listed, q.answer, q.by, q.now)
		w.differs(credit != otherCredit || !sameRefusal(refusal, other))
		return otherCredit, other
	}
}

// lateCredited credits last month's voucher as long as no newer question has gone
// out to the family.
func lateCredited(w *World, r *reference.Rules, _ *voucher.Setup) filter {
	asked := map[voucher.FamilyID]voucher.Month{}
	replyDecided(w, r, func(q *foodQuestion) {
		if q.wallet != nil && q.wallet.State == voucher.NoVoucher && q.wallet.Month == asked[q.wallet.Family] {
			q.wallet.Until = never
		}
	})
	return func(e voucher.Event, pass func(voucher.Event)) {
		if e.Kind == voucher.MessageSent && e.Programme == voucher.Food && voucher.MessageKind(e.Code) == voucher.Notice {
			asked[e.Family] = e.Month
		}
		pass(e)
	}
}

// faces credits another sum.
func faces(wrong func(t *food.Terms, members uint32) voucher.Money) build {
	return rule(func(w *World, r *reference.Rules) {
		right := r.Food.Face
		r.Food.Face = func(t *food.Terms, members uint32) voucher.Money {
			amount := wrong(t, members)
			w.differs(amount != right(t, members))
			return amount
		}
	})
}

// firstCreditLost loses the first credit of every family and month.
func firstCreditLost(w *World) filter {
	lost := map[voucher.FamilyID]voucher.Month{}
	return func(e voucher.Event, pass func(voucher.Event)) {
		if w.differs(e.Kind == voucher.FoodVoucherCredited && lost[e.Family] != e.Month) {
			lost[e.Family] = e.Month
			return
		}
		pass(e)
	}
}

// creditedAtOnce credits every family that is asked.
func creditedAtOnce(w *World, r *reference.Rules, _ *voucher.Setup) filter {
	var amount voucher.Money
	var credit voucher.Event
	asks, face := r.Food.Asks, r.Food.Face
	r.Food.Asks = func(t *food.Terms, l *food.Listing, asked, m voucher.Month) bool {
		yes := asks(t, l, asked, m)
		if yes {
			amount = face(t, l.Members)
			credit = voucher.Event{Kind: voucher.FoodVoucherCredited, Programme: voucher.Food, Month: m, Amount: amount, Count: l.Members, Territory: l.Residence}
			if t.ActiveAtOnce() {
				credit.Code = 1
			}
		}
		return yes
	}
	var highest voucher.VoucherID
	return func(e voucher.Event, pass func(voucher.Event)) {
		if e.Kind == voucher.FoodVoucherCredited {
			highest = max(highest, e.Voucher)
		}
		pass(e)
		if e.Kind == voucher.MessageSent && e.Programme == voucher.Food && voucher.MessageKind(e.Code) == voucher.Notice {
			w.trip()
			highest++
			credit.Person, credit.Family, credit.Voucher = e.Person, e.Family, highest
			pass(credit)
		}
	}
}

// halfAfterNo credits half to who has said no before.
func halfAfterNo(w *World, r *reference.Rules) {
	after := false
	reply, face := r.Food.Reply, r.Food.Face
	r.Food.Reply = func(t *food.Terms, wallet *food.Wallet, listed bool, a voucher.Answer, by voucher.Channel, now voucher.Instant) (bool, *voucher.Refusal) {
		credit, refusal := reply(t, wallet, listed, a, by, now)
		after = credit && wallet != nil && wallet.Answer == voucher.No
		return credit, refusal
	}
	r.Food.Face = func(t *food.Terms, members uint32) voucher.Money {
		if w.differs(after) {
			return face(t, members) / 2
		}
		return face(t, members)
	}
}

// refusalAnnuls ends a credited voucher on a no.
func refusalAnnuls(w *World) filter {
	var log foodLog
	return func(e voucher.Event, pass func(voucher.Event)) {
		log.see(&e)
		pass(e)
		v, ok := log.of[e.Family]
		no := e.Kind == voucher.Replied && e.Programme == voucher.Food && voucher.Answer(e.Code) == voucher.No
		if ok && no && v.month == e.Month && !v.ended {
			w.trip()
			end := voucher.Event{Kind: voucher.FoodVoucherAnnulled, Programme: voucher.Food, Family: e.Family, Month: e.Month,
				Voucher: v.id, Amount: v.left, Code: uint8(voucher.LeftUnused)}
			log.see(&end)
			pass(end)
		}
	}
}

// mrpToday credits by the MRP of the present day.
func mrpToday(w *World, r *reference.Rules) {
	var today voucher.Money
	reply, face := r.Food.Reply, r.Food.Face
	r.Food.Reply = func(t *food.Terms, wallet *food.Wallet, listed bool, a voucher.Answer, by voucher.Channel, now voucher.Instant) (bool, *voucher.Refusal) {
		today = t.MRP
		return reply(t, wallet, listed, a, by, now)
	}
	r.Food.Face = func(t *food.Terms, members uint32) voucher.Money {
		other := *t
		other.MRP = today
		w.differs(face(&other, members) != face(t, members))
		return face(&other, members)
	}
}

// foodLog is what a filter remembers of food vouchers. Its zero value is ready.
type foodLog struct{ of map[voucher.FamilyID]foodNote }

// foodNote is a family's newest voucher.
type foodNote struct {
	id    voucher.VoucherID
	month voucher.Month
	left  voucher.Money
	ended bool
}

// see notes an event that is about to happen.
func (l *foodLog) see(e *voucher.Event) {
	if l.of == nil {
		l.of = map[voucher.FamilyID]foodNote{}
	}
	switch v := l.of[e.Family]; e.Kind {
	case voucher.FoodVoucherCredited:
		l.of[e.Family] = foodNote{id: e.Voucher, month: e.Month, left: e.Amount}
	case voucher.Purchased, voucher.Refunded, voucher.ReversalBooked:
		if v.id == e.Voucher {
			v.left = e.Balance
			l.of[e.Family] = v
		}
	case voucher.FoodVoucherAnnulled:
		if v.id == e.Voucher {
			v.left, v.ended = 0, true
			l.of[e.Family] = v
		}
	}
}
