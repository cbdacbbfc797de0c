package scenarios_test

import (
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// oneSided are the steps at the edge of a span that nothing is demanded of on its
// other side, or of which another story is, with the reason.
var oneSided = map[string]string{
	"both/retry_kept_until_the_month_is_closed again": "a key is kept to this second, and that it is forgotten after it is not demanded",
	"food/notice_reading_reminder_once answer":        "a reminder has the whole of its day (BOTH-TIME-002), so that the other side is the day after",
	"gas/consent_before_the_question reply":           "a question has the whole of its day too",
	"gas/consent_before_the_question november":        "a question has the whole of its day too",
	"gas/dispatch_acknowledged acknowledge":           "a list has the whole of its day too",
}

// TestBoundariesAreTriples: what is done a second before a midnight stands at a
// limit, and so do two instants that lie a second apart. Whoever takes the limit a
// second early or late, or takes its very instant to the wrong side, is seen only
// where three seconds in a row are told.
func TestBoundariesAreTriples(t *testing.T) {
	unused := maps.Clone(oneSided)
	triples := 0
	for _, s := range scenarios.Stories() {
		for name, instants := range instantsOf(&s) {
			step := s.Name + " " + name
			for at := range instants {
				beside := func(seconds int64) bool { return instants[at.Plus(seconds*voucher.Second)] }
				edge := int64(at)/voucher.Second%60 == 59 || beside(1) || beside(-1)
				triple := beside(-1) && beside(1) || beside(1) && beside(2) || beside(-1) && beside(-2)
				switch _, listed := oneSided[step]; {
				case !edge:
				case triple:
					triples++
				case listed:
					delete(unused, step)
				default:
					t.Errorf("%s: done at %v, without the three seconds in a row that show a limit; add the missing one as a case", step, at)
				}
			}
		}
	}
	for step := range unused {
		t.Errorf("%s is excused and needs no excuse; take it off the list", step)
	}
	if triples < 100 {
		t.Errorf("%d instants stand in triples, want at least 100: the test has to see them", triples)
	}
}

// instantsOf are the instants at which each named command of a story is given, in
// all its tellings.
func instantsOf(s *scenarios.Story) map[string]map[voucher.Instant]bool {
	all := map[string]map[voucher.Instant]bool{}
	for i := range s.Tellings {
		for _, step := range s.Tellings[i].Steps {
			if step.Ask || step.Text == "" || step.At == 0 {
				continue
			}
			if all[step.Name] == nil {
				all[step.Name] = map[voucher.Instant]bool{}
			}
			all[step.Name][step.At] = true
		}
	}
	return all
}

// quantity finds what is an amount in a line: a sum, a price, a quantity, a value
// or a score, and never the number of a record.
var quantity = regexp.MustCompile(`((?:amount|volume|value|score|price|quantity)=|@|[0-9]:)(-?[0-9]+(?:\.[0-9]+)?)`)

// amountsOf parts a line into what is written around its amounts and the amounts,
// in thousandths: prices and sums count in tiyn, and rates in millionths.
func amountsOf(line string) (around string, amounts []*big.Rat) {
	around = quantity.ReplaceAllStringFunc(line, func(found string) string {
		m := quantity.FindStringSubmatch(found)
		r, _ := new(big.Rat).SetString(m[2])
		amounts = append(amounts, r)
		return m[1] + "#" + unitOf(m[1], m[2]).RatString()
	})
	return around, amounts
}

// unitOf is the least step of an amount: a tiyn of money, a thousandth of goods
// and gas, and of a value what its last digit counts.
func unitOf(before, value string) *big.Rat {
	switch {
	case before == "@" || before == "amount=" || before == "price=":
		return big.NewRat(1, 100)
	case strings.HasSuffix(before, ":") || before == "volume=" || before == "quantity=":
		return big.NewRat(1, 1000)
	case strings.Contains(value, "."):
		return big.NewRat(1, 100)
	}
	return big.NewRat(1, 1)
}

// TestAmountLimitsAreTriples: where one least step of an amount decides between a
// yes and a no, the amount on the other side is told too: −1, 0 and +1.
func TestAmountLimitsAreTriples(t *testing.T) {
	limits := 0
	for _, s := range scenarios.Stories() {
		type variant struct {
			telling *scenarios.Telling
			refused bool
			around  string
			amounts []*big.Rat
		}
		steps := map[string][]variant{}
		for i := range s.Tellings {
			for j := range s.Tellings[i].Steps {
				if step := &s.Tellings[i].Steps[j]; step.Name != "" && !step.Ask {
					around, amounts := amountsOf(step.Text)
					steps[step.Name] = append(steps[step.Name], variant{&s.Tellings[i], isRefused(step), around, amounts})
				}
			}
		}
		for _, all := range steps {
			for _, low := range all {
				for _, high := range all {
					n := oneStepAbove(low.around, high.around, low.amounts, high.amounts)
					if n < 0 || low.refused == high.refused {
						continue
					}
					limits++
					if !slices.ContainsFunc(all, func(third variant) bool {
						return oneStepAbove(third.around, low.around, third.amounts, low.amounts) == n ||
							oneStepAbove(high.around, third.around, high.amounts, third.amounts) == n
					}) {
						t.Errorf("%s and %s: one least step decides, and the one beside them is not told; add it as a case", low.telling.ID, high.telling.ID)
					}
				}
			}
		}
	}
	if limits < 10 {
		t.Errorf("%d limits of amounts, want at least 10: the test has to see them", limits)
	}
}

// units finds the least steps that amountsOf leaves in a line.
var units = regexp.MustCompile(`#([0-9/]+)`)

// oneStepAbove says which amount of the second line is one least step above that
// of the first, all else being equal; -1 for none.
func oneStepAbove(around, other string, low, high []*big.Rat) int {
	if around != other || len(low) != len(high) {
		return -1
	}
	found := -1
	for i, m := range units.FindAllStringSubmatch(around, -1) {
		if low[i].Cmp(high[i]) == 0 {
			continue
		}
		unit, _ := new(big.Rat).SetString(m[1])
		if found >= 0 || new(big.Rat).Add(low[i], unit).Cmp(high[i]) != 0 {
			return -1
		}
		found = i
	}
	return found
}
