package simulator

import "github.com/vouch-kz/vouch/reference/voucher"

// listHabits are the figures of how lists change.
type listHabits struct {
	join, drop, late, reason, move, members, twice uint32
	inWindow                                       uint32 // of those dropped: after the SMS
	anyDay, before, after                          *Choice
	office                                         *Choice // hours in which offices work
}

// noticeDays is how many of the days of lists.update_day lie before the SMS:
// the figure lists.drop_in_window speaks of the 7th to the 14th.
const noticeDays = 6

func (f *figures) lists() listHabits {
	days := f.exactly("lists.update_day", 14)
	before, after := append([]int64(nil), days...), append([]int64(nil), days...)
	clear(before[noticeDays:])
	clear(after[:noticeDays])
	return listHabits{
		join: f.share("lists.join"), drop: f.share("lists.drop"), late: f.share("lists.late_update"),
		reason: f.share("lists.reason_change"), move: f.share("lists.move"), members: f.share("lists.members_change"),
		twice: f.share("lists.member_listed_twice"), inWindow: f.share("lists.drop_in_window"),
		anyDay: f.pick("lists.update_day", days), before: f.pick("lists.update_day", before),
		after: f.pick("lists.update_day", after), office: f.choice("gas_activation.centre_hour", 24),
	}
}

// change is what becomes of a family's entry, above the family's number in the
// argument of an act.
type change uint32

const (
	entrySent change = iota // as it stands, again
	familyJoins
	familyDrops
	reasonChanges
	familyMoves
	memberComes
	memberGoes

	familyBits = 12 // a block has at most 4,096 families
)

// argument packs a family with something else.
func argument(i int, with uint32) uint32 { return uint32(i) | with<<familyBits }

// unpack takes an argument apart.
func unpack(arg uint32) (i int, with uint32) {
	return int(arg & (1<<familyBits - 1)), arg >> familyBits
}

// planLists draws the month's changes of the lists, at its beginning. The
// month in which the run begins has none: the opening list tells it all.
func (b *block) planLists(m voucher.Month) {
	for i := range b.families {
		f := &b.families[i]
		if what := b.changeOf(f, uint64(m)); what != entrySent {
			b.agenda.add(b.updateTime(f, m, what), actChangeList, argument(i, uint32(what)))
		}
	}
}

// changeOf draws what changes in a family this month.
func (b *block) changeOf(f *family, m uint64) change {
	h := &b.run.lists
	if !f.is(getsASP | getsHousing) {
		if b.chance(ForListJoin, f.id, m, b.joinShare) {
			return familyJoins
		}
		return entrySent
	}
	switch {
	case b.chance(ForListDrop, f.id, m, h.drop):
		return familyDrops
	case b.place.gas && b.chance(ForListReasonChange, f.id, m, h.reason):
		return reasonChanges
	case b.chance(ForListMove, f.id, m, h.move):
		return familyMoves
	case b.place.food && b.chance(ForListMembers, f.id, m, h.members):
		if b.even(ForListMembers, f.id, m|1<<32) || f.members == 1 {
			return memberComes
		}
		return memberGoes
	}
	return entrySent
}

// updateTime draws when a change reaches the list: on a day of the list's own
// weights, or too late, and in office hours, at one time for the whole block.
func (b *block) updateTime(f *family, m voucher.Month, what change) int64 {
	h := &b.run.lists
	days := h.anyDay
	if what == familyDrops {
		days = h.before
		if b.chance(ForListUpdateDay, f.id, uint64(m)|1<<32, h.inWindow) {
			days = h.after
		}
	}
	d := m.Day(b.choose(days, ForListUpdateDay, f.id, uint64(m)) + 1)
	if b.chance(ForListLate, f.id, uint64(m), h.late) {
		rest := m.Last() - m.Day(15)
		d = m.Day(15) + voucher.Day(b.below(ForListLate, f.id, uint64(m)|1<<32, uint64(rest)+1))
	}
	return b.officeTime(d)
}

// officeTime returns the second of a day at which the offices of the block deal
// with what came in.
func (b *block) officeTime(d voucher.Day) int64 {
	return b.hourOf(b.run.lists.office, d, ForListUpdateDay, b.id, uint64(d))
}

