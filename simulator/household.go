package simulator

import "github.com/vouch-kz/vouch/reference/voucher"

// family is what behaviour has to know of one family: one flat record of 64
// bytes, a cache line, since a block touches them at every command. A family of a gas territory stands for
// its one adult who may be a recipient.
type family struct {
	id      uint64                // stable, whoever else is simulated
	account voucher.AccountNumber // of the home; 0: no gas
	left    voucher.Money         // on the food voucher
	floor   uint32                // tenge of it that the family leaves unused
	volume  uint32                // litres of gas a usual year
	person  voucher.PersonID      // recipient of gas, owner of the food wallet
	edition uint32                // of the offer shown last
	gas     progress
	food    progress
	home    uint16 // store of habit
	baskets uint8  // purchases planned and still to come this month
	members uint8  // who receive ASP
	moved   uint8  // place of residence where it is another territory, from 1
	entered entry  // account entered last
	traits  traits
}

// unused is what a family means to leave on its voucher.
func (f *family) unused() voucher.Money { return voucher.Money(f.floor) * voucher.Tenge }

// progress is how far a family has come with a programme in a month.
type progress struct {
	month uint8 // of the run, from 1; 0: never asked
	tries uint8
	asked uint16 // hour of the run of the month's question, to be compared with later ones only
	stage stage
}

// reminderShift is where the number of reminders stands in a stage, in four bits: a
// family is a cache line and has no byte left.
const reminderShift = 28

// reminder returns how many reminders were sent in the month, and counts one more;
// beyond fifteen none is told from the last.
func (p *progress) reminder() uint8 {
	sent := uint8(p.stage >> reminderShift)
	if sent < 15 {
		p.stage += 1 << reminderShift
	}
	return sent
}

// stage is a set of what has happened in the month.
type stage uint32

const (
	wasDelivered stage = 1 << iota
	wasAnswered
	saidYes
	wasOpened
	isOpen
	wasActivated
	wasUsed
	hasAppealed
	atCentre     // goes to a service centre
	changedOnce  // has entered another account before confirming
	willAnswer   // an answer is on its way
	wasForeign   // has tried somebody else's account
	wasCounted   // as listed this month
	didLateTry   // has tried after the window
	ownTaken     // the own account carries a voucher already
	secondInUse  // activated on the second account
	settledTwice // has replied twice
)

// traits are what a family is like, and where it stands on the lists.
type traits uint16

const (
	hasDevice traits = 1 << iota
	phoneKnown
	rural
	hasBoiler
	hasChildren
	sharesAccount // the account belongs to the family before
	hasSecond     // a second gas account
	isDishonest
	getsASP
	getsHousing
	gasListed  // as far as the list owner was answered
	foodListed // the same
	listedTwice
)

func (f *family) is(t traits) bool { return f.traits&t != 0 }

func (f *family) set(t traits, yes bool) {
	if yes {
		f.traits |= t
	} else {
		f.traits &^= t
	}
}

// entry says which account a person enters.
type entry uint8

const (
	ownAccount entry = iota
	secondAccount
	unknownAccount   // mistyped: nobody's
	neighbourAccount // mistyped: somebody else's
	takenAccount     // somebody else's on purpose, known to carry a voucher
)

// homes are the figures of what a family is like.
type homes struct {
	sizes          *Choice
	firstSize      int
	device         [2]uint32 // town, village
	phone          uint32
	children       uint32
	connected      uint32 // of the gasified share
	shared, second uint32
	habit          uint32
	dishonest      uint32
	volumes        [2][2]*Quantiles // by heating and equipment
	use            [2][2]GasUse
}

func (f *figures) homes(facts *Facts) homes {
	h := homes{
		phone: f.share("population.phone_known"), children: f.share("population.children"),
		connected: f.share("population.gas_connected_factor"), shared: f.share("population.account_shared"),
		second: f.share("population.second_account"), habit: f.share("population.consent_habit"),
		dishonest: f.share("fraud.dishonest_family"),
	}
	device := f.share("population.device")
	village := f.share("population.device_rural_factor")
	h.device = [2]uint32{device, uint32(uint64(device) * uint64(village) / Million)}
	weights := make([]int64, len(facts.FamilySizes))
	for i, s := range facts.FamilySizes {
		weights[i] = int64(s.SharePPM)
	}
	h.sizes, h.firstSize = f.pick("data/family_size.csv", weights), facts.FamilySizes[0].Members
	for _, heating := range []Heating{North, South} {
		for _, equipment := range []Equipment{Boiler, Stove} {
			use := facts.GasUseOf(equipment, heating)
			h.use[heating][equipment] = use
			h.volumes[heating][equipment] = f.logNormal("data/consumption_classes.csv", use.MedianYear, use.SigmaMilli)
		}
	}
	return h
}

