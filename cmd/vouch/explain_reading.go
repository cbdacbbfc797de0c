package main

import (
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
	"github.com/vouch-kz/vouch/scenarios"
)

// legendOfDefault says what the mark beside a choice means.
var legendOfDefault = voucher.Text{
	En: "* the default: how a build is read that declares nothing else in its capabilities",
	Ru: "* по умолчанию: так понимается система, не заявившая иного в сведениях о возможностях",
	Kk: "* әдепкі таңдау: мүмкіндіктер туралы мәліметте басқасын мәлімдемеген жүйе солай түсініледі",
}

// marked are the choices of a reading, the default with its mark.
func marked(r voucher.Reading) []string {
	choices := r.Choices()
	choices[voucher.Default] += " *"
	return choices
}

// sentences writes a demand, each sentence below how firmly it binds and where it comes
// from where they differ in that.
func (e *explainer) sentences(row *scenarios.Requirement) {
	all := row.Sentences()
	if len(all) == 1 {
		e.line("%s", row.Statement.In(e.lang))
		return
	}
	for i := range all {
		e.line("  [%s] %s", reports.SentenceHead(reports.Language(e.lang), &all[i]), all[i].Text.In(e.lang))
	}
}

// reading writes a question that the texts leave open, and a sentence for each choice.
func (e *explainer) reading(r voucher.Reading) {
	question := r.Question()
	e.line("%s  %s", r, question.In(e.lang))
	for i, choice := range marked(r) {
		text := r.ChoiceText(i)
		e.line("  %s: %s", choice, text.In(e.lang))
	}
	e.line("%s", legendOfDefault.In(e.lang))
	rows, err := scenarios.Requirements()
	if err != nil {
		panic("vouch: " + err.Error())
	}
	var demands []string
	for i := range rows {
		if row := &rows[i]; slices.Contains(row.Readings, r.String()) {
			demands = append(demands, string(row.ID)+"  "+row.Statement.In(e.lang))
		}
	}
	e.under(headDemands, demands)
}

// territory writes what a code of a place stands for, false for a word that is none.
func (e *explainer) territory(code string) bool {
	for _, line := range listTerritories(e.lang) {
		if line.id == code {
			e.line("%s  %s", line.id, line.what)
			return true
		}
	}
	return false
}
