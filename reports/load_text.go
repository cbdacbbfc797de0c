package reports

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/vouch-kz/vouch/conformance/load"
	"github.com/vouch-kz/vouch/reference/voucher"
)

// loadTold tells a load in one language.
type loadTold struct {
	*speech
	result *load.Result
	width  int
	brush  brush
	out    strings.Builder
}

// rows writes names and their values, broken at blanks.
func (t *loadTold) rows(pairs [][2]string) {
	const column = 24
	indent := strings.Repeat(" ", column)
	for _, pair := range pairs {
		text := Paragraph(pair[1], max(t.width-column, column))
		gap := max(1, column-utf8.RuneCountInString(pair[0]))
		t.out.WriteString(pair[0] + strings.Repeat(" ", gap) + strings.ReplaceAll(text, "\n", "\n"+indent) + "\n")
	}
}

func (t *loadTold) heading() {
	title := t.say("load.title", "Build", clean(t.result.Build))
	t.out.WriteString(t.brush.strong(title) + "\n" + strings.Repeat("═", min(utf8.RuneCountInString(title), t.width)) + "\n\n")
	t.rows(t.facts())
}

// facts are what was loaded, and with what.
func (t *loadTold) facts() [][2]string {
	r := t.result
	address := clean(r.Target)
	if r.Own {
		address = t.say("load.own", "Address", address)
	}
	workload := t.say("load.workload.food", "Families", t.count(int64(r.Families)), "Stores", t.count(int64(r.Stores)))
	if r.Workload == load.Gas {
		workload = t.say("load.workload.gas", "Families", t.count(int64(r.Families)))
	}
	return [][2]string{{t.say("load.target"), address}, {t.say("load.workload"), workload}}
}

// driven are what a drive had before it, and how much of it there was.
func (t *loadTold) driven(d *load.Driven) [][2]string {
	r := t.result
	seconds, seed := t.number(d.Span.Seconds(), 1), strconv.FormatUint(r.Seed, 10)
	plan := t.say("load.plan.open", "Profile", clean(d.Profile), "Arrivals", d.Arrivals, "Seconds", seconds, "Seed", seed, "Digest", d.Digest)
	if r.Closed > 0 {
		plan = t.say("load.plan.closed", "Clients", t.count(int64(r.Closed)), "Seconds", seconds, "Seed", seed)
	}
	all := [][2]string{{t.say("load.plan"), plan},
		{t.say("load.offered"), t.say("load.offered.value", "Planned", t.count(d.Planned), "Offered", t.count(d.Offered), "Completed", t.count(d.Completed),
			"Skipped", t.count(d.Skipped), "Rate", t.number(d.Rate(), 1))},
		{t.say("load.requests"), t.say("load.requests.value", "Requests", t.count(d.Requests), "Rate", t.number(d.RequestRate(), 1), "Errors", t.count(d.Errors),
			"Share", t.percent(d.Errors, d.Requests))}}
	if r.Closed == 0 {
		all = append(all,
			[2]string{t.say("load.waiting"), t.say("load.waiting.value", "InFlight", t.count(d.InFlightMost), "Backlog", t.count(d.BacklogMost), "End", t.count(int64(d.BacklogEnd)))},
			[2]string{t.say("load.lateness"), t.say("load.lateness.value", "P50", t.lasted(d.Lateness.P50), "P99", t.lasted(d.Lateness.P99), "Max", t.lasted(d.Lateness.Max),
				"Processors", t.number(d.Processor, 2))})
	}
	return all
}

// drive tells one drive.
func (t *loadTold) drive(d *load.Driven) error {
	t.rows(t.driven(d))
	t.out.WriteString("\n")
	timings := t.timings(d)
	if err := timings.Write(&t.out, t.width); err != nil {
		return err
	}
	t.out.WriteString("\n")
	outcomes := t.outcomes(d)
	if err := outcomes.Write(&t.out, t.width); err != nil {
		return err
	}
	for _, cause := range t.causes(d) {
		t.out.WriteString(Paragraph(cause, t.width) + "\n")
	}
	t.out.WriteString("\n")
	return nil
}

