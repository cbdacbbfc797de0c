package simulator

import (
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
)

var listOwner = voucher.Actor{Role: voucher.ListOwner}

// sendLists sends the rows that are noted.
func (b *block) sendLists() {
	b.sendGasList()
	b.sendFoodList()
}

// sendGasList sends the gas rows. A list is refused whole: a row that cannot be
// taken is mended and the rest sent again; a list that comes too late is kept
// for the first of the next month (GAS-LIST-002).
func (b *block) sendGasList() {
	c := &b.commands.gasList
	for c.Rows = b.gasRows; len(c.Rows) > 0 && !b.ask(c, listOwner) && b.err == nil; {
		row := b.answer.row
		if row <= 0 || row > len(c.Rows) {
			for i := range c.Rows {
				b.sendAgain(int(b.ownerOf[c.Rows[i].Person-1]))
			}
			break
		}
		if bad := &c.Rows[row-1]; b.answer.reason == voucher.OutsideTerritory && !bad.Drop {
			bad.Drop = true
		} else {
			c.Rows = slices.Delete(c.Rows, row-1, row)
		}
	}
	b.gasRows = b.gasRows[:0]
}

// sendFoodList sends the food rows; see sendGasList.
func (b *block) sendFoodList() {
	c := &b.commands.foodList
	for c.Rows = b.foodRows; len(c.Rows) > 0 && !b.ask(c, listOwner) && b.err == nil; {
		row := b.answer.row
		if row <= 0 || row > len(c.Rows) {
			for i := range c.Rows {
				b.sendAgain(int(c.Rows[i].Family - 1))
			}
			break
		}
		if !b.mendFoodRow(&c.Rows[row-1]) {
			c.Rows = slices.Delete(c.Rows, row-1, row)
		}
	}
	b.foodRows = b.foodRows[:0]
}

// mendFoodRow takes out of a refused row what it was refused for, and says
// false where nothing is left to mend.
func (b *block) mendFoodRow(row *voucher.FoodListRow) bool {
	i := int(row.Family - 1)
	f := &b.families[i]
	switch reason := b.answer.reason; {
	case row.Drop:
		return false
	case reason == voucher.PersonInTwoFamilies && len(row.Members) > int(f.members):
		row.Members = row.Members[:f.members]
		return true
	case reason == voucher.OutsideTerritory && f.is(foodListed):
		row.Drop = true
		return true
	}
	return false
}

// sendAgain notes that a family's entry goes out again when the next month
// begins.
func (b *block) sendAgain(i int) {
	next := b.month + 1
	b.agenda.add(b.officeTime(next.First()), actChangeList, argument(i, uint32(entrySent)))
}

// onListed notes what a list holds now, and counts who comes onto it after the
// month's questions have gone out.
func (b *block) onListed(e *voucher.Event) {
	switch e.Kind {
	case voucher.GasListed:
		i := b.familyOf(e)
		b.families[i].set(gasListed, true)
		if b.asked[0] == b.month {
			b.countListed(i, voucher.Gas)
		}
	case voucher.GasUnlisted:
		b.families[b.familyOf(e)].set(gasListed, false)
	case voucher.FoodListed:
		b.families[e.Family-1].set(foodListed, true)
	case voucher.FoodUnlisted:
		b.families[e.Family-1].set(foodListed, false)
	}
}

// countAll counts everybody on a programme's list, when the first question of a
// month goes out.
func (b *block) countAll(p voucher.Programme) {
	on := gasListed
	if p == voucher.Food {
		on = foodListed
	}
	for i := range b.families {
		if b.families[i].is(on) {
			b.countListed(i, p)
		}
	}
}

// countListed counts a family once a month and programme.
func (b *block) countListed(i int, p voucher.Programme) {
	at := b.begin(i, p)
	if at.stage&wasCounted != 0 || b.inTail() {
		return
	}
	at.stage |= wasCounted
	b.count(i, p, b.month, Listed, 1)
	b.totals.counts[FamilyMonths]++
}

// begin returns a family's progress with a programme in the present month,
// which starts from nothing.
func (b *block) begin(i int, p voucher.Programme) *progress {
	at := &b.families[i].gas
	if p == voucher.Food {
		at = &b.families[i].food
	}
	if month := b.indexOf(b.month); at.month != month {
		*at = progress{month: month}
	}
	return at
}
