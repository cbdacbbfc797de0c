package conformance

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// Checks returns every check of the suite, in the order in which a run asks
// them. The slice is the caller's.
func Checks() []Check {
	return slices.Concat(storyChecks(), toldChecks(), wireChecks(), productionChecks(), storeChecks(), codeChecks(), declaredChecks(), propertyChecks(), lifeChecks(), raceChecks(), accessChecks(), tokenChecks(), codeAccessChecks(), privacyChecks(), faultChecks(), hostileChecks())
}

// plan returns the checks that options choose, in order.
func plan(o *Options) ([]Check, error) {
	all := Checks()
	checks := slices.Clone(all)
	for _, s := range o.Suites {
		if !slices.Contains(Suites(), s) {
			return nil, &SelectionError{What: "suite", Value: string(s), Known: suiteWords()}
		}
	}
	checks = slices.DeleteFunc(checks, func(c Check) bool { return !slices.Contains(o.Suites, c.Suite) })
	if o.Profile != "" {
		p, err := profile(o.Profile)
		if err != nil {
			return nil, err
		}
		checks = slices.DeleteFunc(checks, func(c Check) bool { return !slices.Contains(p.Requirements, c.Requirement) })
	}
	if len(o.Select) > 0 {
		for _, pattern := range o.Select {
			if !slices.ContainsFunc(checks, func(c Check) bool { return selects(pattern, &c) }) {
				return nil, &SelectionError{"selector", pattern, checkWords(all), suitesOf(pattern, all)}
			}
		}
		checks = slices.DeleteFunc(checks, func(c Check) bool {
			return !slices.ContainsFunc(o.Select, func(pattern string) bool { return selects(pattern, &c) })
		})
	}
	return checks, nil
}

// suitesOf are the suites in which a pattern means a check, in order.
func suitesOf(pattern string, all []Check) (suites []Suite) {
	for i := range all {
		if selects(pattern, &all[i]) && !slices.Contains(suites, all[i].Suite) {
			suites = append(suites, all[i].Suite)
		}
	}
	return suites
}

// profile finds a profile by its id.
func profile(id string) (scenarios.Profile, error) {
	var known []string
	for _, p := range scenarios.Profiles() {
		if p.ID == id {
			return p, nil
		}
		known = append(known, p.ID)
	}
	return scenarios.Profile{}, &SelectionError{What: "profile", Value: id, Known: known}
}

func suiteWords() []string {
	var words []string
	for _, s := range Suites() {
		words = append(words, string(s))
	}
	return words
}

// checkWords are what a selector can mean.
func checkWords(all []Check) []string {
	var words []string
	for i := range all {
		words = append(words, all[i].ID, string(all[i].Requirement))
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// planHash is the digest of the ids of all planned checks, in order.
func planHash(checks []Check) string {
	sum := sha256.New()
	for i := range checks {
		sum.Write([]byte(checks[i].ID + "\n"))
	}
	return hex.EncodeToString(sum.Sum(nil))[:16]
}

// level returns the firmness of a check: that of its requirement, unless the
// file that tells it says that it shows the softer half.
func level(id voucher.RequirementID, soft bool) scenarios.Level {
	row, ok := scenarios.LookupRequirement(id)
	if !ok || soft {
		return scenarios.Should
	}
	return row.Level
}

// bound says whether a demand binds a build: it runs the programme and plays the
// party. why is empty where it does.
func bound(id voucher.RequirementID, c *voucher.Capabilities) (why voucher.Text) {
	row, _ := scenarios.LookupRequirement(id)
	if row.Programme != voucher.Both && c.Programmes != voucher.Both && c.Programmes != row.Programme {
		return whyProgramme(row.Programme)
	}
	if row.Party != scenarios.PartyAny && !slices.Contains(c.Parties, string(row.Party)) {
		return whyParty(row.Party)
	}
	return voucher.Text{}
}

// obstacle says why a check cannot be asked of a build, before anything is
// asked, and which abilities are missing, all of them. A finding without a verdict: it can. What
// hangs on it is for all results together to say (lacking).
func obstacle(c *Check, t *Target, caps *voucher.Capabilities, oracle bool) Finding {
	if why := bound(c.Requirement, caps); why != (voucher.Text{}) {
		return Finding{Verdict: Unsupported, Why: why}
	}
	if c.Suite == SuiteRaces { // what is raced for is another party's, or the build's
		for _, id := range c.Also {
			if why := bound(id, caps); why != (voucher.Text{}) {
				return Finding{Verdict: Unsupported, Why: why}
			}
		}
	}
	if p := caps.Programmes; c.Programmes != 0 && p != voucher.Both && p != c.Programmes {
		other := voucher.Gas
		if p == voucher.Gas {
			other = voucher.Food
		}
		return Finding{Verdict: Unsupported, Why: whyProgramme(other)}
	}
	missing := slices.DeleteFunc(slices.Clone(c.Needs), func(need Ability) bool { return t.has(need, caps, oracle) })
	if len(missing) > 0 {
		return Finding{Verdict: Unsupported, Why: whyNeeds(missing...), Lacks: missing}
	}
	if c.Readings != nil && !caps.Choices {
		if id, differs := readsOtherwise(c, caps); differs {
			return Finding{Verdict: Unsupported, Why: whyReading(id, caps), Lacks: []Ability{NeedsChoices}}
		}
	}
	return Finding{}
}

// readsOtherwise names a reading that a build has and a check is not told under.
// Only the readings that change the demand count.
func readsOtherwise(c *Check, caps *voucher.Capabilities) (voucher.Reading, bool) {
	row, _ := scenarios.LookupRequirement(c.Requirement)
	for _, id := range voucher.AllReadings() {
		told := c.Readings[id]
		if caps.Readings[id] == told {
			continue
		}
		if told != voucher.Default || slices.Contains(row.Readings, id.String()) {
			return id, true
		}
	}
	return 0, false
}

// optionsText writes what changes the checks of a run, as flags.
func optionsText(o *Options) string {
	var flags []string
	if len(o.Suites) != len(Suites()) {
		var words []string
		for _, s := range o.Suites {
			words = append(words, string(s))
		}
		flags = append(flags, "--suite "+strings.Join(words, ","))
	}
	for _, s := range o.Select {
		flags = append(flags, "'"+s+"'")
	}
	if o.Profile != "" {
		flags = append(flags, "--profile "+o.Profile)
	}
	flags = append(flags, fmt.Sprintf("--seed %d", o.Seed))
	if o.Cases != 0 {
		flags = append(flags, fmt.Sprintf("--cases %d", o.Cases))
	}
	if o.Budget != 0 {
		flags = append(flags, fmt.Sprintf("--budget %s", o.Budget))
	}
	flags = append(flags, fmt.Sprintf("--families %d", o.Families))
	if o.Rounds != 0 && o.Rounds != DefaultRounds {
		flags = append(flags, fmt.Sprintf("--rounds %d", o.Rounds))
	}
	if o.Strict {
		flags = append(flags, "--strict")
	}
	if o.Certify {
		flags = append(flags, "--certify")
	}
	return strings.Join(flags, " ")
}
