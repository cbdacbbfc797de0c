package mutant

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

var bothRace = []Mutant{
	{
		ID: "both-two-tills-charge-one-balance", Requirement: "BOTH-RACE-001", Also: breaks("FOOD-QR-001", "FOOD-PURCHASE-002", "BOTH-MONEY-001"), Concurrent: true,
		Title: voucher.Text{En: "of two purchases at the same time both are answered with a discount and one is charged", Ru: "из двух одновременных покупок скидку получают обе, а списывается одна", Kk: "бір мезгілдегі екі сатып алудың екеуіне де жеңілдік беріліп, біреуі ғана есептен шығарылады"},
		build: build{way: Wrapper, racing: stale(voucher.KindPurchase)},
	},
	{
		ID: "both-two-confirm-one-account", Requirement: "BOTH-RACE-001", Also: breaks("GAS-ACCOUNT-001", "GAS-ACTIVATION-001"), Concurrent: true,
		Title: voucher.Text{En: "of two confirmations of one account at the same time both succeed", Ru: "из двух одновременных подтверждений одного счёта успешны оба", Kk: "бір шотты бір мезгілде растаудың екеуі де сәтті өтеді"},
		build: build{way: Wrapper, racing: stale(voucher.KindConfirm)},
	},
	{
		ID: "both-one-return-paid-by-two-tills", Requirement: "BOTH-RACE-001", Also: breaks("FOOD-REFUND-001", "FOOD-REVERSAL-001", "BOTH-MONEY-001"), Concurrent: true,
		Title: voucher.Text{En: "of two returns of the same goods at the same time both are paid", Ru: "из двух одновременных возвратов одного товара оплачиваются оба", Kk: "бір тауарды бір мезгілде екі рет қайтарғанда екеуі де төленеді"},
		build: build{way: Wrapper, racing: stale(voucher.KindRefund, voucher.KindReverse)},
	},
	{
		ID: "both-one-loan-paid-by-two-desks", Requirement: "BOTH-RACE-001", Also: breaks("FOOD-LOAN-001"), Concurrent: true,
		Title: voucher.Text{En: "of two payments of one loan at the same time both are answered as done, and so are repayments beyond the debt", Ru: "из двух одновременных выдач одного займа подтверждаются обе, как и погашения сверх долга", Kk: "бір қарызды бір мезгілде екі рет берудің екеуі де расталады, борыштан артық өтеулер де солай"},
		build: build{way: Wrapper, racing: stale(voucher.KindDisburseLoan, voucher.KindRepayLoan)},
	},
	{
		ID: "both-one-person-listed-by-two-updates", Requirement: "BOTH-RACE-001", Also: breaks("FOOD-LIST-002"), Concurrent: true,
		Title: voucher.Text{En: "of two updates of the list at the same time that count one person in two families both are taken", Ru: "из двух одновременных обновлений списка с одним человеком в двух семьях приняты оба", Kk: "бір адамды екі отбасында есептейтін тізімнің бір мезгілдегі екі жаңартуының екеуі де қабылданады"},
		build: build{way: Wrapper, racing: stale(voucher.KindUpdateFoodList)},
	},
	{
		ID: "both-last-writer-wins", Requirement: "BOTH-RACE-001", Also: breaks("FOOD-PURCHASE-002", "FOOD-REFUND-001", "FOOD-TRACE-001", "FOOD-QR-001", "BOTH-MONEY-001"), Concurrent: true,
		Title: voucher.Text{En: "a purchase or a return writes the whole balance back, over what another one has changed meanwhile", Ru: "покупка или возврат записывает остаток целиком поверх того, что тем временем изменили другие", Kk: "сатып алу немесе қайтару қалдықты түгел қайта жазып, осы арада басқалар өзгерткенін өшіреді"},
		build: build{way: Wrapper, racing: overwriting(voucher.KindPurchase, voucher.KindRefund, voucher.KindReverse)},
	},
	{
		ID: "both-two-desks-bill-one-account", Requirement: "BOTH-RACE-001", Also: breaks("GAS-BILL-001", "GAS-BILL-005"), Concurrent: true,
		Title: voucher.Text{En: "two charges of one account at the same time are both taken, and of two corrections one is lost", Ru: "из двух одновременных начислений по одному счёту приняты оба, а из двух исправлений одно теряется", Kk: "бір шот бойынша бір мезгілдегі екі есептеудің екеуі де қабылданады, ал екі түзетудің бірі жоғалады"},
		build: build{way: Wrapper, racing: overwriting(voucher.KindChargeVolume, voucher.KindCorrectVolume)},
	},
	{
		ID: "both-one-key-done-twice-at-once", Requirement: "BOTH-RACE-001", Also: breaks("BOTH-RETRY-001", "FOOD-REVERSAL-001"), Concurrent: true,
		Title: voucher.Text{En: "a command that is repeated before its first answer is carried out twice", Ru: "команда, повторённая до первого ответа, выполняется дважды", Kk: "бірінші жауапқа дейін қайталанған команда екі рет орындалады"},
		build: build{way: Wrapper, racing: underWay(true)},
	},
	{
		ID: "both-two-bodies-under-one-key-at-once", Requirement: "BOTH-RACE-001", Also: breaks("BOTH-RETRY-001"), Concurrent: true,
		Title: voucher.Text{En: "of two bodies under one key at the same time both are carried out", Ru: "из двух разных команд с одним ключом, посланных одновременно, выполняются обе", Kk: "бір кілтпен бір мезгілде жіберілген екі түрлі команданың екеуі де орындалады"},
		build: build{way: Wrapper, racing: underWay(false)},
	},
	{
		ID: "both-one-answer-credited-twice-at-once", Requirement: "BOTH-RACE-001", Also: breaks("FOOD-CREDIT-001", "BOTH-MONEY-001"), Concurrent: true,
		Title: voucher.Text{En: "two answers to one question at the same time credit the voucher twice", Ru: "два одновременных ответа на один вопрос зачисляют ваучер дважды", Kk: "бір сұраққа бір мезгілде берілген екі жауап ваучерді екі рет есептейді"},
		build: build{way: Wrapper, racing: creditedTwice},
	},
	{
		ID: "both-wallet-read-in-the-middle", Requirement: "BOTH-RACE-001", Also: breaks("BOTH-MONEY-001"), Concurrent: true,
		Title: voucher.Text{En: "a wallet that is read during a purchase shows what is left after it and what was spent before it", Ru: "кошелёк, прочитанный во время покупки, показывает остаток после неё, а потраченное – до неё", Kk: "сатып алу кезінде оқылған әмиян қалдықты одан кейінгідей, жұмсалғанды оған дейінгідей көрсетеді"},
		build: build{way: Wrapper, racing: torn},
	},
	{
		ID: "both-list-written-over-answers", Requirement: "BOTH-RACE-001", Also: breaks("GAS-LIST-001", "GAS-CONSENT-001", "FOOD-CONSENT-001"), Concurrent: true,
		Title: voucher.Text{En: "an update of a list is written over the answers that came meanwhile", Ru: "обновление списка записывается поверх ответов, пришедших тем временем", Kk: "тізім жаңартуы осы арада келген жауаптардың үстінен жазылады"},
		build: build{way: Wrapper, racing: overwriting(voucher.KindUpdateGasList, voucher.KindUpdateFoodList)},
	},
	{
		ID: "both-answer-misses-a-drop", Requirement: "BOTH-RACE-001", Also: breaks("GAS-LIST-001", "GAS-CONSENT-001"), Concurrent: true,
		Title: voucher.Text{En: "an answer is accepted by the list as it was when the answer came, although its person was dropped meanwhile", Ru: "ответ принимается по списку на миг прихода, хотя человек тем временем исключён", Kk: "адам осы арада тізімнен шығарылса да, жауап келген сәттегі тізім бойынша қабылданады"},
		build: build{way: Wrapper, racing: stale(voucher.KindReply)},
	},
	{
		ID: "both-month-ends-over-a-purchase", Requirement: "BOTH-RACE-001", Also: breaks("FOOD-EXPIRY-002", "FOOD-PURCHASE-002", "BOTH-MONEY-001"), Concurrent: true,
		Title: voucher.Text{En: "the end of the month annuls what was left when it began, over purchases that were made meanwhile", Ru: "конец месяца аннулирует остаток на миг своего начала, поверх сделанных тем временем покупок", Kk: "ай соңы басталған сәтіндегі қалдықты осы арадағы сатып алулардың үстінен жояды"},
		build: build{way: Wrapper, racing: endsOver},
	},
}

