package simulator_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator"
)

// registry is a world of fakes that keeps the setups.
type registry struct {
	fakes
	mu     sync.Mutex
	setups []*voucher.Setup
}

func (r *registry) New(ctx context.Context, s *voucher.Setup) (voucher.System, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.setups = append(r.setups, s)
	return r.fakes.New(ctx, s)
}

// oneDay registers the people of a scenario's body without living for long.
func oneDay(t *testing.T, body string) (*registry, *simulator.Result) {
	t.Helper()
	r := &registry{fakes: 1 << 30}
	s := world(t, "horizon: {from: 2026-01-01, to: 2026-01-01}\n"+body)
	result, err := (&simulator.Run{Scenario: s, World: r, Workers: 1}).Simulate(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return r, result
}

func TestBlocks(t *testing.T) {
	for _, row := range []struct {
		families, blocks int
		why              string
	}{
		{1, 1, "one family is a block"},
		{4095, 1, "one less than a block holds"},
		{4096, 1, "exactly a block"},
		{4097, 2, "one more than a block holds"},
		{8193, 3, "two full blocks and one family"},
	} {
		r, result := oneDay(t, fmt.Sprintf("population: {families: %d}\nprogrammes: [gas]\nterritories: {gas: [790000000]}", row.families))
		if got := result.Totals.Count(simulator.Blocks); got != int64(row.blocks) || result.Blocks != row.blocks {
			t.Errorf("%d families: %d blocks, want %d\n%s", row.families, got, row.blocks, row.why)
		}
		if got := result.Totals.Count(simulator.Families); got != int64(row.families) {
			t.Errorf("%d families: %d were made", row.families, got)
		}
		if got := len(r.setups[len(r.setups)-1].People); row.families%4096 == 1 && got != 1 {
			t.Errorf("%d families: %d persons in the last block, want 1", row.families, got)
		}
	}
}

// TestFamiliesKeepTheirLives holds that a family is the same in a small country
// and in a large one: its id comes from its path, not from who else is there.
func TestFamiliesKeepTheirLives(t *testing.T) {
	const body = "population: {families: %d}\nprogrammes: [gas]\nterritories: {gas: [790000000]}"
	small, _ := oneDay(t, fmt.Sprintf(body, 500))
	large, _ := oneDay(t, fmt.Sprintf(body, 9000))
	one, two := small.setups[0], large.setups[0]
	if one.Secret != two.Secret || !slices.Equal(one.People, two.People[:len(one.People)]) || !slices.Equal(one.Accounts, two.Accounts[:len(one.Accounts)]) {
		t.Error("the first 500 families of 9000 are not those of 500")
	}
}

// TestScale holds that a scaled country keeps the proportions of its places and
// loses nobody to rounding, and that the result says so.
func TestScale(t *testing.T) {
	const where = "territories: {gas: [620000000, 790000000]}\nprogrammes: [gas]\n"
	count := func(r *registry) map[voucher.Territory]int {
		n := map[voucher.Territory]int{}
		for _, s := range r.setups {
			n[s.Providers[0].Territory] += len(s.People)
		}
		return n
	}
	r, result := oneDay(t, where)
	before, whole := count(r), result.Real
	if result.Scaled() || result.Families != whole {
		t.Errorf("%d families of %d, scaled %v; as many as the facts give is the real size", result.Families, whole, result.Scaled())
	}
	for _, families := range []int64{7, whole - 1, whole + 1, 3 * whole} {
		r, result := oneDay(t, fmt.Sprintf("%spopulation: {families: %d}", where, families))
		if !result.Scaled() || result.Real != whole || !strings.Contains(result.Size, "synthetic") {
			t.Errorf("%d families: scaled %v, real %d, %q; a synthetic country has to be called one", families, result.Scaled(), result.Real, result.Size)
		}
		sum := 0
		for place, n := range count(r) {
			sum += n
			exact := families * int64(before[place]) / whole
			if int64(n) < exact || int64(n) > exact+1 {
				t.Errorf("%d families: %d in %s, want %d or one more", families, n, place, exact)
			}
		}
		if int64(sum) != families {
			t.Errorf("%d families: the places add up to %d", families, sum)
		}
	}
}

// TestSetup holds what a system is told of a block with both programmes.
func TestSetup(t *testing.T) {
	r, _ := oneDay(t, "population: {families: 6000}\nterritories: {gas: [790000000], food: [790000000]}\n"+
		"set: {food.period.from: 2026-01-01, food.territory: {790000000: true}, gas.list.last_day: 15}\nreadings: {G10: until_start_of_29}")
	if len(r.setups) != 2 || r.setups[0].Secret == r.setups[1].Secret || r.setups[0].Secret == [16]byte{} {
		t.Fatal("two blocks have no two secrets; QR codes of one block must not be those of another")
	}
	s := r.setups[0]
	if s.Families != 4096 || s.At != voucher.At(2025, 12, 31, 18, 0, 0) || len(s.Settings) == 0 || s.Readings.Choice(voucher.G10) != "until_start_of_29" {
		t.Errorf("%d families from %s, %d settings, G10 %s; the scenario has to reach the system", s.Families, s.At, len(s.Settings), s.Readings.Choice(voucher.G10))
	}
	if len(s.Providers) != 1 || s.Providers[0].Territory != shymkent {
		t.Errorf("providers %v, want one of the block's own territory", s.Providers)
	}
	if len(s.People) < 5*s.Families || s.Operators < 1 || len(s.Goods) < voucher.Items {
		t.Errorf("%d persons in %d families, %d operators, %d goods", len(s.People), s.Families, s.Operators, len(s.Goods))
	}
	zeros, seen := 0, map[voucher.AccountNumber]bool{}
	for _, a := range s.Accounts {
		if seen[a.Number] {
			t.Errorf("account %s stands twice; a number is one account of its provider", a.Number)
		}
		seen[a.Number] = true
		if strings.HasPrefix(a.Number.String(), "0") {
			zeros++
		}
		if a.Owner == 0 || int(a.Owner) > len(s.People) || a.People == 0 || a.Class == 0 {
			t.Errorf("account %+v is not whole", a)
		}
	}
	if zeros == 0 {
		t.Error("no account number begins with a zero; leading zeros are significant and have to be tried")
	}
	own, outside := 0, 0
	for _, store := range s.Stores {
		switch store.Territory {
		case shymkent:
			own++
		case kokshetau, pavlodar, 113220100:
		default:
			outside++
		}
	}
	if own < 2 || outside != 1 {
		t.Errorf("%d own stores and %d outside the pilot, want at least 2 and 1", own, outside)
	}
}

// TestShares compares what happened with the figures that it was drawn by.
func TestShares(t *testing.T) {
	s := world(t, "horizon: {from: 2026-01-05, to: 2026-01-31}\npopulation: {families: 8000}\n"+
		"programmes: [food]\nterritories: {food: [551010000]}")
	figure := func(name string) float64 {
		v, ok := s.Assumptions.Int(name)
		if !ok {
			t.Fatalf("no assumption %s", name)
		}
		return float64(v) / 1e6
	}
	totals := live(t, s, 2).Totals
	silent := 1 - figure("messages.malformed")*(1-figure("messages.malformed_mended"))
	reached := figure("population.phone_known") * (1 - figure("messages.undelivered"))
	for _, row := range []struct {
		name        string
		of, n       simulator.Metric
		want, slack float64
		why         string
	}{
		{"delivered", simulator.Sent, simulator.Delivered, reached, 0, "one SMS a month"},
		{"answered", simulator.Delivered, simulator.Answered,
			(figure("food_consent.accept") + figure("food_consent.refuse")) * silent, 0.01, "some answers would come after the month"},
		{"refused", simulator.Delivered, simulator.Refused, figure("food_consent.refuse") * silent, 0.002, "the same"},
		{"used", simulator.Opened, simulator.Used, figure("food_consent.first_use"), 0.01, "some are credited too late to shop"},
	} {
		of, n := float64(totals.Sum(voucher.Food, row.of)), float64(totals.Sum(voucher.Food, row.n))
		// Three standard deviations, squared, and the slack.
		allowed := 9 * row.want * (1 - row.want) / of
		d := max(0, max(n/of-row.want, row.want-n/of)-row.slack)
		if of < 1000 || d*d > allowed {
			t.Errorf("%s: %.4f of %.0f, want %.4f within three sigma\n%s", row.name, n/of, of, row.want, row.why)
		}
	}
}
