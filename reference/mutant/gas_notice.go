package mutant

import (
	"math"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// never is later than anything.
const never = voucher.Instant(math.MaxInt64)

var gasNotice = []Mutant{
	{
		ID: "gas-update-asks-nobody", Requirement: "GAS-NOTICE-001",
		Title: voucher.Text{En: "an update after the 7th sends no SMS", Ru: "обновление списка после 7-го числа не вызывает SMS", Kk: "7-інен кейінгі тізім жаңартуы SMS жібермейді"},
		build: asks(func(*gas.Terms, voucher.Instant) bool { return false }),
	},
	{
		ID: "gas-update-asks-again", Requirement: "GAS-NOTICE-001", Also: breaks("GAS-NOTICE-002"),
		Title: voucher.Text{En: "every update asks again whoever has not answered", Ru: "каждое обновление списка снова запрашивает тех, кто не ответил", Kk: "әр жаңарту жауап бермегендерден қайта сұрайды"},
		build: asked(func(c *gas.Claim) bool { return c.Listed && c.Voucher == 0 && c.Answer == voucher.NoAnswer }),
	},
	{
		ID: "gas-question-without-a-link", Requirement: "GAS-NOTICE-001", Also: breaks("GAS-CHANNEL-001"),
		Title: voucher.Text{En: "the gas SMS carries no link to the wallet", Ru: "в SMS о газе нет ссылки на кошелёк", Kk: "газ SMS-інде әмиянға сілтеме жоқ"},
		build: read(func(_ *voucher.Query, r *voucher.Record) (changed bool) {
			for i := range r.Messages {
				if m := &r.Messages[i]; m.Programme == voucher.Gas && m.Kind == voucher.Notice && m.Link {
					m.Link, changed = false, true
				}
			}
			return changed
		}),
	},
	{
		ID: "gas-question-to-the-dropped", Requirement: "GAS-NOTICE-002", Also: breaks("GAS-ELIGIBILITY-001"),
		Title: voucher.Text{En: "who was dropped from the list is asked", Ru: "запрос приходит исключённому из списка", Kk: "сұрау тізімнен шығарылған адамға келеді"},
		build: asked(func(c *gas.Claim) bool { return c.Asked == 0 && c.Voucher == 0 }),
	},
	{
		ID: "gas-asks-before-the-7th", Requirement: "GAS-NOTICE-002",
		Title: voucher.Text{En: "an update before the 7th asks at once", Ru: "обновление списка до 7-го числа сразу вызывает SMS", Kk: "7-іне дейінгі жаңарту бірден SMS жібереді"},
		build: asks(func(t *gas.Terms, now voucher.Instant) bool {
			return t.Runs(now.Month()) && now < t.ListCloses(now.Month())
		}),
	},
	{
		ID: "gas-standing-list-forgotten", Requirement: "GAS-NOTICE-002",
		Title: voucher.Text{En: "who stands on the list when the 7th begins is not asked", Ru: "те, кто уже в списке к началу 7-го числа, не получают SMS", Kk: "7-і басталғанда тізімде тұрғандар SMS алмайды"},
		build: dates(func(r *reference.Rules) {
			r.Gas.NoticeDue = func(*gas.Terms, voucher.Month) voucher.Instant { return never }
		}),
	},
	{
		ID: "gas-question-a-day-early", Requirement: "GAS-NOTICE-002",
		Title: voucher.Text{En: "the gas SMS goes out on the 6th", Ru: "SMS о газе уходит 6-го числа", Kk: "газ SMS-і 6-сы күні жіберіледі"},
		build: more(voucher.GasNoticeDay, -1),
	},
	{
		ID: "gas-question-a-day-late", Requirement: "GAS-NOTICE-002", Also: breaks("BOTH-TIME-002"),
		Title: voucher.Text{En: "the gas SMS goes out on the 8th", Ru: "SMS о газе уходит 8-го числа", Kk: "газ SMS-і 8-і күні жіберіледі"},
		build: more(voucher.GasNoticeDay, 1),
	},
	{
		ID: "gas-reminder-after-six-days", Requirement: "GAS-REMINDER-001",
		Title: voucher.Text{En: "the reminder comes after six days", Ru: "напоминание приходит через шесть дней", Kk: "еске салу алты күннен кейін келеді"},
		build: more(voucher.GasReminderAfter, -1),
	},
	{
		ID: "gas-reminder-after-eight-days", Requirement: "GAS-REMINDER-001", Also: breaks("BOTH-TIME-002"),
		Title: voucher.Text{En: "the reminder comes after eight days", Ru: "напоминание приходит через восемь дней", Kk: "еске салу сегіз күннен кейін келеді"},
		build: more(voucher.GasReminderAfter, 1),
	},
	{
		ID: "gas-reminder-twice", Requirement: "GAS-REMINDER-001",
		Title: voucher.Text{En: "the reminder is sent twice", Ru: "напоминание отправляется дважды", Kk: "еске салу екі рет жіберіледі"},
		build: more(voucher.GasReminderCount, 1),
	},
	{
		ID: "gas-no-reminder", Requirement: "GAS-REMINDER-001",
		Title: voucher.Text{En: "nobody is reminded", Ru: "напоминания не отправляются", Kk: "еске салу жіберілмейді"},
		build: more(voucher.GasReminderCount, -1),
	},
	{
		ID: "gas-reminder-after-an-answer", Requirement: "GAS-REMINDER-001",
		Title: voucher.Text{En: "who has answered is reminded all the same", Ru: "напоминание приходит и тому, кто уже ответил", Kk: "жауап берген адамға да еске салынады"},
		build: reminds(func(t *gas.Terms, c *gas.Claim, now voucher.Instant) bool {
			unanswered := *c
			unanswered.Answer, unanswered.Voucher = voucher.NoAnswer, 0
			return t.Reminds(&unanswered, now)
		}),
	},
	{
		ID: "gas-reminder-to-the-dropped", Requirement: "GAS-REMINDER-001", Also: breaks("GAS-LIST-003"),
		Title: voucher.Text{En: "who was dropped from the list is reminded", Ru: "напоминание приходит исключённому из списка", Kk: "тізімнен шығарылған адамға еске салынады"},
		build: reminds(func(t *gas.Terms, c *gas.Claim, now voucher.Instant) bool {
			listed := *c
			listed.Listed = true
			return t.Reminds(&listed, now)
		}),
	},
	{
		ID: "gas-reminder-after-the-window", Requirement: "GAS-REMINDER-001",
		Title: voucher.Text{En: "a reminder is sent after activation has closed", Ru: "напоминание приходит после завершения периода активации", Kk: "еске салу белсендіру кезеңі аяқталған соң келеді"},
		build: reminds(func(t *gas.Terms, c *gas.Claim, now voucher.Instant) bool {
			open := *t
			open.Closes = never
			return open.Reminds(c, now)
		}),
	},
}

// asks decides otherwise whether an update asks on the spot.
func asks(wrong func(*gas.Terms, voucher.Instant) bool) build {
	return rule(func(w *World, r *reference.Rules) {
		right := r.Gas.AsksNow
		r.Gas.AsksNow = func(t *gas.Terms, now voucher.Instant) bool {
			w.differs(right(t, now) != wrong(t, now))
			return wrong(t, now)
		}
	})
}

// asked decides otherwise whether a person may be asked.
func asked(wrong func(*gas.Claim) bool) build {
	return rule(func(w *World, r *reference.Rules) {
		right := r.Gas.MayAsk
		r.Gas.MayAsk = func(c *gas.Claim) bool {
			w.differs(right(c) != wrong(c))
			return wrong(c)
		}
	})
}

// reminds decides otherwise whether a person is reminded.
func reminds(wrong func(*gas.Terms, *gas.Claim, voucher.Instant) bool) build {
	return rule(func(w *World, r *reference.Rules) {
		right := r.Gas.Reminds
		r.Gas.Reminds = func(t *gas.Terms, c *gas.Claim, now voucher.Instant) bool {
			w.differs(right(t, c, now) != wrong(t, c, now))
			return wrong(t, c, now)
		}
	})
}