// settle makes the block's families: who they are, where they stand when the
// run begins, and how many persons they are to the system.
func (b *block) settle() {
	b.families = b.families[:0]
	b.persons = 0
	for i := range b.plot.families {
		f := family{id: EntityID(b.id, KindFamily, uint64(i))}
		b.makeFamily(&f, i)
		f.person = voucher.PersonID(b.persons + 1)
		b.persons++
		if b.place.food {
			b.persons += int(f.members) // the others, and one who may be born
		}
		b.families = append(b.families, f)
	}
	b.ownerOf = b.ownerOf[:0]
	for i := range b.families {
		last := b.persons
		if i+1 < len(b.families) {
			last = int(b.families[i+1].person) - 1
		}
		for len(b.ownerOf) < last {
			b.ownerOf = append(b.ownerOf, uint16(i))
		}
	}
}

// makeFamily draws what a family is like.
func (b *block) makeFamily(f *family, i int) {
	h := &b.run.homes
	f.members = uint8(h.firstSize + b.choose(h.sizes, ForFamilySize, f.id, 0))
	isRural := !b.chance(ForUrban, f.id, 0, b.place.UrbanPPM)
	f.set(rural, isRural)
	f.set(hasDevice, b.chance(ForDevice, f.id, 0, h.device[flag(isRural)]))
	f.set(phoneKnown, b.chance(ForPhoneKnown, f.id, 0, h.phone))
	f.set(isDishonest, b.chance(ForHonesty, f.id, 0, h.dishonest))
	f.set(listedTwice, b.chance(ForListDouble, f.id, 0, b.run.lists.twice))
	f.set(hasChildren, b.hasChildren(f))
	ground := b.choose(b.place.grounds, ForListReasons, f.id, 0)
	if b.chance(ForListEntry, f.id, 0, b.place.listed) {
		f.set(getsASP, ground != 1)
		f.set(getsHousing, ground != 0)
	}
	if b.place.gas {
		b.connect(f, i)
	}
}

// hasChildren draws for each member but the owner whether it is a child, so
// that the share of children among all members is that of the figures.
func (b *block) hasChildren(f *family) bool {
	share := uint64(b.run.homes.children)
	for n := uint64(1); n < uint64(f.members); n++ {
		if b.chance(ForChildren, f.id, n, uint32(min(Million, share*uint64(f.members)/uint64(f.members-1)))) {
			return true
		}
	}
	return false
}

// connect draws a home's gas: whether there is any, what burns it, how much,
// and on whose account.
func (b *block) connect(f *family, i int) {
	h := &b.run.homes
	gasified := uint32(uint64(b.place.GasifiedPPM) * uint64(h.connected) / Million)
	if !b.chance(ForGasConnected, f.id, 0, gasified) {
		return
	}
	boiler := h.use[b.place.Heating][Boiler].UrbanSharePPM
	if f.is(rural) {
		boiler = h.use[b.place.Heating][Boiler].RuralSharePPM
	}
	equipment := Stove
	if b.chance(ForGasEquipment, f.id, 0, boiler) {
		equipment = Boiler
		f.set(hasBoiler, true)
	}
	year := b.amount(h.volumes[b.place.Heating][equipment], ForGasVolumeYear, f.id, 0)
	if h.use[b.place.Heating][equipment].ByPerson {
		year *= int64(f.members)
	}
	f.volume = uint32(min(year, 1<<32-1))
	f.account = b.accountNumber(2 * i)
	if i > 0 && b.families[i-1].account != 0 && b.chance(ForAccountSharing, f.id, 0, h.shared) {
		f.account = b.families[i-1].account
		f.set(sharesAccount, true)
	}
	f.set(hasSecond, b.chance(ForSecondAccount, f.id, 0, h.second))
}

// Account numbers are dense within a provider and stand in more digits than
// they need, so that leading zeros are the rule; each provider has its own
// length.
func (b *block) accountNumber(n int) voucher.AccountNumber {
	digits := 9 + int(b.place.id%3)
	return voucher.MakeAccountNumber(uint64(b.plot.ordinal)*2*BlockFamilies+uint64(n), digits)
}

// nobodysAccount returns a number that no provider knows.
func (b *block) nobodysAccount(i int) voucher.AccountNumber {
	return voucher.MakeAccountNumber(999_999_999-uint64(i), 9+int(b.place.id%3))
}

// use returns how a family's home uses gas.
func (b *block) use(f *family) *GasUse {
	equipment := Stove
	if f.is(hasBoiler) {
		equipment = Boiler
	}
	return &b.run.homes.use[b.place.Heating][equipment]
}

// flag turns a truth into an index.
func flag(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
