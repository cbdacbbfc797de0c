package reports

import (
	"fmt"
	"io"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Width is the width in characters that tables are laid out for where no
// terminal says otherwise.
const Width = 100

// WriteText writes the run as tables for people, laid out for a width in
// characters, without colours. The last line is "replay hash: " and the hash,
// in every language alike, for programs to read.
func (s *Simulation) WriteText(w io.Writer, l Language, width int) error {
	t := s.in(l)
	if _, err := io.WriteString(w, t.heading(width)); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	for _, e := range t.tables() {
		table := e.onScreen(nil)
		if len(table.Rows) == 0 {
			table = &Table{Title: table.Title, Note: t.say("table.nothing")}
		}
		if err := table.Write(w, width); err != nil {
			return fmt.Errorf("report: %w", err)
		}
		if _, err := io.WriteString(w, "\n"); err != nil {
			return fmt.Errorf("report: %w", err)
		}
	}
	if _, err := io.WriteString(w, "replay hash: "+s.result.Hash+"\n"); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// teller tells one run in one language.
type teller struct {
	*Simulation
	*speech
}

func (s *Simulation) in(l Language) *teller { return &teller{s, newSpeech(l)} }

// in hides Simulation.in: words of the vocabulary are told in the teller's language.
func (t *teller) in(text voucher.Text) string { return t.speech.in(text) }

// tables returns every table in the order of the report. What a scenario leaves
// out has no table.
func (t *teller) tables() []*exhibit {
	all := []*exhibit{t.funnel()}
	for _, p := range t.programmes() {
		all = append(all, t.funnelByTerritory(p))
	}
	all = append(all, t.messages(), t.channels())
	if t.scenario.Runs(voucher.Gas) {
		all = append(all, t.gasMoney())
	}
	if t.scenario.Runs(voucher.Food) {
		all = append(all, t.foodMoney())
	}
	all = append(all, t.refusals())
	if t.scenario.Runs(voucher.Gas) {
		all = append(all, t.centres(), t.providers())
	}
	if t.scenario.Runs(voucher.Food) {
		all = append(all, t.stores(), t.loans(), t.feedback())
	}
	return append(all, t.fraud(), t.tail(), t.checks(), t.size())
}

// programmes returns the programmes that were simulated.
func (t *teller) programmes() (run []voucher.Programme) {
	for _, p := range []voucher.Programme{voucher.Gas, voucher.Food} {
		if t.scenario.Runs(p) {
			run = append(run, p)
		}
	}
	return run
}

// list makes a table of names and one figure each.
func (t *teller) list(id, title string, rows ...[]figureCell) *exhibit {
	e := &exhibit{id: id, title: t.say(title), bare: true}
	e.column(t.say("study.figure"), ofWords)
	e.column(t.say("study.value"), ofCount)
	e.table.rows = rows
	return e
}

// named makes a row of the words of an id and a figure.
func (t *teller) named(id string, cell figureCell) []figureCell {
	return []figureCell{t.text(t.say(id)), cell}
}

// amount is a sum of money that its own cell calls one.
func (t *teller) amount(tiyn int64) figureCell {
	cell := t.paid(tiyn)
	cell.text = t.tenge(tiyn)
	return cell
}
