package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/gas"
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

func newScenariosResolve() *cobra.Command {
	return &cobra.Command{
		Use:   "resolve SCENARIO",
		Short: "Print every value of a scenario with the file and line it comes from",
		Long: `Print what a scenario and all that it extends say, flattened: each value that
counts, the file and line where it stands, and under it those whose place it took.
What no file names is as in the rules and in the assumptions of vouch.`,
		Args: exactly(1, "one file or id"),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := openScenario(args[0])
			if err != nil {
				return err
			}
			return write(cmd, resolved(s))
		},
	}
}

// resolved tells the values of a scenario as a table.
func resolved(s *scenarios.Scenario) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", s.ID, s.Title.En)
	fmt.Fprintf(&b, "lived from %v to %v\n", s.From, s.To)
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, v := range s.Values() {
		fmt.Fprintf(w, "%s\t%s\t%s:%d\n", keyOf(&v), v.Text, v.File, v.Line)
		for _, o := range v.Over {
			fmt.Fprintf(w, "  in place of\t%s\t%s:%d\n", o.Text, o.File, o.Line)
		}
	}
	if err := w.Flush(); err != nil {
		panic("vouch: " + err.Error()) // a builder takes all
	}
	b.WriteString("all else: the rules, and policy/assumptions.yaml\n")
	return b.String()
}

// keyOf is the key of a value with its territory and its day.
func keyOf(v *scenarios.Value) string {
	key := v.Key()
	if v.From != 0 {
		key += "@" + v.From.String()
	}
	if v.Territory != voucher.Country {
		key += " for " + v.Territory.String()
	}
	return key
}

// ruleValues are the values of the rules, dated and sourced.
func ruleValues(p voucher.Parameter) (all []voucher.Dated) {
	for _, d := range append(gas.Parameters(), food.Parameters()...) {
		if d.Parameter == p {
			all = append(all, d)
		}
	}
	return all
}

func newScenariosExplain() *cobra.Command {
	var language string
	var paths []string
	for _, l := range scenarios.Levers() {
		paths = append(paths, cobra.CompletionWithDesc(l.Path, l.Label.En))
	}
	cmd := &cobra.Command{
		Use:   "explain [PATH]",
		Short: "Say what a value is: unit, bounds, source, and what it is now",
		Long: `Say what can be changed under a path: what it is called, how it is written, its
bounds, where it is from and what it is now. Without a path all are listed, one a
line: the path, unit, bounds, source and name.`,
		Example: `  vouch scenarios explain food.mrp_per_member
  vouch scenarios explain gas_consent.accept_first --lang kk
  vouch scenarios explain | grep reminder`,
		ValidArgsFunction: cobra.FixedCompletions(paths, cobra.ShellCompDirectiveNoFileComp),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch len(args) {
			case 0:
				return write(cmd, leverTable(language))
			case 1:
				lever, near, ok := scenarios.FindLever(args[0])
				if ok {
					return write(cmd, explained(&lever, language))
				}
				if near != "" {
					near = "; did you mean " + near + "?"
				} else {
					near = "; vouch scenarios explain lists the paths"
				}
				return misuse("%q is no path%s", args[0], near)
			}
			return misuse("one path is explained at a time, and %d were given", len(args))
		},
	}
	addLanguage(cmd, &language)
	return cmd
}

// leverTable lists all levers.
func leverTable(language string) string {
	var b strings.Builder
	for _, l := range scenarios.Levers() {
		fmt.Fprintf(&b, "%s\t%s\t%s…%s\t%s\t%s\n", l.Path, l.Unit, l.Write(l.Min), l.Write(l.Max), l.Source, l.Label.In(language))
	}
	return b.String()
}

// words of an explanation, in each language.
var explanation = struct{ written, bounds, regional, source, now, behaviour, also voucher.Text }{
	written:   voucher.Text{En: "written as", Ru: "записывается как", Kk: "жазылуы"},
	bounds:    voucher.Text{En: "bounds", Ru: "границы", Kk: "шектері"},
	regional:  voucher.Text{En: "may differ by territory", Ru: "может различаться по территориям", Kk: "аумақ бойынша әртүрлі бола алады"},
	source:    voucher.Text{En: "source", Ru: "источник", Kk: "дереккөз"},
	now:       voucher.Text{En: "now", Ru: "сейчас", Kk: "қазір"},
	behaviour: voucher.Text{En: "an assumption on behaviour", Ru: "допущение о поведении", Kk: "мінез-құлық туралы болжам"},
	also:      voucher.Text{En: "or", Ru: "или", Kk: "немесе"},
}