// staleFor is how long a decision waits until it is carried out: longer than a
// call takes that comes over the wire.
const staleFor = 300 * time.Microsecond

// stale answers some commands by a copy that was made when they came, and carries
// them out a little later: what another caller has changed meanwhile is not
// looked at. With one caller at a time the two are the same.
func stale(kinds ...voucher.CommandKind) racer {
	return func(w *World, m *reference.Machine, s *voucher.Setup) voucher.System {
		r := &racing{world: w, machine: m, setup: s}
		r.do = func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
			if !slices.Contains(kinds, cmd.Kind()) {
				return r.apply(ctx, cmd)
			}
			was, _, err := r.copied()
			if err != nil {
				return voucher.Outcome{}, err
			}
			decided, err := was.Do(ctx, cmd)
			if err != nil {
				return voucher.Outcome{}, err
			}
			time.Sleep(staleFor)
			done, err := r.apply(ctx, cmd)
			w.differs(err == nil && !sameOutcome(&decided, &done))
			return decided, err
		}
		return r
	}
}

// overwriting carries some commands out on a copy, and puts that copy in the place
// of the state a little later, over whatever was changed there meanwhile.
func overwriting(kinds ...voucher.CommandKind) racer {
	return func(w *World, m *reference.Machine, s *voucher.Setup) voucher.System {
		r := &racing{world: w, machine: m, setup: s}
		r.do = func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
			if !slices.Contains(kinds, cmd.Kind()) {
				return r.apply(ctx, cmd)
			}
			own, version, err := r.copied()
			if err != nil {
				return voucher.Outcome{}, err
			}
			o, err := own.Do(ctx, cmd)
			if err != nil {
				return o, err
			}
			if o.Refusal != nil { // which may be kept under its key: the copy goes, and what it keeps with it
				return r.apply(ctx, cmd)
			}
			time.Sleep(staleFor)
			r.mu.Lock()
			defer r.mu.Unlock()
			w.differs(r.version != version)
			r.machine = own
			r.version++
			return o.Clone(), nil
		}
		return r
	}
}

