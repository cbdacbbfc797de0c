package simulator

import (
	"fmt"
	"math/bits"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// maxLines is the most lines that a basket of food_spending.basket_lines can
// have; it bounds memory only.
const maxLines = 16

// shoppingHabits are the figures of how a credited food voucher is spent.
type shoppingHabits struct {
	firstUse, fullUse uint32
	partial, capped   *Quantiles
	activateDelay     *Quantiles
	purchases         [2]*Choice     // without and with children
	days              [7][32]*Choice // days after the credit, by its weekday and by the days left
	hours, lines      *Choice        // lines from 1
	home, otherCity   uint32
	codeDelay         *Quantiles
	goods, nearMiss   *Choice
	wares             []ware
	articles          []article
	transferFailed    uint32
}

// article is one kind of goods in the form that baskets need: the quantities in
// which it is bought, and the chance of each but the first, added up from the
// last, so that a draw needs no branch. It is a cache line.
type article struct {
	amounts [maxAmounts]uint32     // thousandths of the unit
	above   [maxAmounts - 1]uint32 // share of 2^32 of the quantities from this one on
	listed  bool                   // on some edition of the list
	traced  bool                   // listed, or near enough to be traced
}

// ware is what stores know of the same article.
type ware struct {
	item  voucher.Item
	price int64 // usual shelf price of a unit, tiyn
	mean  int64 // quantity bought at once, thousandths
	share int64 // of all lines, in thousandths
}

// maxAmounts is the most quantities of an article in data/goods.csv; it bounds
// memory only.
const maxAmounts = 8

// quantity turns a random number into the quantity that is bought at once.
func (a *article) quantity(u uint64) voucher.Quantity {
	high, n := uint32(u>>32), 0
	for _, above := range a.above {
		_, less := bits.Sub32(high, above, 0)
		n += int(less)
	}
	return voucher.Quantity(a.amounts[n])
}

// setQuantities takes the quantities and their weights, and returns the mean.
func (a *article) setQuantities(list []QuantityWeight) (mean int64, err error) {
	if len(list) > maxAmounts {
		return 0, fmt.Errorf("%d quantities; give %d at most", len(list), maxAmounts)
	}
	var of, sum int64
	for _, q := range list {
		of += q.Weight
		sum += q.Weight * q.Quantity
	}
	rest := of
	for i, q := range list {
		a.amounts[i] = uint32(q.Quantity)
		if i > 0 {
			a.above[i-1] = uint32(uint64(rest) << 32 / uint64(of))
		}
		rest -= q.Weight
	}
	return sum / of, nil
}

func (f *figures) shopping(facts *Facts) shoppingHabits {
	h := shoppingHabits{
		firstUse: f.share("food_consent.first_use"), fullUse: f.share("food_spending.full_use_purse"),
		partial: f.curve("food_spending.partial_use_purse"), capped: f.curve("food_spending.use_capped"),
		activateDelay: f.spread("food_consent.activate_delay", minute),
		purchases: [2]*Choice{f.poisson("food_spending.purchases_without_children"),
			f.poisson("food_spending.purchases_with_children")},
		hours: f.choice("food_spending.hour", 24), lines: f.pick("food_spending.basket_lines", f.basketLines()),
		home: f.share("food_spending.home_store"), otherCity: f.share("food_spending.other_city"),
		codeDelay: f.spread("food_spending.qr_delay", 1), transferFailed: f.share("tills.transfer_failed"),
	}
	f.spendingDays(&h)
	f.goods(&h, facts)
	return h
}

func (f *figures) basketLines() []int64 {
	w := f.weights("food_spending.basket_lines")
	return w[:min(len(w), maxLines)]
}

// spendingDays makes the tables of the day of a purchase: the weight of so many
// days after the credit, times that of the weekday.
func (f *figures) spendingDays(h *shoppingHabits) {
	after, week := f.exactly("food_spending.day_after_credit", 31), f.exactly("food_spending.weekday", 7)
	for from := range h.days {
		for left := range h.days[from] {
			w := make([]int64, min(left+1, len(after)))
			var sum int64
			for d := range w {
				w[d] = after[d] * week[(from+d)%7]
				sum += w[d]
			}
			if sum == 0 {
				w[0] = 1 // nobody likes any of the days that are left: on the first
			}
			h.days[from][left] = f.pick("food_spending.day_after_credit", w)
		}
	}
}

// nearMisses are the goods of the facts that have an entry of their own in the
// classification of foods.
var nearMisses = map[string]voucher.Item{
	"NM01": voucher.CherryTomato, "NM02": voucher.CherryTomato, "NM03": voucher.Gherkin,
	"NM04": voucher.LactoseFreeMilk, "NM05": voucher.FlavouredMilk, "NM06": voucher.LactoseFreeKefir,
	"NM07": voucher.LactoseFreeSourCream, "NM08": voucher.ExtraSalt,
}

// goods makes the articles and the choices among them.
func (f *figures) goods(h *shoppingHabits, facts *Facts) {
	all, near := make([]int64, len(facts.Goods)), make([]int64, len(facts.Goods))
	var total int64
	for i := range facts.Goods {
		total += facts.Goods[i].BasketWeight
	}
	for i := range facts.Goods {
		g := &facts.Goods[i]
		w := ware{price: g.Price, item: nearMisses[g.Code], share: g.BasketWeight * 1000 / max(1, total)}
		if item, err := voucher.ParseItem(g.Code); err == nil {
			w.item = item
		}
		a := article{listed: g.ListedFrom > 0, traced: w.item != 0}
		var err error
		if w.mean, err = a.setQuantities(g.Quantities); err != nil {
			f.faults = append(f.faults, fmt.Errorf("data/goods.csv, %s: %w", g.Code, err))
		}
		all[i] = g.BasketWeight
		if !a.listed {
			near[i] = g.BasketWeight
			if g.NearMissOf != "" {
				near[i] *= 8 // what is asked for as listed looks like it, mostly
			}
		}
		h.articles, h.wares = append(h.articles, a), append(h.wares, w)
	}
	h.goods, h.nearMiss = f.pick("data/goods.csv", all), f.pick("data/goods.csv", near)
}

// onCredited plans what a family does with its voucher.
func (b *block) onCredited(e *voucher.Event) {
	i := int(e.Family - 1)
	f := &b.families[i]
	at := b.begin(i, voucher.Food)
	at.stage |= wasOpened
	f.left, f.floor, f.baskets = e.Amount, 0, 0
	b.count(i, voucher.Food, e.Month, Opened, 1)
	b.count(i, voucher.Food, e.Month, Credited, int64(e.Amount))
	b.credited[i] = int64(e.Amount)
	b.planAppeal(i, b.second(e.At))
	if !b.chance(ForFoodActivation, f.id, uint64(e.Month), b.run.shopping.firstUse) {
		if e.Code == 1 {
			b.activated(i)
		}
		return
	}
	f.floor = uint32(min(b.unusedPart(f, e)/voucher.Tenge, 1<<32-1))
	if e.Code == 1 {
		b.activated(i)
		b.planPurchases(i, b.second(e.At))
		return
	}
	when := b.second(e.At) + b.amount(b.run.shopping.activateDelay, ForFoodActivateDelay, f.id, uint64(e.Month))
	if when < b.monthEnd {
		b.agenda.add(when, actActivate, uint32(i))
	}
}

// unusedPart draws how much of its voucher a family will leave.
func (b *block) unusedPart(f *family, e *voucher.Event) voucher.Money {
	h := &b.run.shopping
	u := b.draw(ForFoodShareUsed, f.id, uint64(e.Month))
	curve := h.partial
	if b.run.readings.Is(voucher.F01, voucher.Option) {
		curve = h.capped
	} else if b.chance(ForSpendingHabit, f.id, uint64(e.Month), h.fullUse) {
		return 0
	}
	used := min(Million, curve.At(u))
	if b.tracer != nil {
		b.drew(ForFoodShareUsed, f.id, uint64(e.Month), u, DrawAmount, 0, used)
	}
	return e.Amount - e.Amount.ShareDown(used, Million)
}

// activate is the second step of the two-step reading. One that fails on its
// way is repeated under its key.
func (b *block) activate(i int) {
	f := &b.families[i]
	c := &b.commands.activate
	c.Family = voucher.FamilyID(i + 1)
	who := voucher.Actor{Role: voucher.Citizen, ID: uint32(f.person)}
	taken := b.ask(c, who)
	if b.chance(ForFoodActivateDelay, f.id, uint64(b.month)|1<<40, b.run.shopping.transferFailed) {
		b.askAs(c, who, b.number)
	}
	if taken {
		b.planPurchases(i, b.agenda.now)
	}
}

// activated counts a voucher that can be spent.
func (b *block) activated(i int) {
	at := b.begin(i, voucher.Food)
	if at.stage&wasActivated == 0 {
		at.stage |= wasActivated
		b.count(i, voucher.Food, b.month, Activated, 1)
	}
}

// planPurchases plans a family's purchases to the month's end: how many, on
// which days and at what time.
func (b *block) planPurchases(i int, from int64) {
	f, h := &b.families[i], &b.run.shopping
	m := uint64(b.month)
	n := max(1, b.choose(h.purchases[flag(f.is(hasChildren))], ForPurchaseCount, f.id, m))
	first := b.dayOf(from)
	left := int(b.month.Last() - first)
	days, hours := b.run.streams.Of(ForPurchaseDay, f.id), b.run.streams.Of(ForPurchaseHour, f.id)
	minutes := b.run.streams.Of(ForPurchaseMinute, f.id)
	b.draws += int64(3 * n)
	f.baskets = uint8(min(n, 63))
	for k := range int(f.baskets) {
		at := m<<8 | uint64(k)
		d, clock, second := h.days[monday(first)][left].Pick(days.At(at)), h.hours.Pick(hours.At(at)), IntN(minutes.At(at), uint64(hour))
		when := b.dayStart(first+voucher.Day(d)) + int64(clock)*hour + int64(second)
		if b.tracer != nil {
			b.drew(ForPurchaseDay, f.id, at, days.At(at), DrawChoice, int64(left+1), int64(d))
			b.drew(ForPurchaseHour, f.id, at, hours.At(at), DrawChoice, 24, int64(clock))
			b.drew(ForPurchaseMinute, f.id, at, minutes.At(at), DrawNumber, hour, int64(second))
		}
		if when < from {
			// The hour is past on the day of the credit: any time that is left of it.
			left := uint64(b.dayStart(first+1) - from)
			when = from + int64(IntN(minutes.At(at|1<<40), left))
			if b.tracer != nil {
				b.drew(ForPurchaseMinute, f.id, at|1<<40, minutes.At(at|1<<40), DrawNumber, int64(left), when-from)
			}
		}
		b.agenda.add(when, actShop, argument(i, uint32(k)))
	}
}
