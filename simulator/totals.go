package simulator

import (
	"fmt"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// Totals are the sums of a run: whole numbers in dense arrays, so that those of
// two halves of a country add up to those of the whole, in any order. Rows
// stand in the order of Territories, months in the order of time from First.
type Totals struct {
	Territories []voucher.Territory
	StoreKinds  []string      // of the facts, in their order
	First       voucher.Month // first month of the horizon
	Months      int
	From, To    voucher.Day // the horizon; a tail of settling follows it
	TailDays    int         // longest tail of a block

	cells    [][metrics]int64 // by programme, territory and month
	parts    [][metrics]int64 // by programme, territory and segment, over all months
	counts   [counters]int64
	refusals [][]int64 // by command and reason, 0 for accepted
	messages [2][int(voucher.Help) + 1]int64
	daily    [][days]int64        // by territory and day, from From to the end of the longest tail
	kinds    [][kindNumbers]int64 // StoreKindLoad by territory and kind
	visits   []int64              // to service centres, by hour from From
	stars    [6]int64             // ratings by score
	frauds   [frauds][2]int64
	busiest  Peak

	spread     [distributions]Histogram
	topStores  []StoreLoad  // the busiest first
	topCentres []CentreLoad // the same
}

// Daily is one figure that totals keep for each territory and day.
type Daily uint8

// The daily figures.
const (
	PurchasesOfDay Daily = iota
	VisitsOfDay          // to service centres
	MessagesOfDay        // SMS sent
	CommandsOfDay
	MoneyOfDay    // tiyn that purchases took off food vouchers, returns not taken off
	MinutesOfDay  // of counters of service centres, that the visits took
	CapacityOfDay // minutes of all counters of centres that were open

	days
)

var dailyNames = [days]string{
	PurchasesOfDay: "purchases", VisitsOfDay: "centre_visits", MessagesOfDay: "messages", CommandsOfDay: "commands",
	MoneyOfDay: "money", MinutesOfDay: "counter_minutes", CapacityOfDay: "counter_capacity",
}

// String returns the word of the figure, such as "centre_visits".
func (d Daily) String() string { return word(dailyNames[:], d) }

// Peak is the busiest minute of a store: of equal ones the earliest, then the
// one in the first territory, block and store.
type Peak struct {
	Territory voucher.Territory
	Block     int // ordinal in the territory
	Store     int // ordinal in the block
	Minute    voucher.Instant
	Purchases int64 // in the minute; 0: no purchase at all
}

func newTotals(territories []voucher.Territory, kinds []string, from, to voucher.Day) *Totals {
	t := &Totals{Territories: territories, StoreKinds: kinds, First: from.Month(), Months: int(to.Month()-from.Month()) + 1, From: from, To: to}
	t.cells = make([][metrics]int64, 2*len(territories)*t.Months)
	t.parts = make([][metrics]int64, 2*len(territories)*segments)
	t.refusals = make([][]int64, len(voucher.CommandKinds())+1)
	for i := range t.refusals {
		t.refusals[i] = make([]int64, len(voucher.AllReasons())+1)
	}
	t.daily = make([][days]int64, len(territories)*t.span())
	t.visits = make([]int64, 24*t.span())
	t.kinds = make([][kindNumbers]int64, len(territories)*len(kinds))
	return t
}

// span is how many days the totals know: the horizon and the longest tail.
func (t *Totals) span() int { return int(t.To-t.From) + 1 + TailMax }

// kind returns the numbers of the stores of a kind in a territory row.
func (t *Totals) kind(row, kind int) *[kindNumbers]int64 {
	return &t.kinds[row*len(t.StoreKinds)+kind]
}

// cell returns the figures of a programme, territory row and month, and nil for
// a month outside the horizon.
func (t *Totals) cell(p voucher.Programme, row int, m voucher.Month) *[metrics]int64 {
	month := int(m - t.First)
	if month < 0 || month >= t.Months {
		return nil
	}
	return &t.cells[(int(p-voucher.Gas)*len(t.Territories)+row)*t.Months+month]
}

// part returns the figures of a programme, territory row and segment.
func (t *Totals) part(p voucher.Programme, row int, s Segment) *[metrics]int64 {
	return &t.parts[(int(p-voucher.Gas)*len(t.Territories)+row)*segments+int(s)]
}

// Part returns one figure of a programme for a segment of a territory's families
// over all months, 0 for a territory that the run does not have.
func (t *Totals) Part(p voucher.Programme, where voucher.Territory, s Segment, what Metric) int64 {
	row := slices.Index(t.Territories, where)
	if row < 0 || s >= segments || what >= metrics || (p != voucher.Gas && p != voucher.Food) {
		return 0
	}
	return t.part(p, row, s)[what]
}

// At returns one figure of a programme (voucher.Gas or voucher.Food) in a
// territory and month; 0 for a territory or month that the run does not have.
func (t *Totals) At(p voucher.Programme, where voucher.Territory, m voucher.Month, what Metric) int64 {
	row := slices.Index(t.Territories, where)
	if row < 0 || what >= metrics || (p != voucher.Gas && p != voucher.Food) {
		return 0
	}
	if c := t.cell(p, row, m); c != nil {
		return c[what]
	}
	return 0
}

// In returns one figure of a programme in a territory over all months.
func (t *Totals) In(p voucher.Programme, where voucher.Territory, what Metric) (sum int64) {
	for i := range t.Months {
		sum += t.At(p, where, t.First+voucher.Month(i), what)
	}
	return sum
}

// Of returns one figure of a programme in a month over all territories.
func (t *Totals) Of(p voucher.Programme, m voucher.Month, what Metric) (sum int64) {
	for _, where := range t.Territories {
		sum += t.At(p, where, m, what)
	}
	return sum
}

// Sum returns one figure of a programme over the whole run.
func (t *Totals) Sum(p voucher.Programme, what Metric) (sum int64) {
	for _, where := range t.Territories {
		sum += t.In(p, where, what)
	}
	return sum
}

// Count returns one counter of the run.
func (t *Totals) Count(c Counter) int64 { return t.counts[c] }

// Answers returns how often a kind of command was refused for a reason, and for
// the reason 0 how often it was accepted.
func (t *Totals) Answers(k voucher.CommandKind, r voucher.Reason) int64 { return t.refusals[k][r] }

// Messages returns how many SMS of a kind a programme sent.
func (t *Totals) Messages(p voucher.Programme, k voucher.MessageKind) int64 {
	return t.messages[p-voucher.Gas][k]
}

// OnDay returns one daily figure of the country; 0 for a day outside the run.
func (t *Totals) OnDay(d voucher.Day, what Daily) (sum int64) {
	for _, where := range t.Territories {
		sum += t.OnDayIn(where, d, what)
	}
	return sum
}

// OnDayIn returns one daily figure of a territory; 0 for a territory or day that
// the run does not have.
func (t *Totals) OnDayIn(where voucher.Territory, d voucher.Day, what Daily) int64 {
	row := slices.Index(t.Territories, where)
	if row < 0 || d < t.From || int(d-t.From) >= t.span() || what >= days {
		return 0
	}
	return t.daily[row*t.span()+int(d-t.From)][what]
}

// BusiestDay returns the day with the greatest figure, the first of equal ones;
// the figure is 0 where nothing happened.
func (t *Totals) BusiestDay(what Daily) (d voucher.Day, n int64) {
	for i := range t.span() {
		if today := t.OnDay(t.From+voucher.Day(i), what); today > n {
			d, n = t.From+voucher.Day(i), today
		}
	}
	return d, n
}

// BusiestHour returns the hour with the most visits to service centres, by its
// first instant, the first of equal ones.
func (t *Totals) BusiestHour() (from voucher.Instant, visits int64) {
	for i, n := range t.visits {
		if n > visits {
			from, visits = t.From.Start().Plus(int64(i)*voucher.Hour), n
		}
	}
	return from, visits
}

// BusiestMinute returns the busiest minute of any store.
func (t *Totals) BusiestMinute() Peak { return t.busiest }

// Load returns what the stores of a kind had to do for the families of a
// territory; nothing for a territory or kind that the run does not have.
func (t *Totals) Load(where voucher.Territory, kind int) (l StoreKindLoad) {
	if row := slices.Index(t.Territories, where); row >= 0 && kind >= 0 && kind < len(t.StoreKinds) {
		n := t.kind(row, kind)
		l = StoreKindLoad{Stores: n[0], Purchases: n[1], Money: n[2]}
	}
	return l
}

// BusiestStores returns the twenty stores with the most purchases, fewer where
// there are not so many, the busiest first. The list is shared: change nothing.
func (t *Totals) BusiestStores() []StoreLoad { return t.topStores }

// BusiestCentres returns the twenty service centres whose counters were asked for
// most on their busiest day, in proportion, fewer where there are not so many. The
// list is shared: change nothing.
func (t *Totals) BusiestCentres() []CentreLoad { return t.topCentres }

// Spread returns how often each size of a quantity came. It is shared: change
// nothing.
func (t *Totals) Spread(d Distribution) *Histogram { return &t.spread[d] }

// Ratings returns how many ratings gave a score of 1 to 5.
func (t *Totals) Ratings(score int) int64 { return t.stars[score] }

// Attempts returns how often something forbidden was tried, and how often it
// was refused.
func (t *Totals) Attempts(f Fraud) (tried, refused int64) { return t.frauds[f][0], t.frauds[f][1] }

// Add adds the totals of another part of the country over the same horizon;
// territories that t lacks are an error, and t is then unchanged.
func (t *Totals) Add(o *Totals) error {
	if o.From != t.From || o.To != t.To {
		return fmt.Errorf("totals from %s to %s do not add to totals from %s to %s", o.From, o.To, t.From, t.To)
	}
	if !slices.Equal(o.StoreKinds, t.StoreKinds) {
		return fmt.Errorf("totals of stores of the kinds %q do not add to totals of %q", o.StoreKinds, t.StoreKinds)
	}
	for _, where := range o.Territories {
		if !slices.Contains(t.Territories, where) {
			return fmt.Errorf("totals of territory %s do not add to totals without it", where)
		}
	}
	for i, where := range o.Territories {
		row := slices.Index(t.Territories, where)
		for p := voucher.Gas; p <= voucher.Food; p++ {
			for m := t.First; m < t.First+voucher.Month(t.Months); m++ {
				addTo(t.cell(p, row, m)[:], o.cell(p, i, m)[:])
			}
			for s := range Segment(segments) {
				addTo(t.part(p, row, s)[:], o.part(p, i, s)[:])
			}
		}
		for d := range t.span() {
			addTo(t.daily[row*t.span()+d][:], o.daily[i*t.span()+d][:])
		}
		for k := range t.StoreKinds {
			addTo(t.kind(row, k)[:], o.kind(i, k)[:])
		}
	}
	t.addRun(o)
	return nil
}

// addRun adds what is not kept by territory.
func (t *Totals) addRun(o *Totals) {
	addTo(t.counts[:], o.counts[:])
	for i := range t.refusals {
		addTo(t.refusals[i], o.refusals[i])
	}
	for i := range t.messages {
		addTo(t.messages[i][:], o.messages[i][:])
	}
	addTo(t.visits, o.visits)
	addTo(t.stars[:], o.stars[:])
	for i := range t.frauds {
		addTo(t.frauds[i][:], o.frauds[i][:])
	}
	t.TailDays = max(t.TailDays, o.TailDays)
	if o.busiest.before(&t.busiest) {
		t.busiest = o.busiest
	}
	for i := range t.spread {
		t.spread[i].Merge(&o.spread[i])
	}
	for _, l := range o.topStores {
		t.topStores = keepTop(t.topStores, l, (*StoreLoad).before)
	}
	for _, l := range o.topCentres {
		t.topCentres = keepTop(t.topCentres, l, (*CentreLoad).before)
	}
}

// before says which of two peaks is told.
func (p *Peak) before(q *Peak) bool {
	switch {
	case p.Purchases != q.Purchases:
		return p.Purchases > q.Purchases
	case p.Minute != q.Minute:
		return p.Minute < q.Minute
	case p.Territory != q.Territory:
		return p.Territory < q.Territory
	case p.Block != q.Block:
		return p.Block < q.Block
	}
	return p.Store < q.Store
}

// clear empties the totals and keeps their memory.
func (t *Totals) clear() {
	clear(t.cells)
	clear(t.parts)
	for i := range t.refusals {
		clear(t.refusals[i])
	}
	clear(t.daily)
	clear(t.visits)
	clear(t.kinds)
	*t = Totals{Territories: t.Territories, StoreKinds: t.StoreKinds, First: t.First, Months: t.Months, From: t.From, To: t.To,
		cells: t.cells, parts: t.parts, refusals: t.refusals, daily: t.daily, visits: t.visits, kinds: t.kinds,
		topStores: t.topStores[:0], topCentres: t.topCentres[:0]}
}

func addTo(to, from []int64) {
	for i, v := range from {
		to[i] += v
	}
}
