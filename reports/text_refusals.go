package reports

import (
	"cmp"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// refusals tells why commands were refused, the commonest reason first, each
// with the command that met it most often.
func (t *teller) refusals() *Table {
	type reason struct {
		reason voucher.Reason
		most   voucher.CommandKind
		n      int64
	}
	var met []reason
	refused, asked := int64(0), int64(0)
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
		refused += found.n
	}
	for _, k := range voucher.CommandKinds() {
		asked += t.totals.Answers(k, 0)
	}
	asked += refused
	slices.SortStableFunc(met, func(a, b reason) int { return cmp.Compare(b.n, a.n) })
	table := &Table{
		Title: t.say("refusals.title"),
		Columns: []Column{
			{Title: t.say("refusals.reason")}, {Title: t.say("refusals.command")},
			{Title: t.say("refusals.count"), Right: true}, {Title: t.say("table.share"), Right: true},
		},
		Note: t.say("refusals.note", "Refused", t.count(refused), "Asked", t.count(asked), "Share", t.percent(refused, asked)),
	}
	for _, r := range met {
		table.Rows = append(table.Rows, []string{t.in(r.reason.Text()), t.say("command." + r.most.String()), t.count(r.n), t.percent(r.n, refused)})
	}
	table.Footer = []string{t.say("table.total"), "", t.count(refused), t.percent(refused, refused)}
	return table
}

// fraud tells what was tried against the rules, and whether all was refused.
func (t *teller) fraud() *Table {
	table := &Table{
		Title: t.say("fraud.title"),
		Columns: []Column{
			{Title: t.say("fraud.kind")}, {Title: t.say("fraud.tried"), Right: true}, {Title: t.say("fraud.refused"), Right: true},
		},
	}
	all, stopped := int64(0), int64(0)
	for _, kind := range simulator.Frauds() {
		tried, refused := t.totals.Attempts(kind)
		all, stopped = all+tried, stopped+refused
		table.Rows = append(table.Rows, []string{t.say("fraud." + kind.String()), t.count(tried), t.count(refused)})
	}
	table.Footer = []string{t.say("table.total"), t.count(all), t.count(stopped)}
	return table
}

// checks tells which identities were checked and, where one is broken, how.
func (t *teller) checks() *Table {
	table := &Table{Title: t.say("checks.title"), Columns: []Column{{}}, Rows: [][]string{
		{t.say("checks.credited")}, {t.say("checks.stores")}, {t.say("checks.recovered")}, {t.say("checks.receipts")},
		{t.say("checks.loans")}, {t.say("checks.fraud")}, {t.say("checks.negative")},
	}}
	if len(t.faults) == 0 {
		table.Note = t.say("checks.hold")
		return table
	}
	table.Note = t.sayCount("checks.broken", int64(len(t.faults)))
	for _, fault := range t.faults {
		table.Note += "\n" + fault
	}
	return table
}
