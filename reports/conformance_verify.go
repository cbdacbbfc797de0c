package reports

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// verdictsOf is what of a report.json a verification compares.
type verdictsOf struct {
	Exit    int    `json:"exit"`
	Plan    string `json:"plan_hash"`
	Results []struct {
		Check   string `json:"check"`
		Verdict string `json:"verdict"`
	} `json:"results"`
	Profiles []struct {
		ID      string `json:"id"`
		Verdict string `json:"verdict"`
	} `json:"profiles"`
	Outcome string `json:"outcome"`
}

// claims are all verdicts, by what they are the verdict on. A thing that stands
// twice is claimed twice.
func (v *verdictsOf) claims() (all map[string]string) {
	all = map[string]string{"exit status": strconv.Itoa(v.Exit), "plan": v.Plan, "outcome": v.Outcome}
	claim := func(of, verdict string) {
		for _, twice := all[of]; twice; _, twice = all[of] {
			of += " again"
		}
		all[of] = verdict
	}
	for _, r := range v.Results {
		claim(r.Check, r.Verdict)
	}
	for _, p := range v.Profiles {
		claim("profile "+p.ID, p.Verdict)
	}
	return all
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
	claims, follows := c.claims(), a.claims()
	all := maps.Clone(claims)
	maps.Copy(all, follows)
	for _, of := range slices.Sorted(maps.Keys(all)) {
		if got, want := claims[of], follows[of]; got != want {
			differs = append(differs, fmt.Sprintf("%s: %s is claimed, %s follows", of, cmp.Or(got, "nothing"), cmp.Or(want, "nothing")))
		}
	}
	return differs, nil
}
