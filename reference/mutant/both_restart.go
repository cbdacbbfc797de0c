package mutant

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/vouch-kz/vouch/reference"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// bothRestart are builds that are right until they are started again.
var bothRestart = []Mutant{
	{
		ID: "both-restart-forgets-the-last-command", Requirement: "BOTH-RETRY-001", Also: breaks("BOTH-JOURNAL-001"), Restarts: true,
		Title: voucher.Text{En: "a restart forgets the command that was acknowledged last", Ru: "перезапуск забывает последнюю подтверждённую команду", Kk: "қайта іске қосу соңғы расталған команданы ұмытады"},
		build: build{way: Wrapper, restarting: forgetsSince(func(voucher.Command) bool { return true }), keepsBack: lastWrite},
	},
	{
		ID: "both-restart-forgets-the-last-second", Requirement: "BOTH-RETRY-001", Also: breaks("BOTH-JOURNAL-001"), Restarts: true,
		Title: voucher.Text{En: "a restart forgets everything since the clock last moved", Ru: "перезапуск забывает всё с последнего хода часов", Kk: "қайта іске қосу сағаттың соңғы жылжуынан бергінің бәрін ұмытады"},
		build: build{way: Wrapper, restarting: forgetsSince(func(voucher.Command) bool { return false }), keepsBack: lastSecond},
	},
	{
		ID: "both-restart-forgets-the-keys", Requirement: "BOTH-RETRY-001", Also: breaks("BOTH-JOURNAL-001"), Restarts: true,
		Title: voucher.Text{En: "a restart forgets the keys: a command sent again afterwards is carried out again", Ru: "перезапуск забывает ключи: повторённая после него команда выполняется ещё раз", Kk: "қайта іске қосу кілттерді ұмытады: кейін қайталанған команда тағы орындалады"},
		build: build{way: Wrapper, restarting: forgetsKeys},
	},
	{
		ID: "gas-restart-forgets-the-reminders", Requirement: "GAS-REMINDER-001", Restarts: true,
		Title: voucher.Text{En: "a restart forgets the reminders that are still to go", Ru: "перезапуск забывает ещё не отправленные напоминания", Kk: "қайта іске қосу әлі жіберілмеген еске салуларды ұмытады"},
		build: build{way: Wrapper, restarting: forgetsDue(func(e *voucher.Event) bool {
			return e.Kind == voucher.MessageSent && e.Programme == voucher.Gas && e.Code == uint8(voucher.Reminder)
		})},
	},
	{
		ID: "gas-restart-forgets-the-unacknowledged-list", Requirement: "GAS-DISPATCH-001", Restarts: true,
		Title: voucher.Text{En: "after a restart a list that nobody acknowledged is sent once and not again", Ru: "после перезапуска неподтверждённый список отправляется один раз и не повторяется", Kk: "қайта іске қосқаннан кейін расталмаған тізім бір рет жіберіліп, қайталанбайды"},
		build: build{way: Wrapper, restarting: forgetsDue(func(e *voucher.Event) bool { return e.Kind == voucher.ListSent })},
	},
	{
		ID: "food-restart-forgets-the-reports", Requirement: "FOOD-REPORT-001", Restarts: true,
		Title: voucher.Text{En: "after a restart no day is reported any more", Ru: "после перезапуска отчёты о днях больше не передаются", Kk: "қайта іске қосқаннан кейін күндік есептер енді тапсырылмайды"},
		build: build{way: Wrapper, restarting: forgetsDue(func(e *voucher.Event) bool { return e.Kind == voucher.DayReported })},
	},
}

// restarting is a machine that can be started again, wrongly.
type restarting struct {
	around
	again func(ctx context.Context) error
}

// Restart stops a system that this world made and starts it again, in the mutant's way.
// A system of a mutant that is wrong in another way is errors.ErrUnsupported: what its
// wrong code remembers is kept nowhere.
func (w *World) Restart(ctx context.Context, s voucher.System) error {
	r, ok := s.(*restarting)
	if !ok {
		return fmt.Errorf("mutant %s is not started again: %w", w.mutant.ID, errors.ErrUnsupported)
	}
	return r.again(ctx)
}

// starter makes a system that is wrong only after a restart.
type starter = func(w *World, m *reference.Machine, s *voucher.Setup) *restarting

// forgetsSince keeps on disk what was before the last call: the clock's moves always,
// and commands where each says so.
func forgetsSince(each func(voucher.Command) bool) starter {
	return func(w *World, m *reference.Machine, s *voucher.Setup) *restarting {
		kept := m.Snapshot()
		r := &restarting{around: around{inner: m}}
		r.do = func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
			if each(cmd) {
				kept = m.Snapshot()
			}
			return m.Do(ctx, cmd)
		}
		r.advance = func(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
			events, err := m.Advance(ctx, to)
			kept = m.Snapshot()
			return events, err
		}
		r.again = func(context.Context) error {
			fresh, err := reference.Restore(s, kept)
			if err != nil {
				return err
			}
			w.differs(!bytes.Equal(kept, m.Snapshot()))
			*m = *fresh
			return nil
		}
		return r
	}
}

// forgetsKeys carries a command out anew that was sent before the last restart.
func forgetsKeys(w *World, m *reference.Machine, _ *voucher.Setup) *restarting {
	now, seen, old, fresh := map[sender]voucher.Key{}, map[sender]bool{}, map[sender]bool{}, freshKeys()
	r := &restarting{around: around{inner: m}}
	r.do = func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
		who := senderOf(cmd)
		key, anew := now[who]
		if !anew && w.differs(old[who]) {
			key, anew = fresh(), true
			now[who] = key
		}
		if anew {
			return under(ctx, m, cmd, key)
		}
		o, err := m.Do(ctx, cmd)
		if err == nil && keeps(o.Refusal) {
			seen[who] = true
		}
		return o, err
	}
	r.again = func(ctx context.Context) error {
		for who := range seen {
			old[who] = true
		}
		clear(now)
		return reference.World{}.Restart(ctx, m)
	}
	return r
}

// forgetsDue does some due work no more after a restart: an SMS or a report is lost, a
// list is put off for good.
func forgetsDue(which func(e *voucher.Event) bool) starter {
	return func(w *World, m *reference.Machine, _ *voucher.Setup) *restarting {
		r := &restarting{around: around{inner: m}}
		started := false
		m.Filter(func(e voucher.Event, pass func(voucher.Event)) {
			wrong := w.differs(started && which(&e))
			switch {
			case wrong && (e.Kind == voucher.MessageSent || e.Kind == voucher.DayReported):
				return
			case wrong:
				e.Until = e.At.Plus(farOff)
			}
			pass(e)
		})
		r.again = func(ctx context.Context) error {
			started = true
			return reference.World{}.Restart(ctx, m)
		}
		return r
	}
}