// parts is how the shares of assumptions are written.
var parts = voucher.Text{En: "parts of a million", Ru: "миллионные доли", Kk: "миллиондық үлес"}

// writtenAs is how the values of a unit are written.
var writtenAs = map[string]voucher.Text{
	"date":         {En: "a day", Ru: "дата", Kk: "күні"},
	"day_of_month": {En: "a day of the month", Ru: "день месяца", Kk: "ай күні"},
	"month_day":    {En: "month and day", Ru: "месяц и день", Kk: "ай мен күн"},
	"days":         {En: "a number of days", Ru: "число дней", Kk: "күн саны"},
	"hours":        {En: "a number of hours", Ru: "число часов", Kk: "сағат саны"},
	"minutes":      {En: "a number of minutes", Ru: "число минут", Kk: "минут саны"},
	"seconds":      {En: "a number of seconds", Ru: "число секунд", Kk: "секунд саны"},
	"count":        {En: "a whole number", Ru: "целое число", Kk: "бүтін сан"},
	"milli":        {En: "thousandths", Ru: "тысячные доли", Kk: "мыңдық үлес"},
	"tiyn":         {En: "a sum of money", Ru: "сумма денег", Kk: "ақша сомасы"},
	"ppm":          {En: "a decimal", Ru: "десятичная дробь", Kk: "ондық бөлшек"},
	"m3/1000":      {En: "cubic metres", Ru: "кубометры", Kk: "текше метр"},
	"switch":       {En: "true or false", Ru: "true (да) или false (нет)", Kk: "true (иә) немесе false (жоқ)"},
	"edition":      {En: "the number of an edition", Ru: "номер редакции", Kk: "редакция нөмірі"},
	"weights":      {En: "a list of weights", Ru: "список весов", Kk: "салмақтар тізімі"},
}

// explained says what a lever is.
func explained(l *scenarios.Lever, language string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n", l.Path, l.Label.In(language))
	_, example := l.Written()
	noun := writtenAs[l.Unit].In(language)
	line := func(word voucher.Text, format string, args ...any) {
		fmt.Fprintf(&b, "  %s: %s\n", word.In(language), fmt.Sprintf(format, args...))
	}
	if l.Places > 0 {
		noun += fmt.Sprintf(" × %d", l.Places)
	} else if example != "" {
		if !l.Policy && l.Unit == "ppm" {
			noun = parts.In(language)
		}
		noun += ", " + example
	}
	if m := l.Money(); m != "" {
		noun += fmt.Sprintf("; %s {%s: 1.5}", explanation.also.In(language), m)
	}
	line(explanation.written, "%s", noun)
	line(explanation.bounds, "%s … %s", l.Write(l.Min), l.Write(l.Max))
	line(explanation.source, "%s", l.Source)
	if l.Regional {
		fmt.Fprintf(&b, "  %s\n", explanation.regional.In(language))
	}
	if !l.Policy {
		fmt.Fprintf(&b, "  %s\n", explanation.behaviour.In(language))
		if l.Note != "" {
			fmt.Fprintf(&b, "  %s\n", l.Note)
		}
		line(explanation.now, "%s", assumed(l.Path))
		return b.String()
	}
	for _, d := range ruleValues(l.Parameter) {
		line(explanation.now, "%s, %s, @%v (%s)", l.Write(d.Value), d.Territory, d.From, d.Source)
	}
	return b.String()
}

// assumed is an assumption as a file writes it.
func assumed(path string) string {
	base := scenarios.BaseAssumptions()
	if v, ok := base.Int(path); ok {
		return fmt.Sprint(v)
	}
	list, _ := base.Weights(path)
	return strings.ReplaceAll(fmt.Sprint(list), " ", ", ")
}
