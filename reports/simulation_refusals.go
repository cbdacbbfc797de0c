package reports

import (
	"cmp"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// refusals tells why commands were refused, the commonest reason first, each
// with the command that met it most often.
func (t *teller) refusals() *exhibit {
	type reason struct {
		reason voucher.Reason
		most   voucher.CommandKind
		n      int64
	}
	var met []reason
	for _, r := range voucher.AllReasons() {
		found, most := reason{reason: r}, int64(0)
		for _, k := range voucher.CommandKinds() {
			n := t.totals.Answers(k, r)
			found.n += n
			if n > most {
				found.most, most = k, n
			}
		}
		if found.n > 0 {
			met = append(met, found)
		}
	}
	refused, asked := t.commandsAsked()
	slices.SortStableFunc(met, func(a, b reason) int { return cmp.Compare(b.n, a.n) })
	e := &exhibit{
		id: "refusals", title: t.say("refusals.title"),
		note: t.say("refusals.note", "Refused", t.count(refused), "Asked", t.count(asked), "Share", t.percent(refused, asked)),
	}
	e.column(t.say("refusals.reason"), ofWords)
	e.column(t.say("refusals.command"), ofWords)
	e.column(t.say("refusals.count"), ofCount)
	e.column(t.say("table.share"), ofPercent)
	for _, r := range met {
		e.row(t.text(t.in(r.reason.Text())), t.text(t.say("command."+r.most.String())), t.counted(r.n), t.shareOf(r.n, refused))
	}
	e.table.foot = []figureCell{t.text(t.say("table.total")), t.text(""), t.counted(refused), t.shareOf(refused, refused)}
	return e
}

// commandsAsked is how many commands were refused, of how many in all.
func (s *Simulation) commandsAsked() (refused, all int64) {
	for _, k := range voucher.CommandKinds() {
		all += s.totals.Answers(k, 0)
		for _, r := range voucher.AllReasons() {
			refused += s.totals.Answers(k, r)
		}
	}
	return refused, all + refused
}

// fraud tells what was tried against the rules, and whether all was refused.
func (t *teller) fraud() *exhibit {
	e := &exhibit{id: "fraud", title: t.say("fraud.title")}
	e.column(t.say("fraud.kind"), ofWords)
	e.column(t.say("fraud.tried"), ofCount)
	e.column(t.say("fraud.refused"), ofCount)
	all, stopped := int64(0), int64(0)
	for _, kind := range simulator.Frauds() {
		tried, refused := t.totals.Attempts(kind)
		all, stopped = all+tried, stopped+refused
		e.row(t.text(t.say("fraud."+kind.String())), t.counted(tried), t.counted(refused))
	}
	e.table.foot = []figureCell{t.text(t.say("table.total")), t.counted(all), t.counted(stopped)}
	return e
}

// checks tells which identities were checked and, where one is broken, how.
func (t *teller) checks() *exhibit {
	e := &exhibit{id: "identities", title: t.say("checks.title"), bare: true}
	e.column(t.say("study.identity"), ofWords)
	for _, id := range []string{
		"checks.credited", "checks.stores", "checks.recovered", "checks.receipts", "checks.loans", "checks.fraud", "checks.negative",
	} {
		e.row(t.text(t.say(id)))
	}
	if len(t.faults) == 0 {
		e.note = t.say("checks.hold")
		return e
	}
	e.note = t.sayCount("checks.broken", int64(len(t.faults)))
	for _, fault := range t.faults {
		e.note += "\n" + fault
	}
	return e
}
