package reports

import "github.com/vouch-kz/vouch/conformance/load"

// agents are what each of several agents did by itself; nil where one process drove. One
// that was lost has no figures.
func (t *loadTold) agents() *Table {
	r := t.result
	if len(r.Agents) == 0 {
		return nil
	}
	people := t.say("load.agents.families")
	if r.Workload == load.Gas {
		people = t.say("load.agents.recipients")
	}
	table := &Table{Title: t.say("load.agents"), Columns: []Column{{"", false}, {t.say("load.agents.agent"), false}, {people, true}, {t.say("load.agents.planned"), true},
		{t.say("load.agents.answered"), true}, {"p50", true}, {"p99", true}, {t.say("load.sent", "What", "p99"), true}, {t.say("load.agents.late"), true},
		{t.say("load.agents.processors"), true}, {t.say("load.agents.clock"), true}}}
	for i := range r.Agents {
		a := &r.Agents[i]
		mark, row := good, []string{clean(a.Name), t.count(int64(a.Families))}
		if a.Lost != "" {
			mark = bad
		}
		if d := a.Driven; d == nil {
			row = append(row, t.say("load.agents.lost"), none, none, none, none, none, none)
		} else {
			response, service, _ := d.Whole(load.Journey)
			row = append(row, t.count(d.Planned), t.count(d.Completed), t.lasted(response.P50), t.lasted(response.P99), t.lasted(service.P99), t.lasted(d.Lateness.P99), t.number(d.Processor, 2))
		}
		table.Rows = append(table.Rows, append(append([]string{mark}, row...), t.lasted(a.Uncertain+a.Drift.Abs())))
	}
	table.Note = t.say("load.agents.spread", "Spread", t.lasted(r.StartSpread))
	return table
}
