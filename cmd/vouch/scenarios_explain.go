package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

func newScenariosExplain() *cobra.Command {
	var language string
	var paths []string
	for _, l := range scenarios.Levers() {
		paths = append(paths, cobra.CompletionWithDesc(l.Path, l.Label.En))
	}
	for _, c := range scenarios.Compounds() {
		paths = append(paths, cobra.CompletionWithDesc(c.Path, c.Label.En))
	}
	cmd := &cobra.Command{
		Use:   "explain [PATH]",
		Short: "Say what a value is: unit, bounds, source, and what it is now",
		Long: `Say what can be changed under a path: what it is called, how it is written, its
bounds, where it is from and what it is now. Without a path all are listed, one a
line: the path, unit, bounds, source and name; what takes several fields, such as an
event, stands below, with the names of its fields.`,
		Example: `  vouch scenarios explain food.mrp_per_member
  vouch scenarios explain gas_consent.accept_first --lang kk
  vouch scenarios explain events.sms_outage
  vouch scenarios explain | grep reminder`,
		ValidArgsFunction: cobra.FixedCompletions(paths, cobra.ShellCompDirectiveNoFileComp),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch len(args) {
			case 0:
				return write(cmd, leverTable(language))
			case 1:
				if c, ok := scenarios.FindCompound(args[0]); ok {
					return write(cmd, explainedCompound(&c, language))
				}
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
	for _, c := range scenarios.Compounds() {
		var names []string
		for _, f := range c.Fields {
			names = append(names, f.Name)
		}
		fmt.Fprintf(&b, "%s\t%s\t\t%s\t%s\n", c.Path, strings.Join(names, " "), c.Source, c.Label.In(language))
	}
	return b.String()
}

// words of an explanation, in each language.
var explanation = struct{ written, bounds, regional, source, now, behaviour, also, usual, must, note voucher.Text }{
	written:   voucher.Text{En: "written as", Ru: "записывается как", Kk: "жазылуы"},
	bounds:    voucher.Text{En: "bounds", Ru: "границы", Kk: "шектері"},
	regional:  voucher.Text{En: "may differ by territory", Ru: "может различаться по территориям", Kk: "аумақ бойынша әртүрлі бола алады"},
	source:    voucher.Text{En: "source", Ru: "источник", Kk: "дереккөз"},
	now:       voucher.Text{En: "now", Ru: "сейчас", Kk: "қазір"},
	behaviour: voucher.Text{En: "an assumption on behaviour", Ru: "допущение о поведении", Kk: "мінез-құлық туралы болжам"},
	usual:     voucher.Text{En: "where it is left out", Ru: "если не указано", Kk: "көрсетілмесе"},
	must:      voucher.Text{En: "must be written", Ru: "указать обязательно", Kk: "міндетті түрде көрсетіледі"},
	note:      voucher.Text{En: "note", Ru: "примечание (по-английски)", Kk: "ескертпе (ағылшынша)"},
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
	"territory":    {En: "a КАТО code (of the state classifier of territories)", Ru: "код КАТО", Kk: "КАТО коды"},
	"territories":  {En: "a list of КАТО codes (of the state classifier of territories)", Ru: "список кодов КАТО", Kk: "КАТО кодтарының тізімі"},
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
		if note := l.Note.In(language); note != "" {
			line(explanation.note, "%s", note)
		}
		line(explanation.now, "%s", scenarios.BaseAssumptions().Written(l.Path))
		return b.String()
	}
	for _, d := range ruleValues(l.Parameter) {
		line(explanation.now, "%s, %s, @%v (%s)", l.Write(d.Value), d.Territory, d.From, d.Source)
	}
	return b.String()
}

// usually are the words that stand for a field that is left out.
var usually = map[string]voucher.Text{
	"all":           {En: "all", Ru: "все", Kk: "барлығы"},
	"the beginning": {En: "the beginning", Ru: "с самого начала", Kk: "басынан бастап"},
}

// explainedCompound says what takes several fields, and each of them.
func explainedCompound(c *scenarios.Compound, language string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n  %s\n", c.Path, c.Label.In(language), c.Note.In(language))
	fmt.Fprintf(&b, "  %s: %s\n", explanation.source.In(language), c.Source)
	for i := range c.Fields {
		f := &c.Fields[i]
		fmt.Fprintf(&b, "  %s: %s", f.Name, f.Label.In(language))
		if f.Unit == "store_kind" {
			fmt.Fprintf(&b, "; %s", strings.Join(storeKindsIn(language), ", "))
		} else {
			fmt.Fprintf(&b, "; %s", writtenAs[f.Unit].In(language))
		}
		if f.Max > 0 {
			fmt.Fprintf(&b, ", %s … %s", f.Write(f.Min), f.Write(f.Max))
		}
		switch {
		case f.Must:
			fmt.Fprintf(&b, "; %s", explanation.must.In(language))
		case f.Default != "":
			usual := f.Default
			if word, ok := usually[usual]; ok {
				usual = word.In(language)
			}
			fmt.Fprintf(&b, "; %s: %s", explanation.usual.In(language), usual)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// storeKindsIn lists the words for kinds of store with what they mean.
func storeKindsIn(language string) (all []string) {
	for _, k := range scenarios.StoreKinds() {
		all = append(all, k.Word+" ("+k.Name.In(language)+")")
	}
	return all
}
