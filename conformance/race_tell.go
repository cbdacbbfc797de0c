package conformance

import (
	"fmt"
	"io"

	"github.com/anishathalye/porcupine"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// How a lost race is told: the call that no order explains, those that were under
// way with it, what the money says, and a picture of all of it.

// raceFinding tells the call that no order explains.
func raceFinding(w int, told *Told, found *ordered) Finding {
	shown, step := arranged(told, found.step)
	return Finding{Verdict: Fail, World: w, Step: step, shown: shown, Expected: []string{found.want}, Got: answerLines(&told.Entries[found.step]),
		Because: whyNoOrder(told, found.step)}
}

// arranged are the steps of a round as they are told: what led there, what was
// under way with the wrong call, the call most like it last, and then that call.
func arranged(told *Told, wrong int) (shown *Told, step int) {
	shown = &Told{Label: told.Label, History: voucher.History{Setup: told.Setup}}
	take := func(i int) {
		shown.Entries, shown.Spans = append(shown.Entries, told.Entries[i]), append(shown.Spans, told.Spans[i])
	}
	window := told.Spans[wrong].Window
	rival := rivalOf(told, wrong)
	for i := range told.Entries {
		s := &told.Spans[i]
		looks := s.Window != 0 && told.Entries[i].Query != nil // it changes nothing
		if i != wrong && i != rival && !looks && s.Call <= told.Spans[wrong].Return && (i < wrong || s.Window == window) {
			take(i)
		}
	}
	if rival >= 0 {
		take(rival)
	}
	take(wrong)
	return shown, len(shown.Entries) - 1
}

// rivalOf is the call that most likely explains a wrong one: it was under way at the
// same time, was accepted, and is of the same kind if any is; -1 for none.
func rivalOf(told *Told, wrong int) int {
	rival := -1
	kind := entryWord(&told.Entries[wrong])
	for i := range told.Entries {
		e := &told.Entries[i]
		if !overlap(&told.Spans[i], &told.Spans[wrong]) || e.Command == nil || e.Outcome.Refusal != nil {
			continue
		}
		if rival < 0 || (entryWord(e) == kind && entryWord(&told.Entries[rival]) != kind) {
			rival = i
		}
	}
	return rival
}

// whyNoOrder says why no order explains a call, and what the money says to it.
func whyNoOrder(told *Told, wrong int) voucher.Text {
	why := voucher.Text{
		En: "of calls that are under way at the same time one has to come first; in whichever order they are done, this answer is wrong",
		Ru: "из одновременных вызовов один должен быть первым; в каком бы порядке они ни выполнялись, этот ответ неверен",
		Kk: "бір мезгілдегі шақырулардың біреуі бірінші болуы тиіс; олар қандай ретпен орындалса да, бұл жауап қате",
	}
	if told.Spans[wrong].Window == 0 {
		why = voucher.Text{
			En: "no order of the calls that raced before leaves what this shows: something was lost, or done twice",
			Ru: "никакой порядок предшествующих одновременных вызовов не даёт того, что здесь показано: что-то потеряно или выполнено дважды",
			Kk: "алдыңғы бір мезгілдегі шақырулардың ешқандай реті мұнда көрсетілген нәтижені бермейді: бірдеңе жоғалған немесе екі рет орындалған",
		}
	}
	given, spent, seen := moneyTold(told)
	if !seen || given == spent {
		return why
	}
	money := filled(voucher.Text{
		En: "; answers gave %s, %s are booked as spent", Ru: "; по ответам дано %s, учтено как потраченное %s", Kk: "; жауаптар бойынша %s берілген, жұмсалған деп %s есептелген",
	}, quotation(given.String()), quotation(spent.String()))
	return voucher.Text{En: why.En + money.En, Ru: why.Ru + money.Ru, Kk: why.Kk + money.Kk}
}

// moneyTold sums up what the answers of a round gave, less what they took back, and
// what the sums read last say to be spent. A repeated key counts once.
func moneyTold(told *Told) (given, spent voucher.Money, seen bool) {
	answered := map[voucher.Header]bool{}
	for i := range told.Entries {
		e := &told.Entries[i]
		switch {
		case e.Record.Ledger != nil:
			spent, seen = e.Record.Ledger.Spent, true
		case e.Command == nil || e.Err != "" || e.Outcome.Refusal != nil || answered[*e.Command.Head()]:
			continue
		}
		if e.Command == nil {
			continue
		}
		switch e.Command.(type) {
		case *voucher.Purchase:
			given += e.Outcome.Result.Amount
		case *voucher.Refund, *voucher.Reverse:
			given -= e.Outcome.Result.Amount
		}
		answered[*e.Command.Head()] = true
	}
	return given, spent, seen
}

// RacePicture writes a page of its own for a browser: the calls of the round in which
// a race was lost, as they overlapped, and the orders that were tried. It is an error
// for a result whose failure has no spans.
func RacePicture(w io.Writer, r *Result) error {
	if r.Failure == nil || r.Failure.Spans == nil || r.Failure.transcript == nil {
		return fmt.Errorf("%s lost no race that could be drawn", r.Check)
	}
	told := r.Failure.transcript.Worlds[0]
	found := order(told, searchFor)
	if err := porcupine.Visualize(orderModel(&told.Setup), found.info, w); err != nil {
		return fmt.Errorf("%s: picture: %w", r.Check, err)
	}
	return nil
}