// hourOf returns a second of a day, drawn by weights of its hours.
func (b *block) hourOf(hours *Choice, d voucher.Day, p Purpose, id, n uint64) int64 {
	return b.dayStart(d) + int64(b.choose(hours, p, id, n|1<<40))*hour + int64(b.below(p, id, n|1<<41, uint64(hour)))
}

// openLists hands the first lists over: everybody who has a ground.
func (b *block) openLists(gas, food bool) {
	for i := range b.families {
		f := &b.families[i]
		if gas && f.is(getsASP|getsHousing) {
			b.gasRows = append(b.gasRows, b.gasRow(f))
		}
		if food && f.is(getsASP) {
			b.foodRows = append(b.foodRows, b.foodRow(i, f.is(listedTwice)))
		}
	}
	b.foodOpened = b.foodOpened || food
	b.sendLists()
}

// changeList lets a change happen and notes the rows that tell of it. All rows
// of one second go together.
func (b *block) changeList(arg uint32) {
	i, what := unpack(arg)
	f := &b.families[i]
	switch change(what) {
	case familyJoins:
		ground := b.choose(b.place.grounds, ForListReasons, f.id, 0)
		f.set(getsASP, ground != 1)
		f.set(getsHousing, ground != 0)
	case familyDrops:
		f.set(getsASP|getsHousing, false)
	case reasonChanges:
		b.changeReason(f)
	case familyMoves:
		b.move(f)
	case memberComes:
		f.members += uint8(flag(b.room(i) > int(f.members)))
	case memberGoes:
		f.members = max(1, f.members-1)
	}
	if len(b.gasRows)+len(b.foodRows) == 0 {
		b.agenda.add(b.agenda.now, actSendLists, 0)
	}
	listed := f.is(getsASP | getsHousing)
	if b.place.gas && (listed || f.is(gasListed)) {
		row := b.gasRow(f)
		row.Drop = !listed
		b.gasRows = append(b.gasRows, row)
	}
	if b.foodOpened && (f.is(getsASP) || f.is(foodListed)) {
		row := b.foodRow(i, false)
		row.Drop = !f.is(getsASP)
		b.foodRows = append(b.foodRows, row)
	}
}

// changeReason gives a second ground or takes one of two.
func (b *block) changeReason(f *family) {
	switch {
	case f.is(getsASP) && f.is(getsHousing):
		f.set(getsHousing, false)
	case f.is(getsASP):
		f.set(getsHousing, true)
	default:
		f.set(getsASP, true)
	}
}

// move gives a family a residence anywhere in the country; the home account
// stays where it was.
func (b *block) move(f *family) {
	others := uint64(len(b.run.residences))
	f.moved = uint8(1 + b.below(ForListMove, f.id, 1<<40, others))
}

// residence returns where a family lives now.
func (b *block) residence(f *family) voucher.Territory {
	if f.moved == 0 {
		return b.place.territory
	}
	return b.run.residences[f.moved-1]
}

// room is how many persons the system knows of a family.
func (b *block) room(i int) int {
	if i+1 < len(b.families) {
		return int(b.families[i+1].person - b.families[i].person)
	}
	return b.persons + 1 - int(b.families[i].person)
}

func (b *block) gasRow(f *family) voucher.GasListRow {
	row := voucher.GasListRow{Person: f.person, Residence: b.residence(f)}
	if f.is(getsASP) {
		row.Reasons |= voucher.SocialAssistance
	}
	if f.is(getsHousing) {
		row.Reasons |= voucher.HousingAssistance
	}
	return row
}

// foodRow makes a family's row; with twice it also names a member of the family
// after it, by mistake.
func (b *block) foodRow(i int, twice bool) voucher.FoodListRow {
	f := &b.families[i]
	first, count := int(f.person)-1, int(f.members)
	row := voucher.FoodListRow{Family: voucher.FamilyID(i + 1), Owner: f.person, Residence: b.residence(f),
		Members: b.everybody[first : first+count : first+count]}
	if twice && i > 0 && b.families[i-1].is(getsASP) {
		row.Members = append(row.Members, b.families[i-1].person)
	}
	return row
}