// endsOver moves the clock on a copy, where a month ends on the way, and puts that in the
// place of the state a little later, over whatever was changed there meanwhile.
func endsOver(w *World, m *reference.Machine, s *voucher.Setup) voucher.System {
	r := &racing{world: w, machine: m, setup: s}
	now := s.At
	r.advance = func(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
		ends := to.Month() != now.Month()
		now = max(now, to)
		if !ends {
			return r.move(ctx, to)
		}
		own, version, err := r.copied()
		if err != nil {
			return nil, err
		}
		events, err := own.Advance(ctx, to)
		if err != nil {
			return nil, err
		}
		time.Sleep(staleFor)
		r.mu.Lock()
		defer r.mu.Unlock()
		w.differs(r.version != version)
		r.machine = own
		r.version++
		return voucher.CloneEvents(events), nil
	}
	return r
}

// racer makes a system that is wrong only where calls overlap.
type racer = func(w *World, m *reference.Machine, s *voucher.Setup) voucher.System

// racing serves many callers at a time. Its answers are copies and last. A nil
// function does as the machine does.
type racing struct {
	world *World
	setup *voucher.Setup
	do    func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error)
	query func(ctx context.Context, q *voucher.Query) (voucher.Record, error)
	// advance is called by one caller at a time.
	advance func(ctx context.Context, to voucher.Instant) ([]voucher.Event, error)

	mu      sync.Mutex
	machine *reference.Machine
	version int // of the state
}

func (r *racing) Do(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	if r.do == nil || cmd == nil || cmd.Head() == nil {
		return r.apply(ctx, cmd)
	}
	return r.do(ctx, cmd)
}

// apply carries a command out.
func (r *racing) apply(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.version++
	o, err := r.machine.Do(ctx, cmd)
	return o.Clone(), err
}

// copied returns a machine in the present state, and the state's version.
func (r *racing) copied() (*reference.Machine, int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	m, err := reference.Restore(r.setup, r.machine.Snapshot())
	return m, r.version, err
}

func (r *racing) Advance(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
	if r.advance == nil {
		return r.move(ctx, to)
	}
	return r.advance(ctx, to)
}

// move moves the clock.
func (r *racing) move(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.version++
	events, err := r.machine.Advance(ctx, to)
	return voucher.CloneEvents(events), err
}

func (r *racing) Query(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	if r.query == nil || q == nil {
		return r.read(ctx, q)
	}
	return r.query(ctx, q)
}

func (r *racing) read(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	record, err := r.machine.Query(ctx, q)
	return record.Clone(), err
}
