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
	t := &teller{Simulation: s, speech: newSpeech(l)}
	if _, err := io.WriteString(w, t.heading(width)); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	for _, table := range t.tables() {
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

// tables returns every table in the order of the report. What a scenario leaves
// out has no table.
func (t *teller) tables() []*Table {
	all := []*Table{t.funnel()}
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

// list makes a table of names and values without a header.
func (t *teller) list(title string, rows ...[]string) *Table {
	return &Table{Title: t.say(title), Columns: []Column{{}, {Right: true}}, Rows: rows}
}

// named makes a row of the words of an id and a value.
func (t *teller) named(id, value string) []string { return []string{t.say(id), value} }
