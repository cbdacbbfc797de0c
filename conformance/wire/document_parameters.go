package wire

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// standardValues are the dated values of all parameters, for people who write a
// build; no code decides by them. A test holds them to the rules' own.
//
//go:embed values.csv
var standardValues string

// dated is one row of the values.
type dated struct {
	path, territory, from, value string
}

// values reads the rows of values.csv, its heading left out.
func values() (rows []dated) {
	for i, line := range strings.Split(strings.TrimSpace(standardValues), "\n") {
		cells := strings.Split(line, ",")
		if len(cells) != 4 {
			panic(fmt.Sprintf("wire: values.csv:%d has %d cells, not 4", i+1, len(cells)))
		}
		if i > 0 {
			rows = append(rows, dated{cells[0], cells[1], cells[2], cells[3]})
		}
	}
	return rows
}

// parameterTable is the table of parameters for programs.
func parameterTable() (rows []any) {
	all := values()
	for _, p := range voucher.AllParameters() {
		d := p.Declaration()
		var own []any
		for _, v := range all {
			if v.path == d.Path {
				n, err := strconv.ParseInt(v.value, 10, 64)
				if err != nil {
					panic(fmt.Sprintf("wire: values.csv: %s: %v", v.path, err))
				}
				own = append(own, map[string]any{"territory": v.territory, "from": v.from, "value": n})
			}
		}
		rows = append(rows, map[string]any{"path": d.Path, "unit": d.Unit.String(), "min": d.Min, "max": d.Max, "regional": d.Regional,
			"requirement": string(d.Requirement), "en": d.Label.En, "ru": d.Label.Ru, "kk": d.Label.Kk, "values": own})
	}
	return rows
}

// parametersText is the table of parameters for people. Territories with the
// same value stand together.
func parametersText() string {
	all := values()
	var rows [][]string
	for _, p := range voucher.AllParameters() {
		d := p.Declaration()
		var order []string
		where := map[string][]string{}
		for _, v := range all {
			if v.path != d.Path {
				continue
			}
			key := v.value + " from " + v.from
			if where[key] == nil {
				order = append(order, key)
			}
			where[key] = append(where[key], v.territory)
		}
		var cells []string
		for _, key := range order {
			cells = append(cells, key+" in "+strings.Join(where[key], " "))
		}
		rows = append(rows, []string{"`" + d.Path + "`", d.Label.En, d.Unit.String(), fmt.Sprintf("%d to %d", d.Min, d.Max), yesNo(d.Regional), strings.Join(cells, "; ")})
	}
	return table([]string{"path", "what", "unit", "bounds", "by territory", "values"}, rows)
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