// causes are the first of each trouble.
func (t *loadTold) causes(d *load.Driven) (all []string) {
	for _, one := range d.Troubles {
		all = append(all, t.say("load.first", "Trouble", string(one.Trouble), "First", clean(one.First)))
	}
	return all
}

// number writes a number with so many decimals.
func (s *speech) number(v float64, places int) string {
	return strings.Replace(strconv.FormatFloat(v, 'f', places, 64), ".", s.decimal, 1)
}

// timings are how long requests took.
func (t *loadTold) timings(d *load.Driven) *Table {
	stepped := false
	for _, one := range d.Timings {
		stepped = stepped || one.Step > 0
	}
	table := &Table{Title: t.say("load.timings")}
	if stepped {
		table.Columns = append(table.Columns, Column{t.say("load.step"), true})
	}
	table.Columns = append(table.Columns, Column{t.say("load.request"), false}, Column{t.say("load.count"), true}, Column{"p50", true}, Column{"p90", true},
		Column{"p99", true}, Column{"p99" + t.decimal + "9", true}, Column{t.say("load.most"), true},
		Column{t.say("load.sent", "What", "p50"), true}, Column{t.say("load.sent", "What", "p99"), true})
	for _, one := range d.Timings {
		var row []string
		if stepped {
			row = append(row, t.number(one.Rate, 0)+"/"+t.say("load.unit.s"))
		}
		response, service := &one.Response, &one.Service
		table.Rows = append(table.Rows, append(row, string(one.Op), t.count(one.N), t.lasted(response.P50), t.lasted(response.P90), t.lasted(response.P99), t.lasted(response.P999),
			t.lasted(response.Max), t.lasted(service.P50), t.lasted(service.P99)))
	}
	return table
}

// outcomes are how requests ended.
func (t *loadTold) outcomes(d *load.Driven) *Table {
	table := &Table{Title: t.say("load.outcomes"), Columns: []Column{{t.say("load.request"), false}, {t.say("load.outcome"), false}, {t.say("load.count"), true}, {t.say("load.share"), true}}}
	all := map[load.Op]int64{}
	for _, c := range d.Outcomes {
		all[c.Op] += c.N
	}
	for _, c := range d.Outcomes {
		table.Rows = append(table.Rows, []string{string(c.Op), clean(c.Word), t.count(c.N), t.percent(c.N, all[c.Op])})
		if c.Op == load.Buy && c.Word == voucher.BalanceSpent.String() && c.N*muchSpent > all[c.Op] {
			table.Note = t.say("load.spent", "Spent", t.percent(c.N, all[c.Op]))
		}
	}
	return table
}

// muchSpent is the part of all purchases above which those that found an empty balance change what was measured.
const muchSpent = 20

// assertionWords are the words of the assertions.
var assertionWords = map[string]string{
	load.WalletsEnd.String(): "load.wallets", load.StoresCredited.String(): "load.stores", load.SumsAgree.String(): "load.sums", load.OncePerKey.String(): "load.once-per-key",
	load.SameAnswer.String(): "load.same-answer", load.RuleHolds.String(): "load.rule", load.NeverBelowZero.String(): "load.never-below-zero", load.InOneOrder.String(): "load.one-order",
}

// moneyTable is what was held against what.
func (t *loadTold) moneyTable() *Table {
	m := t.result.Money
	table := &Table{Title: t.say("load.money"), Columns: []Column{{"", false}, {t.say("load.assertion"), false}, {t.say("load.demand"), false}, {t.say("load.held"), true}, {t.say("load.broken"), true}}}
	for i := range m.Asserted {
		a := &m.Asserted[i]
		mark := good
		switch {
		case a.Broken > 0:
			mark = bad
		case a.Checked == 0:
			mark = none
		}
		table.Rows = append(table.Rows, []string{mark, t.say(assertionWords[a.Assertion]), string(a.Requirement), t.count(a.Checked), t.count(a.Broken)})
	}
	return table
}

