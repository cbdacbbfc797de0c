package conformance

import (
	"maps"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Liveness: when faults have stopped and the deadlines have passed, what had to happen
// has happened, once. What must never happen is for the invariants to say.

// whyOwed says why something is missing although no answer is wrong by itself.
var whyOwed = voucher.Text{
	En: "faults have stopped and the deadline has passed: by now it has happened, and once",
	Ru: "сбои прекратились, срок прошёл: к этому времени это уже произошло, и один раз",
	Kk: "ақаулар тоқтады, мерзім өтті: осы уақытқа дейін бұл болды, бір-ақ рет",
}

// What is still owed.
var (
	notAnswered = clause("command-not-answered",
		"no answer, however often it was sent: “{text}”", "ответа нет, сколько ни повторяли: «{text}»", "қанша қайталанса да, жауап жоқ: «{text}»")
	questionOwed = clause("question-owed",
		"one question of {month}, and not {n}", "один вопрос за месяц {month}, а не {n}", "{month} айының бір сұрағы, {n} емес")
	listOwed = clause("list-owed",
		"a list that was sent again, for {attempts} attempts at {at} were not acknowledged",
		"список, отправленный ещё раз: попыток к {at} было {attempts}, получение не подтверждено",
		"қайта жіберілген тізім: {at} сәтіне дейінгі {attempts} әрекет расталмаған")
	receiptOwed = clause("acknowledgement-owed",
		"a list that is acknowledged", "список, получение которого подтверждено", "алынғаны расталған тізім")
	reportOwed = clause("report-owed",
		"a report of {day} that was handed over", "переданный отчёт за {day}", "{day} күнінің тапсырылған есебі")
	annulmentOwed = clause("annulment-owed",
		"a voucher that is annulled, with nothing left", "аннулированный ваучер без остатка", "қалдықсыз жойылған ваучер")
	reportsSum = clause("reports-sum",
		"reports of the month that add up to its ledger: credited {credited}, annulled {annulled}",
		"отчёты месяца в сумме дают его реестр: начислено {credited}, аннулировано {annulled}",
		"ай есептерінің қосындысы тізілімге тең: есептелген {credited}, жойылған {annulled}")
)

// owing walks through a history and remembers what follows from it.
type owing struct {
	listed       map[voucher.PersonID]voucher.Month // since when, by person, in gas
	families     map[voucher.PersonID]voucher.Month // since when, by owner, in food
	acknowledged map[voucher.ProviderID]bool
	lists        map[voucher.ProviderID]listSeen
	reports      map[voucher.Day]*voucher.DayReport
}

// listSeen is a list as it was read last.
type listSeen struct {
	at       voucher.Instant
	month    voucher.Month
	attempts uint32
}

// owed finds the first record in which something is missing that had to have happened
// by then, which demand that breaks, and what is missing; "" where nothing is.
func owed(h *voucher.History) (step int, id voucher.RequirementID, want string) {
	o := &owing{map[voucher.PersonID]voucher.Month{}, map[voucher.PersonID]voucher.Month{}, map[voucher.ProviderID]bool{},
		map[voucher.ProviderID]listSeen{}, map[voucher.Day]*voucher.DayReport{}}
	for i := range h.Entries {
		e := &h.Entries[i]
		switch {
		case e.Err != "":
			return 0, "", ""
		case e.Command != nil && e.Outcome.Refusal == nil:
			o.done(e)
		case e.Query != nil && e.Record.Refusal == nil:
			if id, want := o.read(e); want != "" {
				return i, id, want
			}
		}
	}
	return 0, "", ""
}

// done takes a command in that was accepted.
func (o *owing) done(e *voucher.Entry) {
	switch c := e.Command.(type) {
	case *voucher.UpdateGasList:
		for i := range c.Rows {
			delete(o.listed, c.Rows[i].Person)
			if !c.Rows[i].Drop {
				o.listed[c.Rows[i].Person] = e.At.Month()
			}
		}
	case *voucher.UpdateFoodList:
		for i := range c.Rows {
			delete(o.families, c.Rows[i].Owner)
			if !c.Rows[i].Drop {
				o.families[c.Rows[i].Owner] = e.At.Month()
			}
		}
	case *voucher.AcknowledgeList:
		o.acknowledged[c.Provider] = true
	}
}

// read looks at a record.
func (o *owing) read(e *voucher.Entry) (id voucher.RequirementID, want string) {
	r, q := &e.Record, e.Query
	switch {
	case q.Kind == voucher.AskMessages:
		return o.messages(e)
	case r.List != nil:
		return "GAS-DISPATCH-001", o.list(e)
	case r.Report != nil:
		o.reports[q.Day] = r.Report
		if q.Day < e.At.Day()-1 && r.Report.Handed == 0 { // a report has the day after for it
			return "FOOD-REPORT-001", reportOwed.line("day", q.Day)
		}
	case r.Food != nil:
		if f := r.Food; q.Month != 0 && q.Month < e.At.Month() && f.Credited > 0 && (f.Left != 0 || f.Annulled != f.Credited-f.Spent || f.State != voucher.Annulled) {
			return "FOOD-EXPIRY-002", annulmentOwed.line()
		}
	case r.Ledger != nil:
		return "FOOD-REPORT-001", o.ledger(e)
	}
	return "", ""
}

// messages wants the question of the month, where its day has gone by: the 7th in gas,
// the 5th in food.
func (o *owing) messages(e *voucher.Entry) (id voucher.RequirementID, want string) {
	month := e.At.Month()
	for _, p := range []struct {
		programme voucher.Programme
		since     voucher.Month
		asked     int
		id        voucher.RequirementID
	}{{voucher.Gas, o.listed[e.Query.Person], 7, "GAS-NOTICE-002"}, {voucher.Food, o.families[e.Query.Person], 5, "FOOD-NOTICE-001"}} {
		if p.since == 0 {
			continue
		}
		for _, m := range []voucher.Month{p.since, month} {
			if m == month && e.At.Day().OfMonth() <= p.asked {
				continue
			}
			n := 0
			for i := range e.Record.Messages {
				if s := &e.Record.Messages[i]; s.Programme == p.programme && s.Kind == voucher.Notice && s.Month == m {
					n++
				}
			}
			if n != 1 {
				return p.id, questionOwed.line("month", m, "n", n)
			}
		}
	}
	return "", ""
}

// list wants a list that nobody acknowledged to be sent again within a day, and an
// acknowledgement to be kept (GAS-DISPATCH-001).
func (o *owing) list(e *voucher.Entry) string {
	p, l := e.Query.Provider, e.Record.List
	before := o.lists[p]
	o.lists[p] = listSeen{e.At, e.Query.Month, l.Attempts}
	switch {
	case o.acknowledged[p] && l.Acknowledged == 0:
		return receiptOwed.line()
	case o.acknowledged[p], before.month != e.Query.Month, before.attempts == 0, e.At < before.at.Plus(24*voucher.Hour):
		return ""
	case l.Attempts <= before.attempts:
		return listOwed.line("attempts", before.attempts, "at", before.at)
	}
	return ""
}

// ledger holds the reports of a month that is over to its sums, where all days with
// anything in them were read.
func (o *owing) ledger(e *voucher.Entry) string {
	l := e.Record.Ledger
	if e.Query.Month == 0 || e.Query.Month >= e.At.Month() || len(o.reports) == 0 {
		return ""
	}
	var credited, annulled voucher.Money
	for _, day := range slices.Sorted(maps.Keys(o.reports)) {
		if day.Month() == e.Query.Month {
			credited, annulled = credited.Plus(o.reports[day].Credited), annulled.Plus(o.reports[day].Annulled)
		}
	}
	if credited != l.Credited || annulled != l.Annulled {
		return reportsSum.line("credited", l.Credited, "annulled", l.Annulled)
	}
	return ""
}
