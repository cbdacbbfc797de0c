package mutant

import (
	"context"
	"net/http"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// bothFault are builds that are right as long as nothing goes wrong on the way: what
// comes twice, late or after an outage is too much for them.
var bothFault = []Mutant{
	{
		ID: "both-only-the-last-key-is-kept", Requirement: "BOTH-RETRY-001", Also: breaks("FOOD-REVERSAL-001"),
		Title: voucher.Text{En: "of each sender only the last key is kept: a copy that comes late is carried out again", Ru: "для каждого отправителя хранится только последний ключ: опоздавшая копия выполняется ещё раз", Kk: "әр жіберушінің соңғы кілті ғана сақталады: кешіккен көшірме тағы орындалады"},
		build: commanded(lastKeyOnly),
	},
	{
		ID: "food-second-reply-credits-again", Requirement: "FOOD-CREDIT-001", Also: breaks("FOOD-CONSENT-001", "BOTH-MONEY-001"),
		Title: voucher.Text{En: "an SMS reply that is delivered twice credits the voucher twice", Ru: "дважды доставленный ответ по SMS зачисляет ваучер дважды", Kk: "екі рет жеткізілген SMS жауабы ваучерді екі рет есептейді"},
		build: wrapper(secondReplyCredits),
	},
	{
		ID: "gas-repeated-update-cancels-the-reminder", Requirement: "GAS-REMINDER-001", Also: breaks("BOTH-RETRY-001"),
		Title: voucher.Text{En: "an update of the list that is sent again loses the reminders of those in it", Ru: "повторно присланное обновление списка теряет напоминания тем, кто в нём", Kk: "қайта жіберілген тізім жаңартуы ондағылардың еске салуларын жоғалтады"},
		build: wrapper(reminderLost),
	},
	{
		ID: "gas-outage-ends-the-sending", Requirement: "GAS-DISPATCH-001",
		Title: voucher.Text{En: "after an outage of the provider an unacknowledged list is not sent again", Ru: "после недоступности поставщика неподтверждённый список больше не отправляется", Kk: "жеткізуші істен шыққаннан кейін расталмаған тізім қайта жіберілмейді"},
		build: event(sendingEnds),
	},
	{
		ID: "both-repetition-answered-unavailable", Requirement: "BOTH-RETRY-001",
		Title: voucher.Text{En: "a repeated command is answered 503 for good, although it was carried out", Ru: "на повтор выполненной команды всегда приходит 503", Kk: "орындалған команданың қайталануына әрдайым 503 жауабы келеді"},
		build: build{way: Wire, wire: repetitionUnavailable},
	},
	{
		ID: "both-repetition-answered-with-an-error", Requirement: "BOTH-RETRY-001",
		Title: voucher.Text{En: "a repeated command is answered 500, although it was carried out", Ru: "на повтор выполненной команды приходит 500", Kk: "орындалған команданың қайталануына 500 жауабы келеді"},
		build: build{way: Wire, wire: repetitionFails},
	},
}

// lastKeyOnly carries a command out anew whose sender has sent another since.
func lastKeyOnly(_ *World, inner voucher.System) func(context.Context, voucher.Command) (voucher.Outcome, taken, error) {
	seen, last, fresh := map[sender]bool{}, map[voucher.Actor]voucher.Key{}, freshKeys()
	return func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, taken, error) {
		who := senderOf(cmd)
		if seen[who] && last[who.actor] != who.key {
			o, err := under(ctx, inner, cmd, fresh())
			return o, true, err
		}
		o, err := inner.Do(ctx, cmd)
		if err == nil && keeps(o.Refusal) {
			seen[who], last[who.actor] = true, who.key
		}
		return o, false, err
	}
}

// secondReplyCredits shows a family's credit twice when a yes comes after it was
// credited.
func secondReplyCredits(w *World, inner voucher.System, _ *voucher.Setup) voucher.System {
	twice := map[voucher.PersonID]bool{}
	a := &around{inner: inner}
	a.do = func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
		o, err := inner.Do(ctx, cmd)
		if c, ok := cmd.(*voucher.Reply); ok && err == nil && o.Refusal != nil && o.Refusal.Reason == voucher.AlreadyCredited {
			twice[c.Person] = true
		}
		return o, err
	}
	a.query = func(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
		r, err := inner.Query(ctx, q)
		if f := r.Food; err == nil && f != nil && f.Credited > 0 && f.Annulled == 0 && w.differs(twice[voucher.PersonID(q.Actor.ID)]) {
			more := *f
			more.Credited, more.Left = 2*f.Credited, f.Left+f.Credited
			r.Food = &more
		}
		return r, err
	}
	return a
}

// reminderLost keeps the reminders from those who stand in an update that came again.
func reminderLost(w *World, inner voucher.System, _ *voucher.Setup) voucher.System {
	seen, lost := map[sender]bool{}, map[voucher.PersonID]bool{}
	a := &around{inner: inner}
	a.do = func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
		o, err := inner.Do(ctx, cmd)
		if c, ok := cmd.(*voucher.UpdateGasList); ok && err == nil && o.Refusal == nil {
			for i := range c.Rows {
				lost[c.Rows[i].Person] = seen[senderOf(cmd)]
			}
			seen[senderOf(cmd)] = true
		}
		return o, err
	}
	a.query = func(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
		r, err := inner.Query(ctx, q)
		if err != nil || q.Kind != voucher.AskMessages || !lost[q.Person] {
			return r, err
		}
		var kept []voucher.Message
		for i := range r.Messages {
			if m := &r.Messages[i]; !w.differs(m.Programme == voucher.Gas && m.Kind == voucher.Reminder) {
				kept = append(kept, *m)
			}
		}
		r.Messages = kept
		return r, nil
	}
	return a
}

// sendingEnds puts off for good what a provider would be sent again that was down.
func sendingEnds(w *World) filter {
	down := map[voucher.ProviderID]bool{}
	return func(e voucher.Event, pass func(voucher.Event)) {
		switch {
		case e.Kind == voucher.OutageReported && e.Code == 1:
			down[e.Provider] = true
		case w.differs(e.Kind == voucher.ListSent && down[e.Provider]):
			e.Until = e.At.Plus(farOff)
		}
		pass(e)
	}
}

// repetitionUnavailable answers 503 to a key that was answered before.
func repetitionUnavailable(w *World, h http.Handler) http.Handler {
	return repeatedRequests(w, h, http.StatusServiceUnavailable, `{"title":"try again","status":503}`)
}

// repetitionFails answers 500 to a key that was answered before.
func repetitionFails(w *World, h http.Handler) http.Handler {
	return repeatedRequests(w, h, http.StatusInternalServerError, `{"title":"duplicate row","status":500}`)
}

// repeatedRequests answers a key that was carried out before with a status of its own.
func repeatedRequests(w *World, h http.Handler, status int, body string) http.Handler {
	seen := map[string]bool{}
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		key := r.Header.Get(keyHeader)
		a := &answer{header: http.Header{}}
		h.ServeHTTP(a, r)
		w.mu.Lock()
		place := r.Header.Get("Authorization") + " " + r.URL.Path + " " + key
		again := seen[place]
		seen[place] = again || (key != "" && a.status < http.StatusBadRequest)
		w.mu.Unlock()
		if w.differs(again) {
			a.status = status
			a.header.Set("Content-Type", "application/problem+json")
			a.send(rw, []byte(body))
			return
		}
		a.send(rw, a.body.Bytes())
	})
}