// money tells whether the money is right.
func (t *loadTold) money() error {
	m := t.result.Money
	if m == nil {
		return nil
	}
	table := t.moneyTable()
	if err := table.Write(&t.out, t.width); err != nil {
		return err
	}
	t.out.WriteString("\n")
	for i := range m.Asserted {
		for _, sample := range m.Asserted[i].Samples {
			t.out.WriteString(Paragraph(bad+" "+clean(sample), t.width) + "\n")
		}
	}
	t.out.WriteString(Paragraph(t.moneyLine(), t.width) + "\n")
	return nil
}

// moneyLine is the one line about the money.
func (t *loadTold) moneyLine() string {
	m := t.result.Money
	also := ""
	if m.PushedBack > 0 {
		also = t.say("load.line.pushed", "Pushed", t.count(m.PushedBack), "Settled", t.count(m.Settled))
	}
	if m.Unbooked > 0 {
		also += t.say("load.line.unbooked", "Unbooked", t.count(m.Unbooked))
	}
	if m.Gas {
		return t.say("load.line.gas", "Confirmed", t.count(m.Confirmed), "Resolved", t.count(m.Resolved), "Unknown", t.count(m.Unknown)) + also
	}
	return t.say("load.line.food", "Double", t.count(m.DoubleSpends), "Purchases", t.count(m.Purchases), "Linear", t.count(m.Linearizable), "Families", t.count(m.Families),
		"Resolved", t.count(m.Resolved), "Unknown", t.count(m.Unknown)) + also
}

// verdictWords are the words of the verdicts, without that which names its reasons.
var verdictWords = map[load.Verdict]string{load.MoneyWrong: "load.money-wrong", load.CutShort: "load.interrupted",
	load.ObjectiveMissed: "load.objective-missed", load.Reached: "load.reached"}

// highest tells the highest rate, where it was looked for.
func (t *loadTold) highest() string {
	h, word := t.result.Highest, "load.highest"
	if h.Beyond != nil {
		word = "load.highest.beyond"
	}
	if h.Missed > 0 {
		return t.say(word, "Rate", t.number(h.Rate, 0), "Missed", t.number(h.Missed, 0), "Why", t.missed(h), "Tried", t.count(int64(h.Tried)))
	}
	return t.say("load.highest.all", "Rate", t.number(h.Rate, 0), "Tried", t.count(int64(h.Tried)))
}

// objective tells what was asked for, and what was got.
func (t *loadTold) objective(o *load.Objective) string {
	mark := t.brush.green(good)
	if !o.Met {
		mark = t.brush.red(bad)
	}
	return t.say("load.objective", "Mark", mark, "Objective", clean(o.Text), "Got", o.Got)
}

// distrust tells one reason not to trust the run.
func (t *loadTold) distrust(why load.Doubt) string {
	return t.say("load.not-trusted", "Why", t.doubt(&why))
}

// doubt tells what speaks against figures, and whose they are.
func (t *loadTold) doubt(d *load.Doubt) string {
	var figures []string
	for name, text := range d.Figures {
		figures = append(figures, name, clean(text))
	}
	told := t.say("load.doubt."+string(d.Kind), figures...)
	if d.Agent != "" {
		told = t.say("load.doubt.of", "Agent", clean(d.Agent), "Told", told)
	}
	return told
}

// missed tells what the lowest rate missed that was too high: an objective, or this machine was not up to it.
func (t *loadTold) missed(h *load.Highest) string {
	if h.Beyond != nil {
		return t.doubt(h.Beyond)
	}
	return clean(h.Why)
}

// verdict tells the objectives and how the run ended.
func (t *loadTold) verdict() {
	r := t.result
	if r.Highest != nil {
		t.out.WriteString(Paragraph(t.highest(), t.width) + "\n")
	}
	for i := range r.Objectives {
		t.out.WriteString(t.objective(&r.Objectives[i]) + "\n")
	}
	verdict := r.Verdict()
	for _, why := range r.Because {
		t.out.WriteString(t.brush.yellow(Paragraph(t.distrust(why), t.width)) + "\n")
	}
	if word := verdictWords[verdict]; word != "" {
		paint := t.brush.green
		if verdict != load.Reached {
			paint = t.brush.red
		}
		fmt.Fprintln(&t.out, paint(t.say(word)))
	}
}
