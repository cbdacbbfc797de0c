package reports

import (
	"cmp"
	"encoding/json"
	"fmt"
)

// verdictsOf is what of a report.json a verification compares.
type verdictsOf struct {
	Exit    int    `json:"exit"`
	Plan    string `json:"plan_hash"`
	Results []struct {
		Check   string `json:"check"`
		Verdict string `json:"verdict"`
	} `json:"results"`
}

// SameVerdicts compares the verdicts of two documents that ConformanceJSON has
// written: one that is claimed, and one that was judged again. It returns a line
// for each difference, none where they agree. A text that is no such document is
// an error.
func SameVerdicts(claimed, again []byte) (differs []string, err error) {
	var c, a verdictsOf
	if err := json.Unmarshal(claimed, &c); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(again, &a); err != nil {
		return nil, err
	}
	if c.Exit != a.Exit {
		differs = append(differs, fmt.Sprintf("exit status: %d is claimed, %d follows", c.Exit, a.Exit))
	}
	if c.Plan != a.Plan {
		differs = append(differs, fmt.Sprintf("plan: %s is claimed, %s was judged", c.Plan, a.Plan))
	}
	want := map[string]string{}
	for _, r := range a.Results {
		want[r.Check] = r.Verdict
	}
	for _, r := range c.Results {
		if got, ok := want[r.Check]; !ok || got != r.Verdict {
			differs = append(differs, fmt.Sprintf("%s: %s is claimed, %s follows", r.Check, r.Verdict, cmp.Or(got, "nothing")))
		}
	}
	if len(c.Results) != len(a.Results) {
		differs = append(differs, fmt.Sprintf("%d checks are claimed, %d were judged", len(c.Results), len(a.Results)))
	}
	return differs, nil
}
